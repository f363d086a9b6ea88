package finding

import (
	"fmt"
	"strings"

	"github.com/entente-observatory/entente"
)

// sharpMember is the sharpness from which a state counts as surely in its bloc.
const sharpMember = 0.8

// Blocs answers what blocs a year had, who led them, and how sharply they were
// divided.
func Blocs(n *entente.Network, nameOf func(entente.CCode) string) entente.Answer {
	var parts []string
	for _, b := range n.Blocs {
		if len(parts) == 4 || len(b.Members) < 2 || b.Share < 0.01 {
			continue
		}
		sharp := 0
		for _, m := range b.Members {
			if m.Sharpness >= sharpMember {
				sharp++
			}
		}
		parts = append(parts, fmt.Sprintf("%s with %d others and %.0f %% of capabilities (%d of its states sharply)", nameOf(b.Leader), len(b.Members)-1, 100*b.Share, sharp))
	}
	s := fmt.Sprintf("In %d the states bound by pacts or at odds by force, %d of them, fell into blocs that weigh as %.1f equal ones would (90 %% interval %.1f to %.1f), led by %s.",
		n.Year, n.States, n.Effective.Value, n.Effective.Lo, n.Effective.Hi, strings.Join(parts, "; "))
	proof := "proven least"
	if n.Bound < n.Frustration {
		proof = fmt.Sprintf("at least %d", n.Bound)
	}
	s += fmt.Sprintf(" Two camps would leave %d of %d ties frustrated (%s).", n.Frustration, n.Ties, proof)
	a := entente.Answer{Sentence: s}
	a.Warnings = append(a.Warnings, "Pacts outlive friendships: a bloc of treaties such as that of the Americas is not a bloc of policy.")
	return a
}
