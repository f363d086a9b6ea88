package web

import (
	"fmt"
	"html/template"
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
	b, err := s.obs.Blocs(0)
	if err != nil {
		s.fail(w, r, notFound(err.Error()))
		return
	}
	http.Redirect(w, r, "/blocs/"+strconv.Itoa(b.Year), http.StatusSeeOther)
}

func (s *server) blocs(w http.ResponseWriter, r *http.Request) {
	year, err := strconv.Atoi(bare(r.PathValue("year")))
	if err != nil || year == 0 {
		s.fail(w, r, notFound("The year must be a number, such as /blocs/1956."))
		return
	}
	b, err := s.obs.Blocs(year)
	if err != nil {
		s.fail(w, r, notFound(err.Error()))
		return
	}
	switch wants(r) {
	case jsonForm:
		writeJSON(w, http.StatusOK, b)
		return
	case csvForm:
		writeCSV(w, fmt.Sprintf("entente-blocs-%d.csv", year), BlocsHeader, BlocsRows(b.Network))
		return
	}
	var charts []template.HTML
	for i := range b.Course {
		sr := &b.Course[i]
		charts = append(charts, template.HTML(chart.TimeSeries(sr, chart.Options{ID: "b" + strconv.Itoa(i), From: sr.First, To: sr.Last})))
	}
	path := "/blocs/" + strconv.Itoa(year)
	s.render(w, r, "blocs", http.StatusOK, page{
		Title:       fmt.Sprintf("Blocs in %d", year),
		Description: b.Answer.Sentence,
		Formats:     []string{path + ".json", path + ".csv"},
		Sources:     s.datasets("atop", "gml-mid", "cow-mid", "cow-nmc"),
		Body:        map[string]any{"B": b, "Charts": charts, "Prev": year - 1, "Next": year + 1},
	})
}
