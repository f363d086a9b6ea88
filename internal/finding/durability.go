package finding

import (
	"fmt"
	"strings"

	"github.com/entente-observatory/entente"
)

// Durability answers how long alliances last, which of the treaties listed is
// likeliest to end, and how far such forecasts may be trusted.
func Durability(d *entente.Durability, nameOf func(entente.CCode) string) entente.Answer {
	if len(d.Alliances) == 0 {
		return entente.Answer{Sentence: "The record holds no treaties to tell by how long alliances last."}
	}
	var parts []string
	g := &d.Alliances[0]
	parts = append(parts, fmt.Sprintf("Of %d alliances since 1815, each counted once however many its members, %s", g.N, halfLife(g)))
	for i := range d.Alliances {
		switch g := &d.Alliances[i]; entente.TreatyKind(g.Group) {
		case entente.TreatyDefence:
			parts = append(parts, "of those that pledged defence "+halfLife(g))
		case entente.TreatyNonaggression:
			parts = append(parts, "of those that pledged nonaggression alone "+halfLife(g))
		}
	}
	s := strings.Join(parts, "; ") + "."
	if len(d.AtRisk) > 0 {
		r := &d.AtRisk[0]
		whose := "Of the treaties in force"
		if d.State != 0 {
			whose = "Of " + nameOf(d.State) + "'s treaties in force"
		}
		s += fmt.Sprintf(" %s at the end of %d, the likeliest to end is that of %s (%s, since %d): %.0f %% within five years (90 %% interval %.0f to %.0f %%).",
			whose, d.Last, Parties(r.Members, nameOf), r.Kind, r.Since, 100*r.Five.Value, 100*r.Five.Lo, 100*r.Five.Hi)
	}
	a := entente.Answer{Sentence: s}
	for i := range d.Scores {
		a.Warnings = append(a.Warnings, score(&d.Scores[i]))
	}
	a.Warnings = append(a.Warnings,
		fmt.Sprintf("The record of treaties ends in %d; what has ended since is not in it.", d.Last),
		"A treaty stands until a record tells of its end: paper alliances look lasting.")
	return a
}

// halfLife says what half of a group outlasted.
func halfLife(g *entente.DurationGroup) string {
	m := g.Median
	if !m.Known() {
		return "more than half outlast the record"
	}
	return fmt.Sprintf("half lasted %.0f years or longer (90 %% interval %.0f to %.0f)", m.Value, m.Lo, m.Hi)
}

// Parties names the members of a treaty, the first three and the number of the
// others.
func Parties(members []entente.CCode, nameOf func(entente.CCode) string) string {
	const most = 3
	var names []string
	for i, m := range members {
		if i == most && len(members) > most+1 {
			names = append(names, fmt.Sprintf("%d others", len(members)-most))
			break
		}
		names = append(names, nameOf(m))
	}
	return list(names)
}

// score says in a sentence what the forecasts were worth.
func score(s *entente.ForecastScore) string {
	verdict := "cannot be told from the base rate"
	switch {
	case s.Beats():
		verdict = "beat the base rate"
	case s.Gain.Known() && s.Gain.Hi < 0:
		verdict = "do worse than the base rate: go by that instead"
	}
	years := fmt.Sprintf("%d years", s.Horizon)
	if s.Horizon == 1 {
		years = "one year"
	}
	return fmt.Sprintf("Forecasts for %s made at the end of %d to %d %s (Brier %.4f against %.4f, skill %.3f): they expected %.0f ends, %d came.",
		years, s.First, s.Last, verdict, s.Brier, s.Base, s.Skill, s.Expected, s.Came)
}
