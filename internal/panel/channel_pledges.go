package panel

import "github.com/entente-observatory/entente"

// PledgeChannel gives the strongest pledge in force between two states, from
// either side: 3 defence or offence, 2 neutrality or consultation, 1
// non-aggression alone, 0 none.
func PledgeChannel(t *entente.Pledges, s *System, first int) (*entente.ChannelTable, error) {
	b := &book{System: s, first: max(first, t.First), last: t.Last, zero: true, rows: map[entente.Dyad][]float32{}}
	for i := range t.Rows {
		r := &t.Rows[i]
		if at := int(r.Year) - b.first; at >= 0 && int(r.Year) <= b.last {
			if v := strength(r.Obligations); v > 0 {
				row := b.row(entente.DyadOf(r.From, r.To))
				row[at] = max(row[at], v)
			}
		}
	}
	return b.table(entente.ChannelSpec{Channel: entente.ChannelPledges, Title: "Alliance pledges", Words: "pledges", Axis: entente.AxisTie, Law: entente.LawState,
		Towards: 1, Sources: []string{"atop"}, Origin: "alliances", Lag: []float64{4, 2, 1, 1}}), nil
}

func strength(o entente.Obligation) float32 {
	switch {
	case o&(entente.Defense|entente.Offense) != 0:
		return 3
	case o&(entente.Neutrality|entente.Consultation) != 0:
		return 2
	case o&entente.Nonaggression != 0:
		return 1
	}
	return 0
}
