package source

import (
	"errors"

	"github.com/entente-observatory/entente"
)

// outsideSystem is the reason for which rows are rejected that are of a
// territory or an organisation: such a row is sound, and says nothing of a
// state. Read does not count it against a file.
const outsideSystem = "not in the state system"

// party is a state that a record names, and the days of the record on which
// it is that state.
type party struct {
	state  entente.CCode
	period entente.Period
}

// finder tells which state a name or code means in a period.
type finder func(string, entente.Period) (entente.CCode, error)

// The finders that files need: by any name, and by the codes of one scheme.
func byName(name string, p entente.Period) (entente.CCode, error) {
	return entente.States().ResolveIn(name, p)
}

func byISONumber(code string, p entente.Period) (entente.CCode, error) {
	return entente.States().ResolveCodeIn(entente.ISON, code, p)
}

func byISOLetters(code string, p entente.Period) (entente.CCode, error) {
	return entente.States().ResolveCodeIn(entente.ISO3, code, p)
}

func byGleditschWard(code string, p entente.Period) (entente.CCode, error) {
	return entente.States().ResolveCodeIn(entente.GW, code, p)
}

// parties finds the states that a cell's text names through a period: one, or
// one after another where a name passes to a successor within it (Germany over
// 1985-1995 is 260 and then 255). What the file means by names that the list
// of states leaves open is in settled; 0 stands for what is no state there.
// None is returned for what is outside the state system, and for an unknown
// name, which makes the row bad.
func (t *table) parties(c int, text string, p entente.Period, find finder, settled map[string]entente.CCode) []party {
	at := p
	if p.To == entente.Ongoing || p.To.Year() > p.From.Year() {
		// What a name means over years is what it means in the first of them.
		at = entente.Period{From: p.From, To: entente.CalendarYear(p.From.Year()).To}
	}
	state, err := find(text, at)
	no := (*entente.ResolveError)(nil)
	if errors.As(err, &no) {
		if own, ok := settled[text]; ok {
			state, err = own, nil
		} else if no.Reason == entente.NotThen {
			state, err = newNamesakes(func(name string, day entente.Date) (entente.CCode, error) {
				return find(name, entente.Period{From: day, To: day})
			}).loosely(text, at.From)
		}
	}
	switch {
	case errors.As(err, &no) && no.Reason == entente.NotInSystem:
		return nil
	case err != nil:
		t.fault("unknown state", err.Error()+"; correct "+t.columnName(c)+", or leave the row out")
		return nil
	case state == 0:
		return nil
	}
	spells := entente.States().Get(state).Membership
	end := spells[len(spells)-1].To
	if p.To <= end || end < p.From {
		return []party{{state, p}}
	}
	heir, err := find(text, entente.Period{From: end + 1, To: end + 1})
	if err != nil || heir == state {
		return []party{{state, p}}
	}
	return []party{{state, entente.Period{From: p.From, To: end}}, {heir, entente.Period{From: end + 1, To: p.To}}}
}

// party is parties for a row of one state, which is rejected where that is
// outside the state system.
func (t *table) party(c int, text string, p entente.Period, find finder, settled map[string]entente.CCode) []party {
	found := t.parties(c, text, p, find, settled)
	if found == nil {
		t.fault(outsideSystem, t.columnName(c)+" "+clip(text))
	}
	return found
}

// ties sends the tie between each two of the parties.
func (t *table) ties(from, to []party, tie entente.Tie) { t.send(between(nil, from, to, tie)) }

// between adds the tie between each two of the parties for the days on which
// both are meant.
func between(ties []entente.Tie, from, to []party, tie entente.Tie) []entente.Tie {
	for _, a := range from {
		for _, b := range to {
			both, ok := a.period.Intersect(b.period)
			if !ok || a.state == b.state {
				continue
			}
			tie.From, tie.To, tie.Period = a.state, b.state, both
			if !tie.Directed && tie.From > tie.To {
				tie.From, tie.To = tie.To, tie.From
			}
			ties = append(ties, tie)
		}
	}
	return ties
}

// send sends ties as of this row.
func (t *table) send(ties []entente.Tie) {
	for _, tie := range ties {
		tie.Ref = t.ref()
		t.out.Tie(tie)
	}
}
