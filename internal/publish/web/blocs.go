package web

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/publish/chart"
)

// BlocsHeader names the columns of BlocsRows.
var BlocsHeader = []string{"year", "bloc", "leader", "share", "ccode", "sharpness", "camp"}

// BlocsRows is who is in which bloc, as a table.
func BlocsRows(n *entente.Network) [][]string {
	f := func(x float64) string { return strconv.FormatFloat(x, 'f', 6, 64) }
	var rows [][]string
	for k, b := range n.Blocs {
		for _, m := range b.Members {
			rows = append(rows, []string{strconv.Itoa(n.Year), strconv.Itoa(k + 1), strconv.Itoa(int(b.Leader)), f(b.Share),
				strconv.Itoa(int(m.State)), f(m.Sharpness), strconv.Itoa(m.Camp)})
		}
	}
	return rows
}

func (s *server) latestBlocs(w http.ResponseWriter, r *http.Request) {
	year, err := yearOf(r, "year")
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if year != 0 {
		http.Redirect(w, r, "/blocs/"+strconv.Itoa(year), http.StatusSeeOther)
		return
	}
	b, err := s.obs.Blocs(0)
	if err != nil {
		s.fail(w, r, notFound(capital(err.Error())+"."))
		return
	}
	http.Redirect(w, r, "/blocs/"+strconv.Itoa(b.Year), http.StatusSeeOther)
}

func (s *server) blocs(w http.ResponseWriter, r *http.Request) {
	year, err := strconv.Atoi(r.PathValue("year"))
	if err != nil || year < 1 {
		s.fail(w, r, notFound("The year must be a number, such as /blocs/1956."))
		return
	}
	b, err := s.obs.Blocs(year)
	if err != nil {
		s.fail(w, r, notFound(capital(err.Error())+"."))
		return
	}
	path := "/blocs/" + strconv.Itoa(year)
	p := page{
		Title: fmt.Sprintf("Blocs in %d", year), Path: path,
		Description: b.Answer.Sentence,
		JSON:        b, CSV: &sheet{fmt.Sprintf("entente-blocs-%d.csv", year), BlocsHeader, func() [][]string { return BlocsRows(b.Network) }},
		Sources: s.datasets("atop", "gml-mid", "cow-mid", "cow-nmc"),
	}
	charts := s.course(&p, b.Course)
	p.Body = map[string]any{"B": b, "Charts": charts, "Prev": year - 1, "Next": year + 1}
	s.render(w, r, "blocs", http.StatusOK, p)
}

// course draws series of one page, each on its own years, and adds them to its
// figures.
func (s *server) course(p *page, list []entente.Series) []courseView {
	var out []courseView
	for i := range list {
		sr := &list[i]
		from, to := spanOf(sr)
		if from >= to {
			continue
		}
		id := string(sr.Channel)
		if id == "" || p.figure(id) != nil {
			id = "course-" + strconv.Itoa(i+1)
		}
		f := &figure{ID: id, Drawing: chart.TimeSeries(sr, chart.Options{From: from, To: to})}
		p.Figures = append(p.Figures, f)
		out = append(out, courseView{f, sr})
	}
	return out
}

// courseView is a drawn series with its numbers for the table behind it.
type courseView struct {
	Figure *figure
	*entente.Series
}
