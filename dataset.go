package entente

import (
	"context"
	"fmt"
	"io/fs"
)

// RightsClass says what may be done with a source's rows and with what is
// computed from them.
type RightsClass uint8

const (
	// Open: rows and estimates may be in the atlas.
	Open RightsClass = iota
	// DerivedOnly: only estimates computed by this program may be.
	DerivedOnly
	// FetchYourself: named with address and terms, read if the user has it,
	// never in the atlas.
	FetchYourself
)

func (r RightsClass) String() string {
	return [...]string{"open", "derived-only", "fetch-yourself"}[r]
}

// MarshalText writes the name of the class.
func (r RightsClass) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the name of the class.
func (r *RightsClass) UnmarshalText(text []byte) error {
	for c := Open; c <= FetchYourself; c++ {
		if c.String() == string(text) {
			*r = c
			return nil
		}
	}
	return fmt.Errorf("no class of rights %q", text)
}

// Absence says what it means when a data set has no row for a case that its
// coverage includes. Only package panel acts on it.
type Absence uint8

const (
	// AbsenceUnknown: no row, nothing known.
	AbsenceUnknown Absence = iota
	// AbsenceIsZero: the register is complete within its coverage, so no row
	// means that there was none.
	AbsenceIsZero
)

func (a Absence) String() string { return [...]string{"unknown", "zero"}[a] }

// MarshalText writes the name.
func (a Absence) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// File is one file of a data set under its official name.
type File struct {
	Name     string   // path in a data folder, such as "atop/atop5_1m.csv"; .gz is understood
	URLs     []string // where the producer gives it, best first; empty: on request only
	Archive  string   // name of the member, where the URL is a zip archive of several files
	Bundle   string   // a zip archive in the data folder that holds it among many, where users keep it so
	Sheet    string   // name of the sheet, where the file is a workbook of several
	SHA256   string   // of the uncompressed file where its producer publishes one edition, else empty
	Optional bool     // read if there
	Last     int      // last year of this edition of the file, where the data set's coverage is that of a later one; else 0
	Layout   string   // the columns accepted, in words
}

// Reference is what a bibliography needs of a source.
type Reference struct {
	Key       string // BibTeX key
	Kind      string // BibTeX entry type: article, book, misc
	Authors   []string
	Title     string
	Year      int
	Container string // journal, publisher or archive
	Volume    string
	Pages     string
	DOI       string
	URL       string
}

// Dataset describes a data set and reads it. It is a literal in
// internal/source; nothing registers itself.
type Dataset struct {
	ID         string // short, stable: "un-votes", "atop"
	Title      string
	Version    string // the producer's
	References []Reference
	Home       string // page of the producer
	Terms      string // the terms in a sentence
	Rights     RightsClass
	Coverage   Period
	Absence    Absence
	Notes      string // quirks a user must know
	Files      []File
	// Read sends every record of the files found in dir to the sink. Files
	// are named as in Files. A row that cannot be used goes to Sink.Reject
	// with its place and reason; an error means that the data set as a whole
	// cannot be read, and names file and line.
	Read func(ctx context.Context, dir fs.FS, out Sink) error
}

// Sink takes the records of a data set in file order.
type Sink interface {
	Attribute(Attribute)
	Tie(Tie)
	RollCall(RollCall)
	Vote(Vote)
	// Row counts a data row read from a file, before it is known whether it
	// is kept.
	Row(file uint8)
	// Reject tells of a row that is not kept. The reason is short and the
	// same for every row rejected alike, so that reasons can be counted;
	// detail is what is particular to the row.
	Reject(at Ref, reason, detail string)
}

// Tally counts what became of a data set's rows.
type Tally struct {
	Read     int            `json:"rows_read"`
	Kept     int            `json:"rows_kept"`
	Rejected map[string]int `json:"rejected,omitempty"`
	Examples []string       `json:"examples,omitempty"` // file:line: what, and what to do
}
