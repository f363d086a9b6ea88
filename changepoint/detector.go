package changepoint

import (
	"errors"
	"fmt"
	"math"
)

// Detector finds one change shared by several channels. It keeps its working
// memory between fits, so that thousands of fits allocate nothing; one
// goroutine may use it at a time, and results do not depend on how many
// detectors share the work.
type Detector struct {
	prior   Prior
	grid    *grid
	samples []sample
	input   [1]Channel
	steps   table
	sides   sides
	sortBuf []float64
	post    Posterior
	visit   visitor
	sample  *sample // the one that visit looks at
}

// New returns a detector, or an error that says which part of the prior has no
// meaning.
func New(p Prior) (*Detector, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	p.Phi = append([]float64(nil), p.Phi...)
	d := &Detector{prior: p, grid: newGrid(p)}
	d.visit = d.visitSteps
	return d, nil
}

// Posterior is the answer about one change. It belongs to its detector and
// stands until that detector's next fit.
type Posterior struct {
	// LogBF is the natural logarithm of the Bayes factor of one change, at a
	// date uniform over those that at least one channel can see, against none.
	LogBF float64
	// Date[k] is the probability, given a change, that k is the first period
	// after it.
	Date []float64
	// Up is the probability, given a change, that it is upwards (in the sense
	// of [Channel.Sign]); NaN for several channels with signs of their own.
	Up float64
	// Channels has one entry for each channel given.
	Channels []ChannelPosterior

	detector *Detector
	outcome  outcome
}

// ChannelPosterior is one channel's share in the answer.
type ChannelPosterior struct {
	// Err is nil, or the reason (ErrTooShort, ErrAllGone, ErrConstant) why
	// the channel has no say; the other fields are then zero.
	Err error
	// Observed is the number of values used.
	Observed int
	// Outliers lists the values left out under Prior.Outlier.
	Outliers []int
	// LogBF is the channel's own log Bayes factor, as if it were alone.
	LogBF float64
	// Gain is what the channel adds: the joint log Bayes factor less what it
	// would be without this channel.
	Gain float64
	// Responds is the probability, given a change, that the channel takes
	// part in it.
	Responds float64
	// Up is the probability, given that it takes part, that the channel itself
	// rises.
	Up float64
	// Drift is the probability, given no change, that the channel drifts
	// (0 unless Prior.Drift is positive).
	Drift float64
}

// Probability returns P(change) for prior probability pi1:
// pi1 BF / (pi1 BF + 1 - pi1).
func (p *Posterior) Probability(pi1 float64) float64 { return Probability(p.LogBF, pi1) }

// Probability turns a log Bayes factor and a prior probability into a
// posterior probability.
func Probability(logBF, pi1 float64) float64 {
	return 1 / (1 + math.Exp(-logBF)*(1-pi1)/pi1)
}

// Single fits one series; variance may be nil. See [Channel] and
// [Detector.Fit].
func (d *Detector) Single(y, variance []float64) (*Posterior, error) {
	d.input[0] = Channel{Y: y, Var: variance}
	return d.Fit(d.input[:])
}

// Fit computes the exact posterior of one common change of all channels. Given
// a common date k each channel takes part with probability Prior.Response, and
// then moves at k + l with its lag prior; at least one takes part. A channel
// without Margin observed periods on each side of k + l says nothing about
// that date. The channels' errors are independent of each other.
//
// A channel that cannot be used has its reason in its ChannelPosterior.Err; if
// no channel can, Fit fails with the first reason (errors.Is: ErrTooShort,
// ErrAllGone, ErrConstant). The channels' slices are read, never changed, and
// must stay as they are while the posterior is in use.
func (d *Detector) Fit(channels []Channel) (*Posterior, error) {
	if len(channels) == 0 {
		return nil, errors.New("changepoint: no channel given")
	}
	n := len(channels[0].Y)
	for c := range channels {
		if len(channels[c].Y) != n {
			return nil, fmt.Errorf("changepoint: channel %d has %d periods and channel 0 has %d; pad with NaN so that all cover the same periods", c, len(channels[c].Y), n)
		}
	}
	if n < 2*d.prior.Margin {
		return nil, fmt.Errorf("changepoint: %d periods with a margin of %d: %w", n, d.prior.Margin, ErrTooShort)
	}
	post := d.reset(len(channels), n)
	var first error
	usable := 0
	for c := range channels {
		s, cp := &d.samples[c], &post.Channels[c]
		reason, err := s.prepare(channels[c], &d.prior, &d.sortBuf)
		if err != nil {
			return nil, fmt.Errorf("changepoint: channel %d: %w", c, err)
		}
		cp.Outliers = s.outliers
		if cp.Err = reason; reason != nil {
			if first == nil {
				first = fmt.Errorf("changepoint: channel %d: %w", c, reason)
			}
			continue
		}
		usable++
		cp.Observed = s.n
		d.weighSteps(c, s, cp)
	}
	if usable == 0 {
		return nil, first
	}
	d.joinSteps(post)
	return post, nil
}

func (d *Detector) reset(channels, n int) *Posterior {
	for len(d.samples) < channels {
		d.samples = append(d.samples, sample{})
	}
	p := &d.post
	p.detector = d
	if cap(p.Channels) < channels {
		p.Channels = make([]ChannelPosterior, channels)
	}
	p.Channels = p.Channels[:channels]
	clear(p.Channels)
	if cap(p.Date) < n {
		p.Date = make([]float64, n)
	}
	p.Date = p.Date[:n]
	clear(p.Date)
	d.steps.reset(channels, n)
	return p
}

func (d *Detector) visitSteps(p *point) float64 {
	s, a := d.sample, &d.sides
	for i := range a.root {
		ss, sy := p.step(s.from+i, &p.nuisance)
		a.root[i], a.det[i] = p.weigh(ss, sy)
	}
	return a.add(p)
}

// weighSteps fills row c of the table of steps: the log ratio of each date, by
// sign, to no change, the lags included.
func (d *Detector) weighSteps(c int, s *sample, cp *ChannelPosterior) {
	a := &d.sides
	a.reset(s.to - s.from)
	d.sample = s
	d.grid.walk(s, d.visit)
	null := d.grid.null.log()
	cp.Drift = math.Exp(d.grid.nullDrift.log() - null)

	own := &d.steps.own[c]
	sum := 0.0
	for i := range a.up {
		sum += a.up[i] + a.down[i]
		up, down, either := a.ratios(i, null, s.sign)
		own.set(s.from+i, up, down, either)
	}
	cp.LogBF = a.at + math.Log(sum/float64(len(a.up))) - null
	n := len(s.z)
	d.steps.shift(c, s, 1, func(i, l int) bool { return i+l >= n })
}

// joinSteps joins the channels and reads off everything that costs little.
func (d *Detector) joinSteps(p *Posterior) {
	n := len(p.Date)
	from, to := n, 0
	for c := range p.Channels {
		if p.Channels[c].Err != nil {
			continue
		}
		s := &d.samples[c]
		from, to = min(from, s.from-len(s.lag)+1), max(to, s.to)
	}
	from = max(from, d.prior.Margin)
	to = min(to, n-d.prior.Margin+1)
	o := &p.outcome
	d.steps.join(o, &d.prior, from, to, p.Channels)
	p.LogBF = o.logBF
	up := 0.0
	for i := from; i < to; i++ {
		p.Date[i] = (o.weight[0][i] + o.weight[1][i]) / o.total
		up += o.weight[0][i] / o.total
	}
	d.steps.describe(o, &d.prior, d.samples, p.Channels)
	p.Up = up
	if !d.prior.Tied {
		p.Up = math.NaN()
		if len(p.Channels) == 1 {
			p.Up = p.Channels[0].Up
		}
	}
}
