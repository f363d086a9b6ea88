// Package source reads the records of the field in their producers' own
// formats. A data set is a literal in All with one read function; a file of
// it is found under its official name, plain, gzipped or within a zip archive,
// and in whatever text encoding it was saved.
//
// A row is never dropped in silence: each is kept, or rejected with its place
// and reason, and both are counted (Read, Report). A file that cannot be what
// it should be (an HTML page, a truncated or bomb-like archive, a missing
// column) is an Error with file, line, what is wrong and what to do.
//
// The package fills in nothing. What it means that a record has no row for a
// case is declared in the literal and acted on elsewhere.
package source

import (
	"fmt"
	"slices"

	"github.com/entente-observatory/entente"
)

// All lists the data sets in the order in which the catalogue shows them.
var All = []*entente.Dataset{
	unVotes,
	unDigitalLibrary,
	cowSystem,
	cowMajors,
	cowNMC,
	atop,
	cowMID,
	cowDyadicMID,
	gmlMID,
	cowWars,
	cowIGO,
	cowTrade,
	cowContiguity,
	ucdpPRIO,
	icb,
	rivalries,
	distances,
	cowDiplomaticExchange,
	cowAlliances,
	gdpPopulation,
	maddison,
	peaceScale,
	gsdb,
	desta,
	exercisesMME,
	exercisesJME,
	visitsChina,
	visitsUS,
	visitsCOLT,
	usTroops,
	supportSignals,
	leaders,
	aidChina,
	diplomacyChina,
	terrorism,
	sipriArms,
	sipriMilex,
}

// ByID returns the data set with the given identifier.
func ByID(id string) (*entente.Dataset, error) {
	var ids []string
	for _, ds := range All {
		if ds.ID == id {
			return ds, nil
		}
		ids = append(ids, ds.ID)
	}
	slices.Sort(ids)
	return nil, fmt.Errorf("no source %q: choose one of %v", id, ids)
}

// Error says where a file cannot be read, what is wrong, and what to do.
type Error struct {
	File string // as opened, such as "un-votes/UNVotes.csv.gz"
	Line int    // counted from one, header included; 0 for the file as a whole
	What string
	Do   string
	Err  error // the cause, or nil
}

func (e *Error) Error() string {
	at := e.File
	if e.Line > 0 {
		at = fmt.Sprintf("%s:%d", e.File, e.Line)
	}
	return at + ": " + e.What + "; " + e.Do
}

// Unwrap returns the cause. A file that is not there is fs.ErrNotExist.
func (e *Error) Unwrap() error { return e.Err }
