package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
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

// realigned is a change as the page lists it.
type realigned struct {
	entente.Realignment
	Sentence string
}

type realignedYear struct {
	Year int
	Rows []realigned
}

func (s *server) realignments(w http.ResponseWriter, r *http.Request) {
	q := RealignmentQuery{}
	var err error
	if name := r.URL.Query().Get("state"); name != "" {
		if q.State, err = entente.States().ResolveEver(name); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	t, err := s.obs.Realignments(q)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	switch wants(r) {
	case jsonForm:
		writeJSON(w, http.StatusOK, t)
		return
	case csvForm:
		writeCSV(w, "entente-realignments.csv", RealignmentHeader, RealignmentRows(t.Rows))
		return
	}
	byYear := map[int][]realigned{}
	count := map[entente.CCode]int{}
	for i := range t.Rows {
		x := t.Rows[i]
		byYear[x.Year] = append(byYear[x.Year], realigned{x, s.obs.Turned(&x).Sentence})
		count[x.A]++
		count[x.B]++
	}
	var list []realignedYear
	for y, rows := range byYear {
		slices.SortStableFunc(rows, func(a, b realigned) int { return cmp.Compare(b.Probability, a.Probability) })
		list = append(list, realignedYear{y, rows})
	}
	slices.SortFunc(list, func(a, b realignedYear) int { return b.Year - a.Year })
	type stateCount struct {
		State entente.CCode
		N     int
	}
	var states []stateCount
	for c, n := range count {
		states = append(states, stateCount{c, n})
	}
	slices.SortFunc(states, func(a, b stateCount) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.State, b.State)) })
	query := ""
	if q.State != 0 {
		query = "?state=" + entente.States().Slug(q.State)
	}
	s.render(w, r, "realignments", http.StatusOK, page{
		Title:       "Realignments",
		Description: fmt.Sprintf("Dated changes of who stands with whom, %d to %d, with their probability.", t.First, t.Last),
		Formats:     []string{"/realignments.json" + query, "/realignments.csv" + query},
		Body:        map[string]any{"T": t, "Years": list, "States": states[:min(len(states), 40)], "State": q.State},
	})
}
