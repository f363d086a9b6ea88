package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/finding"
	"github.com/entente-observatory/entente/internal/measure"
	"github.com/entente-observatory/entente/internal/publish/web"
	"github.com/entente-observatory/entente/internal/store"
	"github.com/spf13/cobra"
)

func (a *app) durability() *cobra.Command {
	var limit int
	c := &cobra.Command{
		Use:   "durability [STATE]",
		Short: "How long alliances and alignments last, and which treaties are at risk",
		Long: `Durability tells how long alliances last, by kind and by how they were made, and
how long alignments do: each treaty counted once however many states it binds,
with those that still stand (right-censored) and those that come into view late
(left-truncated) allowed for. It tells which circumstances go with a shorter
life, and for each treaty in force at the end of the record, of all states or of
the one named, the probability that it ends within one year and five. Beside
these stands what such forecasts were worth, made year after year from what was
then on record and scored against the base rate.`,
		Example: "  entente durability\n  entente durability PAK\n  entente durability --format csv",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			var state entente.CCode
			if len(args) == 1 {
				s, err := entente.States().ResolveEver(args[0])
				if err != nil {
					return err
				}
				state = s
			}
			o, err := a.open()
			if err != nil {
				return err
			}
			d, err := o.Durability(state)
			if err != nil {
				return err
			}
			switch a.format {
			case "json":
				return a.printJSON(d)
			case "csv":
				return a.printCSV(web.DurabilityHeader, web.DurabilityRows(d))
			}
			a.printDurability(d, limit)
			return nil
		},
	}
	c.Flags().IntVar(&limit, "limit", 20, "how many treaties to list, the likeliest to end first")
	return a.answers(c)
}

const (
	// allianceEra begins when the world of today's treaties does: after the
	// World Wars.
	allianceEra = 1946
	// alignmentEra begins after the Cold War.
	alignmentEra = 1990
)

// durable is what does not depend on whose treaties are asked for.
func (o *observatory) durable() (*entente.Durability, error) {
	t, err := o.edition.Treaties()
	if errors.Is(err, store.ErrNoTable) {
		return nil, fmt.Errorf("this edition has no table of treaties: run `entente build --fresh` with the source atop (%w)", err)
	}
	if err != nil {
		return nil, err
	}
	d := &entente.Durability{Last: t.Last}
	if d.Alliances, err = measure.AllianceDurations(t, allianceEra); err != nil {
		return nil, err
	}
	if d.Effects, err = measure.TreatyHazards(t); err != nil {
		return nil, err
	}
	if d.AtRisk, err = measure.TreatiesAtRisk(t); err != nil {
		return nil, err
	}
	for _, horizon := range []int{1, 5} {
		s, err := measure.ScoreTreatyForecasts(t, horizon)
		if err != nil {
			return nil, err
		}
		d.Scores = append(d.Scores, s...)
	}
	index, err := o.edition.Alignment()
	if errors.Is(err, store.ErrNoTable) {
		return d, nil
	}
	if err != nil {
		return nil, err
	}
	pledges, err := orEmpty(o.edition.Pledges())
	if err != nil {
		return nil, err
	}
	allied := func(d entente.Dyad, year int) bool {
		return (pledges.Find(d.A, d.B, year)|pledges.Find(d.B, d.A, year))&entente.Defense != 0
	}
	d.Alignments, err = measure.AlignmentDurations(index, o.system.Coexist, allied, alignmentEra)
	return d, err
}

// Durability answers how long alliances and alignments last, and which
// treaties are at risk; of one state's, or of all where the state is 0.
func (o *observatory) Durability(state entente.CCode) (*entente.Durability, error) {
	all, err := o.lasting()
	if err != nil {
		return nil, err
	}
	d := *all
	d.State = state
	d.AtRisk = slices.DeleteFunc(slices.Clone(d.AtRisk), func(r entente.TreatyRisk) bool {
		_, member := slices.BinarySearch(r.Members, state)
		return state != 0 && !member
	})
	slices.SortStableFunc(d.AtRisk, func(x, y entente.TreatyRisk) int { return cmp.Compare(y.Five.Value, x.Five.Value) })
	d.Answer = finding.Durability(&d, stateName)
	return &d, nil
}

func (a *app) printDurability(d *entente.Durability, limit int) {
	w := a.stdout
	fmt.Fprintln(w, wrap(d.Answer.Sentence, 78))
	for _, warning := range d.Answer.Warnings {
		fmt.Fprintln(w, wrap("Mind: "+warning, 78))
	}
	printDurations(a, "Alliances: probability to last beyond some years", d.Alliances)
	if len(d.Alliances) > 0 {
		fmt.Fprintf(w, "\nHow they ended within %d years of being made\n", d.Alliances[0].EndsWithin)
		var rows [][]string
		for _, g := range d.Alliances {
			row := []string{g.Group}
			for _, e := range g.Ends {
				row = append(row, percent(e.Estimate))
			}
			rows = append(rows, row)
		}
		printTable(w, []string{"group", "fulfilled", "violated", "renegotiated"}, rows)
	}
	if len(d.Alignments) > 0 {
		printDurations(a, "Alignments: probability to last beyond some years", d.Alignments)
	}
	fmt.Fprintln(w, "\nWhat goes with an end within the year: odds, above 1 sooner (a regularity, not a cause)")
	var rows [][]string
	for _, e := range d.Effects {
		rows = append(rows, []string{e.Circumstance, ratio(e.Any), ratio(e.Violated)})
	}
	printTable(w, []string{"circumstance", "any end", "violation"}, rows)
	fmt.Fprintf(w, "\nTreaties in force at the end of %d, the likeliest to end first\n", d.Last)
	rows = nil
	for i, r := range d.AtRisk {
		if i == limit {
			fmt.Fprintf(w, "(the first %d of %d: --limit)\n", limit, len(d.AtRisk))
			break
		}
		rows = append(rows, []string{r.Treaty, finding.Parties(r.Members, stateName), string(r.Kind), strconv.Itoa(r.Since), percent(r.One), percent(r.Five)})
	}
	printTable(w, []string{"ATOP", "members", "kind", ">since", "ends within 1 year", "within 5 years"}, rows)
	fmt.Fprintf(w, "The rows behind a treaty: entente why STATE STATE %d atop\n", d.Last)
	fmt.Fprintln(w, "\nWhen such forecasts were made before: what they said and what came")
	rows = nil
	for _, s := range d.Scores {
		for _, b := range s.Bins {
			rows = append(rows, []string{fmt.Sprintf("%d in %d-%d", s.Horizon, s.First, s.Last), strconv.Itoa(b.N), fmt.Sprintf("%.1f %%", 100*b.Said), percent(b.Came)})
		}
	}
	printTable(w, []string{"years ahead", ">forecasts", ">said", "came"}, rows)
}

func printDurations(a *app, title string, groups []entente.DurationGroup) {
	fmt.Fprintf(a.stdout, "\n%s\n", title)
	header := []string{"group", ">n", ">ended", ">late", ">age unknown", "half last years"}
	var rows [][]string
	for i, g := range groups {
		row := []string{g.Group, strconv.Itoa(g.N), strconv.Itoa(g.Ended), strconv.Itoa(g.Late), strconv.Itoa(g.Unknown), span(g.Median)}
		for _, l := range g.Lasting {
			if i == 0 {
				header = append(header, fmt.Sprintf("%d years", l.Years))
			}
			row = append(row, percent(l.Estimate))
		}
		rows = append(rows, row)
	}
	printTable(a.stdout, header, rows)
}

// percent writes a probability in per cent, with its interval.
func percent(e entente.Estimate) string {
	if !e.Known() {
		return e.Status.String()
	}
	if 100*e.Value < 9.95 {
		return fmt.Sprintf("%.1f [%.1f, %.1f]", 100*e.Value, 100*e.Lo, 100*e.Hi)
	}
	return fmt.Sprintf("%.0f [%.0f, %.0f]", 100*e.Value, 100*e.Lo, 100*e.Hi)
}

func ratio(e entente.Estimate) string {
	if !e.Known() {
		return e.Status.String()
	}
	return fmt.Sprintf("%.2f [%.2f, %.2f]", e.Value, e.Lo, e.Hi)
}

// span writes a number of years; one that more than half outlast has none.
func span(e entente.Estimate) string {
	if !e.Known() {
		return "beyond the record"
	}
	beyond := ""
	if len(e.Warnings) > 0 {
		beyond = "+"
	}
	return fmt.Sprintf("%.1f [%.1f, %.1f%s]", e.Value, e.Lo, e.Hi, beyond)
}
