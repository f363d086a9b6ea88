package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
)

// flip changes one bit of a file.
func flip(t testing.TB, name string, at int) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	text[at%len(text)] ^= 4
	if err := os.WriteFile(name, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestDamageIsTold: wherever a byte is flipped or a file cut, the table is
// refused with its name and the remedy; never read as data, never a panic.
func TestDamageIsTold(t *testing.T) {
	home := t.TempDir()
	m := mustBuild(t, home, 1)
	dir := filepath.Join(home, snapshots, m.ID)
	load := map[string]func(e *Edition) error{
		AgreementsTable(entente.AllVotes):     func(e *Edition) error { _, err := e.Agreements(entente.AllVotes); return err },
		IdealPointsTable(entente.AllVotes):    func(e *Edition) error { _, err := e.IdealPoints(entente.AllVotes); return err },
		DrawsTable(entente.AllVotes):          func(e *Edition) error { _, err := e.IdealPoints(entente.AllVotes); return err },
		PledgesTable:                          func(e *Edition) error { _, err := e.Pledges(); return err },
		CapabilitiesTable:                     func(e *Edition) error { _, err := e.Capabilities(); return err },
		"records/un-votes/votes.parquet":      func(e *Edition) error { _, err := e.Votes("un-votes"); return err },
		"records/un-votes/rollcalls.parquet":  func(e *Edition) error { _, err := e.RollCalls("un-votes"); return err },
		"records/un-votes/ties.parquet":       func(e *Edition) error { return e.Ties("un-votes", entente.Dyad{}, entente.Always, nil) },
		"records/un-votes/attributes.parquet": func(e *Edition) error { return e.Attributes("un-votes", 0, entente.Always, nil) },
	}
	if len(load) != len(m.Tables) {
		t.Fatalf("%d tables, %d tried", len(m.Tables), len(load))
	}
	check := func(name, what string) {
		t.Helper()
		e, err := OpenHome(home)
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{load[name](e), Verify(home)} {
			if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "entente build") {
				t.Errorf("%s %s: error %v does not name the file and the remedy", name, what, err)
			}
		}
	}
	for name := range load {
		file := filepath.Join(dir, name)
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for k := range 9 {
			flip(t, file, k*(len(whole)-1)/8)
			check(name, "flipped")
			os.WriteFile(file, whole, 0o644)
		}
		for _, n := range []int{0, 3, len(whole) / 2, len(whole) - 1} {
			os.WriteFile(file, whole[:n], 0o644)
			check(name, "cut")
		}
		os.Remove(file)
		check(name, "removed")
		os.WriteFile(file, whole, 0o644)
	}
	if err := Verify(home); err != nil {
		t.Fatalf("restored, but: %v", err)
	}
	stray := filepath.Join(dir, "estimates", "notes.txt")
	os.WriteFile(stray, nil, 0o644)
	if err := Verify(home); err == nil || !strings.Contains(err.Error(), "notes.txt") {
		t.Errorf("a stray file is not told of: %v", err)
	}
}

// TestDamagedManifestIsTold flips bytes all over a manifest.
func TestDamagedManifestIsTold(t *testing.T) {
	home := t.TempDir()
	m := mustBuild(t, home, 1)
	file := filepath.Join(home, snapshots, m.ID, manifestName)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(whole); at += 7 {
		flip(t, file, at)
		if _, err := OpenHome(home); err == nil {
			t.Errorf("byte %d (%q) flipped: opened all the same", at, whole[at])
		}
		os.WriteFile(file, whole, 0o644)
	}
	for _, text := range []string{"", "{}", "null", "[]", "<html>", string(whole[:len(whole)/2]), strings.Replace(string(whole), `"format": 1`, `"format": 7`, 1)} {
		os.WriteFile(file, []byte(text), 0o644)
		if _, err := OpenHome(home); err == nil || !strings.Contains(err.Error(), manifestName) {
			t.Errorf("manifest %.20q: error %v does not name the file", text, err)
		}
	}
}

// TestBuildRepairs: a build from the same input puts a whole snapshot in place
// of a damaged one.
func TestBuildRepairs(t *testing.T) {
	home := t.TempDir()
	m := mustBuild(t, home, 1)
	flip(t, filepath.Join(home, snapshots, m.ID, PledgesTable), 50)
	if err := Verify(home); err == nil {
		t.Fatal("damage not found")
	}
	if again := mustBuild(t, home, 1); again.ID != m.ID {
		t.Errorf("id %s became %s", m.ID, again.ID)
	}
	if err := Verify(home); err != nil {
		t.Errorf("after the repair: %v", err)
	}
	leftovers(t, home)
}

// TestCurrentIsChecked: what current points to may be anything.
func TestCurrentIsChecked(t *testing.T) {
	home := t.TempDir()
	if _, err := OpenHome(home); !errors.Is(err, ErrNoEdition) {
		t.Errorf("an empty home: %v, want ErrNoEdition", err)
	}
	m := mustBuild(t, home, 1)
	name := filepath.Join(home, currentName)
	for _, target := range []string{"", "snapshots/", "../../etc", "snapshots/0123456789ab", "snapshots/XYZ", strings.Repeat("a", 5000)} {
		os.Remove(name)
		os.WriteFile(name, []byte(target), 0o644)
		if _, err := OpenHome(home); err == nil || errors.Is(err, ErrNoEdition) {
			t.Errorf("current %.20q: %v", target, err)
		}
		if err := Verify(home); err == nil {
			t.Errorf("current %.20q is not found by Verify", target)
		}
	}
	os.WriteFile(name, []byte("snapshots/"+m.ID+"\n"), 0o644) // where links may not be made
	if e, err := OpenHome(home); err != nil || e.Manifest().ID != m.ID {
		t.Errorf("current as a text file: %v", err)
	}
	os.WriteFile(name, []byte("broken"), 0o644)
	mustBuild(t, home, 2)
	if err := Verify(home); err != nil {
		t.Errorf("a build does not mend current: %v", err)
	}
}

// leftovers fails if anything but snapshots lies in the folder of snapshots.
func leftovers(t *testing.T, home string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(home, snapshots))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !isID(e.Name()) {
			t.Errorf("%s was left behind", e.Name())
		}
	}
}
