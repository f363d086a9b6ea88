package source

import (
	"fmt"

	"github.com/entente-observatory/entente"
)

// pair reads the two states of a row about a dyad.
func (t *table) pair(first, second int) (a, b entente.CCode) {
	a, b = t.state(first), t.state(second)
	if t.reason == "" && a == b {
		t.fault("state paired with itself", fmt.Sprintf("state %d stands on both sides; correct one of them, or leave the row out", a))
	}
	return a, b
}

// dyadYears remembers the dyad-years that a file has given, a bit for each
// year: such files have a million rows, mostly in runs of one dyad.
type dyadYears struct {
	given map[entente.Dyad]*[yearWords]uint64
	last  entente.Dyad
	years *[yearWords]uint64 // of last
}

// The years that table.year reads, in words of 64.
const firstYear, yearWords = 1500, (2200 - firstYear + 64) / 64

// once makes the row bad where the dyad-year was given before. It is asked
// last, so that the dyad-year of a row that is bad otherwise can come again.
func (d *dyadYears) once(t *table, dyad entente.Dyad, year int) {
	if t.reason != "" {
		return
	}
	if d.years == nil || dyad != d.last {
		if d.given == nil {
			d.given = map[entente.Dyad]*[yearWords]uint64{}
		}
		d.last, d.years = dyad, d.given[dyad]
		if d.years == nil {
			d.years = new([yearWords]uint64)
			d.given[dyad] = d.years
		}
	}
	word, bit := (year-firstYear)/64, uint64(1)<<((year-firstYear)%64)
	if d.years[word]&bit != 0 {
		t.fault("dyad-year given twice", fmt.Sprintf("states %d and %d in %d are also in a line above", dyad.A, dyad.B, year))
	}
	d.years[word] |= bit
}
