package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/entente-observatory/entente"
)

// Format is the version of the layout that this program writes and reads.
const Format = 1

// manifestName is the file that makes a folder an edition.
const manifestName = "manifest.json"

// idDigits is the length of an edition's id, a shortened hash.
const idDigits = 12

// seal gives the manifest its id, the hash of its own text with the id left
// empty, and returns the text.
func seal(m *entente.Manifest) ([]byte, error) {
	m.ID = ""
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	text = append(text, '\n')
	m.ID = fingerprint(text)
	return bytes.Replace(text, idField(""), idField(m.ID), 1), nil
}

// unseal reads a manifest and holds it against its id.
func unseal(text []byte) (*entente.Manifest, error) {
	m := &entente.Manifest{}
	if err := json.Unmarshal(text, m); err != nil {
		return nil, fmt.Errorf("%s is damaged (%w)", manifestName, err)
	}
	if m.Format != Format && m.Format != 0 {
		return nil, fmt.Errorf("%s: the edition has format %d and this program reads format %d; build it again, or use the version of the program that wrote it",
			manifestName, m.Format, Format)
	}
	bare := bytes.Replace(text, idField(m.ID), idField(""), 1)
	if m.ID == "" || m.ID != fingerprint(bare) {
		return nil, fmt.Errorf("%s is damaged: its content does not have the fingerprint %q that it bears", manifestName, m.ID)
	}
	return m, nil
}

func idField(id string) []byte { return fmt.Appendf(nil, `"id": %q`, id) }

func fingerprint(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])[:idDigits]
}

// isID reports whether the name can be that of a snapshot.
func isID(name string) bool {
	if len(name) != idDigits {
		return false
	}
	for _, r := range name {
		if (r < '0' || r > '9') && (r < 'a' || r > 'f') {
			return false
		}
	}
	return true
}

// ErrNoTable is wrapped by the error for a table that the edition lacks.
var ErrNoTable = errors.New("not in this edition")

// ErrNoEdition is wrapped by the error of OpenHome where nothing was built yet.
var ErrNoEdition = errors.New("nothing built yet")
