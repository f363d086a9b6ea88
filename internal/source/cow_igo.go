package source

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/entente-observatory/entente"
)

// cowIGO is the membership of states in intergovernmental organisations: one
// row a state and year, one column for each of 534 organisations.
//
// A run of years in which a state's membership stays the same becomes one
// attribute, whose place is the first row of the run: the label is the
// organisation's acronym in capitals, the value the producers' code (1 full
// member, 2 associate, 3 observer), and Missing where they know of none (-9).
// No attribute is made of 0 (no member) and of -1 (no such organisation in
// that year), as absence says. Joint memberships are made by package panel.
var cowIGO = &entente.Dataset{
	ID:      "cow-igo",
	Title:   "Intergovernmental Organizations",
	Version: "3.0",
	References: []entente.Reference{{
		Key: "pevehouse2020", Kind: "article",
		Authors: []string{"Pevehouse, Jon C. W.", "Nordstrom, Timothy", "McManus, Roseanne W.", "Jamison, Anne Spencer"},
		Title:   "Tracking Organizations in the World: The Correlates of War IGO Version 3.0 Datasets", Year: 2020,
		Container: "Journal of Peace Research", Volume: "57", Pages: "492-503", DOI: "10.1177/0022343319881175",
	}},
	Home:     "https://correlatesofwar.org/data-sets/igos/",
	Terms:    cowTerms,
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1816, 1, 1), To: entente.Day(2014, 12, 31)},
	Absence:  entente.AbsenceIsZero,
	Notes: "The producers' own count of the organisations that a dyad shares takes full and associate members (codes 1 and 2) and leaves out observers (3): " +
		"counted so from this file it is equal in all 917,695 dyad-years, counted over full members alone in 882,758. What is missing (-9) counts there as no membership. " +
		"Memberships before 1965 were collected at intervals of five years and filled in between. The file has no row for the states that ended in 1990 " +
		"(260, 265, 678, 680), in that year. The organisation-year file of the same edition (igo_year_formatv3.csv) differs from this one in the number of " +
		"members in 403 of 19,335 organisation-years and is not read.",
	Files: cowIGOFiles,
	Read:  readIGO,
}

var cowIGOFiles = []entente.File{{
	Name: "cow-igo/state_year_formatv3.csv", URLs: []string{"https://correlatesofwar.org/wp-content/uploads/state_year_formatv3.zip"},
	Layout: "ccode, year, state, and a column for each organisation with 0 none, 1 full, 2 associate, 3 observer, -9 missing, -1 no such organisation in that year",
}}

// The codes of membership for which no attribute is made.
const (
	igoNone    = 0
	igoMissing = -9
)

// igoMembership is a run of years of one state in one organisation.
type igoMembership struct {
	column   int
	label    string
	code     int8
	from, to int
	line     uint32
}

func readIGO(ctx context.Context, dir fs.FS, out entente.Sink) error {
	t, err := openTable(ctx, dir, cowIGOFiles, 0, out)
	if err != nil {
		return err
	}
	defer t.close()
	ccode, year := t.column("ccode"), t.column("year")
	var runs []igoMembership // by label
	var codes []int8         // of the row
	var state entente.CCode
	end := func(m *igoMembership) {
		if m.code != igoNone {
			a := entente.Attribute{
				State: state, Period: entente.Period{From: entente.Day(m.from, 1, 1), To: entente.Day(m.to, 12, 31)},
				Variable: "igo", Value: float64(m.code), Label: m.label, Ref: entente.Ref{Line: m.line},
			}
			if m.code == igoMissing {
				a.Value, a.Status = 0, entente.Missing
			}
			out.Attribute(a)
		}
		m.code = igoNone
	}
	type key struct {
		state entente.CCode
		year  int
	}
	seen := map[key]uint32{}
	last := 0
	for t.next() {
		if runs == nil {
			if runs = t.organisations("ccode", "year", "state"); len(runs) == 0 {
				return &Error{File: t.name, Line: 1, What: "no column of an organisation", Do: "check that this is the file that its name says, or " + fetchItAgain}
			}
			codes = make([]int8, len(runs))
		}
		k := key{t.state(ccode), t.year(year)}
		for i := range runs {
			codes[i] = t.membership(runs[i].column)
		}
		if line, twice := seen[k]; t.reason == "" && twice {
			t.fault("state-year given twice", fmt.Sprintf("state %d in %d is also in line %d", k.state, k.year, line))
		}
		if t.bad() {
			continue
		}
		seen[k] = t.line
		goesOn := k.state == state && k.year == last+1
		for i := range runs {
			m := &runs[i]
			if goesOn && m.code == codes[i] {
				m.to = k.year
				continue
			}
			end(m)
			m.code, m.from, m.to, m.line = codes[i], k.year, k.year, t.line
		}
		state, last = k.state, k.year
	}
	for i := range runs {
		end(&runs[i])
	}
	return t.err
}

// organisations finds the columns of organisations: all but the given ones,
// those without a name (row numbers), and those whose first cell is text, of
// which the file's notes tell.
func (t *table) organisations(others ...string) []igoMembership {
	var found []igoMembership
	for c, name := range t.header {
		if name == "" || slices.ContainsFunc(others, func(o string) bool { return strings.EqualFold(o, name) }) {
			continue
		}
		if _, number := parseInt(t.bytes(c)); !number && !t.isMissing(c) {
			t.remark("column " + name + " holds no codes of membership and is not read")
			continue
		}
		found = append(found, igoMembership{column: c, label: strings.ToUpper(name)})
	}
	slices.SortFunc(found, func(a, b igoMembership) int { return strings.Compare(a.label, b.label) })
	return found
}

// membership reads a code of membership. That there was no such organisation
// is no membership.
func (t *table) membership(c int) int8 {
	switch b := t.raw(c); string(b) {
	case "-1", "0":
		return igoNone
	case "1", "2", "3":
		return int8(b[0] - '0')
	case "-9", "NA", "":
		return igoMissing
	}
	// A code in another dress, such as 1.0.
	n := t.int(c, igoMissing, 3)
	switch {
	case n == igoMissing:
		return igoMissing
	case n < -1:
		t.wrong(c, "impossible value", "a code of membership: -9, -1, 0, 1, 2 or 3")
	}
	return int8(max(n, igoNone))
}
