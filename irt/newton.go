package irt

import "math"

// guard is the mean effect on a ballot's score and weight of clipping z at
// ±latentBound, for a category that is open on the side to which η leans, with the
// given variance of η. By symmetry it is given for η < 0 and a category open
// below; the caller turns the sign of the score.
func guard(eta, variance float64) (s, w float64) {
	sigma := math.Sqrt(1 + variance)
	c := (eta - latentBound) / sigma
	if c < -4 {
		return 0, 0
	}
	cdf, pdf := 0.5*math.Erfc(-c/math.Sqrt2), math.Exp(-c*c/2)/math.Sqrt(2*math.Pi)
	return sigma * (c*cdf + pdf), cdf
}

// leaning is the |η| from which the guard is asked: below it c < -4 unless the
// variance of η is above 1.25.
const leaning = latentBound - 6

// updateItem takes one Newton step on (β, g1, g2) given the rows, and keeps the
// inverse information as the item's covariance. With e = ∂log P/∂η and w its
// negative derivative, the variance v of θ adds -βvw to the gradient in β and vw
// to its information (errors in variables).
func (s *starter) updateItem(v int) {
	p, it, bb := s.panel, s.items[v], s.covariance[v].bb
	at, k := p.itemStart[v], p.kind(v)
	gb, g1, g2 := -it.beta, 0.0, 0.0
	info := sym3{bb: 1}
	guarded := func(eta, theta, vt float64) (float64, float64) {
		return guard(eta, it.beta*it.beta*vt+bb*(theta*theta+vt))
	}
	// Choice 0 lies below g1, choice 2 above g2 or, with no middle, above the
	// common cutpoint, which is kept in g1.
	for _, r := range p.ballotRow[at[0]:at[1]] {
		theta, vt := s.theta[r], s.variance[r]
		eta := it.beta * theta
		d, h := scoreBelow(it.g1 - eta)
		e, w := -d, h
		if eta < -leaning {
			ds, dw := guarded(-eta, theta, vt)
			e, w = e+ds, w+dw
		}
		gb += theta*e - it.beta*vt*w
		info.bb += (theta*theta + vt) * w
		g1 += d
		info.b1 -= theta * h
		info.c11 += h
	}
	for _, r := range p.ballotRow[at[1]:at[2]] {
		theta, vt := s.theta[r], s.variance[r]
		eta := it.beta * theta
		sc := ballotScore(1, eta, it.g1, it.g2)
		e, w := sc.s, sc.w()
		if eta < -leaning && k == noLow {
			ds, dw := guarded(-eta, theta, vt)
			e, w = e+ds, w+dw
		} else if eta > leaning && k == noHigh {
			ds, dw := guarded(eta, theta, vt)
			e, w = e-ds, w+dw
		}
		gb += theta*e - it.beta*vt*w
		info.bb += (theta*theta + vt) * w
		g1 -= sc.ra
		g2 += sc.rb
		info.b1 -= theta * (sc.ha + sc.x)
		info.b2 -= theta * (sc.hb + sc.x)
		info.c11 += sc.ha
		info.c12 += sc.x
		info.c22 += sc.hb
	}
	var above, b2, c22 float64
	for _, r := range p.ballotRow[at[2]:at[3]] {
		theta, vt := s.theta[r], s.variance[r]
		eta := it.beta * theta
		d, h := scoreBelow(eta - it.g2)
		e, w := d, h
		if eta > leaning {
			ds, dw := guarded(eta, theta, vt)
			e, w = e-ds, w+dw
		}
		gb += theta*e - it.beta*vt*w
		info.bb += (theta*theta + vt) * w
		above -= d
		b2 -= theta * h
		c22 += h
	}
	if k == noMiddle {
		g1, info.b1, info.c11 = g1+above, info.b1+b2, info.c11+c22
	} else {
		g2, info.b2, info.c22 = g2+above, info.b2+b2, info.c22+c22
	}
	s.newton(v, k, gb, g1, g2, info)
}

// newton applies the step info⁻¹·gradient to the cutpoints that the item has.
func (s *starter) newton(v int, k kind, gb, g1, g2 float64, info sym3) {
	it := &s.items[v]
	const ridge = 1e-6 // keeps a cutpoint with vanishing information where it is
	info.c11 += ridge
	info.c22 += ridge
	if k == noHigh || k == noMiddle {
		g2, info.b2, info.c12, info.c22 = 0, 0, 0, 1
	}
	if k == noLow {
		g1, info.b1, info.c12, info.c11 = 0, 0, 0, 1
	}
	cov := info.inverse()
	db := cov.bb*gb + cov.b1*g1 + cov.b2*g2
	d1 := cov.b1*gb + cov.c11*g1 + cov.c12*g2
	d2 := cov.b2*gb + cov.c12*g1 + cov.c22*g2
	scale := 1 / max(1, math.Abs(db), math.Abs(d1), math.Abs(d2))
	for k == allChoices && it.g2+scale*d2-it.g1-scale*d1 < 0.2*(it.g2-it.g1) {
		scale /= 2
	}
	it.beta += scale * db
	it.g1 = clampFinite(it.g1 + scale*d1)
	it.g2 = clampFinite(it.g2 + scale*d2)
	if k == noMiddle {
		it.g2 = it.g1
	}
	s.covariance[v] = cov
}

func clampFinite(g float64) float64 {
	if math.IsInf(g, 0) {
		return g
	}
	return min(max(g, -cutBound), cutBound)
}

// inverse of a positive definite matrix, by cofactors.
func (m sym3) inverse() sym3 {
	a := m.c11*m.c22 - m.c12*m.c12
	b := m.b2*m.c12 - m.b1*m.c22
	c := m.b1*m.c12 - m.b2*m.c11
	det := m.bb*a + m.b1*b + m.b2*c
	return sym3{
		bb: a / det, b1: b / det, b2: c / det,
		c11: (m.bb*m.c22 - m.b2*m.b2) / det,
		c12: (m.b1*m.b2 - m.bb*m.c12) / det,
		c22: (m.bb*m.c11 - m.b1*m.b1) / det,
	}
}

// itemView is what a row needs of an item, in one place.
type itemView struct {
	itemParameters
	bb, b1, b2 float64 // covariance of β with itself and the cutpoints
	kind       kind
}

// updateRow takes one Newton step on θ given the items, under the one-sided
// prior with the preceding row's current value. An item's covariance adds to the
// gradient what the variance of θ adds to an item's.
func (s *starter) updateRow(r int) {
	p := s.panel
	theta, vt := s.theta[r], s.variance[r]
	d := s.smooth * p.share[r]
	mean := 0.0
	if p.prev[r] >= 0 {
		mean = s.theta[p.prev[r]]
	}
	gradient, curvature, held := -(theta-mean)/d, 1/d, 0.0
	for b := p.rowStart[r]; b < p.rowStart[r+1]; b++ {
		it := &s.views[p.ballotItem[b]]
		eta := it.beta * theta
		var e, w, w1, w2, side float64 // w1, w2: information shared with g1, g2
		switch p.ballotChoice[b] {
		case 0:
			var h float64
			e, h = scoreBelow(it.g1 - eta)
			e, w, w1, side = -e, h, h, -1
		case 2:
			var h float64
			e, h = scoreBelow(eta - it.g2)
			w, side = h, 1
			if it.kind == noMiddle {
				w1 = h
			} else {
				w2 = h
			}
		default:
			sc := ballotScore(1, eta, it.g1, it.g2)
			e, w, w1, w2 = sc.s, sc.w(), sc.ha+sc.x, sc.hb+sc.x
			switch it.kind {
			case noLow:
				side = -1
			case noHigh:
				side = 1
			}
		}
		if side*eta > leaning {
			ds, dw := guard(side*eta, it.beta*it.beta*vt+it.bb*(theta*theta+vt))
			e, w = e-side*ds, w+dw
		}
		square := it.beta*it.beta + it.bb
		held += square
		gradient += it.beta*e - it.bb*w*theta + it.b1*w1 + it.b2*w2
		curvature += square * w
	}
	centre := 0.0
	if len(p.period) > 3 && r < p.period[2] {
		centre = s.place
	}
	gradient -= s.creep * held * (theta - centre)
	curvature += s.creep * held
	step := min(max(gradient/curvature, -1), 1)
	s.theta[r] = clampTheta(theta + step) // as the sampler clips its draws
	s.variance[r] = 1 / curvature
}
