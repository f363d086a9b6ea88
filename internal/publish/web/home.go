package web

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/entente-observatory/entente"
)

// lately is how many dated changes the home page lists.
const lately = 8

func (s *server) home(w http.ResponseWriter, r *http.Request) {
	world, err := s.obs.World(0, 0)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	t, err := s.obs.Realignments(RealignmentQuery{})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	rows := slices.Clone(t.Rows)
	slices.SortStableFunc(rows, func(a, b entente.Realignment) int {
		return cmp.Or(cmp.Compare(b.Year, a.Year), cmp.Compare(b.Probability, a.Probability))
	})
	body := map[string]any{"Year": world.Year, "Sources": s.obs.Manifest().Sources, "Changes": s.told(rows[:min(lately, len(rows))]),
		"Examples": examples(world), "Members": len(world.Rows), "Dyads": t.Dyads, "First": t.First}
	if p, err := s.obs.Poles(0); err == nil {
		body["Poles"] = p
	}
	if b, err := s.obs.Blocs(0); err == nil {
		body["Blocs"] = b
	}
	p := page{Title: "Entente", Path: "/", Feed: s.entries(rows),
		Description: "Who stands with whom, since when, and how surely: the open observatory of alignment among states.", Body: body}
	if f := worldStrip(world); f != nil {
		p.Figures = append(p.Figures, f)
		body["Strip"] = f
	}
	s.render(w, r, "home", http.StatusOK, p)
}

// examples are the dyads among the four states of greatest capability.
func examples(world *entente.World) []entente.Dyad {
	top := Strongest(world.Rows, 4)
	var out []entente.Dyad
	for i := range top {
		for j := range i {
			out = append(out, entente.DyadOf(top[j], top[i]))
		}
	}
	return out[:min(4, len(out))]
}
