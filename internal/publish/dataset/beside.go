package dataset

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// About is what the files beside a table say of it.
type About struct {
	Title    string
	File     string // name of the data file
	SHA256   string
	Bytes    int64
	Rows     int
	Command  string // that makes the file again
	Edition  string
	Rights   string // the most restrictive of the sources'
	Choices  []string
	Datasets []*entente.Dataset // those that columns came from
	Vars     []entente.Variable
	Profiles []Profile
	Options  Options
}

// Beside returns the files that go with the data file, by name: codebook, Data
// Package, bibliography, loaders for R, Python and Stata, and the log of
// choices. stem is the name of the data file without its ending.
func Beside(a About) (map[string][]byte, error) {
	stem := Stem(a.File)
	pack, err := a.dataPackage()
	if err != nil {
		return nil, err
	}
	return map[string][]byte{
		stem + ".codebook.md":      []byte(a.codebook()),
		stem + ".datapackage.json": pack,
		stem + ".bib":              []byte(a.bibliography()),
		stem + ".choices.md":       []byte(a.choices()),
		stem + ".R":                []byte(a.loaderR()),
		stem + ".py":               []byte(a.loaderPython()),
		stem + ".do":               []byte(a.loaderStata()),
	}, nil
}

// Formats are the endings of the files that can be written.
var Formats = []string{".parquet", ".csv", ".csv.gz", ".dta", ".xlsx"}

// Format returns the ending of a file's name that says what it is, or "".
func Format(file string) string {
	for _, f := range Formats {
		if strings.HasSuffix(file, f) {
			return f
		}
	}
	return ""
}

// Stem is the name of a file without that ending.
func Stem(file string) string {
	name := filepath.Base(file)
	return strings.TrimSuffix(name, Format(name))
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }

// percent writes a share so that what is little is not nothing.
func percent(n, of int) string {
	switch {
	case n == 0:
		return "–"
	case 1000*n < of:
		return "<0.1 %"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(of))
}

func (a *About) codebook() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Codebook: %s\n\n", a.Title)
	fmt.Fprintf(&b, "`%s`, %d rows, %d columns, SHA-256 `%s`.\nMade by `%s` from edition `%s`.\n\n", a.File, a.Rows, len(a.Vars), a.SHA256, a.Command, a.Edition)
	b.WriteString("A cell without a value is null (Parquet) or empty (CSV, Excel), and one of `.a` to `.d` in Stata:\n\n" +
		"| | Stata | status |\n|---|---|---|\n" +
		"| the sources cover the case and have no value | `.a` | `missing` |\n" +
		"| the quantity does not exist here | `.b` | `undefined` |\n" +
		"| one of the states was no member of the system | `.c` | `not-a-state` |\n" +
		"| the sources say nothing of this time | `.d` | `outside-coverage` |\n\n" +
		"Zero is a value. Columns `NAME_status`, written on request (`--status`), name the status of every cell.\n\n")
	b.WriteString("| column | what | unit | values | sources | covered | last year with a value | no row means | missing | undefined | not a state | outside |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n")
	for i, v := range a.Vars {
		p := &a.Profiles[i]
		if v.Key {
			fmt.Fprintf(&b, "| **`%s`** | %s (key) | | %s to %s | | | | | – | – | – | – |\n", v.Name, v.Label, number(p.Min), number(p.Max))
			continue
		}
		values, last := "none", ""
		if p.Counts[entente.Known] > 0 {
			values, last = number(p.Min)+" to "+number(p.Max), strconv.Itoa(p.Last)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %d–%d | %s | %s | %s | %s | %s | %s |\n", v.Name, v.Label, v.Unit, values, strings.Join(v.Sources, ", "),
			v.First, v.Last, last, v.Absence, percent(p.Counts[entente.Missing], a.Rows), percent(p.Counts[entente.Undefined], a.Rows),
			percent(p.Counts[entente.NotAState], a.Rows), percent(p.Counts[entente.OutsideCoverage], a.Rows))
	}
	for _, v := range a.Vars {
		if len(v.Values) > 0 {
			fmt.Fprintf(&b, "\n## Codes of `%s`\n\n", v.Name)
			for _, l := range v.Values {
				fmt.Fprintf(&b, "- %d: %s\n", l.Value, l.Label)
			}
		}
	}
	b.WriteString("\n## Sources\n")
	for _, d := range a.Datasets {
		fmt.Fprintf(&b, "\n### %s (`%s`), %s\n\n%s\n\n%s\n\nRights: %v. %s\n", d.Title, d.ID, d.Version, d.Citation(), d.Notes, d.Rights, d.Terms)
	}
	return b.String()
}

func (a *About) choices() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Choices made in %s\n\n`%s`\n\n", a.File, a.Command)
	for _, c := range a.Choices {
		fmt.Fprintf(&b, "- %s\n", c)
	}
	return b.String()
}

func (a *About) bibliography() string {
	var b strings.Builder
	written := map[string]bool{}
	for _, d := range a.Datasets {
		for _, r := range d.References {
			if !written[r.Key] {
				written[r.Key] = true
				b.WriteString(r.BibTeX("Version used: " + d.Version))
				b.WriteByte('\n')
			}
		}
	}
	return b.String()
}

// dataPackage describes the file by the Data Package standard of Frictionless
// Data (specs.frictionlessdata.io, tabular data resource).
func (a *About) dataPackage() ([]byte, error) {
	type field struct {
		Name        string         `json:"name"`
		Type        string         `json:"type"`
		Title       string         `json:"title"`
		Description string         `json:"description,omitempty"`
		Unit        string         `json:"unit,omitempty"`
		Sources     []string       `json:"sources,omitempty"`
		Constraints map[string]any `json:"constraints,omitempty"`
	}
	var fields []field
	var keys []string
	for _, v := range a.Vars {
		f := field{Name: v.Name, Type: map[entente.VariableKind]string{entente.Whole: "integer", entente.Real: "number"}[v.Kind], Title: v.Label, Unit: v.Unit, Sources: v.Sources}
		if v.Key {
			keys = append(keys, v.Name)
			f.Constraints = map[string]any{"required": true}
		} else {
			f.Description = fmt.Sprintf("Covered %d to %d; no row in the sources means %s.", v.First, v.Last, v.Absence)
		}
		fields = append(fields, f)
		if a.Options.Status && !v.Key {
			fields = append(fields, field{Name: statusColumn(v.Name), Type: "string", Title: "Status of " + v.Name,
				Constraints: map[string]any{"enum": []string{"known", "missing", "undefined", "not-a-state", "outside-coverage"}}})
		}
	}
	type source struct {
		Title   string `json:"title"`
		Path    string `json:"path,omitempty"`
		Version string `json:"version"`
		Rights  string `json:"rights"`
	}
	var sources []source
	for _, d := range a.Datasets {
		sources = append(sources, source{d.Title, d.Home, d.Version, d.Rights.String()})
	}
	format := strings.TrimPrefix(Format(a.File), ".")
	resource := map[string]any{
		"name": strings.ToLower(Stem(a.File)), "path": a.File, "format": format, "bytes": a.Bytes, "hash": "sha256:" + a.SHA256,
		"schema": map[string]any{"fields": fields, "primaryKey": keys, "missingValues": []string{""}},
	}
	if strings.HasPrefix(format, "csv") {
		resource["profile"], resource["encoding"], resource["mediatype"] = "tabular-data-resource", "utf-8", "text/csv"
	}
	out, err := json.MarshalIndent(map[string]any{
		"name": strings.ToLower(Stem(a.File)), "title": a.Title, "id": a.SHA256, "description": "Made by `" + a.Command + "` from edition " + a.Edition + ". Rights: " + a.Rights,
		"profile": "data-package", "sources": sources, "resources": []any{resource},
	}, "", "  ")
	return append(out, '\n'), err
}

// keyNames lists the names of the key columns.
func (a *About) keyNames() []string {
	var keys []string
	for _, v := range a.Vars {
		if v.Key {
			keys = append(keys, v.Name)
		}
	}
	return keys
}

func quoted(names []string) string { return `"` + strings.Join(names, `", "`) + `"` }

func (a *About) loaderR() string {
	read := map[string]string{
		".parquet": "panel <- arrow::read_parquet(file)", ".csv": "panel <- read.csv(file)", ".csv.gz": "panel <- read.csv(gzfile(file))",
		".dta": "panel <- haven::read_dta(file)  # .a to .d are tagged missing values: haven::na_tag()", ".xlsx": "panel <- readxl::read_excel(file)",
	}[Format(a.File)]
	var b strings.Builder
	fmt.Fprintf(&b, "# Loads %s in R.\nfile <- %q\n%s\nstopifnot(nrow(panel) == %d, !anyDuplicated(as.data.frame(panel)[, c(%s)]))\n", a.Title, a.File, read, a.Rows, quoted(a.keyNames()))
	if Format(a.File) != ".dta" {
		for _, v := range a.Vars {
			fmt.Fprintf(&b, "attr(panel[[%q]], \"label\") <- %q\n", v.Name, v.Label)
		}
	}
	return b.String()
}

func (a *About) loaderPython() string {
	read := map[string]string{
		".parquet": "panel = pd.read_parquet(FILE)", ".csv": "panel = pd.read_csv(FILE)", ".csv.gz": "panel = pd.read_csv(FILE)",
		".dta": "panel = pd.read_stata(FILE, convert_categoricals=False)", ".xlsx": "panel = pd.read_excel(FILE)",
	}[Format(a.File)]
	return fmt.Sprintf("\"\"\"Loads %s in Python.\"\"\"\nimport pandas as pd\n\nFILE = %q\n%s\nassert len(panel) == %d\nassert not panel.duplicated([%s]).any()\n", a.Title, a.File, read, a.Rows, quoted(a.keyNames()))
}

func (a *About) loaderStata() string {
	var b strings.Builder
	fmt.Fprintf(&b, "* Loads %s in Stata.\nversion 14\n", a.Title)
	switch Format(a.File) {
	case ".dta":
		fmt.Fprintf(&b, "use %q, clear\n", a.File)
	case ".csv":
		fmt.Fprintf(&b, "import delimited %q, clear case(preserve)\n", a.File)
	case ".xlsx":
		fmt.Fprintf(&b, "import excel %q, firstrow clear\n", a.File)
	default:
		fmt.Fprintf(&b, "* Stata does not read %s: write a .dta or .csv with the same command, %s\n", Format(a.File), a.Command)
		return b.String()
	}
	fmt.Fprintf(&b, "isid %s\nassert _N == %d\n", strings.Join(a.keyNames(), " "), a.Rows)
	if Format(a.File) != ".dta" {
		for _, v := range a.Vars {
			fmt.Fprintf(&b, "label variable %s `\"%s\"'\n", v.Name, cut(v.Label, dtaChars))
		}
	}
	return b.String()
}

// SortedNames lists the names of files in order.
func SortedNames(files map[string][]byte) []string {
	var names []string
	for n := range files {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}
