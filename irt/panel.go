package irt

import (
	"fmt"
	"slices"
)

// Row is a unit in a period: what has one ideal point. Periods are ordered by
// their number; a gap between a unit's periods is allowed.
type Row struct {
	Unit, Period int
}

// Ballot is the choice of a row on an item: 0, 1 or 2, in their order (yes,
// abstain, no). Absence is no ballot.
type Ballot struct {
	Row, Item int32
	Choice    uint8
}

// Panel is a checked set of ballots, ready to fit. It is not changed by Fit and
// may be shared.
//
// Inside, rows and items have an order of their own (see order.go), ballots lie
// item after item, within an item choice after choice, and a second index lists
// them row after row.
type Panel struct {
	rows      []Row // the caller's
	votes     []int // by the caller's row
	items     int   // of the caller
	unanimous []int
	empty     []int

	rowOf  []int32   // the caller's row, by row
	prev   []int32   // the row that a row looks back to, -1 if none
	next   []int32   // the unit's next row, -1 if none
	first  []bool    // the unit's first row, whose prev is its second
	share  []float64 // n/(n+n_prev), the prior variance in units of Smooth
	chains [][]int32 // the rows of each unit in order of time
	period []int     // where each period's rows begin, and their end

	itemOf    []int32    // the caller's item, by item
	links     int        // items 0..links-1 have ballots in several periods
	own       []int      // where the other items of each period begin, and their end
	itemStart [][4]int32 // where the ballots of choices 0, 1, 2 begin, and the end
	ballotRow []int32    // item after item

	rowStart     []int32 // into the next three
	rowBallot    []int32 // positions in ballotRow
	ballotItem   []int32
	ballotChoice []uint8
}

// NewPanel checks the ballots and lays them out. Row and Item of a ballot are
// indices into rows and 0..items-1. Nothing that is passed is kept or changed.
//
// What a row looks back to is read from rows: the same unit's row with ballots
// in the latest earlier period, however far; a unit's first row looks at its
// second. So to leave a period out, leave its ballots out. Items on which all
// ballots are equal say nothing and are left out (Unanimous); rows left without
// ballots get no estimate (Empty). Two ballots of a row on one item are allowed:
// linked roll calls may fall in one period.
//
// It fails if a row occurs twice, if an index or a choice is out of range, and
// if no ballot remains.
func NewPanel(rows []Row, items int, ballots []Ballot) (*Panel, error) {
	seen := make(map[Row]int, len(rows))
	for i, r := range rows {
		if j, ok := seen[r]; ok {
			return nil, fmt.Errorf("irt: rows %d and %d are both unit %d in period %d; give each unit one row a period", j, i, r.Unit, r.Period)
		}
		seen[r] = i
	}
	counts := make([][3]int32, items)
	for i, b := range ballots {
		switch {
		case b.Row < 0 || int(b.Row) >= len(rows):
			return nil, fmt.Errorf("irt: ballot %d is of row %d; there are rows 0 to %d", i, b.Row, len(rows)-1)
		case b.Item < 0 || int(b.Item) >= items:
			return nil, fmt.Errorf("irt: ballot %d is on item %d; there are items 0 to %d", i, b.Item, items-1)
		case b.Choice > 2:
			return nil, fmt.Errorf("irt: ballot %d has choice %d; choices are 0, 1 and 2, absence is no ballot", i, b.Choice)
		}
		counts[b.Item][b.Choice]++
	}
	p := &Panel{rows: slices.Clone(rows), votes: make([]int, len(rows)), items: items}
	used := make([]bool, items)
	for v, c := range counts {
		used[v] = max(c[0], c[1], c[2]) < c[0]+c[1]+c[2]
		if !used[v] {
			p.unanimous = append(p.unanimous, v)
		}
	}
	kept := make([]Ballot, 0, len(ballots))
	for _, b := range ballots {
		if used[b.Item] {
			kept = append(kept, b)
			p.votes[b.Row]++
		}
	}
	for r, n := range p.votes {
		if n == 0 {
			p.empty = append(p.empty, r)
		}
	}
	if len(kept) == 0 {
		return nil, fmt.Errorf("irt: no ballot to fit: of %d items with %d ballots none has two different choices", items, len(ballots))
	}
	o := contentOrder(rows, p.votes, used, kept)
	p.layRows(rows, o)
	p.layBallots(kept, counts, o)
	return p, nil
}

// layRows finds what every row looks back to.
func (p *Panel) layRows(rows []Row, o order) {
	n := len(o.rows)
	p.rowOf = o.rows
	p.prev, p.next = make([]int32, n), make([]int32, n)
	p.first, p.share = make([]bool, n), make([]float64, n)
	chain := make(map[int]int) // by unit
	for r, callers := range o.rows {
		unit := rows[callers].Unit
		if r == 0 || rows[callers].Period > rows[o.rows[r-1]].Period {
			p.period = append(p.period, r)
		}
		c, ok := chain[unit]
		if !ok {
			c = len(p.chains)
			chain[unit] = c
			p.chains = append(p.chains, nil)
		}
		p.chains[c] = append(p.chains[c], int32(r))
	}
	p.period = append(p.period, n)
	for _, rs := range p.chains {
		for k, r := range rs {
			p.prev[r], p.next[r], p.share[r] = -1, -1, 1
			if k+1 < len(rs) {
				p.next[r] = rs[k+1]
			}
			switch {
			case k > 0:
				p.prev[r] = rs[k-1]
			case len(rs) > 1:
				p.prev[r], p.first[r] = rs[1], true
			default:
				continue // a single row: prior mean 0, variance Smooth
			}
			own, other := p.votes[p.rowOf[r]], p.votes[p.rowOf[p.prev[r]]]
			p.share[r] = float64(own) / float64(own+other)
		}
	}
}

// layBallots places the ballots item after item, choice after choice, in each
// in the order of rows, and indexes them by row.
func (p *Panel) layBallots(ballots []Ballot, counts [][3]int32, o order) {
	p.itemOf, p.links = o.items, o.links
	p.itemStart = make([][4]int32, len(o.items))
	at := int32(0)
	for v, callers := range o.items {
		c := counts[callers]
		p.itemStart[v] = [4]int32{at, at + c[0], at + c[0] + c[1], at + c[0] + c[1] + c[2]}
		at = p.itemStart[v][3]
	}
	rank := ranks(o.rows, len(p.votes))
	itemRank := ranks(o.items, p.items)

	// Two counting sorts: by row, then, stable, by item and choice.
	p.rowStart = make([]int32, len(o.rows)+1)
	for r, callers := range o.rows {
		p.rowStart[r+1] = p.rowStart[r] + int32(p.votes[callers])
	}
	byRow := make([]Ballot, len(ballots))
	fill := append([]int32(nil), p.rowStart...)
	for _, b := range ballots {
		r := rank[b.Row]
		byRow[fill[r]] = b
		fill[r]++
	}
	p.ballotRow = make([]int32, len(ballots))
	p.rowBallot = make([]int32, len(ballots))
	p.ballotItem = make([]int32, len(ballots))
	p.ballotChoice = make([]uint8, len(ballots))
	place := make([][4]int32, len(p.itemStart))
	copy(place, p.itemStart)
	for _, b := range byRow {
		r, v := rank[b.Row], itemRank[b.Item]
		p.ballotRow[place[v][b.Choice]] = r
		place[v][b.Choice]++
	}
	fill = append(fill[:0], p.rowStart...)
	for v, start := range p.itemStart {
		for choice := range 3 {
			for k := start[choice]; k < start[choice+1]; k++ {
				r := p.ballotRow[k]
				at := fill[r]
				p.rowBallot[at], p.ballotItem[at], p.ballotChoice[at] = k, int32(v), uint8(choice)
				fill[r]++
			}
		}
	}

	v := o.links
	for _, end := range p.period[1:] {
		p.own = append(p.own, v)
		for v < len(o.items) && int(p.ballotRow[p.itemStart[v][0]]) < end {
			v++
		}
	}
	p.own = append(p.own, v)
}

// ranks inverts an order: the place of each of n indices, -1 if it has none.
func ranks(order []int32, n int) []int32 {
	rank := make([]int32, n)
	for i := range rank {
		rank[i] = -1
	}
	for place, i := range order {
		rank[i] = int32(place)
	}
	return rank
}

// Rows is the number of rows, with or without ballots.
func (p *Panel) Rows() int { return len(p.votes) }

// Votes is the number of ballots of a row that are used: those on items that
// are not unanimous.
func (p *Panel) Votes(row int) int { return p.votes[row] }

// Ballots is the number of ballots used.
func (p *Panel) Ballots() int { return len(p.ballotRow) }

// Items is the number of items used.
func (p *Panel) Items() int { return len(p.itemOf) }

// Unanimous lists the items left out because all their ballots, if any, are
// equal, in increasing order.
func (p *Panel) Unanimous() []int { return p.unanimous }

// Empty lists the rows without a ballot that is used, in increasing order.
func (p *Panel) Empty() []int { return p.empty }
