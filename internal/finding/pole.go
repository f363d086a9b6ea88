package finding

import (
	"fmt"
	"math"
	"strings"

	"github.com/entente-observatory/entente"
)

// resourceWords names a resource within a sentence.
var resourceWords = map[entente.Resource]string{
	entente.ResourceCINC:    "the composite index of capability",
	entente.ResourceMilex:   "military expenditure",
	entente.ResourceEnergy:  "energy consumption",
	entente.ResourceGDP:     "gross domestic product at purchasing-power parity",
	entente.ResourceMarket:  "gross domestic product at market rates",
	entente.ResourceGDPHead: "gross domestic product times that per head",
	entente.ResourceBlocs:   "the composite index of whole blocs",
}

// ResourceWords names a resource within a sentence.
func ResourceWords(r entente.Resource) string {
	if w, ok := resourceWords[r]; ok {
		return w
	}
	return string(r)
}

var poleWords = [...]string{"", "one pole", "two poles", "three poles or more"}

// CountPoles finds the most probable number of poles in the last of the rows,
// which are one resource by year, and since when it has been so.
func CountPoles(rows []entente.Polarity) entente.PoleCount {
	r := &rows[len(rows)-1]
	c := entente.PoleCount{Resource: r.Resource, Year: r.Year, Poles: likeliest(r), Since: r.Year}
	c.Probability = r.Count[c.Poles-1]
	for i := len(rows) - 2; i >= 0 && likeliest(&rows[i]) == c.Poles && rows[i].Year == c.Since-1; i-- {
		c.Since = rows[i].Year
	}
	for _, p := range r.Powers {
		if p.Pole >= 0.5 {
			c.Powers = append(c.Powers, p)
		}
	}
	return c
}

func likeliest(p *entente.Polarity) int {
	best := 0
	for i, q := range p.Count {
		if q > p.Count[best] {
			best = i
		}
	}
	return best + 1
}

// Poles answers how many poles a year had. Where the resources do not agree
// the sentence says so, and no number is given as the answer: there is no
// resource that power is.
func Poles(year int, counts []entente.PoleCount, nameOf func(entente.CCode) string) entente.Answer {
	if len(counts) == 0 {
		return entente.Answer{Sentence: fmt.Sprintf("No resource of states is recorded for %d, so their poles cannot be counted.", year)}
	}
	agree, least := true, math.Inf(1)
	var parts []string
	for _, c := range counts {
		agree = agree && c.Poles == counts[0].Poles && c.Probability >= 0.66
		least = min(least, c.Probability)
		parts = append(parts, fmt.Sprintf("by %s %s (%s; probability %.2f; so since %d)",
			ResourceWords(c.Resource), poleWords[c.Poles], powers(c, nameOf), c.Probability, c.Since))
	}
	a := entente.Answer{}
	if agree {
		a.Surety, a.Probability = Surety(least), least
		a.Sentence = fmt.Sprintf("In %d every resource shows %s: %s.", year, poleWords[counts[0].Poles], strings.Join(parts, "; "))
	} else {
		a.Sentence = fmt.Sprintf("How many poles there were in %d depends on what states are weighed by: %s.", year, strings.Join(parts, "; "))
	}
	a.Warnings = append(a.Warnings, "A pole here is a state with at least half of what the strongest has. Resources are not influence: only blocs count allies, and the composite index weighs population and steel as much as arms.")
	return a
}

func powers(c entente.PoleCount, nameOf func(entente.CCode) string) string {
	var names []string
	for _, p := range c.Powers {
		names = append(names, fmt.Sprintf("%s %.0f %%", nameOf(p.State), 100*p.Share))
	}
	return strings.Join(names, ", ")
}
