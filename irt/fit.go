package irt

import (
	"context"
	"fmt"
	"math"
)

// Settings steer Fit. Take Default and change what is needed.
type Settings struct {
	// Start has a value for every row of the panel: starting ideal points, in
	// the units of the result, which also fix its direction. Zero for most;
	// the authors use 3 for the United States, Canada, the United Kingdom and
	// Israel, and -2 for Russia and the German Democratic Republic.
	Start []float64
	// Smooth is the variance scale of the step between a unit's rows; the
	// smaller, the smoother. The authors use 0.5, and less for some subsets.
	Smooth float64
	// StartSweeps of the deterministic start.
	StartSweeps int
	// Sweeps of the published sampler that count, after BurnIn that do not.
	Sweeps, BurnIn int
	// CalibrationRows says how much to simulate for the calibrated intervals:
	// as many records as have that many rows together; if zero, none, and
	// Posterior.Calibrated is nil.
	CalibrationRows int
	// Draws kept, spaced evenly over the sweeps; at most that.
	Draws int
	// Level of the intervals, between 0 and 1.
	Level float64
	// Seed of all random streams.
	Seed uint64
}

// Default are the settings of the published table. Start must be set.
func Default() Settings {
	return Settings{
		Smooth:      0.5,
		StartSweeps: 40,
		Sweeps:      200, BurnIn: 40,
		CalibrationRows: 5000,
		Draws:           100,
		Level:           0.90,
		Seed:            1946,
	}
}

// check says what is wrong with settings for a panel.
func (s *Settings) check(p *Panel) error {
	switch {
	case len(s.Start) != p.Rows():
		return fmt.Errorf("irt: %d starting values for %d rows; give one for each, 0 where no side is known", len(s.Start), p.Rows())
	case !(s.Smooth > 0) || math.IsInf(s.Smooth, 0):
		return fmt.Errorf("irt: Smooth is %v; it is a variance and must be positive", s.Smooth)
	case s.StartSweeps < 1 || s.Sweeps < 2 || s.BurnIn < 0 || s.CalibrationRows < 0:
		return fmt.Errorf("irt: StartSweeps %d, BurnIn %d, Sweeps %d, CalibrationRows %d: needs at least 1 start sweep and 2 sweeps, and no negative number",
			s.StartSweeps, s.BurnIn, s.Sweeps, s.CalibrationRows)
	case s.Draws < 1:
		return fmt.Errorf("irt: Draws is %d; keep at least 1", s.Draws)
	case !(s.Level > 0 && s.Level < 1):
		return fmt.Errorf("irt: Level is %v; it must be between 0 and 1, such as 0.90", s.Level)
	}
	low, high := false, false
	for r, x := range s.Start {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("irt: starting value of row %d is %v", r, x)
		}
		if p.votes[r] > 0 {
			low, high = low || x < 0, high || x > 0
		}
	}
	if !low || !high {
		return fmt.Errorf("irt: the starting values of rows with ballots are not on both sides of zero, so no direction is given; set some below and some above")
	}
	return nil
}

// Posterior is what Fit found.
type Posterior struct {
	// Replicating is the sample of the published, one-sided procedure: its
	// Mean is the estimate that the published table holds.
	Replicating *Sample
	// Calibrated is the same sample spread about the same Mean so that its
	// intervals hold their level on records simulated from the random-walk
	// model (see the package comment). Nil if not asked for.
	Calibrated *Sample
	// Items has the parameters of every item of the panel.
	Items []Item
	// Warnings to be shown to the reader along with the estimates.
	Warnings []error
}

// Item holds the posterior means of an item's parameters under the published
// procedure, in its latent scale: choice 0 below Cut1, 2 above Cut2. Of a cut
// beside a category that nobody chose only the prior's bound is known.
type Item struct {
	Discrimination, Cut1, Cut2 float64 // NaN if the item is unanimous
}

// Stage is a part of Fit.
type Stage string

// The stages in their order.
const (
	StageStart     Stage = "start"     // deterministic starting values
	StageReplicate Stage = "replicate" // the published sampler
	StageCalibrate Stage = "calibrate" // simulated records
)

// Fit estimates the ideal points. It uses all cores (GOMAXPROCS) and gives the
// same bits on any number. Progress, if not nil, is called after each sweep from
// the calling goroutine.
//
// It fails if the settings do not fit the panel, and with an *InterruptedError,
// which holds the estimate so far, if ctx is done.
func Fit(ctx context.Context, p *Panel, s Settings, progress func(stage Stage, done, of int)) (*Posterior, error) {
	if err := s.check(p); err != nil {
		return nil, err
	}
	if progress == nil {
		progress = func(Stage, int, int) {}
	}
	start := newStarter(p, s.Start, s.Smooth)
	err := start.run(ctx, s.StartSweeps, func(done int) { progress(StageStart, done, s.StartSweeps) })
	if err != nil {
		return nil, &InterruptedError{Err: err}
	}
	c := newSampler(start, s.Seed)
	kept := newCollector(c, s.Sweeps, s.Draws)
	for k := 0; k < s.BurnIn+s.Sweeps; k++ {
		if err = ctx.Err(); err != nil {
			break
		}
		c.sweep()
		if k >= s.BurnIn {
			kept.collect(c)
		}
		progress(StageReplicate, k+1, s.BurnIn+s.Sweeps)
	}
	post := &Posterior{Replicating: kept.sample(p, s.Level, start.theta), Items: kept.itemMeans(p)}
	if err == nil && s.CalibrationRows > 0 {
		err = post.calibrate(ctx, c, s, progress)
	}
	post.Warnings = warnings(p, s, post)
	if err != nil {
		if post.Replicating == nil {
			post = nil
		}
		return nil, &InterruptedError{Last: post, Err: err}
	}
	return post, nil
}

// calibrate simulates records from the sampler, estimates them by the start
// alone, which is the same estimate with another error of approximation, and
// spreads the sample as far as these estimates err.
func (post *Posterior) calibrate(ctx context.Context, c *sampler, s Settings, progress func(Stage, int, int)) error {
	p := c.panel
	records := (s.CalibrationRows + len(p.rowOf) - 1) / len(p.rowOf)
	var errs []float64
	for k := range records {
		for range min(k, 1) * apart {
			c.sweep()
		}
		sim := c.simulate()
		panel, err := NewPanel(p.rows, p.items, sim.ballots)
		if err != nil {
			continue // every simulated item was unanimous: a panel too small to calibrate
		}
		again := newStarter(panel, s.Start, s.Smooth)
		err = again.run(ctx, s.StartSweeps, func(done int) {
			progress(StageCalibrate, k*s.StartSweeps+done, records*s.StartSweeps)
		})
		if err != nil {
			return err
		}
		estimate := blank(p.Rows())
		for r, at := range panel.rowOf {
			estimate[at] = again.theta[r]
		}
		errs = pivots(errs, estimate, sim.theta, post.Replicating.SD)
	}
	if len(errs) > 0 {
		post.Calibrated = post.Replicating.calibrated(widen(errs, s.Level), s.Level)
	}
	return nil
}

// apartMost is the difference of start and sampler above which a warning goes
// with the estimates, about half of a usual standard deviation of the General
// Assembly's ideal points with few votes.
const apartMost = 0.25

// apart is how many sweeps lie between the states that records are drawn from.
const apart = 5

// warnings are what a reader of the estimates should know.
func warnings(p *Panel, s Settings, post *Posterior) []error {
	var out []error
	if n := len(p.empty); n > 0 {
		out = append(out, fmt.Errorf("%d rows have no ballot on an item with two different choices: no estimate", n))
	}
	if post.Replicating == nil {
		return out
	}
	few, direction := 0, 0.0
	for r, n := range p.votes {
		if n > 0 && n < 3 {
			few++
		}
		if n > 0 {
			direction += s.Start[r] * post.Replicating.Mean[r]
		}
	}
	if few > 0 {
		out = append(out, fmt.Errorf("%d rows have one or two ballots: their estimate is mostly that of the rows beside them", few))
	}
	if apart := post.Replicating.Apart; apart > apartMost {
		out = append(out, fmt.Errorf("the start and the sampler differ by %.2f in the root mean square; estimate again with more StartSweeps, BurnIn and Sweeps", apart))
	}
	if direction <= 0 {
		out = append(out, fmt.Errorf("the estimates lie against their starting values: the direction is not to be trusted; choose starting values that the items tell apart"))
	}
	return out
}

// InterruptedError is returned when the context ends before the last sweep.
type InterruptedError struct {
	// Last is the estimate from the sweeps done so far; nil if there is none.
	Last *Posterior
	Err  error
}

func (e *InterruptedError) Error() string { return "irt: interrupted: " + e.Err.Error() }

// Unwrap returns the context's error.
func (e *InterruptedError) Unwrap() error { return e.Err }
