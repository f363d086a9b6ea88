package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"github.com/entente-observatory/entente"
	"github.com/parquet-go/parquet-go"
)

// Edition is a snapshot or an atlas opened for reading. Its methods may be
// called from many goroutines; what they return is shared and must not be
// changed.
type Edition struct {
	fsys     fs.FS
	manifest *entente.Manifest
	tables   map[string]*entente.TableReport

	idealPoints  [entente.NumVoteSets]once[*entente.IdealPoints]
	agreements   [entente.NumVoteSets]once[*entente.Agreements]
	pledges      once[*entente.Pledges]
	capabilities once[*entente.Capabilities]
	realignments once[*entente.Realignments]
	alignment    once[*entente.AlignmentIndex]
	polarity     once[*entente.Polarities]
	treaties     once[*entente.Treaties]
	costs        once[*entente.CostRows]
	channels     once[[]*entente.ChannelTable]
	networks     once[*entente.Networks]

	mu      sync.Mutex
	records map[string]*once[*table]             // opened tables of records, by name
	calls   map[string]*once[[]entente.RollCall] // by source
}

// once holds what is loaded when it is first asked for.
type once[T any] struct {
	sync.Once
	value T
	err   error
}

func (o *once[T]) get(load func() (T, error)) (T, error) {
	o.Do(func() { o.value, o.err = load() })
	return o.value, o.err
}

// Open opens an edition: the folder of a snapshot, or an atlas. It reads the
// manifest only.
func Open(fsys fs.FS) (*Edition, error) {
	text, err := fs.ReadFile(fsys, manifestName)
	if err != nil {
		return nil, fmt.Errorf("not an edition: %w", err)
	}
	m, err := unseal(text)
	if err != nil {
		return nil, err
	}
	return newEdition(fsys, m), nil
}

func newEdition(fsys fs.FS, m *entente.Manifest) *Edition {
	e := &Edition{
		fsys: fsys, manifest: m, tables: map[string]*entente.TableReport{},
		records: map[string]*once[*table]{}, calls: map[string]*once[[]entente.RollCall]{},
	}
	for i := range m.Tables {
		e.tables[m.Tables[i].Name] = &m.Tables[i]
	}
	return e
}

// OpenHome opens the current snapshot of a data home.
func OpenHome(home string) (*Edition, error) {
	id, err := current(home)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(home, snapshots, id)
	e, err := Open(os.DirFS(dir))
	if err != nil {
		return nil, fmt.Errorf("%s: %w; run entente build to make it again", dir, err)
	}
	return e, nil
}

// Manifest describes the edition.
func (e *Edition) Manifest() *entente.Manifest { return e.manifest }

// IdealPoints returns the ideal points of a vote set, with their draws if the
// edition holds them.
func (e *Edition) IdealPoints(set entente.VoteSet) (*entente.IdealPoints, error) {
	return e.idealPoints[set].get(func() (*entente.IdealPoints, error) { return e.readIdealPoints(set) })
}

// Agreements returns the agreement of every dyad and session of a vote set.
func (e *Edition) Agreements(set entente.VoteSet) (*entente.Agreements, error) {
	return e.agreements[set].get(func() (*entente.Agreements, error) { return e.readAgreements(set) })
}

// Pledges returns the alliance pledges.
func (e *Edition) Pledges() (*entente.Pledges, error) { return e.pledges.get(e.readPledges) }

// Capabilities returns the states' shares of material capabilities.
func (e *Edition) Capabilities() (*entente.Capabilities, error) {
	return e.capabilities.get(e.readCapabilities)
}

// Has reports whether the edition holds the table.
func (e *Edition) Has(name string) bool { return e.tables[name] != nil }

// table is a Parquet file that was held against the manifest.
type table struct {
	*parquet.File
	closer io.Closer
}

// open opens a table after hashing it: the hash of all bytes is what tells a
// flipped bit from data, whatever place in the file it has.
func (e *Edition) open(name string) (*table, error) {
	report := e.tables[name]
	if report == nil {
		return nil, e.lacks(name)
	}
	f, err := e.fsys.Open(name)
	if err != nil {
		return nil, damaged(name, err)
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, damaged(name, err)
	}
	at, ok := f.(io.ReaderAt)
	if !ok {
		f.Close()
		return nil, fmt.Errorf("%s: this file system cannot read at a place in a file", name)
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(at, 0, info.Size())); err != nil {
		f.Close()
		return nil, damaged(name, err)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != report.SHA256 {
		f.Close()
		return nil, damaged(name, fmt.Errorf("its SHA-256 is %.12s…, the manifest says %.12s…", got, report.SHA256))
	}
	p, err := parquet.OpenFile(at, info.Size(), parquet.SkipBloomFilters(true), parquet.ReadBufferSize(1<<16))
	if err != nil {
		f.Close()
		return nil, damaged(name, err)
	}
	if p.NumRows() != int64(report.Rows) {
		f.Close()
		return nil, damaged(name, fmt.Errorf("it has %d rows, the manifest says %d", p.NumRows(), report.Rows))
	}
	return &table{p, f}, nil
}

// lacks returns the error for a table that the edition was made without.
func (e *Edition) lacks(name string) error {
	if strings.HasPrefix(name, "records/") && !e.Records() {
		return fmt.Errorf("%s is %w, which has estimates only; run entente fetch and entente build to have the records", name, ErrNoTable)
	}
	return fmt.Errorf("%s is %w; fetch its sources (see entente sources) and run entente build", name, ErrNoTable)
}

func damaged(name string, err error) error {
	return fmt.Errorf("%s is damaged: %w; run entente build to make it again", name, err)
}

// read opens a table of estimates, has it read, and closes it.
func (e *Edition) read(name string, fn func(*table) error) error {
	f, err := e.open(name)
	if err != nil {
		return err
	}
	defer f.closer.Close()
	if err := fn(f); err != nil {
		return damaged(name, err)
	}
	return nil
}

func (t *table) rows() int { return int(t.NumRows()) }

// groups calls fn for every row group with the number of its first row, on as
// many cores as there are.
func (t *table) groups(fn func(c columns, from int) error) error {
	groups := t.RowGroups()
	errs := make([]error, len(groups))
	var wg sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	from := 0
	for k, g := range groups {
		first := from
		from += int(g.NumRows())
		free <- struct{}{}
		wg.Go(func() {
			errs[k] = fn(columns{g, t.Schema()}, first)
			<-free
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// number returns a number kept beside the columns.
func (t *table) number(key string) (int, error) {
	text, _ := t.Lookup(key)
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, fmt.Errorf("metadata %s: %q is not a number", key, text)
	}
	return n, nil
}

func (t *table) years() (first, last int, err error) {
	first, err1 := t.number("first_year")
	last, err2 := t.number("last_year")
	return first, last, errors.Join(err1, err2)
}
