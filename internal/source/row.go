package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxRow is the longest row that a table may have. A longer one is a quote
// that was opened and never closed.
const maxRow = 4 << 20

// cell is the place of a cell in the buffer. Doubled quotes are undone only
// when the cell is read.
type cell struct {
	from, to int
	doubled  bool
}

// firstRow tells separator and line end from the first row that is not blank,
// and moves to it.
func (t *table) firstRow() bool {
	if t.pos == t.end {
		if t.fill(); t.err != nil {
			return false
		}
	}
	t.sep, t.eol = dialect(t.buf[t.pos:t.end])
	for blank := true; blank; blank = t.blank() {
		if !t.readRow() {
			if t.err == nil {
				t.err = &Error{File: t.name, What: "the file is empty", Do: fetchItAgain}
			}
			return false
		}
	}
	return true
}

func (t *table) readHeader() {
	if !t.firstRow() {
		return
	}
	seen := map[string]bool{}
	for c := range t.cells {
		name := strings.TrimSpace(t.text(c))
		if name != "" && seen[name] {
			t.err = &Error{File: t.name, Line: int(t.top), What: fmt.Sprintf("the header names column %q twice", name), Do: "rename or remove one of them"}
			return
		}
		seen[name] = true
		t.header = append(t.header, name)
	}
	if t.open {
		t.err = &Error{File: t.name, Line: int(t.top), What: "the header has a quote that is not closed", Do: fetchItAgain}
	}
}

// blank reports whether the row is an empty line.
func (t *table) blank() bool { return len(t.cells) == 1 && t.cells[0].from == t.cells[0].to }

// empty reports whether no cell of the row holds anything: a line that a
// spreadsheet kept for the eye.
func (t *table) empty() bool {
	for _, c := range t.cells {
		if c.from != c.to {
			return false
		}
	}
	return true
}

// dialect tells the separator and the line end from the first line that is
// not empty.
func dialect(b []byte) (sep, eol byte) {
	for len(b) > 1 && (b[0] == '\n' || b[0] == '\r') {
		b = b[1:]
	}
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
