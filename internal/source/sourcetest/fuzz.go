package sourcetest

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"testing"
	"testing/fstest"

	"github.com/entente-observatory/entente/internal/source"
)

// Fuzz puts any bytes in the place of each file of the fixture in turn. No
// bytes may make the reader panic, lose count of a row, keep a row that it
// rejects, or fail without saying where and what to do.
func Fuzz(f *testing.F, c Case) {
	var names []string
	dir := fstest.MapFS{}
	err := fs.WalkDir(c.Dir, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(c.Dir, p)
		dir[p] = &fstest.MapFile{Data: b}
		f.Add(uint8(len(names)), b)
		f.Add(uint8(len(names)), packed(b))
		f.Add(uint8(len(names)), utf16Bytes(string(b), false))
		names = append(names, p)
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		other := maps.Clone(dir)
		other[names[int(which)%len(names)]] = &fstest.MapFile{Data: data}
		got := read(context.Background(), c.Dataset, other)
		conserved(t, got)
		if e := (*source.Error)(nil); got.err != nil && !errors.As(got.err, &e) {
			t.Errorf("an error without a place: %v", got.err)
		}
	})
}
