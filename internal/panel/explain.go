package panel

import (
	"context"
	"fmt"
	"slices"

	"github.com/entente-observatory/entente"
)

// Explained is a cell of a panel with what it is made of.
type Explained struct {
	entente.Variable
	Value  float64
	Status entente.Status
	cover  Coverage
	of     side
	way    way
	states [2]entente.CCode // of the row, by the Correlates of War list
}

// Taken is a record that a layer read: of a tie, or of a state (To is 0).
type Taken struct {
	Source, Variable string
	From, To         entente.CCode
}

// MadeOf reports whether the cell is made of such a record.
func (e *Explained) MadeOf(t Taken) bool {
	if !slices.Contains(e.Sources, t.Source) || !slices.Contains(e.Of, t.Variable) {
		return false
	}
	switch {
	case e.of == ofFirst || e.way == outward:
		return t.From == e.states[0]
	case e.of == ofSecond || e.way == inward:
		return t.From == e.states[1]
	}
	return true
}

// Explain fills a layer along the one row of a frame, with the same code that
// fills panels, and returns its cells. There are none where the frame has no
// row: the states did not exist together.
func Explain(ctx context.Context, f *Frame, src Sources, l *Layer, o Options) ([]Explained, error) {
	p, err := Build(ctx, f, src, []*Layer{l}, o, nil)
	if err != nil || f.Rows() == 0 {
		return nil, err
	}
	states := [2]entente.CCode{f.StateOf(int(f.A[0]), f.Year(0))}
	if f.B != nil {
		states[1] = f.StateOf(int(f.B[0]), f.Year(0))
	}
	var cells []Explained
	for i, c := range p.Columns {
		if c.Key {
			continue
		}
		var v [1]float64
		var s [1]entente.Status
		p.Read(i, 0, v[:], s[:])
		cells = append(cells, Explained{c.Variable, v[0], s[0], c.cover, c.of, c.way, states})
	}
	return cells, nil
}

// Why tells in a sentence why the cell is what it is in a year, given how many
// rows of its sources, of the variables that it is made of, there are for the
// case.
func (e *Explained) Why(year, rows int) string {
	days, _ := entente.CalendarYear(year).Intersect(e.cover.Period)
	partly := days != entente.CalendarYear(year)
	switch {
	case e.Status == entente.NotAState:
		return "Not a state: the list of states that the source goes by does not have one of the two in the year."
	case e.Status == entente.OutsideCoverage && year < e.First:
		return fmt.Sprintf("Before coverage: the source begins in %d, and nothing is carried back.", e.First)
	case e.Status == entente.OutsideCoverage:
		return fmt.Sprintf("Past coverage: the source ends in %d, and nothing is carried beyond.", e.Last)
	case e.Status == entente.Undefined && e.Undef != "":
		return "Undefined: " + e.Undef + "."
	case e.Status == entente.Undefined:
		return "Undefined: the quantity does not exist here."
	case e.Status == entente.Missing && rows > 0:
		return "Missing: the source has the case, and no value of this for it."
	case e.Status == entente.Missing && partly && e.cover.Absence == entente.AbsenceIsZero:
		return fmt.Sprintf("Missing: the source covers %v of the year and has no row; what came later in it is not known.", days)
	case e.Status == entente.Missing:
		return "Missing: the source has no row for the case, and that does not mean zero."
	case rows > 0:
		return fmt.Sprintf("Known, from the record (rows: %d).", rows)
	case e.Value == 0 && e.cover.Absence == entente.AbsenceIsZero:
		return fmt.Sprintf("Zero by rule: the source has no row for the case, and is a complete register from %d to %d.", e.First, e.Last)
	}
	return "Known, computed from the record of the whole system."
}
