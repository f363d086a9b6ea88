package web

import "github.com/entente-observatory/entente"

// Recorder gives what the record holds of a dyad, as far as the edition has it.
type Recorder interface {
	// Record gives the amounts of each channel by year.
	Record(a, b entente.CCode) ([]entente.Series, error)
	// Shifts tells what the channels that carry a realignment held before and
	// after it.
	Shifts(r *entente.Realignment) ([]entente.Shift, error)
}
