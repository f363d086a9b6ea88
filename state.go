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
