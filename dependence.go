package entente

// Dependences is on what footing two states stand: how far each depends on the
// other, and how their weights compare, year by year.
type Dependences struct {
	A      CCode            `json:"ccode1"`
	B      CCode            `json:"ccode2"`
	Answer Answer           `json:"answer"`
	Rows   []DependenceYear `json:"rows"`
}

// Leverage is how far two states depend on each other in one field. Asymmetry
// is (AOnB - BOnA) / (AOnB + BOnA), from -1 to 1: above zero the first state
// depends more on the second than the second on it, so that the second could
// hurt it more.
type Leverage struct {
	AOnB      Estimate `json:"a_on_b"`
	BOnA      Estimate `json:"b_on_a"`
	Asymmetry Estimate `json:"asymmetry"`
}

// DependenceYear is a year. Intervals are bounds that hold whatever the missing
// data are (level 1), except that of the balance of capabilities, which is the
// range over leaving out any one of its components.
type DependenceYear struct {
	Year    int      `json:"year"`
	Trade   Leverage `json:"trade"`   // share of the state's trade in goods that is with the other
	Income  Leverage `json:"income"`  // trade with the other as a share of the state's GDP
	Arms    Leverage `json:"arms"`    // share of the arms that it received in five years that came from the other
	Balance Estimate `json:"balance"` // first state's share of the two's capabilities
}
