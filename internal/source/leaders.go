package source

import (
	"context"
	"io/fs"

	"github.com/entente-observatory/entente"
)

// leaders is Archigos: the effective leader of every independent state, one
// row for each time in office, with its first and last day and how it began
// and ended. A row becomes an attribute "leader" over the days in office, and
// on its first and last day an attribute "entry" and "exit" with the
// producers' codes; the label of each is the leader's name.
var leaders = &entente.Dataset{
	ID:      "leaders",
	Title:   "Archigos: Political Leaders",
	Version: "4.1",
	References: []entente.Reference{{
		Key: "goemans2009", Kind: "article", Authors: []string{"Goemans, Henk E.", "Gleditsch, Kristian Skrede", "Chiozza, Giacomo"},
		Title: "Introducing Archigos: A Dataset of Political Leaders", Year: 2009,
		Container: "Journal of Peace Research", Volume: "46", Pages: "269-283", DOI: "10.1177/0022343308100719",
	}},
	Home:     "https://www.rochester.edu/college/faculty/hgoemans/data.htm",
	Terms:    "Free with citation; redistribution is not addressed.",
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1875, 1, 1), To: entente.Day(2015, 12, 31)},
	Absence:  entente.AbsenceUnknown,
	Notes: "States are those of Gleditsch and Ward; those that the Correlates of War do not list are not in the state system. Leaders in office in 1875 have the day on which they " +
		"came to it. The last day of one is often the first of the next. Who was in office on the last day of the record is read as open. " +
		"entry: 0 regular, 1 irregular, 2 imposed by another state. exit: 1 regular, 2 natural death, 2.1 ill health, 2.2 suicide, 3 irregular, 4 deposed by another state.",
	Files: leadersFiles,
	Read:  readLeaders,
}

var leadersFiles = []entente.File{
	{Name: "leaders/Archigos_4.1.txt", URLs: []string{"https://www.rochester.edu/college/faculty/hgoemans/Archigos_4.1.txt"}, Optional: true,
		Layout: "separated by tabs: obsid, leadid, ccode, leader, startdate, enddate, entry, exit, among others"},
	{Name: "leaders/archigos_subset.csv", Optional: true, Layout: "as exported from the R package peacesciencer: obsid, gwcode, leader, startdate, enddate, entry, exit, among others"},
}

// The producers' codes of entry and exit. What is unknown is missing.
var (
	leadersEntry = map[string]float64{"Regular": 0, "Irregular": 1, "Foreign Imposition": 2}
	leadersExit  = map[string]float64{
		"Regular": 1, "Natural Death": 2, "Retired Due to Ill Health": 2.1, "Suicide": 2.2, "Irregular": 3, "Foreign": 4,
	}
)

// leadersSettled has Yemen, which was no state when the record of its imams
// begins.
var leadersSettled = map[string]entente.CCode{"678": 678}

// stillInOffice and unknownWay are words in the place of a way out or in.
const (
	stillInOffice = "Still in Office"
	unknownWay    = "Unknown"
)

func readLeaders(ctx context.Context, dir fs.FS, out entente.Sink) error {
	i, err := firstOf(dir, leadersFiles, 0, 1)
	if err != nil {
		return err
	}
	t, err := openTable(ctx, dir, leadersFiles, i, out, "NA")
	if err != nil {
		return err
	}
	defer t.close()
	id, state, name := t.column("obsid"), t.column("gwcode", "ccode"), t.column("leader")
	start, end, entry, exit := t.column("startdate"), t.column("enddate"), t.column("entry"), t.column("exit")
	seen := map[string]uint32{}
	for t.next() {
		p := entente.Period{From: t.date(start), To: t.date(end)}
		if t.reason == "" && p.To < p.From {
			t.fault("ends before it begins", p.String())
		}
		if _, twice := seen[t.text(id)]; t.reason == "" && twice {
			t.fault("time in office given twice", t.text(id))
		}
		began, begins := t.wayOf(entry, leadersEntry)
		ended, ends := t.wayOf(exit, leadersExit)
		open := t.text(exit) == stillInOffice
		if t.bad() {
			continue
		}
		in := t.party(state, t.text(state), p, byGleditschWard, leadersSettled)
		if t.bad() {
			continue
		}
		seen[t.text(id)] = t.line
		leader := entente.Attribute{State: in[0].state, Period: p, Variable: "leader", Value: 1, Label: t.text(name), Ref: t.ref()}
		if open {
			leader.Period.To = entente.Ongoing
		}
		out.Attribute(leader)
		leader.Variable, leader.Value, leader.Status, leader.Period = "entry", began, begins, entente.Period{From: p.From, To: p.From}
		out.Attribute(leader)
		if !open {
			leader.Variable, leader.Value, leader.Status, leader.Period = "exit", ended, ends, entente.Period{From: p.To, To: p.To}
			out.Attribute(leader)
		}
	}
	return t.err
}

// wayOf reads how a time in office began or ended.
func (t *table) wayOf(c int, codes map[string]float64) (float64, entente.Status) {
	text := t.text(c)
	if text == unknownWay || text == stillInOffice {
		return 0, entente.Missing
	}
	code, ok := codes[text]
	if !ok {
		t.wrong(c, "unknown code", "a word of the codebook, such as Regular")
	}
	return code, entente.Known
}
