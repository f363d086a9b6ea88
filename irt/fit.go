package irt

import (
	"context"
	"errors"
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
	// Sweeps of the published sampler after BurnIn sweeps.
	Sweeps, BurnIn int
	// CalibratedSweeps of the random-walk sampler after CalibratedBurnIn; none
	// if zero, and then Posterior.Calibrated is nil.
	CalibratedSweeps, CalibratedBurnIn int
	// Draws kept of each sampler, spaced evenly over its sweeps.
	Draws int
	// Level of the intervals, between 0 and 1.
	Level float64
	// Seed of all random streams.
	Seed uint64
}

// Default are the settings of the published table. Start must be set.
func Default() Settings {
	return Settings{
		Smooth: 0.5,
		Sweeps: 300, BurnIn: 80,
		CalibratedSweeps: 200, CalibratedBurnIn: 40,
		Draws: 100,
		Level: 0.90,
		Seed:  1946,
	}
}

// Posterior is what Fit found.
type Posterior struct {
	// Replicating is the sample of the published, one-sided procedure: its
	// Mean is the estimate that the published table holds.
	Replicating *Sample
	// Calibrated is the sample of the random-walk model, whose intervals cover
	// at their level when data come from that model. Nil if not asked for.
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

// Sample is a posterior sample of all ideal points. Slices are indexed by row;
// a row without ballots has NaN. Each draw has mean 0 and standard deviation 1
// over the rows with ballots: the scale is that of the whole panel.
type Sample struct {
	Mean, SD, Lo, Hi []float64
	// MCSE is the Monte Carlo standard error of Mean.
	MCSE  []float64
	draws [][]float32
}

// Draws is the number of draws kept.
func (s *Sample) Draws() int { return len(s.draws) }

// Draw returns draw d, by row. It must not be changed.
func (s *Sample) Draw(d int) []float32 { return s.draws[d] }

// Interval gives the mean and the equal-tailed interval, of the given level, of
// any function of the ideal points (a distance, a rank, a change), from the
// draws, so that the rows' covariance is respected.
func (s *Sample) Interval(level float64, f func(draw []float32) float64) (mean, lo, hi float64) {
	return 0, 0, 0
}

// Stage is a part of Fit.
type Stage string

// The stages in their order.
const (
	StageStart     Stage = "start"     // deterministic starting values
	StageReplicate Stage = "replicate" // the published sampler
	StageCalibrate Stage = "calibrate" // the random-walk sampler
)

// Fit estimates the ideal points. It uses all cores (GOMAXPROCS) and gives the
// same bits on any number. Progress, if not nil, is called after each sweep from
// the calling goroutine.
//
// It fails if the settings do not fit the panel, and with an *InterruptedError,
// which holds the estimate so far, if ctx is done.
func Fit(ctx context.Context, p *Panel, s Settings, progress func(stage Stage, done, of int)) (*Posterior, error) {
	return nil, errors.New("irt: Fit is not implemented yet")
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
