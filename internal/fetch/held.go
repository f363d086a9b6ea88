package fetch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/durable"
)

// Held describes a file in the raw folder; it is the note beside it.
type Held struct {
	Name         string `json:"name"`   // official
	Stored       string `json:"stored"` // as stored: the official name, or that with .gz
	SHA256       string `json:"sha256"` // of the uncompressed bytes
	Bytes        int64  `json:"bytes"`
	StoredSHA256 string `json:"stored_sha256"` // of the bytes as stored
	StoredBytes  int64  `json:"stored_bytes"`
	URL          string `json:"url,omitempty"`     // that gave it, after redirects; empty if it came from a folder
	From         string `json:"from,omitempty"`    // that was asked
	Archive      string `json:"archive,omitempty"` // member of the zip archive at URL
	ETag         string `json:"etag,omitempty"`
	Day          string `json:"day,omitempty"` // of fetching; empty if put there by hand
}

// noteName is the note beside a file.
func noteName(name string) string { return name + ".json" }

// Hold hashes a file of the raw folder, in whatever form it is there, and
// holds it against the note beside it. A file without a note was put there by
// hand and is described as it is; one that differs from its note is an error.
// A file that is not there is fs.ErrNotExist.
func Hold(raw fs.FS, file entente.File) (Held, error) {
	in, err := find(raw, file)
	if err != nil {
		return Held{}, err
	}
	defer in.Close()
	h := Held{Name: file.Name, Stored: in.name}
	if h.StoredSHA256, h.StoredBytes, err = digest(context.Background(), io.NewSectionReader(in.at, 0, in.size)); err != nil {
		return Held{}, fmt.Errorf("%s: %w", in.name, err)
	}
	text, err := fs.ReadFile(raw, noteName(file.Name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Held{}, err
	}
	if err == nil {
		var note Held
		if err := json.Unmarshal(text, &note); err != nil {
			return Held{}, fmt.Errorf("%s is damaged (%w); fetch the file again", noteName(file.Name), err)
		}
		if note.Stored != h.Stored || note.StoredSHA256 != h.StoredSHA256 {
			return Held{}, fmt.Errorf("%s is not the file that its note %s describes; fetch it again, or remove the note if you put the file there yourself",
				in.name, noteName(file.Name))
		}
		return note, nil
	}
	r, _, err := in.open(file)
	if err != nil {
		return Held{}, err
	}
	defer r.Close()
	if h.SHA256, h.Bytes, err = digest(context.Background(), r); err != nil {
		return Held{}, fmt.Errorf("%s: %w", in.name, err)
	}
	return h, nil
}

// digest returns the hash and the length of what the reader gives.
func digest(ctx context.Context, r io.Reader) (sum string, n int64, err error) {
	h := sha256.New()
	n, err = io.Copy(h, &interruptible{ctx, r})
	return hex.EncodeToString(h.Sum(nil)), n, err
}

// interruptible ends a read where the context ends.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (r *interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// place checks what came and puts it into the raw folder: as it came if plain
// or gzipped, unpacked if it is in a zip archive. The old file stays until the
// new one is whole on disk. origin says where it came from.
func (f *Fetcher) place(ctx context.Context, in *packed, file entente.File, origin Held) (Result, error) {
	r, gzipped, err := in.open(file)
	if err != nil {
		return Result{}, err
	}
	defer r.Close()
	note := origin
	note.Name, note.Stored, note.Day = file.Name, file.Name, f.Day.String()
	limited := &capped{r: r, max: f.maxBytes(), packed: in.size}

	stored := func() error { // of a file stored as it is uncompressed
		out, err := durable.Create(f.path(note.Stored))
		if err != nil {
			return err
		}
		defer out.Abort()
		if note.SHA256, note.Bytes, err = digest(ctx, io.TeeReader(limited, out)); err != nil {
			return err
		}
		note.StoredSHA256, note.StoredBytes = note.SHA256, note.Bytes
		if err := checksum(file, note.SHA256); err != nil {
			return err
		}
		return out.Commit()
	}
	other := file.Name + ".gz"
	if gzipped {
		note.Stored, other = other, file.Name
		stored = func() error { // the packed bytes are kept
			if note.SHA256, note.Bytes, err = digest(ctx, limited); err != nil {
				return err
			}
			if err := checksum(file, note.SHA256); err != nil {
				return err
			}
			out, err := durable.Create(f.path(note.Stored))
			if err != nil {
				return err
			}
			defer out.Abort()
			bytes := io.NewSectionReader(in.at, 0, in.size)
			if note.StoredSHA256, note.StoredBytes, err = digest(ctx, io.TeeReader(bytes, out)); err != nil {
				return err
			}
			return out.Commit()
		}
	}
	before := f.before(file)
	if err := stored(); err != nil {
		return Result{}, unpackError(in.name, err)
	}
	// Until the other form is removed it, with its old note, is what counts.
	if err := os.Remove(f.path(other)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Result{}, err
	}
	text, err := json.MarshalIndent(note, "", "  ")
	if err != nil {
		return Result{}, err
	}
	if err := durable.WriteFile(f.path(noteName(file.Name)), append(text, '\n')); err != nil {
		return Result{}, err
	}
	result := Result{File: file.Name, Outcome: Fetched, Held: note}
	if before == note.SHA256 {
		result.Outcome = Unchanged
	}
	return result, nil
}

// before returns the hash that the note of the file says, if there is one.
func (f *Fetcher) before(file entente.File) string {
	var note Held
	text, err := os.ReadFile(f.path(noteName(file.Name)))
	if err != nil || json.NewDecoder(bytes.NewReader(text)).Decode(&note) != nil {
		return ""
	}
	return note.SHA256
}

// checksum holds a hash against the one published.
func checksum(file entente.File, got string) error {
	if file.SHA256 == "" || file.SHA256 == got {
		return nil
	}
	return fmt.Errorf("wrong checksum: SHA-256 is %s, the published edition has %s; the file is damaged or another edition, and was not put in place", got, file.SHA256)
}
