package source

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	"github.com/entente-observatory/entente"
)

// gdpPopulation is gross domestic product (current US dollars) and population
// (persons at mid-year) of the World Bank: one row an economy and year in each
// of two files. A row becomes an attribute "gdp" or "population".
var gdpPopulation = &entente.Dataset{
	ID:      "gdp-population",
	Title:   "World Development Indicators: GDP and Population",
	Version: "NY.GDP.MKTP.CD and SP.POP.TOTL",
	References: []entente.Reference{{
		Key: "wdi", Kind: "misc", Authors: []string{"World Bank"},
		Title: "World Development Indicators: GDP (current US$), NY.GDP.MKTP.CD, and Population, total, SP.POP.TOTL", Year: 2025, URL: "https://data.worldbank.org",
	}},
	Home:     "https://data.worldbank.org/indicator/NY.GDP.MKTP.CD",
	Terms:    "CC BY 4.0.",
	Rights:   entente.Open,
	Coverage: entente.Period{From: entente.Day(1960, 1, 1), To: entente.Day(2024, 12, 31)},
	Absence:  entente.AbsenceUnknown,
	Notes: "In the long form that datasets/gdp and datasets/population make of the two indicator files. GDP ends with 2023. A code is read as the state that bears it at present, " +
		"in years before its independence too, since a series is of the present territory throughout. Years in which the state held other territory give no record: " +
		"Germany before 1990, Viet Nam before 1976, Yemen before 1990, Russia (in the Soviet Union) before 1992, Serbia (in Yugoslavia) before 2006, Pakistan (with Bangladesh) before 1972, " +
		"Ethiopia (with Eritrea) before 1993, Sudan (with South Sudan) before 2012, Malaysia (other, or with Singapore) before 1966. " +
		"Regions, classes of income and territories are counted in the notes of the file and give no record.",
	Files: gdpPopulationFiles,
	Read:  readGDPPopulation,
}

var gdpPopulationFiles = []entente.File{
	{Name: "economy/gdp.csv", URLs: []string{"https://raw.githubusercontent.com/datasets/gdp/main/data/gdp.csv"}, Optional: true, Layout: worldBankLayout},
	{Name: "economy/population.csv", URLs: []string{"https://raw.githubusercontent.com/datasets/population/main/data/population.csv"}, Optional: true, Layout: worldBankLayout},
}

const worldBankLayout = "Country Name, Country Code, Year, Value"

// worldBankGroups are the codes of the World Bank's aggregates, and of the
// Channel Islands, which ISO has under two codes.
var worldBankGroups = set(strings.Fields(`
	AFE AFR AFW ARB CEB CHI CSS EAP EAR EAS ECA ECS EMU EUU FCS HIC HPC IBD IBT IDA IDB IDX INX LAC LCN LDC LIC LMC LMY LTE
	MDE MEA MIC MNA NAC NAF NRS NXS OED OSS PRE PSS PST SAS SSA SSF SST SXZ TEA TEC TLA TMN TSA TSS UMC WLD XZN`)...)

// worldBankTracts are the states whose territory was another in years that
// the series cover; 1990 and 1976 are those of the unions.
var worldBankTracts = map[string][]tract{
	"DEU": {{255, 1990, always}},
	"ETH": {{530, 1993, always}},
	"MYS": {{820, 1966, always}},
	"PAK": {{770, 1972, always}},
	"RUS": {{365, 1992, always}},
	"SDN": {{625, 2012, always}},
	"SRB": {{345, 2006, always}},
	"VNM": {{816, 1976, always}},
	"YEM": {{679, 1990, always}},
}

func readGDPPopulation(ctx context.Context, dir fs.FS, out entente.Sink) error {
	if _, err := firstOf(dir, gdpPopulationFiles, 0, 1); err != nil {
		return err
	}
	for i, variable := range []string{"gdp", "population"} {
		if !Present(dir, gdpPopulationFiles[i]) {
			continue
		}
		if err := readIndicator(ctx, dir, i, out, variable); err != nil {
			return err
		}
	}
	return nil
}

func readIndicator(ctx context.Context, dir fs.FS, i int, out entente.Sink, variable string) error {
	t, err := openTable(ctx, dir, gdpPopulationFiles, i, out, "NA", "..")
	if err != nil {
		return err
	}
	defer t.close()
	code, year, value := t.column("Country Code"), t.column("Year"), t.column("Value")
	economies := series{groups: worldBankGroups, tracts: worldBankTracts, find: func(code string) (entente.CCode, error) {
		return entente.States().ResolveCode(entente.ISO3, code, gdpPopulationEnd)
	}}
	type key struct {
		code string
		year int
	}
	seen := map[key]uint32{}
	for t.next() {
		y := t.year(year)
		x, status := t.floatOr(value, 0, 1e15)
		k := key{t.textOr(code), y}
		if line, twice := seen[k]; t.reason == "" && twice {
			t.fault("economy-year given twice", fmt.Sprintf("%s in %d is also in line %d", k.code, y, line))
		}
		state, ours := economies.of(t, code, y)
		if t.bad() {
			continue
		}
		seen[k] = t.line
		if ours {
			out.Attribute(entente.Attribute{State: state, Period: entente.CalendarYear(y), Variable: variable, Value: x, Status: status, Ref: t.ref()})
		}
	}
	return t.err
}

// gdpPopulationEnd is the day on which the codes are those of the files.
var gdpPopulationEnd = entente.Day(2024, 12, 31)
