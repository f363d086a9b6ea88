package source

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/entente-observatory/entente"
)

func zipOf(t *testing.T, members map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range members {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// streaming hides a file's random access, as an embedded archive may.
type streaming struct{ fs.FS }

func (s streaming) Open(name string) (fs.File, error) {
	f, err := s.FS.Open(name)
	return struct{ fs.File }{f}, err
}

// TestOpen finds a file under its name, gzipped, and in archives.
func TestOpen(t *testing.T) {
	inner := zipOf(t, map[string]string{"b.csv": "text"})
	for what, c := range map[string]struct {
		file entente.File
		name string
		data []byte
		as   string
	}{
		"plain":          {entente.File{Name: "a/b.csv"}, "a/b.csv", []byte("text"), "a/b.csv"},
		"zip":            {entente.File{Name: "a/b.csv"}, "a/b.csv.zip", inner, "a/b.csv.zip/b.csv"},
		"producer's zip": {entente.File{Name: "a/b.csv", URLs: []string{"https://x.org/d/all.zip"}, Archive: "All/b.csv"}, "a/all.zip", zipOf(t, map[string]string{"All/b.csv": "text", "c.csv": "no"}), "a/all.zip/All/b.csv"},
		"zip in a zip":   {entente.File{Name: "a/b.csv", URLs: []string{"https://x.org/all.zip"}, Archive: "x/in.zip/b.csv"}, "a/all.zip", zipOf(t, map[string]string{"x/in.zip": string(inner)}), "a/all.zip/x/in.zip/b.csv"},
		"zip named csv":  {entente.File{Name: "a/b.csv"}, "a/b.csv", inner, "a/b.csv/b.csv"},
	} {
		dir := fstest.MapFS{c.name: {Data: c.data}}
		for _, d := range []fs.FS{dir, streaming{dir}} {
			r, as, err := Open(d, c.file)
			if err != nil {
				t.Errorf("%s: %v", what, err)
				continue
			}
			b, err := io.ReadAll(r)
			if string(b) != "text" || err != nil || as != c.as || !Present(d, c.file) {
				t.Errorf("%s: %q as %s, %v", what, b, as, err)
			}
			if err := r.Close(); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
	}
	_, _, err := Open(fstest.MapFS{}, entente.File{Name: "a/b.csv"})
	if !errors.Is(err, fs.ErrNotExist) || err.Error() != "a/b.csv: no such file; fetch it, or put it there under this name" {
		t.Errorf("absent: %v", err)
	}
	_, _, err = Open(fstest.MapFS{"b.csv": {Data: zipOf(t, map[string]string{"[Content_Types].xml": ""})}}, entente.File{Name: "b.csv"})
	if err == nil || !strings.Contains(err.Error(), "Office document") {
		t.Errorf("a workbook gives %v", err)
	}
}

// TestFileRead holds that the checksum is that of the unpacked bytes, and that
// a file that was not read to its end has none.
func TestFileRead(t *testing.T) {
	text := "a,b\n" + strings.Repeat("1,2\n", 100_000)
	tb, c := openText(t, text)
	for tb.next() {
	}
	tb.close()
	if len(c.Files) != 1 || c.Files[0].SHA256 != sha256.Sum256([]byte(text)) || c.Files[0].Bytes != int64(len(text)) || c.Rows[0] != 100_000 {
		t.Errorf("%+v", c.Files)
	}
	tb, c = openText(t, text)
	tb.next()
	tb.close()
	if len(c.Files) != 0 {
		t.Errorf("half read: %+v", c.Files)
	}
}
