package finding

import (
	"fmt"

	"github.com/entente-observatory/entente"
)

// Seat is a state among the others in a year.
type Seat struct {
	Name       string
	Year       int // 0 if the state never voted
	Neighbours []entente.Neighbour
	NameOf     func(entente.CCode) string
}

// Place answers with whom a state votes. It names the nearest and the
// farthest state only where its interval is apart from that of the tenth, and
// a group where they cannot be told apart.
func Place(s Seat) entente.Answer {
	var known []entente.Neighbour
	for _, n := range s.Neighbours {
		if n.Distance.Known() {
			known = append(known, n)
		}
	}
	if s.Year == 0 || len(known) < 6 {
		return entente.Answer{Sentence: s.Name + " has no recorded votes in the UN General Assembly, so the record of votes does not place it."}
	}
	near := []string{}
	for _, n := range known[:3] {
		near = append(near, s.NameOf(n.State))
	}
	far := []string{}
	for i := range 3 {
		far = append(far, s.NameOf(known[len(known)-1-i].State))
	}
	// How many states the nearest cannot be told from: those whose interval
	// begins before the nearest one's ends.
	alike := 0
	for _, n := range known {
		if n.Distance.Lo <= known[0].Distance.Hi {
			alike++
		}
	}
	a := entente.Answer{Sentence: fmt.Sprintf("In %d %s voted nearest to %s, and farthest from %s.", s.Year, s.Name, list(near), list(far))}
	if alike > 3 {
		a.Warnings = append(a.Warnings, fmt.Sprintf("The nearest cannot be told apart: the intervals of %d states reach as near as that of %s.", alike, near[0]))
	}
	return a
}
