package entente

import "sort"

// TreatyKind is what a treaty binds its members to, by the strongest pledge
// that any of them gives.
type TreatyKind string

const (
	TreatyDefence       TreatyKind = "defence"       // to fight at a member's side, in defence or offence
	TreatyNeutrality    TreatyKind = "neutrality"    // to keep out
	TreatyConsultation  TreatyKind = "consultation"  // to confer in a crisis
	TreatyNonaggression TreatyKind = "nonaggression" // not to fight each other, and no more
)

// TreatyKinds lists the kinds, the strongest first.
var TreatyKinds = []TreatyKind{TreatyDefence, TreatyNeutrality, TreatyConsultation, TreatyNonaggression}

// KindOf returns the kind of a treaty in which some member owes each of the
// obligations.
func KindOf(o Obligation) TreatyKind {
	switch {
	case o&(Defense|Offense) != 0:
		return TreatyDefence
	case o&Neutrality != 0:
		return TreatyNeutrality
	case o&Consultation != 0:
		return TreatyConsultation
	}
	return TreatyNonaggression
}

// TreatyEnd says how a treaty ended. A treaty that no record tells the end of
// is right-censored, as is one that the loss of a member's independence cut
// short without the other's doing.
type TreatyEnd uint8

const (
	TreatyStands TreatyEnd = iota
	TreatyFulfilled
	TreatyViolated
	TreatyRenegotiated
)

var treatyEndNames = [...]string{"stands", "fulfilled", "violated", "renegotiated"}

func (e TreatyEnd) String() string { return treatyEndNames[e] }

// MarshalText writes the name of the end.
func (e TreatyEnd) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// TreatyYear is a treaty in a year that it touched, as one subject, however
// many dyads it binds: its state at the end of the year, or at its own end.
type TreatyYear struct {
	Treaty string // the producers' number; with "/2" where it was made anew after a break
	Year   int
	From   Date // of the treaty
	To     Date // Ongoing where no end is on record
	End    TreatyEnd
	Kind   TreatyKind
	// Members are those of the year, ascending.
	Members []CCode
	Wartime bool // made in a war
	Expires Date // the day on which the time runs out that its text provides for; Ongoing where it sets none or it is not known
	// Shift is half the sum of the changes of the members' shares of what they
	// have together, since the treaty was made: 0 none, 1 all. Largest is the
	// share of the strongest.
	Shift   Estimate
	Largest Estimate
	// Threat: the members have a rival in common outside; Rivals: two of them
	// are rivals of each other. Outside the coverage of the lists neither is
	// known.
	Threat Estimate
	Rivals Estimate
}

// Treaties is the table ordered by treaty and year. Last is the last year that
// the record of treaties covers.
type Treaties struct {
	Rows []TreatyYear
	Last int
}

// Each calls fn with the rows of each treaty.
func (t *Treaties) Each(fn func(rows []TreatyYear)) {
	for from := 0; from < len(t.Rows); {
		n := sort.Search(len(t.Rows)-from, func(i int) bool { return t.Rows[from+i].Treaty != t.Rows[from].Treaty })
		// Rows of a treaty are together, so the first that differs ends it.
		fn(t.Rows[from : from+n])
		from += n
	}
}
