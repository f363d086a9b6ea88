package main

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/finding"
	"github.com/entente-observatory/entente/internal/measure"
	"github.com/entente-observatory/entente/internal/publish/web"
	"github.com/entente-observatory/entente/internal/source"
	"github.com/entente-observatory/entente/internal/store"
	"github.com/spf13/cobra"
)

func (a *app) costs() *cobra.Command {
	var with string
	var at []int
	c := &cobra.Command{
		Use:   "costs STATE --with STATE",
		Short: "What befell a state before and after its alignment with another changed",
		Long: `Costs lays side by side what the record has on a state before and after the
dated changes of its alignment with another: sanctions, arms and official finance
given and cut, troops, terrorist attacks, armed conflicts, force between the two.
Years that are not known are told from years of nothing. It is a record, and no
claim that one is the cause of the other.

Sanctions (GSDB) are for everybody's own use, and arms (SIPRI) and economic aid
are not passed on, so these need a data home; the built-in atlas has the rest.`,
		Example: "  entente costs PAK --with USA\n  entente costs PAK --with USA --at 1979,2001 --format csv",
		Args:    exactly(1, "a state"),
		RunE: func(c *cobra.Command, args []string) error {
			if with == "" {
				return &usageError{errors.New("costs needs the other state"), "name it: entente costs PAK --with USA"}
			}
			x, y, err := two([]string{args[0], with})
			if err != nil {
				return err
			}
			o, err := a.open()
			if err != nil {
				return err
			}
			k, err := o.Costs(x, y, at)
			if err != nil {
				return err
			}
			switch a.format {
			case "json":
				return a.printJSON(k)
			case "csv":
				return a.printCSV(web.CostsHeader, web.CostsRows(k))
			}
			a.printCosts(k)
			return nil
		},
	}
	c.Flags().StringVar(&with, "with", "", "the other state")
	c.Flags().IntSliceVar(&at, "at", nil, "compare before and after these years, not the dated changes")
	return a.answers(c)
}

const (
	// costWindow is the number of years compared on each side of a change.
	costWindow = 5
	// costChange is the probability from which a dated change is taken.
	costChange = 0.5
)

// Costs lays the lines of the ledger of a state beside the changes of its
// alignment with another, or beside years of one's own.
func (o *observatory) Costs(state, with entente.CCode, at []int) (*entente.Costs, error) {
	k := &entente.Costs{State: state, With: with, Window: costWindow}
	kept, err := o.edition.Costs()
	if errors.Is(err, store.ErrNoTable) {
		kept, err = nil, nil
	}
	if err != nil {
		return nil, err
	}
	if kept == nil && !o.edition.Records() {
		return nil, fmt.Errorf("this edition has no record of costs: run `entente fetch` and `entente build`")
	}
	for _, l := range costLines {
		line, why, err := o.costLine(&l, kept, state, with)
		if err != nil {
			return nil, err
		}
		if line == nil {
			k.Absent = append(k.Absent, why)
			continue
		}
		k.Lines = append(k.Lines, *line)
	}
	if len(at) > 0 {
		for _, y := range at {
			k.Changes = append(k.Changes, entente.CostChange{Year: y})
		}
	} else {
		_, changes, err := o.IndexSeries(state, with)
		if err != nil {
			return nil, err
		}
		for i := range changes {
			if changes[i].Probability >= costChange {
				k.Changes = append(k.Changes, entente.CostChange{Year: changes[i].Year, Change: &changes[i]})
			}
		}
	}
	for i := range k.Changes {
		c := &k.Changes[i]
		for _, l := range k.Lines {
			b := entente.CostBeside{Line: l.Line}
			b.Before, b.After = measure.Beside(l.Points, c.Year, costWindow)
			c.Beside = append(c.Beside, b)
		}
	}
	k.Answer = finding.Costs(k, stateName)
	return k, nil
}

// costLine fills a line, or says why it cannot be given.
func (o *observatory) costLine(l *costLine, kept *entente.CostRows, state, with entente.CCode) (*entente.CostLine, string, error) {
	ds, err := source.ByID(l.source)
	if err != nil {
		return nil, "", err
	}
	name := strings.NewReplacer("{state}", stateName(state), "{with}", stateName(with)).Replace(l.title)
	title := fmt.Sprintf("%s (%s)", name, ds.Title)
	other := entente.CCode(0)
	if l.with {
		other = with
	}
	var rows []entente.CostRow
	switch {
	case l.kept && kept == nil:
		return nil, title + ": the edition was made without it; run `entente build` again", nil
	case l.kept:
		rows = kept.Of(l.line, state, other)
	case !o.edition.Records() && ds.Rights == entente.FetchYourself:
		return nil, title + ": for everybody's own use, never in the atlas; ask its producers, then `entente fetch --from DIR` and `entente build`", nil
	case !o.edition.Records():
		return nil, title + ": its amounts are not passed on; `entente fetch` and `entente build` bring them", nil
	default:
		r := newCostRead(l.line)
		if err := l.read(o.edition, r); errors.Is(err, store.ErrNoTable) {
			return nil, title + ": not in this data home; `entente fetch " + l.source + "` and `entente build`", nil
		} else if err != nil {
			return nil, "", err
		}
		rows = (&entente.CostRows{Rows: r.sorted()}).Of(l.line, state, other)
	}
	if !l.zero && len(rows) == 0 {
		return nil, fmt.Sprintf("%s: no row of %s", title, who(state, other)), nil
	}
	line := &entente.CostLine{Line: l.line, Title: name, Unit: l.unit, Source: l.source}
	line.First, line.Last = years(ds)
	line.First, line.Last = max(line.First, l.first), cmp.Or(l.last, line.Last)
	has := map[int]float64{}
	for _, r := range rows {
		has[int(r.Year)] = r.Value
	}
	for y := line.First; y <= line.Last; y++ {
		e := entente.None(entente.Missing)
		v, there := has[y]
		switch {
		case there && !math.IsNaN(v):
			e = entente.Estimate{Value: v, Lo: v, Hi: v, Level: 1, N: 1}
		case there:
		case !o.system.Member(state, y):
			e = entente.None(entente.NotAState)
		case l.zero:
			e = entente.Estimate{Level: 1, N: 1}
		}
		line.Points = append(line.Points, entente.Point{Year: y, Estimate: e})
	}
	return line, "", nil
}

func who(state, other entente.CCode) string {
	if other == 0 {
		return stateName(state)
	}
	return stateName(state) + " and " + stateName(other)
}

func (a *app) printCosts(k *entente.Costs) {
	w := a.stdout
	fmt.Fprintln(w, wrap(k.Answer.Sentence, 78))
	for _, warning := range k.Answer.Warnings {
		fmt.Fprintln(w, wrap("Mind: "+warning, 78))
	}
	titles := map[string]*entente.CostLine{}
	for i := range k.Lines {
		titles[k.Lines[i].Line] = &k.Lines[i]
	}
	for _, c := range k.Changes {
		head := fmt.Sprintf("\n%d", c.Year)
		if r := c.Change; r != nil {
			head = fmt.Sprintf("\n%d (90 %%: %d-%d, probability %.2f)", r.Year, r.Lo, r.Hi, r.Probability)
		}
		fmt.Fprintf(w, "%s: mean a year over the years known, least to greatest\n", head)
		var rows [][]string
		for _, b := range c.Beside {
			l := titles[b.Line]
			rows = append(rows, []string{l.Title, costWords(b.Before), costWords(b.After), l.Unit, fmt.Sprintf("%s %d-%d", l.Source, l.First, l.Last)})
		}
		printTable(w, []string{"", fmt.Sprintf("%d-%d", c.Year-k.Window, c.Year-1), fmt.Sprintf("%d-%d", c.Year, c.Year+k.Window-1), "unit", "source covers"}, rows)
	}
	fmt.Fprintln(w, "\nEvery year: --format csv; other years: --at 1979,2001")
}

// costWords writes a span: the mean, the range, and how many years are known if
// not all are.
func costWords(s entente.CostSpan) string {
	if s.Known == 0 {
		return s.Mean.Status.String()
	}
	f := func(v float64) string {
		if v == math.Trunc(v) || v >= 1000 {
			return strconv.FormatFloat(v, 'f', 0, 64)
		}
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	text := f(s.Mean.Value)
	if s.Mean.Lo != s.Mean.Hi {
		text += fmt.Sprintf(" [%s, %s]", f(s.Mean.Lo), f(s.Mean.Hi))
	}
	if s.Known < s.Years() {
		text += fmt.Sprintf(", %d of %d years", s.Known, s.Years())
	}
	return text
}
