package irt

import "math"

// parameters are the current values of everything that is estimated, in the
// panel's order.
type parameters struct {
	theta []float64
	items []itemParameters
}

// itemParameters are the discrimination β and the cutpoints g1 < g2 of an item.
type itemParameters struct{ beta, g1, g2 float64 }

const (
	cutBound    = 7 // cutpoints lie in (-cutBound, cutBound)
	latentBound = 9 // z is clipped to [-latentBound, latentBound]
	thetaBound  = 5 // draws of θ are clipped before they are standardised
)

// kind says which choices occur on an item, and so which cutpoints its ballots
// tell anything about.
type kind uint8

const (
	allChoices kind = iota
	noHigh          // only g1
	noLow           // only g2
	noMiddle        // g1 and g2 together
)

func (p *Panel) kind(v int) kind {
	s := p.itemStart[v]
	switch {
	case s[0] == s[1]:
		return noLow
	case s[1] == s[2]:
		return noMiddle
	case s[2] == s[3]:
		return noHigh
	}
	return allChoices
}

// score holds the derivatives of one ballot's log likelihood
// log(Φ(b) - Φ(a)), a = lower cutpoint - η, b = upper cutpoint - η, η = βθ.
type score struct {
	s      float64 // d/dη
	ra, rb float64 // -d/da, d/db
	ha, hb float64 // -d²/da², -d²/db²
	x      float64 // -d²/da db
}

// w is -d²/dη².
func (s score) w() float64 { return s.ha + s.hb + 2*s.x }

// scoreBelow is the score of a category open below: P = Φ(b). By symmetry a
// category open above is scoreBelow(-a) with a and b exchanged and s negated.
func scoreBelow(b float64) (r, h float64) {
	if b < -cdfBound+1 {
		// Mills' ratio in the far tail: φ/Φ ≈ -b - 1/b.
		r = -b - 1/b
	} else {
		p, d := normalBoth(b)
		r = d / p
	}
	return r, max(r*(b+r), 0)
}

// ballotScore gives the score of a choice; cutpoints may be infinite.
func ballotScore(choice int, eta, g1, g2 float64) score {
	switch choice {
	case 0:
		r, h := scoreBelow(g1 - eta)
		return score{s: -r, rb: r, hb: h}
	case 2:
		r, h := scoreBelow(eta - g2)
		return score{s: r, ra: r, ha: h}
	}
	if math.IsInf(g1, -1) {
		r, h := scoreBelow(g2 - eta)
		return score{s: -r, rb: r, hb: h}
	}
	if math.IsInf(g2, 1) {
		r, h := scoreBelow(eta - g1)
		return score{s: r, ra: r, ha: h}
	}
	// Both ends finite: on the lower tail, where differences of Φ keep their
	// digits; mirrored if the interval lies above zero.
	a, b := g1-eta, g2-eta
	mirrored := a+b > 0
	if mirrored {
		a, b = -b, -a
	}
	if b < -cdfBound+1 {
		// Far tail: all mass at the upper end.
		r := -b - 1/b
		sc := score{s: -r, rb: r, hb: max(r*(b+r), 0)}
		return sc.mirror(mirrored)
	}
	pa, da := normalBoth(a)
	pb, db := normalBoth(b)
	p := max(pb-pa, 1e-300)
	ra, rb := da/p, db/p
	sc := score{s: ra - rb, ra: ra, rb: rb, ha: ra*ra - a*ra, hb: rb*rb + b*rb, x: -ra * rb}
	return sc.mirror(mirrored)
}

// mirror exchanges the two ends of the category.
func (s score) mirror(yes bool) score {
	if yes {
		s.s, s.ra, s.rb, s.ha, s.hb = -s.s, s.rb, s.ra, s.hb, s.ha
	}
	return s
}
