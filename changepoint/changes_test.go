package changepoint

import (
	"errors"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestChangesByListing holds the recursions against the list of all 2^11
// segmentations of a short series, for two models with unequal weights and
// a shortest segment.
func TestChangesByListing(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 3))
	const n = 12
	y := ar1(rng, n, 0.4)
	addStep(y, 7, 3)
	y[4] = math.NaN()
	for _, shortest := range []int{1, 3} {
		h := Hazard{Change: 0.15, Shortest: shortest}
		models, err := NormalGrid(y, []float64{0, 0.6}, UnitNormal)
		if err != nil {
			t.Fatal(err)
		}
		models[1].Weight = 3
		s, err := Changes(models, h)
		if err != nil {
			t.Fatal(err)
		}
		total, best := 0.0, math.Inf(-1)
		var bestDates []int
		number, date, model := make([]float64, n), make([]float64, n), make([]float64, 2)
		for set := range 1 << (n - 1) {
			var starts []int
			for k := 1; k < n; k++ {
				if set>>(k-1)&1 == 1 {
					starts = append(starts, k)
				}
			}
			for m, model1 := range models {
				logW := math.Log([]float64{0.25, 0.75}[m])
				from := 0
				for _, k := range starts {
					if k-from < shortest {
						logW = math.Inf(-1)
					}
					logW += model1.LogEvidence(from, k) + math.Log(0.15) + float64(k-from-shortest)*math.Log(0.85)
					from = k
				}
				logW += model1.LogEvidence(from, n) + float64(max(n-from-shortest, 0))*math.Log(0.85)
				w := math.Exp(logW)
				total += w
				number[bits.OnesCount(uint(set))] += w
				model[m] += w
				for _, k := range starts {
					date[k] += w
				}
				if logW > best {
					best, bestDates = logW, starts
				}
			}
		}
		near(t, "log evidence", s.LogEvidence, math.Log(total), 1e-10)
		for k := range date {
			near(t, "P(date)", s.Date[k], date[k]/total, 1e-10)
		}
		for m, w := range s.Number {
			near(t, "P(number)", w, number[m]/total, 1e-10)
		}
		near(t, "P(model)", s.Model[1], model[1]/total, 1e-10)
		near(t, "P(1 or more)", s.NumberAtLeast(1), 1-number[0]/total, 1e-9)
		if !slices.Equal(s.Best, bestDates) && len(s.Best)+len(bestDates) > 0 {
			t.Errorf("most probable %v, want %v", s.Best, bestDates)
		}
		checkSamples(t, s)
	}
}

// TestSegmentEvidence integrates a segment's evidence by the dense covariance
// matrix: level and scale conjugate, AR(1) errors, a gap.
func TestSegmentEvidence(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 1))
	y := ar1(rng, 15, 0.5)
	y[6], y[7] = math.NaN(), math.NaN()
	prior := NormalPrior{Weight: 0.5, Shape: 1.5, Rate: 0.8}
	const phi = 0.7
	m, err := NormalSegments(y, phi, prior)
	if err != nil {
		t.Fatal(err)
	}
	for i := range y {
		for j := i + 1; j <= len(y); j++ {
			var at []int
			var z []float64
			for k := i; k < j; k++ {
				if y[k] == y[k] {
					at, z = append(at, k), append(z, y[k])
				}
			}
			cov := make([][]float64, len(at))
			for a := range at {
				cov[a] = make([]float64, len(at))
				for b := range at {
					cov[a][b] = math.Pow(phi, math.Abs(float64(at[a]-at[b]))) + 1/prior.Weight
				}
			}
			quad, logDet := gaussian(cov, z)
			n := float64(len(at))
			g1, _ := math.Lgamma(prior.Shape + n/2)
			g0, _ := math.Lgamma(prior.Shape)
			want := -n/2*math.Log(2*math.Pi) - logDet/2 + prior.Shape*math.Log(prior.Rate) -
				(prior.Shape+n/2)*math.Log(prior.Rate+quad/2) + g1 - g0
			near(t, "log evidence", m.LogEvidence(i, j), want, 1e-9)
		}
	}
}

// TestQuietSeriesManyChanges: unlike PELT, the recursion with the correlation
// summed over leaves most quiet series with phi = 0.7 whole.
func TestQuietSeriesManyChanges(t *testing.T) {
	t.Parallel()
	const n = 100
	var none [n]float64
	simulate(t, DefaultPrior(), n, 71, func(i int, rng *rand.Rand, _ *Detector) {
		z, err := Standardise(ar1(rng, 75, 0.7))
		if err != nil {
			t.Error(err)
			return
		}
		models, err := NormalGrid(z, []float64{0, 0.2, 0.4, 0.6, 0.8, 0.95}, UnitNormal)
		if err != nil {
			t.Error(err)
			return
		}
		s, err := Changes(models, Hazard{Change: 0.01, Shortest: 4})
		if err != nil {
			t.Error(err)
			return
		}
		none[i] = s.Number[0]
	})
	sure := 0
	for _, p := range none {
		if p < 0.05 {
			sure++
		}
	}
	t.Logf("P(any change) > 0.95 in %d of %d", sure, n)
	if sure > 5 {
		t.Errorf("P(any change) > 0.95 in %d of %d quiet series", sure, n)
	}
}

func TestChangesErrors(t *testing.T) {
	y := []float64{0, 1, 2, 0, 1, 2, 5, 6}
	m, err := NormalSegments(y, 0, UnitNormal)
	if err != nil {
		t.Fatal(err)
	}
	short, err := NormalSegments(y[:5], 0, UnitNormal)
	if err != nil {
		t.Fatal(err)
	}
	good := Hazard{Change: 0.1, Shortest: 1}
	for name, f := range map[string]func() error{
		"no model":         func() error { _, err := Changes(nil, good); return err },
		"lengths differ":   func() error { _, err := Changes([]Weighted{{m, 1}, {short, 1}}, good); return err },
		"weights zero":     func() error { _, err := Changes([]Weighted{{m, 0}}, good); return err },
		"weight negative":  func() error { _, err := Changes([]Weighted{{m, -1}}, good); return err },
		"hazard 1":         func() error { _, err := Changes([]Weighted{{m, 1}}, Hazard{1, 1}); return err },
		"shortest 0":       func() error { _, err := Changes([]Weighted{{m, 1}}, Hazard{0.1, 0}); return err },
		"shortest 9":       func() error { _, err := Changes([]Weighted{{m, 1}}, Hazard{0.1, 9}); return err },
		"phi 1":            func() error { _, err := NormalSegments(y, 1, UnitNormal); return err },
		"prior":            func() error { _, err := NormalSegments(y, 0, NormalPrior{}); return err },
		"infinite":         func() error { _, err := NormalSegments([]float64{math.Inf(1)}, 0, UnitNormal); return err },
		"half a count":     func() error { _, err := CountSegments([]float64{0.5}, 1, 1); return err },
		"negative count":   func() error { _, err := CountSegments([]float64{-1}, 1, 1); return err },
		"gamma":            func() error { _, err := CountSegments(nil, 0, 1); return err },
		"one change":       func() error { _, _, err := OneChange(m, 5); return err },
		"standardise none": func() error { _, err := Standardise(nil); return err },
	} {
		if f() == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := Standardise([]float64{2, 2}); !errors.Is(err, ErrConstant) {
		t.Errorf("constant: %v", err)
	}
}

// TestPELT holds the pruned search against the full one.
func TestPELT(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 13))
		y := ar1(rng, 11, 0.6)
		penalty := 0.5 + 2*rng.Float64()
		best := math.Inf(1)
		var want []int
		for set := range 1 << 10 {
			var dates []int
			from, cost := 0, 0.0
			for k := 1; k <= 11; k++ {
				if k < 11 && set>>(k-1)&1 == 0 {
					continue
				}
				m := 0.0
				for _, v := range y[from:k] {
					m += v / float64(k-from)
				}
				for _, v := range y[from:k] {
					cost += (v - m) * (v - m)
				}
				if k < 11 {
					dates = append(dates, k)
					cost += penalty
				}
				from = k
			}
			if cost < best {
				best, want = cost, dates
			}
		}
		if got := PELT(y, penalty); !slices.Equal(got, want) {
			t.Errorf("seed %d: %v, want %v", seed, got, want)
		}
	}
	if got := PELT(nil, 1); len(got) != 0 {
		t.Errorf("empty series: %v", got)
	}
}

func TestDiscoveries(t *testing.T) {
	// By hand: local rates 0.01, 0.02, 0.09, 0.2, 0.2, 0.5 have running means
	// 0.01, 0.015, 0.04, 0.08, 0.104, 0.17; the two of 0.2 go together.
	p := []float64{0.5, 0.98, math.NaN(), 0.8, 0.99, 0.91, 0.8}
	for _, c := range []struct {
		q     float64
		want  []int
		share float64
	}{
		{0, nil, 0}, {0.01, []int{4}, 0.01}, {0.05, []int{1, 4, 5}, 0.04}, {0.09, []int{1, 4, 5}, 0.04},
		{0.104, []int{1, 3, 4, 5, 6}, 0.104}, {0.2, []int{0, 1, 3, 4, 5, 6}, 1.02 / 6},
	} {
		got, share, err := Discoveries(p, c.q+1e-12)
		if c.q == 0 {
			got, share, err = Discoveries(p, 0)
		}
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("q %v: %v, want %v (%v)", c.q, got, c.want, err)
		}
		near(t, "false share", share, c.share, 1e-12)
	}
	if _, _, err := Discoveries([]float64{1.5}, 0.1); err == nil {
		t.Error("a probability of 1.5 was accepted")
	}
	if _, _, err := Discoveries(nil, math.NaN()); err == nil {
		t.Error("a rate of NaN was accepted")
	}
}

func TestPriorChange(t *testing.T) {
	t.Parallel()
	// Scores N(0,1) or, one time in twenty, N(3,1): log BF = 3x - 4.5.
	rng := rand.New(rand.NewPCG(6, 6))
	const n = 20000
	b := make([]float64, n)
	real := make([]bool, n)
	for i := range b {
		x := rng.NormFloat64()
		if real[i] = rng.IntN(20) == 0; real[i] {
			x += 3
		}
		b[i] = 3*x - 4.5
	}
	pi, err := PriorChange(b)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "pi1", pi, 0.05, 0.006)
	mean := 0.0
	p := make([]float64, n)
	for i := range b {
		p[i] = Probability(b[i], pi)
		mean += p[i] / n
	}
	near(t, "fixed point of EM", mean, pi, 1e-8)
	set, share, err := Discoveries(p, 0.1)
	if err != nil {
		t.Fatal(err)
	}
	wrong := 0
	for _, i := range set {
		if !real[i] {
			wrong++
		}
	}
	near(t, "false share of the discoveries", float64(wrong)/float64(len(set)), share, 0.03)
	for _, c := range []struct {
		b    []float64
		want float64
	}{{[]float64{-1, -2, math.NaN()}, 0}, {[]float64{800, 900}, 1}} {
		if pi, err := PriorChange(c.b); err != nil || pi != c.want {
			t.Errorf("PriorChange(%v) = %v, %v; want %v", c.b, pi, err, c.want)
		}
	}
	if _, err := PriorChange([]float64{math.NaN()}); err == nil {
		t.Error("no Bayes factor at all was accepted")
	}
}
