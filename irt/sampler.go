package irt

import (
	"math"
	"sync"
)

// A sweep of the sampler: for every item a Metropolis step on (β, g1, g2) with
// the latent z integrated out, then z, then β given z; then every row's θ given
// z and β; then the scale.
type sampler struct {
	panel  *Panel
	smooth float64
	seed   uint64
	prior  prior
	sweeps uint64 // done
	parameters
	proposal []proposal
	weighted []float32 // βz of every ballot
	mean     []float64 // conditional means of θ, not standardised ("ThetaMean")
	variance []float64 // conditional variances
	shift    float64   // of the last standardisation
	scale    float64
	accepted []uint32 // Metropolis steps, by item
	before   []float64
	scratch  sync.Pool
}

// prior is how a row's θ hangs on the unit's other rows.
type prior uint64

const (
	oneSided prior = iota
	randomWalk
)

// uses of random streams, to keep them apart
const (
	useItem = 1 + iota
	useRow
)

// workspace is what one item's update needs.
type workspace struct {
	theta, p0, p1 []float64
}

// proposal is the lower triangle of the Cholesky factor of the covariance of an
// item's random-walk proposal on (β, g1, g2).
type proposal struct{ l00, l10, l11, l20, l21, l22 float64 }

func newSampler(s *starter, pr prior, seed uint64) *sampler {
	p := s.panel
	c := &sampler{
		panel: p, smooth: s.smooth, seed: seed, prior: pr,
		parameters: parameters{theta: append([]float64(nil), s.theta...), items: append([]itemParameters(nil), s.items...)},
		proposal:   make([]proposal, len(s.items)),
		weighted:   make([]float32, len(p.ballotRow)),
		mean:       append([]float64(nil), s.theta...),
		variance:   append([]float64(nil), s.variance...),
		accepted:   make([]uint32, len(s.items)),
		scale:      1,
		before:     make([]float64, len(s.theta)),
	}
	largest := int32(0)
	for v := range c.items {
		at := p.itemStart[v]
		largest = max(largest, at[3]-at[0])
		c.items[v], c.proposal[v] = finite(c.items[v], p.kind(v), s.covariance[v])
	}
	c.scratch.New = func() any {
		b := make([]float64, 3*largest)
		return &workspace{theta: b[:largest], p0: b[largest : 2*largest], p1: b[2*largest:]}
	}
	return c
}

// finite gives cutpoints that the start left out a value, 1.5 beyond the other,
// and turns the start's covariance into a proposal.
func finite(it itemParameters, k kind, cov sym3) (itemParameters, proposal) {
	const loose = 1.0 // step of a cutpoint that no ballot lies beyond
	scale := 2.38 / math.Sqrt(3)
	switch k {
	case noHigh:
		it.g2 = it.g1 + 1.5
		cov.c22, cov.b2, cov.c12 = loose, 0, 0
	case noLow:
		it.g1 = it.g2 - 1.5
		cov.c11, cov.b1, cov.c12 = loose, 0, 0
	case noMiddle:
		it.g1 -= 0.02
		it.g2 += 0.02
		cov.b2, cov.c12 = cov.b1, cov.c11
		cov.c22 = cov.c11 * 1.1
	}
	it.g1 = min(max(it.g1, -cutBound+0.02), cutBound-0.02)
	it.g2 = min(max(it.g2, it.g1+0.01), cutBound-0.01)
	var l proposal
	l.l00 = math.Sqrt(cov.bb)
	l.l10 = cov.b1 / l.l00
	l.l20 = cov.b2 / l.l00
	l.l11 = math.Sqrt(max(cov.c11-l.l10*l.l10, 1e-6))
	l.l21 = (cov.c12 - l.l20*l.l10) / l.l11
	l.l22 = math.Sqrt(max(cov.c22-l.l20*l.l20-l.l21*l.l21, 1e-6))
	return it, proposal{scale * l.l00, scale * l.l10, scale * l.l11, scale * l.l20, scale * l.l21, scale * l.l22}
}

func (c *sampler) sweep() {
	c.sweeps++
	parallel(len(c.items), 16, func(from, to int) {
		w := c.scratch.Get().(*workspace)
		for v := from; v < to; v++ {
			c.updateItem(v, w)
		}
		c.scratch.Put(w)
	})
	if c.prior == randomWalk {
		c.updatePaths()
	} else {
		c.updateRows()
	}
	c.standardise()
}

// updateItem draws an item's parameters and the latent z of its ballots.
func (c *sampler) updateItem(v int, w *workspace) {
	rng := newStream(c.seed, useItem|uint64(c.prior)<<8, c.sweeps, uint64(v))
	at := c.panel.itemStart[v]
	rows := c.panel.ballotRow[at[0]:at[3]]
	n := len(rows)
	theta, p0, p1 := w.theta[:n], w.p0[:n], w.p1[:n]
	for i, r := range rows {
		theta[i] = c.theta[r]
	}
	it := c.items[v]

	// Metropolis on (β, g1, g2), z integrated out.
	l := &c.proposal[v]
	e0, e1, e2 := rng.normal(), rng.normal(), rng.normal()
	to := itemParameters{
		beta: it.beta + l.l00*e0,
		g1:   it.g1 + l.l10*e0 + l.l11*e1,
		g2:   it.g2 + l.l20*e0 + l.l21*e1 + l.l22*e2,
	}
	n0, n1 := int(at[1]-at[0]), int(at[2]-at[0])
	logOld := it.evaluate(theta, p0, n0, n1)
	if to.g1 > -cutBound && to.g1 < to.g2 && to.g2 < cutBound {
		logNew := to.evaluate(theta, p1, n0, n1)
		if math.Log(rng.uniform()) < logNew-logOld {
			it, p0 = to, p1
			c.accepted[v]++
		}
	}

	// z by inversion, from the probabilities just found; and β given z.
	sumTT, sumTZ := 1.0, 0.0
	z := p1
	for i := 0; i < n0; i++ {
		t := theta[i]
		eta := it.beta * t
		zi := eta + below(it.g1-eta, p0[i], rng.uniform())
		zi = max(zi, -latentBound)
		z[i] = zi
		sumTT += t * t
		sumTZ += t * zi
	}
	half := 0.5 * (it.g2 - it.g1)
	middle := 0.5 * (it.g1 + it.g2)
	for i := n0; i < n1; i++ {
		t := theta[i]
		eta := it.beta * t
		m := middle - eta
		d := between(-math.Abs(m)-half, p0[i], rng.uniform())
		zi := eta - math.Copysign(1, m)*d // the interval was mirrored if m > 0
		zi = min(max(zi, -latentBound), latentBound)
		z[i] = zi
		sumTT += t * t
		sumTZ += t * zi
	}
	for i := n1; i < n; i++ {
		t := theta[i]
		eta := it.beta * t
		zi := eta - below(eta-it.g2, p0[i], rng.uniform())
		zi = min(zi, latentBound)
		z[i] = zi
		sumTT += t * t
		sumTZ += t * zi
	}
	it.beta = sumTZ/sumTT + rng.normal()/math.Sqrt(sumTT)
	c.items[v] = it
	out := c.weighted[at[0]:at[3]]
	for i, zi := range z[:len(out)] {
		out[i] = float32(it.beta * zi)
	}
}

// evaluate gives the log posterior density of the parameters and stores every
// ballot's probability. Logarithms are taken of products of eight.
func (it *itemParameters) evaluate(theta, p []float64, n0, n1 int) float64 {
	sum, product := -0.5*it.beta*it.beta, 1.0
	for i := 0; i < n0; i++ {
		q := normalCDF(it.g1 - it.beta*theta[i])
		p[i] = q
		product *= q
		if i&7 == 7 {
			sum += math.Log(product)
			product = 1
		}
	}
	half := 0.5 * (it.g2 - it.g1)
	middle := 0.5 * (it.g1 + it.g2)
	for i := n0; i < n1; i++ {
		m := -math.Abs(middle - it.beta*theta[i])
		q := max(normalCDF(m+half)-normalCDF(m-half), 1e-33)
		p[i] = q
		product *= q
		if i&7 == 7 {
			sum += math.Log(product)
			product = 1
		}
	}
	for i := n1; i < len(theta); i++ {
		q := normalCDF(it.beta*theta[i] - it.g2)
		p[i] = q
		product *= q
		if i&7 == 7 {
			sum += math.Log(product)
			product = 1
		}
	}
	return sum + math.Log(product)
}

// below is the u-quantile of a standard normal truncated to (-∞, t], p = Φ(t).
func below(t, p, u float64) float64 {
	if t < -cdfBound+1 {
		return tailQuantile(u, t)
	}
	return normalQuantile(u * p)
}

// between is the u-quantile of a standard normal truncated to an interval that
// begins at a, has probability p and its middle at or below zero.
func between(a, p, u float64) float64 {
	return normalQuantile(normalCDF(a) + u*p)
}

// updateRows draws every θ given z and the items under the published prior.
func (c *sampler) updateRows() {
	p := c.panel
	copy(c.before, c.mean)
	parallel(len(c.theta), 128, func(from, to int) {
		for r := from; r < to; r++ {
			precision := 1 / (c.smooth * p.share[r])
			m := 0.0
			if p.prev[r] >= 0 {
				m = c.before[p.prev[r]]
			}
			s := c.sumRow(r)
			variance := 1 / (s.bb + precision)
			mean := variance * (s.bz + m*precision)
			c.mean[r], c.variance[r] = mean, variance
			c.theta[r] = clampTheta(mean + math.Sqrt(variance)*c.rowStream(r).normal())
		}
	})
}

func clampTheta(x float64) float64 { return min(max(x, -thetaBound), thetaBound) }

func (c *sampler) rowStream(r int) *stream {
	s := newStream(c.seed, useRow|uint64(c.prior)<<8, c.sweeps, uint64(r))
	return &s
}

// updatePaths draws every unit's whole path given z and the items under the
// random walk, whose first step is from N(0, 1): forward filtering, backward
// sampling, and beside it the smoother, whose moments go into the means.
func (c *sampler) updatePaths() {
	p := c.panel
	parallel(len(p.chains), 4, func(from, to int) {
		var mean, variance []float64
		for _, rows := range p.chains[from:to] {
			mean, variance = mean[:0], variance[:0]
			m, v := 0.0, 1.0
			for k, r := range rows {
				if k > 0 {
					v += c.smooth * p.share[r]
				}
				s := c.sumRow(int(r))
				precision := 1/v + s.bb
				m = (m/v + s.bz) / precision
				v = 1 / precision
				mean, variance = append(mean, m), append(variance, v)
			}
			last := len(rows) - 1
			for k := last; k >= 0; k-- {
				r := rows[k]
				m, v := mean[k], variance[k]
				draw := m
				if k < last {
					next := rows[k+1]
					d := c.smooth * p.share[next]
					gain := v / (v + d)
					draw += gain * (c.theta[next] - m)
					c.mean[r] = m + gain*(c.mean[next]-m)
					c.variance[r] = v*d/(v+d) + gain*gain*c.variance[next]
					v = v * d / (v + d)
				} else {
					c.mean[r], c.variance[r] = m, v
				}
				c.theta[r] = draw + math.Sqrt(v)*c.rowStream(int(r)).normal()
			}
		}
	})
}

// rowSums are a row's sums of βz and β² over its ballots.
type rowSums struct{ bz, bb float64 }

func (c *sampler) sumRow(r int) rowSums {
	p := c.panel
	var s rowSums
	for b := p.rowStart[r]; b < p.rowStart[r+1]; b++ {
		beta := c.items[p.ballotItem[b]].beta
		s.bz += float64(c.weighted[p.rowBallot[b]])
		s.bb += beta * beta
	}
	return s
}

// standardise gives the draws of all rows together mean 0 and standard
// deviation 1. In the published program items and conditional means stay. Under
// the random walk the items move along, so that no probability changes.
func (c *sampler) standardise() {
	n := float64(len(c.theta))
	mean := 0.0
	for _, t := range c.theta {
		mean += t
	}
	mean /= n
	ss := 0.0
	for _, t := range c.theta {
		ss += (t - mean) * (t - mean)
	}
	sd := math.Sqrt(ss / (n - 1))
	if !(sd > 1e-6) {
		sd = 1
	}
	for r := range c.theta {
		c.theta[r] = (c.theta[r] - mean) / sd
	}
	c.shift, c.scale = mean, sd
	if c.prior == randomWalk {
		for v := range c.items {
			it := &c.items[v]
			it.g1 = it.g1 - it.beta*mean
			it.g2 = it.g2 - it.beta*mean
			it.beta *= sd
		}
	}
}
