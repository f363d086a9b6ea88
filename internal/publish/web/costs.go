package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// CostsHeader names the columns of CostsRows.
var CostsHeader = []string{"line", "source", "unit", "change", "side", "from", "to", "years_known", "value", "lo", "hi", "status"}

// CostsRows is the ledger as a table: every year of every line, then each line
// before and after each change.
func CostsRows(k *entente.Costs) [][]string {
	var rows [][]string
	lines := map[string]*entente.CostLine{}
	for i := range k.Lines {
		l := &k.Lines[i]
		lines[l.Line] = l
		for _, p := range l.Points {
			known := "0"
			if p.Estimate.Known() {
				known = "1"
			}
			y := strconv.Itoa(p.Year)
			rows = append(rows, append([]string{l.Line, l.Source, l.Unit, "", "", y, y, known}, cells(p.Estimate)...))
		}
	}
	for _, c := range k.Changes {
		for _, b := range c.Beside {
			l := lines[b.Line]
			for side, s := range []entente.CostSpan{b.Before, b.After} {
				rows = append(rows, append([]string{l.Line, l.Source, l.Unit, strconv.Itoa(c.Year), [2]string{"before", "after"}[side],
					strconv.Itoa(s.From), strconv.Itoa(s.To), strconv.Itoa(s.Known)}, cells(s.Mean)...))
			}
		}
	}
	return rows
}

// costs serves what befell a state beside the changes of its alignment with
// another: /costs/PAK/USA, with ?at=1979,2001 for years of one's own.
func (s *server) costs(w http.ResponseWriter, r *http.Request) {
	var codes [2]entente.CCode
	for i, name := range []string{r.PathValue("state"), r.PathValue("other")} {
		c, err := entente.States().ResolveEver(name)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		codes[i] = c
	}
	if codes[0] == codes[1] {
		s.fail(w, r, notFound("Costs need two different states, such as /costs/PAK/USA."))
		return
	}
	var at []int
	for part := range strings.FieldsFuncSeq(r.URL.Query().Get("at"), func(c rune) bool { return c == ',' || c == ' ' }) {
		y, err := strconv.Atoi(part)
		if err != nil || y < 1816 || y > 2100 || len(at) == 10 {
			s.fail(w, r, badRequest("The years must be at most ten numbers, such as ?at=1979,2001."))
			return
		}
		at = append(at, y)
	}
	k, err := s.obs.Costs(codes[0], codes[1], at)
	if err != nil {
		s.fail(w, r, notFound(err.Error()))
		return
	}
	reg := entente.States()
	a, b := reg.Slug(codes[0]), reg.Slug(codes[1])
	path := "/costs/" + a + "/" + b
	query := ""
	if r.URL.RawQuery != "" {
		query = "?" + r.URL.RawQuery
	}
	if r.URL.Path != path && wants(r) == html {
		http.Redirect(w, r, path+query, http.StatusMovedPermanently)
		return
	}
	lines := map[string]*entente.CostLine{}
	var sources []string
	for i := range k.Lines {
		lines[k.Lines[i].Line] = &k.Lines[i]
		sources = append(sources, k.Lines[i].Source)
	}
	s.render(w, r, "costs", http.StatusOK, page{
		Title: fmt.Sprintf("What befell %s as it moved with %s", reg.Get(codes[0]).Name, reg.Get(codes[1]).Name), Path: path,
		Description: k.Answer.Sentence, Query: reg.Get(codes[0]).Name,
		JSON: k, CSV: &sheet{fmt.Sprintf("entente-costs-%s-%s.csv", a, b), CostsHeader, func() [][]string { return CostsRows(k) }},
		Sources: s.datasets(unique(sources)...), Body: map[string]any{"K": k, "Lines": lines},
	})
}
