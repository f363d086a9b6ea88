package irt

import (
	"context"
	"math"
)

// The start is deterministic: approximate posterior means by alternating Newton
// steps on items and rows, each counting the other's variance (a variational
// version of errors in variables). Plain joint maximisation would run away: on
// an item where a bloc stands alone the gradient vanishes as βθ grows, and
// nothing stops it. Three things do here: the variance terms; the clip guard,
// which is the mean effect of the published sampler's clipping of z; and the
// creep.
//
// Creep is a property of the published program that no density has. After each
// sweep it divides all θ by their standard deviation but leaves the items, so
// every period is drawn towards zero at one common rate (0.7 % a sweep on the
// General Assembly's record) while its items hold it back, and settles where
// that pull meets the pull of its prior and the growth that its many θ and few
// items cause. A start without it has the wrong scale and place in every period,
// which the sampler then needs a thousand sweeps to undo. Here creep is a force
// -creep·Σβ²·θ on each row, with the rate at which the overall scale stands
// still. The first two periods look at each other, so against creep nothing would
// hold their common place but items that reach neither further: their place is
// left free (and hastened), as it is seen to be in the published table.

// starter is the state of the start.
type starter struct {
	panel  *Panel
	smooth float64
	parameters
	variance   []float64 // of θ
	covariance []sym3    // of (β, g1, g2)
	views      []itemView
	creep      float64 // rate a sweep
	place      float64 // mean θ of the first two periods
	went, gain float64 // its last change, and how much further it is carried
	sweeps     int
}

const (
	creepAfter = 10   // sweeps in which the start first finds the rough shape
	creepGain  = 0.12 // of log scale into the rate; stable below about 0.27
	creepMost  = 0.05
	placeGain  = 6 // how many times further the first periods' place is carried
)

// sym3 is a symmetric 3×3 matrix, by rows of its upper triangle.
type sym3 struct{ bb, b1, b2, c11, c12, c22 float64 }

func newStarter(p *Panel, start []float64, smooth float64) *starter {
	n, m := len(p.rowOf), len(p.itemOf)
	s := &starter{
		panel: p, smooth: smooth, gain: placeGain,
		parameters: parameters{theta: make([]float64, n), items: make([]itemParameters, m)},
		variance:   make([]float64, n),
		covariance: make([]sym3, m),
		views:      make([]itemView, m),
	}
	for r, callers := range p.rowOf {
		s.theta[r] = start[callers]
		s.variance[r] = 0.05
	}
	for v := range s.items {
		s.items[v] = startItem(p, v, s.theta)
		s.covariance[v].bb = 0.02
	}
	return s
}

// startItem takes the cutpoints from the shares of the choices, and the sign of
// β from the side of those who start away from zero.
func startItem(p *Panel, v int, theta []float64) itemParameters {
	at := p.itemStart[v]
	n := float64(at[3] - at[0])
	share := func(k int32) float64 { return min(max(float64(k-at[0])/n, 0.5/n), 1-0.5/n) }
	quantile := func(q float64) float64 {
		if q > 0.5 {
			return -normalQuantileExact(1 - q)
		}
		return normalQuantileExact(q)
	}
	it := itemParameters{g1: quantile(share(at[1])), g2: quantile(share(at[2]))}
	switch p.kind(v) {
	case noHigh:
		it.g2 = math.Inf(1)
	case noLow:
		it.g1 = math.Inf(-1)
	case noMiddle:
		it.g2 = it.g1
	}
	var sum [2]float64 // of choices, on the negative and the positive side
	var count [2]float64
	for choice := range 3 {
		for _, r := range p.ballotRow[at[choice]:at[choice+1]] {
			switch t := theta[r]; {
			case t < 0:
				sum[0] += float64(choice)
				count[0]++
			case t > 0:
				sum[1] += float64(choice)
				count[1]++
			}
		}
	}
	if count[0] > 0 && count[1] > 0 {
		switch d := sum[1]/count[1] - sum[0]/count[0]; {
		case d > 0:
			it.beta = 1
		case d < 0:
			it.beta = -1
		}
	}
	return it
}

// run does a number of sweeps.
func (s *starter) run(ctx context.Context, sweeps int, progress func(done int)) error {
	for k := range sweeps {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.sweep()
		progress(k + 1)
	}
	return nil
}

// sweep updates all items, then all rows, then the scale.
func (s *starter) sweep() {
	parallel(len(s.items), 32, func(from, to int) {
		for v := from; v < to; v++ {
			s.updateItem(v)
		}
	})
	for v := range s.items {
		s.views[v] = itemView{s.items[v], s.covariance[v].bb, s.covariance[v].b1, s.covariance[v].b2, s.panel.kind(v)}
	}
	parallel(len(s.panel.chains), 1, func(from, to int) {
		for c := from; c < to; c++ {
			for _, r := range s.panel.chains[c] {
				s.updateRow(int(r))
			}
		}
	})
	s.standardise()
	s.carryPlace()
	s.sweeps++
}

// carryPlace moves the first two periods, with the items that are theirs alone,
// further in the direction that their mean went in this sweep.
func (s *starter) carryPlace() {
	p := s.panel
	if len(p.period) < 4 {
		return // they are the whole panel, whose mean is zero
	}
	rows := s.theta[:p.period[2]]
	place := 0.0
	for _, t := range rows {
		place += t
	}
	place /= float64(len(rows))
	if s.sweeps > 0 {
		went := place - s.place
		if went*s.went < 0 {
			s.gain /= 2 // overshot: the items hold this place well enough
		}
		s.went = went
		d := min(max(s.gain*went, -0.1), 0.1)
		for r := range rows {
			rows[r] += d
		}
		for v := p.own[0]; v < p.own[2]; v++ {
			it := &s.items[v]
			it.g1 = clampFinite(it.g1 + d*it.beta)
			it.g2 = clampFinite(it.g2 + d*it.beta)
		}
		place += d
	}
	s.place = place
}

// standardise gives θ mean 0 and, counting its variance, standard deviation 1
// over all rows, and moves the items so that no probability changes.
func (s *starter) standardise() {
	mean, variance := 0.0, 0.0
	for _, t := range s.theta {
		mean += t
	}
	mean /= float64(len(s.theta))
	for r, t := range s.theta {
		variance += (t-mean)*(t-mean) + s.variance[r]
	}
	sd := math.Sqrt(variance / float64(len(s.theta)))
	if !(sd > 1e-6) {
		return
	}
	if s.sweeps >= creepAfter {
		s.creep = min(max(s.creep+creepGain*math.Log(sd), 0), creepMost)
	}
	for r := range s.theta {
		s.theta[r] = (s.theta[r] - mean) / sd
		s.variance[r] /= sd * sd
	}
	for v := range s.items {
		it, cov := &s.items[v], &s.covariance[v]
		shift := it.beta * mean
		it.g1, it.g2 = it.g1-shift, it.g2-shift
		it.beta *= sd
		// (β, g1, g2) → (sd·β, g1 - mean·β, g2 - mean·β)
		c := *cov
		cov.bb = sd * sd * c.bb
		cov.b1 = sd * (c.b1 - mean*c.bb)
		cov.b2 = sd * (c.b2 - mean*c.bb)
		cov.c11 = c.c11 - 2*mean*c.b1 + mean*mean*c.bb
		cov.c12 = c.c12 - mean*(c.b1+c.b2) + mean*mean*c.bb
		cov.c22 = c.c22 - 2*mean*c.b2 + mean*mean*c.bb
	}
}
