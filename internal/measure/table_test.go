package measure

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestPublishedTables holds the measures against published values on tables
// small enough to write down.
func TestPublishedTables(t *testing.T) {
	t.Run("kappa of two raters", func(t *testing.T) {
		// Cohen (1968): two judges, 200 cases, κ = .492; as printed in the
		// documentation of the R function psych::cohen.kappa.
		c := Table{3, []float64{88, 14, 18, 10, 40, 10, 2, 6, 12}}
		k, ok := c.Kappa(Nominal)
		if !ok || math.Abs(k-0.492) > 0.0005 {
			t.Errorf("Cohen 1968: kappa = %v, want 0.492", k)
		}
	})
	t.Run("by hand", func(t *testing.T) {
		// Two yes-yes, one yes-abstain, one no-yes.
		c := Table{3, []float64{2, 1, 0, 0, 0, 0, 1, 0, 0}}
		// D_o = (0+0+1+2)/4; first's shares 3/4, 0, 1/4; second's 3/4, 1/4, 0;
		// separate D_e = 3/4·1/4·1 + 1/4·3/4·2 + 1/4·1/4·1 = 10/16;
		// pooled shares 6/8, 1/8, 1/8: D_e = 2(6·1 + 6·1·2 + 1·1)/64 = 38/64.
		for _, c := range []struct {
			name      string
			got, want float64
		}{
			{"A", c.Agreement(Linear), 1 - 0.75/2},
			{"E", c.Exact(), 0.5},
			{"S", c.S(Linear), 1 - 0.75},
			{"S squared", c.S(Quadratic), 1 - 2*1.25/4},
			{"kappa", value(t)(c.Kappa(Linear)), 1 - 0.75/(10./16)},
			{"pi", value(t)(c.Pi(Linear)), 1 - 0.75/(38./64)},
		} {
			if math.Abs(c.got-c.want) > 1e-12 {
				t.Errorf("%s = %v, want %v", c.name, c.got, c.want)
			}
		}
	})
}

func value(t *testing.T) func(float64, bool) float64 {
	return func(v float64, ok bool) float64 {
		t.Helper()
		if !ok {
			t.Error("undefined")
		}
		return v
	}
}

// TestTableLaws tries on random tables what must hold of every table.
func TestTableLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(1955, 1960))
	for range 2000 {
		k := 2 + r.IntN(3)
		c, turned, mirrored := NewTable(k), NewTable(k), NewTable(k)
		for a := range k {
			for b := range k {
				w := float64(r.IntN(8) * r.IntN(2))
				c.Add(a, b, w)
				turned.Add(b, a, w)
				mirrored.Add(k-1-a, k-1-b, w)
			}
		}
		if c.Total() == 0 {
			continue
		}
		for _, d := range []Metric{Linear, Quadratic, Nominal} {
			if got, want := c.S(d), 2*c.Agreement(d)-1; math.Abs(got-want) > 1e-12 {
				t.Fatalf("S = %v, 2A-1 = %v", got, want)
			}
			pi, okPi := c.Pi(d)
			kappa, okK := c.Kappa(d)
			if okPi != okK {
				t.Fatalf("%v: pi defined %v, kappa defined %v", c.Cells, okPi, okK)
			}
			// The pooled D_e is never the greater: Häge (2011).
			if okK && (pi > kappa+1e-12 && kappa < 1 || kappa > 1 || pi < -1-1e-12 || kappa < -1-1e-12) {
				t.Fatalf("%v: pi %v, kappa %v", c.Cells, pi, kappa)
			}
			if k == 2 { // of two categories every distance gives the same
				if l, _ := c.Kappa(Linear); okK && math.Abs(l-kappa) > 1e-12 {
					t.Fatalf("binary kappa %v and %v", l, kappa)
				}
			}
			for name, o := range map[string]Table{"transposed": turned, "mirrored": mirrored} {
				p, _ := o.Pi(d)
				q, _ := o.Kappa(d)
				if math.Abs(p-pi) > 1e-12 || math.Abs(q-kappa) > 1e-12 || math.Abs(o.S(d)-c.S(d)) > 1e-12 {
					t.Fatalf("%s table gives another answer", name)
				}
			}
		}
	}
}

// TestNoVariation: two states that always chose the same category have no
// chance-corrected similarity, not a perfect one.
func TestNoVariation(t *testing.T) {
	c := NewTable(3)
	c.Add(1, 1, 40)
	if v, ok := c.Kappa(Linear); ok {
		t.Errorf("kappa of constant voters = %v, want undefined", v)
	}
	if v, ok := NewTable(3).Pi(Nominal); ok {
		t.Errorf("pi of an empty table = %v, want undefined", v)
	}
	if got := c.Agreement(Linear); got != 1 {
		t.Errorf("A = %v, want 1", got)
	}
}
