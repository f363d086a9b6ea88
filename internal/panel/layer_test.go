package panel

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/entente-observatory/entente"
)

// world is a small record for layers.
type world struct {
	covers     map[string]Coverage
	attributes map[string][]entente.Attribute
	ties       map[string][]entente.Tie
}

func (w *world) Covers(id string) (Coverage, bool) { c, ok := w.covers[id]; return c, ok }

func (w *world) Attributes(id string, variables ...string) (list []entente.Attribute, err error) {
	for _, a := range w.attributes[id] {
		if slices.Contains(variables, a.Variable) {
			list = append(list, a)
		}
	}
	return list, nil
}

func (w *world) TieColumns(id string, _ []string, fn func(*entente.TieColumns) error) error {
	t := &entente.TieColumns{}
	for _, x := range w.ties[id] {
		t.From, t.To = append(t.From, x.From), append(t.To, x.To)
		t.Start, t.End = append(t.Start, x.Period.From), append(t.End, x.Period.To)
		t.Variable, t.Value = append(t.Variable, x.Variable), append(t.Value, x.Value)
		t.Status, t.Label = append(t.Status, x.Status), append(t.Label, x.Label)
	}
	return fn(t)
}

func (w *world) Suppliers(id, variable string) (list []entente.CCode, err error) {
	for _, x := range w.ties[id] {
		if x.Variable == variable {
			list = append(list, x.From)
		}
	}
	return list, nil
}

func (w *world) Pledges() (*entente.Pledges, error) {
	return &entente.Pledges{First: 1815, Last: 2018, Rows: []entente.Pledge{
		{From: 2, To: 20, Year: 1960, Obligations: entente.Defense | entente.Consultation},
	}}, nil
}
func (w *world) IdealPoints(entente.VoteSet) (*entente.IdealPoints, error) {
	return &entente.IdealPoints{}, nil
}
func (w *world) Agreements(entente.VoteSet) (*entente.Agreements, error) {
	return &entente.Agreements{}, nil
}
func (w *world) Capabilities() (*entente.Capabilities, error) {
	return &entente.Capabilities{First: 1816, Last: 2016, Rows: []entente.Capability{{State: 2, Year: 1960, CINC: 0.2}}}, nil
}

func years(from, to int) entente.Period {
	return entente.Period{From: entente.Day(from, 1, 1), To: entente.Day(to, 12, 31)}
}

// build makes the layers named along the dyads of the United States, Canada
// and Cuba.
func build(t *testing.T, w *world, unit Unit, from, to int, o Options, names ...string) *Panel {
	t.Helper()
	pass := func(c int16) bool { return c == 2 || c == 20 || c == 40 }
	f := cowFrame(unit, from, to, AnyDay, KeepBoth(pass))
	var layers []*Layer
	for _, name := range names {
		layers = append(layers, layerNamed(name))
	}
	p, err := Build(context.Background(), f, w, layers, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func layerNamed(name string) *Layer {
	all := Layers()
	return all[slices.IndexFunc(all, func(l *Layer) bool { return l.Name == name })]
}

// cell reads a cell as "value" or its status.
func cell(t *testing.T, p *Panel, name string, a, b int16, year int) string {
	t.Helper()
	f := p.Frame
	column := slices.IndexFunc(p.Columns, func(c *Column) bool { return c.Name == name })
	for row := range f.Time {
		if f.Units[f.A[row]].Code == a && (f.B == nil || f.Units[f.B[row]].Code == b) && f.Year(row) == year && column >= 0 {
			v, s := make([]float64, 1), make([]entente.Status, 1)
			p.Read(column, row, v, s)
			if s[0] != entente.Known {
				return s[0].String()
			}
			return fmt.Sprint(v[0])
		}
	}
	t.Fatalf("no cell %s of %d and %d in %d", name, a, b, year)
	return ""
}

// TestTrade: flows go to the side that imports; a missing flow, a year outside
// and an absent row differ; the smoothed series falls back on the flow.
func TestTrade(t *testing.T) {
	w := &world{covers: map[string]Coverage{"cow-trade": {years(1870, 2014), entente.AbsenceUnknown}}, ties: map[string][]entente.Tie{"cow-trade": {
		{From: 2, To: 20, Directed: true, Period: years(1960, 1960), Variable: "flow", Value: 7},
		{From: 2, To: 20, Directed: true, Period: years(1960, 1960), Variable: "smoothflow", Value: 8},
		{From: 20, To: 2, Directed: true, Period: years(1960, 1960), Variable: "flow", Value: 0},
		{From: 40, To: 2, Directed: true, Period: years(1960, 1960), Variable: "flow", Status: entente.Missing},
	}}}
	p := build(t, w, DirectedDyadYear, 1959, 2016, Options{}, "trade")
	for _, c := range []struct {
		name string
		a, b int16
		year int
		want string
	}{
		{"flow2", 2, 20, 1960, "7"}, {"flow1", 20, 2, 1960, "7"}, // Canada imports from the United States
		{"flow1", 2, 20, 1960, "0"}, {"flow2", 20, 2, 1960, "0"},
		{"smoothflow2", 2, 20, 1960, "8"}, {"smoothflow1", 2, 20, 1960, "0"},
		{"flow1", 2, 40, 1960, "missing"}, {"flow1", 2, 20, 1961, "missing"}, {"flow1", 2, 20, 2015, "outside-coverage"},
	} {
		if got := cell(t, p, c.name, c.a, c.b, c.year); got != c.want {
			t.Errorf("%s of %d and %d in %d is %s, want %s", c.name, c.a, c.b, c.year, got, c.want)
		}
	}
}

// TestContiguity: the nearest type of a year in which it changes.
func TestContiguity(t *testing.T) {
	w := &world{covers: map[string]Coverage{"cow-contiguity": {years(1816, 2016), entente.AbsenceIsZero}}, ties: map[string][]entente.Tie{"cow-contiguity": {
		{From: 2, To: 40, Period: entente.Period{From: entente.Day(1940, 1, 1), To: entente.Day(1959, 5, 31)}, Variable: "contiguity", Value: 4},
		{From: 2, To: 40, Period: entente.Period{From: entente.Day(1959, 6, 1), To: entente.Ongoing}, Variable: "contiguity", Value: 1},
	}}}
	p := build(t, w, DyadYear, 1950, 2018, Options{}, "contiguity")
	for year, want := range map[int]string{1958: "4", 1959: "1", 1960: "1", 2016: "1", 2018: "1"} {
		if got := cell(t, p, "conttype", 2, 40, year); got != want {
			t.Errorf("conttype in %d is %s, want %s", year, got, want)
		}
	}
	if got := cell(t, p, "conttype", 20, 40, 1959); got != "0" {
		t.Errorf("no row within coverage is %s, want 0", got)
	}
	if got := cell(t, p, "conttype", 20, 40, 2017); got != "outside-coverage" {
		t.Errorf("no row outside coverage is %s", got)
	}
}

// TestPledges: one side's promise counts for the dyad, and for its own
// direction only where dyads are directed.
func TestPledges(t *testing.T) {
	p := build(t, &world{}, DyadYear, 1960, 1961, Options{}, "atop")
	d := build(t, &world{}, DirectedDyadYear, 1960, 1961, Options{}, "atop", "capabilities")
	for _, c := range []struct {
		p    *Panel
		name string
		a, b int16
		want string
	}{
		{p, "atop_defense", 2, 20, "1"}, {p, "atop_offense", 2, 20, "0"}, {p, "atop_alliance", 2, 40, "0"},
		{d, "atop_defense", 2, 20, "1"}, {d, "atop_defense", 20, 2, "0"}, {d, "cinc1", 2, 20, "0.2"}, {d, "cinc2", 20, 2, "0.2"}, {d, "cinc1", 20, 2, "missing"},
	} {
		if got := cell(t, c.p, c.name, c.a, c.b, 1960); got != c.want {
			t.Errorf("%s of %d and %d is %s, want %s", c.name, c.a, c.b, got, c.want)
		}
	}
}

// TestOrganisations: shared are those in which both are full or associate
// members. The file has no row for the German Democratic Republic in 1990, its
// last year; a state that goes on and has no membership has none.
func TestOrganisations(t *testing.T) {
	seat := func(c entente.CCode, org string, code float64, from, to int) entente.Attribute {
		return entente.Attribute{State: c, Period: years(from, to), Variable: "igo", Value: code, Label: org}
	}
	w := &world{covers: map[string]Coverage{"cow-igo": {years(1816, 2014), entente.AbsenceIsZero}}, attributes: map[string][]entente.Attribute{"cow-igo": {
		seat(2, "A", 1, 1950, 1960), seat(20, "A", 2, 1955, 1960), seat(40, "A", 3, 1950, 1960),
		seat(2, "B", 1, 1950, 1961), seat(40, "B", 1, 1950, 1960),
		seat(265, "A", 1, 1975, 1989), seat(2, "A", 1, 1975, 1995),
	}}}
	p := build(t, w, DyadYear, 1954, 1962, Options{}, "igo")
	for _, c := range []struct {
		a, b int16
		year int
		want string
	}{{2, 20, 1954, "0"}, {2, 20, 1955, "1"}, {2, 40, 1955, "1"}, {20, 40, 1955, "0"}, {2, 40, 1961, "0"}, {20, 40, 1962, "0"}} {
		if got := cell(t, p, "dyadigos", c.a, c.b, c.year); got != c.want {
			t.Errorf("organisations shared by %d and %d in %d: %s, want %s", c.a, c.b, c.year, got, c.want)
		}
	}
	for _, from := range []int{1988, 1990} {
		f := cowFrame(DyadYear, from, 1991, AnyDay, KeepBoth(func(c int16) bool { return c == 2 || c == 265 }))
		late, err := Build(context.Background(), f, w, []*Layer{layerNamed("igo")}, Options{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := cell(t, late, "dyadigos", 2, 265, 1990); got != "missing" {
			t.Errorf("in a panel from %d the year without a row is %s, want missing", from, got)
		}
	}
}

// TestWhittling leaves the dispute that each order of rules should.
func TestWhittling(t *testing.T) {
	row := func(number string, from, to entente.CCode, values map[string]float64) (ties []entente.Tie) {
		for _, v := range disputeVariables {
			x, ok := values[v]
			tie := entente.Tie{From: from, To: to, Directed: true, Period: years(1960, 1960), Variable: v, Label: number, Value: x}
			if !ok {
				tie.Status = entente.Missing
			}
			ties = append(ties, tie)
		}
		return ties
	}
	w := &world{covers: map[string]Coverage{"gml-mid": {years(1816, 2010), entente.AbsenceIsZero}}, ties: map[string][]entente.Tie{"gml-mid": slices.Concat(
		row("11", 2, 20, map[string]float64{"midongoing": 1, "midonset": 0, "fatality": 6, "hostlev": 5, "mindur": 9, "stmon": 1}),
		row("12", 2, 20, map[string]float64{"midongoing": 1, "midonset": 1, "fatality": 0, "hostlev": 4, "mindur": 3, "stmon": 5, "hostlev1": 2}),
		row("12", 20, 2, map[string]float64{"midongoing": 1, "midonset": 1, "fatality": 0, "hostlev": 4, "mindur": 3, "stmon": 5, "hostlev1": 4}),
		row("13", 2, 20, map[string]float64{"midongoing": 1, "midonset": 1, "hostlev": 3, "mindur": 3, "stmon": 7}),
	)}}
	for rules, want := range map[string]string{
		"":                 "13", // onsets: 12 and 13; an unknown fatality is above none
		"fatality":         "11",
		"onsets,hostility": "12",
		"onsets,first":     "12",
		"startmonth":       "11",
		"mindur":           "11",
	} {
		o := Options{Whittle: DefaultWhittling}
		if rules != "" {
			var err error
			if o.Whittle, err = ParseWhittling(rules); err != nil {
				t.Fatal(err)
			}
		}
		p := build(t, w, DyadYear, 1959, 1960, o, "mid")
		if got := cell(t, p, "dispnum", 2, 20, 1960); got != want {
			t.Errorf("rules %q leave dispute %s, want %s", rules, got, want)
		}
		if got := cell(t, p, "gmlmiddisputes", 2, 20, 1960); got != "3" {
			t.Errorf("%s disputes are told, want 3", got)
		}
		if want == "12" && (cell(t, p, "hostlev1", 2, 20, 1960) != "2" || cell(t, p, "hostlev2", 2, 20, 1960) != "4") {
			t.Error("hostility of the two sides is not that of the two rows")
		}
	}
	p := build(t, w, DyadYear, 1959, 2012, Options{Whittle: DefaultWhittling}, "mid")
	for _, c := range []struct{ name, want string }{{"gmlmidonset", "0"}, {"hostlev", "undefined"}} {
		if got := cell(t, p, c.name, 2, 20, 1959); got != c.want {
			t.Errorf("%s without a dispute is %s, want %s", c.name, got, c.want)
		}
	}
	if got := cell(t, p, "gmlmidonset", 2, 20, 2011); got != "outside-coverage" {
		t.Errorf("gmlmidonset after the record's end is %s", got)
	}
	if _, err := ParseWhittling("onsets,worst"); err == nil {
		t.Error("an unknown rule is taken")
	}
}

// TestGreatCircle: Paris to London is 343.5 km; a quarter of the equator, and
// the antipode, are exact.
func TestGreatCircle(t *testing.T) {
	const deg = 3.141592653589793 / 180
	at := func(lat, lng float64) place { return place{lat * deg, lng * deg, true} }
	for _, c := range []struct {
		a, b      place
		want, tol float64
	}{
		{at(0, 0), at(0, 90), earth * 90 * deg, 1e-6},
		{at(0, 0), at(0, 180), earth * 180 * deg, 1e-6},
		{at(48.8566, 2.3522), at(51.5074, -0.1278), 343.9, 0.5},
		{at(10, 20), at(10, 20), 0, 1e-6},
	} {
		if got := greatCircle(c.a, c.b); got < c.want-c.tol || got > c.want+c.tol {
			t.Errorf("%v to %v is %.3f km, want %.3f", c.a, c.b, got, c.want)
		}
	}
}
