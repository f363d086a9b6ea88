package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/finding"
	"github.com/entente-observatory/entente/internal/publish/web"
	"github.com/spf13/cobra"
)

func (a *app) blocs() *cobra.Command {
	var year int
	c := &cobra.Command{
		Use:   "blocs",
		Short: "What blocs there were in a year, who led them, and how sharply they divided",
		Long: `Blocs finds the communities of the signed network of a year: defence pacts
against the use of force. Each bloc has its leader, the state of most
capability, and each member its sharpness, the share of resampled networks in
which it is with the leader. Beside them stand how far the network is from two
camps (the line index of balance, proven or bounded) and its polarization.`,
		Example: "  entente blocs --year 1956\n  entente blocs --year 2014 --format csv",
		Args:    exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, args []string) error {
			o, err := a.open()
			if err != nil {
				return err
			}
			b, err := o.Blocs(year)
			if err != nil {
				return err
			}
			switch a.format {
			case "json":
				return a.printJSON(b)
			case "csv":
				return a.printCSV(web.BlocsHeader, web.BlocsRows(b.Network))
			}
			a.printBlocs(b)
			return nil
		},
	}
	c.Flags().IntVar(&year, "year", 0, "year (default: the last of the record)")
	return a.answers(c)
}

// Blocs answers what blocs there were in a year; zero means the last.
func (o *observatory) Blocs(year int) (*entente.Blocs, error) {
	t, err := orEmpty(o.edition.Networks())
	if err != nil {
		return nil, err
	}
	if len(t.Rows) == 0 {
		return nil, fmt.Errorf("this edition has no networks of pacts and force: run `entente build` with the sources atop, gml-mid and cow-nmc")
	}
	b := &entente.Blocs{Year: year, First: t.Rows[0].Year, Last: t.Rows[len(t.Rows)-1].Year}
	if year == 0 {
		b.Year = b.Last
	}
	if b.Network = t.InYear(b.Year); b.Network == nil {
		return nil, fmt.Errorf("unknown: no network of pacts and force for %d; the record reaches from %d to %d, and a year needs four states with ties", b.Year, b.First, b.Last)
	}
	b.Answer = finding.Blocs(b.Network, stateName)
	for _, m := range []struct {
		name, title, unit string
		most              float64
		of                func(*entente.Network) entente.Estimate
	}{
		{"effective-blocs", "Effective number of blocs", "By capabilities: 2 is two equal blocs.", 8, func(n *entente.Network) entente.Estimate { return n.Effective }},
		{"polarization", "Polarization", "Esteban and Ray: 1 is two equal blocs without a pact between them.", 1, func(n *entente.Network) entente.Estimate { return n.Polarization }},
		{"balance", "Nearness to two camps", "One less twice the share of frustrated ties; the band reaches to the proven bound.", 1, func(n *entente.Network) entente.Estimate { return n.Normalized }},
	} {
		s := entente.Series{Channel: entente.Channel(m.name), Title: m.title, Unit: m.unit, Range: [2]float64{0, m.most}, First: b.First, Last: b.Last, LastReliable: b.Last,
			Sources: []string{"atop", "gml-mid", "cow-mid", "cow-nmc"}}
		for i := range t.Rows {
			s.Points = append(s.Points, entente.Point{Year: t.Rows[i].Year, Estimate: m.of(&t.Rows[i])})
		}
		b.Course = append(b.Course, s)
	}
	return b, nil
}

func (a *app) printBlocs(b *entente.Blocs) {
	w := a.stdout
	fmt.Fprintln(w, wrap(b.Answer.Sentence, 78))
	for _, warning := range b.Answer.Warnings {
		fmt.Fprintln(w, wrap("Mind: "+warning, 78))
	}
	n := b.Network
	fmt.Fprintf(w, "\n%d states, %d ties, %d of them hostile\n", n.States, n.Ties, n.Hostile)
	printTable(w, []string{"measure", "value"}, [][]string{
		{"frustrated ties", strconv.FormatInt(n.Frustration, 10) + " (at least " + strconv.FormatInt(n.Bound, 10) + ")"},
		{"balanced triangles", words(n.Triangles)}, {"modularity", words(n.Modularity)},
		{"effective blocs", words(n.Effective)}, {"polarization", words(n.Polarization)},
	})
	for _, bl := range n.Blocs {
		var names []string
		for _, m := range bl.Members {
			names = append(names, fmt.Sprintf("%s %.2f", stateName(m.State), m.Sharpness))
		}
		fmt.Fprintf(w, "\n%s, %.1f %% of capabilities\n%s\n", stateName(bl.Leader), 100*bl.Share, wrap(strings.Join(names, ", "), 78))
	}
}
