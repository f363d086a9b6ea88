package source

import (
	"errors"

	"github.com/entente-observatory/entente"
)

// Long economic series speak of a territory within one set of borders, mostly
// the present ones, through all years. Where the state was then another, or
// held much more or much less, the number is not the state's: such rows are
// counted in the notes of the file and give no record.

// tract says which state a series is of, in the years in which it is the
// state's own. A series with two such times has two tracts.
type tract struct {
	state       entente.CCode
	first, last int
}

// always is no bound to the years of a tract.
const always = 9999

// series resolves the names, or codes, of the series of one file.
type series struct {
	groups map[string]bool    // of several states: regions, classes of income
	tracts map[string][]tract // series that are a state's own in some years only
	find   func(string) (entente.CCode, error)
	known  map[string][]tract
}

// of returns the state that a row of a series is of. Where there is none it
// returns false: the row is of a group or a territory, or of years in which
// the state had other borders, and noted; or the name is unknown, and the row
// is bad.
func (s *series) of(t *table, c, year int) (entente.CCode, bool) {
	if !t.value(c) || t.reason != "" {
		return 0, false
	}
	tracts, known := s.known[string(t.bytes(c))]
	if !known {
		name := t.text(c)
		tracts = s.tracts[name]
		if tracts == nil && !s.groups[name] {
			state, err := s.find(name)
			no := (*entente.ResolveError)(nil)
			switch {
			case err == nil:
				tracts = []tract{{state, 0, always}}
			case !errors.As(err, &no) || no.Reason != entente.NotInSystem:
				t.unknownState(c, "names neither a state, nor a territory, nor a group of states")
				return 0, false
			}
		}
		if s.known == nil {
			s.known = map[string][]tract{}
		}
		s.known[name] = tracts
	}
	for _, at := range tracts {
		if at.first <= year && year <= at.last {
			return at.state, true
		}
	}
	switch {
	case tracts != nil:
		t.remark("rows of years in which the state had other borders than the series, not read")
	case s.groups[t.text(c)]:
		t.remark("rows of groups of states, not read")
	default:
		t.remark("rows of territories that are no members of the state system, not read")
	}
	return 0, false
}

// set makes a set of names.
func set(names ...string) map[string]bool {
	s := map[string]bool{}
	for _, n := range names {
		s[n] = true
	}
	return s
}
