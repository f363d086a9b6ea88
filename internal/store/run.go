package store

import (
	"slices"

	"github.com/entente-observatory/entente"
)

// place says where a table of records goes.
type place struct {
	b            *Build
	source, kind string
	meta         map[string]string
}

func (p place) of(kind string) place {
	p.kind = kind
	return p
}

// closer is what all runs have in common.
type closer interface {
	close() (*entente.TableReport, error)
	abort()
}

// run takes records in any order and writes them as rows of a table, sorted a
// run of a fixed length at a time. The first error stops it and is told by
// close.
type run[R, T any] struct {
	place   place
	length  int
	compare func(a, b R) int
	row     func(*R) T
	buffer  []R
	out     *tableWriter[T] // nil until there is a run to write
	err     error
}

func newRun[R, T any](p place, length int, compare func(a, b R) int, row func(*R) T) *run[R, T] {
	return &run[R, T]{place: p, length: length, compare: compare, row: row}
}

func (r *run[R, T]) add(record R) {
	r.buffer = append(r.buffer, record)
	if len(r.buffer) == r.length {
		r.flush()
	}
}

func (r *run[R, T]) flush() {
	// Where two records compare equal their order in the file decides.
	slices.SortStableFunc(r.buffer, r.compare)
	if r.err == nil && r.out == nil {
		var path string
		if path, r.err = r.place.b.file(recordsTable(r.place.source, r.place.kind)); r.err == nil {
			r.out, r.err = newTable[T](path, recordGroup, r.place.meta)
		}
	}
	if r.err == nil {
		r.err = r.out.writeAll(len(r.buffer), func(i int) T { return r.row(&r.buffer[i]) })
	}
	r.buffer = r.buffer[:0]
}

// close finishes the table; it is nil if there were no records.
func (r *run[R, T]) close() (*entente.TableReport, error) {
	if len(r.buffer) > 0 {
		r.flush()
	}
	r.buffer = nil
	if r.err != nil || r.out == nil {
		return nil, r.err
	}
	sha, err := r.out.close()
	if err != nil {
		return nil, err
	}
	return &entente.TableReport{Name: recordsTable(r.place.source, r.place.kind), Rows: r.out.rows, SHA256: sha}, nil
}

func (r *run[R, T]) abort() {
	if r.out != nil {
		r.out.abort()
	}
}
