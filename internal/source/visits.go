package source

import (
	"context"
	"io/fs"
	"strings"

	"github.com/entente-observatory/entente"
)

// Three registers of travel share one shape: a leader or high official of one
// state visits another, which becomes a directed tie from the visitor's state
// to the host's; the label is who came. visitsChina is of the leaders of
// China and has years; visitsUS is of secretaries of the services and
// commanders of the United States and has days; visitsCOLT is of the heads of
// state and government of all states and has days.
var visitsChina = &entente.Dataset{
	ID:      "visits-china",
	Title:   "Who Where When: International Travel of Chinese Leaders",
	Version: "1.1",
	References: []entente.Reference{{
		Key: "turcsanyi2021", Kind: "misc", Authors: []string{"Turcsányi, Richard Q.", "Eckert, M.", "Šimalčík, Matej", "Majsniarová, N."},
		Title: "WHO | WHERE | WHEN: International Travel of the Chinese Leaders (1949-2020)", Year: 2021,
		Container: "Central European Institute of Asian Studies",
	}},
	Home:     "https://ceias.eu/",
	Terms:    "Free with citation; redistribution is not addressed.",
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1949, 10, 1), To: entente.Day(2020, 12, 31)},
	Absence:  entente.AbsenceIsZero,
	Notes:    "A row is a visit, of which only the year is known; two in a year are two rows that are alike.",
	Files:    visitsChinaFiles,
	Read:     readVisitsChina,
}

var visitsUS = &entente.Dataset{
	ID:      "visits-us",
	Title:   "Foreign Visits of Senior United States Defence Officials",
	Version: "as distributed with troopdata",
	References: []entente.Reference{{
		Key: "dorazio2013", Kind: "misc", Authors: []string{"D'Orazio, Vito"},
		Title: "Foreign visits of senior US defence officials, 1992-2012", Year: 2013, Container: "as distributed with the R package troopdata",
	}},
	Home:     "https://github.com/meflynn/troopdata",
	Terms:    "Free with citation; redistribution is not addressed.",
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1992, 1, 1), To: entente.Day(2012, 12, 31)},
	Absence:  entente.AbsenceUnknown,
	Notes: "Offices are covered for the terms of some of their holders only, so a year without a visit tells nothing. A row may be a stop on a journey " +
		"and then has the days of the whole. One that ends before it begins (10 rows) is kept for the day of its beginning. The producer gives the binary visits.xls, which is not read: save its sheet as CSV, or as visits.xlsx.",
	Files: visitsUSFiles,
	Read:  readVisitsUS,
}

var visitsCOLT = &entente.Dataset{
	ID:      "visits-colt",
	Title:   "Country and Organizational Leader Travel",
	Version: "2025-03-17",
	References: []entente.Reference{{
		Key: "moyer2025", Kind: "article",
		Authors: []string{"Moyer, Jonathan D.", "Meisel, Collin J.", "Szymanski-Burgos, Adam", "Matthews, Austin S.", "Casiraghi, Matteo C. M.", "Kurkul, Alexandra", "Hughes, Marianne", "Kettlun, Whitney", "McKee, Kylie X."},
		Title:   "When Heads of Government and State (HOGS) Fly: Introducing the Country and Organizational Leader Travel (COLT) Dataset Measuring Foreign Travel by HOGS", Year: 2025,
		Container: "International Studies Quarterly", Volume: "69", DOI: "10.1093/isq/sqaf013",
	}},
	Home:     "https://korbel.du.edu/pardee/content/country-organization-leader-travel",
	Terms:    "Free with citation from the Pardee Institute; redistribution is not addressed.",
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1990, 1, 1), To: entente.Day(2024, 12, 31)},
	Absence:  entente.AbsenceIsZero,
	Notes: "Visits of heads of state and government, de facto leaders among them, are \"visit\"; those of ministers and crown princes, where a file has them, have names of their own. " +
		"Leaders of organisations are not in the state system. Where the days are not coded a visit has its year.",
	Files: visitsCOLTFiles,
	Read:  readVisitsCOLT,
}

var (
	visitsChinaFiles = []entente.File{
		{Name: "leader-visits/WHO-WHERE-WHEN-dataset-v.1.1.xlsx", Sheet: "Dataset", Optional: true, Layout: whoWhereWhen},
		{Name: "leader-visits/WHO-WHERE-WHEN-dataset-v.1.1.from-xlsx.csv", Optional: true, Layout: "sheet Dataset saved as CSV: " + whoWhereWhen},
	}
	visitsUSFiles = []entente.File{
		{Name: "leader-visits/visits.xlsx", Optional: true, Layout: visitsUSLayout},
		{Name: "leader-visits/visits.from-xls.csv", Optional: true, Layout: visitsUSLayout},
	}
	visitsCOLTFiles = []entente.File{
		{Name: "leader-visits/Diplometrics_COLT_Travel_Dataset_Primary-HOGS-1990-2024_20250317.xlsx", Sheet: "Master", Optional: true, Layout: coltLayout},
		{Name: "leader-visits/Diplometrics_COLT_Travel_Dataset_Primary-HOGS-1990-2024_20250317.csv", Optional: true, Layout: coltLayout},
	}
)

const (
	whoWhereWhen   = "Year, Name, Level, Country, among others"
	visitsUSLayout = "the sheet of visits.xls: Title, Name, Start Day, Start Month, Start Year, State Visit (ISO letters), End Day, End Month, End Year, among others"
	coltLayout     = "TripID, LeaderCountryOrIGO, LeaderCountryISO, LeaderRole, LeaderTitle, LeaderFullName, CountryVisited, CountryVisitedISO, TripYear, TripStartDate, TripEndDate, among others"
)

// The two states whose leaders and officials the older registers follow.
const (
	unitedStates entente.CCode = 2
	china        entente.CCode = 710
)

func readVisitsChina(ctx context.Context, dir fs.FS, out entente.Sink) error {
	i, err := firstOf(dir, visitsChinaFiles, 0, 1)
	if err != nil {
		return err
	}
	t, err := openTable(ctx, dir, visitsChinaFiles, i, out)
	if err != nil {
		return err
	}
	defer t.close()
	year, name, level, country := t.column("Year"), t.column("Name"), t.column("Level"), t.column("Country")
	for t.next() {
		y := t.year(year)
		if t.bad() {
			continue
		}
		t.visit([]party{{china, entente.CalendarYear(y)}}, t.party(country, t.text(country), entente.CalendarYear(y), byName, visitsSettled),
			"visit", t.text(name)+", "+t.text(level))
	}
	return t.err
}

// visitsSettled names places under the states or territories that they are in,
// and the state that a file means by a name of two.
var visitsSettled = map[string]entente.CCode{
	"Germany": 260, "Vietnam": 816, "Nassau": 31, "Kosovo": 347, "Saint Thomas": 0, "Wake Island": 0,
}

func readVisitsUS(ctx context.Context, dir fs.FS, out entente.Sink) error {
	i, err := firstOf(dir, visitsUSFiles, 0, 1)
	if err != nil {
		return err
	}
	t, err := openTable(ctx, dir, visitsUSFiles, i, out)
	if err != nil {
		return err
	}
	defer t.close()
	title, name, host := t.column("Title"), t.column("Name"), t.column("State Visit")
	start := [3]int{t.column("Start Year"), t.column("Start Month"), t.column("Start Day")}
	end := [3]int{t.column("End Year"), t.column("End Month"), t.column("End Day")}
	seen := map[string]uint32{}
	for t.next() {
		t.unrepeated(seen)
		from, to := t.dateParts(start[0], start[1], start[2]), t.dateParts(end[0], end[1], end[2])
		p := t.span(entente.Period{From: from, To: from}, entente.Period{From: to, To: to})
		if t.bad() {
			continue
		}
		find := byISOLetters
		if len(t.bytes(host)) != 3 {
			find = byName
		}
		t.visit([]party{{unitedStates, p}}, t.party(host, t.text(host), p, find, visitsSettled), "visit", t.text(name)+", "+t.text(title))
	}
	return t.err
}

// coltRoles are the variables of the roles in which leaders travel.
var coltRoles = map[string]string{
	"GS": "visit", "G": "visit", "S": "visit", "De Facto": "visit", // head of government and state, of either, of neither
	"CP": "visit_crown_prince", "F": "visit_foreign_minister", "D": "visit_defence_minister", "E": "visit_finance_minister",
	"I": "visit_organisation", // who leads one comes from no state
}

func readVisitsCOLT(ctx context.Context, dir fs.FS, out entente.Sink) error {
	i, err := firstOf(dir, visitsCOLTFiles, 0, 1)
	if err != nil {
		return err
	}
	t, err := openTable(ctx, dir, visitsCOLTFiles, i, out, "NA", "N/A", "TBD", "-9")
	if err != nil {
		return err
	}
	defer t.close()
	id, role, title, name := t.column("TripID"), t.column("LeaderRole"), t.column("LeaderTitle"), t.column("LeaderFullName")
	from, fromISO := t.column("LeaderCountryOrIGO"), t.column("LeaderCountryISO")
	to, toISO := t.column("CountryVisited"), t.column("CountryVisitedISO")
	year, start, end := t.column("TripYear"), t.column("TripStartDate"), t.column("TripEndDate")
	type trip struct{ id, host string }
	seen := map[trip]uint32{}
	for t.next() {
		p := entente.CalendarYear(max(t.year(year), 1500))
		if !t.isMissing(start) && !t.isMissing(end) {
			first, last := t.date(start), t.date(end)
			p = t.span(entente.Period{From: first, To: first}, entente.Period{From: last, To: last})
		}
		variable, ok := coltRoles[t.text(role)]
		if !ok {
			t.wrong(role, "unknown code", "a role of the codebook (GS, G, S, De Facto, CP, F, D, E, I)")
		}
		k := trip{t.text(id), t.text(to)}
		if _, twice := seen[k]; t.reason == "" && twice {
			t.fault("trip given twice", k.id+" to "+clip(k.host))
		}
		if t.reason == "" && variable == coltRoles["I"] {
			t.fault(outsideSystem, clip(t.text(from)))
		}
		if t.bad() {
			continue
		}
		seen[k] = t.line
		t.visit(t.coltState(from, fromISO, p), t.coltState(to, toISO, p), variable, strings.Trim(t.text(name)+", "+t.textOr(title), ", "))
	}
	return t.err
}

// coltState reads a state by its letters, or by its name where it has none.
func (t *table) coltState(name, letters int, p entente.Period) []party {
	if t.isMissing(letters) {
		return t.party(name, t.text(name), p, byName, visitsSettled)
	}
	return t.party(letters, t.text(letters), p, byISOLetters, visitsSettled)
}

// visit sends the tie of a visit, unless the row is bad.
func (t *table) visit(from, to []party, variable, label string) {
	if t.bad() {
		return
	}
	t.ties(from, to, entente.Tie{Directed: true, Variable: variable, Value: 1, Label: label})
}
