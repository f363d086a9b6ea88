package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/entente-observatory/entente"
)

// printJSON writes v indented.
func (a *app) printJSON(v any) error {
	e := json.NewEncoder(a.stdout)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// printCSV writes a header and rows.
func (a *app) printCSV(header []string, rows [][]string) error {
	w := csv.NewWriter(a.stdout)
	w.Write(header)
	w.WriteAll(rows)
	return w.Error()
}

// printTable writes aligned columns. A header that starts with > is set flush
// right, as numbers are.
func printTable(w io.Writer, header []string, rows [][]string) {
	width := make([]int, len(header))
	right := make([]bool, len(header))
	head := make([]string, len(header))
	for i, h := range header {
		head[i], right[i] = strings.CutPrefix(h, ">")
		width[i] = utf8.RuneCountInString(head[i])
	}
	for _, row := range rows {
		for i, c := range row {
			width[i] = max(width[i], utf8.RuneCountInString(c))
		}
	}
	line := func(row []string) {
		var b strings.Builder
		for i, c := range row {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(c))
			if right[i] {
				b.WriteString(pad + c)
			} else {
				b.WriteString(c + pad)
			}
			b.WriteString("  ")
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
	line(head)
	for _, row := range rows {
		line(row)
	}
}

// wrap breaks a sentence into lines of at most n characters.
func wrap(s string, n int) string {
	var b strings.Builder
	col := 0
	for _, word := range strings.Fields(s) {
		l := utf8.RuneCountInString(word)
		switch {
		case col == 0:
		case col+1+l > n:
			b.WriteByte('\n')
			col = 0
		default:
			b.WriteByte(' ')
			col++
		}
		b.WriteString(word)
		col += l
	}
	return b.String()
}

func f6(x float64) string { return strconv.FormatFloat(x, 'f', 6, 64) }

// words writes an estimate for a reader: value and interval, or why there is
// none.
func words(e entente.Estimate) string {
	switch {
	case !e.Known():
		return e.Status.String()
	case e.Lo == e.Hi:
		return fmt.Sprintf("%.3f", e.Value)
	}
	return fmt.Sprintf("%.3f [%.3f, %.3f]", e.Value, e.Lo, e.Hi)
}

// cells writes an estimate as value, lo, hi, status; the numbers are empty
// where there are none.
func cells(e entente.Estimate) []string {
	if !e.Known() {
		return []string{"", "", "", e.Status.String()}
	}
	return []string{f6(e.Value), f6(e.Lo), f6(e.Hi), e.Status.String()}
}
