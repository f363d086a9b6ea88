package web

import (
	"fmt"
	"html/template"
	"net/http"
	"strconv"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/publish/chart"
)

func (s *server) states(w http.ResponseWriter, r *http.Request) {
	type group struct {
		Letter string
		States []*entente.State
	}
	var now, past []*entente.State
	for _, st := range entente.States().All() {
		if st.MemberOn(today()) {
			now = append(now, st)
		} else {
			past = append(past, st)
		}
	}
	s.render(w, r, "states", http.StatusOK, page{Title: "States",
		Description: "Every member of the state system since 1816.",
		Body:        []group{{"Members now", byName(now)}, {"Former members", byName(past)}}})
}

func (s *server) profile(w http.ResponseWriter, r *http.Request) {
	code, err := entente.States().ResolveEver(bare(r.PathValue("state")))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	year, err := yearOf(r, "year")
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p, err := s.obs.Profile(code, year)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	reg := entente.States()
	st := reg.Get(code)
	switch wants(r) {
	case jsonForm:
		writeJSON(w, http.StatusOK, p)
		return
	case csvForm:
		header := []string{"ccode", "partner", "year", "distance", "distance_lo", "distance_hi", "distance_status", "agreement", "agreement_lo", "agreement_hi", "agreement_status", "kappa", "kappa_lo", "kappa_hi", "kappa_status"}
		var rows [][]string
		for _, n := range p.Neighbours {
			row := []string{strconv.Itoa(int(code)), strconv.Itoa(int(n.State)), strconv.Itoa(p.Year)}
			row = append(row, cells(n.Distance)...)
			row = append(row, cells(n.Agreement)...)
			rows = append(rows, append(row, cells(n.Kappa)...))
		}
		writeCSV(w, fmt.Sprintf("entente-%s-%d.csv", reg.Slug(code), p.Year), header, rows)
		return
	}
	canonical := "/states/" + reg.Slug(code)
	if r.URL.Path != canonical {
		http.Redirect(w, r, canonical, http.StatusMovedPermanently)
		return
	}
	var charts []template.HTML
	for i, sr := range []*entente.Series{&p.IdealPoint, &p.Capability} {
		if from, to := spanOf(sr); from <= to {
			charts = append(charts, template.HTML(chart.TimeSeries(sr, chart.Options{ID: "s" + strconv.Itoa(i), From: from, To: to})))
		} else {
			charts = append(charts, "")
		}
	}
	near, far := ends(p.Neighbours, 8)
	s.render(w, r, "profile", http.StatusOK, page{
		Title: st.Name, Description: p.Answer.Sentence,
		Formats: []string{canonical + ".json", canonical + ".csv"},
		Query:   st.Name,
		Body: map[string]any{"State": st, "P": p, "IdealPoint": charts[0], "Capability": charts[1],
			"Near": neighbourChart("near", "Nearest to "+st.Name, code, near),
			"Far":  neighbourChart("far", "Farthest from "+st.Name, code, far)},
	})
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

func neighbourChart(id, title string, of entente.CCode, list []entente.Neighbour) template.HTML {
	var rows []chart.Row
	for _, n := range list {
		rows = append(rows, chart.Row{Name: entente.States().Get(n.State).Name,
			Href: pairPath(entente.DyadOf(of, n.State), of), Estimate: n.Distance})
	}
	return template.HTML(chart.Intervals(id, title, "distance of ideal points, with 90 % intervals", rows))
}

func (s *server) latestWorld(w http.ResponseWriter, r *http.Request) {
	world, err := s.obs.World(0, 0)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/world/"+strconv.Itoa(world.Year), http.StatusSeeOther)
}

func (s *server) world(w http.ResponseWriter, r *http.Request) {
	year, err := strconv.Atoi(bare(r.PathValue("year")))
	if err != nil {
		s.fail(w, r, notFound("The year must be a number, such as /world/1975."))
		return
	}
	var with entente.CCode
	if q := r.URL.Query().Get("with"); q != "" {
		if with, err = entente.States().ResolveEver(q); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	world, err := s.obs.World(year, with)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	switch wants(r) {
	case jsonForm:
		writeJSON(w, http.StatusOK, world)
		return
	case csvForm:
		var rows [][]string
		for _, x := range world.Rows {
			row := append([]string{strconv.Itoa(int(x.State)), entente.States().Slug(x.State), strconv.Itoa(year)}, cells(x.IdealPoint)...)
			rows = append(rows, append(row, cells(x.Capability)...))
		}
		writeCSV(w, fmt.Sprintf("entente-world-%d.csv", year),
			[]string{"ccode", "code", "year", "theta", "theta_lo", "theta_hi", "theta_status", "cinc", "cinc_lo", "cinc_hi", "cinc_status"}, rows)
		return
	}
	path := "/world/" + strconv.Itoa(year)
	s.render(w, r, "world", http.StatusOK, page{
		Title:       fmt.Sprintf("The world in %d", year),
		Description: fmt.Sprintf("Every state's position in the UN General Assembly in %d, with intervals.", year),
		Formats:     []string{path + ".json", path + ".csv"},
		Body:        map[string]any{"W": world, "Strip": worldStrip(world), "Prev": year - 1, "Next": year + 1},
	})
}

// worldStrip draws the states of a year along the axis of ideal points. The
// ends of the axis, its middle and the chosen state are named.
func worldStrip(world *entente.World) template.HTML {
	var known []entente.WorldRow
	for _, row := range world.Rows {
		if row.IdealPoint.Known() {
			known = append(known, row)
		}
	}
	if len(known) == 0 {
		return ""
	}
	named := map[entente.CCode]bool{world.With: true}
	for _, i := range []int{0, len(known) / 4, len(known) / 2, 3 * len(known) / 4, len(known) - 1} {
		named[known[i].State] = true
	}
	var marks []chart.Mark
	for _, row := range known {
		st := entente.States().Get(row.State)
		marks = append(marks, chart.Mark{Name: st.Name,
			Value: row.IdealPoint.Value, Named: named[row.State], Estimate: row.IdealPoint})
	}
	return template.HTML(chart.Strip("world", fmt.Sprintf("Ideal points in %d", world.Year), "ideal point in the UN General Assembly", marks))
}

// yearOf reads a year from the query, 0 if there is none.
func yearOf(r *http.Request, key string) (int, error) {
	q := r.URL.Query().Get(key)
	if q == "" {
		return 0, nil
	}
	year, err := strconv.Atoi(q)
	if err != nil {
		return 0, notFound("The year must be a number.")
	}
	return year, nil
}
