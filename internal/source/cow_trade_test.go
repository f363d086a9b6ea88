package source

import (
	"context"
	"os"
	"testing"

	"github.com/entente-observatory/entente"
)

func TestTradeFlows(t *testing.T) {
	const header = "ccode1,ccode2,year,flow1,flow2,smoothflow1,smoothflow2\n"
	c, _, err := read(t, cowTrade, map[string]string{"cow-trade/Dyadic_COW_4.0.from-rda.csv": header +
		"2,645,1991,0,1,0,352\n2,817,1976,-9,3,-9,-9\n"})
	if err != nil {
		t.Fatal(err)
	}
	flow := func(from, to entente.CCode, year int, variable string, value float64, status entente.Status, line uint32) entente.Tie {
		return entente.Tie{From: from, To: to, Directed: true, Period: entente.CalendarYear(year), Variable: variable, Value: value, Status: status, Ref: entente.Ref{File: 1, Line: line}}
	}
	want := []entente.Tie{
		flow(645, 2, 1991, "flow", 0, entente.Known, 2),
		flow(2, 645, 1991, "flow", 1, entente.Known, 2),
		flow(2, 645, 1991, "smoothflow", 352, entente.Known, 2),
		flow(817, 2, 1976, "flow", 0, entente.Missing, 3),
		flow(2, 817, 1976, "flow", 3, entente.Known, 3),
		flow(2, 817, 1976, "smoothflow", 0, entente.Missing, 3),
	}
	if len(c.Ties) != len(want) {
		t.Fatalf("%d ties, want %d: %+v", len(c.Ties), len(want), c.Ties)
	}
	for i := range want {
		if c.Ties[i] != want[i] {
			t.Errorf("tie %+v, want %+v", c.Ties[i], want[i])
		}
	}
	for _, bad := range []struct{ row, words string }{
		{"645,2,1991,0,0,0,0\n", "dyad-year given twice: states 2 and 645 in 1991"},
		{"2,2,1991,0,0,0,0\n", "state paired with itself"},
		{"2,645,1992,-1,0,0,0\n", "impossible value in flow1"},
		{"2,645,1992,many,0,0,0\n", "impossible value in flow1"},
	} {
		c, _, err := read(t, cowTrade, map[string]string{"cow-trade/Dyadic_COW_4.0.from-rda.csv": header + "2,645,1991,0,1,0,1\n" + bad.row})
		if err != nil || len(c.Ties) != 2 {
			t.Fatalf("%d ties, error %v", len(c.Ties), err)
		}
		rejected(t, c, 3, bad.words)
	}
}

// eachTie hands ties over one by one: a million of them need not be kept.
type eachTie struct {
	Collector
	tie func(entente.Tie)
}

func (e *eachTie) Tie(x entente.Tie) { e.tie(x) }

// TestTradeRecord reads the whole export. What it should hold was counted
// apart from this reader: 673,654 rows with 22,937 and 27,896 missing flows.
func TestTradeRecord(t *testing.T) {
	n := map[string]int{}
	var toUSA float64
	c := &eachTie{tie: func(x entente.Tie) {
		n[x.Variable]++
		if x.Status == entente.Missing {
			n[x.Variable+" missing"]++
		}
		// What the United States imported from China in 2014, in million dollars.
		if x.From == 710 && x.To == 2 && x.Period == entente.CalendarYear(2014) && x.Variable == "flow" {
			toUSA = x.Value
		}
	}}
	r, err := Read(context.Background(), cowTrade, os.DirFS(record(t)), c, MaxRejected)
	if err != nil {
		t.Fatal(err)
	}
	if want := 673654 + 14410; r.Tally.Read != want || r.Tally.Kept != want {
		t.Errorf("read %d, kept %d, want %d", r.Tally.Read, r.Tally.Kept, want)
	}
	for what, want := range map[string]int{"flow": 2 * 673654, "flow missing": 22937 + 27896, "smoothflow": 54353} {
		if n[what] != want {
			t.Errorf("%s: %d, want %d", what, n[what], want)
		}
	}
	if toUSA != 472525 {
		t.Errorf("imports of the United States from China in 2014: %g, want 472,525", toUSA)
	}
	missing := 0
	for _, a := range c.Attributes {
		if a.Status == entente.Missing {
			missing++
		}
	}
	if len(c.Attributes) != 2*14410 || missing != 1548+821 {
		t.Errorf("%d attributes, %d missing; want %d and %d", len(c.Attributes), missing, 2*14410, 1548+821)
	}
}
