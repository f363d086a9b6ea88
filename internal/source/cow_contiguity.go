package source

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/entente-observatory/entente"
)

// cowContiguity is which states touch, or lie near each other across water:
// one row a spell of a dyad, from a month to a month. The value is the type:
// 1 a land or river border; 2, 3, 4, 5 at most 12, 24, 150, 400 miles of water.
var cowContiguity = &entente.Dataset{
	ID:      "cow-contiguity",
	Title:   "Direct Contiguity",
	Version: "3.2",
	References: []entente.Reference{
		{
			Key: "cow-contiguity", Kind: "misc", Authors: []string{"Correlates of War Project"},
			Title: "Direct Contiguity Data, 1816-2016, Version 3.2", Year: 2017, URL: "http://correlatesofwar.org",
		},
		{
			Key: "stinnett2002", Kind: "article",
			Authors: []string{"Stinnett, Douglas M.", "Tir, Jaroslav", "Schafer, Philip", "Diehl, Paul F.", "Gochman, Charles"},
			Title:   "The Correlates of War Project Direct Contiguity Data, Version 3", Year: 2002,
			Container: "Conflict Management and Peace Science", Volume: "19", Pages: "58-66", DOI: "10.1177/073889420201900203",
		},
	},
	Home:     "https://correlatesofwar.org/data-sets/direct-contiguity/",
	Terms:    cowTerms,
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1816, 1, 1), To: cowContiguityEnd},
	Absence:  entente.AbsenceIsZero,
	Notes: "Homeland territory only: colonies have a data set of their own. A lower type is nearer, and no row is no contiguity within 400 miles of water. " +
		"A spell is read from the first day of its first month to the last day of its last; where the type changes, the month belongs to both spells where both name it (27 changes). " +
		"A spell that ends in December 2016 had not ended and is read as open. A dyad-year has the nearest type of its " +
		"spells, says the codebook; the producers' own file of 41,220 dyad-years (contdird.csv) has two rows in the 29 in which the type changes, one for each type.",
	Files: cowContiguityFiles,
	Read:  readContiguity,
}

var cowContiguityFiles = []entente.File{{
	Name: "cow-contiguity/contdir.csv", URLs: []string{"https://correlatesofwar.org/wp-content/uploads/DirectContiguity320.zip"},
	Archive: "DirectContiguity320/contdir.csv", Layout: "dyad, statelno, statelab, statehno, statehab, conttype, begin, end (as YYYYMM), notes, version",
}}

// cowContiguityEnd is the last day of the edition, on which no spell ends.
var cowContiguityEnd = entente.Day(2016, 12, 31)

func readContiguity(ctx context.Context, dir fs.FS, out entente.Sink) error {
	t, err := openTable(ctx, dir, cowContiguityFiles, 0, out)
	if err != nil {
		return err
	}
	defer t.close()
	low, high, kind := t.column("statelno"), t.column("statehno"), t.column("conttype")
	begin, end := t.column("begin"), t.column("end")
	type key struct {
		dyad entente.Dyad
		from entente.Date
	}
	seen := map[key]uint32{}
	for t.next() {
		a, b := t.pair(low, high)
		x := entente.Tie{Variable: "contiguity", Value: float64(t.int(kind, 1, 5)), Ref: t.ref()}
		x.Period = entente.Period{From: t.month(begin).From, To: t.month(end).To}
		d := entente.DyadOf(a, b)
		k := key{d, x.Period.From}
		if t.reason == "" {
			if x.Period.To < x.Period.From {
				t.fault("spell ends before it begins", x.Period.String())
			}
			if line, twice := seen[k]; twice {
				t.fault("spell given twice", fmt.Sprintf("states %d and %d from %v are also in line %d", d.A, d.B, k.from, line))
			}
		}
		if t.bad() {
			continue
		}
		seen[k] = t.line
		if x.Period.To == cowContiguityEnd {
			x.Period.To = entente.Ongoing
		}
		x.From, x.To = d.A, d.B
		out.Tie(x)
	}
	return t.err
}

// month reads a month as YYYYMM and gives its days.
func (t *table) month(c int) entente.Period {
	n := t.int(c, firstYear*100+1, 2200*100+12)
	year, month := n/100, n%100
	if t.reason != "" {
		return entente.Period{}
	}
	if month < 1 || month > 12 {
		t.wrong(c, "impossible date", "a month as YYYYMM")
		return entente.Period{}
	}
	p := entente.Period{From: entente.Day(year, month, 1), To: entente.Day(year, 12, 31)}
	if month < 12 {
		p.To = entente.Day(year, month+1, 1) - 1
	}
	return p
}
