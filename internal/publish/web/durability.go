package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// DurabilityHeader names the columns of DurabilityRows.
var DurabilityHeader = []string{"what", "of", "detail", "years", "n", "value", "lo", "hi", "status"}

// DurabilityRows is the answer on durability as a table of one number a row:
// what it is of which group or treaty, within how many years.
func DurabilityRows(d *entente.Durability) [][]string {
	var rows [][]string
	add := func(what, of, detail string, years, n int, e entente.Estimate) {
		y := ""
		if years > 0 {
			y = strconv.Itoa(years)
		}
		rows = append(rows, append([]string{what, of, detail, y, strconv.Itoa(n)}, cells(e)...))
	}
	for i, list := range [][]entente.DurationGroup{d.Alliances, d.Alignments} {
		kind := [2]string{"alliances", "alignments"}[i]
		for _, g := range list {
			add("median", kind, g.Group, 0, g.N, g.Median)
			for _, l := range g.Lasting {
				add("lasting", kind, g.Group, l.Years, l.Estimate.N, l.Estimate)
			}
			for _, e := range g.Ends {
				add(e.End.String(), kind, g.Group, g.EndsWithin, e.Estimate.N, e.Estimate)
			}
		}
	}
	for _, e := range d.Effects {
		add("odds-of-end", "treaties", e.Circumstance, 1, e.Any.N, e.Any)
		add("odds-of-violation", "treaties", e.Circumstance, 1, e.Violated.N, e.Violated)
	}
	for _, r := range d.AtRisk {
		members := make([]string, len(r.Members))
		for i, m := range r.Members {
			members[i] = strconv.Itoa(int(m))
		}
		of := strings.Join(members, " ")
		add("risk", of, r.Treaty, 1, r.One.N, r.One)
		add("risk", of, r.Treaty, 5, r.Five.N, r.Five)
	}
	for _, s := range d.Scores {
		of := fmt.Sprintf("forecasts %d-%d", s.First, s.Last)
		exact := func(v float64) entente.Estimate { return entente.Estimate{Value: v, Lo: v, Hi: v} }
		add("brier", of, "", s.Horizon, s.N, exact(s.Brier))
		add("brier", of, "base rate", s.Horizon, s.N, exact(s.Base))
		add("gain", of, "", s.Horizon, s.N, s.Gain)
		for _, b := range s.Bins {
			add("calibration", of, fmt.Sprintf("said %.6f", b.Said), s.Horizon, b.N, b.Came)
		}
	}
	return rows
}

// durability serves the page on how long alliances last, of all states or of
// one.
func (s *server) durability(w http.ResponseWriter, r *http.Request) {
	var state entente.CCode
	path := "/durability"
	title := "How long alliances last"
	if name := r.PathValue("state"); name != "" {
		c, err := entente.States().ResolveEver(name)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		state = c
		path += "/" + entente.States().Slug(c)
		title = "How long " + entente.States().Get(c).Name + "'s alliances last"
	}
	d, err := s.obs.Durability(state)
	if err != nil {
		s.fail(w, r, notFound(err.Error()))
		return
	}
	if r.URL.Path != path && wants(r) == html {
		http.Redirect(w, r, path, http.StatusMovedPermanently)
		return
	}
	s.render(w, r, "durability", http.StatusOK, page{
		Title: title, Path: path, Description: d.Answer.Sentence,
		JSON: d, CSV: &sheet{"entente" + strings.ReplaceAll(path, "/", "-") + ".csv", DurabilityHeader, func() [][]string { return DurabilityRows(d) }},
		Sources: s.datasets("atop", "cow-nmc", "rivalries"), Body: d,
	})
}
