// Package site writes pages as files that need no server: for a web space, a
// USB stick, or a phone. It asks a handler for every page and turns the links
// between them into relative ones, so that the folder works wherever it lies,
// also opened as file://. Links to what was left out lose their address, and
// what only a server can answer, such as the box, gives way to the list of
// states.
package site

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Site is what is to be written.
type Site struct {
	Handler http.Handler
	Pages   []string // addresses of pages, without parameters
	Files   []string // addresses of other files, such as styles and tables
	Leads   []string // addresses that lead to one of the pages
	// Public is the address of the site's root once it is on a web space, if
	// it is known; then pages name themselves by it.
	Public string
	// Progress, if not nil, is told how many of how many are written.
	Progress func(done, of int)
}

// Size is how much was written.
type Size struct {
	Files int
	Bytes int64
	// Largest is the largest page.
	Largest      string
	LargestBytes int64
}

// fileOf is the name of a page's file.
func fileOf(address string) string {
	if strings.HasSuffix(address, "/") {
		return strings.TrimPrefix(address, "/") + "index.html"
	}
	return strings.TrimPrefix(address, "/") + ".html"
}

// Write writes the site into dir, which must be empty or not be there.
func (s *Site) Write(ctx context.Context, dir string) (Size, error) {
	if list, err := os.ReadDir(dir); err == nil && len(list) > 0 {
		return Size{}, fmt.Errorf("%s is not empty: name a new folder", dir)
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return Size{}, err
	}
	targets := map[string]string{} // address → file
	for _, p := range s.Pages {
		targets[p] = fileOf(p)
	}
	for _, p := range s.Files {
		targets[p] = strings.TrimPrefix(p, "/")
	}
	for _, p := range s.Leads {
		_, head, status, err := s.get(ctx, p)
		if err != nil {
			return Size{}, err
		}
		if to := head.Get("Location"); status >= 300 && status < 400 && targets[to] != "" {
			targets[p] = targets[to]
		}
	}
	type job struct {
		address string
		page    bool
	}
	jobs := make(chan job)
	var mu sync.Mutex
	var size Size
	var failed error
	done, of := 0, len(s.Pages)+len(s.Files)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for j := range jobs {
				n, err := s.write(ctx, dir, j.address, j.page, targets)
				mu.Lock()
				if err != nil && failed == nil {
					failed = err
					cancel()
				}
				size.Files++
				size.Bytes += n
				if j.page && n > size.LargestBytes {
					size.Largest, size.LargestBytes = j.address, n
				}
				done++
				if s.Progress != nil {
					s.Progress(done, of)
				}
				mu.Unlock()
			}
		})
	}
feed:
	for i, list := range [][]string{s.Pages, s.Files} {
		for _, p := range list {
			select {
			case jobs <- job{p, i == 0}:
			case <-ctx.Done():
				break feed
			}
		}
	}
	close(jobs)
	wg.Wait()
	if failed == nil {
		failed = ctx.Err()
	}
	return size, failed
}

// recorder takes an answer.
type recorder struct {
	head   http.Header
	status int
	body   []byte
}

func (r *recorder) Header() http.Header         { return r.head }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(b []byte) (int, error) { r.body = append(r.body, b...); return len(b), nil }

func (s *Site) get(ctx context.Context, address string) ([]byte, http.Header, int, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, nil, 0, err
	}
	r := &recorder{head: http.Header{}, status: http.StatusOK}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, nil, 0, err
	}
	s.Handler.ServeHTTP(r, req)
	return r.body, r.head, r.status, nil
}

func (s *Site) write(ctx context.Context, dir, address string, page bool, targets map[string]string) (int64, error) {
	b, _, status, err := s.get(ctx, address)
	if err != nil {
		return 0, err
	}
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	if status != http.StatusOK {
		return 0, fmt.Errorf("%s answers with status %d", address, status)
	}
	name := targets[address]
	if page {
		b = s.detach(b, name, targets)
	}
	to := filepath.Join(dir, filepath.FromSlash(name))
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return 0, fmt.Errorf("%s would be written outside the folder", address)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return 0, err
	}
	return int64(len(b)), os.WriteFile(to, b, 0o644)
}

var (
	address  = regexp.MustCompile(` (href|src)="(/[^"]*)"`)
	boxes    = regexp.MustCompile(`(?s)<form action="/ask".*?</form>`)
	forms    = regexp.MustCompile(`(?s)<form .*?</form>`)
	players  = regexp.MustCompile(`(?s)<div class="play">.*?</div>`)
	links    = regexp.MustCompile(`<link rel="alternate"[^>]*>\n?`)
	self     = regexp.MustCompile(`<link rel="canonical"[^>]*>\n?`)
	linked   = regexp.MustCompile(`(?s)<script type="application/ld\+json">.*?</script>\n?`)
	hrefOnly = regexp.MustCompile(`href="([^"]*)"`)
)

// detach makes a page a file.
func (s *Site) detach(b []byte, name string, targets map[string]string) []byte {
	text := string(b)
	text = boxes.ReplaceAllString(text, `<p class="box"><a href="/states/">Choose a state</a></p>`)
	text = forms.ReplaceAllString(text, "")
	text = players.ReplaceAllString(text, "")
	text = links.ReplaceAllStringFunc(text, func(l string) string {
		if m := hrefOnly.FindStringSubmatch(l); m == nil || targets[html.UnescapeString(m[1])] == "" {
			return ""
		}
		return l
	})
	if s.Public == "" {
		text = self.ReplaceAllString(text, "")
		text = linked.ReplaceAllString(text, "")
	}
	text = address.ReplaceAllStringFunc(text, func(a string) string {
		m := address.FindStringSubmatch(a)
		to, fragment, _ := strings.Cut(html.UnescapeString(m[2]), "#")
		file := targets[to]
		if file == "" {
			return ""
		}
		rel := relative(name, file)
		if fragment != "" {
			rel += "#" + fragment
		}
		return " " + m[1] + `="` + html.EscapeString(rel) + `"`
	})
	return []byte(text)
}

// relative is the way from one file to another.
func relative(from, to string) string {
	a, b := strings.Split(path.Dir(from), "/"), strings.Split(to, "/")
	if a[0] == "." {
		a = nil
	}
	n := 0
	for n < len(a) && n < len(b)-1 && a[n] == b[n] {
		n++
	}
	return strings.Join(append(slices.Repeat([]string{".."}, len(a)-n), b[n:]...), "/")
}
