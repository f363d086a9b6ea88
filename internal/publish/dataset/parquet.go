package dataset

import (
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// groupRows is the number of rows of a row group: enough for a core to work on
// by itself.
const groupRows = 1 << 16

// chunkRows is how many cells are read and written at a time.
const chunkRows = 1 << 12

// fast compresses on the core that encodes.
var fast = &zstd.Codec{Level: zstd.SpeedFastest, Concurrency: 1}

// Parquet writes the table as a Parquet file. Whole numbers are INT32, others
// DOUBLE; a cell without a value is null. Row groups are made on all cores and
// written in order.
func Parquet(w io.Writer, t Table, o Options) error {
	vars := t.Variables()
	group := parquet.Group{}
	for i, v := range vars {
		node := parquet.Leaf(parquet.Int32Type)
		if v.Kind == entente.Real {
			node = parquet.Leaf(parquet.DoubleType)
		}
		if v.Key {
			node = parquet.Encoded(node, &parquet.DeltaBinaryPacked)
		} else {
			if v.Kind == entente.Whole || repetitive(t, i) {
				node = parquet.Encoded(node, &parquet.RLEDictionary)
			}
			node = parquet.Optional(node)
			if o.Status {
				group[statusColumn(v.Name)] = parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
			}
		}
		group[v.Name] = parquet.Compressed(node, fast)
	}
	schema := parquet.NewSchema("panel", ordered{group, columnOrder(vars, o)})
	out := parquet.NewGenericWriter[any](w, schema,
		parquet.CreatedBy("entente", "1", "0"), parquet.Compression(fast), parquet.PageBufferSize(1<<20),
		parquet.KeyValueMetadata("title", o.Title), parquet.KeyValueMetadata("notes", strings.Join(o.Notes, "\n")))
	return eachGroup(t.Rows(), func() *parquet.ConcurrentRowGroupWriter { return out.BeginRowGroup() },
		func(g *parquet.ConcurrentRowGroupWriter, from, rows int) error {
			return writeGroup(g, t, vars, o, from, rows)
		}, out.Close)
}

// ordered is a group whose fields keep the order of the table.
type ordered struct {
	parquet.Group
	names []string
}

func (g ordered) Fields() []parquet.Field {
	byName := map[string]parquet.Field{}
	for _, f := range g.Group.Fields() {
		byName[f.Name()] = f
	}
	fields := make([]parquet.Field, len(g.names))
	for i, n := range g.names {
		fields[i] = byName[n]
	}
	return fields
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

// eachGroup makes row groups on all cores and commits them in order.
func eachGroup(rows int, begin func() *parquet.ConcurrentRowGroupWriter, write func(g *parquet.ConcurrentRowGroupWriter, from, rows int) error, closing func() error) error {
	type made struct {
		group *parquet.ConcurrentRowGroupWriter
		err   error
	}
	cores := runtime.GOMAXPROCS(0)
	var queue []chan made
	commit := func() error {
		m := <-queue[0]
		queue = queue[1:]
		if m.err != nil {
			return m.err
		}
		_, err := m.group.Commit()
		return err
	}
	var failed error
	for from := 0; from < rows && failed == nil; from += groupRows {
		if len(queue) == cores {
			failed = commit()
		}
		c := make(chan made, 1)
		queue = append(queue, c)
		g := begin()
		go func() { c <- made{g, write(g, from, min(groupRows, rows-from))} }()
	}
	for len(queue) > 0 {
		if err := commit(); failed == nil {
			failed = err
		}
	}
	if failed != nil {
		return fmt.Errorf("writing Parquet: %w", failed)
	}
	return closing()
}

func writeGroup(g *parquet.ConcurrentRowGroupWriter, t Table, vars []entente.Variable, o Options, from, rows int) error {
	writers := g.ColumnWriters()
	values, status := make([]float64, chunkRows), make([]entente.Status, chunkRows)
	cells, reasons := make([]parquet.Value, chunkRows), make([]parquet.Value, chunkRows)
	next := 0
	for i, v := range vars {
		at := next
		next++
		column, reason := writers[at], (*parquet.ColumnWriter)(nil)
		if o.Status && !v.Key {
			reason = writers[next]
			next++
		}
		for done := 0; done < rows; {
			n := min(chunkRows, rows-done)
			t.Read(i, from+done, values[:n], status[:n])
			encode(cells[:n], values, status, v, at)
			if _, err := column.WriteRowValues(cells[:n]); err != nil {
				return fmt.Errorf("column %s: %w", v.Name, err)
			}
			if reason != nil {
				for k, s := range status[:n] {
					reasons[k] = reasonValues[s].Level(0, 0, at+1)
				}
				if _, err := reason.WriteRowValues(reasons[:n]); err != nil {
					return fmt.Errorf("column %s: %w", statusColumn(v.Name), err)
				}
			}
			done += n
		}
		// Pages are encoded and compressed here, on this core: what is left for
		// the commit is to copy them in order.
		for _, w := range []*parquet.ColumnWriter{column, reason} {
			if w != nil {
				if err := w.Flush(); err != nil {
					return fmt.Errorf("column %s: %w", v.Name, err)
				}
			}
		}
	}
	return nil
}

// reasonValues are the names of the kinds of absence.
var reasonValues = func() (list [entente.OutsideCoverage + 1]parquet.Value) {
	for s := range list {
		list[s] = parquet.ByteArrayValue([]byte(entente.Status(s).String()))
	}
	return list
}()

// encode turns cells into values of a column of the file. Neighbours are often
// alike, and a value is dearer to make than to copy.
func encode(cells []parquet.Value, values []float64, status []entente.Status, v entente.Variable, column int) {
	defined := 1
	if v.Key {
		defined = 0
	}
	null := parquet.NullValue().Level(0, 0, column)
	for k, s := range status[:len(cells)] {
		x := values[k]
		switch {
		case s != entente.Known:
			cells[k] = null
		case k > 0 && x == values[k-1] && status[k-1] == entente.Known:
			cells[k] = cells[k-1]
		case v.Kind == entente.Whole:
			cells[k] = parquet.Int32Value(int32(x)).Level(0, defined, column)
		default:
			cells[k] = parquet.DoubleValue(x).Level(0, defined, column)
		}
	}
}

// repetitive reports whether a column has few different values, by its middle:
// a dictionary is then smaller and faster than the values.
func repetitive(t Table, column int) bool {
	n := min(chunkRows, t.Rows())
	values, status := make([]float64, n), make([]entente.Status, n)
	t.Read(column, (t.Rows()-n)/2, values, status)
	different := map[float64]bool{}
	for i, v := range values {
		if status[i] == entente.Known {
			different[v] = true
		}
	}
	return len(different) < n/8
}
