package source

import (
	"bytes"
	"context"
	"crypto/sha256"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"github.com/entente-observatory/entente"
)

// TestWorkbook: the sheet that is asked for is read, a line is its row in the
// margin whatever is blank or broken within, numbers come as stored, and the
// checksum is that of the workbook.
func TestWorkbook(t *testing.T) {
	book := excelize.NewFile()
	defer book.Close()
	book.NewSheet("data")
	percent, _ := book.NewStyle(&excelize.Style{NumFmt: 9})
	for at, v := range map[string]any{
		"A1": "name", "B1": "x", "C1": "last",
		"A2": "two\nlines, \"quoted\"", "B2": 0.125, "C2": "end",
		"A4": "short", "B4": 1234567,
	} {
		book.SetCellValue("data", at, v)
	}
	book.SetCellStyle("data", "B2", "B2", percent)
	b, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	files := []entente.File{{Name: "a.xlsx", Sheet: "data"}}
	c := &Collector{}
	dir := fstest.MapFS{"a.xlsx": &fstest.MapFile{Data: bytes.Clone(b.Bytes())}}
	tab, err := openTable(context.Background(), dir, files, 0, c)
	if err != nil {
		t.Fatal(err)
	}
	name, x, last := tab.column("name"), tab.column("x"), tab.column("last")
	for _, want := range []struct {
		line    uint32
		name, x string
		last    string
	}{{2, `two lines, "quoted"`, "0.125", "end"}, {4, "short", "1234567", ""}} {
		if !tab.next() || tab.line != want.line || tab.text(name) != want.name || tab.text(x) != want.x || tab.text(last) != want.last {
			t.Errorf("line %d reads %q, %q, %q; want %+v", tab.line, tab.text(name), tab.text(x), tab.text(last), want)
		}
	}
	if tab.next() || tab.err != nil {
		t.Errorf("goes on, or fails: %v", tab.err)
	}
	tab.close()
	if f := c.Files[0]; f.SHA256 != sha256.Sum256(dir["a.xlsx"].Data) || f.Bytes != int64(len(dir["a.xlsx"].Data)) {
		t.Errorf("the checksum or size is not the workbook's: %+v", f)
	}

	files[0].Sheet = "Data 2020"
	if _, err := openTable(context.Background(), dir, files, 0, c); err == nil || !strings.Contains(err.Error(), `no sheet "Data 2020" among ["Sheet1" "data"]`) {
		t.Errorf("a sheet that is not there gives %v", err)
	}
	dir["a.xlsx"].Data = dir["a.xlsx"].Data[:len(dir["a.xlsx"].Data)/2]
	if _, err := openTable(context.Background(), dir, files, 0, c); err == nil || !strings.Contains(err.Error(), "damaged or cut short") {
		t.Errorf("half a workbook gives %v", err)
	}
}

// FuzzWorkbook puts any bytes in the place of a workbook: an error or rows,
// never a panic.
func FuzzWorkbook(f *testing.F) {
	book := excelize.NewFile()
	book.SetSheetRow("Sheet1", "A1", &[]any{"name", "x"})
	book.SetSheetRow("Sheet1", "A2", &[]any{"a", 1.5})
	b, err := book.WriteToBuffer()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		tab, err := openTable(context.Background(), fstest.MapFS{"a.xlsx": &fstest.MapFile{Data: data}}, []entente.File{{Name: "a.xlsx"}}, 0, &Collector{})
		if err != nil {
			return
		}
		defer tab.close()
		for tab.next() {
		}
	})
}
