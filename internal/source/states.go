package source

import (
	"errors"
	"fmt"

	"github.com/entente-observatory/entente"
)

// state reads a Correlates of War number of a state, whenever it was one:
// records speak of states before they enter the state system and after they
// leave it, and whether that counts is not decided here.
func (t *table) state(c int) entente.CCode {
	if !t.value(c) {
		return 0
	}
	n, ok := parseInt(t.bytes(c))
	if !ok || n < 1 || n > 999 || entente.States().Get(entente.CCode(n)) == nil {
		t.unknownState(c, "is no number of a state")
		return 0
	}
	return entente.CCode(n)
}

// unknownState makes the row bad on account of a cell that names no state.
func (t *table) unknownState(c int, why string) {
	t.fault("unknown state", fmt.Sprintf("%s %q: %s; correct it, or leave the row out", t.columnName(c), clip(t.text(c)), why))
}

// namesakes finds states by the names, or the codes of one scheme, that a file
// uses, on days. What a name means is remembered by year where it is the same
// on the first and the last day of it: files have a million rows and two
// hundred names.
type namesakes struct {
	find    func(name string, day entente.Date) (entente.CCode, error)
	byYear  map[string]*[namesakeYears]entente.CCode
	unknown map[string]error
}

const (
	namesakeFrom  = 1900
	namesakeYears = 300
)

// changing marks a year within which a name passes from one state to another.
const changing entente.CCode = -1

func newNamesakes(find func(string, entente.Date) (entente.CCode, error)) *namesakes {
	return &namesakes{find: find, byYear: map[string]*[namesakeYears]entente.CCode{}, unknown: map[string]error{}}
}

// on finds the state that a name means on a day.
func (n *namesakes) on(name []byte, day entente.Date) (entente.CCode, error) {
	if err, ok := n.unknown[string(name)]; ok {
		return 0, err
	}
	years := n.byYear[string(name)]
	if years == nil {
		years = new([namesakeYears]entente.CCode)
		n.byYear[string(name)] = years
	}
	year := day.Year()
	if year < namesakeFrom || year >= namesakeFrom+namesakeYears {
		return n.loosely(string(name), day)
	}
	at := &years[year-namesakeFrom]
	if *at > 0 {
		return *at, nil
	}
	if *at == 0 {
		whole := entente.CalendarYear(year)
		first, errFirst := n.loosely(string(name), whole.From)
		last, errLast := n.loosely(string(name), whole.To)
		*at = changing
		if errFirst == nil && errLast == nil && first == last {
			*at = first
			return first, nil
		}
	}
	code, err := n.loosely(string(name), day)
	if no := (*entente.ResolveError)(nil); errors.As(err, &no) && no.Reason == entente.UnknownName {
		n.unknown[string(name)] = err
	}
	return code, err
}

// loosely finds a state on a day. Where no state bears the name on that day but
// one alone does on others, that one is meant: members of the United Nations
// voted before they entered the state system (India in 1946, Ukraine in 1950)
// and after they had left it (Yemen Arab Republic in November 1990).
func (n *namesakes) loosely(name string, day entente.Date) (entente.CCode, error) {
	code, err := n.find(name, day)
	no := (*entente.ResolveError)(nil)
	if !errors.As(err, &no) || no.Reason != entente.NotThen {
		return code, err
	}
	for _, c := range no.Candidates {
		switch {
		case c.Period.Contains(day): // a successor, which does not bear the name
		case code != 0 && code != c.Code:
			return 0, err
		default:
			code = c.Code
		}
	}
	if code == 0 {
		return 0, err
	}
	return code, nil
}
