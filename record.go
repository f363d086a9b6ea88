package entente

// Ref says where a record came from: the file of its data set (by index into
// Dataset.Files) and the line in it, counted from one, header included. It is
// the first link of every receipt.
type Ref struct {
	File uint8
	Line uint32
}

// Attribute is a record of one state over a period: a capability, a status,
// an amount.
type Attribute struct {
	State    CCode
	Period   Period
	Variable string // "milex", "cinc", "major"
	Value    float64
	Status   Status // Known or Missing
	Label    string // the treaty or organisation, where the record is of a part in one
	Ref      Ref
}

// Tie is a record of what holds between two states over a period, or of what
// one does towards the other. An undirected tie is stored once, From below To.
type Tie struct {
	From, To CCode
	Directed bool
	Period   Period
	Variable string // "defense", "igo", "flow"
	Value    float64
	Status   Status // Known or Missing
	Label    string // the treaty, organisation or deal, where the record names one
	Ref      Ref
}

// Choice is what a state did in a roll call. The numbers are the producers'.
type Choice uint8

const (
	Yes       Choice = 1
	Abstain   Choice = 2
	No        Choice = 3
	Absent    Choice = 8
	NotMember Choice = 9
)

// Cast reports whether the choice is a vote on the ordered scale yes <
// abstain < no. Absence is not abstention and neither is a no (Voeten 2013).
func (c Choice) Cast() bool { return c >= Yes && c <= No }

func (c Choice) String() string {
	switch c {
	case Yes:
		return "yes"
	case Abstain:
		return "abstain"
	case No:
		return "no"
	case Absent:
		return "absent"
	case NotMember:
		return "not a member"
	}
	return "invalid"
}

// Vote is what a state did in a roll call.
type Vote struct {
	State    CCode
	RollCall int32
	Choice   Choice
	Ref      Ref
}

// Flag is a yes-or-no coding that can also be missing.
type Flag uint8

const (
	Uncoded Flag = iota
	Off
	On
)

// RollCall is what the votes were on. ID is the producer's number.
type RollCall struct {
	ID          int32
	Session     int16 // regular session; emergency sessions keep the session they fell in
	Date        Date
	Resolution  string // symbol, such as R/1/66
	Short       string
	Description string
	Important   Flag // named important by the US State Department
	Amendment   Flag
	Paragraph   Flag
	Issues      IssueSet
	Repeats     int32 // the earliest roll call on the same text that this one is matched with, or 0
	Ref         Ref
}

// Issue is one of the six issue codes of the UN roll-call record.
type Issue uint8

const (
	MiddleEast  Issue = iota // me: Palestinian conflict
	Nuclear                  // nu: nuclear weapons and nuclear material
	Disarmament              // di: arms control and disarmament
	HumanRights              // hr
	Colonial                 // co: colonialism
	Economic                 // ec: economic development
	NumIssues
)

var issueNames = [NumIssues]string{"middle-east", "nuclear", "disarmament", "human-rights", "colonial", "economic"}

func (i Issue) String() string { return issueNames[i] }

// IssueSet is the set of issues that a roll call is coded with.
type IssueSet uint8

// With returns the set with the issue added.
func (s IssueSet) With(i Issue) IssueSet { return s | 1<<i }

// Has reports whether the issue is in the set.
func (s IssueSet) Has(i Issue) bool { return s&(1<<i) != 0 }
