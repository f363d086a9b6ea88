package panel

import (
	"fmt"
	"math"

	"github.com/entente-observatory/entente"
)

// Unit is what a row of a frame is about.
type Unit uint8

const (
	// DyadYear: two states, in no order, in a year.
	DyadYear Unit = iota
	// DirectedDyadYear: one state towards another in a year.
	DirectedDyadYear
	// StateYear: a state in a year.
	StateYear
	// DyadMonth: two states, in no order, in a month.
	DyadMonth
)

var unitNames = [...]string{"dyad-year", "directed-dyad-year", "state-year", "dyad-month"}

func (u Unit) String() string { return unitNames[u] }

// ParseUnit reads the name of a unit.
func ParseUnit(s string) (Unit, error) {
	for i, name := range unitNames {
		if name == s {
			return Unit(i), nil
		}
	}
	return 0, fmt.Errorf("no unit %q: choose one of %v", s, unitNames)
}

// Dyadic reports whether a row is about two states.
func (u Unit) Dyadic() bool { return u != StateYear }

// Rule says when a state that was a member for a part of a year (or month)
// has a row for it.
type Rule uint8

const (
	// AnyDay: it was a member on any day; of two states, both on one day.
	AnyDay Rule = iota
	// WholeTime: on every day of the year, or month.
	WholeTime
	// LastDay: on the last day, 31 December.
	LastDay
)

var ruleNames = [...]string{"any-day", "whole-year", "31-december"}

func (r Rule) String() string { return ruleNames[r] }

// ParseRule reads the name of a rule.
func ParseRule(s string) (Rule, error) {
	for i, name := range ruleNames {
		if name == s {
			return Rule(i), nil
		}
	}
	return 0, fmt.Errorf("no rule for partial years %q: choose one of %v", s, ruleNames)
}

// Spec says which rows a frame has.
type Spec struct {
	Unit     Unit
	Roll     *StateList
	From, To int // years
	Rule     Rule
	// Keep, if not nil, leaves out the states, dyads and times for which it is
	// false. Of a frame of states both codes are the state's.
	Keep func(a, b int16, year int) bool
}

// Frame is the key set of a panel: its rows in order of first and second state
// and time, each key once. Columns are laid along it.
type Frame struct {
	Spec
	Units  []ListedState // ascending by code
	A, B   []int16       // index of each row's states in Units; B is nil for a frame of states
	Time   []int32       // the year, or 12 years + month - 1
	runs   []run
	pair   []int32 // where the runs of a pair (or state) begin in runs
	holder []int16 // unit of a COW state in a year
	number []int16 // place of a COW number in holder, -1 for none
	shared []int16 // number of COW states × years: which state stands for a unit
}

// run is a stretch of rows of a pair at successive times.
type run struct{ first, last, row int32 }

// NewFrame makes the key set.
func NewFrame(s Spec) *Frame {
	f := &Frame{Spec: s, Units: s.Roll.states}
	n := len(f.Units)
	// The rows are counted first: to grow three columns of a million rows on the
	// way costs more than to go through the pairs twice.
	if s.Keep == nil {
		rows := 0
		f.eachPair(func(_, _ int, days []entente.Period) {
			for _, p := range days {
				first, last := f.within(p)
				rows += max(0, int(min(last, f.clock(f.To, 11))-max(first, f.clock(f.From, 0)))+1)
			}
		})
		f.A, f.Time = make([]int16, 0, rows), make([]int32, 0, rows)
		if s.Unit.Dyadic() {
			f.B = make([]int16, 0, rows)
		}
	}
	f.pair = append(make([]int32, 0, n*n+1), 0)
	f.eachPair(func(i, j int, days []entente.Period) {
		f.stretch(i, j, days)
		f.pair = append(f.pair, int32(len(f.runs)))
	})
	f.hold()
	return f
}

// eachPair calls fn for every pair of units (or unit) in order, with the days on
// which both were members: none for pairs that the unit of the frame does not
// have.
func (f *Frame) eachPair(fn func(i, j int, days []entente.Period)) {
	n := len(f.Units)
	if !f.Unit.Dyadic() {
		for i := range n {
			fn(i, i, f.Units[i].spells)
		}
		return
	}
	var common []entente.Period
	for i := range n {
		for j := range n {
			common = common[:0]
			if i != j && (j > i || f.Unit == DirectedDyadYear) {
				for _, p := range f.Units[i].spells {
					for _, q := range f.Units[j].spells {
						if days, ok := p.Intersect(q); ok {
							common = append(common, days)
						}
					}
				}
			}
			fn(i, j, common)
		}
	}
}

// stretch adds the rows of a pair for the days on which both were members,
// which come in order and do not overlap.
func (f *Frame) stretch(i, j int, days []entente.Period) {
	lo, hi := f.clock(f.From, 0), f.clock(f.To, 11)
	next := int32(math.MinInt32)
	for _, p := range days {
		first, last := f.within(p)
		first, last = max(first, lo, next), min(last, hi)
		if first > last {
			continue
		}
		next = last + 1
		for t := first; t <= last; t++ {
			if f.Keep != nil && !f.Keep(f.Units[i].Code, f.Units[j].Code, f.year(t)) {
				continue
			}
			row := int32(len(f.Time))
			f.A = append(f.A, int16(i))
			if f.Unit.Dyadic() {
				f.B = append(f.B, int16(j))
			}
			f.Time = append(f.Time, t)
			if n := len(f.runs); n > int(f.pair[len(f.pair)-1]) && f.runs[n-1].last == t-1 {
				f.runs[n-1].last = t
			} else {
				f.runs = append(f.runs, run{t, t, row})
			}
		}
	}
}

// clock returns the time of a month (from 0) of a year.
func (f *Frame) clock(year, month int) int32 {
	if f.Unit == DyadMonth {
		return int32(12*year + month)
	}
	return int32(year)
}

// year returns the year of a time.
func (f *Frame) year(t int32) int {
	if f.Unit == DyadMonth {
		return int(t) / 12
	}
	return int(t)
}

// Year returns the year of a row.
func (f *Frame) Year(row int) int { return f.year(f.Time[row]) }

// Month returns the month of a row, 0 where rows are of years.
func (f *Frame) Month(row int) int {
	if f.Unit == DyadMonth {
		return int(f.Time[row])%12 + 1
	}
	return 0
}

// Rows returns the number of rows.
func (f *Frame) Rows() int { return len(f.Time) }

// within returns the first and last time that a period of membership gives a
// row for, under the rule.
func (f *Frame) within(p entente.Period) (first, last int32) {
	first, last = math.MinInt32, math.MaxInt32
	if p.From != entente.Beginning {
		y, m, d := civil(p.From)
		first = f.clock(y, m-1)
		if f.Rule == WholeTime && (d > 1 || f.Unit != DyadMonth && m > 1) {
			first++
		}
	}
	if p.To != entente.Ongoing {
		y, m, _ := civil(p.To)
		_, next, _ := civil(p.To + 1)
		last = f.clock(y, m-1)
		if f.Rule != AnyDay && (next == m || f.Unit != DyadMonth && m < 12) {
			last--
		}
	}
	return first, last
}

// during returns the first and last time that a period of a record touches.
func (f *Frame) during(p entente.Period) (first, last int32) {
	first, last = math.MinInt32, math.MaxInt32
	if p.From != entente.Beginning {
		y, m, _ := civil(p.From)
		first = f.clock(y, m-1)
	}
	if p.To != entente.Ongoing {
		y, m, _ := civil(p.To)
		last = f.clock(y, m-1)
	}
	return first, last
}

// civil returns the parts of a date without the clock of package time, since
// records have millions of dates (Hinnant, "chrono-Compatible Low-Level Date
// Algorithms", civil_from_days).
func civil(d entente.Date) (year, month, day int) {
	z := int(d) + 719468
	era := z / 146097
	if z < 0 {
		era = (z - 146096) / 146097
	}
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = doy - (153*mp+2)/5 + 1
	month = mp + 3
	if month > 12 {
		month -= 12
	}
	year = yoe + era*400
	if month <= 2 {
		year++
	}
	return year, month, day
}

// pairRuns returns the runs of a pair of units, in the order that the frame
// keeps, and whether the two were exchanged for it.
func (f *Frame) pairRuns(i, j int) (runs []run, swapped bool) {
	if f.Unit != DirectedDyadYear && i > j {
		i, j, swapped = j, i, true
	}
	k := i
	if f.Unit.Dyadic() {
		k = i*len(f.Units) + j
	}
	return f.runs[f.pair[k]:f.pair[k+1]], swapped
}

// CheckKeys proves that no key occurs twice and that the rows are in order; it
// returns the number of keys.
func (f *Frame) CheckKeys() (int, error) {
	for r := 1; r < f.Rows(); r++ {
		before := f.A[r-1] < f.A[r]
		if f.A[r-1] == f.A[r] {
			before = f.Time[r-1] < f.Time[r]
			if f.B != nil && f.B[r-1] != f.B[r] {
				before = f.B[r-1] < f.B[r]
			}
		}
		if !before {
			return 0, fmt.Errorf("rows %d and %d of the panel are not in strict order of their keys", r-1, r)
		}
	}
	return f.Rows(), nil
}
