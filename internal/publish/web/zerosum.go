package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// ZeroSumHeader names the columns of ZeroSumRows.
var ZeroSumHeader = []string{"ccode", "a", "b", "channel", "from", "to", "n", "verdict",
	"same_year", "same_year_lo", "same_year_hi", "same_year_status", "b_after", "b_after_lo", "b_after_hi", "b_after_status",
	"a_after", "a_after_lo", "a_after_hi", "a_after_status", "lag", "p", "q", "deciding_years", "fragile", "reason"}

// ZeroSumRows is the answer on a triad as a table: the tests by channel, then
// those of every two of the state's partners.
func ZeroSumRows(t *entente.Triad) [][]string {
	f := func(x float64) string { return strconv.FormatFloat(x, 'f', 6, 64) }
	var rows [][]string
	for _, list := range [][]entente.ZeroSum{t.Tests, t.Pairs} {
		for _, z := range list {
			row := []string{strconv.Itoa(int(z.State)), strconv.Itoa(int(z.A)), strconv.Itoa(int(z.B)), string(z.Channel),
				strconv.Itoa(z.From), strconv.Itoa(z.To), strconv.Itoa(z.N), string(z.Verdict)}
			for _, e := range z.Effects {
				row = append(row, cells(e)...)
			}
			var years []string
			for _, y := range z.Years {
				years = append(years, strconv.Itoa(y.Year))
			}
			q := ""
			if z.Q > 0 {
				q = f(z.Q)
			}
			rows = append(rows, append(row, strconv.Itoa(z.Lag), f(z.P), q, strings.Join(years, " "), strconv.FormatBool(z.Fragile), z.Reason))
		}
	}
	return rows
}

func (s *server) zeroSum(w http.ResponseWriter, r *http.Request) {
	var codes [3]entente.CCode
	for i, name := range []string{r.PathValue("state"), r.PathValue("a"), r.PathValue("b")} {
		c, err := entente.States().ResolveEver(name)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		codes[i] = c
	}
	if codes[0] == codes[1] || codes[0] == codes[2] || codes[1] == codes[2] {
		s.fail(w, r, notFound("A triad needs three different states, such as /zerosum/PAK/RUS/USA."))
		return
	}
	t, err := s.obs.ZeroSum(codes[0], codes[1], codes[2])
	if err != nil {
		s.fail(w, r, err)
		return
	}
	reg := entente.States()
	name := [3]string{reg.Slug(codes[0]), reg.Slug(codes[1]), reg.Slug(codes[2])}
	canonical := "/zerosum/" + strings.Join(name[:], "/")
	if r.URL.Path != canonical && wants(r) == html {
		http.Redirect(w, r, canonical, http.StatusMovedPermanently)
		return
	}
	s.render(w, r, "zerosum", http.StatusOK, page{
		Title: fmt.Sprintf("%s between %s and %s", reg.Get(t.State).Name, reg.Get(t.A).Name, reg.Get(t.B).Name), Path: canonical,
		Description: t.Answer.Sentence, Query: reg.Get(t.State).Name,
		JSON: t, CSV: &sheet{fmt.Sprintf("entente-zerosum-%s-%s-%s.csv", name[0], name[1], name[2]), ZeroSumHeader, func() [][]string { return ZeroSumRows(t) }},
		Sources: s.datasets(s.read()...), Body: t,
	})
}
