package store

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"os"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// A table's file depends on its rows alone: the writer's name is fixed, and
// compression runs on one core. Pages are large because they compress the
// better for it.
const pageBytes = 1 << 20

var codec = &zstd.Codec{Level: zstd.SpeedBetterCompression, Concurrency: 1}

// compact makes a table of whole numbers a third smaller: the first bytes of
// all values come together, then the second ones, and so on. It is for the
// atlas only, because DuckDB 1.5 cannot read whole numbers that are so split.
var compact = []parquet.WriterOption{
	parquet.DefaultEncodingFor(parquet.Int32, &parquet.ByteStreamSplit),
	parquet.Compression(&zstd.Codec{Level: zstd.SpeedBestCompression, Concurrency: 1}),
}

// tableWriter streams rows of type T to a Parquet file.
type tableWriter[T any] struct {
	path string
	f    *os.File
	buf  *bufio.Writer
	sum  hash.Hash
	out  *parquet.GenericWriter[T]
	rows int
}

// newTable starts a table. Row groups hold groupRows rows; a reader that looks
// for few rows skips whole groups.
func newTable[T any](path string, groupRows int64, meta map[string]string, more ...parquet.WriterOption) (*tableWriter[T], error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	w := &tableWriter[T]{path: path, f: f, buf: bufio.NewWriterSize(f, 1<<18), sum: sha256.New()}
	options := []parquet.WriterOption{
		parquet.CreatedBy("entente", "1", "0"),
		parquet.Compression(codec),
		parquet.PageBufferSize(pageBytes),
		parquet.MaxRowsPerRowGroup(groupRows),
	}
	for k, v := range meta {
		options = append(options, parquet.KeyValueMetadata(k, v)) // written in the order of keys
	}
	options = append(options, more...)
	w.out = parquet.NewGenericWriter[T](io.MultiWriter(w.buf, w.sum), options...)
	return w, nil
}

func (w *tableWriter[T]) write(rows []T) error {
	n, err := w.out.Write(rows)
	w.rows += n
	return err
}

// writeTable writes a table of n rows and returns its hash.
func writeTable[T any](path string, meta map[string]string, n int, row func(i int) T, more ...parquet.WriterOption) (sha string, err error) {
	w, err := newTable[T](path, estimateGroup, meta, more...)
	if err != nil {
		return "", err
	}
	if err := w.writeAll(n, row); err != nil {
		w.abort()
		return "", err
	}
	return w.close()
}

// writeAll writes n rows, made by row a batch at a time.
func (w *tableWriter[T]) writeAll(n int, row func(i int) T) error {
	batch := make([]T, min(n, 4096))
	for done := 0; done < n; {
		k := min(len(batch), n-done)
		for i := range k {
			batch[i] = row(done + i)
		}
		if err := w.write(batch[:k]); err != nil {
			return err
		}
		done += k
	}
	return nil
}

// close finishes the file, syncs it, and returns its hash.
func (w *tableWriter[T]) close() (sha string, err error) {
	defer w.f.Close()
	for _, step := range []func() error{w.out.Close, w.buf.Flush, w.f.Sync, w.f.Close} {
		if err := step(); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(w.sum.Sum(nil)), nil
}

// abort gives up an unfinished file; the folder that it lies in is removed as
// a whole.
func (w *tableWriter[T]) abort() { w.f.Close() }
