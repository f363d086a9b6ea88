package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/source"
	"github.com/entente-observatory/entente/internal/store"
)

// costLine is a line of the ledger: from which source, and how its records
// make amounts by state, other and year.
type costLine struct {
	// title has {state} and {with} for the names of the two.
	line, title, unit string
	source            string
	// years that the line covers, where they are fewer than those of the source.
	first, last int
	// zero: a year that the source covers and that has no row is none of it;
	// else it is not known.
	zero bool
	// with: of the other state alone; else of nobody in particular.
	with bool
	// kept: the amounts may be passed on and are kept in the edition; the
	// others are read from the records of a data home each time.
	kept bool
	read func(*store.Edition, *costRead) error
}

// costRead adds up amounts. Of labelled cases each counts once.
type costRead struct {
	line string
	rows map[costKey]*entente.CostRow
	seen map[costKey]map[string]bool
}

type costKey struct {
	state, other entente.CCode
	year         int
}

func newCostRead(line string) *costRead {
	return &costRead{line, map[costKey]*entente.CostRow{}, map[costKey]map[string]bool{}}
}

// add adds an amount; NaN, which is missing, is kept only if nothing is known.
func (r *costRead) add(state, other entente.CCode, year int, v float64) {
	k := costKey{state, other, year}
	row := r.rows[k]
	switch {
	case row == nil:
		r.rows[k] = &entente.CostRow{Line: r.line, State: state, Other: other, Year: int16(year), Value: v}
	case math.IsNaN(row.Value):
		row.Value = v
	case !math.IsNaN(v):
		row.Value += v
	}
}

// once counts a case in every year of its period within the coverage.
func (r *costRead) once(state, other entente.CCode, p entente.Period, first, last int, label string) {
	from, to := p.Years(first, last)
	for y := from; y <= to; y++ {
		k := costKey{state, other, y}
		if r.seen[k] == nil {
			r.seen[k] = map[string]bool{}
		}
		if !r.seen[k][label] {
			r.seen[k][label] = true
			r.add(state, other, y, 1)
		}
	}
}

func (r *costRead) sorted() []entente.CostRow {
	var out []entente.CostRow
	for _, row := range r.rows {
		out = append(out, *row)
	}
	slices.SortFunc(out, func(a, b entente.CostRow) int {
		return cmp.Or(cmp.Compare(a.State, b.State), cmp.Compare(a.Other, b.Other), cmp.Compare(a.Year, b.Year))
	})
	return out
}

// costLines are the lines of the ledger.
var costLines = []costLine{
	{line: "sanctions", title: "Sanctions by {with}", unit: "cases in force", source: "gsdb", zero: true, with: true, read: func(e *store.Edition, r *costRead) error {
		return readSanctions(e, r, true)
	}},
	{line: "sanctions-all", title: "Sanctions by anybody", unit: "cases in force", source: "gsdb", zero: true, read: func(e *store.Edition, r *costRead) error {
		return readSanctions(e, r, false)
	}},
	{line: "arms", title: "Arms from {with}", unit: "SIPRI trend-indicator value, millions", source: "sipri-arms", zero: true, with: true, read: func(e *store.Edition, r *costRead) error {
		return readTies(e, r, "sipri-arms", 1, "tiv")
	}},
	{line: "arms-all", title: "Arms from anybody", unit: "SIPRI trend-indicator value, millions", source: "sipri-arms", read: func(e *store.Edition, r *costRead) error {
		return readAttributes(e, r, "sipri-arms", func(a entente.Attribute) bool { return a.Variable == "tiv_imports" })
	}},
	{line: "economic-aid", title: "Economic aid from {with}", unit: "millions of US dollars, as the source gives them", source: "support-signals", with: true, read: func(e *store.Edition, r *costRead) error {
		return readTies(e, r, "support-signals", 1e-6, "economic aid")
	}},
	{line: "aid", title: "Official finance committed by {with}", unit: "millions of US dollars of 2014", source: "aid-china", with: true, kept: true, read: func(e *store.Edition, r *costRead) error {
		return readTies(e, r, "aid-china", 1e-6, "oda_like", "oof_like", "vague_official_finance", "military_aid")
	}},
	{line: "troops", title: "Troops of {with} stationed in {state}", unit: "persons on active duty", source: "us-troops", with: true, kept: true, read: func(e *store.Edition, r *costRead) error {
		return readTies(e, r, "us-troops", 1, "troops_ad")
	}},
	{line: "attacks", title: "Terrorist attacks in {state}", unit: "attacks", source: "terrorism", first: 1970, kept: true, read: func(e *store.Edition, r *costRead) error {
		return readAttributes(e, r, "terrorism", func(a entente.Attribute) bool { return strings.HasPrefix(a.Variable, "attack_") })
	}},
	{line: "attack-deaths", title: "Deaths by terrorism in {state}", unit: "deaths", source: "terrorism", last: 2009, kept: true, read: func(e *store.Edition, r *costRead) error {
		return readAttributes(e, r, "terrorism", func(a entente.Attribute) bool { return a.Variable == "rand_fatalities" })
	}},
	{line: "conflicts", title: "Armed conflicts with {state} as a side", unit: "conflicts of 25 deaths or more", source: "ucdp-prio", zero: true, kept: true, read: func(e *store.Edition, r *costRead) error {
		return readConflicts(e, r, 1)
	}},
	{line: "wars", title: "Wars among them", unit: "conflicts of 1,000 deaths or more", source: "ucdp-prio", zero: true, kept: true, read: func(e *store.Edition, r *costRead) error {
		return readConflicts(e, r, 2)
	}},
	{line: "force", title: "Force between the two", unit: "militarised disputes with use of force", source: "cow-dyadic-mid", zero: true, with: true, kept: true, read: readForce},
}

// readTies sums directed ties by their receiver, sender and year.
func readTies(e *store.Edition, r *costRead, source string, scale float64, variables ...string) error {
	return e.Ties(source, entente.Dyad{}, entente.Always, func(t entente.Tie) bool {
		if t.Directed && slices.Contains(variables, t.Variable) {
			v := t.Value * scale
			if t.Status != entente.Known {
				v = math.NaN()
			}
			r.add(t.To, t.From, t.Period.From.Year(), v)
		}
		return true
	})
}

func readAttributes(e *store.Edition, r *costRead, source string, counts func(entente.Attribute) bool) error {
	return e.Attributes(source, 0, entente.Always, func(a entente.Attribute) bool {
		if counts(a) {
			v := a.Value
			if a.Status != entente.Known {
				v = math.NaN()
			}
			r.add(a.State, 0, a.Period.From.Year(), v)
		}
		return true
	})
}

func readConflicts(e *store.Edition, r *costRead, least float64) error {
	first, last, err := coverageOf("ucdp-prio")
	if err != nil {
		return err
	}
	return e.Attributes("ucdp-prio", 0, entente.Always, func(a entente.Attribute) bool {
		if a.Status == entente.Known && a.Value >= least {
			r.once(a.State, 0, a.Period, first, last, a.Label)
		}
		return true
	})
}

// readSanctions counts cases: of states each in its own name, or of all senders
// together, organisations included.
func readSanctions(e *store.Edition, r *costRead, bySender bool) error {
	first, last, err := coverageOf("gsdb")
	if err != nil {
		return err
	}
	err = e.Ties("gsdb", entente.Dyad{}, entente.Always, func(t entente.Tie) bool {
		other := t.From
		if !bySender {
			other = 0
		}
		r.once(t.To, other, t.Period, first, last, t.Label)
		return true
	})
	if err != nil || bySender {
		return err
	}
	return e.Attributes("gsdb", 0, entente.Always, func(a entente.Attribute) bool {
		number, _, _ := strings.Cut(a.Label, " ") // the organisation follows
		r.once(a.State, 0, a.Period, first, last, number)
		return true
	})
}

// readForce counts the disputes between two states in which force was used.
func readForce(e *store.Edition, r *costRead) error {
	const useOfForce = 4 // of five levels of hostility
	first, last, err := coverageOf("cow-dyadic-mid")
	if err != nil {
		return err
	}
	return e.Ties("cow-dyadic-mid", entente.Dyad{}, entente.Always, func(t entente.Tie) bool {
		if t.Variable == "hihosta" && t.Status == entente.Known && t.Value >= useOfForce {
			r.once(t.From, t.To, t.Period, first, last, t.Label)
			r.once(t.To, t.From, t.Period, first, last, t.Label)
		}
		return true
	})
}

// keptCosts reads the lines that may be passed on, of the sources that are
// there, in the order of the table.
func keptCosts(e *store.Edition, there func(source string) bool) (*entente.CostRows, error) {
	t := &entente.CostRows{}
	for _, l := range costLines {
		if !l.kept || !there(l.source) {
			continue
		}
		r := newCostRead(l.line)
		if err := l.read(e, r); err != nil {
			return nil, fmt.Errorf("costs, %s: %w", l.line, err)
		}
		t.Rows = append(t.Rows, r.sorted()...)
	}
	slices.SortStableFunc(t.Rows, func(a, b entente.CostRow) int { return strings.Compare(a.Line, b.Line) })
	return t, nil
}

// coverageOf returns the years that a source covers.
func coverageOf(id string) (first, last int, err error) {
	ds, err := source.ByID(id)
	if err != nil {
		return 0, 0, err
	}
	first, last = years(ds)
	return first, last, nil
}
