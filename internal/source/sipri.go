package source

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

const sipriTerms = "SIPRI: free for non-commercial use with attribution; to reproduce more than a tenth of the database needs its permission (https://www.sipri.org/about/terms-and-conditions)."

// sipriNames finds the states that the Stockholm International Peace Research
// Institute means. It tells parties by marks: ** for an organisation, * for
// rebels and others that are no state.
type sipriNames struct{ *namesakes }

func newSIPRINames() sipriNames {
	return sipriNames{newNamesakes(func(name string, day entente.Date) (entente.CCode, error) {
		switch name {
		case "Germany": // the Federal Republic's series; East Germany has its own
			if day < entente.Day(1990, 10, 3) {
				return 260, nil
			}
		case "Congo":
			return 484, nil
		case "Viet Nam": // South Vietnam has its own series
			return 816, nil
		case "Yemen": // so have the two before 1990
			return 679, nil
		}
		return entente.States().Resolve(name, day)
	})}
}

// state finds the state that a name means in a year, and makes the row bad
// where it is none.
func (n sipriNames) state(t *table, c int, name string, year int) entente.CCode {
	if t.reason != "" {
		return 0
	}
	if what := noState(name); what != "" {
		t.fault(outsideSystem, clip(name)+": "+what)
		return 0
	}
	code, err := n.on([]byte(name), entente.Day(year, 7, 1))
	if no, ok := err.(*entente.ResolveError); ok && no.Reason == entente.NotInSystem {
		t.fault(outsideSystem, clip(name)+": "+no.Note)
	} else if err != nil {
		t.fault("unknown state", err.Error()+"; correct "+t.columnName(c)+", or leave the row out")
	}
	return code
}

// noState says what a party is that is no state, or nothing.
func noState(name string) string {
	switch {
	case strings.HasSuffix(name, "**"):
		return "an international organisation"
	case strings.HasSuffix(name, "*"):
		return "a rebel group or another party within a state"
	case strings.HasPrefix(strings.ToLower(name), "unknown"):
		return "it is not known who"
	case name == "Libya GNC":
		return "a government of a part of Libya"
	}
	return ""
}

// yearColumn is a column of a table with a column for each year.
type yearColumn struct{ column, year int }

// yearColumns finds them, in order of years.
func (t *table) yearColumns() []yearColumn {
	var years []yearColumn
	for c, name := range t.header {
		if y, err := strconv.Atoi(name); err == nil && len(name) == 4 {
			years = append(years, yearColumn{c, y})
		}
	}
	slices.SortFunc(years, func(a, b yearColumn) int { return a.year - b.year })
	return years
}

// namesYears tells the header of such a table.
func namesYears(line string) bool {
	years := 0
	for _, f := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",;\t\" ", r) }) {
		if y, err := strconv.Atoi(f); err == nil && y >= 1900 && y < 2200 {
			years++
		}
	}
	return years >= 3
}

// once makes the row bad where a row of that name came before.
func (t *table) once(seen map[string]uint32, name string) {
	if t.reason != "" {
		return
	}
	if line, twice := seen[name]; twice {
		t.fault("row given twice", fmt.Sprintf("%s is also in line %d", clip(name), line))
		return
	}
	seen[name] = t.line
}

// sipriNoState stands where a state did not exist.
const sipriNoState = "xxx"

// stateYears sends the values of a table with a row a state and a column a
// year, save those of rows that are no states. A missing value is sent where
// the state was a member of the system in the year and no other row of it has
// a value: the producer leaves "not available" in years of another name.
func (t *table) stateYears(party int, names sipriNames, variable string) error {
	years := t.yearColumns()
	seen := map[string]uint32{}
	var all []entente.Attribute
	type stateYear struct {
		state entente.CCode
		from  entente.Date
	}
	said := map[stateYear]bool{}
	for t.next() {
		name := t.text(party)
		first := len(all)
		for _, y := range years {
			text := t.bytes(y.column)
			if len(text) == 0 || string(text) == sipriNoState || strings.HasPrefix(name, "Total") {
				continue
			}
			a := entente.Attribute{Period: entente.CalendarYear(y.year), Variable: variable, Label: name, Ref: t.ref()}
			a.Value, a.Status = t.floatOr(y.column, 0, 1e9)
			a.State = names.state(t, party, name, y.year)
			all = append(all, a)
		}
		t.once(seen, name)
		if t.bad() {
			all = all[:first]
			continue
		}
		for _, a := range all[first:] {
			if a.Status == entente.Known {
				said[stateYear{a.State, a.Period.From}] = true
			}
		}
	}
	if t.err != nil {
		return t.err
	}
	for _, a := range all {
		k := stateYear{a.State, a.Period.From}
		if a.Status == entente.Missing {
			if said[k] || !memberIn(a.State, a.Period) {
				continue
			}
			said[k] = true
		}
		t.out.Attribute(a)
	}
	return nil
}

// memberIn reports whether a state was a member of the system on a day of the
// period.
func memberIn(state entente.CCode, p entente.Period) bool {
	return slices.ContainsFunc(entente.States().Get(state).Membership, p.Overlaps)
}
