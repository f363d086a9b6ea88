package panel

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/entente-observatory/entente"
)

func cowFrame(unit Unit, from, to int, rule Rule, keep func(a, b int16, year int) bool) *Frame {
	return NewFrame(Spec{Unit: unit, Roll: COWList(entente.States().All()), From: from, To: to, Rule: rule, Keep: keep})
}

// rowsOf lists the years in which two states have a row.
func rowsOf(f *Frame, a, b int16) []int {
	var years []int
	for row := range f.Time {
		if f.Units[f.A[row]].Code == a && (f.B == nil || f.Units[f.B[row]].Code == b) {
			years = append(years, f.Year(row))
		}
	}
	return years
}

// TestFrameRows holds the number of rows against published and independent
// counts: peacesciencer 1.2 gives 798,140 dyad-years for 1946-2014 by the
// Correlates of War list; system2016.csv has 15,951 state-years for 1816-2016.
func TestFrameRows(t *testing.T) {
	for _, c := range []struct {
		unit     Unit
		from, to int
		want     int
	}{
		{DyadYear, 1946, 2014, 798140},
		{DirectedDyadYear, 1946, 2014, 2 * 798140},
		{StateYear, 1816, 2016, 15951},
	} {
		f := cowFrame(c.unit, c.from, c.to, AnyDay, nil)
		if f.Rows() != c.want {
			t.Errorf("%s %d-%d has %d rows, want %d", c.unit, c.from, c.to, f.Rows(), c.want)
		}
		if n, err := f.CheckKeys(); err != nil || n != f.Rows() {
			t.Errorf("%s: keys: %d, %v", c.unit, n, err)
		}
	}
}

// TestFrameEdges holds the rows to the days of membership where two states met
// for a part of a year, or never.
func TestFrameEdges(t *testing.T) {
	f := cowFrame(DyadYear, 1950, 2010, AnyDay, nil)
	for _, c := range []struct {
		what string
		a, b int16
		year int
		want bool
	}{
		{"Suriname (from 25 November) and the Republic of Vietnam (to 30 April)", 115, 817, 1975, false},
		{"Germany and the GDR: the one begins on the day after the other's last", 255, 265, 1990, false},
		{"the Federal Republic and the GDR until 2 October 1990", 260, 265, 1990, true},
		{"united Yemen and the Arab Republic", 678, 679, 1990, false},
		{"Montenegro and Serbia (Yugoslavia)", 341, 345, 2006, true},
		{"Syria in the United Arab Republic", 200, 652, 1959, false},
		{"Syria in the year in which it joined, to 1 February", 200, 652, 1958, true},
		{"Zanzibar in 1964", 200, 511, 1964, true},
		{"Zanzibar and Malta (from 21 September 1964)", 338, 511, 1964, false},
		{"both Congos", 484, 490, 1960, true},
	} {
		if got := slices.Contains(rowsOf(f, c.a, c.b), c.year); got != c.want {
			t.Errorf("%s, %d: row is there: %v, want %v", c.what, c.year, got, c.want)
		}
	}
}

// TestFrameRules tells the rules for partial years apart on Montenegro, a
// member from 12 June 2006, and on the Federal Republic, to 2 October 1990.
func TestFrameRules(t *testing.T) {
	for _, c := range []struct {
		rule        Rule
		first, last int
	}{{AnyDay, 2006, 1990}, {WholeTime, 2007, 1989}, {LastDay, 2006, 1989}} {
		f := cowFrame(StateYear, 1950, 2010, c.rule, nil)
		if got := rowsOf(f, 341, 0)[0]; got != c.first {
			t.Errorf("%s: Montenegro from %d, want %d", c.rule, got, c.first)
		}
		if years := rowsOf(f, 260, 0); years[len(years)-1] != c.last {
			t.Errorf("%s: the Federal Republic to %d, want %d", c.rule, years[len(years)-1], c.last)
		}
	}
}

// TestFrameMonths counts the months of a dyad: South Sudan, a member from 9
// July 2011, has six of that year.
func TestFrameMonths(t *testing.T) {
	months := func(rule Rule) (n int) {
		f := cowFrame(DyadMonth, 2011, 2011, rule, nil)
		for row := range f.Time {
			if f.Units[f.A[row]].Code == 2 && f.Units[f.B[row]].Code == 626 {
				n++
			}
		}
		return n
	}
	if a, w, l := months(AnyDay), months(WholeTime), months(LastDay); a != 6 || w != 5 || l != 6 {
		t.Errorf("South Sudan has %d, %d and %d months of 2011, want 6 on any day, 5 whole, 6 by the last day", a, w, l)
	}
}

// TestFrameGW: numbers pass from one state to another without a gap, and what
// stands for 260 in 1990 is united Germany.
func TestFrameGW(t *testing.T) {
	list, err := GWList(entente.States().All(), false)
	if err != nil {
		t.Fatal(err)
	}
	f := NewFrame(Spec{Unit: StateYear, Roll: list, From: 1816, To: 2016})
	if got := rowsOf(f, 260, 0); len(got) != 2016-1949+1 {
		t.Errorf("Germany (260) has %d years, want 68 without a gap from 1949", len(got))
	}
	if slices.ContainsFunc(f.Units, func(u ListedState) bool { return u.Code == 221 }) {
		t.Error("Monaco, a microstate, is in the main list")
	}
	at := slices.IndexFunc(f.Units, func(u ListedState) bool { return u.Code == 260 })
	for year, want := range map[int]entente.CCode{1989: 260, 1990: 255, 2000: 255} {
		if got := f.StateOf(at, year); got != want {
			t.Errorf("the records of %d are of %d, want %d", year, got, want)
		}
	}
	if got := rowsOf(f, 711, 0); len(got) != 1950-1913+1 {
		t.Errorf("Tibet has %d years, want 38", len(got))
	}
}

// TestFrameKeep: what is left out leaves the rest as it was.
func TestFrameKeep(t *testing.T) {
	all := cowFrame(DyadYear, 1980, 1990, AnyDay, nil)
	odd := cowFrame(DyadYear, 1980, 1990, AnyDay, func(a, b int16, year int) bool { return (int(a)+int(b)+year)%3 == 0 })
	var want []int32
	for row, y := range all.Time {
		if (int(all.Units[all.A[row]].Code)+int(all.Units[all.B[row]].Code)+int(y))%3 == 0 {
			want = append(want, y)
		}
	}
	if !slices.Equal(odd.Time, want) {
		t.Errorf("%d rows are kept, want %d in the same order", odd.Rows(), len(want))
	}
}

// TestRowsOfPairs is a law: asked for the rows of a pair at a time, the frame
// gives the row that has this key, from both sides.
func TestRowsOfPairs(t *testing.T) {
	for _, unit := range []Unit{DyadYear, DirectedDyadYear} {
		f := cowFrame(unit, 1938, 1995, AnyDay, nil)
		rng := rand.New(rand.NewPCG(1, 2))
		for range 2000 {
			row := rng.IntN(f.Rows())
			a, b := f.StateOf(int(f.A[row]), f.Year(row)), f.StateOf(int(f.B[row]), f.Year(row))
			got := map[int]bool{}
			f.eachRow(b, a, f.Time[row], f.Time[row], func(r int, forward bool) { got[r] = forward })
			if forward, ok := got[row]; !ok || forward {
				t.Fatalf("%s: the tie from %d to %d in %d does not reach row %d backwards: %v", unit, b, a, f.Time[row], row, got)
			}
			if want := map[Unit]int{DyadYear: 1, DirectedDyadYear: 2}[unit]; len(got) != want {
				t.Fatalf("%s: a tie reaches %d rows, want %d", unit, len(got), want)
			}
		}
	}
}

// TestCivil holds the calendar of this package against that of the root.
func TestCivil(t *testing.T) {
	for d := entente.Day(1799, 12, 30); d <= entente.Day(2101, 3, 2); d += 13 {
		y, m, day := d.YMD()
		if gy, gm, gd := civil(d); gy != y || gm != m || gd != day {
			t.Fatalf("%v is read as %d-%d-%d", d, gy, gm, gd)
		}
	}
}
