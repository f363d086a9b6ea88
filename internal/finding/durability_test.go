package finding

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
)

// TestDurability: the sentence names what is likeliest to end, and the score of
// forecasts never claims more than its interval.
func TestDurability(t *testing.T) {
	name := func(c entente.CCode) string { return fmt.Sprint("S", c) }
	score := func(lo, hi float64) entente.ForecastScore {
		return entente.ForecastScore{Horizon: 5, First: 1935, Last: 2013, Came: 10, Expected: 14, Gain: entente.Estimate{Value: (lo + hi) / 2, Lo: lo, Hi: hi}}
	}
	d := &entente.Durability{State: 7, Last: 2018,
		Alliances: []entente.DurationGroup{{Group: "all treaties", N: 793, Median: entente.Estimate{Value: 27.9, Lo: 24.6, Hi: 32.8}},
			{Group: "defence", Median: entente.Estimate{Value: 10.7, Lo: 8.9, Hi: 14.4}}, {Group: "nonaggression", Median: entente.None(entente.Undefined)}},
		AtRisk: []entente.TreatyRisk{{Kind: entente.TreatyDefence, Members: []entente.CCode{1, 2, 3, 4, 5}, Since: 1996, Five: entente.Estimate{Value: 0.07, Lo: 0.03, Hi: 0.18}}},
		Scores: []entente.ForecastScore{score(0.001, 0.002), score(-0.002, 0.002), score(-0.004, -0.002)}}
	a := Durability(d, name)
	for _, want := range []string{"793 alliances", "half lasted 28 years or longer (90 % interval 25 to 33)", "pledged defence half lasted 11", "nonaggression alone more than half outlast the record",
		"Of S7's treaties in force at the end of 2018", "S1, S2, S3 and 2 others", "7 % within five years (90 % interval 3 to 18 %)"} {
		if !strings.Contains(a.Sentence, want) {
			t.Errorf("sentence lacks %q: %s", want, a.Sentence)
		}
	}
	for i, want := range []string{"beat the base rate", "cannot be told from the base rate", "do worse than the base rate"} {
		if !strings.Contains(a.Warnings[i], want) || !strings.Contains(a.Warnings[i], "expected 14 ends, 10 came") {
			t.Errorf("%q, want %q", a.Warnings[i], want)
		}
	}
	if a := Durability(&entente.Durability{}, name); !strings.Contains(a.Sentence, "holds no treaties") {
		t.Error(a.Sentence)
	}
}
