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

func BenchmarkSingle(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	y := ar1(rng, 75, 0.5)
	v := make([]float64, 75)
	for i := range v {
		v[i] = 0.2 + 0.1*rng.Float64()
	}
	for _, bench := range []struct {
		name  string
		prior Prior
		v     []float64
	}{{"default", DefaultPrior(), nil}, {"guarded", GuardedPrior(), nil}, {"measured", DefaultPrior(), v}} {
		b.Run(bench.name, func(b *testing.B) {
			d := mustNew(b, bench.prior)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := d.Single(y, bench.v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkJoint8(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	ch := make([]Channel, 8)
	for c := range ch {
		ch[c].Y = ar1(rng, 75, 0.5)
	}
	d := mustNew(b, DefaultPrior())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Fit(ch); err != nil {
			b.Fatal(err)
		}
	}
}
