package measure

import (
	"math"
	"math/bits"
	"slices"
	"sort"

	"github.com/entente-observatory/entente"
)

// Commitment is a scale on which a state's pledges to another are ordered. A
// state is committed to itself at the top of every scale.
type Commitment uint8

const (
	// DefencePacts: 1 a pledge of defence, 0 none.
	DefencePacts Commitment = iota
	// StrongestPledge: 3 defence or offence, 2 neutrality or consultation, 1
	// non-aggression alone, 0 none; see Strength.
	StrongestPledge
)

// categories is the length of the scale.
func (c Commitment) categories() int {
	if c == StrongestPledge {
		return 4
	}
	return 2
}

// level places a pledge on the scale.
func (c Commitment) level(o entente.Obligation) int {
	switch {
	case c == StrongestPledge:
		return Strength(o)
	case o&entente.Defense != 0:
		return 1
	}
	return 0
}

// Roll tells which states were members of the system in a year, ascending.
type Roll interface {
	Members(year int) []entente.CCode
}

// Portfolios compares what states have pledged to all the others.
//
// The portfolio of a state in a year is the list of its commitments to every
// member k of the state system, itself included. Two states' portfolios make a
// joint table with one object for each k, and from it come S (Signorino and
// Ritter 1999), Scott's π and Cohen's κ, as from votes.
//
// A register of treaties has no sampling error. The interval says how far the
// value rests on the third states that there happen to be: it takes them for
// independent draws from those that there might have been (see
// docs/methods/alliances.md).
type Portfolios struct {
	pledges *entente.Pledges
	roll    Roll
}

// NewPortfolios takes the pledges and the roll of states. Neither is copied.
func NewPortfolios(t *entente.Pledges, r Roll) *Portfolios { return &Portfolios{t, r} }

// fewStates is the size of the system below which a warning is given.
const fewStates = 10

// Warnings that an estimate of portfolio similarity may carry.
const (
	warnFewStates = "fewer than 10 states in the system"
	warnTiedZeros = "most states are tied to neither of the two, which makes S high; read κ"
	warnAnyPledge = "consultation and non-aggression pacts count, which rivals sign too; read defence pacts alone"
	warnNoAlly    = "one of the two has no ally, so that κ can hardly differ from 0"
	warnNoWeight  = "states without a capability have no weight"
	// UndefinedPortfolio is the warning of an estimate that is Undefined.
	UndefinedPortfolio = "both are committed to every state alike: similarity beyond chance does not exist"
)

// Year returns the portfolios of a year.
func (p *Portfolios) Year(year int) *PortfolioYear {
	return &PortfolioYear{year, p.roll.Members(year), p.pledges.InYear(year), p.pledges.First <= year && year <= p.pledges.Last}
}

// PortfolioYear compares portfolios in one year.
type PortfolioYear struct {
	year    int
	members []entente.CCode
	pledges []entente.Pledge // by from and to
	covered bool
}

// portfolio is a state's commitments as sets of states: above[c-1] holds those
// to whom the commitment is c or more, count[c] is how many they are, and all
// states at 0.
type portfolio struct {
	above [maxCategories - 1][]uint64
	count [maxCategories]int
}

// of gathers the portfolio of members[i].
func (y *PortfolioYear) of(i int, scale Commitment) (p portfolio) {
	words := (len(y.members) + 63) / 64
	sets := make([]uint64, words*(scale.categories()-1))
	p.count[0] = len(y.members)
	for c := range scale.categories() - 1 {
		p.above[c] = sets[words*c : words*(c+1)]
	}
	commit := func(k, level int) {
		for c := range level {
			p.above[c][k/64] |= 1 << (k % 64)
			p.count[c+1]++
		}
	}
	state := y.members[i]
	commit(i, scale.categories()-1)
	k := 0
	for _, r := range y.pledges[sort.Search(len(y.pledges), func(n int) bool { return y.pledges[n].From >= state }):] {
		if r.From != state {
			break
		}
		for k < len(y.members) && y.members[k] < r.To {
			k++
		}
		if k < len(y.members) && y.members[k] == r.To {
			commit(k, scale.level(r.Obligations))
		}
	}
	return p
}

// against sets the table to the joint counts of two portfolios. With G_ab the
// number of states to whom the commitments are a or more and b or more, of
// which those at the edges are counted already, cell ab is
// G_ab - G_a+1,b - G_a,b+1 + G_a+1,b+1.
func (p *portfolio) against(q *portfolio, t Table) {
	var g [maxCategories + 1][maxCategories + 1]int
	for a := range t.K {
		g[a][0], g[0][a] = p.count[a], q.count[a]
		for b := 1; a > 0 && b < t.K; b++ {
			x, z := p.above[a-1], q.above[b-1]
			for w := range x {
				g[a][b] += bits.OnesCount64(x[w] & z[w])
			}
		}
	}
	for a := range t.K {
		for b := range t.K {
			t.Cells[t.K*a+b] = float64(g[a][b] - g[a+1][b] - g[a][b+1] + g[a+1][b+1])
		}
	}
}

// Each calls f with the joint tables of every two members, one a scale, in key
// order. The tables are overwritten by the next call.
func (y *PortfolioYear) Each(f func(entente.Dyad, []Table), scales ...Commitment) {
	all := make([][]portfolio, len(scales))
	tables := make([]Table, len(scales))
	for k, scale := range scales {
		tables[k] = NewTable(scale.categories())
		for i := range y.members {
			all[k] = append(all[k], y.of(i, scale))
		}
	}
	for i, a := range y.members {
		for j := i + 1; j < len(y.members); j++ {
			for k, t := range tables {
				all[k][i].against(&all[k][j], t)
			}
			f(entente.Dyad{A: a, B: y.members[j]}, tables)
		}
	}
}

// pair returns the portfolios of two states, and an estimate without a value,
// whose status is Known if there may be one.
func (y *PortfolioYear) pair(scale Commitment, a, b entente.CCode) (p, q portfolio, e entente.Estimate) {
	if !y.covered {
		return p, q, entente.None(entente.OutsideCoverage)
	}
	i, okA := slices.BinarySearch(y.members, a)
	j, okB := slices.BinarySearch(y.members, b)
	if !okA || !okB {
		return p, q, entente.None(entente.NotAState)
	}
	return y.of(i, scale), y.of(j, scale), entente.Estimate{Level: entente.DefaultLevel, N: len(y.members)}
}

// Similarity estimates how alike two states' portfolios are, with an interval
// of entente.DefaultLevel. The estimate is NotAState where one of the two was
// no member in the year, OutsideCoverage where the pledges do not reach into
// the year, and Undefined where chance correction is asked of two states that
// are committed to all alike.
//
// That both were members does not make them a dyad: of two that never shared a
// day the caller must tell.
func (y *PortfolioYear) Similarity(m Similarity, scale Commitment, a, b entente.CCode) entente.Estimate {
	p, q, e := y.pair(scale, a, b)
	if e.Status != entente.Known {
		return e
	}
	t := NewTable(scale.categories())
	p.against(&q, t)
	s := t.moments(similarities[m].metric)
	value, ok := m.value(&s)
	if !ok {
		e.Status, e.Warnings = entente.Undefined, []string{UndefinedPortfolio}
		return e
	}
	n := t.Total()
	se := similarities[m].form.independentError(t, &s) * math.Sqrt(n/(n-1))
	low, high := m.Range()
	lo, hi := wilson((value-low)/(high-low), se/(high-low), m.reach(&s)*n, n-1)
	e.Value, e.Lo, e.Hi = value, low+(high-low)*lo, low+(high-low)*hi
	e.Warnings = portfolioWarnings(similarities[m].form, scale, t)
	return e
}

// WeightedS estimates S with every third state weighted by its capabilities,
// S = 1 - 2 Σ_k w_k d(x_k, y_k) / (d_max Σ_k w_k) (Signorino and Ritter 1999).
// The weights are taken over the states of the year that have one: reported
// shares never sum to one. The interval takes the
// objects for (Σw)²/Σw² equal ones, which is 5 to 18 for the whole world since
// 1816. Statuses are those of Similarity, and Missing where no state has a
// weight.
func (y *PortfolioYear) WeightedS(d Metric, scale Commitment, a, b entente.CCode, weights *entente.Capabilities) entente.Estimate {
	p, q, e := y.pair(scale, a, b)
	if e.Status != entente.Known {
		return e
	}
	w := make([]float64, len(y.members))
	unweighted := false
	for k, c := range y.members {
		if row, ok := weights.Find(c, y.year); ok {
			w[k] = row.CINC
		} else {
			unweighted = true
		}
	}
	distance := func(k int) float64 { return d.Between(p.to(k), q.to(k)) / d.Max(scale.categories()) }
	var sum, squares, far float64
	for k := range w {
		sum += w[k]
		squares += w[k] * w[k]
		far += w[k] * distance(k)
	}
	if !(sum > 0) {
		return entente.None(entente.Missing)
	}
	mean, variance := far/sum, 0.0
	for k := range w {
		variance += w[k] * w[k] * (distance(k) - mean) * (distance(k) - mean) / (sum * sum)
	}
	n := sum * sum / squares
	lo, hi := wilson(1-mean, math.Sqrt(variance*n/max(n-1, 1)), n, n-1)
	e.Value, e.Lo, e.Hi = 1-2*mean, 2*lo-1, 2*hi-1
	if unweighted {
		e.Warnings = append(e.Warnings, warnNoWeight)
	}
	return e
}

// to is the level of the commitment to the k-th state.
func (p *portfolio) to(k int) (level int) {
	for _, set := range p.above {
		if set != nil && set[k/64]>>(k%64)&1 != 0 {
			level++
		}
	}
	return level
}

func portfolioWarnings(f form, scale Commitment, t Table) (w []string) {
	n := t.Total()
	if n < fewStates {
		w = append(w, warnFewStates)
	}
	if scale == StrongestPledge {
		w = append(w, warnAnyPledge)
	}
	if f == share || f == twofold {
		if t.Cells[0] > n/2 {
			w = append(w, warnTiedZeros)
		}
		return w
	}
	p := t.moments(Nominal)
	if own := 1.5 / n; 1-p.p[0] < own || 1-p.q[0] < own {
		w = append(w, warnNoAlly)
	}
	return w
}

// Series gives κ over defence pacts of two states by year: whether they have
// the same allies. It is the least misleading of the measures, since it is
// not raised by the states to which neither is tied, nor by pacts of
// non-aggression among rivals.
func (p *Portfolios) Series(a, b entente.CCode, exists Exists) entente.Series {
	low, high := KappaLinear.Range()
	s := entente.Series{Range: [2]float64{low, high}, Towards: 1, First: p.pledges.First, Last: p.pledges.Last}
	for year := s.First; year <= s.Last; year++ {
		point := entente.Point{Year: year, Estimate: entente.None(entente.NotAState)}
		if exists(year) {
			point.Estimate = p.Year(year).Similarity(KappaLinear, DefencePacts, a, b)
		}
		s.Points = append(s.Points, point)
	}
	return finish(s)
}
