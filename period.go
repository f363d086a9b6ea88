package entente

import (
	"fmt"
	"math"
	"time"
)

// Date is a day of the proleptic Gregorian calendar, counted from 1 January
// 1970. Records of states carry days, never times of day, so a day is the
// smallest unit here.
type Date int32

// Beginning and Ongoing stand for the open ends of a period: before every
// record, and not ended when the record was made.
const (
	Beginning Date = math.MinInt32
	Ongoing   Date = math.MaxInt32
)

// NewDate returns the given day, or an error where the calendar has none
// (30 February), because a silent roll-over would move records.
func NewDate(year, month, day int) (Date, error) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || int(t.Month()) != month || t.Day() != day {
		return 0, fmt.Errorf("no day %04d-%02d-%02d in the calendar", year, month, day)
	}
	return Date(t.Unix() / 86400), nil
}

// Day is NewDate for dates known to exist, such as those in tables of this
// program. It panics on a date that the calendar lacks.
func Day(year, month, day int) Date {
	d, err := NewDate(year, month, day)
	if err != nil {
		panic(err)
	}
	return d
}

// ParseDate reads YYYY-MM-DD, or YYYY for 1 July of that year: the middle of
// the year is the day on which a bare year is least often wrong.
func ParseDate(s string) (Date, error) {
	switch {
	case len(s) == 10 && s[4] == '-' && s[7] == '-':
		y, okY := decimal(s[:4])
		m, okM := decimal(s[5:7])
		d, okD := decimal(s[8:])
		if okY && okM && okD {
			return NewDate(y, m, d)
		}
	case len(s) == 4:
		if y, ok := decimal(s); ok {
			return NewDate(y, 7, 1)
		}
	}
	return 0, fmt.Errorf("%q is not a date: write YYYY-MM-DD or YYYY", s)
}

// decimal reads a number written in digits alone. Records hold millions of
// dates, so it does without the scanner of package fmt.
func decimal(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, true
}

// YMD returns the parts of the date. It must not be asked of an open end.
func (d Date) YMD() (year, month, day int) {
	t := time.Unix(int64(d)*86400, 0).UTC()
	return t.Year(), int(t.Month()), t.Day()
}

// Year returns the calendar year of the date.
func (d Date) Year() int {
	y, _, _ := d.YMD()
	return y
}

// String gives the ISO 8601 form, and "…" for an open end.
func (d Date) String() string {
	if d == Beginning || d == Ongoing {
		return "…"
	}
	y, m, day := d.YMD()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
}

// Period is a run of days, both ends included. The zero Period is the single
// day 1 January 1970; use Always for no bounds.
type Period struct{ From, To Date }

// Always is the period without bounds.
var Always = Period{Beginning, Ongoing}

// CalendarYear returns the period of a calendar year.
func CalendarYear(year int) Period {
	return Period{Day(year, 1, 1), Day(year, 12, 31)}
}

// Contains reports whether the day lies in the period.
func (p Period) Contains(d Date) bool { return p.From <= d && d <= p.To }

// Overlaps reports whether the periods share a day.
func (p Period) Overlaps(q Period) bool { return p.From <= q.To && q.From <= p.To }

// Intersect returns the days common to both periods, and whether there are any.
func (p Period) Intersect(q Period) (Period, bool) {
	r := Period{max(p.From, q.From), min(p.To, q.To)}
	return r, r.From <= r.To
}

// Years returns the first and last calendar year that the period touches
// within the bounds given for its open ends.
func (p Period) Years(first, last int) (from, to int) {
	from, to = first, last
	if p.From != Beginning {
		from = max(first, p.From.Year())
	}
	if p.To != Ongoing {
		to = min(last, p.To.Year())
	}
	return from, to
}

// String gives "1947-08-14 to …".
func (p Period) String() string { return p.From.String() + " to " + p.To.String() }
