package durable

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestFileIsOldOrNew(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a", "b", "file")
	if err := WriteFile(name, []byte("old")); err != nil {
		t.Fatal(err)
	}
	f, err := Create(name)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString("new")
	if got := read(t, name); got != "old" {
		t.Errorf("before Commit the file holds %q, want the old content", got)
	}
	f.Abort()
	if got := read(t, name); got != "old" {
		t.Errorf("after Abort the file holds %q, want the old content", got)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(name), ".*")); len(left) > 0 {
		t.Errorf("Abort left %v", left)
	}
	if err := WriteFile(name, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if got := read(t, name); got != "new" {
		t.Errorf("after Commit the file holds %q, want the new content", got)
	}
}

func TestLockKeepsOthersOut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "home", "lock")
	l, err := TryLock(path)
	if err != nil {
		t.Fatal(err)
	}
	var busy *BusyError
	if _, err := TryLock(path); !errors.As(err, &busy) {
		t.Fatalf("second lock: %v, want a BusyError", err)
	}
	if err := l.Release(); err != nil {
		t.Fatal(err)
	}
	l, err = TryLock(path)
	if err != nil {
		t.Fatalf("a released lock cannot be taken: %v", err)
	}
	l.Release()
}

func TestFolderNeeded(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	if err := WriteFile(name, nil); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(filepath.Join(name, "below"), nil); err == nil {
		t.Error("a file was written below a file")
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
