package panel

import (
	"cmp"
	"slices"

	"github.com/entente-observatory/entente"
)

// useOfForce is the level of hostility, of five, from which a dispute counts
// as a clash: one side used force.
const useOfForce = 4

// Clashes lists the dyad-years in which a dispute reached the use of force,
// from records of one tie a dyad and year with the level as value, once each.
// Years outside first to last are left out.
func Clashes(ties []entente.Tie, first, last int) entente.Clashes {
	out := entente.Clashes{First: first, Last: last}
	for _, t := range ties {
		if t.Status != entente.Known || t.Value < useOfForce || t.From == t.To {
			continue
		}
		from, to := t.Period.Years(first, last)
		for y := from; y <= to; y++ {
			out.Rows = append(out.Rows, entente.Clash{Dyad: entente.DyadOf(t.From, t.To), Year: int16(y)})
		}
	}
	slices.SortFunc(out.Rows, func(a, b entente.Clash) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), a.Dyad.Compare(b.Dyad))
	})
	out.Rows = slices.Compact(out.Rows)
	return out
}
