package panel

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/entente-observatory/entente"
)

// ListedState is a state in a list of states: its number there and its spells
// of membership.
type ListedState struct {
	Code   int16
	Name   string
	spells []entente.Period
	bearer []bearer
}

// bearer is the state of the Correlates of War list that bears the number, and
// when. Records are by that list.
type bearer struct {
	state  entente.CCode
	period entente.Period
}

// StateList is a list of states by which a frame is made.
type StateList struct {
	Scheme entente.System // entente.COW or entente.GW
	states []ListedState  // ascending by code
}

// Lists of states have these names on a command line and in columns.
var listKeys = map[entente.System]string{entente.COW: "ccode", entente.GW: "gwcode"}

// Key returns the name of the column of the list's numbers.
func (l *StateList) Key() string { return listKeys[l.Scheme] }

// COWList is the state system of the Correlates of War.
func COWList(states []*entente.State) *StateList {
	l := &StateList{Scheme: entente.COW}
	for _, s := range states {
		l.states = append(l.states, ListedState{int16(s.Code), s.Name, s.Membership, []bearer{{s.Code, entente.Always}}})
	}
	return l
}

// GWList is the list of independent states of Gleditsch and Ward (1999), with
// their numbers. Eight of its states were never in the Correlates of War's, so
// that sources by that list say nothing of them. The microstates of their
// tentative list are in it if asked for.
func GWList(states []*entente.State, microstates bool) (*StateList, error) {
	byCode := map[int16]*ListedState{}
	for _, s := range states {
		for _, label := range s.Codes[entente.GW] {
			n, err := strconv.ParseInt(label.Text, 10, 16)
			if err != nil {
				return nil, fmt.Errorf("state %d has %q for a Gleditsch and Ward number", s.Code, label.Text)
			}
			code := int16(n)
			if !microstates && slices.Contains(gwMicrostates, code) {
				continue
			}
			u := byCode[code]
			if u == nil {
				u = &ListedState{Code: code, Name: s.Name}
				byCode[code] = u
			}
			if code == int16(s.Code) {
				u.Name = s.Name
			}
			u.spells = append(u.spells, label.Period)
			u.bearer = append(u.bearer, bearer{s.Code, label.Period})
		}
	}
	for _, u := range gwAlone {
		if microstates || !slices.Contains(gwMicrostates, u.Code) {
			byCode[u.Code] = &u
		}
	}
	l := &StateList{Scheme: entente.GW}
	for _, u := range byCode {
		slices.SortFunc(u.spells, func(a, b entente.Period) int { return cmp.Compare(a.From, b.From) })
		// A number that passes from one state to the next stays one state here.
		u.spells = joined(u.spells)
		l.states = append(l.states, *u)
	}
	slices.SortFunc(l.states, func(a, b ListedState) int { return cmp.Compare(a.Code, b.Code) })
	return l, nil
}

// joined merges spells that follow each other without a day between.
func joined(spells []entente.Period) []entente.Period {
	out := spells[:1]
	for _, p := range spells[1:] {
		if last := &out[len(out)-1]; last.To != entente.Ongoing && p.From <= last.To+1 {
			last.To = max(last.To, p.To)
		} else {
			out = append(out, p)
		}
	}
	return out
}

// gwMicrostates are the members of Gleditsch and Ward's tentative list, states
// of fewer than 250,000 inhabitants.
var gwMicrostates = []int16{54, 55, 56, 57, 58, 60, 221, 223, 232, 331, 396, 397, 403, 591, 935, 970, 971, 972, 973, 983, 986, 987, 990}

// gwAlone are the states of the list that the Correlates of War's lacks, by
// the list of independent states (Gleditsch & Ward 1999, revision 7).
var gwAlone = []ListedState{
	{Code: 89, Name: "United Provinces of Central America", spells: []entente.Period{{From: entente.Day(1823, 7, 1), To: entente.Day(1839, 12, 31)}}},
	{Code: 99, Name: "Great Colombia", spells: []entente.Period{{From: entente.Day(1821, 8, 30), To: entente.Day(1830, 9, 22)}}},
	{Code: 396, Name: "Abkhazia", spells: []entente.Period{{From: entente.Day(2008, 8, 26), To: entente.Ongoing}}},
	{Code: 397, Name: "South Ossetia", spells: []entente.Period{{From: entente.Day(2008, 8, 26), To: entente.Ongoing}}},
	{Code: 563, Name: "Transvaal", spells: []entente.Period{{From: entente.Day(1852, 1, 1), To: entente.Day(1910, 5, 30)}}},
	{Code: 564, Name: "Orange Free State", spells: []entente.Period{{From: entente.Day(1854, 3, 28), To: entente.Day(1910, 5, 30)}}},
	{Code: 711, Name: "Tibet", spells: []entente.Period{{From: entente.Day(1913, 1, 1), To: entente.Day(1950, 10, 1)}}},
	{Code: 815, Name: "Vietnam before 1893", spells: []entente.Period{{From: entente.Day(1816, 1, 1), To: entente.Day(1893, 1, 1)}}},
}

// hold lays out which unit stands for a state of the Correlates of War list in
// a year, and which state for a unit: where a number passes from one state to
// another in the year, the later one.
func (f *Frame) hold() {
	years := f.To - f.From + 1
	f.number = make([]int16, 1<<10)
	for i := range f.number {
		f.number[i] = -1
	}
	n := int16(0)
	for _, u := range f.Units {
		for _, b := range u.bearer {
			if f.number[b.state] < 0 {
				f.number[b.state] = n
				n++
			}
		}
	}
	f.holder = make([]int16, int(n)*years)
	for i := range f.holder {
		f.holder[i] = -1
	}
	f.shared = make([]int16, len(f.Units)*years)
	for i, u := range f.Units {
		for y := range years {
			in := entente.CalendarYear(f.From + y)
			var latest entente.Date = entente.Beginning
			for _, b := range u.bearer {
				if days, ok := b.period.Intersect(in); ok && days.To > latest {
					latest = days.To
					f.shared[i*years+y] = int16(b.state)
				}
			}
			if c := f.shared[i*years+y]; c != 0 {
				f.holder[int(f.number[c])*years+y] = int16(i)
			}
		}
	}
}

// unit returns the index of the unit for which a state's record of a year is,
// -1 for none.
func (f *Frame) unit(c entente.CCode, year int) int {
	if c <= 0 || int(c) >= len(f.number) || year < f.From || year > f.To {
		return -1
	}
	k := f.number[c]
	if k < 0 {
		return -1
	}
	return int(f.holder[int(k)*(f.To-f.From+1)+year-f.From])
}

// StateOf returns the state of the Correlates of War list whose records stand
// for a unit in a year, 0 for none.
func (f *Frame) StateOf(unit int, year int) entente.CCode {
	return entente.CCode(f.shared[unit*(f.To-f.From+1)+year-f.From])
}

// Number returns the number that stands in the list for a state of the
// Correlates of War list in a year: the one that it bears then, or else the
// one that it bore last before, or first after.
func (l *StateList) Number(c entente.CCode, year int) (int16, error) {
	best, code := math.MaxInt, int16(0)
	for _, u := range l.states {
		for _, b := range u.bearer {
			if b.state != c {
				continue
			}
			first, last := b.period.Years(math.MinInt32, math.MaxInt32)
			if away := max(0, 2*(first-year), 2*(year-last)-1); away < best {
				best, code = away, u.Code
			}
		}
	}
	if code == 0 {
		return 0, fmt.Errorf("state %d was never in this list of states", c)
	}
	return code, nil
}

// Spells writes the days on which the numbers that a state ever bore are in
// the list.
func (l *StateList) Spells(c entente.CCode) []string {
	var list []string
	for _, u := range l.states {
		if slices.ContainsFunc(u.bearer, func(b bearer) bool { return b.state == c }) {
			for _, p := range u.spells {
				list = append(list, p.String())
			}
		}
	}
	return list
}
