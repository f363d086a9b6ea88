package measure

import (
	"math"
	"slices"

	"github.com/entente-observatory/entente"
)

// settle takes out of a channel of levels what is no matter of the dyad alone:
// the residual of
//
//	y_ijt = c_t + a_it + a_jt + e_ijt,
//
// fitted by ridge regression year by year over all dyads (what a state does to
// all comes before what it does to one), in standard deviations of the year's residuals. The
// year's effect is the agenda, inflation, the growth of coverage; a state's
// effect is what it does to all at once. Values that do not vary stay at 0.
func settle(t *entente.ChannelTable) *entente.ChannelTable {
	out := *t
	out.Value, out.Var = slices.Clone(t.Value), nil
	place := map[entente.CCode]int{}
	ends := make([][2]int, len(t.Dyads))
	for i, d := range t.Dyads {
		for k, c := range [2]entente.CCode{d.A, d.B} {
			if _, ok := place[c]; !ok {
				place[c] = len(place)
			}
			ends[i][k] = place[c]
		}
	}
	n := t.Years()
	for y := range n {
		settleYear(out.Value, y, n, ends, len(place))
	}
	return &out
}

// sweeps of backfitting; nearly every pair is on record, so that it converges
// fast. Each state goes half of the way at a time, since the other half may be
// its partners' to explain.
const sweeps = 20

// effectShrink is the weight of an effect's prior at zero, in partners: a state
// with few partners on record must not take all that they show, or nothing of
// them would be left.
const effectShrink = 2

func settleYear(value []float32, y, n int, ends [][2]int, states int) {
	effect, sum, count := make([]float64, states), make([]float64, states), make([]float64, states)
	mean, k := 0.0, 0.0
	for i, e := range ends {
		if v := float64(value[i*n+y]); v == v {
			mean += v
			k++
			count[e[0]]++
			count[e[1]]++
		}
	}
	if k == 0 {
		return
	}
	mean /= k
	for range sweeps {
		clear(sum)
		for i, e := range ends {
			if v := float64(value[i*n+y]); v == v {
				sum[e[0]] += v - mean - effect[e[1]]
				sum[e[1]] += v - mean - effect[e[0]]
			}
		}
		for s := range sum {
			effect[s] = (effect[s] + sum[s]/(count[s]+effectShrink)) / 2
		}
	}
	square := 0.0
	for i, e := range ends {
		if v := float64(value[i*n+y]); v == v {
			r := v - mean - effect[e[0]] - effect[e[1]]
			value[i*n+y] = float32(r)
			square += r * r
		}
	}
	sd := math.Sqrt(square / k)
	if sd == 0 {
		return
	}
	for i := y; i < len(value); i += n {
		value[i] = float32(float64(value[i]) / sd)
	}
}
