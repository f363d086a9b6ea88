package changepoint

import (
	"fmt"
	"math"
	"slices"
)

// Dates returns the smallest set of dates with probability level or more given
// a change, in order of time; it may have gaps. Each is the first period after
// the change.
func (p *Posterior) Dates(level float64) []int { return smallestSet(p.Date, level) }

func smallestSet(pmf []float64, level float64) []int {
	var order []int
	for k, w := range pmf {
		if w > 0 {
			order = append(order, k)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case pmf[a] > pmf[b]:
			return -1
		case pmf[a] < pmf[b]:
			return 1
		}
		return 0
	})
	sum := 0.0
	for i, k := range order {
		// The last bit of the sum is rounding, not probability.
		if sum += pmf[k]; sum >= level-1e-12 {
			order = order[:i+1]
			break
		}
	}
	slices.Sort(order)
	return order
}

// Mode returns the most probable date, the first period after the change.
func (p *Posterior) Mode() int {
	best := 0
	for k, w := range p.Date {
		if w > p.Date[best] {
			best = k
		}
	}
	return best
}

// Size is the size of a change in the unit of the series: its median and the
// central interval of probability Level.
type Size struct{ Median, Lo, Hi, Level float64 }

// component is one law of the mixture that is the posterior of a size.
type component struct {
	up, down    float64 // weights of the part above and below zero
	mean, scale float64
	tails       *tails
}

// Size returns the posterior of channel c's change of level, given that there
// was a change and that the channel took part: the exact mixture over date,
// correlation and scale (components that together weigh less than one part in
// a million are left out). It visits the channel again and costs as much as
// fitting it.
func (p *Posterior) Size(c int, level float64) (Size, error) {
	if c < 0 || c >= len(p.Channels) {
		return Size{}, fmt.Errorf("changepoint: there is no channel %d among %d", c, len(p.Channels))
	}
	if !(level > 0 && level < 1) {
		return Size{}, fmt.Errorf("changepoint: level is %v; it must lie between 0 and 1", level)
	}
	if err := p.Channels[c].Err; err != nil {
		return Size{}, fmt.Errorf("changepoint: channel %d has no size: %w", c, err)
	}
	mix := p.sizeMixture(c)
	s := p.detector.samples[c].scale
	return Size{
		Median: s * mix.quantile(0.5),
		Lo:     s * mix.quantile((1-level)/2),
		Hi:     s * mix.quantile((1+level)/2),
		Level:  level,
	}, nil
}

type mixture struct {
	parts []component
	total float64
}

// sizeMixture weighs each law by the evidence of its grid point and by what the
// other channels, the priors of date and lag, and the common direction leave
// to its date.
func (p *Posterior) sizeMixture(c int) mixture {
	d := p.detector
	s := &d.samples[c]
	up, down := p.ownDates(c)
	var m mixture
	var parts []component
	at := math.Inf(-1)
	d.grid.walk(s, func(pt *point) float64 {
		best := math.Inf(-1)
		for k := s.from; k < s.to; k++ {
			ss, sy := pt.step(k, &pt.nuisance)
			root, det := pt.weigh(ss, sy)
			logW := pt.logEvidence(root*root) + math.Log(det)
			best = max(best, logW)
			heavier := logW + max(up[k], down[k])
			if heavier < at-25 {
				continue
			}
			at = max(at, heavier)
			variance := 1 / (ss + pt.perSize)
			q := component{up: logW + up[k], down: logW + down[k], mean: sy * variance, tails: pt.tails}
			if pt.conjugate {
				variance *= (pt.b - root*root/2) / pt.an
			}
			q.scale = math.Sqrt(max(variance, 0)) + math.SmallestNonzeroFloat64
			parts = append(parts, q)
		}
		return best
	})
	for _, q := range parts {
		q.up, q.down = math.Exp(q.up-at), math.Exp(q.down-at)
		if q.up+q.down < 1e-9 {
			continue
		}
		above := q.tails.upper(-q.mean / q.scale)
		m.total += q.down*(1-above) + q.up*above
		m.parts = append(m.parts, q)
	}
	return m
}

// ownDates returns, by channel c's own date, the log weight that everything
// else gives to its taking part there with a rise, and with a fall.
func (p *Posterior) ownDates(c int) (up, down []float64) {
	n := len(p.Date)
	s, o := &p.detector.samples[c], &p.outcome
	sums := [2][]logSum{make([]logSum, n), make([]logSum, n)}
	for d := range sums {
		for k := range sums[d] {
			sums[d][k].reset()
		}
	}
	for d := range o.directions {
		for i := o.from; i < o.to; i++ {
			others := p.detector.steps.aside(o, c, i, d)
			for l, w := range s.lag {
				if k := i + l; k < n {
					sums[d][k].add(others + w)
				}
			}
		}
	}
	up, down = make([]float64, n), make([]float64, n)
	for k := range up {
		up[k], down[k] = sums[0][k].log(), sums[1][k].log()
		if o.directions == 1 {
			down[k] = up[k]
		}
		if s.sign < 0 {
			up[k], down[k] = down[k], up[k]
		}
	}
	return up, down
}

// cdf returns P(size <= x): from the parts below zero, or as what is not above.
func (m *mixture) cdf(x float64) float64 {
	sum := 0.0
	if x < 0 {
		for _, q := range m.parts {
			sum += q.down * q.tails.upper((q.mean-x)/q.scale)
		}
		return sum / m.total
	}
	for _, q := range m.parts {
		sum += q.up * q.tails.upper((x-q.mean)/q.scale)
	}
	return 1 - sum/m.total
}

// quantile inverts cdf by false position with the Illinois weight (Dowell &
// Jarratt 1971), to a relative 1e-8 of the bracket.
func (m *mixture) quantile(prob float64) float64 {
	lo, hi := 0.0, 0.0
	for _, q := range m.parts {
		lo, hi = min(lo, q.mean-3*q.scale), max(hi, q.mean+3*q.scale)
	}
	for lo < 0 && m.cdf(lo) > prob {
		lo *= 2
	}
	for hi > 0 && m.cdf(hi) < prob && hi < 1e9 {
		hi *= 2
	}
	below, above := m.cdf(lo)-prob, m.cdf(hi)-prob
	width := (hi - lo) * 1e-8
	last := 0
	for range 100 {
		if hi-lo <= width || below >= 0 || above <= 0 {
			break
		}
		mid := lo + (hi-lo)*below/(below-above)
		// Never nearer to an end than half the width, or one end would stay.
		mid = min(max(mid, lo+width/2), hi-width/2)
		if d := m.cdf(mid) - prob; d < 0 {
			lo, below = mid, d
			if last < 0 {
				above /= 2
			}
			last = -1
		} else {
			hi, above = mid, d
			if last > 0 {
				below /= 2
			}
			last = 1
		}
	}
	return lo + (hi-lo)/2
}
