package source

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/entente-observatory/entente"
)

// usTroops is the number of United States military personnel in each state
// and year, as the Department of Defense reports it. A row becomes a directed
// tie from the United States to the host for the total and for each part; the
// personnel at home are attributes of the United States.
var usTroops = &entente.Dataset{
	ID:      "us-troops",
	Title:   "United States Military Deployments",
	Version: "as of 2024, rebuilt",
	References: []entente.Reference{{
		Key: "allen2022", Kind: "article", Authors: []string{"Allen, Michael A.", "Flynn, Michael E.", "Machain, Carla Martinez"},
		Title: "Global U.S. Military Deployment Data: 1950-2020", Year: 2022,
		Container: "Conflict Management and Peace Science", Volume: "39", Pages: "351-370", DOI: "10.1177/07388942211030885",
	}},
	Home:     "https://github.com/meflynn/troopdata",
	Terms:    "MIT licence of the R package that holds it, with citation.",
	Rights:   entente.Open,
	Coverage: entente.Period{From: entente.Day(1950, 1, 1), To: entente.Day(2024, 12, 31)},
	Absence:  entente.AbsenceUnknown,
	Notes: "A year is that of a report (of June, or September). Germany is 260 to 1990, though the file has 255 throughout. Parts that are below zero (six of 1959) are missing, and so " +
		"is a total that is less than one of its parts. Where a state stands twice in a year under two names and one of them counts nobody, that one is rejected. " +
		"The file numbers territories from 1000, and Puerto Rico 6: they are not in the state system.",
	Files: usTroopsFiles,
	Read:  readUSTroops,
}

var usTroopsFiles = []entente.File{{
	Name:   "us-troops/troopdata-rebuild-country-year.csv",
	URLs:   []string{"https://raw.githubusercontent.com/meflynn/troopdata/master/data-raw/troopdata-rebuild-country-year.csv"},
	Layout: "countryname, year, ccode, troops_ad, army_ad, navy_ad, air_force_ad, marine_corps_ad, coast_guard_ad, space_force_ad, total_selected_reserve, total_civilian, among others",
}}

// usTroopsVariables are those on active duty, the first their total, then
// reserves and civilians.
var usTroopsVariables = [...]string{
	"troops_ad", "army_ad", "navy_ad", "air_force_ad", "marine_corps_ad", "coast_guard_ad", "space_force_ad", "total_selected_reserve", "total_civilian",
}

// usTroopsParts is the number of variables that the total is made of, itself
// included.
const usTroopsParts = 7

// puertoRico is a number that the Correlates of War give to no member of the
// system.
const puertoRico = 6

// deployment is a row.
type deployment struct {
	host   entente.CCode
	year   int
	counts [len(usTroopsVariables)]int
	ref    entente.Ref
}

func (d *deployment) nobody() bool { return d.counts == [len(usTroopsVariables)]int{} }

func readUSTroops(ctx context.Context, dir fs.FS, out entente.Sink) error {
	t, err := openTable(ctx, dir, usTroopsFiles, 0, out, "NA")
	if err != nil {
		return err
	}
	defer t.close()
	name, ccode, year := t.column("countryname"), t.column("ccode"), t.column("year")
	var columns [len(usTroopsVariables)]int
	for v := range columns {
		columns[v] = t.column(usTroopsVariables[v])
	}
	type key struct {
		host entente.CCode
		year int
	}
	var rows []deployment
	seen := map[key]int{}
	for t.next() {
		if n := t.int(ccode, 1, 99999); n >= 1000 || n == puertoRico {
			t.fault(outsideSystem, clip(t.text(name)))
		}
		d := deployment{host: t.state(ccode), year: t.year(year), ref: t.ref()}
		if d.host == 255 && d.year <= 1990 {
			d.host = 260
		}
		for v, c := range columns {
			d.counts[v] = t.int(c, -1e7, 1e7)
		}
		k := key{d.host, d.year}
		const twice = "state-year given twice"
		if first, again := seen[k]; t.reason == "" && again {
			detail := fmt.Sprintf("state %d in %d, here as %s", d.host, d.year, clip(t.text(name)))
			if rows[first].nobody() && !d.nobody() {
				out.Reject(rows[first].ref, twice, detail+" with more")
				rows[first] = d
				continue
			}
			t.fault(twice, detail)
		}
		if t.bad() {
			continue
		}
		seen[k] = len(rows)
		rows = append(rows, d)
	}
	for i := range rows {
		rows[i].send(out)
	}
	return t.err
}

// send sends the records of a row.
func (d *deployment) send(out entente.Sink) {
	p := entente.CalendarYear(d.year)
	for v, n := range d.counts {
		value, status := float64(n), entente.Known
		if n < 0 || v == 0 && d.short() {
			value, status = 0, entente.Missing
		}
		if d.host == unitedStates {
			out.Attribute(entente.Attribute{State: d.host, Period: p, Variable: usTroopsVariables[v], Value: value, Status: status, Ref: d.ref})
			continue
		}
		out.Tie(entente.Tie{From: unitedStates, To: d.host, Directed: true, Period: p, Variable: usTroopsVariables[v], Value: value, Status: status, Ref: d.ref})
	}
}

// short reports whether the total is less than one of its parts.
func (d *deployment) short() bool {
	for _, part := range d.counts[1:usTroopsParts] {
		if part > d.counts[0] {
			return true
		}
	}
	return false
}
