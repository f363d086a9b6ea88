package changepoint

import (
	"errors"
	"fmt"
	"math"
)

// Segments gives the evidence of a stretch of a series as one segment, its
// parameters integrated out. Segments are independent of each other.
type Segments interface {
	// Len is the number of periods.
	Len() int
	// LogEvidence is log p(y_i, …, y_{j-1}) as one segment, 0 <= i < j <= Len().
	LogEvidence(i, j int) float64
}

// NormalPrior is the conjugate prior of a segment's level and variance:
// level | s^2 ~ N(0, s^2/Weight), s^2 ~ IG(Shape, Rate).
type NormalPrior struct{ Weight, Shape, Rate float64 }

// UnitNormal is the prior Weight = Shape = Rate = 1, for a standardised series.
var UnitNormal = NormalPrior{Weight: 1, Shape: 1, Rate: 1}

type normalSegments struct {
	prior NormalPrior
	n     int
	y     []float64
	first []int // first observed period at or after t
	count []int // prefix sums: of observed periods,
	// and of products of the innovations of level and data.
	s11, s1y, syy, logDet []float64

	lgamma  []float64 // of Shape + m/2
	logRate float64
}

// NormalSegments models a segment as a level of its own and AR(1) errors of
// correlation phi whose variance is the segment's own and whose course starts
// afresh, in its stationary law, at each change; phi = 0 gives independent
// errors. With y_t - phi^g y_{t-g} the innovation after a gap of g periods
// (NaN: missing), the evidence is that of a conjugate normal regression and
// costs O(1) by prefix sums. Starting afresh is what makes the recursion of
// Fearnhead (2006) exact; the exact single change of [Detector] lets the errors
// run through.
//
// The prior is not scaled to the series: give a standardised one
// ([Standardise]).
func NormalSegments(y []float64, phi float64, prior NormalPrior) (Segments, error) {
	if !(prior.Weight > 0 && prior.Shape > 0 && prior.Rate > 0) {
		return nil, fmt.Errorf("changepoint: segment prior %+v: all three must be positive", prior)
	}
	if !(phi >= 0 && phi < 1) {
		return nil, fmt.Errorf("changepoint: phi is %v; it must be in [0, 1)", phi)
	}
	n := len(y)
	m := &normalSegments{prior: prior, n: n, y: y, count: make([]int, n+1), first: make([]int, n+1),
		s11: make([]float64, n+1), s1y: make([]float64, n+1), syy: make([]float64, n+1), logDet: make([]float64, n+1),
		lgamma: make([]float64, n+1), logRate: math.Log(prior.Rate)}
	last := -1
	for t, v := range y {
		if math.IsInf(v, 0) {
			return nil, fmt.Errorf("changepoint: value %d is infinite; use NaN for a missing value", t)
		}
		m.count[t+1], m.s11[t+1], m.s1y[t+1], m.syy[t+1], m.logDet[t+1] = m.count[t], m.s11[t], m.s1y[t], m.syy[t], m.logDet[t]
		if v != v {
			continue
		}
		m.count[t+1]++
		if last >= 0 {
			g := math.Pow(phi, float64(t-last))
			f := 1 - g*g
			dy, d1 := v-g*y[last], 1-g
			m.s11[t+1] += d1 * d1 / f
			m.s1y[t+1] += d1 * dy / f
			m.syy[t+1] += dy * dy / f
			m.logDet[t+1] += math.Log(f)
		}
		last = t
	}
	m.first[n] = n
	for t := n - 1; t >= 0; t-- {
		m.first[t] = m.first[t+1]
		if y[t] == y[t] {
			m.first[t] = t
		}
	}
	for k := range m.lgamma {
		m.lgamma[k], _ = math.Lgamma(prior.Shape + float64(k)/2)
	}
	return m, nil
}

func (m *normalSegments) Len() int { return m.n }

func (m *normalSegments) LogEvidence(i, j int) float64 {
	i = m.first[i]
	if i >= j {
		return 0
	}
	k := m.count[j] - m.count[i]
	y, n := m.y[i], float64(k)
	// The first observed period has its stationary law; the increments after
	// it come from the prefix sums.
	s11 := 1 + m.s11[j] - m.s11[i+1]
	s1y := y + m.s1y[j] - m.s1y[i+1]
	syy := y*y + m.syy[j] - m.syy[i+1]
	precision := m.prior.Weight + s11
	b := m.prior.Rate + max(syy-s1y*s1y/precision, 0)/2
	return -n/2*math.Log(2*math.Pi) - (m.logDet[j]-m.logDet[i+1])/2 + math.Log(m.prior.Weight/precision)/2 +
		m.prior.Shape*m.logRate - (m.prior.Shape+n/2)*math.Log(b) + m.lgamma[k] - m.lgamma[0]
}

type countSegments struct {
	shape, rate float64
	n           int
	periods     []int
	sum         []float64
	logFact     []float64 // sum of log y!
}

// CountSegments models a segment of counts as Poisson with a rate of its own,
// Gamma(shape, rate):
// log m = a log b - lgamma(a) + lgamma(a+S) - (a+S) log(b+n) - sum log y!.
// Missing counts are NaN; a value that is not a whole number >= 0 is an error.
func CountSegments(y []float64, shape, rate float64) (Segments, error) {
	if !(shape > 0 && rate > 0) {
		return nil, fmt.Errorf("changepoint: Gamma(%v, %v): both must be positive", shape, rate)
	}
	n := len(y)
	m := &countSegments{shape: shape, rate: rate, n: n, periods: make([]int, n+1), sum: make([]float64, n+1), logFact: make([]float64, n+1)}
	for t, v := range y {
		m.periods[t+1], m.sum[t+1], m.logFact[t+1] = m.periods[t], m.sum[t], m.logFact[t]
		if v != v {
			continue
		}
		if v < 0 || v != math.Trunc(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("changepoint: value %d is %v; counts must be whole numbers of 0 or more, NaN if missing", t, v)
		}
		lf, _ := math.Lgamma(v + 1)
		m.periods[t+1]++
		m.sum[t+1] += v
		m.logFact[t+1] += lf
	}
	return m, nil
}

func (m *countSegments) Len() int { return m.n }

func (m *countSegments) LogEvidence(i, j int) float64 {
	n, s := float64(m.periods[j]-m.periods[i]), m.sum[j]-m.sum[i]
	la, _ := math.Lgamma(m.shape)
	las, _ := math.Lgamma(m.shape + s)
	return m.shape*math.Log(m.rate) - la + las - (m.shape+s)*math.Log(m.rate+n) - (m.logFact[j] - m.logFact[i])
}

// Standardise returns y less its mean, over its standard deviation (divisor
// n-1), leaving NaN where it is. ErrConstant or ErrAllGone if it cannot.
func Standardise(y []float64) ([]float64, error) {
	s := sample{z: append([]float64(nil), y...)}
	for t, v := range y {
		if math.IsInf(v, 0) {
			return nil, fmt.Errorf("changepoint: value %d is infinite; use NaN for a missing value", t)
		}
	}
	if reason := s.standardise(); reason != nil {
		return nil, fmt.Errorf("changepoint: %w", reason)
	}
	return s.z, nil
}

// OneChange compares one change with none for a segment model: the date (first
// period of the second segment) is uniform over margin <= k <= Len()-margin.
// It returns the log Bayes factor and the posterior of the date given a change.
func OneChange(m Segments, margin int) (logBF float64, date []float64, err error) {
	n := m.Len()
	if margin < 1 || n < 2*margin {
		return 0, nil, fmt.Errorf("changepoint: %d periods with a margin of %d: %w", n, margin, ErrTooShort)
	}
	date = make([]float64, n)
	var sum logSum
	sum.reset()
	for k := margin; k <= n-margin; k++ {
		date[k] = m.LogEvidence(0, k) + m.LogEvidence(k, n)
		sum.add(date[k])
	}
	for k := margin; k <= n-margin; k++ {
		date[k] = math.Exp(date[k] - sum.log())
	}
	return sum.log() - math.Log(float64(n-2*margin+1)) - m.LogEvidence(0, n), date, nil
}

var errNoModel = errors.New("changepoint: no segment model given")
