package web

import (
	"net/http"
	"slices"

	"github.com/entente-observatory/entente"
)

// sourceView is a data set with what the edition found of it, if it was read.
type sourceView struct {
	*entente.Dataset
	Report *entente.SourceReport
}

// datasets lists data sets by name, those that are in the catalogue.
func (s *server) datasets(ids ...string) []*entente.Dataset {
	var out []*entente.Dataset
	for _, id := range ids {
		for _, d := range s.obs.Datasets() {
			if d.ID == id {
				out = append(out, d)
			}
		}
	}
	return out
}

// read names the data sets that the edition read.
func (s *server) read() []string {
	var out []string
	for _, r := range s.obs.Manifest().Sources {
		out = append(out, r.ID)
	}
	return out
}

func unique(list []string) []string {
	out := slices.Clone(list)
	slices.Sort(out)
	return slices.Compact(out)
}

func (s *server) sourceViews() []sourceView {
	m := s.obs.Manifest()
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
	return views
}

func (s *server) data(w http.ResponseWriter, r *http.Request) {
	m := s.obs.Manifest()
	s.render(w, r, "data", http.StatusOK, page{Title: "The data", Path: "/data", JSON: m,
		Description: "What the observatory reads, from where, under whose rights, and what became of every row.",
		Body:        map[string]any{"M": m, "Sources": s.sourceViews()}})
}

func (s *server) source(w http.ResponseWriter, r *http.Request) {
	for _, v := range s.sourceViews() {
		if v.ID == r.PathValue("id") {
			s.render(w, r, "source", http.StatusOK, page{Title: v.Title, Path: "/data/" + v.ID, Sources: []*entente.Dataset{v.Dataset},
				Description: "What the observatory reads of " + v.Title + ", its rights, and what became of every row.",
				JSON:        map[string]any{"id": v.ID, "title": v.Title, "version": v.Version, "terms": v.Terms, "rights": v.Rights, "home": v.Home, "report": v.Report},
				Body:        v})
			return
		}
	}
	s.fail(w, r, notFound("There is no such source. The list is at /data."))
}
