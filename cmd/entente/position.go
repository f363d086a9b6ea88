package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/finding"
	"github.com/entente-observatory/entente/internal/measure"
	"github.com/entente-observatory/entente/internal/publish/web"
	"github.com/spf13/cobra"
)

func (a *app) position() *cobra.Command {
	var poles []string
	var year int
	c := &cobra.Command{
		Use:   "position STATE",
		Short: "A state's place among the poles: level and tilt, hedging or indifference, attention",
		Long: `Position answers how much a state has to do with the poles, apart from whom it
leans to; whether even ties with several are hedging or mere indifference; how
much of its attention one other state holds; how equal it is to each pole; and
who the world's hedgers were in the year. Nothing here is a distance on one
axis.`,
		Example: "  entente position PAK\n  entente position PAK --poles USA,CHN,RUS --year 2005 --format csv",
		Args:    exactly(1, "one state"),
		RunE: func(c *cobra.Command, args []string) error {
			state, err := entente.States().ResolveEver(args[0])
			if err != nil {
				return err
			}
			codes, err := resolveAll(poles)
			if err != nil {
				return err
			}
			o, err := a.open()
			if err != nil {
				return err
			}
			p, err := o.Position(state, codes, year)
			if err != nil {
				return err
			}
			switch a.format {
			case "json":
				return a.printJSON(p)
			case "csv":
				return a.printCSV(web.AlignmentHeader[2:], web.CourseRows(p))
			}
			a.printPosition(p)
			return nil
		},
	}
	c.Flags().StringSliceVar(&poles, "poles", nil, "the poles (default: the three strongest by military expenditure in the year)")
	c.Flags().IntVar(&year, "year", 0, "year (default: the last with three kinds of tie on record)")
	return a.answers(c)
}

func resolveAll(names []string) ([]entente.CCode, error) {
	var out []entente.CCode
	for _, n := range names {
		c, err := entente.States().ResolveEver(n)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out, nil
}

// polesOf are the three strongest states by military expenditure in a year,
// the resource that the chronology of the field agrees with best.
func (o *observatory) polesOf(year int) ([]entente.CCode, error) {
	t, err := orEmpty(o.edition.Polarity())
	if err != nil {
		return nil, err
	}
	rows := until(t.Of(entente.ResourceMilex, entente.ScopeAll), year)
	if len(rows) == 0 {
		return nil, fmt.Errorf("this edition does not tell who the poles were in %d: name them with --poles USA,CHN,RUS", year)
	}
	var out []entente.CCode
	for _, p := range rows[len(rows)-1].Powers[:min(3, len(rows[len(rows)-1].Powers))] {
		out = append(out, p.State)
	}
	return out, nil
}

// tieYears are the first and the last year of any channel of ties.
func tieYears(fields []*field) (first, last int) {
	for _, f := range fields {
		if from, to, ok := f.TieYears(); ok {
			if first == 0 || from < first {
				first = from
			}
			last = max(last, to)
		}
	}
	return first, last
}

// wellKnown is the last year that three kinds of tie tell of, or as many as
// ever do.
func wellKnown(of *measure.Poles, first, last int) int {
	best, most := last, 0
	for y := last; y >= first && most < 3; y-- {
		if n := of.Kinds(y); n > most {
			best, most = y, n
		}
	}
	return best
}

// Position answers where a state stands among poles in a year. No poles mean
// the three strongest, and year zero the last that is well on record.
func (o *observatory) Position(state entente.CCode, poles []entente.CCode, year int) (*entente.Position, error) {
	fields, err := o.fields()
	if err != nil {
		return nil, err
	}
	first, last := tieYears(fields)
	if last == 0 {
		return nil, fmt.Errorf("this edition has no ties among states: run `entente build` with the sources of the alignment index")
	}
	if len(poles) == 0 {
		if poles, err = o.polesOf(cmp.Or(year, last)); err != nil {
			return nil, err
		}
		poles = slices.DeleteFunc(poles, func(c entente.CCode) bool { return c == state })
	}
	if slices.Contains(poles, state) {
		return nil, fmt.Errorf("%s is named as a pole and cannot stand between itself and others", stateName(state))
	}
	if len(poles) < 2 {
		return nil, fmt.Errorf("a place is among two poles or more: name them with --poles USA,CHN,RUS")
	}
	if year != 0 && (year < first || year > last) {
		return nil, fmt.Errorf("unknown: no kind of tie is on record for %d; the record reaches from %d to %d", year, first, last)
	}
	var all []*measure.Field
	for _, f := range fields {
		if f.Channel() != entente.ChannelIndex { // it is made of the others
			all = append(all, f.Field)
		}
	}
	var states []entente.CCode
	for _, s := range entente.States().All() {
		states = append(states, s.Code)
	}
	of := measure.NewPoles(all, poles, states, first, last)
	if year == 0 {
		year = wellKnown(of, first, last)
	}
	p := &entente.Position{State: state, Poles: poles, Year: year}
	p.Place, _ = of.Place(state, year)
	p.Hedgers = of.Hedgers(year)
	p.Of = len(p.Hedgers)
	p.Rank = 1 + slices.IndexFunc(p.Hedgers, func(x entente.Place) bool { return x.State == state })
	if p.Peers, err = o.peers(p.Hedgers, state, year); err != nil {
		return nil, err
	}
	p.Course = o.course(of, state, poles, first, last)
	for _, f := range fields {
		p.Attention = append(p.Attention, first3(f.Attention(state, year))...)
	}
	slices.SortStableFunc(p.Attention, func(x, y entente.Attention) int {
		return cmp.Compare(y.Share.Lo, x.Share.Lo)
	})
	p.Trend = trend(fields, state, year)
	if p.Footing, err = o.footing(all, state, poles, year); err != nil {
		return nil, err
	}
	p.Answer = finding.Position(p, stateName)
	return p, nil
}

// peersShown is how many states of like capability a state is compared with.
const peersShown = 10

// peers picks, of the places of all states in order of hedging, those of the
// states whose capability is nearest by ratio in the year, or in the last year
// before it on record. A state whose capability is not known has none.
func (o *observatory) peers(places []entente.Place, state entente.CCode, year int) ([]entente.Place, error) {
	power, err := orEmpty(o.edition.Capabilities())
	if err != nil {
		return nil, err
	}
	at := min(year, power.Last)
	own, ok := power.Find(state, at)
	if !ok || own.CINC <= 0 {
		return nil, nil
	}
	type peer struct {
		entente.Place
		apart float64
		rank  int
	}
	var list []peer
	for i, p := range places {
		if c, ok := power.Find(p.State, at); ok && p.State != state && c.CINC > 0 {
			list = append(list, peer{p, math.Abs(math.Log(c.CINC / own.CINC)), i})
		}
	}
	slices.SortStableFunc(list, func(a, b peer) int { return cmp.Compare(a.apart, b.apart) })
	list = list[:min(peersShown, len(list))]
	slices.SortFunc(list, func(a, b peer) int { return a.rank - b.rank })
	out := make([]entente.Place, len(list))
	for i, p := range list {
		out[i] = p.Place
	}
	return out, nil
}

func first3(list []entente.Attention) []entente.Attention { return list[:min(3, len(list))] }

// trend follows, by decades, the partner and the kind of tie that held most of
// the state's attention over the whole record up to a year.
func trend(fields []*field, state entente.CCode, year int) []entente.Attention {
	type key struct {
		channel entente.Channel
		partner entente.CCode
	}
	course := map[key][]entente.Attention{}
	var keys []key
	for _, f := range fields {
		first, last := f.Years()
		for y := min(last, year); y >= first+9; y -= 10 {
			for _, a := range f.Attention(state, y) {
				k := key{a.Channel, a.Partner}
				if course[k] == nil {
					keys = append(keys, k)
				}
				course[k] = append(course[k], a)
			}
		}
	}
	var best []entente.Attention
	most := 0.0
	for _, k := range keys {
		sum := 0.0
		for _, a := range course[k] {
			sum += a.Share.Lo
		}
		if sum > most {
			best, most = course[k], sum
		}
	}
	slices.Reverse(best)
	return best
}

// course is a state's place year by year.
func (o *observatory) course(of *measure.Poles, state entente.CCode, poles []entente.CCode, first, last int) []entente.Series {
	series := []entente.Series{
		{Channel: "level", Title: "Level: how much it has to do with the poles", Unit: "Mean over the poles and kinds of tie; 1 is as much as the closest tenth of states have."},
		{Channel: "balance", Title: "Balance: how evenly", Unit: "1 even, 0 all with one."},
	}
	for _, c := range poles {
		series = append(series, entente.Series{Channel: entente.Channel("tie-" + entente.States().Slug(c)), Title: "Tie with " + stateName(c), Unit: "Mean over kinds of tie; 1 is as much as the closest tenth of states have."})
	}
	for i := range series {
		s := &series[i]
		s.Range, s.First, s.Last = [2]float64{0, 1}, first, last
	}
	for y := first; y <= last; y++ {
		place, ok := of.Place(state, y)
		values := make([]entente.Estimate, len(series))
		for i := range values {
			values[i] = entente.None(entente.Missing)
			if !o.system.Member(state, y) {
				values[i] = entente.None(entente.NotAState)
			}
		}
		if ok {
			values[0], values[1] = place.Level, place.Balance
			for k, t := range place.Ties {
				values[2+k] = t.Tie
			}
		}
		for i := range series {
			series[i].Points = append(series[i].Points, entente.Point{Year: y, Estimate: values[i]})
			if ok {
				series[i].LastReliable = y
			}
		}
	}
	return series
}

// footing is how equal a state and each pole are.
func (o *observatory) footing(fields []*measure.Field, state entente.CCode, poles []entente.CCode, year int) ([]entente.PoleFooting, error) {
	power, err := orEmpty(o.edition.Capabilities())
	if err != nil {
		return nil, err
	}
	var out []entente.PoleFooting
	for _, pole := range poles {
		f := entente.PoleFooting{Pole: pole, Power: entente.None(entente.OutsideCoverage)}
		for _, pt := range measure.Power(power, state, pole, o.coexist(state, pole)).Points {
			if pt.Year <= year && pt.Estimate.Known() {
				f.Power = pt.Estimate
			}
		}
		f.Weight, f.Back, f.Asymmetry = measure.MutualAttention(fields, state, pole, year)
		out = append(out, f)
	}
	return out, nil
}

func (a *app) printPosition(p *entente.Position) {
	w := a.stdout
	fmt.Fprintln(w, wrap(p.Answer.Sentence, 78))
	if p.Answer.Surety != "" {
		fmt.Fprintf(w, "Surety: %s (probability %.2f)\n", p.Answer.Surety, p.Answer.Probability)
	}
	for _, warning := range p.Answer.Warnings {
		fmt.Fprintln(w, wrap("Mind: "+warning, 78))
	}
	fmt.Fprintf(w, "\nLevel %s, balance %s\n", words(p.Place.Level), words(p.Place.Balance))
	var rows [][]string
	for i, t := range p.Place.Ties {
		f := p.Footing[i]
		rows = append(rows, []string{stateName(t.Pole), words(t.Tie), words(t.Tilt), words(f.Power), words(f.Asymmetry)})
	}
	printTable(w, []string{"pole", "tie", "tilt", "share of power", "asymmetry"}, rows)
	fmt.Fprintln(w)
	head := []string{"kind of tie"}
	for _, c := range p.Poles {
		head = append(head, ">"+stateName(c))
	}
	rows = nil
	for _, s := range p.Place.Stances {
		row := []string{string(s.Channel)}
		for _, v := range s.Volume {
			row = append(row, fmt.Sprintf("%.2f", v))
		}
		rows = append(rows, append(row, fmt.Sprintf("%.2f", s.Balance)))
	}
	printTable(w, append(head, ">balance"), rows)
	if len(p.Attention) > 0 {
		fmt.Fprintln(w, "\nAttention: shares of years of contact, ten years")
		printTable(w, attentionHeader, attentionRows(p.Attention))
	}
	if len(p.Trend) > 1 {
		fmt.Fprintf(w, "\n%s's share of %s through time\n", stateName(p.Trend[0].Partner), p.Trend[0].Channel)
		printTable(w, attentionHeader, attentionRows(p.Trend))
	}
	if len(p.Peers) > 0 {
		var peers []string
		for _, h := range p.Peers {
			peers = append(peers, fmt.Sprintf("%s %.2f %s", stateName(h.State), h.Hedging.Value, h.Class))
		}
		fmt.Fprintf(w, "\n%s\n", wrap(fmt.Sprintf("Its peers, the %d states nearest in capability: %s.", len(peers), strings.Join(peers, ", ")), 78))
	}
	var first []string
	for _, h := range p.Hedgers[:min(10, len(p.Hedgers))] {
		first = append(first, fmt.Sprintf("%s %.2f", stateName(h.State), h.Hedging.Value))
	}
	fmt.Fprintf(w, "\n%s\n", wrap(fmt.Sprintf("The world's hedgers in %d: %s.", p.Year, strings.Join(first, ", ")), 78))
}

var attentionHeader = []string{"kind", "years", "partner", "share", ">rank", ">times others'", ">effective partners"}

func attentionRows(list []entente.Attention) [][]string {
	var rows [][]string
	for _, x := range list {
		rows = append(rows, []string{string(x.Channel), fmt.Sprintf("%d-%d", x.From, x.To), stateName(x.Partner), words(x.Share), strconv.Itoa(x.Rank),
			quotient(x), fmt.Sprintf("%.1f", x.Effective)})
	}
	return rows
}

// quotient is how many times what others give it a state gives a partner; no
// number where no other state has contact with it.
func quotient(x entente.Attention) string {
	if x.Quotient == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f", x.Quotient)
}
