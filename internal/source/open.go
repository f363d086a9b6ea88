package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zip"

	"github.com/entente-observatory/entente"
)

// An archive may not grow beyond these. Text of the field packs 5 to 30 times;
// the most that the deflate format can do is 1032, and nothing but a bomb
// comes near it.
const (
	maxBytes     = 8 << 30  // of one file, uncompressed
	maxRatio     = 200      // uncompressed to compressed
	ratioFrom    = 16 << 20 // bytes below which the ratio is not looked at
	maxInMemory  = 1 << 30  // of a zip archive within another, or on a file system without random access
	fetchItAgain = "fetch it again"
)

// Open opens a file of a data set under its official name: as it is, with .gz
// added, as a sheet of a workbook, or as a member of a zip archive that lies beside it under its own
// name with .zip added or under the name that it has at its producer's. What
// the file is is told from its first bytes, not from its name. The second
// result is the name as opened. The error for a file that is not there is
// fs.ErrNotExist.
func Open(dir fs.FS, file entente.File) (io.ReadCloser, string, error) {
	for _, c := range candidates(file) {
		f, err := dir.Open(c)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, c, &Error{File: c, What: err.Error(), Do: "make the file readable", Err: err}
		}
		r, name, err := unpack(f, c, file)
		if err != nil {
			f.Close()
			return nil, name, err
		}
		return r, name, nil
	}
	return nil, file.Name, &Error{File: file.Name, What: "no such file", Do: "fetch it, or put it there under this name", Err: fs.ErrNotExist}
}

// Present reports whether a file of a data set is in the folder in any of the
// forms that Open takes.
func Present(dir fs.FS, file entente.File) bool {
	for _, c := range candidates(file) {
		if _, err := fs.Stat(dir, c); err == nil {
			return true
		}
	}
	return false
}

func candidates(file entente.File) []string {
	names := []string{file.Name, file.Name + ".gz", file.Name + ".zip"}
	for _, u := range file.URLs {
		if base := path.Base(u); strings.HasSuffix(strings.ToLower(base), ".zip") {
			names = append(names, path.Join(path.Dir(file.Name), base))
		}
	}
	if file.Bundle != "" {
		names = append(names, file.Bundle)
	}
	return names
}

// archive is an opened file with what must be closed with it.
type archive struct {
	io.Reader
	closers []io.Closer // innermost first
}

func (a *archive) Close() error {
	var err error
	for _, c := range a.closers {
		err = errors.Join(err, c.Close())
	}
	return err
}

func unpack(f fs.File, name string, file entente.File) (io.ReadCloser, string, error) {
	var magic [4]byte
	n, err := io.ReadFull(f, magic[:])
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, name, &Error{File: name, What: err.Error(), Do: "make the file readable", Err: err}
	}
	head := magic[:n]
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		in := &counter{r: io.MultiReader(bytes.NewReader(head), f)}
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, name, &Error{File: name, What: "the gzip archive is damaged or cut short", Do: fetchItAgain, Err: err}
		}
		return &archive{&limit{r: z, packed: func() int64 { return in.n }}, []io.Closer{z, f}}, name, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return unzip(f, head, name, file)
	}
	return &archive{&limit{r: io.MultiReader(bytes.NewReader(head), f)}, []io.Closer{f}}, name, nil
}

func unzip(f fs.File, head []byte, name string, file entente.File) (io.ReadCloser, string, error) {
	at, ok := f.(io.ReaderAt)
	info, err := f.Stat()
	if err != nil {
		return nil, name, &Error{File: name, What: err.Error(), Do: "make the file readable", Err: err}
	}
	size := info.Size()
	if !ok {
		all, err := io.ReadAll(io.LimitReader(io.MultiReader(bytes.NewReader(head), f), maxInMemory))
		if err != nil {
			return nil, name, &Error{File: name, What: err.Error(), Do: fetchItAgain, Err: err}
		}
		at, size = bytes.NewReader(all), int64(len(all))
	}
	z, err := zip.NewReader(at, size)
	if err != nil {
		return nil, name, &Error{File: name, What: "the zip archive is damaged or cut short", Do: fetchItAgain, Err: err}
	}
	var names []string
	for _, m := range z.File {
		names = append(names, m.Name)
	}
	if isWorkbook(names) {
		defer f.Close()
		w, err := openWorkbook(io.NewSectionReader(at, 0, size), name, file)
		if err != nil {
			return nil, name, err
		}
		return w, name, nil
	}
	want := file.Archive
	if want == "" {
		want = path.Base(file.Name)
	}
	r, packed, err := member(z, want)
	if err != nil {
		do := "unpack it and put the file there as " + file.Name
		if len(z.File) > 0 && z.File[0].Name == "[Content_Types].xml" {
			do = "it is an Office document: save it as CSV under the name " + file.Name
		}
		return nil, name, &Error{File: name, What: err.Error(), Do: do, Err: err}
	}
	return &archive{&limit{r: r, packed: func() int64 { return packed }}, []io.Closer{r, f}}, name + "/" + want, nil
}

// member opens a file within an archive and gives its packed size. The name
// may lead through an archive in the archive: a.zip/b.csv. Folders are not
// asked for, because they change with who packed the archive.
func member(z *zip.Reader, want string) (io.ReadCloser, int64, error) {
	outer, inner, nested := strings.Cut(want, ".zip/")
	if nested {
		want = outer + ".zip"
	}
	var found *zip.File
	for _, m := range z.File {
		if m.Name == want || found == nil && path.Base(m.Name) == path.Base(want) {
			found = m
		}
	}
	if found == nil {
		return nil, 0, fmt.Errorf("the zip archive holds no %s", want)
	}
	r, err := found.Open()
	if err != nil {
		return nil, 0, fmt.Errorf("the zip archive is damaged: %w", err)
	}
	if !nested {
		return r, int64(found.CompressedSize64), nil
	}
	defer r.Close()
	all, err := io.ReadAll(io.LimitReader(r, maxInMemory))
	if err != nil {
		return nil, 0, fmt.Errorf("the zip archive is damaged: %w", err)
	}
	within, err := zip.NewReader(bytes.NewReader(all), int64(len(all)))
	if err != nil {
		return nil, 0, fmt.Errorf("%s in the zip archive is damaged: %w", want, err)
	}
	return member(within, inner)
}

// counter counts the packed bytes taken so far.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// errBomb tells of an archive that grows beyond the limits.
var errBomb = errors.New("the archive unpacks to more than any table of the field")

// limit stops a reader whose output outgrows what a table can be.
type limit struct {
	r      io.Reader
	packed func() int64 // packed bytes taken; nil for a plain file
	n      int64
}

func (l *limit) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	l.n += int64(n)
	if l.n > maxBytes || l.packed != nil && l.n > ratioFrom && l.n > maxRatio*l.packed() {
		return 0, errBomb
	}
	return n, err
}
