package panel

import (
	"cmp"
	"math"
	"slices"

	"github.com/entente-observatory/entente"
)

// Holdings lays out what each state had of a resource, year by year: one part
// for each of the variables, NaN where the record has none. State-years with
// no part at all have no row. Records of a variable that is not named are
// passed over.
func Holdings(r entente.Resource, records []entente.Attribute, variables ...string) entente.Holdings {
	type key struct {
		year  int
		state entente.CCode
	}
	parts := map[key][]float64{}
	for _, a := range records {
		k := slices.Index(variables, a.Variable)
		if k < 0 || a.Status != entente.Known {
			continue
		}
		at := key{a.Period.From.Year(), a.State}
		if parts[at] == nil {
			parts[at] = slices.Repeat([]float64{math.NaN()}, len(variables))
		}
		parts[at][k] = a.Value
	}
	out := entente.Holdings{Resource: r}
	for k, p := range parts {
		out.Rows = append(out.Rows, entente.Holding{State: k.state, Year: int16(k.year), Parts: p})
	}
	slices.SortFunc(out.Rows, func(a, b entente.Holding) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.State, b.State))
	})
	return out
}

// Times multiplies two resources of one part each, state-year by state-year.
// Where either is unknown there is no row.
func Times(r entente.Resource, x, y *entente.Holdings) entente.Holdings {
	out := entente.Holdings{Resource: r}
	j := 0
	for _, a := range x.Rows {
		for j < len(y.Rows) && (y.Rows[j].Year < a.Year || y.Rows[j].Year == a.Year && y.Rows[j].State < a.State) {
			j++
		}
		if j == len(y.Rows) || y.Rows[j].Year != a.Year || y.Rows[j].State != a.State {
			continue
		}
		if v := a.Parts[0] * y.Rows[j].Parts[0]; !math.IsNaN(v) {
			out.Rows = append(out.Rows, entente.Holding{State: a.State, Year: a.Year, Parts: []float64{v}})
		}
	}
	return out
}

// Majors returns who was a major power in a year, by the spells of the
// historians' list: those on it on the last day of the year, so that who fell
// out in its course is out.
func Majors(records []entente.Attribute) func(entente.CCode, int) bool {
	spells := map[entente.CCode][]entente.Period{}
	for _, a := range records {
		if a.Variable == "major" {
			spells[a.State] = append(spells[a.State], a.Period)
		}
	}
	return func(c entente.CCode, year int) bool {
		return slices.ContainsFunc(spells[c], func(p entente.Period) bool { return p.Contains(entente.Day(year, 12, 31)) })
	}
}

// Covered leaves out the years in which the states with a holding have less
// than a share of the world's capabilities: who is missing then may be among
// the strongest, and the rest would seem to be all there is.
func Covered(h *entente.Holdings, c *entente.Capabilities, least float64) entente.Holdings {
	world := map[int16]float64{}
	for _, r := range c.Rows {
		world[r.Year] += r.CINC
	}
	held := map[int16]float64{}
	for _, r := range h.Rows {
		if x, ok := c.Find(r.State, int(r.Year)); ok {
			held[r.Year] += x.CINC
		}
	}
	out := entente.Holdings{Resource: h.Resource}
	for _, r := range h.Rows {
		// Past the record of capabilities the last year of it speaks for all.
		if w := world[r.Year]; int(r.Year) > c.Last && held[int16(c.Last)] >= least*world[int16(c.Last)] || w > 0 && held[r.Year] >= least*w {
			out.Rows = append(out.Rows, r)
		}
	}
	return out
}

// OfBlocs adds up what the members of each bloc hold, year by year, under the
// name of its leader, for the years that there are blocs for. A state in no
// bloc stands for itself. A part that no member reports is NaN; a member that
// does not report one adds nothing to it.
func OfBlocs(h *entente.Holdings, networks *entente.Networks) entente.Holdings {
	out := entente.Holdings{Resource: entente.ResourceBlocs}
	for i := range networks.Rows {
		n := &networks.Rows[i]
		leader := map[entente.CCode]entente.CCode{}
		for _, b := range n.Blocs {
			for _, m := range b.Members {
				leader[m.State] = b.Leader
			}
		}
		sums := map[entente.CCode][]float64{}
		for _, r := range h.InYear(n.Year) {
			c, bound := leader[r.State]
			if !bound {
				c = r.State
			}
			if sums[c] == nil {
				sums[c] = slices.Repeat([]float64{math.NaN()}, len(r.Parts))
			}
			for k, v := range r.Parts {
				switch {
				case math.IsNaN(v):
				case math.IsNaN(sums[c][k]):
					sums[c][k] = v
				default:
					sums[c][k] += v
				}
			}
		}
		for c, parts := range sums {
			out.Rows = append(out.Rows, entente.Holding{State: c, Year: int16(n.Year), Parts: parts})
		}
	}
	slices.SortFunc(out.Rows, func(a, b entente.Holding) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.State, b.State))
	})
	return out
}
