package measure

import (
	"math"

	"github.com/entente-observatory/entente"
)

// Amount is a sum of which some parts may be missing: what is known of it, and
// the most that it can be. With nothing known of it at all Known is NaN.
type Amount struct{ Known, Most float64 }

// Dependence returns the share that a part has in a whole,
//
//	s = part / whole,
//
// 0 to 1, with the bounds that missing data leave: Lo is the known part in the
// greatest whole; Hi the greatest part in the least whole that holds it. The
// level is 1: the bounds hold whatever is missing. It is Missing where nothing
// is known of the part, and Undefined where the whole is zero: a state without
// imports depends on nobody's.
//
// Source: Barbieri 1996 (partner share), Oneal & Russett 1997 (share of GDP).
func Dependence(part, whole Amount) entente.Estimate {
	switch {
	case math.IsNaN(part.Known) || math.IsNaN(whole.Known):
		return entente.Estimate{Status: entente.Missing, Level: 1}
	case whole.Known == 0 && part.Known == 0:
		return entente.Estimate{Status: entente.Undefined, Level: 1}
	}
	// The whole holds the part, known or not.
	known := max(whole.Known, part.Known)
	e := entente.Estimate{Value: over(part.Known, known), Level: 1}
	e.Lo = over(part.Known, max(whole.Most, known))
	e.Hi = min(1, over(part.Most, known+part.Most-part.Known))
	if e.Lo < e.Hi {
		e.Warnings = []string{warnBounds}
	}
	return e
}

// warnBounds is the warning of a share of which parts are missing.
const warnBounds = "flows are missing: the interval holds whatever they were"

func over(x, y float64) float64 {
	if y == 0 {
		return 0
	}
	return x / y
}

// Lean returns the asymmetry (x - y) / (x + y) of two dependences, -1 to 1, with the
// bounds that theirs give. It is Undefined where neither depends on the other.
func Lean(x, y entente.Estimate) entente.Estimate {
	for _, e := range []entente.Estimate{x, y} {
		if !e.Known() {
			return entente.Estimate{Status: e.Status, Level: 1}
		}
	}
	if x.Value+y.Value == 0 {
		return entente.Estimate{Status: entente.Undefined, Level: 1}
	}
	of := func(x, y, none float64) float64 {
		if x+y == 0 {
			return none
		}
		return (x - y) / (x + y)
	}
	return entente.Estimate{Value: of(x.Value, y.Value, 0), Lo: of(x.Lo, y.Hi, -1), Hi: of(x.Hi, y.Lo, 1), Level: 1}
}

// Lever joins the two dependences of a dyad.
func Lever(aOnB, bOnA entente.Estimate) entente.Leverage {
	return entente.Leverage{AOnB: aOnB, BOnA: bOnA, Asymmetry: Lean(aOnB, bOnA)}
}
