package measure

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/entente-observatory/entente"
)

// PolarityOptions says how the doubt of polarity is made. Nil means the
// defaults.
type PolarityOptions struct {
	// Draws of the shares in each year; default 400.
	Draws int
	// Error is the standard deviation of the logarithm of an amount that is a
	// resource by itself, an assumption and printed as one; default 0.10.
	Error float64
	// Half is the share of the strongest state's resource from which a state
	// counts as a pole (Schweller 1993); default 0.5.
	Half float64
	Seed uint64
}

func (o *PolarityOptions) orDefault() PolarityOptions {
	p := PolarityOptions{Draws: 400, Error: 0.10, Half: 0.5}
	if o != nil {
		p.Seed = o.Seed
		p.Draws, p.Error, p.Half = cmp.Or(o.Draws, p.Draws), cmp.Or(o.Error, p.Error), cmp.Or(o.Half, p.Half)
	}
	return p
}

// Polarity measures how a resource is spread among the states that in keeps,
// for every year of the holdings in which there are two or more:
//
//	s_i = x_i / Σ x_j,  CON = sqrt((Σ s² - 1/n) / (1 - 1/n)),  N2 = 1/Σ s²,  N1 = exp(-Σ s log s),
//
// and how many states have at least half of what the strongest has. x_i is the
// mean, over the parts reported for the state, of its shares of the world's.
//
// Every number comes with a 90 % interval over draws. A resource of several
// parts is a mean over indicators that might have been others, and each draw
// weighs the indicators anew by Dirichlet(1, …, 1) (the Bayesian bootstrap,
// Rubin 1981), the same for all states and years. An amount that is a resource
// by itself has a log-normal error of the standard deviation assumed in the
// options, the state's own in each draw.
//
// Source: Singer, Bremer & Stuckey 1972 (CON); Laakso & Taagepera 1979 (N2);
// Schweller 1993 (the half).
func Polarity(h *entente.Holdings, scope entente.Scope, in func(entente.CCode, int) bool, opt *PolarityOptions) []entente.Polarity {
	o := opt.orDefault()
	var out []entente.Polarity
	for from := 0; from < len(h.Rows); {
		year := int(h.Rows[from].Year)
		to := from
		for to < len(h.Rows) && int(h.Rows[to].Year) == year {
			to++
		}
		if p, ok := polarity(h.Rows[from:to], year, in, o); ok {
			p.Resource, p.Scope = h.Resource, scope
			out = append(out, p)
		}
		from = to
	}
	return out
}

// contender is a state with its share of the world in each part.
type contender struct {
	state entente.CCode
	parts []float64
	mean  float64
	pole  int // draws in which it is one
}

// contenders returns the states of the scope, strongest first. The world's
// total is that of all states in the record.
func contenders(rows []entente.Holding, year int, in func(entente.CCode, int) bool) []contender {
	total := make([]float64, len(rows[0].Parts))
	for _, r := range rows {
		for k, x := range r.Parts {
			if !math.IsNaN(x) {
				total[k] += x
			}
		}
	}
	var list []contender
	for _, r := range rows {
		if !in(r.State, year) {
			continue
		}
		c := contender{state: r.State, parts: make([]float64, len(r.Parts))}
		n := 0
		for k, x := range r.Parts {
			c.parts[k] = math.NaN()
			if total[k] > 0 && !math.IsNaN(x) {
				c.parts[k] = x / total[k]
				c.mean += c.parts[k]
				n++
			}
		}
		if n > 0 {
			c.mean /= float64(n)
			list = append(list, c)
		}
	}
	// Draws go by rank, not by number, so that states may be relabelled.
	slices.SortFunc(list, func(a, b contender) int {
		return cmp.Or(cmp.Compare(b.mean, a.mean), cmp.Compare(a.state, b.state))
	})
	return list
}

func polarity(rows []entente.Holding, year int, in func(entente.CCode, int) bool, o PolarityOptions) (entente.Polarity, bool) {
	list := contenders(rows, year, in)
	n := len(list)
	if n < 2 || list[0].mean <= 0 {
		return entente.Polarity{}, false
	}
	shares := make([]float64, n)
	for i := range list {
		shares[i] = list[i].mean
	}
	spread := spreadOf(shares)
	draws := make([][]float64, len(spread))
	p := entente.Polarity{Year: year, N: n}
	rng := rand.New(rand.NewPCG(o.Seed, 1)) // one stream for all years: the same weights and errors in each
	weights := make([]float64, len(list[0].parts))
	for range o.Draws {
		if len(weights) > 1 {
			for k := range weights {
				weights[k] = rng.ExpFloat64()
			}
			for i := range list {
				shares[i] = list[i].weighed(weights)
			}
		} else {
			for i := range list {
				shares[i] = list[i].mean * math.Exp(o.Error*rng.NormFloat64())
			}
		}
		strongest, poles := slices.Max(shares), 0
		for i, s := range shares {
			if s >= o.Half*strongest {
				poles++
				list[i].pole++
			}
		}
		p.Count[min(poles, 3)-1] += 1 / float64(o.Draws)
		for k, v := range spreadOf(shares) {
			draws[k] = append(draws[k], v)
		}
	}
	for k, to := range []*entente.Estimate{&p.Concentration, &p.Effective, &p.Entropy, &p.TopTwo, &p.Second, &p.Third} {
		*to = around(spread[k], draws[k], n)
	}
	if n < 3 {
		p.Third = entente.None(entente.Undefined)
	}
	whole := 0.0
	for i := range list {
		whole += list[i].mean
	}
	for _, c := range list[:min(n, 4)] {
		p.Powers = append(p.Powers, entente.Power{State: c.state, Share: c.mean / whole, Pole: float64(c.pole) / float64(o.Draws)})
	}
	return p, true
}

// weighed is the mean of the parts that are reported, with the given weights.
func (c *contender) weighed(w []float64) float64 {
	sum, of := 0.0, 0.0
	for k, x := range c.parts {
		if !math.IsNaN(x) {
			sum += w[k] * x
			of += w[k]
		}
	}
	return sum / of
}

// spreadOf returns CON, N2, N1, the share of the two greatest, and the second
// and third over the greatest. x need not sum to one.
func spreadOf(x []float64) [6]float64 {
	sum := 0.0
	var top [3]float64
	for _, v := range x {
		sum += v
		switch {
		case v > top[0]:
			top = [3]float64{v, top[0], top[1]}
		case v > top[1]:
			top = [3]float64{top[0], v, top[1]}
		case v > top[2]:
			top[2] = v
		}
	}
	squares, entropy := 0.0, 0.0
	for _, v := range x {
		s := v / sum
		squares += s * s
		if s > 0 {
			entropy -= s * math.Log(s)
		}
	}
	n := float64(len(x))
	con := math.Sqrt(max(0, (squares-1/n)/(1-1/n)))
	return [6]float64{con, 1 / squares, math.Exp(entropy), (top[0] + top[1]) / sum, top[1] / top[0], top[2] / top[0]}
}

// around makes an estimate of a value and draws about it. The interval holds
// the value: a mean over draws of a bent function need not.
func around(value float64, draws []float64, n int) entente.Estimate {
	if len(draws) == 0 {
		draws = []float64{value}
	}
	slices.Sort(draws)
	last := float64(len(draws) - 1)
	lo, hi := draws[int(math.Round(0.05*last))], draws[int(math.Round(0.95*last))]
	return entente.Estimate{Value: value, Lo: min(lo, value), Hi: max(hi, value), Level: entente.DefaultLevel, N: n}
}
