package source

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/entente-observatory/entente"
)

// maddison is the Maddison Project's long series of income and population: one
// row an economy and year. A row becomes up to three attributes: "gdppc"
// (international dollars of 2011 a head), "population" (persons) and "gdp"
// (their product); a cell that the row leaves empty is missing.
var maddison = &entente.Dataset{
	ID:      "maddison",
	Title:   "Maddison Project Database",
	Version: "2020",
	References: []entente.Reference{{
		Key: "bolt2020", Kind: "misc", Authors: []string{"Bolt, Jutta", "van Zanden, Jan Luiten"},
		Title: "Maddison Style Estimates of the Evolution of the World Economy: A New 2020 Update", Year: 2020,
		Container: "Maddison Project Working Paper 15, University of Groningen", URL: "https://www.rug.nl/ggdc/historicaldevelopment/maddison/releases/maddison-project-database-2020",
	}},
	Home:     "https://www.rug.nl/ggdc/historicaldevelopment/maddison/releases/maddison-project-database-2020",
	Terms:    "CC BY 4.0.",
	Rights:   entente.Open,
	Coverage: entente.Period{From: entente.Day(1816, 1, 1), To: entente.Day(2018, 12, 31)},
	Absence:  entente.AbsenceUnknown,
	Notes: "In the form that Our World in Data makes of it. Years before 1816, when the state system of the record begins, are counted and not read. A name is read as the state that bears it at present; " +
		"series are of present borders for most, in years before independence too. Years in which a series is not the state's own give no record: Germany from 1945 to 1989 (both states), Russia before 1992, " +
		"the former Soviet Union from 1992, the former Yugoslavia from 1992, Serbia before 2006, Czechoslovakia from 1993, Turkey before 1923, Viet Nam before 1976, Yemen before 1990, " +
		"Pakistan before 1972, Malaysia before 1966, Sudan (with the South throughout) from 2011, India (with Pakistan) before 1947. Between benchmark years population is often interpolated.",
	Files: maddisonFiles,
	Read:  readMaddison,
}

var maddisonFiles = []entente.File{{
	Name: "economy/owid-maddison-2020.csv", URLs: []string{"https://raw.githubusercontent.com/owid/owid-datasets/master/datasets/Maddison%20Project%20Database%202020%20(Bolt%20and%20van%20Zanden%20(2020))/Maddison%20Project%20Database%202020%20(Bolt%20and%20van%20Zanden%20(2020)).csv"},
	Layout: "Entity, Year, GDP per capita, Population, GDP",
}}

var maddisonGroups = set("East Asia", "Eastern Europe", "Latin America", "Middle East", "South and South-East Asia",
	"Sub-Sahara Africa", "Western Europe", "Western Offshoots", "World")

var maddisonTracts = map[string][]tract{
	"Congo":             {{484, 0, always}}, // Zaire has a series of its own
	"Czechoslovakia":    {{315, 0, 1992}},
	"Former USSR":       {{365, 0, 1991}},
	"Former Yugoslavia": {{345, 0, 1991}},
	"Germany":           {{255, 0, 1944}, {255, 1990, always}},
	"India":             {{750, 1947, always}},
	"Malaysia":          {{820, 1966, always}},
	"Pakistan":          {{770, 1972, always}},
	"Russia":            {{365, 1992, always}},
	"Serbia":            {{345, 2006, always}},
	"Sudan":             {{625, 0, 2010}},
	"Turkey":            {{640, 1923, always}},
	"Vietnam":           {{816, 1976, always}},
	"Yemen":             {{679, 1990, always}},
}

// maddisonFirst is the first year read: the state system of the record begins.
const maddisonFirst = 1816

// maddisonEnd is the day on which the names are those of the file.
var maddisonEnd = entente.Day(2018, 12, 31)

func readMaddison(ctx context.Context, dir fs.FS, out entente.Sink) error {
	t, err := openTable(ctx, dir, maddisonFiles, 0, out, "NA")
	if err != nil {
		return err
	}
	defer t.close()
	entity, year := t.column("Entity"), t.column("Year")
	variables := [3]string{"gdppc", "population", "gdp"}
	columns := [3]int{t.column("GDP per capita"), t.column("Population"), t.column("GDP")}
	economies := series{groups: maddisonGroups, tracts: maddisonTracts, find: func(name string) (entente.CCode, error) {
		return entente.States().Resolve(name, maddisonEnd)
	}}
	type key struct {
		name string
		year int
	}
	seen := map[key]uint32{}
	for t.next() {
		y := t.int(year, 1, 2200)
		var values [3]float64
		var statuses [3]entente.Status
		for i, c := range columns {
			values[i], statuses[i] = t.floatOr(c, 0, 1e15)
		}
		k := key{t.textOr(entity), y}
		if line, twice := seen[k]; t.reason == "" && twice {
			t.fault("economy-year given twice", fmt.Sprintf("%s in %d is also in line %d", k.name, y, line))
		}
		state, ours := economies.of(t, entity, y)
		if t.bad() {
			continue
		}
		seen[k] = t.line
		if ours && y < maddisonFirst {
			t.remark("rows of years before 1816, not read")
			continue
		}
		for i := range variables {
			if ours {
				out.Attribute(entente.Attribute{State: state, Period: entente.CalendarYear(y), Variable: variables[i], Value: values[i], Status: statuses[i], Ref: t.ref()})
			}
		}
	}
	return t.err
}
