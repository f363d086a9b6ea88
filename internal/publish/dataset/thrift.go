package dataset

import "encoding/binary"

// thrift writes structures in the compact protocol of Apache Thrift, in which
// Parquet keeps its metadata. Fields must be written in ascending order.
type thrift struct {
	out  []byte
	last []int16 // number of the last field, by depth of structures
}

// The types of fields.
const (
	thriftI32    = 5
	thriftI64    = 6
	thriftBinary = 8
	thriftList   = 9
	thriftStruct = 12
)

func (t *thrift) varint(x int64) { t.out = binary.AppendVarint(t.out, x) }

func (t *thrift) field(id int16, kind byte) {
	last := &t.last[len(t.last)-1]
	t.out = append(t.out, byte(id-*last)<<4|kind)
	*last = id
}

func (t *thrift) i32(id int16, x int) {
	t.field(id, thriftI32)
	t.varint(int64(x))
}

func (t *thrift) i64(id int16, x int64) {
	t.field(id, thriftI64)
	t.varint(x)
}

func (t *thrift) bytes(b []byte) {
	t.out = binary.AppendUvarint(t.out, uint64(len(b)))
	t.out = append(t.out, b...)
}

func (t *thrift) binary(id int16, b []byte) {
	t.field(id, thriftBinary)
	t.bytes(b)
}

func (t *thrift) list(id int16, kind byte, n int) {
	t.field(id, thriftList)
	if n < 15 {
		t.out = append(t.out, byte(n)<<4|kind)
		return
	}
	t.out = append(t.out, 0xf0|kind)
	t.out = binary.AppendUvarint(t.out, uint64(n))
}

// structure writes a structure: a field's, or with id 0 an element of a list or
// one that stands alone.
func (t *thrift) structure(id int16, fields func()) {
	if id > 0 {
		t.field(id, thriftStruct)
	}
	t.last = append(t.last, 0)
	fields()
	t.last = t.last[:len(t.last)-1]
	t.out = append(t.out, 0)
}
