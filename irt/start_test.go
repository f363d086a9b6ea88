package irt

import (
	"math"
	"testing"
)

// logLikelihood of a choice, without tables.
func logLikelihood(choice int, eta, g1, g2 float64) float64 {
	upper := []float64{g1, g2, math.Inf(1)}[choice] - eta
	lower := []float64{math.Inf(-1), g1, g2}[choice] - eta
	if lower > 0 {
		lower, upper = -upper, -lower
	}
	return math.Log(exactCDF(upper) - exactCDF(lower))
}

func TestScoresAreTheDerivatives(t *testing.T) {
	inf := math.Inf(1)
	const h = 1e-4
	for _, c := range []struct{ g1, g2 float64 }{{-0.5, 0.4}, {0.2, 0.25}, {-3, 2}, {1, inf}, {-inf, -1}} {
		for choice := range 3 {
			if choice == 0 && math.IsInf(c.g1, -1) || choice == 2 && math.IsInf(c.g2, 1) {
				continue
			}
			for eta := -5.0; eta < 5; eta += 0.37 {
				l := func(e, d1, d2 float64) float64 { return logLikelihood(choice, eta+e, c.g1+d1, c.g2+d2) }
				s := ballotScore(choice, eta, c.g1, c.g2)
				near := func(name string, got, want float64) {
					if math.Abs(got-want) > 2e-3*max(1, math.Abs(want)) {
						t.Errorf("choice %d, η %.2f, cuts %v: %s is %v, want %v", choice, eta, c, name, got, want)
					}
				}
				near("dη", s.s, (l(h, 0, 0)-l(-h, 0, 0))/(2*h))
				near("-dη²", s.w(), -(l(h, 0, 0)-2*l(0, 0, 0)+l(-h, 0, 0))/(h*h))
				if choice == 1 {
					near("dg1", -s.ra, (l(0, h, 0)-l(0, -h, 0))/(2*h))
					near("dg2", s.rb, (l(0, 0, h)-l(0, 0, -h))/(2*h))
					near("-dg1²", s.ha, -(l(0, h, 0)-2*l(0, 0, 0)+l(0, -h, 0))/(h*h))
					near("-dg1dg2", s.x, -(l(0, h, h)-l(0, h, -h)-l(0, -h, h)+l(0, -h, -h))/(4*h*h))
				}
			}
		}
	}
}

func TestInverse(t *testing.T) {
	m := sym3{4, 1, -0.5, 3, 0.7, 2}
	n := m.inverse()
	// The product's first row and last diagonal element.
	for i, got := range []float64{
		m.bb*n.bb + m.b1*n.b1 + m.b2*n.b2 - 1,
		m.bb*n.b1 + m.b1*n.c11 + m.b2*n.c12,
		m.bb*n.b2 + m.b1*n.c12 + m.b2*n.c22,
		m.b2*n.b2 + m.c12*n.c12 + m.c22*n.c22 - 1,
	} {
		if math.Abs(got) > 1e-12 {
			t.Errorf("element %d of m·m⁻¹ - 1 is %v", i, got)
		}
	}
}

// The clip guard is E clip(z) - η with z ~ N(η, 1 + variance): far beyond the
// bound it stops a bloc's flight.
func TestGuardPullsBack(t *testing.T) {
	for _, c := range []struct{ eta, variance, s, w float64 }{
		{15, 0, 6, 1},                            // all of z is clipped, to 1e-9
		{9, 0, 1 / math.Sqrt(2*math.Pi), 0.5},    // half of it
		{9, 3, 2 / math.Sqrt(2*math.Pi), 0.5},    // twice as wide
		{10, 0, 1.083315470587, 0.8413447460685}, // 1·Φ(1) + φ(1)
		{3, 0, 0, 0},
	} {
		if s, w := guard(c.eta, c.variance); math.Abs(s-c.s) > 1e-6 || math.Abs(w-c.w) > 1e-6 {
			t.Errorf("η %v, variance %v: score %v and weight %v, want %v and %v", c.eta, c.variance, s, w, c.s, c.w)
		}
	}
}
