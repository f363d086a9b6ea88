package entente

// VariableKind says what the numbers of a variable are.
type VariableKind uint8

const (
	// Real: a measurement.
	Real VariableKind = iota
	// Whole: a count or a code; every value is a whole number.
	Whole
)

func (k VariableKind) String() string { return [...]string{"real", "whole"}[k] }

// MarshalText writes the name of the kind.
func (k VariableKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// ValueLabel names a code of a variable.
type ValueLabel struct {
	Value int    `json:"value"`
	Label string `json:"label"`
}

// Variable describes a column of a data set that the program makes: all that a
// codebook says of it.
type Variable struct {
	Name    string       `json:"name"`  // short, in snake case, the field's own where it has one
	Label   string       `json:"label"` // in a line
	Unit    string       `json:"unit"`  // "km", "million US dollars of the year"; empty for codes
	Kind    VariableKind `json:"kind"`
	Key     bool         `json:"key"`     // part of the row's key, never without a value
	Layer   string       `json:"layer"`   // the group that it came with
	Sources []string     `json:"sources"` // identifiers of data sets
	Values  []ValueLabel `json:"values,omitempty"`
	Of      []string     `json:"of,omitempty"`        // variables of the sources that it is made of; none where it is made of a table of estimates
	Absence string       `json:"absence"`             // what it means that the sources have no row
	Undef   string       `json:"undefined,omitempty"` // when a cell is undefined, where it may be
	First   int          `json:"first"`               // years that the sources cover; 0 for keys
	Last    int          `json:"last"`
}

// TieColumns is a batch of ties by column: what is read when a source's ties
// are many and their places are not asked for. Every column has as many
// elements; the ties come in the order of Tie's fields From, To, Variable and
// Period. The slices are the reader's only during the call that gives them.
type TieColumns struct {
	From, To []CCode
	Start    []Date // first day; Beginning where it is open
	End      []Date // last day; Ongoing where it is open
	Variable []string
	Value    []float64
	Status   []Status
	Label    []string
}

// Len returns the number of ties.
func (t *TieColumns) Len() int { return len(t.From) }

// Period returns the days of a tie.
func (t *TieColumns) Period(i int) Period { return Period{t.Start[i], t.End[i]} }
