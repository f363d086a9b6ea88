package entente

import (
	"fmt"
	"slices"
	"sort"
)

// VoteSet is a choice of roll calls to estimate from.
type VoteSet uint8

const (
	AllVotes VoteSet = iota
	ImportantVotes
	NoNuclearVotes
	NuclearVotes
	HumanRightsVotes
	MiddleEastVotes
	ColonialVotes
	DisarmamentVotes
	EconomicVotes
	NumVoteSets
)

var voteSetNames = [NumVoteSets]string{"all", "important", "no-nuclear", "nuclear", "human-rights", "middle-east", "colonial", "disarmament", "economic"}

func (s VoteSet) String() string { return voteSetNames[s] }

// ParseVoteSet reads the name of a vote set.
func ParseVoteSet(s string) (VoteSet, error) {
	if i := slices.Index(voteSetNames[:], s); i >= 0 {
		return VoteSet(i), nil
	}
	return 0, fmt.Errorf("no vote set %q: choose one of %v", s, voteSetNames)
}

// Holds reports whether the roll call is in the set. A flag that is missing
// counts as off.
func (s VoteSet) Holds(r *RollCall) bool {
	switch s {
	case ImportantVotes:
		return r.Important == On
	case NoNuclearVotes:
		return !r.Issues.Has(Nuclear)
	case NuclearVotes:
		return r.Issues.Has(Nuclear)
	case HumanRightsVotes:
		return r.Issues.Has(HumanRights)
	case MiddleEastVotes:
		return r.Issues.Has(MiddleEast)
	case ColonialVotes:
		return r.Issues.Has(Colonial)
	case DisarmamentVotes:
		return r.Issues.Has(Disarmament)
	case EconomicVotes:
		return r.Issues.Has(Economic)
	}
	return true
}

// SessionYear returns the year by which a regular session of the General
// Assembly is reported: session 1 is 1946.
func SessionYear(session int) int { return 1945 + session }

// YearSession is the inverse of SessionYear.
func YearSession(year int) int { return year - 1945 }

// IdealPoint is a state's estimated position in a session.
type IdealPoint struct {
	State   CCode
	Session int16
	Votes   int16 // votes cast by the state that entered the estimate
	Theta   float64
	Lo, Hi  float64 // calibrated 90 % interval (see docs/methods/ideal-points.md)
	RepLo   float64 // 90 % interval of the replicated published procedure
	RepHi   float64
}

// IdealPoints is the table of one vote set, ordered by state and session,
// with the posterior draws from which every distance, rank and change takes
// its interval.
type IdealPoints struct {
	Set   VoteSet
	Rows  []IdealPoint
	Draws int       // draws per row; 0 where they are not kept
	Theta []float32 // Rows × Draws, row-major
}

// Find returns the index of the state's row for the session.
func (t *IdealPoints) Find(state CCode, session int) (int, bool) {
	return sort.Find(len(t.Rows), func(i int) int {
		r := &t.Rows[i]
		if r.State != state {
			return int(state) - int(r.State)
		}
		return session - int(r.Session)
	})
}

// Draw returns the draws of a row.
func (t *IdealPoints) Draw(row int) []float32 {
	return t.Theta[row*t.Draws : (row+1)*t.Draws]
}

// JointVotes counts the roll calls on which two states cast each pair of
// votes: cell 3*(x-1)+(y-1) for the votes x of the first state and y of the
// second, in the order yes, abstain, no.
type JointVotes [9]uint16

// N returns the number of roll calls on which both voted.
func (j *JointVotes) N() int {
	n := 0
	for _, c := range j {
		n += int(c)
	}
	return n
}

// Transpose returns the table seen from the second state.
func (j JointVotes) Transpose() JointVotes {
	return JointVotes{j[0], j[3], j[6], j[1], j[4], j[7], j[2], j[5], j[8]}
}

// Agreement is how two states voted together in a session: the joint table
// and the standard errors of the measures taken from it, allowing for votes
// that come in batches on one resolution.
type Agreement struct {
	Joint    JointVotes
	Clusters uint16  // resolutions, or batches of them, that the common votes fall in
	SEAgree  float32 // of raw agreement; that of S is twice this
	SEPi     float32 // of pi with linear distance
	SEKappa  float32 // of kappa with linear distance
}

// SessionAgreements holds the agreement of every dyad in a session, as the
// lower triangle over States: the dyad of States[i] and States[j], i < j, is
// Cells[j*(j-1)/2+i], with States[i] as first state.
type SessionAgreements struct {
	Session int
	States  []CCode // ascending
	Cells   []Agreement
}

// Agreements is the table of one vote set, by session.
type Agreements struct {
	Set      VoteSet
	Sessions []SessionAgreements // ascending
}

// Find returns the agreement of two states in a session, seen from a, and
// whether both voted in it.
func (t *Agreements) Find(a, b CCode, session int) (Agreement, bool) {
	k, ok := sort.Find(len(t.Sessions), func(i int) int { return session - t.Sessions[i].Session })
	if !ok || a == b {
		return Agreement{}, false
	}
	s := &t.Sessions[k]
	i, okA := slices.BinarySearch(s.States, a)
	j, okB := slices.BinarySearch(s.States, b)
	if !okA || !okB {
		return Agreement{}, false
	}
	if i < j {
		return s.Cells[j*(j-1)/2+i], true
	}
	g := s.Cells[i*(i-1)/2+j]
	g.Joint = g.Joint.Transpose()
	return g, true
}

// Obligation is a kind of promise in an alliance treaty, as ATOP codes it.
type Obligation uint8

const (
	Defense Obligation = 1 << iota
	Offense
	Neutrality
	Nonaggression
	Consultation
)

var obligationNames = [...]string{"defense", "offense", "neutrality", "nonaggression", "consultation"}

// Names lists the obligations in the set.
func (o Obligation) Names() []string {
	var names []string
	for i, n := range obligationNames {
		if o&(1<<i) != 0 {
			names = append(names, n)
		}
	}
	return names
}

// Pledge is what one state had promised another in a year, over all treaties
// in force between them on any day of it.
type Pledge struct {
	From, To    CCode
	Year        int16
	Obligations Obligation
}

// Pledges is the table of pledges ordered by year, from and to, and the years
// that its source covers.
type Pledges struct {
	Rows        []Pledge
	First, Last int
}

// InYear returns the pledges of a year.
func (t *Pledges) InYear(year int) []Pledge {
	from := sort.Search(len(t.Rows), func(i int) bool { return int(t.Rows[i].Year) >= year })
	to := sort.Search(len(t.Rows), func(i int) bool { return int(t.Rows[i].Year) > year })
	return t.Rows[from:to]
}

// Capability is a state's share of the world's material capabilities in a
// year: the mean of its shares in the components reported (CINC; Singer,
// Bremer & Stuckey 1972), with the range that leaving any one of them out
// would give.
type Capability struct {
	State      CCode
	Year       int16
	CINC       float64
	Lo, Hi     float64
	Components uint8 // how many of the six were reported
}

// Capabilities is the table ordered by state and year.
type Capabilities struct {
	Rows        []Capability
	First, Last int
}

// SourceFile is a file as it was read.
type SourceFile struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"` // of the uncompressed bytes
	Bytes  int64  `json:"bytes"`
	Tally  Tally  `json:"tally"`
	// Notes tells what was done to make the file readable, such as undoing
	// an encoding.
	Notes []string `json:"notes,omitempty"`
}

// SourceReport is what a build found of a data set.
type SourceReport struct {
	ID       string       `json:"id"`
	Version  string       `json:"version"`
	Rights   RightsClass  `json:"rights"`
	Inputs   string       `json:"inputs"`   // fingerprint of the files and of the version of their reader
	Coverage [2]string    `json:"coverage"` // first and last day of the records kept
	Files    []SourceFile `json:"files"`
	Tally    Tally        `json:"tally"`
}

// Manifest describes an edition: all that the estimates depend on. It holds
// no clock and no path, so that the same input gives the same bytes.
type Manifest struct {
	Format  int               `json:"format"`
	ID      string            `json:"id"` // fingerprint of all that follows
	Code    string            `json:"code"`
	Methods map[string]string `json:"methods"`
	Sources []SourceReport    `json:"sources"`
	Tables  []TableReport     `json:"tables"`
}

// TableReport describes a file of an edition.
type TableReport struct {
	Name   string `json:"name"`
	Rows   int    `json:"rows"`
	SHA256 string `json:"sha256"`
	Inputs string `json:"inputs,omitempty"` // fingerprint of what an estimate was made from: data, method and settings
	Rights string `json:"rights"`           // the most restrictive terms of its sources
}
