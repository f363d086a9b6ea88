package entente

import (
	"math"
	"sort"
)

// Axis is one of the three sides of an alignment that are never merged by
// hidden weights: two states may vote alike and be at war.
type Axis uint8

const (
	AxisPosition  Axis = iota // how alike their stances are
	AxisTie                   // what passes between them
	AxisHostility             // what one does against the other
	NumAxes
)

var axisNames = [NumAxes]string{"position", "tie", "hostility"}

func (a Axis) String() string { return axisNames[a] }

// MarshalText writes the name of the axis.
func (a Axis) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// Law says how a channel varies from year to year, and so by which model a
// change of it is judged.
type Law uint8

const (
	// LawLevel: a number that wanders about a level, such as a distance.
	LawLevel Law = iota
	// LawCount: events that happen at a rate, such as visits.
	LawCount
	// LawState: something in force until it ends, such as a treaty.
	LawState
)

var lawNames = [...]string{"level", "count", "state"}

func (l Law) String() string { return lawNames[l] }

// MarshalText writes the name of the law.
func (l Law) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// ChannelSpec declares a channel of the alignment index.
type ChannelSpec struct {
	Channel Channel `json:"channel"`
	Title   string  `json:"title"`
	Words   string  `json:"words"` // in a sentence: "carried by arms and votes"
	Axis    Axis    `json:"axis"`
	Law     Law     `json:"law"`
	// Towards is +1 where higher values are more of the axis, -1 where less:
	// a distance of positions is less of position.
	Towards int      `json:"towards"`
	Sources []string `json:"sources"`
	// Origin names the record behind the channel. Channels of one origin see
	// the same acts, and share the weight of one.
	Origin string `json:"origin"`
	// Lag holds prior weights for the channel moving 0, 1, 2 … years after
	// the states have turned; nil means at once.
	Lag []float64 `json:"lag,omitempty"`
	// Growing marks a register whose record grows with the media and sources of
	// the time: what all dyads share in a year is then taken out.
	Growing bool `json:"growing,omitempty"`
	// Judged marks a channel coded by judgement of the whole relation and not
	// by acts, such as a list of rivalries.
	Judged bool `json:"judged,omitempty"`
}

// ChannelTable holds a channel of every dyad, year by year.
type ChannelTable struct {
	ChannelSpec
	First, Last int
	// Zero: a dyad that existed and has no row stood at zero throughout,
	// because the sources are complete registers; else nothing is known of it.
	Zero  bool
	Dyads []Dyad // ascending; those with a row
	// Value has a row of Last-First+1 years for each of Dyads, NaN where there
	// is no value. Var holds known measurement variances, or is nil.
	Value, Var []float32
}

// Years is the length of a row.
func (t *ChannelTable) Years() int { return t.Last - t.First + 1 }

// Row returns the place of a dyad among Dyads, and whether it has a row.
func (t *ChannelTable) Row(d Dyad) (int, bool) {
	return sort.Find(len(t.Dyads), func(i int) int { return d.Compare(t.Dyads[i]) })
}

// Values returns a row.
func (t *ChannelTable) Values(row int) []float32 {
	n := t.Years()
	return t.Value[row*n : (row+1)*n]
}

// Variances returns the measurement variances of a row, nil if there are none.
func (t *ChannelTable) Variances(row int) []float32 {
	if t.Var == nil {
		return nil
	}
	n := t.Years()
	return t.Var[row*n : (row+1)*n]
}

// At returns the value of a dyad in a year, NaN if there is none. A dyad
// without a row has none here; Zero says how to read that.
func (t *ChannelTable) At(d Dyad, year int) float64 {
	if year < t.First || year > t.Last {
		return math.NaN()
	}
	i, ok := t.Row(d)
	if !ok {
		return math.NaN()
	}
	return float64(t.Value[i*t.Years()+year-t.First])
}

// AlignmentIndex holds the three axes of every dyad and year.
type AlignmentIndex struct {
	First, Last int
	Dyads       []Dyad // ascending
	// Value and SD have, for each axis, a row of years for each dyad; NaN where
	// no channel of the axis has a value.
	Value, SD [NumAxes][]float32
	// Shares are, by channel and dyad, the part of the axis' information that
	// comes from the channel.
	Shares map[Channel][]float32
}

// Find returns the place of a dyad, and whether it is there.
func (t *AlignmentIndex) Find(d Dyad) (int, bool) {
	return sort.Find(len(t.Dyads), func(i int) int { return d.Compare(t.Dyads[i]) })
}

// normal90 bounds the 90 % interval of a normal law.
const normal90 = 1.6448536269514722

// Axis returns an axis of a dyad in a year.
func (t *AlignmentIndex) Axis(a Axis, dyad, year int) Estimate {
	if year < t.First || year > t.Last {
		return None(OutsideCoverage)
	}
	n := t.Last - t.First + 1
	return normal(float64(t.Value[a][dyad*n+year-t.First]), float64(t.SD[a][dyad*n+year-t.First]))
}

// Headline returns tie less hostility of a dyad in a year. An axis without a
// channel counts as none of it: no dispute on record is no hostility.
func (t *AlignmentIndex) Headline(dyad, year int) Estimate {
	tie, hostility := t.Axis(AxisTie, dyad, year), t.Axis(AxisHostility, dyad, year)
	switch {
	case !tie.Known() && !hostility.Known():
		return tie
	case !tie.Known():
		return normal(-hostility.Value, (hostility.Hi-hostility.Value)/normal90)
	case !hostility.Known():
		return tie
	}
	sd := math.Hypot((tie.Hi-tie.Value)/normal90, (hostility.Hi-hostility.Value)/normal90)
	return normal(tie.Value-hostility.Value, sd)
}

func normal(value, sd float64) Estimate {
	if value != value {
		return None(Missing)
	}
	return Estimate{Value: value, Lo: value - normal90*sd, Hi: value + normal90*sd, Level: DefaultLevel, N: 1}
}
