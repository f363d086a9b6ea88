package entente

// Channel is a kind of evidence on how two states stand to each other.
type Channel string

const (
	ChannelVotes      Channel = "votes"        // chance-corrected voting similarity (kappa)
	ChannelAgreement  Channel = "agreement"    // raw voting agreement
	ChannelIdealPoint Channel = "ideal-points" // distance of ideal points
	ChannelAlliance   Channel = "atop"         // pledges in force
	ChannelPortfolio  Channel = "portfolio"    // similarity of alliance portfolios
	ChannelCapability Channel = "capability"   // ratio of capabilities

	// Channels of the alignment index besides those above.
	ChannelPledges    Channel = "pledges"       // alliance pledges by strength
	ChannelArms       Channel = "arms"          // deliveries of major weapons
	ChannelTrade      Channel = "trade"         // trade beyond what size explains
	ChannelVisits     Channel = "visits"        // of leaders and ministers
	ChannelExercises  Channel = "exercises"     // joint military exercises
	ChannelAgreements Channel = "agreements"    // trade agreements in force
	ChannelTroops     Channel = "troops"        // stationed troops
	ChannelAid        Channel = "aid"           // economic aid
	ChannelIGO        Channel = "organisations" // shared organisations
	ChannelDisputes   Channel = "disputes"      // militarised disputes
	ChannelSanctions  Channel = "sanctions"     // sanctions in force
	ChannelWars       Channel = "wars"          // armed conflict between states
	ChannelRivalry    Channel = "rivalry"       // listed as rivals
	ChannelPeace      Channel = "peace"         // scale of peace

	// The axes of the index, and their headline.
	ChannelIndex     Channel = "index"     // tie less hostility
	ChannelPosition  Channel = "position"  // axis
	ChannelTie       Channel = "tie"       // axis
	ChannelHostility Channel = "hostility" // axis
)

// Point is a value of a series in a year.
type Point struct {
	Year     int      `json:"year"`
	Estimate Estimate `json:"estimate"`
	Label    string   `json:"label,omitempty"` // words for what the number stands for, such as the obligations in force
}

// Series is what one channel says of a dyad, year by year. Years within First
// and Last of the source's coverage are all there, each with its status;
// years beyond are left out, never carried forward.
type Series struct {
	Channel      Channel    `json:"channel"`
	Title        string     `json:"title"`
	Unit         string     `json:"unit"`
	Range        [2]float64 `json:"range"`   // of the axis
	Towards      int        `json:"towards"` // +1: higher is closer; -1: lower is closer; 0: neither
	First        int        `json:"coverage_first"`
	Last         int        `json:"coverage_last"`
	LastReliable int        `json:"last_reliable"` // last year with a known value, 0 if none
	Sources      []string   `json:"sources"`       // data sets, by ID
	Points       []Point    `json:"points"`
}

// Alignment is all that the record says of a dyad, by channel.
type Alignment struct {
	A      CCode  `json:"ccode1"`
	B      CCode  `json:"ccode2"`
	From   int    `json:"from"`
	To     int    `json:"to"`
	Answer Answer `json:"answer"`
	// Changes are the dated realignments of the dyad, in order of time.
	Changes []Realignment `json:"changes,omitempty"`
	Series  []Series      `json:"series"`
}

// Answer is a finding in a sentence, with a word for its surety and the
// number behind the word.
type Answer struct {
	Sentence    string   `json:"sentence"`
	Surety      string   `json:"surety"`
	Probability float64  `json:"probability"`
	Warnings    []string `json:"warnings,omitempty"`
}

// Span returns the first and last year in which any channel has a value, the
// time axis that drawings of the channels share; all the years asked for if
// none has.
func (a *Alignment) Span() (from, to int) {
	from, to = a.To, a.From
	for _, s := range a.Series {
		for _, p := range s.Points {
			if p.Estimate.Known() {
				from, to = min(from, p.Year), max(to, p.Year)
			}
		}
	}
	if from > to {
		return a.From, a.To
	}
	return from, to
}
