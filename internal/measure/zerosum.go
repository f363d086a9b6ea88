package measure

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/entente-observatory/entente"
)

// ZeroSumOptions says how a triad is tested. Nil means the defaults.
type ZeroSumOptions struct {
	Level        float64 // of the test; default 0.05
	Margin       float64 // correlations nearer to zero count as none; default 0.3
	Permutations int     // default 999
	Seed         uint64
}

func (o *ZeroSumOptions) orDefault() ZeroSumOptions {
	p := ZeroSumOptions{Level: 0.05, Margin: 0.3, Permutations: 999}
	if o != nil {
		p.Seed = o.Seed
		p.Level, p.Margin, p.Permutations = cmp.Or(o.Level, p.Level), cmp.Or(o.Margin, p.Margin), cmp.Or(o.Permutations, p.Permutations)
	}
	return p
}

// leastYears is the length of record below which nothing is tested: a shorter
// one can only be described.
const leastYears = 30

// lags are the years by which the second tie may follow the first.
var lags = [3]int{0, 1, -1}

// ZeroSum tests whether a state's tie with one partner and its tie with
// another move against each other, together, or independently. x and z are the
// two ties, year by year from first on, and controls what the whole field
// shares, such as the mean tie of each of the three states with all others;
// all of one length, NaN where unknown. Neither may be a share, nor a distance
// on one axis: these oppose or agree by construction, and the test would find
// what was put in.
//
// The longest stretch of years in which all are known is used. Each tie is
// regressed on a constant, a trend, its own last two years, and the controls
// of this year and the last; what remains are the innovations of the two, e
// and f, which under independence are uncorrelated at every lag (Haugh 1976).
// With ρ_l the correlation of e_t with f_{t+l}, S_l the shift
// by l years, and M and N the projections on what the regressors of the two leave,
//
//	T_l = ρ_l / (τ_l s_l),   s_l² = tr(M S_l N S_l') / (tr M tr N),   τ_l² = n Σ e² f² / (Σ e² Σ f²),
//
// the statistic is max |T_l| over the same year and one year either way. τ
// allows for innovations whose sizes go together, as in a decade of turmoil,
// which correlates nothing; so studentised, random orders of e give a test
// that is exact under independence and holds its level without it (DiCiccio &
// Romano 2017).
//
// The verdict is rival or together, by the sign of the greatest |T_l|, where the
// test rejects; independent where the 90 % interval of each of the three
// correlations lies within the margin (two one-sided tests at 0.05 each);
// cannot-tell otherwise, and for fewer than thirty years.
func ZeroSum(first int, x, z []float64, controls [][]float64, opt *ZeroSumOptions) entente.ZeroSum {
	o := opt.orDefault()
	from, to := longestRun(append([][]float64{x, z}, controls...))
	out := entente.ZeroSum{Verdict: entente.CannotTell, P: 1}
	for i := range out.Effects {
		out.Effects[i] = entente.None(entente.Missing)
	}
	out.From, out.To = first+from, first+to-1
	if to-from < leastYears {
		out.Reason = "fewer than thirty years on record"
		return out
	}
	common := commonOf(from+2, to, controls)
	e, spanE, okE := innovations(x, from+2, to, common)
	f, spanF, okF := innovations(z, from+2, to, common)
	if !okE || !okF {
		out.Reason = "one of the two ties hardly varies"
		return out
	}
	n := len(e)
	out.N = n
	var t, s [3]float64
	inside := true
	for k, l := range lags {
		r, tau := crossed(e, f, l)
		s[k] = scale(n, spanE, spanF, l)
		t[k] = r / (tau * s[k])
		half := z90 * tau * s[k]
		lo, hi := math.Tanh(math.Atanh(r)-half), math.Tanh(math.Atanh(r)+half)
		out.Effects[k] = entente.Estimate{Value: r, Lo: lo, Hi: hi, Level: entente.DefaultLevel, N: n - max(l, -l)}
		inside = inside && -o.Margin < lo && hi < o.Margin
	}
	most := greatest(t)
	out.Lag = lags[most]
	null := shuffled(e, f, o)
	above := 0
	for _, v := range null {
		if v >= math.Abs(t[most])-1e-12 {
			above++
		}
	}
	out.P = float64(1+above) / float64(1+len(null))
	out.Years = deciding(e, f, lags[most], first+from+2)
	switch {
	case out.P <= o.Level && t[most] < 0:
		out.Verdict = entente.Rival
	case out.P <= o.Level:
		out.Verdict = entente.Together
	case inside:
		out.Verdict = entente.Independent
	default:
		out.Reason = "the record is too short, or the ties too unsteady, to rule out a link or to show one"
	}
	if out.P <= o.Level && len(out.Years) > 0 {
		out.Fragile = !holdsWithout(e, f, lags[most], out.Years[0].Year-(first+from+2), s[most], quantileOf(null, 1-o.Level))
	}
	return out
}

// longestRun returns the longest stretch in which every series is known, the
// latest of several.
func longestRun(list [][]float64) (from, to int) {
	start := 0
	for t := 0; t <= len(list[0]); t++ {
		if t < len(list[0]) && !slices.ContainsFunc(list, func(y []float64) bool { return math.IsNaN(y[t]) }) {
			continue
		}
		if t-start >= to-from && t > start {
			from, to = start, t
		}
		start = t + 1
	}
	return from, to
}

// commonOf returns, orthonormal, the regressors that both ties share: constant,
// trend, and the controls of the year and of the year before.
func commonOf(from, to int, controls [][]float64) [][]float64 {
	n := to - from
	one, trend := make([]float64, n), make([]float64, n)
	for t := range n {
		one[t], trend[t] = 1, float64(t)-float64(n-1)/2
	}
	basis := [][]float64{}
	add := func(v []float64) {
		if u := orthogonal(v, basis); u != nil {
			basis = append(basis, u)
		}
	}
	add(one)
	add(trend)
	for _, c := range controls {
		add(slices.Clone(c[from:to]))
		add(slices.Clone(c[from-1 : to-1]))
	}
	return basis
}

// orthogonal returns v less its projection on an orthonormal basis, of length
// one, or nil where nothing is left. It overwrites v.
func orthogonal(v []float64, basis [][]float64) []float64 {
	was := dot(v, v)
	for range 2 { // twice is enough (Giraud & Langou 2003)
		for _, b := range basis {
			p := dot(v, b)
			for t := range v {
				v[t] -= p * b[t]
			}
		}
	}
	left := dot(v, v)
	if left <= 1e-10*was || left == 0 {
		return nil
	}
	for t := range v {
		v[t] /= math.Sqrt(left)
	}
	return v
}

// innovations returns what is left of y[from:to] after the common regressors
// and its own last two years, of length one, with an orthonormal basis of all
// of these, and whether anything is left.
func innovations(y []float64, from, to int, common [][]float64) (e []float64, basis [][]float64, ok bool) {
	basis = slices.Clone(common)
	for l := 1; l <= 2; l++ {
		if u := orthogonal(slices.Clone(y[from-l:to-l]), basis); u != nil {
			basis = append(basis, u)
		}
	}
	e = orthogonal(slices.Clone(y[from:to]), basis)
	return e, basis, e != nil && moves(y[from-2:to]) >= leastMoves
}

// leastMoves is how often a tie must change for its changes to be compared
// with those of another.
const leastMoves = 6

func moves(y []float64) int {
	n := 0
	for t := 1; t < len(y); t++ {
		if y[t] != y[t-1] {
			n++
		}
	}
	return n
}

func dot(x, y []float64) float64 {
	s := 0.0
	for t := range x {
		s += x[t] * y[t]
	}
	return s
}

// crossed is the correlation of e_t with f_{t+l}, and its τ. Both have mean zero.
func crossed(e, f []float64, l int) (r, tau float64) {
	e, f = overlap(e, f, l)
	var ef, ee, ff, eeff float64
	for t := range e {
		a, b := e[t]*e[t], f[t]*f[t]
		ef += e[t] * f[t]
		ee += a
		ff += b
		eeff += a * b
	}
	if ee == 0 || ff == 0 {
		return 0, 1
	}
	// Far from normal and in few years τ can come near zero, where the ratio
	// would be all noise.
	tau = math.Sqrt(max(eeff*float64(len(e))/(ee*ff), 0.25))
	return min(max(ef/math.Sqrt(ee*ff), -0.999999), 0.999999), tau
}

// overlap aligns e_t with f_{t+l}.
func overlap(e, f []float64, l int) ([]float64, []float64) {
	n := len(e)
	if l >= 0 {
		return e[:n-l], f[l:]
	}
	return e[-l:], f[:n+l]
}

// scale is the standard deviation of a correlation at a lag between residuals
// of independent white series of n years, given the orthonormal regressors of
// each: sqrt(tr(M S N S') / (tr M tr N)) with M = I - PP', N = I - QQ'.
func scale(n int, p, q [][]float64, l int) float64 {
	trace := float64(n - max(l, -l))
	for _, b := range p {
		cut, _ := overlap(b, b, l)
		trace -= dot(cut, cut)
	}
	for _, c := range q {
		_, cut := overlap(c, c, l)
		trace -= dot(cut, cut)
		for _, b := range p {
			x, y := overlap(b, c, l)
			d := dot(x, y)
			trace += d * d
		}
	}
	return math.Sqrt(trace / float64((n-len(p))*(n-len(q))))
}

func greatest(t [3]float64) int {
	best := 0
	for k := range t {
		if math.Abs(t[k]) > math.Abs(t[best]) {
			best = k
		}
	}
	return best
}

// shuffled returns max |T| for random orders of e, ascending. A random order
// has no regressors in common with f, so that the variance of its correlation is
// 1/(n-1).
func shuffled(e, f []float64, o ZeroSumOptions) []float64 {
	rng := rand.New(rand.NewPCG(o.Seed, 2))
	g := slices.Clone(e)
	root := math.Sqrt(float64(len(e) - 1))
	out := make([]float64, o.Permutations)
	for i := range out {
		rng.Shuffle(len(g), func(a, b int) { g[a], g[b] = g[b], g[a] })
		for _, l := range lags {
			r, tau := crossed(g, f, l)
			out[i] = max(out[i], math.Abs(r*root/tau))
		}
	}
	slices.Sort(out)
	return out
}

func quantileOf(sorted []float64, p float64) float64 {
	return sorted[min(int(p*float64(len(sorted))), len(sorted)-1)]
}

// deciding returns the three years that bear most of the correlation at a lag,
// with their shares of it. Shares of years on the other side are negative, so
// that those returned can sum to more than one.
func deciding(e, f []float64, l, first int) []entente.DecidingYear {
	e, f = overlap(e, f, l)
	total := dot(e, f)
	if total == 0 {
		return nil
	}
	list := make([]entente.DecidingYear, len(e))
	for t := range e {
		list[t] = entente.DecidingYear{Year: first + t + max(-l, 0), Share: e[t] * f[t] / total}
	}
	slices.SortStableFunc(list, func(a, b entente.DecidingYear) int { return cmp.Compare(b.Share, a.Share) })
	return list[:min(3, len(list))]
}

// holdsWithout reports whether the statistic stays beyond the critical value
// when a year is left out.
func holdsWithout(e, f []float64, l, year int, s, critical float64) bool {
	e, f = overlap(e, f, l)
	k := year - max(-l, 0)
	e, f = slices.Delete(slices.Clone(e), k, k+1), slices.Delete(slices.Clone(f), k, k+1)
	r, tau := crossed(e, f, 0)
	return math.Abs(r/(tau*s)) >= critical
}
