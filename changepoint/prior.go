package changepoint

import (
	"fmt"
	"math"
)

// Prior states what is assumed before the series are seen. Every series is
// centred and scaled to unit sample variance first, so nothing here has a
// unit.
//
// The model of one series, observed with known measurement variance r_t:
//
//	y_t = mu + delta (1[t >= k] - 1/2) + u_t + v_t
//	u_t = phi u_{t-1} + e_t, stationary with variance sigma^2;  v_t ~ N(0, r_t)
//	mu flat, delta | s ~ N(0, Size s^2), s^2 = sigma^2 + mean r_t ~ IG(Shape, Rate)
//
// The level is flat rather than N(0, 100 s^2): around the sample mean the latter
// puts a factor 1/s too much into every evidence, which leans towards
// correlations that make s small and overstated P(change) by 0.04 where it is
// 0.4 to 0.8. The step is coded -1/2, +1/2, so that a series read backwards gives the
// mirrored posterior exactly.
type Prior struct {
	// Size is the prior variance of the step, in units of s^2.
	Size float64
	// Shape and Rate are the parameters of the inverse gamma of s^2.
	Shape, Rate float64
	// Phi is the grid of lag-one correlations, each equally likely, in [0, 1).
	Phi []float64
	// Margin is the number of observed periods that must lie on each side of
	// the change.
	Margin int
	// Drift is the prior probability that a series drifts slowly, with or
	// without a change: half of it for a straight trend (total rise
	// N(0, Size s^2)) under AR(1) errors, half for a stationary wander with
	// correlation 0.98 that makes up 50, 80 or 95 % of the variance, the rest
	// being white. With 0 a long slow drift may pass for a change.
	Drift float64
	// Outlier, when positive, makes a lone value missing if it lies further
	// than so many robust standard deviations from the median of the seven
	// periods around it (Hampel 1974). 0 keeps every value.
	Outlier float64
	// Response is the prior probability, for each series, that it takes part
	// in a common change, in (0, 1]. At least one takes part. It plays no role
	// for a single series.
	Response float64
	// Tied makes all series that take part move in one direction, as given by
	// [Channel.Sign]; otherwise each has its own sign.
	Tied bool
}

// DefaultPrior has steps of about twice the standard deviation, any
// correlation from 0 to 0.95, four periods on each side, an even chance for
// each series to take part, no drift and no outliers.
func DefaultPrior() Prior {
	phi := make([]float64, 20)
	for i := range phi {
		phi[i] = float64(i) * 0.05
	}
	return Prior{Size: 4, Shape: 0.5, Rate: 0.5, Phi: phi, Margin: 4, Response: 0.5}
}

// GuardedPrior is [DefaultPrior] with a one-in-five chance of slow drift and
// with lone values beyond five robust standard deviations left out. It is not
// fooled by long trends and finds fewer changes: a step in the middle of a
// record looks like a trend too.
func GuardedPrior() Prior {
	p := DefaultPrior()
	p.Drift, p.Outlier = 0.2, 5
	return p
}

func (p Prior) check() error {
	positive := func(v float64) bool { return v > 0 && !math.IsInf(v, 1) }
	switch {
	case !positive(p.Size) || !positive(p.Shape) || !positive(p.Rate):
		return fmt.Errorf("changepoint: prior: Size %v, Shape %v and Rate %v must all be positive and finite", p.Size, p.Shape, p.Rate)
	case len(p.Phi) == 0:
		return fmt.Errorf("changepoint: prior: Phi is empty; give at least one correlation, such as 0")
	case p.Margin < 1:
		return fmt.Errorf("changepoint: prior: Margin is %d; it must be 1 or more", p.Margin)
	case !(p.Drift >= 0 && p.Drift < 1):
		return fmt.Errorf("changepoint: prior: Drift is %v; it must be in [0, 1)", p.Drift)
	case !(p.Outlier >= 0):
		return fmt.Errorf("changepoint: prior: Outlier is %v; it must be 0 (off) or positive", p.Outlier)
	case !(p.Response > 0 && p.Response <= 1):
		return fmt.Errorf("changepoint: prior: Response is %v; it must be in (0, 1]", p.Response)
	}
	for _, phi := range p.Phi {
		if !(phi >= 0 && phi < 1) {
			return fmt.Errorf("changepoint: prior: Phi holds %v; correlations must be in [0, 1)", phi)
		}
	}
	return nil
}

// process is one point of the grid of error processes: an AR(1) part with
// correlation phi and a white part, whose variances add up to s^2 = 1.
type process struct {
	phi, white float64
	trend      bool // a straight trend is among the regressors
	drift      bool
	logWeight  float64
}

const wanderPhi = 0.98

var wanderWhite = [...]float64{0.5, 0.2, 0.05}

func (p Prior) processes() []process {
	var out []process
	n := float64(len(p.Phi))
	for _, phi := range p.Phi {
		out = append(out, process{phi: phi, logWeight: math.Log((1 - p.Drift) / n)})
	}
	if p.Drift == 0 {
		return out
	}
	for _, phi := range p.Phi {
		out = append(out, process{phi: phi, trend: true, drift: true, logWeight: math.Log(p.Drift / 2 / n)})
	}
	for _, white := range wanderWhite {
		out = append(out, process{phi: wanderPhi, white: white, drift: true,
			logWeight: math.Log(p.Drift / 2 / float64(len(wanderWhite)))})
	}
	return out
}
