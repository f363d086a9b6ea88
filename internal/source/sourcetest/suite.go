// Package sourcetest is the contract of the data sets: what every one of them
// must say of itself, and how every one must read good files, files in
// another dress, and bad files. A data set passes with a small fixture of its
// own in the official layout:
//
//	sourcetest.Run(t, sourcetest.Case{Dataset: ds, Dir: os.DirFS("testdata/x"), States: []string{"ccode"}})
package sourcetest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/source"
)

// Case is a data set with a fixture.
type Case struct {
	Dataset *entente.Dataset
	// Dir holds a few good rows of each file of one layout, uncompressed and
	// under the official names, no cell with a line end. Every row must be
	// kept.
	Dir fs.FS
	// States names the columns that say which state a row is of. The cells of
	// all of them are spoilt at once.
	States []string
	// Titles gives the number of lines above the header by the names of the
	// files that have such, and NoHeader for those that have no header.
	Titles map[string]int
	// Repeats says that two sound rows may be alike in every cell: a record of
	// years has two visits in one.
	Repeats bool
}

// NoHeader marks a file that begins with its first row.
const NoHeader = -1

// lead returns the number of lines of a file before its first row.
func (c Case) lead(name string) int { return c.Titles[name] + 1 }

// Run holds a data set to the contract.
func Run(t *testing.T, c Case) {
	t.Run("literal", func(t *testing.T) { literal(t, c.Dataset) })
	dir := load(t, c.Dir)
	good := read(context.Background(), c.Dataset, dir)
	if good.err != nil {
		t.Fatalf("the fixture cannot be read: %v", good.err)
	}
	for _, r := range good.Rejections {
		t.Errorf("a row of the fixture is rejected: %s:%d: %s: %s", c.Dataset.Files[r.At.File].Name, r.At.Line, r.Reason, r.Detail)
	}
	if good.records() == 0 {
		t.Fatal("the fixture gives no record")
	}
	t.Run("records", func(t *testing.T) { records(t, c, dir, good) })
	t.Run("deterministic", func(t *testing.T) { same(t, good, read(context.Background(), c.Dataset, dir)) })
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if got := read(ctx, c.Dataset, dir); !errors.Is(got.err, context.Canceled) {
			t.Errorf("a cancelled reading gives %v", got.err)
		}
	})
	t.Run("absent", func(t *testing.T) {
		if got := read(context.Background(), c.Dataset, fstest.MapFS{}); !errors.Is(got.err, fs.ErrNotExist) || !advises(got.err) {
			t.Errorf("an empty folder gives %v, want an error that says what file to put where", got.err)
		}
	})
	for _, f := range good.Files {
		name := c.Dataset.Files[f.File].Name
		t.Run(name, func(t *testing.T) {
			dresses(t, c, dir, name, good)
			spoilt(t, c, dir, name, f.File, good)
		})
	}
}

// reading is what came of reading a data set.
type reading struct {
	source.Collector
	report entente.SourceReport
	err    error
}

func read(ctx context.Context, ds *entente.Dataset, dir fs.FS) *reading {
	var r reading
	r.report, r.err = source.Read(ctx, ds, dir, &r.Collector, 1)
	return &r
}

func (r *reading) records() int {
	return len(r.Attributes) + len(r.Ties) + len(r.RollCalls) + len(r.Votes)
}

// refs gives the places of all records.
func (r *reading) refs() []entente.Ref {
	var refs []entente.Ref
	for _, x := range r.Attributes {
		refs = append(refs, x.Ref)
	}
	for _, x := range r.Ties {
		refs = append(refs, x.Ref)
	}
	for _, x := range r.RollCalls {
		refs = append(refs, x.Ref)
	}
	for _, x := range r.Votes {
		refs = append(refs, x.Ref)
	}
	return refs
}

func load(t *testing.T, dir fs.FS) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(dir, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(dir, p)
		files[p] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// literal asks that a data set says of itself what its users must know.
func literal(t *testing.T, ds *entente.Dataset) {
	for what, missing := range map[string]bool{
		"ID": ds.ID == "", "Title": ds.Title == "", "Version": ds.Version == "", "Home": ds.Home == "", "Terms": ds.Terms == "",
		"References": len(ds.References) == 0, "Files": len(ds.Files) == 0, "Read": ds.Read == nil,
		"Coverage": ds.Coverage == (entente.Period{}) || ds.Coverage.From > ds.Coverage.To,
	} {
		if missing {
			t.Errorf("the literal has no %s", what)
		}
	}
	if strings.ToLower(ds.ID) != ds.ID || strings.ContainsAny(ds.ID, " _") {
		t.Errorf("ID %q is not of the form two-words", ds.ID)
	}
	for _, r := range ds.References {
		if r.Key == "" || r.Kind == "" || len(r.Authors) == 0 || r.Title == "" || r.Year == 0 {
			t.Errorf("reference %+v lacks key, kind, authors, title or year", r)
		}
	}
	seen := map[string]bool{}
	for _, f := range ds.Files {
		if f.Layout == "" {
			t.Errorf("%s has no Layout", f.Name)
		}
		if !fs.ValidPath(f.Name) || seen[f.Name+f.Sheet] {
			t.Errorf("file name %q is not a path of its own", f.Name)
		}
		seen[f.Name+f.Sheet] = true
		for _, u := range f.URLs {
			if p, err := url.Parse(u); err != nil || p.Host == "" {
				t.Errorf("%s: %q is no address", f.Name, u)
			}
		}
	}
	if got, err := source.ByID(ds.ID); err != nil || got != ds {
		t.Errorf("source.ByID(%q) does not give the data set: %v", ds.ID, err)
	}
}

// records asks that records are what the domain says they are, and that each
// points to a line that was kept.
func records(t *testing.T, c Case, dir fstest.MapFS, r *reading) {
	lines := map[uint8]int{}
	for _, f := range r.Files {
		lines[f.File] = strings.Count(string(dir[f.Name].Data), "\n") + 1
	}
	for _, ref := range r.refs() {
		if int(ref.File) >= len(c.Dataset.Files) || int(ref.Line) <= c.lead(c.Dataset.Files[ref.File].Name) || int(ref.Line) > lines[ref.File] {
			t.Errorf("a record points to line %d of file %d, which has %d", ref.Line, ref.File, lines[ref.File])
		}
	}
	known := func(c entente.CCode) {
		if entente.States().Get(c) == nil {
			t.Errorf("a record is of state %d, which is not in the list", c)
		}
	}
	spell := func(p entente.Period, s entente.Status, variable string) {
		if p.From > p.To {
			t.Errorf("a record holds from %v", p)
		}
		if s != entente.Known && s != entente.Missing {
			t.Errorf("a record has the status %v", s)
		}
		if variable == "" {
			t.Error("a record names no variable")
		}
	}
	for _, a := range r.Attributes {
		known(a.State)
		spell(a.Period, a.Status, a.Variable)
	}
	for _, x := range r.Ties {
		known(x.From)
		known(x.To)
		spell(x.Period, x.Status, x.Variable)
		if x.From == x.To || !x.Directed && x.From > x.To {
			t.Errorf("a tie is from %d to %d", x.From, x.To)
		}
	}
	calls := map[int32]bool{}
	for _, x := range r.RollCalls {
		if calls[x.ID] || x.ID <= 0 || x.Session <= 0 || x.Repeats >= x.ID {
			t.Errorf("roll call %+v", x)
		}
		calls[x.ID] = true
	}
	for _, v := range r.Votes {
		known(v.State)
		if !calls[v.RollCall] || v.Choice.String() == "invalid" {
			t.Errorf("vote %+v", v)
		}
	}
	conserved(t, r)
}

// conserved asks that every row read is kept or rejected, once, and that no
// record comes of a rejected one.
func conserved(t *testing.T, r *reading) {
	t.Helper()
	rejected := map[entente.Ref]bool{}
	for _, x := range r.Rejections {
		if rejected[x.At] {
			t.Errorf("line %d of file %d is rejected twice", x.At.Line, x.At.File)
		}
		rejected[x.At] = true
		if x.Reason == "" {
			t.Errorf("line %d of file %d is rejected without a reason", x.At.Line, x.At.File)
		}
	}
	for _, ref := range r.refs() {
		if rejected[ref] {
			t.Errorf("a record comes of line %d of file %d, which is rejected", ref.Line, ref.File)
		}
	}
	reasons := 0
	for _, n := range r.report.Tally.Rejected {
		reasons += n
	}
	if tally := r.report.Tally; tally.Read != tally.Kept+reasons || reasons != len(r.Rejections) {
		t.Errorf("%d rows read, %d kept, %d rejected with %d reasons", tally.Read, tally.Kept, len(r.Rejections), reasons)
	}
}

// same asks that two readings gave the same records from the same places.
func same(t *testing.T, want, got *reading) {
	t.Helper()
	if got.err != nil {
		t.Error(got.err)
		return
	}
	a, b := want.Collector, got.Collector
	a.Files, b.Files = nil, nil
	if !reflect.DeepEqual(a, b) {
		t.Errorf("the records differ:\n%s\nwant\n%s", brief(&b), brief(&a))
	}
}

func brief(c *source.Collector) string {
	s := fmt.Sprintf("%+v", *c)
	const most = 1500
	return s[:min(len(s), most)]
}

// advises reports whether an error says where, what and what to do.
func advises(err error) bool {
	e := (*source.Error)(nil)
	return errors.As(err, &e) && e.File != "" && e.What != "" && e.Do != ""
}
