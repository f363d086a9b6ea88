package fetch

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/durable"
	"github.com/klauspost/compress/gzip"
)

// download brings the bytes at an address into a part file, over as many
// connections as it takes.
type download struct {
	*Fetcher
	file   string // official name, to tell progress
	url    string
	part   string // path; beside it lies the state as JSON
	pinned bool   // the published hash will tell a wrong joint

	known     string // ETag of the file held, if it is from this address
	unchanged bool   // the server says that it still is the one held
	final     string // address after redirects
	notes     []string
	state
}

// state is what must be known of a part to resume it.
type state struct {
	URL          string `json:"url"`
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
	Encoding     string `json:"encoding,omitempty"`
}

func (s *session) newDownload(address string, file entente.File) *download {
	sum := sha256.Sum256([]byte(address))
	base := path.Base(address)
	if u, err := url.Parse(address); err == nil {
		base = path.Base(u.Path)
	}
	base = strings.Map(func(r rune) rune {
		if r == '.' || r == '-' || r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			return r
		}
		return '_'
	}, base[max(0, len(base)-40):])
	return &download{
		Fetcher: s.Fetcher, file: file.Name, url: address, final: address, pinned: file.SHA256 != "" && file.Archive == "",
		part: filepath.Join(s.Raw, ".partial", fmt.Sprintf("%s-%x.part", base, sum[:4])),
	}
}

// goneError tells of an address that has nothing any more.
type goneError struct {
	url    string
	status string
}

func (e *goneError) Error() string {
	return fmt.Sprintf("%s: the server has it no more (%s)", e.url, e.status)
}

// finalError wraps what another attempt at the address cannot mend.
type finalError struct{ error }

func (e finalError) Unwrap() error { return e.error }

// waitError asks for another attempt, not before some time.
type waitError struct {
	error
	after time.Duration
}

// errRestart asks for another attempt from the first byte.
var errRestart = errors.New("the file at the address has changed; beginning again")

// run downloads until the part is whole.
func (d *download) run(ctx context.Context) error {
	if err := durable.MkdirAll(filepath.Dir(d.part)); err != nil {
		return err
	}
	d.load()
	tries := d.Tries
	if tries <= 0 {
		tries = 5
	}
	backoff := d.Backoff
	if backoff <= 0 {
		backoff = time.Second
	}
	wait, restarts, best := backoff, 0, int64(0)
	for failed := 0; ; {
		reached, err := d.attempt(ctx)
		var final finalError
		var gone *goneError
		var later waitError
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &gone), errors.As(err, &final):
			d.remove()
			return err
		case errors.Is(err, errRestart) && restarts < 3:
			restarts++
			d.notes = append(d.notes, d.url+": "+err.Error())
			continue
		case reached > best:
			failed, wait, best = 0, backoff, reached
		default:
			failed++
		}
		if failed >= tries {
			return fmt.Errorf("%s: given up after %d attempts, what came so far is kept: %w", d.url, tries, err)
		}
		pause := wait
		wait = min(2*wait, time.Minute)
		if errors.As(err, &later) {
			pause = max(pause, later.after)
		}
		d.tell(Progress{File: d.file, URL: d.url, Note: fmt.Sprintf("%v; trying again in %v", err, pause)})
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// load takes up the part of an earlier run, if it can be resumed: its state
// says which edition of the file it is of, or the published hash will.
func (d *download) load() {
	text, err := os.ReadFile(d.part + ".json")
	if err != nil || json.Unmarshal(text, &d.state) != nil || d.state.URL != d.url ||
		d.validator() == "" && !d.pinned {
		d.remove()
		d.state = state{}
	}
}

// validator is what tells editions of the file apart: a strong ETag, else the
// time of change.
func (s *state) validator() string {
	if s.ETag != "" && !strings.HasPrefix(s.ETag, "W/") {
		return s.ETag
	}
	return s.LastModified
}

// remove forgets the part.
func (d *download) remove() {
	os.Remove(d.part)
	os.Remove(d.part + ".json")
	os.Remove(d.part + ".zip")
}

// attempt asks once, and appends to the part what comes. It returns the length
// of the part.
func (d *download) attempt(ctx context.Context) (reached int64, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stall := d.Stall
	if stall <= 0 {
		stall = 30 * time.Second
	}
	silence := time.AfterFunc(stall, func() { cancel(fmt.Errorf("the server was silent for %v", stall)) })
	defer silence.Stop()
	defer func() {
		if cause := context.Cause(ctx); err != nil && cause != nil {
			err = cause
		}
	}()

	var have int64
	if info, err := os.Stat(d.part); err == nil {
		have = info.Size()
	}
	if d.validator() == "" && !d.pinned {
		have = 0 // nothing would tell a joint of two editions
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, d.url, nil)
	if err != nil {
		return 0, finalError{err}
	}
	req.Header.Set("User-Agent", "entente")
	// Asking for no encoding keeps the bytes those of the file, so that a
	// part can be resumed; a server that packs nevertheless is understood.
	req.Header.Set("Accept-Encoding", "identity")
	if have > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", have))
		if v := d.validator(); v != "" {
			req.Header.Set("If-Range", v)
		}
	} else if d.known != "" {
		req.Header.Set("If-None-Match", d.known)
	}
	resp, err := d.client().Do(req)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", d.url, asFinal(err))
	}
	defer resp.Body.Close()
	silence.Reset(stall)
	d.final = resp.Request.URL.String()
	total := int64(0)
	switch resp.StatusCode {
	case http.StatusOK:
		have = 0
	case http.StatusPartialContent:
		from, size, ok := contentRange(resp.Header.Get("Content-Range"))
		if tag := resp.Header.Get("ETag"); !ok || from != have || tag != "" && d.ETag != "" && tag != d.ETag {
			d.remove()
			return 0, errRestart
		}
		total = size
	case http.StatusNotModified:
		d.unchanged = d.known != ""
		if !d.unchanged {
			return 0, finalError{fmt.Errorf("%s: the server answers %s to a question not asked", d.url, resp.Status)}
		}
		return 0, nil
	case http.StatusRequestedRangeNotSatisfiable:
		if _, size, ok := contentRange(resp.Header.Get("Content-Range")); ok && size == have && have > 0 {
			return 0, nil // it was whole
		}
		d.remove()
		return 0, errRestart
	case http.StatusNotFound, http.StatusGone:
		return 0, &goneError{d.url, resp.Status}
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		after, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		return 0, waitError{fmt.Errorf("%s: the server answers %s", d.url, resp.Status), min(time.Duration(after)*time.Second, 2*time.Minute)}
	default:
		err := fmt.Errorf("%s: the server answers %s", d.url, resp.Status)
		if resp.StatusCode < 500 && resp.StatusCode != http.StatusRequestTimeout {
			err = finalError{err}
		}
		return 0, err
	}
	if resp.ContentLength >= 0 {
		total = have + resp.ContentLength
	}
	if total > d.maxBytes() {
		return 0, finalError{fmt.Errorf("%s: %d bytes are more than the %d allowed", d.url, total, d.maxBytes())}
	}
	flags := os.O_WRONLY | os.O_CREATE | os.O_APPEND
	if have == 0 {
		flags |= os.O_TRUNC
		d.state = state{d.url, resp.Header.Get("ETag"), resp.Header.Get("Last-Modified"), strings.ToLower(resp.Header.Get("Content-Encoding"))}
		switch d.Encoding {
		case "", "identity", "gzip", "x-gzip":
		default:
			return 0, finalError{fmt.Errorf("%s: the server packs the file as %q, which was not asked for", d.url, d.Encoding)}
		}
		// The old part must not be taken for one of the new state, nor the
		// other way round.
		if err := os.Remove(d.part); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return 0, finalError{err}
		}
		text, err := json.Marshal(d.state)
		if err != nil {
			return 0, finalError{err}
		}
		if err := durable.WriteFile(d.part+".json", text); err != nil {
			return 0, finalError{err}
		}
	}
	out, err := os.OpenFile(d.part, flags, 0o644)
	if err != nil {
		return 0, finalError{err}
	}
	reached, err = d.copy(out, resp.Body, have, total, func() { silence.Reset(stall) })
	err = errors.Join(err, out.Sync(), out.Close())
	if err == nil && total > 0 && reached != total {
		err = fmt.Errorf("%s: the connection ended after %d of %d bytes", d.url, reached, total)
	}
	if err == nil && total == 0 && resp.ProtoMajor == 1 && len(resp.TransferEncoding) == 0 {
		d.note(d.url + ": the server does not say how long the file is, so a cut could not be told")
	}
	return reached, err
}

// copy appends the body to the part that has a number of bytes, and returns
// how many it has then. A web page is refused by its first bytes.
func (d *download) copy(out io.Writer, body io.Reader, have, total int64, alive func()) (int64, error) {
	buf := make([]byte, 1<<17)
	var told time.Time
	for {
		n, err := body.Read(buf)
		if n > 0 {
			alive()
			if have == 0 && d.Encoding == "" && isHTML(buf[:n]) && !strings.HasSuffix(d.file, ".html") {
				return have, finalError{fmt.Errorf("%s: %w", d.url, errHTML)}
			}
			if have+int64(n) > d.maxBytes() {
				return have, finalError{fmt.Errorf("%s: more than the %d bytes allowed", d.url, d.maxBytes())}
			}
			if _, err := out.Write(buf[:n]); err != nil {
				return have, finalError{err}
			}
			have += int64(n)
		}
		if now := time.Now(); err != nil || now.Sub(told) > 100*time.Millisecond {
			told = now
			d.tell(Progress{File: d.file, URL: d.url, Done: have, Total: total})
		}
		if errors.Is(err, io.EOF) {
			return have, nil
		}
		if err != nil {
			return have, err
		}
	}
}

// client is the caller's with a redirect policy of its own: said, bounded, and
// never from a secure address to one that is not.
func (d *download) client() *http.Client {
	c := http.Client{}
	if d.Client != nil {
		c = *d.Client
	}
	c.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		from := via[len(via)-1].URL
		if len(via) >= 10 {
			return finalError{errors.New("ten redirects lead nowhere")}
		}
		if from.Scheme == "https" && req.URL.Scheme != "https" {
			return finalError{fmt.Errorf("a redirect to %s, which is not secure, was not followed", req.URL)}
		}
		how := "redirected to"
		if code := req.Response.StatusCode; code == http.StatusMovedPermanently || code == http.StatusPermanentRedirect {
			how = "has moved for good to"
		}
		d.note(fmt.Sprintf("%s %s %s", from, how, req.URL))
		return nil
	}
	return &c
}

// note keeps and tells something once.
func (d *download) note(text string) {
	for _, n := range d.notes {
		if n == text {
			return
		}
	}
	d.notes = append(d.notes, text)
	d.tell(Progress{File: d.file, URL: d.url, Note: text})
}

// asFinal marks the errors of a connection that another attempt cannot mend.
func asFinal(err error) error {
	var cert *tls.CertificateVerificationError
	var dns *net.DNSError
	switch {
	case errors.As(err, &cert):
		return finalError{fmt.Errorf("the server is not who it says it is: %w", err)}
	case errors.As(err, &dns) && dns.IsNotFound:
		return finalError{fmt.Errorf("no such server, or no network: %w", err)}
	}
	return err
}

// contentRange reads "bytes 5-9/10" and "bytes */10". An unknown size is 0.
func contentRange(h string) (from, size int64, ok bool) {
	rest, ok := strings.CutPrefix(h, "bytes ")
	span, total, ok2 := strings.Cut(rest, "/")
	if !ok || !ok2 {
		return 0, 0, false
	}
	var err error
	if total != "*" {
		if size, err = strconv.ParseInt(total, 10, 64); err != nil || size < 0 {
			return 0, 0, false
		}
	}
	if span == "*" {
		return 0, size, true
	}
	first, _, _ := strings.Cut(span, "-")
	from, err = strconv.ParseInt(first, 10, 64)
	return from, size, err == nil
}

// open returns the finished download. Where the server packed a zip archive
// once more for the way, that is undone first.
func (d *download) open(file entente.File) (*packed, error) {
	name := d.part
	if file.Archive != "" && strings.HasSuffix(d.Encoding, "gzip") {
		name = d.part + ".zip"
		if err := gunzip(d.part, name, d.maxBytes()); err != nil {
			return nil, unpackError(d.url, err)
		}
		defer os.Remove(name) // stays readable while it is open
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	var magic [2]byte
	if _, err := f.ReadAt(magic[:], 0); file.Archive != "" && (err != nil || string(magic[:]) != "PK") {
		f.Close()
		return nil, fmt.Errorf("%s gave no zip archive; see the page of the producer", d.url)
	}
	return &packed{path.Base(d.url), f, info.Size(), f}, nil
}

func gunzip(from, to string, limit int64) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	z, err := gzip.NewReader(in)
	if err != nil {
		return err
	}
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, &capped{r: z, max: limit, packed: info.Size()})
	return errors.Join(err, out.Close())
}
