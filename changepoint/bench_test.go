package changepoint

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
)

// quiet draws 20,000 sets of series of 75 periods.
func quiet(channels int, measured bool) [][]Channel {
	rng := rand.New(rand.NewPCG(1, 1))
	pool := make([][]Channel, 20000)
	for i := range pool {
		pool[i] = make([]Channel, channels)
		for c := range pool[i] {
			pool[i][c].Y = ar1(rng, 75, 0.5)
			if measured {
				v := make([]float64, 75)
				for t := range v {
					v[t] = 0.2 + 0.1*rng.Float64()
				}
				pool[i][c].Var = v
			}
		}
	}
	return pool
}

// BenchmarkWorld fits 20,000 sets on two goroutines with a detector each, the
// load of every dyad of the world.
func BenchmarkWorld(b *testing.B) {
	for _, channels := range []int{1, 8} {
		pool := quiet(channels, false)
		b.Run(fmt.Sprintf("channels=%d", channels), func(b *testing.B) {
			for b.Loop() {
				var wg sync.WaitGroup
				const workers = 2
				for w := range workers {
					d := mustNew(b, DefaultPrior())
					wg.Go(func() {
						for i := w; i < len(pool); i += workers {
							if _, err := d.Fit(pool[i]); err != nil {
								b.Error(err)
							}
						}
					})
				}
				wg.Wait()
			}
		})
	}
}

func BenchmarkFit(b *testing.B) {
	coarse := DefaultPrior()
	coarse.Phi = []float64{0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}
	for _, c := range []struct {
		name     string
		prior    Prior
		measured bool
	}{
		{"default", DefaultPrior(), false},
		{"guarded", GuardedPrior(), false},
		{"measured", DefaultPrior(), true},
		{"measured-10-correlations", coarse, true},
	} {
		pool := quiet(1, c.measured)
		b.Run(c.name, func(b *testing.B) {
			d := mustNew(b, c.prior)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if _, err := d.Fit(pool[i%len(pool)]); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}

func BenchmarkOnDemand(b *testing.B) {
	y := ar1(rand.New(rand.NewPCG(1, 1)), 75, 0.5)
	d := mustNew(b, DefaultPrior())
	p, err := d.Single(y, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("size", func(b *testing.B) {
		for b.Loop() {
			if _, err := p.Size(0, 0.9); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("lasted", func(b *testing.B) {
		for b.Loop() {
			p.Lasted(0.5)
		}
	})
	b.Run("changes", func(b *testing.B) {
		z, err := Standardise(y)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			models, err := NormalGrid(z, d.prior.Phi, UnitNormal)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := Changes(models, Hazard{Change: 0.01, Shortest: 4}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
