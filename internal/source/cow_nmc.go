package source

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/entente-observatory/entente"
)

// cowNMC is National Material Capabilities, one row a state and year: military
// expenditure and personnel, iron and steel, energy, population, population of
// cities, and the producers' composite index (CINC). Every member of the
// system has a row in every year; what is not known of it is -9.
var cowNMC = &entente.Dataset{
	ID:      "cow-nmc",
	Title:   "National Material Capabilities",
	Version: "7.0 or 6.0",
	References: []entente.Reference{
		{
			Key: "singer1972", Kind: "misc",
			Authors: []string{"Singer, J. David", "Bremer, Stuart", "Stuckey, John"},
			Title:   "Capability Distribution, Uncertainty, and Major Power War, 1820-1965", Year: 1972,
			Container: "Peace, War, and Numbers, ed. Bruce Russett (Sage)", Pages: "19-48",
		},
		{
			Key: "singer1987", Kind: "article", Authors: []string{"Singer, J. David"},
			Title: "Reconstructing the Correlates of War Dataset on Material Capabilities of States, 1816-1985", Year: 1987,
			Container: "International Interactions", Volume: "14", Pages: "115-132",
		},
	},
	Home:     "https://correlatesofwar.org/data-sets/national-material-capabilities/",
	Terms:    cowTerms,
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1816, 1, 1), To: entente.Day(2022, 12, 31)},
	Absence:  entente.AbsenceUnknown,
	Notes: "Edition 7.0 (1816-2022) is read where it is there, else 6.0 (1816-2016); the report names the file. Expenditure is in thousand " +
		"pounds sterling to 1913 and in thousand US dollars of the year from 1914, so it is compared within a year only.",
	Files: cowNMCFiles,
	Read:  readNMC,
}

var cowNMCFiles = []entente.File{
	{Name: "cow-nmc/NMC-70-abridged.csv", URLs: []string{"https://correlatesofwar.org/wp-content/uploads/NMCv7.zip"}, Archive: "NMCv7/NMC-v7-abridged.zip/NMC-70-abridged.csv", Optional: true, Layout: nmcLayout},
	{Name: "cow-nmc/NMC-70-abridged.from-rda.csv", Optional: true, Layout: "as exported from the R package peacesciencer: ccode, year, milex, milper, irst, pec, tpop, upop, cinc, with NA for missing"},
	{Name: "cow-nmc/NMC-60-abridged.csv", URLs: []string{"https://correlatesofwar.org/wp-content/uploads/NMC-60-abridged.csv"}, Optional: true, Last: 2016, Layout: nmcLayout},
}

const nmcLayout = "stateabb, ccode, year, milex, milper, irst, pec, tpop, upop, cinc, version, with -9 for missing"

func readNMC(ctx context.Context, dir fs.FS, out entente.Sink) error {
	i, err := firstOf(dir, cowNMCFiles, 0, 1, 2)
	if err != nil {
		return err
	}
	t, err := openTable(ctx, dir, cowNMCFiles, i, out, "-9", "NA")
	if err != nil {
		return err
	}
	defer t.close()
	ccode, year := t.column("ccode"), t.column("year")
	variables := []string{"milex", "milper", "irst", "pec", "tpop", "upop", "cinc"}
	var columns []int
	for _, v := range variables {
		columns = append(columns, t.column(v))
	}
	type key struct {
		state entente.CCode
		year  int
	}
	seen := map[key]uint32{}
	row := make([]entente.Attribute, len(variables))
	for t.next() {
		k := key{t.state(ccode), t.year(year)}
		for v, c := range columns {
			most := 1e12
			if variables[v] == "cinc" {
				most = 1
			}
			row[v].Value, row[v].Status = t.floatOr(c, 0, most)
		}
		if line, twice := seen[k]; t.reason == "" && twice {
			t.fault("state-year given twice", fmt.Sprintf("state %d in %d is also in line %d", k.state, k.year, line))
		}
		if t.bad() {
			continue
		}
		seen[k] = t.line
		for v := range row {
			row[v].State, row[v].Period, row[v].Variable, row[v].Ref = k.state, entente.CalendarYear(k.year), variables[v], t.ref()
			out.Attribute(row[v])
		}
	}
	return t.err
}
