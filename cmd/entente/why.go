package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/panel"
	"github.com/spf13/cobra"
)

func (a *app) why() *cobra.Command {
	ask := &whyAsk{}
	c := &cobra.Command{
		Use:   "why STATE [STATE] YEAR CHANNEL|LAYER|COLUMN",
		Short: "The receipt behind a number: rows, files, rights, formula, command",
		Long: `Why shows what stands behind one number, or why there is none: the formula, the
rows of the sources with file and line, the files with their hashes and rights,
and the command that gives the number again. The built-in atlas holds estimates
only; there the receipt has all but the rows, and says how to get them.

Beside the channels of ` + "`entente align`" + ` it takes the layers and the columns of
` + "`entente panel`" + `: each cell with its status and the reason for it, a value of the
record, zero by rule, missing, undefined, not a state, before or past coverage.
With one state it is the cell of a state-year.`,
		Example: `  entente why PAK RUS 2019 votes
  entente why USA JPN 1975 atop
  entente why Suriname 817 1975 atop
  entente why IND PAK 1971 mid
  entente why USA 1990 capabilities`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 3 {
				return nil
			}
			return exactly(4, "two states (or one), a year and a channel, layer or column")(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			w, err := ask.read(args)
			if err != nil {
				return &usageError{err, "see: entente why --help"}
			}
			o, err := a.open()
			if err != nil {
				return err
			}
			r, err := o.why(c.Context(), w)
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
	c.Flags().BoolVar(&ask.directed, "directed", false, "the cell of the directed dyad-year, first state to second")
	c.Flags().StringVar(&ask.system, "system", "cow", "list of states of the panel: cow, or gw (Gleditsch and Ward)")
	c.Flags().StringVar(&ask.whittle, "whittle", "", "order of the rules that leave one of several disputes, as for entente panel")
	return a.answers(c)
}

// whyAsk is how a cell is asked for.
type whyAsk struct {
	directed        bool
	system, whittle string
}

func (ask *whyAsk) read(args []string) (w whyCase, err error) {
	names := args[:len(args)-2]
	w.asked = args[len(args)-1]
	if w.year, err = strconv.Atoi(args[len(args)-2]); err != nil {
		return w, fmt.Errorf("%q is not a year", args[len(args)-2])
	}
	w.unit = panel.DyadYear
	switch {
	case len(names) == 1 && ask.directed:
		return w, errors.New("--directed is of dyads: name two states, or leave it out")
	case len(names) == 1:
		w.unit = panel.StateYear
		c, err := entente.States().ResolveEver(names[0])
		if err != nil {
			return w, err
		}
		w.states = []entente.CCode{c}
	default:
		x, y, err := two(names)
		if err != nil {
			return w, err
		}
		w.states = []entente.CCode{x, y}
		if ask.directed {
			w.unit = panel.DirectedDyadYear
		}
	}
	if w.roll, err = stateList(ask.system, true); err != nil {
		return w, err
	}
	if w.whittle, err = whittling(ask.whittle); err != nil {
		return w, err
	}
	w.command = "entente why"
	for _, c := range w.states {
		w.command += " " + entente.States().Slug(c)
	}
	w.command += fmt.Sprintf(" %d %s", w.year, w.asked)
	if ask.directed {
		w.command += " --directed"
	}
	for _, f := range [][3]string{{"--system", ask.system, "cow"}, {"--whittle", ask.whittle, ""}} {
		if f[1] != f[2] {
			w.command += " " + f[0] + " " + f[1]
		}
	}
	return w, nil
}

// why answers for a channel, with the cells of the panel's layer of the same
// name if there is one; or for a layer or column of the panel.
func (o *observatory) why(ctx context.Context, w whyCase) (*entente.Receipt, error) {
	_, channel := recipes[entente.Channel(w.asked)]
	if !channel || w.unit == panel.StateYear {
		return o.panelReceipt(ctx, w)
	}
	r, err := o.Receipt(w.states[0], w.states[1], w.year, entente.Channel(w.asked))
	if err != nil {
		return nil, err
	}
	r.Command = w.command
	if _, column := layersNamed(w.asked, w.unit); !column {
		cells, err := o.panelReceipt(ctx, w)
		if err != nil {
			return nil, err
		}
		r.Cells, r.Choices = cells.Cells, cells.Choices
	}
	return r, nil
}

// shownRows bounds the rows of a receipt on a screen; JSON and CSV have all.
const shownRows = 40

func (a *app) printReceipt(r *entente.Receipt) {
	w := a.stdout
	fmt.Fprintf(w, "%s\n\n", r.Title)
	if len(r.Cells) == 0 || r.Formula != "" {
		fmt.Fprintf(w, "value     %s", words(r.Estimate))
		if r.Estimate.Known() && r.Estimate.Level > 0 && r.Estimate.Level < 1 {
			fmt.Fprintf(w, "  (%.0f %% interval, n = %d)", 100*r.Estimate.Level, r.Estimate.N)
		}
		fmt.Fprintln(w)
	}
	if r.Reason != "" && (len(r.Cells) == 0 || r.Formula != "") {
		fmt.Fprintf(w, "reason    %s\n", indent(r.Reason))
	}
	for _, warning := range r.Estimate.Warnings {
		fmt.Fprintf(w, "mind      %s\n", indent(warning))
	}
	if r.Formula != "" {
		fmt.Fprintf(w, "formula   %s\n", indent(r.Formula))
	}
	a.printCells(r.Cells)
	for _, c := range r.Choices {
		fmt.Fprintf(w, "rule      %s\n", indent(c))
	}
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
	fmt.Fprintf(w, "\n%s:\n", rowsOf(r.RowCount))
	for i, e := range r.Rows {
		if i == shownRows {
			fmt.Fprintf(w, "… and %d more: --format csv has all\n", len(r.Rows)-shownRows)
			break
		}
		fmt.Fprintf(w, "  %s:%d  %s\n", e.File, e.Line, e.Record)
	}
}

// printCells shows the cells of a panel, each with why it is what it is. Cells
// with the same reason follow each other in a block.
func (a *app) printCells(cells []entente.PanelCell) {
	for i, c := range cells {
		value := c.Status.String()
		if c.Status == entente.Known {
			value = strings.TrimSpace(strconv.FormatFloat(c.Value, 'g', -1, 64) + " " + c.Unit)
		}
		fmt.Fprintf(a.stdout, "cell      %s = %s  (%s)\n", c.Column, value, c.Label)
		if i+1 == len(cells) || cells[i+1].Reason != c.Reason {
			fmt.Fprintf(a.stdout, "because   %s\n", indent(c.Reason))
		}
	}
}

func rowsOf(n int) string {
	if n == 1 {
		return "1 row"
	}
	return fmt.Sprintf("%d rows", n)
}

// indent wraps a text under its label.
func indent(s string) string {
	return strings.ReplaceAll(wrap(s, 68), "\n", "\n          ")
}
