package finding

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
)

// TestTriad: each verdict has its own sentence, and none claims a probability.
func TestTriad(t *testing.T) {
	name := func(c entente.CCode) string { return fmt.Sprint("S", c) }
	test := func(v entente.Verdict, lag int) entente.ZeroSum {
		z := entente.ZeroSum{Channel: "index", Verdict: v, Lag: lag, N: 60, From: 1950, To: 2011, P: 0.01,
			Years: []entente.DecidingYear{{Year: 1979, Share: 0.3}, {Year: 1990}, {Year: 2001}}, Fragile: true, Reason: "too short"}
		for i := range z.Effects {
			z.Effects[i] = entente.Estimate{Value: -0.1 * float64(i+1), Lo: -0.5, Hi: 0.1}
		}
		return z
	}
	for _, c := range []struct {
		verdict entente.Verdict
		lag     int
		has     []string
	}{
		{entente.Rival, 0, []string{"were rivals", "in the same year", "-0.10"}},
		{entente.Rival, 1, []string{"that with S3 a year after that with S2", "-0.20"}},
		{entente.Together, -1, []string{"went together", "that with S2 a year after that with S3", "-0.30"}},
		{entente.Independent, 0, []string{"were independent"}},
		{entente.CannotTell, 0, []string{"cannot be told: too short"}},
	} {
		tr := &entente.Triad{State: 1, A: 2, B: 3, Tests: []entente.ZeroSum{test(c.verdict, c.lag), test(entente.CannotTell, 0)},
			Placebo: entente.Census{Tested: 200, Rival: 4, Together: 6}}
		a := Triad(tr, name)
		for _, w := range c.has {
			if !strings.Contains(a.Sentence, w) {
				t.Errorf("%s: sentence lacks %q: %s", c.verdict, w, a.Sentence)
			}
		}
		all := strings.Join(a.Warnings, " ")
		if !strings.Contains(all, "5.0 %") || a.Surety != "" {
			t.Errorf("%s: warnings %q, surety %q", c.verdict, all, a.Surety)
		}
		if told := strings.Contains(all, "Without 1979"); told != (c.verdict == entente.Rival || c.verdict == entente.Together) {
			t.Errorf("%s: fragility in %q", c.verdict, all)
		}
	}
	for p, near := range map[float64]bool{0.001: false, 0.03: true, 0.15: true, 0.6: false} {
		z := test(entente.CannotTell, 0)
		z.P = p
		a := Triad(&entente.Triad{State: 1, A: 2, B: 3, Tests: []entente.ZeroSum{z}}, name)
		if got := strings.Contains(strings.Join(a.Warnings, " "), "near the level"); got != near {
			t.Errorf("p = %g: warnings %q", p, a.Warnings)
		}
	}
	if a := Triad(&entente.Triad{}, name); !strings.Contains(a.Sentence, "holds no ties") {
		t.Error(a.Sentence)
	}
}
