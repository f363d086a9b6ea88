package irt

import "errors"

// Row is a unit in a period: what has one ideal point. Periods are ordered by
// their number; a gap between a unit's periods is allowed.
type Row struct {
	Unit, Period int
}

// Ballot is the choice of a row on an item: 0, 1 or 2, in their order (yes,
// abstain, no). Absence is no ballot.
type Ballot struct {
	Row, Item int32
	Choice    uint8
}

// Panel is a checked set of ballots, ready to fit. It is not changed by Fit and
// may be shared.
type Panel struct {
	rows []Row
}

// NewPanel checks the ballots and lays them out. Row and Item of a ballot are
// indices into rows and 0..items-1. Nothing that is passed is kept or changed.
//
// What a row looks back to is read from rows: the same unit's row with ballots
// in the latest earlier period, however far; a unit's first row looks at its
// second. So to leave a period out, leave its ballots out. Items on which all
// ballots are equal say nothing and are left out (Unanimous); rows left without
// ballots get no estimate (Empty). Two ballots of a row on one item are allowed:
// linked roll calls may fall in one period.
//
// It fails if a row occurs twice, if an index or a choice is out of range, and
// if no ballot remains.
func NewPanel(rows []Row, items int, ballots []Ballot) (*Panel, error) {
	return nil, errors.New("irt: NewPanel is not implemented yet")
}

// Rows is the number of rows, with or without ballots.
func (p *Panel) Rows() int { return len(p.rows) }

// Votes is the number of ballots of a row that are used: those on items that
// are not unanimous.
func (p *Panel) Votes(row int) int { return 0 }

// Ballots is the number of ballots used.
func (p *Panel) Ballots() int { return 0 }

// Items is the number of items used.
func (p *Panel) Items() int { return 0 }

// Unanimous lists the items left out because all their ballots, if any, are
// equal, in increasing order.
func (p *Panel) Unanimous() []int { return nil }

// Empty lists the rows without a ballot that is used, in increasing order.
func (p *Panel) Empty() []int { return nil }
