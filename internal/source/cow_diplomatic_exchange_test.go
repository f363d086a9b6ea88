package source

import (
	"context"
	"os"
	"testing"

	"github.com/entente-observatory/entente"
)

const exchangeHeader = "ccode1,ccode2,year,DR_at_1,DR_at_2,DE,version\n"

func TestDiplomaticExchange(t *testing.T) {
	// China kept a chargé d'affaires in Kabul in 1980, Afghanistan an
	// ambassador in Peking; the row from the other side says the same.
	c, r, err := read(t, cowDiplomaticExchange, map[string]string{"cow-diplomatic-exchange/Diplomatic_Exchange_2006v1.csv": exchangeHeader +
		"710,700,1980,3,1,1,2006.1\n700,710,1980,1,3,1,2006.1\n"})
	if err != nil || r.Tally.Kept != 2 {
		t.Fatalf("kept %d, error %v", r.Tally.Kept, err)
	}
	year, at := entente.CalendarYear(1980), entente.Ref{Line: 2}
	want := []entente.Tie{
		{From: 700, To: 710, Directed: true, Period: year, Variable: "dr", Value: 3, Ref: at},
		{From: 710, To: 700, Directed: true, Period: year, Variable: "dr", Value: 1, Ref: at},
		{From: 700, To: 710, Period: year, Variable: "de", Value: 1, Ref: at},
	}
	if len(c.Ties) != len(want) {
		t.Fatalf("ties %+v, want %+v", c.Ties, want)
	}
	for i := range want {
		if c.Ties[i] != want[i] {
			t.Errorf("tie %+v, want %+v", c.Ties[i], want[i])
		}
	}
	for _, bad := range []struct{ row, words string }{
		{"710,700,1980,3,1,1,2006.1\n", "dyad-year given twice"},
		{"700,710,1980,3,1,1,2006.1\n", "row unlike that of the other side"},
		{"710,700,1985,4,1,1,2006.1\n", "impossible value in DR_at_1"},
		{"710,710,1985,0,0,0,2006.1\n", "paired with itself"},
	} {
		c, _, err := read(t, cowDiplomaticExchange, map[string]string{"cow-diplomatic-exchange/Diplomatic_Exchange_2006v1.csv": exchangeHeader + "710,700,1980,3,1,1,2006.1\n" + bad.row})
		if err != nil || len(c.Ties) != 3 {
			t.Fatalf("%d ties, error %v", len(c.Ties), err)
		}
		rejected(t, c, 3, bad.words)
	}
}

// TestDiplomaticExchangeExcerpt reads 83 real rows, each from one side only.
func TestDiplomaticExchangeExcerpt(t *testing.T) {
	c := &Collector{}
	r, err := Read(context.Background(), cowDiplomaticExchange, os.DirFS(record(t)), c, MaxRejected)
	if err != nil {
		t.Fatal(err)
	}
	if r.Tally.Read < 83 || r.Tally.Kept != r.Tally.Read {
		t.Errorf("read %d, kept %d: %v", r.Tally.Read, r.Tally.Kept, r.Tally.Examples)
	}
	for _, x := range c.Ties {
		// China has no relations with Taiwan in any year.
		if x.From == 710 && x.To == 713 && (x.Value != 0 || x.Status != entente.Known) {
			t.Errorf("China and Taiwan: %+v", x)
		}
	}
}
