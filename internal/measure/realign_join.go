package measure

import (
	"math"
	"slices"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/changepoint"
)

const (
	joinMargin = 2   // years on each side of a change
	apart      = 4   // least years between two changes of a dyad
	concord    = 0.9 // probability that a channel that takes part moves with the rest
	accept     = 0.5 // probability above which a change divides the record
	tell       = 0.1
)

// finder looks for the changes of one dyad at a time and keeps its memory.
type finder struct {
	models []*channelModel
	hazard float64
	years  int
	parts  []*part
	of     []*part // those of the dyad
	active []*part
	acts   bool      // whether events or things in force are on record
	heard  []float64 // by year and direction: the evidence of all
	origin []float64 // that of one origin
	mixed  [2][]float64
}

func newFinder(models []*channelModel, years int) (*finder, error) {
	f := &finder{models: models, years: years}
	for _, m := range models {
		p := &part{channelModel: m}
		if m.Law == entente.LawLevel {
			var err error
			if p.detector, err = changepoint.New(m.prior); err != nil {
				return nil, err
			}
		}
		f.parts = append(f.parts, p)
	}
	return f, nil
}

// load takes up a dyad, by its row in each channel, -1 if it has none.
func (f *finder) load(rows []int32) {
	f.of = f.of[:0]
	f.acts = false
	for c, r := range rows {
		if r >= 0 && f.models[c].weight > 0 {
			f.parts[c].load(int(r), f.years)
			f.of = append(f.of, f.parts[c])
			f.acts = f.acts || f.parts[c].Law != entente.LawLevel
		}
	}
}

// verdict is what a stretch of years says of one change within it.
type verdict struct {
	a, b        int
	logBF       float64
	probability float64
	mode        int
	date        []float64 // by year less a, given a change
	closer      float64   // probability of the direction, given a change
	parts       []*part
	responds    []float64 // of parts: probability of taking part, in years that the channel sees
	without     []float64 // of parts: what would be stated without the channel; nil if not asked
	seen        []float64 // of parts: probability of those years
	moves       []float64 // towards alignment, given that it responds
	lo, hi      int       // years between the neighbours
	moved       float64   // probability that it was material, given a change: see World.place
	size        entente.Estimate
	position    entente.Estimate
}

// stretch computes the exact posterior of one change common to the channels of
// the dyad, in the years a to b, b left out:
//
//	BF = mean over k, d of [ prod_o (1 - rho_o + rho_o m_o(k, d)) - prod_o (1-rho_o) ] / [ 1 - prod_o (1-rho_o) ]
//
// over origins o, with m_o the mean over the channels of the origin (readings of
// the same acts, of which any one may be the right one) of sum_l pi_c(l) m_c(k+l, d), and
// m_c(k, d) 0.9 of the channel's evidence for a move in the common direction d
// and 0.1 of that for the opposite one. The prior probability of a change in n
// years is 1 - exp(-hazard n). It returns nil where no channel speaks.
func (f *finder) stretch(a, b int) *verdict {
	f.active = f.active[:0]
	if b-a < 2*joinMargin {
		return nil
	}
	for _, p := range f.of {
		if p.weigh(a, b) {
			f.active = append(f.active, p)
		}
	}
	if len(f.active) == 0 {
		return nil
	}
	from, to := a+joinMargin, b-joinMargin+1
	n := to - from
	f.heard = grow(f.heard, 2*n)
	clear(f.heard)
	none := 0.0
	for i := 0; i < len(f.active); {
		group := f.group(i)
		i += len(group)
		rho := response(group)
		none += math.Log1p(-rho)
		f.hear(group, from, to, b)
		for x := range f.heard {
			f.heard[x] += math.Log1p(rho * (f.origin[x] - 1))
		}
	}
	someone := -math.Expm1(none)
	silent := math.Exp(none)
	top := slices.Max(f.heard)
	total := 0.0
	for i, x := range f.heard {
		f.heard[i] = max(math.Exp(x-top)-silent*math.Exp(-top), 0) / someone
		total += f.heard[i]
	}
	v := &verdict{a: a, b: b, logBF: math.Inf(-1)}
	if total > 0 {
		v.logBF = top + math.Log(total/float64(2*n))
	}
	prior := -math.Expm1(-f.hazard * float64(n))
	v.probability = changepoint.Probability(v.logBF, prior)
	best := -1.0
	for k := from; k < to; k++ {
		w := f.heard[2*(k-from)] + f.heard[2*(k-from)+1]
		if w > best {
			best, v.mode = w, k
		}
	}
	if v.probability < tell || total == 0 {
		return v
	}
	f.describe(v, from, to, total)
	return v
}

// group returns the active channels of one origin, which stand together, from
// the i-th on.
func (f *finder) group(i int) []*part {
	j := i + 1
	for j < len(f.active) && f.active[j].Origin == f.active[i].Origin {
		j++
	}
	return f.active[i:j]
}

// response is the probability that an origin takes part.
func response(group []*part) float64 {
	sum := 0.0
	for _, p := range group {
		sum += p.response
	}
	return sum / float64(len(group))
}

// hear fills origin, by year and direction, with the mean evidence of a group.
func (f *finder) hear(group []*part, from, to, b int) {
	f.origin = grow(f.origin, 2*(to-from))
	clear(f.origin)
	for _, p := range group {
		f.mix(p, b)
		for k := from; k < to; k++ {
			for d := range 2 {
				f.origin[2*(k-from)+d] += f.lagged(p, d, k, b) / float64(len(group))
			}
		}
	}
}

// mix joins concordant and discordant moves of a channel.
func (f *finder) mix(p *part, b int) {
	for d := range f.mixed {
		f.mixed[d] = grow(f.mixed[d], f.years)
		same, other := p.ratio.closer, p.ratio.away
		if d == 1 {
			same, other = other, same
		}
		for k := range f.mixed[d][:b] {
			f.mixed[d][k] = concord*same[k] + (1-concord)*other[k]
		}
	}
}

// lagged sums over the channel's lags; what lies beyond the stretch is unseen.
func (f *finder) lagged(p *part, d, k, b int) float64 {
	if len(p.lag) == 1 {
		return f.mixed[d][k]
	}
	sum := 0.0
	for l, w := range p.lag {
		if k+l < b {
			sum += w * f.mixed[d][k+l]
		} else {
			sum += w
		}
	}
	return sum
}

func (f *finder) describe(v *verdict, from, to int, total float64) {
	v.date = make([]float64, v.b-v.a)
	for k := from; k < to; k++ {
		up, down := f.heard[2*(k-from)]/total, f.heard[2*(k-from)+1]/total
		v.date[k-v.a] = up + down
		v.closer += up
	}
	for i := 0; i < len(f.active); {
		group := f.group(i)
		i += len(group)
		rho := response(group)
		f.hear(group, from, to, v.b)
		for _, p := range group {
			f.describePart(v, p, rho/float64(len(group)), rho, from, to, total)
		}
	}
}

// describePart adds a channel's part: share is the prior probability that it is
// the reading of its origin that takes part, rho that any is.
func (f *finder) describePart(v *verdict, p *part, share, rho float64, from, to int, total float64) {
	f.mix(p, v.b)
	responds, moves, seen := 0.0, 0.0, 0.0
	for k := from; k < to; k++ {
		if p.blind(k, v.b) {
			continue // what a channel cannot see it does not carry
		}
		seen += (f.heard[2*(k-from)] + f.heard[2*(k-from)+1]) / total
		for d := range 2 {
			w := f.heard[2*(k-from)+d] / total
			if w < 1e-9 {
				continue
			}
			r := w * share * f.lagged(p, d, k, v.b) / (1 - rho + rho*f.origin[2*(k-from)+d])
			responds += r
			// Of that, the share of moves towards alignment.
			closer, away := 0.0, 0.0
			for l, lw := range p.lag {
				if k+l < v.b {
					closer += lw * p.ratio.closer[k+l]
					away += lw * p.ratio.away[k+l]
				}
			}
			if d == 0 {
				closer, away = concord*closer, (1-concord)*away
			} else {
				closer, away = (1-concord)*closer, concord*away
			}
			if closer+away > 0 {
				moves += r * closer / (closer + away)
			} else {
				moves += r / 2
			}
		}
	}
	v.parts = append(v.parts, p)
	v.seen = append(v.seen, seen)
	v.responds = append(v.responds, responds)
	if responds > 0 {
		moves /= responds
	}
	v.moves = append(v.moves, moves)
}

// changes finds the changes of the dyad by recursion: the record is divided at
// the most probable change, then each side, and in windows of window years
// where two opposite changes may hide each other; then each change is weighed
// anew on the stretch between its neighbours until none moves. What is returned
// is in order of time, with the weaker candidates of the stretches between.
func (f *finder) changes(a, b int) []*verdict {
	var at []int
	f.divide(a, b, &at)
	for round := 0; round < 4 && len(at) > 0; round++ {
		slices.Sort(at)
		before := slices.Clone(at)
		for j := 0; j < len(at); j++ {
			v := f.between(at, j, a, b)
			if v == nil || v.probability < accept {
				at = slices.Delete(at, j, j+1)
				j--
				continue
			}
			at[j] = v.mode
		}
		if slices.Equal(before, at) {
			break
		}
	}
	slices.Sort(at)
	var out []*verdict
	for j := range at {
		if v := f.between(at, j, a, b); v != nil && v.probability >= tell {
			out = append(out, v)
		}
	}
	for j := 0; j <= len(at); j++ {
		lo, hi := a, b
		if j > 0 {
			lo = at[j-1]
		}
		if j < len(at) {
			hi = at[j]
		}
		if v := f.stretch(lo, hi); v != nil && v.probability >= tell {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(x, y *verdict) int { return x.mode - y.mode })
	return out
}

// between weighs the change at[j] on the stretch between its neighbours.
func (f *finder) between(at []int, j, a, b int) *verdict {
	if j > 0 {
		a = at[j-1] + apart - joinMargin
	}
	if j+1 < len(at) {
		b = at[j+1] - apart + joinMargin
	}
	return f.stretch(a, b)
}

const (
	window     = 24
	windowStep = 8
)

func (f *finder) divide(a, b int, at *[]int) {
	v := f.stretch(a, b)
	if v == nil {
		return
	}
	// Two opposite changes hide each other on the whole record. Where acts are on
	// record each window is asked; where none is, those that hint at something.
	if v.probability < accept && (f.acts || v.logBF > 0) {
		for w := a; w+window/2 < b && b-a > window; w += windowStep {
			u := f.stretch(w, min(w+window, b))
			if u != nil && u.probability > v.probability {
				v = u
			}
		}
	}
	if v.probability < accept {
		return
	}
	*at = append(*at, v.mode)
	f.divide(a, v.mode, at)
	f.divide(v.mode, b, at)
}
