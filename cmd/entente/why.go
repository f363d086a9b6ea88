package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/spf13/cobra"
)

func (a *app) why() *cobra.Command {
	c := &cobra.Command{
		Use:   "why STATE STATE YEAR CHANNEL",
		Short: "The receipt behind a number: rows, files, rights, formula, command",
		Long: `Why shows what stands behind one number, or why there is none: the formula, the
rows of the sources with file and line, the files with their hashes and rights,
and the command that gives the number again. The built-in atlas holds estimates
only; there the receipt has all but the rows, and says how to get them.`,
		Example: "  entente why PAK RUS 2019 votes\n  entente why USA JPN 1975 atop\n  entente why Suriname 817 1975 atop",
		Args:    exactly(4, "two states, a year and a channel"),
		RunE: func(c *cobra.Command, args []string) error {
			year, err := strconv.Atoi(args[2])
			if err != nil {
				return &usageError{fmt.Errorf("%q is not a year", args[2]), "see: entente why --help"}
			}
			x, y, err := two(args[:2])
			if err != nil {
				return err
			}
			o, err := a.open()
			if err != nil {
				return err
			}
			r, err := o.Receipt(x, y, year, entente.Channel(args[3]))
			if err != nil {
				return err
			}
			switch a.format {
			case "json":
				return a.printJSON(r)
			case "csv":
				var rows [][]string
				for _, e := range r.Rows {
					rows = append(rows, []string{e.File, strconv.Itoa(int(e.Line)), e.Record})
				}
				return a.printCSV([]string{"file", "line", "record"}, rows)
			}
			a.printReceipt(r)
			return nil
		},
	}
	return a.answers(c)
}

// shownRows bounds the rows of a receipt on a screen; JSON and CSV have all.
const shownRows = 40

func (a *app) printReceipt(r *entente.Receipt) {
	w := a.stdout
	fmt.Fprintf(w, "%s\n\n", r.Title)
	fmt.Fprintf(w, "value     %s", words(r.Estimate))
	if r.Estimate.Known() && r.Estimate.Level > 0 && r.Estimate.Level < 1 {
		fmt.Fprintf(w, "  (%.0f %% interval, n = %d)", 100*r.Estimate.Level, r.Estimate.N)
	}
	fmt.Fprintln(w)
	if r.Reason != "" {
		fmt.Fprintf(w, "reason    %s\n", indent(r.Reason))
	}
	for _, warning := range r.Estimate.Warnings {
		fmt.Fprintf(w, "mind      %s\n", indent(warning))
	}
	fmt.Fprintf(w, "formula   %s\n", indent(r.Formula))
	fmt.Fprintf(w, "method    %s\n", r.Method)
	for _, in := range r.Inputs {
		fmt.Fprintf(w, "from      %s\n", indent(in))
	}
	for _, s := range r.Sources {
		fmt.Fprintf(w, "source    %s, %s\n          %s\n", s.Title, s.Version, indent(s.Citation))
		fmt.Fprintf(w, "rights    %v: %s\n", s.Rights, indent(s.Terms))
		for _, f := range s.Files {
			fmt.Fprintf(w, "file      %s\n          sha256 %s\n", f.Name, f.SHA256)
		}
	}
	fmt.Fprintf(w, "edition   %s\ncommand   %s\n", r.Edition, r.Command)
	if r.RowsNote != "" {
		fmt.Fprintf(w, "rows      %s\n", indent(r.RowsNote))
	}
	if len(r.Rows) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%d rows:\n", r.RowCount)
	for i, e := range r.Rows {
		if i == shownRows {
			fmt.Fprintf(w, "… and %d more: --format csv has all\n", len(r.Rows)-shownRows)
			break
		}
		fmt.Fprintf(w, "  %s:%d  %s\n", e.File, e.Line, e.Record)
	}
}

// indent wraps a text under its label.
func indent(s string) string {
	return strings.ReplaceAll(wrap(s, 68), "\n", "\n          ")
}
