package web

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"runtime/debug"
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
	System
	Realigner
}

//go:embed templates/*.html static/*
var assets embed.FS

// server holds what every page needs.
type server struct {
	obs   Observatory
	log   *slog.Logger
	pages map[string]*template.Template
	css   []byte
}

// New returns the handler of all pages.
func New(obs Observatory, log *slog.Logger) (http.Handler, error) {
	s := &server{obs: obs, log: log, pages: map[string]*template.Template{}}
	css, err := assets.ReadFile("static/style.css")
	if err != nil {
		return nil, err
	}
	s.css = css
	names, err := fs.Glob(assets, "templates/*.html")
	if err != nil {
		return nil, err
	}
	for _, n := range names {
		name := strings.TrimSuffix(strings.TrimPrefix(n, "templates/"), ".html")
		if name == "layout" {
			continue
		}
		t, err := template.New("layout.html").Funcs(functions).ParseFS(assets, "templates/layout.html", n)
		if err != nil {
			return nil, err
		}
		s.pages[name] = t
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.home)
	mux.HandleFunc("GET /ask", s.ask)
	mux.HandleFunc("GET /dyads/{pair}", s.pair)
	mux.HandleFunc("GET /dyads/{pair}/{year}/{channel}", s.receipt)
	mux.HandleFunc("GET /states/{$}", s.states)
	mux.HandleFunc("GET /states/{state}", s.profile)
	mux.HandleFunc("GET /world/{$}", s.latestWorld)
	mux.HandleFunc("GET /world/{year}", s.world)
	s.system(mux)
	for _, form := range []string{"", ".json", ".csv"} {
		mux.HandleFunc("GET /realignments"+form, s.realignments)
	}
	mux.HandleFunc("GET /data", s.data)
	mux.HandleFunc("GET /data.json", s.data)
	mux.HandleFunc("GET /style.css", s.style)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /robots.txt", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "User-agent: *\nAllow: /") })
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, notFound("There is no page at this address."))
	})
	return s.guard(mux), nil
}

// guard sets the headers of every answer, bounds what a request may carry and
// cost, and turns a panic into an error page.
func (s *server) guard(next http.Handler) http.Handler {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "no-referrer")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			head.Set("Allow", "GET, HEAD")
			s.fail(w, r, &pageError{http.StatusMethodNotAllowed, "This server only reads", "Ask with GET.", nil})
			return
		}
		if len(r.URL.RawQuery) > 2000 || len(r.URL.Path) > 500 {
			s.fail(w, r, &pageError{http.StatusRequestURITooLong, "Too long", "The address is too long to be a question.", nil})
			return
		}
		defer func() {
			if v := recover(); v != nil {
				s.log.Error("page failed", "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
				s.fail(w, r, fmt.Errorf("the page failed: %v", v))
			}
		}()
		next.ServeHTTP(w, r)
	})
	return compress(h)
}

// Serve settings: a read-only server needs little time for any request.
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

// fail answers with an error page, or its JSON where a machine asked.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var pe *pageError
	var re *entente.ResolveError
	switch {
	case errors.As(err, &pe):
	case errors.As(err, &re):
		pe = &pageError{http.StatusNotFound, "Which state?", re.Error() + ".", re.Candidates}
	default:
		s.log.Error("request failed", "path", r.URL.Path, "err", err)
		pe = &pageError{http.StatusInternalServerError, "Something failed here", "The server could not answer. The fault is ours and has been logged.", nil}
	}
	if wants(r) != html {
		writeJSON(w, pe.status, map[string]any{"error": pe.title, "detail": pe.text})
		return
	}
	s.render(w, r, "error", pe.status, page{Title: pe.title, Body: map[string]any{"Text": pe.text, "Candidates": pe.candidates}})
}

// page is what the layout shows around a body.
type page struct {
	Title       string
	Description string
	Path        string   // permalink
	Formats     []string // machine forms at the same address
	Sources     []*entente.Dataset
	Edition     string
	Cite        string
	Query       string
	Body        any
}

// render writes a page. It is built in memory first, so that a fault in a
// template becomes an error and not half a page.
func (s *server) render(w http.ResponseWriter, r *http.Request, name string, status int, p page) {
	m := s.obs.Manifest()
	p.Edition = m.ID
	if p.Path == "" {
		p.Path = r.URL.Path
	}
	p.Cite = fmt.Sprintf("Entente, “%s”, edition %s, %s", p.Title, m.ID, p.Path)
	var b bytes.Buffer
	if err := s.pages[name].Execute(&b, p); err != nil {
		s.log.Error("template failed", "page", name, "err", err)
		http.Error(w, "the page could not be written", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(b.Bytes())
	}
}

func (s *server) style(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	w.Write(s.css)
}
