package source

import (
	"context"
	"fmt"
	"io/fs"
	"strconv"

	"github.com/entente-observatory/entente"
)

// cowDyadicMID is the dyadic record of militarized interstate disputes: which
// participants in fact confronted which, one row for each direction of a dyad
// in each year of its part in a dispute.
//
// A row becomes ties from state A to state B under the producers' names for
// what A did (hihosta, fatleva and so on) and for the whole dyad (war,
// outcome, recip). They hold on the days of the dyadic dispute that fall in
// the row's year. The label is the number of the dispute. Several disputes of
// a dyad in a year stay apart.
var cowDyadicMID = &entente.Dataset{
	ID:      "cow-dyadic-mid",
	Title:   "Dyadic Militarized Interstate Disputes",
	Version: "4.03 or 4.02",
	References: []entente.Reference{{
		Key: "maoz2019", Kind: "article",
		Authors: []string{"Maoz, Zeev", "Johnson, Paul L.", "Kaplan, Jasper", "Ogunkoya, Fiona", "Shreve, Aaron P."},
		Title:   "The Dyadic Militarized Interstate Disputes (MIDs) Dataset Version 3.0: Logic, Characteristics, and Comparisons to Alternative Datasets", Year: 2019,
		Container: "Journal of Conflict Resolution", Volume: "63", Pages: "811-835", DOI: "10.1177/0022002718784158",
	}},
	Home:     cowMIDHome,
	Terms:    cowTerms,
	Rights:   entente.DerivedOnly,
	Coverage: cowMID.Coverage,
	Absence:  entente.AbsenceIsZero,
	Notes: "hihosta is 1 (no militarized action) to 5 (war); highmcaa the highest action; fatleva a level of 0 to 6; sideaa 1 for the side that began; rolea 1 (initiator), 2 (joined it), 3 (target), 4 (joined it); " +
		"durindx counts the years of the dyadic dispute from 1, so that 1 is its onset. " +
		"In 4.02 four rows of the Philippines and North Vietnam (dispute 611) have cells of another column and are rejected.",
	Files: cowDyadicMIDFiles,
	Read:  readDyadicMID,
}

var cowDyadicMIDFiles = []entente.File{
	{Name: "cow-mid/dyadic_mid_4.03.csv", URLs: []string{"https://correlatesofwar.org/wp-content/uploads/dyadic_mid_4.03.zip"}, Optional: true, Layout: dyadicMIDLayout},
	{Name: "cow-mid/dyadic_mid_4.02.csv", Optional: true, Layout: dyadicMIDLayout},
}

const dyadicMIDLayout = "disno, dyindex, statea, stateb, strtday, strtmnth, strtyr, endday, endmnth, endyear, year, sideaa, sideab, hihosta and what else there is of 59 columns, with -9 for missing"

func readDyadicMID(ctx context.Context, dir fs.FS, out entente.Sink) error {
	i, err := firstOf(dir, cowDyadicMIDFiles, 0, 1)
	if err != nil {
		return err
	}
	t, err := openTable(ctx, dir, cowDyadicMIDFiles, i, out, "-9")
	if err != nil {
		return err
	}
	defer t.close()
	number, index, year := t.column("disno"), t.column("dyindex"), t.column("year")
	a, b, otherSide := t.column("statea"), t.column("stateb"), t.column("sideab")
	from := [3]int{t.column("strtyr"), t.column("strtmnth"), t.column("strtday")}
	to := [3]int{t.column("endyear"), t.column("endmnth"), t.column("endday")}
	m := t.measures([]measure{
		{"hihosta", 1, 5}, {"highmcaa", 0, 23}, {"fatleva", 0, 6}, {"sideaa", 0, 1}, {"rolea", 1, 4},
		{"war", 0, 1}, {"outcome", 0, 9}, {"recip", 0, 2}, {"durindx", 1, 100},
	})
	type key struct {
		dyad  string // of the dispute, with a decimal part that no calculation needs
		a, b  entente.CCode
		year  int
		begin entente.Date
	}
	seen := map[key]uint32{}
	for t.next() {
		dispute := t.int(number, 1, 99999)
		k := key{dyad: t.text(index), year: t.year(year), begin: t.monthDay(from, false)}
		k.a, k.b = t.pair(a, b)
		days := t.inYear(t.spell(from, to), k.year)
		t.int(otherSide, 0, 1)
		m.read()
		if line, twice := seen[k]; t.reason == "" && twice {
			t.fault("dispute-dyad-year given twice", fmt.Sprintf("dispute %d of states %d and %d in %d is also in line %d", dispute, k.a, k.b, k.year, line))
		}
		if t.bad() {
			continue
		}
		seen[k] = t.line
		m.tie(entente.Tie{From: k.a, To: k.b, Directed: true, Period: days, Label: strconv.Itoa(dispute)})
	}
	return t.err
}
