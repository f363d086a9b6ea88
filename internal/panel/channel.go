package panel

import (
	"math"
	"slices"

	"github.com/entente-observatory/entente"
)

// Record gives the records of data sets that are there. A data set that is not
// there has none, and Covers says so.
type Record interface {
	// Covers returns what the data set covers, and whether it is there.
	Covers(source string) (Coverage, bool)
	Ties(source string, variables ...string) ([]entente.Tie, error)
	Attributes(source string, variables ...string) ([]entente.Attribute, error)
}

// Channel is a channel of the alignment index with the way in which it is made
// of records: a yearly series for each dyad.
type Channel struct {
	entente.ChannelSpec
	// Needs are the data sets without which the channel is not made, by
	// alternatives: one of each list must be there.
	Needs [][]string
	make  func(b *book) error
}

// Table makes the channel from the year first on, or returns nil where a data
// set that it needs is not there. The states' system decides which dyads there
// were: a year in which the two did not exist together has no value.
func (c *Channel) Table(s *System, r Record, first int) (*entente.ChannelTable, error) {
	b := &book{System: s, Record: r, first: first, last: first - 1, rows: map[entente.Dyad][]float32{}}
	for _, any := range c.Needs {
		there := false
		for _, id := range any {
			if cov, ok := r.Covers(id); ok {
				there = true
				b.last = max(b.last, cov.Period.To.Year())
				b.starts = append(b.starts, cov.Period.From.Year())
			}
		}
		if !there {
			return nil, nil
		}
	}
	b.first = max(first, slices.Min(b.starts))
	b.last = min(b.last, mostYear)
	if err := c.make(b); err != nil {
		return nil, err
	}
	return b.table(c.ChannelSpec), nil
}

// mostYear bounds what a source that is still running may be said to cover.
const mostYear = 2030

// book collects the rows of a channel.
type book struct {
	*System
	Record
	first, last int
	starts      []int
	zero        bool // no row, and no record in a row's year, means zero
	rows        map[entente.Dyad][]float32
}

func (b *book) years() int { return b.last - b.first + 1 }

// row returns the series of a dyad, made with zeros or blanks as the channel
// reads absence.
func (b *book) row(d entente.Dyad) []float32 {
	r := b.rows[d]
	if r == nil {
		r = make([]float32, b.years())
		if !b.zero {
			for t := range r {
				r[t] = blank
			}
		}
		b.rows[d] = r
	}
	return r
}

var blank = float32(math.NaN())

// in calls fn for the years of a period, by index.
func (b *book) in(p entente.Period, fn func(t int)) {
	from, to := p.Years(b.first, b.last)
	for y := from; y <= to; y++ {
		fn(y - b.first)
	}
}

// at is the index of the year in which a period begins, -1 outside.
func (b *book) at(p entente.Period) int {
	if p.From == entente.Beginning {
		return -1
	}
	if y := p.From.Year(); y >= b.first && y <= b.last {
		return y - b.first
	}
	return -1
}

// table lays the rows out in order of dyads. Dyads that never existed
// together, or of which nothing is known, are left out.
func (b *book) table(spec entente.ChannelSpec) *entente.ChannelTable {
	t := &entente.ChannelTable{ChannelSpec: spec, First: b.first, Last: b.last, Zero: b.zero}
	for d, row := range b.rows {
		known := false
		for i := range row {
			if row[i] == row[i] {
				if b.Coexist(d, b.first+i) {
					known = true
				} else {
					row[i] = blank
				}
			}
		}
		if known {
			t.Dyads = append(t.Dyads, d)
		}
	}
	slices.SortFunc(t.Dyads, entente.Dyad.Compare)
	for _, d := range t.Dyads {
		t.Value = append(t.Value, b.rows[d]...)
	}
	return t
}

// happenings counts what happened between two states by the year in which it
// began: distinct labels, so that a happening with a row for each direction or
// each day counts once. Directions are added up: a visit counts whoever paid
// it.
func happenings(source string, variables ...string) func(*book) error {
	return func(b *book) error {
		b.zero = true
		ties, err := b.Ties(source, variables...)
		if err != nil {
			return err
		}
		type key struct {
			entente.Dyad
			year  int
			label string
		}
		seen := map[key]bool{}
		for _, t := range ties {
			at := b.at(t.Period)
			if at < 0 || t.Status != entente.Known || t.Value == 0 {
				continue
			}
			d := entente.DyadOf(t.From, t.To)
			if t.Label != "" {
				k := key{d, at, t.Label}
				if seen[k] {
					continue
				}
				seen[k] = true
			}
			b.row(d)[at]++
		}
		return nil
	}
}

// inForce gives the greatest value in force on any day of the year, whichever
// side it comes from; scale turns the record's value into the channel's.
func inForce(source string, scale func(v float64) float64, variables ...string) func(*book) error {
	return func(b *book) error {
		b.zero = true
		ties, err := b.Ties(source, variables...)
		if err != nil {
			return err
		}
		for _, t := range ties {
			if t.Status != entente.Known {
				continue
			}
			v := float32(scale(t.Value))
			if v == 0 {
				continue
			}
			var row []float32
			b.in(t.Period, func(at int) {
				if row == nil {
					row = b.row(entente.DyadOf(t.From, t.To))
				}
				row[at] = max(row[at], v)
			})
		}
		return nil
	}
}

func asOne(v float64) float64 {
	if v > 0 {
		return 1
	}
	return 0
}

// both makes a channel of two sources that follow each other: the first as far
// as it covers, the second for the years after.
func both(first, second func(*book) error, of string) func(*book) error {
	return func(b *book) error {
		cov, ok := b.Covers(of)
		if !ok {
			return second(b)
		}
		last := min(cov.Period.To.Year(), b.last)
		if err := second(b); err != nil {
			return err
		}
		for _, row := range b.rows {
			for t := range row[:max(0, last-b.first+1)] {
				row[t] = 0
			}
		}
		early := &book{System: b.System, Record: b.Record, first: b.first, last: last, rows: map[entente.Dyad][]float32{}}
		if err := first(early); err != nil {
			return err
		}
		for d, row := range early.rows {
			copy(b.row(d), row)
		}
		return nil
	}
}
