package changepoint

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
)

// simulate calls one for 0 <= i < n on both cores, each i with its own source
// and each goroutine with its own detector, so that the result does not depend
// on their number.
func simulate(t *testing.T, prior Prior, n int, seed uint64, one func(i int, rng *rand.Rand, d *Detector)) {
	t.Helper()
	var wg sync.WaitGroup
	const workers = 2
	for w := range workers {
		d := mustNew(t, prior)
		wg.Go(func() {
			for i := w; i < n; i += workers {
				one(i, rand.New(rand.NewPCG(seed, uint64(i))), d)
			}
		})
	}
	wg.Wait()
}

// TestQuietSeries is the reason for the package: 1,000 series of 75 periods
// with lag-one correlation 0.7 and no change.
func TestQuietSeries(t *testing.T) {
	t.Parallel()
	const n = 1000
	logBF := make([]float64, n)
	fires := make([]bool, n)
	simulate(t, DefaultPrior(), n, 70, func(i int, rng *rand.Rand, d *Detector) {
		y := ar1(rng, 75, 0.7)
		p, err := d.Single(y, nil)
		if err != nil {
			t.Error(err)
			return
		}
		logBF[i] = p.LogBF
		fires[i] = len(PELT(y, BICPenalty(y))) > 0
	})
	strong, pelt := 0, 0
	for i := range n {
		if logBF[i] > math.Log(20) {
			strong++
		}
		if fires[i] {
			pelt++
		}
	}
	t.Logf("BF > 20 in %.1f %%, PELT with BIC fires on %.1f %%", 100*float64(strong)/n, 100*float64(pelt)/n)
	if strong > 0.03*n {
		t.Errorf("BF > 20 in %d of %d quiet series, want at most 3 %%", strong, n)
	}
	if pelt < 0.9*n {
		t.Errorf("PELT with BIC fires on %d of %d quiet series; it should on more than 90 %%, or the comparison is wrong", pelt, n)
	}
}

// TestPower holds the share of BF > 20 for a step at t = 37 of 75 against a table
// computed independently with 150 replications per cell, so that the standard
// error of its entries alone is up to 0.04. That table is for a level prior of
// N(0, 100 s^2) around the sample mean, which overstates changes (see Prior); on
// 3,000 series per cell the flat level finds up to 0.07 less where the power is
// not near 0 or 1, and the test allows for that.
func TestPower(t *testing.T) {
	t.Parallel()
	const n, theirs = 300, 150.
	for _, row := range []struct {
		step  float64
		share [5]float64 // phi = 0, 0.3, 0.5, 0.7, 0.85
	}{
		{0, [5]float64{0, 0, 0.007, 0, 0.02}},
		{2, [5]float64{1.00, 0.87, 0.58, 0.29, 0.36}},
		{3, [5]float64{1.00, 1.00, 0.91, 0.81, 0.97}},
	} {
		for j, phi := range []float64{0, 0.3, 0.5, 0.7, 0.85} {
			found := make([]bool, n)
			off := make([]int, n)
			simulate(t, DefaultPrior(), n, uint64(100*row.step)+uint64(j), func(i int, rng *rand.Rand, d *Detector) {
				y := ar1(rng, 75, phi)
				addStep(y, 37, row.step)
				p, err := d.Single(y, nil)
				if err != nil {
					t.Error(err)
					return
				}
				found[i] = p.LogBF > math.Log(20)
				off[i] = max(p.Mode()-37, 37-p.Mode())
			})
			hits := 0
			for _, f := range found {
				if f {
					hits++
				}
			}
			got, want := float64(hits)/n, row.share[j]
			pooled := (got*n + want*theirs) / (n + theirs)
			pooled = min(max(pooled, 0.01), 0.99)
			if se := math.Sqrt(pooled * (1 - pooled) * (1/theirs + 1./n)); got > want+3*se || got < want-3*se-0.07 {
				t.Errorf("step %v, phi %v: BF > 20 in %.3f, want %.3f within +%.3f, -%.3f", row.step, phi, got, want, 3*se, 3*se+0.07)
			}
			slices.Sort(off)
			if row.step > 0 && off[n/2] > 0 {
				t.Errorf("step %v, phi %v: median date error %d, want 0", row.step, phi, off[n/2])
			}
		}
	}
}

// drawChannels draws from the prior itself: with probability one half a common
// change at a uniform date, in which each channel takes part by the prior. With
// noise, values carry measurement errors of known variances around it; with
// gaps, some are missing, though none within Margin of the ends, so that every
// date can be seen.
func drawChannels(rng *rand.Rand, p Prior, channels, n int, gaps bool, noise float64) (ch []Channel, changed bool, k int, size []float64) {
	changed = rng.IntN(2) == 0
	k = p.Margin + rng.IntN(n-2*p.Margin+1)
	part := make([]bool, channels)
	for !slices.Contains(part, true) {
		for c := range part {
			part[c] = rng.Float64() < p.Response
		}
	}
	up := 1.0
	if rng.IntN(2) == 0 {
		up = -1
	}
	ch = make([]Channel, channels)
	size = make([]float64, channels)
	for c := range ch {
		y := ar1(rng, n, p.Phi[rng.IntN(len(p.Phi))])
		s2 := 1.0
		if noise > 0 {
			v := make([]float64, n)
			for t := range y {
				v[t] = noise * rng.Float64() * 2
				s2 += v[t] / float64(n)
				y[t] += math.Sqrt(v[t]) * rng.NormFloat64()
			}
			ch[c].Var = v
		}
		if changed && part[c] {
			size[c] = math.Sqrt(p.Size*s2) * rng.NormFloat64()
			if p.Tied {
				size[c] = up * math.Abs(size[c])
			}
			addStep(y, k, size[c])
		}
		if gaps {
			from := rng.IntN(n)
			for t := p.Margin; t < n-p.Margin; t++ {
				if from <= t && t < from+8 || rng.IntN(20) == 0 {
					y[t] = math.NaN()
				}
			}
		}
		ch[c].Y = y
	}
	return ch, changed, k, size
}

// TestCalibration draws histories from the prior and asks whether what is
// stated comes true: P(change) by tenths, 90 % date sets, 90 % intervals of
// size, direction and part taken.
func TestCalibration(t *testing.T) {
	t.Parallel()
	tied := DefaultPrior()
	tied.Tied = true
	for _, c := range []struct {
		name     string
		prior    Prior
		channels int
		n, reps  int
		gaps     bool
		noise    float64
	}{
		{"one channel", DefaultPrior(), 1, 75, 8000, false, 0},
		{"one channel, measured, with gaps", DefaultPrior(), 1, 60, 1500, true, 0.5},
		{"four channels, signs tied", tied, 4, 60, 3000, true, 0},
	} {
		type draw struct {
			stated, up, responds           float64
			changed, inSet, inSize, roseUp bool
			tookPart                       bool
			checked                        bool
			width                          float64
		}
		draws := make([]draw, c.reps)
		simulate(t, c.prior, c.reps, 9, func(i int, rng *rand.Rand, d *Detector) {
			ch, changed, k, size := drawChannels(rng, c.prior, c.channels, c.n, c.gaps, c.noise)
			p, err := d.Fit(ch)
			if err != nil {
				t.Error(err)
				return
			}
			r := draw{stated: p.Probability(0.5), changed: changed}
			if changed {
				set := p.Dates(0.9)
				r.inSet, r.width = slices.Contains(set, k), float64(len(set))
				r.responds, r.tookPart = p.Channels[0].Responds, size[0] != 0
				r.up = p.Channels[0].Up
				if r.tookPart {
					r.roseUp = size[0] > 0
					if i%8 == 0 {
						s, err := p.Size(0, 0.9)
						if err != nil {
							t.Error(err)
						}
						r.checked, r.inSize = true, s.Lo <= size[0] && size[0] <= s.Hi
					}
				}
			}
			draws[i] = r
		})
		var bins, part, dir tally
		var set, size share
		for _, r := range draws {
			bins.add(r.stated, r.changed)
			if r.changed {
				set.add(r.inSet)
				part.add(r.responds, r.tookPart)
				if r.tookPart {
					dir.add(r.up, r.roseUp)
				}
				if r.checked {
					size.add(r.inSize)
				}
			}
		}
		t.Logf("%s: date sets cover %.3f, size intervals %.3f (of %d)", c.name, set.of(), size.of(), size.n)
		bins.check(t, c.name+": P(change)", 0.05)
		part.check(t, c.name+": part taken", 0.05)
		dir.check(t, c.name+": P(up)", 0.05)
		if s := set.of(); s < 0.87 || s > 0.95 {
			t.Errorf("%s: 90 %% date sets cover %.3f, want 0.87 to 0.95", c.name, s)
		}
		if s := size.of(); s < 0.9-3*math.Sqrt(0.09/float64(size.n)) || s > 0.9+3*math.Sqrt(0.09/float64(size.n))+0.02 {
			t.Errorf("%s: 90 %% size intervals cover %.3f of %d", c.name, s, size.n)
		}
	}
}

type share struct{ yes, n int }

func (s *share) add(b bool) {
	s.n++
	if b {
		s.yes++
	}
}

func (s *share) of() float64 { return float64(s.yes) / float64(s.n) }

// tally compares stated probabilities with frequencies by tenths.
type tally struct {
	stated [10]float64
	came   [10]share
}

func (b *tally) add(p float64, came bool) {
	i := min(int(p*10), 9)
	b.stated[i] += p
	b.came[i].add(came)
}

func (b *tally) check(t *testing.T, what string, tol float64) {
	t.Helper()
	for i, s := range b.came {
		if s.n == 0 {
			continue
		}
		stated := b.stated[i] / float64(s.n)
		// Beyond the tolerance itself only what chance alone may add.
		slack := 3.5 * math.Sqrt(max(stated*(1-stated), 0.01)/float64(s.n))
		t.Logf("%s: stated %.3f, came true %.3f of %d", what, stated, s.of(), s.n)
		if math.Abs(s.of()-stated) > tol && math.Abs(s.of()-stated) > slack {
			t.Errorf("%s: stated %.3f, came true %.3f of %d", what, stated, s.of(), s.n)
		}
	}
}
