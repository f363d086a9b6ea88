package measure

import (
	"math"
	"slices"

	"github.com/entente-observatory/entente"
)

// Nearer estimates the share of the session's other dyads that stand farther
// apart than the given one: 1 for the nearest dyad of the world, 0 for the
// farthest. The share is taken within each posterior draw, so its interval
// allows for the doubt about all states at once; the value is that of the
// posterior means.
//
// A rank among dyads is comparable across sessions where a distance is not
// quite: the scale between sessions is the weakest part of the model.
func Nearer(t *entente.IdealPoints, a, b entente.CCode, session int) entente.Estimate {
	i, okA := t.Find(a, session)
	j, okB := t.Find(b, session)
	if !okA || !okB {
		return entente.None(entente.Missing)
	}
	rows := rowsOf(t, session)
	if len(rows) < 3 {
		return entente.None(entente.Undefined)
	}
	thetas := make([]float64, len(rows))
	for k, r := range rows {
		thetas[k] = t.Rows[r].Theta
	}
	e := entente.Estimate{
		Value: farther(thetas, math.Abs(t.Rows[i].Theta-t.Rows[j].Theta)),
		Level: entente.DefaultLevel, N: len(rows) * (len(rows) - 1) / 2,
	}
	e.Lo, e.Hi = e.Value, e.Value
	if t.Draws == 0 {
		e.Warnings = []string{"no posterior draws are kept for this set of votes: the interval is not known"}
		return e
	}
	shares := make([]float64, t.Draws)
	for d := range t.Draws {
		for k, r := range rows {
			thetas[k] = float64(t.Theta[r*t.Draws+d])
		}
		shares[d] = farther(thetas, math.Abs(float64(t.Theta[i*t.Draws+d])-float64(t.Theta[j*t.Draws+d])))
	}
	slices.Sort(shares)
	tail := (1 - e.Level) / 2
	e.Lo, e.Hi = min(e.Value, quantile(shares, tail)), max(e.Value, quantile(shares, 1-tail))
	return e
}

// SideSince returns the first session of the unbroken run up to the given one
// in which the dyad stood on the same side of the middle dyad, by posterior
// means. Sessions in which one of the two did not vote break no run.
func SideSince(t *entente.IdealPoints, a, b entente.CCode, session int) int {
	near := func(s int) (bool, bool) {
		i, okA := t.Find(a, s)
		j, okB := t.Find(b, s)
		if !okA || !okB {
			return false, false
		}
		rows := rowsOf(t, s)
		thetas := make([]float64, len(rows))
		for k, r := range rows {
			thetas[k] = t.Rows[r].Theta
		}
		return farther(thetas, math.Abs(t.Rows[i].Theta-t.Rows[j].Theta)) > 0.5, true
	}
	now, ok := near(session)
	if !ok {
		return 0
	}
	since := session
	for s := session - 1; s >= 1; s-- {
		side, ok := near(s)
		if !ok {
			continue
		}
		if side != now {
			break
		}
		since = s
	}
	return since
}

// rowsOf lists the rows of a session, in order of state.
func rowsOf(t *entente.IdealPoints, session int) []int {
	var rows []int
	for i := range t.Rows {
		if int(t.Rows[i].Session) == session {
			rows = append(rows, i)
		}
	}
	return rows
}

// farther returns the share of pairs of the values that differ by more than
// the given distance, ties counting half, the pair itself left out. It sorts
// its argument.
func farther(values []float64, distance float64) float64 {
	slices.Sort(values)
	n := len(values)
	const tie = 1e-12
	var more, same, lo, hi int
	for j := range n {
		for lo < j && values[j]-values[lo] > distance+tie {
			lo++
		}
		for hi < j && values[j]-values[hi] >= distance-tie {
			hi++
		}
		more += lo
		same += max(0, hi-lo)
	}
	others := n*(n-1)/2 - 1
	return (float64(more) + float64(same-1)/2) / float64(others)
}

// quantile interpolates linearly between the order statistics of sorted
// values (Hyndman & Fan 1996, type 7).
func quantile(sorted []float64, p float64) float64 {
	x := p * float64(len(sorted)-1)
	i := int(x)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (x-float64(i))*(sorted[i+1]-sorted[i])
}

// CloserProbability is the posterior probability that two states stand closer
// in a later session than in an earlier one: the share of the draws in which
// they do. It is one half where no draws are kept or one of the four positions
// is not known, since then nothing is.
func CloserProbability(t *entente.IdealPoints, a, b entente.CCode, from, to int) float64 {
	var rows [4]int
	for k, at := range [4]struct {
		state   entente.CCode
		session int
	}{{a, from}, {b, from}, {a, to}, {b, to}} {
		i, ok := t.Find(at.state, at.session)
		if !ok || t.Draws == 0 {
			return 0.5
		}
		rows[k] = i
	}
	closer := 0
	for d := range t.Draws {
		at := func(k int) float64 { return float64(t.Theta[rows[k]*t.Draws+d]) }
		if math.Abs(at(2)-at(3)) < math.Abs(at(0)-at(1)) {
			closer++
		}
	}
	// The share of a finite number of draws is never certain: Laplace's rule.
	return (float64(closer) + 1) / (float64(t.Draws) + 2)
}
