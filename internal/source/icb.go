package source

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/entente-observatory/entente"
)

// icb is the record of international crises since 1918, one row a crisis. Its
// table of crises names no list of participants. It gives attributes: trigger,
// 1, of the state whose act set off the crisis, where it was one state; and
// what the United States and the Soviet Union, or Russia, did in it: usinv and
// suinv from 1 (nothing) by way of 2 (political, economic or propaganda) and 3
// (covert, or other military) to 4 (direct military), usactor and suactor 2
// where they were themselves in crisis. They hold from the trigger to the end
// of the crisis. The label is its number and name.
var icb = &entente.Dataset{
	ID:      "icb",
	Title:   "International Crisis Behavior: crises",
	Version: "13",
	References: []entente.Reference{
		{
			Key: "brecher1997", Kind: "book", Authors: []string{"Brecher, Michael", "Wilkenfeld, Jonathan"},
			Title: "A Study of Crisis", Year: 1997, Container: "University of Michigan Press",
		},
		{
			Key: "icb13", Kind: "misc",
			Authors: []string{"Brecher, Michael", "Wilkenfeld, Jonathan", "Beardsley, Kyle", "James, Patrick", "Quinn, David"},
			Title:   "International Crisis Behavior Data Codebook, Version 13", Year: 2020, URL: "https://sites.duke.edu/icbdata/",
		},
	},
	Home:     "https://sites.duke.edu/icbdata/",
	Terms:    "Free with citation.",
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1918, 1, 1), To: entente.Day(2017, 12, 31)},
	Absence:  entente.AbsenceIsZero,
	Notes: "A day coded 66, 77, 88 or 99 (early, middle or late in the month, or unknown) is read as the first, or the last, of its month; a month that is missing as the first or last of the year. " +
		"A crisis whose year of trigger or end is not coded is rejected. The codes 995 to 997 of the trigger mean several states or none, and give no record; neither does the Hejaz (671).",
	Files: icbFiles,
	Read:  readICB,
}

var icbFiles = []entente.File{{
	Name: "icb/icb1v13.csv", URLs: []string{"https://sites.duke.edu/icbdata/files/2020/12/icb1v13.csv"},
	Layout: "crisno, crisname, trigent, yrtrig, motrig, datrig, yrterm, moterm, daterm, usinv, usactor, suinv, suactor, among others",
}}

func readICB(ctx context.Context, dir fs.FS, out entente.Sink) error {
	t, err := openTable(ctx, dir, icbFiles, 0, out)
	if err != nil {
		return err
	}
	defer t.close()
	number, name, trigger := t.column("crisno"), t.column("crisname"), t.column("trigent")
	from := [3]int{t.column("yrtrig"), t.column("motrig"), t.column("datrig")}
	to := [3]int{t.column("yrterm"), t.column("moterm"), t.column("daterm")}
	powers := []*measures{
		t.measures([]measure{{"usinv", 1, 4}, {"usactor", 1, 2}}),
		t.measures([]measure{{"suinv", 1, 4}, {"suactor", 1, 2}}),
	}
	seen := map[int]uint32{}
	for t.next() {
		crisis := t.int(number, 1, 99999)
		p := entente.Period{From: t.crisisDay(from, false), To: t.crisisDay(to, true)}
		entity, coded := t.intOr(trigger, 1, 999)
		for _, m := range powers {
			m.read()
		}
		if t.reason == "" && p.To < p.From {
			t.fault("ends before it begins", p.String())
		}
		if line, twice := seen[crisis]; t.reason == "" && twice {
			t.fault("crisis given twice", fmt.Sprintf("crisis %d is also in line %d", crisis, line))
		}
		if coded && (entity < 995 || entity > 997) && entity != hejaz {
			t.state(trigger)
		}
		if t.bad() {
			continue
		}
		seen[crisis] = t.line
		a := entente.Attribute{Period: p, Label: fmt.Sprintf("%d %s", crisis, t.text(name))}
		if state := entente.CCode(entity); coded && entente.States().Get(state) != nil {
			a.State, a.Variable, a.Value, a.Ref = state, "trigger", 1, t.ref()
			out.Attribute(a)
		}
		for i, power := range []entente.CCode{2, 365} {
			a.State = power
			powers[i].attribute(a)
		}
	}
	return t.err
}

// hejaz is a number of the producers for a state that is in no list.
const hejaz = 671

// crisisDay reads a day of which the day or the month may be unknown.
func (t *table) crisisDay(c [3]int, last bool) entente.Date {
	year := t.year(c[0])
	month, known := t.intOr(c[1], 1, 12)
	day, exact := t.intOr(c[2], 1, 99)
	switch {
	case t.reason != "":
		return 0
	case !known && last:
		return entente.Day(year, 12, 31)
	case !known:
		return entente.Day(year, 1, 1)
	case exact && day <= 31:
		return t.dateParts(c[0], c[1], c[2])
	case !last:
		return entente.Day(year, month, 1)
	case month == 12:
		return entente.Day(year, 12, 31)
	}
	return entente.Day(year, month+1, 1) - 1
}
