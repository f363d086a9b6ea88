package measure

import "github.com/entente-observatory/entente"

// Beside lays a line of the ledger before and after a change: the window years
// before its first year, and the window years from it. The mean is over the
// years known; its bounds are the least and the greatest of them (level 1), for
// a handful of years is no sample. Nothing is filled in and nothing tested: what
// comes after a change need not come of it.
func Beside(points []entente.Point, year, window int) (before, after entente.CostSpan) {
	return spanOf(points, year-window, year-1), spanOf(points, year, year+window-1)
}

func spanOf(points []entente.Point, from, to int) entente.CostSpan {
	s := entente.CostSpan{From: from, To: to, Mean: entente.None(entente.OutsideCoverage)}
	sum := 0.0
	for _, p := range points {
		switch {
		case p.Year < from || p.Year > to:
		case !p.Estimate.Known():
			if s.Known == 0 {
				s.Mean = entente.None(p.Estimate.Status)
			}
		default:
			v := p.Estimate.Value
			if s.Known == 0 {
				s.Mean = entente.Estimate{Lo: v, Hi: v, Level: 1}
			}
			s.Known++
			sum += v
			s.Mean.Lo, s.Mean.Hi = min(s.Mean.Lo, v), max(s.Mean.Hi, v)
		}
	}
	if s.Known > 0 {
		s.Mean.Value, s.Mean.N = sum/float64(s.Known), s.Known
	}
	return s
}
