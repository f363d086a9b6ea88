package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/publish/chart"
)

func (s *server) states(w http.ResponseWriter, r *http.Request) {
	type group struct {
		Title  string
		States []*entente.State
	}
	var now, past []*entente.State
	type listed struct {
		Code entente.CCode `json:"ccode"`
		Slug string        `json:"slug"`
		Name string        `json:"name"`
	}
	var list []listed
	for _, st := range entente.States().All() {
		list = append(list, listed{st.Code, entente.States().Slug(st.Code), st.Name})
		if st.MemberOn(today()) {
			now = append(now, st)
		} else {
			past = append(past, st)
		}
	}
	s.render(w, r, "states", http.StatusOK, page{Title: "States", Path: "/states/", JSON: list,
		Description: "Every member of the state system since 1816.",
		Body:        []group{{"Members now", byName(now)}, {"Former members", byName(past)}}})
}

func byName(list []*entente.State) []*entente.State {
	slices.SortFunc(list, func(a, b *entente.State) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

func (s *server) profile(w http.ResponseWriter, r *http.Request) {
	reg := entente.States()
	code, err := reg.ResolveEver(r.PathValue("state"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	year, err := yearOf(r, "year")
	if err != nil {
		s.fail(w, r, err)
		return
	}
	st := reg.Get(code)
	canonical := "/states/" + reg.Slug(code)
	if s.moved(w, r, r.PathValue("state"), canonical) {
		return
	}
	v, err := s.obs.Profile(code, year)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	t, err := s.obs.Realignments(RealignmentQuery{State: code})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	changes := s.told(latestFirst(t.Rows))
	p := page{Title: st.Name, Description: v.Answer.Sentence, Path: canonical, Query: st.Name, JSON: v, CSV: neighbourSheet(v),
		Sources: s.datasets("un-votes", "atop", "cow-nmc"), Feed: s.entries(latestFirst(t.Rows))}
	if year != 0 {
		p.Params = "?year=" + strconv.Itoa(year)
	}
	body := map[string]any{"State": st, "P": v, "Changes": changes, "Turns": t.Turns, "IdealSeries": &v.IdealPoint, "CapabilitySeries": &v.Capability}
	add := func(name string, f *figure) {
		if f != nil {
			p.Figures = append(p.Figures, f)
			body[name] = f
		}
	}
	for _, c := range []struct {
		name, id string
		sr       *entente.Series
	}{{"IdealPoint", "ideal-points", &v.IdealPoint}, {"Capability", "capability", &v.Capability}} {
		if from, to := spanOf(c.sr); from < to {
			add(c.name, &figure{ID: c.id, Drawing: chart.TimeSeries(c.sr, chart.Options{From: from, To: to})})
		}
	}
	if near, far := ends(v.Neighbours, 8); len(near) > 0 {
		add("Near", neighbourFigure("near", "Nearest to "+st.Name, code, near))
		add("Far", neighbourFigure("far", "Farthest from "+st.Name, code, far))
	}
	f, poles, err := s.withStrongest(code)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	add("Strongest", f)
	body["Poles"] = poles
	if b, err := s.obs.Blocs(0); err == nil {
		for i := range b.Network.Blocs {
			if slices.ContainsFunc(b.Network.Blocs[i].Members, func(m entente.BlocMember) bool { return m.State == code }) && len(b.Network.Blocs[i].Members) > 1 {
				body["Bloc"], body["BlocYear"] = &b.Network.Blocs[i], b.Year
			}
		}
	}
	p.Body = body
	s.render(w, r, "profile", http.StatusOK, p)
}

// withStrongest draws a state's index with each of the three strongest others.
func (s *server) withStrongest(code entente.CCode) (*figure, []entente.CCode, error) {
	world, err := s.obs.World(0, 0)
	if err != nil {
		return nil, nil, err
	}
	var lines []chart.Line
	var poles []entente.CCode
	first, last := 0, 0
	for _, c := range Strongest(world.Rows, 4) {
		if c == code || len(poles) == 3 {
			continue
		}
		poles = append(poles, c)
		index, _, err := s.obs.IndexSeries(code, c)
		if err != nil {
			return nil, nil, err
		}
		if len(index) == 0 {
			continue
		}
		if from, to := spanOf(&index[0]); from < to {
			lines = append(lines, chart.Line{Name: entente.States().Get(c).Name, Series: &index[0]})
			if first == 0 || from < first {
				first = from
			}
			last = max(last, to)
		}
	}
	if len(lines) == 0 {
		return nil, poles, nil
	}
	return &figure{ID: "strongest", Caption: "Alignment index with each of the three strongest other states by capability; the band is that of the first.",
		Drawing: chart.Lines("Index with the strongest states", lines, first, last)}, poles, nil
}

func neighbourSheet(v *entente.Profile) *sheet {
	header := []string{"ccode", "partner", "year", "distance", "distance_lo", "distance_hi", "distance_status", "agreement", "agreement_lo", "agreement_hi", "agreement_status", "kappa", "kappa_lo", "kappa_hi", "kappa_status"}
	rows := func() (rows [][]string) {
		for _, n := range v.Neighbours {
			row := []string{strconv.Itoa(int(v.State)), strconv.Itoa(int(n.State)), strconv.Itoa(v.Year)}
			row = append(row, cells(n.Distance)...)
			row = append(row, cells(n.Agreement)...)
			rows = append(rows, append(row, cells(n.Kappa)...))
		}
		return rows
	}
	return &sheet{fmt.Sprintf("entente-%s-%d.csv", entente.States().Slug(v.State), v.Year), header, rows}
}

// spanOf returns the first and last year with a value.
func spanOf(s *entente.Series) (from, to int) {
	from, to = 1<<30, 0
	for _, p := range s.Points {
		if p.Estimate.Known() {
			from, to = min(from, p.Year), max(to, p.Year)
		}
	}
	return from, to
}

// ends returns the nearest and the farthest n of the neighbours whose
// distance is known.
func ends(all []entente.Neighbour, n int) (near, far []entente.Neighbour) {
	var known []entente.Neighbour
	for _, x := range all {
		if x.Distance.Known() {
			known = append(known, x)
		}
	}
	n = min(n, len(known)/2)
	return known[:n], known[len(known)-n:]
}

func neighbourFigure(id, title string, of entente.CCode, list []entente.Neighbour) *figure {
	var rows []chart.Row
	for _, n := range list {
		rows = append(rows, chart.Row{Name: entente.States().Get(n.State).Name,
			Href: pairPath(entente.DyadOf(of, n.State), of), Estimate: n.Distance})
	}
	return &figure{ID: id, Drawing: chart.Intervals(title, "distance of ideal points, with 90 % intervals", rows)}
}
