package irt

import (
	"math"
	"sync"
)

// A sweep of the sampler, as published: for every item a Metropolis step on the
// cutpoints with the latent z integrated out, then z, then β given z; then every
// row's θ given z and β; then the scale.
type sampler struct {
	panel  *Panel
	smooth float64
	seed   uint64
	sweeps uint64 // done
	parameters
	proposal []proposal
	weighted []float32 // βz of every ballot
	mean     []float64 // conditional means of θ, not standardised ("ThetaMean")
	variance []float64 // conditional variances
	shift    float64   // of the last standardisation
	scale    float64
	before   []float64 // the preceding sweep's mean
	scratch  sync.Pool
}

// uses of random streams, to keep them apart
const (
	useItem = 1 + iota
	useRow
	usePath
	useBallots
)

// workspace is what one item's update needs.
type workspace struct {
	theta, p0, p1 []float64
}

// proposal is the lower triangle of the Cholesky factor of the covariance of an
// item's random-walk proposal on (g1, g2).
type proposal struct{ l11, l21, l22 float64 }

func newSampler(s *starter, seed uint64) *sampler {
	p := s.panel
	c := &sampler{
		panel: p, smooth: s.smooth, seed: seed,
		parameters: parameters{theta: append([]float64(nil), s.theta...), items: append([]itemParameters(nil), s.items...)},
		proposal:   make([]proposal, len(s.items)),
		weighted:   make([]float32, len(p.ballotRow)),
		mean:       append([]float64(nil), s.theta...),
		variance:   append([]float64(nil), s.variance...),
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
	const loose = 1.0          // step of a cutpoint that no ballot lies beyond
	scale := 2.38 / math.Sqrt2 // Gelman, Roberts and Gilks 1996, two dimensions
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
	// The part of the factor of the whole covariance that is left given β.
	l10, l20 := cov.b1/math.Sqrt(cov.bb), cov.b2/math.Sqrt(cov.bb)
	l11 := math.Sqrt(max(cov.c11-l10*l10, 1e-6))
	l21 := (cov.c12 - l20*l10) / l11
	l22 := math.Sqrt(max(cov.c22-l20*l20-l21*l21, 1e-6))
	return it, proposal{scale * l11, scale * l21, scale * l22}
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
	c.updateRows()
	c.standardise()
}

// updateItem draws an item's parameters and the latent z of its ballots.
func (c *sampler) updateItem(v int, w *workspace) {
	rng := newStream(c.seed, useItem, c.sweeps, uint64(v))
	at := c.panel.itemStart[v]
	rows := c.panel.ballotRow[at[0]:at[3]]
	n := len(rows)
	theta, p0, p1 := w.theta[:n], w.p0[:n], w.p1[:n]
	for i, r := range rows {
		theta[i] = c.theta[r]
	}
	it := c.items[v]

	// Metropolis on (g1, g2), z integrated out.
	l := &c.proposal[v]
	e1, e2 := rng.normal(), rng.normal()
	to := itemParameters{it.beta, it.g1 + l.l11*e1, it.g2 + l.l21*e1 + l.l22*e2}
	n0, n1 := int(at[1]-at[0]), int(at[2]-at[0])
	logOld := it.evaluate(theta, p0, n0, n1)
	if to.g1 > -cutBound && to.g1 < to.g2 && to.g2 < cutBound {
		logNew := to.evaluate(theta, p1, n0, n1)
		if math.Log(rng.uniform()) < logNew-logOld {
			it, p0 = to, p1
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

// evaluate gives the log likelihood of the parameters and stores every
// ballot's probability. Logarithms are taken of products of eight.
func (it *itemParameters) evaluate(theta, p []float64, n0, n1 int) float64 {
	sum, product := 0.0, 1.0
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
			bz, bb := c.sumRow(r)
			variance := 1 / (bb + precision)
			mean := variance * (bz + m*precision)
			c.mean[r], c.variance[r] = mean, variance
			c.theta[r] = clampTheta(mean + math.Sqrt(variance)*c.rowStream(r).normal())
		}
	})
}

func clampTheta(x float64) float64 { return min(max(x, -thetaBound), thetaBound) }

func (c *sampler) rowStream(r int) *stream {
	s := newStream(c.seed, useRow, c.sweeps, uint64(r))
	return &s
}

// sumRow gives a row's sums of βz and β² over its ballots.
func (c *sampler) sumRow(r int) (bz, bb float64) {
	p := c.panel
	for b := p.rowStart[r]; b < p.rowStart[r+1]; b++ {
		beta := c.items[p.ballotItem[b]].beta
		bz += float64(c.weighted[p.rowBallot[b]])
		bb += beta * beta
	}
	return bz, bb
}

// standardise gives the draws of all rows together mean 0 and standard
// deviation 1; items and conditional means stay, as in the published program.
func (c *sampler) standardise() {
	mean, sd := meanAndSD(c.theta)
	for r := range c.theta {
		c.theta[r] = (c.theta[r] - mean) / sd
	}
	c.shift, c.scale = mean, sd
}

// meanAndSD gives 1 for a standard deviation too small to divide by.
func meanAndSD(x []float64) (mean, sd float64) {
	for _, v := range x {
		mean += v
	}
	n := float64(len(x))
	mean /= n
	ss := 0.0
	for _, v := range x {
		ss += (v - mean) * (v - mean)
	}
	sd = math.Sqrt(ss / (n - 1))
	if !(sd > 1e-6) {
		sd = 1
	}
	return mean, sd
}
