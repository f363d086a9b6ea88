package source_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/source"
)

var update = flag.Bool("update", false, "write docs/sources.md anew")

// TestCatalogue holds docs/sources.md to the list of sources, from which it is
// written.
func TestCatalogue(t *testing.T) {
	name := filepath.Join("..", "..", "docs", "sources.md")
	want := catalogue()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/sources.md is not what the list of sources gives: go test ./internal/source -run Catalogue -update")
	}
}

func catalogue() string {
	var b strings.Builder
	b.WriteString("# Sources\n\nWritten from the list in `internal/source` by `go test ./internal/source -run Catalogue -update`; a test holds it to the list.\n\n" +
		"A source is *open* (its rows may be in the atlas), *derived-only* (only what the program computes from them may be), or *fetch-yourself*\n" +
		"(read if you have it; never in the atlas). *No row means* says how a case within the coverage without a row is read.\n\n" +
		"| source | title | version | covers | no row means | rights |\n|---|---|---|---|---|---|\n")
	for _, d := range source.All {
		fmt.Fprintf(&b, "| [`%s`](#%s) | %s | %s | %s to %s | %v | %v |\n", d.ID, d.ID, d.Title, d.Version, d.Coverage.From, d.Coverage.To, d.Absence, d.Rights)
	}
	for _, d := range source.All {
		fmt.Fprintf(&b, "\n## %s\n\n**%s**, %s. <%s>\n\n", d.ID, d.Title, d.Version, d.Home)
		for _, r := range d.References {
			fmt.Fprintf(&b, "- %s\n", r)
		}
		fmt.Fprintf(&b, "\nRights: %v. %s\n\n%s\n\n| file | columns | from |\n|---|---|---|\n", d.Rights, d.Terms, d.Notes)
		for _, f := range fewFiles(d.Files) {
			from := "on request"
			if len(f.URLs) > 0 {
				from = "<" + f.URLs[0] + ">"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", f.Name, strings.ReplaceAll(f.Layout, "|", `\|`), from)
		}
	}
	return b.String()
}

// fewFiles leaves out the files that repeat the layout of the one before: a
// data set may have one for each state.
func fewFiles(files []entente.File) []entente.File {
	var few []entente.File
	alike := 0
	for i, f := range files {
		if i > 0 && f.Layout == files[i-1].Layout {
			if alike++; alike >= 3 {
				continue
			}
		} else {
			alike = 0
		}
		few = append(few, f)
	}
	return few
}
