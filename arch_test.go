package entente_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/entente-observatory/entente"

// allowed is the architecture: which packages of this module, and which other
// modules, each package may import besides the standard library. Data flows
// files → source → store → panel → measure → finding → publish; a stage
// imports the root and not its neighbour, and cmd alone joins them. To change
// the architecture, change this table, and say why in docs/decisions.
var allowed = map[string][]string{
	"":                           {},
	"irt":                        {},
	"changepoint":                {},
	"signed":                     {"gonum.org/v1/gonum"},
	"survival":                   {},
	"atlas":                      {},
	"internal/source":            {".", "github.com/klauspost/compress", "github.com/xuri/excelize/v2", "golang.org/x/text"},
	"internal/source/sourcetest": {".", "internal/source", "github.com/xuri/excelize/v2"},
	"internal/durable":           {},
	"internal/fetch":             {".", "internal/durable", "github.com/klauspost/compress"},
	"internal/store":             {".", "internal/durable", "github.com/parquet-go/parquet-go", "golang.org/x/sys"},
	"internal/panel":             {"."},
	"internal/measure":           {".", "irt", "changepoint", "signed", "survival"},
	"internal/finding":           {"."},
	"docs":                       {},
	"internal/publish/basemap":   {".", "internal/publish/chart"},
	"internal/publish/chart":     {".", "golang.org/x/image"},
	"internal/publish/dataset":   {".", "github.com/klauspost/compress", "github.com/xuri/excelize/v2"},
	"internal/publish/feed":      {},
	"internal/publish/site":      {},
	"internal/publish/term":      {"."},
	"internal/publish/web":       {".", "internal/publish/basemap", "internal/publish/chart", "internal/publish/feed", "github.com/yuin/goldmark"},
	"examples/dangerousdyads":    {},
	"cmd/entente":                {".", "irt", "changepoint", "signed", "atlas", "docs", "internal", "github.com/spf13/cobra"},
}

// TestArchitecture holds every package's imports against the table and asks
// for one package comment each.
func TestArchitecture(t *testing.T) {
	imports := map[string]map[string]bool{}
	documented := map[string]int{}
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(filepath.Dir(p))
		if pkg == "." {
			pkg = ""
		}
		if imports[pkg] == nil {
			imports[pkg] = map[string]bool{}
		}
		if f.Doc != nil && !strings.HasPrefix(f.Doc.Text(), "//go:build") {
			documented[pkg]++
		}
		for _, i := range f.Imports {
			imports[pkg][strings.Trim(i.Path.Value, `"`)] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg, set := range imports {
		may, listed := allowed[pkg]
		if !listed {
			t.Errorf("package %q is not in the table of allowed imports", pkg)
			continue
		}
		if documented[pkg] != 1 {
			t.Errorf("package %q has %d package comments, want one that tells its story", pkg, documented[pkg])
		}
		for imp := range set {
			if !permitted(imp, may) {
				t.Errorf("package %q imports %s, which the table does not allow", pkg, imp)
			}
		}
	}
	for pkg := range allowed {
		if _, err := os.Stat(filepath.FromSlash("./" + pkg)); err == nil && imports[pkg] == nil {
			t.Errorf("the table lists %q, which has no code", pkg)
		}
	}
}

func permitted(imp string, may []string) bool {
	own, inModule := strings.CutPrefix(imp, module)
	if !inModule {
		first, _, _ := strings.Cut(imp, "/")
		return !strings.Contains(first, ".") || slices.ContainsFunc(may, func(m string) bool {
			return strings.Contains(m, ".") && m != "." && (imp == m || strings.HasPrefix(imp, m+"/"))
		})
	}
	own = strings.TrimPrefix(own, "/")
	if own == "" {
		return slices.Contains(may, ".")
	}
	return slices.ContainsFunc(may, func(m string) bool {
		return own == m || strings.HasPrefix(own, path.Clean(m)+"/")
	})
}
