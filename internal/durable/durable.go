// Package durable writes files that survive a stop of the program or the
// machine at any moment: a file under its final name is whole, or it is the
// old one. It also holds the lock that keeps two writers of one folder apart.
package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// WriteFile puts a file in place of what is under the name: written beside
// it, synced, renamed, and the folder synced. On an error the old file stays.
func WriteFile(name string, content []byte) error {
	f, err := Create(name)
	if err != nil {
		return err
	}
	defer f.Abort()
	if _, err := f.Write(content); err != nil {
		return err
	}
	return f.Commit()
}

// File is a file on its way to its final name.
type File struct {
	*os.File
	name string
	done bool
}

// Create starts a file that will have the name once it is committed. Its
// folder is made if need be. An unfinished one bears a name that begins with a
// dot and ends in ".tmp".
func Create(name string) (*File, error) {
	dir, base := filepath.Split(name)
	if err := MkdirAll(filepath.Clean(dir)); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(dir, "."+base+".*.tmp")
	if err != nil {
		return nil, err
	}
	return &File{File: f, name: name}, nil
}

// Commit syncs the file and gives it its name.
func (f *File) Commit() error {
	if f.done {
		return nil
	}
	if err := errors.Join(f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := Rename(f.File.Name(), f.name); err != nil {
		return err
	}
	f.done = true
	return nil
}

// Abort removes an uncommitted file; after Commit it does nothing.
func (f *File) Abort() {
	if !f.done {
		f.done = true
		f.Close()
		os.Remove(f.File.Name())
	}
}

// MkdirAll makes a folder and those above it, each synced into the one above.
func MkdirAll(dir string) error {
	if info, err := os.Stat(dir); err == nil {
		if !info.IsDir() {
			return fmt.Errorf("%s is a file where a folder is needed: move it away", dir)
		}
		return nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := MkdirAll(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return SyncDir(filepath.Dir(dir))
}

// Rename gives a synced file or folder its name and syncs the folder that it
// lies in.
func Rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(to))
}

// SyncDir makes the names in a folder durable. Windows has no such call and
// journals them by itself.
func SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("%s: cannot sync the folder: %w", dir, err)
	}
	return nil
}

// BusyError tells that another program holds the lock of a folder.
type BusyError struct{ Path string }

func (e *BusyError) Error() string {
	return fmt.Sprintf("%s: another program is writing here; wait until it ends", e.Path)
}

// Lock is held by one program at a time. It falls with the program that
// holds it, however that ends, so no lock is ever stale.
type Lock struct{ f *os.File }

// TryLock takes the lock that the file stands for, making file and folder if
// need be. If another holds it, the error is a *BusyError. The file stays when
// the lock is released.
func TryLock(path string) (*Lock, error) {
	if err := MkdirAll(filepath.Dir(path)); err != nil {
		return nil, err
	}
	f, err := openLocked(path)
	if err != nil {
		return nil, err
	}
	return &Lock{f}, nil
}

// Release gives the lock back.
func (l *Lock) Release() error { return l.f.Close() }
