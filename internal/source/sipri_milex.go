package source

import (
	"context"
	"io/fs"

	"github.com/entente-observatory/entente"
)

// sipriMilex is the record of military expenditure: a row a state and a column
// a year, in a sheet for each measure. milex_constant is in millions of US
// dollars of the year that the sheet names, and milex_gdp a share of the gross
// domestic product from 0 to 1.
var sipriMilex = &entente.Dataset{
	ID:      "sipri-milex",
	Title:   "SIPRI Military Expenditure Database",
	Version: "1948-2023 (2024)",
	References: []entente.Reference{{
		Key: "sipri-milex", Kind: "misc", Authors: []string{"{Stockholm International Peace Research Institute}"},
		Title: "SIPRI Military Expenditure Database", Year: 2024, Container: "SIPRI", URL: "https://www.sipri.org/databases/milex",
	}},
	Home:     "https://www.sipri.org/databases/milex",
	Terms:    sipriTerms,
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1948, 1, 1), To: entente.Day(2023, 12, 31)},
	Absence:  entente.AbsenceUnknown,
	Notes: "... in the file is not available, and gives a record without a value; xxx says that the state did not exist, and gives none. " +
		"The file has ... also for years before a state was one, which give none either. " +
		"Germany is 260 until 1990. Russia and the USSR have rows of their own and are both 365, told apart by the label: the row that has a value in a year stands for it. Names of regions are rows without values.",
	Files: sipriMilexFiles,
	Read:  readSIPRIMilex,
}

const (
	milexBook   = "sipri/SIPRI-Milex-data-1948-2023.xlsx"
	milexURL    = "https://www.sipri.org/sites/default/files/SIPRI-Milex-data-1948-2023.xlsx"
	milexLayout = "titles; then Country, perhaps Notes, and a column a year, with ... for not available and xxx for no state"
)

var sipriMilexFiles = []entente.File{
	{Name: milexBook, URLs: []string{milexURL}, Sheet: "Constant (2022) US$", Optional: true, Layout: milexLayout},
	{Name: milexBook, URLs: []string{milexURL}, Sheet: "Share of GDP", Optional: true, Layout: milexLayout},
	{Name: "sipri/SIPRI-Milex-1948-2023.constant2022usd.from-xlsx.csv", Optional: true, Layout: "the first of these sheets saved as text"},
	{Name: "sipri/SIPRI-Milex-1948-2023.share-of-gdp.from-xlsx.csv", Optional: true, Layout: "the second of these sheets saved as text"},
}

func readSIPRIMilex(ctx context.Context, dir fs.FS, out entente.Sink) error {
	if _, err := firstOf(dir, sipriMilexFiles, 0, 2, 3); err != nil {
		return err
	}
	names := newSIPRINames()
	for measure, variable := range []string{"milex_constant", "milex_gdp"} {
		i, err := firstOf(dir, sipriMilexFiles, measure, measure+2)
		if err != nil {
			continue // one sheet saved without the other
		}
		if err := readMilexSheet(ctx, dir, i, out, names, variable); err != nil {
			return err
		}
	}
	return nil
}

func readMilexSheet(ctx context.Context, dir fs.FS, i int, out entente.Sink, names sipriNames, variable string) error {
	t, err := openBelow(ctx, dir, sipriMilexFiles, i, out, namesYears, "...", ". .", "..")
	if err != nil {
		return err
	}
	defer t.close()
	return t.stateYears(t.column("Country"), names, variable)
}
