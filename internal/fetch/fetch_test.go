package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entente-observatory/entente"
)

// server is a producer's server that misbehaves as it is told.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	requests []*http.Request
}

func serve(t *testing.T, handler http.HandlerFunc) *server {
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.requests = append(s.requests, r)
		s.mu.Unlock()
		handler(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) ranges() (list []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.requests {
		list = append(list, r.Header.Get("Range"))
	}
	return list
}

// content is a file of many lines, all different.
var content = func() []byte {
	var b bytes.Buffer
	for i := range 8000 {
		fmt.Fprintf(&b, "%d,%d,%x\n", i, i%7, sha256.Sum256([]byte{byte(i), byte(i >> 8)}))
	}
	return b.Bytes()
}()

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func fetcher(t *testing.T) *Fetcher {
	return &Fetcher{Raw: filepath.Join(t.TempDir(), "raw"), Day: entente.Day(2026, 11, 23), Tries: 3, Backoff: time.Millisecond, Stall: 20 * time.Second}
}

func dataset(files ...entente.File) *entente.Dataset {
	return &entente.Dataset{ID: "un-votes", Home: "https://producer.example/data", Terms: "CC0", Files: files}
}

// fetchOne fetches a data set of one file.
func fetchOne(f *Fetcher, file entente.File) (Result, error) {
	rs, err := f.Dataset(context.Background(), dataset(file))
	if len(rs) == 0 {
		return Result{}, err
	}
	return rs[0], err
}

// whole serves the content with everything that resuming needs.
func whole(tag string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", tag)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	}
}

// cut serves the first n bytes beyond where the request begins, and then
// breaks the connection.
func cut(w http.ResponseWriter, r *http.Request, body []byte, n int) {
	from := 0
	if _, err := fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from); err == nil {
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(body)-1, len(body)))
		w.Header().Set("Content-Length", strconv.Itoa(len(body)-from))
		w.WriteHeader(http.StatusPartialContent)
	} else {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.Write(body[from:min(len(body), from+n)])
	w.(http.Flusher).Flush()
	if from+n < len(body) {
		panic(http.ErrAbortHandler)
	}
}

func (f *Fetcher) check(t *testing.T, name string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(f.path(name))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s holds %d bytes, want %d", name, len(got), len(want))
	}
}

// noParts fails if a part lies about.
func (f *Fetcher) noParts(t *testing.T) {
	t.Helper()
	if left, _ := filepath.Glob(filepath.Join(f.Raw, ".partial", "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	filepath.WalkDir(f.Raw, func(p string, d fs.DirEntry, err error) error {
		if strings.HasSuffix(p, ".tmp") {
			t.Errorf("left behind: %s", p)
		}
		return err
	})
}

func TestFetchAndFetchAgain(t *testing.T) {
	s := serve(t, whole(`"v1"`, content))
	f := fetcher(t)
	var last Progress
	f.Progress = func(p Progress) { last = p }
	file := entente.File{Name: "un-votes/UNVotes.csv", URLs: []string{s.URL + "/UNVotes.csv"}}
	r, err := fetchOne(f, file)
	if err != nil {
		t.Fatal(err)
	}
	f.check(t, file.Name, content)
	f.noParts(t)
	want := Held{Name: file.Name, Stored: file.Name, SHA256: hexSum(content), Bytes: int64(len(content)), StoredSHA256: hexSum(content),
		StoredBytes: int64(len(content)), URL: file.URLs[0], From: file.URLs[0], ETag: `"v1"`, Day: "2026-11-23"}
	if r.Outcome != Fetched || r.Held != want {
		t.Errorf("result %+v", r)
	}
	if held, err := Hold(os.DirFS(f.Raw), file); err != nil || held != want {
		t.Errorf("Hold: %+v, %v", held, err)
	}
	if last.Done != int64(len(content)) || last.Total != last.Done || last.File != file.Name {
		t.Errorf("last progress %+v", last)
	}
	// The server is asked whether there is a newer one, and says no.
	if r, err = fetchOne(f, file); err != nil || r.Outcome != Unchanged || r.Held != want {
		t.Errorf("again: %+v, %v", r, err)
	}
	if got := s.requests[len(s.requests)-1].Header.Get("If-None-Match"); got != `"v1"` {
		t.Errorf("asked again with If-None-Match %q", got)
	}
	// A published hash needs no question.
	file.SHA256 = want.SHA256
	n := len(s.requests)
	if r, err = fetchOne(f, file); err != nil || r.Outcome != Unchanged || len(s.requests) != n {
		t.Errorf("with the hash known: %+v, %v, %d requests", r, err, len(s.requests)-n)
	}
	// A damaged file is fetched again.
	os.WriteFile(f.path(file.Name), content[:100], 0o644)
	if _, err := Hold(os.DirFS(f.Raw), file); err == nil {
		t.Error("Hold does not tell of a file cut short")
	}
	if _, err = fetchOne(f, file); err != nil {
		t.Error(err)
	}
	f.check(t, file.Name, content)
}

// TestResume breaks the connection again and again: every byte is asked for
// once.
func TestResume(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		cut(w, r, content, len(content)/6+1)
	})
	f := fetcher(t)
	file := entente.File{Name: "a.csv", URLs: []string{s.URL}}
	if _, err := fetchOne(f, file); err != nil {
		t.Fatal(err)
	}
	f.check(t, "a.csv", content)
	f.noParts(t)
	if got := s.ranges(); len(got) != 6 || got[0] != "" || got[5] == "" || s.requests[5].Header.Get("If-Range") != `"v1"` {
		t.Errorf("asked for the ranges %q", got)
	}
}

// TestStopAndGoOn stops by the context, as Ctrl-C does, and goes on.
func TestStopAndGoOn(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	first := true
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		if first {
			first = false
			w.Header().Set("Content-Length", strconv.Itoa(len(content)))
			w.Write(content[:500000])
			w.(http.Flusher).Flush()
			time.Sleep(50 * time.Millisecond)
			cancel()
			<-r.Context().Done()
			return
		}
		whole(`"v1"`, content)(w, r)
	})
	f := fetcher(t)
	ds := dataset(entente.File{Name: "a.csv", URLs: []string{s.URL}}, entente.File{Name: "b.csv", URLs: []string{s.URL}})
	rs, err := f.Dataset(ctx, ds)
	if !errors.Is(err, context.Canceled) || len(rs) != 0 {
		t.Fatalf("stopped: %v %v", rs, err)
	}
	if _, err := os.Stat(f.path("a.csv")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("part of a file bears its name")
	}
	if _, err := f.Dataset(context.Background(), ds); err != nil {
		t.Fatal(err)
	}
	f.check(t, "a.csv", content)
	f.check(t, "b.csv", content)
	if got := s.ranges(); len(got) != 2 || got[1] != "bytes=500000-" {
		t.Errorf("asked for the ranges %q; want one download for both files, resumed", got)
	}
}

// TestNoJointOfTwoEditions: a part is not gone on with where the file has
// changed, or where nothing tells whether it has.
func TestNoJointOfTwoEditions(t *testing.T) {
	other := bytes.Repeat([]byte("other edition\n"), 90000)
	for name, second := range map[string]http.HandlerFunc{
		"changed, server knows If-Range": whole(`"v2"`, other),
		"changed, server splices": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"v2"`)
			cut(w, r, other, len(other))
		},
		"shrunk": func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Range") != "" {
				w.Header().Set("Content-Range", fmt.Sprintf("bytes */%d", 7))
				w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
				return
			}
			w.Write(other)
		},
		"ranges ignored": func(w http.ResponseWriter, r *http.Request) { w.Write(other) },
	} {
		for _, tag := range []string{`"v1"`, `W/"v1"`, ""} {
			first := true
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if first {
					first = false
					w.Header().Set("ETag", tag)
					cut(w, r, content, 400000)
				}
				second(w, r)
			})
			f := fetcher(t)
			if _, err := fetchOne(f, entente.File{Name: "a.csv", URLs: []string{s.URL}}); err != nil {
				t.Fatalf("%s, tag %s: %v", name, tag, err)
			}
			f.check(t, "a.csv", other)
			f.noParts(t)
			if tag != `"v1"` && slices.ContainsFunc(s.ranges(), func(r string) bool { return r != "" }) {
				t.Errorf("%s, tag %q: resumed with nothing to tell the edition by", name, tag)
			}
		}
	}
}

// TestWholePart: all bytes had come before the stop; the server answers 416.
func TestWholePart(t *testing.T) {
	s := serve(t, whole(`"v1"`, content))
	f := fetcher(t)
	file := entente.File{Name: "a.csv", URLs: []string{s.URL}}
	d := (&session{Fetcher: f, ds: dataset(file)}).newDownload(s.URL, file)
	if err := d.run(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := fetchOne(f, file); err != nil {
		t.Fatal(err)
	}
	f.check(t, "a.csv", content)
	if got := s.ranges(); len(got) != 2 || got[1] != fmt.Sprintf("bytes=%d-", len(content)) {
		t.Errorf("asked for the ranges %q", got)
	}
}

// TestRefused: what came is not the file. The old one stays, no part does, and
// the error says what to do.
func TestRefused(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	for range 40 {
		z.Write(make([]byte, 1<<20))
	}
	z.Close()
	send := func(b []byte) http.HandlerFunc { return func(w http.ResponseWriter, r *http.Request) { w.Write(b) } }
	packedContent := gz(content)
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		file    entente.File
		want    string
	}{
		"HTML":             {send([]byte("\n<!DOCTYPE html><html>Please log in</html>")), entente.File{}, "web page"},
		"HTML with a BOM":  {send([]byte("\xef\xbb\xbf<HTML>")), entente.File{}, "web page"},
		"wrong checksum":   {send(content[1:]), entente.File{SHA256: hexSum(content)}, "wrong checksum"},
		"wrong, gzipped":   {send(gz(content[1:])), entente.File{SHA256: hexSum(content)}, "wrong checksum"},
		"empty":            {send(nil), entente.File{}, "empty"},
		"not a zip":        {send(content), entente.File{Archive: "a.csv"}, "no zip archive"},
		"gzip cut short":   {send(packedContent[:len(packedContent)/2]), entente.File{}, "cut short"},
		"gzip with a flip": {send(flipped(packedContent, len(packedContent)-5)), entente.File{}, "damaged"},
		"gzip bomb":        {send(bomb.Bytes()), entente.File{}, "unpacks to more"},
		"packed unasked": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			w.Write(content)
		}, entente.File{}, "not asked for"},
		"too large": {send(bytes.Repeat(content, 8)), entente.File{}, "allowed"},
		"too large, size unsaid": {func(w http.ResponseWriter, r *http.Request) {
			for range 8 {
				w.Write(content)
				w.(http.Flusher).Flush()
			}
		}, entente.File{}, "allowed"},
		"forbidden": {func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no", 403) }, entente.File{}, "403"},
		"gone":      {func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no", 410) }, entente.File{}, "410"},
		"down":      {func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no", 502) }, entente.File{}, "after 3 attempts"},
		"loop":      {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/x", 302) }, entente.File{}, "ten redirects"},
	} {
		t.Run(name, func(t *testing.T) {
			f := fetcher(t)
			f.MaxBytes = 6 * int64(len(content))
			old := serve(t, whole("", []byte("old\n")))
			c.file.Name = "dir/a.csv"
			if _, err := fetchOne(f, entente.File{Name: c.file.Name, URLs: []string{old.URL}}); err != nil {
				t.Fatal(err)
			}
			s := serve(t, c.handler)
			c.file.URLs = []string{s.URL}
			_, err := fetchOne(f, c.file)
			var obtain *ObtainError
			if !errors.As(err, &obtain) {
				t.Fatalf("error %v, want an ObtainError", err)
			}
			for _, want := range []string{c.want, "dir/a.csv", s.URL, "https://producer.example/data", "--from"} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error does not say %q: %v", want, err)
				}
			}
			f.check(t, c.file.Name, []byte("old\n"))
			f.noParts(t)
		})
	}
}

// TestMoved: redirects are followed and said; an address that has nothing any
// more gives way to the next.
func TestMoved(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/old":
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
		case "/new":
			w.Write(content)
		case "/found":
			http.Redirect(w, r, "/new", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	})
	for _, c := range []struct{ path, note string }{{"/old", "has moved for good to " + s.URL + "/new"}, {"/found", "redirected to " + s.URL + "/new"}} {
		f := fetcher(t)
		var told []string
		f.Progress = func(p Progress) { told = append(told, p.Note) }
		r, err := fetchOne(f, entente.File{Name: "a.csv", URLs: []string{s.URL + "/lost", s.URL + c.path}})
		if err != nil {
			t.Fatal(err)
		}
		f.check(t, "a.csv", content)
		if !strings.Contains(strings.Join(r.Notes, "\n"), c.note) || !strings.Contains(strings.Join(told, "\n"), c.note) || !strings.Contains(strings.Join(told, "\n"), "/lost") {
			t.Errorf("notes %q, told %q", r.Notes, told)
		}
		if r.Held.URL != s.URL+"/new" || r.Held.From != s.URL+c.path {
			t.Errorf("held from %s, asked of %s", r.Held.URL, r.Held.From)
		}
	}
	// From a secure address only to a secure one.
	secure := httptest.NewTLSServer(http.RedirectHandler(s.URL+"/new", 301))
	defer secure.Close()
	f := fetcher(t)
	f.Client = secure.Client()
	if _, err := fetchOne(f, entente.File{Name: "a.csv", URLs: []string{secure.URL}}); err == nil || !strings.Contains(err.Error(), "not secure") {
		t.Errorf("a redirect to an address that is not secure: %v", err)
	}
	f.Client = nil
	if _, err := fetchOne(f, entente.File{Name: "a.csv", URLs: []string{secure.URL}}); err == nil || !strings.Contains(err.Error(), "not who it says") {
		t.Errorf("a server without a valid certificate: %v", err)
	}
}

// TestStalled: a silent connection is given up and gone on with anew.
func TestStalled(t *testing.T) {
	silent := 0
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if silent++; silent <= 2 {
			if silent == 2 {
				w.Header().Set("ETag", `"v1"`)
				w.Header().Set("Content-Length", strconv.Itoa(len(content)))
				w.Write(content[:300000])
				w.(http.Flusher).Flush()
			}
			select {
			case <-r.Context().Done():
			case <-time.After(5 * time.Second):
			}
			return
		}
		whole(`"v1"`, content)(w, r)
	})
	f := fetcher(t)
	f.Stall = 200 * time.Millisecond
	var told []string
	f.Progress = func(p Progress) { told = append(told, p.Note) }
	if _, err := fetchOne(f, entente.File{Name: "a.csv", URLs: []string{s.URL}}); err != nil {
		t.Fatal(err)
	}
	f.check(t, "a.csv", content)
	if got := s.ranges(); got[2] != "bytes=300000-" {
		t.Errorf("asked for the ranges %q", got)
	}
	if !strings.Contains(strings.Join(told, "\n"), "silent for 200ms; trying again") {
		t.Errorf("told %q", told)
	}
}

// TestSlow: a slow server that never falls silent is waited for.
func TestSlow(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for i := range 8 {
			w.Write(content[i*1000 : i*1000+1000])
			w.(http.Flusher).Flush()
			time.Sleep(100 * time.Millisecond)
		}
	})
	f := fetcher(t)
	f.Stall = 600 * time.Millisecond
	if _, err := fetchOne(f, entente.File{Name: "a.csv", URLs: []string{s.URL}}); err != nil {
		t.Fatal(err)
	}
	f.check(t, "a.csv", content[:8000])
}

// TestBusyServer: 429 and 503 are waited out.
func TestBusyServer(t *testing.T) {
	n := 0
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if n++; n < 3 {
			w.Header().Set("Retry-After", strconv.Itoa(n-1))
			w.WriteHeader([]int{429, 503}[n-1])
			return
		}
		w.Write(content)
	})
	f := fetcher(t)
	start := time.Now()
	if _, err := fetchOne(f, entente.File{Name: "a.csv", URLs: []string{s.URL}}); err != nil {
		t.Fatal(err)
	}
	if time.Since(start) < time.Second {
		t.Error("did not wait as long as the server asked")
	}
}

// TestBreaksAtTheSamePlace: a server without ranges that always breaks is given
// up after the attempts allowed.
func TestBreaksAtTheSamePlace(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del("Range")
		cut(w, r, content, 100000)
	})
	f := fetcher(t)
	if _, err := fetchOne(f, entente.File{Name: "a.csv", URLs: []string{s.URL}}); err == nil || !strings.Contains(err.Error(), "attempts") {
		t.Errorf("error %v", err)
	}
	if len(s.requests) != 4 { // one that gained, three that did not
		t.Errorf("%d requests", len(s.requests))
	}
}

// TestOnRequest: a file without an address is told of, with the way to it.
func TestOnRequest(t *testing.T) {
	f := fetcher(t)
	file := entente.File{Name: "gsdb/GSDB_V4.csv"}
	_, err := fetchOne(f, file)
	var obtain *ObtainError
	if !errors.As(err, &obtain) || obtain.Put != f.path(file.Name) {
		t.Fatalf("error %v", err)
	}
	for _, want := range []string{"on request", "https://producer.example/data", "CC0", obtain.Put, "--from"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error does not say %q: %v", want, err)
		}
	}
	// Put there by hand, it is taken as it is.
	os.MkdirAll(filepath.Dir(f.path(file.Name)), 0o755)
	os.WriteFile(f.path(file.Name), content, 0o644)
	if r, err := fetchOne(f, file); err != nil || r.Outcome != Unchanged || r.Held.SHA256 != hexSum(content) || r.Held.Day != "" {
		t.Errorf("put there by hand: %+v, %v", r, err)
	}
}

// TestOptional: an optional file that nobody has is absent; one whose server
// is down is an error.
func TestOptional(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/down" {
			w.WriteHeader(500)
			return
		}
		http.NotFound(w, r)
	})
	f := fetcher(t)
	if r, err := fetchOne(f, entente.File{Name: "a.csv", Optional: true, URLs: []string{s.URL}}); err != nil || r.Outcome != Absent {
		t.Errorf("not there: %+v, %v", r, err)
	}
	if r, err := fetchOne(f, entente.File{Name: "a.csv", Optional: true}); err != nil || r.Outcome != Absent {
		t.Errorf("without an address: %+v, %v", r, err)
	}
	if _, err := fetchOne(f, entente.File{Name: "a.csv", Optional: true, URLs: []string{s.URL + "/down"}}); err == nil {
		t.Error("a server that is down passes for a file that is not there")
	}
}

func gz(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

func flipped(b []byte, at int) []byte {
	b = slices.Clone(b)
	b[at] ^= 1
	return b
}
