package source

import (
	"context"
	"io/fs"

	"github.com/entente-observatory/entente"
)

// cowMajors is the list of the major powers, with the days on which they were:
// one row a spell. It is a judgement of historians, not a measurement.
var cowMajors = &entente.Dataset{
	ID:      "cow-majors",
	Title:   "Major Powers",
	Version: "2024 or 2016",
	References: []entente.Reference{{
		Key: "cow-majors", Kind: "misc", Authors: []string{"Correlates of War Project"},
		Title: "State System Membership List, v2016 (major powers)", Year: 2017, URL: "http://correlatesofwar.org",
	}},
	Home:     cowSystem.Home,
	Terms:    cowTerms,
	Rights:   entente.DerivedOnly,
	Coverage: cowSystem.Coverage,
	Absence:  entente.AbsenceIsZero,
	Notes:    "France is out from 1940 to 1945; Germany and Japan are in again from 11 December 1991; China is in from 1950.",
	Files:    cowMajorsFiles,
	Read:     readMajors,
}

var cowMajorsFiles = []entente.File{
	{Name: "cow-system/majors2024.csv", URLs: []string{"https://correlatesofwar.org/wp-content/uploads/MajorPowers2024.zip"}, Optional: true, Layout: majorsLayout},
	{Name: "cow-system/majors2016.csv", Optional: true, Last: 2016, Layout: majorsLayout},
}

const majorsLayout = "stateabb, ccode, styear, stmonth, stday, endyear, endmonth, endday, version"

func readMajors(ctx context.Context, dir fs.FS, out entente.Sink) error {
	i, err := firstOf(dir, cowMajorsFiles, 0, 1)
	if err != nil {
		return err
	}
	_, err = readSpells(ctx, dir, cowMajorsFiles, i, out, "major")
	return err
}
