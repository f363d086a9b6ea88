package source

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/entente-observatory/entente"
)

// raw returns a cell as it stands in the file, quotes within it doubled.
func (t *table) raw(c int) []byte { return t.buf[t.cells[c].from:t.cells[c].to] }

// bytes returns a cell without surrounding blanks, valid until the next row.
func (t *table) bytes(c int) []byte {
	if c < 0 {
		return nil
	}
	at := t.cells[c]
	b := t.buf[at.from:at.to]
	if at.doubled {
		b = bytes.ReplaceAll(b, []byte(`""`), []byte(`"`))
	}
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t') {
		b = b[1:]
	}
	for len(b) > 0 && (b[len(b)-1] == ' ' || b[len(b)-1] == '\t') {
		b = b[:len(b)-1]
	}
	return b
}

// text returns a cell as a string. A cell that is no UTF-8 is read as
// Windows-1252, which holds Latin-1, and the reading is noted.
func (t *table) text(c int) string {
	b := t.bytes(c)
	if utf8.Valid(b) {
		return string(b)
	}
	t.remark("cells that are not UTF-8, read as Windows-1252")
	s, _ := charmap.Windows1252.NewDecoder().Bytes(b)
	return string(s)
}

// textOr is text for a column in which values may be missing.
func (t *table) textOr(c int) string {
	if t.isMissing(c) {
		return ""
	}
	return t.text(c)
}

// isMissing reports whether the cell is empty, holds one of the data set's
// texts for no value, or belongs to a column that the file lacks.
func (t *table) isMissing(c int) bool {
	b := t.bytes(c)
	if len(b) == 0 {
		return true
	}
	for _, m := range t.missing {
		if string(b) == m {
			return true
		}
	}
	return false
}

// value makes the row bad where the cell is missing.
func (t *table) value(c int) bool {
	if !t.isMissing(c) {
		return true
	}
	t.fault("missing "+t.columnName(c), "give a value or leave the row out")
	return false
}

// columnName names a column for a message.
func (t *table) columnName(c int) string {
	if c < 0 || c >= len(t.header) {
		return "value"
	}
	return t.header[c]
}

// wrong makes the row bad on account of a cell.
func (t *table) wrong(c int, reason, expect string) {
	t.fault(reason+" in "+t.columnName(c), fmt.Sprintf("%s %q where %s is expected", t.columnName(c), clip(t.text(c)), expect))
}

// clip shortens a cell for a message.
func clip(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	for cut := most; ; cut-- {
		if utf8.RuneStart(s[cut]) {
			return s[:cut] + "…"
		}
	}
}

// int reads a whole number between lo and hi. A missing one makes the row bad.
func (t *table) int(c, lo, hi int) int {
	if !t.value(c) {
		return 0
	}
	n, ok := parseInt(t.bytes(c))
	if !ok || n < lo || n > hi {
		t.wrong(c, "impossible value", fmt.Sprintf("a whole number from %d to %d", lo, hi))
		return 0
	}
	return n
}

// intOr is int for a column in which values may be missing: it returns false
// for a missing one.
func (t *table) intOr(c, lo, hi int) (int, bool) {
	if t.isMissing(c) {
		return 0, false
	}
	return t.int(c, lo, hi), true
}

// parseInt reads a whole number, also one that statistical software has
// written with a point and zeros.
func parseInt(b []byte) (int, bool) {
	digits, negative := b, false
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		digits, negative = b[1:], b[0] == '-'
	}
	if len(digits) == 0 || len(digits) > 18 || digits[0] == '.' {
		return 0, false
	}
	n := 0
	for i, d := range digits {
		if d == '.' {
			for _, z := range digits[i+1:] {
				if z != '0' {
					return 0, false
				}
			}
			break
		}
		if d < '0' || d > '9' {
			return 0, false
		}
		n = 10*n + int(d-'0')
	}
	if negative {
		n = -n
	}
	return n, true
}

// float reads a finite number between lo and hi. A missing one makes the row
// bad.
func (t *table) float(c int, lo, hi float64) float64 {
	if !t.value(c) {
		return 0
	}
	x, err := strconv.ParseFloat(string(t.bytes(c)), 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) || x < lo || x > hi {
		t.wrong(c, "impossible value", fmt.Sprintf("a number from %g to %g", lo, hi))
		return 0
	}
	return x
}

// floatOr is float for a column in which values may be missing: the status
// is Missing for such a cell.
func (t *table) floatOr(c int, lo, hi float64) (float64, entente.Status) {
	if t.isMissing(c) {
		return 0, entente.Missing
	}
	return t.float(c, lo, hi), entente.Known
}

// flag reads 0 or 1; a missing one is Uncoded.
func (t *table) flag(c int) entente.Flag {
	n, ok := t.intOr(c, 0, 1)
	switch {
	case !ok:
		return entente.Uncoded
	case n == 1:
		return entente.On
	}
	return entente.Off
}

// year reads a calendar year of the record.
func (t *table) year(c int) int { return t.int(c, 1500, 2200) }
