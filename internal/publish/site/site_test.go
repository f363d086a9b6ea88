package site

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// pages is a site of three pages that link to each other, to a style, to one
// page that is left out, and have a box.
func pages() http.Handler {
	mux := http.NewServeMux()
	page := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `<html><head><link rel="canonical" href="http://x/"><link rel="alternate" href="/a.csv"><link rel="stylesheet" href="/static/s.css"></head><body><form action="/ask"><input></form>%s</body></html>`, body)
		}
	}
	mux.HandleFunc("/{$}", page(`<a href="/d/A-B">pair</a> <a href="/s/">states</a> <a href="/latest">now</a> <a href="/left?x=1&amp;y=2">left out</a> <a href="https://example.org/">out</a>`))
	mux.HandleFunc("/d/A-B", page(`<a href="/">home</a> <a href="/s/#top">states</a>`))
	mux.HandleFunc("/s/{$}", page(`<a href="/d/A-B">pair</a>`))
	mux.HandleFunc("/states/{$}", page(``))
	mux.HandleFunc("/static/s.css", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "a{}") })
	mux.HandleFunc("/latest", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/d/A-B", http.StatusSeeOther) })
	return mux
}

// TestWrite follows every link of every file as a browser would without a
// server.
func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	s := &Site{Handler: pages(), Pages: []string{"/", "/d/A-B", "/s/", "/states/"}, Files: []string{"/static/s.css"}, Leads: []string{"/latest"}}
	size, err := s.Write(context.Background(), dir)
	if err != nil || size.Files != 5 {
		t.Fatalf("%+v, %v; want five files", size, err)
	}
	followed := 0
	for _, name := range []string{"index.html", "d/A-B.html", "s/index.html"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if text := string(b); strings.Contains(text, "<form") || strings.Contains(text, "canonical") || strings.Contains(text, `"/`) {
			t.Errorf("%s still needs a server: %s", name, text)
		}
		for _, m := range regexp.MustCompile(`(?:href|src)="([^"]*)"`).FindAllStringSubmatch(string(b), -1) {
			if strings.HasPrefix(m[1], "https://") {
				continue
			}
			file, _, _ := strings.Cut(m[1], "#")
			if _, err := os.Stat(filepath.Join(dir, filepath.Dir(name), filepath.FromSlash(file))); err != nil {
				t.Errorf("%s links to %s: %v", name, m[1], err)
			}
			followed++
		}
	}
	if followed < 9 {
		t.Errorf("only %d links", followed)
	}
	if _, err := s.Write(context.Background(), dir); err == nil {
		t.Error("a folder with files was written over")
	}
	s.Pages = append(s.Pages, "/gone")
	if _, err := s.Write(context.Background(), filepath.Join(t.TempDir(), "x")); err == nil || !strings.Contains(err.Error(), "/gone") {
		t.Errorf("a page that fails gives %v, want its address", err)
	}
}

func TestRelative(t *testing.T) {
	for _, c := range [][3]string{
		{"index.html", "d/A-B.html", "d/A-B.html"}, {"d/A-B.html", "index.html", "../index.html"}, {"d/A-B.html", "d/A-C.html", "A-C.html"},
		{"a/b/c.html", "a/d/e.html", "../d/e.html"}, {"a/b.html", "a/b/c.svg", "b/c.svg"},
	} {
		if got := relative(c[0], c[1]); got != c[2] {
			t.Errorf("from %s to %s: %s, want %s", c[0], c[1], got, c[2])
		}
	}
}
