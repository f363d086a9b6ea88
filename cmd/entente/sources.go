package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/spf13/cobra"
)

// sourceView is a data set with what the edition in use found of it.
type sourceView struct {
	ID       string                `json:"id"`
	Title    string                `json:"title"`
	Version  string                `json:"version"`
	Home     string                `json:"home"`
	Rights   entente.RightsClass   `json:"rights"`
	Terms    string                `json:"terms"`
	Absence  entente.Absence       `json:"absence"`
	Citation string                `json:"citation"`
	Notes    string                `json:"notes,omitempty"`
	Report   *entente.SourceReport `json:"report"`
}

func (a *app) sources() *cobra.Command {
	c := &cobra.Command{
		Use:     "sources [ID…]",
		Short:   "What is read, from where, under whose rights, and what became of every row",
		Example: "  entente sources\n  entente sources un-votes --format json",
		RunE: func(c *cobra.Command, args []string) error {
			o, err := a.open()
			if err != nil {
				return err
			}
			var views []sourceView
			for _, d := range o.Datasets() {
				if len(args) > 0 && !slices.Contains(args, d.ID) {
					continue
				}
				views = append(views, sourceView{d.ID, d.Title, d.Version, d.Home, d.Rights, d.Terms, d.Absence, d.Citation(), d.Notes, o.report(d.ID)})
			}
			if len(views) < len(args) {
				return &usageError{fmt.Errorf("not every one of %v is a source", args), "see: entente sources"}
			}
			switch a.format {
			case "json":
				return a.printJSON(views)
			case "csv":
				return a.printCSV([]string{"id", "version", "rights", "covers_from", "covers_to", "rows_read", "rows_kept", "rows_rejected", "citation"}, sourceRows(views))
			}
			a.printSources(views)
			return nil
		},
	}
	return a.answers(c)
}

func rejected(t entente.Tally) int {
	n := 0
	for _, k := range t.Rejected {
		n += k
	}
	return n
}

func sourceRows(views []sourceView) [][]string {
	var rows [][]string
	for _, v := range views {
		row := []string{v.ID, v.Version, v.Rights.String(), "", "", "", "", "", v.Citation}
		if r := v.Report; r != nil {
			row[1] = r.Version
			copy(row[3:], []string{r.Coverage[0], r.Coverage[1], strconv.Itoa(r.Tally.Read), strconv.Itoa(r.Tally.Kept), strconv.Itoa(rejected(r.Tally))})
		}
		rows = append(rows, row)
	}
	return rows
}

func (a *app) printSources(views []sourceView) {
	w := a.stdout
	for i, v := range views {
		if i > 0 {
			fmt.Fprintln(w)
		}
		version := v.Version
		if v.Report != nil {
			version = v.Report.Version
		}
		fmt.Fprintf(w, "%s — %s, %s\n", v.ID, v.Title, version)
		fmt.Fprintf(w, "  rights   %v: %s\n", v.Rights, v.Terms)
		fmt.Fprintf(w, "  cite     %s\n", v.Citation)
		fmt.Fprintf(w, "  home     %s\n", v.Home)
		fmt.Fprintf(w, "  no row   means %v\n", v.Absence)
		r := v.Report
		if r == nil {
			fmt.Fprintf(w, "  status   not in this edition; `entente fetch %s` and `entente build` would read it\n", v.ID)
			continue
		}
		fmt.Fprintf(w, "  covers   %s to %s\n", r.Coverage[0], r.Coverage[1])
		fmt.Fprintf(w, "  rows     %d read, %d records kept, %d rejected\n", r.Tally.Read, r.Tally.Kept, rejected(r.Tally))
		for _, why := range slices.Sorted(maps.Keys(r.Tally.Rejected)) {
			fmt.Fprintf(w, "             %d: %s\n", r.Tally.Rejected[why], why)
		}
		for _, f := range r.Files {
			fmt.Fprintf(w, "  file     %s  sha256 %s\n", f.Name, f.SHA256)
			if len(f.Notes) > 0 {
				fmt.Fprintf(w, "             %s\n", strings.Join(f.Notes, "; "))
			}
		}
	}
}

func (a *app) cite() *cobra.Command {
	return &cobra.Command{
		Use:     "cite [ID…]",
		Short:   "BibTeX for exactly what was used",
		Example: "  entente cite > entente.bib\n  entente cite un-votes atop",
		RunE: func(c *cobra.Command, args []string) error {
			o, err := a.open()
			if err != nil {
				return err
			}
			m := o.Manifest()
			fmt.Fprintf(a.stdout, "@misc{entente,\n  author = {{The Entente contributors}},\n  title = {{Entente: the open observatory of alignment among states}},\n  note = {edition %s, program %s},\n}\n", m.ID, m.Code)
			known := 0
			for _, d := range o.Datasets() {
				r := o.report(d.ID)
				asked := slices.Contains(args, d.ID)
				if asked {
					known++
				}
				if (len(args) > 0 && !asked) || (len(args) == 0 && r == nil) {
					continue
				}
				note := d.Version
				if r != nil {
					note = r.Version
					for _, f := range r.Files {
						note += fmt.Sprintf("; %s SHA-256 %s", f.Name, f.SHA256)
					}
				}
				for _, ref := range d.References {
					fmt.Fprint(a.stdout, "\n", ref.BibTeX(note))
				}
			}
			if known < len(args) {
				return &usageError{fmt.Errorf("not every one of %v is a source", args), "see: entente sources"}
			}
			return nil
		},
	}
}
