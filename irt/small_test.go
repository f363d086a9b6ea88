package irt

import (
	"context"
	"math"
	"runtime"
	"testing"
)

// world is a simulated panel with the ideal points that made it.
type world struct {
	rows    []Row
	items   int
	ballots []Ballot
	theta   []float64 // standardised
	start   []float64
}

// simulate draws a world from the random-walk model: first points N(0,1), steps
// N(0, step), standardised over all rows, items N(0,1) with cutpoints about
// their middle, one item in ten shared with the period before.
func simulate(seed uint64, units, periods, itemsPerPeriod int, step, absent float64) world {
	rng := newStream(seed, 99, 0, 0)
	var w world
	for u := range units {
		x := rng.normal()
		for t := range periods {
			w.rows = append(w.rows, Row{u, t})
			w.theta = append(w.theta, x)
			x += math.Sqrt(step) * rng.normal()
		}
	}
	mean, sd := moments(w.theta)
	for r := range w.theta {
		w.theta[r] = (w.theta[r] - mean) / sd
		switch {
		case w.theta[r] > 1.2:
			w.start = append(w.start, 2)
		case w.theta[r] < -1.2:
			w.start = append(w.start, -2)
		default:
			w.start = append(w.start, 0)
		}
	}
	var last itemParameters
	for t := range periods {
		for v := range itemsPerPeriod {
			item, shared := int32(w.items), v == 0 && t > 0
			it := itemParameters{beta: rng.normal()}
			middle, half := 1.2*rng.normal(), 0.2+0.4*rng.uniform()
			it.g1, it.g2 = middle-half, middle+half
			if shared {
				item, it = item-1, last
			} else {
				w.items++
			}
			last = it
			for u := range units {
				if rng.uniform() < absent {
					continue
				}
				r := u*periods + t
				z := it.beta*w.theta[r] + rng.normal()
				choice := uint8(0)
				if z > it.g1 {
					choice++
				}
				if z > it.g2 {
					choice++
				}
				w.ballots = append(w.ballots, Ballot{int32(r), item, choice})
			}
		}
	}
	return w
}

func moments(x []float64) (mean, sd float64) {
	for _, v := range x {
		mean += v
	}
	mean /= float64(len(x))
	for _, v := range x {
		sd += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(sd / float64(len(x)-1))
}

func mustPanel(t testing.TB, w world) *Panel {
	t.Helper()
	p, err := NewPanel(w.rows, w.items, w.ballots)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func quick(start []float64) Settings {
	s := Default()
	s.Start = start
	s.Sweeps, s.BurnIn = 60, 20
	s.CalibratedSweeps, s.CalibratedBurnIn = 60, 20
	return s
}

func mustFit(t testing.TB, p *Panel, s Settings) *Posterior {
	t.Helper()
	post, err := Fit(context.Background(), p, s, nil)
	if err != nil {
		t.Fatal(err)
	}
	return post
}

func TestRecovery(t *testing.T) {
	w := simulate(7, 40, 12, 40, 0.05, 0.1)
	s := quick(w.start)
	s.Smooth = 0.1
	s.Sweeps, s.BurnIn = 300, 100
	post := mustFit(t, mustPanel(t, w), s)
	for name, sample := range map[string]*Sample{"replicating": post.Replicating, "calibrated": post.Calibrated} {
		if r := pearson(sample.Mean, w.theta); r < 0.97 {
			t.Errorf("%s: correlation with the truth is %.3f, want at least 0.97", name, r)
		}
	}
}

func TestSameBitsOnAnyNumberOfCores(t *testing.T) {
	w := simulate(3, 25, 6, 20, 0.05, 0.2)
	p := mustPanel(t, w)
	var first *Posterior
	for _, cores := range []int{1, 2, 5} {
		old := runtime.GOMAXPROCS(cores)
		post := mustFit(t, p, quick(w.start))
		runtime.GOMAXPROCS(old)
		if first == nil {
			first = post
			continue
		}
		samePosterior(t, first, post, func(r int) int { return r }, func(v int) int { return v })
	}
}

// samePosterior fails unless b is a with rows and items permuted, to the bit.
func samePosterior(t *testing.T, a, b *Posterior, row, item func(int) int) {
	t.Helper()
	for _, s := range [][2]*Sample{{a.Replicating, b.Replicating}, {a.Calibrated, b.Calibrated}} {
		for r := range s[0].Mean {
			q := row(r)
			if s[0].Mean[r] != s[1].Mean[q] || s[0].SD[r] != s[1].SD[q] || s[0].Lo[r] != s[1].Lo[q] ||
				s[0].Hi[r] != s[1].Hi[q] || s[0].MCSE[r] != s[1].MCSE[q] {
				t.Fatalf("row %d: %v ± %v, and %v ± %v", r, s[0].Mean[r], s[0].SD[r], s[1].Mean[q], s[1].SD[q])
			}
			for d := range s[0].Draws() {
				if s[0].Draw(d)[r] != s[1].Draw(d)[q] {
					t.Fatalf("draw %d of row %d differs", d, r)
				}
			}
		}
	}
	for v := range a.Items {
		if x, y := a.Items[v], b.Items[item(v)]; x != y && !(math.IsNaN(x.Cut1) && math.IsNaN(y.Cut1)) {
			t.Fatalf("item %d: %v and %v", v, a.Items[v], b.Items[item(v)])
		}
	}
}

func TestRelabellingPermutesTheResultAndNothingElse(t *testing.T) {
	w := simulate(4, 25, 6, 20, 0.05, 0.2)
	rng := newStream(5, 0, 0, 0)
	shuffle := func(n int) []int {
		x := make([]int, n)
		for i := range x {
			j := int(rng.uniform() * float64(i+1))
			x[i] = x[j]
			x[j] = i
		}
		return x
	}
	unit, row, item, place := shuffle(25), shuffle(len(w.rows)), shuffle(w.items), shuffle(len(w.ballots))
	x := world{items: w.items, rows: make([]Row, len(w.rows)), start: make([]float64, len(w.rows)), ballots: make([]Ballot, len(w.ballots))}
	for r, old := range w.rows {
		x.rows[row[r]] = Row{1000 - unit[old.Unit], old.Period}
		x.start[row[r]] = w.start[r]
	}
	for i, b := range w.ballots {
		x.ballots[place[i]] = Ballot{int32(row[b.Row]), int32(item[b.Item]), b.Choice}
	}
	a, b := mustFit(t, mustPanel(t, w), quick(w.start)), mustFit(t, mustPanel(t, x), quick(x.start))
	samePosterior(t, a, b, func(r int) int { return row[r] }, func(v int) int { return item[v] })
}
