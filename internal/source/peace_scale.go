package source

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"

	"github.com/entente-observatory/entente"
)

// peaceScale is the peace scale: how peaceful the relationship of a dyad was,
// from 0 (severe rivalry) by way of 0.25 (lesser rivalry), 0.5 (negative
// peace) and 0.75 (warm peace) to 1 (security community). One row is a dyad
// with all its periods, and becomes a tie peacelevel for each. A transition
// between two levels has a period of its own, coded -9: its level is Missing.
// The producers' dyad-years, where they are there, give peacelevel_mean: the
// mean over months, transitions being interpolated.
var peaceScale = &entente.Dataset{
	ID:      "peace-scale",
	Title:   "Peace Data: the peace scale",
	Version: "3.1",
	References: []entente.Reference{
		{
			Key: "goertz2016", Kind: "book", Authors: []string{"Goertz, Gary", "Diehl, Paul F.", "Balas, Alexandru"},
			Title: "The Puzzle of Peace: The Evolution of Peace in the International System", Year: 2016, Container: "Oxford University Press",
		},
		{
			Key: "diehl2021", Kind: "article", Authors: []string{"Diehl, Paul F.", "Goertz, Gary", "Gallegos, Yahve"},
			Title: "Peace Data: Concept, Measurement, Patterns, and Research Agenda", Year: 2021,
			Container: "Conflict Management and Peace Science", Volume: "38", Pages: "605-624", DOI: "10.1177/0738894219870288",
		},
	},
	Home:     "https://drive.google.com/drive/folders/1HKZ6FQmK09VJ5mzzEzIwkOawf7tb6Z63",
	Terms:    "Free for non-commercial use with citation of book, article and version.",
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1900, 1, 1), To: entente.Day(2020, 12, 31)},
	Absence:  entente.AbsenceUnknown,
	Notes: "A dyad without a row has no relationship in the producers' sense, which is not a level of the scale. " +
		"The file means the Federal Republic of Germany by 255 after 1945; it is 260 here until 2 October 1990. " +
		"A day or month 00 is unknown and read as the first, or the last. In 3.1 four rows with impossible or no days (lines 343, 1040, 1771, 1974) are rejected, and those of the Cook Islands and Niue are not of the state system. " +
		"In the dyad-years of 3.1 the code of a transition, 9, went into the means as if it were a level: a mean above 1 is Missing, but one below 1 that holds a 9 cannot be told. Prefer peacelevel.",
	Files: peaceFiles,
	Read:  readPeace,
}

var peaceFiles = []entente.File{
	{Name: "rivalry-peace/peacedata3.1.csv", Optional: true, Layout: "no header; the dyad as 1000 times the lower number plus the higher, then as often as needed YYYYMMDD-YYYYMMDD and a level"},
	{Name: "rivalry-peace/peacedatav31dyyearmean.csv", Optional: true, Layout: "dyad, yearmonth (a year), peacelevel"},
}

func readPeace(ctx context.Context, dir fs.FS, out entente.Sink) error {
	if _, err := firstOf(dir, peaceFiles, 0, 1); err != nil {
		return err
	}
	if Present(dir, peaceFiles[0]) {
		if err := readPeaceSpells(ctx, dir, out); err != nil {
			return err
		}
	}
	if Present(dir, peaceFiles[1]) {
		return readPeaceYears(ctx, dir, out)
	}
	return nil
}

func readPeaceSpells(ctx context.Context, dir fs.FS, out entente.Sink) error {
	t, err := openHeaderless(ctx, dir, peaceFiles, 0, out)
	if err != nil {
		return err
	}
	defer t.close()
	seen := map[entente.Dyad]uint32{}
	var spells []entente.Tie
	for t.next() {
		dyad := t.joined(0)
		spells = spells[:0]
		for c := 1; c+1 < len(t.header) && !t.isMissing(c); c += 2 {
			x := entente.Tie{Variable: "peacelevel", Period: t.peaceDays(c)}
			if x.Value = t.float(c+1, -9, 1); x.Value < 0 {
				x.Value, x.Status = 0, entente.Missing
				if t.text(c+1) != "-9" {
					t.wrong(c+1, "impossible value", "a level from 0 to 1, or -9")
				}
			}
			spells = append(spells, x)
		}
		if t.reason == "" && len(spells) == 0 {
			t.fault("dyad without periods", fmt.Sprintf("states %d and %d have no level", dyad.A, dyad.B))
		}
		if line, twice := seen[dyad]; t.reason == "" && twice {
			t.fault("dyad given twice", fmt.Sprintf("states %d and %d are also in line %d", dyad.A, dyad.B, line))
		}
		if t.bad() {
			continue
		}
		seen[dyad] = t.line
		for _, x := range spells {
			t.ties(germanies(dyad.A, x.Period), germanies(dyad.B, x.Period), x)
		}
	}
	return t.err
}

func readPeaceYears(ctx context.Context, dir fs.FS, out entente.Sink) error {
	t, err := openTable(ctx, dir, peaceFiles, 1, out)
	if err != nil {
		return err
	}
	defer t.close()
	dyads, years, level := t.column("dyad"), t.column("yearmonth", "year"), t.column("peacelevel")
	var given dyadYears
	for t.next() {
		dyad, year := t.joined(dyads), t.year(years)
		x := entente.Tie{Variable: "peacelevel_mean"}
		if x.Value = t.float(level, 0, 9); x.Value > 1 {
			x.Value, x.Status = 0, entente.Missing
			t.remark("means above 1, of which a transition's code is a part, taken as missing")
		}
		given.once(t, dyad, year)
		if t.bad() {
			continue
		}
		// A year is of the state that was there in the middle of it.
		middle := entente.Day(year, 7, 1)
		a := germanies(dyad.A, entente.Period{From: middle, To: middle})
		b := germanies(dyad.B, entente.Period{From: middle, To: middle})
		a[0].period, b[0].period = entente.CalendarYear(year), entente.CalendarYear(year)
		t.ties(a, b, x)
	}
	return t.err
}

// joined reads a dyad written as one number.
func (t *table) joined(c int) entente.Dyad {
	n := t.int(c, 1001, 999999)
	if t.reason != "" {
		return entente.Dyad{}
	}
	a, b := entente.CCode(n/1000), entente.CCode(n%1000)
	if entente.States().Get(a) == nil || entente.States().Get(b) == nil {
		if note, ok := peaceOutside[b]; ok {
			t.fault(outsideSystem, note)
		}
		t.unknownState(c, "is no number of two states")
	}
	if t.reason == "" && a == b {
		t.unknownState(c, "is one state twice")
	}
	return entente.Dyad{A: min(a, b), B: max(a, b)}
}

// peaceOutside are numbers of the file that no list of states has.
var peaceOutside = map[entente.CCode]string{936: "the Cook Islands", 937: "Niue"}

// germanies splits a period of 255 into the Germanies that it means: after
// the war the Federal Republic, until unification.
func germanies(state entente.CCode, p entente.Period) []party {
	if state != 255 {
		return []party{{state, p}}
	}
	federal := entente.Period{From: entente.Day(1945, 5, 9), To: entente.Day(1990, 10, 2)}
	var found []party
	for _, part := range []party{
		{255, entente.Period{From: entente.Beginning, To: federal.From - 1}},
		{260, federal},
		{255, entente.Period{From: federal.To + 1, To: entente.Ongoing}},
	} {
		if days, ok := part.period.Intersect(p); ok {
			found = append(found, party{part.state, days})
		}
	}
	return found
}

// peaceDays reads YYYYMMDD-YYYYMMDD, where 9999 for month and day is an end
// that the record does not reach.
func (t *table) peaceDays(c int) entente.Period {
	b := t.bytes(c)
	p := entente.Period{From: entente.Beginning, To: entente.Ongoing}
	if t.reason != "" {
		return p
	}
	from, to, ok := bytes.Cut(b, []byte("-"))
	if ok && !bytes.HasSuffix(from, []byte("9999")) {
		p.From, ok = compactDay(from, false)
	}
	if ok && !bytes.HasSuffix(to, []byte("9999")) {
		p.To, ok = compactDay(to, true)
	}
	switch {
	case !ok || len(from) != 8 || len(to) != 8:
		t.wrong(c, "impossible date", "YYYYMMDD-YYYYMMDD")
	case p.To < p.From:
		t.fault("ends before it begins", p.String())
	}
	return p
}

// compactDay reads YYYYMMDD, where a month or day 00 is the first or last.
func compactDay(b []byte, last bool) (entente.Date, bool) {
	n, ok := parseInt(b)
	if !ok || len(b) != 8 {
		return 0, false
	}
	year, month, day := n/10000, n/100%100, n%100
	if year < 1500 || year > 2200 || month > 12 || day > 31 {
		return 0, false
	}
	switch {
	case month > 0 && day > 0:
		d, err := entente.NewDate(year, month, day)
		return d, err == nil
	case !last:
		return entente.Day(year, max(month, 1), 1), true
	case month == 0 || month == 12:
		return entente.Day(year, 12, 31), true
	}
	return entente.Day(year, month+1, 1) - 1, true
}
