package irt

import (
	"math"
	"testing"
)

// Coverage on records simulated from the random-walk model. Calibrated intervals
// must hold 90 % within 0.87 to 0.93; the published ones, of a one-sided prior,
// hold less, and the less the smoother the prior. Seeds are fixed, so the test is
// exact; the shares' own standard error is about 0.006, 0.004 in the last row.
func TestCoverage(t *testing.T) {
	if testing.Short() {
		t.Skip("estimates 40 simulated panels")
	}
	for _, c := range []struct {
		worlds, units, periods, items int
		smooth                        float64
		published                     [2]float64
	}{
		{16, 30, 10, 40, 0.1, [2]float64{0.76, 0.87}},
		{16, 30, 10, 40, 0.4, [2]float64{0.80, 0.90}},
		{2, 80, 20, 60, 0.1, [2]float64{0.70, 0.87}},
	} {
		in, out, rows := 0.0, 0.0, 0.0
		changes, distances, pairs := 0.0, 0.0, 0.0
		for seed := range c.worlds {
			// With equal numbers of ballots D is half of Smooth.
			w := simulate(uint64(seed), c.units, c.periods, c.items, c.smooth/2, 0.1)
			s := Default()
			s.Start, s.Smooth = w.start, c.smooth
			post := mustFit(t, mustPanel(t, w), s)
			for r, truth := range w.theta {
				rows++
				if post.Calibrated.Lo[r] < truth && truth < post.Calibrated.Hi[r] {
					in++
				}
				if post.Replicating.Lo[r] < truth && truth < post.Replicating.Hi[r] {
					out++
				}
				// The unit's change to the next period, and its distance to the next unit.
				if next := (r + c.periods) % len(w.theta); (r+1)%c.periods != 0 {
					for i, q := range [2]int{r + 1, next} {
						_, lo, hi := post.Calibrated.Interval(0.9, func(x []float32) float64 { return float64(x[q] - x[r]) })
						if d := w.theta[q] - truth; lo < d && d < hi {
							if i == 0 {
								changes++
							} else {
								distances++
							}
						}
					}
					pairs++
				}
			}
		}
		// Draws of neighbouring periods hardly hang together, while their errors
		// do: a change's interval is wide rather than narrow.
		t.Logf("from the draws: changes %.3f, distances %.3f", changes/pairs, distances/pairs)
		if changes/pairs < 0.90 || distances/pairs < 0.85 || distances/pairs > 0.93 {
			t.Errorf("from the draws: 90 %% intervals hold %.3f of the changes and %.3f of the distances", changes/pairs, distances/pairs)
		}
		t.Logf("%d units, %d periods, smooth %v: calibrated %.3f, replicating %.3f", c.units, c.periods, c.smooth, in/rows, out/rows)
		if share := in / rows; share < 0.87 || share > 0.93 {
			t.Errorf("%d units, %d periods, smooth %v: calibrated 90 %% intervals hold %.3f of the points", c.units, c.periods, c.smooth, share)
		}
		if share := out / rows; share < c.published[0] || share > c.published[1] {
			t.Errorf("%d units, %d periods, smooth %v: replicating 90 %% intervals hold %.3f of the points, before %v", c.units, c.periods, c.smooth, share, c.published)
		}
	}
}

// About as many simulated points lie below their intervals as above.
func TestIntervalsErrOnBothSides(t *testing.T) {
	if testing.Short() {
		t.Skip("estimates six simulated panels")
	}
	below, above := 0, 0
	for seed := range uint64(6) {
		w := simulate(100+seed, 30, 10, 40, 0.05, 0.1)
		s := Default()
		s.Start, s.Smooth = w.start, 0.1
		post := mustFit(t, mustPanel(t, w), s)
		for r, truth := range w.theta {
			if truth < post.Calibrated.Lo[r] {
				below++
			}
			if truth > post.Calibrated.Hi[r] {
				above++
			}
		}
	}
	if n := below + above; math.Abs(float64(below-above)) > 4*math.Sqrt(float64(n)) {
		t.Errorf("%d points below their intervals, %d above", below, above)
	}
}
