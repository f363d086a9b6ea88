package source

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
)

// TestTracts: a series by present borders is a state's own in some years only;
// groups and territories are told from states, and from names that are unknown.
func TestTracts(t *testing.T) {
	const header = "Country Name,Country Code,Year,Value\n"
	for _, c := range []struct {
		code  string
		year  string
		state entente.CCode // 0: no record
		words string        // of the note, or of the rejection
	}{
		{"PAK", "1971", 0, "other borders"},
		{"PAK", "1972", 770, ""},
		{"DEU", "1989", 0, "other borders"},
		{"DEU", "1990", 255, ""},
		{"RUS", "1991", 0, "other borders"},
		{"DZA", "1960", 615, ""}, // a part of France until 1962
		{"XKX", "2010", 347, ""},
		{"ARB", "2000", 0, "groups of states"},
		{"HKG", "2000", 0, "territories"},
		{"QQQ", "2000", 0, "unknown state"},
	} {
		got, r, err := read(t, gdpPopulation, map[string]string{"economy/gdp.csv": header + "X," + c.code + "," + c.year + ",1e9\n"})
		if err != nil {
			t.Fatal(err)
		}
		if c.state != 0 {
			want := entente.Attribute{State: c.state, Period: got.Attributes[0].Period, Variable: "gdp", Value: 1e9, Ref: entente.Ref{Line: 2}}
			if len(got.Attributes) != 1 || got.Attributes[0] != want {
				t.Errorf("%s in %s: %+v, want %+v", c.code, c.year, got.Attributes, want)
			}
			continue
		}
		said := strings.Join(r.Files[0].Notes, "; ")
		for _, x := range got.Rejections {
			said += x.Reason
		}
		if len(got.Attributes) != 0 || !strings.Contains(said, c.words) {
			t.Errorf("%s in %s: %+v, %q; want no record and %q", c.code, c.year, got.Attributes, said, c.words)
		}
	}
}

func TestMaddisonTracts(t *testing.T) {
	const header = "Entity,Year,GDP per capita,Population,GDP\n"
	c, r, err := read(t, maddison, map[string]string{"economy/owid-maddison-2020.csv": header +
		"Germany,1913,5815,65058000,\nGermany,1975,19193,78682325,\nFormer USSR,1991,10388,,\nRussia,1991,10000,,\nFrance,1500,1000,,\nEast Asia,2000,1,1,1\n"})
	if err != nil || len(c.Attributes) != 6 {
		t.Fatalf("%d attributes, want 3 of Germany in 1913 and 3 of the Soviet Union in 1991; error %v", len(c.Attributes), err)
	}
	if a := c.Attributes[2]; a.State != 255 || a.Variable != "gdp" || a.Status != entente.Missing {
		t.Errorf("an empty cell reads as %+v", a)
	}
	if a := c.Attributes[3]; a.State != 365 || a.Variable != "gdppc" || a.Value != 10388 {
		t.Errorf("the Soviet Union in 1991 reads as %+v", a)
	}
	if len(r.Files[0].Notes) != 3 {
		t.Errorf("notes %q, want of borders, of years before 1816 and of groups", r.Files[0].Notes)
	}
}

func TestEconomyRecord(t *testing.T) {
	dir := os.DirFS(record(t))
	for _, want := range []struct {
		ds         *entente.Dataset
		rows       int
		attributes int
	}{
		// GDP: 2,850 rows of groups, 703 of territories, 150 of other borders;
		// population: 3,185, 1,400 and 257.
		{gdpPopulation, 13979 + 17195, 13979 - 2850 - 703 - 150 + 17195 - 3185 - 1400 - 257},
		// 172 rows of groups, 301 of territories, 545 of other borders, and
		// 4,144 of years before 1816.
		{maddison, 21854, 3 * (21854 - 172 - 301 - 545 - 4144)},
	} {
		c := &Collector{}
		r, err := Read(context.Background(), want.ds, dir, c, 0)
		if err != nil {
			t.Fatal(err)
		}
		if r.Tally.Read != want.rows || r.Tally.Kept != want.rows || len(c.Attributes) != want.attributes {
			t.Errorf("%s: read %d, kept %d, %d attributes; want %d rows, %d attributes", want.ds.ID, r.Tally.Read, r.Tally.Kept, len(c.Attributes), want.rows, want.attributes)
		}
		seen := map[entente.Attribute]bool{}
		for _, a := range c.Attributes {
			k := entente.Attribute{State: a.State, Period: a.Period, Variable: a.Variable}
			if seen[k] {
				t.Errorf("%s: %+v is given twice", want.ds.ID, a)
			}
			seen[k] = true
			// Not the 134,200,000 of Russia in its present borders.
			if k == (entente.Attribute{State: 365, Period: entente.CalendarYear(1975), Variable: "population"}) && a.Value != 254519000 {
				t.Errorf("%s: the Soviet Union had %g people in 1975, want 254,519,000", want.ds.ID, a.Value)
			}
		}
	}
}
