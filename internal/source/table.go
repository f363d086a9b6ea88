package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/entente-observatory/entente"
)

// maxRow is the longest row that a table may have. A longer one is a quote
// that was opened and never closed.
const maxRow = 4 << 20

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

// cell is the place of a cell in the buffer. Doubled quotes are undone only
// when the cell is read.
type cell struct {
	from, to int
	doubled  bool
}

// openTable opens file i of the data set's files and reads its header. Empty
// cells are missing, as are those that hold one of the given texts.
func openTable(ctx context.Context, dir fs.FS, files []entente.File, i int, out entente.Sink, missing ...string) (*table, error) {
	r, name, err := Open(dir, files[i])
	if err != nil {
		return nil, err
	}
	t := &table{
		ctx: ctx, file: uint8(i), name: name, out: out, missing: missing,
		closer: r, ahead: readAhead(r), buf: make([]byte, 128<<10), after: 1,
	}
	if t.in, t.encoding, err = decoded(t.ahead); err != nil {
		t.fail(err)
	} else {
		t.readHeader()
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
	t.closer = nil
	if o, ok := t.out.(FileSink); ok && t.err == nil && t.eof && t.pos == t.end {
		f := FileRead{File: t.file, Name: t.name, Bytes: t.ahead.n}
		t.ahead.sum.Sum(f.SHA256[:0])
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
		t.err = &Error{File: t.name, Line: 1,
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
		if len(t.cells) == 1 && t.cells[0].from == t.cells[0].to {
			continue // blank line
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

func (t *table) readHeader() {
	if t.fill(); t.err != nil {
		return
	}
	if t.end == 0 {
		t.err = &Error{File: t.name, What: "the file is empty", Do: fetchItAgain}
		return
	}
	t.sep, t.eol = dialect(t.buf[:t.end])
	if !t.readRow() {
		return
	}
	seen := map[string]bool{}
	for c := range t.cells {
		name := strings.TrimSpace(t.text(c))
		if name != "" && seen[name] {
			t.err = &Error{File: t.name, Line: 1, What: fmt.Sprintf("the header names column %q twice", name), Do: "rename or remove one of them"}
			return
		}
		seen[name] = true
		t.header = append(t.header, name)
	}
	if t.open {
		t.err = &Error{File: t.name, Line: 1, What: "the header has a quote that is not closed", Do: fetchItAgain}
	}
}

// dialect tells the separator and the line end from the first line.
func dialect(b []byte) (sep, eol byte) {
	count := map[byte]int{}
	quoted := false
	eol = '\n'
scan:
	for i, c := range b {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			break scan
		case c == '\r':
			if i+1 < len(b) && b[i+1] != '\n' {
				eol = '\r'
			}
			break scan
		case c == ',' || c == ';' || c == '\t':
			count[c]++
		}
	}
	sep = ','
	for _, c := range []byte(";\t") {
		if count[c] > count[sep] {
			sep = c
		}
	}
	return sep, eol
}

// fill brings more bytes behind the unread ones, which move to the front of
// the buffer. It returns false at the end of the file or of what can be read.
func (t *table) fill() bool {
	if t.eof || t.err != nil {
		return false
	}
	t.end = copy(t.buf, t.buf[t.pos:t.end])
	t.pos = 0
	if t.end == len(t.buf) {
		if len(t.buf) >= maxRow {
			t.err = &Error{File: t.name, Line: int(t.after), What: "a row of more than 4 MB begins here; a quote is probably missing", Do: fetchItAgain}
			return false
		}
		t.buf = append(t.buf, make([]byte, len(t.buf))...)
	}
	for t.end < len(t.buf) {
		n, err := t.in.Read(t.buf[t.end:])
		t.end += n
		if err == io.EOF {
			t.eof = true
			break
		}
		if err != nil {
			t.fail(err)
			return false
		}
	}
	return true
}

// fail turns a failure to read on into an Error that names the place.
func (t *table) fail(err error) {
	e := &Error{File: t.name, Line: int(t.after) - 1, What: "cannot read on: " + err.Error(), Do: fetchItAgain, Err: err}
	switch {
	case errors.Is(err, errWebPage):
		e.Line, e.Do = 1, "the address may have moved: "+fetchItAgain
	case errors.Is(err, errBinary):
		e.Line, e.Do = 1, "save it as CSV, or "+fetchItAgain
	case errors.Is(err, errBomb):
		e.What, e.Do = err.Error(), "do not trust it: "+fetchItAgain+" from its producer"
	case errors.Is(err, io.ErrUnexpectedEOF):
		e.What = "the archive ends too early: the download was cut short"
	}
	t.err = e
}

// readRow splits the next row into cells. It returns false at the end.
func (t *table) readRow() bool {
	for {
		if t.pos == t.end && !t.fill() || t.err != nil {
			return false
		}
		if t.pos == t.end {
			return false
		}
		if t.split() {
			return true
		}
		// The row runs past the buffer: bring more and split it anew.
		t.fill()
		if t.err != nil {
			return false
		}
	}
}

// split takes a row from the buffer, or returns false if the buffer may end
// within it.
func (t *table) split() bool {
	buf, sep, eol := t.buf[:t.end], t.sep, t.eol
	t.cells, t.malformed, t.open, t.ended = t.cells[:0], false, false, false
	t.line = t.after
	lines := uint32(0)
	p := t.pos
	for {
		from := p
		if p < len(buf) && buf[p] == '"' {
			p++
			from = p
			c := cell{from: from}
			for {
				q := bytes.IndexByte(buf[p:], '"')
				if q < 0 {
					if !t.eof {
						return false
					}
					p, t.open = len(buf), true
					c.to = p
					break
				}
				p += q + 1
				if p == len(buf) && !t.eof {
					return false
				}
				if p < len(buf) && buf[p] == '"' {
					p++
					c.doubled = true
					continue
				}
				c.to = p - 1
				break
			}
			lines += uint32(bytes.Count(buf[c.from:c.to], []byte{eol}))
			t.cells = append(t.cells, c)
			if p < len(buf) && buf[p] == '\r' && eol == '\n' {
				p++
				if p < len(buf) && buf[p] != '\n' {
					t.malformed = true
				}
			}
			if p < len(buf) && buf[p] != sep && buf[p] != eol {
				t.malformed = true
			}
			for p < len(buf) && buf[p] != sep && buf[p] != eol {
				p++
			}
		} else {
			for p < len(buf) && buf[p] != sep && buf[p] != eol {
				p++
			}
			to := p
			if eol == '\n' && to > from && (p == len(buf) || buf[p] == eol) && buf[to-1] == '\r' {
				to--
			}
			t.cells = append(t.cells, cell{from: from, to: to})
		}
		if p == len(buf) {
			if !t.eof {
				return false
			}
			t.pos = p
			break
		}
		p++
		if buf[p-1] == eol {
			t.ended = true
			t.pos = p
			break
		}
	}
	t.after = t.line + lines + 1
	return true
}
