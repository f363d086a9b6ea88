package main

import (
	"errors"
	"fmt"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/store"
)

const axisFormula = "y_ct = b_c + a_t + e_ct, a_t = a_{t-1} + w_t: the smoothed local level a_t of the axis' channels, each in standard deviations over all dyads with the noise that the whole world shows for it; a year without a value contributes nothing."

// indexRows lists what the sources of an axis record of the dyad in the year:
// the rows that moved it.
func (o *observatory) indexRows(r *entente.Receipt, a, b entente.CCode, year int) error {
	for _, s := range r.Sources {
		err := o.edition.Ties(s.ID, entente.DyadOf(a, b), entente.CalendarYear(year), func(t entente.Tie) bool {
			words := fmt.Sprintf("%s to %s, %v: %s", entente.States().Slug(t.From), entente.States().Slug(t.To), t.Period, t.Variable)
			if t.Status == entente.Known {
				words += fmt.Sprintf(" %g", t.Value)
			} else {
				words += " " + t.Status.String()
			}
			if t.Label != "" {
				words += " (" + t.Label + ")"
			}
			r.Rows = append(r.Rows, o.evidence(s.ID, t.Ref, words))
			return true
		})
		if err != nil && !errors.Is(err, store.ErrNoTable) {
			return err
		}
	}
	r.RowsNote = "Votes and memberships stand behind the axis of position through receipts of their own: entente why STATE STATE YEAR votes."
	return nil
}
