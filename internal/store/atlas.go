package store

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/durable"
)

// WriteAtlas writes the estimates of the edition, without the records, as an
// edition into the folder, in place of what was there. Tables named in leave
// are left out. The values are the same; the large tables are packed closer.
func (e *Edition) WriteAtlas(dir string, leave ...string) error {
	dir = filepath.Clean(dir)
	if err := durable.MkdirAll(filepath.Dir(dir)); err != nil {
		return err
	}
	aside, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+".*.tmp")
	if err != nil {
		return err
	}
	defer os.RemoveAll(aside)
	if err := durable.MkdirAll(filepath.Join(aside, "estimates")); err != nil {
		return err
	}
	m := *e.manifest
	m.Sources, m.Tables = withoutExamples(m.Sources), nil
	for _, t := range e.manifest.Tables {
		if !strings.HasPrefix(t.Name, "estimates/") || slices.Contains(leave, t.Name) {
			continue
		}
		if t.SHA256, err = e.pack(t.Name, filepath.Join(aside, filepath.FromSlash(t.Name))); err != nil {
			return err
		}
		m.Tables = append(m.Tables, t)
	}
	text, err := seal(&m)
	if err != nil {
		return err
	}
	if err := durable.WriteFile(filepath.Join(aside, manifestName), text); err != nil {
		return err
	}
	if err := errors.Join(os.Chmod(aside, 0o755), syncTree(aside), os.RemoveAll(dir)); err != nil {
		return err
	}
	return durable.Rename(aside, dir)
}

// withoutExamples leaves out what the reports quote of rejected rows: no row of
// a source is in an atlas.
func withoutExamples(reports []entente.SourceReport) []entente.SourceReport {
	reports = slices.Clone(reports)
	for i := range reports {
		r := &reports[i]
		r.Tally.Examples = nil
		r.Files = slices.Clone(r.Files)
		for k := range r.Files {
			r.Files[k].Tally.Examples = nil
		}
	}
	return reports
}

// pack writes a table to a file and returns its hash.
func (e *Edition) pack(name, to string) (sha string, err error) {
	for set := range entente.NumVoteSets {
		if name != AgreementsTable(set) {
			continue
		}
		t, err := e.readAgreements(set)
		if err != nil {
			return "", err
		}
		n, row, err := agreementRows(t)
		if err != nil {
			return "", err
		}
		return writeTable(to, nil, n, row, compact...)
	}
	f, err := e.open(name)
	if err != nil {
		return "", err
	}
	defer f.closer.Close()
	content := make([]byte, f.Size())
	if _, err := f.ReadAt(content, 0); err != nil && !errors.Is(err, io.EOF) {
		return "", damaged(name, err)
	}
	return e.tables[name].SHA256, durable.WriteFile(to, content)
}
