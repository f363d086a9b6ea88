package source

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/entente-observatory/entente"
)

// exercisesMME and exercisesJME are two registers of military exercises in
// which forces of several states took part, one row an exercise with its days
// and a column for each participant. They overlap, and are kept apart: who
// counts exercises must choose one.
//
// An exercise becomes an undirected tie "exercise" for each two states in it,
// on the days that it lasted; the label is its name.
var exercisesMME = &entente.Dataset{
	ID:      "exercises-mme",
	Title:   "Multinational Military Exercises",
	Version: "7",
	References: []entente.Reference{{
		Key: "bernhardt2022", Kind: "misc", Authors: []string{"Bernhardt, Jordan", "D'Orazio, Vito"},
		Title: "Multinational Military Exercises, version 7", Year: 2022, Container: "as distributed with the R package troopdata",
	}, exercisesReference},
	Home:     "https://github.com/meflynn/troopdata",
	Terms:    "Free with citation; redistribution is not addressed.",
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1980, 1, 1), To: entente.Day(2010, 12, 31)},
	Absence:  entente.AbsenceIsZero,
	Notes: exercisesNotes + " Participants that are not known (-9) are noted, not guessed; exercises of NATO " +
		"without a list of states join nobody.",
	Files: exercisesMMEFiles,
	Read:  readMME,
}

var exercisesJME = &entente.Dataset{
	ID:         "exercises-jme",
	Title:      "Joint Military Exercises",
	Version:    "3",
	References: []entente.Reference{exercisesReference},
	Home:       "https://www.vitodorazio.com/data.html",
	Terms:      "Free with citation; redistribution is not addressed.",
	Rights:     entente.DerivedOnly,
	Coverage:   jmeCoverage,
	Absence:    entente.AbsenceIsZero,
	Notes:      exercisesNotes + " The producer gives the binary jme_v3.xls, which is not read: save its first sheet as CSV, or as jme_v3.xlsx.",
	Files:      exercisesJMEFiles,
	Read:       readJME,
}

var exercisesMMEFiles = []entente.File{{
	Name: "military-exercises/mme_v7.csv", URLs: []string{"https://raw.githubusercontent.com/meflynn/troopdata/master/data-raw/mme_v7.csv"},
	Layout: "MMEID, Ex_Name, s.year, s.month, s.day, e.year, e.month, e.day, StateA to StateAM (names), among others; xx for a day, -9 for a value that is not known",
}}

var exercisesJMEFiles = []entente.File{
	{Name: "military-exercises/jme_v3.xlsx", Optional: true, Layout: jmeLayout},
	{Name: "military-exercises/jme_v3.from-xls.csv", Optional: true, Layout: jmeLayout},
}

// jmeCoverage bounds the dates that are typed by hand, in some of which the
// year is wrong (2015, 3009).
var jmeCoverage = entente.Period{From: entente.Day(1974, 11, 1), To: entente.Day(2010, 12, 31)}

const (
	jmeLayout      = "the first sheet of jme_v3.xls: Exercise Name, Start Date, enddate (M/D/YYYY, xx for what is not known, -9 for no date), State A to State AD (ISO letters), among others"
	exercisesNotes = "Where the day of the month is not known, an exercise counts from its first, or to its last."
)

var exercisesReference = entente.Reference{
	Key: "dorazio2012", Kind: "article", Authors: []string{"D'Orazio, Vito"},
	Title: "War Games: North Korea's Reaction to US and South Korean Military Exercises", Year: 2012,
	Container: "Journal of East Asian Studies", Volume: "12", Pages: "275-294", DOI: "10.1017/S1598240800007864",
}

// exercisesSettled names participants that are no states.
var exercisesSettled = map[string]entente.CCode{
	"Germany": 260, "Baltic States": 0, "8 NATO members": 0, "NATO": 0, "st. christopher": 60,
}

func readMME(ctx context.Context, dir fs.FS, out entente.Sink) error {
	t, err := openTable(ctx, dir, exercisesMMEFiles, 0, out, "xx")
	if err != nil {
		return err
	}
	defer t.close()
	id, name := t.column("MMEID"), t.column("Ex_Name")
	start := [3]int{t.column("s.year"), t.column("s.month"), t.column("s.day")}
	end := [3]int{t.column("e.year"), t.column("e.month"), t.column("e.day")}
	states := t.lettered("State")
	seen := map[string]uint32{}
	for t.next() {
		t.unrepeated(seen)
		label := t.text(id) + " " + t.text(name)
		from := entente.Period{From: t.monthDay(start, false), To: t.monthDay(start, true)}
		to := entente.Period{From: t.monthDay(end, false), To: t.monthDay(end, true)}
		t.exercise(states, byName, t.span(from, to), label)
	}
	return t.err
}

func readJME(ctx context.Context, dir fs.FS, out entente.Sink) error {
	i, err := firstOf(dir, exercisesJMEFiles, 0, 1)
	if err != nil {
		return err
	}
	t, err := openTable(ctx, dir, exercisesJMEFiles, i, out)
	if err != nil {
		return err
	}
	defer t.close()
	name, start, end := t.column("Exercise Name"), t.column("Start Date"), t.column("enddate")
	startParts := [3]int{t.optional("s.year"), t.optional("s.month"), t.optional("s.day")}
	endParts := [3]int{t.optional("e.year"), t.optional("e.month"), t.optional("e.day")}
	states := t.lettered("State ")
	seen := map[string]uint32{}
	for t.next() {
		t.unrepeated(seen)
		from, begins := t.looseDay(start, startParts)
		to, ends := t.looseDay(end, endParts)
		switch {
		case !begins && !ends:
			t.fault("missing date", "neither start nor end is known")
		case !begins:
			from = to
		case !ends:
			to = from
		}
		t.exercise(states, byISOLetters, t.span(from, to), t.text(name))
	}
	return t.err
}

// looseDay reads the days that a date may be whose month and day may be xx:
// from its parts, which are cleaner, or from the text M/D/YYYY where they are
// empty. It returns false where no date is known.
func (t *table) looseDay(c int, columns [3]int) (entente.Period, bool) {
	unknown := func(s string) bool { return s == "" || s == "-9" || strings.Trim(strings.ToLower(s), "x") == "" }
	var parts [3]string // year, month, day
	if y := t.textOr(columns[0]); y != "" {
		parts = [3]string{y, t.text(columns[1]), t.text(columns[2])}
	} else if text := t.text(c); unknown(text) {
		return entente.Period{}, false
	} else if s := strings.Split(text, "/"); len(s) == 3 {
		parts = [3]string{s[2], s[0], s[1]}
	} else {
		t.wrong(c, "impossible date", "a day as M/D/YYYY")
		return entente.Period{}, false
	}
	if unknown(parts[0]) {
		return entente.Period{}, false
	}
	first, last := parts, parts
	if unknown(parts[1]) {
		first[1], last[1], first[2], last[2] = "1", "12", "1", "31"
	} else if unknown(parts[2]) {
		first[2], last[2] = "1", "1"
	}
	from, ok1 := dayOf([]byte(first[0]), []byte(first[1]), []byte(first[2]))
	to, ok2 := dayOf([]byte(last[0]), []byte(last[1]), []byte(last[2]))
	if !ok1 || !ok2 || !jmeCoverage.Contains(from) {
		t.wrong(c, "impossible date", "a day as M/D/YYYY")
	} else if unknown(parts[2]) {
		to = monthEnd(to)
	}
	return entente.Period{From: from, To: to}, true
}

// lettered finds the columns of a prefix with A to Z, AA, AB and so on behind.
func (t *table) lettered(prefix string) []int {
	columns := []int{t.column(prefix + "A")}
	for n := 1; ; n++ {
		name := string(rune('A' + n%26))
		if n >= 26 {
			name = string(rune('A'+n/26-1)) + name
		}
		c := t.optional(prefix + name)
		if c < 0 {
			return columns
		}
		columns = append(columns, c)
	}
}

// exercise sends the ties of a row between each two of its participants.
func (t *table) exercise(columns []int, find finder, p entente.Period, label string) {
	if t.bad() {
		return
	}
	var states []party
	unknown, others := false, false
	for _, c := range columns {
		name := t.text(c)
		if name == "" {
			continue
		}
		if name == "-9" {
			unknown = true
			continue
		}
		found := t.parties(c, name, p, find, exercisesSettled)
		others = others || found == nil
		for _, x := range found {
			if !slices.Contains(states, x) {
				states = append(states, x)
			}
		}
	}
	if t.bad() {
		return
	}
	if unknown {
		t.remark("exercises with participants that are not known")
	}
	if others {
		t.remark("exercises with a participant that is no state")
	}
	if len(states) < 2 {
		t.remark("exercises with fewer than two states that are known")
	}
	for i := range states {
		t.ties(states[i:i+1], states[i+1:], entente.Tie{Variable: "exercise", Value: 1, Label: label})
	}
}

// unrepeated makes a row bad that says the same as an earlier one in every
// cell.
func (t *table) unrepeated(seen map[string]uint32) {
	var key strings.Builder
	for c := range t.cells {
		key.Write(t.raw(c))
		key.WriteByte(0)
	}
	if line, twice := seen[key.String()]; twice {
		t.fault("row given twice", fmt.Sprintf("it is also line %d", line))
		return
	}
	seen[key.String()] = t.line
}
