package changepoint

// Ratios returns, by channel c's own date, the log ratio of its evidence for a
// step there, upwards and downwards in the sense of [Channel.Sign], to its
// evidence for no change: what a caller needs to join the channel with others
// that have a model of their own. It is 0 where the channel cannot see the
// date. The mean over dates and directions of the exponentials is the Bayes
// factor of [Posterior.LogBF] for a single channel. The slices belong to the
// detector and stand until its next fit.
func (p *Posterior) Ratios(c int) (up, down []float64) {
	own := &p.detector.steps.own[c]
	return own.up, own.down
}
