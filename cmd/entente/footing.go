package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/finding"
	"github.com/entente-observatory/entente/internal/measure"
	"github.com/spf13/cobra"
)

func (a *app) footing() *cobra.Command {
	var from, to int
	c := &cobra.Command{
		Use:   "footing STATE STATE",
		Short: "Who depends more on whom: trade, arms, capabilities, year by year",
		Long: `Footing answers on what footing two states stand: what share of each one's
trade is with the other and how much that is of its income, what share of the
arms that it received came from the other, and how their capabilities compare.
asymmetry is above zero where the first depends more on the second. Intervals
are bounds that hold whatever the missing flows were.`,
		Example: "  entente footing PAK RUS\n  entente footing PAK CHN --from 2000 --format csv",
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
			f, err := o.Footing(x, y, from, to)
			if err != nil {
				return err
			}
			return a.printFooting(f)
		},
	}
	c.Flags().IntVar(&from, "from", 0, "first year")
	c.Flags().IntVar(&to, "to", 0, "last year")
	return a.answers(c)
}

// ledger adds up what a state had to do with the other and with all.
type ledger struct {
	part, whole measure.Amount
	missing     int // flows of the part that are missing
}

func (l *ledger) add(v float64, s entente.Status, withOther bool) {
	if s != entente.Known {
		if withOther {
			l.missing++
		}
		return
	}
	l.whole.Known += v
	if withOther {
		l.part.Known += v
	}
}

// armsWindow is the number of years over which deliveries are summed, as SIPRI
// does: a state buys seldom and much.
const armsWindow = 5

// Footing gathers the years of two states from the records of trade, arms,
// income and capabilities.
func (o *observatory) Footing(a, b entente.CCode, from, to int) (*entente.Dependences, error) {
	if !o.edition.Records() {
		return nil, fmt.Errorf("the built-in atlas holds estimates and no flows: run `entente fetch` and `entente build` first")
	}
	src := panelSources{o.edition}
	power, err := orEmpty(o.edition.Capabilities())
	if err != nil {
		return nil, err
	}
	var trade, arms [2]map[int]*ledger
	states := [2]entente.CCode{a, b}
	for i := range states {
		trade[i], arms[i] = map[int]*ledger{}, map[int]*ledger{}
	}
	at := func(m map[int]*ledger, year int) *ledger {
		if m[year] == nil {
			m[year] = &ledger{}
		}
		return m[year]
	}
	err = src.TieColumns("cow-trade", []string{"flow"}, func(t *entente.TieColumns) error {
		for k := range t.Len() {
			for i, s := range states {
				if (t.From[k] == s || t.To[k] == s) && t.Variable[k] == "flow" {
					other := t.From[k] == states[1-i] || t.To[k] == states[1-i]
					at(trade[i], t.Start[k].Year()).add(t.Value[k], t.Status[k], other)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	suppliers, err := src.Suppliers("sipri-arms", "tiv")
	if err != nil {
		return nil, err
	}
	// Whether the state's own table of exports is there.
	supplies := [2]bool{slices.Contains(suppliers, a), slices.Contains(suppliers, b)}
	err = src.TieColumns("sipri-arms", []string{"tiv"}, func(t *entente.TieColumns) error {
		for k := range t.Len() {
			for i, s := range states {
				if t.Variable[k] != "tiv" {
					continue
				}
				if t.To[k] == s {
					for y := t.Start[k].Year(); y < t.Start[k].Year()+armsWindow; y++ {
						at(arms[i], y).add(t.Value[k], t.Status[k], t.From[k] == states[1-i])
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	national, err := o.totals("cow-trade", states, 1, "imports", "exports")
	if err != nil {
		return nil, err
	}
	received, err := o.totals("sipri-arms", states, armsWindow, "tiv_imports")
	if err != nil {
		return nil, err
	}
	income, err := o.totals("gdp-population", states, 1, "gdp")
	if err != nil {
		return nil, err
	}
	f := &entente.Dependences{A: a, B: b}
	exists := o.coexist(a, b)
	for year := max(from, 1816); year <= lastYear(to, trade, arms, power.Last); year++ {
		if !exists(year) {
			continue
		}
		var goods, product, weapons [2]entente.Estimate
		for i := range states {
			l := trade[i][year]
			goods[i] = l.share(national[i][year])
			product[i] = l.ofIncome(income[i][year])
			weapons[i] = arms[i][year].shareOfArms(received[i][year], supplies[1-i], year)
		}
		row := entente.DependenceYear{Year: year, Trade: measure.Lever(goods[0], goods[1]), Income: measure.Lever(product[0], product[1]), Arms: measure.Lever(weapons[0], weapons[1]),
			Balance: entente.None(entente.Missing)}
		for _, p := range measure.Power(power, a, b, func(y int) bool { return y == year }).Points {
			if p.Year == year {
				row.Balance = p.Estimate
			}
		}
		if row.Trade.AOnB.Known() || row.Arms.AOnB.Known() || row.Balance.Known() {
			f.Rows = append(f.Rows, row)
		}
	}
	reg := entente.States()
	f.Answer = finding.Footing(f, reg.Get(a).Name, reg.Get(b).Name)
	return f, nil
}

func lastYear(to int, trade, arms [2]map[int]*ledger, power int) int {
	last := power
	for i := range 2 {
		for y := range trade[i] {
			last = max(last, y)
		}
		for y := range arms[i] {
			last = max(last, y)
		}
	}
	if to != 0 {
		return min(to, last)
	}
	return last
}

// totals sums variables of the two states by year, over a window of years;
// a year of which one is missing has none.
func (o *observatory) totals(source string, states [2]entente.CCode, window int, variables ...string) ([2]map[int]float64, error) {
	var sums [2]map[int]float64
	records, err := panelSources{o.edition}.Attributes(source, variables...)
	if err != nil {
		return sums, err
	}
	for i, s := range states {
		sums[i] = map[int]float64{}
		n := map[int]int{}
		for _, r := range records {
			if r.State == s && r.Status == entente.Known {
				for y := r.Period.From.Year(); y < r.Period.From.Year()+window; y++ {
					sums[i][y] += r.Value
					n[y]++
				}
			}
		}
		for y, k := range n {
			if k < len(variables) {
				delete(sums[i], y)
			}
		}
	}
	return sums, nil
}

// share is the part of the state's trade that is with the other. What the
// national totals have beyond the known flows may be with anybody, the other
// included if a flow with it is missing.
func (l *ledger) share(total float64) entente.Estimate {
	if l == nil || l.missing == 2 {
		return entente.None(entente.Missing)
	}
	rest := max(0, total-l.whole.Known)
	part, whole := l.part, l.whole
	part.Most, whole.Most = part.Known, whole.Known+rest
	if l.missing > 0 {
		part.Most += rest
	}
	return measure.Dependence(part, whole)
}

// ofIncome is trade with the other as a share of the gross domestic product,
// in dollars of the year.
func (l *ledger) ofIncome(gdp float64) entente.Estimate {
	if l == nil || l.missing > 0 || gdp == 0 {
		return entente.None(entente.Missing)
	}
	v := l.part.Known * 1e6 / gdp
	return entente.Estimate{Value: v, Lo: v, Hi: v, Level: 1}
}

// shareOfArms is the part of the arms received that came from the other. The
// table of totals counts suppliers whose own tables are not there; if the
// other is one of them, what it may have sent is what the tables leave open.
func (l *ledger) shareOfArms(total float64, there bool, year int) entente.Estimate {
	if year < firstArms+armsWindow-1 || year > lastArms {
		return entente.None(entente.OutsideCoverage)
	}
	if l == nil {
		l = &ledger{}
	}
	part, whole := l.part, l.whole
	whole.Known = max(whole.Known, total)
	part.Most, whole.Most = part.Known, whole.Known
	if !there {
		part.Most += whole.Known - l.whole.Known
	}
	e := measure.Dependence(part, whole)
	if e.Known() {
		e.Hi = min(e.Hi, part.Most/whole.Known)
	}
	return e
}

// The years of the tables of exports.
const firstArms, lastArms = 1950, 2021

func (a *app) printFooting(f *entente.Dependences) error {
	switch a.format {
	case "json":
		return a.printJSON(f)
	case "csv":
		header := []string{"ccode1", "ccode2", "year"}
		for _, field := range []string{"trade", "income", "arms"} {
			for _, part := range []string{"a_on_b", "b_on_a", "asymmetry"} {
				name := field + "_" + part
				header = append(header, name, name+"_lo", name+"_hi", name+"_status")
			}
		}
		header = append(header, "balance", "balance_lo", "balance_hi", "balance_status")
		var rows [][]string
		for _, r := range f.Rows {
			row := []string{strconv.Itoa(int(f.A)), strconv.Itoa(int(f.B)), strconv.Itoa(r.Year)}
			for _, l := range []entente.Leverage{r.Trade, r.Income, r.Arms} {
				row = append(row, cells(l.AOnB)...)
				row = append(row, cells(l.BOnA)...)
				row = append(row, cells(l.Asymmetry)...)
			}
			rows = append(rows, append(row, cells(r.Balance)...))
		}
		return a.printCSV(header, rows)
	}
	reg := entente.States()
	w := a.stdout
	fmt.Fprintf(w, "%s (a) and %s (b)\n\n%s\n", reg.Get(f.A).Name, reg.Get(f.B).Name, wrap(f.Answer.Sentence, 78))
	for _, warning := range f.Answer.Warnings {
		fmt.Fprintln(w, wrap("Mind: "+warning, 78))
	}
	fmt.Fprintln(w)
	var rows [][]string
	for _, r := range f.Rows[max(0, len(f.Rows)-shownYears):] {
		rows = append(rows, []string{strconv.Itoa(r.Year), brief(r.Trade.AOnB), brief(r.Trade.BOnA), brief(r.Trade.Asymmetry), brief(r.Arms.AOnB), brief(r.Arms.BOnA), brief(r.Balance)})
	}
	printTable(w, []string{">year", ">trade a on b", ">b on a", ">asymmetry", ">arms a on b", ">b on a", ">a's capabilities"}, rows)
	fmt.Fprintln(w, "\nShares of the state's trade; of the arms received in five years; of the two's\ncapabilities. Bounds in brackets hold whatever is missing. Every year, and trade\nas a share of income: --format csv.")
	return nil
}

// shownYears bounds the years on a screen.
const shownYears = 25

// brief writes an estimate in few letters.
func brief(e entente.Estimate) string {
	switch {
	case !e.Known():
		return e.Status.String()
	case math.Abs(e.Hi-e.Lo) < 0.0005:
		return fmt.Sprintf("%.3f", e.Value)
	}
	return fmt.Sprintf("%.3f [%.2f, %.2f]", e.Value, e.Lo, e.Hi)
}
