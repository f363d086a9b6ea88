package finding

import (
	"cmp"
	"slices"

	"github.com/entente-observatory/entente"
)

// around is how many years on each side of a realignment a shift looks at.
const around = 5

// Shifts tells what the channels that carry a realignment held before and
// after it, the surest carrier first. record are the channels of the dyad.
func Shifts(r *entente.Realignment, record []entente.Series) []entente.Shift {
	var out []entente.Shift
	for _, c := range r.Carriers {
		if c.Responds < Carries {
			continue
		}
		for i := range record {
			s := &record[i]
			if s.Channel == c.Channel {
				out = append(out, entente.Shift{Channel: c.Channel, Title: s.Title, Responds: c.Responds, Closer: c.Closer, Without: c.Without,
					Before: stretch(s, r.Year-around, r.Year-1), After: stretch(s, r.Year, r.Year+around-1)})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b entente.Shift) int { return cmp.Compare(b.Responds, a.Responds) })
	return out
}

// stretch is the mean of a stretch of years with its lowest and highest.
func stretch(s *entente.Series, from, to int) entente.Estimate {
	e := entente.None(entente.Missing)
	if to < s.First || from > s.Last {
		return entente.None(entente.OutsideCoverage)
	}
	for _, p := range s.Points {
		if p.Year < from || p.Year > to || !p.Estimate.Known() {
			continue
		}
		v := p.Estimate.Value
		if e.N == 0 {
			e = entente.Estimate{Lo: v, Hi: v, Level: 1}
		}
		e.Value += v
		e.Lo, e.Hi = min(e.Lo, v), max(e.Hi, v)
		e.N++
	}
	if e.N > 0 {
		e.Value /= float64(e.N)
	}
	return e
}
