package finding

import (
	"fmt"
	"slices"

	"github.com/entente-observatory/entente"
)

// Carries is the probability of taking part from which a channel is named as
// one that carries a realignment.
const Carries = 0.5

// Turned is a dated change with what its sentence needs.
type Turned struct {
	A, B    string // names
	Change  *entente.Realignment
	Mover   string // name, "" if neither alone
	WordsOf func(entente.Channel) string
	Share   float64 // of such statements that are expected to be false
}

// Realign says a dated change in a sentence: who moved which way, when, how
// surely, by how much and carried by what.
func Realign(t Turned) entente.Answer {
	r := t.Change
	way := "moved together"
	if r.Direction < 0 {
		way = "moved apart"
	}
	when := fmt.Sprintf("most likely in %d (90 %%: %d-%d)", r.Year, r.Lo, r.Hi)
	if r.Lo == r.Hi {
		when = fmt.Sprintf("in %d", r.Year)
	}
	a := entente.Answer{Surety: Surety(r.Probability), Probability: r.Probability}
	a.Sentence = fmt.Sprintf("%s and %s %s, %s, probability %.2f", t.A, t.B, way, when, r.Probability)
	if by := Carriers(r, t.WordsOf); len(by) > 0 {
		a.Sentence += ", carried by " + list(by)
	}
	a.Sentence += "."
	if t.Mover != "" {
		a.Sentence += fmt.Sprintf(" It was a part of %s's own turn.", t.Mover)
	}
	switch r.Lasted {
	case entente.LastedNo:
		a.Sentence += " It did not last."
	case entente.LastedOpen:
		a.Warnings = append(a.Warnings, "Fewer than four years of record follow it: whether it lasts cannot be told.")
	}
	if by := decisive(r, t.WordsOf); by != "" {
		a.Warnings = append(a.Warnings, by)
	}
	if !r.Found {
		a.Warnings = append(a.Warnings, "It is not sure enough to be listed among the realignments of the world.")
	}
	return a
}

// decisive names the carriers without any one of which the change would not be
// told, with the probability that would be left.
func decisive(r *entente.Realignment, words func(entente.Channel) string) string {
	var by []string
	for _, c := range r.Carriers {
		if c.Without != nil && *c.Without < Worth && r.Probability >= Worth {
			by = append(by, fmt.Sprintf("%s %.2f", words(c.Channel), *c.Without))
		}
	}
	if len(by) == 0 {
		return ""
	}
	return "What would change the verdict: its probability without the record of " + list(by) + "."
}

// Carriers names the channels that carry a change, in words, each once.
func Carriers(r *entente.Realignment, words func(entente.Channel) string) []string {
	var by []string
	for _, c := range r.Carriers {
		if w := words(c.Channel); c.Responds >= Carries && !slices.Contains(by, w) {
			by = append(by, w)
		}
	}
	return by
}

// Worth is the probability from which a change is told beside a dyad that was
// asked about.
const Worth = 0.5

// Latest returns the latest change worth telling, nil if there is none.
func Latest(list []entente.Realignment) *entente.Realignment {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Probability >= Worth {
			return &list[i]
		}
	}
	return nil
}

// Lead puts the latest dated change before the sentence on the present.
func Lead(change, present entente.Answer) entente.Answer {
	present.Sentence = change.Sentence + " " + present.Sentence
	present.Surety, present.Probability = change.Surety, change.Probability
	present.Warnings = append(slices.Clone(change.Warnings), present.Warnings...)
	return present
}
