package main

import (
	"math"
	"testing"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/source"
)

// TestCostLines: a line that is kept, and so may be in an atlas, rests on no
// source that everybody must fetch for themselves.
func TestCostLines(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range costLines {
		ds, err := source.ByID(l.source)
		if err != nil {
			t.Fatal(err)
		}
		if seen[l.line] {
			t.Errorf("line %s twice", l.line)
		}
		seen[l.line] = true
		if l.kept && ds.Rights == entente.FetchYourself {
			t.Errorf("line %s would pass on %s", l.line, ds.Title)
		}
		// What no row means is the source's to say. A national total is a sum of
		// rows that the producer makes, so that its absence is no zero.
		if zero := ds.Absence == entente.AbsenceIsZero; zero != l.zero && l.line != "arms-all" {
			t.Errorf("line %s takes no row for none: %v; its source says %v", l.line, l.zero, zero)
		}
	}
}

// TestCostRead: a case counts once in each of its years, however many kinds of
// measures it has; what is missing gives way to what is known, and not the
// other way about.
func TestCostRead(t *testing.T) {
	r := newCostRead("x")
	p := entente.Period{From: entente.Day(2000, 6, 1), To: entente.Ongoing}
	for range 3 {
		r.once(770, 2, p, 1990, 2002, "7")
	}
	r.once(770, 2, p, 1990, 2002, "8")
	r.add(770, 0, 2000, math.NaN())
	r.add(700, 0, 2000, math.NaN())
	r.add(700, 0, 2000, 3)
	r.add(700, 0, 2000, math.NaN())
	r.add(700, 0, 2000, 2)
	got := (&entente.CostRows{Rows: r.sorted()}).Of("x", 770, 2)
	if len(got) != 3 || got[0].Year != 2000 || got[2].Year != 2002 || got[1].Value != 2 {
		t.Errorf("cases: %+v", got)
	}
	rows := &entente.CostRows{Rows: r.sorted()}
	if got := rows.Of("x", 700, 0); len(got) != 1 || got[0].Value != 5 {
		t.Errorf("amounts: %+v", got)
	}
	if got := rows.Of("x", 770, 0); len(got) != 1 || !math.IsNaN(got[0].Value) {
		t.Errorf("missing: %+v", got)
	}
}
