package panel_test

import (
	"slices"
	"testing"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/panel"
)

// TestEdges holds the years in which states came and went. The days are those
// of the State System Membership List, v2016.
func TestEdges(t *testing.T) {
	s := panel.NewSystem(entente.States().All())
	for _, c := range []struct {
		why   string
		a, b  entente.CCode
		year  int
		there bool
	}{
		{"the Republic of Vietnam ended on 30 April, Suriname began on 25 November", 115, 817, 1975, false},
		{"Suriname after", 115, 816, 1975, true},
		{"the Republic of Vietnam before", 2, 817, 1975, true},
		{"Germany is of 3 October, the Federal Republic ended the day before", 255, 260, 1990, false},
		{"nor with the German Democratic Republic", 255, 265, 1990, false},
		{"the two before", 260, 265, 1990, true},
		{"not after", 260, 265, 1991, false},
		{"Germany and the others in the same year", 2, 255, 1990, true},
		{"the Federal Republic and the others in the same year", 2, 260, 1990, true},
		{"no Germany between 1945 and 1990", 2, 255, 1946, false},
		{"Yemen is of 22 May, the two Yemens ended the day before", 678, 679, 1990, false},
		{"nor with the southern", 679, 680, 1990, false},
		{"the two Yemens before", 678, 680, 1990, true},
		{"Montenegro left in June", 341, 345, 2006, true},
		{"not before", 341, 345, 2005, false},
		{"Egypt and Syria before the union of 1 February", 651, 652, 1958, true},
		{"in the union", 651, 652, 1959, false},
		{"in the union", 651, 652, 1960, false},
		{"after 29 September", 651, 652, 1961, true},
		{"Zanzibar is of 19 December", 510, 511, 1963, true},
		{"until the union of 26 April", 510, 511, 1964, true},
		{"not after", 510, 511, 1965, false},
		{"Tanganyika without Zanzibar", 510, 511, 1962, false},
		{"both Congos in the year of both", 484, 490, 1960, true},
		{"not before", 484, 490, 1959, false},
		{"Czechoslovakia ended on the eve", 315, 316, 1993, false},
		{"nor in the year before", 315, 316, 1992, false},
		{"its two heirs", 316, 317, 1993, true},
		{"a state with itself is no dyad, but has the days", 2, 2, 1990, true},
	} {
		if got := s.Coexist(entente.DyadOf(c.a, c.b), c.year); got != c.there {
			t.Errorf("%d and %d in %d: coexist %v, want %v (%s)", c.a, c.b, c.year, got, c.there, c.why)
		}
	}
}

// TestDyads holds the list of dyads against the question for each, in years of
// much coming and going.
func TestDyads(t *testing.T) {
	s := panel.NewSystem(entente.States().All())
	for _, year := range []int{1816, 1871, 1919, 1940, 1960, 1975, 1990, 1991, 2006} {
		members, dyads := s.Members(year), s.Dyads(year)
		if !slices.IsSorted(members) || !slices.IsSortedFunc(dyads, entente.Dyad.Compare) {
			t.Errorf("%d: not in order", year)
		}
		n := 0
		for i, a := range members {
			for _, b := range members[i+1:] {
				if s.Coexist(entente.Dyad{A: a, B: b}, year) {
					n++
				}
			}
		}
		if len(dyads) != n || n == 0 {
			t.Errorf("%d: %d dyads listed of %d", year, len(dyads), n)
		}
	}
	// 45 members touched 1914, none of which missed another: 45·44/2.
	if n := len(s.Dyads(1914)); n != 990 {
		t.Errorf("1914 has %d dyads, want 990", n)
	}
}

func TestCells(t *testing.T) {
	s := panel.NewSystem(entente.States().All())
	register := panel.Coverage{Period: entente.Period{From: entente.Day(1815, 1, 1), To: entente.Day(2018, 12, 31)}, Absence: entente.AbsenceIsZero}
	sample := panel.Coverage{Period: entente.Period{From: entente.Day(1946, 1, 1), To: entente.Day(2021, 3, 3)}, Absence: entente.AbsenceUnknown}
	partly := panel.Coverage{Period: sample.Period, Absence: entente.AbsenceIsZero}
	usuk, never := entente.DyadOf(2, 200), entente.DyadOf(115, 817)
	for _, c := range []struct {
		name     string
		d        entente.Dyad
		year     int
		coverage panel.Coverage
		row      panel.Row
		want     panel.Cell
	}{
		{"a value", usuk, 1950, register, panel.Value, panel.Cell{Status: entente.Known}},
		{"no row in a register is a zero", usuk, 1930, register, panel.NoRow, panel.Cell{Status: entente.Known, Inferred: true}},
		{"no row elsewhere is nothing", usuk, 1950, sample, panel.NoRow, panel.Cell{Status: entente.Missing}},
		{"a row without a value", usuk, 1950, register, panel.Blank, panel.Cell{Status: entente.Missing}},
		{"after the record", usuk, 2019, register, panel.NoRow, panel.Cell{Status: entente.OutsideCoverage}},
		{"before the record", usuk, 1945, sample, panel.NoRow, panel.Cell{Status: entente.OutsideCoverage}},
		{"a value in a year covered in part", usuk, 2021, partly, panel.Value, panel.Cell{Status: entente.Known}},
		{"no zero in a year covered in part", usuk, 2021, partly, panel.NoRow, panel.Cell{Status: entente.Missing}},
		{"never met", never, 1975, register, panel.NoRow, panel.Cell{Status: entente.NotAState}},
		{"signed before it was a state", entente.DyadOf(651, 652), 1959, register, panel.Value, panel.Cell{Status: entente.NotAState}},
	} {
		if got := s.DyadCell(c.d, c.year, c.coverage, c.row); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
	for _, c := range []struct {
		state entente.CCode
		year  int
		want  entente.Status
	}{{255, 1946, entente.NotAState}, {255, 1990, entente.Known}, {255, 2019, entente.OutsideCoverage}} {
		if got := s.StateCell(c.state, c.year, register, panel.NoRow); got.Status != c.want {
			t.Errorf("state %d in %d: %v, want %v", c.state, c.year, got.Status, c.want)
		}
	}
}

func BenchmarkDyads(b *testing.B) {
	s := panel.NewSystem(entente.States().All())
	for b.Loop() {
		for year := 1816; year <= 2018; year++ {
			s.Dyads(year)
		}
	}
}
