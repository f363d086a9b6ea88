package panel

import (
	"math"
	"slices"

	"github.com/entente-observatory/entente"
)

// volumeOfTrade gives the log of two states' trade with each other, both
// directions, in millions of current dollars. What the year and the two states'
// trade with all others explain is taken out in the measure, which makes of it
// the residual of a gravity equation with state-year effects (Anderson & van
// Wincoop 2003): inflation falls to the year, size to the states, and distance
// and language do not change. A dyad with a missing direction has no value that
// year; one that never traded has none at all.
func volumeOfTrade(b *book) error {
	ties, err := b.Ties("cow-trade", "flow")
	if err != nil {
		return err
	}
	flows := map[entente.Dyad][]float64{}
	for _, t := range ties {
		at := b.at(t.Period)
		if at < 0 {
			continue
		}
		d := entente.DyadOf(t.From, t.To)
		if flows[d] == nil {
			flows[d] = make([]float64, b.years())
			for i := range flows[d] {
				flows[d][i] = -1 // not on record
			}
		}
		switch {
		case t.Status != entente.Known:
			flows[d][at] = math.NaN()
		case flows[d][at] == -1:
			flows[d][at] = t.Value
		default:
			flows[d][at] += t.Value
		}
	}
	for d, f := range flows {
		if !slices.ContainsFunc(f, func(x float64) bool { return x > 0 }) {
			continue
		}
		row := b.row(d)
		for t, x := range f {
			if x >= 0 {
				row[t] = float32(math.Log(x + tradeFloor))
			}
		}
	}
	return nil
}

const tradeFloor = 0.1 // millions: stands for what is too small to be recorded
