package web

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/entente-observatory/entente"
)

var pathPart = regexp.MustCompile(`\{(\w+)(?:\.\.\.)?\}`)

// parts are the parameters within the path of a route.
func (r *route) parts() []param {
	var out []param
	for _, m := range pathPart.FindAllStringSubmatch(r.Pattern, -1) {
		out = append(out, paths[m[1]])
	}
	return out
}

// Shown is the pattern as the API page writes it.
func (r *route) Shown() string { return strings.TrimSuffix(r.Pattern, "{$}") }

// Endings are the endings of the forms that the route has besides the page.
func (r *route) Endings() []string {
	var out []string
	for _, f := range r.Forms {
		if f != html {
			out = append(out, endings[f])
		}
	}
	return out
}

// api describes the addresses to readers, and to machines as OpenAPI 3.1.
func (s *server) api(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, "api", http.StatusOK, page{Title: "The API", Description: "Every page as JSON and CSV, every chart as SVG and PNG, by its address; no key, no limit of calls.",
		JSON: s.openAPI(), Body: map[string]any{"Routes": s.routes}})
}

func (s *server) openAPI() map[string]any {
	types := map[format]string{jsonForm: "application/json", csvForm: "text/csv", atomForm: "application/atom+xml", svgForm: "image/svg+xml", pngForm: "image/png", html: "text/html"}
	all := map[string]any{}
	add := func(r *route, path string, f format, more ...param) {
		var params []any
		list := append(r.parts(), more...)
		for i, p := range append(list, r.Params...) {
			in := "query"
			if i < len(list) {
				in = "path"
			}
			params = append(params, map[string]any{"name": strings.TrimSuffix(p.Name, "..."), "in": in, "required": in == "path",
				"description": p.What, "example": p.Example, "schema": map[string]string{"type": "string"}})
		}
		op := map[string]any{"summary": r.Summary, "responses": map[string]any{
			"200": map[string]any{"description": "the answer", "content": map[string]any{types[f]: map[string]any{}}},
			"404": map[string]any{"description": "no such state, year or page; error and detail say what to do", "content": map[string]any{"application/json": map[string]any{}}},
		}}
		if params != nil {
			op["parameters"] = params
		}
		all[path] = map[string]any{"get": op}
	}
	for i := range s.routes {
		r := &s.routes[i]
		path := strings.ReplaceAll(strings.TrimSuffix(strings.TrimSuffix(r.Pattern, "{$}"), "/"), "...", "")
		for _, f := range r.Forms {
			if f != html && path != "" {
				add(r, path+endings[f], f)
			}
		}
		if r.Figures {
			for _, f := range []format{svgForm, pngForm} {
				add(r, path+"/{figure}"+endings[f], f, paths["figure"])
			}
		}
	}
	info := map[string]any{"title": "Entente", "version": s.obs.Manifest().ID, "description": "Who stands with whom, since when, how surely, and what changed. Read-only. Fields: /docs/json."}
	doc := map[string]any{"openapi": "3.1.0", "info": info, "paths": all}
	if s.base != "" {
		doc["servers"] = []any{map[string]string{"url": s.base}}
	}
	return doc
}

// sitemap lists the pages for search engines: every state, every listed pair,
// and what there is one of.
func (s *server) sitemap(w http.ResponseWriter, r *http.Request) {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, path := range append(s.fixed(), s.listedPairs()...) {
		fmt.Fprintf(&b, "<url><loc>%s%s</loc></url>\n", s.base, path)
	}
	b.WriteString("</urlset>\n")
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	fmt.Fprint(w, b.String())
}

// Fixed lists the addresses of all pages but those of pairs.
func (h *Handler) Fixed() []string { return h.s.fixed() }

func (s *server) fixed() []string {
	out := []string{"/", "/states/", "/realignments", "/poles", "/data", "/compare", "/api", "/docs/"}
	if world, err := s.obs.World(0, 0); err == nil {
		for y := max(world.First, 1946); y <= world.Year; y++ {
			out = append(out, fmt.Sprintf("/world/%d", y))
		}
	}
	if b, err := s.obs.Blocs(0); err == nil {
		for y := max(b.First, 1946); y <= b.Last; y++ {
			out = append(out, fmt.Sprintf("/blocs/%d", y))
		}
	}
	for _, st := range entente.States().All() {
		out = append(out, "/states/"+entente.States().Slug(st.Code))
	}
	for _, d := range s.obs.Datasets() {
		out = append(out, "/data/"+d.ID)
	}
	for _, d := range s.docPages() {
		out = append(out, "/docs/"+d)
	}
	return out
}

// listedPairs are the pages of the pairs with a listed realignment.
func (s *server) listedPairs() []string {
	var out []string
	t, err := s.obs.Realignments(RealignmentQuery{})
	if err != nil {
		return nil
	}
	var last entente.Dyad
	for i := range t.Rows {
		if d := t.Rows[i].Dyad(); d != last {
			last = d
			out = append(out, pairPath(d, d.A))
		}
	}
	return out
}

func (s *server) robots(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintf(w, "User-agent: *\nDisallow: /ask\nDisallow: /suggest\nAllow: /\nSitemap: %s/sitemap\n", s.base)
}

// metrics tells how the server fares, in the text form of Prometheus.
func (s *server) metrics(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	c := &s.count
	s.cache.mu.Lock()
	held, kept := s.cache.held, s.cache.recent.Len()
	s.cache.mu.Unlock()
	for _, m := range []struct {
		name, kind, help string
		value            float64
	}{
		{"entente_requests_total", "counter", "Requests.", float64(c.requests.Load())},
		{"entente_cache_hits_total", "counter", "Answers given from memory.", float64(c.hits.Load())},
		{"entente_answers_computed_total", "counter", "Answers computed.", float64(c.computed.Load())},
		{"entente_computing_seconds_total", "counter", "Time spent computing answers.", time.Duration(c.nanos.Load()).Seconds()},
		{"entente_refused_total", "counter", "Requests refused because too many were under way.", float64(c.refused.Load())},
		{"entente_panics_total", "counter", "Pages that failed.", float64(c.panics.Load())},
		{"entente_cache_bytes", "gauge", "Bytes of answers in memory.", float64(held)},
		{"entente_cache_answers", "gauge", "Answers in memory.", float64(kept)},
	} {
		fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n%s %v\n", m.name, m.help, m.name, m.kind, m.name, m.value)
	}
}
