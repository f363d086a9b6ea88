package dataset

import (
	"io"
	"runtime"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/klauspost/compress/gzip"
)

// CSV writes the table as comma-separated values with a header, in UTF-8 with
// LF. Numbers have as many digits as tell them apart; a cell without a value
// is empty.
func CSV(w io.Writer, t Table, o Options) error {
	vars := t.Variables()
	if _, err := io.WriteString(w, strings.Join(columnOrder(vars, o), ",")+"\n"); err != nil {
		return err
	}
	return inOrder(t.Rows(), func(from, rows int) []byte { return csvRows(t, vars, o, from, rows) },
		func(block []byte) error {
			_, err := w.Write(block)
			return err
		})
}

// CSVGZ writes the same, compressed by gzip.
func CSVGZ(w io.Writer, t Table, o Options) error {
	z, err := gzip.NewWriterLevel(w, gzip.DefaultCompression)
	if err != nil {
		return err
	}
	if err := CSV(z, t, o); err != nil {
		return err
	}
	return z.Close()
}

// inOrder makes blocks of rows on all cores and hands them on in order.
func inOrder(rows int, format func(from, rows int) []byte, put func([]byte) error) error {
	cores := runtime.GOMAXPROCS(0)
	var queue []chan []byte
	take := func() error {
		block := <-queue[0]
		queue = queue[1:]
		return put(block)
	}
	var failed error
	for from := 0; from < rows && failed == nil; from += groupRows {
		if len(queue) == cores {
			failed = take()
		}
		c := make(chan []byte, 1)
		queue = append(queue, c)
		go func() { c <- format(from, min(groupRows, rows-from)) }()
	}
	for len(queue) > 0 && failed == nil {
		failed = take()
	}
	return failed
}

// block reads rows of every column.
type block struct {
	values [][]float64
	status [][]entente.Status
}

func readBlock(t Table, columns, from, rows int) block {
	b := block{make([][]float64, columns), make([][]entente.Status, columns)}
	for i := range columns {
		b.values[i], b.status[i] = make([]float64, rows), make([]entente.Status, rows)
		t.Read(i, from, b.values[i], b.status[i])
	}
	return b
}

func csvRows(t Table, vars []entente.Variable, o Options, from, rows int) []byte {
	out := make([]byte, 0, rows*len(vars)*4)
	for done := 0; done < rows; done += chunkRows {
		n := min(chunkRows, rows-done)
		b := readBlock(t, len(vars), from+done, n)
		for r := range n {
			for i := range vars {
				if i > 0 {
					out = append(out, ',')
				}
				x, s := b.values[i][r], b.status[i][r]
				switch {
				case s != entente.Known:
				case vars[i].Kind == entente.Whole:
					out = strconv.AppendInt(out, int64(x), 10)
				default:
					out = strconv.AppendFloat(out, x, 'g', -1, 64)
				}
				if o.Status && !vars[i].Key {
					out = append(out, ',')
					out = append(out, s.String()...)
				}
			}
			out = append(out, '\n')
		}
	}
	return out
}
