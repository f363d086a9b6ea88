package measure

import (
	"cmp"
	"math"
	"slices"

	"github.com/entente-observatory/entente"
)

// What is asked of several ideal points at once takes its interval from their
// joint draws, never from their own intervals: states in a session and a state
// in two sessions err together. The value is that of the published means. The
// draws are of the random-walk model, whose means differ a little from these
// (docs/methods/ideal-points.md); where its interval would leave the value out,
// it is widened to it.

// warnNoDraws is the warning of an interval made without draws: the extremes of
// the intervals of the parts. However these err together, the standard error of
// a difference is at most the sum of theirs, so the interval is too wide and
// never too narrow.
const warnNoDraws = "no posterior draws are kept for this set of votes: the interval is the widest that the two states' own allow"

// Distance estimates how far apart two states stood in a session, |θ_a - θ_b|,
// in standard deviations of all ideal points of the table. The interval is that
// of the difference with its sign taken off, so it begins at zero where the
// states cannot be told apart. It is Missing if one of them has no ideal point.
func Distance(t *entente.IdealPoints, a, b entente.CCode, session int) entente.Estimate {
	i, okA := t.Find(a, session)
	j, okB := t.Find(b, session)
	if !okA || !okB {
		return entente.None(entente.Missing)
	}
	return unsigned(difference(t, i, j))
}

// Change estimates how far a state moved between two sessions, θ_to - θ_from.
// It is Missing if it has no ideal point in one of them.
func Change(t *entente.IdealPoints, state entente.CCode, from, to int) entente.Estimate {
	i, okTo := t.Find(state, to)
	j, okFrom := t.Find(state, from)
	if !okTo || !okFrom {
		return entente.None(entente.Missing)
	}
	return difference(t, i, j)
}

// difference estimates θ of row i less θ of row j.
func difference(t *entente.IdealPoints, i, j int) entente.Estimate {
	x, y := &t.Rows[i], &t.Rows[j]
	e := entente.Estimate{Value: x.Theta - y.Theta, Level: entente.DefaultLevel, N: int(min(x.Votes, y.Votes))}
	if t.Draws == 0 {
		e.Lo, e.Hi = x.Lo-y.Hi, x.Hi-y.Lo
		e.Warnings = []string{warnNoDraws}
	} else {
		var d tails
		d.init(t.Draws, e.Level)
		p, q := t.Draw(i), t.Draw(j)
		for k := range p {
			d.add(float64(p[k]) - float64(q[k]))
		}
		e.Lo, e.Hi = d.interval()
	}
	if min(x.Votes, y.Votes) < fewVotes {
		e.Warnings = append(e.Warnings, "fewer than 10 votes behind one of the ideal points: mostly the prior")
	}
	return holding(e)
}

// unsigned is the estimate of the absolute value.
func unsigned(e entente.Estimate) entente.Estimate {
	lo, hi := math.Abs(e.Lo), math.Abs(e.Hi)
	if e.Lo < 0 && e.Hi > 0 {
		lo, hi = 0, max(lo, hi)
	}
	e.Value, e.Lo, e.Hi = math.Abs(e.Value), min(lo, hi), max(lo, hi)
	return e
}

// Neighbour is another state as seen from one.
type Neighbour struct {
	State    entente.CCode
	Distance entente.Estimate
	Rank     entente.Estimate // 1 for the nearest
}

// Neighbours lists the states of a session from the nearest to the farthest of
// the given one. The interval of a rank is taken over the ranks within each
// draw. The list is empty if the state has no ideal point in the session.
func Neighbours(t *entente.IdealPoints, state entente.CCode, session int) []Neighbour {
	self, ok := t.Find(state, session)
	if !ok {
		return nil
	}
	others := slices.DeleteFunc(rowsOf(t, session), func(r int) bool { return r == self })
	list := make([]Neighbour, len(others))
	for k, r := range others {
		list[k] = Neighbour{State: t.Rows[r].State, Distance: unsigned(difference(t, self, r))}
	}

	ranks := make([][]float64, len(others))
	order, apart := make([]int, len(others)), make([]float64, len(others))
	for d := range t.Draws {
		for k, r := range others {
			order[k] = k
			apart[k] = math.Abs(float64(t.Theta[r*t.Draws+d]) - float64(t.Theta[self*t.Draws+d]))
		}
		slices.SortFunc(order, func(x, y int) int { return cmp.Or(cmp.Compare(apart[x], apart[y]), x-y) })
		for rank, k := range order {
			ranks[k] = append(ranks[k], float64(rank+1))
		}
	}
	for k := range list {
		e := entente.Estimate{Lo: 1, Hi: float64(len(others)), Level: entente.DefaultLevel, N: list[k].Distance.N, Warnings: list[k].Distance.Warnings}
		if t.Draws > 0 {
			lo, hi := middle(ranks[k], e.Level)
			e.Lo, e.Hi = math.Floor(lo), math.Ceil(hi) // a rank is whole
		}
		list[k].Rank = e
	}
	slices.SortStableFunc(list, func(x, y Neighbour) int { return cmp.Compare(x.Distance.Value, y.Distance.Value) })
	for k := range list {
		list[k].Rank.Value = float64(k + 1)
		list[k].Rank = holding(list[k].Rank)
	}
	return list
}

// middle returns the equal-tailed interval of the draws: quantiles of type 7, as
// quantile has them.
func middle(draws []float64, level float64) (lo, hi float64) {
	var t tails
	t.init(len(draws), level)
	for _, d := range draws {
		t.add(d)
	}
	return t.interval()
}

// tails takes draws one by one and keeps what an equal-tailed interval needs of
// them: the least and the greatest, in order. An edition has a million dyads and
// sessions with a hundred draws each, which would be dear to sort.
type tails struct {
	n, low, high    int       // the places in order, from 0, at or before the two quantiles
	pastLow, past   float64   // how far the quantiles stand behind these places
	least, greatest []float64 // ascending, descending
	room            [32]float64
}

func (t *tails) init(n int, level float64) {
	x, y := (1-level)/2*float64(n-1), (1+level)/2*float64(n-1)
	t.n, t.low, t.high = n, int(x), min(int(y), n-1)
	t.pastLow, t.past = x-float64(t.low), y-float64(t.high)
	t.least, t.greatest = t.room[:0:16], t.room[16:16]
	if k := max(t.low+2, n-t.high); k > 16 {
		t.least, t.greatest = make([]float64, 0, k), make([]float64, 0, k)
	}
}

func (t *tails) add(d float64) {
	if k := min(t.low+2, t.n); len(t.least) < k {
		t.least = append(t.least, d)
		sink(t.least, 1)
	} else if d < t.least[k-1] {
		t.least[k-1] = d
		sink(t.least, 1)
	}
	if k := t.n - t.high; len(t.greatest) < k {
		t.greatest = append(t.greatest, d)
		sink(t.greatest, -1)
	} else if d > t.greatest[k-1] {
		t.greatest[k-1] = d
		sink(t.greatest, -1)
	}
}

// sink puts the last value in its place among the others, which are in order:
// ascending, or descending for a sign of -1.
func sink(list []float64, sign float64) {
	for i := len(list) - 1; i > 0 && sign*list[i] < sign*list[i-1]; i-- {
		list[i], list[i-1] = list[i-1], list[i]
	}
}

func (t *tails) interval() (lo, hi float64) {
	lo = t.least[t.low]
	if t.low+1 < t.n {
		lo += t.pastLow * (t.least[t.low+1] - lo)
	}
	k := t.n - 1 - t.high // the place from above
	hi = t.greatest[k]
	if k > 0 {
		hi += t.past * (t.greatest[k-1] - hi)
	}
	return lo, hi
}

// holding widens the interval to the value.
func holding(e entente.Estimate) entente.Estimate {
	e.Lo, e.Hi = min(e.Lo, e.Value), max(e.Hi, e.Value)
	return e
}
