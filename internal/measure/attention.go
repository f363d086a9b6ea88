package measure

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/entente-observatory/entente"
)

// attentionWindow is the number of years over which contacts are counted.
const attentionWindow = 10

// Attention tells how much of what a state does by this kind of tie, or
// against others if it is one of hostility, is with each partner in the ten
// years up to the one given, or to the last of the record if that is earlier,
// the most attended first. Counted are years of contact: a
// partner with something in seven of the ten years counts seven, so that one
// ship of great tonnage is not a policy.
//
// The share of partner j has n_j of n years; its interval is that of the
// posterior Beta(n_j + ½, n - n_j + ½), the law of one share under a Dirichlet
// of one half for the partner and one half for all others together: a half for
// each of two hundred states would weigh more than most states' contacts. The
// quotient is the share over the partner's share of all other states' contacts
// (location quotient); 1/Σ share² is the effective number of partners
// (Hirschman 1964). Partners without contact are left out. A state without any
// has no attention to tell of, and levels and treaties, which are no acts, and
// registers of one state's acts alone, tell of none.
func (f *Field) Attention(state entente.CCode, year int) []entente.Attention {
	to := min(year, f.table.Last)
	from := to - attentionWindow + 1
	if f.table.Law != entente.LawCount || from < f.table.First {
		return nil // neither a level nor a treaty is an act
	}
	contacts := func(d entente.Dyad) int {
		row, ok := f.table.Row(d)
		if !ok {
			return 0
		}
		n := 0
		for _, v := range f.table.Values(row)[from-f.table.First : to-f.table.First+1] {
			if v > 0 {
				n++
			}
		}
		return n
	}
	with, theirs := map[entente.CCode]int{}, map[entente.CCode]int{}
	n, world := 0, 0
	for _, d := range f.table.Dyads {
		c := contacts(d)
		if c == 0 {
			continue
		}
		if d.Has(state) {
			with[d.Other(state)] += c
			n += c
			continue
		}
		theirs[d.A] += c
		theirs[d.B] += c
		world += 2 * c
	}
	if n == 0 || oneSided(with, theirs, n, world/2+n) {
		return nil
	}
	var out []entente.Attention
	squares := 0.0
	for p, c := range with {
		share := float64(c) / float64(n)
		squares += share * share
		a := entente.Attention{Channel: f.table.Channel, Partner: p, From: from, To: to}
		a.Share = entente.Estimate{Value: share, Level: entente.DefaultLevel, N: n}
		a.Share.Lo, a.Share.Hi = betaInterval(c, n-c)
		a.Share.Lo, a.Share.Hi = min(a.Share.Lo, share), max(a.Share.Hi, share)
		if theirs[p] > 0 { // else no other state has contact with it, and the quotient does not exist
			a.Quotient = share / (float64(theirs[p]) / float64(world))
		}
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b entente.Attention) int {
		return cmp.Or(cmp.Compare(b.Share.Value, a.Share.Value), cmp.Compare(a.Partner, b.Partner))
	})
	for i := range out {
		out[i].Rank, out[i].Effective = i+1, 1/squares
	}
	return out
}

// oneSided reports whether one state takes part in more than two thirds of the
// world's contacts: then the register is of that state's alone, and others'
// shares of attention cannot be read from it.
func oneSided(with, theirs map[entente.CCode]int, n, all int) bool {
	most := n
	for c, k := range theirs {
		most = max(most, k+with[c])
	}
	for c, k := range with {
		most = max(most, k+theirs[c])
	}
	return 3*most > 2*all
}

// betaInterval is the central 90 % interval of Beta(a + ½, b + ½).
func betaInterval(a, b int) (lo, hi float64) {
	x, y := float64(a)+0.5, float64(b)+0.5
	tail := (1 - entente.DefaultLevel) / 2
	return betaQuantile(tail, x, y), betaQuantile(1-tail, x, y)
}

// betaQuantile inverts the distribution function by halving, which the accuracy
// of a share needs thirty times.
func betaQuantile(p, a, b float64) float64 {
	lo, hi := 0.0, 1.0
	for range 30 {
		if mid := (lo + hi) / 2; betaBelow(mid, a, b) < p {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2
}

// betaBelow is the distribution function of Beta(a, b), the regularised
// incomplete beta function, by its continued fraction on the side where that
// converges fast (Press et al. 2007, §6.4; Lentz's method).
func betaBelow(x, a, b float64) float64 {
	if x > (a+1)/(a+b+2) {
		return 1 - betaBelow(1-x, b, a)
	}
	if x <= 0 {
		return 0
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(lab-la-lb+a*math.Log(x)+b*math.Log1p(-x)) / a
	const tiny = 1e-300
	away := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	c, d := 1.0, 1/away(1-(a+b)*x/(a+1))
	f := d
	for m := 1.0; m < 500; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d, c = 1/away(1+even*d), away(1+even/c)
		f *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d, c = 1/away(1+odd*d), away(1+odd/c)
		f *= d * c
		if math.Abs(d*c-1) < 1e-12 {
			break
		}
	}
	return front * f
}

// MutualAttention compares what a partner is to a state with what the state is to
// the partner: mean shares of attention over the kinds of tie in which either
// has any in the ten years up to one, and their difference over their sum,
// from -1, the partner depends on the state, to 1, the state depends on the
// partner. The interval is that over the kinds, weighed anew by Dirichlet(1, …, 1).
func MutualAttention(fields []*Field, state, partner entente.CCode, year int) (weight, back float64, asymmetry entente.Estimate) {
	share := func(f *Field, of, to entente.CCode) (float64, bool) {
		list := f.Attention(of, year)
		for _, a := range list {
			if a.Partner == to {
				return a.Share.Value, true
			}
		}
		return 0, len(list) > 0
	}
	var there, here []float64
	for _, f := range fields {
		if f.table.Axis != entente.AxisTie {
			continue
		}
		x, okX := share(f, state, partner)
		y, okY := share(f, partner, state)
		if okX && okY {
			there, here = append(there, x), append(here, y)
		}
	}
	n := len(there)
	ratio := func(w []float64) (x, y, r float64) {
		for i := range there {
			x += w[i] * there[i]
			y += w[i] * here[i]
		}
		if x+y > 0 {
			r = (x - y) / (x + y)
		}
		return x, y, r
	}
	w := slices.Repeat([]float64{1 / float64(max(n, 1))}, n)
	weight, back, r := ratio(w)
	if weight+back == 0 {
		return 0, 0, entente.None(entente.Undefined)
	}
	draws := make([]float64, placeDraws)
	rng := rand.New(rand.NewPCG(11, uint64(n)))
	for i := range draws {
		for k := range w {
			w[k] = rng.ExpFloat64()
		}
		_, _, draws[i] = ratio(w)
	}
	return weight, back, around(r, draws, n)
}
