package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/entente-observatory/entente"
)

// distances are where the capitals of states lie, one row a capital and
// spell, and how near two states come to each other, one row a dyad and year.
// A capital becomes two attributes with its name as label, "capital_lat" and
// "capital_lng" (degrees), or "gw_capital_lat" and "gw_capital_lng" by the
// list of Gleditsch and Ward; a dyad-year becomes a tie "mindist" (km).
var distances = &entente.Dataset{
	ID:      "distances",
	Title:   "Capitals and Minimum Distances of States",
	Version: "peacesciencer 1.2",
	References: []entente.Reference{
		{
			Key: "miller2022", Kind: "article", Authors: []string{"Miller, Steven V."},
			Title: "peacesciencer: An R Package for Quantitative Peace Science Research", Year: 2022,
			Container: "Conflict Management and Peace Science", Volume: "39", Pages: "755-779", DOI: "10.1177/07388942221077926",
		},
		{
			Key: "schvitz2022", Kind: "article",
			Authors: []string{"Schvitz, Guy", "Girardin, Luc", "Rüegger, Seraina", "Weidmann, Nils B.", "Cederman, Lars-Erik", "Gleditsch, Kristian Skrede"},
			Title:   "Mapping the International System, 1886-2019: The CShapes 2.0 Dataset", Year: 2022,
			Container: "Journal of Conflict Resolution", Volume: "66", Pages: "144-161", DOI: "10.1177/00220027211013563",
		},
	},
	Home:     "https://svmiller.com/peacesciencer/",
	Terms:    "Data of an R package under GPL-2 or later; the minimum distances are computed from CShapes 2.0 (CC BY-NC-SA 4.0).",
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1816, 1, 1), To: entente.Day(2024, 12, 31)},
	Absence:  entente.AbsenceUnknown,
	Notes: "The package gives these tables as R objects; here they are CSV files of the same columns. Minimum distances are of 1 January of the year, from 1886 to 2019, " +
		"between the nearest points of simplified outlines; 0 is contiguous land. Spells of capitals begin with the year in which a state begins, and run on to 31 December 2024 for most states, " +
		"those that had ended among them: they do not tell when a state was one. A capital by the list of Gleditsch and Ward is given for the days on which a state bears the row's " +
		"number in that list, so that Bonn is of state 260 until 2 October 1990 and of 255 from then; what has no such day, or no state in the Correlates of War list, is counted " +
		"in the notes of the file and gives no record.",
	Files: distanceFiles,
	Read:  readDistances,
}

var distanceFiles = []entente.File{
	{Name: "distances/cow_capitals.csv", Optional: true, Layout: "ccode, statenme, capital, stdate, enddate, lat, lng"},
	{Name: "distances/gw_capitals.csv", Optional: true, Layout: "gwcode, statenme, capital, stdate, enddate, lat, lng"},
	{Name: "distances/cow_mindist.csv", Optional: true, Layout: "ccode1, ccode2, year, mindist (km)"},
}

func readDistances(ctx context.Context, dir fs.FS, out entente.Sink) error {
	if _, err := firstOf(dir, distanceFiles, 0, 1, 2); err != nil {
		return err
	}
	for i, read := range []func(context.Context, fs.FS, int, entente.Sink) error{readCapitals, readGWCapitals, readMinimumDistances} {
		if !Present(dir, distanceFiles[i]) {
			continue
		}
		if err := read(ctx, dir, i, out); err != nil {
			return err
		}
	}
	return nil
}

func readCapitals(ctx context.Context, dir fs.FS, i int, out entente.Sink) error {
	return readCapitalsOf(ctx, dir, i, out, "ccode", "capital", func(t *table, c int, p entente.Period) []tenure {
		return []tenure{{t.state(c), p}}
	})
}

func readGWCapitals(ctx context.Context, dir fs.FS, i int, out entente.Sink) error {
	return readCapitalsOf(ctx, dir, i, out, "gwcode", "gw_capital", (*table).gwTenures)
}

// tenure is the time in which a state bears a number.
type tenure struct {
	state  entente.CCode
	period entente.Period
}

// gwTenures gives the states that bear the Gleditsch and Ward number of a
// cell within a period, and when.
func (t *table) gwTenures(c int, p entente.Period) []tenure {
	code := t.text(c)
	var found []tenure
	for _, s := range entente.States().All() {
		for _, l := range s.Codes[entente.GW] {
			if within, some := l.Period.Intersect(p); some && l.Text == code {
				found = append(found, tenure{s.Code, within})
			}
		}
	}
	if found != nil || !t.value(c) {
		return found
	}
	_, err := entente.States().ResolveCodeIn(entente.GW, code, p)
	no := (*entente.ResolveError)(nil)
	switch {
	case code == "679":
		t.remark("rows of Yemen under 679, which the list has under 678, not read")
	case errors.As(err, &no) && no.Reason == entente.NotInSystem:
		t.remark("rows of states that the Correlates of War list lacks, not read")
	case errors.As(err, &no) && no.Reason == entente.NotThen:
		t.remark("rows of days on which the list has no such state, not read")
	default:
		t.unknownState(c, "is no number of a state")
	}
	return nil
}

// readCapitalsOf reads a table of capitals, whose states the given function
// reads from the column named.
func readCapitalsOf(ctx context.Context, dir fs.FS, i int, out entente.Sink, code, variable string, states func(*table, int, entente.Period) []tenure) error {
	t, err := openTable(ctx, dir, distanceFiles, i, out, "NA")
	if err != nil {
		return err
	}
	defer t.close()
	state, name := t.column(code), t.column("capital")
	first, last := t.column("stdate"), t.column("enddate")
	lat, lng := t.column("lat"), t.column("lng")
	seen := map[entente.CCode][]entente.Period{}
	for t.next() {
		p := entente.Period{From: t.date(first), To: t.date(last)}
		north, east := t.float(lat, -90, 90), t.float(lng, -180, 180)
		t.value(name)
		if t.reason == "" && p.To < p.From {
			t.fault("spell ends before it begins", p.String())
		}
		var tenures []tenure
		if t.reason == "" {
			tenures = states(t, state, p)
		}
		for _, at := range tenures {
			for _, q := range seen[at.state] {
				if q.Overlaps(at.period) {
					t.fault("capital given twice", fmt.Sprintf("state %d has another in %v", at.state, q))
				}
			}
		}
		if t.bad() {
			continue
		}
		for _, at := range tenures {
			seen[at.state] = append(seen[at.state], at.period)
			a := entente.Attribute{State: at.state, Period: at.period, Label: t.text(name), Ref: t.ref()}
			a.Variable, a.Value = variable+"_lat", north
			out.Attribute(a)
			a.Variable, a.Value = variable+"_lng", east
			out.Attribute(a)
		}
	}
	return t.err
}

// farthest is half of the Earth's girth in km, with room for its shape.
const farthest = 20040

func readMinimumDistances(ctx context.Context, dir fs.FS, i int, out entente.Sink) error {
	t, err := openTable(ctx, dir, distanceFiles, i, out, "NA")
	if err != nil {
		return err
	}
	defer t.close()
	ccode1, ccode2, year, mindist := t.column("ccode1"), t.column("ccode2"), t.column("year"), t.column("mindist")
	var seen dyadYears
	for t.next() {
		a, b := t.pair(ccode1, ccode2)
		d, y := entente.DyadOf(a, b), t.year(year)
		km, status := t.floatOr(mindist, 0, farthest)
		seen.once(t, d, y)
		if t.bad() {
			continue
		}
		out.Tie(entente.Tie{From: d.A, To: d.B, Period: entente.CalendarYear(y), Variable: "mindist", Value: km, Status: status, Ref: t.ref()})
	}
	return t.err
}
