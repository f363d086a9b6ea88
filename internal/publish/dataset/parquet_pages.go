package dataset

import (
	"encoding/binary"
	"math"
	"math/bits"

	"github.com/entente-observatory/entente"
	"github.com/klauspost/compress/zstd"
)

// The numbers of Parquet's types, encodings and compression.
const (
	parquetInt32     = 1
	parquetDouble    = 5
	parquetBytes     = 6
	encodingPlain    = 0
	encodingRLE      = 3
	encodingByDict   = 8
	compressionZstd  = 6
	pageOfData       = 0
	pageOfDictionary = 2
)

// chunk is a column of a row group, encoded: a dictionary page, if there is
// one, and a page of data.
type chunk struct {
	bytes        []byte
	dictionary   int // length of the dictionary page with its header
	uncompressed int
	rows, nulls  int
	least, most  []byte // as the type is written; nil where there is no value
}

// encoder makes chunks. It belongs to one goroutine and keeps its room.
type encoder struct {
	values  []float64
	status  []entente.Status
	codes   []uint32
	levels  []uint32
	slots   []int32
	touched []uint64
	book    []float64
	page    []byte
	packed  []byte
	zstd    *zstd.Encoder
}

func newEncoder(rows int) (*encoder, error) {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	return &encoder{
		values: make([]float64, rows), status: make([]entente.Status, rows), codes: make([]uint32, rows), levels: make([]uint32, rows),
		slots: make([]int32, bookSlots), zstd: z,
	}, err
}

// A chunk is written by a dictionary if it has few different values, so that
// the book is smaller and faster than the values.
const (
	bookShare = 8       // values for each different one, at least
	bookSlots = 1 << 15 // of the hash table, four times what groupRows/bookShare entries need
)

// column encodes the column of numbers that is in values and status.
func (e *encoder) column(v entente.Variable, rows int) chunk {
	values, status := e.values[:rows], e.status[:rows]
	c := chunk{rows: rows}
	known := values
	e.page = e.page[:0]
	if !v.Key {
		// Values move up into the places of those that are not there.
		n := 0
		for i, s := range status {
			e.levels[i] = 0
			if s == entente.Known {
				e.levels[i] = 1
				values[n] = values[i]
				n++
			}
		}
		known = values[:n]
		c.nulls = rows - n
		e.page = append(e.page, 0, 0, 0, 0)
		e.page = appendHybrid(e.page, e.levels[:rows], 1)
		binary.LittleEndian.PutUint32(e.page, uint32(len(e.page)-4))
	}
	put := appendDouble
	if v.Kind == entente.Whole {
		put = appendInt32
	}
	if len(known) > 0 {
		least, most := known[0], known[0]
		for _, x := range known {
			least, most = min(least, x), max(most, x)
		}
		c.least, c.most = put(nil, least), put(nil, most)
	}
	if e.byBook(known) {
		var book []byte
		for _, x := range e.book {
			book = put(book, x)
		}
		e.dictionary(&c, book, len(e.book))
		e.coded(&c, e.codes[:len(known)], len(e.book))
		return c
	}
	for _, x := range known {
		e.page = put(e.page, x)
	}
	e.data(&c, encodingPlain)
	return c
}

// reasons encodes the companion of a column that names each cell's status.
func (e *encoder) reasons(rows int) chunk {
	c := chunk{rows: rows}
	e.page = e.page[:0]
	var book []byte
	for s := range entente.OutsideCoverage + 1 {
		name := s.String()
		book = binary.LittleEndian.AppendUint32(book, uint32(len(name)))
		book = append(book, name...)
	}
	for i, s := range e.status[:rows] {
		e.codes[i] = uint32(s)
	}
	e.dictionary(&c, book, int(entente.OutsideCoverage)+1)
	e.coded(&c, e.codes[:rows], int(entente.OutsideCoverage)+1)
	return c
}

func appendDouble(b []byte, x float64) []byte {
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
}

func appendInt32(b []byte, x float64) []byte {
	return binary.LittleEndian.AppendUint32(b, uint32(int32(x)))
}

// byBook fills codes and book with the values in order of their first
// occurrence, and reports whether there are few enough.
func (e *encoder) byBook(values []float64) bool {
	for _, h := range e.touched {
		e.slots[h] = 0
	}
	e.book, e.touched = e.book[:0], e.touched[:0]
	most := max(1, groupRows/bookShare)
	last := uint32(0)
	for i, x := range values {
		b := math.Float64bits(x)
		if i > 0 && b == math.Float64bits(e.book[last]) {
			e.codes[i] = last
			continue
		}
		h := b * 0x9e3779b97f4a7c15 >> 49 // 15 bits
		for e.slots[h] != 0 && math.Float64bits(e.book[e.slots[h]-1]) != b {
			h = (h + 1) % bookSlots
		}
		if e.slots[h] == 0 {
			if len(e.book) == most {
				return false
			}
			e.book = append(e.book, x)
			e.slots[h] = int32(len(e.book))
			e.touched = append(e.touched, h)
		}
		last = uint32(e.slots[h] - 1)
		e.codes[i] = last
	}
	return len(values) > 0
}

// coded ends the page of data with codes into a book.
func (e *encoder) coded(c *chunk, codes []uint32, book int) {
	width := bits.Len(uint(book - 1))
	e.page = append(e.page, byte(width))
	e.page = appendHybrid(e.page, codes, width)
	e.data(c, encodingByDict)
}

// dictionary writes the page of the book.
func (e *encoder) dictionary(c *chunk, book []byte, n int) {
	e.write(c, book, func(t *thrift) {
		t.structure(7, func() {
			t.i32(1, n)
			t.i32(2, encodingPlain)
		})
	}, pageOfDictionary)
	c.dictionary = len(c.bytes)
}

// data writes the page of data.
func (e *encoder) data(c *chunk, encoding int) {
	e.write(c, e.page, func(t *thrift) {
		t.structure(5, func() {
			t.i32(1, c.rows)
			t.i32(2, encoding)
			t.i32(3, encodingRLE)
			t.i32(4, encodingRLE)
		})
	}, pageOfData)
}

func (e *encoder) write(c *chunk, body []byte, header func(*thrift), kind int) {
	e.packed = e.zstd.EncodeAll(body, e.packed[:0])
	var t thrift
	t.structure(0, func() {
		t.i32(1, kind)
		t.i32(2, len(body))
		t.i32(3, len(e.packed))
		header(&t)
	})
	c.bytes = append(append(c.bytes, t.out...), e.packed...)
	c.uncompressed += len(t.out) + len(body)
}

// appendHybrid writes numbers of a width in bits as Parquet's hybrid of
// run-length and bit-packed encoding: eight equal ones or more as a run, others
// packed in groups of eight.
func appendHybrid(out []byte, values []uint32, width int) []byte {
	bytes := (width + 7) / 8
	for i := 0; i < len(values); {
		if run := equalRun(values[i:]); run >= 8 {
			out = binary.AppendUvarint(out, uint64(run)<<1)
			for b := range bytes {
				out = append(out, byte(values[i]>>(8*b)))
			}
			i += run
			continue
		}
		from := i
		for i < len(values) && equalRun(values[i:min(len(values), i+8)]) < 8 {
			i = min(len(values), i+8)
		}
		groups := (i - from + 7) / 8
		out = binary.AppendUvarint(out, uint64(groups)<<1|1)
		acc, have := uint64(0), 0
		for k := range 8 * groups {
			if from+k < i {
				acc |= uint64(values[from+k]) << have
			}
			for have += width; have >= 8; have -= 8 {
				out = append(out, byte(acc))
				acc >>= 8
			}
		}
	}
	return out
}

// equalRun counts how many values are like the first.
func equalRun(values []uint32) int {
	n := 1
	for n < len(values) && values[n] == values[0] {
		n++
	}
	return n
}
