package measure

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/entente-observatory/entente"
)

// Ends of the classes of a place: both are conventions, and printed.
const (
	// someTie is the tie with a pole from which a state has to do with it at
	// all: a quarter of what the closest tenth of states have.
	someTie = 0.25
	// evenTie is the balance from which ties with several poles count as even.
	evenTie = 0.8
)

const (
	tieWindow  = 5 // years up to the one looked at, since deliveries and visits come and go
	placeDraws = 400
)

// Poles holds the ties of all states with a few poles, by kind: the portfolio
// of each.
type Poles struct {
	poles    []entente.CCode
	states   []entente.CCode
	channels []entente.Channel
	first    int
	// volume[c][t][i*len(poles)+k] is that of state i with pole k, 0 to 1, NaN
	// where unknown.
	volume [][][]float64
}

// NewPoles takes the portfolios of the states from fields of ties, for years
// first to last. A tie is the mean of five years, over the ninetieth percentile
// of what the states have with any of the poles in those years, at most 1.
// Ties that are residuals of logarithms are taken as ratios. Of hostility
// nothing enters: quarrelling with both is no hedging. Where the record has no
// tie at all of a kind with one of the poles in those years it does not see
// that pole, and the kind is left out: a register of one state's troops would
// lean all others to it.
func NewPoles(fields []*Field, poles, states []entente.CCode, first, last int) *Poles {
	p := &Poles{poles: poles, first: first}
	p.states = slices.DeleteFunc(slices.Clone(states), func(c entente.CCode) bool { return slices.Contains(poles, c) })
	for _, f := range fields {
		if f.table.Axis != entente.AxisTie {
			continue
		}
		p.channels = append(p.channels, f.table.Channel)
		p.volume = append(p.volume, p.volumes(f, first, last))
	}
	return p
}

func (p *Poles) volumes(f *Field, first, last int) [][]float64 {
	k := len(p.poles)
	out := make([][]float64, last-first+1)
	for t := range out {
		out[t] = slices.Repeat([]float64{math.NaN()}, len(p.states)*k)
	}
	for i, s := range p.states {
		for j, pole := range p.poles {
			y := f.Ties(s, pole)
			for t := range out {
				to := first + t - f.table.First + 1
				if to < 1 || to > len(y) {
					continue // the source says nothing of the year
				}
				if v := meanKnown(y[max(0, to-tieWindow):to]); !math.IsNaN(v) && !math.IsNaN(y[to-1]) {
					if f.table.Law == entente.LawLevel && !f.table.Zero {
						v = math.Exp(v)
					}
					out[t][i*k+j] = max(v, 0)
				}
			}
		}
	}
	for t := range out {
		seen := make([]bool, k)
		var known []float64
		for i, v := range out[t] {
			if !math.IsNaN(v) {
				known = append(known, v)
				seen[i%k] = seen[i%k] || v > 0
			}
		}
		slices.Sort(known)
		most := 0.0
		if len(known) > 0 {
			// Of those with any tie: where most have none, a tenth of all
			// would set the mark at nothing.
			some := known[sortedFrom(known):]
			if len(some) > 0 {
				most = some[int(0.9*float64(len(some)-1))]
			}
		}
		for i := range out[t] {
			if most == 0 || slices.Contains(seen, false) {
				out[t][i] = math.NaN()
			} else {
				out[t][i] = min(out[t][i]/most, 1)
			}
		}
	}
	return out
}

// Kinds is the number of kinds of tie that tell of a year.
func (p *Poles) Kinds(year int) int {
	n := 0
	for _, years := range p.volume {
		if t := year - p.first; t >= 0 && t < len(years) && slices.ContainsFunc(years[t], func(v float64) bool { return !math.IsNaN(v) }) {
			n++
		}
	}
	return n
}

// sortedFrom is the place of the first value above zero.
func sortedFrom(sorted []float64) int {
	i, _ := slices.BinarySearchFunc(sorted, 0, func(v, _ float64) int {
		if v > 0 {
			return 1
		}
		return -1
	})
	return i
}

// Place says where a state stands in a year, and whether any kind of tie tells
// it. With u_k its tie with pole k, mean over kinds,
//
//	level = mean u,  tilt_k = u_k - level,  balance = -Σ p_k log p_k / log K with p = u/Σu,
//	hedging = sqrt(balance · level)
//
// so that hedging is high only where both are: an even spread of nothing is
// indifference. Intervals are over Dirichlet(1, …, 1) weights of the kinds
// (Rubin 1981), which are a sample of what might have been counted.
//
// No quantitative index of hedging is accepted in the field (Kuik 2008, 2016;
// Lim & Cooper 2015); this one is descriptive, and shows its parts.
func (p *Poles) Place(state entente.CCode, year int) (entente.Place, bool) {
	i := slices.Index(p.states, state)
	t := year - p.first
	if i < 0 || len(p.volume) == 0 || t < 0 || t >= len(p.volume[0]) {
		return entente.Place{}, false
	}
	k := len(p.poles)
	out := entente.Place{State: state, Year: year}
	var rows [][]float64
	for c := range p.volume {
		row := p.volume[c][t][i*k : (i+1)*k]
		if slices.ContainsFunc(row, math.IsNaN) {
			continue
		}
		rows = append(rows, row)
		out.Stances = append(out.Stances, entente.Stance{Channel: p.channels[c], Volume: row, Balance: balance(row)})
	}
	if len(rows) == 0 {
		return entente.Place{}, false
	}
	weights := make([]float64, len(rows))
	for c := range weights {
		weights[c] = 1
	}
	point := placeOf(rows, weights)
	draws := make([][]float64, len(point))
	counts := map[string]int{}
	rng := rand.New(rand.NewPCG(7, uint64(len(rows))))
	for range placeDraws {
		for c := range weights {
			weights[c] = rng.ExpFloat64()
		}
		d := placeOf(rows, weights)
		for m, v := range d {
			draws[m] = append(draws[m], v)
		}
		counts[classOf(d)]++
	}
	n := len(rows)
	out.Level, out.Balance, out.Hedging = around(point[0], draws[0], n), around(point[1], draws[1], n), around(point[2], draws[2], n)
	for j, pole := range p.poles {
		out.Ties = append(out.Ties, entente.PoleTie{Pole: pole, Tie: around(point[3+2*j], draws[3+2*j], n), Tilt: around(point[4+2*j], draws[4+2*j], n)})
	}
	out.Class = classOf(point)
	out.Probability = float64(counts[out.Class]) / placeDraws
	if n < 3 {
		w := "Fewer than three kinds of tie are on record: the interval cannot show how much others would change"
		out.Level.Warnings, out.Balance.Warnings, out.Hedging.Warnings = []string{w}, []string{w}, []string{w}
	}
	return out, true
}

// placeOf returns level, balance, hedging, then tie and tilt by pole.
func placeOf(rows [][]float64, weights []float64) []float64 {
	k := len(rows[0])
	u := make([]float64, k)
	sum := 0.0
	for c, row := range rows {
		sum += weights[c]
		for j, v := range row {
			u[j] += weights[c] * v
		}
	}
	level := 0.0
	for j := range u {
		u[j] /= sum
		level += u[j] / float64(k)
	}
	b := balance(u)
	out := []float64{level, b, math.Sqrt(b * level)}
	for _, v := range u {
		out = append(out, v, v-level)
	}
	return out
}

// balance is the entropy of shares over that of equal ones; with no ties there
// is nothing to be balanced, and it is 0.
func balance(u []float64) float64 {
	sum := 0.0
	for _, v := range u {
		sum += v
	}
	if sum == 0 || len(u) < 2 {
		return 0
	}
	h := 0.0
	for _, v := range u {
		if v > 0 {
			h -= v / sum * math.Log(v/sum)
		}
	}
	return min(h/math.Log(float64(len(u))), 1)
}

// classOf reads what placeOf returns: indifferent where no tie amounts to
// something, hedging where ties are even, leaning where one outweighs.
func classOf(d []float64) string {
	most := 0.0
	for j := 3; j < len(d); j += 2 {
		most = max(most, d[j])
	}
	switch {
	case most < someTie:
		return "indifferent"
	case d[1] >= evenTie:
		return "hedging"
	}
	return "leaning"
}

// Hedgers returns the places of all states in a year, the most hedging first.
func (p *Poles) Hedgers(year int) []entente.Place {
	var out []entente.Place
	for _, s := range p.states {
		if place, ok := p.Place(s, year); ok {
			out = append(out, place)
		}
	}
	slices.SortStableFunc(out, func(a, b entente.Place) int { return cmp.Compare(b.Hedging.Value, a.Hedging.Value) })
	return out
}
