package measure

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/entente-observatory/entente"
)

// chamber holds the votes of a session in two forms: as bit sets, of which
// intersections count, and, for the roll calls that came in batches of several,
// one byte a vote.
type chamber struct {
	session int
	states  []entente.CCode // ascending
	calls   int             // roll calls
	words   int             // of a bit set
	bits    []uint64        // by state, word, vote
	loose   int             // roll calls that came alone; they stand first
	bytes   []uint8         // by state and roll call in a batch: 0, or the vote
	ends    []int           // where in a state's bytes each batch ends
}

func (c *chamber) row(i int) []uint64 { return c.bits[i*3*c.words : (i+1)*3*c.words] }

func (c *chamber) batched(i int) []uint8 {
	m := c.calls - c.loose
	return c.bytes[i*m : (i+1)*m]
}

// place is where a roll call's votes go; chamber is -1 if nowhere.
type place struct{ chamber, column int32 }

// seat lays the votes out by session.
func seat(set entente.VoteSet, calls []entente.RollCall, votes []entente.Vote) ([]*chamber, error) {
	onCall, err := rollCallsOf(calls, votes)
	if err != nil {
		return nil, err
	}
	divided := dividedCalls(len(calls), votes, onCall)
	chambers, places := arrange(set, calls, divided)

	// Which states voted in which session.
	last := entente.CCode(0)
	for i := range votes {
		last = max(last, votes[i].State)
	}
	rank := make([][]int32, len(chambers)) // by state: 1 + place among the session's states
	for k := range rank {
		rank[k] = make([]int32, last+1)
	}
	for i := range votes {
		if p := places[onCall[i]]; p.chamber >= 0 && votes[i].Choice.Cast() {
			rank[p.chamber][votes[i].State] = 1
		}
	}
	for k, c := range chambers {
		for s, there := range rank[k] {
			if there != 0 {
				c.states = append(c.states, entente.CCode(s))
				rank[k][s] = int32(len(c.states))
			}
		}
		c.bits = make([]uint64, len(c.states)*3*c.words)
		c.bytes = make([]uint8, len(c.states)*(c.calls-c.loose))
	}

	for i := range votes {
		v := &votes[i]
		p := places[onCall[i]]
		if p.chamber < 0 || !v.Choice.Cast() {
			continue
		}
		c := chambers[p.chamber]
		s, column := int(rank[p.chamber][v.State]-1), int(p.column)
		word, bit := c.row(s)[3*(column/64):][:3], uint64(1)<<(column%64)
		if (word[0]|word[1]|word[2])&bit != 0 {
			return nil, errTwice(v)
		}
		word[v.Choice-entente.Yes] |= bit
		if column >= c.loose {
			c.batched(s)[column-c.loose] = uint8(v.Choice)
		}
	}
	return chambers, nil
}

// rollCallsOf gives for each vote the index of its roll call.
func rollCallsOf(calls []entente.RollCall, votes []entente.Vote) ([]int32, error) {
	index := make(map[int32]int32, len(calls))
	for i := range calls {
		index[calls[i].ID] = int32(i)
	}
	on := make([]int32, len(votes))
	id, at, ok := int32(0), int32(0), false
	for i := range votes {
		v := &votes[i]
		if i == 0 || v.RollCall != id { // votes mostly come by roll call
			id = v.RollCall
			at, ok = index[id]
		}
		if !ok {
			return nil, fmt.Errorf("a vote of state %d is on roll call %d, which is not among the roll calls; read the file that has it", v.State, id)
		}
		if v.State < 0 {
			return nil, fmt.Errorf("state %d in roll call %d: codes of states are positive", v.State, id)
		}
		on[i] = at
	}
	return on, nil
}

// dividedCalls tells the roll calls in which at least two different votes were
// cast.
func dividedCalls(n int, votes []entente.Vote, onCall []int32) []bool {
	seen := make([]uint8, n)
	for i := range votes {
		if c := votes[i].Choice; c.Cast() {
			seen[onCall[i]] |= 1 << c
		}
	}
	divided := make([]bool, n)
	for i, s := range seen {
		divided[i] = s&(s-1) != 0
	}
	return divided
}

// arrange opens a chamber for every session with divided roll calls of the set
// and gives each of these a column, those of a batch side by side.
func arrange(set entente.VoteSet, calls []entente.RollCall, divided []bool) ([]*chamber, []place) {
	type column struct {
		call, session int
		batch         string
		size          int // roll calls in the batch
	}
	type key struct {
		session int
		batch   string
	}
	var columns []column
	sizes := map[key]int{}
	for i := range calls {
		if r := &calls[i]; divided[i] && set.Holds(r) {
			c := column{call: i, session: int(r.Session), batch: batch(r)}
			columns = append(columns, c)
			sizes[key{c.session, c.batch}]++
		}
	}
	for i := range columns {
		c := &columns[i]
		c.size = sizes[key{c.session, c.batch}]
	}
	// Those alone first; the order within is that of the roll calls, so that
	// sums come out the same whatever the order of the record.
	slices.SortFunc(columns, func(a, b column) int {
		return cmp.Or(
			cmp.Compare(a.session, b.session),
			cmp.Compare(min(a.size, 2), min(b.size, 2)),
			cmp.Compare(a.batch, b.batch),
			cmp.Compare(calls[a.call].ID, calls[b.call].ID))
	})

	var chambers []*chamber
	places := make([]place, len(calls))
	for i := range places {
		places[i].chamber = -1
	}
	for i, col := range columns {
		if i == 0 || col.session != columns[i-1].session {
			chambers = append(chambers, &chamber{session: col.session})
		}
		c := chambers[len(chambers)-1]
		places[col.call] = place{int32(len(chambers) - 1), int32(c.calls)}
		c.calls++
		c.words = (c.calls + 63) / 64
		switch {
		case col.size == 1:
			c.loose++
		case c.ends != nil && columns[i-1].batch == col.batch:
			c.ends[len(c.ends)-1]++
		default:
			c.ends = append(c.ends, c.calls-c.loose)
		}
	}
	return chambers, places
}
