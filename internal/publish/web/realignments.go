package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/publish/chart"
	"github.com/entente-observatory/entente/internal/publish/feed"
)

// RealignmentQuery says which dated changes are asked for; zero is no bound.
type RealignmentQuery struct {
	State, Pole  entente.CCode
	Since, Until int
	Least        float64
	Top          int
	All          bool // with those that are not sure enough to be listed
}

// Realigner is what the pages on realignments ask of the program.
type Realigner interface {
	Realignments(q RealignmentQuery) (*entente.Realignments, error)
	Turned(r *entente.Realignment) entente.Answer
	IndexSeries(a, b entente.CCode) ([]entente.Series, []entente.Realignment, error)
}

// RealignmentHeader names the columns of RealignmentRows.
var RealignmentHeader = []string{"ccode_a", "ccode_b", "iso3_a", "iso3_b", "direction", "year", "lo", "hi", "probability", "size", "lo_size", "hi_size", "mover", "channels", "lasted"}

// RealignmentRows is a list of changes as a table.
func RealignmentRows(list []entente.Realignment) [][]string {
	reg := entente.States()
	f := func(x float64) string { return strconv.FormatFloat(x, 'f', 3, 64) }
	rows := [][]string{}
	for i := range list {
		r := &list[i]
		way := "toward"
		if r.Direction < 0 {
			way = "away"
		}
		iso := func(c entente.CCode) string {
			return reg.CodeOn(c, entente.ISO3, entente.Day(r.Year, 7, 1))
		}
		size := []string{"", "", ""}
		if r.Size.Known() {
			size = []string{f(r.Size.Value), f(r.Size.Lo), f(r.Size.Hi)}
		}
		mover := ""
		if r.Mover != 0 {
			mover = strconv.Itoa(int(r.Mover))
		}
		var by []string
		for _, c := range r.Carriers {
			if c.Responds >= 0.5 {
				by = append(by, string(c.Channel))
			}
		}
		rows = append(rows, []string{strconv.Itoa(int(r.A)), strconv.Itoa(int(r.B)), iso(r.A), iso(r.B), way, strconv.Itoa(r.Year), strconv.Itoa(r.Lo), strconv.Itoa(r.Hi),
			f(r.Probability), size[0], size[1], size[2], mover, strings.Join(by, " "), r.Lasted.String()})
	}
	return rows
}

// realigned is a change as a page lists it.
type realigned struct {
	entente.Realignment
	Sentence string
}

// told puts each change in a sentence.
func (s *server) told(list []entente.Realignment) []realigned {
	var out []realigned
	for i := range list {
		out = append(out, realigned{list[i], s.obs.Turned(&list[i]).Sentence})
	}
	return out
}

// latestFirst orders changes by year, the last first.
func latestFirst(list []entente.Realignment) []entente.Realignment {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b entente.Realignment) int {
		return cmp.Or(cmp.Compare(b.Year, a.Year), cmp.Compare(b.Probability, a.Probability))
	})
	return out
}

// longestFeed is how many entries a feed has at most.
const longestFeed = 50

// entries is a feed of changes; one without any is a feed all the same.
func (s *server) entries(list []entente.Realignment) []feed.Entry {
	out := []feed.Entry{}
	for _, x := range s.told(list[:min(longestFeed, len(list))]) {
		out = append(out, s.entry(x))
	}
	return out
}

func (s *server) entry(x realigned) feed.Entry {
	reg := entente.States()
	way := "moved together"
	if x.Direction < 0 {
		way = "moved apart"
	}
	return feed.Entry{ID: fmt.Sprintf("realignment/%d-%d/%d/%d", x.A, x.B, x.Year, x.Direction), Summary: x.Sentence,
		Title: fmt.Sprintf("%d: %s and %s %s", x.Year, reg.Get(x.A).Name, reg.Get(x.B).Name, way),
		Path:  pairPath(x.Dyad(), x.A), At: time.Date(x.Year, 1, 1, 0, 0, 0, 0, time.UTC)}
}

var realignmentParams = []param{{"state", "only of this state", "EGY"}, {"with", "and of this one", "USA"}, {"since", "first year", "1970"}, {"until", "last year", "1980"},
	{"way", "together or apart", "together"}, {"least", "least probability; the less sure are then listed too", "0.5"}, {"sort", "year, probability, size or state", "year"}, {"page", "of fifty", "2"}}

// perPage is how many changes a page lists.
const perPage = 50

// search is what the form above the list asks for.
type search struct {
	State, With, Way, Sort string
	Since, Until           int
	Least                  float64
	Page                   int
	query                  RealignmentQuery
}

func readSearch(r *http.Request) (f search, err error) {
	q := r.URL.Query()
	f = search{State: q.Get("state"), With: q.Get("with"), Way: q.Get("way"), Sort: q.Get("sort"), Page: 1}
	for _, x := range []struct {
		text string
		to   *entente.CCode
	}{{f.State, &f.query.State}, {f.With, &f.query.Pole}} {
		if x.text != "" {
			if *x.to, err = entente.States().ResolveEver(x.text); err != nil {
				return f, err
			}
		}
	}
	if f.Since, err = yearOf(r, "since"); err != nil {
		return f, err
	}
	if f.Until, err = yearOf(r, "until"); err != nil {
		return f, err
	}
	if t := q.Get("least"); t != "" {
		if f.Least, err = strconv.ParseFloat(t, 64); err != nil || !(f.Least >= 0 && f.Least <= 1) {
			return f, badRequest("The least probability is a number from 0 to 1.")
		}
	}
	if t := q.Get("page"); t != "" {
		if f.Page, err = strconv.Atoi(t); err != nil || f.Page < 1 {
			return f, badRequest("The page is a number from 1.")
		}
	}
	if !slices.Contains([]string{"", "together", "apart"}, f.Way) {
		return f, badRequest("The way is together or apart.")
	}
	if !slices.Contains([]string{"", "year", "probability", "size", "state"}, f.Sort) {
		return f, badRequest("Changes are sorted by year, probability, size or state.")
	}
	f.query.Since, f.query.Until, f.query.Least = f.Since, f.Until, f.Least
	return f, nil
}

// values are the parameters of the search, without the page.
func (f *search) values() url.Values {
	v := url.Values{}
	reg := entente.States()
	set := func(key, value string) {
		if value != "" && value != "0" {
			v.Set(key, value)
		}
	}
	if f.query.State != 0 {
		set("state", reg.Slug(f.query.State))
	}
	if f.query.Pole != 0 {
		set("with", reg.Slug(f.query.Pole))
	}
	set("since", strconv.Itoa(f.Since))
	set("until", strconv.Itoa(f.Until))
	set("way", f.Way)
	set("least", strconv.FormatFloat(f.Least, 'g', -1, 64))
	set("sort", f.Sort)
	return v
}

func (f *search) keep(list []entente.Realignment) []entente.Realignment {
	rows := slices.Clone(list)
	rows = slices.DeleteFunc(rows, func(r entente.Realignment) bool {
		return f.Way == "together" && r.Direction < 0 || f.Way == "apart" && r.Direction > 0
	})
	size := func(r entente.Realignment) float64 {
		if !r.Size.Known() {
			return -1
		}
		return max(r.Size.Value, -r.Size.Value)
	}
	name := func(r entente.Realignment) string {
		return entente.States().Get(r.A).Name + "|" + entente.States().Get(r.B).Name
	}
	slices.SortStableFunc(rows, func(a, b entente.Realignment) int {
		first := 0
		switch f.Sort {
		case "probability":
			first = cmp.Compare(b.Probability, a.Probability)
		case "size":
			first = cmp.Compare(size(b), size(a))
		case "state":
			first = cmp.Compare(name(a), name(b))
		}
		return cmp.Or(first, cmp.Compare(b.Year, a.Year), cmp.Compare(b.Probability, a.Probability))
	})
	return rows
}

func (s *server) realignments(w http.ResponseWriter, r *http.Request) {
	f, err := readSearch(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	t, err := s.obs.Realignments(f.query)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	rows := f.keep(t.Rows)
	shown := *t
	shown.Rows = rows
	pages := max(1, (len(rows)+perPage-1)/perPage)
	if f.Page > pages {
		s.fail(w, r, notFound(fmt.Sprintf("There are %d pages of this list.", pages)))
		return
	}
	v := f.values()
	link := func(page int) string {
		u := url.Values{}
		for k := range v {
			u.Set(k, v.Get(k))
		}
		if page > 1 {
			u.Set("page", strconv.Itoa(page))
		}
		return "/realignments" + params(u)
	}
	title := "Realignments"
	if f.query.State != 0 {
		title += " of " + entente.States().Get(f.query.State).Name
	}
	p := page{Title: title, Path: "/realignments", Params: params(v), JSON: shown, CSV: &sheet{"entente-realignments.csv", RealignmentHeader, func() [][]string { return RealignmentRows(rows) }},
		Feed: s.entries(latestFirst(rows)), Sources: s.datasets(s.read()...),
		Description: fmt.Sprintf("Dated changes of who stands with whom, %d to %d, with their probability.", t.First, t.Last)}
	body := map[string]any{"T": t, "Search": f, "Total": len(rows), "Pages": pages, "Rows": s.told(rows[(f.Page-1)*perPage : min(f.Page*perPage, len(rows))]),
		"Often": oftenest(rows, 24)}
	if f.Page > 1 {
		body["Prev"] = link(f.Page - 1)
	}
	if f.Page < pages {
		body["Next"] = link(f.Page + 1)
	}
	if len(rows) > 1 {
		fig := &figure{ID: "years", Drawing: chart.Columns("Realignments by year", "together", "apart", byYear(rows), t.First, t.Last)}
		p.Figures = append(p.Figures, fig)
		body["Years"] = fig
	}
	p.Body = body
	s.render(w, r, "realignments", http.StatusOK, p)
}

func byYear(rows []entente.Realignment) []chart.Count {
	var out []chart.Count
	for _, r := range rows {
		i, ok := slices.BinarySearchFunc(out, r.Year, func(c chart.Count, y int) int { return c.Year - y })
		if !ok {
			out = slices.Insert(out, i, chart.Count{Year: r.Year})
		}
		if r.Direction < 0 {
			out[i].Down++
		} else {
			out[i].Up++
		}
	}
	return out
}

type stateCount struct {
	State entente.CCode
	N     int
}

// oftenest counts the states that changed most often.
func oftenest(rows []entente.Realignment, n int) []stateCount {
	count := map[entente.CCode]int{}
	for _, r := range rows {
		count[r.A]++
		count[r.B]++
	}
	var out []stateCount
	for c, n := range count {
		out = append(out, stateCount{c, n})
	}
	slices.SortFunc(out, func(a, b stateCount) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.State, b.State)) })
	return out[:min(n, len(out))]
}
