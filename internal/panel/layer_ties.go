package panel

import (
	"slices"

	"github.com/entente-observatory/entente"
)

// eachTie calls fn for every row that a tie of the source falls on: a tie in
// force on any day of the year, or month. forward says whether the tie goes
// from the row's first state to its second; in a frame of directed dyads both
// rows of the pair are told.
func (l *filling) eachTie(source string, variables []string, fn func(t *entente.TieColumns, i, row int, forward bool)) error {
	return l.TieColumns(source, variables, func(t *entente.TieColumns) error {
		for i := range t.Len() {
			if !slices.Contains(variables, t.Variable[i]) {
				continue
			}
			first, last := l.during(t.Period(i))
			l.eachRow(t.From[i], t.To[i], first, last, func(row int, forward bool) { fn(t, i, row, forward) })
		}
		return nil
	})
}

// eachRow calls fn for the rows of two states at the times from first to last.
func (f *Frame) eachRow(from, to entente.CCode, first, last int32, fn func(row int, forward bool)) {
	first, last = max(first, f.clock(f.From, 0)), min(last, f.clock(f.To, 11))
	if first > last {
		return
	}
	for year := f.year(first); year <= f.year(last); year++ {
		i, j := f.unit(from, year), f.unit(to, year)
		if i < 0 || j < 0 || i == j {
			continue
		}
		lo, hi := max(first, f.clock(year, 0)), min(last, f.clock(year, 11))
		runs, swapped := f.pairRuns(i, j)
		touch(runs, lo, hi, !swapped, fn)
		if f.Unit == DirectedDyadYear {
			runs, _ = f.pairRuns(j, i)
			touch(runs, lo, hi, false, fn)
		}
	}
}

func touch(runs []run, lo, hi int32, forward bool, fn func(row int, forward bool)) {
	for _, r := range runs {
		for t := max(lo, r.first); t <= min(hi, r.last); t++ {
			fn(int(r.row+t-r.first), forward)
		}
	}
}

// way says which ties a column takes.
type way uint8

const (
	eitherWay way = iota // from whichever side
	outward              // from the first state to the second
	inward               // from the second to the first
)

// how says what becomes of several ties in one cell.
type how uint8

const (
	greatest how = iota
	least
	total
	any1  // 1 where there is one
	isOne // 1 where one has the value 1
	count // how many, distinct by label where they have one
)

// tieColumn is a column made of ties.
type tieColumn struct {
	entente.Variable
	of  []string // variables of the ties
	way way
	how how
	// A tie counts at its beginning only, not through its period.
	onset bool
	// The register follows the doings of one state, from which all its ties
	// come. A dyad without it is out of scope, and its cell is undefined.
	ofOne bool
}

// dyads makes the dyadic side of a layer from a table of columns.
func dyads(source string, columns ...tieColumn) func(*filling) error {
	return func(l *filling) error {
		cov, _ := l.Covers(source)
		made := make([]*Column, len(columns))
		takes := map[string][]int{}
		var variables []string
		for i, tc := range columns {
			c := cov
			if tc.First != 0 {
				c = cov.within(tc.First, tc.Last)
			}
			tc.Sources, tc.Of = []string{source}, tc.of
			if tc.ofOne {
				tc.Undef = "the register follows one state's doings, and the dyad does not have it"
			}
			made[i] = l.column(tc.Variable, c)
			made[i].way = tc.way
			if tc.ofOne {
				if err := l.scope(made[i], source, tc.of); err != nil {
					return err
				}
			}
			for _, v := range tc.of {
				takes[v] = append(takes[v], i)
				variables = append(variables, v)
			}
		}
		seen := map[cellLabel]bool{}
		return l.eachTie(source, variables, func(t *entente.TieColumns, i, row int, forward bool) {
			for _, k := range takes[t.Variable[i]] {
				tc := &columns[k]
				if tc.way == outward && !forward || tc.way == inward && forward || tc.onset && l.year(l.Time[row]) != t.Start[i].Year() {
					continue
				}
				if tc.how == count && t.Label[i] != "" {
					at := cellLabel{k, row, t.Label[i]}
					if seen[at] {
						continue
					}
					seen[at] = true
				}
				made[k].merge(row, t.Value[i], t.Status[i], tc.how)
			}
		})
	}
}

// scope makes undefined what a register that follows some states cannot have:
// a dyad without any of them.
func (l *filling) scope(c *Column, source string, variables []string) error {
	followed := map[entente.CCode]bool{}
	for _, v := range variables {
		list, err := l.Suppliers(source, v)
		if err != nil {
			return err
		}
		for _, s := range list {
			followed[s] = true
		}
	}
	for row, s := range c.status {
		year := l.Year(row)
		if s != entente.OutsideCoverage && !followed[l.StateOf(int(l.A[row]), year)] && !followed[l.StateOf(int(l.B[row]), year)] {
			c.mark(row, entente.Undefined)
		}
	}
	return nil
}

type cellLabel struct {
	column, row int
	label       string
}

// merge enters a tie into a cell that may have one.
func (c *Column) merge(row int, v float64, s entente.Status, h how) {
	if s != entente.Known {
		// A missing value says that the zero read from absence is none.
		if c.status[row] == entente.Known && c.get(row) == 0 {
			c.mark(row, s)
		}
		return
	}
	switch h {
	case any1, isOne:
		if v == 1 || h == any1 && v != 0 {
			c.set(row, 1)
		}
		return
	case count:
		v = 1
	}
	if c.status[row] != entente.Known {
		c.set(row, v)
		return
	}
	had := c.get(row)
	switch h {
	case greatest:
		v = max(v, had)
	case least:
		if had != 0 {
			v = min(v, had)
		}
	case total, count:
		v += had
	}
	c.set(row, v)
}
