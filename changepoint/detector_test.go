package changepoint

import (
	"math"
	"math/rand/v2"
	"testing"
)

// ar1 draws a stationary AR(1) series with unit variance.
func ar1(rng *rand.Rand, n int, phi float64) []float64 {
	y := make([]float64, n)
	u := rng.NormFloat64()
	for t := range y {
		if t > 0 {
			u = phi*u + math.Sqrt(1-phi*phi)*rng.NormFloat64()
		}
		y[t] = u
	}
	return y
}

func addStep(y []float64, k int, size float64) {
	for t := k; t < len(y); t++ {
		y[t] += size
	}
}

func mustNew(tb testing.TB, p Prior) *Detector {
	tb.Helper()
	d, err := New(p)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}
