package source

import (
	"context"
	"fmt"
	"io/fs"
	"slices"

	"github.com/entente-observatory/entente"
)

// rivalries are strategic rivalries: dyads whose leaders saw each other as
// competitors, as threats and as enemies. Two lists by the same school are
// read, Thompson and Dreyer's (td) and its successor by Thompson, Sakuwa and
// Suhas (tss), one row a rivalry with its first and last year. They code types
// in unlike ways and stay apart: td_rivalry and tss_rivalry are 1;
// td_spatial, td_positional, td_ideological and td_interventionary give the
// rank of a type among those of the rivalry, 1 the first; the same with tss_,
// and tss_principal and tss_aprin, are 1 where they hold. The label is the
// name of the rivalry.
var rivalries = &entente.Dataset{
	ID:      "rivalries",
	Title:   "Strategic Rivalries",
	Version: "Thompson and Dreyer 2012; Thompson, Sakuwa and Suhas 2022",
	References: []entente.Reference{
		{
			Key: "thompson2012", Kind: "book", Authors: []string{"Thompson, William R.", "Dreyer, David R."},
			Title: "Handbook of International Rivalries, 1494-2010", Year: 2012, Container: "CQ Press",
		},
		{
			Key: "thompson2022", Kind: "book", Authors: []string{"Thompson, William R.", "Sakuwa, Kentaro", "Suhas, Prashant Hosur"},
			Title: "Analyzing Strategic Rivalries in World Politics", Year: 2022, Container: "Springer", DOI: "10.1007/978-981-16-6671-1",
		},
	},
	Home:     "https://svmiller.com/peacesciencer/",
	Terms:    "Given with the R package peacesciencer; cite the books.",
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1494, 1, 1), To: entente.Day(2020, 12, 31)},
	Absence:  entente.AbsenceIsZero,
	Notes: "The first list ends in 2010 and the second in 2020: a rivalry whose last year is that year was going on then. " +
		"Years only, taken whole. Rivalries of Venice (324), which left the world in 1797, are not of the state system.",
	Files: rivalryFiles,
	Read:  readRivalries,
}

var rivalryFiles = []entente.File{
	{Name: "rivalry-peace/td_rivalries.csv", Optional: true, Layout: "rivalryno, rivalryname, ccode1, ccode2, styear, endyear, type1, type2, type3, with NA for none"},
	{Name: "rivalry-peace/tss_rivalries.csv", Optional: true, Layout: "tssr_id, rivalry, ccode1, ccode2, start, end, positional, spatial, ideological, interventionary, principal, aprin, with 1 or NA"},
}

// rivalryFlags are the types and standings that the second list marks with 1.
var rivalryFlags = []string{"positional", "spatial", "ideological", "interventionary", "principal", "aprin"}

// venice is the number that the lists give to it.
const venice = "324"

func readRivalries(ctx context.Context, dir fs.FS, out entente.Sink) error {
	if _, err := firstOf(dir, rivalryFiles, 0, 1); err != nil {
		return err
	}
	for i, prefix := range []string{"td_", "tss_"} {
		if !Present(dir, rivalryFiles[i]) {
			continue
		}
		if err := readRivalryList(ctx, dir, out, i, prefix); err != nil {
			return err
		}
	}
	return nil
}

func readRivalryList(ctx context.Context, dir fs.FS, out entente.Sink, i int, prefix string) error {
	t, err := openTable(ctx, dir, rivalryFiles, i, out, "NA")
	if err != nil {
		return err
	}
	defer t.close()
	number, name := t.column("rivalryno", "tssr_id"), t.column("rivalryname", "rivalry")
	ccode1, ccode2 := t.column("ccode1"), t.column("ccode2")
	first, last := t.column("styear", "start"), t.column("endyear", "end")
	types := []int{t.optional("type1"), t.optional("type2"), t.optional("type3")}
	var flags []int
	for _, f := range rivalryFlags {
		flags = append(flags, t.optional(f))
	}
	seen := map[int]uint32{}
	for t.next() {
		if t.text(ccode1) == venice || t.text(ccode2) == venice {
			t.fault(outsideSystem, t.text(name)+": Venice, a republic until 1797")
		}
		rivalry := t.int(number, 1, 99999)
		a, b := t.pair(ccode1, ccode2)
		from, to := t.int(first, 1494, 2200), t.int(last, 1494, 2200)
		values := []entente.Tie{{Variable: prefix + "rivalry", Value: 1}}
		for rank, c := range types {
			if kind := t.textOr(c); slices.Contains(rivalryFlags[:4], kind) {
				values = append(values, entente.Tie{Variable: prefix + kind, Value: float64(rank + 1)})
			} else if kind != "" {
				t.wrong(c, "impossible value", "spatial, positional, ideological or interventionary")
			}
		}
		for f, c := range flags {
			if _, marked := t.intOr(c, 1, 1); marked {
				values = append(values, entente.Tie{Variable: prefix + rivalryFlags[f], Value: 1})
			}
		}
		if t.reason == "" && to < from {
			t.fault("ends before it begins", fmt.Sprintf("%d to %d", from, to))
		}
		if line, twice := seen[rivalry]; t.reason == "" && twice {
			t.fault("rivalry given twice", fmt.Sprintf("rivalry %d is also in line %d", rivalry, line))
		}
		if t.bad() {
			continue
		}
		seen[rivalry] = t.line
		days := entente.Period{From: entente.Day(from, 1, 1), To: entente.Day(to, 12, 31)}
		for _, x := range values {
			x.From, x.To, x.Period, x.Label, x.Ref = min(a, b), max(a, b), days, t.text(name), t.ref()
			out.Tie(x)
		}
	}
	return t.err
}
