package source

import (
	"context"
	"fmt"
	"io/fs"
	"strconv"

	"github.com/entente-observatory/entente"
)

// desta is the Design of Trade Agreements data base: every preferential trade
// agreement since 1948 with its members, the years of signature and of entry
// into force, accessions, consolidated texts and withdrawals.
//
// An agreement, an accession to it or a consolidated text of it becomes two
// ties for each dyad that it joins: pta_signed in the year of signature, and
// pta from the year of entry into force to that of withdrawal, or open. The
// label begins with the number of the agreement, which a later accession and
// text share, so that agreements can be counted. Where no year of entry is
// coded the pta is missing: the treaty may not be in force, or the coders had
// not learnt of it. A withdrawal is a tie pta_withdrawal in its year.
//
// The producers give the dyads (read with their file of withdrawals) and the
// list of treaties, from which the same dyads follow by the rule of
// destaJoins but in one treaty of 2.1 (437+2, where the states that acceded
// together to the European Economic Area are joined with each other too). The
// dyads are read where both are there.
var desta = &entente.Dataset{
	ID:      "desta",
	Title:   "Design of Trade Agreements",
	Version: "2.1 or 2.0",
	References: []entente.Reference{{
		Key: "duer2014", Kind: "article",
		Authors: []string{"Dür, Andreas", "Baccini, Leonardo", "Elsig, Manfred"},
		Title:   "The Design of International Trade Agreements: Introducing a New Dataset", Year: 2014,
		Container: "The Review of International Organizations", Volume: "9", Pages: "353-375", DOI: "10.1007/s11558-013-9179-8",
	}},
	Home:     "https://www.designoftradeagreements.org/downloads/",
	Terms:    "CC BY-NC-SA with citation.",
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1948, 1, 1), To: entente.Day(2021, 12, 31)},
	Absence:  entente.AbsenceIsZero,
	Notes: "Years are the finest that the file has: a treaty counts from 1 January of the year of its entry into force to 31 December of the year of a withdrawal. " +
		"A withdrawal without a year of effect is read as of its own year. Germany is 260 until 1990 and then 255, Yemen 678 and then 679. " +
		"An agreement that later ones replace is not withdrawn from, and stays.",
	Files: destaFiles,
	Read:  readDESTA,
}

var destaFiles = []entente.File{
	{Name: "desta/desta_list_of_treaties_02_01_dyads.xlsx", Sheet: "data", URLs: []string{destaHome + "ab/ee/abee41ef-f5e5-44b6-91db-5e8befe48fe5/desta_list_of_treaties_02_01_dyads.xlsx"}, Optional: true, Layout: destaDyads},
	{Name: "desta/desta_list_of_treaties_02_01_dyads.from-xlsx.csv", Optional: true, Layout: "sheet data of the dyads, saved as CSV: " + destaDyads},
	{Name: "desta/desta_list_of_treaties_02_01.xlsx", Sheet: "data", URLs: []string{destaHome + "97/7f/977f7d18-2edb-4d94-ba30-16cf3ea2f824/desta_list_of_treaties_02_01.xlsx"}, Optional: true, Layout: destaList},
	{Name: "desta/desta_list_of_treaties_02_00.csv", Optional: true, Layout: destaList},
	{Name: "desta/DESTA.csv", Optional: true, Layout: destaList},
	{Name: "desta/desta_dyadic_withdrawal_02_01.xlsx", Sheet: "data", URLs: []string{destaHome + "77/6c/776c7757-3ae4-4dba-b2ad-b6d0f1f9c634/desta_dyadic_withdrawal_02_01.xlsx"}, Optional: true, Layout: destaDyads},
}

// destaWithdrawals is the file that completes the dyads.
const destaWithdrawals = 5

const (
	destaHome  = "https://www.designoftradeagreements.org/media/filer_public/"
	destaDyads = "iso1, iso2, number, base_treaty, name, entry_type, year, entryforceyear, among others"
	destaList  = "number, base_treaty, name, entry_type, year, entryforceyear, typememb, c1 to c91 (members), mc1 to mc91 (their sides), among others; separated by commas or semicolons, NA or empty for none"
)

// destaSettled says what ISO numbers mean before the state that now bears
// them, and which state the producers number 900.
var destaSettled = map[string]entente.CCode{"276": 260, "887": 678, "900": 347}

// destaTreaty is what a row tells of a treaty or a withdrawal.
type destaTreaty struct {
	number string // as in the file: 68, 68+1 an accession, 68a a text, 68_1 a withdrawal
	base   int    // the agreement
	kind   string
	name   string
	year   int
	entry  int // into force
	status entente.Status
}

// destaExit is a dyad of an agreement, under ISO numbers.
type destaExit struct {
	base int
	iso  [2]int
}

func readDESTA(ctx context.Context, dir fs.FS, out entente.Sink) error {
	i, err := firstOf(dir, destaFiles, 0, 1, 2, 3, 4)
	if err != nil {
		return err
	}
	r := &destaReader{exits: map[destaExit][]int{}, seen: map[string]uint32{}}
	// What ends a tie is read first: it has a file of its own, or stands
	// anywhere in the list, which is read twice.
	switch {
	case i > 1:
		if err := r.list(ctx, dir, i, &Collector{}); err != nil {
			return err
		}
		clear(r.seen)
		return r.list(ctx, dir, i, out)
	case Present(dir, destaFiles[destaWithdrawals]):
		if err := r.dyads(ctx, dir, destaWithdrawals, out); err != nil {
			return err
		}
	}
	return r.dyads(ctx, dir, i, out)
}

// destaReader holds what is known of all rows so far.
type destaReader struct {
	exits map[destaExit][]int // years of withdrawal
	seen  map[string]uint32   // line of a treaty, or of a dyad of one
	ties  []entente.Tie       // of the row
}

// dyads reads a file of dyads, of treaties or of withdrawals.
func (r *destaReader) dyads(ctx context.Context, dir fs.FS, i int, out entente.Sink) error {
	t, err := openTable(ctx, dir, destaFiles, i, out, "NA")
	if err != nil {
		return err
	}
	defer t.close()
	treaty := t.destaColumns()
	iso1, iso2 := t.column("iso1"), t.column("iso2")
	for t.next() {
		x := treaty()
		iso := [2]int{t.int(iso1, 1, 999), t.int(iso2, 1, 999)}
		if t.reason == "" && iso[0] == iso[1] {
			t.fault("state with itself", fmt.Sprintf("ISO number %d twice", iso[0]))
		}
		r.once(t, destaKey(x, iso))
		if t.bad() {
			continue
		}
		if _, twice := r.seen[destaKey(x, [2]int{iso[1], iso[0]})]; twice {
			t.remark("dyads that are given both ways, the second of which is not kept")
			continue
		}
		r.dyad(t, iso1, x, iso)
		r.send(t, x)
	}
	return t.err
}

// list reads the list of treaties.
func (r *destaReader) list(ctx context.Context, dir fs.FS, i int, out entente.Sink) error {
	t, err := openTable(ctx, dir, destaFiles, i, out, "NA")
	if err != nil {
		return err
	}
	defer t.close()
	treaty, form := t.destaColumns(), t.column("typememb")
	members, sides := []int{t.column("c1")}, []int{t.column("mc1")}
	for n := 2; t.optional("c"+strconv.Itoa(n)) >= 0; n++ {
		members, sides = append(members, t.optional("c"+strconv.Itoa(n))), append(sides, t.optional("mc"+strconv.Itoa(n)))
	}
	for t.next() {
		x, shape := treaty(), t.int(form, 1, 7)
		r.once(t, x.number)
		var iso, side []int
		for n, c := range members {
			if code, ok := t.intOr(c, 1, 999); ok {
				s, coded := t.intOr(sides[n], 0, 9)
				if !coded {
					s = -1
				}
				iso, side = append(iso, code), append(side, s)
			}
		}
		if t.bad() {
			continue
		}
		if x.kind == "negotiation" || x.kind == "protocol or amendment" {
			t.remark("negotiations, protocols and amendments, which join no dyad")
			continue
		}
		for a := range iso {
			for b := a + 1; b < len(iso); b++ {
				if iso[a] != iso[b] && destaJoins(side, a, b, shape) {
					r.dyad(t, members[0], x, [2]int{iso[a], iso[b]})
				}
			}
		}
		r.send(t, x)
	}
	return t.err
}

// destaJoins tells whether a treaty joins two of its members by the sides on
// which they stand (mc1 and so on; -1 where not coded, which joins nobody): all
// with all if all stand on one side, else one side with the other. Where
// states accede (typememb 5, and 6 for a treaty between sides) or withdraw (7)
// one side alone joins nobody, but in 5 and 7 those that do so are side 1, and
// joined with each other too.
func destaJoins(side []int, a, b, shape int) bool {
	switch {
	case side[a] < 0 || side[b] < 0:
		return false
	case side[a] != side[b]:
		return true
	case shape > 4:
		return shape != 6 && side[a] == 1
	}
	for _, s := range side {
		if s != side[a] {
			return false
		}
	}
	return true
}

// once makes a row bad whose key an earlier row has.
func (r *destaReader) once(t *table, key string) {
	if t.reason != "" {
		return
	}
	if line, twice := r.seen[key]; twice {
		t.fault("given twice", key+" is also in line "+strconv.Itoa(int(line)))
		return
	}
	r.seen[key] = t.line
}

// destaKey names a dyad of a treaty as the file puts it.
func destaKey(x destaTreaty, iso [2]int) string { return fmt.Sprint(x.number, iso) }

// dyad makes the ties of a treaty between two states, and notes a withdrawal.
func (r *destaReader) dyad(t *table, c int, x destaTreaty, iso [2]int) {
	at := destaExit{x.base, [2]int{min(iso[0], iso[1]), max(iso[0], iso[1])}}
	signed := entente.CalendarYear(x.year)
	if x.kind == "withdrawal" {
		year := x.year
		if x.status == entente.Known {
			year = x.entry
		}
		r.exits[at] = append(r.exits[at], year)
		r.tie(t, c, x, iso, "pta_withdrawal", entente.CalendarYear(year), entente.Known)
		return
	}
	r.tie(t, c, x, iso, "pta_signed", signed, entente.Known)
	force := entente.Period{From: signed.From, To: entente.Ongoing}
	if x.status == entente.Known {
		force.From = entente.CalendarYear(x.entry).From
	}
	for _, year := range r.exits[at] {
		if end := entente.CalendarYear(year).To; force.From <= end {
			force.To = min(force.To, end)
		}
	}
	r.tie(t, c, x, iso, "pta", force, x.status)
}

func (r *destaReader) tie(t *table, c int, x destaTreaty, iso [2]int, variable string, p entente.Period, status entente.Status) {
	a := t.parties(c, strconv.Itoa(iso[0]), p, byISONumber, destaSettled)
	b := t.parties(c, strconv.Itoa(iso[1]), p, byISONumber, destaSettled)
	tie := entente.Tie{Variable: variable, Status: status, Label: strconv.Itoa(x.base) + " " + x.name}
	if status == entente.Known {
		tie.Value = 1
	}
	r.ties = between(r.ties, a, b, tie)
}

// send sends the ties of a row, or rejects one that joins no two states.
func (r *destaReader) send(t *table, x destaTreaty) {
	if r.ties == nil {
		t.fault(outsideSystem, "a party to "+clip(x.name))
	}
	if !t.bad() {
		t.send(r.ties)
	}
	r.ties = nil
}

// destaColumns finds the columns that every file has, and returns what reads
// them in a row.
func (t *table) destaColumns() func() destaTreaty {
	number, base, name, kind := t.column("number"), t.column("base_treaty"), t.column("name"), t.column("entry_type")
	year, entry := t.column("year"), t.column("entryforceyear")
	return func() destaTreaty {
		x := destaTreaty{number: t.text(number), base: t.int(base, 1, 99999), kind: t.text(kind), name: t.text(name)}
		switch x.kind {
		case "negotiation": // has no year yet
			return x
		case "base_treaty", "accession", "consolidated", "protocol or amendment", "withdrawal":
		default:
			t.wrong(kind, "unknown code", "base_treaty, accession, consolidated, protocol or amendment, withdrawal or negotiation")
		}
		x.year = t.year(year)
		if x.status = entente.Missing; !t.isMissing(entry) {
			x.entry, x.status = t.year(entry), entente.Known
		}
		return x
	}
}
