package measure

import (
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/entente-observatory/entente"
)

// history makes two ties of a state and the three control means. link is the
// correlation of their innovations.
type history struct {
	name string
	make func(rng *rand.Rand, n int, link float64) (x, z []float64, controls [][]float64)
}

const others = 20 // dyads behind each control

// pair draws two standard normal innovations with the correlation given.
func pair(rng *rand.Rand, link float64) (a, b float64) {
	a = rng.NormFloat64()
	return a, link*a + math.Sqrt(1-link*link)*rng.NormFloat64()
}

func means(rng *rand.Rand, n int, series func() []float64) [][]float64 {
	out := make([][]float64, 3)
	for k := range out {
		out[k] = make([]float64, n)
		for range others {
			for t, v := range series() {
				out[k][t] += v / others
			}
		}
	}
	return out
}

// steady: stationary ties of any persistence about a trend, in a world with
// shocks that every dyad feels in its own measure.
func steady(rng *rand.Rand, n int, link float64) (x, z []float64, controls [][]float64) {
	shock := autoregression(rng, n, 0.7)
	of := func(innovation func(int) float64) []float64 {
		phi, load, slope := 0.3+0.65*rng.Float64(), 0.3+rng.Float64(), 0.05*rng.NormFloat64()
		y, state := make([]float64, n), 0.0
		for t := range y {
			state = phi*state + innovation(t)
			y[t] = state + load*shock[t] + slope*float64(t)
		}
		return y
	}
	a, b := make([]float64, n), make([]float64, n)
	for t := range a {
		a[t], b[t] = pair(rng, link)
	}
	noise := func(int) float64 { return rng.NormFloat64() }
	return of(func(t int) float64 { return a[t] }), of(func(t int) float64 { return b[t] }),
		means(rng, n, func() []float64 { return of(noise) })
}

// wandering: random walks with drift, and a common one.
func wandering(rng *rand.Rand, n int, link float64) (x, z []float64, controls [][]float64) {
	shock := autoregression(rng, n, 1)
	of := func(innovation func(int) float64) []float64 {
		load, drift := 0.3+rng.Float64(), 0.1*rng.NormFloat64()
		y, state := make([]float64, n), 0.0
		for t := range y {
			state += drift + innovation(t)
			y[t] = state + load*shock[t]
		}
		return y
	}
	a, b := make([]float64, n), make([]float64, n)
	for t := range a {
		a[t], b[t] = pair(rng, link)
	}
	noise := func(int) float64 { return rng.NormFloat64() }
	return of(func(t int) float64 { return a[t] }), of(func(t int) float64 { return b[t] }),
		means(rng, n, func() []float64 { return of(noise) })
}

// bursts: the logarithm of one plus events, such as deliveries and visits, few
// in most years, at a rate that rises and falls for all the world in decades
// of turmoil and by dyad in spells.
func bursts(rng *rand.Rand, n int, link float64) (x, z []float64, controls [][]float64) {
	turmoil := autoregression(rng, n, 0.9)
	of := func(innovation func(int) float64) []float64 {
		y, spell := make([]float64, n), 0.0
		base := -0.5 + rng.NormFloat64()
		for t := range y {
			spell = 0.6*spell + 0.7*innovation(t)
			y[t] = math.Log1p(float64(poisson(rng, math.Exp(min(base+0.4*turmoil[t]+spell, 4)))))
		}
		return y
	}
	a, b := make([]float64, n), make([]float64, n)
	for t := range a {
		a[t], b[t] = pair(rng, link)
	}
	noise := func(int) float64 { return rng.NormFloat64() }
	return of(func(t int) float64 { return a[t] }), of(func(t int) float64 { return b[t] }),
		means(rng, n, func() []float64 { return of(noise) })
}

func autoregression(rng *rand.Rand, n int, phi float64) []float64 {
	y, state := make([]float64, n), 0.0
	for t := range y {
		state = phi*state + rng.NormFloat64()
		y[t] = state
	}
	return y
}

// poisson draws a count by inversion.
func poisson(rng *rand.Rand, rate float64) int {
	k, p := 0, math.Exp(-rate)
	for u := rng.Float64() - p; u > 0 && k < 500; u -= p {
		k++
		p *= rate / float64(k)
	}
	return k
}

var histories = []history{{"steady", steady}, {"wandering", wandering}, {"bursts", bursts}}

// verdicts counts the verdicts over many histories, on all cores; each history
// has its own stream.
func verdicts(h history, n, count int, link float64) map[entente.Verdict]float64 {
	var next atomic.Int64
	var mu sync.Mutex
	out := map[entente.Verdict]float64{}
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for {
				i := int(next.Add(1) - 1)
				if i >= count {
					return
				}
				rng := rand.New(rand.NewPCG(uint64(i), uint64(1000*(1+link))+uint64(n)))
				x, z, controls := h.make(rng, n, link)
				r := ZeroSum(1950, x, z, controls, &ZeroSumOptions{Permutations: 199, Seed: uint64(i)})
				mu.Lock()
				out[r.Verdict] += 1 / float64(count)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return out
}

// TestZeroSumLevel: in 2,000 histories of each of three kinds without a link
// the test finds one in 0.05 ± 0.015 of them.
func TestZeroSumLevel(t *testing.T) {
	for _, h := range histories {
		v := verdicts(h, 60, 2000, 0)
		size := v[entente.Rival] + v[entente.Together]
		t.Logf("%s: size %.4f, rival %.4f, together %.4f, independent %.3f", h.name, size, v[entente.Rival], v[entente.Together], v[entente.Independent])
		if math.Abs(size-0.05) > 0.015 {
			t.Errorf("%s: size %.4f, want 0.05 ± 0.015", h.name, size)
		}
	}
}

// TestZeroSumPower: the test sees what is there, the better the stronger the
// link and the longer the record. docs/methods/zero-sum.md prints the table.
func TestZeroSumPower(t *testing.T) {
	const count = 200
	for _, h := range histories {
		for _, n := range []int{45, 75} {
			before := 0.0
			for _, link := range []float64{-0.2, -0.4, -0.6, -0.8} {
				v := verdicts(h, n, count, link)
				t.Logf("%s, %d years, link %.1f: rival %.2f, together %.2f, independent %.2f", h.name, n, link, v[entente.Rival], v[entente.Together], v[entente.Independent])
				if v[entente.Rival] < before-0.06 {
					t.Errorf("%s, %d years: a link of %.1f is found in %.2f, a weaker one in %.2f", h.name, n, link, v[entente.Rival], before)
				}
				before = v[entente.Rival]
				if link <= -0.6 && n == 75 && h.name != "bursts" && before < 0.9 {
					t.Errorf("%s, %d years: a link of %.1f is found in %.2f of histories, want 0.9 or more", h.name, n, link, before)
				}
				// In bursts the link is one of rates, and counts show little of it.
				if link <= -0.6 && h.name != "bursts" && v[entente.Independent] > 0.02 {
					t.Errorf("%s, %d years: a link of %.1f is called independent in %.2f", h.name, n, link, v[entente.Independent])
				}
			}
		}
	}
}

// TestZeroSumCoverage: the 90 % interval of the correlation in the same year
// holds the true one in 0.87 to 0.94 of histories.
func TestZeroSumCoverage(t *testing.T) {
	for _, link := range []float64{0, -0.5} {
		held, count := 0, 600
		for i := range count {
			rng := rand.New(rand.NewPCG(uint64(i), 77))
			x, z, controls := steady(rng, 60, link)
			e := ZeroSum(1950, x, z, controls, &ZeroSumOptions{Permutations: 19}).Effects[0]
			if e.Lo <= link && link <= e.Hi {
				held++
			}
		}
		if share := float64(held) / float64(count); share < 0.87 || share > 0.94 {
			t.Errorf("link %.1f: the interval holds it in %.3f", link, share)
		}
	}
}

// TestZeroSumLaws: the order of the partners turns the lags about and changes
// nothing else; units, trends and common shocks change nothing at all.
func TestZeroSumLaws(t *testing.T) {
	for i := range uint64(20) {
		rng := rand.New(rand.NewPCG(i, 5))
		x, z, controls := steady(rng, 50, -0.5)
		a, b := ZeroSum(1950, x, z, controls, nil), ZeroSum(1950, z, x, controls, nil)
		for k, l := range []int{0, 2, 1} {
			if math.Abs(a.Effects[k].Value-b.Effects[l].Value) > 1e-9 {
				t.Errorf("effects %v and turned about %v", a.Effects, b.Effects)
			}
		}
		if math.Abs(a.P-b.P) > 0.05 {
			t.Errorf("p %v and turned about %v", a.P, b.P)
		}
		moved := make([]float64, len(x))
		for t := range x {
			moved[t] = 7 + 3*x[t] + 0.2*float64(t) - 2*controls[0][t]
		}
		c := ZeroSum(1950, moved, z, controls, nil)
		if math.Abs(c.Effects[0].Value-a.Effects[0].Value) > 0.1 {
			t.Errorf("effect %v, in another unit %v", a.Effects[0].Value, c.Effects[0].Value)
		}
	}
}

// TestZeroSumShort: too few years, gaps and constant ties are told, not tested.
func TestZeroSumShort(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	x, z, controls := steady(rng, 60, 0)
	x[25] = math.NaN()
	r := ZeroSum(1950, x, z, controls, nil)
	if r.From != 1976 || r.To != 2009 || r.Verdict == "" {
		t.Errorf("longest run %d to %d, want 1976 to 2009", r.From, r.To)
	}
	x[40] = math.NaN()
	if r = ZeroSum(1950, x, z, controls, nil); r.Verdict != entente.CannotTell || r.Reason == "" || r.Effects[0].Known() {
		t.Errorf("25 years: %+v", r)
	}
	flat := make([]float64, 60)
	if r = ZeroSum(1950, flat, z, controls, nil); r.Verdict != entente.CannotTell || r.Reason == "" {
		t.Errorf("a constant tie: %+v", r)
	}
}
