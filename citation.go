package entente

import (
	"fmt"
	"strings"
)

// String writes the reference in one line: authors, year, title, container,
// and how to find it.
func (r Reference) String() string {
	var b strings.Builder
	switch n := len(r.Authors); {
	case n > 3:
		fmt.Fprintf(&b, "%s et al.", r.Authors[0])
	case n > 1:
		fmt.Fprintf(&b, "%s & %s", strings.Join(r.Authors[:n-1], ", "), r.Authors[n-1])
	case n == 1:
		b.WriteString(r.Authors[0])
	}
	if r.Year != 0 {
		fmt.Fprintf(&b, " (%d)", r.Year)
	}
	fmt.Fprintf(&b, " %s.", strings.TrimSuffix(r.Title, "."))
	if r.Container != "" {
		b.WriteString(" " + r.Container)
		if r.Volume != "" {
			b.WriteString(" " + r.Volume)
		}
		if r.Pages != "" {
			b.WriteString(": " + r.Pages)
		}
		b.WriteString(".")
	}
	if r.DOI != "" {
		b.WriteString(" doi:" + r.DOI)
	} else if r.URL != "" {
		b.WriteString(" " + r.URL)
	}
	return b.String()
}

// bibtexEscapes protects the letters that BibTeX takes for commands.
var bibtexEscapes = strings.NewReplacer("&", `\&`, "%", `\%`, "#", `\#`, "_", `\_`, "$", `\$`)

// BibTeX writes the reference as an entry. Fields without a value are left
// out; note, if not empty, says which version was used.
func (r Reference) BibTeX(note string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "@%s{%s,\n", r.Kind, r.Key)
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "  %s = {%s},\n", name, value)
		}
	}
	field("author", bibtexEscapes.Replace(strings.Join(r.Authors, " and ")))
	field("title", "{"+bibtexEscapes.Replace(r.Title)+"}")
	if r.Year != 0 {
		field("year", fmt.Sprint(r.Year))
	}
	container := map[string]string{"article": "journal", "book": "publisher", "incollection": "booktitle"}[r.Kind]
	if container == "" {
		container = "howpublished"
	}
	field(container, bibtexEscapes.Replace(r.Container))
	field("volume", r.Volume)
	field("pages", strings.ReplaceAll(r.Pages, "-", "--"))
	field("doi", r.DOI)
	field("url", r.URL)
	field("note", bibtexEscapes.Replace(note))
	b.WriteString("}\n")
	return b.String()
}

// Citation writes all references of the data set in one line.
func (d *Dataset) Citation() string {
	parts := make([]string, len(d.References))
	for i, r := range d.References {
		parts[i] = r.String()
	}
	return strings.Join(parts, " ")
}
