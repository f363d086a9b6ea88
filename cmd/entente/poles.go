package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/finding"
	"github.com/entente-observatory/entente/internal/measure"
	"github.com/entente-observatory/entente/internal/publish/web"
	"github.com/spf13/cobra"
)

func (a *app) poles() *cobra.Command {
	var year int
	var report bool
	c := &cobra.Command{
		Use:   "poles",
		Short: "How many poles the world had in a year, who, and since when",
		Long: `Poles answers how power was spread among states: the concentration (CON) and
the effective number of poles among the major powers and among all states, how
many states had at least half of what the strongest had, and who, by several
resources side by side, because none of them is power. Then the dated changes.
With --format csv it prints every year unless one is asked for.`,
		Example: "  entente poles\n  entente poles --year 1962\n  entente poles --format csv",
		Args:    exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, args []string) error {
			o, err := a.open()
			if err != nil {
				return err
			}
			if report {
				return a.reportPoles(o)
			}
			p, err := o.Poles(year)
			if err != nil {
				return err
			}
			switch a.format {
			case "json":
				return a.printJSON(p)
			case "csv":
				rows := p.Rows
				if year == 0 {
					t, err := o.edition.Polarity()
					if err != nil {
						return err
					}
					rows = t.Rows
				}
				return a.printCSV(web.PolarityHeader, web.PolarityRows(rows))
			}
			a.printPoles(p)
			return nil
		},
	}
	c.Flags().IntVar(&year, "year", 0, "year (default: the last of the record)")
	c.Flags().BoolVar(&report, "report", false, "print docs/validation/polarity.md: the field's chronology held against the record")
	return a.answers(c)
}

// Poles answers how many poles there were in a year; zero means the last one
// in which every resource of states is recorded. Blocs may end before.
func (o *observatory) Poles(year int) (*entente.Poles, error) {
	t, err := orEmpty(o.edition.Polarity())
	if err != nil {
		return nil, err
	}
	if len(t.Rows) == 0 {
		return nil, fmt.Errorf("this edition has no table of polarity: run `entente build` with the sources cow-nmc and cow-majors")
	}
	p := &entente.Poles{Year: year}
	p.First, p.Last = t.Rows[0].Year, t.Rows[0].Year
	common := 0
	for _, k := range t.Kinds() {
		rows := t.Of(k.Resource, k.Scope)
		last := rows[len(rows)-1].Year
		p.First, p.Last = min(p.First, rows[0].Year), max(p.Last, last)
		if k.Resource != entente.ResourceBlocs && (common == 0 || last < common) {
			common = last
		}
		changes, err := measure.Transitions(rows)
		if err != nil {
			return nil, err
		}
		p.Transitions = append(p.Transitions, changes...)
	}
	if p.Year == 0 {
		p.Year = common
	}
	if p.Year < p.First || p.Year > p.Last {
		return nil, fmt.Errorf("unknown: no resource covers %d; the record reaches from %d to %d", p.Year, p.First, p.Last)
	}
	var missing []string
	for _, k := range t.Kinds() {
		rows := t.Of(k.Resource, k.Scope)
		r := inYear(rows, p.Year)
		if r == nil {
			if k.Scope == entente.ScopeAll {
				missing = append(missing, fmt.Sprintf("by %s the record reaches from %d to %d", finding.ResourceWords(k.Resource), rows[0].Year, rows[len(rows)-1].Year))
			}
			continue
		}
		p.Rows = append(p.Rows, *r)
		if k.Scope == entente.ScopeAll {
			p.Course = append(p.Course, secondOverFirst(rows))
			p.Counts = append(p.Counts, finding.CountPoles(until(rows, p.Year)))
		}
	}
	p.Answer = finding.Poles(p.Year, p.Counts, stateName)
	if len(missing) > 0 {
		p.Answer.Warnings = append(p.Answer.Warnings, "Not counted: "+strings.Join(missing, "; ")+".")
	}
	return p, nil
}

// inYear returns the row of a year, nil if there is none.
func inYear(rows []entente.Polarity, year int) *entente.Polarity {
	if rows = until(rows, year); len(rows) > 0 && rows[len(rows)-1].Year == year {
		return &rows[len(rows)-1]
	}
	return nil
}

// until returns the rows up to a year.
func until(rows []entente.Polarity, year int) []entente.Polarity {
	n, _ := slices.BinarySearchFunc(rows, year+1, func(r entente.Polarity, y int) int { return r.Year - y })
	return rows[:n]
}

// secondOverFirst is how near the second strongest came to the strongest, year
// by year: the one number in which one pole and two differ most.
func secondOverFirst(rows []entente.Polarity) entente.Series {
	s := entente.Series{Channel: entente.Channel(rows[0].Resource), Title: "Second strongest by " + finding.ResourceWords(rows[0].Resource),
		Unit: "Over the strongest: 1 is two equals; half and above counts as a pole.", Range: [2]float64{0, 1},
		First: rows[0].Year, Last: rows[len(rows)-1].Year, LastReliable: rows[len(rows)-1].Year}
	for _, r := range rows {
		s.Points = append(s.Points, entente.Point{Year: r.Year, Estimate: r.Second})
	}
	return s
}

func stateName(c entente.CCode) string { return entente.States().Get(c).Name }

func (a *app) printPoles(p *entente.Poles) {
	w := a.stdout
	fmt.Fprintf(w, "%s\n", wrap(p.Answer.Sentence, 78))
	if p.Answer.Surety != "" {
		fmt.Fprintf(w, "Surety: %s (probability %.2f)\n", p.Answer.Surety, p.Answer.Probability)
	}
	for _, warning := range p.Answer.Warnings {
		fmt.Fprintln(w, wrap("Mind: "+warning, 78))
	}
	fmt.Fprintln(w)
	var rows [][]string
	for _, r := range p.Rows {
		rows = append(rows, []string{string(r.Resource), string(r.Scope), strconv.Itoa(r.N), words(r.Concentration), words(r.Effective), words(r.TopTwo), words(r.Second)})
	}
	printTable(w, []string{"resource", "among", ">n", "CON", "effective poles", "top two", "second/first"}, rows)
	fmt.Fprint(w, "\nDated changes of level, with the probability of a change in the years given\n")
	rows = nil
	for _, c := range p.Transitions {
		rows = append(rows, []string{strconv.Itoa(c.Year), fmt.Sprintf("%d-%d", c.Lo, c.Hi), fmt.Sprintf("%.2f", c.Probability),
			string(c.Resource), string(c.Scope), c.Measure, fmt.Sprintf("%.3f to %.3f", c.Before, c.After)})
	}
	printTable(w, []string{">year", "90 %", ">probability", "resource", "among", "measure", "level"}, rows)
}

// reportPoles holds the field's chronology, which the essay follows, against
// every resource, and dates the changes.
func (a *app) reportPoles(o *observatory) error {
	t, err := o.edition.Polarity()
	if err != nil {
		return err
	}
	w := a.stdout
	fmt.Fprint(w, `# Polarity: the chronology of the field, held against the record

Written by `+"`entente poles --report`"+`. The essay opens with a world that went from two poles to one and is becoming many. A pole is here
a state with at least half of what the strongest state has; a claim is borne out by a resource where the mean probability of the
claimed number over the years of the claim is one half or more. The years are those in which nobody doubts the period.

## The three sentences

`)
	for _, e := range finding.Chronology {
		var counts []finding.EraCount
		var course []string
		for _, k := range t.Kinds() {
			if k.Scope == entente.ScopeAll {
				rows := t.Of(k.Resource, k.Scope)
				counts = append(counts, finding.CountEra(e, rows))
				if from, to := inYear(rows, e.From), inYear(rows, e.To); from != nil && to != nil {
					course = append(course, fmt.Sprintf("%s %s, then %s", k.Resource, words(from.Effective), words(to.Effective)))
				}
			}
		}
		fmt.Fprintf(w, "**“%s”** — %s, %d to %d. %s\n", e.Claim, e.Words, e.From, e.To, finding.AnswerEra(e, counts))
		fmt.Fprintf(w, "Effective number of poles among all states in %d and %d: %s.\n\n", e.From, e.To, strings.Join(course, "; "))
	}
	fmt.Fprint(w, `## Where the record and the textbook part

- The composite index weighs population and steel as much as arms, so that China is a third pole from the 1960s on and the strongest after
  the Soviet Union's end: it can show neither two poles until 1989 nor one after 1991. Adding up allies (blocs) shows the first, military
  expenditure both.
- Income at purchasing-power parity, and income times that per head, never had a second half as strong as the first in the years of two poles:
  what made the Soviet Union a pole was what it spent on arms and whom it led.
- Blocs are made from pacts and the use of force, not from policy: after 1992 the second
  is led by China, and few of its members are sharply in it.
- That many poles came after 2012 is borne out by no resource: by most there came to be two. The effective number of poles among all states does
  grow where small states gain on the strongest; that is a flatter world and not one of more poles.

`)
	fmt.Fprint(w, "## By resource and decade\n\nMost probable number of poles in each year, counted: one, two, three or more.\n\n| decade |")
	var all []*entente.Polarity
	for _, k := range t.Kinds() {
		if k.Scope == entente.ScopeAll {
			all = append(all, k)
			fmt.Fprintf(w, " %s |", k.Resource)
		}
	}
	fmt.Fprint(w, "\n|---|", strings.Repeat("---|", len(all)), "\n")
	for decade := 1810; decade <= 2020; decade += 10 {
		fmt.Fprintf(w, "| %d-%d |", decade, decade+9)
		for _, k := range all {
			c := finding.CountEra(finding.Era{From: decade, To: decade + 9, Poles: 1}, t.Of(k.Resource, k.Scope))
			if c.Years == 0 {
				fmt.Fprint(w, " |")
			} else {
				fmt.Fprintf(w, " %d, %d, %d |", c.Counts[0], c.Counts[1], c.Counts[2])
			}
		}
		fmt.Fprintln(w)
	}
	fmt.Fprint(w, "\n## Dated changes\n\nChanges of level with a probability of 0.66 or more: the first year after, and the years that hold it with 90 %.\n\n| resource | among | measure | year | 90 % | probability | level before, after |\n|---|---|---|---|---|---|---|\n")
	for _, k := range t.Kinds() {
		changes, err := measure.Transitions(t.Of(k.Resource, k.Scope))
		if err != nil {
			return err
		}
		for _, c := range changes {
			fmt.Fprintf(w, "| %s | %s | %s | %d | %d-%d | %.2f | %.2f, %.2f |\n", c.Resource, c.Scope, c.Measure, c.Year, c.Lo, c.Hi, c.Probability, c.Before, c.After)
		}
	}
	return nil
}
