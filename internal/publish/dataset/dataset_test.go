package dataset

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"
)

// made is a table of a formula: every kind of value and of absence in turn.
type made struct{ rows int }

func (m made) Rows() int { return m.rows }

func (m made) Variables() []entente.Variable {
	return []entente.Variable{
		{Name: "ccode1", Label: "First", Kind: entente.Whole, Key: true},
		{Name: "year", Label: "Year", Kind: entente.Whole, Key: true},
		{Name: "conttype", Label: "Type of contiguity", Kind: entente.Whole, Values: []entente.ValueLabel{{Value: 0, Label: "none"}, {Value: 1, Label: "land"}}, Sources: []string{"x"}, First: 1816, Last: 2016, Absence: "zero"},
		{Name: "flow1", Label: "Imports", Unit: "million US dollars", Sources: []string{"x"}, First: 1870, Last: 2014, Absence: "missing"},
		{Name: "tpop1", Label: "Population", Kind: entente.Whole, Sources: []string{"x"}, First: 1816, Last: 2016, Absence: "missing"},
	}
}

func (m made) Read(column, from int, values []float64, status []entente.Status) {
	for i := range values {
		r := from + i
		status[i] = entente.Known
		switch column {
		case 0:
			values[i] = float64(2 + r/100)
		case 1:
			values[i] = float64(1900 + r%100)
		case 2:
			values[i] = float64(r % 2)
		case 3:
			values[i], status[i] = float64(r)/8, entente.Status(r%5)
		case 4:
			values[i], status[i] = float64(r)*1000-5, entente.Status(r%7%5)
		}
		if status[i] != entente.Known {
			values[i] = 0
		}
	}
}

var writers = map[string]func(io.Writer, Table, Options) error{".parquet": Parquet, ".csv": CSV, ".csv.gz": CSVGZ, ".dta": Stata, ".xlsx": Excel}

// TestSameBytes: two runs, on one core and on many, give the same file.
func TestSameBytes(t *testing.T) {
	for format, write := range writers {
		rows := 3*groupRows + 17
		if format == ".xlsx" {
			rows = 500
		}
		var files [2]bytes.Buffer
		for i, cores := range []int{1, 4} {
			before := runtime.GOMAXPROCS(cores)
			err := write(&files[i], made{rows}, Options{Status: true, Title: "made"})
			runtime.GOMAXPROCS(before)
			if err != nil {
				t.Fatal(format, err)
			}
		}
		if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
			t.Errorf("%s differs between one core and four", format)
		}
	}
}

// TestCSV: zero is 0, what is absent is empty, and why stands beside it.
func TestCSV(t *testing.T) {
	var out bytes.Buffer
	if err := CSV(&out, made{6}, Options{Status: true}); err != nil {
		t.Fatal(err)
	}
	want := `ccode1,year,conttype,conttype_status,flow1,flow1_status,tpop1,tpop1_status
2,1900,0,known,0,known,-5,known
2,1901,1,known,,missing,,missing
2,1902,0,known,,undefined,,undefined
2,1903,1,known,,not-a-state,,not-a-state
2,1904,0,known,,outside-coverage,,outside-coverage
2,1905,1,known,0.625,known,4995,known
`
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}

// TestParquet reads the file back with the columns in their order.
func TestParquet(t *testing.T) {
	var out bytes.Buffer
	table := made{groupRows + 5000}
	if err := Parquet(&out, table, Options{Status: true, Title: "made"}); err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range f.Schema().Columns() {
		names = append(names, c[0])
	}
	if got := strings.Join(names, ","); got != "ccode1,year,conttype,conttype_status,flow1,flow1_status,tpop1,tpop1_status" {
		t.Errorf("columns are %s", got)
	}
	r := parquet.NewReader(f)
	rows := make([]parquet.Row, 1)
	value, status := make([]float64, 1), make([]entente.Status, 1)
	for n := 0; ; n++ {
		if k, err := r.ReadRows(rows); k == 0 {
			if errors.Is(err, io.EOF) && n == table.rows {
				return
			}
			t.Fatalf("row %d: %v", n, err)
		}
		for column, at := range map[int]int{2: 2, 3: 4, 4: 6} {
			table.Read(column, n, value, status)
			cell, reason := rows[0][at], rows[0][at+1]
			if reason.String() != status[0].String() || cell.IsNull() != (status[0] != entente.Known) {
				t.Fatalf("row %d column %d: %v, %v; want status %v", n, column, cell, reason, status[0])
			}
			if got := cell.Double(); column == 3 && !cell.IsNull() && got != value[0] {
				t.Fatalf("row %d: %v, want %v", n, got, value[0])
			}
			if got := cell.Int32(); column != 3 && !cell.IsNull() && float64(got) != value[0] {
				t.Fatalf("row %d: %v, want %v", n, got, value[0])
			}
		}
	}
}

// TestStataOpens opens the file in R by two packages that do not share code:
// foreign reads old releases only, so haven (ReadStat) it is, with the labels,
// the codes and the tags of missing values.
func TestStataOpens(t *testing.T) {
	if exec.Command("Rscript", "-e", "library(haven)").Run() != nil {
		t.Skip("Rscript with the package haven is not here: the file is not opened by another program")
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "made.dta")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := Stata(f, made{700}, Options{Title: "A made table", Notes: []string{"made by a test"}}); err != nil {
		t.Fatal(err)
	}
	f.Close()
	script := fmt.Sprintf(`library(haven); d <- read_dta(%q)
cat(nrow(d), ncol(d), attr(d, "label"), "\n")
cat(names(d), "\n")
cat(attr(d$flow1, "label"), "|", names(attr(d$conttype, "labels"))[1:2], "|", unname(attr(d$conttype, "labels"))[1:2], "\n")
cat(na_tag(d$flow1[1:6]), "\n"); cat(na_tag(d$tpop1[1:6]), "\n")
cat(format(d$flow1[c(1,6,696)]), d$tpop1[c(1,6)], d$year[100], d$ccode1[700], sum(d$conttype), "\n")
l <- attr(d$flow1, "labels"); cat(paste(na_tag(l), names(l)), sep=", ")`, name)
	got, err := exec.Command("Rscript", "-e", script).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	want := `700 5 A made table 
ccode1 year conttype flow1 tpop1 
Imports | none land | 0 1 
NA a b c d NA 
NA a b c d NA 
 0.000  0.625 86.875 -5 4995 1999 8 350 
a missing, b undefined, c not-a-state, d outside-coverage`
	if strings.TrimSpace(string(got)) != want {
		t.Errorf("R reads\n%s\nwant\n%s", got, want)
	}
}

// TestExcel: absent cells are empty, and a table too long is refused.
func TestExcel(t *testing.T) {
	var out bytes.Buffer
	if err := Excel(&out, made{10}, Options{}); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]string{"A1": "ccode1", "D2": "0", "D3": "", "D7": "0.625", "E7": "4995"} {
		if got, _ := book.GetCellValue("panel", at); got != want {
			t.Errorf("cell %s is %q, want %q", at, got, want)
		}
	}
	if err := Excel(io.Discard, made{excelRows}, Options{}); err == nil {
		t.Error("a table longer than a sheet is written")
	}
}

// TestBeside: the Data Package is JSON with the primary key, and the R loader
// proves rows and keys.
func TestBeside(t *testing.T) {
	table := made{700}
	files, err := Beside(About{Title: "made", File: "made.csv", SHA256: "00", Rows: 700, Command: "entente panel", Vars: table.Variables(), Profiles: Profiles(table, 1),
		Datasets: []*entente.Dataset{{ID: "x", Title: "X", Version: "1", References: []entente.Reference{{Key: "x2000", Kind: "misc", Authors: []string{"X"}, Title: "T", Year: 2000}}}}})
	if err != nil {
		t.Fatal(err)
	}
	var pack struct {
		Resources []struct {
			Schema struct {
				PrimaryKey []string
				Fields     []struct{ Name, Type string }
			}
		}
	}
	if err := json.Unmarshal(files["made.datapackage.json"], &pack); err != nil {
		t.Fatal(err)
	}
	if s := pack.Resources[0].Schema; strings.Join(s.PrimaryKey, ",") != "ccode1,year" || len(s.Fields) != 5 || s.Fields[3].Type != "number" {
		t.Errorf("schema is %+v", s)
	}
	for name, want := range map[string]string{
		"made.bib": "@misc{x2000,", "made.codebook.md": "| `flow1` | Imports | million US dollars | 0 to 86.875 |", "made.R": `c("ccode1", "year")`, "made.do": "isid ccode1 year", "made.py": "700",
	} {
		if !strings.Contains(string(files[name]), want) {
			t.Errorf("%s lacks %q:\n%s", name, want, files[name])
		}
	}
}
