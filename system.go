package entente

import "sort"

// Resource is what states are weighed by when powers are counted. No resource
// is power itself, so that several stand side by side.
type Resource string

const (
	ResourceCINC    Resource = "cinc"             // composite index of national capability
	ResourceMilex   Resource = "milex"            // military expenditure
	ResourceEnergy  Resource = "energy"           // primary energy consumption
	ResourceGDP     Resource = "gdp"              // gross domestic product
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
