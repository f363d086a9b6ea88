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
