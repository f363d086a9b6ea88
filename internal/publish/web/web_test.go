package web

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	unescape "html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/docs"
)

// small is an observatory of invented numbers: the pages must not care.
type small struct{}

func (small) Manifest() *entente.Manifest {
	return &entente.Manifest{ID: "0123abcd", Code: "test", Methods: map[string]string{"agreement": "1"},
		Sources: []entente.SourceReport{{ID: "un-votes", Coverage: [2]string{"1946-01-01", "2020-12-31"}, Tally: entente.Tally{Read: 10, Kept: 9, Rejected: map[string]int{"<b>odd</b>": 1}}}}}
}

func (small) Datasets() []*entente.Dataset {
	return []*entente.Dataset{{ID: "un-votes", Title: "Votes <script>alert(1)</script>", Home: "https://example.org/", Terms: "CC0",
		References: []entente.Reference{{Title: "Votes", Authors: []string{"A"}, Year: 2009}}}}
}

func series(c entente.Channel) entente.Series {
	s := entente.Series{Channel: c, Title: "Title of " + string(c), Range: [2]float64{-1, 1}, First: 1946, Last: 1950, LastReliable: 1949, Sources: []string{"un-votes"}}
	for y := 1946; y <= 1950; y++ {
		e := entente.Estimate{Value: 0.5, Lo: 0.25, Hi: 0.75, Level: 0.9, N: 40}
		if y == 1950 {
			e = entente.None(entente.NotAState)
		}
		s.Points = append(s.Points, entente.Point{Year: y, Estimate: e, Label: "=HYPERLINK(1)"})
	}
	return s
}

func (small) Align(a, b entente.CCode, from, to int) (*entente.Alignment, error) {
	return &entente.Alignment{A: a, B: b, From: 1946, To: 1950, Answer: entente.Answer{Sentence: "They stand <near>.", Surety: "very likely", Probability: 0.93},
		Series: []entente.Series{series(entente.ChannelVotes), series(entente.ChannelAlliance)}}, nil
}

func (small) Profile(c entente.CCode, year int) (*entente.Profile, error) {
	p := &entente.Profile{State: c, Year: 1949, Answer: entente.Answer{Sentence: "It stands."}, IdealPoint: series("x"), Capability: series("y")}
	for _, n := range []entente.CCode{2, 20, 200, 220, 365, 710} {
		if n != c {
			p.Neighbours = append(p.Neighbours, entente.Neighbour{State: n, Distance: entente.Estimate{Value: 1, Lo: 0, Hi: 2}})
		}
	}
	return p, nil
}

func (small) World(year int, with entente.CCode) (*entente.World, error) {
	if year == 0 {
		year = 1949
	}
	w := &entente.World{Year: year, First: 1946, Last: 1949, With: with}
	for i, c := range []entente.CCode{2, 20, 200, 220, 365, 710} {
		w.Rows = append(w.Rows, entente.WorldRow{State: c, IdealPoint: entente.Estimate{Value: float64(i), Lo: float64(i) - 1, Hi: float64(i) + 1}})
	}
	return w, nil
}

func (small) Record(a, b entente.CCode) ([]entente.Series, error) {
	return []entente.Series{series(entente.ChannelArms)}, nil
}

func (small) Shifts(r *entente.Realignment) ([]entente.Shift, error) {
	return []entente.Shift{{Channel: entente.ChannelArms, Title: "Arms", Responds: 0.9, Before: entente.None(entente.Missing), After: entente.Estimate{Value: 2, Lo: 1, Hi: 3, N: 5}}}, nil
}

func (small) Receipt(a, b entente.CCode, year int, ch entente.Channel) (*entente.Receipt, error) {
	if year < 1900 {
		return nil, fmt.Errorf("a fault")
	}
	return &entente.Receipt{Title: "Receipt", Channel: ch, Year: year, Rows: []entente.Evidence{{File: "f.csv", Line: 7, Record: "row"}}}, nil
}

func serveTest(t testing.TB) http.Handler {
	h, err := New(small{}, Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Base: "http://127.0.0.1:8787", Docs: docs.FS})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

var pages = []string{"/", "/realignments", "/compare?q=PAK-RUS,USA-RUS", "/poles", "/blocs/1901", "/states/PAK/position", "/docs/", "/docs/methods/polarity", "/docs/methods/voting-similarity", "/docs/sources", "/api", "/data/un-votes", "/dyads/PAK-RUS/votes", "/dyads/PAK-RUS", "/dyads/PAK-RUS/1949/votes", "/states/", "/states/PAK", "/world/1949", "/world/1949?with=USA", "/data"}

// TestPages asks of every page what must hold of all: it is whole, escapes
// what it is given, asks nothing of another host, and carries no script or
// style of its own.
func TestPages(t *testing.T) {
	h := serveTest(t)
	for _, p := range pages {
		w := get(h, p)
		body := w.Body.String()
		if w.Code != 200 || !strings.HasSuffix(strings.TrimSpace(body), "</html>") {
			t.Errorf("%s: status %d, %d bytes", p, w.Code, len(body))
		}
		for _, bad := range []string{"<script>", "style=", " onclick", "<near>", "<b>odd"} {
			if strings.Contains(body, bad) {
				t.Errorf("%s contains %q", p, bad)
			}
		}
		if !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s has no policy", p)
		}
		for _, m := range regexp.MustCompile(` (?:src|srcset|action|data)="([^"]*)"|<link rel="(?:stylesheet|icon|preload)"[^>]*href="([^"]*)"|url\(([^)]*)\)`).FindAllStringSubmatch(body, -1) {
			if target := m[1] + m[2] + m[3]; strings.Contains(target, "//") {
				t.Errorf("%s asks another host for %s", p, target)
			}
		}
	}
}

// TestLinksLead follows every link within the site, one step from each page.
func TestLinksLead(t *testing.T) {
	h := serveTest(t)
	seen := map[string]bool{}
	for _, p := range pages {
		for _, m := range regexp.MustCompile(`href="(/[^"#]*)`).FindAllStringSubmatch(get(h, p).Body.String(), -1) {
			if seen[m[1]] || p == "/api" { // its examples are of the full record: TestOpenAPI has them
				continue
			}
			seen[m[1]] = true
			if w := get(h, unescape.UnescapeString(m[1])); w.Code >= 400 {
				t.Errorf("%s links to %s, which answers %d", p, m[1], w.Code)
			}
		}
	}
	if len(seen) < 50 {
		t.Errorf("only %d links found", len(seen))
	}
}

func TestAsk(t *testing.T) {
	h := serveTest(t)
	for q, want := range map[string]string{
		"Pakistan and Russia":             "/dyads/PAK-RUS",
		"Trinidad and Tobago":             "/states/TTO",
		"Trinidad and Tobago and Jamaica": "/dyads/TTO-JAM",
		"usa, gbr":                        "/dyads/USA-GBR",
		"PAK-RUS":                         "/dyads/PAK-RUS",
		"Pakistan":                        "/states/PAK",
		"USA RUS":                         "/dyads/USA-RUS",
		"Guinea-Bissau":                   "/states/GNB",
		"  ":                              "/",
	} {
		w := get(h, "/ask?"+strings.NewReplacer(" ", "+", ",", "%2C").Replace("q="+q))
		if got := w.Header().Get("Location"); w.Code != 303 || got != want {
			t.Errorf("%q leads to %d %s, want %s", q, w.Code, got, want)
		}
	}
	for _, q := range []string{"Atlantis", "Pakistan+and+Pakistan", "Pakistan+and+Atlantis", "%00%ff", strings.Repeat("a+and+", 200)} {
		if w := get(h, "/ask?q="+q); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%.40q answers %d, want the asker's fault", q, w.Code)
		}
	}
}

// TestForms reads the machine's forms of the pair page.
func TestForms(t *testing.T) {
	h := serveTest(t)
	var al entente.Alignment
	w := get(h, "/dyads/PAK-RUS.json")
	var raw map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &raw); err != nil || raw["ccode1"] != 770.0 || al.A != 0 {
		t.Errorf("JSON: %v, ccode1 %v", err, raw["ccode1"])
	}
	rows, err := csv.NewReader(get(h, "/dyads/PAK-RUS.csv").Body).ReadAll()
	if err != nil || len(rows) != 11 {
		t.Fatalf("CSV: %v, %d rows, want 11", err, len(rows))
	}
	if got := rows[1][len(rows[1])-1]; got != "'=HYPERLINK(1)" {
		t.Errorf("a cell that a spreadsheet would run is written %q", got)
	}
	if got := rows[5][4:8]; got[0] != "" || got[3] != "not-a-state" {
		t.Errorf("a year without a value is written %q", got)
	}
}

func TestRefusals(t *testing.T) {
	h := serveTest(t)
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{"POST", "/", 405}, {"DELETE", "/dyads/PAK-RUS", 405}, {"GET", "/nothing", 404}, {"GET", "/dyads/PAK", 404},
		{"GET", "/dyads/PAK-PAK", 404}, {"GET", "/dyads/XXX-PAK.json", 404}, {"GET", "/world/abc", 404}, {"GET", "/world/99999999999999999999", 404},
		{"GET", "/dyads/PAK-RUS/now/votes", 404}, {"GET", "/dyads/PAK-RUS/1800/votes", 500},
		{"GET", "/states/..%2f..%2fetc%2fpasswd", 404}, {"GET", "/?" + strings.Repeat("x", 3000), 414},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(c.method, c.path, nil))
		if w.Code != c.want {
			t.Errorf("%s %.50s answers %d, want %d", c.method, c.path, w.Code, c.want)
		}
	}
}

// TestMachineForms asks of each machine's form its type, and that it is what it says.
func TestMachineForms(t *testing.T) {
	h := serveTest(t)
	for path, want := range map[string][2]string{
		"/dyads/PAK-RUS.atom":            {"application/atom+xml", "<feed"},
		"/states/PAK.atom":               {"application/atom+xml", "<feed"},
		"/.atom":                         {"application/atom+xml", "<feed"},
		"/dyads/PAK-RUS/votes.svg":       {"image/svg+xml", "<svg"},
		"/dyads/PAK-RUS/votes.png":       {"image/png", "\x89PNG"},
		"/world/1949/map.svg":            {"image/svg+xml", "<svg"},
		"/world/1949/map.json":           {"application/json", "classes"},
		"/compare/chart.svg?q=PAK,RUS":   {"image/svg+xml", "<svg"},
		"/api.json":                      {"application/json", `"openapi": "3.1.0"`},
		"/suggest.json?q=pakistan+and+r": {"application/json", "/dyads/PAK-RUS"},
		"/sitemap":                       {"application/xml", "<loc>http://127.0.0.1:8787/states/PAK</loc>"},
		"/robots.txt":                    {"text/plain", "Sitemap: http://127.0.0.1:8787/sitemap"},
		"/metrics":                       {"text/plain", "entente_requests_total"},
		"/healthz":                       {"text/plain", "ok"},
	} {
		w := get(h, path)
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), want[0]) || !strings.Contains(w.Body.String(), want[1]) {
			t.Errorf("%s: status %d, type %q, lacks %q", path, w.Code, w.Header().Get("Content-Type"), want[1])
		}
	}
	for path, want := range map[string]int{"/dyads/PAK-RUS/nothing.svg": 404, "/api.csv": 404, "/dyads/PAK-RUS/votes.png?width=99999": 400, "/dyads/PAK-RUS.svg": 404, "/static/nothing.css": 404} {
		if w := get(h, path); w.Code != want {
			t.Errorf("%s answers %d, want %d", path, w.Code, want)
		}
	}
	if body := get(h, "/dyads/PAK-RUS/votes").Body.String(); !strings.Contains(body, `class="framed"`) || strings.Contains(body, "<nav") || !strings.Contains(body, "Accessed") {
		t.Errorf("a figure's page is not made to be framed: %s", body)
	}
	if p := get(h, "/dyads/PAK-RUS/votes").Header().Get("Content-Security-Policy"); !strings.HasSuffix(p, "frame-ancestors *") {
		t.Errorf("a figure may not be framed: %s", p)
	}
}

// TestOpenAPI holds the description of the API against the server: what it
// names with an example answers so.
func TestOpenAPI(t *testing.T) {
	h := serveTest(t)
	for _, r := range h.(*Handler).s.routes {
		path, query, _ := strings.Cut(r.Example, "?")
		for _, f := range r.Forms {
			path = strings.TrimSuffix(path, endings[f])
			// The small observatory has three years.
			address := strings.NewReplacer("2019", "1949", "2015", "1949", "1975", "1901").Replace(path + endings[f] + "?" + query)
			if w := get(h, address); w.Code >= 400 {
				t.Errorf("%s, of %s, answers %d", address, r.Pattern, w.Code)
			}
		}
	}
}

// TestCache asks twice: the second answer is the first, packed or not, and who
// has it gets none.
func TestCache(t *testing.T) {
	h := serveTest(t)
	ask := func(encoding, match string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "/dyads/PAK-RUS", nil)
		r.Header.Set("Accept-Encoding", encoding)
		r.Header.Set("If-None-Match", match)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	plain, packed := ask("", ""), ask("gzip", "")
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil || string(b) != plain.Body.String() {
		t.Errorf("packed and plain differ: %v", err)
	}
	tag := plain.Header().Get("Etag")
	if w := ask("gzip", tag); tag == "" || w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("who has %s gets status %d and %d bytes", tag, w.Code, w.Body.Len())
	}
	c := newCache(40_000)
	for i := range 100 {
		c.put(&answer{key: fmt.Sprint(i), packed: make([]byte, 3000)})
	}
	if c.held > c.most || c.get("0") != nil || c.get("99") == nil {
		t.Errorf("the cache holds %d of %d bytes, and not what was used last", c.held, c.most)
	}
}

// TestBusy fills every place: who comes then waits, and all that ask for one
// page cost one.
func TestBusy(t *testing.T) {
	h := serveTest(t)
	s := h.(*Handler).s
	for range cap(s.cache.slots) {
		s.cache.slots <- struct{}{}
	}
	done := make(chan int, 8)
	for range cap(done) {
		go func() { done <- get(h, "/states/PAK").Code }()
	}
	time.Sleep(50 * time.Millisecond)
	if len(done) > 0 {
		t.Fatal("answered although every place was taken")
	}
	for range cap(s.cache.slots) {
		<-s.cache.slots
	}
	for range cap(done) {
		if code := <-done; code != http.StatusOK {
			t.Errorf("status %d after waiting", code)
		}
	}
	if n := s.count.computed.Load(); n != 1 {
		t.Errorf("%d answers computed for one page", n)
	}
}

func TestQuestions(t *testing.T) {
	h := serveTest(t)
	for q, want := range map[string]string{
		"Is Pakistan drifting to Rusia?":     "/dyads/PAK-RUS",
		"who stands with china":              "/states/CHN",
		"Pakistan between Russia and the US": "/zerosum/PAK/RUS/USA",
		"untied states and chnia":            "/dyads/USA-CHN",
		"does the US lean on India":          "/dyads/USA-IND",
		"russian pakistani ties":             "/dyads/RUS-PAK",
		"is the world multipolar":            "/poles",
		"what changed in 1991":               "/realignments?since=1991",
		"is Turkey hedging?":                 "/states/TUR/position",
		"rusia":                              "/states/RUS",
		"1975":                               "/world/1975",
		"is it in to us":                     "",
	} {
		w := get(h, "/ask?q="+url.QueryEscape(q))
		if got := w.Header().Get("Location"); got != want {
			t.Errorf("%q leads to %d %q, want %q", q, w.Code, got, want)
		}
	}
}
