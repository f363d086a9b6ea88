package dataset

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// Limits and sizes of the Stata 14 format (release 118; StataCorp, "help
// dta_118").
const (
	dtaName    = 129 // bytes of a name of a variable or of value labels
	dtaFormat  = 57
	dtaLabel   = 321
	dtaMostVar = 32767
	dtaChars   = 80 // characters of a label
	dtaLetters = 32 // characters of a name
)

// dtaType is a numeric storage type with its codes of missing values.
type dtaType struct {
	code        uint16
	bytes       int
	least, most float64 // of values
}

var (
	dtaByte   = dtaType{65530, 1, -127, 100}
	dtaInt    = dtaType{65529, 2, -32767, 32740}
	dtaLong   = dtaType{65528, 4, -2147483647, 2147483620}
	dtaDouble = dtaType{65526, 8, -math.MaxFloat64, 8.9884656743e307}
)

// extended is the place of a kind of absence among Stata's missing values: .a
// is 1.
var extended = [entente.OutsideCoverage + 1]int{entente.Missing: 1, entente.Undefined: 2, entente.NotAState: 3, entente.OutsideCoverage: 4}

// dtaReasons is the name of the value labels that say what .a to .d mean.
const dtaReasons = "why_no_value"

// Stata writes the table as a Stata data set (release 118, read by Stata 14 and
// later), with labels of variables, of codes and of missing values, and notes.
// The status columns of Options are not written: extended missing values say
// the same.
func Stata(w io.Writer, t Table, o Options) error {
	vars := t.Variables()
	if len(vars) > dtaMostVar {
		return fmt.Errorf("%d columns, but a Stata file has at most %d: leave layers out", len(vars), dtaMostVar)
	}
	for _, v := range vars {
		if len(v.Name) > dtaLetters {
			return fmt.Errorf("column %s has a name of more than %d letters, which Stata does not take", v.Name, dtaLetters)
		}
	}
	d := &dtaWriter{w: bufio.NewWriterSize(w, 1<<18), table: t, vars: vars}
	d.choose()
	return d.write(o)
}

type dtaWriter struct {
	w      *bufio.Writer
	table  Table
	vars   []entente.Variable
	types  []dtaType
	labels []string // value labels of each variable
	at     uint64
	err    error
}

// choose finds the smallest type that holds each variable.
func (d *dtaWriter) choose() {
	values, status := make([]float64, chunkRows), make([]entente.Status, chunkRows)
	for i, v := range d.vars {
		ty := dtaDouble
		if v.Kind == entente.Whole {
			least, most := 0.0, 0.0
			for from := 0; from < d.table.Rows(); from += chunkRows {
				n := min(chunkRows, d.table.Rows()-from)
				d.table.Read(i, from, values[:n], status[:n])
				for k, x := range values[:n] {
					if status[k] == entente.Known {
						least, most = min(least, x), max(most, x)
					}
				}
			}
			for _, ty = range []dtaType{dtaByte, dtaInt, dtaLong, dtaDouble} {
				if ty.least <= least && most <= ty.most {
					break
				}
			}
		}
		d.types = append(d.types, ty)
		label := ""
		switch {
		case len(v.Values) > 0:
			label = v.Name
		case !v.Key:
			label = dtaReasons
		}
		d.labels = append(d.labels, label)
	}
}

func (d *dtaWriter) bytes(b []byte) {
	if d.err == nil {
		_, d.err = d.w.Write(b)
	}
	d.at += uint64(len(b))
}

func (d *dtaWriter) text(s string) { d.bytes([]byte(s)) }

// fixed writes a text in a field of n bytes, ended by zero.
func (d *dtaWriter) fixed(s string, n int) {
	b := make([]byte, n)
	copy(b[:n-1], s)
	d.bytes(b)
}

// number writes an unsigned number of n bytes, the least first.
func (d *dtaWriter) number(v uint64, n int) {
	d.bytes(binary.LittleEndian.AppendUint64(nil, v)[:n])
}

// cut keeps at most n characters.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

func (d *dtaWriter) write(o Options) error {
	// The map of places comes before what it points to, so that the file is
	// gone through twice: once without writing.
	out := d.w
	d.w = bufio.NewWriter(io.Discard)
	places := d.sections(o, make([]uint64, 14), false)
	d.w, d.at = out, 0
	d.sections(o, places, true)
	if d.err != nil {
		return d.err
	}
	return d.w.Flush()
}

func (d *dtaWriter) sections(o Options, places []uint64, rows bool) []uint64 {
	var at []uint64
	mark := func() { at = append(at, d.at) }
	section := func(name string, body func()) {
		mark()
		d.text("<" + name + ">")
		body()
		d.text("</" + name + ">")
	}
	mark()
	title := cut(o.Title, dtaChars)
	d.text("<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>")
	d.number(uint64(len(d.vars)), 2)
	d.text("</K><N>")
	d.number(uint64(d.table.Rows()), 8)
	d.text("</N><label>")
	d.number(uint64(len(title)), 2)
	d.text(title + "</label><timestamp>\x00</timestamp></header>") // no clock in a file that must be the same tomorrow
	section("map", func() {
		for _, p := range places {
			d.number(p, 8)
		}
	})
	section("variable_types", func() {
		for _, t := range d.types {
			d.number(uint64(t.code), 2)
		}
	})
	section("varnames", func() {
		for _, v := range d.vars {
			d.fixed(v.Name, dtaName)
		}
	})
	section("sortlist", func() {
		for i, v := range d.vars {
			if v.Key {
				d.number(uint64(i+1), 2)
			} else {
				d.number(0, 2)
			}
		}
		d.number(0, 2)
	})
	section("formats", func() {
		for i := range d.vars {
			format := "%8.0g"
			if d.types[i] == dtaDouble || d.types[i] == dtaLong {
				format = "%10.0g"
			}
			d.fixed(format, dtaFormat)
		}
	})
	section("value_label_names", func() {
		for _, l := range d.labels {
			d.fixed(l, dtaName)
		}
	})
	section("variable_labels", func() {
		for _, v := range d.vars {
			d.fixed(cut(v.Label, dtaChars), dtaLabel)
		}
	})
	section("characteristics", func() {
		d.notes("_dta", o.Notes)
		for _, v := range d.vars {
			d.notes(v.Name, variableNotes(v))
		}
	})
	section("data", func() { d.data(rows) })
	section("strls", func() {})
	section("value_labels", d.valueLabels)
	mark()
	d.text("</stata_dta>")
	mark()
	return at
}

// variableNotes says what does not fit into a label.
func variableNotes(v entente.Variable) []string {
	if v.Key {
		return nil
	}
	notes := []string{v.Label}
	if v.Unit != "" {
		notes = append(notes, "Unit: "+v.Unit)
	}
	return append(notes, fmt.Sprintf("Sources: %s; cover %d to %d; no row means %s", strings.Join(v.Sources, ", "), v.First, v.Last, v.Absence))
}

func (d *dtaWriter) notes(of string, notes []string) {
	if len(notes) == 0 {
		return
	}
	entry := func(name, text string) {
		d.text("<ch>")
		d.number(uint64(2*dtaName+len(text)+1), 4)
		d.fixed(of, dtaName)
		d.fixed(name, dtaName)
		d.text(text + "\x00</ch>")
	}
	entry("note0", strconv.Itoa(len(notes)))
	for i, n := range notes {
		entry("note"+strconv.Itoa(i+1), n)
	}
}

func (d *dtaWriter) data(write bool) {
	width := 0
	for _, t := range d.types {
		width += t.bytes
	}
	if !write {
		d.at += uint64(width * d.table.Rows())
		return
	}
	err := inOrder(d.table.Rows(), func(from, rows int) []byte { return d.rows(from, rows, width) }, func(b []byte) error {
		d.bytes(b)
		return d.err
	})
	if d.err == nil {
		d.err = err
	}
}

func (d *dtaWriter) rows(from, rows, width int) []byte {
	out := make([]byte, rows*width)
	values, status := make([]float64, rows), make([]entente.Status, rows)
	column := 0
	for i, t := range d.types {
		d.table.Read(i, from, values, status)
		for r, x := range values {
			t.put(out[r*width+column:], x, extended[status[r]])
		}
		column += t.bytes
	}
	return out
}

// put writes a value, or the missing value of that place (.a is 1). Those
// follow the greatest value of a whole type; those of a double are the powers
// that help dta_118 lists.
func (t dtaType) put(b []byte, x float64, missing int) {
	v := int64(x)
	if missing > 0 && t != dtaDouble {
		v = int64(t.most) + 1 + int64(missing)
	}
	switch t {
	case dtaByte:
		b[0] = byte(v)
	case dtaInt:
		binary.LittleEndian.PutUint16(b, uint16(v))
	case dtaLong:
		binary.LittleEndian.PutUint32(b, uint32(v))
	default:
		bits := math.Float64bits(x)
		if missing > 0 {
			bits = 0x7fe0000000000000 + uint64(missing)<<40
		}
		binary.LittleEndian.PutUint64(b, bits)
	}
}

// dtaSystemMissing is the missing value "." of a long; .a follows it.
const dtaSystemMissing = 2147483621

func (d *dtaWriter) valueLabels() {
	reasons := []entente.ValueLabel{}
	for s := entente.Missing; s <= entente.OutsideCoverage; s++ {
		reasons = append(reasons, entente.ValueLabel{Value: dtaSystemMissing + extended[s], Label: s.String()})
	}
	table := func(name string, labels []entente.ValueLabel) {
		labels = append(labels[:len(labels):len(labels)], reasons...)
		text := 0
		for _, l := range labels {
			text += len(l.Label) + 1
		}
		d.text("<lbl>")
		d.number(uint64(8+8*len(labels)+text), 4)
		d.fixed(name, dtaName)
		d.number(0, 3)
		d.number(uint64(len(labels)), 4)
		d.number(uint64(text), 4)
		at := 0
		for _, l := range labels {
			d.number(uint64(at), 4)
			at += len(l.Label) + 1
		}
		for _, l := range labels {
			d.number(uint64(uint32(int32(l.Value))), 4)
		}
		for _, l := range labels {
			d.text(l.Label + "\x00")
		}
		d.text("</lbl>")
	}
	table(dtaReasons, nil)
	for _, v := range d.vars {
		if len(v.Values) > 0 {
			table(v.Name, v.Values)
		}
	}
}
