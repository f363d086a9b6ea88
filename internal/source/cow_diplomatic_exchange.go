package source

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/entente-observatory/entente"
)

// cowDiplomaticExchange is which states were represented with which, in years
// about five apart: one row a directed dyad and year. DR_at_1 is the level of
// the second state's mission with the first, DR_at_2 that of the first with
// the second, DE whether there was any exchange. A row becomes two directed
// ties "dr", each from the state that sends to the one that receives, and one
// tie "de". The row of the same dyad from the other side says nothing new; it
// is held against the first and gives no record.
var cowDiplomaticExchange = &entente.Dataset{
	ID:      "cow-diplomatic-exchange",
	Title:   "Diplomatic Exchange",
	Version: "2006.1",
	References: []entente.Reference{{
		Key: "bayer2006", Kind: "misc", Authors: []string{"Bayer, Reşat"},
		Title: "Diplomatic Exchange Data set, v2006.1", Year: 2006, URL: "http://correlatesofwar.org",
	}},
	Home:     "https://correlatesofwar.org/data-sets/diplomatic-exchange/",
	Terms:    cowTerms,
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1817, 1, 1), To: entente.Day(2005, 12, 31)},
	Absence:  entente.AbsenceUnknown,
	Notes: "Levels: 0 none, 1 chargé d'affaires, 2 minister, 3 ambassador, 9 another or one not known, so that 9 is no rank above 3: the United States and Cuba have 9 " +
		"with no exchange (DE 0) from 1980, when each kept an interests section. The years between those of the record are not known. No record was made between 1940 and 1950.",
	Files: cowDiplomaticExchangeFiles,
	Read:  readDiplomaticExchange,
}

var cowDiplomaticExchangeFiles = []entente.File{
	{Name: "cow-diplomatic-exchange/Diplomatic_Exchange_2006v1.csv", URLs: []string{"https://correlatesofwar.org/wp-content/uploads/Diplomatic_Exchange_2006.1.zip"},
		Optional: true, Layout: diplomaticExchangeLayout},
	{Name: "cow-diplomatic-exchange/Diplomatic_Exchange_2006v1.excerpt.csv", Optional: true, Layout: diplomaticExchangeLayout + "; some dyads only"},
}

const diplomaticExchangeLayout = "ccode1, ccode2, year, DR_at_1, DR_at_2, DE, version"

func readDiplomaticExchange(ctx context.Context, dir fs.FS, out entente.Sink) error {
	i, err := firstOf(dir, cowDiplomaticExchangeFiles, 0, 1)
	if err != nil {
		return err
	}
	t, err := openTable(ctx, dir, cowDiplomaticExchangeFiles, i, out, "-9", "NA")
	if err != nil {
		return err
	}
	defer t.close()
	ccode1, ccode2, year := t.column("ccode1"), t.column("ccode2"), t.column("year")
	at1, at2, de := t.column("DR_at_1"), t.column("DR_at_2"), t.column("DE")
	type key struct {
		entente.Directed
		year int
	}
	seen := map[key]exchange{}
	for t.next() {
		first, second := t.pair(ccode1, ccode2)
		k := key{entente.Directed{From: first, To: second}, t.year(year)}
		mirror := key{entente.Directed{From: second, To: first}, k.year}
		x := exchange{atFirst: t.mission(at1), atSecond: t.mission(at2), any: t.flag(de)}
		other, seenMirror := seen[mirror]
		if _, twice := seen[k]; t.reason == "" && twice {
			t.fault("dyad-year given twice", fmt.Sprintf("states %d and %d in %d are also in a line above", first, second, k.year))
		}
		if t.reason == "" && seenMirror && other != x.mirrored() {
			t.fault("row unlike that of the other side", fmt.Sprintf("states %d and %d in %d have other levels in a line above", second, first, k.year))
		}
		if t.bad() {
			continue
		}
		seen[k] = x
		if seenMirror {
			continue
		}
		period := entente.CalendarYear(k.year)
		tie := entente.Tie{From: second, To: first, Directed: true, Period: period, Variable: "dr", Ref: t.ref()}
		tie.Value, tie.Status = x.atFirst.value()
		out.Tie(tie)
		tie.From, tie.To = first, second
		tie.Value, tie.Status = x.atSecond.value()
		out.Tie(tie)
		d := entente.DyadOf(first, second)
		tie = entente.Tie{From: d.A, To: d.B, Period: period, Variable: "de", Ref: t.ref()}
		switch x.any {
		case entente.Uncoded:
			tie.Status = entente.Missing
		case entente.On:
			tie.Value = 1
		}
		out.Tie(tie)
	}
	return t.err
}

// exchange is what a row says.
type exchange struct {
	atFirst, atSecond mission
	any               entente.Flag
}

// mirrored is what the row of the other side should say.
func (x exchange) mirrored() exchange { return exchange{x.atSecond, x.atFirst, x.any} }

// mission is the level of a mission, -1 for one that is missing.
type mission int8

func (m mission) value() (float64, entente.Status) {
	if m < 0 {
		return 0, entente.Missing
	}
	return float64(m), entente.Known
}

// mission reads the level of a mission.
func (t *table) mission(c int) mission {
	n, given := t.intOr(c, 0, 9)
	if !given {
		return -1
	}
	if n > 3 && n < 9 {
		t.wrong(c, "impossible value", "a level: 0, 1, 2, 3 or 9")
	}
	return mission(n)
}
