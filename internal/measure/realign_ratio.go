package measure

import (
	"math"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/changepoint"
)

// ratio holds, for a channel and a stretch of years, the evidence for a change
// in each year over that for none, by direction: closer and away; 1 where the
// channel cannot see the year. Years are those of the common axis.
type ratio struct{ closer, away []float64 }

// part is a channel of one dyad.
type part struct {
	*channelModel
	y          []float64 // on the common axis
	sum, under []float64 // prefix sums of events and exposure, over the dispersion
	seen       []int     // prefix sums of years with a value
	last       []int     // the last year with a value up to each, -1 before
	moves      float64   // of a state, in all its years
	expected   float64   // at the world's rates
	ratio      ratio
	detector   *changepoint.Detector
}

func (p *part) load(row, years int) {
	p.y = grow(p.y, years)
	for t := range p.y {
		p.y[t] = math.NaN()
	}
	for t, x := range p.Values(row) {
		if k := t + p.offset; k >= 0 && k < years {
			p.y[k] = float64(x)
		}
	}
	p.seen = grow(p.seen, years+1)
	p.seen[0] = 0
	for t, y := range p.y {
		p.seen[t+1] = p.seen[t]
		if y == y {
			p.seen[t+1]++
		}
	}
	if p.Law == entente.LawState {
		p.loadMoves(years)
	}
	if p.Law == entente.LawCount {
		p.sum, p.under = grow(p.sum, years+1), grow(p.under, years+1)
		p.sum[0], p.under[0] = 0, 0
		for t, y := range p.y {
			p.sum[t+1], p.under[t+1] = p.sum[t], p.under[t]
			if y == y {
				p.sum[t+1] += y / p.disperse
				p.under[t+1] += p.exposure[t-p.offset] / p.disperse
			}
		}
	}
	p.ratio.closer, p.ratio.away = grow(p.ratio.closer, years), grow(p.ratio.away, years)
}

func (p *part) loadMoves(years int) {
	p.last = grow(p.last, years)
	p.moves, p.expected = 0, 0
	last := -1
	for t, y := range p.y {
		if y == y {
			if last >= 0 {
				if y != p.y[last] {
					p.moves++
				}
				for u := last + 1; u <= t; u++ {
					p.expected += p.move[0][u-p.offset] + p.move[1][u-p.offset]
				}
			}
			last = t
		}
		p.last[t] = last
	}
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// weigh fills the ratios for the years a to b, b left out, and reports whether
// the channel has anything to say there. That a channel changed is no evidence
// if it would have changed anyhow, and no model of quiet is quite true: so of
// the channel's own Bayes factor M, the mean of m(k, d) over dates and
// directions, only the shape over dates is taken, and its size is that which M's
// place among the same channel of all dyads over as many years allows,
//
//	m(k, d)/M * B(p),   B(p) = -1/(e p log p) for p < 1/e, else 1,
//
// with p the share of them with M or more, and B the bound of Sellke, Bayarri
// & Berger (2001) on what a p-value may say. Where much changes, though, rank
// alone would hide every change behind the others, so B is at least the
// coarsened factor M^0.3 (Miller & Dunson 2019), up to 20. A register of states
// has its rates of moves for that.
func (p *part) weigh(a, b int) bool {
	for k := a; k < b; k++ {
		p.ratio.closer[k], p.ratio.away[k] = 1, 1
	}
	mean, n, ok := 0.0, 0, false
	switch p.Law {
	case entente.LawLevel:
		mean, n, ok = p.weighLevel(a, b)
	case entente.LawCount:
		mean, n, ok = p.weighCount(a, b)
	case entente.LawState:
		return p.weighState(a, b)
	}
	if !ok || n == 0 {
		return false
	}
	none := mean / p.surprise(b-a, math.Log(mean))
	for k := a; k < b; k++ {
		if p.sees(k, a, b) {
			p.ratio.closer[k] /= none
			p.ratio.away[k] /= none
		}
	}
	if p.closer < 0 {
		p.ratio.closer, p.ratio.away = p.ratio.away, p.ratio.closer
	}
	return true
}

// alone fills the ratios with those of one change of the channel by itself, and
// returns their log Bayes factor.
func (p *part) alone(a, b int) (logBF float64, ok bool) {
	for k := a; k < b; k++ {
		p.ratio.closer[k], p.ratio.away[k] = 1, 1
	}
	mean, n := 0.0, 0
	switch p.Law {
	case entente.LawLevel:
		mean, n, ok = p.weighLevel(a, b)
	case entente.LawCount:
		mean, n, ok = p.weighCount(a, b)
	}
	return math.Log(mean), ok && n > 0
}

func (p *part) margin() int {
	if p.Law == entente.LawLevel {
		return levelMargin
	}
	return countMargin
}

// sees reports whether the channel has enough years on each side of k.
func (p *part) sees(k, a, b int) bool {
	return p.seen[k]-p.seen[a] >= p.margin() && p.seen[b]-p.seen[k] >= p.margin()
}

// blind reports whether the channel cannot see a change in the year k, nor in
// the years after it by which it may lag.
func (p *part) blind(k, b int) bool {
	for l := range p.lag {
		if k+l < b && (p.ratio.closer[k+l] != 1 || p.ratio.away[k+l] != 1) {
			return false
		}
	}
	return true
}

// most bounds a ratio: beyond it nothing is decided any more.
const most = 1e12

// weighLevel asks package changepoint: one step under AR(1) errors, with a chance
// of slow drift. The variance of the errors is learnt from the series, in which
// the errors of measurement are; what is known of those enters the index.
func (p *part) weighLevel(a, b int) (mean float64, n int, ok bool) {
	if p.seen[b]-p.seen[a] < 2*levelMargin {
		return 0, 0, false
	}
	up, down, err := p.detector.Ratios(p.y[a:b])
	if err != nil {
		return 0, 0, false
	}
	for k := a; k < b; k++ {
		if p.sees(k, a, b) {
			p.ratio.closer[k], p.ratio.away[k] = min(math.Exp(p.weight*up[k-a]), most), min(math.Exp(p.weight*down[k-a]), most)
			n++
		}
	}
	return p.ownEvidence(a, b), n, true
}

const (
	countShape  = 0.5 // of the gamma of a rate, about the rate of the stretch
	countMargin = 2   // observed years on each side
)

// weighCount is the change of a Poisson rate with exposure E and conjugate
// gamma(a0, a0/m), m the rate of the stretch:
// log evidence = lgamma(a0+S) - (a0+S) log(b0+E) + a0 log b0 - lgamma(a0).
// Sum and exposure are divided by the overdispersion (quasi-likelihood,
// McCullagh & Nelder 1989, ch. 9), so that a cluster of events is not taken
// for that many signs. The direction comes from the two rates' gamma laws by
// the cube root of Wilson and Hilferty (1931).
func (p *part) weighCount(a, b int) (mean float64, n int, ok bool) {
	s, e := p.sum[b]-p.sum[a], p.under[b]-p.under[a]
	if s <= 0 || e <= 0 || p.seen[b]-p.seen[a] < 2*countMargin {
		return 0, 0, false
	}
	b0 := countShape * e / s
	lg0, _ := math.Lgamma(countShape)
	start := countShape*math.Log(b0) - lg0
	log := func(s, e float64) float64 {
		lg, _ := math.Lgamma(countShape + s)
		return start + lg - (countShape+s)*math.Log(b0+e)
	}
	none := log(s, e)
	for k := a + 1; k < b; k++ {
		if !p.sees(k, a, b) {
			continue
		}
		s1, e1 := p.sum[k]-p.sum[a], p.under[k]-p.under[a]
		r := math.Exp(p.weight * (log(s1, e1) + log(s-s1, e-e1) - none))
		z1, v1 := cubeRoot(countShape+s1, b0+e1)
		z2, v2 := cubeRoot(countShape+s-s1, b0+e-e1)
		rises := 0.5 * math.Erfc(-(z2-z1)/math.Sqrt(2*(v1+v2)))
		p.ratio.closer[k], p.ratio.away[k] = min(2*r*rises, most), min(2*r*(1-rises), most)
		n++
	}
	return p.ownEvidence(a, b), n, true
}

// ownEvidence is the mean of the channel's ratios over the years and directions
// in which the channel, the world over, moves by itself (channelModel.usual).
func (p *part) ownEvidence(a, b int) float64 {
	sum, all := 0.0, 0.0
	for k := a; k < b; k++ {
		if !p.sees(k, a, b) {
			continue
		}
		up, down := p.usual[0][k-p.offset], p.usual[1][k-p.offset]
		sum += up*p.ratio.closer[k] + down*p.ratio.away[k]
		all += up + down
	}
	return sum / max(all, 1e-300)
}

// cubeRoot returns mean and variance of the cube root of a gamma variable.
func cubeRoot(shape, rate float64) (mean, variance float64) {
	c := math.Cbrt(shape / rate)
	return c * (1 - 1/(9*shape)), c * c / (9 * shape)
}

// weighState is a Markov chain that starts anew at a change. Where the state
// moved, the evidence for a change is one over the rate at which it would move
// anyhow, so a treaty is strong evidence once and no more for every year that it
// stays in force; where it did not move, the channel took no part. The rate is
// the world's of that year, times how restless the dyad is otherwise: with m
// moves in n years besides this one and m0 expected,
// (m + restless) / (m0 + restless).
func (p *part) weighState(a, b int) bool {
	moved := false
	up, down := p.ratio.closer, p.ratio.away
	for k := a + 1; k < b; k++ {
		last := p.last[k-1] // year of the last known state
		if last < a || p.last[k] != k {
			continue
		}
		was, is := p.y[last], p.y[k]
		// A move that took some years happened in any of them.
		gap := float64(k - last)
		restless := 1.0
		if is != was {
			restless = (p.moves - 1 + steadiness) / (p.expected + steadiness)
			moved = true
		}
		for t := last + 1; t <= k; t++ {
			up[t], down[t] = 0, 0
			switch {
			case is > was:
				up[t] = math.Pow(2/rate(p.move[0][t-p.offset]*restless), p.weight) / gap
			case is < was:
				down[t] = math.Pow(2/rate(p.move[1][t-p.offset]*restless), p.weight) / gap
			}
		}
	}
	if p.closer < 0 {
		p.ratio.closer, p.ratio.away = down, up
	}
	return moved
}

// steadiness is the shape of the gamma law of dyads' restlessness about 1.
const steadiness = 1

// rate keeps a yearly rate of moves below certainty.
func rate(q float64) float64 { return min(q, 0.9) }
