package irt

import (
	"context"
	"errors"
	"math"
	"runtime"
	"slices"
	"strings"
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
	s.CalibrationRows = 400
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

func TestDegeneratePanels(t *testing.T) {
	t.Run("nothing to fit", func(t *testing.T) {
		for _, b := range [][]Ballot{nil, {{0, 0, 1}, {1, 0, 1}}} {
			if _, err := NewPanel([]Row{{1, 1}, {2, 1}}, 1, b); err == nil {
				t.Errorf("%v: no error", b)
			}
		}
	})
	t.Run("bad input", func(t *testing.T) {
		rows := []Row{{1, 1}, {2, 1}}
		for _, c := range []struct {
			rows []Row
			b    Ballot
			want string
		}{
			{rows, Ballot{2, 0, 1}, "ballot 0 is of row 2"},
			{rows, Ballot{-1, 0, 1}, "ballot 0 is of row -1"},
			{rows, Ballot{0, 1, 1}, "ballot 0 is on item 1"},
			{rows, Ballot{0, 0, 3}, "choice 3"},
			{[]Row{{1, 1}, {1, 1}}, Ballot{0, 0, 1}, "rows 0 and 1"},
		} {
			_, err := NewPanel(c.rows, 1, []Ballot{c.b})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v: error %v, want %q", c.b, err, c.want)
			}
		}
	})
	t.Run("sparse", func(t *testing.T) {
		// A dense world, to which come a unit with one ballot in all, one that
		// only joins unanimous items, and two- and one-category items.
		w := simulate(11, 12, 4, 15, 0.05, 0)
		lone, silent := int32(len(w.rows)), int32(len(w.rows)+1)
		w.rows = append(w.rows, Row{500, 2}, Row{501, 2})
		w.start = append(w.start, 0, 0)
		yesNo, unanimous := int32(w.items), int32(w.items+1)
		w.items += 2
		w.ballots = append(w.ballots, Ballot{lone, 0, 2}, Ballot{silent, unanimous, 1})
		for r := range int32(12) {
			w.ballots = append(w.ballots, Ballot{r * 4, yesNo, uint8(2 * (r % 2))}, Ballot{r * 4, unanimous, 1})
		}
		p := mustPanel(t, w)
		if got := p.Empty(); len(got) != 1 || got[0] != int(silent) {
			t.Errorf("empty rows %v, want [%d]", got, silent)
		}
		if got := p.Unanimous(); !slices.Contains(got, int(unanimous)) {
			t.Errorf("unanimous items %v, want %d among them", got, unanimous)
		}
		if p.Votes(int(lone)) != 1 || p.Votes(int(silent)) != 0 {
			t.Errorf("votes %d and %d, want 1 and 0", p.Votes(int(lone)), p.Votes(int(silent)))
		}
		post := mustFit(t, p, quick(w.start))
		if x := post.Replicating.Mean[lone]; !(math.Abs(x) < 3) {
			t.Errorf("estimate of a row with one ballot is %v", x)
		}
		if x := post.Replicating.Mean[silent]; !math.IsNaN(x) {
			t.Errorf("estimate of a row without ballots is %v", x)
		}
		if x, y := post.Replicating.SD[lone], post.Replicating.SD[0]; !(x > 2*y) {
			t.Errorf("standard deviation %v with one ballot, %v with many", x, y)
		}
		if len(post.Warnings) != 2 {
			t.Errorf("warnings %v, want two", post.Warnings)
		}
		if !math.IsNaN(post.Items[unanimous].Discrimination) || math.IsNaN(post.Items[yesNo].Discrimination) {
			t.Errorf("items: unanimous %v, yes and no %v", post.Items[unanimous], post.Items[yesNo])
		}
	})
	t.Run("one period", func(t *testing.T) {
		w := simulate(12, 30, 1, 60, 0, 0)
		post := mustFit(t, mustPanel(t, w), quick(w.start))
		if r := pearson(post.Replicating.Mean, w.theta); r < 0.97 {
			t.Errorf("correlation with the truth is %.3f", r)
		}
	})
}

func TestLookBack(t *testing.T) {
	// Unit 1 sits in periods 3, 5 and 9 with 3, 2 and 1 ballots, unit 2 in 5 alone.
	rows := []Row{{1, 9}, {1, 3}, {2, 5}, {1, 5}}
	var ballots []Ballot
	for _, b := range [][3]int{{1, 0, 0}, {1, 1, 0}, {1, 2, 1}, {3, 0, 1}, {3, 1, 2}, {0, 2, 0}, {2, 1, 1}} {
		ballots = append(ballots, Ballot{int32(b[0]), int32(b[1]), uint8(b[2])})
	}
	p, err := NewPanel(rows, 3, ballots)
	if err != nil {
		t.Fatal(err)
	}
	for r, at := range p.rowOf {
		want := map[int32]struct {
			prev  int32 // the caller's row
			share float64
		}{
			1: {3, 3.0 / 5}, // the first looks at the second
			3: {1, 2.0 / 5},
			0: {3, 1.0 / 3}, // over the gap
			2: {-1, 1},      // the only one
		}[at]
		prev := p.prev[r]
		if prev >= 0 {
			prev = p.rowOf[prev]
		}
		if prev != want.prev || math.Abs(p.share[r]-want.share) > 1e-15 {
			t.Errorf("row %d looks back to %d with share %v, want %d and %v", at, prev, p.share[r], want.prev, want.share)
		}
	}
}

func TestFitRefuses(t *testing.T) {
	w := simulate(13, 12, 3, 15, 0.05, 0)
	p := mustPanel(t, w)
	for want, change := range map[string]func(*Settings){
		"starting values":   func(s *Settings) { s.Start = s.Start[1:] },
		"no direction":      func(s *Settings) { s.Start = make([]float64, p.Rows()) },
		"starting value of": func(s *Settings) { s.Start = slices.Repeat([]float64{math.NaN()}, p.Rows()) },
		"Smooth":            func(s *Settings) { s.Smooth = 0 },
		"StartSweeps":       func(s *Settings) { s.StartSweeps = 0 },
		"Draws":             func(s *Settings) { s.Draws = 0 },
		"Level":             func(s *Settings) { s.Level = 90 },
	} {
		s := quick(w.start)
		change(&s)
		if _, err := Fit(context.Background(), p, s, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one on %q", err, want)
		}
	}
}

func TestInterruptedFitHoldsTheLastEstimate(t *testing.T) {
	w := simulate(14, 20, 4, 20, 0.05, 0)
	p := mustPanel(t, w)
	for _, c := range []struct {
		stage Stage
		done  int
		have  bool
	}{{StageStart, 3, false}, {StageReplicate, 50, true}, {StageCalibrate, 2, true}} {
		ctx, cancel := context.WithCancel(context.Background())
		_, err := Fit(ctx, p, quick(w.start), func(stage Stage, done, of int) {
			if stage == c.stage && done == c.done {
				cancel()
			}
		})
		var interrupted *InterruptedError
		if !errors.As(err, &interrupted) || !errors.Is(err, context.Canceled) {
			t.Fatalf("%s: error %v", c.stage, err)
		}
		if have := interrupted.Last != nil; have != c.have {
			t.Errorf("%s: holds an estimate: %v, want %v", c.stage, have, c.have)
		} else if have && math.IsNaN(interrupted.Last.Replicating.Mean[0]) {
			t.Errorf("%s: the last estimate is NaN", c.stage)
		}
	}
}

func TestDrawsAndInterval(t *testing.T) {
	w := simulate(15, 20, 4, 30, 0.05, 0)
	s := quick(w.start)
	s.Draws = 40
	post := mustFit(t, mustPanel(t, w), s)
	for name, x := range map[string]*Sample{"replicating": post.Replicating, "calibrated": post.Calibrated} {
		if x.Draws() != 40 {
			t.Fatalf("%s: %d draws, want 40", name, x.Draws())
		}
		// A function that is one row gives about that row's interval.
		mean, lo, hi := x.Interval(0.9, func(draw []float32) float64 { return float64(draw[5]) })
		if math.Abs(mean-x.Mean[5]) > x.SD[5] || !(lo < x.Mean[5] && x.Mean[5] < hi) || (hi-lo)/(x.Hi[5]-x.Lo[5]) < 0.5 || (hi-lo)/(x.Hi[5]-x.Lo[5]) > 1.6 {
			t.Errorf("%s: row 5 is %v [%v, %v] and from its draws %v [%v, %v]", name, x.Mean[5], x.Lo[5], x.Hi[5], mean, lo, hi)
		}
	}
	// A distance to oneself has no width.
	if mean, lo, hi := post.Replicating.Interval(0.9, func(d []float32) float64 { return float64(d[3] - d[3]) }); mean != 0 || lo != 0 || hi != 0 {
		t.Errorf("a row's distance to itself is %v [%v, %v]", mean, lo, hi)
	}
}
