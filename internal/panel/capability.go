package panel

import (
	"cmp"
	"math"
	"slices"

	"github.com/entente-observatory/entente"
)

// Components are the variables of which the composite index is made: military
// expenditure and personnel, iron and steel, energy, population, and population
// of cities.
var Components = [6]string{"milex", "milper", "irst", "pec", "tpop", "upop"}

// Capabilities makes the composite index of national capability from its
// components,
//
//	CINC_it = (1/|K_it|) Σ_{k in K_it} x_kit / Σ_j x_kjt,
//
// where the sum goes over the states of the record in the year and K_it are the
// components reported for the state and not nothing in the whole world. A
// missing component is left out of the mean, as the producers do: it does not
// count as zero. The range Lo to Hi is that of the means that leave out one of
// K_it; with one component alone nothing is left, and the range is 0 to 1.
//
// States of which no component is reported have no row. Years outside first to
// last are left out.
//
// Source: Singer, Bremer & Stuckey 1972; NMC Codebook 6.0, "CINC".
func Capabilities(records []entente.Attribute, first, last int) entente.Capabilities {
	type key struct {
		state entente.CCode
		year  int
	}
	type shares [len(Components)]float64 // NaN: not reported
	reported := map[key]*shares{}
	world := map[int]*shares{}
	for _, r := range records {
		k := slices.Index(Components[:], r.Variable)
		year := r.Period.From.Year()
		if k < 0 || r.Status != entente.Known || year < first || year > last {
			continue
		}
		s := reported[key{r.State, year}]
		if s == nil {
			s = &shares{}
			for i := range s {
				s[i] = math.NaN()
			}
			reported[key{r.State, year}] = s
		}
		if world[year] == nil {
			world[year] = &shares{}
		}
		s[k] = r.Value
		world[year][k] += r.Value
	}
	out := entente.Capabilities{First: first, Last: last}
	for k, s := range reported {
		var have []float64
		for i, x := range s {
			if total := world[k.year][i]; !math.IsNaN(x) && total > 0 {
				have = append(have, x/total)
			}
		}
		if len(have) > 0 {
			out.Rows = append(out.Rows, capability(k.state, k.year, have))
		}
	}
	slices.SortFunc(out.Rows, func(a, b entente.Capability) int {
		return cmp.Or(cmp.Compare(a.State, b.State), cmp.Compare(a.Year, b.Year))
	})
	return out
}

func capability(state entente.CCode, year int, shares []float64) entente.Capability {
	n := float64(len(shares))
	sum := 0.0
	for _, x := range shares {
		sum += x
	}
	c := entente.Capability{State: state, Year: int16(year), CINC: sum / n, Components: uint8(len(shares)), Lo: 0, Hi: 1}
	if n > 1 {
		// Least without the greatest share, most without the least; rounding
		// must not put the mean outside.
		c.Lo = min(c.CINC, (sum-slices.Max(shares))/(n-1))
		c.Hi = max(c.CINC, (sum-slices.Min(shares))/(n-1))
	}
	return c
}
