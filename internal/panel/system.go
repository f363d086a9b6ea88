package panel

import (
	"math"
	"slices"

	"github.com/entente-observatory/entente"
)

// System is the membership of the state system through time.
type System struct {
	codes  []entente.CCode // ascending
	spells map[entente.CCode][]spellOfState
}

// spellOfState is a spell of membership with the years that it touches, since
// most questions are about years and a calendar is slow to ask.
type spellOfState struct {
	entente.Period
	first, last int
}

// NewSystem takes the spells of membership from the states.
func NewSystem(states []*entente.State) *System {
	s := &System{spells: make(map[entente.CCode][]spellOfState, len(states))}
	for _, st := range states {
		s.codes = append(s.codes, st.Code)
		for _, p := range st.Membership {
			first, last := p.Years(math.MinInt, math.MaxInt)
			s.spells[st.Code] = append(s.spells[st.Code], spellOfState{p, first, last})
		}
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
	for _, p := range s.spells[c] {
		if p.first <= year && year <= p.last {
			return true
		}
	}
	return false
}

// Coexist reports whether there was a day in the year on which both states
// were members. Two states that were both members in a year may have no such
// day: the Republic of Vietnam ended in April 1975 and Suriname began in
// November.
func (s *System) Coexist(d entente.Dyad, year int) bool {
	return coexist(s.spells[d.A], s.spells[d.B], year)
}

func coexist(a, b []spellOfState, year int) bool {
	for _, p := range a {
		for _, q := range b {
			// The common days, if any, go from the later first day to the
			// earlier last day, and so do their years.
			if p.Overlaps(q.Period) && max(p.first, q.first) <= year && year <= min(p.last, q.last) {
				return true
			}
		}
	}
	return false
}

// Dyads lists the dyads that existed on any day of the year, in key order.
func (s *System) Dyads(year int) []entente.Dyad {
	members := s.Members(year)
	spells := make([][]spellOfState, len(members))
	for i, c := range members {
		spells[i] = s.spells[c]
	}
	dyads := make([]entente.Dyad, 0, len(members)*(len(members)-1)/2)
	for i, a := range members {
		for j := i + 1; j < len(members); j++ {
			if coexist(spells[i], spells[j], year) {
				dyads = append(dyads, entente.Dyad{A: a, B: members[j]})
			}
		}
	}
	return dyads
}
