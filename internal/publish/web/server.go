package web

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/entente-observatory/entente"
)

// Observatory is what the pages ask of the program.
type Observatory interface {
	Manifest() *entente.Manifest
	Datasets() []*entente.Dataset
	Align(a, b entente.CCode, from, to int) (*entente.Alignment, error)
	Profile(state entente.CCode, year int) (*entente.Profile, error)
	World(year int, with entente.CCode) (*entente.World, error)
	Receipt(a, b entente.CCode, year int, channel entente.Channel) (*entente.Receipt, error)
	Recorder
	System
	Realigner
}

// Options of the pages.
type Options struct {
	Log *slog.Logger
	// Base is the address under which readers find the site, without a slash
	// at its end: "https://example.org". Permalinks and citations begin so.
	Base string
	// Docs holds the documentation, in Markdown.
	Docs fs.FS
}

//go:embed templates/*.html static/*
var assets embed.FS

// server holds what every page needs.
type server struct {
	obs    Observatory
	log    *slog.Logger
	base   string
	docs   fs.FS
	pages  map[string]*template.Template
	static map[string]*answer // by name with fingerprint
	names  map[string]string  // the name with fingerprint, by plain name
	routes []route
	cache  *cache
	count  counters
}

// Handler serves all pages, and knows which there are.
type Handler struct {
	http.Handler
	s *server
}

// Assets lists the addresses of styles, scripts and pictures.
func (h *Handler) Assets() []string {
	var out []string
	for name := range h.s.static {
		out = append(out, "/static/"+name)
	}
	slices.Sort(out)
	return out
}

// New returns the handler of all pages.
func New(obs Observatory, o Options) (*Handler, error) {
	s := &server{obs: obs, log: o.Log, base: strings.TrimSuffix(o.Base, "/"), docs: o.Docs, pages: map[string]*template.Template{},
		static: map[string]*answer{}, names: map[string]string{}, cache: newCache(cacheBytes)}
	if err := s.loadStatic(); err != nil {
		return nil, err
	}
	names, err := fs.Glob(assets, "templates/*.html")
	if err != nil {
		return nil, err
	}
	funcs := template.FuncMap{"asset": func(name string) string { return "/static/" + s.names[name] }}
	for _, n := range names {
		name := strings.TrimSuffix(strings.TrimPrefix(n, "templates/"), ".html")
		if name == "layout" || name == "parts" {
			continue
		}
		root := "layout.html"
		if name == "figure" { // a page of its own, to be framed
			root = "figure.html"
		}
		t, err := template.New(root).Funcs(functions).Funcs(funcs).ParseFS(assets, "templates/layout.html", "templates/parts.html", n)
		if err != nil {
			return nil, err
		}
		s.pages[name] = t
	}
	mux := http.NewServeMux()
	s.routes = s.routeTable()
	for _, r := range s.routes {
		mux.HandleFunc("GET "+r.Pattern, r.handler)
		if r.Figures {
			mux.HandleFunc("GET "+strings.TrimSuffix(r.Pattern, "/{$}")+"/{figure}", r.handler)
		}
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, notFound("There is no page at this address."))
	})
	site := http.NewServeMux()
	site.HandleFunc("GET /static/{name}", s.serveStatic)
	site.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") })
	site.HandleFunc("GET /metrics", s.metrics)
	site.HandleFunc("GET /robots.txt", s.robots)
	site.Handle("/", s.cached(mux))
	return &Handler{s.guard(site), s}, nil
}

// loadStatic reads style and script and gives each a name with its
// fingerprint, so that it may be kept for ever.
func (s *server) loadStatic() error {
	types := map[string]string{"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
	files, err := assets.ReadDir("static")
	if err != nil {
		return err
	}
	for _, f := range files {
		b, err := assets.ReadFile("static/" + f.Name())
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		stem, ext, _ := strings.Cut(f.Name(), ".")
		name := stem + "-" + hex.EncodeToString(sum[:4]) + "." + ext
		head := http.Header{"Content-Type": {types[ext]}, "Cache-Control": {"public, max-age=31536000, immutable"}}
		packed := pack(b)
		s.static[name] = &answer{status: http.StatusOK, header: head, packed: packed, etag: fingerprint(packed)}
		s.names[f.Name()] = name
	}
	return nil
}

func (s *server) serveStatic(w http.ResponseWriter, r *http.Request) {
	a, ok := s.static[r.PathValue("name")]
	if !ok {
		s.fail(w, r, notFound("There is no such file."))
		return
	}
	s.deliver(w, r, a)
}

// Server settings: a read-only server needs little time for any request.
func Server(addr string, h http.Handler) *http.Server {
	return &http.Server{
		Addr: addr, Handler: h,
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 60 * time.Second, IdleTimeout: 120 * time.Second, MaxHeaderBytes: 16 << 10,
	}
}

// pageError is an error that the reader can do something about.
type pageError struct {
	status     int
	title      string
	text       string
	candidates []entente.Candidate
}

func (e *pageError) Error() string { return e.title + ": " + e.text }

func notFound(text string) error { return &pageError{http.StatusNotFound, "Not found", text, nil} }

func badRequest(text string) error {
	return &pageError{http.StatusBadRequest, "The question is not understood", text, nil}
}

// fail answers with an error page, or its JSON where a machine asked.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var pe *pageError
	var re *entente.ResolveError
	switch {
	case errors.As(err, &pe):
	case errors.As(err, &re):
		pe = &pageError{http.StatusNotFound, "Which state?", "", re.Candidates}
		switch re.Reason {
		case entente.AmbiguousName:
			pe.text = fmt.Sprintf("“%s” may be several states.", re.Query)
		case entente.NotInSystem:
			pe.text = fmt.Sprintf("“%s” is not a member of the state system: %s.", re.Query, re.Note)
		default:
			pe.text = fmt.Sprintf("No state is known as “%s”.", re.Query)
		}
	case errors.Is(err, context.Canceled):
		return // nobody is listening
	default:
		s.log.Error("request failed", "path", r.URL.Path, "err", err)
		pe = &pageError{http.StatusInternalServerError, "Something failed here", "The server could not answer. The fault is ours and has been logged.", nil}
	}
	if f := wants(r); f != html {
		writeJSON(w, pe.status, map[string]any{"error": pe.title, "detail": pe.text})
		return
	}
	query := r.URL.Query().Get("q")
	s.render(w, r, "error", pe.status, page{Title: pe.title, Query: query, Body: map[string]any{"Status": pe.status, "Text": pe.text, "Candidates": pe.candidates}})
}
