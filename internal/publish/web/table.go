package web

import (
	"html/template"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// yearRows writes the rows of a table of a series by year, from first to last.
// A page of a pair has a thousand of them, which a template would take longer
// over than all else. With receipts, a year leads to its own.
func yearRows(s *entente.Series, first, last int, receipts string) template.HTML {
	var b strings.Builder
	b.Grow(120 * len(s.Points))
	cell := func(class string, text ...string) {
		b.WriteString("<td")
		if class != "" {
			b.WriteString(` class="` + class + `"`)
		}
		b.WriteByte('>')
		for _, t := range text {
			b.WriteString(t)
		}
		b.WriteString("</td>")
	}
	f := func(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }
	for i := range s.Points {
		p := &s.Points[i]
		if p.Year < first || p.Year > last {
			continue
		}
		year := strconv.Itoa(p.Year)
		b.WriteString(`<tr><th scope="row">`)
		if receipts != "" {
			b.WriteString(`<a href="` + template.HTMLEscapeString(receipts) + "/" + year + "/" + template.HTMLEscapeString(string(s.Channel)) + `">` + year + "</a>")
		} else {
			b.WriteString(year)
		}
		b.WriteString("</th>")
		if e := &p.Estimate; e.Known() {
			cell("n", f(e.Value))
			cell("n", f(e.Lo), " to ", f(e.Hi))
			cell("n", strconv.Itoa(e.N))
			note := p.Label
			for _, w := range e.Warnings {
				note += " " + w + "."
			}
			cell("", template.HTMLEscapeString(note))
		} else {
			why := statusWords(e.Status)
			if p.Label != "" {
				why += ": " + p.Label
			}
			b.WriteString(`<td colspan="4" class="none">` + template.HTMLEscapeString(why) + "</td>")
		}
		b.WriteString("</tr>\n")
	}
	return template.HTML(b.String())
}
