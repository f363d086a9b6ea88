package measure

import (
	"math"
	"slices"

	"github.com/entente-observatory/entente"
)

// Circumstances fills in what depends on other records than that of treaties,
// at the end of each year: the shift of power among the members since the
// treaty was made, the share of the strongest, and rivals within and outside.
//
//	shift = ½ Σ_i |s_i(t) - s_i(0)|,
//
// over the members of the year that had capabilities both then and when the
// treaty was made, s_i being i's share of what these have together. rivals has
// the rival dyads of every year that their list covers.
//
// Source: the circumstances are those of Leeds & Savun (2007), J. of Politics
// 69:1118-1132, measured anew: there a change of a tenth in any member's
// capability counts, here its size.
func Circumstances(t *entente.Treaties, power *entente.Capabilities, rivals map[int][]entente.Dyad) {
	type side map[entente.CCode]map[entente.CCode]bool
	against := map[int]side{}
	for year, dyads := range rivals {
		s := side{}
		for _, d := range dyads {
			for _, p := range [][2]entente.CCode{{d.A, d.B}, {d.B, d.A}} {
				if s[p[0]] == nil {
					s[p[0]] = map[entente.CCode]bool{}
				}
				s[p[0]][p[1]] = true
			}
		}
		against[year] = s
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		r.Shift, r.Largest = powerWithin(r, power)
		s, covered := against[r.Year]
		if !covered {
			r.Rivals, r.Threat = entente.None(entente.OutsideCoverage), entente.None(entente.OutsideCoverage)
			continue
		}
		within, common := 0.0, 0.0
		seen := map[entente.CCode]int{}
		for _, m := range r.Members {
			for other := range s[m] {
				if slices.Contains(r.Members, other) {
					within = 1
				} else if seen[other]++; seen[other] > 1 {
					common = 1
				}
			}
		}
		r.Rivals, r.Threat = exact(within), exact(common)
	}
}

// exact is a number without an error.
func exact(v float64) entente.Estimate {
	return entente.Estimate{Value: v, Lo: v, Hi: v, Level: 1, N: 1}
}

// powerWithin returns the shift of the members' shares since the treaty was
// made, and the share of the strongest.
func powerWithin(r *entente.TreatyYear, power *entente.Capabilities) (shift, largest entente.Estimate) {
	var now, then []float64
	most, all, n := 0.0, 0.0, 0
	for _, m := range r.Members {
		p, ok := power.Find(m, r.Year)
		if !ok || math.IsNaN(p.CINC) {
			continue
		}
		most, all = max(most, p.CINC), all+p.CINC
		n++
		if q, ok := power.Find(m, r.From.Year()); ok && !math.IsNaN(q.CINC) {
			now, then = append(now, p.CINC), append(then, q.CINC)
		}
	}
	shift, largest = entente.None(entente.Missing), entente.None(entente.Missing)
	if n > 1 && all > 0 {
		largest = exact(most / all)
	}
	if len(now) > 1 {
		a, b := sum(now), sum(then)
		d := 0.0
		for i := range now {
			d += math.Abs(now[i]/a - then[i]/b)
		}
		if shift = exact(d / 2); math.IsNaN(d) {
			shift = entente.None(entente.Undefined)
		}
	}
	return shift, largest
}

func sum(x []float64) (s float64) {
	for _, v := range x {
		s += v
	}
	return s
}
