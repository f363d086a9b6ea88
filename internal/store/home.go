package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/entente-observatory/entente/internal/durable"
)

const (
	snapshots   = "snapshots" // folder of the snapshots in a data home
	currentName = "current"   // what points to the one in use
	lockName    = "build.lock"
	asideName   = ".building-" // how the folder of an unfinished snapshot begins
)

// current returns the id of the snapshot in use.
func current(home string) (string, error) {
	name := filepath.Join(home, currentName)
	target, err := os.Readlink(name)
	if err != nil {
		// Where links may not be made the target is the text of a file.
		var text []byte
		text, err = os.ReadFile(name)
		target = strings.TrimSpace(string(text))
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s: %w; run entente fetch and entente build", home, ErrNoEdition)
	}
	if err != nil {
		return "", err
	}
	id := path.Base(filepath.ToSlash(target))
	if !isID(id) {
		return "", fmt.Errorf("%s is damaged: it points to %q, which is no snapshot; run entente build", name, target)
	}
	return id, nil
}

// setCurrent makes the snapshot the one in use, in one step for whoever looks.
func setCurrent(home, id string) error {
	name, target := filepath.Join(home, currentName), snapshots+"/"+id
	aside := filepath.Join(home, "."+currentName+".tmp")
	if err := os.Remove(aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Symlink(filepath.FromSlash(target), aside); err != nil {
		return durable.WriteFile(name, []byte(target+"\n"))
	}
	return durable.Rename(aside, name)
}

// Verify checks the snapshots of a data home, every file of each, and what
// current points to. The error joins one for each fault.
func Verify(home string) error {
	id, err := current(home)
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(filepath.Join(home, snapshots))
	if err != nil {
		return err
	}
	var faults []error
	found := false
	for _, entry := range entries {
		if !isID(entry.Name()) {
			continue
		}
		found = found || entry.Name() == id
		dir := filepath.Join(home, snapshots, entry.Name())
		e, err := Open(os.DirFS(dir))
		if err == nil {
			err = e.Verify()
		}
		if err == nil && e.manifest.ID != entry.Name() {
			err = fmt.Errorf("the manifest is that of %s; run entente build", e.manifest.ID)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", dir, err))
		}
	}
	if !found {
		faults = append(faults, fmt.Errorf("%s points to snapshot %s, which is not there; run entente build", filepath.Join(home, currentName), id))
	}
	return errors.Join(faults...)
}

// Verify reads every file of the edition and holds it against the manifest.
// The error joins one for each fault.
func (e *Edition) Verify() error {
	var faults []error
	for _, t := range e.manifest.Tables {
		f, err := e.open(t.Name)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		f.closer.Close()
	}
	err := fs.WalkDir(e.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && name != manifestName && e.tables[name] == nil {
			faults = append(faults, fmt.Errorf("%s does not belong to the edition; remove it", name))
		}
		return err
	})
	return errors.Join(append(faults, err)...)
}
