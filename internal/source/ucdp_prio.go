package source

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// ucdpPRIO is the record of armed conflicts of which at least one party is the
// government of a state, with twenty-five battle deaths in a year: one row a
// conflict and year. Each side has primary parties and states that sent troops
// in its support.
//
// A row gives an attribute to each state that is a primary party, named by the
// type of the conflict, and three kinds of ties. conflict is between primary
// parties on opposite sides; conflict_2nd between opposite sides where one of
// the two is a supporter, also a supporter of rebels; support goes from a
// supporter to a state on its own side. The value is the level of intensity, 1
// (25 deaths or more) or 2 (1000 or more). They hold on the days of the
// episode that fall in the row's year. The label is the number of the
// conflict.
var ucdpPRIO = &entente.Dataset{
	ID:      "ucdp-prio",
	Title:   "UCDP/PRIO Armed Conflict Dataset",
	Version: "25.1 or 24.1",
	References: []entente.Reference{
		{
			Key: "gleditsch2002", Kind: "article",
			Authors: []string{"Gleditsch, Nils Petter", "Wallensteen, Peter", "Eriksson, Mikael", "Sollenberg, Margareta", "Strand, Håvard"},
			Title:   "Armed Conflict 1946-2001: A New Dataset", Year: 2002,
			Container: "Journal of Peace Research", Volume: "39", Pages: "615-637", DOI: "10.1177/0022343302039005007",
		},
		{
			Key: "davies2024", Kind: "article",
			Authors: []string{"Davies, Shawn", "Engström, Garoun", "Pettersson, Therése", "Öberg, Magnus"},
			Title:   "Organized Violence 1989-2023, and the Prevalence of Organized Crime Groups", Year: 2024,
			Container: "Journal of Peace Research", Volume: "61", Pages: "673-693", DOI: "10.1177/00223433241262912",
		},
	},
	Home:     "https://ucdp.uu.se/downloads/",
	Terms:    "CC BY 4.0.",
	Rights:   entente.Open,
	Coverage: entente.Period{From: entente.Day(1946, 1, 1), To: entente.Day(2024, 12, 31)},
	Absence:  entente.AbsenceIsZero,
	Notes: "States bear Gleditsch and Ward's numbers in the file. A year below twenty-five deaths has no row, also within a conflict. " +
		"The days of an episode are those on which the threshold was crossed and on which fighting ended, as far as they are known; a row whose days do not reach its year holds for the year. " +
		"Hyderabad (751), which had a conflict in 1947 and 1948, is not in the state system.",
	Files: ucdpFiles,
	Read:  readUCDP,
}

var ucdpFiles = []entente.File{
	{Name: "ucdp/UcdpPrioConflict_v25_1.csv", URLs: []string{"https://ucdp.uu.se/downloads/ucdpprio/ucdp-prio-acd-251-csv.zip"}, Optional: true, Layout: ucdpLayout},
	{Name: "ucdp/ucdp_acd_251.from-rda.csv", Optional: true, Layout: "as exported from the R package peacesciencer: the same with types in words, NA for missing, and a row for each combination of parties"},
	{Name: "ucdp/UcdpPrioConflict_v24_1.csv", URLs: []string{"https://ucdp.uu.se/downloads/ucdpprio/ucdp-prio-acd-241-csv.zip"}, Optional: true, Last: 2023, Layout: ucdpLayout},
}

const ucdpLayout = "conflict_id, year, gwno_a, gwno_a_2nd, gwno_b, gwno_b_2nd, intensity_level, type_of_conflict, start_date2 and ep_end_date, or start_date and end_date, among others"

// ucdpStates holds the number that our list of Gleditsch and Ward lacks:
// Hyderabad, which is no state of the system.
var ucdpStates = map[string]entente.CCode{"751": 0}

func readUCDP(ctx context.Context, dir fs.FS, out entente.Sink) error {
	i, err := firstOf(dir, ucdpFiles, 0, 1, 2)
	if err != nil {
		return err
	}
	t, err := openTable(ctx, dir, ucdpFiles, i, out, "NA")
	if err != nil {
		return err
	}
	defer t.close()
	number, year, kind, intensity := t.column("conflict_id"), t.column("year"), t.column("type_of_conflict"), t.column("intensity_level")
	sides := [4]int{t.column("gwno_a"), t.column("gwno_a_2nd"), t.column("gwno_b"), t.column("gwno_b_2nd")}
	start, end := t.column("start_date2", "start_date"), t.optional("ep_end_date", "end_date")
	type key struct {
		conflict, year int
		parties        string
	}
	seen := map[key]uint32{}
	sent := conflictSink{}
	for t.next() {
		k := key{conflict: t.int(number, 1, 99999), year: t.year(year)}
		level, variable := t.int(intensity, 1, 2), t.conflictType(kind)
		days := t.episode(start, end, k.year)
		var parties [4][]entente.CCode
		for s, c := range sides {
			parties[s] = t.allies(c, k.year)
			k.parties += "/" + t.textOr(c)
		}
		line, twice := seen[k]
		switch {
		case t.reason != "":
		case twice:
			t.fault("conflict-year given twice", fmt.Sprintf("conflict %d in %d is also in line %d", k.conflict, k.year, line))
		case len(parties[0]) == 0:
			t.fault(outsideSystem, "side A: "+clip(t.text(sides[0])))
		}
		if t.bad() {
			continue
		}
		seen[k] = t.line
		if sent.conflict != k.conflict || sent.year != k.year {
			sent = conflictSink{out: out, conflict: k.conflict, year: k.year, sent: map[conflictRecord]bool{}}
		}
		sent.template = entente.Tie{Period: days, Value: float64(level), Label: strconv.Itoa(k.conflict), Ref: t.ref()}
		a, a2, b, b2 := parties[0], parties[1], parties[2], parties[3]
		sent.primary(variable, a)
		sent.primary(variable, b)
		sent.ties("conflict", false, a, b)
		sent.ties("conflict_2nd", false, a, b2)
		sent.ties("conflict_2nd", false, a2, b)
		sent.ties("conflict_2nd", false, a2, b2)
		sent.ties("support", true, a2, a)
		sent.ties("support", true, b2, b)
	}
	return t.err
}

// conflictType reads the type of a conflict, as a number or as words.
func (t *table) conflictType(c int) string {
	switch t.textOr(c) {
	case "1", "extrasystemic":
		return "extrasystemic"
	case "2", "interstate":
		return "interstate"
	case "3", "intrastate":
		return "intrastate"
	case "4", "II":
		return "internationalized"
	}
	t.wrong(c, "impossible value", "a type of conflict from 1 to 4")
	return ""
}

// allies reads a list of Gleditsch and Ward numbers. What is outside the state
// system is left out.
func (t *table) allies(c, year int) []entente.CCode {
	if t.isMissing(c) || t.reason != "" {
		return nil
	}
	var states []entente.CCode
	for part := range strings.SplitSeq(t.text(c), ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		for _, p := range t.parties(c, part, entente.CalendarYear(year), byGleditschWard, ucdpStates) {
			states = append(states, p.state)
			break // one for the year
		}
	}
	return states
}

// episode gives the days of the year that an episode took.
func (t *table) episode(start, end, year int) entente.Period {
	if t.reason != "" {
		return entente.Period{}
	}
	whole := entente.CalendarYear(year)
	p := whole
	p.From = t.europeanDay(start)
	if !t.isMissing(end) {
		p.To = t.europeanDay(end)
	}
	days, ok := p.Intersect(whole)
	if !ok {
		t.remark("days that do not reach the row's year, which is taken whole")
		return whole
	}
	return days
}

// europeanDay reads a day as YYYY-MM-DD or DD-MM-YYYY.
func (t *table) europeanDay(c int) entente.Date {
	b := t.bytes(c)
	if len(b) == 10 && b[2] == '-' && b[5] == '-' {
		b = bytes.Join([][]byte{b[6:], b[3:5], b[:2]}, []byte("-"))
	}
	day, ok := parseDay(b)
	if !ok {
		t.wrong(c, "impossible date", "a day as YYYY-MM-DD or DD-MM-YYYY")
	}
	return day
}

// conflictSink sends each record of a conflict-year once, however many rows
// name it.
type conflictSink struct {
	out            entente.Sink
	conflict, year int
	template       entente.Tie
	sent           map[conflictRecord]bool
}

type conflictRecord struct {
	variable string
	from, to entente.CCode
}

// first reports whether the record was not sent before.
func (s *conflictSink) first(variable string, from, to entente.CCode) bool {
	r := conflictRecord{variable, from, to}
	was := s.sent[r]
	s.sent[r] = true
	return !was
}

func (s *conflictSink) primary(variable string, states []entente.CCode) {
	for _, state := range states {
		if s.first(variable, state, state) {
			x := s.template
			s.out.Attribute(entente.Attribute{State: state, Period: x.Period, Variable: variable, Value: x.Value, Label: x.Label, Ref: x.Ref})
		}
	}
}

func (s *conflictSink) ties(variable string, directed bool, from, to []entente.CCode) {
	for _, a := range from {
		for _, b := range to {
			x := s.template
			x.From, x.To, x.Directed, x.Variable = a, b, directed, variable
			if !directed && a > b {
				x.From, x.To = b, a
			}
			if a != b && s.first(variable, x.From, x.To) {
				s.out.Tie(x)
			}
		}
	}
}
