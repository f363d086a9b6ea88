package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
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
	Figure  *figure
	Recent  *entente.Point
	Receipt string
	Head    bool // the index: drawn tall, with the dated changes
}

// changeView is a dated change with what moved it.
type changeView struct {
	realigned
	Shifts []entente.Shift
}

func (s *server) pair(w http.ResponseWriter, r *http.Request) {
	a, b, err := readPair(r.PathValue("pair"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	q := r.URL.Query()
	from, to, err := yearsOf(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	reg := entente.States()
	names := reg.Get(a).Name + " and " + reg.Get(b).Name
	canonical := pairPath(entente.DyadOf(a, b), a)
	if s.moved(w, r, r.PathValue("pair"), canonical) {
		return
	}
	al, err := s.obs.Align(a, b, from, to)
	if err != nil {
		s.fail(w, r, notFound(capital(err.Error())+"."))
		return
	}
	first, last := axis(al, from, to)
	changes, marks, err := s.changes(al)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	show := map[string]bool{}
	for _, c := range strings.FieldsFunc(strings.Join(q["channels"], ","), func(c rune) bool { return c == ',' }) {
		show[c] = true
	}
	p := page{Title: names, Description: al.Answer.Sentence, Path: canonical, Params: yearParams(from, to), Query: names,
		Sources: s.used(al), JSON: al, CSV: &sheet{fmt.Sprintf("entente-%s-%s.csv", reg.Slug(a), reg.Slug(b)), AlignmentHeader, func() [][]string { return AlignmentRows(al) }}}
	for _, c := range changes {
		p.Feed = append(p.Feed, s.entry(c.realigned))
	}
	if p.Feed == nil {
		p.Feed = s.entries(nil)
	}
	var panels []panelView
	for i := range al.Series {
		v := s.panel(&al.Series[i], first, last, marks, canonical)
		p.Figures = append(p.Figures, v.Figure)
		panels = append(panels, v)
	}
	body := map[string]any{"A": a, "B": b, "Answer": al.Answer, "Changes": changes, "Canonical": canonical, "From": first, "To": last,
		"Chosen": show, "Panels": panels, "Embed": fmt.Sprintf(`<iframe src="%s%s/index" width="600" height="420" title="%s"></iframe>`, s.base, canonical, names), "Doubtful": len(al.Changes) - len(changes)}
	record, err := s.obs.Record(a, b)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	var acts []*entente.Series
	for i := range record {
		acts = append(acts, &record[i])
	}
	if len(acts) > 0 {
		f := &figure{ID: "record", Caption: "What the record holds of the two, by kind and year; bars are scaled within each row.",
			Drawing: chart.Acts("The record of "+names, acts, first, last)}
		p.Figures = append(p.Figures, f)
		body["Record"], body["RecordRows"] = f, actYears(record, first, last)
	}
	f, others, err := s.beside(a, b, first, last)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if f != nil {
		p.Figures = append(p.Figures, f)
		body["Beside"] = f
	}
	body["Others"] = others
	p.Body = body
	s.render(w, r, "pair", http.StatusOK, p)
}

// axis is the years that the drawings of a page share: those asked for, else
// those since which channels can be compared, else all.
func axis(al *entente.Alignment, from, to int) (first, last int) {
	first, last = al.Span()
	if from == 0 {
		for i := range al.Series {
			if al.Series[i].Channel == entente.ChannelIndex && al.Series[i].LastReliable != 0 {
				first = max(first, al.Series[i].First)
			}
		}
	} else {
		first = max(first, from)
	}
	if to != 0 {
		last = min(last, to)
	}
	if last <= first {
		last = first + 1
	}
	return first, last
}

func (s *server) changes(al *entente.Alignment) ([]changeView, []chart.Change, error) {
	var views []changeView
	var marks []chart.Change
	for i := range al.Changes {
		c := &al.Changes[i]
		if c.Probability < worthShowing {
			continue
		}
		shifts, err := s.obs.Shifts(c)
		if err != nil {
			return nil, nil, err
		}
		x := realigned{*c, s.obs.Turned(c).Sentence}
		views = append(views, changeView{x, shifts})
		marks = append(marks, chart.Change{Year: c.Year, Lo: c.Lo, Hi: c.Hi, Title: x.Sentence})
	}
	return views, marks, nil
}

func (s *server) panel(sr *entente.Series, first, last int, marks []chart.Change, canonical string) panelView {
	o := chart.Options{From: first, To: last}
	v := panelView{Series: sr}
	switch sr.Channel {
	case entente.ChannelIndex:
		v.Head, o.Tall, o.Changes = true, true, marks
	case entente.ChannelAlliance:
		o.Steps, o.YLabels = true, map[float64]string{0: "none", 1: "non-aggression", 2: "neutrality, consultation", 3: "defence, offence"}
	}
	v.Figure = &figure{ID: string(sr.Channel), Drawing: chart.TimeSeries(sr, o)}
	for k := len(sr.Points) - 1; k >= 0; k-- {
		if sr.Points[k].Estimate.Known() {
			v.Recent = &sr.Points[k]
			v.Receipt = fmt.Sprintf("%s/%d/%s", canonical, v.Recent.Year, sr.Channel)
			break
		}
	}
	return v
}

// actYear is a year with what the record holds of it.
type actYear struct {
	Year int
	Acts []string
}

// actYears lists the years in which the record holds anything, the last first.
func actYears(record []entente.Series, first, last int) []actYear {
	var out []actYear
	for y := last; y >= first; y-- {
		a := actYear{Year: y}
		for _, s := range record {
			for _, p := range s.Points {
				if p.Year == y && p.Estimate.Known() && p.Estimate.Value != 0 {
					a.Acts = append(a.Acts, fmt.Sprintf("%s %.3g", strings.ToLower(s.Title), p.Estimate.Value))
				}
			}
		}
		if len(a.Acts) > 0 {
			out = append(out, a)
		}
	}
	return out
}

// beside draws the index of the pair and that of each of the two with the
// strongest third states.
func (s *server) beside(a, b entente.CCode, first, last int) (*figure, []entente.CCode, error) {
	world, err := s.obs.World(0, 0)
	if err != nil {
		return nil, nil, err
	}
	var others []entente.CCode
	for _, c := range Strongest(world.Rows, 5) {
		if c != a && c != b && len(others) < 3 {
			others = append(others, c)
		}
	}
	lines := []chart.Line{}
	pairs := []entente.Dyad{{A: a, B: b}}
	for _, c := range others[:min(2, len(others))] {
		pairs = append(pairs, entente.Dyad{A: a, B: c}, entente.Dyad{A: b, B: c})
	}
	for _, d := range pairs {
		index, _, err := s.obs.IndexSeries(d.A, d.B)
		if err != nil {
			return nil, nil, err
		}
		if len(index) == 0 {
			continue
		}
		lines = append(lines, chart.Line{Name: entente.States().Get(d.A).Name + "–" + entente.States().Get(d.B).Name, Series: &index[0]})
	}
	if len(lines) < 2 {
		return nil, others, nil
	}
	return &figure{ID: "beside", Caption: "The index of the two beside that of each with the strongest third states; the band is that of the first.",
		Drawing: chart.Lines("Beside third states", lines, first, last)}, others, nil
}

// used lists the data sets behind an alignment, once each, in its order.
func (s *server) used(al *entente.Alignment) []*entente.Dataset {
	var ids []string
	for _, sr := range al.Series {
		for _, id := range sr.Sources {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return s.datasets(ids...)
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
	if year < 1500 || year > 9999 {
		s.fail(w, r, notFound("The year must have four digits, such as 1975."))
		return
	}
	rc, err := s.obs.Receipt(a, b, year, entente.Channel(r.PathValue("channel")))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, "receipt", http.StatusOK, page{Title: rc.Title, JSON: rc, Description: "The rows, files, rights and formula behind one number.",
		Body: map[string]any{"R": rc, "Back": pairPath(entente.DyadOf(a, b), a), "Method": s.methodPath(rc.Method)}})
}

// moved leads a page that was asked for by another name of a state to its
// permanent address.
func (s *server) moved(w http.ResponseWriter, r *http.Request, asked, canonical string) bool {
	last := canonical[strings.LastIndexByte(canonical, '/')+1:]
	if asked == last || wants(r) != html || r.PathValue("figure") != "" {
		return false
	}
	u := url.URL{Path: canonical, RawQuery: r.URL.RawQuery}
	http.Redirect(w, r, u.String(), http.StatusMovedPermanently)
	return true
}

// yearOf reads a year from the query, 0 if there is none.
func yearOf(r *http.Request, key string) (int, error) {
	q := strings.TrimSpace(r.URL.Query().Get(key))
	if q == "" {
		return 0, nil
	}
	year, err := strconv.Atoi(q)
	if err != nil || year < 1 || year > 9999 {
		return 0, badRequest("The year must be a number, such as 1975.")
	}
	return year, nil
}

// yearsOf reads the years that are asked for.
func yearsOf(r *http.Request) (from, to int, err error) {
	if from, err = yearOf(r, "from"); err != nil {
		return 0, 0, err
	}
	if to, err = yearOf(r, "to"); err != nil {
		return 0, 0, err
	}
	if from != 0 && to != 0 && from > to {
		return 0, 0, badRequest("The first year must not be after the last.")
	}
	return from, to, nil
}

func yearParams(from, to int) string {
	v := url.Values{}
	if from != 0 {
		v.Set("from", strconv.Itoa(from))
	}
	if to != 0 {
		v.Set("to", strconv.Itoa(to))
	}
	return params(v)
}

// params writes the parameters of an address with their question mark.
func params(v url.Values) string {
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// capital begins an error's text as a sentence.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
