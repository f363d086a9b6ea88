package irt

import (
	"math"
	"slices"
)

// Calibration: the published prior is one-sided, so its sample is no posterior
// of anything, and its intervals have no coverage to speak of by themselves. So
// records are simulated from a generative model near the one in hand, estimated
// in the same way, and the published standard deviations widened (or narrowed) by
// the one factor with which their intervals hold the level on these records.
//
// The generative model is the random walk: a unit's first point is N(0,1), its
// steps are N(0, Smooth·n/(n+n_prev)), and choices follow the ordinal probit. Its
// paths and items are drawn given the record (paths whole, by forward filtering
// and backward sampling, given the sampler's z and items), so that simulated
// records have the same rows, items and ballots, and points like the estimated.

// simulation is one simulated record with the points that made it.
type simulation struct {
	theta   []float64 // by the caller's row; NaN without ballots
	ballots []Ballot
}

// simulate draws a record from the sampler's present state.
func (c *sampler) simulate() simulation {
	p := c.panel
	theta := c.drawPaths()
	mean, sd := meanAndSD(theta)
	s := simulation{theta: blank(p.Rows()), ballots: make([]Ballot, len(p.ballotRow))}
	for r := range theta {
		theta[r] = (theta[r] - mean) / sd
		s.theta[p.rowOf[r]] = theta[r]
	}
	parallel(len(c.items), 32, func(from, to int) {
		for v := from; v < to; v++ {
			// The items move with the scale, so that probabilities stay.
			it := c.items[v]
			g1, g2, beta := it.g1-it.beta*mean, it.g2-it.beta*mean, it.beta*sd
			rng := newStream(c.seed, useBallots, c.sweeps, uint64(v))
			for b := p.itemStart[v][0]; b < p.itemStart[v][3]; b++ {
				r := p.ballotRow[b]
				z := beta*theta[r] + rng.normal()
				choice := uint8(0)
				if z > g1 {
					choice++
				}
				if z > g2 {
					choice++
				}
				s.ballots[b] = Ballot{p.rowOf[r], p.itemOf[v], choice}
			}
		}
	})
	return s
}

// drawPaths draws every unit's path under the random walk, given z and the items.
func (c *sampler) drawPaths() []float64 {
	p := c.panel
	theta := make([]float64, len(c.theta))
	parallel(len(p.chains), 4, func(from, to int) {
		var mean, variance []float64
		for _, rows := range p.chains[from:to] {
			mean, variance = mean[:0], variance[:0]
			m, v := 0.0, 1.0
			for k, r := range rows {
				if k > 0 {
					v += c.smooth * p.share[r]
				}
				bz, bb := c.sumRow(int(r))
				precision := 1/v + bb
				m = (m/v + bz) / precision
				v = 1 / precision
				mean, variance = append(mean, m), append(variance, v)
			}
			for k := len(rows) - 1; k >= 0; k-- {
				r := rows[k]
				m, v := mean[k], variance[k]
				if k+1 < len(rows) {
					next := rows[k+1]
					d := c.smooth * p.share[next]
					m += v / (v + d) * (theta[next] - m)
					v *= d / (v + d)
				}
				rng := newStream(c.seed, usePath, c.sweeps, uint64(r))
				theta[r] = m + math.Sqrt(v)*rng.normal()
			}
		}
	})
	return theta
}

// widen gives the factor on the standard deviations sd, by the caller's row, with
// which normal intervals of the level hold the simulated points: the quantile of
// |estimate - truth|/sd over that of the normal. Pivots are collected over
// several records by the caller.
func widen(pivots []float64, level float64) float64 {
	slices.Sort(pivots)
	return quantile(pivots, level) / normalQuantile((1+level)/2)
}

// pivots appends |estimate - truth|/sd of every row that both have.
func pivots(to, estimate, truth, sd []float64) []float64 {
	for r := range truth {
		if x := math.Abs(estimate[r]-truth[r]) / sd[r]; !math.IsNaN(x) {
			to = append(to, x)
		}
	}
	return to
}

// calibrated is the sample spread about its means by a factor.
func (s *Sample) calibrated(factor, level float64) *Sample {
	w := &Sample{Mean: s.Mean, MCSE: s.MCSE, Start: s.Start, Apart: s.Apart, Widened: factor}
	q := normalQuantile((1 + level) / 2)
	for r, sd := range s.SD {
		sd *= factor
		w.SD = append(w.SD, sd)
		w.Lo = append(w.Lo, s.Mean[r]-q*sd)
		w.Hi = append(w.Hi, s.Mean[r]+q*sd)
	}
	for _, draw := range s.draws {
		spread := make([]float32, len(draw))
		for r, x := range draw {
			m := float32(s.Mean[r])
			spread[r] = m + float32(factor)*(x-m)
		}
		w.draws = append(w.draws, spread)
	}
	return w
}
