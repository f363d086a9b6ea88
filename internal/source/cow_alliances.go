package source

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/entente-observatory/entente"
)

// cowAlliances is the Correlates of War list of formal alliances, as members
// and as dyads, with the days of each. Its maintainer asks software not to
// redistribute it nor to make its use easier, so that nothing here obtains it:
// a copy that the user has obtained is read, and the alliance source of every
// estimate is ATOP.
//
// A row becomes four records that share its place, one for each type of
// pledge (1 or 0): attributes of the member file, ties of the dyads. The file
// of directed dyads, where it is there, says what each side promised; without
// it the dyad file gives undirected ties, and a fifth, "asymmetric", where the
// two sides did not promise alike. The label is the alliance's number.
var cowAlliances = &entente.Dataset{
	ID:      "cow-alliances",
	Title:   "Formal Alliances",
	Version: "4.1",
	References: []entente.Reference{{
		Key: "gibler2009", Kind: "book", Authors: []string{"Gibler, Douglas M."},
		Title: "International Military Alliances, 1648-2008", Year: 2009, Container: "CQ Press",
	}},
	Home:     "https://correlatesofwar.org/data-sets/formal-alliances/",
	Terms:    cowTerms + " The maintainer of the alliance data asks that software neither redistribute them nor facilitate their use: obtain them yourself, and cite them.",
	Rights:   entente.FetchYourself,
	Coverage: entente.Period{From: entente.Day(1816, 1, 1), To: entente.Day(2012, 12, 31)},
	Absence:  entente.AbsenceIsZero,
	Notes: "A spell without an end was in force on 31 December 2012 and is read as open. Pledges that are not coded (one in the member file) are missing. " +
		"Dyads of states that were never members together have spells that end before they begin (11 of 3,222 dyads, as 679 with 678 and with 680 in 1990): they are rejected.",
	Files: cowAlliancesFiles,
	Read:  readAlliances,
}

var cowAlliancesFiles = []entente.File{
	{Name: "cow-alliances/alliance_v4.1_by_member.csv", Optional: true,
		Layout: "version4id, ccode, mem_st_day, mem_st_month, mem_st_year, mem_end_day, mem_end_month, mem_end_year, defense, neutrality, nonaggression, entente, among others"},
	{Name: "cow-alliances/alliance_v4.1_by_directed.csv", Optional: true, Layout: alliancesLayout},
	{Name: "cow-alliances/alliance_v4.1_by_dyad.csv", Optional: true, Layout: alliancesLayout + ", asymmetric"},
}

const alliancesLayout = "version4id, ccode1, ccode2, dyad_st_day, dyad_st_month, dyad_st_year, dyad_end_day, dyad_end_month, dyad_end_year, defense, neutrality, nonaggression, entente"

func readAlliances(ctx context.Context, dir fs.FS, out entente.Sink) error {
	if _, err := firstOf(dir, cowAlliancesFiles, 0, 1, 2); err != nil {
		return err
	}
	if Present(dir, cowAlliancesFiles[0]) {
		if err := readAllianceMembers(ctx, dir, out); err != nil {
			return err
		}
	}
	switch {
	case Present(dir, cowAlliancesFiles[1]):
		return readAllianceDyads(ctx, dir, 1, out)
	case Present(dir, cowAlliancesFiles[2]):
		return readAllianceDyads(ctx, dir, 2, out)
	}
	return nil
}

// alliancePledges are the types of pledge, each a column of 0, 1 or nothing.
var alliancePledges = []string{"defense", "neutrality", "nonaggression", "entente"}

// allianceSpell is what every file says of a row: which alliance, and when.
type allianceSpell struct {
	id, y0, m0, d0, y1, m1, d1 int // columns
}

func (t *table) allianceSpell(prefix string) allianceSpell {
	return allianceSpell{
		t.column("version4id"),
		t.column(prefix + "_st_year"), t.column(prefix + "_st_month"), t.column(prefix + "_st_day"),
		t.column(prefix + "_end_year"), t.column(prefix + "_end_month"), t.column(prefix + "_end_day"),
	}
}

func (s allianceSpell) read(t *table) (label string, p entente.Period) {
	label = fmt.Sprint(t.int(s.id, 1, 99999))
	p = entente.Period{From: t.dateParts(s.y0, s.m0, s.d0), To: entente.Ongoing}
	if !t.isMissing(s.y1) {
		p.To = t.dateParts(s.y1, s.m1, s.d1)
	}
	if t.reason == "" && p.To < p.From {
		t.fault("spell ends before it begins", p.String())
	}
	return label, p
}

// columnsOf finds several columns.
func (t *table) columnsOf(names []string) []int {
	var columns []int
	for _, name := range names {
		columns = append(columns, t.column(name))
	}
	return columns
}

func readAllianceMembers(ctx context.Context, dir fs.FS, out entente.Sink) error {
	t, err := openTable(ctx, dir, cowAlliancesFiles, 0, out)
	if err != nil {
		return err
	}
	defer t.close()
	spell, ccode, pledges := t.allianceSpell("mem"), t.column("ccode"), t.columnsOf(alliancePledges)
	seen := map[entente.Attribute]bool{}
	for t.next() {
		a := entente.Attribute{State: t.state(ccode)}
		a.Label, a.Period = spell.read(t)
		values, statuses := t.pledges(pledges)
		if t.reason == "" && seen[a] {
			t.fault("member given twice", fmt.Sprintf("state %d is in alliance %s in %v by a line above", a.State, a.Label, a.Period))
		}
		if t.bad() {
			continue
		}
		seen[a] = true
		a.Ref = t.ref()
		for i := range pledges {
			a.Variable, a.Value, a.Status = alliancePledges[i], values[i], statuses[i]
			out.Attribute(a)
		}
	}
	return t.err
}

func readAllianceDyads(ctx context.Context, dir fs.FS, i int, out entente.Sink) error {
	t, err := openTable(ctx, dir, cowAlliancesFiles, i, out)
	if err != nil {
		return err
	}
	defer t.close()
	directed, names := i == 1, alliancePledges
	if !directed {
		names = append(names[:len(names):len(names)], "asymmetric")
	}
	spell, ccode1, ccode2, pledges := t.allianceSpell("dyad"), t.column("ccode1"), t.column("ccode2"), t.columnsOf(names)
	seen := map[entente.Tie]bool{}
	for t.next() {
		x := entente.Tie{Directed: directed}
		x.From, x.To = t.pair(ccode1, ccode2)
		if !directed {
			d := entente.DyadOf(x.From, x.To)
			x.From, x.To = d.A, d.B
		}
		x.Label, x.Period = spell.read(t)
		values, statuses := t.pledges(pledges)
		if t.reason == "" && seen[x] {
			t.fault("dyad given twice", fmt.Sprintf("states %d and %d are in alliance %s in %v by a line above", x.From, x.To, x.Label, x.Period))
		}
		if t.bad() {
			continue
		}
		seen[x] = true
		x.Ref = t.ref()
		for i := range pledges {
			x.Variable, x.Value, x.Status = names[i], values[i], statuses[i]
			out.Tie(x)
		}
	}
	return t.err
}

// pledges reads cells of 0, 1 or nothing.
func (t *table) pledges(columns []int) (values [5]float64, statuses [5]entente.Status) {
	for i, c := range columns {
		n, given := t.intOr(c, 0, 1)
		values[i] = float64(n)
		if !given {
			statuses[i] = entente.Missing
		}
	}
	return values, statuses
}
