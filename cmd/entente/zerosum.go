package main

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/finding"
	"github.com/entente-observatory/entente/internal/measure"
	"github.com/entente-observatory/entente/internal/publish/web"
	"github.com/entente-observatory/entente/internal/store"
	"github.com/spf13/cobra"
)

func (a *app) zeroSum() *cobra.Command {
	var pairs bool
	c := &cobra.Command{
		Use:   "zerosum STATE A B",
		Short: "Whether a state's relation with A is zero-sum with that with B",
		Long: `Zerosum tests whether, when a state's tie with A gains, its tie with B loses: in
the same year or one either way, beyond what the whole field shares and beyond
the trend. It never reads this off distances on one axis, nor off shares, which
oppose by construction. The verdict is rival, independent, together, or cannot
tell, with the correlation of what is new in the two ties, its interval, and the
years that decide; beside it how often the test finds a link where there is
none. With --pairs it tests every two of the state's partners, and controls the
share of false findings among them.`,
		Example: "  entente zerosum PAK RUS USA\n  entente zerosum PAK RUS USA --pairs --format csv",
		Args:    exactly(3, "a state and two others"),
		RunE: func(c *cobra.Command, args []string) error {
			codes, err := three(args)
			if err != nil {
				return err
			}
			o, err := a.open()
			if err != nil {
				return err
			}
			t, err := o.ZeroSum(codes[0], codes[1], codes[2])
			if err != nil {
				return err
			}
			switch a.format {
			case "json":
				return a.printJSON(t)
			case "csv":
				return a.printCSV(web.ZeroSumHeader, web.ZeroSumRows(t))
			}
			a.printTriad(t, pairs)
			return nil
		},
	}
	c.Flags().BoolVar(&pairs, "pairs", false, "print the test of every two of the state's partners too")
	return a.answers(c)
}

// three resolves the names of three different states.
func three(names []string) ([3]entente.CCode, error) {
	var out [3]entente.CCode
	for i, n := range names {
		c, err := entente.States().ResolveEver(n)
		if err != nil {
			return out, err
		}
		if slices.Contains(out[:i], c) {
			return out, fmt.Errorf("%q names %s a second time: name three states", n, stateName(c))
		}
		out[i] = c
	}
	return out, nil
}

// pairRate bounds the false-discovery rate among a state's pairs.
const pairRate = 0.10

// partnersTested is how many partners of a state are tested with each other:
// those with which its ties moved most. More pairs than these 45 would ask so
// much of each that little could be found.
const partnersTested = 10

// placebos is how many pairs of ties without a state in common are tested.
const placebos = 400

// field holds the ties of a channel and, once asked for, its base rate.
type field struct {
	*measure.Field
	placebo func() entente.Census
}

// newFields makes fields of the channels of ties and of hostility.
func (o *observatory) newFields() ([]*field, error) {
	tables, err := o.edition.Channels()
	if errors.Is(err, store.ErrNoTable) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	index, err := o.edition.Alignment()
	if err == nil {
		tables = append([]*entente.ChannelTable{headline(index)}, tables...)
	} else if !errors.Is(err, store.ErrNoTable) {
		return nil, err
	}
	var states []entente.CCode
	for _, s := range entente.States().All() {
		states = append(states, s.Code)
	}
	var out []*field
	exists := o.existence(states, tables)
	for _, t := range tables {
		if t.Axis == entente.AxisPosition || t.Judged || len(t.Dyads) == 0 {
			continue // on an axis ties oppose by construction; a judgement of relations may weigh one against another
		}
		f := &field{Field: measure.NewField(t, states, exists)}
		f.placebo = sync.OnceValue(func() entente.Census {
			return f.Placebo(placebos, &measure.ZeroSumOptions{Permutations: 199})
		})
		out = append(out, f)
	}
	return out, nil
}

// headline is the index, tie less hostility, as a channel. Positions are no
// part of it.
func headline(t *entente.AlignmentIndex) *entente.ChannelTable {
	out := &entente.ChannelTable{First: t.First, Last: t.Last, Dyads: t.Dyads,
		ChannelSpec: entente.ChannelSpec{Channel: entente.ChannelIndex, Title: "Alignment", Words: "alignment", Axis: entente.AxisTie, Law: entente.LawLevel, Towards: 1}}
	out.Value = make([]float32, len(t.Dyads)*out.Years())
	for i := range t.Dyads {
		for y := range out.Years() {
			v := math.NaN()
			if e := t.Headline(i, t.First+y); e.Known() {
				v = e.Value
			}
			out.Value[i*out.Years()+y] = float32(v)
		}
	}
	return out
}

// existence remembers which dyads there were in the years of the tables, which
// the fields ask for a thousand times over.
func (o *observatory) existence(states []entente.CCode, tables []*entente.ChannelTable) func(entente.Dyad, int) bool {
	first, last := math.MaxInt, 0
	for _, t := range tables {
		first, last = min(first, t.First), max(last, t.Last)
	}
	place := map[entente.CCode]int{}
	for i, c := range states {
		place[c] = i
	}
	n, years := len(states), last-first+1
	there := make([]bool, n*n*max(years, 0))
	for i, a := range states {
		for j, b := range states[i+1:] {
			for y := range years {
				there[(i*n+i+1+j)*years+y] = o.system.Coexist(entente.Dyad{A: a, B: b}, first+y)
			}
		}
	}
	return func(d entente.Dyad, year int) bool {
		return there[(place[d.A]*n+place[d.B])*years+year-first]
	}
}

// ZeroSum answers whether a state's relations with two others are zero-sum.
func (o *observatory) ZeroSum(state, a, b entente.CCode) (*entente.Triad, error) {
	fields, err := o.fields()
	if err != nil {
		return nil, err
	}
	if len(fields) == 0 {
		return nil, fmt.Errorf("this edition has no ties to test: run `entente build` with the sources of the alignment index")
	}
	t := &entente.Triad{State: state, A: a, B: b}
	for _, f := range fields {
		t.Tests = append(t.Tests, f.Triad(state, a, b, nil))
	}
	// The index leads where it can be tested, else the channel with the longest
	// lively record.
	slices.SortStableFunc(t.Tests, func(x, y entente.ZeroSum) int {
		if x.Channel == entente.ChannelIndex && x.N > 0 {
			return -1
		}
		return cmp.Compare(y.N, x.N)
	})
	head := fields[slices.IndexFunc(fields, func(f *field) bool { return f.Channel() == t.Tests[0].Channel })]
	partners := head.Partners(state, partnersTested)
	t.Pairs = head.Pairs(state, partners, pairRate, &measure.ZeroSumOptions{Permutations: 4999})
	t.Others = head.Census(a, b, &measure.ZeroSumOptions{Permutations: 199})
	t.Placebo = head.placebo()
	t.Answer = finding.Triad(t, stateName)
	return t, nil
}

func (a *app) printTriad(t *entente.Triad, pairs bool) {
	w := a.stdout
	fmt.Fprintln(w, wrap(t.Answer.Sentence, 78))
	for _, warning := range t.Answer.Warnings {
		fmt.Fprintln(w, wrap("Mind: "+warning, 78))
	}
	c := t.Others
	fmt.Fprintln(w, wrap(fmt.Sprintf("Of %d states with ties to both, %d are rivals, %d independent, %d together; of the others it cannot be told.", c.Tested, c.Rival, c.Independent, c.Together), 78))
	fmt.Fprintf(w, "\nBy channel: correlation of what is new in the ties with %s and %s\n", stateName(t.A), stateName(t.B))
	printTable(w, triadHeader("channel"), triadRows(t.Tests, func(z *entente.ZeroSum) string { return string(z.Channel) }))
	if !pairs {
		fmt.Fprintf(w, "\nEvery two of %s's partners: --pairs\n", stateName(t.State))
		return
	}
	fmt.Fprintf(w, "\nEvery two of %s's partners, false-discovery rate at most %.2f\n", stateName(t.State), pairRate)
	printTable(w, triadHeader("pair"), triadRows(t.Pairs, func(z *entente.ZeroSum) string { return stateName(z.A) + ", " + stateName(z.B) }))
}

func triadHeader(first string) []string {
	return []string{first, "years", "verdict", "same year", "B a year after", "A a year after", ">p", ">q", "deciding years"}
}

func triadRows(list []entente.ZeroSum, name func(*entente.ZeroSum) string) [][]string {
	var rows [][]string
	for i := range list {
		z := &list[i]
		years := make([]string, len(z.Years))
		for k, y := range z.Years {
			years[k] = strconv.Itoa(y.Year)
		}
		covered := ""
		if z.To >= z.From {
			covered = fmt.Sprintf("%d-%d", z.From, z.To)
		}
		row := []string{name(z), covered, string(z.Verdict)}
		if z.N == 0 {
			rows = append(rows, append(row, "", "", "", "", "", z.Reason))
			continue
		}
		for _, e := range z.Effects {
			row = append(row, words(e))
		}
		q := ""
		if z.Q > 0 {
			q = fmt.Sprintf("%.3f", z.Q)
		}
		rows = append(rows, append(row, fmt.Sprintf("%.3f", z.P), q, strings.Join(years, " ")))
	}
	return rows
}
