package dataset

import (
	"encoding/binary"
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/entente-observatory/entente"
)

// groupRows is the number of rows of a row group: enough for a core to work on
// by itself.
const groupRows = 1 << 16

// chunkRows is how many cells are read and written at a time in other formats.
const chunkRows = 1 << 12

// Parquet writes the table as a Parquet file. Whole numbers are INT32, others
// DOUBLE; a cell without a value is null. Row groups are made on all cores and
// written in order.
//
// A library that takes values one by one spends most of the time of a panel on
// passing them; here a column of a row group is encoded as a whole.
//
// Format: Apache Parquet 2.10, data pages of version 1, Zstandard.
func Parquet(w io.Writer, t Table, o Options) error {
	p := &parquetFile{Table: t, vars: t.Variables(), o: o, w: w}
	if err := p.put([]byte("PAR1")); err != nil {
		return err
	}
	if err := p.groups(); err != nil {
		return fmt.Errorf("writing Parquet: %w", err)
	}
	footer := p.footer()
	footer = binary.LittleEndian.AppendUint32(footer, uint32(len(footer)))
	return p.put(append(footer, "PAR1"...))
}

type parquetFile struct {
	Table
	vars []entente.Variable
	o    Options
	w    io.Writer
	at   int64        // bytes written
	done []writtenRow // row groups written
}

// writtenRow is a row group as the footer has it.
type writtenRow struct {
	rows    int
	columns []writtenColumn
}

type writtenColumn struct {
	chunk // without its bytes
	at    int64
	size  int
}

func (p *parquetFile) put(b []byte) error {
	n, err := p.w.Write(b)
	p.at += int64(n)
	return err
}

// groups makes the row groups on all cores and writes them in order.
func (p *parquetFile) groups() error {
	cores := runtime.GOMAXPROCS(0)
	free := make(chan *encoder, cores)
	for range cores {
		e, err := newEncoder(min(groupRows, p.Rows()))
		if err != nil {
			return err
		}
		free <- e
	}
	var queue []chan []chunk
	next := func() error {
		chunks := <-queue[0]
		queue = queue[1:]
		group := writtenRow{rows: chunks[0].rows}
		for _, c := range chunks {
			at := p.at
			if err := p.put(c.bytes); err != nil {
				return err
			}
			size := len(c.bytes)
			c.bytes = nil
			group.columns = append(group.columns, writtenColumn{c, at, size})
		}
		p.done = append(p.done, group)
		return nil
	}
	var failed error
	for from := 0; from < p.Rows() && failed == nil; from += groupRows {
		if len(queue) == cores {
			failed = next()
		}
		made := make(chan []chunk, 1)
		queue = append(queue, made)
		e := <-free
		go func() {
			made <- p.group(e, from, min(groupRows, p.Rows()-from))
			free <- e
		}()
	}
	for len(queue) > 0 && failed == nil {
		failed = next()
	}
	return failed
}

// group encodes the columns of a row group.
func (p *parquetFile) group(e *encoder, from, rows int) []chunk {
	var chunks []chunk
	for i, v := range p.vars {
		p.Read(i, from, e.values[:rows], e.status[:rows])
		chunks = append(chunks, e.column(v, rows))
		if p.o.Status && !v.Key {
			chunks = append(chunks, e.reasons(rows))
		}
	}
	return chunks
}

// physical is a column of the file.
type physical struct {
	name           string
	kind           int
	optional, text bool
}

func (p *parquetFile) physical() []physical {
	var list []physical
	for _, v := range p.vars {
		kind := parquetInt32
		if v.Kind == entente.Real {
			kind = parquetDouble
		}
		list = append(list, physical{name: v.Name, kind: kind, optional: !v.Key})
		if p.o.Status && !v.Key {
			list = append(list, physical{name: statusColumn(v.Name), kind: parquetBytes, text: true})
		}
	}
	return list
}

// footer is the metadata of the file: FileMetaData in parquet.thrift.
func (p *parquetFile) footer() []byte {
	var t thrift
	columns := p.physical()
	t.structure(0, func() {
		t.i32(1, 2)
		t.list(2, thriftStruct, len(columns)+1)
		t.structure(0, func() {
			t.binary(4, []byte("panel"))
			t.i32(5, len(columns))
		})
		for _, c := range columns {
			t.structure(0, func() {
				t.i32(1, c.kind)
				t.i32(3, map[bool]int{false: 0, true: 1}[c.optional])
				t.binary(4, []byte(c.name))
				if c.text {
					t.i32(6, 0)                                           // UTF8
					t.structure(10, func() { t.structure(1, func() {}) }) // the logical type of a text
				}
			})
		}
		t.i64(3, int64(p.Rows()))
		t.list(4, thriftStruct, len(p.done))
		for _, g := range p.done {
			p.rowGroup(&t, g, columns)
		}
		notes := [][2]string{{"notes", strings.Join(p.o.Notes, "\n")}, {"title", p.o.Title}}
		t.list(5, thriftStruct, len(notes))
		for _, n := range notes {
			t.structure(0, func() {
				t.binary(1, []byte(n[0]))
				t.binary(2, []byte(n[1]))
			})
		}
		t.binary(6, []byte("entente version 1"))
		// Least and most are by the order of the types.
		t.list(7, thriftStruct, len(columns))
		for range columns {
			t.structure(0, func() { t.structure(1, func() {}) })
		}
	})
	return t.out
}

func (p *parquetFile) rowGroup(t *thrift, g writtenRow, columns []physical) {
	size, packed := 0, 0
	for _, c := range g.columns {
		size += c.uncompressed
		packed += c.size
	}
	t.structure(0, func() {
		t.list(1, thriftStruct, len(g.columns))
		for i, c := range g.columns {
			t.structure(0, func() {
				t.i64(2, c.at)
				t.structure(3, func() { c.metadata(t, columns[i]) })
			})
		}
		t.i64(2, int64(size))
		t.i64(3, int64(g.rows))
		t.i64(5, g.columns[0].at)
		t.i64(6, int64(packed))
	})
}

func (c *writtenColumn) metadata(t *thrift, p physical) {
	encodings := []int64{encodingPlain, encodingRLE}
	if c.dictionary > 0 {
		encodings = append(encodings, encodingByDict)
	}
	t.i32(1, p.kind)
	t.list(2, thriftI32, len(encodings))
	for _, e := range encodings {
		t.varint(e)
	}
	t.list(3, thriftBinary, 1)
	t.bytes([]byte(p.name))
	t.i32(4, compressionZstd)
	t.i64(5, int64(c.rows))
	t.i64(6, int64(c.uncompressed))
	t.i64(7, int64(c.size))
	t.i64(9, c.at+int64(c.dictionary))
	if c.dictionary > 0 {
		t.i64(11, c.at)
	}
	t.structure(12, func() {
		t.i64(3, int64(c.nulls))
		if c.least != nil {
			t.binary(5, c.most)
			t.binary(6, c.least)
		}
	})
}

// columnOrder is the columns as they stand in the file.
func columnOrder(vars []entente.Variable, o Options) []string {
	var names []string
	for _, v := range vars {
		names = append(names, v.Name)
		if o.Status && !v.Key {
			names = append(names, statusColumn(v.Name))
		}
	}
	return names
}
