package measure

import (
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/irt"
)

// TestBallots pins the data step of the published table on the record to
// session 74, in both layouts. NVotes is the published number of votes of each
// state-session.
func TestBallots(t *testing.T) {
	p := Published(entente.AllVotes)
	p.Last = 74
	for _, c := range []struct {
		name                        string
		record                      *voteRecord
		before, ballots, votesEqual int
	}{
		{"three tables", threeTableRecord(t), 806787, 797473, 10469},
		// This layout lacks 20 votes of state 345, in nine sessions.
		{"one table", wideRecord(t), 806767, 797453, 10460},
	} {
		b, panel := prepare(t, p, c.record)
		if len(b.List) != c.before {
			t.Errorf("%s: %d ballots before linking, want %d", c.name, len(b.List), c.before)
		}
		if rows := len(b.Rows) - len(panel.Empty()); panel.Ballots() != c.ballots || panel.Items() != 4784 || rows != 10469 {
			t.Errorf("%s: %d ballots, %d linked votes, %d state-sessions; want %d, 4784, 10469",
				c.name, panel.Ballots(), panel.Items(), rows, c.ballots)
		}
		if equal := votesEqual(t, b, panel, "All_Apr2020", 74, 10469); equal != c.votesEqual {
			t.Errorf("%s: NVotes equal in %d of 10469 rows, want %d", c.name, equal, c.votesEqual)
		}
	}
}

func prepare(t *testing.T, p Procedure, r *voteRecord) (*Ballots, *irt.Panel) {
	t.Helper()
	b, err := p.Ballots(r.calls, r.votes)
	if err != nil {
		t.Fatal(err)
	}
	panel, err := b.panel()
	if err != nil {
		t.Fatal(err)
	}
	return b, panel
}

// votesEqual counts the rows of a published table in which the number of votes
// is the one here.
func votesEqual(t *testing.T, b *Ballots, panel *irt.Panel, file string, last, want int) (equal int) {
	t.Helper()
	have := map[StateSession]int{}
	for i, row := range b.Rows {
		if n := panel.Votes(i); n > 0 {
			have[row] = n
		}
	}
	column := "NVotes"
	if set, _, _ := strings.Cut(file, "_"); set != "All" {
		column += set
	}
	rows := 0
	table(t, dataFile(t, "un-ideal-points/Idealpointestimates"+file+".csv.gz"), func(cell func(string) string) {
		k := StateSession{entente.CCode(number(t, cell("ccode"))), int16(number(t, cell("session")))}
		if int(k.Session) > last {
			return
		}
		rows++
		if have[k] == number(t, cell(column)) {
			equal++
		}
	})
	if rows != want || len(have) != want {
		t.Errorf("%s: %d rows published, %d here, want %d", file, rows, len(have), want)
	}
	return equal
}

// TestSubsets holds the sets that have a published table against it. The flag
// of important votes is missing from the record after session 72.
func TestSubsets(t *testing.T) {
	r := threeTableRecord(t)
	for _, c := range []struct {
		set        entente.VoteSet
		file       string
		last, rows int
	}{
		{entente.NoNuclearVotes, "NoNukes_Apr2020", 74, 10468},
		{entente.ImportantVotes, "Important_Apr2020", 72, 6250},
	} {
		p := Published(c.set)
		p.Last = c.last
		b, panel := prepare(t, p, r)
		if equal := votesEqual(t, b, panel, c.file, c.last, c.rows); equal != c.rows {
			t.Errorf("%s: votes equal in %d of %d rows", c.set, equal, c.rows)
		}
	}
	// Rows and the sum of votes of the authors' other tables of April 2020
	// (evoeten/United-Nations-General-Assembly-Votes-and-Ideal-Points, Output).
	for _, c := range []struct {
		set         entente.VoteSet
		rows, votes int
	}{
		{entente.HumanRightsVotes, 8440, 147074},
		{entente.MiddleEastVotes, 7896, 148003},
		{entente.NuclearVotes, 7203, 103890},
	} {
		p := Published(c.set)
		p.Last = 74
		b, panel := prepare(t, p, r)
		if rows := len(b.Rows) - len(panel.Empty()); rows != c.rows || panel.Ballots() != c.votes {
			t.Errorf("%s: %d rows, %d votes; published %d, %d", c.set, rows, panel.Ballots(), c.rows, c.votes)
		}
	}
}
