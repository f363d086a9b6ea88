package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/fetch"
	"github.com/entente-observatory/entente/internal/source"
	"github.com/spf13/cobra"
)

func (a *app) fetch() *cobra.Command {
	var from string
	c := &cobra.Command{
		Use:   "fetch [SOURCE…]",
		Short: "Bring the sources' files into the data home, from their producers or a folder",
		Long: `Fetch downloads the files of the named sources (default: all) from their
producers into raw/ of the data home: resumed after a break, checked, whole or
not at all. With --from DIR it takes them from a folder laid out like raw/
instead. What a producer gives only on request is named with the way to obtain
it. It is the only command that uses the network.`,
		Example: "  entente fetch\n  entente fetch un-votes atop\n  entente fetch --from ~/data",
		RunE: func(c *cobra.Command, args []string) error {
			sets, err := pick(args)
			if err != nil {
				return err
			}
			home, err := a.homeDir()
			if err != nil {
				return err
			}
			f := &fetch.Fetcher{
				Raw:      filepath.Join(home, "raw"),
				Day:      entente.Date(time.Now().Unix() / 86400),
				Progress: a.progress(),
			}
			var failed []error
			brought := 0
			for _, ds := range sets {
				var results []fetch.Result
				if from != "" {
					results, err = f.FromDir(c.Context(), os.DirFS(from), ds)
				} else {
					results, err = f.Dataset(c.Context(), ds)
				}
				for _, r := range results {
					fmt.Fprintf(a.stdout, "%-18s %-9s %s\n", ds.ID, r.Outcome, r.File)
					if r.Outcome != fetch.Absent {
						brought++
					}
					for _, n := range r.Notes {
						fmt.Fprintf(a.stdout, "%-18s           %s\n", "", n)
					}
				}
				if err != nil {
					failed = append(failed, fmt.Errorf("%s: %w", ds.ID, err))
				}
				if c.Context().Err() != nil {
					break
				}
			}
			if brought > 0 {
				fmt.Fprintf(a.stdout, "%d files are in %s; next: entente build\n", brought, f.Raw)
			}
			return errors.Join(failed...)
		},
	}
	c.Flags().StringVar(&from, "from", "", "take the files from this folder instead of the network")
	return c
}

// progress tells how far each file has come: every note, and the bytes at most
// once in two seconds, so that a log stays short.
func (a *app) progress() func(fetch.Progress) {
	var told time.Time
	return func(p fetch.Progress) {
		switch {
		case p.Note != "":
			fmt.Fprintf(a.stderr, "%s: %s\n", p.File, p.Note)
		case time.Since(told) < 2*time.Second:
		case p.Total > 0:
			told = time.Now()
			fmt.Fprintf(a.stderr, "%s: %.1f of %.1f MB (%d %%)\n", p.File, mega(p.Done), mega(p.Total), 100*p.Done/p.Total)
		case p.Done > 0:
			told = time.Now()
			fmt.Fprintf(a.stderr, "%s: %.1f MB\n", p.File, mega(p.Done))
		}
	}
}

func mega(bytes int64) float64 { return float64(bytes) / 1e6 }

// pick returns the named data sets, all if none is named.
func pick(ids []string) ([]*entente.Dataset, error) {
	if len(ids) == 0 {
		return source.All, nil
	}
	var sets []*entente.Dataset
	for _, id := range ids {
		ds, err := source.ByID(id)
		if err != nil {
			return nil, &usageError{err, "see: entente sources"}
		}
		sets = append(sets, ds)
	}
	return sets, nil
}
