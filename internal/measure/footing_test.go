package measure

import (
	"math"
	"testing"

	"github.com/entente-observatory/entente"
)

// TestDependence works shares out by hand.
func TestDependence(t *testing.T) {
	for _, c := range []struct {
		what          string
		part, whole   Amount
		value, lo, hi float64
		status        entente.Status
	}{
		{"all known", Amount{20, 20}, Amount{100, 100}, 0.2, 0.2, 0.2, entente.Known},
		{"10 of the whole are with nobody known", Amount{20, 20}, Amount{90, 100}, 20.0 / 90, 0.2, 20.0 / 90, entente.Known},
		{"a flow of the part is missing, 10 at most", Amount{20, 30}, Amount{90, 100}, 20.0 / 90, 0.2, 0.3, entente.Known},
		{"nothing with the other", Amount{0, 0}, Amount{100, 100}, 0, 0, 0, entente.Known},
		{"no imports at all", Amount{0, 0}, Amount{0, 0}, 0, 0, 0, entente.Undefined},
		{"nothing known", Amount{math.NaN(), 5}, Amount{10, 10}, 0, 0, 0, entente.Missing},
	} {
		e := Dependence(c.part, c.whole)
		if e.Status != c.status || c.status == entente.Known && (math.Abs(e.Value-c.value) > 1e-12 || math.Abs(e.Lo-c.lo) > 1e-12 || math.Abs(e.Hi-c.hi) > 1e-12) {
			t.Errorf("%s: %v [%v, %v] %v, want %v [%v, %v] %v", c.what, e.Value, e.Lo, e.Hi, e.Status, c.value, c.lo, c.hi, c.status)
		}
	}
}

// TestLean: exchanging the states turns the sign, and the bounds hold for
// every value within those of the dependences.
func TestLean(t *testing.T) {
	known := func(v, lo, hi float64) entente.Estimate { return entente.Estimate{Value: v, Lo: lo, Hi: hi} }
	x, y := known(0.3, 0.2, 0.4), known(0.1, 0.05, 0.25)
	a, b := Lean(x, y), Lean(y, x)
	if a.Value != -b.Value || a.Lo != -b.Hi || a.Hi != -b.Lo || math.Abs(a.Value-0.5) > 1e-12 {
		t.Errorf("asymmetry is %+v one way and %+v the other, want 0.5", a, b)
	}
	for i := range 11 {
		for j := range 11 {
			u, v := x.Lo+(x.Hi-x.Lo)*float64(i)/10, y.Lo+(y.Hi-y.Lo)*float64(j)/10
			if z := (u - v) / (u + v); z < a.Lo-1e-12 || z > a.Hi+1e-12 {
				t.Fatalf("%v of %v and %v lies outside [%v, %v]", z, u, v, a.Lo, a.Hi)
			}
		}
	}
	if e := Lean(known(0, 0, 0), known(0, 0, 0)); e.Status != entente.Undefined {
		t.Errorf("of no dependence it is %v", e.Status)
	}
	if e := Lean(known(0, 0, 0.1), known(0.1, 0, 0.1)); e.Lo != -1 || e.Hi != 1 {
		t.Errorf("where either may be nothing it is [%v, %v]", e.Lo, e.Hi)
	}
}
