package source

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/entente-observatory/entente"
)

// maxWorkbook is the most that a workbook may unpack to. The sheets of the
// field are of 10 MB.
const maxWorkbook = 512 << 20

// workbook is a sheet of an Office Open XML workbook as text: comma separated,
// every cell quoted, a line for each row of the sheet. One table thus serves a
// data set whether it comes as text or as a workbook, and a line is the row
// that a person sees in the margin. The checksum is that of the workbook.
type workbook struct {
	*bytes.Reader
	sum  [32]byte
	size int64
}

// Close does nothing: the sheet is in memory.
func (*workbook) Close() error { return nil }

// isWorkbook tells a workbook from other zip archives.
func isWorkbook(names []string) bool {
	for _, n := range names {
		if n == "xl/workbook.xml" {
			return true
		}
	}
	return false
}

// openWorkbook reads the sheet that the data set names, or else the first.
func openWorkbook(r io.Reader, name string, file entente.File) (*workbook, error) {
	packed, err := io.ReadAll(io.LimitReader(r, maxWorkbook+1))
	if err == nil && len(packed) > maxWorkbook {
		err = errBomb
	}
	if err != nil {
		return nil, &Error{File: name, What: err.Error(), Do: fetchItAgain, Err: err}
	}
	if err := unpackable(packed); err != nil {
		return nil, &Error{File: name, What: err.Error(), Do: "do not trust it: " + fetchItAgain + " from its producer", Err: err}
	}
	book, err := excelize.OpenReader(bytes.NewReader(packed), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxWorkbook, UnzipXMLSizeLimit: maxWorkbook,
	})
	if err != nil {
		return nil, &Error{File: name, What: "the workbook is damaged: " + err.Error(), Do: fetchItAgain, Err: err}
	}
	defer book.Close()
	sheet := file.Sheet
	if sheet == "" {
		sheet = book.GetSheetName(0)
	}
	if i, err := book.GetSheetIndex(sheet); err != nil || i < 0 {
		return nil, &Error{File: name, What: fmt.Sprintf("no sheet %q among %q", sheet, book.GetSheetList()),
			Do: "check that this is the file that its name says, or " + fetchItAgain, Err: fs.ErrInvalid}
	}
	text, err := sheetText(book, sheet)
	if err != nil {
		return nil, &Error{File: name, What: fmt.Sprintf("sheet %q is damaged: %v", sheet, err), Do: fetchItAgain, Err: err}
	}
	return &workbook{bytes.NewReader(text), sha256.Sum256(packed), int64(len(packed))}, nil
}

// unpackable returns errBomb for an archive that says of itself that it is too
// large; the reader of workbooks trusts no more than this sum.
func unpackable(packed []byte) error {
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return err
	}
	total := uint64(0)
	for _, m := range z.File {
		if total += m.UncompressedSize64; total > maxWorkbook {
			return errBomb
		}
	}
	return nil
}

// sheetText writes the cells as they are stored: numbers unformatted, days as
// the number of days since the end of 1899. Rows end in a workbook with their
// last full cell, so they are filled up to the width of the widest of the
// first, of which some may be titles. A line break within a cell becomes a
// blank, or lines would not be rows.
func sheetText(book *excelize.File, sheet string) ([]byte, error) {
	width := 0
	err := eachRow(book, sheet, func(row int, cells []string) bool {
		width = max(width, len(cells))
		return row < maxTitles
	})
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	cell := strings.NewReplacer(`"`, `""`, "\r\n", " ", "\r", " ", "\n", " ")
	err = eachRow(book, sheet, func(_ int, cells []string) bool {
		if strings.Join(cells, "") != "" {
			for i := range max(width, len(cells)) {
				if i > 0 {
					text.WriteByte(',')
				}
				text.WriteByte('"')
				if i < len(cells) {
					cell.WriteString(&text, cells[i])
				}
				text.WriteByte('"')
			}
		}
		text.WriteByte('\n')
		return true
	})
	return text.Bytes(), err
}

// eachRow gives the rows of a sheet in order, for as long as they are wanted.
func eachRow(book *excelize.File, sheet string, give func(row int, cells []string) bool) error {
	rows, err := book.Rows(sheet)
	if err != nil {
		return err
	}
	defer rows.Close()
	for row := 0; rows.Next(); row++ {
		cells, err := rows.Columns()
		if err != nil {
			return err
		}
		if !give(row, cells) {
			return nil
		}
	}
	return rows.Error()
}
