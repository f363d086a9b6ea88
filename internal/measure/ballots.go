package measure

import (
	"slices"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/irt"
)

// Ballots are the votes from which ideal points are estimated, in the terms of
// package irt.
type Ballots struct {
	Rows  []StateSession // by state and session
	Items []int32        // each the earliest of the roll calls that it links
	List  []irt.Ballot   // in the order of the votes
}

// StateSession is a state in a session: what has one ideal point.
type StateSession struct {
	State   entente.CCode
	Session int16
}

// Ballots takes from the record the votes of the procedure, in the order of the
// authors' program (UN_DataProcessing.R):
//
//  1. votes on paragraphs and amendments after 1989 go; a missing flag is off;
//  2. roll calls outside the set and the sessions go, with what the procedure
//     leaves out and all but yes, abstain and no;
//  3. roll calls on the same text become one item (RollCall.Repeats), the bridge
//     between sessions;
//  4. items on which all ballots are equal go, and rows that have no others.
//
// The fourth step is irt.NewPanel's, which has to take it for any ballots; it
// comes after the third, for roll calls that were unanimous may be linked with
// one that was not. It fails if a vote is on a roll call that is not among
// calls.
func (p *Procedure) Ballots(calls []entente.RollCall, votes []entente.Vote) (*Ballots, error) {
	onCall, err := rollCallsOf(calls, votes)
	if err != nil {
		return nil, err
	}
	b := new(Ballots)
	itemOf := b.link(p, calls)

	// Rows by state and session, through a table of both.
	sessions, states := 0, entente.CCode(0)
	for i := range calls {
		sessions = max(sessions, int(calls[i].Session)+1)
	}
	for i := range votes {
		states = max(states, votes[i].State+1)
	}
	omitted := make([]bool, int(states)*sessions)
	for i := range omitted {
		omitted[i] = p.omits(entente.CCode(i/sessions), i%sessions)
	}
	rowOf := make([]int32, int(states)*sessions)
	cell := func(i int) int { // of a vote that is a ballot, else -1
		v := &votes[i]
		c := int(v.State)*sessions + int(calls[onCall[i]].Session)
		if itemOf[onCall[i]] < 0 || !v.Choice.Cast() || omitted[c] {
			return -1
		}
		return c
	}
	n := 0
	for i := range votes {
		if c := cell(i); c >= 0 {
			rowOf[c] = 1
			n++
		}
	}
	for c, used := range rowOf {
		if used != 0 {
			rowOf[c] = int32(len(b.Rows))
			b.Rows = append(b.Rows, StateSession{entente.CCode(c / sessions), int16(c % sessions)})
		}
	}
	b.List = make([]irt.Ballot, 0, n)
	for i := range votes {
		if c := cell(i); c >= 0 {
			b.List = append(b.List, irt.Ballot{Row: rowOf[c], Item: itemOf[onCall[i]], Choice: uint8(votes[i].Choice - entente.Yes)})
		}
	}
	return b, nil
}

// link sets Items and gives for each roll call its item, -1 for those that the
// procedure does not keep.
func (b *Ballots) link(p *Procedure, calls []entente.RollCall) []int32 {
	earliest := make([]int32, len(calls))
	for i := range calls {
		r := &calls[i]
		if !p.keeps(r) {
			continue
		}
		earliest[i] = r.ID
		if r.Repeats != 0 {
			earliest[i] = r.Repeats
		}
		b.Items = append(b.Items, earliest[i])
	}
	slices.Sort(b.Items)
	b.Items = slices.Compact(b.Items)
	itemOf := make([]int32, len(calls))
	for i := range calls {
		itemOf[i] = -1
		if p.keeps(&calls[i]) {
			k, _ := slices.BinarySearch(b.Items, earliest[i])
			itemOf[i] = int32(k)
		}
	}
	return itemOf
}
