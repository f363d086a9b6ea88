package irt

import (
	"cmp"
	"slices"
)

// order is the panel's own order of the caller's rows and items.
type order struct {
	rows  []int32 // by period, then unit; rows without ballots are left out
	items []int32 // those of several periods, then by period; items not used are left out
	links int     // how many items have ballots in several periods
}

// contentOrder orders units and items by what they did, not by their labels or
// their places in the input: by hashes of their records, refined in turns as in
// the colour refinement of graphs (units by their items, items by their units).
// So relabelling cannot change a sum's order or a random stream. Only units (or
// items) whose records agree in everything are left in the caller's order.
func contentOrder(rows []Row, votes []int, used []bool, ballots []Ballot) order {
	unitIndex := make(map[int]int32)
	unitOf := make([]int32, len(rows))
	for i, r := range rows {
		u, ok := unitIndex[r.Unit]
		if !ok {
			u = int32(len(unitIndex))
			unitIndex[r.Unit] = u
		}
		unitOf[i] = u
	}
	unit := make([]uint64, len(unitIndex))
	item := make([]uint64, len(used))
	type span struct {
		first, last int
		seen        bool
	}
	spans := make([]span, len(used))
	for _, b := range ballots {
		s, period := &spans[b.Item], rows[b.Row].Period
		if !s.seen {
			*s = span{period, period, true}
		}
		s.first, s.last = min(s.first, period), max(s.last, period)
	}
	// Sums of hashes: the same whatever the order of the ballots.
	for range 2 {
		nextItem := make([]uint64, len(item))
		for _, b := range ballots {
			nextItem[b.Item] += fold(unit[unitOf[b.Row]]+uint64(b.Choice), uint64(rows[b.Row].Period))
		}
		item = nextItem
		nextUnit := make([]uint64, len(unit))
		for _, b := range ballots {
			nextUnit[unitOf[b.Row]] += fold(item[b.Item]+uint64(b.Choice), uint64(rows[b.Row].Period))
		}
		unit = nextUnit
	}

	var o order
	for i := range rows {
		if votes[i] > 0 {
			o.rows = append(o.rows, int32(i))
		}
	}
	slices.SortStableFunc(o.rows, func(a, b int32) int {
		return cmp.Or(
			cmp.Compare(rows[a].Period, rows[b].Period),
			cmp.Compare(unit[unitOf[a]], unit[unitOf[b]]),
		)
	})
	for v, ok := range used {
		if ok {
			o.items = append(o.items, int32(v))
			if spans[v].first < spans[v].last {
				o.links++
			}
		}
	}
	one := func(v int32) int {
		if spans[v].first < spans[v].last {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(o.items, func(a, b int32) int {
		return cmp.Or(
			cmp.Compare(one(a), one(b)),
			cmp.Compare(spans[a].first, spans[b].first),
			cmp.Compare(item[a], item[b]),
		)
	})
	return o
}
