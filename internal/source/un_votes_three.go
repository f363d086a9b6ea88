package source

import (
	"context"
	"fmt"
	"io/fs"
	"slices"

	"github.com/entente-observatory/entente"
)

// unThreeNames are names that this layout gives a COW number for all its
// votes, also where the name has passed to another state: 260 goes on to vote
// until the end of session 45, which ran into 1991.
var unThreeNames = map[string]entente.CCode{"Federal Republic of Germany": 260}

// readUNThree reads the layout in three tables in which the data are most
// widely taught from (R package unvotes, TidyTuesday). States are named, and
// absences are left out.
func readUNThree(ctx context.Context, dir fs.FS, out entente.Sink) (*ballots, error) {
	b, err := readUNCalls(ctx, dir, out, unThreeCalls)
	if err != nil {
		return nil, err
	}
	if err := readUNIssues(ctx, dir, out, b); err != nil {
		return nil, err
	}
	// No text stands for a missing value here: NA is Namibia's code.
	t, err := openTable(ctx, dir, unVotesFiles, unThreeVotes, out)
	if err != nil {
		return nil, err
	}
	defer t.close()
	rcid, country, vote := t.column("rcid"), t.column("country"), t.column("vote")
	names := newNamesakes(func(name string, day entente.Date) (entente.CCode, error) {
		if code, ok := unThreeNames[name]; ok {
			return code, nil
		}
		return entente.States().Resolve(name, day)
	})
	for t.next() {
		call := b.callOf(t, rcid)
		choice := t.choiceWord(vote)
		if t.bad() {
			continue
		}
		state, err := names.on(t.bytes(country), b.calls[call].Date)
		if err != nil {
			t.unknownState(country, err.Error())
			t.bad()
			continue
		}
		b.vote(t, call, state, choice)
	}
	return b, t.err
}

// readUNIssues adds the issue codes to the roll calls, if their table is
// there.
func readUNIssues(ctx context.Context, dir fs.FS, out entente.Sink, b *ballots) error {
	if !Present(dir, unVotesFiles[unThreeIssues]) {
		return nil
	}
	t, err := openTable(ctx, dir, unVotesFiles, unThreeIssues, out)
	if err != nil {
		return err
	}
	defer t.close()
	rcid, name := t.column("rcid"), t.column("short_name")
	for t.next() {
		call := b.callOf(t, rcid)
		issue := slices.Index(issueColumns[:], string(t.bytes(name)))
		if issue < 0 {
			t.wrong(name, "unknown issue", fmt.Sprintf("one of %v", issueColumns))
		}
		if t.bad() {
			continue
		}
		r := &b.calls[call]
		if r.Issues.Has(entente.Issue(issue)) {
			t.reject("duplicate row", fmt.Sprintf("roll call %d has the issue %s already; remove one row", r.ID, issueColumns[issue]))
			continue
		}
		r.Issues = r.Issues.With(entente.Issue(issue))
	}
	return t.err
}

// choiceWord reads a vote in words.
func (t *table) choiceWord(c int) entente.Choice {
	switch string(t.bytes(c)) {
	case "yes":
		return entente.Yes
	case "abstain":
		return entente.Abstain
	case "no":
		return entente.No
	}
	t.wrong(c, "impossible value", "yes, abstain or no")
	return dropped
}
