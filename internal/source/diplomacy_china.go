package source

import (
	"context"
	"io/fs"

	"github.com/entente-observatory/entente"
)

var diplomacyReference = entente.Reference{
	Key: "custer2019", Kind: "misc", Authors: []string{"Custer, Samantha", "Sethi, Tanya", "Solis, Jonathan A.", "Lin, Jiahui Joyce", "Ghose, Siddhartha", "Gupta, Anubhav", "Knight, Rodney", "Baehr, Austin"},
	Title: "China's Public Diplomacy Dashboard Dataset, Version 2.0", Year: 2019, Container: "AidData at William & Mary",
}

// diplomacyChina counts by receiving state and year the means of China's
// public diplomacy. A row becomes a directed tie from China to the receiving
// state for each of them; students who come to China are a tie to China.
var diplomacyChina = &entente.Dataset{
	ID:         "diplomacy-china",
	Title:      "China's Public Diplomacy",
	Version:    "2.0",
	References: []entente.Reference{diplomacyReference},
	Home:       "https://www.aiddata.org/data/chinas-public-diplomacy-dashboard-dataset-version-2-0",
	Terms:      "ODC-BY: free with citation.",
	Rights:     entente.Open,
	Coverage:   entente.Period{From: entente.Day(2000, 1, 1), To: entente.Day(2018, 12, 31)},
	Absence:    entente.AbsenceUnknown,
	Notes: "39 states and territories of South, Central and East Asia and the Pacific. Each variable has years of its own, outside which it is missing. " +
		"The visits are of either side's officials to the other, other than those of visits-china.",
	Files: diplomacyChinaFiles,
	Read:  readDiplomacyChina,
}

var diplomacyChinaFiles = []entente.File{{
	Name: "aid/ChinesePublicDiplomacy.csv", Layout: "receiving_country, year, and the variables, with N/A for missing",
}}

var diplomacyVariables = []string{
	"confucius_institutes", "sister_cities_established", "government_visits", "military_visits", "total_elite_visits", "ambassador_op_eds",
	"journalist_visits", "media_partnerships", "outbound_chinese_students", "inbound_students_to_china",
}

func readDiplomacyChina(ctx context.Context, dir fs.FS, out entente.Sink) error {
	t, err := openTable(ctx, dir, diplomacyChinaFiles, 0, out, "N/A", "NA")
	if err != nil {
		return err
	}
	defer t.close()
	receiver, year := t.column("receiving_country"), t.column("year")
	var columns []int
	for _, v := range diplomacyVariables {
		columns = append(columns, t.column(v))
	}
	type key struct {
		state entente.CCode
		year  int
	}
	seen := map[key]uint32{}
	row := make([]entente.Tie, len(columns))
	for t.next() {
		y := t.year(year)
		for v, c := range columns {
			row[v].Value, row[v].Status = t.floatOr(c, 0, 1e7)
		}
		if t.bad() {
			continue
		}
		p := entente.CalendarYear(y)
		host := t.party(receiver, t.text(receiver), p, byName, nil)
		if t.reason == "" {
			k := key{host[0].state, y}
			if _, twice := seen[k]; twice {
				t.fault("state-year given twice", clip(t.text(receiver)))
			}
			seen[k] = t.line
		}
		if t.bad() {
			continue
		}
		for v, tie := range row {
			tie.Directed, tie.Variable = true, diplomacyVariables[v]
			from, to := []party{{china, p}}, host
			if tie.Variable == "inbound_students_to_china" {
				from, to = to, from
			}
			t.ties(from, to, tie)
		}
	}
	return t.err
}
