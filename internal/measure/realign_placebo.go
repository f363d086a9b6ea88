package measure

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"

	"github.com/entente-observatory/entente"
)

// The placebo. A model of quiet records is never quite true: channels drift,
// and whole regions turn at once. So what the search finds is held against what
// it finds in a world in which nothing can be found: every channel of a dyad is
// exchanged for that of another dyad, and moved by some years against the
// others, since many dyads turn in the same years. Each series keeps its manner
// and its gaps, and year effects move with it; only that the channels of one
// dyad turn together is gone. What is found there is false (Efron 2010, ch. 6:
// an empirical null).

// The placebo is searched in several turns of the wheel for the dyads of which
// much is on record, and in one for a part of the many others.
const (
	placeboTurns = 2
	placeboStep  = 4
)

// strata of dyads, by the number of channels of acts (events and things in
// force): where more is on record, more coincides by chance.
const strata = 4

func (w *World) stratum(i int) int {
	acts := 0
	for c, r := range w.rows[i] {
		if r >= 0 && w.Tables[c].Law != entente.LawLevel {
			acts++
		}
	}
	switch {
	case acts == 0:
		return 0
	case acts <= 2:
		return 1
	case acts <= 4:
		return 2
	}
	return 3
}

// placebo lists, for each turn, the dyads to be searched, and the weight of
// what is found by stratum.
func (w *World) placebo() (turns [placeboTurns][]int, weight [strata]float64) {
	all, searched := [strata]float64{}, [strata]float64{}
	for i, key := range w.sampleKeys() {
		s := w.stratum(i)
		all[s]++
		for t := range turns {
			if s > 1 || t == 0 && (key>>24)%placeboStep == 0 {
				turns[t] = append(turns[t], i)
				searched[s]++
			}
		}
	}
	for s := range weight {
		if searched[s] > 0 {
			weight[s] = all[s] / searched[s]
		}
	}
	return turns, weight
}

// keys tells the dyads' records by their content, so that no choice below
// depends on what the states are called.
func (w *World) keys() []uint64 {
	keys := make([]uint64, len(w.Dyads))
	var b [4]byte
	for i, rows := range w.rows {
		h := fnv.New64a()
		for c, r := range rows {
			if r < 0 {
				continue
			}
			for _, v := range w.Tables[c].Values(int(r)) {
				// Rounded: sums over states in another order differ in the last bits.
				x := int32(math.Round(float64(v) * 1000))
				if v != v {
					x = math.MinInt32
				}
				b[0], b[1], b[2], b[3] = byte(x), byte(x>>8), byte(x>>16), byte(x>>24)
				h.Write(b[:])
			}
		}
		keys[i] = h.Sum64()
	}
	return keys
}

func (w *World) sampleKeys() []uint64 {
	if w.key == nil {
		w.key = w.keys()
	}
	return w.key
}

// sample lists one dyad in step.
func (w *World) sample(step int) []int {
	var list []int
	for i, k := range w.sampleKeys() {
		if step == 1 || (k>>16)%uint64(step) == 0 {
			list = append(list, i)
		}
	}
	return list
}

// rotated returns the placebo: among the dyads that have a channel, each gets
// the row of one a fixed way further in the order of their keys, another way
// for each channel and turn.
func (w *World) rotated(turn int) *World {
	out := *w
	out.rows = make([][]int32, len(w.rows))
	for i := range out.rows {
		out.rows[i] = slices.Clone(w.rows[i])
	}
	order := w.sample(1)
	order = slices.Clone(order)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(w.key[a], w.key[b]) })
	for c := range w.Tables {
		var have []int
		for _, i := range order {
			if w.rows[i][c] >= 0 {
				have = append(have, i)
			}
		}
		shift := len(have) * (placeboTurns*(c+1) + turn) / (placeboTurns * (len(w.Tables) + 2))
		for k, i := range have {
			out.rows[i][c] = w.rows[have[(k+shift)%len(have)]][c]
		}
	}
	return &out
}

// delays are the years by which the channels are moved in the placebo.
var delays = [...]int{0, 5, -5, 10, -10}

// delayed returns the models with each channel moved.
func delayed(models []*channelModel, turn int) []*channelModel {
	out := make([]*channelModel, len(models))
	for c, m := range models {
		d := *m
		d.offset += delays[(c+turn)%len(delays)]
		out[c] = &d
	}
	return out
}

// calibration turns what the search states into the share that comes true: one
// less the rate of such findings in the placebo over that in the record, made
// monotone (isotonic regression, Ayer et al. 1955).
type calibration struct {
	score, share []float64
}

const calibrationWidth = 0.5 // of a bin, in log odds

func score(v *verdict) float64 {
	return math.Log(v.probability) - math.Log1p(-min(v.probability, 1-1e-12))
}

// newCalibration takes the scores of what was found in the record, and in the
// placebo with the weight that makes it as large.
func newCalibration(real, null []float64, weight float64) *calibration {
	const lo, hi = -4, 28
	n := int((hi - lo) / calibrationWidth)
	r, q := make([]float64, n), make([]float64, n)
	count := func(into, scores []float64, weight float64) {
		for _, x := range scores {
			b := int((x - lo) / calibrationWidth)
			into[min(max(b, 0), n-1)] += weight
		}
	}
	count(r, real, 1)
	count(q, null, weight)
	// Pool adjacent bins until the true share rises.
	type block struct{ r, q, from, to float64 }
	var blocks []block
	for b := range n {
		x := block{r[b], q[b], lo + float64(b)*calibrationWidth, lo + float64(b+1)*calibrationWidth}
		if x.r == 0 && x.q == 0 {
			continue
		}
		blocks = append(blocks, x)
		for len(blocks) > 1 {
			y, x := blocks[len(blocks)-2], blocks[len(blocks)-1]
			if trueShare(y.r, y.q) < trueShare(x.r, x.q) && x.r >= 20 {
				break
			}
			blocks = append(blocks[:len(blocks)-2], block{y.r + x.r, y.q + x.q, y.from, x.to})
		}
	}
	c := &calibration{}
	for _, x := range blocks {
		c.score = append(c.score, (x.from+x.to)/2)
		c.share = append(c.share, trueShare(x.r, x.q))
	}
	return c
}

// trueShare counts one false finding more than was seen, since none seen does
// not mean that there can be none.
func trueShare(real, null float64) float64 { return max(0, 1-(null+1)/(real+2)) }

// probability interpolates between the blocks.
func (c *calibration) probability(v *verdict) float64 {
	if len(c.score) == 0 {
		return 0
	}
	x := score(v)
	i, _ := slices.BinarySearch(c.score, x)
	switch {
	case i == 0:
		return c.share[0]
	case i == len(c.score):
		return c.share[i-1]
	}
	w := (x - c.score[i-1]) / (c.score[i] - c.score[i-1])
	return c.share[i-1]*(1-w) + c.share[i]*w
}
