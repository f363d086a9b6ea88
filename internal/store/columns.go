package store

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

// columns reads whole columns of a row group, page by page and without a
// struct per row: ten times as fast as rows.
type columns struct {
	group  parquet.RowGroup
	schema *parquet.Schema
}

// number is a type that whole numbers of a column are read into.
type number interface {
	~int8 | ~int16 | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32
}

// kinds of columns in our tables; each has one physical type.
const (
	ints    = parquet.Int32
	doubles = parquet.Double
	strs    = parquet.ByteArray
	bools   = parquet.Boolean
)

func (c columns) rows() int { return int(c.group.NumRows()) }

func (c columns) chunk(name string, kind parquet.Kind) (parquet.ColumnChunk, error) {
	for _, path := range c.schema.Columns() {
		if path[0] != name {
			continue
		}
		leaf, _ := c.schema.Lookup(path...)
		if k := leaf.Node.Type().Kind(); k != kind {
			return nil, fmt.Errorf("column %s is of type %v, want %v", name, k, kind)
		}
		return c.group.ColumnChunks()[leaf.ColumnIndex], nil
	}
	return nil, fmt.Errorf("no column %s", name)
}

// pages calls fn for each page of the column. The page is fn's only during the
// call.
func (c columns) pages(name string, kind parquet.Kind, fn func(parquet.Page) error) error {
	chunk, err := c.chunk(name, kind)
	if err != nil {
		return err
	}
	pages := chunk.Pages()
	defer pages.Close()
	for {
		p, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("column %s: %w", name, err)
		}
		err = fn(p)
		parquet.Release(p)
		if err != nil {
			return fmt.Errorf("column %s: %w", name, err)
		}
	}
}

// errLength tells of a column that has not a value for every row.
var errLength = errors.New("number of values and number of rows differ")

// readInts fills dst with the column; null becomes the value given. dst has
// one element per row.
func readInts[T number](c columns, name string, dst []T, null T) error {
	n := 0
	err := c.pages(name, ints, func(p parquet.Page) error {
		data := p.Data()
		values := data.Int32()
		levels := p.DefinitionLevels()
		if len(levels) == 0 {
			if len(values) > len(dst)-n {
				return errLength
			}
			for i, v := range values {
				dst[n+i] = T(v)
			}
			n += len(values)
			return nil
		}
		if len(levels) > len(dst)-n {
			return errLength
		}
		for _, l := range levels {
			if dst[n] = null; l > 0 {
				if len(values) == 0 {
					return errLength
				}
				dst[n], values = T(values[0]), values[1:]
			}
			n++
		}
		return nil
	})
	if err == nil && n != len(dst) {
		err = fmt.Errorf("column %s: %w", name, errLength)
	}
	return err
}

// readLists fills dst with the elements of a column of lists, all rows one
// after the other.
func readLists(c columns, name string, dst []int32) error {
	n := 0
	err := c.pages(name, ints, func(p parquet.Page) error {
		data := p.Data()
		values := data.Int32()
		if len(values) > len(dst)-n {
			return errLength
		}
		n += copy(dst[n:], values)
		return nil
	})
	if err == nil && n != len(dst) {
		err = fmt.Errorf("column %s: %w", name, errLength)
	}
	return err
}

// readDoubles fills dst with the column, and known with whether there is a
// value; known may be nil where the column has no nulls.
func readDoubles(c columns, name string, dst []float64, known []bool) error {
	n := 0
	err := c.pages(name, doubles, func(p parquet.Page) error {
		data := p.Data()
		values := data.Double()
		levels := p.DefinitionLevels()
		if len(levels) == 0 {
			if len(values) > len(dst)-n {
				return errLength
			}
			copy(dst[n:], values)
			for i := range values {
				if known != nil {
					known[n+i] = true
				}
			}
			n += len(values)
			return nil
		}
		if len(levels) > len(dst)-n || known == nil {
			return errLength
		}
		for _, l := range levels {
			dst[n], known[n] = 0, l > 0
			if l > 0 {
				if len(values) == 0 {
					return errLength
				}
				dst[n], values = values[0], values[1:]
			}
			n++
		}
		return nil
	})
	if err == nil && n != len(dst) {
		err = fmt.Errorf("column %s: %w", name, errLength)
	}
	return err
}

// readStrings fills dst with the column, which is written with a dictionary:
// a text that occurs often is kept in memory once.
func readStrings(c columns, name string, dst []string) error {
	n := 0
	var words []string
	err := c.pages(name, strs, func(p parquet.Page) error {
		dict := p.Dictionary()
		if dict == nil {
			return errors.New("not written with a dictionary")
		}
		if words == nil {
			words = make([]string, dict.Len())
			for i := range words {
				words[i] = string(dict.Index(int32(i)).ByteArray())
			}
		}
		data := p.Data()
		values := data.Int32()
		if len(values) > len(dst)-n {
			return errLength
		}
		for i, v := range values {
			if v < 0 || int(v) >= len(words) {
				return errors.New("index outside the dictionary")
			}
			dst[n+i] = words[v]
		}
		n += len(values)
		return nil
	})
	if err == nil && n != len(dst) {
		err = fmt.Errorf("column %s: %w", name, errLength)
	}
	return err
}

// readBools fills dst with the column: 0 for null, else 1 for false and 2 for
// true.
func readBools[T ~uint8](c columns, name string, dst []T) error {
	n := 0
	err := c.pages(name, bools, func(p parquet.Page) error {
		data := p.Data()
		bits := data.Boolean()
		levels := p.DefinitionLevels()
		rows := int(p.NumValues())
		if rows > len(dst)-n {
			return errLength
		}
		at := 0
		for i := range rows {
			if len(levels) > 0 && levels[i] == 0 {
				dst[n+i] = 0
				continue
			}
			if at/8 >= len(bits) {
				return errLength
			}
			dst[n+i] = T(1 + bits[at/8]>>(at%8)&1)
			at++
		}
		n += rows
		return nil
	})
	if err == nil && n != len(dst) {
		err = fmt.Errorf("column %s: %w", name, errLength)
	}
	return err
}

// bounds returns the least and the greatest value of a column of whole
// numbers, from the statistics of the row group.
func (c columns) bounds(name string) (lo, hi int64, err error) {
	chunk, err := c.chunk(name, ints)
	if err != nil {
		return 0, 0, err
	}
	if f, ok := chunk.(*parquet.FileColumnChunk); ok {
		if min, max, ok := f.Bounds(); ok {
			return int64(min.Int32()), int64(max.Int32()), nil
		}
	}
	return -1 << 31, 1<<31 - 1, nil // no statistics: anything may be in it
}
