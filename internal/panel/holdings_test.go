package panel

import (
	"math"
	"testing"

	"github.com/entente-observatory/entente"
)

func attribute(c entente.CCode, year int, variable string, value float64) entente.Attribute {
	return entente.Attribute{State: c, Period: entente.CalendarYear(year), Variable: variable, Value: value}
}

func TestHoldings(t *testing.T) {
	missing := attribute(200, 1900, "b", 5)
	missing.Status = entente.Missing
	h := Holdings("r", []entente.Attribute{
		attribute(200, 1900, "a", 1), missing, attribute(2, 1900, "b", 2), attribute(2, 1899, "a", 3), attribute(2, 1900, "other", 4),
	}, "a", "b")
	if len(h.Rows) != 3 || h.Rows[0].Year != 1899 || h.Rows[1].State != 2 {
		t.Fatalf("%v", h.Rows)
	}
	if p := h.Rows[2].Parts; p[0] != 1 || !math.IsNaN(p[1]) {
		t.Errorf("a missing part became %v", p)
	}
}

func TestTimes(t *testing.T) {
	x := Holdings("x", []entente.Attribute{attribute(2, 1900, "a", 3), attribute(200, 1900, "a", 5), attribute(2, 1901, "a", 7)}, "a")
	y := Holdings("y", []entente.Attribute{attribute(2, 1901, "a", 2), attribute(2, 1900, "a", 10)}, "a")
	p := Times("p", &x, &y)
	if len(p.Rows) != 2 || p.Rows[0].Parts[0] != 30 || p.Rows[1].Parts[0] != 14 {
		t.Errorf("%v", p.Rows)
	}
}

// TestMajors: who falls out in the course of a year is out.
func TestMajors(t *testing.T) {
	m := Majors([]entente.Attribute{{State: 220, Variable: "major", Period: entente.Period{From: entente.Day(1816, 1, 1), To: entente.Day(1940, 6, 22)}}})
	if !m(220, 1939) || m(220, 1940) || m(2, 1939) {
		t.Error("France was a major power on the last day of 1939 and not on that of 1940")
	}
}

func TestCovered(t *testing.T) {
	c := &entente.Capabilities{First: 1900, Last: 1901, Rows: []entente.Capability{
		{State: 2, Year: 1900, CINC: 0.7}, {State: 2, Year: 1901, CINC: 0.9}, {State: 200, Year: 1900, CINC: 0.3}, {State: 200, Year: 1901, CINC: 0.1}}}
	h := Holdings("r", []entente.Attribute{attribute(2, 1900, "a", 1), attribute(2, 1901, "a", 1), attribute(2, 1902, "a", 1)}, "a")
	got := Covered(&h, c, 0.8)
	if len(got.Rows) != 2 || got.Rows[0].Year != 1901 || got.Rows[1].Year != 1902 {
		t.Errorf("%v", got.Rows)
	}
}

// TestOfBlocs: members add up under their leader, the others stand alone.
func TestOfBlocs(t *testing.T) {
	nan := math.NaN()
	h := &entente.Holdings{Resource: entente.ResourceCINC, Rows: []entente.Holding{
		{State: 2, Year: 1950, Parts: []float64{3, nan}}, {State: 20, Year: 1950, Parts: []float64{1, nan}},
		{State: 365, Year: 1950, Parts: []float64{2, 5}}, {State: 2, Year: 1951, Parts: []float64{9, 9}}}}
	n := &entente.Networks{Rows: []entente.Network{{Year: 1950, Blocs: []entente.Bloc{{Leader: 2, Members: []entente.BlocMember{{State: 2}, {State: 20}, {State: 40}}}}}}}
	got := OfBlocs(h, n)
	if got.Resource != entente.ResourceBlocs || len(got.Rows) != 2 {
		t.Fatalf("%+v", got)
	}
	if a := got.Rows[0]; a.State != 2 || a.Parts[0] != 4 || !math.IsNaN(a.Parts[1]) {
		t.Errorf("the bloc: %+v", a)
	}
	if b := got.Rows[1]; b.State != 365 || b.Parts[0] != 2 || b.Parts[1] != 5 {
		t.Errorf("the state alone: %+v", b)
	}
}
