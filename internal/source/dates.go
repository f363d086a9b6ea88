package source

import (
	"bytes"

	"github.com/entente-observatory/entente"
)

// date reads a day in the forms that tables of the field use: YYYY-MM-DD, also
// with a time behind, M/D/YYYY, and the number that a workbook stores.
func (t *table) date(c int) entente.Date {
	if !t.value(c) {
		return 0
	}
	b := t.bytes(c)
	if len(b) > 10 && (b[10] == ' ' || b[10] == 'T') {
		b = b[:10]
	}
	day, ok := parseDay(b)
	if !ok {
		day, ok = parseAmericanDay(b)
	}
	if !ok {
		day, ok = parseSheetDay(b)
	}
	if !ok {
		t.wrong(c, "impossible date", "a day as YYYY-MM-DD or M/D/YYYY")
	}
	return day
}

// dateParts reads a day from the columns of its year, month and day.
func (t *table) dateParts(y, m, d int) entente.Date {
	year, month, day := t.year(y), t.int(m, 1, 12), t.int(d, 1, 31)
	if t.reason != "" {
		return 0
	}
	date, err := entente.NewDate(year, month, day)
	if err != nil {
		t.fault("impossible date", err.Error()+"; correct the day, or leave the row out")
	}
	return date
}

// parseDay reads YYYY-MM-DD.
func parseDay(b []byte) (entente.Date, bool) {
	if len(b) != 10 || b[4] != '-' || b[7] != '-' {
		return 0, false
	}
	return dayOf(b[:4], b[5:7], b[8:])
}

// parseAmericanDay reads M/D/YYYY.
func parseAmericanDay(b []byte) (entente.Date, bool) {
	parts := bytes.SplitN(b, []byte("/"), 4)
	if len(parts) != 3 || len(parts[2]) != 4 {
		return 0, false
	}
	return dayOf(parts[2], parts[0], parts[1])
}

// parseSheetDay reads a day as workbooks store it: days since the end of 1899,
// with the time of day behind a point. Only days since 1927 are taken, so that
// a year is not one.
func parseSheetDay(b []byte) (entente.Date, bool) {
	whole, _, _ := bytes.Cut(b, []byte("."))
	n, ok := parseInt(whole)
	if !ok || n < 10000 || n > 80000 {
		return 0, false
	}
	return entente.Day(1899, 12, 30) + entente.Date(n), true
}

// span returns the days from one date to another, each of which may itself be
// a run of days. Of what ends before it begins one date is wrong and nobody
// knows which: the first stands, and the row is remarked upon.
func (t *table) span(from, to entente.Period) entente.Period {
	if t.reason == "" && to.To < from.From {
		t.remark("rows that end before they begin, kept for the day of their beginning")
		return from
	}
	return entente.Period{From: from.From, To: to.To}
}

// monthEnd returns the last day of a day's month.
func monthEnd(d entente.Date) entente.Date {
	year, month, _ := d.YMD()
	if month == 12 {
		return entente.Day(year, 12, 31)
	}
	return entente.Day(year, month+1, 1) - 1
}

func dayOf(year, month, day []byte) (entente.Date, bool) {
	y, ok1 := parseInt(year)
	m, ok2 := parseInt(month)
	d, ok3 := parseInt(day)
	if !ok1 || !ok2 || !ok3 {
		return 0, false
	}
	date, err := entente.NewDate(y, m, d)
	return date, err == nil
}
