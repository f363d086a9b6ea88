package source

import (
	"context"
	"encoding/hex"
	"fmt"
	"io/fs"
	"sort"
	"strings"

	"github.com/entente-observatory/entente"
)

// MaxRejected is the share of rejected rows above which a data set is not
// read: more than one row in a hundred is a file of another layout or
// edition, not a slip in it.
const MaxRejected = 0.01

// maxExamples is the number of rejected rows that a report shows per file.
const maxExamples = 10

// FileSink is a Sink that also wants to know which files were read to their
// end.
type FileSink interface{ FileRead(FileRead) }

// FileRead describes a file that was read to its end.
type FileRead struct {
	File   uint8  // index in Dataset.Files
	Name   string // as opened
	SHA256 [32]byte
	Bytes  int64    // uncompressed, as is the checksum
	Notes  []string // what was done to make it readable
}

// Read sends the records of a data set to the sink and reports what became of
// every row. It fails where the data set cannot be read, and where more than
// the share maxRejected of the rows of a file is rejected for other reasons
// than that they are of no state; the report then tells of the rows so far. On an error the records sent must not be used.
func Read(ctx context.Context, ds *entente.Dataset, dir fs.FS, out entente.Sink, maxRejected float64) (entente.SourceReport, error) {
	c := &counting{
		out: out, ds: ds, tallies: make([]entente.Tally, len(ds.Files)), read: make([]*FileRead, len(ds.Files)),
		first: entente.Ongoing, last: entente.Beginning,
	}
	err := ds.Read(ctx, dir, c)
	report := c.report()
	if err != nil {
		return report, err
	}
	for i := range c.tallies {
		t := &c.tallies[i]
		rejected := t.Read - t.Kept - t.Rejected[outsideSystem]
		if t.Read == 0 || float64(rejected) <= maxRejected*float64(t.Read) {
			continue
		}
		reason := commonest(t.Rejected)
		return report, &Error{File: ds.Files[i].Name,
			What: fmt.Sprintf("%d of %d rows rejected, %d for: %s (%s)", rejected, t.Read, t.Rejected[reason], reason, example(t.Examples, reason)),
			Do:   "correct them, or check that this is the edition that is read here: " + ds.Files[i].Layout}
	}
	return report, nil
}

// example returns the first example of a reason, or else the first of any.
func example(examples []string, reason string) string {
	for _, e := range examples {
		if strings.Contains(e, ": "+reason+": ") {
			return e
		}
	}
	return examples[0]
}

// commonest returns the reason that most rows share, the first in the
// alphabet among equals. That a row is of no state is no fault of the file.
func commonest(reasons map[string]int) string {
	best := ""
	for r, n := range reasons {
		if r == outsideSystem {
			continue
		}
		if m := reasons[best]; n > m || n == m && r < best {
			best = r
		}
	}
	return best
}

// counting passes records on and counts rows.
type counting struct {
	out         entente.Sink
	ds          *entente.Dataset
	tallies     []entente.Tally // by file
	read        []*FileRead
	first, last entente.Date
}

func (c *counting) Attribute(a entente.Attribute) { c.cover(a.Period); c.out.Attribute(a) }
func (c *counting) Tie(t entente.Tie)             { c.cover(t.Period); c.out.Tie(t) }
func (c *counting) RollCall(r entente.RollCall) {
	c.cover(entente.Period{From: r.Date, To: r.Date})
	c.out.RollCall(r)
}
func (c *counting) Vote(v entente.Vote) { c.out.Vote(v) }

func (c *counting) Row(file uint8) {
	c.tallies[file].Read++
	c.tallies[file].Kept++
	c.out.Row(file)
}

func (c *counting) Reject(at entente.Ref, reason, detail string) {
	t := &c.tallies[at.File]
	t.Kept--
	if t.Rejected == nil {
		t.Rejected = map[string]int{}
	}
	t.Rejected[reason]++
	if len(t.Examples) < maxExamples {
		t.Examples = append(t.Examples, fmt.Sprintf("%s:%d: %s: %s", c.ds.Files[at.File].Name, at.Line, reason, detail))
	}
	c.out.Reject(at, reason, detail)
}

func (c *counting) FileRead(f FileRead) {
	c.read[f.File] = &f
	if o, ok := c.out.(FileSink); ok {
		o.FileRead(f)
	}
}

func (c *counting) cover(p entente.Period) {
	if p.From != entente.Beginning {
		c.first = min(c.first, p.From)
	}
	if p.To != entente.Ongoing {
		c.last = max(c.last, p.To)
	} else {
		c.last = max(c.last, p.From)
	}
}

// report sums up. Files that were not there have no entry.
func (c *counting) report() entente.SourceReport {
	r := entente.SourceReport{ID: c.ds.ID, Version: c.ds.Version, Rights: c.ds.Rights}
	if c.first <= c.last {
		r.Coverage = [2]string{c.first.String(), c.last.String()}
	}
	for i, t := range c.tallies {
		if c.read[i] == nil && t.Read == 0 {
			continue
		}
		f := entente.SourceFile{Name: c.ds.Files[i].Name, Tally: t}
		if c.read[i] != nil {
			f.SHA256, f.Bytes = hex.EncodeToString(c.read[i].SHA256[:]), c.read[i].Bytes
			f.Notes = c.read[i].Notes
		}
		r.Files = append(r.Files, f)
		r.Tally.Read += t.Read
		r.Tally.Kept += t.Kept
		for reason, n := range t.Rejected {
			if r.Tally.Rejected == nil {
				r.Tally.Rejected = map[string]int{}
			}
			r.Tally.Rejected[reason] += n
		}
		r.Tally.Examples = append(r.Tally.Examples, t.Examples...)
	}
	sort.SliceStable(r.Files, func(i, j int) bool { return r.Files[i].Name < r.Files[j].Name })
	return r
}

// Collector is a Sink that keeps every record in memory.
type Collector struct {
	Attributes []entente.Attribute
	Ties       []entente.Tie
	RollCalls  []entente.RollCall
	Votes      []entente.Vote
	Rows       map[uint8]int
	Rejections []Rejection
	Files      []FileRead
}

// Rejection is a row that was not kept.
type Rejection struct {
	At             entente.Ref
	Reason, Detail string
}

func (c *Collector) Attribute(a entente.Attribute) { c.Attributes = append(c.Attributes, a) }
func (c *Collector) Tie(t entente.Tie)             { c.Ties = append(c.Ties, t) }
func (c *Collector) RollCall(r entente.RollCall)   { c.RollCalls = append(c.RollCalls, r) }
func (c *Collector) Vote(v entente.Vote)           { c.Votes = append(c.Votes, v) }

// Row counts the rows by file.
func (c *Collector) Row(file uint8) {
	if c.Rows == nil {
		c.Rows = map[uint8]int{}
	}
	c.Rows[file]++
}

// Reject keeps the rejection.
func (c *Collector) Reject(at entente.Ref, reason, detail string) {
	c.Rejections = append(c.Rejections, Rejection{at, reason, detail})
}

// FileRead keeps the description of a file.
func (c *Collector) FileRead(f FileRead) { c.Files = append(c.Files, f) }
