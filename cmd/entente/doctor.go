package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/entente-observatory/entente/atlas"
	"github.com/entente-observatory/entente/internal/fetch"
	"github.com/entente-observatory/entente/internal/source"
	"github.com/entente-observatory/entente/internal/store"
	"github.com/spf13/cobra"
)

func (a *app) doctor() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Check the atlas, the data home and every file in it",
		Long: `Doctor reads every file of the built-in atlas, of the data home's snapshots and
of its raw folder, and holds each against its checksum. It changes nothing.`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, args []string) error {
			var faults []error
			check := func(what string, err error) {
				switch {
				case err == nil:
					fmt.Fprintf(a.stdout, "good     %s\n", what)
				default:
					fmt.Fprintf(a.stdout, "damaged  %s: %v\n", what, err)
					faults = append(faults, err)
				}
			}
			fmt.Fprintf(a.stdout, "program  %s, %s, %s/%s\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			e, err := store.Open(atlas.FS)
			if err == nil {
				err = e.Verify()
			}
			check("built-in atlas", err)
			home, err := a.homeDir()
			if err != nil {
				return err
			}
			if _, err := os.Stat(home); errors.Is(err, fs.ErrNotExist) {
				fmt.Fprintf(a.stdout, "none     data home %s (not needed: the atlas answers)\n", home)
				return errors.Join(faults...)
			}
			switch _, err := store.OpenHome(home); {
			case errors.Is(err, store.ErrNoEdition):
				fmt.Fprintf(a.stdout, "none     snapshot in %s: run `entente build`\n", home)
			default:
				if err == nil {
					err = store.Verify(home)
				}
				check("snapshots in "+home, err)
			}
			raw := os.DirFS(filepath.Join(home, "raw"))
			for _, ds := range source.All {
				for _, f := range ds.Files {
					switch _, err := fetch.Hold(raw, f); {
					case errors.Is(err, fs.ErrNotExist):
						if !f.Optional {
							fmt.Fprintf(a.stdout, "absent   %s\n", f.Name)
						}
					default:
						check(f.Name, err)
					}
				}
			}
			if len(faults) > 0 {
				return fmt.Errorf("%d faults; damaged raw files can be fetched again, damaged snapshots built again with `entente build --fresh`", len(faults))
			}
			return nil
		},
	}
}
