package panel

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
)

// TestExplainEqualsPanel: a cell explained alone is the cell of the panel, for
// every layer of the records and every kind of row.
func TestExplainEqualsPanel(t *testing.T) {
	w := smallWorld()
	pass := func(c int16) bool { return c == 2 || c == 20 || c == 40 }
	compared := 0
	for _, unit := range []Unit{DyadYear, DirectedDyadYear, StateYear} {
		long := cowFrame(unit, 1959, 1962, AnyDay, KeepBoth(pass))
		for _, l := range Layers() {
			if !l.Fits(unit) {
				continue
			}
			p, err := Build(context.Background(), long, w, []*Layer{l}, Options{Whittle: DefaultWhittling}, nil)
			if err != nil {
				t.Fatal(err)
			}
			for row := range long.Time {
				a := long.Units[long.A[row]].Code
				b := a
				if long.B != nil {
					b = long.Units[long.B[row]].Code
				}
				one := cowFrame(unit, long.Year(row), long.Year(row), AnyDay, func(x, y int16, _ int) bool { return x == a && y == b })
				cells, err := Explain(context.Background(), one, w, l, Options{Whittle: DefaultWhittling})
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range cells {
					k := slices.IndexFunc(p.Columns, func(c *Column) bool { return c.Name == e.Name })
					var v [1]float64
					var s [1]entente.Status
					p.Read(k, row, v[:], s[:])
					if v[0] != e.Value || s[0] != e.Status {
						t.Errorf("%s of %d and %d in %d: %v %v alone, %v %v in the panel", e.Name, a, b, long.Year(row), e.Value, e.Status, v[0], s[0])
					}
					compared++
				}
			}
		}
	}
	if compared < 500 {
		t.Errorf("only %d cells compared", compared)
	}
}

// smallWorld covers every source of the layers with a register or without, and
// has a few records.
func smallWorld() *world {
	w := &world{covers: map[string]Coverage{}, ties: map[string][]entente.Tie{}, attributes: map[string][]entente.Attribute{}}
	for _, l := range Layers() {
		for _, id := range l.Needs {
			w.covers[id] = Coverage{entente.Period{From: entente.Day(1816, 1, 1), To: entente.Day(1961, 6, 30)}, entente.AbsenceIsZero}
		}
	}
	w.covers["cow-trade"] = Coverage{years(1870, 2014), entente.AbsenceUnknown}
	tie := func(id string, from, to entente.CCode, p entente.Period, variable string, v float64, label string) {
		w.ties[id] = append(w.ties[id], entente.Tie{From: from, To: to, Directed: true, Period: p, Variable: variable, Value: v, Label: label})
	}
	tie("cow-contiguity", 2, 40, years(1909, 2016), "contiguity", 4, "")
	tie("cow-trade", 2, 20, years(1960, 1960), "flow", 7, "")
	tie("gml-mid", 2, 40, years(1960, 1960), "midongoing", 1, "3000")
	tie("gml-mid", 2, 40, years(1960, 1960), "midonset", 1, "3000")
	tie("gml-mid", 40, 2, years(1960, 1960), "midongoing", 1, "3000")
	tie("sipri-arms", 2, 20, years(1960, 1960), "tiv", 3, "")
	tie("gsdb", 2, 40, years(1960, 1962), "trade", 1, "9")
	tie("distances", 2, 20, years(1959, 1962), "mindist", 0, "")
	for _, y := range []int{1959, 1960} {
		w.attributes["cow-igo"] = append(w.attributes["cow-igo"],
			entente.Attribute{State: 2, Period: years(y, y), Variable: "igo", Value: 1, Label: "UN"},
			entente.Attribute{State: 20, Period: years(y, y), Variable: "igo", Value: 1, Label: "UN"})
	}
	return w
}

// TestWhy: each kind of cell has its reason.
func TestWhy(t *testing.T) {
	w := smallWorld()
	for _, c := range []struct {
		unit   Unit
		a, b   int16
		year   int
		layer  string
		column string
		want   string
	}{
		{DyadYear, 2, 40, 1960, "contiguity", "conttype", "Known, from the record (rows: 1)."},
		{DyadYear, 2, 20, 1960, "contiguity", "conttype", "Zero by rule: the source has no row"},
		{DyadYear, 2, 20, 1961, "contiguity", "conttype", "Missing: the source covers 1961-01-01 to 1961-06-30 of the year"},
		{DyadYear, 2, 20, 1962, "contiguity", "conttype", "Past coverage: the source ends in 1961"},
		{DyadYear, 2, 40, 1960, "trade", "flow1", "Missing: the source has no row for the case, and that does not mean zero."},
		{DyadYear, 2, 20, 1960, "trade", "flow2", "Known, from the record (rows: 1)."},
		{DyadYear, 2, 20, 1960, "trade", "flow1", "Missing"},
		{DyadYear, 2, 20, 1960, "mid", "dispnum", "Undefined: no dispute in the year"},
		{DyadYear, 2, 40, 1960, "mid", "hostlev", "Missing: the source has no row"},
		{DyadYear, 2, 20, 1949, "arms", "tiv1", "Before coverage: the source begins in 1950"},
		{DyadYear, 2, 20, 1960, "arms", "tiv2", "Known, from the record (rows: 1)."},
		{DyadYear, 2, 20, 1960, "arms", "tiv1", "Missing"}, // Canada's table is not there
		{DyadYear, 2, 40, 1960, "arms", "tiv2", "Zero by rule"},
	} {
		f := cowFrame(c.unit, c.year, c.year, AnyDay, func(a, b int16, _ int) bool { return a == c.a && b == c.b })
		cells, err := Explain(context.Background(), f, w, layerNamed(c.layer), Options{Whittle: DefaultWhittling})
		if err != nil {
			t.Fatal(err)
		}
		k := slices.IndexFunc(cells, func(e Explained) bool { return e.Name == c.column })
		if k < 0 {
			t.Errorf("no cell %s", c.column)
			continue
		}
		rows := 0
		for id, ties := range w.ties {
			for _, x := range ties {
				d := entente.DyadOf(x.From, x.To)
				if d == entente.DyadOf(entente.CCode(c.a), entente.CCode(c.b)) && x.Period.Overlaps(entente.CalendarYear(c.year)) &&
					cells[k].MadeOf(Taken{Source: id, Variable: x.Variable, From: x.From, To: x.To}) {
					rows++
				}
			}
		}
		if got := cells[k].Why(c.year, rows); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s of %d and %d in %d: %q, want %q", c.column, c.a, c.b, c.year, got, c.want)
		}
	}
}

// TestExplainNoRow: two states that never met have no cells.
func TestExplainNoRow(t *testing.T) {
	f := cowFrame(DyadYear, 1975, 1975, AnyDay, func(a, b int16, _ int) bool { return a == 115 && b == 817 })
	cells, err := Explain(context.Background(), f, smallWorld(), layerNamed("igo"), Options{})
	if err != nil || len(cells) != 0 {
		t.Errorf("%d cells, %v", len(cells), err)
	}
}
