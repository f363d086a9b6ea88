package main

import (
	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/finding"
)

// Record gives the channels of the index as the record holds them, those in
// which the dyad has a row: amounts by year, not estimates of a state of
// things. Nothing where the edition has no channels.
func (o *observatory) Record(a, b entente.CCode) ([]entente.Series, error) {
	tables, err := orEmpty(o.channels())
	if err != nil {
		return nil, err
	}
	d := entente.DyadOf(a, b)
	exists := o.coexist(a, b)
	var out []entente.Series
	for _, t := range *tables {
		row, ok := t.Row(d)
		if !ok {
			continue
		}
		s := entente.Series{Channel: t.Channel, Title: t.Title, First: t.First, Last: t.Last, Sources: t.Sources}
		for i, v := range t.Values(row) {
			year := t.First + i
			e := entente.Estimate{Value: float64(v), Lo: float64(v), Hi: float64(v), Level: 1, N: 1}
			switch {
			case v == v:
				s.LastReliable = year
			case !exists(year):
				e = entente.None(entente.NotAState)
			default:
				e = entente.None(entente.Missing)
			}
			s.Points = append(s.Points, entente.Point{Year: year, Estimate: e})
		}
		out = append(out, s)
	}
	return out, nil
}

// channels makes a table of the store's list, which orEmpty can do without.
func (o *observatory) channels() (*[]*entente.ChannelTable, error) {
	list, err := o.edition.Channels()
	return &list, err
}

// Shifts tells what the channels that carry a realignment held before and
// after it.
func (o *observatory) Shifts(r *entente.Realignment) ([]entente.Shift, error) {
	record, err := o.Record(r.A, r.B)
	if err != nil {
		return nil, err
	}
	return finding.Shifts(r, record), nil
}
