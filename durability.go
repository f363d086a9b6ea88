package entente

// DurationGroup is how long the alliances or alignments of a group last.
type DurationGroup struct {
	Group string `json:"group"`
	N     int    `json:"n"`     // subjects watched
	Ended int    `json:"ended"` // of them; the others are right-censored
	// Late came into view at an age above zero (left truncation); Unknown are
	// left out because their age is not known.
	Late    int      `json:"late"`
	Unknown int      `json:"age_unknown"`
	Median  Estimate `json:"median_years"`
	// Lasting are the probabilities to last beyond some years.
	Lasting []YearsEstimate `json:"lasting"`
	// Ends are the probabilities to have ended within EndsWithin years in each
	// way, where ways are told apart; the rest lasted.
	EndsWithin int        `json:"ends_within,omitempty"`
	Ends       []EndShare `json:"ends,omitempty"`
}

// YearsEstimate is an estimate for a number of years.
type YearsEstimate struct {
	Years    int      `json:"years"`
	Estimate Estimate `json:"estimate"`
}

// EndShare is the probability of a way of ending.
type EndShare struct {
	End      TreatyEnd `json:"end"`
	Estimate Estimate  `json:"estimate"`
}

// HazardEffect is by how much a circumstance raises the odds that a treaty
// ends within a year, above 1 shorter life: a regularity, not a cause.
type HazardEffect struct {
	Circumstance string   `json:"circumstance"`
	Any          Estimate `json:"odds_of_end"`
	Violated     Estimate `json:"odds_of_violation"`
}

// TreatyRisk is a treaty in force and the probability that it ends.
type TreatyRisk struct {
	Treaty  string     `json:"treaty"`
	Kind    TreatyKind `json:"kind"`
	Members []CCode    `json:"members"`
	Since   int        `json:"since"`
	One     Estimate   `json:"within_1_year"`
	Five    Estimate   `json:"within_5_years"`
}

// CalibrationBin is a group of forecasts of like probability.
type CalibrationBin struct {
	N    int      `json:"n"`
	Said float64  `json:"said"`
	Came Estimate `json:"came"`
}

// ForecastScore is how forecasts did that were made year after year from what
// was then on record, against the share of treaties that had ended a year over
// the twenty years before.
type ForecastScore struct {
	Horizon int `json:"horizon"` // years ahead
	First   int `json:"first"`   // years at whose end forecasts were made
	Last    int `json:"last"`
	N       int `json:"n"`
	Came    int `json:"came"`
	// Expected is how many the forecasts said would come.
	Expected float64 `json:"expected"`
	Brier    float64 `json:"brier"`
	Base     float64 `json:"brier_of_base_rate"`
	Skill    float64 `json:"skill"`
	// Gain is Base less Brier: the forecasts beat the base rate only where its
	// interval lies above zero.
	Gain Estimate         `json:"gain"`
	Bins []CalibrationBin `json:"calibration"`
}

// Beats reports whether the forecasts are surely better than the base rate.
func (s *ForecastScore) Beats() bool { return s.Gain.Known() && s.Gain.Lo > 0 }

// Durability answers how long alliances and alignments last and which of the
// treaties in force are at risk.
type Durability struct {
	State      CCode           `json:"ccode,omitempty"` // whose treaties are listed; 0: all
	Last       int             `json:"last"`            // last year of the record of treaties
	Answer     Answer          `json:"answer"`
	Alliances  []DurationGroup `json:"alliances"`
	Alignments []DurationGroup `json:"alignments"`
	Effects    []HazardEffect  `json:"effects"`
	AtRisk     []TreatyRisk    `json:"at_risk"` // the likeliest to end first
	Scores     []ForecastScore `json:"scores"`
}
