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
	"io/fs"
	"net/http"
	"time"

	"github.com/entente-observatory/entente"
)

var errSkeleton = errors.New("not written yet")

// Fetcher brings files into a folder. The zero values of all but Raw and Day
// are ready to use.
type Fetcher struct {
	Raw      string         // raw folder of the data home
	Day      entente.Date   // noted beside each file as the day of fetching
	Client   *http.Client   // nil: http.DefaultTransport's settings
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
	Held    Held
	Notes   []string // what the user should know: "moved to …"
}

// Held describes a file in the raw folder; it is the note beside it.
type Held struct {
	Name         string `json:"name"`   // official
	Stored       string `json:"stored"` // as stored: the official name, or that with .gz
	SHA256       string `json:"sha256"` // of the uncompressed bytes
	Bytes        int64  `json:"bytes"`
	StoredSHA256 string `json:"stored_sha256"` // of the bytes as stored
	StoredBytes  int64  `json:"stored_bytes"`
	URL          string `json:"url,omitempty"`     // from which it came, after redirects; empty if from a folder
	Archive      string `json:"archive,omitempty"` // member of the zip archive at URL
	ETag         string `json:"etag,omitempty"`
	Day          string `json:"day"` // of fetching
}

// ObtainError tells that a file cannot be brought, and how to obtain it.
type ObtainError struct {
	Dataset *entente.Dataset
	File    entente.File
	Put     string // where to put it
	Tried   []error
}

func (e *ObtainError) Error() string { return "" }

// Dataset brings the files of a data set from their producer. Every file is
// tried; the error joins what went wrong with each.
func (f *Fetcher) Dataset(ctx context.Context, ds *entente.Dataset) ([]Result, error) {
	return nil, errSkeleton
}

// FromDir takes the files of a data set from a folder laid out like the raw
// folder (under the official name, with .gz, or within a zip archive) as
// checked copies.
func (f *Fetcher) FromDir(ctx context.Context, dir fs.FS, ds *entente.Dataset) ([]Result, error) {
	return nil, errSkeleton
}

// Hold hashes a file of the raw folder, plain or gzipped, and compares it with
// the note beside it. A file without a note (put there by hand) is hashed as it
// is; one that differs from its note is an error. A file that is not there is
// fs.ErrNotExist.
func Hold(raw fs.FS, file entente.File) (Held, error) { return Held{}, errSkeleton }
