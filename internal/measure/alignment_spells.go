package measure

import (
	"fmt"
	"math"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/survival"
)

// alignedFrom is the index, tie less hostility in standard deviations over all
// dyads, from which two states count as aligned: surely so in one dyad-year of
// thirty.
const alignedFrom = 1.0

// AlignmentDurations tells how long alignments last. An alignment begins in
// the first year in which the interval of the index lies wholly above
// alignedFrom, and ends in the first in which it lies wholly below: between the
// two it goes on, so that a level near the bound does not end and begin anew
// with every error. One that already was when the record of the dyad begins has
// an age that is not known, and is left out; the number of these is given. It is
// right-censored where the record or one of the states ends. Of those with a
// known age, the ones under way since the given year come in at that age (left
// truncation). allied tells whether the dyad had a defence pact in a year:
// alignments are told apart by whether they had one when they began.
//
// Each dyad is a subject here, so that the two hundred ties of one state do not
// fall independently: the intervals are narrower than they should be. The index
// is smoothed over all years, later ones included, and so cannot be used to
// score forecasts.
func AlignmentDurations(t *entente.AlignmentIndex, exists, allied func(entente.Dyad, int) bool, since int) ([]entente.DurationGroup, error) {
	var all, late, bound, free []survival.Spell
	unknown := 0
	for i, d := range t.Dyads {
		began, known, first := 0, true, true
		end := func(year, cause int) {
			if began != 0 && !known {
				unknown++
			} else if began != 0 {
				s := survival.Spell{Exit: float64(year - began), Cause: cause}
				all = append(all, s)
				if allied(d, began) {
					bound = append(bound, s)
				} else {
					free = append(free, s)
				}
				if s.Entry = math.Max(0, float64(since-began)); s.Entry < s.Exit {
					late = append(late, s)
				}
			}
			began = 0
		}
		for y := t.First; y <= t.Last+1; y++ {
			var e entente.Estimate
			if y <= t.Last && exists(d, y) {
				e = t.Headline(i, y)
			} else {
				e = entente.None(entente.OutsideCoverage)
			}
			switch {
			case !e.Known():
				end(y, 0)
				first = true
				continue
			case began == 0 && e.Lo > alignedFrom:
				began, known = y, !first
			case began != 0 && e.Hi < alignedFrom:
				end(y, int(entente.TreatyViolated))
			}
			first = first && began == 0 && e.Hi >= alignedFrom
		}
	}
	var out []entente.DurationGroup
	for _, g := range []struct {
		name   string
		spells []survival.Spell
	}{{"all alignments", all}, {fmt.Sprintf("under way since %d", since), late},
		{"began with a defence pact", bound}, {"began without one", free}} {
		d, err := duration(g.name, g.spells, false)
		if err != nil {
			return nil, err
		}
		if d != nil {
			if g.name == "all alignments" {
				d.Unknown = unknown
			}
			out = append(out, *d)
		}
	}
	return out, nil
}
