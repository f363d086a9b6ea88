package finding

import (
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
)

func TestSurety(t *testing.T) {
	// Mastrandrea et al. 2010, table 1.
	for p, want := range map[float64]string{1: "virtually certain", 0.99: "virtually certain", 0.9: "very likely", 0.89: "likely",
		0.66: "likely", 0.5: "about as likely as not", 0.2: "unlikely", 0.05: "very unlikely", 0: "exceptionally unlikely"} {
		if got := Surety(p); got != want {
			t.Errorf("Surety(%v) = %q, want %q", p, got, want)
		}
	}
}

// TestAlign shows that no sentence claims a side that the interval does not
// bear, nor a change that is a toss-up.
func TestAlign(t *testing.T) {
	near := func(v, lo, hi float64) entente.Estimate {
		return entente.Estimate{Value: v, Lo: lo, Hi: hi, Level: 0.9}
	}
	base := Stand{A: "Ruritania", B: "Graustark", Year: 2019, Since: 1994, Then: 2009, PledgeYear: 2018}
	for _, c := range []struct {
		nearer  entente.Estimate
		closer  float64
		has     []string
		hasNot  []string
		surety  string
		pledges []string
	}{
		{near(0.8, 0.7, 0.9), 0.97, []string{"nearer to each other than 80 %", "since 1994", "very likely that they stand closer together than in 2009", "No alliance pledge was in force between them in 2018"}, nil, "very likely", nil},
		{near(0.2, 0.1, 0.3), 0.05, []string{"farther apart than 80 %", "70 to 90 %", "farther apart than in 2009", "pledges of defense and consultation"}, []string{"No alliance"}, "very likely", []string{"defense", "consultation"}},
		{near(0.55, 0.45, 0.65), 0.6, []string{"about as far apart", "cannot be told"}, []string{"since 1994", "likely that"}, "about as likely as not", nil},
		{entente.None(entente.Missing), 0, []string{"never voted together"}, []string{"since"}, "", nil},
	} {
		s := base
		s.Nearer, s.Closer, s.Pledges = c.nearer, c.closer, c.pledges
		a := Align(s)
		for _, w := range c.has {
			if !strings.Contains(a.Sentence, w) {
				t.Errorf("%+v: sentence lacks %q: %s", c.nearer, w, a.Sentence)
			}
		}
		for _, w := range c.hasNot {
			if strings.Contains(a.Sentence, w) {
				t.Errorf("%+v: sentence says %q: %s", c.nearer, w, a.Sentence)
			}
		}
		if a.Surety != c.surety {
			t.Errorf("%+v: surety %q, want %q", c.nearer, a.Surety, c.surety)
		}
	}
}
