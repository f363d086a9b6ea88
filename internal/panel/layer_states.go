package panel

import (
	"github.com/entente-observatory/entente"
)

// stateColumn is a column made of attributes.
type stateColumn struct {
	entente.Variable
	of  string // variable of the attributes
	how how
}

// attributes makes both sides of a layer from a table of columns of states: a
// row of a dyad has each for its first and its second state, with 1 and 2 after
// the name.
func (l *Layer) attributes(source string, columns ...stateColumn) {
	fill := func(f *filling) error {
		cov, _ := f.Covers(source)
		var variables []string
		at := map[string][]int{}
		for i, c := range columns {
			variables = append(variables, c.of)
			at[c.of] = append(at[c.of], i)
		}
		tables := make([]*Column, len(columns))
		for i, sc := range columns {
			c := cov
			if sc.First != 0 {
				c = cov.within(sc.First, sc.Last)
			}
			sc.Sources, sc.Of = []string{source}, []string{sc.of}
			tables[i] = f.table(sc.Variable, c)
		}
		records, err := f.Attributes(source, variables...)
		if err != nil {
			return err
		}
		years := f.To - f.From + 1
		for _, r := range records {
			first, last := r.Period.Years(f.From, f.To)
			for y := first; y <= last; y++ {
				u := f.unit(r.State, y)
				if u < 0 {
					continue
				}
				for _, k := range at[r.Variable] {
					tables[k].merge(u*years+y-f.From, r.Value, r.Status, columns[k].how)
				}
			}
		}
		for _, t := range tables {
			f.spread(t)
		}
		return nil
	}
	l.dyad, l.state = fill, fill
}

// table makes a column by unit and year, each cell as absence reads it.
func (l *filling) table(v entente.Variable, cov Coverage) *Column {
	years := l.To - l.From + 1
	c := l.new(v, len(l.Units)*years, cov)
	base := l.baseline(cov)
	for u := range l.Units {
		for y := range years {
			if l.listed(u, l.From+y) {
				c.status[u*years+y] = base[y]
			} else {
				c.status[u*years+y] = entente.NotAState
			}
		}
	}
	return c
}

// spread lays a table of states along the rows: once, or for both states.
func (l *filling) spread(t *Column) {
	first := *t
	first.of = ofFirst
	if l.Unit == StateYear {
		l.columns = append(l.columns, &first)
		return
	}
	second := first
	second.of = ofSecond
	first.Name += "1"
	first.Label += ", first state"
	second.Name += "2"
	second.Label += ", second state"
	l.columns = append(l.columns, &first, &second)
}
