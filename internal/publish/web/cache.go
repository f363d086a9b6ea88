package web

import (
	"bytes"
	"compress/gzip"
	"container/list"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// An edition never changes, so an answer is a function of its address, and of
// the day, which stands in the citation. The cache keeps answers as they go
// over the wire.

// cacheBytes is how much the cache holds at most.
const cacheBytes = 48 << 20

// answer is what a request got.
type answer struct {
	key    string
	status int
	header http.Header
	packed []byte // gzip
	etag   string
}

func (a *answer) size() int { return len(a.packed) + len(a.key) + 600 }

// cache keeps the answers used last, and lets one request compute what several
// ask for at once.
type cache struct {
	mu      sync.Mutex
	most    int
	held    int
	recent  *list.List // of *answer, the last used in front
	byKey   map[string]*list.Element
	pending map[string]*pending
	slots   chan struct{} // bounds how many answers are computed at once
}

type pending struct {
	done   chan struct{}
	answer *answer // nil if it could not be computed
}

func newCache(most int) *cache {
	return &cache{most: most, recent: list.New(), byKey: map[string]*list.Element{}, pending: map[string]*pending{},
		slots: make(chan struct{}, max(4, 2*runtime.GOMAXPROCS(0)))}
}

func (c *cache) get(key string) *answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[key]
	if !ok {
		return nil
	}
	c.recent.MoveToFront(e)
	return e.Value.(*answer)
}

func (c *cache) put(a *answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if a.size() > c.most/8 || c.byKey[a.key] != nil {
		return
	}
	c.byKey[a.key] = c.recent.PushFront(a)
	c.held += a.size()
	for c.held > c.most {
		last := c.recent.Back()
		old := last.Value.(*answer)
		c.recent.Remove(last)
		delete(c.byKey, old.key)
		c.held -= old.size()
	}
}

// join returns the computation of the key that is under way, or starts one and
// tells that the caller has to do it.
func (c *cache) join(key string) (p *pending, mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p, ok := c.pending[key]; ok {
		return p, false
	}
	p = &pending{done: make(chan struct{})}
	c.pending[key] = p
	return p, true
}

func (c *cache) finish(key string, p *pending, a *answer) {
	c.mu.Lock()
	delete(c.pending, key)
	c.mu.Unlock()
	p.answer = a
	close(p.done)
}

// patience is how long a request waits for its turn to be computed.
const patience = 20 * time.Second

// cached answers from the cache, or computes and keeps the answer. Not more
// answers are computed at once than the machine can bear: who waits too long
// is told to come again.
func (s *server) cached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := strconv.Itoa(int(wants(r))) + time.Now().UTC().Format("|2006-01-02|") + r.URL.Path + "?" + r.URL.RawQuery
		if a := s.cache.get(key); a != nil {
			s.count.hits.Add(1)
			s.deliver(w, r, a)
			return
		}
		p, mine := s.cache.join(key)
		if !mine {
			select {
			case <-p.done:
			case <-r.Context().Done():
				return
			}
			if p.answer == nil {
				s.busy(w, r)
				return
			}
			s.deliver(w, r, p.answer)
			return
		}
		var a *answer
		defer func() { s.cache.finish(key, p, a) }()
		wait := time.NewTimer(patience)
		defer wait.Stop()
		select {
		case s.cache.slots <- struct{}{}:
		case <-wait.C:
			s.busy(w, r)
			return
		}
		defer func() { <-s.cache.slots }()
		began := time.Now()
		rec := &recorder{header: maps.Clone(w.Header()), status: http.StatusOK}
		next.ServeHTTP(rec, r)
		s.count.computed.Add(1)
		s.count.nanos.Add(int64(time.Since(began)))
		made := rec.answer(key)
		if made.status == http.StatusOK {
			s.cache.put(made)
		}
		a = made
		s.deliver(w, r, made)
	})
}

func (s *server) busy(w http.ResponseWriter, r *http.Request) {
	s.count.refused.Add(1)
	w.Header().Set("Retry-After", "10")
	s.fail(w, r, &pageError{http.StatusServiceUnavailable, "Too many questions at once", "Ask again in a few seconds.", nil})
}

// deliver sends an answer, or that the client has it already.
func (s *server) deliver(w http.ResponseWriter, r *http.Request, a *answer) {
	head := w.Header()
	maps.Copy(head, a.header)
	if a.status != http.StatusOK {
		head.Set("Cache-Control", "no-cache")
	} else {
		head.Set("Etag", a.etag)
		if head.Get("Cache-Control") == "" {
			head.Set("Cache-Control", "public, max-age=600")
		}
		if strings.Contains(r.Header.Get("If-None-Match"), a.etag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	body := a.packed
	if takesGzip(r) {
		head.Set("Content-Encoding", "gzip")
	} else {
		z, err := gzip.NewReader(bytes.NewReader(a.packed))
		if err == nil {
			body, err = io.ReadAll(z)
		}
		if err != nil {
			s.log.Error("cached answer cannot be unpacked", "path", r.URL.Path, "err", err)
			http.Error(w, "the page could not be written", http.StatusInternalServerError)
			return
		}
	}
	head.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}

func pack(b []byte) []byte {
	var out bytes.Buffer
	z := gzips.Get().(*gzip.Writer)
	defer gzips.Put(z)
	z.Reset(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

func fingerprint(b []byte) string {
	sum := sha256.Sum256(b)
	return `W/"` + hex.EncodeToString(sum[:8]) + `"`
}

// recorder takes an answer as it is written.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }

func (r *recorder) answer(key string) *answer {
	packed := pack(r.body.Bytes())
	return &answer{key: key, status: r.status, header: r.header, packed: packed, etag: fingerprint(packed)}
}
