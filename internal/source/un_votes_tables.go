package source

import (
	"context"
	"io/fs"

	"github.com/entente-observatory/entente"
)

const (
	unVotesHome = "https://doi.org/10.7910/DVN/LEJUQZ"
	maxRCID     = 999_999
	maxSession  = 300
)

// callColumns are the columns that describe a roll call in the Voeten data.
type callColumns struct {
	rcid, session, date           int
	important, unres, amend, para int
	short, descr                  int
	issues                        [entente.NumIssues]int
	all                           []int // those that the file has, but for rcid
}

// issueColumns are the names of the issue codes, in the order of the issues.
var issueColumns = [entente.NumIssues]string{"me", "nu", "di", "hr", "co", "ec"}

func (t *table) callColumns() callColumns {
	c := callColumns{
		rcid: t.column("rcid"), session: t.column("session"), date: t.column("date"),
		important: t.optional("importantvote", "important"), unres: t.optional("unres"),
		amend: t.optional("amend"), para: t.optional("para"),
		short: t.optional("short"), descr: t.optional("descr"),
	}
	c.all = []int{c.session, c.date, c.important, c.unres, c.amend, c.para, c.short, c.descr}
	for i, name := range issueColumns {
		c.issues[i] = t.optional(name)
		c.all = append(c.all, c.issues[i])
	}
	have := c.all[:0]
	for _, col := range c.all {
		if col >= 0 {
			have = append(have, col)
		}
	}
	c.all = have
	return c
}

// rollCall reads the description of a roll call from the table's row.
func (t *table) rollCall(id int32, c *callColumns) entente.RollCall {
	r := entente.RollCall{
		ID:         id,
		Session:    int16(t.int(c.session, 1, maxSession)),
		Date:       t.date(c.date),
		Resolution: t.textOr(c.unres), Short: t.textOr(c.short), Description: t.textOr(c.descr),
		Important: t.flag(c.important), Amendment: t.flag(c.amend), Paragraph: t.flag(c.para),
		Ref: t.ref(),
	}
	for i, col := range c.issues {
		switch {
		case t.isMissing(col):
		case string(t.bytes(col)) == "1":
			r.Issues = r.Issues.With(entente.Issue(i))
		case string(t.bytes(col)) != "0":
			// The spreadsheet of 2016 has three such slips ("0\"", ",").
			t.remark("issue codes other than 0 and 1, read as 0")
		}
	}
	return r
}

// readUNSingle reads the layout in one table: every row carries the
// description of its roll call, which is taken from the first.
func readUNSingle(ctx context.Context, dir fs.FS, out entente.Sink) (*ballots, error) {
	t, err := openTable(ctx, dir, unVotesFiles, unSingle, out, "NA")
	if err != nil {
		return nil, err
	}
	defer t.close()
	c := t.callColumns()
	ccode, vote := t.column("ccode"), t.column("vote")
	b := newBallots()
	var first [][]string // by roll call: the cells of its first row
	for t.next() {
		id := int32(t.int(c.rcid, 1, maxRCID))
		state, choice := t.state(ccode), t.choice(vote)
		call := b.find(id)
		if call < 0 {
			r := t.rollCall(id, &c)
			if t.bad() {
				continue
			}
			call = b.add(r)
			first = append(first, t.rawCells(c.all))
		} else if t.bad() {
			continue
		}
		for i, col := range c.all {
			if string(t.raw(col)) != first[call][i] {
				t.remark("rows that differ in " + t.columnName(col) + " from the first row of their roll call, which is followed")
			}
		}
		if choice == dropped {
			t.remark("rows without a vote")
			continue
		}
		b.vote(t, call, state, choice)
	}
	return b, t.err
}

func (t *table) rawCells(columns []int) []string {
	cells := make([]string, len(columns))
	for i, c := range columns {
		cells[i] = string(t.raw(c))
	}
	return cells
}

// readUNTab reads the layout in two tables of the releases to 2017.
func readUNTab(ctx context.Context, dir fs.FS, out entente.Sink) (*ballots, error) {
	b, err := readUNCalls(ctx, dir, out, unTabCalls)
	if err != nil {
		return nil, err
	}
	t, err := openTable(ctx, dir, unVotesFiles, unTabVotes, out, "NA")
	if err != nil {
		return nil, err
	}
	defer t.close()
	rcid, ccode, vote := t.column("rcid"), t.column("ccode"), t.column("vote")
	for t.next() {
		call := b.callOf(t, rcid)
		state, choice := t.state(ccode), t.choice(vote)
		if t.bad() {
			continue
		}
		if choice == dropped {
			t.remark("rows without a vote") // session 69 of the release of 2017 has 15,714
			continue
		}
		b.vote(t, call, state, choice)
	}
	return b, t.err
}

// readUNCalls reads a table of roll calls, one a row.
func readUNCalls(ctx context.Context, dir fs.FS, out entente.Sink, file int) (*ballots, error) {
	t, err := openTable(ctx, dir, unVotesFiles, file, out, "NA")
	if err != nil {
		return nil, err
	}
	defer t.close()
	c := t.callColumns()
	b := newBallots()
	for t.next() {
		r := t.rollCall(int32(t.int(c.rcid, 1, maxRCID)), &c)
		if t.bad() {
			continue
		}
		if at := b.find(r.ID); at >= 0 {
			t.rejectCall(&b.calls[at])
			continue
		}
		b.add(r)
	}
	return b, t.err
}
