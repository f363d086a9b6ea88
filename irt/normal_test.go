package irt

import (
	"math"
	"testing"
)

func exactCDF(x float64) float64 { return 0.5 * math.Erfc(-x/math.Sqrt2) }

func TestNormalCDF(t *testing.T) {
	for x := -11.99; x < 11.99; x += 0.00237 {
		want := exactCDF(x)
		limit := 2e-6
		if math.Abs(x) > 3 {
			limit = 2e-4
		}
		if got := normalCDF(x); math.Abs(got/want-1) > limit {
			t.Fatalf("Φ(%v) = %v, want %v", x, got, want)
		}
		cdf, pdf := normalBoth(x)
		if want := math.Exp(-x*x/2) / math.Sqrt(2*math.Pi); math.Abs(pdf/want-1) > limit || cdf != normalCDF(x) {
			t.Fatalf("φ(%v) = %v, want %v", x, pdf, want)
		}
	}
	if normalCDF(-50) != normalCDF(-cdfBound) || normalCDF(50) != 1 {
		t.Error("Φ does not stay at the ends of its table")
	}
}

// log Φ decides Metropolis steps: its error must be small everywhere, not only
// where Φ is large.
func TestLogOfNormalCDF(t *testing.T) {
	for x := -11.9; x < 6; x += 0.0113 {
		if got, want := math.Log(normalCDF(x)), math.Log(exactCDF(x)); math.Abs(got-want) > 2e-4 {
			t.Fatalf("log Φ(%v) = %v, want %v", x, got, want)
		}
	}
}

func TestNormalQuantile(t *testing.T) {
	for _, c := range []struct{ p, want float64 }{
		// R 4.2: qnorm(p)
		{0.5, 0}, {0.025, -1.959963984540054}, {0.975, 1.959963984540054},
		{1e-10, -6.361340902404056}, {1e-18, -8.757290348782315}, {1e-30, -11.46402468839437},
	} {
		if got := normalQuantile(c.p); math.Abs(got-c.want) > 3e-5 {
			t.Errorf("Φ⁻¹(%v) = %v, want %v", c.p, got, c.want)
		}
	}
	for x := -9.0; x < 5; x += 0.00171 {
		if got := normalQuantile(exactCDF(x)); math.Abs(got-x) > 5e-5 {
			t.Fatalf("Φ⁻¹(Φ(%v)) = %v", x, got)
		}
	}
}

// The truncated normals are quantile functions, so their exact check is that the
// distribution function gives the quantile back, in every regime.
func TestTruncatedNormals(t *testing.T) {
	for _, bound := range []float64{-30, -15, -11.5, -10.5, -8, -4, -1, -0.1, 0, 0.3, 2, 6, 11} {
		for _, u := range []float64{1e-6, 0.01, 0.2, 0.5, 0.8, 0.99, 1 - 1e-6} {
			x := below(bound, normalCDF(bound), u)
			if x > bound+1e-4 {
				t.Errorf("below %v: draw %v at u = %v", bound, x, u)
			}
			if bound < -12 {
				// P(Z < x | Z < t) → exp((t²-x²)/2)·t/x
				got := math.Exp((bound*bound-x*x)/2) * bound / x
				if math.Abs(got-u) > 0.01 {
					t.Errorf("below %v: F(%v) = %v, want %v", bound, x, got, u)
				}
			} else if got := exactCDF(x) / exactCDF(bound); math.Abs(got-u) > 1e-3*max(1, -bound) {
				t.Errorf("below %v: F(%v) = %v, want %v", bound, x, got, u)
			}
		}
	}
	for _, c := range []struct{ a, b float64 }{{-9, -8.9}, {-5, -3}, {-3, -2.999}, {-1, 0.5}, {-0.01, 0.005}, {-6, 5}, {-11, -1}} {
		p := normalCDF(c.b) - normalCDF(c.a)
		for _, u := range []float64{0.001, 0.25, 0.5, 0.75, 0.999} {
			x := between(c.a, p, u)
			if x < c.a-1e-3 || x > c.b+1e-3 {
				t.Errorf("between %v and %v: draw %v", c.a, c.b, x)
			}
			got := (exactCDF(x) - exactCDF(c.a)) / (exactCDF(c.b) - exactCDF(c.a))
			if c.b-c.a > 0.05 && math.Abs(got-u) > 5e-3 {
				t.Errorf("between %v and %v: F(%v) = %v, want %v", c.a, c.b, x, got, u)
			}
		}
	}
}

// Moments of N(0,1) below t (Johnson, Kotz and Balakrishnan 1994, 13.10):
// mean -φ/Φ, variance 1 - tφ/Φ - (φ/Φ)².
func TestTruncatedNormalMoments(t *testing.T) {
	for _, bound := range []float64{-6, -2, 0, 1.5, 4} {
		rng := newStream(1, 2, 3, 4)
		const n = 400000
		sum, sumSq, p := 0.0, 0.0, normalCDF(bound)
		for range n {
			x := below(bound, p, rng.uniform())
			sum += x
			sumSq += x * x
		}
		ratio := math.Exp(-bound*bound/2) / math.Sqrt(2*math.Pi) / exactCDF(bound)
		mean, variance := -ratio, 1-bound*ratio-ratio*ratio
		gotMean := sum / n
		gotVariance := sumSq/n - gotMean*gotMean
		if math.Abs(gotMean-mean) > 4*math.Sqrt(variance/n)+1e-4 || math.Abs(gotVariance/variance-1) > 0.02 {
			t.Errorf("below %v: mean %v and variance %v, want %v and %v", bound, gotMean, gotVariance, mean, variance)
		}
	}
}

func TestStreams(t *testing.T) {
	// Pinned: a change here changes every published estimate.
	s := newStream(1946, useItem, 1, 0)
	if got := [2]uint64{s.next(), s.next()}; got != [2]uint64{1405731284139274343, 9054457913685115416} {
		t.Errorf("first numbers of a stream are %v", got)
	}
	sum, lag, last := 0.0, 0.0, 0.0
	const n = 200000
	for i := range uint64(n) { // first numbers of neighbouring streams
		s := newStream(1, useRow, 7, i)
		u := s.uniform() - 0.5
		sum += u
		lag += u * last
		last = u
	}
	if math.Abs(sum/n) > 4*math.Sqrt(1.0/12/n) || math.Abs(lag/n) > 4/12.0/math.Sqrt(n) {
		t.Errorf("neighbouring streams: mean %v, product %v", sum/n, lag/n)
	}
}
