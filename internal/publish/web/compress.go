package web

import (
	"compress/gzip"
	"net/http"
	"strings"
	"sync"
)

var gzips = sync.Pool{New: func() any { w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed+4); return w }}

// gzipped compresses what is written to a response.
type gzipped struct {
	http.ResponseWriter
	gz      *gzip.Writer
	started bool
}

func (g *gzipped) WriteHeader(status int) {
	if !g.started {
		g.started = true
		g.Header().Del("Content-Length")
		g.Header().Set("Content-Encoding", "gzip")
		g.ResponseWriter.WriteHeader(status)
	}
}

func (g *gzipped) Write(b []byte) (int, error) {
	if g.Header().Get("Content-Type") == "" {
		g.Header().Set("Content-Type", http.DetectContentType(b))
	}
	g.WriteHeader(http.StatusOK)
	return g.gz.Write(b)
}

// compress serves gzip to clients that take it: most of the world's phones
// are on slow lines.
func compress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Vary", "Accept-Encoding, Accept")
		if r.Method == http.MethodHead || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			next.ServeHTTP(w, r)
			return
		}
		gz := gzips.Get().(*gzip.Writer)
		defer gzips.Put(gz)
		gz.Reset(w)
		g := &gzipped{ResponseWriter: w, gz: gz}
		next.ServeHTTP(g, r)
		if g.started {
			gz.Close()
		}
	})
}
