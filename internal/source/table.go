package source

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/entente-observatory/entente"
)

// table reads a delimited text file row by row. Its use is always the same:
//
//	t, err := openTable(ctx, dir, files, 0, out, "-9")
//	if err != nil {
//		return err
//	}
//	defer t.close()
//	ccode, year := t.column("ccode"), t.column("year")
//	for t.next() {
//		state, y := t.state(ccode), t.int(year, 1816, 2100)
//		if t.bad() {
//			continue
//		}
//		…
//	}
//	return t.err
//
// Columns are found by name, in any order; the separator (comma, semicolon,
// tab) and the line end (LF, CRLF, or the bare CR of an old Mac) are told from
// the header. Cells are read without allocation. The first cell of a row that
// cannot be read makes the row bad: it is rejected, with that cell's place and
// the reason, by the call of bad.
type table struct {
	err error // what stopped the reading, or nil

	ctx     context.Context
	file    uint8
	name    string // as opened
	out     entente.Sink
	missing []string // texts that stand for no value
	in      io.Reader
	ahead   *ahead
	closer  io.Closer

	buf       []byte
	pos, end  int  // unread bytes of buf
	eof       bool // nothing follows end
	sep, eol  byte
	titles    []string // lines above the header
	top       uint32   // line of the header
	header    []string
	lacking   []string // columns asked for that the header lacks
	cells     []cell
	line      uint32 // of the row
	after     uint32 // line after the row
	rows      int
	malformed bool // the row has a stray quote
	open      bool // the row ends in a quoted cell that is never closed
	ended     bool // the row ends with a line end
	reason    string
	detail    string
	encoding  string
	remarks   []remark
}

// remark is something that was found in rows which are kept none the less.
type remark struct {
	what  string
	rows  int
	first uint32 // line
}

// openTable opens file i of the data set's files and reads its header. Empty
// cells are missing, as are those that hold one of the given texts.
func openTable(ctx context.Context, dir fs.FS, files []entente.File, i int, out entente.Sink, missing ...string) (*table, error) {
	return open(ctx, dir, files, i, out, missing, (*table).readHeader)
}

func open(ctx context.Context, dir fs.FS, files []entente.File, i int, out entente.Sink, missing []string, header func(*table)) (*table, error) {
	r, name, err := Open(dir, files[i])
	if err != nil {
		return nil, err
	}
	t := &table{
		ctx: ctx, file: uint8(i), name: name, out: out, missing: missing,
		closer: r, ahead: readAhead(r), buf: make([]byte, 128<<10), after: 1, top: 1,
	}
	if t.in, t.encoding, err = decoded(t.ahead); err != nil {
		t.fail(err)
	} else {
		header(t)
	}
	if t.err != nil {
		t.close()
		return nil, t.err
	}
	return t, nil
}

// close ends the reading. After a reading to the end it tells an out that
// wants to know (FileSink) what file it was.
func (t *table) close() {
	if t.closer == nil {
		return
	}
	t.ahead.close()
	t.closer.Close()
	book, isBook := t.closer.(*workbook)
	t.closer = nil
	if o, ok := t.out.(FileSink); ok && t.err == nil && t.eof && t.pos == t.end {
		f := FileRead{File: t.file, Name: t.name, Bytes: t.ahead.n}
		t.ahead.sum.Sum(f.SHA256[:0])
		if isBook {
			f.SHA256, f.Bytes = book.sum, book.size
		}
		if t.encoding != "UTF-8" {
			f.Notes = append(f.Notes, "read as "+t.encoding)
		}
		for _, r := range t.remarks {
			f.Notes = append(f.Notes, fmt.Sprintf("%s: %d, the first in line %d", r.what, r.rows, r.first))
		}
		o.FileRead(f)
	}
}

// column returns the place of a required column, by the first of its names
// that the header has. What the header lacks is told by the first next.
func (t *table) column(names ...string) int {
	c := t.optional(names...)
	if c < 0 {
		t.lacking = append(t.lacking, names[0])
	}
	return c
}

// optional returns the place of a column that not every layout has, or -1.
// A cell of column -1 is missing.
func (t *table) optional(names ...string) int {
	for _, name := range names {
		for c, h := range t.header {
			if strings.EqualFold(h, name) {
				return c
			}
		}
	}
	return -1
}

// next moves to the next row that has the right number of cells and counts it.
// It returns false at the end of the file and when the file cannot be read on.
func (t *table) next() bool {
	if t.err == nil && t.lacking != nil {
		t.err = &Error{File: t.name, Line: int(t.top),
			What: fmt.Sprintf("no column %s among %s", strings.Join(t.lacking, ", "), strings.Join(t.header, ", ")),
			Do:   "check that this is the file that its name says, or " + fetchItAgain}
	}
	for t.err == nil {
		t.reason = ""
		if t.rows&0xfff == 0 && t.ctx.Err() != nil {
			t.err = t.ctx.Err()
			return false
		}
		if !t.readRow() {
			return false
		}
		if t.blank() || t.titles != nil && t.ended && t.empty() {
			continue
		}
		switch n := len(t.cells); {
		case t.open:
			t.err = &Error{File: t.name, Line: int(t.line), What: "a quoted cell of this row is not closed before the end of the file; the file is cut short or a quote is missing", Do: fetchItAgain}
			return false
		case n < len(t.header) && !t.ended:
			t.err = &Error{File: t.name, Line: int(t.line), What: fmt.Sprintf("the file ends within a row: %d columns of %d", n, len(t.header)), Do: fetchItAgain}
			return false
		case n != len(t.header):
			t.fault("wrong number of columns", fmt.Sprintf("%d where the header has %d", n, len(t.header)))
		case t.malformed:
			t.fault("stray quote", "a quoted cell goes on after its closing quote; double the quotes within it")
		}
		t.rows++
		t.out.Row(t.file)
		if !t.bad() {
			return true
		}
	}
	return false
}

// ref is the place of the row.
func (t *table) ref() entente.Ref { return entente.Ref{File: t.file, Line: t.line} }

// fault makes the row bad. The first fault of a row is the one that is told.
func (t *table) fault(reason, detail string) {
	if t.reason == "" {
		t.reason, t.detail = reason, detail
	}
}

// remark tells of something in a row that is kept none the less. The words
// are the same for every row alike, so that rows can be counted.
func (t *table) remark(what string) {
	for i := range t.remarks {
		if t.remarks[i].what == what {
			t.remarks[i].rows++
			return
		}
	}
	t.remarks = append(t.remarks, remark{what, 1, t.line})
}

// bad reports whether a cell of the row could not be read, and rejects the
// row if so.
func (t *table) bad() bool {
	if t.reason == "" {
		return false
	}
	t.reject(t.reason, t.detail)
	return true
}

// reject tells the sink that the row is not kept.
func (t *table) reject(reason, detail string) { t.out.Reject(t.ref(), reason, detail) }
