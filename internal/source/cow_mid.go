package source

import (
	"context"
	"fmt"
	"io/fs"
	"strconv"

	"github.com/entente-observatory/entente"
)

// cowMID is the record of militarized interstate disputes: threats, displays
// and uses of force short of war, and war. Of its tables, that of participants
// (MIDB) has one row for each spell of a state in a dispute, with its days and
// side; that of disputes (MIDA) is held against it.
//
// A row becomes attributes of the state, and ties from it to every state that
// was on the other side of the dispute on a day on which it was in it. A tie
// holds on these days, and its value is that of the row: what the state From
// did in the dispute, not to To alone, which this record does not tell apart.
// The label is the number of the dispute.
var cowMID = &entente.Dataset{
	ID:      "cow-mid",
	Title:   "Militarized Interstate Disputes",
	Version: "5.0",
	References: []entente.Reference{{
		Key: "palmer2022", Kind: "article",
		Authors: []string{"Palmer, Glenn", "McManus, Roseanne W.", "D'Orazio, Vito", "Kenwick, Michael R.", "Karstens, Mikaela", "Bloch, Chase", "Dietrich, Nick", "Kahn, Kayla", "Ritter, Kellan", "Soules, Michael J."},
		Title:   "The MID5 Dataset, 2011-2014: Procedures, Coding Rules, and Description", Year: 2022,
		Container: "Conflict Management and Peace Science", Volume: "39", Pages: "470-482", DOI: "10.1177/0738894221995743",
	}},
	Home:     cowMIDHome,
	Terms:    cowTerms,
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1816, 1, 1), To: entente.Day(2014, 12, 31)},
	Absence:  entente.AbsenceIsZero,
	Notes: "hostlev is 1 (no militarized action), 2 (threat), 3 (display), 4 (use of force) or 5 (war); hiact the highest action on a scale of 0 to 22; fatality a level of 0 to 6; " +
		"sidea 1 for the side that began; orig 1 for a state in the dispute from its first day; revstate 1 for a state that wished to change something. " +
		"Two states on opposite sides need not have met: cow-dyadic-mid and gml-mid code the dyads one by one. " +
		"A day that is not known is read as the first, or the last, of its month.",
	Files: cowMIDFiles,
	Read:  readMID,
}

const cowMIDHome = "https://correlatesofwar.org/data-sets/mids/"

var cowMIDFiles = []entente.File{
	{Name: "cow-mid/MIDB 5.0.csv", URLs: []string{cowMIDArchive}, Layout: "dispnum, ccode, stday, stmon, styear, endday, endmon, endyear, sidea, revstate, fatality, hiact, hostlev, orig, among others, with -9 for missing"},
	{Name: "cow-mid/MIDA 5.0.csv", URLs: []string{cowMIDArchive}, Optional: true, Layout: "dispnum, hostlev, numa, numb, among others"},
}

const cowMIDArchive = "https://correlatesofwar.org/wp-content/uploads/MID-5-Data-and-Supporting-Materials.zip"

var midMeasures = []measure{{"hostlev", 1, 5}, {"hiact", 0, 23}, {"fatality", 0, 6}, {"sidea", 0, 1}, {"orig", 0, 1}, {"revstate", 0, 1}}

// disputant is a state's spell in a dispute.
type disputant struct {
	state    entente.CCode
	sideA    bool
	days     entente.Period
	values   []float64
	statuses []entente.Status
	line     uint32
}

func readMID(ctx context.Context, dir fs.FS, out entente.Sink) error {
	disputes, err := readDisputants(ctx, dir, out)
	if err != nil || !Present(dir, cowMIDFiles[1]) {
		return err
	}
	return checkDisputes(ctx, dir, out, disputes)
}

func readDisputants(ctx context.Context, dir fs.FS, out entente.Sink) (map[int][]disputant, error) {
	t, err := openTable(ctx, dir, cowMIDFiles, 0, out, "-9")
	if err != nil {
		return nil, err
	}
	defer t.close()
	number, ccode, side := t.column("dispnum"), t.column("ccode"), t.column("sidea")
	from := [3]int{t.column("styear"), t.column("stmon"), t.column("stday")}
	to := [3]int{t.column("endyear"), t.column("endmon"), t.column("endday")}
	m := t.measures(midMeasures)
	disputes := map[int][]disputant{}
	var order []int
	for t.next() {
		dispute := t.int(number, 1, 99999)
		d := disputant{state: t.state(ccode), sideA: t.int(side, 0, 1) == 1, days: t.spell(from, to), line: t.line}
		m.read()
		for _, other := range disputes[dispute] {
			if t.reason == "" && other.state == d.state && other.days.From == d.days.From {
				t.fault("participant given twice", fmt.Sprintf("state %d enters dispute %d on %v also in line %d", d.state, dispute, d.days.From, other.line))
			}
		}
		if t.bad() {
			continue
		}
		if disputes[dispute] == nil {
			order = append(order, dispute)
		}
		d.values, d.statuses = append(d.values, m.values...), append(d.statuses, m.statuses...)
		disputes[dispute] = append(disputes[dispute], d)
		m.attribute(entente.Attribute{State: d.state, Period: d.days, Label: strconv.Itoa(dispute)})
	}
	if t.err != nil {
		return nil, t.err
	}
	for _, dispute := range order {
		oppose(out, strconv.Itoa(dispute), disputes[dispute])
	}
	return disputes, nil
}

// oppose sends the ties of every state in a dispute to those on the other
// side on common days.
func oppose(out entente.Sink, dispute string, spells []disputant) {
	for _, d := range spells {
		for _, e := range spells {
			days, together := d.days.Intersect(e.days)
			if d.sideA == e.sideA || d.state == e.state || !together {
				continue
			}
			for i, v := range midMeasures {
				out.Tie(entente.Tie{
					From: d.state, To: e.state, Directed: true, Period: days, Variable: v.name,
					Value: d.values[i], Status: d.statuses[i], Label: dispute, Ref: entente.Ref{Line: d.line},
				})
			}
		}
	}
}

// checkDisputes rejects the disputes of which no participant has a row, and
// remarks where the two tables differ otherwise.
func checkDisputes(ctx context.Context, dir fs.FS, out entente.Sink, disputes map[int][]disputant) error {
	t, err := openTable(ctx, dir, cowMIDFiles, 1, out, "-9")
	if err != nil {
		return err
	}
	defer t.close()
	number, hostlev := t.column("dispnum"), t.column("hostlev")
	sides := [2]int{t.column("numb"), t.column("numa")}
	seen := map[int]uint32{}
	for t.next() {
		dispute, level := t.int(number, 1, 99999), t.int(hostlev, 1, 5)
		listed := [2]int{t.int(sides[0], 1, 99), t.int(sides[1], 1, 99)}
		line, twice := seen[dispute]
		switch {
		case t.reason != "":
		case twice:
			t.fault("dispute given twice", fmt.Sprintf("dispute %d is also in line %d", dispute, line))
		case disputes[dispute] == nil:
			t.fault("dispute without participants", fmt.Sprintf("dispute %d has no row in the table of participants; one of the tables is of another edition or cut short", dispute))
		}
		if t.bad() {
			continue
		}
		seen[dispute] = t.line
		var states [2]map[entente.CCode]bool
		highest := 0
		for _, d := range disputes[dispute] {
			s := &states[0]
			if d.sideA {
				s = &states[1]
			}
			if *s == nil {
				*s = map[entente.CCode]bool{}
			}
			(*s)[d.state] = true
			highest = max(highest, int(d.values[0]))
		}
		if len(states[0]) != listed[0] || len(states[1]) != listed[1] {
			t.remark("disputes with other numbers of participants than rows of them")
		}
		if highest != level {
			t.remark("disputes with another level of hostility than the highest of their participants")
		}
	}
	return t.err
}
