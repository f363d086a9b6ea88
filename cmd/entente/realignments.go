package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/finding"
	"github.com/entente-observatory/entente/internal/panel"
	"github.com/entente-observatory/entente/internal/publish/web"
	"github.com/entente-observatory/entente/internal/store"
	"github.com/spf13/cobra"
)

func (a *app) realignments() *cobra.Command {
	var q web.RealignmentQuery
	var state, pole string
	var dyad []string
	c := &cobra.Command{
		Use:   "realignments",
		Short: "Dated changes of who stands with whom, with probability, direction and carriers",
		Long: `Realignments lists the changes by which two states moved together or apart: the
most likely year with the years that hold it with 90 %, the probability, how much
tie less hostility changed, and the channels that carry it. Without a dyad it lists
those of which no more than the stated share is expected to be false; a state's own
turn of position, which moves all its dyads at once, comes first and once.`,
		Example: "  entente realignments --dyad PAK,RUS\n  entente realignments --state Egypt --since 1970 --until 1980\n  entente realignments --pole USA --top 20 --format csv",
		Args:    exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			var err error
			reg := entente.States()
			for _, s := range []struct {
				text string
				to   *entente.CCode
			}{{state, &q.State}, {pole, &q.Pole}} {
				if s.text != "" {
					if *s.to, err = reg.ResolveEver(s.text); err != nil {
						return err
					}
				}
			}
			if len(dyad) > 0 {
				if len(dyad) != 2 {
					return &usageError{fmt.Errorf("--dyad takes two states, such as PAK,RUS"), "see: entente realignments --help"}
				}
				if q.State, q.Pole, err = two(dyad); err != nil {
					return err
				}
				q.All = true
			}
			o, err := a.open()
			if err != nil {
				return err
			}
			t, err := o.Realignments(q)
			if err != nil {
				return err
			}
			switch a.format {
			case "json":
				return a.printJSON(t)
			case "csv":
				return a.printCSV(web.RealignmentHeader, web.RealignmentRows(t.Rows))
			}
			a.printRealignments(t, q)
			return nil
		},
	}
	f := c.Flags()
	f.StringVar(&state, "state", "", "only changes of this state")
	f.StringVar(&pole, "pole", "", "only changes towards or away from this state")
	f.StringSliceVar(&dyad, "dyad", nil, "only this dyad, with the changes that are less sure")
	f.IntVar(&q.Since, "since", 0, "first year")
	f.IntVar(&q.Until, "until", 0, "last year")
	f.Float64Var(&q.Least, "min-probability", 0, "least probability")
	f.IntVar(&q.Top, "top", 0, "only so many, the surest")
	return a.answers(c)
}

// Realignments lists the dated changes asked for.
func (o *observatory) Realignments(q web.RealignmentQuery) (*entente.Realignments, error) {
	t, err := orEmpty(o.edition.Realignments())
	if err != nil {
		return nil, err
	}
	out := *t
	out.Rows, out.Turns = nil, nil
	in := func(year int) bool { return (q.Since == 0 || year >= q.Since) && (q.Until == 0 || year <= q.Until) }
	has := func(r *entente.Realignment, s entente.CCode) bool { return s == 0 || r.A == s || r.B == s }
	for i := range t.Rows {
		r := &t.Rows[i]
		// Who asks for a dyad or names a probability wants the less sure too.
		shown := r.Found || q.All || q.Least > 0
		if shown && in(r.Year) && r.Probability >= q.Least && has(r, q.State) && has(r, q.Pole) {
			out.Rows = append(out.Rows, *r)
		}
	}
	for _, u := range t.Turns {
		if u.Found && in(u.Year) && u.Probability >= q.Least && (q.State == 0 || u.State == q.State || u.State == q.Pole) {
			out.Turns = append(out.Turns, u)
		}
	}
	if q.Top > 0 && len(out.Turns) > q.Top {
		slices.SortStableFunc(out.Turns, func(x, y entente.Turn) int { return cmp.Compare(y.Probability, x.Probability) })
		out.Turns = out.Turns[:q.Top]
		slices.SortStableFunc(out.Turns, func(x, y entente.Turn) int {
			return cmp.Or(cmp.Compare(x.State, y.State), cmp.Compare(x.Year, y.Year))
		})
	}
	if q.Top > 0 && len(out.Rows) > q.Top {
		slices.SortStableFunc(out.Rows, func(x, y entente.Realignment) int { return cmp.Compare(y.Probability, x.Probability) })
		out.Rows = out.Rows[:q.Top]
		slices.SortStableFunc(out.Rows, func(x, y entente.Realignment) int {
			return cmp.Or(x.Dyad().Compare(y.Dyad()), cmp.Compare(x.Year, y.Year))
		})
	}
	return &out, nil
}

// channelWords says a channel in a sentence.
func channelWords(c entente.Channel) string {
	switch c {
	case entente.ChannelVotes, entente.ChannelIdealPoint:
		return "votes"
	case entente.ChannelPledges:
		return "pledges"
	}
	for i := range panel.Channels {
		if panel.Channels[i].Channel == c {
			return panel.Channels[i].Words
		}
	}
	return string(c)
}

// Turned answers in a sentence what a dated change was.
func (o *observatory) Turned(r *entente.Realignment) entente.Answer {
	reg := entente.States()
	t := finding.Turned{A: reg.Get(r.A).Name, B: reg.Get(r.B).Name, Change: r, WordsOf: channelWords}
	if r.Mover != 0 {
		t.Mover = reg.Get(r.Mover).Name
	}
	return finding.Realign(t)
}

func (a *app) printRealignments(t *entente.Realignments, q web.RealignmentQuery) {
	w := a.stdout
	reg := entente.States()
	if len(t.Turns) > 0 && !q.All {
		fmt.Fprintf(w, "States that changed their own position in the votes of the General Assembly:\n\n")
		var rows [][]string
		for _, u := range t.Turns {
			rows = append(rows, []string{reg.Get(u.State).Name, strconv.Itoa(u.Year), fmt.Sprintf("%d-%d", u.Lo, u.Hi), fmt.Sprintf("%.2f", u.Probability), words(u.Size), strconv.Itoa(u.Dyads)})
		}
		printTable(w, []string{"state", ">year", "90 %", ">P", "change of ideal point", ">dyads listed"}, rows)
		fmt.Fprintln(w)
	}
	if len(t.Rows) == 0 {
		fmt.Fprintln(w, "No realignment of a dyad that answers to this is in the record with a probability worth telling.")
	}
	var rows [][]string
	for i := range t.Rows {
		r := &t.Rows[i]
		way := "together"
		if r.Direction < 0 {
			way = "apart"
		}
		mover := ""
		if r.Mover != 0 {
			mover = reg.Slug(r.Mover)
		}
		rows = append(rows, []string{reg.Slug(r.A) + "-" + reg.Slug(r.B), way, strconv.Itoa(r.Year), fmt.Sprintf("%d-%d", r.Lo, r.Hi), fmt.Sprintf("%.2f", r.Probability),
			words(r.Size), mover, r.Lasted.String(), strings.Join(finding.Carriers(r, channelWords), ", ")})
	}
	if len(rows) > 0 {
		printTable(w, []string{"dyad", "moved", ">year", "90 %", ">P", "tie less hostility", "mover", "lasted", "carried by"}, rows)
	}
	fmt.Fprintf(w, "\nOf the changes listed for the world about %.0f in a hundred are expected to be false (bound %.0f). %d dyads were tested, %d-%d.\n",
		100*t.FalseShare, 100*t.FDR, t.Dyads, t.First, t.Last)
}

// IndexSeries gives the headline of the index and its axes for a dyad, and its
// dated changes; nothing where the edition has no index.
func (o *observatory) IndexSeries(a, b entente.CCode) ([]entente.Series, []entente.Realignment, error) {
	d := entente.DyadOf(a, b)
	t, err := o.edition.Alignment()
	if err != nil {
		if errors.Is(err, store.ErrNoTable) {
			return nil, nil, nil
		}
		return nil, nil, err
	}
	r, err := o.edition.Realignments()
	if err != nil {
		return nil, nil, err
	}
	k, ok := t.Find(d)
	if !ok {
		return nil, r.Of(d), nil
	}
	exists := o.coexist(a, b)
	series := func(c entente.Channel, title, unit string, towards int, value func(year int) entente.Estimate) entente.Series {
		s := entente.Series{Channel: c, Title: title, Unit: unit, Towards: towards, First: t.First, Last: t.Last, Range: [2]float64{-1, 1}}
		for _, f := range r.Channels {
			if x := t.Shares[f.Channel]; x != nil && x[k] > 0 {
				s.Sources = append(s.Sources, sourcesOf(f.Channel)...)
			}
		}
		slices.Sort(s.Sources)
		s.Sources = slices.Compact(s.Sources)
		for year := t.First; year <= t.Last; year++ {
			e := value(year)
			if e.Known() {
				s.LastReliable = year
				s.Range[0], s.Range[1] = min(s.Range[0], e.Lo), max(s.Range[1], e.Hi)
			} else if !exists(year) {
				e.Status = entente.NotAState
			}
			s.Points = append(s.Points, entente.Point{Year: year, Estimate: e})
		}
		return s
	}
	axis := func(x entente.Axis) func(int) entente.Estimate {
		return func(year int) entente.Estimate { return t.Axis(x, k, year) }
	}
	return []entente.Series{
		series(entente.ChannelIndex, "Alignment index: tie less hostility", "What passes between them less what they do against each other, in standard deviations over all dyads; 0 is neither.", 1,
			func(year int) entente.Estimate { return t.Headline(k, year) }),
		series(entente.ChannelPosition, "Position", "How alike their stances are: votes and shared organisations, in standard deviations about the mean of all dyads.", 1, axis(entente.AxisPosition)),
		series(entente.ChannelTie, "Tie", "What passes between them: pledges, arms, trade, visits, exercises, agreements, troops.", 1, axis(entente.AxisTie)),
		series(entente.ChannelHostility, "Hostility", "What they do against each other: disputes, sanctions, rivalry, the scale of peace turned over.", -1, axis(entente.AxisHostility)),
	}, r.Of(d), nil
}

func sourcesOf(c entente.Channel) []string {
	switch c {
	case entente.ChannelVotes, entente.ChannelIdealPoint:
		return []string{"un-votes"}
	case entente.ChannelPledges:
		return []string{"atop"}
	}
	for i := range panel.Channels {
		if panel.Channels[i].Channel == c {
			return panel.Channels[i].Sources
		}
	}
	return nil
}
