package changepoint

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Channel is one series, evenly spaced in time.
type Channel struct {
	// Y holds the values, NaN where missing.
	Y []float64
	// Var holds the known measurement variance of each value, in squared units
	// of Y, or is nil if there is none. It is not read where Y is missing.
	Var []float64
	// Lag holds prior weights, need not be normalised, for this channel moving
	// 0, 1, 2 … periods after the common date; nil means at once.
	Lag []float64
	// Sign is -1 for a channel that falls when the others rise, else 0 or 1.
	// Only [Prior.Tied] uses it.
	Sign int
}

// Reasons for which a channel, or a whole fit, has no posterior.
var (
	ErrTooShort = errors.New("too few periods: a change needs the prior's Margin of observed periods on each side; give a longer series or a smaller Margin")
	ErrAllGone  = errors.New("every value is missing; leave the channel out")
	ErrConstant = errors.New("the values do not vary, so there is no scale to judge a change by; leave the channel out")
)

// sample is a channel made ready: centred, scaled to unit sample variance.
type sample struct {
	z, r     []float64 // r is nil without measurement variance
	scale    float64   // in the unit of Y
	meanVar  float64   // mean of r over the observed periods
	n        int       // observed values
	from, to int       // possible dates: from <= k < to
	lag      []float64 // log weights
	sign     int
	outliers []int
	zBuf     []float64
	rBuf     []float64
	lagBuf   []float64
}

// prepare fills s from c. An input that can have no meaning is an error; an
// input with nothing to say is a reason, and leaves the others untouched.
func (s *sample) prepare(c Channel, p *Prior, sortBuf *[]float64) (reason, err error) {
	n := len(c.Y)
	s.outliers = s.outliers[:0]
	s.n, s.meanVar, s.scale, s.r, s.from, s.to = 0, 0, 0, nil, 0, 0
	s.zBuf = append(s.zBuf[:0], c.Y...)
	s.z = s.zBuf
	if c.Var != nil && len(c.Var) != n {
		return nil, fmt.Errorf("Var has %d values and Y has %d; give one variance for each value, or nil", len(c.Var), n)
	}
	if c.Sign < -1 || c.Sign > 1 {
		return nil, fmt.Errorf("Sign is %d; it must be -1, 0 or 1", c.Sign)
	}
	s.sign = c.Sign
	if err := s.takeLag(c.Lag); err != nil {
		return nil, err
	}
	for t, y := range s.z {
		if math.IsInf(y, 0) {
			return nil, fmt.Errorf("value %d is infinite; use NaN for a missing value", t)
		}
		if c.Var != nil && y == y && !(c.Var[t] >= 0 && !math.IsInf(c.Var[t], 1)) {
			return nil, fmt.Errorf("measurement variance %d is %v; it must be finite and not negative (set the value to NaN if it is missing)", t, c.Var[t])
		}
	}
	if p.Outlier > 0 {
		s.dropOutliers(p.Outlier, sortBuf)
	}
	if reason := s.standardise(); reason != nil {
		return reason, nil
	}
	if c.Var != nil {
		s.takeVariance(c.Var)
	}
	return s.takeWindow(p.Margin), nil
}

func (s *sample) takeLag(lag []float64) error {
	s.lagBuf = s.lagBuf[:0]
	sum := 0.0
	for l, w := range lag {
		if !(w >= 0) || math.IsInf(w, 1) {
			return fmt.Errorf("Lag[%d] is %v; weights must be finite and not negative", l, w)
		}
		sum += w
	}
	switch {
	case len(lag) == 0:
		s.lagBuf = append(s.lagBuf, 0)
	case sum == 0:
		return errors.New("Lag has no positive weight; use nil for a channel that moves at once")
	}
	for _, w := range lag {
		s.lagBuf = append(s.lagBuf, math.Log(w/sum))
	}
	s.lag = s.lagBuf
	return nil
}

func (s *sample) standardise() error {
	// Divide by the largest magnitude first: squares of values near 1e300
	// would overflow, and near 1e-300 vanish.
	big := 0.0
	for _, y := range s.z {
		if y == y {
			s.n++
			big = max(big, math.Abs(y))
		}
	}
	if s.n == 0 {
		return ErrAllGone
	}
	if big == 0 {
		return ErrConstant
	}
	sum := 0.0
	for _, y := range s.z {
		if y == y {
			sum += y / big
		}
	}
	mean := sum / float64(s.n)
	ss := 0.0
	for t, y := range s.z {
		if y == y {
			d := y/big - mean
			s.z[t] = d
			ss += d * d
		}
	}
	sd := math.Sqrt(ss / float64(s.n-1))
	if s.n < 2 || sd < 1e-12 {
		return ErrConstant
	}
	for t := range s.z {
		s.z[t] /= sd
	}
	s.scale = sd * big
	return nil
}

func (s *sample) takeVariance(v []float64) {
	s.rBuf = append(s.rBuf[:0], v...)
	sum := 0.0
	for t, y := range s.z {
		if y != y {
			s.rBuf[t] = 0
			continue
		}
		s.rBuf[t] = v[t] / s.scale / s.scale
		sum += s.rBuf[t]
	}
	if s.meanVar = sum / float64(s.n); s.meanVar > 0 {
		s.r = s.rBuf
	}
}

// takeWindow finds the dates with margin observed periods on each side.
func (s *sample) takeWindow(margin int) error {
	if s.n < 2*margin {
		return ErrTooShort
	}
	seen := 0
	for t, y := range s.z {
		if y != y {
			continue
		}
		if seen++; seen == margin {
			s.from = t + 1
		}
		if s.n-seen == margin-1 {
			s.to = t + 1
			break
		}
	}
	return nil
}

// dropOutliers is the identifier of Hampel (1974) with a window of seven: a
// lasting step moves the window's median with it and is never dropped. The
// scale is the larger of the robust and the root-mean-square residual, so
// that a series of mostly equal values does not lose all others.
func (s *sample) dropOutliers(limit float64, buf *[]float64) {
	const half = 3
	n := len(s.z)
	res := slices.Grow((*buf)[:0], 2*n)
	for t, y := range s.z {
		if y != y {
			continue
		}
		var window [2*half + 1]float64
		m := 0
		for i := max(0, t-half); i <= min(n-1, t+half); i++ {
			if v := s.z[i]; v == v {
				window[m] = v
				m++
			}
		}
		res = append(res, y-median(window[:m]))
	}
	*buf = res
	if len(res) == 0 {
		return
	}
	dev := res[len(res):cap(res)][:0]
	big := 0.0
	for _, d := range res {
		dev = append(dev, math.Abs(d))
		big = max(big, math.Abs(d))
	}
	if big == 0 {
		return
	}
	ss := 0.0
	for _, d := range dev {
		ss += (d / big) * (d / big)
	}
	const normal = 1.4826 // makes the median deviation a standard deviation
	bound := limit * max(normal*median(dev), big*math.Sqrt(ss/float64(len(res))))
	i := 0
	for t, y := range s.z {
		if y != y {
			continue
		}
		if math.Abs(res[i]) > bound {
			s.z[t] = math.NaN()
			s.outliers = append(s.outliers, t)
		}
		i++
	}
}

// median sorts x.
func median(x []float64) float64 {
	slices.Sort(x)
	n := len(x)
	if n%2 == 1 {
		return x[n/2]
	}
	return x[n/2-1]/2 + x[n/2]/2
}
