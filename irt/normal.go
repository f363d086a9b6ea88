package irt

import "math"

// The sampler needs the normal distribution function and its inverse about
// four million times a sweep, so both are tables. Their errors, bounded in
// normal_test.go, are far below the Monte Carlo error of any sweep.

const (
	cdfStep  = 64 // nodes per unit
	cdfBound = 12 // the table covers [-cdfBound, cdfBound]
)

// cdfNode is Φ and φ at a node of the table.
type cdfNode struct{ cdf, pdf float64 }

// cdfTable has a power of two of entries so that masking an index proves it
// within bounds.
var cdfTable = func() *[2048]cdfNode {
	var t [2048]cdfNode
	for i := range t {
		x := min(float64(i)/cdfStep-cdfBound, 2*cdfBound)
		t[i] = cdfNode{0.5 * math.Erfc(-x/math.Sqrt2), math.Exp(-x*x/2) / math.Sqrt(2*math.Pi)}
	}
	return &t
}()

// normalCDF is Φ(x) by a Taylor step of second order from the nearest node:
// relative error below 2e-4 on the whole lower tail, 2e-6 where |x| < 3.
// Beyond the bounds of the table it stays at its end.
func normalCDF(x float64) float64 {
	x = min(max(x, -cdfBound), cdfBound)
	i := int((x+cdfBound)*cdfStep + 0.5)
	n := &cdfTable[i&2047]
	node := float64(i)*(1.0/cdfStep) - cdfBound
	d := x - node
	return n.cdf + n.pdf*d*(1-0.5*node*d)
}

// normalBoth is Φ(x) and φ(x), with the same table.
func normalBoth(x float64) (cdf, pdf float64) {
	x = min(max(x, -cdfBound), cdfBound)
	i := int((x+cdfBound)*cdfStep + 0.5)
	n := &cdfTable[i&2047]
	node := float64(i)*(1.0/cdfStep) - cdfBound
	d := x - node
	cdf = n.cdf + n.pdf*d*(1-0.5*node*d)
	pdf = n.pdf * (1 - d*(node-0.5*d*(node*node-1)))
	return cdf, pdf
}

const (
	quantileBits  = 6  // 64 segments per octave of p
	quantileDepth = 64 // octaves: down to p = 2^-64
	quantileMin   = 1.0 / (1 << 63) / 2
)

// quantileTable holds Φ⁻¹ at p whose binary exponent and leading mantissa bits
// index the table, and its difference over one unit of the remaining bits. So
// the relative resolution of p is the same in the whole tail.
var quantileTable = func() *[quantileDepth << quantileBits]struct{ value, slope float32 } {
	var t [quantileDepth << quantileBits]struct{ value, slope float32 }
	at := func(i int) float64 {
		bits := uint32(i+((127-quantileDepth)<<quantileBits)) << (23 - quantileBits)
		return normalQuantileExact(float64(math.Float32frombits(bits)))
	}
	for i := range t {
		lo, hi := at(i), at(i+1)
		t[i].value = float32(lo)
		t[i].slope = float32((hi - lo) / (1 << (23 - quantileBits)))
	}
	return &t
}()

// normalQuantile is Φ⁻¹(p) for 0 < p < 1, by linear interpolation: absolute
// error below 3e-5.
func normalQuantile(p float64) float64 {
	q := min(p, 1-p)
	if q < quantileMin {
		return math.Copysign(normalQuantileExact(q), p-0.5)
	}
	bits := math.Float32bits(float32(q)) - (127-quantileDepth)<<23
	e := &quantileTable[bits>>(23-quantileBits)&(quantileDepth<<quantileBits-1)]
	x := e.value + e.slope*float32(bits&(1<<(23-quantileBits)-1))
	return math.Copysign(float64(x), p-0.5)
}

// normalQuantileExact is Φ⁻¹(p) for 0 < p ≤ 0.5 without a table: the rational
// approximation 26.2.23 of Abramowitz and Stegun, then two Halley steps.
// (math.Erfcinv loses the tail.)
func normalQuantileExact(p float64) float64 {
	t := math.Sqrt(-2 * math.Log(p))
	x := (2.515517+t*(0.802853+t*0.010328))/(1+t*(1.432788+t*(0.189269+t*0.001308))) - t
	for range 2 {
		u := (0.5*math.Erfc(-x/math.Sqrt2) - p) * math.Sqrt(2*math.Pi) * math.Exp(x*x/2)
		x -= u / (1 + x*u/2)
	}
	return x
}

// tailQuantile is the u-quantile of a standard normal truncated to (-∞, t] for
// t far below zero, where Φ(t) has left the table: from the leading term of
// Φ(x) ∝ exp(-x²/2)/|x|, whose error vanishes as t² grows.
func tailQuantile(u, t float64) float64 {
	return -math.Sqrt(t*t - 2*math.Log(u))
}
