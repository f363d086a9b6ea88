package sourcetest

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"github.com/entente-observatory/entente"
)

// dresses asks that the same rows give the same records however the file was
// saved.
func dresses(t *testing.T, c Case, dir fstest.MapFS, name string, good *reading) {
	text := strings.ReplaceAll(string(dir[name].Data), "\r\n", "\n")
	for _, d := range []struct {
		dress string
		file  string
		data  []byte
	}{
		{"byte order mark", name, []byte("\xef\xbb\xbf" + text)},
		{"CRLF", name, []byte(strings.ReplaceAll(text, "\n", "\r\n"))},
		{"bare CR", name, []byte(strings.ReplaceAll(text, "\n", "\r"))},
		{"no last line end", name, []byte(strings.TrimRight(text, "\n"))},
		{"blank lines at the end", name, []byte(text + "\n\n")},
		{"UTF-16 LE", name, utf16Bytes(text, false)},
		{"UTF-16 BE", name, utf16Bytes(text, true)},
		{"gzip", name + ".gz", packed([]byte(text))},
		{"zip", name + ".zip", zipped(path.Base(name), []byte(text))},
		{"zip with a folder", name + ".zip", zipped("folder/"+path.Base(name), []byte(text))},
		{"workbook", name, workbook(t, text, c.Titles[name], sheet(c.Dataset, name))},
		{"columns in another order", name, rewritten(t, text, c.Titles[name], reversed)},
		{"a column more", name, rewritten(t, text, c.Titles[name], func(row []string, i int) []string { return append(row, "x") })},
		{"R's row numbers", name, rewritten(t, text, c.Titles[name], func(row []string, i int) []string {
			first := ""
			if i > 0 {
				first = strconv.Itoa(i)
			}
			return slices.Insert(row, 0, first)
		})},
	} {
		if c.Titles[name] == NoHeader && slices.Contains([]string{"columns in another order", "a column more", "R's row numbers"}, d.dress) {
			continue
		}
		t.Run(d.dress, func(t *testing.T) {
			other := maps.Clone(dir)
			delete(other, name)
			other[d.file] = &fstest.MapFile{Data: d.data}
			got := read(context.Background(), c.Dataset, other)
			same(t, good, got)
			conserved(t, got)
		})
	}
}

// workbook saves a table as the named sheet of a workbook, behind another.
func workbook(t *testing.T, text string, titles int, sheet string) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	first := book.GetSheetName(0)
	if sheet != "" {
		book.NewSheet(sheet)
	} else {
		sheet = first
	}
	put := func(line int, row []string) {
		if err := book.SetSheetRow(sheet, "A"+strconv.Itoa(line), &row); err != nil {
			t.Fatal(err)
		}
	}
	for i, title := range strings.Split(text, "\n")[:max(titles, 0)] {
		put(i+1, []string{title})
	}
	rewritten(t, text, titles, func(row []string, i int) []string {
		put(i+titles+1, row)
		return row
	})
	b, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sheet returns the name of the sheet that holds a file of the data set.
func sheet(ds *entente.Dataset, name string) string {
	i := slices.IndexFunc(ds.Files, func(f entente.File) bool { return f.Name == name })
	return ds.Files[i].Sheet
}

func reversed(row []string, _ int) []string {
	slices.Reverse(row)
	return row
}

// rewritten writes a table anew with each row changed; row 0 is the header.
// The titles above it stay as they are.
func rewritten(t *testing.T, text string, titles int, change func(row []string, i int) []string) []byte {
	t.Helper()
	lines := strings.SplitAfter(text, "\n")
	above, table := lines[:max(titles, 0)], lines[max(titles, 0):]
	r := csv.NewReader(strings.NewReader(strings.Join(table, "")))
	for _, comma := range "\t;" {
		if strings.Count(table[0], string(comma)) > strings.Count(table[0], string(r.Comma)) {
			r.Comma = comma
		}
	}
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for _, title := range above {
		b.WriteString(title)
	}
	w := csv.NewWriter(&b)
	w.Comma = r.Comma
	for i, row := range rows {
		if titles == NoHeader {
			i++
		}
		if err := w.Write(change(slices.Clone(row), i)); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return b.Bytes()
}

func utf16Bytes(s string, big bool) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + s)) {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return b
}

func packed(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(data)
	w.Close()
	return b.Bytes()
}

func zipped(member string, data []byte) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, _ := z.Create(member)
	w.Write(data)
	z.Close()
	return b.Bytes()
}
