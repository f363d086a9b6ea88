package measure

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/entente-observatory/entente"
)

// Field is one kind of tie among all states, year by year, with what each
// state has on average with the others: what a test of a triad must allow for.
type Field struct {
	table  *entente.ChannelTable
	exists func(d entente.Dyad, year int) bool
	states []entente.CCode
	sum    map[entente.CCode][]float64
	count  map[entente.CCode][]float64
}

// NewField takes the ties of a channel. The channel must be one of what passes
// between states or what they do against each other: similar positions oppose
// or agree by construction, and NewField panics if given one.
func NewField(t *entente.ChannelTable, states []entente.CCode, exists func(d entente.Dyad, year int) bool) *Field {
	if t.Axis == entente.AxisPosition {
		panic("measure: a zero-sum test on the channel " + string(t.Channel) + " of positions would find what geometry puts in")
	}
	f := &Field{table: t, exists: exists, states: states, sum: map[entente.CCode][]float64{}, count: map[entente.CCode][]float64{}}
	n := t.Years()
	for _, c := range states {
		f.sum[c], f.count[c] = make([]float64, n), make([]float64, n)
	}
	for i, a := range states {
		for _, b := range states[i+1:] {
			for k, v := range f.Ties(a, b) {
				if !math.IsNaN(v) {
					f.sum[a][k] += v
					f.sum[b][k] += v
					f.count[a][k]++
					f.count[b][k]++
				}
			}
		}
	}
	return f
}

// Channel names the kind of tie.
func (f *Field) Channel() entente.Channel { return f.table.Channel }

// Years returns the first and last year on record.
func (f *Field) Years() (first, last int) { return f.table.First, f.table.Last }

// TieYears returns the years on record if this is a kind of tie, and whether it
// is one.
func (f *Field) TieYears() (first, last int, ok bool) {
	return f.table.First, f.table.Last, f.table.Axis == entente.AxisTie
}

// Ties returns the ties of two states, NaN where unknown. Higher is closer:
// what they do against each other counts below nothing.
func (f *Field) Ties(a, b entente.CCode) []float64 {
	t := f.table
	sign := 1.0
	if t.Axis == entente.AxisHostility {
		sign = -1
	}
	if t.Towards < 0 {
		sign = -sign
	}
	d := entente.DyadOf(a, b)
	out := make([]float64, t.Years())
	row, ok := t.Row(d)
	if !ok && !t.Zero {
		for k := range out {
			out[k] = math.NaN()
		}
		return out
	}
	for k := range out {
		switch {
		case ok:
			out[k] = sign * float64(t.Values(row)[k])
		case !f.exists(d, t.First+k):
			out[k] = math.NaN()
		}
	}
	return out
}

// others returns a state's mean tie with all but two states.
func (f *Field) others(c entente.CCode, but ...entente.CCode) []float64 {
	sum, count := slices.Clone(f.sum[c]), slices.Clone(f.count[c])
	for _, b := range but {
		for k, v := range f.Ties(c, b) {
			if !math.IsNaN(v) {
				sum[k] -= v
				count[k]--
			}
		}
	}
	for k := range sum {
		if sum[k] /= count[k]; math.IsInf(sum[k], 0) {
			sum[k] = math.NaN()
		}
	}
	return sum
}

// Triad tests the ties of a state with a and with b.
func (f *Field) Triad(state, a, b entente.CCode, opt *ZeroSumOptions) entente.ZeroSum {
	controls := [][]float64{f.others(state, a, b), f.others(a, state, b), f.others(b, state, a)}
	r := ZeroSum(f.table.First, f.Ties(state, a), f.Ties(state, b), controls, opt)
	r.State, r.A, r.B, r.Channel = state, a, b, f.table.Channel
	return r
}

// Partners returns the states with which the ties of one moved most over the
// years, at most n, the most moved first; ties that moved in too few years to
// be tested are left out.
func (f *Field) Partners(state entente.CCode, n int) []entente.CCode {
	type partner struct {
		state entente.CCode
		moved float64
	}
	var list []partner
	for _, c := range f.states {
		if c == state {
			continue
		}
		y := slices.DeleteFunc(f.Ties(state, c), math.IsNaN)
		if m := moves(y); len(y) >= leastYears && m >= leastMoves {
			moved := 0.0
			for t := 1; t < len(y); t++ {
				moved += math.Abs(y[t] - y[t-1])
			}
			list = append(list, partner{c, moved})
		}
	}
	slices.SortStableFunc(list, func(a, b partner) int { return cmp.Compare(b.moved, a.moved) })
	var out []entente.CCode
	for _, p := range list[:min(n, len(list))] {
		out = append(out, p.state)
	}
	return out
}

// Pairs tests a state's ties with every two of the partners, and gives each
// the false-discovery rate at which it would be found: that of Benjamini &
// Yekutieli (2001), which holds however the pairs depend on each other, as they
// do when they share a partner. A verdict that rests on a rate above the level
// of q becomes cannot-tell.
func (f *Field) Pairs(state entente.CCode, partners []entente.CCode, q float64, opt *ZeroSumOptions) []entente.ZeroSum {
	var list []entente.ZeroSum
	for i, a := range partners {
		for _, b := range partners[i+1:] {
			list = append(list, f.Triad(state, a, b, opt))
		}
	}
	falseDiscovery(list)
	for i := range list {
		if r := &list[i]; (r.Verdict == entente.Rival || r.Verdict == entente.Together) && r.Q > q {
			r.Verdict, r.Reason = entente.CannotTell, "not beyond what so many pairs give by chance"
		}
	}
	slices.SortStableFunc(list, func(a, b entente.ZeroSum) int { return cmp.Compare(a.P, b.P) })
	return list
}

// falseDiscovery sets Q of those that were tested.
func falseDiscovery(list []entente.ZeroSum) {
	var tested []*entente.ZeroSum
	for i := range list {
		if list[i].N > 0 {
			tested = append(tested, &list[i])
		}
	}
	slices.SortStableFunc(tested, func(a, b *entente.ZeroSum) int { return cmp.Compare(b.P, a.P) })
	m := len(tested)
	harmonic := 0.0
	for k := 1; k <= m; k++ {
		harmonic += 1 / float64(k)
	}
	least := 1.0
	for i, r := range tested { // from the greatest p down
		least = min(least, r.P*float64(m)*harmonic/float64(m-i))
		r.Q = least
	}
}

// Placebo tests pairs of ties that have no state in common, which nothing
// should link, drawn at random: the share with each verdict is what the test
// finds where there is nothing. It is the base rate to read any verdict by.
func (f *Field) Placebo(count int, opt *ZeroSumOptions) entente.Census {
	var out entente.Census
	rng := rand.New(rand.NewPCG(opt.orDefault().Seed, 3))
	active := map[entente.CCode][]entente.CCode{}
	var states []entente.CCode
	for _, c := range f.states {
		if p := f.Partners(c, 12); len(p) > 0 {
			active[c] = p
			states = append(states, c)
		}
	}
	if len(states) < 4 {
		return out
	}
	for tries := 0; out.Tested < count && tries < 20*count; tries++ {
		i, j := states[rng.IntN(len(states))], states[rng.IntN(len(states))]
		a, b := active[i][rng.IntN(len(active[i]))], active[j][rng.IntN(len(active[j]))]
		if i == j || i == b || a == j || a == b {
			continue
		}
		controls := [][]float64{f.others(i, a, b), f.others(a, i, j), f.others(b, i, j), f.others(j, a, b)}
		out.Add(ZeroSum(f.table.First, f.Ties(i, a), f.Ties(j, b), controls, opt))
	}
	return out
}

// Census tests every state's ties with a and b, the frame in which one state's
// verdict is read.
func (f *Field) Census(a, b entente.CCode, opt *ZeroSumOptions) entente.Census {
	var out entente.Census
	for _, c := range f.states {
		if c != a && c != b {
			out.Add(f.Triad(c, a, b, opt))
		}
	}
	return out
}
