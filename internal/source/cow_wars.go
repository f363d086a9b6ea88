package source

import (
	"context"
	"fmt"
	"io/fs"
	"strconv"

	"github.com/entente-observatory/entente"
)

// cowWars is the record of inter-state wars: fighting between states with a
// thousand battle deaths. Its list of participants has one row for each part
// that a state had in a war, in up to two spells, and gives attributes of the
// state. The list of dyads has one row for each direction of a dyad in each
// year that the two fought, and gives ties, under the producers' names for
// what state A had of it. The label is the number of the war.
var cowWars = &entente.Dataset{
	ID:      "cow-wars",
	Title:   "Inter-State Wars",
	Version: "4.0, and dyads 1.1",
	References: []entente.Reference{
		{
			Key: "sarkees2010", Kind: "book",
			Authors: []string{"Sarkees, Meredith Reid", "Wayman, Frank Whelon"},
			Title:   "Resort to War: 1816-2007", Year: 2010, Container: "CQ Press",
		},
		cowDyadicMID.References[0],
	},
	Home:     "https://correlatesofwar.org/data-sets/cow-war/",
	Terms:    cowTerms,
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1816, 1, 1), To: entente.Day(2007, 12, 31)},
	Absence:  entente.AbsenceIsZero,
	Notes: "A state that fought in two spells has BatDeath for both together, and the same value in each. Outcome is 1 (winner), 2 (loser), 3 (compromise), 4 (transformed), 5 (ongoing), 6 (stalemate), 7 (below the level of war), 8 (changed sides). " +
		"The dyads end in 2003. A participant that changed sides has a row for each.",
	Files: cowWarFiles,
	Read:  readWars,
}

var cowWarFiles = []entente.File{
	{
		Name: "cow-mid/Inter-StateWarData_v4.0.csv", Optional: true,
		URLs:   []string{"https://correlatesofwar.org/wp-content/uploads/Inter-StateWarData_v4.0.csv"},
		Layout: "WarNum, WarName, ccode, Side, StartMonth1, StartDay1, StartYear1, EndMonth1, EndDay1, EndYear1, the same with 2, Initiator, Outcome, BatDeath, among others, with -8 for none and -9 for missing",
	},
	{
		Name: "cow-mid/directed_dyadic_war.csv", Optional: true,
		URLs:   []string{"https://correlatesofwar.org/wp-content/uploads/Dyadic-Interstate-War-Dataset.zip"},
		Layout: "warnum, dyindex, statea, stateb, warstrtyr, warstrtmnth, warstrtday, warendyr, warendmnth, warenday, year, warolea, wardyadrolea, outcomea, batdtha, batdths, durindx, among others",
	},
}

func readWars(ctx context.Context, dir fs.FS, out entente.Sink) error {
	if _, err := firstOf(dir, cowWarFiles, 0, 1); err != nil {
		return err
	}
	if Present(dir, cowWarFiles[0]) {
		if err := readWarParticipants(ctx, dir, out); err != nil {
			return err
		}
	}
	if Present(dir, cowWarFiles[1]) {
		return readWarDyads(ctx, dir, out)
	}
	return nil
}

func readWarParticipants(ctx context.Context, dir fs.FS, out entente.Sink) error {
	t, err := openTable(ctx, dir, cowWarFiles, 0, out, "-8", "-9")
	if err != nil {
		return err
	}
	defer t.close()
	number, ccode := t.column("WarNum"), t.column("ccode")
	var from, to [2][3]int
	for i, n := range []string{"1", "2"} {
		from[i] = [3]int{t.column("StartYear" + n), t.column("StartMonth" + n), t.column("StartDay" + n)}
		to[i] = [3]int{t.column("EndYear" + n), t.column("EndMonth" + n), t.column("EndDay" + n)}
	}
	m := t.measures([]measure{{"Side", 1, 2}, {"Initiator", 1, 2}, {"Outcome", 1, 8}, {"BatDeath", 0, 1e8}})
	type key struct {
		war   int
		state entente.CCode
		from  entente.Date
	}
	seen := map[key]uint32{}
	for t.next() {
		k := key{war: t.int(number, 1, 9999), state: t.state(ccode)}
		spells := []entente.Period{t.spell(from[0], to[0])}
		if !t.isMissing(from[1][0]) {
			spells = append(spells, t.spell(from[1], to[1]))
		}
		m.read()
		k.from = spells[0].From
		if line, twice := seen[k]; t.reason == "" && twice {
			t.fault("participant given twice", fmt.Sprintf("state %d enters war %d on %v also in line %d", k.state, k.war, k.from, line))
		}
		if t.bad() {
			continue
		}
		seen[k] = t.line
		for _, days := range spells {
			m.attribute(entente.Attribute{State: k.state, Period: days, Label: strconv.Itoa(k.war)})
		}
	}
	return t.err
}

func readWarDyads(ctx context.Context, dir fs.FS, out entente.Sink) error {
	t, err := openTable(ctx, dir, cowWarFiles, 1, out, "-9")
	if err != nil {
		return err
	}
	defer t.close()
	number, index, a, b, year := t.column("warnum"), t.column("dyindex"), t.column("statea"), t.column("stateb"), t.column("year")
	from := [3]int{t.column("warstrtyr"), t.column("warstrtmnth"), t.column("warstrtday")}
	to := [3]int{t.column("warendyr"), t.column("warendmnth"), t.column("warenday")}
	m := t.measures([]measure{{"warolea", 1, 4}, {"wardyadrolea", 1, 3}, {"outcomea", 1, 8}, {"batdtha", 0, 1e8}, {"batdths", 0, 1e8}, {"durindx", 1, 100}})
	type key struct {
		dyad string
		a, b entente.CCode
		year int
	}
	seen := map[key]uint32{}
	for t.next() {
		war := t.int(number, 1, 9999)
		k := key{dyad: t.text(index), year: t.year(year)}
		k.a, k.b = t.pair(a, b)
		days := t.inYear(t.spell(from, to), k.year)
		m.read()
		if line, twice := seen[k]; t.reason == "" && twice {
			t.fault("war-dyad-year given twice", fmt.Sprintf("war %d of states %d and %d in %d is also in line %d", war, k.a, k.b, k.year, line))
		}
		if t.bad() {
			continue
		}
		seen[k] = t.line
		m.tie(entente.Tie{From: k.a, To: k.b, Directed: true, Period: days, Label: strconv.Itoa(war)})
	}
	return t.err
}
