package measure

import (
	"math"

	"github.com/entente-observatory/entente"
)

// Similarity is a measure of how alike two states voted in a session.
type Similarity uint8

const (
	RawAgreement   Similarity = iota // A: a half step earns half credit
	ExactAgreement                   // E: the share of equal votes
	SAbsolute                        // Signorino and Ritter's S, linear distance
	SSquared                         // S, quadratic distance
	PiLinear                         // Scott's π
	PiQuadratic
	PiNominal
	KappaLinear // Cohen's κ
	KappaQuadratic
	KappaNominal
	NumSimilarities
)

// form is how a measure is made of the moments of a table.
type form uint8

const (
	share     form = iota // 1 - D_o/d_max, from 0 to 1
	twofold               // 1 - 2 D_o/d_max, from -1 to 1
	scott                 // 1 - D_o/D_e, shares pooled, from -1 to 1
	cohenForm             // 1 - D_o/D_e, shares separate, from -1 to 1
)

var similarities = [NumSimilarities]struct {
	name   string
	form   form
	metric Metric
}{
	{"agree", share, Linear},
	{"exact", share, Nominal},
	{"S_abs", twofold, Linear},
	{"S_sq", twofold, Quadratic},
	{"pi_lin", scott, Linear},
	{"pi_quad", scott, Quadratic},
	{"pi_nom", scott, Nominal},
	{"kappa_lin", cohenForm, Linear},
	{"kappa_quad", cohenForm, Quadratic},
	{"kappa_nom", cohenForm, Nominal},
}

// String gives the name of the measure as a column of a table.
func (s Similarity) String() string { return similarities[s].name }

// Range returns the least and the greatest value.
func (s Similarity) Range() (low, high float64) {
	if similarities[s].form == share {
		return 0, 1
	}
	return -1, 1
}

// Warnings that an estimate of similarity may carry.
const (
	warnFew      = "fewer than 10 common votes"
	warnConstant = "one of the two cast the same vote almost always, so that chance-corrected similarity is volatile; read raw agreement"
	warnOneText  = "all common votes were on one resolution; the interval takes it for one vote"
	// UndefinedSimilarity is the warning of an estimate that is Undefined.
	UndefinedSimilarity = "both states always cast one and the same vote: agreement beyond chance does not exist"
)

const (
	fewVotes       = 10
	almostConstant = 0.9 // share of a state's commonest vote
)

// Of returns the measure for a dyad in a session with its interval of
// entente.DefaultLevel, which stays within the range. It is Missing where the
// two have no vote in common, and Undefined where chance correction is asked of
// two states that always cast one and the same vote.
//
// The interval is Wilson's, for the value moved to 0..1 and taken as a share of
// an effective number of votes: the number for which a share would have the
// standard error that the measure has (Korn and Graubard 1998; in place of the
// normal quantile that of Student's t with as many degrees of freedom as batches
// less one). Near the end of the range the standard error fails, being zero at
// the end, so the effective number is bounded by a multiple of what it is for a
// measure there, see reach.
func (s Similarity) Of(g entente.Agreement) entente.Estimate {
	n := g.Joint.N()
	if n == 0 {
		return entente.None(entente.Missing)
	}
	var cells [9]float64
	for i, n := range g.Joint {
		cells[i] = float64(n)
	}
	t := Table{3, cells[:]}
	m := t.moments(similarities[s].metric)
	e := entente.Estimate{N: n, Level: entente.DefaultLevel}
	value, ok := s.value(&m)
	if !ok {
		e.Status = entente.Undefined
		e.Warnings = []string{UndefinedSimilarity}
		return e
	}
	low, high := s.Range()
	batches := float64(g.Clusters)
	e.Value = value
	e.Lo, e.Hi = wilson((value-low)/(high-low), s.standardError(&g, t, &m)/(high-low), s.reach(&m)*batches, batches-1)
	e.Lo, e.Hi = low+(high-low)*e.Lo, low+(high-low)*e.Hi
	e.Warnings = s.warnings(&g, &m)
	return e
}

func (s Similarity) value(m *moments) (float64, bool) {
	switch similarities[s].form {
	case share:
		return 1 - m.observed/m.metric.Max(m.k), true
	case twofold:
		return 1 - 2*m.observed/m.metric.Max(m.k), true
	case scott:
		return m.corrected(pooled)
	default:
		return m.corrected(separate)
	}
}

// reach is the effective number of votes per batch for a measure close to 1.
// Let a small share ε of the batches be of opposite votes. A share then has
// mean 1-ε and variance ε/G: as many votes as batches, G. For π and κ, moved to
// 0..1, the mean is 1 - ε d_max/(2 D_e) and the standard error d_max/(2 D_e)
// times greater, which is that of a share of 2 G D_e/d_max votes: where chance
// alone would make the two agree, a vote tells little.
func (s Similarity) reach(m *moments) float64 {
	switch similarities[s].form {
	case share, twofold:
		return 1
	case scott:
		return 2 * m.expected(pooled) / m.metric.Max(m.k)
	default:
		return 2 * m.expected(separate) / m.metric.Max(m.k)
	}
}

// standardError is what the measure would have if all roll calls were
// independent, times the factor by which batches swell the standard error of
// the measure's like with linear distance, the one that was taken from the roll
// calls themselves.
func (s Similarity) standardError(g *entente.Agreement, t Table, m *moments) float64 {
	f := similarities[s].form
	clustered := g.SEKappa
	switch f {
	case share:
		clustered = g.SEAgree
	case twofold:
		clustered = 2 * g.SEAgree
	case scott:
		clustered = g.SEPi
	}
	independent := f.independentError(t, m)
	linear := independent
	if m.metric != Linear {
		l := t.moments(Linear)
		linear = f.independentError(t, &l)
	}
	if clustered == 0 || linear < noError {
		return independent
	}
	return independent * float64(clustered) / linear
}

// independentError is the standard error under independent roll calls.
func (f form) independentError(t Table, m *moments) float64 {
	var room [maxCategories * maxCategories]float64
	e := room[:len(t.Cells)]
	scale := 1.0
	switch f {
	case share:
		m.influenceOnAgreement(e)
	case twofold:
		m.influenceOnAgreement(e)
		scale = 2
	case scott:
		m.influence(pooled, e)
	case cohenForm:
		m.influence(separate, e)
	}
	sum := 0.0
	for i, n := range t.Cells {
		sum += n * e[i] * e[i]
	}
	return scale * math.Sqrt(sum) / t.Total()
}

func (s Similarity) warnings(g *entente.Agreement, m *moments) (w []string) {
	if g.Joint.N() < fewVotes {
		w = append(w, warnFew)
	}
	if g.Clusters == 1 && g.Joint.N() > 1 {
		w = append(w, warnOneText)
	}
	f := similarities[s].form
	if f == scott || f == cohenForm {
		for _, x := range []shares{m.p, m.q} {
			if max(x[0], x[1], x[2]) > almostConstant {
				return append(w, warnConstant)
			}
		}
	}
	return w
}
