package finding

import (
	"fmt"
	"strings"

	"github.com/entente-observatory/entente"
)

// nearLo to nearHi are the levels at which verdicts were seen to change from one
// edition's sources to another's (docs/validation/zerosum.md).
const nearLo, nearHi = 0.005, 0.2

// Triad answers whether a state's relations with two others are zero-sum, by
// the first of the tests. The probability is left out: a test has a level, not
// a probability of being right, and the sentence gives what it has.
func Triad(t *entente.Triad, nameOf func(entente.CCode) string) entente.Answer {
	state, a, b := nameOf(t.State), nameOf(t.A), nameOf(t.B)
	if len(t.Tests) == 0 {
		return entente.Answer{Sentence: fmt.Sprintf("The record holds no ties of %s with %s and with %s to compare.", state, a, b)}
	}
	z := &t.Tests[0]
	var s string
	switch z.Verdict {
	case entente.Rival:
		s = fmt.Sprintf("%s's relations with %s and with %s were rivals: a gain with one went with a loss with the other%s", state, a, b, when(z, a, b))
	case entente.Together:
		s = fmt.Sprintf("%s's relations with %s and with %s went together: a gain with one came with a gain with the other%s", state, a, b, when(z, a, b))
	case entente.Independent:
		s = fmt.Sprintf("%s's relations with %s and with %s were independent: any link between a gain with one and a loss with the other is too weak to matter", state, a, b)
	default:
		s = fmt.Sprintf("Whether %s's relations with %s and with %s are zero-sum cannot be told: %s", state, a, b, z.Reason)
	}
	if z.N > 0 {
		e := z.Effects[lagIndex(z.Lag)]
		s += fmt.Sprintf(" (%d to %d, correlation of what was new in the two ties %.2f, 90 %% interval %.2f to %.2f; p = %.3f)", z.From, z.To, e.Value, e.Lo, e.Hi, z.P)
	}
	ans := entente.Answer{Sentence: s + "."}
	if z.Verdict == entente.Rival || z.Verdict == entente.Together {
		var years []string
		for _, y := range z.Years {
			years = append(years, fmt.Sprint(y.Year))
		}
		ans.Warnings = append(ans.Warnings, "The years that decide: "+list(years)+".")
		if z.Fragile {
			ans.Warnings = append(ans.Warnings, "Without "+years[0]+" the link could not be told from chance.")
		}
	}
	if z.N > 0 && z.P > nearLo && z.P < nearHi {
		ans.Warnings = append(ans.Warnings, fmt.Sprintf("With p = %.3f the verdict is near the level, where it moves with the sources that the index is made of.", z.P))
	}
	if p := t.Placebo; p.Tested > 0 {
		ans.Warnings = append(ans.Warnings, fmt.Sprintf("Of %d pairs of ties that nothing should link the same test finds a link in %.1f %%.", p.Tested, 100*float64(p.Rival+p.Together)/float64(p.Tested)))
	}
	var other []string
	for _, x := range t.Tests[1:] {
		if x.N > 0 {
			other = append(other, fmt.Sprintf("%s %s", x.Channel, strings.ReplaceAll(string(x.Verdict), "-", " ")))
		}
	}
	if len(other) > 0 {
		ans.Warnings = append(ans.Warnings, "By single channels: "+strings.Join(other, "; ")+".")
	}
	return ans
}

// lagIndex is the place of a lag among the effects.
func lagIndex(l int) int { return [...]int{2, 0, 1}[l+1] }

// when says in which year the second tie moved.
func when(z *entente.ZeroSum, a, b string) string {
	switch z.Lag {
	case 1:
		return fmt.Sprintf(", that with %s a year after that with %s", b, a)
	case -1:
		return fmt.Sprintf(", that with %s a year after that with %s", a, b)
	}
	return " in the same year"
}
