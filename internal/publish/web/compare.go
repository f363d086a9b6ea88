package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/publish/chart"
)

// measures are what pairs, and what states, can be compared by.
var (
	pairMeasures  = []entente.Channel{entente.ChannelIndex, entente.ChannelPosition, entente.ChannelTie, entente.ChannelHostility, entente.ChannelVotes, entente.ChannelAgreement, entente.ChannelIdealPoint, entente.ChannelPortfolio}
	stateMeasures = []entente.Channel{entente.ChannelIdealPoint, entente.ChannelCapability}
)

// compared is one of the things compared.
type compared struct {
	Name   string
	Path   string
	Series *entente.Series
}

// compare draws several pairs, or several states, by one measure.
func (s *server) compare(w http.ResponseWriter, r *http.Request) {
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	from, to, err := yearsOf(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	by := entente.Channel(r.URL.Query().Get("by"))
	var list []compared
	var names []string
	single := false
	items := strings.FieldsFunc(q, func(c rune) bool { return c == ',' || c == ';' || c == '\n' })
	if len(items) > chart.MaxLines {
		s.fail(w, r, badRequest(fmt.Sprintf("At most %d can be told apart in one drawing.", chart.MaxLines)))
		return
	}
	for i, item := range items {
		codes, err := parseQuestion(strings.TrimSpace(item))
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if i == 0 {
			single = len(codes) == 1
		}
		if single != (len(codes) == 1) {
			s.fail(w, r, badRequest("Compare pairs with pairs, such as PAK-RUS, IND-RUS, or states with states, such as PAK, IND."))
			return
		}
		c, name, err := s.one(codes, by)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if by == "" {
			by = c.Series.Channel // that of the first holds for all
		}
		list, names = append(list, c), append(names, name)
	}
	measures := pairMeasures
	if single {
		measures = stateMeasures
	}
	if by == "" {
		by = measures[0]
	}
	v := url.Values{}
	if len(names) > 0 {
		v.Set("q", strings.Join(names, ","))
		v.Set("by", string(by))
	}
	if from != 0 {
		v.Set("from", strconv.Itoa(from))
	}
	if to != 0 {
		v.Set("to", strconv.Itoa(to))
	}
	p := page{Title: "Compare", Path: "/compare", Params: params(v), Description: "Several pairs or states in one drawing, by one measure."}
	body := map[string]any{"Q": strings.Join(names, ", "), "By": by, "Measures": measures, "List": list, "From": from, "To": to}
	if len(list) > 0 {
		p.Title = "Compare " + strings.Join(names, ", ")
		fig, rows := drawCompared(list, from, to)
		if fig != nil {
			p.Figures = append(p.Figures, fig)
			body["Figure"] = fig
		}
		body["Unit"] = list[0].Series.Unit
		body["Title"] = list[0].Series.Title
		p.JSON = map[string]any{"measure": by, "compared": jsonOf(list)}
		p.CSV = &sheet{"entente-compare.csv", []string{"compared", "year", "value", "lo", "hi", "status"}, func() [][]string { return rows }}
		body["Table"] = tableOf(list, from, to)
		var ids []string
		for _, c := range list {
			ids = append(ids, c.Series.Sources...)
		}
		p.Sources = s.datasets(unique(ids)...)
	} else {
		world, err := s.obs.World(0, 0)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		body["Examples"] = examples(world)
	}
	p.Body = body
	s.render(w, r, "compare", http.StatusOK, p)
}

// one finds the series of a pair or a state by a measure; none means the first.
func (s *server) one(codes []entente.CCode, by entente.Channel) (c compared, name string, err error) {
	reg := entente.States()
	var all []entente.Series
	if len(codes) == 1 {
		p, err := s.obs.Profile(codes[0], 0)
		if err != nil {
			return c, "", err
		}
		all = []entente.Series{p.IdealPoint, p.Capability}
		c.Name, name, c.Path = reg.Get(codes[0]).Name, reg.Slug(codes[0]), "/states/"+reg.Slug(codes[0])
	} else {
		al, err := s.obs.Align(codes[0], codes[1], 0, 0)
		if err != nil {
			return c, "", err
		}
		all = al.Series
		c.Name = reg.Get(codes[0]).Name + "–" + reg.Get(codes[1]).Name
		c.Path = pairPath(entente.DyadOf(codes[0], codes[1]), codes[0])
		name = strings.TrimPrefix(c.Path, "/dyads/")
	}
	for i := range all {
		if by == "" || all[i].Channel == by {
			c.Series = &all[i]
			return c, name, nil
		}
	}
	return c, "", badRequest(fmt.Sprintf("%s cannot be compared by “%s”.", c.Name, by))
}

func drawCompared(list []compared, from, to int) (*figure, [][]string) {
	var lines []chart.Line
	var rows [][]string
	first, last := 0, 0
	for _, c := range list {
		lines = append(lines, chart.Line{Name: c.Name, Series: c.Series})
		if a, b := spanOf(c.Series); a <= b {
			if first == 0 || a < first {
				first = a
			}
			last = max(last, b)
		}
		for _, p := range c.Series.Points {
			if (from == 0 || p.Year >= from) && (to == 0 || p.Year <= to) {
				rows = append(rows, append([]string{c.Name, strconv.Itoa(p.Year)}, cells(p.Estimate)...))
			}
		}
	}
	if from != 0 {
		first = max(first, from)
	}
	if to != 0 {
		last = min(last, to)
	}
	if first == 0 || last <= first {
		return nil, rows
	}
	return &figure{ID: "chart", Caption: list[0].Series.Title + ". The band is that of the first; the table has all intervals.",
		Drawing: chart.Lines(list[0].Series.Title, lines, first, last)}, rows
}

func jsonOf(list []compared) []map[string]any {
	var out []map[string]any
	for _, c := range list {
		out = append(out, map[string]any{"name": c.Name, "path": c.Path, "series": c.Series})
	}
	return out
}

// tableRow is a year with the estimate of each of those compared.
type tableRow struct {
	Year  int
	Cells []entente.Estimate
}

func tableOf(list []compared, from, to int) []tableRow {
	var out []tableRow
	first, last := 1<<30, 0
	for _, c := range list {
		if a, b := spanOf(c.Series); a <= b {
			first, last = min(first, a), max(last, b)
		}
	}
	for y := first; y <= last; y++ {
		if from != 0 && y < from || to != 0 && y > to {
			continue
		}
		row := tableRow{Year: y}
		for _, c := range list {
			e := entente.None(entente.OutsideCoverage)
			for _, p := range c.Series.Points {
				if p.Year == y {
					e = p.Estimate
				}
			}
			row.Cells = append(row.Cells, e)
		}
		out = append(out, row)
	}
	return out
}
