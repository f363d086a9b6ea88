package web

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/entente-observatory/entente"
)

// PolarityHeader names the columns of PolarityRows.
var PolarityHeader = []string{"year", "resource", "scope", "n",
	"con", "con_lo", "con_hi", "con_status", "effective_poles", "effective_poles_lo", "effective_poles_hi", "effective_poles_status",
	"entropy_poles", "entropy_poles_lo", "entropy_poles_hi", "entropy_poles_status", "top_two", "top_two_lo", "top_two_hi", "top_two_status",
	"second", "second_lo", "second_hi", "second_status", "third", "third_lo", "third_hi", "third_status",
	"p_one_pole", "p_two_poles", "p_more_poles",
	"power1", "share1", "p_pole1", "power2", "share2", "p_pole2", "power3", "share3", "p_pole3", "power4", "share4", "p_pole4"}

// PolarityRows is polarity as a table.
func PolarityRows(list []entente.Polarity) [][]string {
	f := func(x float64) string { return strconv.FormatFloat(x, 'f', 6, 64) }
	var rows [][]string
	for _, p := range list {
		row := []string{strconv.Itoa(p.Year), string(p.Resource), string(p.Scope), strconv.Itoa(p.N)}
		for _, e := range []entente.Estimate{p.Concentration, p.Effective, p.Entropy, p.TopTwo, p.Second, p.Third} {
			row = append(row, cells(e)...)
		}
		for _, q := range p.Count {
			row = append(row, f(q))
		}
		for k := range 4 {
			if k < len(p.Powers) {
				row = append(row, strconv.Itoa(int(p.Powers[k].State)), f(p.Powers[k].Share), f(p.Powers[k].Pole))
			} else {
				row = append(row, "", "", "")
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func (s *server) poles(w http.ResponseWriter, r *http.Request) {
	year, err := yearOf(r, "year")
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p, err := s.obs.Poles(year)
	if err != nil {
		s.fail(w, r, notFound(capital(err.Error())+"."))
		return
	}
	params := ""
	if year != 0 {
		params = "?year=" + strconv.Itoa(p.Year)
	}
	view := page{
		Title: fmt.Sprintf("Poles in %d", p.Year), Path: "/poles", Params: params,
		Description: p.Answer.Sentence,
		JSON:        p, CSV: &sheet{fmt.Sprintf("entente-poles-%d.csv", p.Year), PolarityHeader, func() [][]string { return PolarityRows(p.Rows) }},
		Sources: s.datasets("cow-nmc", "cow-majors", "maddison", "gdp-population"),
	}
	charts := s.course(&view, p.Course)
	view.Body = map[string]any{"P": p, "Charts": charts, "Prev": p.Year - 1, "Next": p.Year + 1}
	s.render(w, r, "poles", http.StatusOK, view)
}
