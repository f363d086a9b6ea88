package panel

import "github.com/entente-observatory/entente"

// Coverage is the time that a data set speaks of, and what it means that it
// has no row for a case within.
type Coverage struct {
	Period  entente.Period
	Absence entente.Absence
}

// Row is what a data set has for a case.
type Row uint8

const (
	NoRow Row = iota
	Blank     // a row whose value is missing
	Value     // a row with a value
)

// Cell says what stands in a cell of a panel.
type Cell struct {
	Status entente.Status
	// Inferred marks the zero that is read from the absence of a row. It is
	// set with Known only.
	Inferred bool
}

// DyadCell decides what the cell of a dyad and a year is, given what the data
// set has for it.
//
//   - The states share no day of the year: not a state, whatever the row says.
//     (Records of treaties hold signatories before they were states.)
//   - The data set does not reach into the year: outside coverage.
//   - A value: known. A row without one: missing.
//   - No row: a known zero, inferred, where the data set is a complete register
//     (entente.AbsenceIsZero) and covers the whole year; missing otherwise. In
//     a year that is covered in part the event may yet have come.
func (s *System) DyadCell(d entente.Dyad, year int, c Coverage, row Row) Cell {
	return c.cell(year, s.Coexist(d, year), row)
}

// StateCell is DyadCell for a state.
func (s *System) StateCell(state entente.CCode, year int, c Coverage, row Row) Cell {
	return c.cell(year, s.Member(state, year), row)
}

func (c Coverage) cell(year int, exists bool, row Row) Cell {
	y := entente.CalendarYear(year)
	switch {
	case !exists:
		return Cell{Status: entente.NotAState}
	case !c.Period.Overlaps(y):
		return Cell{Status: entente.OutsideCoverage}
	case row == Value:
		return Cell{Status: entente.Known}
	case row == NoRow && c.Absence == entente.AbsenceIsZero && c.Period.From <= y.From && y.To <= c.Period.To:
		return Cell{Status: entente.Known, Inferred: true}
	}
	return Cell{Status: entente.Missing}
}
