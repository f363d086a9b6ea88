package store

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/entente-observatory/entente/internal/durable"
)

// WriteAtlas writes the estimates of the edition, without the records, as an
// edition into the folder, in place of what was there. Tables named in leave
// are left out.
func (e *Edition) WriteAtlas(dir string, leave ...string) error {
	m := *e.manifest
	m.Tables = nil
	for _, t := range e.manifest.Tables {
		if strings.HasPrefix(t.Name, "estimates/") && !slices.Contains(leave, t.Name) {
			m.Tables = append(m.Tables, t)
		}
	}
	text, err := seal(&m)
	if err != nil {
		return err
	}
	dir = filepath.Clean(dir)
	if err := durable.MkdirAll(filepath.Dir(dir)); err != nil {
		return err
	}
	aside, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+".*.tmp")
	if err != nil {
		return err
	}
	defer os.RemoveAll(aside)
	for _, t := range m.Tables {
		f, err := e.open(t.Name)
		if err != nil {
			return err
		}
		content := make([]byte, f.Size())
		_, err = f.ReadAt(content, 0)
		f.closer.Close()
		if err != nil && !errors.Is(err, io.EOF) {
			return damaged(t.Name, err)
		}
		if err := durable.WriteFile(filepath.Join(aside, filepath.FromSlash(t.Name)), content); err != nil {
			return err
		}
	}
	if err := durable.WriteFile(filepath.Join(aside, manifestName), text); err != nil {
		return err
	}
	if err := os.Chmod(aside, 0o755); err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return durable.Rename(aside, dir)
}
