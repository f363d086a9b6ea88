package source

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// maxTitles is the most lines of title that a table has above its header.
const maxTitles = 40

// openBelow is openTable for a file with lines of title above its header,
// which is the first line of which isHeader says so. Its columns are divided
// as that line is, and the titles are kept.
func openBelow(ctx context.Context, dir fs.FS, files []entente.File, i int, out entente.Sink, isHeader func(line string) bool, missing ...string) (*table, error) {
	return open(ctx, dir, files, i, out, missing, func(t *table) {
		if t.skipTitles(isHeader) {
			t.readHeader()
		}
	})
}

// openHeaderless is openTable for a file without a header. The names of its
// columns are their numbers, from 1, and the first row says how many there
// are.
func openHeaderless(ctx context.Context, dir fs.FS, files []entente.File, i int, out entente.Sink, missing ...string) (*table, error) {
	return open(ctx, dir, files, i, out, missing, func(t *table) {
		if !t.firstRow() {
			return
		}
		for c := range t.cells {
			t.header = append(t.header, strconv.Itoa(c+1))
		}
		t.pos, t.after = 0, 1
	})
}

// skipTitles moves to the line of the header.
func (t *table) skipTitles(isHeader func(line string) bool) bool {
	if t.fill(); t.err != nil {
		return false
	}
	eol := byte('\n')
	if bytes.IndexByte(t.buf[:t.end], eol) < 0 {
		eol = '\r'
	}
	for p := 0; p < t.end && len(t.titles) < maxTitles; t.after++ {
		next := t.end
		if n := bytes.IndexByte(t.buf[p:t.end], eol); n >= 0 {
			next = p + n + 1
		}
		line := strings.TrimRight(string(t.buf[p:next]), "\r\n")
		if isHeader(line) {
			t.pos, t.top = p, t.after
			return true
		}
		t.titles = append(t.titles, line)
		p = next
	}
	t.err = &Error{File: t.name, What: fmt.Sprintf("no columns: none of the first %d lines is a header", len(t.titles)),
		Do: "check that this is the file that its name says, or " + fetchItAgain}
	if t.end == 0 {
		t.err = &Error{File: t.name, What: "the file is empty", Do: fetchItAgain}
	}
	return false
}
