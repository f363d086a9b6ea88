package panel

import (
	"cmp"
	"slices"

	"github.com/entente-observatory/entente"
)

// dependenceLayers are the columns that are made of two states' columns of
// other layers: who could hurt whom more, and how their weights compare.
func dependenceLayers() []*Layer {
	return []*Layer{
		{Name: "dependence", Title: "Dependence in trade", Needs: []string{"cow-trade"}, Choices: []string{
			"tradedep1 is what the two trade with each other, both ways, as a share of all imports and exports of the first state in the producers' national totals (Barbieri 1996); where the totals are less than the flows, of the flows.",
			"tradedep_asym is tradedep1 less tradedep2: above 0 the first state depends more. entente footing gives the bounds that missing flows leave.",
		}, dyad: dependence},
		{Name: "balance", Title: "Ratio of capabilities", Choices: []string{
			"capshare1 is the first state's part of the two states' index of capabilities; capratio is the lesser index as a share of the greater.",
		}, dyad: balance},
	}
}

// beside fills another layer's columns of dyads along the same frame, for a
// layer that is made of them, and returns those named.
func (l *filling) beside(fill func(*filling) error, names ...string) ([]*Column, error) {
	other := &filling{Frame: l.Frame, Sources: l.Sources, Options: l.Options, layer: l.layer}
	if err := fill(other); err != nil {
		return nil, err
	}
	var columns []*Column
	for _, n := range names {
		columns = append(columns, other.columns[slices.IndexFunc(other.columns, func(c *Column) bool { return c.Name == n })])
	}
	return columns, nil
}

// cell returns a cell of a column of the rows or of the states of the rows.
func (f *Frame) cell(c *Column, row int) (float64, entente.Status) {
	at := row
	if c.of != ofRow {
		unit := f.A[row]
		if c.of == ofSecond {
			unit = f.B[row]
		}
		at = int(unit)*(f.To-f.From+1) + f.Year(row) - f.From
	}
	return c.get(at), c.status[at]
}

// made fills columns of cells of others, row by row. Where one of those has no
// value the result has none, for the reason of the first without.
func (l *filling) made(of []*Column, columns []entente.Variable, make func(x []float64) (values []float64, ok bool)) {
	var first, last int
	var variables, sources []string
	for i, c := range of {
		if i == 0 || c.First > first {
			first = c.First
		}
		if i == 0 || c.Last < last {
			last = c.Last
		}
		variables, sources = append(variables, c.Of...), append(sources, c.Sources...)
	}
	var out []*Column
	for _, v := range columns {
		v.First, v.Last, v.Absence = first, last, absences[entente.AbsenceUnknown]
		v.Of, v.Sources = slices.Compact(slices.Sorted(slices.Values(variables))), slices.Compact(slices.Sorted(slices.Values(sources)))
		c := l.new(v, l.Rows(), Coverage{Period: of[0].cover.Period})
		l.columns, out = append(l.columns, c), append(out, c)
	}
	x := slices.Repeat([]float64{0}, len(of))
	for row := range l.Rows() {
		worst := entente.Known
		for i, c := range of {
			v, s := l.cell(c, row)
			x[i], worst = v, cmp.Or(worst, s)
		}
		values, ok := make(x)
		for i, c := range out {
			switch {
			case worst != entente.Known:
				c.status[row] = worst
			case !ok:
				c.status[row] = entente.Undefined
			default:
				c.set(row, values[i])
			}
		}
	}
}

func dependence(l *filling) error {
	flows, err := l.beside(tradeLayer.dyad, "flow1", "flow2")
	if err != nil {
		return err
	}
	totals, err := l.beside(tradeLayer.state, "imports1", "exports1", "imports2", "exports2")
	if err != nil {
		return err
	}
	const none = "the state had no trade with any, of which a share could be"
	l.made(append(flows, totals...), []entente.Variable{
		{Name: "tradedep1", Label: "Share of the first state's trade that is with the second", Undef: none},
		{Name: "tradedep2", Label: "Share of the second state's trade that is with the first", Undef: none},
		{Name: "tradedep_asym", Label: "tradedep1 less tradedep2: above 0 the first state depends more", Undef: none},
	}, func(x []float64) ([]float64, bool) {
		both := x[0] + x[1]
		a, b := max(both, x[2]+x[3]), max(both, x[4]+x[5])
		if a == 0 || b == 0 {
			return nil, false
		}
		return []float64{both / a, both / b, both/a - both/b}, true
	})
	return nil
}

func balance(l *filling) error {
	of, err := l.beside(capabilities, "cinc1", "cinc2")
	if err != nil {
		return err
	}
	const none = "both indices are 0, so that neither is a part of their sum"
	l.made(of, []entente.Variable{
		{Name: "capshare1", Label: "First state's part of the two states' capabilities", Undef: none},
		{Name: "capratio", Label: "Lesser index of capabilities as a share of the greater", Undef: none},
	}, func(x []float64) ([]float64, bool) {
		if x[0]+x[1] == 0 {
			return nil, false
		}
		return []float64{x[0] / (x[0] + x[1]), min(x[0], x[1]) / max(x[0], x[1])}, true
	})
	return nil
}
