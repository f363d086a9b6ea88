package source

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/entente-observatory/entente"
)

// cowTrade is the trade of goods between states and of states with the world,
// in million US dollars of the year. A row of the dyadic file holds two flows,
// each what one state imports from the other: flow1 of the first from the
// second, flow2 of the second from the first. Each becomes a directed tie
// "flow" from the exporter to the importer, and a tie "smoothflow" where the
// producers' smoothed series has another value. A row of the national file
// becomes the attributes "imports" and "exports".
var cowTrade = &entente.Dataset{
	ID:      "cow-trade",
	Title:   "Trade",
	Version: "4.0",
	References: []entente.Reference{
		{
			Key: "barbieri2009", Kind: "article", Authors: []string{"Barbieri, Katherine", "Keshk, Omar M. G.", "Pollins, Brian M."},
			Title: "Trading Data: Evaluating Our Assumptions and Coding Rules", Year: 2009,
			Container: "Conflict Management and Peace Science", Volume: "26", Pages: "471-491", DOI: "10.1177/0738894209343887",
		},
		{
			Key: "barbieri2016", Kind: "misc", Authors: []string{"Barbieri, Katherine", "Keshk, Omar M. G."},
			Title: "Correlates of War Project Trade Data Set Codebook, Version 4.0", Year: 2016, URL: "http://correlatesofwar.org",
		},
	},
	Home:     "https://correlatesofwar.org/data-sets/bilateral-trade/",
	Terms:    cowTerms,
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1870, 1, 1), To: entente.Day(2014, 12, 31)},
	Absence:  entente.AbsenceUnknown,
	Notes: "Flows are what the importer reports, or the exporter where it does not; 0 is no trade, and -9 not known. Amounts are in current dollars. " +
		"\"smoothflow\" is given only where it differs from \"flow\" of the same row: 54,353 of the 1,347,308 flows of the export from peacesciencer. " +
		"That export leaves out the dyad-years of which neither flow is known, and rounds flows to whole millions, so that small trade reads 0; " +
		"the official file is read where it is there.",
	Files: cowTradeFiles,
	Read:  readTrade,
}

var cowTradeFiles = []entente.File{
	{Name: "cow-trade/Dyadic_COW_4.0.csv", URLs: []string{cowTradeArchive}, Archive: "COW_Trade_4.0/Dyadic_COW_4.0.csv", Optional: true,
		Layout: "ccode1, ccode2, year, importer1, importer2, flow1, flow2, smoothflow1, smoothflow2, among others, with -9 for missing"},
	{Name: "cow-trade/Dyadic_COW_4.0.from-rda.csv", Optional: true,
		Layout: "as exported from the R package peacesciencer: ccode1, ccode2, year, flow1, flow2, smoothflow1, smoothflow2, with -9 for missing"},
	{Name: "cow-trade/National_COW_4.0.csv", URLs: []string{cowTradeArchive}, Archive: "COW_Trade_4.0/National_COW_4.0.csv", Optional: true,
		Layout: "ccode, statename, stateabb, year, imports, exports, among others, with -9 for missing"},
	{Name: "cow-trade/National_COW_4.0.from-rda.csv", Optional: true,
		Layout: "as exported from the R package peacesciencer: ccode, year, imports, exports, with NA for missing"},
}

const (
	cowTradeArchive = "https://correlatesofwar.org/wp-content/uploads/COW_Trade_4.0.zip"

	// mostTrade bounds what can be an amount in million dollars: the trade
	// of the whole world was below 40 million of them.
	mostTrade = 1e8
)

func readTrade(ctx context.Context, dir fs.FS, out entente.Sink) error {
	i, err := firstOf(dir, cowTradeFiles, 0, 1)
	if err != nil {
		return err
	}
	if err := readDyadicTrade(ctx, dir, i, out); err != nil {
		return err
	}
	for _, i := range []int{2, 3} {
		if Present(dir, cowTradeFiles[i]) {
			return readNationalTrade(ctx, dir, i, out)
		}
	}
	return nil
}

func readDyadicTrade(ctx context.Context, dir fs.FS, i int, out entente.Sink) error {
	t, err := openTable(ctx, dir, cowTradeFiles, i, out, "-9", "NA")
	if err != nil {
		return err
	}
	defer t.close()
	ccode1, ccode2, year := t.column("ccode1"), t.column("ccode2"), t.column("year")
	columns := [4]int{t.column("flow1"), t.column("smoothflow1"), t.column("flow2"), t.column("smoothflow2")}
	var seen dyadYears
	for t.next() {
		first, second := t.pair(ccode1, ccode2)
		y := t.year(year)
		var values [4]float64
		var statuses [4]entente.Status
		for c := range columns {
			values[c], statuses[c] = t.floatOr(columns[c], 0, mostTrade)
		}
		seen.once(t, entente.DyadOf(first, second), y)
		if t.bad() {
			continue
		}
		imports := entente.Tie{From: second, To: first, Directed: true, Period: entente.CalendarYear(y), Ref: t.ref()}
		for c := 0; c < len(columns); c += 2 {
			imports.Variable, imports.Value, imports.Status = "flow", values[c], statuses[c]
			out.Tie(imports)
			if values[c+1] != values[c] || statuses[c+1] != statuses[c] {
				imports.Variable, imports.Value, imports.Status = "smoothflow", values[c+1], statuses[c+1]
				out.Tie(imports)
			}
			imports.From, imports.To = imports.To, imports.From
		}
	}
	return t.err
}

func readNationalTrade(ctx context.Context, dir fs.FS, i int, out entente.Sink) error {
	t, err := openTable(ctx, dir, cowTradeFiles, i, out, "-9", "NA")
	if err != nil {
		return err
	}
	defer t.close()
	ccode, year, imports, exports := t.column("ccode"), t.column("year"), t.column("imports"), t.column("exports")
	type key struct {
		state entente.CCode
		year  int
	}
	seen := map[key]uint32{}
	for t.next() {
		k := key{t.state(ccode), t.year(year)}
		in, inStatus := t.floatOr(imports, 0, mostTrade)
		ex, exStatus := t.floatOr(exports, 0, mostTrade)
		if line, twice := seen[k]; t.reason == "" && twice {
			t.fault("state-year given twice", fmt.Sprintf("state %d in %d is also in line %d", k.state, k.year, line))
		}
		if t.bad() {
			continue
		}
		seen[k] = t.line
		a := entente.Attribute{State: k.state, Period: entente.CalendarYear(k.year), Variable: "imports", Value: in, Status: inStatus, Ref: t.ref()}
		out.Attribute(a)
		a.Variable, a.Value, a.Status = "exports", ex, exStatus
		out.Attribute(a)
	}
	return t.err
}
