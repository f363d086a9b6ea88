package panel

import (
	"testing"

	"github.com/entente-observatory/entente"
)

// TestDependence: by hand. The United States import 30 from Canada and export
// 10 to it, of 200 in all; Canada's trade is 80 in 1960, and in 1961 less than the
// flows, so that the flows are all of it.
func TestDependence(t *testing.T) {
	w := &world{covers: map[string]Coverage{"cow-trade": {years(1870, 2014), entente.AbsenceUnknown}},
		ties: map[string][]entente.Tie{"cow-trade": {
			{From: 20, To: 2, Directed: true, Period: years(1960, 1961), Variable: "flow", Value: 30},
			{From: 2, To: 20, Directed: true, Period: years(1960, 1961), Variable: "flow", Value: 10},
			{From: 2, To: 40, Directed: true, Period: years(1960, 1960), Variable: "flow", Value: 0},
			{From: 40, To: 2, Directed: true, Period: years(1960, 1960), Variable: "flow", Value: 0},
		}}, attributes: map[string][]entente.Attribute{}}
	for _, x := range []struct {
		state           entente.CCode
		year            int
		imports, export float64
	}{{2, 1960, 100, 100}, {20, 1960, 30, 50}, {40, 1960, 0, 0}, {2, 1961, 100, 100}, {20, 1961, 10, 10}} {
		for name, v := range map[string]float64{"imports": x.imports, "exports": x.export} {
			w.attributes["cow-trade"] = append(w.attributes["cow-trade"], entente.Attribute{State: x.state, Period: years(x.year, x.year), Variable: name, Value: v})
		}
	}
	p := build(t, w, DyadYear, 1960, 2016, Options{}, "dependence")
	for _, c := range []struct {
		name string
		b    int16
		year int
		want string
	}{
		{"tradedep1", 20, 1960, "0.2"}, {"tradedep2", 20, 1960, "0.5"}, {"tradedep_asym", 20, 1960, "-0.3"},
		{"tradedep2", 20, 1961, "1"}, // totals below the flows
		{"tradedep1", 40, 1960, "undefined"},
		{"tradedep1", 20, 1962, "missing"}, {"tradedep_asym", 20, 2015, "outside-coverage"},
	} {
		if got := cell(t, p, c.name, 2, c.b, c.year); got != c.want {
			t.Errorf("%s of 2 and %d in %d: %s, want %s", c.name, c.b, c.year, got, c.want)
		}
	}
}

// TestBalance: a part of the sum, and the lesser over the greater.
func TestBalance(t *testing.T) {
	w := &world{covers: map[string]Coverage{"cow-nmc": {years(1816, 2016), entente.AbsenceUnknown}}, attributes: map[string][]entente.Attribute{"cow-nmc": {
		{State: 2, Period: years(1960, 1960), Variable: "cinc", Value: 0.3},
		{State: 20, Period: years(1960, 1960), Variable: "cinc", Value: 0.1},
	}}}
	p := build(t, w, DirectedDyadYear, 1960, 1961, Options{}, "balance")
	for _, c := range []struct {
		name string
		a, b int16
		year int
		want string
	}{
		{"capshare1", 20, 2, 1960, "0.25"}, {"capratio", 2, 20, 1960, "0.33333333333333337"}, {"capratio", 20, 2, 1960, "0.33333333333333337"},
		{"capshare1", 2, 40, 1960, "missing"}, {"capshare1", 2, 20, 1961, "missing"},
	} {
		if got := cell(t, p, c.name, c.a, c.b, c.year); got != c.want {
			t.Errorf("%s of %d and %d in %d: %s, want %s", c.name, c.a, c.b, c.year, got, c.want)
		}
	}
}

// TestOneStatesRegister: of a dyad without the state that a register follows it
// says nothing, which is not zero.
func TestOneStatesRegister(t *testing.T) {
	w := &world{covers: map[string]Coverage{
		"visits-china": {years(1959, 1961), entente.AbsenceIsZero}, "visits-us": {years(1960, 1961), entente.AbsenceUnknown}},
		ties: map[string][]entente.Tie{"visits-china": {
			{From: 40, To: 2, Directed: true, Period: years(1959, 1960), Variable: "visit", Value: 1},
			{From: 40, To: 2, Directed: true, Period: years(1959, 1959), Variable: "visit", Value: 1},
		}, "visits-us": {{From: 2, To: 20, Directed: true, Period: years(1960, 1960), Variable: "visit", Value: 1}}}}
	p := build(t, w, DyadYear, 1959, 1962, Options{}, "visits")
	for _, c := range []struct {
		name string
		a, b int16
		year int
		want string
	}{
		{"visits_china", 2, 40, 1959, "2"}, {"visits_china", 2, 40, 1960, "0"}, {"visits_china", 20, 40, 1960, "0"},
		{"visits_china", 2, 20, 1960, "undefined"}, {"visits_china", 2, 20, 1962, "outside-coverage"},
		{"visits_us_military", 2, 20, 1960, "1"}, {"visits_us_military", 2, 40, 1960, "missing"}, {"visits_us_military", 20, 40, 1960, "undefined"},
	} {
		if got := cell(t, p, c.name, c.a, c.b, c.year); got != c.want {
			t.Errorf("%s of %d and %d in %d: %s, want %s", c.name, c.a, c.b, c.year, got, c.want)
		}
	}
}
