// Package changepoint gives exact posteriors of change points in short series
// whose errors are autocorrelated. It takes slices and indices; it does not
// know what the series are about.
//
// A series that wanders looks like a series that breaks. A detector that takes
// the errors for independent (PELT with a BIC penalty, kept here for
// comparison) finds a break in nearly every quiet series with a lag-one
// correlation of 0.7. So the errors here are AR(1) with an unknown
// correlation, summed over rather than estimated, and the answer is a
// probability, never a bare date.
//
// Three questions, three entries:
//
//   - Did several series change at one common date, by how much, which of them
//     carry it, and did it last? Make a [Detector] with [New], and call
//     [Detector.Fit] (or [Detector.Single] for one series).
//   - How many changes has one series had, and when? Choose a segment model
//     ([NormalSegments], [CountSegments]) and call [Changes].
//   - Of thousands of probabilities, which may be announced? [PriorChange]
//     estimates how common changes are, [Discoveries] keeps the false share
//     below a stated rate.
//
// Everything is a finite sum: there is no sampler, no optimiser, no start
// value and, but for [Segmentation.Sample], no randomness. Missing values are
// NaN and are integrated out; they are never filled in.
//
// What the package refuses: series shorter than twice the margin, series that
// do not vary, infinite values and negative variances get an error that says
// so, and never a probability.
package changepoint
