package source

import (
	"context"
	"os"
	"testing"

	"github.com/entente-observatory/entente"
)

const capitalsHeader = "gwcode,statenme,capital,stdate,enddate,lat,lng\n"

// TestGWCapitals: a number of Gleditsch and Ward's list that two states bear in
// turn is cut where it passes from one to the other.
func TestGWCapitals(t *testing.T) {
	c, r, err := read(t, distances, map[string]string{"distances/gw_capitals.csv": capitalsHeader +
		"260,German Federal Republic,Bonn,1949-01-01,1991-06-19,50.7,7.1\n" +
		"711,Tibet,Lhasa,1913-01-01,1950-12-31,29.7,91.2\n"})
	if err != nil || len(c.Rejections) != 0 {
		t.Fatalf("error %v, rejections %+v", err, c.Rejections)
	}
	first, last := entente.Date(0), entente.Day(1991, 6, 19)
	for _, l := range entente.States().Get(260).Codes[entente.GW] {
		first = l.Period.From // the first day of 260 in that list
	}
	want := []entente.Attribute{
		{State: 255, Period: entente.Period{From: entente.Day(1990, 10, 3), To: last}, Variable: "gw_capital_lat", Value: 50.7, Label: "Bonn", Ref: entente.Ref{File: 1, Line: 2}},
		{State: 260, Period: entente.Period{From: first, To: entente.Day(1990, 10, 2)}, Variable: "gw_capital_lat", Value: 50.7, Label: "Bonn", Ref: entente.Ref{File: 1, Line: 2}},
	}
	if len(c.Attributes) != 4 || c.Attributes[0] != want[0] || c.Attributes[2] != want[1] {
		t.Errorf("attributes %+v, want %+v", c.Attributes, want)
	}
	if notes := r.Files[0].Notes; len(notes) != 1 {
		t.Errorf("notes %q, want one that tells of Tibet", notes)
	}
	for _, bad := range []struct{ row, words string }{
		{"998,Nowhere,Nowhere,1950-01-01,1960-12-31,1,1\n", "unknown state"},
		{"2,United States of America,Philadelphia,1816-01-01,1850-12-31,40,-75\n", "capital given twice: state 2 has another"},
		{"20,Canada,Ottawa,1950-01-01,1949-12-31,45,-75\n", "ends before it begins"},
		{"20,Canada,Ottawa,1950-01-01,1950-12-31,95,-75\n", "impossible value in lat"},
		{"20,Canada,NA,1950-01-01,1950-12-31,45,-75\n", "missing capital"},
	} {
		c, _, err := read(t, distances, map[string]string{"distances/gw_capitals.csv": capitalsHeader +
			"2,United States of America,Washington D.C.,1816-01-01,2024-12-31,38.9,-77\n" + bad.row})
		if err != nil || len(c.Attributes) != 2 {
			t.Fatalf("%d attributes, error %v", len(c.Attributes), err)
		}
		rejected(t, c, 3, bad.words)
	}
}

func TestDistanceRecord(t *testing.T) {
	ties, touching := 0, false
	c := &eachTie{tie: func(x entente.Tie) {
		ties++
		// Afghanistan and Pakistan share a border.
		if x.From == 700 && x.To == 770 && x.Period == entente.CalendarYear(1975) {
			touching = x.Value == 0 && x.Status == entente.Known
		}
	}}
	r, err := Read(context.Background(), distances, os.DirFS(record(t)), c, MaxRejected)
	if err != nil {
		t.Fatal(err)
	}
	if want := 242 + 264 + 952244; r.Tally.Read != want || r.Tally.Kept != want || ties != 952244 || !touching {
		t.Errorf("read %d, kept %d, %d minimum distances, Afghanistan and Pakistan touching: %v\n%v", r.Tally.Read, r.Tally.Kept, ties, touching, r.Tally.Examples)
	}
	// Of 264 rows 12 are not read, and numbers that two states bore in turn
	// (Germany, Yugoslavia, Yemen) make more.
	n, abroad := map[string]int{}, 0
	for _, a := range c.Attributes {
		n[a.Variable]++
		// The Portuguese court was in Rio de Janeiro until April 1821.
		if a.State == 235 && a.Period.Contains(entente.Day(1821, 4, 24)) && a.Label == "Rio de Janeiro" {
			abroad++
		}
	}
	if n["capital_lat"] != 242 || n["capital_lng"] != 242 || n["gw_capital_lat"] != 257 || n["gw_capital_lng"] != 257 || abroad != 4 {
		t.Errorf("attributes %v, Portugal in Rio by %d", n, abroad)
	}
}
