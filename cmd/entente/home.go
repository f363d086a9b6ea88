package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/atlas"
	"github.com/entente-observatory/entente/internal/store"
)

// homeDir returns the data home: the flag, else $ENTENTE_HOME, else a folder
// in the user's data directory.
func (a *app) homeDir() (string, error) {
	if a.home != "" {
		return a.home, nil
	}
	if h := os.Getenv("ENTENTE_HOME"); h != "" {
		return h, nil
	}
	if h := os.Getenv("XDG_DATA_HOME"); h != "" {
		return filepath.Join(h, "entente"), nil
	}
	user, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("no home directory to keep data in: give --home DIR or set ENTENTE_HOME (%w)", err)
	}
	switch runtime.GOOS {
	case "darwin":
		return filepath.Join(user, "Library", "Application Support", "entente"), nil
	case "windows":
		return filepath.Join(user, "AppData", "Local", "entente"), nil
	}
	return filepath.Join(user, ".local", "share", "entente"), nil
}

// open returns the edition in use: the data home's snapshot if there is one,
// else the built-in atlas.
func (a *app) open() (*observatory, error) {
	home, err := a.homeDir()
	if err == nil {
		e, err := store.OpenHome(home)
		if err == nil {
			return newObservatory(e), nil
		}
		if !errors.Is(err, store.ErrNoEdition) {
			return nil, err
		}
		// A home that was named and holds nothing is a mistake, not a wish for
		// the atlas.
		if a.home != "" {
			return nil, fmt.Errorf("%w; run `entente fetch` and `entente build` with the same --home, or leave --home out to use the built-in atlas", err)
		}
	}
	e, err := store.Open(atlas.FS)
	if err != nil {
		return nil, fmt.Errorf("the built-in atlas cannot be read: %w", err)
	}
	return newObservatory(e), nil
}

// two resolves the names of two different states, now or last so called.
func two(names []string) (a, b entente.CCode, err error) {
	if a, err = entente.States().ResolveEver(names[0]); err != nil {
		return 0, 0, err
	}
	if b, err = entente.States().ResolveEver(names[1]); err != nil {
		return 0, 0, err
	}
	if a == b {
		return 0, 0, fmt.Errorf("%q and %q are one state, %s: name two", names[0], names[1], entente.States().Get(a).Name)
	}
	return a, b, nil
}
