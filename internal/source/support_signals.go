package source

import (
	"context"
	"io/fs"

	"github.com/entente-observatory/entente"
)

// supportSignals is what the five nuclear powers showed of their support for
// each other state, year by year. A row of a state becomes a directed tie from
// each power for each of its signals.
var supportSignals = &entente.Dataset{
	ID:      "support-signals",
	Title:   "Individual Signals of Major Power Support",
	Version: "replication data of 2019",
	References: []entente.Reference{{
		Key: "mcmanus2019", Kind: "article", Authors: []string{"McManus, Roseanne W.", "Nieman, Mark David"},
		Title: "Identifying the Level of Major Power Support Signaled for Protégés: A Latent Measure Approach", Year: 2019,
		Container: "Journal of Peace Research", Volume: "56", Pages: "364-378", DOI: "10.1177/0022343318808842",
	}},
	Home:     "https://www.prio.org/jpr/datasets",
	Terms:    "Replication data of the article; cite it. Redistribution is not addressed.",
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1950, 1, 1), To: entente.Day(2012, 12, 31)},
	Absence:  entente.AbsenceUnknown,
	Notes: "Every signal has a number in every year of the file, whether or not its own source reaches so far: exercises are on record from 1974 to 2010, statements to 2010 and troops abroad from 1981, " +
		"and the zeros of other years are missing here. Pacts, arms and investment treaties restate sources that are read by themselves, and are left out.",
	Files: supportSignalsFiles,
	Read:  readSupportSignals,
}

var supportSignalsFiles = []entente.File{{
	Name:   "rivalry-peace/Individual_Signals_Dataset.csv",
	Layout: "ccode, year, us_vis, uk_vis, fra_vis, rus_vis, chi_vis, us_econaid, us_words, us_ex, us_troops, us_nukes, among others",
}}

// supporters are the powers, by the first part of the names of columns.
var supporters = []struct {
	name  string
	state entente.CCode
}{{"us", 2}, {"uk", 200}, {"fra", 220}, {"rus", 365}, {"chi", 710}}

// supportSignal is a kind of signal, with the years in which its own source
// records it.
type supportSignal struct {
	name, variable string
	first, last    int
	of             []string // powers of whom it is coded; nil: all
}

var supportSignalKinds = []supportSignal{
	{"vis", "visit", 1950, 2012, nil},
	{"ex", "exercise", 1974, 2010, nil},
	{"troops", "troops", 1981, 2012, nil},
	{"nukes", "nuclear weapons", 1950, 2012, []string{"us", "uk", "rus"}},
	{"econaid", "economic aid", 1950, 2012, []string{"us"}},
	{"words", "statements", 1950, 2010, []string{"us"}},
}

func (s *supportSignal) codedFor(power string) bool {
	for _, p := range s.of {
		if p == power {
			return true
		}
	}
	return s.of == nil
}

func readSupportSignals(ctx context.Context, dir fs.FS, out entente.Sink) error {
	t, err := openTable(ctx, dir, supportSignalsFiles, 0, out, "NA")
	if err != nil {
		return err
	}
	defer t.close()
	ccode, year := t.column("ccode"), t.column("year")
	type signal struct {
		*supportSignal
		power  entente.CCode
		column int
		value  float64
		status entente.Status
	}
	var signals []signal
	for i := range supportSignalKinds {
		kind := &supportSignalKinds[i]
		for _, p := range supporters {
			if kind.codedFor(p.name) {
				signals = append(signals, signal{supportSignal: kind, power: p.state, column: t.column(p.name + "_" + kind.name)})
			}
		}
	}
	type key struct {
		state entente.CCode
		year  int
	}
	seen := map[key]bool{}
	for t.next() {
		k := key{t.state(ccode), t.year(year)}
		for i := range signals {
			s := &signals[i]
			s.value, s.status = t.floatOr(s.column, 0, 1e12)
			if k.year < s.first || k.year > s.last {
				s.value, s.status = 0, entente.Missing
			}
		}
		if t.reason == "" && seen[k] {
			t.fault("state-year given twice", "")
		}
		if t.bad() {
			continue
		}
		seen[k] = true
		for _, s := range signals {
			if s.power == k.state {
				continue
			}
			out.Tie(entente.Tie{From: s.power, To: k.state, Directed: true, Period: entente.CalendarYear(k.year), Variable: s.variable,
				Value: s.value, Status: s.status, Ref: t.ref()})
		}
	}
	return t.err
}
