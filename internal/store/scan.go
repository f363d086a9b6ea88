package store

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-observatory/entente"
)

// Records reports whether the edition holds the records themselves and not
// only estimates.
func (e *Edition) Records() bool {
	for name := range e.tables {
		if strings.HasPrefix(name, "records/") {
			return true
		}
	}
	return false
}

// recordTable opens a table of records, once; it stays open as long as the
// edition is in use.
func (e *Edition) recordTable(source, kind string) (*table, error) {
	name := recordsTable(source, kind)
	e.mu.Lock()
	o := e.records[name]
	if o == nil {
		o = &once[*table]{}
		e.records[name] = o
	}
	e.mu.Unlock()
	return o.get(func() (*table, error) { return e.open(name) })
}

// errStop ends a scan that has what it wants.
var errStop = errors.New("stop")

// scan calls fn for each row group of a table of records, in order.
func (e *Edition) scan(source, kind string, fn func(f *table, c columns) error) error {
	f, err := e.recordTable(source, kind)
	if err != nil {
		return err
	}
	for _, g := range f.RowGroups() {
		if err := fn(f, columns{g, f.Schema()}); err != nil {
			if errors.Is(err, errStop) {
				return nil
			}
			return damaged(recordsTable(source, kind), err)
		}
	}
	return nil
}

// refs reads where the rows of a group came from.
func (f *table) refs(c columns) ([]entente.Ref, error) {
	list, _ := f.Lookup("files")
	index := map[string]uint8{}
	for i, name := range strings.Split(list, "\n") {
		index[name] = uint8(i)
	}
	names, lines := make([]string, c.rows()), make([]uint32, c.rows())
	if err := each(
		func() error { return readStrings(c, "file", names) },
		func() error { return readInts(c, "line", lines, 0) },
	); err != nil {
		return nil, err
	}
	refs := make([]entente.Ref, c.rows())
	last, at := "", uint8(0)
	for i, name := range names {
		if name != last || i == 0 {
			k, ok := index[name]
			if !ok {
				return nil, fmt.Errorf("file %q is not of this source", name)
			}
			last, at = name, k
		}
		refs[i] = entente.Ref{File: at, Line: lines[i]}
	}
	return refs, nil
}

// spell is the part that attributes and ties share.
type spell struct {
	start, end []entente.Date
	variable   []string
	value      []float64
	status     []entente.Status
	label      []string
	refs       []entente.Ref
}

func (f *table) spells(c columns) (*spell, error) {
	n := c.rows()
	s := &spell{
		start: make([]entente.Date, n), end: make([]entente.Date, n), variable: make([]string, n),
		value: make([]float64, n), status: make([]entente.Status, n), label: make([]string, n),
	}
	names := make([]string, n)
	err := each(
		func() error { return readInts(c, "start", s.start, entente.Beginning) },
		func() error { return readInts(c, "end", s.end, entente.Ongoing) },
		func() error { return readStrings(c, "variable", s.variable) },
		func() error { return readDoubles(c, "value", s.value, make([]bool, n)) },
		func() error { return readStrings(c, "status", names) },
		func() error { return readStrings(c, "label", s.label) },
		func() (err error) { s.refs, err = f.refs(c); return err },
	)
	if err != nil {
		return nil, err
	}
	for i, name := range names {
		if s.status[i], err = status(name); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func status(name string) (entente.Status, error) {
	for s := entente.Known; s <= entente.OutsideCoverage; s++ {
		if s.String() == name {
			return s, nil
		}
	}
	return 0, fmt.Errorf("no status %q", name)
}

// Attributes calls fn for each attribute of the source that is of the state
// (0: any) and overlaps the period, until fn returns false. Within a run of
// 2^18 records they come by state, variable and start.
func (e *Edition) Attributes(source string, state entente.CCode, in entente.Period, fn func(entente.Attribute) bool) error {
	return e.scan(source, "attributes", func(f *table, c columns) error {
		if lo, hi, err := c.bounds("ccode"); err != nil || state != 0 && (int64(state) < lo || int64(state) > hi) {
			return err
		}
		codes := make([]entente.CCode, c.rows())
		if err := readInts(c, "ccode", codes, 0); err != nil {
			return err
		}
		if state != 0 && !slices.Contains(codes, state) {
			return nil
		}
		s, err := f.spells(c)
		if err != nil {
			return err
		}
		for i, code := range codes {
			p := entente.Period{From: s.start[i], To: s.end[i]}
			if state != 0 && code != state || !p.Overlaps(in) {
				continue
			}
			if !fn(entente.Attribute{State: code, Period: p, Variable: s.variable[i], Value: s.value[i],
				Status: s.status[i], Label: s.label[i], Ref: s.refs[i]}) {
				return errStop
			}
		}
		return nil
	})
}

// Ties calls fn for each tie of the source between the states of the dyad,
// either way (the zero Dyad: between any), that overlaps the period, until fn
// returns false. Within a run of 2^18 records they come by first and second
// state, variable and start.
func (e *Edition) Ties(source string, of entente.Dyad, in entente.Period, fn func(entente.Tie) bool) error {
	all := of == entente.Dyad{}
	wanted := func(from, to entente.CCode) bool {
		return all || from == of.A && to == of.B || from == of.B && to == of.A
	}
	return e.scan(source, "ties", func(f *table, c columns) error {
		lo1, hi1, err1 := c.bounds("ccode1")
		lo2, hi2, err2 := c.bounds("ccode2")
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		a, b := int64(of.A), int64(of.B)
		may := all || lo1 <= a && a <= hi1 && lo2 <= b && b <= hi2 || lo1 <= b && b <= hi1 && lo2 <= a && a <= hi2
		if !may {
			return nil
		}
		from, to := make([]entente.CCode, c.rows()), make([]entente.CCode, c.rows())
		if err := each(
			func() error { return readInts(c, "ccode1", from, 0) },
			func() error { return readInts(c, "ccode2", to, 0) },
		); err != nil {
			return err
		}
		may = false
		for i := range from {
			if may = wanted(from[i], to[i]); may {
				break
			}
		}
		if !may {
			return nil
		}
		directed := make([]entente.Flag, c.rows())
		if err := readBools(c, "directed", directed); err != nil {
			return err
		}
		s, err := f.spells(c)
		if err != nil {
			return err
		}
		for i := range from {
			p := entente.Period{From: s.start[i], To: s.end[i]}
			if !wanted(from[i], to[i]) || !p.Overlaps(in) {
				continue
			}
			if !fn(entente.Tie{From: from[i], To: to[i], Directed: directed[i] == entente.On, Period: p, Variable: s.variable[i],
				Value: s.value[i], Status: s.status[i], Label: s.label[i], Ref: s.refs[i]}) {
				return errStop
			}
		}
		return nil
	})
}

// RollCalls returns the roll calls of the source, by session and ID.
func (e *Edition) RollCalls(source string) ([]entente.RollCall, error) {
	e.mu.Lock()
	o := e.calls[source]
	if o == nil {
		o = &once[[]entente.RollCall]{}
		e.calls[source] = o
	}
	e.mu.Unlock()
	return o.get(func() ([]entente.RollCall, error) { return e.readRollCalls(source) })
}

func (e *Edition) readRollCalls(source string) ([]entente.RollCall, error) {
	var calls []entente.RollCall
	err := e.scan(source, "rollcalls", func(f *table, c columns) error {
		n := c.rows()
		from := len(calls)
		calls = append(calls, make([]entente.RollCall, n)...)
		rows := calls[from:]
		whole, words, flags := make([]int32, n), make([]string, n), make([]entente.Flag, n)
		text := func(name string, set func(r *entente.RollCall, s string)) func() error {
			return func() error {
				if err := readStrings(c, name, words); err != nil {
					return err
				}
				for i, s := range words {
					set(&rows[i], s)
				}
				return nil
			}
		}
		flag := func(name string, set func(r *entente.RollCall, f entente.Flag)) func() error {
			return func() error {
				if err := readBools(c, name, flags); err != nil {
					return err
				}
				for i, f := range flags {
					set(&rows[i], f)
				}
				return nil
			}
		}
		issue := func(name string, issue entente.Issue) func() error {
			return flag(name, func(r *entente.RollCall, f entente.Flag) {
				if f == entente.On {
					r.Issues = r.Issues.With(issue)
				}
			})
		}
		return each(
			fill(c, "roll_call", whole, func(i int, v int32) { rows[i].ID = v }),
			fill(c, "session", whole, func(i int, v int32) { rows[i].Session = int16(v) }),
			fill(c, "date", whole, func(i int, v int32) { rows[i].Date = entente.Date(v) }), // null is Beginning
			fill(c, "repeats", whole, func(i int, v int32) { rows[i].Repeats = v }),
			text("resolution", func(r *entente.RollCall, s string) { r.Resolution = s }),
			text("short", func(r *entente.RollCall, s string) { r.Short = s }),
			text("description", func(r *entente.RollCall, s string) { r.Description = s }),
			flag("important", func(r *entente.RollCall, f entente.Flag) { r.Important = f }),
			flag("amendment", func(r *entente.RollCall, f entente.Flag) { r.Amendment = f }),
			flag("paragraph", func(r *entente.RollCall, f entente.Flag) { r.Paragraph = f }),
			issue("middle_east", entente.MiddleEast), issue("nuclear", entente.Nuclear),
			issue("disarmament", entente.Disarmament), issue("human_rights", entente.HumanRights),
			issue("colonial", entente.Colonial), issue("economic", entente.Economic),
			func() error {
				refs, err := f.refs(c)
				for i, ref := range refs {
					rows[i].Ref = ref
				}
				return err
			},
		)
	})
	slices.SortStableFunc(calls, compareRollCalls)
	return calls, err
}

// Votes returns every vote of the source, by roll call and state. The slice is
// the caller's.
func (e *Edition) Votes(source string) ([]entente.Vote, error) {
	f, err := e.recordTable(source, "votes")
	if err != nil {
		return nil, err
	}
	votes := make([]entente.Vote, f.rows())
	err = f.groups(func(c columns, from int) error {
		return f.votes(c, nil, votes[from:from+c.rows()])
	})
	if err != nil {
		return nil, damaged(recordsTable(source, "votes"), err)
	}
	if !slices.IsSortedFunc(votes, compareVotes) { // more than one run
		slices.SortStableFunc(votes, compareVotes)
	}
	return votes, nil
}

// votes reads the votes of a group. If wanted is not nil it is asked with the
// keys first, and the rest is only read if it wants any.
func (f *table) votes(c columns, wanted func(call int32, state entente.CCode) bool, votes []entente.Vote) error {
	whole := make([]int32, len(votes))
	err := each(
		fill(c, "roll_call", whole, func(i int, v int32) { votes[i].RollCall = v }),
		fill(c, "ccode", whole, func(i int, v int32) { votes[i].State = entente.CCode(v) }),
	)
	if err != nil {
		return err
	}
	if wanted != nil && !slices.ContainsFunc(votes, func(v entente.Vote) bool { return wanted(v.RollCall, v.State) }) {
		return nil
	}
	if err := fill(c, "vote", whole, func(i int, v int32) { votes[i].Choice = entente.Choice(v) })(); err != nil {
		return err
	}
	refs, err := f.refs(c)
	for i, ref := range refs {
		votes[i].Ref = ref
	}
	return err
}

// VotesIn calls fn for each vote of the states (none: any) in the sessions
// from first to last, with its roll call, until fn returns false. Votes on a
// roll call that the source does not describe belong to no session.
func (e *Edition) VotesIn(source string, states []entente.CCode, first, last int, fn func(*entente.RollCall, entente.Vote) bool) error {
	calls, err := e.RollCalls(source)
	if err != nil {
		return err
	}
	from, _ := slices.BinarySearchFunc(calls, first, func(r entente.RollCall, s int) int { return cmp.Compare(int(r.Session), s) })
	to, _ := slices.BinarySearchFunc(calls, last+1, func(r entente.RollCall, s int) int { return cmp.Compare(int(r.Session), s) })
	if from >= to {
		return nil
	}
	byID := make(map[int32]*entente.RollCall, to-from)
	least, most := int64(calls[from].ID), int64(calls[from].ID)
	for i := from; i < to; i++ {
		byID[calls[i].ID] = &calls[i]
		least, most = min(least, int64(calls[i].ID)), max(most, int64(calls[i].ID))
	}
	wanted := func(call int32, state entente.CCode) bool {
		return byID[call] != nil && (len(states) == 0 || slices.Contains(states, state))
	}
	return e.scan(source, "votes", func(f *table, c columns) error {
		if lo, hi, err := c.bounds("roll_call"); err != nil || hi < least || lo > most {
			return err
		}
		votes := make([]entente.Vote, c.rows())
		if err := f.votes(c, wanted, votes); err != nil {
			return err
		}
		for _, v := range votes {
			if wanted(v.RollCall, v.State) && !fn(byID[v.RollCall], v) {
				return errStop
			}
		}
		return nil
	})
}
