package finding

import (
	"fmt"
	"strings"

	"github.com/entente-observatory/entente"
)

// equalFooting is the asymmetry up to which two states count as standing on an
// equal footing: one depends on the other at most half as much again as the
// other on it. It is a convention (docs/methods/footing.md), printed with the answer.
const equalFooting = 0.2

// Footing answers who could hurt whom more: of the last year with a value in
// each field, whose dependence is greater, if the bounds tell.
func Footing(f *entente.Dependences, a, b string) entente.Answer {
	var parts []string
	for _, field := range []struct {
		words string
		of    func(*entente.DependenceYear) *entente.Leverage
	}{
		{"trade", func(r *entente.DependenceYear) *entente.Leverage { return &r.Trade }},
		{"arms", func(r *entente.DependenceYear) *entente.Leverage { return &r.Arms }},
	} {
		for i := len(f.Rows) - 1; i >= 0; i-- {
			if l := field.of(&f.Rows[i]); l.Asymmetry.Known() {
				parts = append(parts, fmt.Sprintf("in %s (%d) %s", field.words, f.Rows[i].Year, leaning(l, a, b)))
				break
			}
		}
	}
	for i := len(f.Rows) - 1; i >= 0; i-- {
		if e := f.Rows[i].Balance; e.Known() {
			parts = append(parts, fmt.Sprintf("%s had %.0f %% of the two's capabilities (%d)", a, 100*e.Value, f.Rows[i].Year))
			break
		}
	}
	if len(parts) == 0 {
		return entente.Answer{Sentence: fmt.Sprintf("The record does not tell how far %s and %s depend on each other.", a, b)}
	}
	s := strings.Join(parts, "; ")
	return entente.Answer{
		Sentence: strings.ToUpper(s[:1]) + s[1:] + ".",
		Warnings: []string{fmt.Sprintf("Equal footing means an asymmetry within ±%.1f: a convention, not a finding.", equalFooting)},
	}
}

func leaning(l *entente.Leverage, a, b string) string {
	words := fmt.Sprintf("(%.1f %% of %s's, %.1f %% of %s's)", 100*l.AOnB.Value, a, 100*l.BOnA.Value, b)
	switch e := l.Asymmetry; {
	case e.Lo > equalFooting:
		return a + " depended more on " + b + " " + words
	case e.Hi < -equalFooting:
		return b + " depended more on " + a + " " + words
	case e.Lo >= -equalFooting && e.Hi <= equalFooting:
		return "they depended on each other alike " + words
	}
	return "it cannot be told who depended more " + words
}
