package source

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/entente-observatory/entente"
)

// cowSystem is the list of the members of the state system, with the days of
// their spells: one row a spell. It is a complete register of the system, so
// that a state without a row on a day was no member. The tables of state-years
// and of codes, where they are there, hold nothing that the list lacks; they
// are read to be held against it.
var cowSystem = &entente.Dataset{
	ID:      "cow-system",
	Title:   "State System Membership",
	Version: "2024 or 2016",
	References: []entente.Reference{{
		Key: "cow-system", Kind: "misc", Authors: []string{"Correlates of War Project"},
		Title: "State System Membership List, v2016", Year: 2017, URL: "http://correlatesofwar.org",
	}},
	Home:     "https://correlatesofwar.org/data-sets/state-system-membership/",
	Terms:    cowTerms,
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1816, 1, 1), To: entente.Day(2024, 12, 31)},
	Absence:  entente.AbsenceIsZero,
	Notes: "The edition of 2016 ends with 31 December 2016, that of 2024 with 31 December 2024; a spell that ends on the last day of its edition " +
		"had not ended and is read as open.",
	Files: cowSystemFiles,
	Read:  readSystem,
}

var cowSystemFiles = []entente.File{
	{Name: "cow-system/statelist2024.csv", URLs: []string{"https://correlatesofwar.org/wp-content/uploads/States2024.zip"}, Optional: true, Layout: systemLayout},
	{Name: "cow-system/states2016.csv", URLs: []string{"https://correlatesofwar.org/wp-content/uploads/states2016.csv"}, Optional: true, Layout: systemLayout},
	{Name: "cow-system/system2024.csv", URLs: []string{"https://correlatesofwar.org/wp-content/uploads/System2024.zip"}, Optional: true, Layout: stateYearLayout},
	{Name: "cow-system/system2016.csv", URLs: []string{"https://correlatesofwar.org/wp-content/uploads/system2016.csv"}, Optional: true, Layout: stateYearLayout},
	{Name: "cow-system/COW country codes.csv", URLs: []string{"https://correlatesofwar.org/wp-content/uploads/COW-country-codes.csv"}, Optional: true, Layout: "StateAbb, CCode, StateNme"},
}

const (
	cowTerms        = "Free for scholarly use with citation of the data set and its version; obtain it from correlatesofwar.org. Redistribution is not addressed."
	systemLayout    = "stateabb, ccode, statenme, styear, stmonth, stday, endyear, endmonth, endday, version"
	stateYearLayout = "stateabb, ccode, year, version"
)

func readSystem(ctx context.Context, dir fs.FS, out entente.Sink) error {
	files := cowSystemFiles
	list, err := firstOf(dir, files, 0, 1)
	if err != nil {
		return err
	}
	spells, err := readSpells(ctx, dir, files, list, out, "member")
	if err != nil {
		return err
	}
	// The state-years of the same edition.
	if years := list + 2; Present(dir, files[years]) {
		if err := checkStateYears(ctx, dir, files, years, out, spells); err != nil {
			return err
		}
	}
	if Present(dir, files[4]) {
		return checkCodes(ctx, dir, files, 4, out, spells)
	}
	return nil
}

// spells are the spells of a state by number, with its letters.
type spells map[entente.CCode]struct {
	letters string
	periods []entente.Period
}

// readSpells reads a table of one spell a row, from the first to the last day
// of the columns styear to endday, and sends each as an attribute of value 1.
// The lists of members and of major powers share it.
func readSpells(ctx context.Context, dir fs.FS, files []entente.File, i int, out entente.Sink, variable string) (spells, error) {
	t, err := openTable(ctx, dir, files, i, out)
	if err != nil {
		return nil, err
	}
	defer t.close()
	letters, ccode, version := t.column("stateabb"), t.column("ccode"), t.column("version")
	y0, m0, d0 := t.column("styear"), t.column("stmonth"), t.column("stday")
	y1, m1, d1 := t.column("endyear"), t.column("endmonth"), t.column("endday")
	seen := spells{}
	for t.next() {
		state := t.state(ccode)
		p := entente.Period{From: t.dateParts(y0, m0, d0), To: t.dateParts(y1, m1, d1)}
		edition := t.year(version)
		s := seen[state]
		if t.reason == "" {
			if p.To < p.From {
				t.fault("spell ends before it begins", p.String())
			}
			if p.To == entente.Day(edition, 12, 31) {
				p.To = entente.Ongoing
			}
			for _, q := range s.periods {
				if q.Overlaps(p) {
					t.fault("spell given twice", fmt.Sprintf("%v overlaps %v of the same state", p, q))
				}
			}
		}
		if t.bad() {
			continue
		}
		s.letters = t.text(letters)
		s.periods = append(s.periods, p)
		seen[state] = s
		out.Attribute(entente.Attribute{State: state, Period: p, Variable: variable, Value: 1, Ref: t.ref()})
	}
	return seen, t.err
}

// checkStateYears rejects the state-years that the spells do not touch.
func checkStateYears(ctx context.Context, dir fs.FS, files []entente.File, i int, out entente.Sink, list spells) error {
	t, err := openTable(ctx, dir, files, i, out)
	if err != nil {
		return err
	}
	defer t.close()
	ccode, year := t.column("ccode"), t.column("year")
	for t.next() {
		state, y := t.state(ccode), t.year(year)
		if t.reason == "" {
			in := false
			for _, p := range list[state].periods {
				in = in || p.Overlaps(entente.CalendarYear(y))
			}
			if !in {
				t.fault("state-year outside the spells", fmt.Sprintf("state %d was no member in %d by the list of spells", state, y))
			}
		}
		t.bad()
	}
	return t.err
}

// checkCodes rejects the codes that differ from those of the list.
func checkCodes(ctx context.Context, dir fs.FS, files []entente.File, i int, out entente.Sink, list spells) error {
	t, err := openTable(ctx, dir, files, i, out)
	if err != nil {
		return err
	}
	defer t.close()
	letters, ccode := t.column("StateAbb"), t.column("CCode")
	for t.next() {
		state, abb := t.state(ccode), t.text(letters)
		if s, listed := list[state]; t.reason == "" && (!listed || s.letters != abb) {
			t.fault("code unlike that of the list", fmt.Sprintf("state %d is %q here and %q there", state, clip(abb), clip(s.letters)))
		}
		t.bad()
	}
	return t.err
}
