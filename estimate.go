package entente

// Status says what kind of thing a cell of a table is. Five ways of having no
// number are five different things, from the parser to the page: a reader who
// takes one for another draws a false conclusion.
type Status uint8

const (
	// Known: the value is there. Zero is a known value.
	Known Status = iota
	// Missing: the record covers the case but has no value for it.
	Missing
	// Undefined: the quantity does not exist here, as a share of no imports
	// or a kappa without variation.
	Undefined
	// NotAState: one of the units was not a member of the state system.
	NotAState
	// OutsideCoverage: the record says nothing about this time or unit.
	OutsideCoverage
)

var statusNames = [...]string{"known", "missing", "undefined", "not-a-state", "outside-coverage"}

func (s Status) String() string { return statusNames[s] }

// MarshalText writes the name of the status.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Estimate is a number with its doubt: the value, the interval that holds the
// quantity with probability Level under the method's model, how many
// observations it rests on, and what the reader must be told beside it.
// Value, Lo and Hi mean nothing unless Status is Known.
type Estimate struct {
	Value    float64  `json:"value"`
	Lo       float64  `json:"lo"`
	Hi       float64  `json:"hi"`
	Level    float64  `json:"level"`
	N        int      `json:"n"`
	Status   Status   `json:"status"`
	Warnings []string `json:"warnings,omitempty"`
}

// DefaultLevel is the probability of every interval that the program prints
// unless it says otherwise.
const DefaultLevel = 0.90

// None returns an estimate without a value, for the given reason.
func None(s Status) Estimate { return Estimate{Status: s, Level: DefaultLevel} }

// Known reports whether there is a value.
func (e Estimate) Known() bool { return e.Status == Known }
