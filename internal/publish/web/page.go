package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/publish/chart"
	"github.com/entente-observatory/entente/internal/publish/feed"
)

// page is an answer in every form that it has. The layout shows it around a
// body; machines take its JSON, CSV, feed and figures at the same address with
// another ending.
type page struct {
	Title       string
	Description string
	Path        string // permalink, without the ending of a form
	Params      string // of the permalink, with its question mark, if any
	Sources     []*entente.Dataset
	Query       string // what the box holds
	Body        any

	JSON    any
	CSV     *sheet
	Feed    []feed.Entry
	Figures []*figure

	// What render adds.
	Base, Edition, Cite string
	Forms               []form
	LinkedData          template.JS
}

// sheet is a table to take away.
type sheet struct {
	Name   string // of the file
	Header []string
	Rows   func() [][]string
}

// form is a machine's form of a page.
type form struct{ Name, Type, Href string }

// figure is a drawing of a page, with an address of its own.
type figure struct {
	ID      string // last part of its address
	Caption string
	Drawing *chart.Drawing
	Data    any // what its .json gives, if anything
	Href    string
	Params  string
}

// SVG is the drawing as the page shows it.
func (f *figure) SVG() template.HTML { return template.HTML(f.Drawing.SVG(f.ID)) }

// figure returns the page's figure of that name, for its template.
func (p *page) figure(id string) *figure {
	for _, f := range p.Figures {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// defaultPixels is the width of a painted figure where none is asked for.
const defaultPixels = 1200

// render answers in the form that the address names. A page is built in memory
// first, so that a fault in a template becomes an error and not half a page.
func (s *server) render(w http.ResponseWriter, r *http.Request, name string, status int, p page) {
	p.Edition, p.Base = s.obs.Manifest().ID, s.base
	if p.Path == "" {
		p.Path = r.URL.Path
	}
	for _, f := range p.Figures {
		if f.Href == "" { // else it is a figure of another page
			f.Href, f.Params = strings.TrimSuffix(p.Path, "/")+"/"+f.ID, p.Params
		}
	}
	if id := r.PathValue("figure"); id != "" && status == http.StatusOK {
		s.renderFigure(w, r, &p, id)
		return
	}
	if status == http.StatusOK && wants(r) != html {
		s.renderForm(w, r, &p)
		return
	}
	if status == http.StatusOK {
		p.Cite = s.citation(&p)
		p.Forms = p.forms()
		p.LinkedData = s.linkedData(&p)
	}
	s.execute(w, name, status, &p)
}

func (s *server) execute(w http.ResponseWriter, name string, status int, data any) {
	var b bytes.Buffer
	if err := s.pages[name].Execute(&b, data); err != nil {
		s.log.Error("template failed", "page", name, "err", err)
		http.Error(w, "the page could not be written", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Link", "</static/"+s.names["style.css"]+">; rel=preload; as=style")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}

// forms lists the machine's forms that the page has.
func (p *page) forms() []form {
	var out []form
	path := strings.TrimSuffix(p.Path, "/")
	if p.JSON != nil {
		out = append(out, form{"JSON", "application/json", path + ".json" + p.Params})
	}
	if p.CSV != nil {
		out = append(out, form{"CSV", "text/csv", path + ".csv" + p.Params})
	}
	if p.Feed != nil {
		out = append(out, form{"Atom feed", "application/atom+xml", path + ".atom" + p.Params})
	}
	return out
}

func (s *server) renderForm(w http.ResponseWriter, r *http.Request, p *page) {
	switch f := wants(r); {
	case f == jsonForm && p.JSON != nil:
		writeJSON(w, http.StatusOK, p.JSON)
	case f == csvForm && p.CSV != nil:
		writeCSV(w, p.CSV.Name, p.CSV.Header, p.CSV.Rows())
	case f == atomForm && p.Feed != nil:
		var b bytes.Buffer
		fd := feed.Feed{Title: "Entente: " + p.Title, Path: p.Path + p.Params, Self: p.Path + ".atom" + p.Params, Edition: p.Edition, Entries: p.Feed}
		if err := fd.Write(&b, s.base); err != nil {
			s.fail(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Write(b.Bytes())
	default:
		s.fail(w, r, notFound("This page has no form “"+endings[f]+"”."))
	}
}

// renderFigure gives one drawing by itself: as a file, or as a small page that
// other sites may frame.
func (s *server) renderFigure(w http.ResponseWriter, r *http.Request, p *page, id string) {
	f := p.figure(id)
	if f == nil {
		s.fail(w, r, notFound("This page has no figure “"+id+"”."))
		return
	}
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	name := "entente-" + strings.NewReplacer("/", "-").Replace(strings.Trim(f.Href, "/"))
	switch wants(r) {
	case svgForm:
		w.Header().Set("Content-Type", "image/svg+xml; charset=utf-8")
		w.Header().Set("Content-Disposition", `inline; filename="`+name+`.svg"`)
		w.Write(f.Drawing.File())
	case pngForm:
		pixels := defaultPixels
		if q := r.URL.Query().Get("width"); q != "" {
			n, err := strconv.Atoi(q)
			if err != nil || n < 100 || n > chart.MaxPixels {
				s.fail(w, r, badRequest(fmt.Sprintf("The width of a picture is 100 to %d pixels.", chart.MaxPixels)))
				return
			}
			pixels = n
		}
		b, err := f.Drawing.PNG(pixels)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "image/png")
		w.Header().Set("Content-Disposition", `inline; filename="`+name+`.png"`)
		w.Write(b)
	case html:
		w.Header().Set("Content-Security-Policy", policy+"*")
		p.Path = f.Href
		p.Cite = s.citation(p)
		s.execute(w, "figure", http.StatusOK, map[string]any{"Page": p, "Figure": f})
	case jsonForm:
		if f.Data != nil {
			writeJSON(w, http.StatusOK, f.Data)
			return
		}
		fallthrough
	default:
		s.fail(w, r, notFound("A figure has the forms .svg and .png, and without an ending a page to be framed."))
	}
}

// citation is how to cite the page: what, which edition, where, and when it
// was read.
func (s *server) citation(p *page) string {
	return fmt.Sprintf("Entente. “%s.” Edition %s. %s%s%s. Accessed %s.", p.Title, p.Edition, s.base, p.Path, p.Params, time.Now().UTC().Format("2 January 2006"))
}

// linkedData describes the page as a schema.org Dataset, where it has data to
// take away, so that search engines of data find it.
func (s *server) linkedData(p *page) template.JS {
	if p.CSV == nil || len(p.Description) == 0 {
		return ""
	}
	type download struct {
		Type   string `json:"@type"`
		Format string `json:"encodingFormat"`
		URL    string `json:"contentUrl"`
	}
	var files []download
	for _, f := range p.forms() {
		if f.Name != "Atom feed" {
			files = append(files, download{"DataDownload", f.Type, s.base + f.Href})
		}
	}
	var based []string
	for _, d := range p.Sources {
		based = append(based, d.Citation())
	}
	// Marshal escapes <, > and &, so that no text can end the element.
	b, err := json.Marshal(map[string]any{
		"@context": "https://schema.org/", "@type": "Dataset", "name": "Entente: " + p.Title, "description": p.Description,
		"url": s.base + p.Path + p.Params, "version": p.Edition, "isAccessibleForFree": true, "isBasedOn": based,
		"license": "https://creativecommons.org/licenses/by/4.0/", "distribution": files,
		"creator": map[string]string{"@type": "Organization", "name": "Entente"},
	})
	if err != nil {
		return ""
	}
	return template.JS(b)
}
