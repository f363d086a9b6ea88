package survival

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Spell is how long a subject was watched: from the age Entry, after which it
// is at risk, to the age Exit at which it ended (Cause 1, 2, …) or watching
// stopped (Cause 0, right-censored).
type Spell struct {
	Entry, Exit float64
	Cause       int
}

// Step is a curve from an age at which something ended to the next.
type Step struct {
	Time   float64 // age
	AtRisk int     // subjects in view just before
	Ends   int     // of the kind that the curve counts
	// P is the probability that the curve gives from this age on, SE its
	// standard error, Lo and Hi its pointwise interval. Where the standard
	// error is zero or not defined the bounds are NaN.
	P, SE, Lo, Hi float64
}

// Curve is a step function of age, in order of Time, constant between steps.
type Curve struct {
	Steps []Step
	Start float64 // value before the first step: 1 of a survival curve, 0 of an incidence
}

// ErrNoSpells is returned where nothing was watched.
var ErrNoSpells = errors.New("survival: no spells")

// check refuses spells that cannot be: one error names the first.
func check(spells []Spell) error {
	if len(spells) == 0 {
		return ErrNoSpells
	}
	for i, s := range spells {
		if !(s.Exit > s.Entry) || s.Entry < 0 || s.Cause < 0 || math.IsInf(s.Exit, 0) {
			return fmt.Errorf("survival: spell %d from age %g to %g with cause %d: need 0 ≤ entry < exit and cause ≥ 0", i, s.Entry, s.Exit, s.Cause)
		}
	}
	return nil
}

// moment is an age at which at least one subject ended.
type moment struct {
	time   float64
	atRisk int
	ends   int // of any kind
	ofKind int // of the kind asked for
}

// moments counts, at each age at which something ended, who was at risk:
// entry < age ≤ exit. A subject censored at the age of an end is still at risk
// there, as everywhere in the field.
func moments(spells []Spell, kind func(cause int) bool) []moment {
	entries, exits := make([]float64, len(spells)), make([]float64, len(spells))
	type end struct {
		time float64
		kind bool
	}
	var ends []end
	for i, s := range spells {
		entries[i], exits[i] = s.Entry, s.Exit
		if s.Cause != 0 {
			ends = append(ends, end{s.Exit, kind(s.Cause)})
		}
	}
	slices.Sort(entries)
	slices.Sort(exits)
	slices.SortFunc(ends, func(a, b end) int { return cmp.Compare(a.time, b.time) })
	var out []moment
	for i := 0; i < len(ends); {
		t := ends[i].time
		entered, _ := slices.BinarySearch(entries, t) // entry < t
		gone, _ := slices.BinarySearch(exits, t)      // exit < t
		m := moment{time: t, atRisk: entered - gone}
		for ; i < len(ends) && ends[i].time == t; i++ {
			m.ends++
			if ends[i].kind {
				m.ofKind++
			}
		}
		out = append(out, m)
	}
	return out
}

// KaplanMeier estimates the probability of lasting beyond each age, whatever
// the kind of end:
//
//	S(t) = Π_{t_k ≤ t} (1 - d_k/n_k),
//	Var S(t) = S(t)² Σ_{t_k ≤ t} d_k / (n_k (n_k - d_k))
//
// (Kaplan & Meier 1958; Greenwood 1926), n_k counting those in view, so that
// late entry is allowed for. Bounds of the given level are taken on log(-log
// S) and stay within 0 and 1 (Kalbfleisch & Prentice 2002, §1.4). With late
// entry few may be in view at early ages; a curve on few at risk is a poor one,
// and AtRisk says so.
func KaplanMeier(spells []Spell, level float64) (Curve, error) {
	if err := check(spells); err != nil {
		return Curve{}, err
	}
	z := quantile(level)
	c := Curve{Start: 1}
	s, sum := 1.0, 0.0
	for _, m := range moments(spells, func(int) bool { return true }) {
		n, d := float64(m.atRisk), float64(m.ends)
		s *= 1 - d/n
		sum += d / (n * (n - d))
		st := Step{Time: m.time, AtRisk: m.atRisk, Ends: m.ends, P: s, SE: s * math.Sqrt(sum), Lo: math.NaN(), Hi: math.NaN()}
		if s > 0 && s < 1 {
			w := z * math.Sqrt(sum) / math.Log(s)
			st.Lo, st.Hi = math.Pow(s, math.Exp(-w)), math.Pow(s, math.Exp(w))
		} else {
			st.SE = math.NaN()
		}
		c.Steps = append(c.Steps, st)
	}
	return c, nil
}

// Incidence estimates the probability of having ended by the given cause by
// each age, other causes competing (Aalen & Johansen 1978):
//
//	F(t) = Σ_{t_k ≤ t} S(t_k-) d_ck / n_k.
//
// The incidences of all causes and the survival add up to one; one minus the
// Kaplan-Meier curve of a single cause, the usual error, adds up to more. The
// variance is the delta method's (Marubini & Valsecchi 1995, eq. 10.12).
// Bounds are taken on log(-log(1-F)).
func Incidence(spells []Spell, cause int, level float64) (Curve, error) {
	if err := check(spells); err != nil {
		return Curve{}, err
	}
	z := quantile(level)
	ms := moments(spells, func(c int) bool { return c == cause })
	var c Curve
	// F(t)² a - 2 F(t) b + e holds the double sum of the variance, so that it
	// need not be taken anew at each age.
	s, f, a, b, e := 1.0, 0.0, 0.0, 0.0, 0.0
	for _, m := range ms {
		n, d, k := float64(m.atRisk), float64(m.ends), float64(m.ofKind)
		f += s * k / n
		g := 0.0
		if n > d { // else nobody is left and F no longer moves
			g = d / (n * (n - d))
		}
		x := s * k / (n * n)
		a += g
		b += f*g + x
		e += f*f*g + s*s*k*(n-k)/(n*n*n) + 2*f*x
		s *= 1 - d/n
		if m.ofKind == 0 {
			continue
		}
		v := math.Sqrt(max(0, f*f*a-2*f*b+e))
		st := Step{Time: m.time, AtRisk: m.atRisk, Ends: m.ofKind, P: f, SE: v, Lo: math.NaN(), Hi: math.NaN()}
		if f > 0 && f < 1 && v > 0 {
			w := z * v / ((1 - f) * math.Log(1-f))
			st.Lo, st.Hi = 1-math.Pow(1-f, math.Exp(w)), 1-math.Pow(1-f, math.Exp(-w))
		}
		c.Steps = append(c.Steps, st)
	}
	return c, nil
}

// At returns the step in force at an age; before the first it is the start,
// which has no error.
func (c *Curve) At(age float64) Step {
	i, found := slices.BinarySearchFunc(c.Steps, age, func(s Step, t float64) int { return cmp.Compare(s.Time, t) })
	if !found {
		i--
	}
	if i < 0 {
		return Step{Time: 0, P: c.Start, Lo: c.Start, Hi: c.Start}
	}
	return c.Steps[i]
}

// Quantile returns the first age at which a survival curve is at p or below,
// and its interval: the ages at which the bounds of the curve are (Brookmeyer
// & Crowley 1982). An age that is never reached is NaN.
func (c *Curve) Quantile(p float64) (age, lo, hi float64) {
	first := func(value func(Step) float64) float64 {
		for _, s := range c.Steps {
			if value(s) <= p+1e-12 {
				return s.Time
			}
		}
		return math.NaN()
	}
	return first(func(s Step) float64 { return s.P }), first(func(s Step) float64 { return s.Lo }), first(func(s Step) float64 { return s.Hi })
}

// quantile returns the standard normal bound of a two-sided level.
func quantile(level float64) float64 { return math.Sqrt2 * math.Erfinv(level) }
