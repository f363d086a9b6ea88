// Package fetch brings the producers' files into a data home. It is the only
// part of the program that speaks to the network, and does so only when asked.
//
// A file arrives under its official name in raw/, whole and checked or not at
// all: bytes go to raw/.partial/, are resumed there after a break, held
// against size and checksum, told from an error page, unpacked from a zip
// archive if need be, synced to disk and renamed into place. Beside each file
// lies a note, <name>.json: hash, size, address and day.
//
// A file that no address gives any more, or that its producer gives on request
// only, is told of with the way to obtain it; the package never guesses one.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/durable"
)

// Fetcher brings files into a folder. The zero values of all but Raw and Day
// are ready to use.
type Fetcher struct {
	Raw      string         // raw folder of the data home
	Day      entente.Date   // noted beside each file as the day of fetching
	Client   *http.Client   // nil: http.DefaultTransport's settings; its redirect policy is not used
	Progress func(Progress) // nil: silent; called from the fetching goroutine
	Stall    time.Duration  // give up a connection silent for this long; 0: 30 s
	Tries    int            // attempts without a byte gained before an address is given up; 0: 5
	Backoff  time.Duration  // wait before the second attempt, doubled each time; 0: 1 s
	MaxBytes int64          // of one file, packed or unpacked; 0: 8 GiB
}

// Progress tells how far a file has come.
type Progress struct {
	File  string // official name
	URL   string
	Done  int64  // bytes
	Total int64  // 0 if the server does not say
	Note  string // something to tell the user: a redirect, a retry; else empty
}

// Outcome says what became of a file.
type Outcome uint8

const (
	Fetched   Outcome = iota // brought and put in place
	Unchanged                // the file there is already the one to be had
	Absent                   // optional, and not to be had
)

func (o Outcome) String() string { return [...]string{"fetched", "unchanged", "absent"}[o] }

// Result tells of one file.
type Result struct {
	File    string // official name
	Outcome Outcome
	Held    Held     // zero if absent
	Notes   []string // what the user should know: "moved to …"
}

// ObtainError tells that a file cannot be brought, why, and how to obtain it.
type ObtainError struct {
	Dataset *entente.Dataset
	File    entente.File
	Put     string  // where to put it
	Tried   []error // one for each address; empty if it has none
}

func (e *ObtainError) Error() string {
	why := "its producer gives it on request only"
	if len(e.Tried) > 0 {
		why = "cannot be fetched: " + errors.Join(e.Tried...).Error()
	}
	terms := ""
	if e.Dataset.Terms != "" {
		terms = " (terms: " + e.Dataset.Terms + ")"
	}
	from := e.Dataset.Home
	if from == "" {
		from = "its producer"
	}
	return fmt.Sprintf("%s: %s; obtain it from %s%s and put it at %s, or give the folder that holds it to entente fetch --from",
		e.File.Name, why, from, terms, e.Put)
}

// Unwrap returns what went wrong at each address.
func (e *ObtainError) Unwrap() []error { return e.Tried }

// Dataset brings the files of a data set from their producer. Every file is
// tried; the error joins what went wrong with each. Where the context ends it
// stops, and what was downloaded so far is resumed the next time.
func (f *Fetcher) Dataset(ctx context.Context, ds *entente.Dataset) ([]Result, error) {
	lock, err := f.lock()
	if err != nil {
		return nil, err
	}
	defer lock.Release()
	s := &session{Fetcher: f, ds: ds, got: map[string]*download{}}
	defer s.tidy()
	return each(ctx, ds, s.file)
}

// FromDir takes the files of a data set from a folder laid out like the raw
// folder (under the official name, with .gz, or within a zip archive) as
// checked copies. A file that is not there is an error unless it is optional
// or held already.
func (f *Fetcher) FromDir(ctx context.Context, dir fs.FS, ds *entente.Dataset) ([]Result, error) {
	lock, err := f.lock()
	if err != nil {
		return nil, err
	}
	defer lock.Release()
	return each(ctx, ds, func(ctx context.Context, file entente.File) (Result, error) {
		in, err := find(dir, file)
		if errors.Is(err, fs.ErrNotExist) {
			if held, err := Hold(os.DirFS(f.Raw), file); err == nil {
				return Result{File: file.Name, Outcome: Unchanged, Held: held, Notes: []string{"not in the folder; kept as it was"}}, nil
			}
			if file.Optional {
				return Result{File: file.Name, Outcome: Absent}, nil
			}
			return Result{}, &ObtainError{Dataset: ds, File: file, Put: f.path(file.Name),
				Tried: []error{errors.New("not in the folder given, under this name, with .gz or in a zip archive")}}
		}
		if err != nil {
			return Result{}, err
		}
		defer in.Close()
		return f.place(ctx, in, file, Held{})
	})
}

// each handles the files of a data set one after the other.
func each(ctx context.Context, ds *entente.Dataset, one func(context.Context, entente.File) (Result, error)) ([]Result, error) {
	var results []Result
	var errs []error
	for _, file := range ds.Files {
		if err := ctx.Err(); err != nil {
			return results, errors.Join(append(errs, err)...)
		}
		r, err := one(ctx, file)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		results = append(results, r)
	}
	return results, errors.Join(errs...)
}

func (f *Fetcher) lock() (*durable.Lock, error) {
	return durable.TryLock(filepath.Join(f.Raw, ".lock"))
}

// path returns where a file lies.
func (f *Fetcher) path(name string) string { return filepath.Join(f.Raw, filepath.FromSlash(name)) }

func (f *Fetcher) maxBytes() int64 {
	if f.MaxBytes > 0 {
		return f.MaxBytes
	}
	return 8 << 30
}

func (f *Fetcher) tell(p Progress) {
	if f.Progress != nil {
		f.Progress(p)
	}
}

// session is the fetching of one data set.
type session struct {
	*Fetcher
	ds  *entente.Dataset
	got map[string]*download // finished downloads by address: several files may come from one archive
}

// tidy removes the downloads whose files are in place.
func (s *session) tidy() {
	for _, d := range s.got {
		d.remove()
	}
}

// file brings one file, from the first of its addresses that gives it.
func (s *session) file(ctx context.Context, file entente.File) (Result, error) {
	held, err := Hold(os.DirFS(s.Raw), file)
	if err != nil {
		held = Held{} // not there, or not what its note says: fetch it
	} else if len(file.URLs) == 0 || file.SHA256 != "" && held.SHA256 == file.SHA256 {
		return Result{File: file.Name, Outcome: Unchanged, Held: held}, nil
	}
	var tried []error
	gone := true // no address knows of it
	for _, url := range file.URLs {
		r, err := s.from(ctx, url, file, held)
		if err == nil {
			return r, nil
		}
		if ctx.Err() != nil {
			return Result{}, fmt.Errorf("%s: stopped; the same command goes on where it was: %w", file.Name, ctx.Err())
		}
		var g *goneError
		gone = gone && errors.As(err, &g)
		tried = append(tried, err)
		s.tell(Progress{File: file.Name, URL: url, Note: err.Error()})
	}
	if file.Optional && gone {
		return Result{File: file.Name, Outcome: Absent}, nil
	}
	return Result{}, &ObtainError{Dataset: s.ds, File: file, Put: s.path(file.Name), Tried: tried}
}

// from brings a file from one address.
func (s *session) from(ctx context.Context, url string, file entente.File, held Held) (Result, error) {
	d := s.got[url]
	if d == nil {
		d = s.newDownload(url, file)
		if held.URL == url || held.From == url {
			d.known = held.ETag
		}
		if err := d.run(ctx); err != nil {
			return Result{}, err
		}
		if d.unchanged {
			return Result{File: file.Name, Outcome: Unchanged, Held: held, Notes: d.notes}, nil
		}
		s.got[url] = d
	}
	in, err := d.open(file)
	if err != nil {
		return Result{}, err
	}
	defer in.Close()
	r, err := s.place(ctx, in, file, Held{URL: d.final, From: url, Archive: file.Archive, ETag: d.ETag})
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", url, err)
	}
	r.Notes = append(d.notes, r.Notes...)
	return r, nil
}
