package panel_test

import (
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"testing/fstest"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/panel"
)

// TestMissingComponents works a world of two states by hand: what is missing is
// left out of the mean, what is zero counts, and what nobody has is no
// component.
func TestMissingComponents(t *testing.T) {
	var r []entente.Attribute
	add := func(state entente.CCode, variable string, value float64, s entente.Status) {
		r = append(r, entente.Attribute{State: state, Period: entente.CalendarYear(1900), Variable: variable, Value: value, Status: s})
	}
	add(1, "milex", 30, entente.Known)
	add(2, "milex", 10, entente.Known)
	add(1, "milper", 5, entente.Known)
	add(2, "milper", 0, entente.Known)
	add(1, "irst", 0, entente.Missing)
	add(2, "irst", 8, entente.Known)
	add(1, "pec", 0, entente.Known)
	add(2, "pec", 0, entente.Known)
	add(1, "cinc", 0.9, entente.Known) // the producers' own, not a component
	add(3, "tpop", 0, entente.Missing) // nothing is known of 3
	got := panel.Capabilities(r, 1816, 2022)
	// 1: milex 3/4, milper 1; 2: milex 1/4, milper 0, irst 1.
	want := []entente.Capability{
		{State: 1, Year: 1900, CINC: 0.875, Lo: 0.75, Hi: 1, Components: 2},
		{State: 2, Year: 1900, CINC: 1.25 / 3, Lo: 0.125, Hi: 0.625, Components: 3},
	}
	if len(got.Rows) != len(want) {
		t.Fatalf("rows %+v", got.Rows)
	}
	for i := range want {
		if got.Rows[i] != want[i] {
			t.Errorf("%+v, want %+v", got.Rows[i], want[i])
		}
	}
	if rows := panel.Capabilities(r, 1901, 2022).Rows; len(rows) != 0 {
		t.Errorf("years before the first asked for: %+v", rows)
	}
	// One component alone leaves nothing to vary.
	one := panel.Capabilities(r[:2], 1816, 2022)
	if c := one.Rows[0]; c.CINC != 0.75 || c.Lo != 0 || c.Hi != 1 || c.Components != 1 {
		t.Errorf("one component: %+v", c)
	}
}

// TestUnits: what a component is counted in does not matter.
func TestUnits(t *testing.T) {
	records := func(scale float64) (r []entente.Attribute) {
		for state := range entente.CCode(5) {
			for i, v := range panel.Components {
				value := float64((int(state)+2)*(i+3)%7) + 1
				if v == "pec" {
					value *= scale
				}
				r = append(r, entente.Attribute{State: state + 2, Period: entente.CalendarYear(1950), Variable: v, Value: value})
			}
		}
		return r
	}
	sum := 0.0
	a, b := panel.Capabilities(records(1), 1816, 2022), panel.Capabilities(records(1024), 1816, 2022)
	for i := range a.Rows {
		if a.Rows[i] != b.Rows[i] {
			t.Errorf("%+v in one unit, %+v in another", a.Rows[i], b.Rows[i])
		}
		sum += a.Rows[i].CINC
	}
	if sum < 1-1e-12 || sum > 1+1e-12 {
		t.Errorf("shares of a world without gaps sum to %v", sum)
	}
}

// TestCINC holds the index recomputed from its components against the
// producers' column, to the last digit that they print, in both editions.
func TestCINC(t *testing.T) {
	records := attributes(t, "cow-nmc")
	ours := compareCINC(t, records, 17121)
	// METHODS §5.1, CINC of the three greatest.
	for _, c := range []struct {
		state entente.CCode
		year  int
		want  string
	}{
		{2, 1914, "0.20636"}, {255, 1914, "0.15820"}, {200, 1914, "0.13791"},
		{2, 1950, "0.28444"}, {365, 1950, "0.18060"}, {710, 1950, "0.11850"},
		{2, 1991, "0.13730"}, {710, 1991, "0.11854"}, {365, 1991, "0.10323"},
		{710, 2016, "0.23083"}, {2, 2016, "0.13325"}, {750, 2016, "0.08729"},
	} {
		if row, ok := ours.Find(c.state, c.year); !ok || strconv.FormatFloat(row.CINC, 'f', 5, 64) != c.want {
			t.Errorf("CINC of %d in %d is %+v, want %s", c.state, c.year, row, c.want)
		}
	}
	// Every state of the record was a member of the system in the year, so
	// that the shares are of the world.
	system := panel.NewSystem(entente.States().All())
	for _, c := range ours.Rows {
		if !system.Member(c.State, int(c.Year)) {
			t.Errorf("state %d was no member in %d", c.State, c.Year)
		}
	}
	const older = "cow-nmc/NMC-60-abridged.csv"
	text, err := os.ReadFile(filepath.Join(recordDir(t), filepath.FromSlash(older)))
	if err != nil {
		t.Fatal(err)
	}
	compareCINC(t, attributesOf(t, "cow-nmc", fstest.MapFS{older: {Data: text}}), 15951)
}

func compareCINC(t *testing.T, records []entente.Attribute, rows int) entente.Capabilities {
	t.Helper()
	type key struct {
		state entente.CCode
		year  int
	}
	theirs := map[key]float64{}
	for _, r := range records {
		if r.Variable == "cinc" && r.Status == entente.Known {
			theirs[key{r.State, r.Period.From.Year()}] = r.Value
		}
	}
	ours := panel.Capabilities(records, 1816, 2022)
	worst := 0.0
	for _, c := range ours.Rows {
		want, ok := theirs[key{c.State, int(c.Year)}]
		if !ok {
			t.Errorf("state %d in %d has no index of the producers", c.State, c.Year)
		}
		worst = max(worst, math.Abs(c.CINC-want))
		if found, ok := ours.Find(c.State, int(c.Year)); !ok || *found != c {
			t.Fatalf("finds %+v, want %+v", found, c)
		}
		if c.Lo > c.CINC || c.CINC > c.Hi || c.Lo < 0 || c.Hi > 1 {
			t.Fatalf("range %+v", c)
		}
	}
	if len(ours.Rows) != rows || len(theirs) != rows || worst > 1e-7 {
		t.Errorf("%d rows of %d, want %d; largest difference %g", len(ours.Rows), len(theirs), rows, worst)
	}
	t.Logf("%d state-years, largest difference %.2g", rows, worst)
	return ours
}

func BenchmarkCapabilities(b *testing.B) {
	records := attributes(b, "cow-nmc")
	for b.Loop() {
		panel.Capabilities(records, 1816, 2022)
	}
}
