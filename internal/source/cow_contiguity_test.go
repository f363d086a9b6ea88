package source

import (
	"context"
	"encoding/csv"
	"maps"
	"os"
	"strconv"
	"testing"

	"github.com/entente-observatory/entente"
)

const contiguityHeader = "dyad,statelno,statelab,statehno,statehab,conttype,begin,end,notes,version\n"

func TestContiguity(t *testing.T) {
	c, _, err := read(t, cowContiguity, map[string]string{"cow-contiguity/contdir.csv": contiguityHeader +
		"670692,670,SAU,692,BAH,3,197108,198611,\"Across Persian Gulf, begins\",3.2\n670692,692,BAH,670,SAU,1,198611,201612,,3.2\n"})
	if err != nil {
		t.Fatal(err)
	}
	want := []entente.Tie{
		{From: 670, To: 692, Period: entente.Period{From: entente.Day(1971, 8, 1), To: entente.Day(1986, 11, 30)}, Variable: "contiguity", Value: 3, Ref: entente.Ref{Line: 2}},
		{From: 670, To: 692, Period: entente.Period{From: entente.Day(1986, 11, 1), To: entente.Ongoing}, Variable: "contiguity", Value: 1, Ref: entente.Ref{Line: 3}},
	}
	for i := range want {
		if len(c.Ties) != len(want) || c.Ties[i] != want[i] {
			t.Fatalf("ties %+v, want %+v", c.Ties, want)
		}
	}
	good := "2020,2,USA,20,CAN,1,192001,201612,,3.2\n"
	for _, bad := range []struct{ row, words string }{
		{good, "spell given twice: states 2 and 20 from 1920-01-01 are also in line 2"},
		{"2020,2,USA,20,CAN,6,190001,190112,,3.2\n", "impossible value in conttype"},
		{"2020,2,USA,20,CAN,1,190013,190112,,3.2\n", "impossible date in begin"},
		{"2020,2,USA,20,CAN,1,190102,190101,,3.2\n", "ends before it begins"},
		{"2020,2,USA,2,USA,1,190001,190112,,3.2\n", "paired with itself"},
	} {
		c, _, err := read(t, cowContiguity, map[string]string{"cow-contiguity/contdir.csv": contiguityHeader + good + bad.row})
		if err != nil || len(c.Ties) != 1 {
			t.Fatalf("%d ties, error %v", len(c.Ties), err)
		}
		rejected(t, c, 3, bad.words)
	}
}

// TestContiguityRecord holds the spells to the producers' own dyad-years,
// which are in the same archive.
func TestContiguityRecord(t *testing.T) {
	dir := os.DirFS(record(t))
	c := &Collector{}
	r, err := Read(context.Background(), cowContiguity, dir, c, MaxRejected)
	if err != nil {
		t.Fatal(err)
	}
	if r.Tally.Read != 847 || r.Tally.Kept != 847 || len(c.Ties) != 847 {
		t.Errorf("read %d, kept %d, %d ties; want 847", r.Tally.Read, r.Tally.Kept, len(c.Ties))
	}
	type key struct {
		dyad entente.Dyad
		year int
	}
	nearest := map[key]int{}
	for _, x := range c.Ties {
		from, to := x.Period.Years(1816, 2016)
		for y := from; y <= to; y++ {
			k := key{entente.Dyad{A: x.From, B: x.To}, y}
			if n, known := nearest[k]; !known || int(x.Value) < n {
				nearest[k] = int(x.Value)
			}
		}
	}
	f, _, err := Open(dir, entente.File{Name: "cow-contiguity/contdird.csv", URLs: cowContiguityFiles[0].URLs})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	theirs := map[key]int{}
	for _, row := range rows[1:] {
		var n [4]int
		for i, column := range []int{1, 3, 5, 6} { // state1no, state2no, year, conttype
			if n[i], err = strconv.Atoi(row[column]); err != nil {
				t.Fatal(err)
			}
		}
		k := key{entente.DyadOf(entente.CCode(n[0]), entente.CCode(n[1])), n[2]}
		if kind, known := theirs[k]; !known || n[3] < kind {
			theirs[k] = n[3]
		}
	}
	if len(rows)-1 != 2*(41220+29) || len(theirs) != 41220 || !maps.Equal(nearest, theirs) {
		t.Errorf("%d dyad-years from the spells, %d by the producers in %d rows; want the same 41,220 in 82,498 rows", len(nearest), len(theirs), len(rows)-1)
	}
}
