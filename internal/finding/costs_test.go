package finding

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
)

// TestCosts: the sentence takes the surest change, leaves out what is nothing or
// not known on a side, and never says why.
func TestCosts(t *testing.T) {
	name := func(c entente.CCode) string { return fmt.Sprint("S", c) }
	span := func(v float64, known int) entente.CostSpan {
		return entente.CostSpan{Known: known, Mean: entente.Estimate{Value: v, Lo: v, Hi: v}}
	}
	change := func(year, direction int, p float64) entente.CostChange {
		return entente.CostChange{Year: year, Change: &entente.Realignment{Year: year, Direction: direction, Probability: p}, Beside: []entente.CostBeside{
			{Line: "a", Before: span(2.4, 5), After: span(0, 5)}, {Line: "b", Before: span(0, 5), After: span(0, 5)}, {Line: "c", Before: span(7, 5), After: span(0, 0)}}}
	}
	c := &entente.Costs{State: 1, With: 2, Window: 5, Lines: []entente.CostLine{{Line: "a", Title: "Sanctions by S2"}, {Line: "b", Title: "SIPRI arms"}, {Line: "c", Title: "Attacks"}},
		Changes: []entente.CostChange{change(1954, 1, 0.75), change(2002, -1, 0.89)}, Absent: []string{"arms: not passed on"}}
	a := Costs(c, name)
	for _, want := range []string{"In the 5 years before 2002, when S1 and S2 moved apart (probability 0.89)", "sanctions by S2 2.4, then 0."} {
		if !strings.Contains(a.Sentence, want) {
			t.Errorf("sentence lacks %q: %s", want, a.Sentence)
		}
	}
	if strings.Contains(a.Sentence, "ttacks") || strings.Contains(a.Sentence, "SIPRI") {
		t.Errorf("what cannot be laid beside each other is told: %s", a.Sentence)
	}
	if all := strings.Join(a.Warnings, " "); !strings.Contains(all, "need not follow from it") || !strings.Contains(all, "Not shown: arms: not passed on.") {
		t.Errorf("warnings %q", all)
	}
	c.Changes = nil
	if a := Costs(c, name); !strings.Contains(a.Sentence, "No change") || a.Surety != "" {
		t.Errorf("no change: %+v", a)
	}
	if a := Costs(&entente.Costs{}, name); !strings.Contains(a.Sentence, "no record") {
		t.Errorf("nothing: %+v", a)
	}
}
