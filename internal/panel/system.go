package panel

import (
	"slices"

	"github.com/entente-observatory/entente"
)

// System is the membership of the state system through time.
type System struct {
	codes  []entente.CCode // ascending
	spells map[entente.CCode][]entente.Period
}

// NewSystem takes the spells of membership from the states.
func NewSystem(states []*entente.State) *System {
	s := &System{spells: make(map[entente.CCode][]entente.Period, len(states))}
	for _, st := range states {
		if _, twice := s.spells[st.Code]; !twice {
			s.codes = append(s.codes, st.Code)
		}
		s.spells[st.Code] = append(s.spells[st.Code], st.Membership...)
	}
	slices.Sort(s.codes)
	return s
}

// Members lists the states that were members on any day of the year, in order
// of their numbers.
func (s *System) Members(year int) []entente.CCode {
	return slices.DeleteFunc(slices.Clone(s.codes), func(c entente.CCode) bool { return !s.Member(c, year) })
}

// Member reports whether the state was a member on any day of the year.
func (s *System) Member(c entente.CCode, year int) bool {
	y := entente.CalendarYear(year)
	return slices.ContainsFunc(s.spells[c], y.Overlaps)
}

// Coexist reports whether there was a day in the year on which both states
// were members. Two states that were both members in a year may have no such
// day: the Republic of Vietnam ended in April 1975 and Suriname began in
// November.
func (s *System) Coexist(d entente.Dyad, year int) bool {
	return coexist(s.spells[d.A], s.spells[d.B], entente.CalendarYear(year))
}

func coexist(a, b []entente.Period, year entente.Period) bool {
	for _, p := range a {
		common, ok := p.Intersect(year)
		if ok && slices.ContainsFunc(b, common.Overlaps) {
			return true
		}
	}
	return false
}

// Dyads lists the dyads that existed on any day of the year, in key order.
func (s *System) Dyads(year int) []entente.Dyad {
	y := entente.CalendarYear(year)
	members := s.Members(year)
	dyads := make([]entente.Dyad, 0, len(members)*(len(members)-1)/2)
	for i, a := range members {
		for _, b := range members[i+1:] {
			if coexist(s.spells[a], s.spells[b], y) {
				dyads = append(dyads, entente.Dyad{A: a, B: b})
			}
		}
	}
	return dyads
}
