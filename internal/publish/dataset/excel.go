package dataset

import (
	"fmt"
	"io"

	"github.com/entente-observatory/entente"
	"github.com/xuri/excelize/v2"
)

// excelRows is the most rows that a sheet of a workbook holds, the header
// included.
const excelRows = 1 << 20

// Excel writes the table as a workbook of two sheets, the rows and the
// description of the columns. A cell without a value is empty.
func Excel(w io.Writer, t Table, o Options) error {
	if t.Rows() >= excelRows {
		return fmt.Errorf("%d rows, but a sheet holds %d with its header: write .csv or .parquet, or ask for fewer years or states", t.Rows(), excelRows)
	}
	vars := t.Variables()
	book := excelize.NewFile()
	defer book.Close()
	book.SetSheetName("Sheet1", "panel")
	sheet, err := book.NewStreamWriter("panel")
	if err != nil {
		return err
	}
	header := []any{}
	for _, name := range columnOrder(vars, o) {
		header = append(header, name)
	}
	if err := sheet.SetRow("A1", header); err != nil {
		return err
	}
	for from := 0; from < t.Rows(); from += chunkRows {
		n := min(chunkRows, t.Rows()-from)
		b := readBlock(t, len(vars), from, n)
		for r := range n {
			row := make([]any, 0, len(header))
			for i, v := range vars {
				switch {
				case b.status[i][r] != entente.Known:
					row = append(row, nil)
				case v.Kind == entente.Whole:
					row = append(row, int64(b.values[i][r]))
				default:
					row = append(row, b.values[i][r])
				}
				if o.Status && !v.Key {
					row = append(row, b.status[i][r].String())
				}
			}
			if err := sheet.SetRow(fmt.Sprintf("A%d", from+r+2), row); err != nil {
				return err
			}
		}
	}
	if err := sheet.Flush(); err != nil {
		return err
	}
	if _, err := book.NewSheet("columns"); err != nil {
		return err
	}
	rows := [][]any{{"column", "label", "unit", "covered_from", "covered_to", "no_row_means"}}
	for _, v := range vars {
		rows = append(rows, []any{v.Name, v.Label, v.Unit, v.First, v.Last, v.Absence})
	}
	for i, row := range rows {
		if err := book.SetSheetRow("columns", fmt.Sprintf("A%d", i+1), &row); err != nil {
			return err
		}
	}
	// The program's name and no day: the same table gives the same bytes.
	if err := book.SetDocProps(&excelize.DocProperties{Creator: "entente", Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z", Title: o.Title}); err != nil {
		return err
	}
	return book.Write(w)
}
