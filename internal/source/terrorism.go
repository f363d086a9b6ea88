package source

import (
	"context"
	"io/fs"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// terrorism counts by state and year the attacks of the Global Terrorism
// Database, by how they were made and by what they were aimed at, and the
// incidents, injuries and deaths of the RAND database, all as Our World in
// Data publishes them: the producers do not pass on incidents freely.
//
// A row becomes an attribute for each count. The variables say file and kind:
// attack_bombing_explosion, target_police, rand_fatalities. The label is the
// entity as the file names it: in the year of a change of name a state has two
// rows, which add up (Rhodesia and Zimbabwe in 1980).
var terrorism = &entente.Dataset{
	ID:      "terrorism",
	Title:   "Terrorist Attacks by State and Year",
	Version: "GTD 2018 release; RAND 2009",
	References: []entente.Reference{
		{
			Key: "gtd2018", Kind: "misc", Authors: []string{"National Consortium for the Study of Terrorism and Responses to Terrorism (START)"},
			Title: "Global Terrorism Database", Year: 2018, URL: "https://www.start.umd.edu/gtd",
		},
		{
			Key: "rand2009", Kind: "misc", Authors: []string{"RAND Corporation"},
			Title: "RAND Database of Worldwide Terrorism Incidents", Year: 2009, URL: "https://www.rand.org/nsrd/projects/terrorism-incidents.html",
		},
	},
	Home:     "https://github.com/owid/owid-datasets",
	Terms:    "The counts by state and year are CC BY of Our World in Data; the incidents behind them may be used for research, not passed on.",
	Rights:   entente.Open,
	Coverage: entente.Period{From: entente.Day(1950, 1, 1), To: entente.Day(2017, 12, 31)},
	Absence:  entente.AbsenceUnknown,
	Notes: "The Global Terrorism Database covers 1970-2017 without 1993, whose records were lost; RAND 1950-2009, to 1997 only what was done across borders. " +
		"About one attack in 180 has no kind of target. No row can so be none, or not known. Rows of the world, of regions and of territories are not in the state system.",
	Files: terrorismFiles,
	Read:  readTerrorism,
}

var terrorismFiles = []entente.File{
	{Name: "terrorism/owid-gtd-attacks-by-type-2018.csv", Optional: true, Layout: "Entity, Year, and a column of attacks for each way of attack"},
	{Name: "terrorism/owid-gtd-attacks-by-target-2018.csv", Optional: true, Layout: "Entity, Year, and a column of attacks for each kind of target"},
	{Name: "terrorism/owid-rand-rdwti.csv", Optional: true, Layout: "Entity, Year, Count of terrorist incidents (RAND), Injuries due to terrorism (RAND), Fatalities due to terrorism (RAND)"},
}

// terrorismColumns are the columns of the three files, and their variables
// where those do not follow from the names.
var terrorismColumns = [][]string{
	{"Assassination", "Hostage Taking (Kidnapping)", "Bombing/Explosion", "Facility/Infrastructure Attack", "Armed Assault", "Hijacking", "Unknown",
		"Hostage Taking (Barricade Incident)", "Unarmed Assault"},
	{"Abortion related", "Airports & Aircraft", "Business", "Educational Institution", "Food or Water Supply", "Government (Diplomatic)",
		"Government (General)", "Journalists & Media", "Maritime", "Military", "NGO", "Other", "Police", "Private Citizens & Property",
		"Religious Figures/Institutions", "Telecommunications", "Terrorists/Non-State Militia", "Tourists", "Transportation", "Unknown", "Utilities",
		"Violent Political Party"},
	{"Count of terrorist incidents (RAND)", "Injuries due to terrorism (RAND)", "Fatalities due to terrorism (RAND)"},
}

var terrorismPrefix = []string{"attack_", "target_", "rand_"}

// terrorismVariable makes the name of a variable.
func terrorismVariable(file int, column string) string {
	column = strings.NewReplacer("Count of terrorist ", "", " due to terrorism", "", " (RAND)", "").Replace(column)
	words := strings.FieldsFunc(strings.ToLower(column), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return terrorismPrefix[file] + strings.Join(words, "_")
}

// terrorismSettled says what the files mean by their own names. A region is 0.
var terrorismSettled = map[string]entente.CCode{
	"Congo": 484, "Germany": 260, "Timor": 860, "Vietnam": 816, "Yemen": 678, "Kosovo": 347,
	"World": 0, "International": 0, "Australasia & Oceania": 0, "Central America & Caribbean": 0, "Central Asia": 0, "East Asia": 0, "Eastern Europe": 0,
	"Middle East & North Africa": 0, "North America": 0, "South America": 0, "South Asia": 0, "Southeast Asia": 0, "Sub-Saharan Africa": 0,
	"Western Europe": 0, "Kashmir": 0,
}

// terrorismNames are the publisher's codes of entities without an ISO code.
// The West German one goes on to 2008.
var terrorismNames = map[string]string{"OWID_GDR": "German Democratic Republic", "OWID_GFR": "Germany", "OWID_KOS": "Kosovo"}

func readTerrorism(ctx context.Context, dir fs.FS, out entente.Sink) error {
	if _, err := firstOf(dir, terrorismFiles, 0, 1, 2); err != nil {
		return err
	}
	for i := range terrorismFiles {
		if !Present(dir, terrorismFiles[i]) {
			continue
		}
		if err := readTerrorismFile(ctx, dir, i, out); err != nil {
			return err
		}
	}
	return nil
}

func readTerrorismFile(ctx context.Context, dir fs.FS, i int, out entente.Sink) error {
	t, err := openTable(ctx, dir, terrorismFiles, i, out)
	if err != nil {
		return err
	}
	defer t.close()
	entity, year := t.column("Entity"), t.column("Year")
	var columns []int
	var variables []string
	for _, name := range terrorismColumns[i] {
		columns, variables = append(columns, t.column(name)), append(variables, terrorismVariable(i, name))
	}
	type key struct {
		entity string
		year   int
	}
	seen := map[key]uint32{}
	row := make([]entente.Attribute, len(columns))
	for t.next() {
		y := t.year(year)
		for v, c := range columns {
			row[v].Value, row[v].Status = t.floatOr(c, 0, 1e7)
		}
		if t.bad() {
			continue
		}
		k := key{t.text(entity), y}
		if line, twice := seen[k]; twice {
			t.fault("row given twice", k.entity+" is also in line "+strconv.Itoa(int(line)))
		}
		name, p := k.entity, entente.CalendarYear(y)
		if long, ok := terrorismNames[name]; ok {
			name = long
		}
		at := t.party(entity, name, p, byName, terrorismSettled)
		if t.bad() {
			continue
		}
		seen[k] = t.line
		state := at[len(at)-1].state
		for v, a := range row {
			a.State, a.Period, a.Variable, a.Label, a.Ref = state, p, variables[v], k.entity, t.ref()
			out.Attribute(a)
		}
	}
	return t.err
}
