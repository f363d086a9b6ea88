package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// FuzzAsk puts anything into the box.
func FuzzAsk(f *testing.F) {
	for _, s := range []string{"Pakistan and Russia", "a-b", "and and", "\x00", "🇵🇰 & 🇷🇺", "Is Pakistan drifting to Rusia?", "//evil.example/", "who stands with china", "1975"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, q string) {
		if codes, err := parseQuestion(q); err == nil && (len(codes) < 1 || len(codes) > 2) {
			t.Fatalf("%q means %v", q, codes)
		}
		if to, err := answerTo(q); err == nil && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//")) {
			t.Fatalf("%q leads away, to %q", q, to)
		}
		for _, s := range suggestions(q) {
			if !strings.HasPrefix(s.Path, "/states/") && !strings.HasPrefix(s.Path, "/dyads/") {
				t.Fatalf("%q suggests %+v", q, s)
			}
		}
	})
}

// FuzzRequest sends any path, parameters and headers. Whatever comes, the
// server answers with no fault of its own, sends its policy, sends nobody to
// another host, and repeats nothing unescaped.
func FuzzRequest(f *testing.F) {
	h := serveTest(f)
	for _, p := range append(append([]string{}, pages...), "/dyads/PAK-RUS.csv", "/dyads/PAK-RUS/votes.png", "/dyads/..%2f..-RUS", "/world/1949/map.json", "/docs/../../go.mod", "/static/..%2fserver.go",
		"/realignments.atom", "/compare", "/api.json", "/%00", "/states/PAK/position.csv", "/.json", "/.csv.json", "//x/..") {
		f.Add(p, "with=USA&q=a,b&page=2", "gzip", `W/"x"`)
	}
	f.Add("/dyads/PAK-RUS", "from=1949&to=1946&channels=%3Cscript%3E", "gzip;q=0, *", "*")
	f.Add("/realignments", "least=NaN&page=-1&sort=%00&way=x", "br", "")
	f.Add("/dyads/PAK-RUS/votes.png", "width=1e9", "", "")
	f.Fuzz(func(t *testing.T, path, query, encoding, match string) {
		if !strings.HasPrefix(path, "/") {
			path = "/" + path
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL = &url.URL{Path: path, RawQuery: query}
		if u, err := url.ParseRequestURI(path); err == nil {
			r.URL.Path, r.URL.RawPath = u.Path, u.RawPath
		}
		r.Header.Set("Accept-Encoding", encoding)
		r.Header.Set("If-None-Match", match)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Fatalf("%q?%q answers %d", path, query, w.Code)
		}
		if !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'") {
			t.Fatalf("%q?%q has no policy", path, query)
		}
		if to := w.Header().Get("Location"); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//")) {
			t.Fatalf("%q?%q leads to %q", path, query, to)
		}
		if w.Header().Get("Content-Encoding") == "" && strings.Contains(w.Body.String(), "<script>") {
			t.Fatalf("%q?%q is repeated unescaped", path, query)
		}
	})
}

// FuzzCell holds what goes into a CSV cell: no spreadsheet may run it, and a
// number stays a number.
func FuzzCell(f *testing.F) {
	for _, s := range []string{"=1+1", "-2", "-2+3", "+5", "@x", "\t=1", "\r", "-1e5", "x", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		got := harmless(cell)
		if got != cell && got != "'"+cell {
			t.Fatalf("%q is written %q", cell, got)
		}
		if got != "" && strings.ContainsRune("=+@\t\r\n", rune(got[0])) {
			t.Fatalf("%q is written %q, which a spreadsheet would run", cell, got)
		}
	})
}
