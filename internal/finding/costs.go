package finding

import (
	"fmt"
	"strings"

	"github.com/entente-observatory/entente"
)

// Costs says in a sentence what the record has on both sides of the change
// with the highest probability, or of the last year asked for. It names no
// cause.
func Costs(c *entente.Costs, nameOf func(entente.CCode) string) entente.Answer {
	state, with := nameOf(c.State), nameOf(c.With)
	a := entente.Answer{Warnings: []string{"A record laid side by side. What follows a change need not follow from it, and nothing here is tested."}}
	titles := map[string]*entente.CostLine{}
	for i := range c.Lines {
		titles[c.Lines[i].Line] = &c.Lines[i]
	}
	best := -1
	for i := range c.Changes {
		if best < 0 || c.Changes[i].Change == nil || c.Changes[best].Change != nil && c.Changes[i].Change.Probability >= c.Changes[best].Change.Probability {
			best = i
		}
	}
	switch {
	case len(c.Lines) == 0:
		a.Sentence = fmt.Sprintf("This edition has no record of what %s bore.", state)
	case best < 0:
		a.Sentence = fmt.Sprintf("No change between %s and %s is dated with a probability of one half or more, so the record is laid out by year alone; name a year of your own to compare.", state, with)
	default:
		change := &c.Changes[best]
		var parts []string
		for _, b := range change.Beside {
			if b.Before.Known > 0 && b.After.Known > 0 && (b.Before.Mean.Value != 0 || b.After.Mean.Value != 0) {
				parts = append(parts, fmt.Sprintf("%s %s, then %s", lower(titles[b.Line].Title), amount(b.Before.Mean.Value), amount(b.After.Mean.Value)))
			}
		}
		when := fmt.Sprintf("%d", change.Year)
		if r := change.Change; r != nil {
			way := "moved together"
			if r.Direction < 0 {
				way = "moved apart"
			}
			when = fmt.Sprintf("%d, when %s and %s %s (probability %.2f)", change.Year, state, with, way, r.Probability)
			a.Surety, a.Probability = Surety(r.Probability), r.Probability
		}
		if len(parts) == 0 {
			a.Sentence = fmt.Sprintf("Around %s the record has nothing on both sides to lay beside each other.", when)
		} else {
			a.Sentence = fmt.Sprintf("In the %d years before %s, and from then on, the mean of a year was: %s.", c.Window, when, strings.Join(parts, "; "))
		}
	}
	for _, w := range c.Absent {
		a.Warnings = append(a.Warnings, "Not shown: "+w+".")
	}
	return a
}

// lower begins a title within a sentence. A name keeps its capital.
func lower(s string) string {
	if len(s) > 1 && s[1] >= 'a' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// amount writes a number of any size.
func amount(v float64) string {
	switch {
	case v == 0:
		return "0"
	case v < 100:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.0f", v)
}
