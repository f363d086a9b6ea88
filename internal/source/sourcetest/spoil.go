package sourcetest

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/source"
)

// spoilt asks that bad files are told from good ones.
func spoilt(t *testing.T, c Case, dir fstest.MapFS, name string, file uint8, good *reading) {
	text := strings.TrimRight(strings.ReplaceAll(string(dir[name].Data), "\r\n", "\n"), "\n")
	lines := strings.Split(text, "\n")
	titles := c.Titles[name]
	header, last := strings.Join(lines[:c.lead(name)], "\n"), lines[len(lines)-1]
	with := func(data []byte, as string) *reading {
		other := maps.Clone(dir)
		delete(other, name)
		other[as] = &fstest.MapFile{Data: data}
		got := read(context.Background(), c.Dataset, other)
		conserved(t, got)
		return got
	}
	whole := map[string]struct {
		data  []byte
		as    string
		words string // of the error
	}{
		"empty file":       {nil, name, "empty"},
		"web page":         {[]byte("<!DOCTYPE html>\n<html><head><title>Not found</title></head></html>\n"), name, "web page"},
		"binary file":      {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), name, "not a text file"},
		"unclosed quote":   {[]byte(text + "\n\"" + strings.ReplaceAll(last, `"`, "")), name, "quote"},
		"cut within a row": {[]byte(text + "\n" + strings.FieldsFunc(last, func(r rune) bool { return r == ',' || r == ';' || r == '\t' })[0]), name, "ends within a row"},
		"cut gzip":         {cut(packed(long(text))), name + ".gz", "cut short"},
		"damaged gzip":     {[]byte("\x1f\x8bno gzip"), name + ".gz", "damaged or cut short"},
		"cut zip":          {cut(zipped("x.csv", []byte(text))), name + ".zip", "damaged or cut short"},
		"another zip":      {zipped("readme.txt", []byte(text)), name + ".zip", "holds no"},
		"bomb":             {slices.Concat(packed([]byte(header+"\n")), bomb()), name + ".gz", "unpacks to more"},
		"column twice":     {rewritten(t, text, titles, func(row []string, _ int) []string { return append(row, row[len(row)-1]) }), name, "twice"},
		"another table":    {[]byte("this,that\n1,2\n"), name, "no column"},
	}
	if titles == NoHeader {
		delete(whole, "column twice")
		delete(whole, "another table")
	}
	for what, bad := range whole {
		t.Run(what, func(t *testing.T) {
			got := with(bad.data, bad.as)
			if !advises(got.err) || !strings.Contains(got.err.Error(), bad.words) || !strings.Contains(got.err.Error(), name) {
				t.Errorf("gives %v, want an error that names the file and tells of %q", got.err, bad.words)
			}
		})
	}

	at := uint32(len(lines))
	rejects := func(t *testing.T, got *reading, line uint32) {
		t.Helper()
		if got.err != nil && advises(got.err) {
			return
		}
		if got.err != nil || !slices.ContainsFunc(got.Rejections, func(r source.Rejection) bool { return r.At == entente.Ref{File: file, Line: line} }) {
			t.Errorf("gives error %v and rejections %+v, want line %d rejected", got.err, got.Rejections, line)
		}
	}
	lastRow := func(change func(header, row []string) []string) []byte {
		var names []string
		return rewritten(t, text, titles, func(row []string, i int) []string {
			if i == 0 {
				names = row
			}
			if uint32(i+titles+1) == at {
				return change(names, row)
			}
			return row
		})
	}
	t.Run("a cell too many", func(t *testing.T) {
		rejects(t, with(lastRow(func(_, row []string) []string { return append(row, "1") }), name), at)
	})
	t.Run("a cell too few", func(t *testing.T) {
		rejects(t, with(lastRow(func(_, row []string) []string { return row[1:] }), name), at)
	})
	if !slices.ContainsFunc(good.refs(), func(r entente.Ref) bool { return r.File == file }) {
		return // a table that records are held against
	}
	if !c.Repeats {
		t.Run("row twice", func(t *testing.T) {
			rejects(t, with([]byte(text+"\n"+last+"\n"), name), at+1)
		})
	}
	if titles == NoHeader {
		return // columns have no names
	}
	t.Run("unknown state", func(t *testing.T) {
		found := false
		data := lastRow(func(names, row []string) []string {
			for i := range row {
				if slices.Contains(c.States, names[i]) {
					row[i], found = "999", true
				}
			}
			return row
		})
		if found {
			rejects(t, with(data, name), at)
		}
	})
}

// bomb is an archive of long lines of one letter, to go on after another.
var bomb = sync.OnceValue(func() []byte {
	return packed(bytes.Repeat(append(bytes.Repeat([]byte("x"), 1<<20), '\n'), 20))
})

// cut drops the last third.
func cut(b []byte) []byte { return b[:len(b)*2/3] }

// long repeats a text, so that a cut archive of it breaks off within rows.
func long(text string) []byte { return []byte(strings.Repeat(text+"\n", 1+4096/len(text))) }
