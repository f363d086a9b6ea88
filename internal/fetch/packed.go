package fetch

import (
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zip"
)

// packed is a file in one of the forms in which it may come: plain, gzipped,
// or a member of a zip archive. Which it is its first bytes say, not its name.
type packed struct {
	name string
	at   io.ReaderAt
	size int64
	io.Closer
}

// find looks for a file of a data set in a folder: under its official name,
// with .gz, with .zip, in the producer's archive beside it, or in the archive in
// which users keep it among many.
func find(dir fs.FS, file entente.File) (*packed, error) {
	names := []string{file.Name, file.Name + ".gz", file.Name + ".zip"}
	for _, u := range file.URLs {
		if base := path.Base(u); strings.HasSuffix(strings.ToLower(base), ".zip") {
			names = append(names, path.Join(path.Dir(file.Name), base))
		}
	}
	if file.Bundle != "" {
		names = append(names, file.Bundle)
	}
	for _, name := range names {
		f, err := dir.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		info, err := f.Stat()
		if err != nil {
			f.Close()
			return nil, err
		}
		at, ok := f.(io.ReaderAt)
		if !ok || !info.Mode().IsRegular() {
			f.Close()
			return nil, fmt.Errorf("%s is not a plain file; put the file itself there", name)
		}
		in := &packed{name, at, info.Size(), f}
		if name == file.Bundle && !in.has(file) {
			f.Close()
			continue // the bundle holds what its keeper had
		}
		return in, nil
	}
	return nil, fmt.Errorf("%s: %w", file.Name, fs.ErrNotExist)
}

// has reports whether a bundle holds the file. What is no archive is held to
// hold it, so that opening it tells what is wrong.
func (p *packed) has(file entente.File) bool {
	z, err := zip.NewReader(p.at, p.size)
	if err != nil {
		return true
	}
	for _, m := range z.File {
		if path.Base(strings.ReplaceAll(m.Name, `\`, "/")) == path.Base(file.Name) {
			return true
		}
	}
	return false
}

// open returns the uncompressed content of the file, and whether the packed
// bytes are those of a gzip archive of it.
func (p *packed) open(file entente.File) (r io.ReadCloser, gzipped bool, err error) {
	head := make([]byte, min(512, p.size))
	if _, err := p.at.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, false, fmt.Errorf("%s: %w", p.name, err)
	}
	whole := io.NewSectionReader(p.at, 0, p.size)
	ext := strings.ToLower(path.Ext(file.Name))
	switch {
	case len(head) == 0:
		return nil, false, fmt.Errorf("%s is empty; fetch it again", p.name)
	case isHTML(head) && ext != ".html" && ext != ".htm":
		return nil, false, fmt.Errorf("%s: %w", p.name, errHTML)
	case bytes.HasPrefix(head, []byte("\x1f\x8b")) && ext != ".gz":
		z, err := gzip.NewReader(whole)
		if err != nil {
			return nil, false, unpackError(p.name, err)
		}
		return z, true, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) && (file.Archive != "" || !isArchive(ext)):
		r, err := p.member(file)
		return r, false, err
	case bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return nil, false, fmt.Errorf("%s is an empty zip archive; fetch it again", p.name)
	}
	return io.NopCloser(whole), false, nil
}

// isArchive reports whether files of that kind are zip archives by nature.
func isArchive(ext string) bool {
	switch ext {
	case ".zip", ".xlsx", ".docx", ".ods":
		return true
	}
	return false
}

var errHTML = errors.New("a web page instead of data: the address has moved, or asks for a login or for terms to be accepted")

// isHTML reports whether a file begins like a web page.
func isHTML(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	head = bytes.ToLower(head[:min(len(head), 64)])
	for _, start := range []string{"<!doctype html", "<html", "<head", "<body", "<script", "<!-- "} {
		if bytes.HasPrefix(head, []byte(start)) {
			return true
		}
	}
	return bytes.HasPrefix(head, []byte("<?xml")) && bytes.Contains(head, []byte("html"))
}

// member opens the file within a zip archive. Its name there only says which
// member it is and never where it is written; the folder may be any, for it
// changes with who packed the archive.
func (p *packed) member(file entente.File) (io.ReadCloser, error) {
	z, err := zip.NewReader(p.at, p.size)
	if err != nil {
		return nil, unpackError(p.name, err)
	}
	want := file.Archive
	if want == "" {
		want = path.Base(file.Name)
	}
	var found *zip.File
	var names []string
	for _, m := range z.File {
		if m.Mode().IsDir() {
			continue
		}
		if m.Name == want {
			found = m
			break
		}
		if path.Base(strings.ReplaceAll(m.Name, `\`, "/")) == path.Base(want) {
			if found != nil {
				return nil, fmt.Errorf("%s holds several files %s: %s and %s; unpack the right one by hand", p.name, path.Base(want), found.Name, m.Name)
			}
			found = m
		}
		if len(names) < 8 {
			names = append(names, m.Name)
		}
	}
	switch {
	case found == nil:
		return nil, fmt.Errorf("the zip archive %s holds no %s, but %q; its producer has packed it anew: unpack the right file by hand", p.name, want, names)
	case found.Flags&1 != 0:
		return nil, fmt.Errorf("%s in %s is encrypted; unpack it by hand with the password that the producer gives", found.Name, p.name)
	case !found.Mode().IsRegular():
		return nil, fmt.Errorf("%s in %s is a link and not a file; unpack the archive by hand", found.Name, p.name)
	}
	r, err := found.Open()
	if err != nil {
		return nil, unpackError(p.name, err)
	}
	return r, nil
}

// What is unpacked may not grow beyond these. Text of the field packs 5 to 30
// times; deflate can do 1032, and nothing but a bomb comes near it.
const (
	maxRatio  = 200
	ratioFrom = 16 << 20 // bytes below which the ratio is not looked at
)

// capped stops a reader whose output outgrows what a file can be.
type capped struct {
	r           io.Reader
	max, packed int64
	n           int64
}

var errBomb = errors.New("it unpacks to more than any file of the field; it was not put in place")

func (c *capped) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if c.n > c.max || c.n > ratioFrom && c.n > maxRatio*c.packed {
		return 0, errBomb
	}
	return n, err
}

// unpackError says in words what is wrong with an archive.
func unpackError(name string, err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader),
		errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrAlgorithm), errors.As(err, &corrupt):
		return fmt.Errorf("%s is a damaged archive or cut short (%w); fetch it again", name, err)
	}
	return fmt.Errorf("%s: %w", name, err)
}
