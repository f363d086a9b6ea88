package entente

import "sort"

// Resource is what states are weighed by when powers are counted. No resource
// is power itself, so that several stand side by side.
type Resource string

const (
	ResourceCINC    Resource = "cinc"             // composite index of national capability
	ResourceMilex   Resource = "milex"            // military expenditure
	ResourceEnergy  Resource = "energy"           // primary energy consumption
	ResourceGDP     Resource = "gdp"              // gross domestic product at purchasing-power parity
	ResourceMarket  Resource = "gdp-market"       // gross domestic product at market rates
	ResourceGDPHead Resource = "gdp-x-per-capita" // GDP × GDP per head (Beckley 2018)
	ResourceBlocs   Resource = "blocs"            // capabilities of blocs, each bloc one power
)

// Holding is what a state has of a resource in a year.
type Holding struct {
	State CCode
	Year  int16
	// Parts are the amounts of which the resource is made, each in its own
	// unit, NaN where it is not reported. Most resources have one part, the
	// composite index six.
	Parts []float64
}

// Holdings is a resource of every state and year, ordered by year and state.
type Holdings struct {
	Resource Resource
	Rows     []Holding
}

// InYear returns the rows of a year.
func (h *Holdings) InYear(year int) []Holding {
	from := sort.Search(len(h.Rows), func(i int) bool { return int(h.Rows[i].Year) >= year })
	to := sort.Search(len(h.Rows), func(i int) bool { return int(h.Rows[i].Year) > year })
	return h.Rows[from:to]
}

// Scope says among whom shares are taken.
type Scope string

const (
	ScopeMajors Scope = "majors" // the major powers of the historians' list
	ScopeAll    Scope = "all"    // every state of the record
)

// Power is one of the strongest in a year.
type Power struct {
	State CCode   `json:"ccode"`
	Share float64 `json:"share"` // of the resource
	// Pole is the probability that it has at least half of what the strongest
	// has.
	Pole float64 `json:"pole_probability"`
}

// Polarity is how a resource is spread in a year.
type Polarity struct {
	Year     int      `json:"year"`
	Resource Resource `json:"resource"`
	Scope    Scope    `json:"scope"`
	N        int      `json:"n"` // states counted
	// Concentration is CON (Singer, Bremer & Stuckey 1972), from 0, all equal,
	// to 1, one has all.
	Concentration Estimate `json:"con"`
	// Effective is the effective number of poles 1/Σs² (Laakso & Taagepera
	// 1979), and Entropy that of order one, exp(-Σ s log s).
	Effective Estimate `json:"effective_poles"`
	Entropy   Estimate `json:"entropy_poles"`
	TopTwo    Estimate `json:"top_two"` // share of the two strongest
	Second    Estimate `json:"second"`  // the second strongest over the strongest
	Third     Estimate `json:"third"`   // the third strongest over the strongest
	// Count has the probabilities of one pole, of two, and of three or more:
	// states with at least half of what the strongest has.
	Count [3]float64 `json:"pole_count_probability"`
	// Powers are the strongest, at most four.
	Powers []Power `json:"powers"`
}

// Polarities is the table ordered by resource, scope and year.
type Polarities struct{ Rows []Polarity }

// Of returns the rows of a resource and scope.
func (t *Polarities) Of(r Resource, s Scope) []Polarity {
	from := 0
	for from < len(t.Rows) && (t.Rows[from].Resource != r || t.Rows[from].Scope != s) {
		from++
	}
	to := from
	for to < len(t.Rows) && t.Rows[to].Resource == r && t.Rows[to].Scope == s {
		to++
	}
	return t.Rows[from:to]
}

// Kinds lists the resources and scopes of the table in its order, each by its
// first row.
func (t *Polarities) Kinds() []*Polarity {
	var kinds []*Polarity
	for i := range t.Rows {
		r := &t.Rows[i]
		if n := len(kinds); n == 0 || kinds[n-1].Resource != r.Resource || kinds[n-1].Scope != r.Scope {
			kinds = append(kinds, r)
		}
	}
	return kinds
}

// Transition is a dated change of polarity.
type Transition struct {
	Resource Resource `json:"resource"`
	Scope    Scope    `json:"scope"`
	Measure  string   `json:"measure"` // "con", "effective_poles", "top_two", "second"
	// Year is the most probable first year after the change; Lo to Hi holds it
	// with 90 %, given that there was one. Probability is that of a change
	// within these years.
	Year        int     `json:"year"`
	Lo          int     `json:"lo"`
	Hi          int     `json:"hi"`
	Probability float64 `json:"probability"`
	Before      float64 `json:"before"` // mean level of the stretches before and after
	After       float64 `json:"after"`
}

// PoleCount is how many poles a resource shows in a year.
type PoleCount struct {
	Resource Resource `json:"resource"`
	Year     int      `json:"year"`
	// Poles is the most probable number: 1, 2, or 3 for three or more.
	Poles       int     `json:"poles"`
	Probability float64 `json:"probability"`
	// Since is the first year of the unbroken run with this number.
	Since int `json:"since"`
	// Powers are the states likelier than not to be poles, strongest first, at
	// most four.
	Powers []Power `json:"powers"`
}

// Poles answers how many poles there were in a year, by each resource.
type Poles struct {
	Year        int          `json:"year"`
	First       int          `json:"first"` // years that can be asked for
	Last        int          `json:"last"`
	Answer      Answer       `json:"answer"`
	Counts      []PoleCount  `json:"counts"`
	Rows        []Polarity   `json:"rows"`        // of the year
	Course      []Series     `json:"course"`      // by year, of all states: the second strongest over the strongest
	Transitions []Transition `json:"transitions"` // of all years
}

// Verdict says how a state's ties with two others go together.
type Verdict string

const (
	Rival       Verdict = "rival"       // a gain with one goes with a loss with the other
	Independent Verdict = "independent" // no link worth the name: within the margin
	Together    Verdict = "together"    // gains go together
	CannotTell  Verdict = "cannot-tell"
)

// DecidingYear is a year that bears much of a correlation.
type DecidingYear struct {
	Year  int     `json:"year"`
	Share float64 `json:"share"`
}

// ZeroSum is the test of one pair of ties of a state.
type ZeroSum struct {
	State   CCode   `json:"ccode"`
	A       CCode   `json:"a"`
	B       CCode   `json:"b"`
	Channel Channel `json:"channel"`
	From    int     `json:"from"`
	To      int     `json:"to"`
	N       int     `json:"n"` // years compared
	Verdict Verdict `json:"verdict"`
	Reason  string  `json:"reason,omitempty"` // why it cannot be told
	// Effects are the correlations of what is new in the two ties: in the same
	// year, B's a year after A's, and A's a year after B's.
	Effects [3]Estimate `json:"effects"`
	Lag     int         `json:"lag"` // of the strongest
	P       float64     `json:"p"`   // of the test that there is no link at any of the three
	Q       float64     `json:"q"`   // with the false-discovery rate over a state's pairs; 0 where one pair was asked for
	// Years are those that decide, for the strongest of the effects.
	Years   []DecidingYear `json:"years"`
	Fragile bool           `json:"fragile"` // without the first of the years the link could not be told
}

// Census counts verdicts.
type Census struct {
	Tested      int `json:"tested"` // those with a record long and lively enough
	Rival       int `json:"rival"`
	Independent int `json:"independent"`
	Together    int `json:"together"`
}

// Add counts a verdict; one that could not be tested is not counted.
func (c *Census) Add(z ZeroSum) {
	if z.N == 0 {
		return
	}
	c.Tested++
	switch z.Verdict {
	case Rival:
		c.Rival++
	case Independent:
		c.Independent++
	case Together:
		c.Together++
	}
}

// Triad answers whether a state's relations with two others oppose each other,
// go together, or neither.
type Triad struct {
	State   CCode     `json:"ccode"`
	A       CCode     `json:"a"`
	B       CCode     `json:"b"`
	Answer  Answer    `json:"answer"`
	Tests   []ZeroSum `json:"tests"`   // by channel, the headline first
	Pairs   []ZeroSum `json:"pairs"`   // of the state, by the headline channel
	Others  Census    `json:"others"`  // all states with A and B
	Placebo Census    `json:"placebo"` // ties that nothing should link
}

// Stance is how a state's ties of one kind are spread over the poles.
type Stance struct {
	Channel Channel   `json:"channel"`
	Volume  []float64 `json:"volume"` // with each pole, mean of the five years, over what the closest tenth of states have, at most 1
	Balance float64   `json:"balance"`
}

// PoleTie is a state's closeness to one pole.
type PoleTie struct {
	Pole CCode    `json:"ccode"`
	Tie  Estimate `json:"tie"`  // 0 nothing, 1 as much as the closest tenth of states
	Tilt Estimate `json:"tilt"` // tie less the mean over the poles
}

// Place is where a state stands among the poles in a year: how much it has to
// do with all of them apart from whom it leans to.
type Place struct {
	State   CCode     `json:"ccode"`
	Year    int       `json:"year"`
	Ties    []PoleTie `json:"ties"`
	Level   Estimate  `json:"level"`   // mean tie over the poles
	Balance Estimate  `json:"balance"` // 1 even, 0 all with one
	Hedging Estimate  `json:"hedging"` // high only if both are
	// Class is hedging, leaning or indifferent, and Probability its share of
	// the draws.
	Class       string   `json:"class"`
	Probability float64  `json:"probability"`
	Stances     []Stance `json:"stances"`
}

// Attention is how much of what a state does is with one partner.
type Attention struct {
	Channel   Channel  `json:"channel"`
	Partner   CCode    `json:"partner"`
	From      int      `json:"from"`
	To        int      `json:"to"`
	Share     Estimate `json:"share"`
	Rank      int      `json:"rank"`               // of the partner among all
	Quotient  float64  `json:"quotient,omitempty"` // share over that of all other states; none where no other has contact
	Effective float64  `json:"effective_partners"` // 1/Σ share²
}

// Position is a state's place among poles: level, tilt, hedging, attention.
type Position struct {
	State     CCode         `json:"ccode"`
	Poles     []CCode       `json:"poles"`
	Year      int           `json:"year"`
	Answer    Answer        `json:"answer"`
	Place     Place         `json:"place"`
	Course    []Series      `json:"course"` // level, balance, and the tie with each pole by year
	Attention []Attention   `json:"attention"`
	Trend     []Attention   `json:"trend"` // of the partner most attended over the whole record, by ten years
	Hedgers   []Place       `json:"hedgers"`
	Peers     []Place       `json:"peers"` // the ten states nearest in capability, in order of hedging
	Rank      int           `json:"rank"`  // by hedging, among Of states
	Of        int           `json:"of"`
	Footing   []PoleFooting `json:"footing"`
}

// PoleFooting is how equal a state and a pole are.
type PoleFooting struct {
	Pole CCode `json:"ccode"`
	// Power is the state's share of the two states' capabilities.
	Power Estimate `json:"power_share"`
	// Weight is the pole's share of the state's ties with all states, and
	// Back the state's share of the pole's, over the channels of ties;
	// asymmetry is (Weight - Back)/(Weight + Back).
	Weight    float64  `json:"weight"`
	Back      float64  `json:"back"`
	Asymmetry Estimate `json:"asymmetry"`
}

// Clash is a dyad-year in which force was used between two states.
type Clash struct {
	Dyad
	Year int16
}

// Clashes are ordered by year and dyad; First to Last is what their source
// covers.
type Clashes struct {
	Rows        []Clash
	First, Last int
}

// BlocMember is a state's part in a bloc.
type BlocMember struct {
	State CCode `json:"ccode"`
	// Sharpness is the share of resampled networks in which the state is in
	// one bloc with the leader.
	Sharpness float64 `json:"sharpness"`
	// Camp is the side, 0 or 1, in the division of the network into two that
	// frustrates least; the sides of unconnected parts have nothing to do with
	// each other.
	Camp int `json:"camp"`
}

// Bloc is a community of the signed network, its leader the state of most
// capability.
type Bloc struct {
	Leader  CCode        `json:"leader"`
	Share   float64      `json:"share"` // of the capabilities of all states in blocs
	Members []BlocMember `json:"members"`
}

// Network is the signed network of pledges and force in a year.
type Network struct {
	Year    int `json:"year"`
	States  int `json:"states"` // with any tie
	Ties    int `json:"ties"`
	Hostile int `json:"hostile"`
	// Frustration is the line index of balance: the number of ties that the
	// best division into two camps frustrates. Bound is a lower bound, the same
	// if it is proven.
	Frustration int64 `json:"frustration"`
	Bound       int64 `json:"frustration_bound"`
	// Normalized is 1 - 2L/m, and Balance the share of balanced triangles; NaN
	// is written as null.
	Normalized Estimate `json:"normalized"`
	Triangles  Estimate `json:"balanced_triangles"`
	Modularity Estimate `json:"modularity"`
	// Effective is the effective number of blocs by capability, and
	// Polarization that of Esteban & Ray (1994), 1 for two equal blocs without
	// a friendly tie between them.
	Effective    Estimate `json:"effective_blocs"`
	Polarization Estimate `json:"polarization"`
	Blocs        []Bloc   `json:"blocs"`
}

// Networks is the table by year.
type Networks struct{ Rows []Network }

// InYear returns the network of a year, nil if there is none.
func (t *Networks) InYear(year int) *Network {
	i, ok := sort.Find(len(t.Rows), func(i int) int { return year - t.Rows[i].Year })
	if !ok {
		return nil
	}
	return &t.Rows[i]
}

// Blocs answers what blocs there were in a year.
type Blocs struct {
	Year    int      `json:"year"`
	First   int      `json:"first"`
	Last    int      `json:"last"`
	Answer  Answer   `json:"answer"`
	Network *Network `json:"network"`
	Course  []Series `json:"course"`
}
