package source

import (
	"context"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// atop is the Alliance Treaty Obligations and Provisions project: every
// formal alliance since 1815, one row for each member in each phase of a
// treaty, with the days of its entry and exit and what it promised. A phase is
// the time between two changes of the treaty's text. The dyads are made from
// these rows by package panel; the table of treaties, where it is there, is
// held against them.
//
// A row becomes six attributes that share its place: the five obligations
// (1 or 0) and obvary, 1 where what the member promised differs by partner.
// Where the file has them, three of the treaty follow: term, how it ended (0 in
// force, or cut short by the loss of a member's independence, 1 fulfilled, 2
// violated, 3 renegotiated), wartime, 1 if it was made in a war, and length,
// the months that its text provides for, 0 for no set term.
// The label is the treaty's number, with the phase after a point where there
// are several, as in the producers' own ATOPIDPHASE.
var atop = &entente.Dataset{
	ID:      "atop",
	Title:   "Alliance Treaty Obligations and Provisions",
	Version: "5.1",
	References: []entente.Reference{{
		Key: "leeds2002", Kind: "article",
		Authors: []string{"Leeds, Brett Ashley", "Ritter, Jeffrey M.", "Mitchell, Sara McLaughlin", "Long, Andrew G."},
		Title:   "Alliance Treaty Obligations and Provisions, 1815-1944", Year: 2002,
		Container: "International Interactions", Volume: "28", Pages: "237-260", DOI: "10.1080/03050620213653",
	}},
	Home:     "http://www.atopdata.org/data.html",
	Terms:    "Free for research with citation (atopdata.org); no clause on redistribution.",
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1815, 1, 1), To: entente.Day(2018, 12, 31)},
	Absence:  entente.AbsenceIsZero,
	Notes: "The day of entry is that of signature. Where the day of entry or exit is not known (36 rows of 5.1) it is read as the first, and the last, " +
		"of the month. Signatories that were not yet, or no longer, members of the state system are kept. One of them, Annam (8152), has no Correlates of War number and is " +
		"rejected, as in the producers' own dyad-years. A treaty is said to be in force until a record tells of its end: paper alliances are many.",
	Files: atopFiles,
	Read:  readATOP,
}

var atopFiles = []entente.File{
	{Name: "atop/atop5_1m.csv", URLs: []string{atopArchive}, Archive: "ATOP 5.1 (.csv)/atop5_1m.csv", Optional: true, Layout: atopLayout},
	{Name: "atop/atop5_0m.csv", Optional: true, Layout: atopLayout},
	{Name: "atop/atop5_1a.csv", URLs: []string{atopArchive}, Archive: "ATOP 5.1 (.csv)/atop5_1a.csv", Optional: true, Layout: atopTreatyLayout},
	{Name: "atop/atop5_0a.csv", Optional: true, Layout: atopTreatyLayout},
}

const (
	atopArchive      = "http://www.atopdata.org/uploads/6/9/1/3/69134503/atop_5.1__.csv_.zip"
	atopLayout       = "atopid, member, yrent, moent, dayent, yrexit, moexit, dayexit, ineffect, phase, defense, offense, neutral, nonagg, consul, obvary, among others"
	atopTreatyLayout = "atopid, begyr, begmo, mem1, mem2 and so on, among others"
)

var atopVariables = []string{"defense", "offense", "neutral", "nonagg", "consul", "obvary"}

// atopTerms are the columns that tell of a treaty's life, with their greatest
// values.
var atopTerms = []struct {
	name string
	most int
}{{"term", 3}, {"wartime", 1}, {"length", 12 * 200}}

func readATOP(ctx context.Context, dir fs.FS, out entente.Sink) error {
	members, err := firstOf(dir, atopFiles, 0, 1)
	if err != nil {
		return err
	}
	treaties, err := readATOPMembers(ctx, dir, atopFiles, members, out)
	if err != nil {
		return err
	}
	if i := members + 2; Present(dir, atopFiles[i]) {
		return checkATOPTreaties(ctx, dir, atopFiles, i, out, treaties)
	}
	return nil
}

// atopTreaty is what the rows of its members tell of a treaty.
type atopTreaty struct {
	members map[int]bool // Annam included
	year    int          // of the first entry
}

func readATOPMembers(ctx context.Context, dir fs.FS, files []entente.File, i int, out entente.Sink) (map[int]*atopTreaty, error) {
	t, err := openTable(ctx, dir, files, i, out)
	if err != nil {
		return nil, err
	}
	defer t.close()
	id, member, phase, ineffect := t.column("atopid"), t.column("member"), t.column("phase"), t.column("ineffect")
	entry := [3]int{t.column("yrent"), t.column("moent"), t.column("dayent")}
	exit := [3]int{t.column("yrexit"), t.column("moexit"), t.column("dayexit")}
	var columns []int
	for _, v := range atopVariables {
		columns = append(columns, t.column(v))
	}
	var terms []int
	for _, v := range atopTerms {
		terms = append(terms, t.optional(v.name))
	}
	type key struct {
		label string
		state entente.CCode
		from  entente.Date
	}
	seen := map[key]uint32{}
	treaties := map[int]*atopTreaty{}
	for t.next() {
		treaty, ph := t.int(id, 1, 99999), t.int(phase, 0, 99)
		signatory, year := t.int(member, 1, 99999), t.year(entry[0])
		if t.reason == "" {
			known := treaties[treaty]
			if known == nil {
				known = &atopTreaty{map[int]bool{}, year}
				treaties[treaty] = known
			}
			known.members[signatory] = true
			known.year = min(known.year, year)
		}
		state := t.state(member)
		p := entente.Period{From: t.monthDay(entry, false), To: entente.Ongoing}
		if t.int(ineffect, 0, 1) == 0 {
			p.To = t.monthDay(exit, true)
		}
		var values [6]int
		for v, c := range columns {
			values[v] = t.int(c, 0, 1)
		}
		told := make([]int, len(terms)) // -1 missing
		for v, c := range terms {
			told[v] = -1
			if n, ok := t.intOr(c, 0, atopTerms[v].most); ok {
				told[v] = n
			}
		}
		label := strconv.Itoa(treaty)
		if ph > 0 {
			label += "." + strconv.Itoa(ph)
		}
		k := key{label, state, p.From}
		if t.reason == "" {
			if line, twice := seen[k]; twice {
				t.fault("member given twice", fmt.Sprintf("state %d enters treaty %s on %v also in line %d", state, label, p.From, line))
			}
			if p.To < p.From {
				t.fault("exit before entry", p.String())
			}
		}
		if t.bad() {
			continue
		}
		seen[k] = t.line
		for v, name := range atopVariables {
			out.Attribute(entente.Attribute{State: state, Period: p, Variable: name, Value: float64(values[v]), Label: label, Ref: t.ref()})
		}
		for v, c := range terms {
			if c < 0 {
				continue
			}
			a := entente.Attribute{State: state, Period: p, Variable: atopTerms[v].name, Label: label, Ref: t.ref()}
			if a.Value = float64(told[v]); told[v] < 0 {
				a.Value, a.Status = 0, entente.Missing
			}
			out.Attribute(a)
		}
	}
	return treaties, t.err
}

// monthDay reads a day whose day of the month may be missing: it is then the
// first of the month, or the last.
func (t *table) monthDay(c [3]int, last bool) entente.Date {
	if !t.isMissing(c[2]) {
		return t.dateParts(c[0], c[1], c[2])
	}
	year, month := t.year(c[0]), t.int(c[1], 1, 12)
	if t.reason != "" {
		return 0
	}
	first := entente.Day(year, month, 1)
	if last {
		return monthEnd(first)
	}
	return first
}

// checkATOPTreaties rejects the treaties whose members or first year differ
// from those of the member file: the two files are then of unlike editions, or
// one is cut short.
func checkATOPTreaties(ctx context.Context, dir fs.FS, files []entente.File, i int, out entente.Sink, treaties map[int]*atopTreaty) error {
	t, err := openTable(ctx, dir, files, i, out)
	if err != nil {
		return err
	}
	defer t.close()
	id, begin := t.column("atopid"), t.column("begyr")
	members := []int{t.column("mem1"), t.column("mem2")}
	for n := 3; ; n++ {
		c := t.optional("mem" + strconv.Itoa(n))
		if c < 0 {
			break
		}
		members = append(members, c)
	}
	for t.next() {
		treaty, year := t.int(id, 1, 99999), t.year(begin)
		listed := map[int]bool{}
		for _, c := range members {
			if m, ok := t.intOr(c, 1, 99999); ok {
				listed[m] = true
			}
		}
		if t.reason == "" {
			if diff := treaties[treaty].unlike(listed, year); diff != "" {
				t.fault("treaty unlike its members' rows", fmt.Sprintf("treaty %d: %s", treaty, diff))
			}
		}
		t.bad()
	}
	return t.err
}

// unlike says in what a treaty differs from its members' rows, if in anything.
func (a *atopTreaty) unlike(listed map[int]bool, year int) string {
	if a == nil {
		return "no row of a member"
	}
	var words []string
	if a.year != year {
		words = append(words, fmt.Sprintf("begins in %d, its first member in %d", year, a.year))
	}
	if missing := count(listed, a.members); missing > 0 {
		words = append(words, fmt.Sprintf("%d of its members have no row", missing))
	}
	if extra := count(a.members, listed); extra > 0 {
		words = append(words, fmt.Sprintf("%d rows are of states that it does not list", extra))
	}
	return strings.Join(words, "; ")
}

// count returns how many keys of a are not in b.
func count(a, b map[int]bool) int {
	n := 0
	for k := range a {
		if !b[k] {
			n++
		}
	}
	return n
}
