package entente

// CCode is a state's number in the Correlates of War list, the key of a state
// everywhere in the program. ISO codes cannot be keys: DEU is both 255 and 260.
type CCode int16

// System is a scheme of state codes.
type System uint8

const (
	COW    System = iota // Correlates of War number
	COWAbb               // Correlates of War letters
	GW                   // Gleditsch and Ward number
	ISO2                 // ISO 3166-1 alpha-2, with ISO 3166-3 for former states
	ISO3                 // ISO 3166-1 alpha-3, with ISO 3166-3 for former states
	ISON                 // ISO 3166-1 numeric
	M49                  // UN Statistics Division
	FIPS                 // FIPS 10-4
	CAMEO                // CAMEO actor code
	NumSystems
)

var systemNames = [NumSystems]string{"cow", "cow-letters", "gw", "iso2", "iso3", "iso-numeric", "m49", "fips", "cameo"}

func (s System) String() string { return systemNames[s] }

// numeric reports whether the scheme's codes are numbers, which sources write
// with and without leading zeros.
func (s System) numeric() bool { return s == COW || s == GW || s == ISON || s == M49 }

// Label is a code or a name of a state with the days on which it holds.
type Label struct {
	Text   string
	Period Period
}

// State is a member of the state system, now or once.
type State struct {
	Code       CCode
	Abb        string   // COW letters
	Name       string   // as the program prints it
	Membership []Period // spells of membership in the state system, in days
	Codes      [NumSystems][]Label
	Names      []Label // every name and spelling, the printed one first
	Then       []Label // what it was called while that was another name than Name
	Heirs      []CCode // successor states, the continuing one first
}

// MemberOn reports whether the state was a member of the system on the day.
func (s *State) MemberOn(d Date) bool {
	for _, p := range s.Membership {
		if p.Contains(d) {
			return true
		}
	}
	return false
}

// MemberIn reports whether the state was a member on any day of the period.
func (s *State) MemberIn(q Period) bool {
	for _, p := range s.Membership {
		if p.Overlaps(q) {
			return true
		}
	}
	return false
}

// NameOn returns what the state was called on the day: Soviet Union for 365
// in 1975. Days outside every other name give Name.
func (s *State) NameOn(d Date) string {
	for _, l := range s.Then {
		if l.Period.Contains(d) {
			return l.Text
		}
	}
	return s.Name
}

// CodeOn returns the state's code in a scheme on the day, "" if it has none.
// Where two codes hold, as RUS and SUN do for data on the Soviet Union made
// since, it is the one that was current.
func (s *State) CodeOn(sys System, d Date) string {
	for _, l := range s.Codes[sys] {
		if l.Period.Contains(d) {
			return l.Text
		}
	}
	return ""
}
