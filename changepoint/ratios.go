package changepoint

import (
	"fmt"
)

// Ratios weighs one series by itself and returns, by date, the log ratio of its
// evidence for a step there, upwards and downwards, to its evidence for no
// change: what a caller needs to join the series with others that have a model
// of their own. It is 0 where the series cannot see the date. The mean over
// dates and directions of the exponentials is the Bayes factor of
// [Posterior.LogBF] that [Detector.Single] gives. The errors are those of
// Single; the slices belong to the detector and stand until its next use.
func (d *Detector) Ratios(y []float64) (up, down []float64, err error) {
	if len(y) < 2*d.prior.Margin {
		return nil, nil, fmt.Errorf("changepoint: %d periods with a margin of %d: %w", len(y), d.prior.Margin, ErrTooShort)
	}
	post := d.reset(1, len(y))
	s, cp := &d.samples[0], &post.Channels[0]
	reason, err := s.prepare(Channel{Y: y}, &d.prior, &d.sortBuf)
	if err == nil {
		err = reason
	}
	if err != nil {
		return nil, nil, fmt.Errorf("changepoint: %w", err)
	}
	d.weighSteps(0, s, cp)
	own := &d.steps.own[0]
	return own.up, own.down, nil
}
