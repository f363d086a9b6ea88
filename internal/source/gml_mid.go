package source

import (
	"context"
	"fmt"
	"io/fs"
	"strconv"

	"github.com/entente-observatory/entente"
)

// gmlMID is the revision of the militarized interstate disputes by Gibler,
// Miller and Little, one row for each direction of a dyad in each year of a
// dispute. It is the record by which the field most often says whether a dyad
// had a dispute in a year and whether it began.
//
// A row becomes ties from the first state to the second, for the year, under
// the producers' names: those that end in 1 are of the first state, the others
// of the dispute. The label is the number of the dispute. Several disputes of
// a dyad in a year stay apart: which of them stands for the year is chosen by
// a named rule when the panel is made, by fatality, hostlev, mindur, maxdur,
// recip, midonset and stmon.
var gmlMID = &entente.Dataset{
	ID:      "gml-mid",
	Title:   "Gibler-Miller-Little Militarized Interstate Disputes",
	Version: "2.2.1 or 2.1.1",
	References: []entente.Reference{{
		Key: "gibler2016", Kind: "article",
		Authors: []string{"Gibler, Douglas M.", "Miller, Steven V.", "Little, Erin K."},
		Title:   "An Analysis of the Militarized Interstate Dispute (MID) Dataset, 1816-2001", Year: 2016,
		Container: "International Studies Quarterly", Volume: "60", Pages: "719-730", DOI: "10.1093/isq/sqw045",
	}},
	Home:     "https://svmiller.com/gml-mid-data/",
	Terms:    "Free with citation.",
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1816, 1, 1), To: entente.Day(2010, 12, 31)},
	Absence:  entente.AbsenceIsZero,
	Notes: "The row says the year, not the days. midongoing is 1 in every row; midonset is 1 in the first year of the dyad's part in the dispute. " +
		"hostlev is 1 to 5, 5 being war; fatality a level of 0 to 6 and fatalpre the number of deaths where it is known. " +
		"Iraq and the United Arab Emirates in 1999 (dispute 4273) have two rows that differ in the coding of revision alone; both are kept.",
	Files: gmlFiles,
	Read:  readGML,
}

var gmlFiles = []entente.File{
	{Name: "cow-mid/gml-ddy-disputes-2.2.1.csv", URLs: []string{"https://svmiller.com/gml-mid-data/gml-2.2.1.zip"}, Optional: true, Layout: gmlLayout},
	{Name: "cow-mid/gml-ddy-disputes-2.1.1.csv", Optional: true, Layout: gmlLayout},
}

const gmlLayout = "dispnum, ccode1, ccode2, year, sidea1, revstate1, revstate2, fatality1, hiact1, hostlev1, orig1, midongoing, midonset, hiact, hostlev, mindur, maxdur, outcome, settle, fatality, fatalpre, stmon, recip, numa, numb, among others, with -9 for missing"

func readGML(ctx context.Context, dir fs.FS, out entente.Sink) error {
	i, err := firstOf(dir, gmlFiles, 0, 1)
	if err != nil {
		return err
	}
	t, err := openTable(ctx, dir, gmlFiles, i, out, "-9", "NA")
	if err != nil {
		return err
	}
	defer t.close()
	number, ccode1, ccode2, year := t.column("dispnum"), t.column("ccode1"), t.column("ccode2"), t.column("year")
	revision := [2]int{t.column("revstate1"), t.column("revstate2")}
	m := t.measures([]measure{
		{"midongoing", 0, 1}, {"midonset", 0, 1},
		{"hostlev1", 1, 5}, {"hiact1", 0, 23}, {"fatality1", 0, 6}, {"sidea1", 0, 1}, {"orig1", 0, 1}, {"revstate1", 0, 1},
		{"hostlev", 1, 5}, {"hiact", 0, 23}, {"fatality", 0, 6}, {"fatalpre", 0, 1e9}, {"mindur", 1, 1e5}, {"maxdur", 1, 1e5},
		{"stmon", 1, 12}, {"recip", 0, 1}, {"outcome", 1, 9}, {"settle", 1, 4}, {"numa", 1, 99}, {"numb", 1, 99},
	})
	type key struct {
		dispute, year int
		a, b          entente.CCode
		revision      string
	}
	seen := map[key]uint32{}
	for t.next() {
		k := key{dispute: t.int(number, 1, 99999), year: t.year(year), revision: t.text(revision[0]) + "/" + t.text(revision[1])}
		k.a, k.b = t.pair(ccode1, ccode2)
		m.read()
		if line, twice := seen[k]; t.reason == "" && twice {
			t.fault("dispute-dyad-year given twice", fmt.Sprintf("dispute %d of states %d and %d in %d is also in line %d", k.dispute, k.a, k.b, k.year, line))
		}
		if t.bad() {
			continue
		}
		seen[k] = t.line
		m.tie(entente.Tie{From: k.a, To: k.b, Directed: true, Period: entente.CalendarYear(k.year), Label: strconv.Itoa(k.dispute)})
	}
	return t.err
}
