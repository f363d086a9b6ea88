package source

import (
	"context"
	"maps"
	"os"
	"testing"

	"github.com/entente-observatory/entente"
)

// tally is what must come of the rows of a data set in the real record.
type tally struct {
	ds                     *entente.Dataset
	read, attributes, ties int
	rejected               map[string]int
}

// whole reads a data set of the real record and holds it to its counts.
func whole(t *testing.T, want tally) *Collector {
	t.Helper()
	c := &Collector{}
	r, err := Read(context.Background(), want.ds, os.DirFS(record(t)), c, MaxRejected)
	if err != nil {
		t.Fatal(err)
	}
	if r.Tally.Read != want.read || len(c.Attributes) != want.attributes || len(c.Ties) != want.ties || !maps.Equal(r.Tally.Rejected, want.rejected) {
		t.Errorf("%d rows, %d attributes, %d ties, rejected %v; want %d, %d, %d, %v\n%q",
			r.Tally.Read, len(c.Attributes), len(c.Ties), r.Tally.Rejected, want.read, want.attributes, want.ties, want.rejected, r.Tally.Examples)
	}
	return c
}

// has asserts that the tie is among those read, wherever it stands.
func has(t *testing.T, c *Collector, want entente.Tie) {
	t.Helper()
	for _, x := range c.Ties {
		x.Ref = entente.Ref{}
		if x == want {
			return
		}
	}
	t.Errorf("no tie %+v", want)
}

func days(y0, m0, d0, y1, m1, d1 int) entente.Period {
	return entente.Period{From: entente.Day(y0, m0, d0), To: entente.Day(y1, m1, d1)}
}

const (
	usa, uk, france, russia  = 2, 200, 220, 365
	egypt, israel, india, pk = 651, 666, 750, 770
)

// The dispute 4007 of India and Pakistan (1993 to 1999, with the war of
// Kargil) as each data set codes it.
func TestKargil(t *testing.T) {
	t.Run("cow-mid", func(t *testing.T) {
		// 5,883 participants and 2,436 disputes.
		c := whole(t, tally{cowMID, 5883 + 2436, 6 * 5883, 44928, nil})
		p := days(1993, 9, 17, 1999, 7, 17)
		has(t, c, entente.Tie{From: pk, To: india, Directed: true, Period: p, Variable: "hostlev", Value: 5, Label: "4007"})
		has(t, c, entente.Tie{From: india, To: pk, Directed: true, Period: p, Variable: "hostlev", Value: 4, Label: "4007"})
		has(t, c, entente.Tie{From: india, To: pk, Directed: true, Period: p, Variable: "sidea", Value: 0, Label: "4007"})
	})
	t.Run("cow-dyadic-mid", func(t *testing.T) {
		// Rows 2472 to 2475 have a year in the place of the side; six rows of
		// dispute 4182 (Syria and Israel) are of years in which it was not.
		c := whole(t, tally{cowDyadicMID, 10358, 0, 9 * 10348, map[string]int{"impossible value in sideab": 4, "year outside the spell": 6}})
		has(t, c, entente.Tie{From: india, To: pk, Directed: true, Period: days(1993, 9, 17, 1993, 12, 31), Variable: "war", Value: 0, Label: "4007"})
		has(t, c, entente.Tie{From: india, To: pk, Directed: true, Period: days(1999, 1, 1, 1999, 7, 17), Variable: "war", Value: 1, Label: "4007"})
	})
	t.Run("gml-mid", func(t *testing.T) {
		c := whole(t, tally{gmlMID, 10338, 0, 20 * 10338, nil})
		for year, onset := range map[int]float64{1993: 1, 1999: 0} {
			has(t, c, entente.Tie{From: india, To: pk, Directed: true, Period: entente.CalendarYear(year), Variable: "midonset", Value: onset, Label: "4007"})
		}
		has(t, c, entente.Tie{From: india, To: pk, Directed: true, Period: entente.CalendarYear(1999), Variable: "fatalpre", Status: entente.Missing, Label: "4007"})
	})
	t.Run("cow-wars", func(t *testing.T) {
		// Rows of the dyads with a month 24 and a year 19118.
		c := whole(t, tally{cowWars, 337 + 1364, 4 * (337 + 19), 6 * 1359, map[string]int{"impossible value in warstrtmnth": 2, "impossible value in warendyr": 3}})
		has(t, c, entente.Tie{From: pk, To: india, Directed: true, Period: days(1999, 5, 8, 1999, 7, 17), Variable: "batdtha", Value: 698, Label: "223"})
	})
}

// TestOppositeSides: a dyad of a dispute is two states on opposite sides on a
// common day.
func TestOppositeSides(t *testing.T) {
	const header = "dispnum,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,fatality,hiact,hostlev,orig\n"
	c, _, err := read(t, cowMID, map[string]string{"cow-mid/MIDB 5.0.csv": header +
		"1,2,1,1,1950,31,1,1950,1,0,0,0,1,1\n" + // leaves before 365 comes
		"1,200,1,1,1950,-9,3,1950,1,0,0,7,3,1\n" +
		"1,365,1,2,1950,10,3,1950,0,0,-9,7,3,0\n"})
	if err != nil || len(c.Rejections) > 0 {
		t.Fatal(err, c.Rejections)
	}
	common := days(1950, 2, 1, 1950, 3, 10)
	for _, x := range c.Ties {
		if x.Period != common || x.From == usa || x.To == usa {
			t.Errorf("%+v", x)
		}
	}
	has(t, c, entente.Tie{From: russia, To: uk, Directed: true, Period: common, Variable: "fatality", Status: entente.Missing, Label: "1"})
	has(t, c, entente.Tie{From: uk, To: russia, Directed: true, Period: common, Variable: "fatality", Label: "1"})
}

func TestDisputeTablesOfUnlikeEditions(t *testing.T) {
	c, _, err := read(t, cowMID, map[string]string{
		"cow-mid/MIDB 5.0.csv": "dispnum,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,fatality,hiact,hostlev,orig\n1,2,1,1,1950,31,1,1950,1,0,0,0,1,1\n",
		"cow-mid/MIDA 5.0.csv": "dispnum,hostlev,numa,numb\n1,1,1,1\n2,1,1,1\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	rejected(t, c, 3, "dispute without participants")
}
