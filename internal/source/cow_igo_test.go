package source

import (
	"compress/gzip"
	"context"
	"encoding/csv"
	"io"
	"math/bits"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/entente-observatory/entente"
)

func TestMemberships(t *testing.T) {
	const header = "ccode,year,state,asean,AfDB\n"
	c, _, err := read(t, cowIGO, map[string]string{"cow-igo/state_year_formatv3.csv": header +
		"816,1993,vietnam,3,0\n816,1994,vietnam,3,-9\n816,1995,vietnam,1,-9\n" + // observer, then member
		"816,1997,vietnam,1,0\n" + // a year without a row between
		"850,1997,indonesia,1,-1\n"})
	if err != nil {
		t.Fatal(err)
	}
	years := func(from, to int) entente.Period {
		return entente.Period{From: entente.Day(from, 1, 1), To: entente.Day(to, 12, 31)}
	}
	want := []entente.Attribute{
		{State: 816, Period: years(1993, 1994), Variable: "igo", Value: 3, Label: "ASEAN", Ref: entente.Ref{Line: 2}},
		{State: 816, Period: years(1994, 1995), Variable: "igo", Status: entente.Missing, Label: "AFDB", Ref: entente.Ref{Line: 3}},
		{State: 816, Period: years(1995, 1995), Variable: "igo", Value: 1, Label: "ASEAN", Ref: entente.Ref{Line: 4}},
		{State: 816, Period: years(1997, 1997), Variable: "igo", Value: 1, Label: "ASEAN", Ref: entente.Ref{Line: 5}},
		{State: 850, Period: years(1997, 1997), Variable: "igo", Value: 1, Label: "ASEAN", Ref: entente.Ref{Line: 6}},
	}
	if len(c.Attributes) != len(want) {
		t.Fatalf("%d attributes, want %d: %+v", len(c.Attributes), len(want), c.Attributes)
	}
	for i := range want {
		if c.Attributes[i] != want[i] {
			t.Errorf("attribute %+v, want %+v", c.Attributes[i], want[i])
		}
	}
	for _, bad := range []struct{ row, words string }{
		{"850,1998,indonesia,4,0\n", "impossible value in asean"},
		{"850,1998,indonesia,-3,0\n", "impossible value in asean"},
		{"850,1997,indonesia,1,0\n", "state-year given twice: state 850 in 1997 is also in line 2"},
	} {
		c, _, err := read(t, cowIGO, map[string]string{"cow-igo/state_year_formatv3.csv": header + "850,1997,indonesia,1,0\n" + bad.row})
		if err != nil || len(c.Attributes) != 1 {
			t.Fatalf("attributes %+v, error %v", c.Attributes, err)
		}
		rejected(t, c, 3, bad.words)
	}
}

// TestJointMemberships holds the memberships to the producers' own count of
// the organisations that two states share, in every dyad-year.
func TestJointMemberships(t *testing.T) {
	dir := record(t)
	c := &Collector{}
	r, err := Read(context.Background(), cowIGO, os.DirFS(dir), c, MaxRejected)
	if err != nil {
		t.Fatal(err)
	}
	if r.Tally.Read != 15557 || r.Tally.Kept != 15557 || len(r.Files[0].Notes) != 0 {
		t.Errorf("read %d, kept %d, notes %v", r.Tally.Read, r.Tally.Kept, r.Files[0].Notes)
	}
	// Runs of the same code, and cells of code 1, 2 and 3, counted apart from
	// this reader.
	runs, cells := map[float64]int{}, map[float64]int{}
	type key struct {
		state entente.CCode
		year  int
	}
	type set [9]uint64
	joined := map[key]*set{} // organisations of which a state is a full or associate member
	number := map[string]int{}
	for _, a := range c.Attributes {
		from, to := a.Period.Years(1816, 2014)
		if a.Status == entente.Missing {
			a.Value = -9
		}
		runs[a.Value]++
		cells[a.Value] += to - from + 1
		if a.Status == entente.Missing || a.Value > 2 {
			continue
		}
		n, known := number[a.Label]
		if !known {
			n = len(number)
			number[a.Label] = n
		}
		for y := from; y <= to; y++ {
			k := key{a.State, y}
			if joined[k] == nil {
				joined[k] = new(set)
			}
			joined[k][n/64] |= 1 << (n % 64)
		}
	}
	for code, want := range map[float64][2]int{1: {18674, 535772}, 2: {88, 861}, 3: {280, 2332}, -9: {22271, 138874}} {
		if runs[code] != want[0] || cells[code] != want[1] {
			t.Errorf("code %g: %d runs of %d years, want %v", code, runs[code], cells[code], want)
		}
	}

	f, err := os.Open(filepath.Join(dir, "cow-igo", "cow_igo_dyad_counts.csv.gz"))
	if err != nil {
		t.Skip("no producers' count: ", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	in := csv.NewReader(z)
	in.ReuseRecord = true
	rows, unlike := -1, 0
	for {
		row, err := in.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if rows++; rows == 0 {
			continue
		}
		var n [4]int
		for i := range n {
			if n[i], err = strconv.Atoi(row[i]); err != nil {
				t.Fatal(err)
			}
		}
		shared := 0
		if a, b := joined[key{entente.CCode(n[0]), n[2]}], joined[key{entente.CCode(n[1]), n[2]}]; a != nil && b != nil {
			for w := range a {
				shared += bits.OnesCount64(a[w] & b[w])
			}
		}
		if shared != n[3] {
			if unlike++; unlike < 5 {
				t.Errorf("%d and %d in %d share %d organisations, by the producers %d", n[0], n[1], n[2], shared, n[3])
			}
		}
	}
	if rows != 917695 || unlike != 0 {
		t.Errorf("%d of %d dyad-years differ, want none of 917,695", unlike, rows)
	}
}
