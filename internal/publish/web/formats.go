package web

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// format is the form in which an answer is wanted.
type format int

const (
	html format = iota
	jsonForm
	csvForm
	atomForm
	svgForm
	pngForm
)

// endings are what an address ends with for each form.
var endings = [...]string{html: "", jsonForm: ".json", csvForm: ".csv", atomForm: ".atom", svgForm: ".svg", pngForm: ".png"}

// wants tells the form that the end of the path named: the address says what
// one gets, whatever the headers.
func wants(r *http.Request) format {
	f, _ := r.Context().Value(formKey{}).(format)
	return f
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		http.Error(w, "the answer could not be written as JSON", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.WriteHeader(status)
	w.Write(append(b, '\n'))
}

func writeCSV(w http.ResponseWriter, name string, header []string, rows [][]string) {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8; header=present")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Access-Control-Allow-Origin", "*")
	c := csv.NewWriter(w)
	c.Write(header)
	for _, row := range rows {
		for i, cell := range row {
			row[i] = harmless(cell)
		}
		c.Write(row)
	}
	c.Flush()
}

// harmless keeps a spreadsheet from taking a word for a formula. Numbers pass,
// negative ones too.
func harmless(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return cell
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil && cell[0] != '+' {
		return cell
	}
	return "'" + cell
}

// cells writes an estimate as value, lo, hi and status; without a value the
// three are empty.
func cells(e entente.Estimate) []string {
	if !e.Known() {
		return []string{"", "", "", e.Status.String()}
	}
	f := func(x float64) string { return strconv.FormatFloat(x, 'f', 6, 64) }
	return []string{f(e.Value), f(e.Lo), f(e.Hi), e.Status.String()}
}
