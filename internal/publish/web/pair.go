package web

import (
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/publish/chart"
)

// pairPath is the address of a dyad, with the given state first.
func pairPath(d entente.Dyad, first entente.CCode) string {
	return "/dyads/" + entente.States().Slug(first) + "-" + entente.States().Slug(d.Other(first))
}

// readPair reads "PAK-RUS" as two different states.
func readPair(s string) (a, b entente.CCode, err error) {
	left, right, ok := strings.Cut(s, "-")
	if !ok {
		return 0, 0, notFound("A pair is written as two codes with a hyphen, such as PAK-RUS.")
	}
	if a, err = entente.States().ResolveEver(left); err != nil {
		return 0, 0, err
	}
	if b, err = entente.States().ResolveEver(right); err != nil {
		return 0, 0, err
	}
	if a == b {
		return 0, 0, &pageError{http.StatusNotFound, "One state twice", "A pair needs two different states.", nil}
	}
	return a, b, nil
}

// worthShowing is the least probability of a change on the page of its dyad.
const worthShowing = 0.3

// panelView is a channel as the pair page shows it.
type panelView struct {
	*entente.Series
	SVG     template.HTML
	Recent  *entente.Point
	Receipt string
	Why     string // what coverage ends or gaps the reader must know of
}

func (s *server) pair(w http.ResponseWriter, r *http.Request) {
	a, b, err := readPair(bare(r.PathValue("pair")))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	al, err := s.obs.Align(a, b, 0, 0)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	reg := entente.States()
	switch wants(r) {
	case jsonForm:
		writeJSON(w, http.StatusOK, al)
		return
	case csvForm:
		writeCSV(w, fmt.Sprintf("entente-%s-%s.csv", reg.Slug(a), reg.Slug(b)), AlignmentHeader, AlignmentRows(al))
		return
	}
	canonical := pairPath(entente.DyadOf(a, b), a)
	if r.URL.Path != canonical {
		http.Redirect(w, r, canonical, http.StatusMovedPermanently)
		return
	}
	from, to := al.Span()
	var changes []realigned
	var marks []chart.Change
	for _, c := range al.Changes {
		if c.Probability >= worthShowing {
			x := realigned{c, s.obs.Turned(&c).Sentence}
			changes = append(changes, x)
			marks = append(marks, chart.Change{Year: c.Year, Lo: c.Lo, Hi: c.Hi, Title: x.Sentence})
		}
	}
	var panels []panelView
	for i := range al.Series {
		sr := &al.Series[i]
		o := chart.Options{ID: "c" + strconv.Itoa(i), From: from, To: to}
		if sr.Channel == entente.ChannelIndex {
			o.Changes = marks
		}
		if sr.Channel == entente.ChannelAlliance {
			o.Steps, o.YLabels = true, map[float64]string{0: "none", 1: "non-aggr.", 2: "neutral.", 3: "defence"}
		}
		v := panelView{Series: sr, SVG: template.HTML(chart.TimeSeries(sr, o))}
		for k := len(sr.Points) - 1; k >= 0; k-- {
			if sr.Points[k].Estimate.Known() {
				v.Recent = &sr.Points[k]
				v.Receipt = fmt.Sprintf("%s/%d/%s", canonical, v.Recent.Year, sr.Channel)
				break
			}
		}
		panels = append(panels, v)
	}
	s.render(w, r, "pair", http.StatusOK, page{
		Title:       reg.Get(a).Name + " and " + reg.Get(b).Name,
		Description: al.Answer.Sentence,
		Formats:     []string{canonical + ".json", canonical + ".csv"},
		Sources:     s.used(al),
		Query:       reg.Get(a).Name + " and " + reg.Get(b).Name,
		Body:        map[string]any{"A": a, "B": b, "Answer": al.Answer, "Panels": panels, "Changes": changes, "Canonical": canonical},
	})
}

// used lists the data sets behind an alignment, once each, in its order.
func (s *server) used(al *entente.Alignment) []*entente.Dataset {
	var out []*entente.Dataset
	seen := map[string]bool{}
	for _, sr := range al.Series {
		for _, id := range sr.Sources {
			for _, d := range s.obs.Datasets() {
				if d.ID == id && !seen[id] {
					seen[id] = true
					out = append(out, d)
				}
			}
		}
	}
	return out
}

// AlignmentHeader names the columns of AlignmentRows.
var AlignmentHeader = []string{"ccode1", "ccode2", "year", "channel", "value", "lo", "hi", "status", "level", "n", "label"}

// AlignmentRows is an alignment as a table, a row for each channel and year.
func AlignmentRows(al *entente.Alignment) [][]string {
	var rows [][]string
	for _, sr := range al.Series {
		for _, p := range sr.Points {
			row := []string{strconv.Itoa(int(al.A)), strconv.Itoa(int(al.B)), strconv.Itoa(p.Year), string(sr.Channel)}
			row = append(row, cells(p.Estimate)...)
			rows = append(rows, append(row, strconv.FormatFloat(p.Estimate.Level, 'g', -1, 64), strconv.Itoa(p.Estimate.N), p.Label))
		}
	}
	return rows
}

func (s *server) receipt(w http.ResponseWriter, r *http.Request) {
	a, b, err := readPair(r.PathValue("pair"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	year, err := strconv.Atoi(r.PathValue("year"))
	if err != nil {
		s.fail(w, r, notFound("The year must be a number."))
		return
	}
	rc, err := s.obs.Receipt(a, b, year, entente.Channel(bare(r.PathValue("channel"))))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if wants(r) == jsonForm {
		writeJSON(w, http.StatusOK, rc)
		return
	}
	s.render(w, r, "receipt", http.StatusOK, page{Title: rc.Title, Formats: []string{r.URL.Path + ".json"},
		Body: map[string]any{"R": rc, "Back": pairPath(entente.DyadOf(a, b), a)}})
}
