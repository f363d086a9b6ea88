package entente

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed states.tsv
var statesTable string

//go:embed states_outside.tsv
var outsideTable string

// States returns the built-in list: the members of the state system since
// 1816 (Correlates of War 2016) with the codes and names of the sources that
// the program reads, and the territories and organisations that those sources
// name besides. It is parsed once and must not be changed.
var States = sync.OnceValue(func() *Registry {
	r, err := parseRegistry(statesTable, outsideTable)
	if err != nil {
		panic(err) // the tables are part of the program
	}
	return r
})

// The columns of the two tables, which their own comments describe.
const (
	statesColumns  = "code abb name member known gw iso2 iso3 ison m49 fips cameo heirs then names"
	outsideColumns = "name note gw iso2 iso3 ison m49 fips cameo names"
)

// parseRegistry reads the table of states and the table of what is outside
// the system.
func parseRegistry(states, outside string) (*Registry, error) {
	r := newRegistry()
	err := eachRow("states.tsv", states, statesColumns, func(cell []string) error {
		s, err := parseState(cell)
		if err != nil {
			return err
		}
		return r.add(s)
	})
	if err != nil {
		return nil, err
	}
	err = eachRow("states_outside.tsv", outside, outsideColumns, func(cell []string) error {
		r.addOutsider(parseOutsider(cell))
		return nil
	})
	if err != nil {
		return nil, err
	}
	r.nameSlugs()
	return r, nil
}

// eachRow calls f with the cells of every row below the header.
func eachRow(name, table, columns string, f func(cell []string) error) error {
	want := strings.Fields(columns)
	cell := make([]string, len(want))
	header := true
	n := 0
	for line := range strings.Lines(table) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		rest, more := line, true
		for i := range cell {
			if !more {
				return fmt.Errorf("%s:%d: %d cells, want %d", name, n, i, len(cell))
			}
			cell[i], rest, more = strings.Cut(rest, "\t")
		}
		if more {
			return fmt.Errorf("%s:%d: more than %d cells", name, n, len(cell))
		}
		if header {
			if got := strings.Join(cell, " "); got != columns {
				return fmt.Errorf("%s:%d: columns %q, want %q", name, n, got, columns)
			}
			header = false
			continue
		}
		if err := f(cell); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return nil
}

func parseState(cell []string) (*State, error) {
	code, err := strconv.ParseInt(cell[0], 10, 16)
	if err != nil || code <= 0 {
		return nil, fmt.Errorf("%q is not a state number", cell[0])
	}
	s := &State{Code: CCode(code), Abb: cell[1], Name: cell[2]}
	if s.Membership, err = parseSpells(cell[3]); err != nil {
		return nil, err
	}
	if len(s.Membership) == 0 {
		return nil, fmt.Errorf("%s has no spell of membership", s.Name)
	}
	known := []Period{{s.Membership[0].From, s.Membership[len(s.Membership)-1].To}}
	if cell[4] != "" {
		if known, err = parseSpells(cell[4]); err != nil {
			return nil, err
		}
	}
	labels := func(text string) []Label {
		l, e := parseLabels(text, known)
		if e != nil && err == nil {
			err = e
		}
		return l
	}

	s.Codes[COW] = labels(cell[0])
	s.Codes[COWAbb] = labels(s.Abb)
	if cell[5] == "=" {
		for _, p := range s.Membership {
			s.Codes[GW] = append(s.Codes[GW], Label{cell[0], p})
		}
	} else {
		s.Codes[GW] = labels(cell[5])
	}
	for i, sys := range []System{ISO2, ISO3, ISON} {
		s.Codes[sys] = labels(cell[6+i])
	}
	if cell[9] == "=" {
		s.Codes[M49] = s.Codes[ISON]
	} else {
		s.Codes[M49] = labels(cell[9])
	}
	s.Codes[FIPS] = labels(cell[10])
	if cell[11] == "=" {
		s.Codes[CAMEO] = labels(s.CodeOn(ISO3, known[len(known)-1].To))
	} else {
		s.Codes[CAMEO] = labels(cell[11])
	}
	for h := range strings.FieldsSeq(cell[12]) {
		n, e := strconv.ParseInt(h, 10, 16)
		if e != nil {
			return nil, fmt.Errorf("%q is not a state number", h)
		}
		s.Heirs = append(s.Heirs, CCode(n))
	}
	s.Then = labels(cell[13])
	s.Names = append(labels(s.Name), s.Then...)
	s.Names = append(s.Names, labels(cell[14])...)
	return s, err
}

// parseSpells reads spells divided by blanks.
func parseSpells(text string) ([]Period, error) {
	var out []Period
	for f := range strings.FieldsSeq(text) {
		p, err := parseSpell(f, Always)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// parseSpell reads FROM/TO; an end left open is the one given.
func parseSpell(text string, open Period) (Period, error) {
	from, to, ok := strings.Cut(text, "/")
	if !ok {
		return Period{}, fmt.Errorf("%q is not a spell: write FROM/TO", text)
	}
	p := open
	var err error
	if from != "" {
		if p.From, err = ParseDate(from); err != nil {
			return p, err
		}
	}
	if to != "" {
		if p.To, err = ParseDate(to); err != nil {
			return p, err
		}
	}
	if p.From > p.To {
		return p, fmt.Errorf("spell %q ends before it begins", text)
	}
	return p, nil
}

// parseLabels reads labels divided by semicolons. One without a spell holds
// in every known spell.
func parseLabels(text string, known []Period) ([]Label, error) {
	if text == "" {
		return nil, nil
	}
	hull := Period{known[0].From, known[len(known)-1].To}
	out := make([]Label, 0, strings.Count(text, ";")+len(known))
	for field := range strings.SplitSeq(text, ";") {
		name, spell, timed := strings.Cut(field, "@")
		if name == "" {
			return nil, fmt.Errorf("empty label in %q", text)
		}
		if !timed {
			for _, p := range known {
				out = append(out, Label{name, p})
			}
			continue
		}
		p, err := parseSpell(spell, hull)
		if err != nil {
			return nil, err
		}
		out = append(out, Label{name, p})
	}
	return out, nil
}

// outsider is a territory, organisation or state that sources name and that
// is no member of the state system.
type outsider struct {
	name, note string
	codes      [NumSystems]string
	names      []string
}

func parseOutsider(cell []string) *outsider {
	o := &outsider{name: cell[0], note: cell[1]}
	for i, sys := range []System{GW, ISO2, ISO3, ISON, M49, FIPS, CAMEO} {
		o.codes[sys] = cell[2+i]
	}
	if o.codes[M49] == "=" {
		o.codes[M49] = o.codes[ISON]
	}
	if o.codes[CAMEO] == "=" {
		o.codes[CAMEO] = o.codes[ISO3]
	}
	o.names = []string{o.name}
	if cell[9] != "" {
		o.names = append(o.names, strings.Split(cell[9], ";")...)
	}
	return o
}
