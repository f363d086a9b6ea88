package entente

import "sort"

// Carrier is a channel's part in a realignment.
type Carrier struct {
	Channel Channel `json:"channel"`
	// Responds is the probability, given the realignment, that the channel
	// took part in it.
	Responds float64 `json:"responds"`
	// Closer is the probability, given that it took part, that it moved
	// towards alignment.
	Closer float64 `json:"closer"`
	// Without is the probability of the realignment if the channel is left out,
	// for the carriers of one that is more likely than not; else nil.
	Without *float64 `json:"without,omitempty"`
}

// YearMass is the probability of a year.
type YearMass struct {
	Year        int     `json:"year"`
	Probability float64 `json:"probability"`
}

// Lasting says whether a realignment held.
type Lasting uint8

const (
	LastedOpen Lasting = iota // fewer than four years of record after it
	LastedYes
	LastedNo // an opposite one followed within ten years
)

func (l Lasting) String() string { return [...]string{"open", "yes", "no"}[l] }

// MarshalText writes the word.
func (l Lasting) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// Realignment is a dated change of how two states stand to each other.
type Realignment struct {
	A CCode `json:"ccode_a"`
	B CCode `json:"ccode_b"`
	// Direction is +1 toward each other, -1 away, and DirectionProbability
	// its probability given the change.
	Direction            int     `json:"direction"`
	DirectionProbability float64 `json:"direction_probability"`
	// Year is the most probable first year after the change; Lo and Hi bound
	// the smallest set of years that holds it with 90 %.
	Year  int        `json:"year"`
	Lo    int        `json:"lo"`
	Hi    int        `json:"hi"`
	Dates []YearMass `json:"dates"`
	// Probability that there was a change common to the channels and that it
	// moved tie less hostility, or position, materially in its direction.
	Probability float64 `json:"probability"`
	// Size is the change of the headline index, tie less hostility, and
	// Position that of the position axis beside it, in standard deviations.
	Size     Estimate  `json:"size"`
	Position Estimate  `json:"position"`
	Mover    CCode     `json:"mover"` // the state whose own turn this is a part of; 0: neither alone
	Carriers []Carrier `json:"carriers"`
	Lasted   Lasting   `json:"lasted"`
	// Found: the change is in the largest set of which no more than the stated
	// share is expected to be false.
	Found bool `json:"found"`
}

// Dyad returns the two states in key order.
func (r *Realignment) Dyad() Dyad { return DyadOf(r.A, r.B) }

// Turn is a state's own change of position, which moves all its dyads at once
// and is one finding.
type Turn struct {
	State       CCode    `json:"ccode"`
	Year        int      `json:"year"`
	Lo          int      `json:"lo"`
	Hi          int      `json:"hi"`
	Probability float64  `json:"probability"`
	Size        Estimate `json:"size"` // of the ideal point
	Dyads       int      `json:"dyads"`
	Found       bool     `json:"found"`
}

// ChannelFit is what the whole world told of a channel's manner.
type ChannelFit struct {
	Channel  Channel `json:"channel"`
	Weight   float64 `json:"weight"`   // power of its evidence
	Response float64 `json:"response"` // share of realignments that it takes part in
	Spread   float64 `json:"spread"`   // correlation of levels, overdispersion of counts, yearly rate of moves of states
	Dyads    int     `json:"dyads"`    // with a row
	First    int     `json:"first"`
	Last     int     `json:"last"`
}

// Realignments is the table of all dated changes of the world with a
// probability worth telling, ordered by dyad and year.
type Realignments struct {
	First, Last int
	Hazard      float64 // realignments per dyad and year, estimated from all dyads
	FDR         float64 // stated bound of the share of false ones among Found
	FalseShare  float64 // expected share among Found
	Dyads       int     // tested
	Channels    []ChannelFit
	Turns       []Turn // by state and year
	Rows        []Realignment
}

// Of returns the changes of a dyad, in order of time.
func (t *Realignments) Of(d Dyad) []Realignment {
	from := sort.Search(len(t.Rows), func(i int) bool { return t.Rows[i].Dyad().Compare(d) >= 0 })
	to := from
	for to < len(t.Rows) && t.Rows[to].Dyad() == d {
		to++
	}
	return t.Rows[from:to]
}

// ChoiceMade is one of the choices of a specification.
type ChoiceMade struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Specification is one defensible way of computing a dyad's changes, and what
// it finds.
type Specification struct {
	Choices []ChoiceMade  `json:"choices"`
	Changes []Realignment `json:"changes"`
}
