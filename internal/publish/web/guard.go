package web

import (
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
)

// policy lets a page load only what this server gives, run no script that is
// not a file of it, and be framed nowhere; figures may be framed anywhere,
// which is what they are for.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "

const (
	longestPath  = 500
	longestQuery = 2000
)

// guard sets the headers of every answer, bounds what a request may carry,
// reads the form from the end of the path, and turns a panic into an error
// page.
func (s *server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", policy+"'none'")
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "no-referrer")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		head.Set("Vary", "Accept-Encoding")
		s.count.requests.Add(1)
		switch {
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			head.Set("Allow", "GET, HEAD")
			s.fail(w, r, &pageError{http.StatusMethodNotAllowed, "This server only reads", "Ask with GET.", nil})
			return
		case r.ContentLength > 0 || len(r.TransferEncoding) > 0:
			head.Set("Connection", "close")
			s.fail(w, r, badRequest("A request to this server has no body."))
			return
		case len(r.URL.RawQuery) > longestQuery || len(r.URL.Path) > longestPath:
			s.fail(w, r, &pageError{http.StatusRequestURITooLong, "Too long", "The address is too long to be a question.", nil})
			return
		}
		r = withForm(r)
		defer func() {
			if v := recover(); v != nil {
				s.count.panics.Add(1)
				s.log.Error("page failed", "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
				s.fail(w, r, fmt.Errorf("the page failed: %v", v))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

type formKey struct{}

// withForm takes the ending that names the form from the path and keeps it in
// the request's context, so that a page has one route whatever its form.
func withForm(r *http.Request) *http.Request {
	if strings.HasPrefix(r.URL.Path, "/static/") {
		return r
	}
	for f, ending := range endings {
		if ending != "" && strings.HasSuffix(r.URL.Path, ending) {
			c := r.Clone(context.WithValue(r.Context(), formKey{}, format(f)))
			c.URL.Path = strings.TrimSuffix(r.URL.Path, ending)
			c.URL.RawPath = ""
			return c
		}
	}
	return r
}

var gzips = sync.Pool{New: func() any { w, _ := gzip.NewWriterLevel(nil, 6); return w }}

// takesGzip reports whether the client takes gzip: most of the world's phones
// are on slow lines.
func takesGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" || name == "*" {
			return strings.ReplaceAll(q, " ", "") != "q=0"
		}
	}
	return false
}
