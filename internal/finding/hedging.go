package finding

import (
	"fmt"

	"github.com/entente-observatory/entente"
)

// Position answers where a state stands among the poles: whether it hedges,
// leans, or has little to do with any, and how much of its attention one other
// state holds.
func Position(p *entente.Position, nameOf func(entente.CCode) string) entente.Answer {
	var poles []string
	for _, c := range p.Poles {
		poles = append(poles, nameOf(c))
	}
	name := nameOf(p.State)
	if len(p.Place.Stances) == 0 {
		return entente.Answer{Sentence: fmt.Sprintf("The record of %d holds no kind of tie of %s that could be with any of %s, so its place among them cannot be told.", p.Year, name, list(poles))}
	}
	pl := &p.Place
	most := pl.Ties[0]
	for _, t := range pl.Ties[1:] {
		if t.Tie.Value > most.Tie.Value {
			most = t
		}
	}
	var s string
	switch pl.Class {
	case "hedging":
		s = fmt.Sprintf("In %d %s hedged among %s: its ties with them were many and even", p.Year, name, list(poles))
	case "leaning":
		s = fmt.Sprintf("In %d %s leaned to %s among %s", p.Year, name, nameOf(most.Pole), list(poles))
	default:
		s = fmt.Sprintf("In %d %s had little to do with any of %s", p.Year, name, list(poles))
	}
	s += fmt.Sprintf(" (hedging %.2f, 90 %% interval %.2f to %.2f, rank %d of %d states).", pl.Hedging.Value, pl.Hedging.Lo, pl.Hedging.Hi, p.Rank, p.Of)
	if len(p.Attention) > 0 {
		a := p.Attention[0]
		s += fmt.Sprintf(" Of its %s from %d to %d, %.0f %% (%.0f to %.0f %%) were with %s", a.Channel, a.From, a.To,
			100*a.Share.Value, 100*a.Share.Lo, 100*a.Share.Hi, nameOf(a.Partner))
		if a.Quotient > 0 {
			s += fmt.Sprintf(", %.1f times what other states give it", a.Quotient)
		}
		s += "."
	}
	ans := entente.Answer{Sentence: s, Surety: Surety(pl.Probability), Probability: pl.Probability}
	ans.Warnings = append(ans.Warnings, pl.Hedging.Warnings...)
	ans.Warnings = append(ans.Warnings, "No index of hedging is accepted in the field. This one is descriptive: look at its parts.")
	return ans
}
