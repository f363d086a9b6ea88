package measure

import (
	"math"
	"slices"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/changepoint"
)

// channelModel is a channel with what the whole world tells of its manner.
type channelModel struct {
	*entente.ChannelTable
	offset   int                   // of the table's first year on the common axis
	closer   int                   // +1 if a rise brings the two closer, else -1
	weight   float64               // power of the evidence
	response float64               // probability of taking part in a realignment
	own      [len(spans)][]float64 // log Bayes factors of changes of its own over so many years, ascending
	usual    [2][]float64          // of a level or count: relative rate of rises and falls of its own, by year of the table
	spread   float64               // what ChannelFit tells
	lag      []float64

	prior    changepoint.Prior // of a level
	exposure []float64         // of a count, by year of the table; mean one
	disperse float64           // of a count: variance over mean
	move     [2][]float64      // of a state, by year: rate of rising, of falling
}

// spans are the lengths of record, in years, at which the world is asked how
// often a channel changes by itself.
var spans = [...]int{10, 14, 20, 28, 40, 60}

// surprise bounds what a channel's own log Bayes factor over so many years may
// say: see part.weigh.
func (m *channelModel) surprise(years int, logBF float64) float64 {
	s := 0
	for s+1 < len(spans) && spans[s+1] <= years {
		s++
	}
	n := len(m.own[s])
	at, _ := slices.BinarySearch(m.own[s], logBF)
	p := float64(n-at+1) / float64(n+1)
	bound := 1.0
	if p < 1/math.E {
		bound = -1 / (math.E * p * math.Log(p))
	}
	return max(bound, math.Exp(min(coarseness*logBF, math.Log(coarseMost))))
}

const (
	coarseness = 0.3
	coarseMost = 20 // to one: strong evidence (Kass & Raftery 1995)
)

// newChannelModel fits the manner of a channel to all dyads, as if there were
// no realignment at all: what is common or usual in the world is no evidence.
func newChannelModel(t *entente.ChannelTable, first int) *channelModel {
	m := &channelModel{ChannelTable: t, offset: t.First - first, closer: t.Towards, weight: 1, response: 0.3}
	if t.Axis == entente.AxisHostility {
		m.closer = -m.closer
	}
	sum := 0.0
	for _, w := range t.Lag {
		sum += w
	}
	m.lag = []float64{1}
	if sum > 0 {
		m.lag = make([]float64, len(t.Lag))
		for i, w := range t.Lag {
			m.lag[i] = w / sum
		}
	}
	for d := range m.usual {
		m.usual[d] = make([]float64, t.Years())
		for y := range m.usual[d] {
			m.usual[d][y] = 1
		}
	}
	switch t.Law {
	case entente.LawLevel:
		m.fitLevel()
	case entente.LawCount:
		m.fitCount()
	case entente.LawState:
		m.fitState()
	}
	return m
}

const (
	levelMargin = 3 // observed years on each side of a change of level
	levelGrid   = 3 // correlations summed over
	mostPhi     = .95
	mostSampled = 2000 // series from which correlations are taken
)

// fitLevel takes the grid of correlations from the world: equally likely
// values at the quantiles of the dyads' own. A change raises a dyad's
// correlation, so the grid errs towards caution.
func (m *channelModel) fitLevel() {
	step := max(1, len(m.Dyads)/mostSampled)
	var phi []float64
	for i := 0; i < len(m.Dyads); i += step {
		if r, n := lagOne(m.Values(i)); n >= 15 {
			// First-order correction of the bias (Kendall 1954).
			phi = append(phi, min(max(r+(1+3*r)/float64(n), 0), mostPhi))
		}
	}
	m.prior = changepoint.GuardedPrior()
	m.prior.Margin = levelMargin
	m.prior.Outlier = 0
	m.prior.Phi = m.prior.Phi[:0:0]
	if len(phi) < levelGrid {
		m.prior.Phi = []float64{0.2, 0.5, 0.8}
	} else {
		slices.Sort(phi)
		for k := range levelGrid {
			m.prior.Phi = append(m.prior.Phi, quantile(phi, (float64(k)+0.5)/levelGrid))
		}
	}
	m.spread = m.prior.Phi[levelGrid/2]
}

// lagOne returns the lag-one correlation of a series with gaps, and the number
// of neighbouring pairs of years.
func lagOne(y []float32) (r float64, n int) {
	mean, k := 0.0, 0
	for _, v := range y {
		if v == v {
			mean += float64(v)
			k++
		}
	}
	if k == 0 {
		return 0, 0
	}
	mean /= float64(k)
	cross, square := 0.0, 0.0
	for t, v := range y {
		if v != v {
			continue
		}
		d := float64(v) - mean
		square += d * d
		if t > 0 && y[t-1] == y[t-1] {
			cross += d * (float64(y[t-1]) - mean)
			n++
		}
	}
	if square == 0 || n == 0 {
		return 0, 0
	}
	return cross / square * float64(k) / float64(n), n
}

// fitCount takes the overdispersion from stretches of five years and, where the
// register grows, the exposure of each year from the dyads that have events
// before and after it: a chain of ratios between neighbouring years, so that
// dyads that begin or end do not count as growth of the record.
func (m *channelModel) fitCount() {
	n := m.Years()
	m.exposure = make([]float64, n)
	for t := range m.exposure {
		m.exposure[t] = 1
	}
	if m.Growing {
		m.chain()
	}
	const block = 5
	chi, df := 0.0, 0.0
	for i := range m.Dyads {
		y := m.Values(i)
		for a := 0; a+block <= n; a += block {
			s, e, k := 0.0, 0.0, 0.0
			for t := a; t < a+block; t++ {
				if y[t] == y[t] {
					s += float64(y[t])
					e += m.exposure[t]
					k++
				}
			}
			if k < 2 || s == 0 {
				continue
			}
			rate := s / e
			for t := a; t < a+block; t++ {
				if y[t] == y[t] {
					d := float64(y[t]) - rate*m.exposure[t]
					chi += d * d / (rate * m.exposure[t]) * s
				}
			}
			df += (k - 1) * s
		}
	}
	m.disperse = 1
	if df > 0 {
		m.disperse = max(1, chi/df)
	}
	m.spread = m.disperse
}

const (
	chainReach  = 4  // years before and after in which a dyad must have events
	chainShrink = 25 // events that a ratio of one is worth
)

func (m *channelModel) chain() {
	n := m.Years()
	events := func(y []float32, a, b int) bool {
		for t := max(a, 0); t < min(b, n); t++ {
			if y[t] > 0 {
				return true
			}
		}
		return false
	}
	level, sum := 0.0, 0.0
	for t := 1; t < n; t++ {
		was, is := 0.0, 0.0
		for i := range m.Dyads {
			y := m.Values(i)
			if y[t] != y[t] || y[t-1] != y[t-1] || !events(y, t-chainReach, t) || !events(y, t, t+chainReach) {
				continue
			}
			was += float64(y[t-1])
			is += float64(y[t])
		}
		level += math.Log((is + chainShrink) / (was + chainShrink))
		m.exposure[t] = math.Exp(level)
		sum += level
	}
	for t := range m.exposure {
		m.exposure[t] /= math.Exp(sum / float64(n))
	}
}

// fitState takes the rates at which the dyads of the register rise and fall,
// year by year, each shrunk to the rate of all years with the weight of a
// year's dyads: a year in which many conclude a treaty at once makes each of
// them weak evidence.
func (m *channelModel) fitState() {
	n := m.Years()
	moves, risk := [2][]float64{make([]float64, n), make([]float64, n)}, make([]float64, n)
	for i := range m.Dyads {
		y := m.Values(i)
		last := -1
		for t := range y {
			if y[t] != y[t] {
				continue
			}
			if last >= 0 {
				gap := float64(t - last)
				for u := last + 1; u <= t; u++ {
					risk[u]++
					switch {
					case y[t] > y[last]:
						moves[0][u] += 1 / gap
					case y[t] < y[last]:
						moves[1][u] += 1 / gap
					}
				}
			}
			last = t
		}
	}
	all, sum := 0.0, [2]float64{}
	for t := range risk {
		all += risk[t]
		sum[0] += moves[0][t]
		sum[1] += moves[1][t]
	}
	for d := range moves {
		m.move[d] = make([]float64, n)
		pooled := (sum[d] + 0.5) / (all + 1)
		weight := all / float64(max(n, 1)) / 4
		for t := range risk {
			m.move[d][t] = (moves[d][t] + pooled*weight) / (risk[t] + weight)
			if risk[t]+weight == 0 {
				m.move[d][t] = pooled
			}
		}
	}
	m.spread = (sum[0] + sum[1]) / max(all, 1)
}
