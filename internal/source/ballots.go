package source

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/entente-observatory/entente"
)

// ballots gathers the roll calls and votes of a file until its end, because
// what a row says can be contradicted by a later one: then neither is kept.
type ballots struct {
	calls        []entente.RollCall
	byID         map[int32]int
	last         int              // the call asked for last: rows come in runs of one roll call
	votes        [][]entente.Vote // in blocks of votesBlock: growing one slice of a million would copy it time and again
	nVotes       int
	cast         [][]int32 // by call and state index: one more than the place in votes
	contradicted bool      // some votes are dropped
	states       [1000]int16
	nState       int16
}

const votesBlock = 1 << 16

func newBallots() *ballots { return &ballots{byID: map[int32]int{}, last: -1} }

// find returns the place of a roll call, or -1.
func (b *ballots) find(id int32) int {
	if b.last >= 0 && b.calls[b.last].ID == id {
		return b.last
	}
	if i, ok := b.byID[id]; ok {
		b.last = i
		return i
	}
	return -1
}

// add takes a new roll call and returns its place.
func (b *ballots) add(r entente.RollCall) int {
	b.last = len(b.calls)
	b.byID[r.ID] = b.last
	b.calls = append(b.calls, r)
	b.cast = append(b.cast, nil)
	return b.last
}

// dropped marks a vote that was contradicted by another row.
const dropped entente.Choice = 0

// vote takes the vote of the table's row. A second row on the same vote is
// rejected; if it says otherwise, both are.
func (b *ballots) vote(t *table, call int, state entente.CCode, choice entente.Choice) {
	s := b.states[state]
	if s == 0 {
		b.nState++
		s = b.nState
		b.states[state] = s
	}
	cast := b.cast[call]
	if int(s) >= len(cast) {
		cast = append(cast, make([]int32, int(s)+64-len(cast))...)
		b.cast[call] = cast
	}
	if at := cast[s]; at > 0 {
		b.again(t, &b.votes[(at-1)/votesBlock][(at-1)%votesBlock], choice)
		return
	}
	if b.nVotes%votesBlock == 0 {
		b.votes = append(b.votes, make([]entente.Vote, 0, votesBlock))
	}
	last := &b.votes[len(b.votes)-1]
	*last = append(*last, entente.Vote{State: state, RollCall: b.calls[call].ID, Choice: choice, Ref: t.ref()})
	b.nVotes++
	cast[s] = int32(b.nVotes)
}

func (b *ballots) again(t *table, v *entente.Vote, choice entente.Choice) {
	const reason = "contradicting rows"
	switch v.Choice {
	case choice:
		t.reject("duplicate row", fmt.Sprintf("the vote of %d in roll call %d is also in line %d; remove one", v.State, v.RollCall, v.Ref.Line))
	case dropped:
		t.reject(reason, fmt.Sprintf("line %d also gives the vote of %d in roll call %d; keep the right one", v.Ref.Line, v.State, v.RollCall))
	default:
		t.reject(reason, fmt.Sprintf("%v where line %d has %v for the vote of %d in roll call %d; keep the right one", choice, v.Ref.Line, v.Choice, v.State, v.RollCall))
		t.out.Reject(v.Ref, reason, fmt.Sprintf("%v where line %d has %v for the vote of %d in roll call %d; keep the right one", v.Choice, t.line, choice, v.State, v.RollCall))
		v.Choice, b.contradicted = dropped, true
	}
}

// emit sends the roll calls in the order of their numbers, each with the
// earliest roll call that it is matched with, and then the votes in file
// order. Where the record lacks that roll call (the matches of one release
// name some of another), the one that it is matched with in turn stands in,
// so that a chain of matches is not broken by a missing link.
func (b *ballots) emit(out entente.Sink, repeats map[int32]int32) {
	b.relocate()
	var order []int
	for i := range b.calls {
		if b.calls[i].Ref.Line > 0 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(b.calls[i].ID, b.calls[j].ID) })
	for _, i := range order {
		r := b.calls[i]
		r.Repeats = repeats[r.ID]
		for b.find(r.Repeats) < 0 && repeats[r.Repeats] != 0 {
			r.Repeats = repeats[r.Repeats]
		}
		out.RollCall(r)
	}
	for _, block := range b.votes {
		for _, v := range block {
			if v.Choice != dropped {
				out.Vote(v)
			}
		}
	}
}

// relocate gives the roll calls that were read from a row which was later
// rejected the place of their first row kept; those without any have none, and
// are not sent.
func (b *ballots) relocate() {
	if !b.contradicted {
		return
	}
	each := func(f func(v *entente.Vote, r *entente.RollCall)) {
		for _, block := range b.votes {
			for i := range block {
				f(&block[i], &b.calls[b.byID[block[i].RollCall]])
			}
		}
	}
	each(func(v *entente.Vote, r *entente.RollCall) {
		if v.Choice == dropped && v.Ref == r.Ref {
			r.Ref.Line = 0
		}
	})
	each(func(v *entente.Vote, r *entente.RollCall) {
		if v.Choice != dropped && r.Ref.Line == 0 {
			r.Ref = v.Ref
		}
	})
}

// choice reads a vote in the numbers of the Voeten data. A missing one gives
// dropped: the row says nothing of how the state voted.
func (t *table) choice(c int) entente.Choice {
	if t.isMissing(c) {
		return dropped
	}
	n, ok := parseInt(t.bytes(c))
	switch choice := entente.Choice(n); {
	case !ok:
	case choice == entente.Yes, choice == entente.Abstain, choice == entente.No, choice == entente.Absent, choice == entente.NotMember:
		return choice
	}
	t.wrong(c, "impossible value", "1 (yes), 2 (abstain), 3 (no), 8 (absent) or 9 (not a member)")
	return dropped
}

// callOf finds the roll call that a row of votes is on, among those read from
// another table.
func (b *ballots) callOf(t *table, rcid int) int {
	id := int32(t.int(rcid, 1, maxRCID))
	call := b.find(id)
	if call < 0 {
		t.fault("unknown roll call", fmt.Sprintf("roll call %d is not in the table of roll calls; take both tables from one release", id))
	}
	return call
}

// rejectCall rejects a second row on a roll call.
func (t *table) rejectCall(r *entente.RollCall) {
	t.reject("duplicate row", fmt.Sprintf("roll call %d is also in line %d; remove one", r.ID, r.Ref.Line))
}
