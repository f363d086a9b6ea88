package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/finding"
	"github.com/entente-observatory/entente/internal/measure"
	"github.com/entente-observatory/entente/internal/store"
	"github.com/spf13/cobra"
)

func (a *app) multiverse() *cobra.Command {
	c := &cobra.Command{
		Use:   "multiverse STATE STATE",
		Short: "Whether a dyad's realignments hold over the defensible choices, and which choice flips them",
		Long: `Multiverse computes a dyad's realignments again in every defensible way: with
either reading of the votes or none, with and without the channels that are coded by
judgement, with half and twice the prior rate, and with each channel left out. It needs
the records: fetch and build first.`,
		Example: "  entente multiverse PAK RUS",
		Args:    exactly(2, "two states"),
		RunE: func(c *cobra.Command, args []string) error {
			x, y, err := two(args)
			if err != nil {
				return err
			}
			o, err := a.open()
			if err != nil {
				return err
			}
			if !o.edition.Records() {
				return fmt.Errorf("the built-in atlas has estimates only: run `entente fetch` and `entente build`, then this again")
			}
			tables, err := channelTables(o.edition, newRecord(o.edition, usedBy(o.edition)))
			if err != nil {
				return err
			}
			list, err := measure.NewWorld(tables).Multiverse(c.Context(), measure.DefaultRealignments(), entente.DyadOf(x, y))
			if err != nil {
				return err
			}
			told, err := o.edition.Realignments()
			if err != nil {
				return err
			}
			holds := finding.Multiverse(told.Of(entente.DyadOf(x, y)), list)
			switch a.format {
			case "json":
				return a.printJSON(holds)
			case "csv":
				var rows [][]string
				for _, h := range holds {
					for _, b := range h.By {
						rows = append(rows, []string{strconv.Itoa(h.Change.Year), strconv.Itoa(h.Change.Direction), b.Name, b.Value, f6(b.Share)})
					}
				}
				return a.printCSV([]string{"year", "direction", "choice", "value", "share"}, rows)
			}
			if len(holds) == 0 {
				fmt.Fprintln(a.stdout, "No change of this dyad is sure enough to be told.")
			}
			for _, h := range holds {
				fmt.Fprintln(a.stdout, wrap(o.Turned(&h.Change).Sentence, 78))
				fmt.Fprintf(a.stdout, "Holds in %.0f %% of %d specifications.\n\n", 100*h.Share, len(list))
				var rows [][]string
				for _, b := range h.By {
					rows = append(rows, []string{b.Name, b.Value, fmt.Sprintf("%.0f %%", 100*b.Share)})
				}
				printTable(a.stdout, []string{"choice", "value", ">holds in"}, rows)
				fmt.Fprintln(a.stdout)
			}
			return nil
		},
	}
	return a.answers(c)
}

// usedBy tells which data sets the edition's realignments were made with, for
// the same question asked in other ways is asked of the same records.
func usedBy(e *store.Edition) func(*entente.Dataset) bool {
	for _, t := range e.Manifest().Tables {
		if t.Name == store.RealignmentsTable && strings.HasPrefix(t.Rights, ownUse) {
			return nil
		}
	}
	return shippable
}
