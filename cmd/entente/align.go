package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/publish/term"
	"github.com/entente-observatory/entente/internal/publish/web"
	"github.com/spf13/cobra"
)

func (a *app) align() *cobra.Command {
	var from, to int
	var channels []string
	c := &cobra.Command{
		Use:   "align STATE STATE",
		Short: "Who stands with whom: two states by channel and year, with intervals",
		Long: `Align answers how two states stand to each other: a sentence with a word for
its surety, then each channel of the record by year, with 90 % intervals, what
the source covers, and the last year with a value. Years without a value say
why: missing, undefined, not-a-state; years outside coverage are left out.`,
		Example: "  entente align PAK RUS\n  entente align India \"United States\" --from 1990 --channel votes,atop\n  entente align 770 365 --format csv",
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
			al, err := o.Align(x, y, from, to)
			if err != nil {
				return err
			}
			if err := keep(al, channels); err != nil {
				return err
			}
			switch a.format {
			case "json":
				return a.printJSON(al)
			case "csv":
				return a.printCSV(web.AlignmentHeader, web.AlignmentRows(al))
			}
			a.printAlignment(al)
			return nil
		},
	}
	c.Flags().IntVar(&from, "from", 0, "first year (default: the record's)")
	c.Flags().IntVar(&to, "to", 0, "last year (default: the record's)")
	c.Flags().StringSliceVar(&channels, "channel", nil, "channels, by name (default: all)")
	return a.answers(c)
}

// keep leaves only the named channels.
func keep(al *entente.Alignment, channels []string) error {
	if len(channels) == 0 {
		return nil
	}
	var have []string
	for _, s := range al.Series {
		have = append(have, string(s.Channel))
	}
	for _, c := range channels {
		if !slices.Contains(have, c) {
			return &usageError{fmt.Errorf("no channel %q", c), "channels: " + strings.Join(have, ", ")}
		}
	}
	al.Series = slices.DeleteFunc(al.Series, func(s entente.Series) bool { return !slices.Contains(channels, string(s.Channel)) })
	return nil
}

func (a *app) printAlignment(al *entente.Alignment) {
	w := a.stdout
	reg := entente.States()
	fmt.Fprintf(w, "%s (%d) and %s (%d)\n\n", reg.Get(al.A).Name, al.A, reg.Get(al.B).Name, al.B)
	fmt.Fprintln(w, wrap(al.Answer.Sentence, 78))
	if al.Answer.Surety != "" {
		fmt.Fprintf(w, "Surety: %s (probability %.2f)\n", al.Answer.Surety, al.Answer.Probability)
	}
	for _, warning := range al.Answer.Warnings {
		fmt.Fprintln(w, wrap("Mind: "+warning, 78))
	}
	from, to := al.Span()
	for i := range al.Series {
		s := &al.Series[i]
		fmt.Fprintf(w, "\n%s [%s]\n", s.Title, s.Channel)
		fmt.Fprintln(w, wrap(s.Unit, 78))
		fmt.Fprintf(w, "covered %d-%d", s.First, s.Last)
		if s.LastReliable == 0 {
			fmt.Fprintln(w, "; no value for this pair")
			continue
		}
		fmt.Fprintf(w, "; last reliable year %d; source: %s\n", s.LastReliable, strings.Join(s.Sources, ", "))
		fmt.Fprint(w, term.Chart(s, from, to, 78, 7))
		p := lastKnown(s)
		fmt.Fprintf(w, "%d: %s", p.Year, words(p.Estimate))
		if p.Label != "" {
			fmt.Fprintf(w, "  %s", p.Label)
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "\nEvery year: --format csv. The receipt of a number: entente why %s %s YEAR CHANNEL\n", reg.Slug(al.A), reg.Slug(al.B))
}

func lastKnown(s *entente.Series) *entente.Point {
	for i := len(s.Points) - 1; i >= 0; i-- {
		if s.Points[i].Estimate.Known() {
			return &s.Points[i]
		}
	}
	return nil
}
