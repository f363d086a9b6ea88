package web

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/entente-observatory/entente"
)

// sourceView is a data set with what the edition found of it, if it was read.
type sourceView struct {
	*entente.Dataset
	Report *entente.SourceReport
}

func (s *server) data(w http.ResponseWriter, r *http.Request) {
	m := s.obs.Manifest()
	if wants(r) == jsonForm {
		writeJSON(w, http.StatusOK, m)
		return
	}
	var views []sourceView
	for _, d := range s.obs.Datasets() {
		v := sourceView{Dataset: d}
		for i := range m.Sources {
			if m.Sources[i].ID == d.ID {
				v.Report = &m.Sources[i]
			}
		}
		views = append(views, v)
	}
	s.render(w, r, "data", http.StatusOK, page{Title: "The data", Formats: []string{"/data.json"},
		Description: "What the observatory reads, from where, under whose rights, and what became of every row.",
		Body:        map[string]any{"M": m, "Sources": views}})
}

func byName(list []*entente.State) []*entente.State {
	slices.SortFunc(list, func(a, b *entente.State) int { return cmp.Compare(a.Name, b.Name) })
	return list
}
