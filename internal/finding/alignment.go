package finding

import (
	"fmt"
	"strings"

	"github.com/entente-observatory/entente"
)

// Stand is what the record says of two states, gathered for the sentence that
// answers who stands with whom, since when, and how surely.
type Stand struct {
	A, B string // names
	Year int    // last year in which both voted, 0 if none
	// Nearer is the share of the dyads of that year that stand farther apart.
	Nearer entente.Estimate
	// Since is the first year of the unbroken run, up to Year, in which the
	// dyad stood on the same side of the middle dyad as in Year.
	Since int
	// Then is the earlier year that the change is counted from, 0 if none.
	Then int
	// Closer is the probability that they stand closer in Year than in Then.
	Closer float64
	// Pledges in force in PledgeYear, the last year that the alliance record
	// covers and both were states; 0 if there is none.
	Pledges    []string
	PledgeYear int
	// Ended is why the record of the two stops, if one is no longer a state.
	Ended string
}

// Align answers who stands with whom.
func Align(s Stand) entente.Answer {
	var a entente.Answer
	var parts []string
	if s.Year == 0 || !s.Nearer.Known() {
		parts = append(parts, fmt.Sprintf("%s and %s never voted together in the UN General Assembly, so the record of votes says nothing of the two", s.A, s.B))
	} else {
		parts = append(parts, position(s))
		if s.Then != 0 {
			p, way := s.Closer, "closer together"
			if p < 0.5 {
				p, way = 1-p, "farther apart"
			}
			a.Surety, a.Probability = Surety(p), p
			if p < 0.66 {
				parts = append(parts, fmt.Sprintf("whether they have come closer since %d cannot be told", s.Then))
			} else {
				parts = append(parts, fmt.Sprintf("it is %s that they stand %s than in %d", a.Surety, way, s.Then))
			}
		}
	}
	a.Sentence = strings.Join(parts, "; ") + ". " + pledges(s)
	if s.Ended != "" {
		a.Warnings = append(a.Warnings, s.Ended)
	}
	a.Sentence = strings.TrimSpace(a.Sentence)
	return a
}

// position says where the dyad stands among all dyads of the year, and calls
// it near or far only where the whole interval lies on that side of the middle.
func position(s Stand) string {
	n := s.Nearer
	share := fmt.Sprintf("%.0f %% of all pairs of states (%.0f %% interval %.0f to %.0f %%)", 100*n.Value, 100*n.Level, 100*n.Lo, 100*n.Hi)
	switch {
	case n.Lo > 0.5:
		return fmt.Sprintf("In %d %s and %s voted nearer to each other than %s, and have stood nearer than the middle pair since %d", s.Year, s.A, s.B, share, s.Since)
	case n.Hi < 0.5:
		far := fmt.Sprintf("%.0f %% of all pairs of states (%.0f %% interval %.0f to %.0f %%)", 100*(1-n.Value), 100*n.Level, 100*(1-n.Hi), 100*(1-n.Lo))
		return fmt.Sprintf("In %d %s and %s voted farther apart than %s, and have stood farther than the middle pair since %d", s.Year, s.A, s.B, far, s.Since)
	}
	return fmt.Sprintf("In %d %s and %s stood about as far apart in their votes as the middle pair of states: nearer than %s", s.Year, s.A, s.B, share)
}

// pledges says what the alliance record holds.
func pledges(s Stand) string {
	switch {
	case s.PledgeYear == 0:
		return ""
	case len(s.Pledges) == 0:
		return fmt.Sprintf("No alliance pledge was in force between them in %d, the last year recorded.", s.PledgeYear)
	}
	return fmt.Sprintf("In %d, the last year recorded, they were bound by pledges of %s.", s.PledgeYear, list(s.Pledges))
}

// list joins words as a sentence does.
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
