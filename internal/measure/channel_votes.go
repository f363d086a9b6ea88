package measure

import (
	"math"
	"slices"

	"github.com/entente-observatory/entente"
)

// The two readings of the votes of the General Assembly, as channels.

// DistanceChannel gives the distance of two states' ideal points, with the sum
// of the two posterior variances as its known measurement variance.
func DistanceChannel(t *entente.IdealPoints, first int) *entente.ChannelTable {
	from, to := span(t)
	g := newGrid(max(first, from), to)
	for year := g.first; year <= g.last; year++ {
		rows := rowsOf(t, entente.YearSession(year))
		for i, a := range rows {
			for _, b := range rows[i+1:] {
				x, y := &t.Rows[a], &t.Rows[b]
				sd := func(r *entente.IdealPoint) float64 { return (r.Hi - r.Lo) / (2 * z90) }
				v := sd(x)*sd(x) + sd(y)*sd(y)
				if v != v {
					v = 0
				}
				g.set(x.State, y.State, year, math.Abs(x.Theta-y.Theta), v)
			}
		}
	}
	out := g.table(entente.ChannelSpec{Channel: entente.ChannelIdealPoint, Title: "Distance of ideal points", Words: "votes", Axis: entente.AxisPosition, Law: entente.LawLevel,
		Towards: -1, Sources: []string{"un-votes"}, Origin: "votes", Lag: []float64{2, 1, 1}})
	return out
}

// KappaChannel gives the chance-corrected similarity of votes with the square
// of its standard error.
func KappaChannel(t *entente.Agreements, first int) *entente.ChannelTable {
	if len(t.Sessions) == 0 {
		return &entente.ChannelTable{}
	}
	from, to := entente.SessionYear(t.Sessions[0].Session), entente.SessionYear(t.Sessions[len(t.Sessions)-1].Session)
	g := newGrid(max(first, from), to)
	for k := range t.Sessions {
		s := &t.Sessions[k]
		year := entente.SessionYear(s.Session)
		for j := range s.States {
			for i := range j {
				a := &s.Cells[j*(j-1)/2+i]
				if a.Joint.N() < fewVotes {
					continue
				}
				e := KappaLinear.Of(*a)
				if e.Known() && a.SEKappa == a.SEKappa {
					g.set(s.States[i], s.States[j], year, e.Value, float64(a.SEKappa)*float64(a.SEKappa))
				}
			}
		}
	}
	return g.table(entente.ChannelSpec{Channel: entente.ChannelVotes, Title: "Voting similarity, corrected for chance", Words: "votes", Axis: entente.AxisPosition, Law: entente.LawLevel,
		Towards: 1, Sources: []string{"un-votes"}, Origin: "votes", Lag: []float64{2, 1, 1}})
}

// grid collects values by dyad and year.
type grid struct {
	first, last int
	at          map[entente.Dyad]int
	dyads       []entente.Dyad
	y, v        []float32
}

func newGrid(first, last int) *grid {
	return &grid{first: first, last: last, at: map[entente.Dyad]int{}}
}

func (g *grid) set(a, b entente.CCode, year int, y, v float64) {
	if year < g.first || year > g.last {
		return
	}
	d := entente.DyadOf(a, b)
	n := g.last - g.first + 1
	i, ok := g.at[d]
	if !ok {
		i = len(g.dyads)
		g.at[d] = i
		g.dyads = append(g.dyads, d)
		for range n {
			g.y, g.v = append(g.y, float32(math.NaN())), append(g.v, 0)
		}
	}
	g.y[i*n+year-g.first], g.v[i*n+year-g.first] = float32(y), float32(v)
}

// table orders by dyad.
func (g *grid) table(spec entente.ChannelSpec) *entente.ChannelTable {
	n := g.last - g.first + 1
	t := &entente.ChannelTable{ChannelSpec: spec, First: g.first, Last: g.last, Dyads: slices.Clone(g.dyads)}
	slices.SortFunc(t.Dyads, entente.Dyad.Compare)
	for _, d := range t.Dyads {
		i := g.at[d]
		t.Value = append(t.Value, g.y[i*n:(i+1)*n]...)
		t.Var = append(t.Var, g.v[i*n:(i+1)*n]...)
	}
	return t
}
