package entente

// Shift is what the record of one channel held before and after a realignment.
type Shift struct {
	Channel  Channel `json:"channel"`
	Title    string  `json:"title"`
	Responds float64 `json:"responds"` // probability that the channel took part
	Closer   float64 `json:"closer"`   // probability, given that, that it moved towards alignment
	// Without is the probability of the realignment without the channel; nil if
	// it was not asked.
	Without *float64 `json:"without,omitempty"`
	// Before and After are means over up to five years on each side, with the
	// lowest and the highest year as bounds (level 1), N the years on record.
	Before Estimate `json:"before"`
	After  Estimate `json:"after"`
}
