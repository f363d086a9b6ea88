package main

import (
	"fmt"
	"strings"

	"github.com/entente-observatory/entente/internal/store"
	"github.com/spf13/cobra"
)

func (a *app) atlas() *cobra.Command {
	return &cobra.Command{
		Use:   "atlas DIR",
		Short: "Write the estimates of the current snapshot as an atlas",
		Long: `Atlas writes the estimates of the data home's snapshot, without any source's
rows, into DIR. It is how the atlas within the program is made:

  entente fetch && entente build --fresh --shippable && entente atlas atlas/data

The same files give the same bytes.`,
		Args: exactly(1, "a folder"),
		RunE: func(c *cobra.Command, args []string) error {
			home, err := a.homeDir()
			if err != nil {
				return err
			}
			e, err := store.OpenHome(home)
			if err != nil {
				return err
			}
			for _, t := range e.Manifest().Tables {
				if strings.HasPrefix(t.Rights, ownUse) {
					return fmt.Errorf("%s may not be passed on (%s): run `entente build --shippable`, then this again", t.Name, t.Rights)
				}
			}
			if err := e.WriteAtlas(args[0]); err != nil {
				return err
			}
			fmt.Fprintf(a.stdout, "atlas of edition %s is in %s\n", e.Manifest().ID, args[0])
			return nil
		},
	}
}
