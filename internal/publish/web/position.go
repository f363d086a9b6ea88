package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// CourseRows is a state's place by year, as the columns of AlignmentHeader
// after the two states.
func CourseRows(p *entente.Position) [][]string {
	var rows [][]string
	for _, sr := range p.Course {
		for _, pt := range sr.Points {
			row := []string{strconv.Itoa(pt.Year), string(sr.Channel)}
			row = append(row, cells(pt.Estimate)...)
			rows = append(rows, append(row, strconv.FormatFloat(pt.Estimate.Level, 'g', -1, 64), strconv.Itoa(pt.Estimate.N), pt.Label))
		}
	}
	return rows
}

func (s *server) position(w http.ResponseWriter, r *http.Request) {
	state, err := entente.States().ResolveEver(r.PathValue("state"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	year, err := yearOf(r, "year")
	if err != nil {
		s.fail(w, r, err)
		return
	}
	var poles []entente.CCode
	for _, name := range strings.FieldsFunc(r.URL.Query().Get("poles"), func(c rune) bool { return c == ',' }) {
		c, err := entente.States().ResolveEver(name)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		poles = append(poles, c)
	}
	if len(poles) > 8 {
		s.fail(w, r, notFound("A place is told among at most eight poles."))
		return
	}
	p, err := s.obs.Position(state, poles, year)
	if err != nil {
		s.fail(w, r, notFound(capital(err.Error())+"."))
		return
	}
	reg := entente.States()
	var codes []string
	for _, c := range p.Poles {
		codes = append(codes, reg.Slug(c))
	}
	path := "/states/" + reg.Slug(state) + "/position"
	asked := url.Values{}
	if len(poles) > 0 {
		asked.Set("poles", strings.Join(codes, ","))
	}
	if year != 0 {
		asked.Set("year", strconv.Itoa(year))
	}
	view := page{
		Title: fmt.Sprintf("%s among %s in %d", reg.Get(state).Name, strings.Join(codes, ", "), p.Year), Path: path, Params: params(asked),
		Description: p.Answer.Sentence, Query: reg.Get(state).Name,
		JSON: p, CSV: &sheet{"entente-position-" + reg.Slug(state) + ".csv", AlignmentHeader[2:], func() [][]string { return CourseRows(p) }},
		Sources: s.datasets(s.read()...),
	}
	charts := s.course(&view, p.Course)
	view.Body = map[string]any{"P": p, "Charts": charts, "Codes": strings.Join(codes, ","), "Hedgers": p.Hedgers[:min(15, len(p.Hedgers))]}
	s.render(w, r, "position", http.StatusOK, view)
}
