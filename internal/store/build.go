package store

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/durable"
)

// Build is a snapshot being written. Its methods may be called from several
// goroutines.
type Build struct {
	home string
	dir  string // the snapshot's folder until it is renamed
	lock *durable.Lock
	last *Edition // the current snapshot, or nil

	mu       sync.Mutex
	manifest entente.Manifest
	done     bool

	// fault, in tests, is called before each step and may stop the build.
	fault func(step string) error
}

// Origin says what a table of estimates was made from.
type Origin struct {
	Inputs string // fingerprint of all that decides its content: the sources' inputs, version and settings of the method
	Rights string // the most restrictive terms of its sources
}

// Begin starts a snapshot. Only one build of a data home runs at a time: the
// error is a *durable.BusyError if another does. What an interrupted one left
// behind is removed.
func Begin(home string) (*Build, error) {
	lock, err := durable.TryLock(filepath.Join(home, lockName))
	if err != nil {
		return nil, err
	}
	b := &Build{home: home, lock: lock, manifest: entente.Manifest{Format: Format}}
	if err := b.begin(); err != nil {
		return nil, errors.Join(err, lock.Release())
	}
	return b, nil
}

func (b *Build) begin() error {
	dir := filepath.Join(b.home, snapshots)
	if err := durable.MkdirAll(dir); err != nil {
		return err
	}
	stale, err := filepath.Glob(filepath.Join(dir, asideName+"*"))
	if err != nil {
		return err
	}
	for _, s := range stale {
		if err := os.RemoveAll(s); err != nil {
			return err
		}
	}
	// A damaged snapshot is nothing to build upon, and no reason to stop.
	b.last, _ = OpenHome(b.home)
	b.dir, err = os.MkdirTemp(dir, asideName)
	if err != nil {
		return err
	}
	return os.Chmod(b.dir, 0o755)
}

// step marks a moment at which the build may be stopped.
func (b *Build) step(name string) error {
	if b.fault == nil {
		return nil
	}
	return b.fault(name)
}

// add enters a finished table into the manifest.
func (b *Build) add(t entente.TableReport) error {
	if err := b.step("table " + t.Name); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if slices.ContainsFunc(b.manifest.Tables, func(u entente.TableReport) bool { return u.Name == t.Name }) {
		return fmt.Errorf("%s is written twice", t.Name)
	}
	b.manifest.Tables = append(b.manifest.Tables, t)
	return nil
}

// file returns the place of a table, with its folder made.
func (b *Build) file(name string) (string, error) {
	p := filepath.Join(b.dir, filepath.FromSlash(name))
	return p, os.MkdirAll(filepath.Dir(p), 0o755)
}

// put writes a table of estimates.
func put[T any](b *Build, name string, o Origin, meta map[string]string, n int, row func(i int) T) error {
	p, err := b.file(name)
	if err != nil {
		return err
	}
	sha, err := writeTable(p, meta, n, row)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return b.add(entente.TableReport{Name: name, Rows: n, SHA256: sha, Inputs: o.Inputs, Rights: o.Rights})
}

// Reuse takes over a table of estimates, and the draws that belong to it, from
// the current snapshot if it was made from the same inputs and is whole.
func (b *Build) Reuse(name, inputs string) bool {
	if b.last == nil || inputs == "" {
		return false
	}
	t := b.last.tables[name]
	if t == nil || t.Inputs != inputs {
		return false
	}
	whole := []*entente.TableReport{t}
	draws := strings.Replace(name, "/ideal_points-", "/ideal_point_draws-", 1)
	if d := b.last.tables[draws]; draws != name && d != nil {
		whole = append(whole, d)
	}
	return b.takeOver(whole) == nil
}

// ReuseSource takes over the records of a source from the current snapshot if
// they were read from the same inputs and are whole, and returns their report.
func (b *Build) ReuseSource(id, inputs string) (entente.SourceReport, bool) {
	if b.last == nil || inputs == "" {
		return entente.SourceReport{}, false
	}
	sources := b.last.manifest.Sources
	k := slices.IndexFunc(sources, func(r entente.SourceReport) bool { return r.ID == id && r.Inputs == inputs })
	if k < 0 {
		return entente.SourceReport{}, false
	}
	var whole []*entente.TableReport
	for _, kind := range recordKinds {
		if t := b.last.tables[recordsTable(id, kind)]; t != nil {
			whole = append(whole, t)
		}
	}
	if b.takeOver(whole) != nil {
		return entente.SourceReport{}, false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.manifest.Sources = append(b.manifest.Sources, sources[k])
	return sources[k], true
}

// takeOver links tables of the current snapshot, all or none, into the one
// being built, or copies them where links may not be made.
func (b *Build) takeOver(tables []*entente.TableReport) error {
	for _, t := range tables {
		f, err := b.last.open(t.Name) // checks the hash
		if err != nil {
			return err
		}
		f.closer.Close()
	}
	for _, t := range tables {
		to, err := b.file(t.Name)
		if err != nil {
			return err
		}
		from := filepath.Join(b.home, snapshots, b.last.manifest.ID, filepath.FromSlash(t.Name))
		if err := os.Link(from, to); err != nil {
			if err := copyFile(from, to, t.SHA256); err != nil {
				return err
			}
		}
	}
	for _, t := range tables {
		if err := b.add(*t); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to, sha string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	defer out.Close()
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(out, sum), in); err != nil {
		return err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != sha {
		return fmt.Errorf("%s changed while it was copied", from)
	}
	return errors.Join(out.Sync(), out.Close())
}

// Records opens the records written and taken over so far.
func (b *Build) Records() (*Edition, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	m := b.manifest
	m.Sources, m.Tables = slices.Clone(m.Sources), slices.Clone(m.Tables)
	return newEdition(os.DirFS(b.dir), &m), nil
}

// Commit finishes the snapshot and makes it the current one. If a snapshot of
// the same content is there already and whole, that one stays.
func (b *Build) Commit(code string, methods map[string]string) (*entente.Manifest, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.done {
		return nil, errors.New("the build has ended")
	}
	m := b.manifest
	m.Code, m.Methods = code, methods
	slices.SortFunc(m.Sources, func(s, t entente.SourceReport) int { return cmp.Compare(s.ID, t.ID) })
	slices.SortFunc(m.Tables, func(s, t entente.TableReport) int { return cmp.Compare(s.Name, t.Name) })
	text, err := seal(&m)
	if err != nil {
		return nil, err
	}
	if err := b.step("manifest"); err != nil {
		return nil, err
	}
	if err := durable.WriteFile(filepath.Join(b.dir, manifestName), text); err != nil {
		return nil, err
	}
	if err := b.step("sync"); err != nil {
		return nil, err
	}
	if err := syncTree(b.dir); err != nil {
		return nil, err
	}
	if err := b.settle(m.ID); err != nil {
		return nil, err
	}
	if err := b.step("current"); err != nil {
		return nil, err
	}
	if err := setCurrent(b.home, m.ID); err != nil {
		return nil, err
	}
	b.done = true
	return &m, b.lock.Release()
}

// settle gives the folder its name.
func (b *Build) settle(id string) error {
	dir := filepath.Join(b.home, snapshots, id)
	if _, err := os.Lstat(dir); err == nil {
		if e, err := Open(os.DirFS(dir)); err == nil && e.Verify() == nil {
			return os.RemoveAll(b.dir)
		}
		if err := b.step("replace"); err != nil {
			return err
		}
		if err := os.Rename(dir, b.dir+"-damaged"); err != nil {
			return err
		}
		defer os.RemoveAll(b.dir + "-damaged")
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := b.step("rename"); err != nil {
		return err
	}
	return durable.Rename(b.dir, dir)
}

// syncTree makes the names in a folder and all below it durable; the files
// are synced when they are written.
func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return durable.SyncDir(p)
	})
}

// Abort gives the build up and removes what was written. After Commit it does
// nothing, so it can be deferred.
func (b *Build) Abort() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.done {
		return nil
	}
	b.done = true
	return errors.Join(os.RemoveAll(b.dir), b.lock.Release())
}
