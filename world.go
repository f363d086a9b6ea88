package entente

// Neighbour is how another state stands to the one that is asked about, in
// one year.
type Neighbour struct {
	State     CCode    `json:"ccode"`
	Distance  Estimate `json:"distance"`  // of ideal points
	Agreement Estimate `json:"agreement"` // raw, share of joint votes
	Kappa     Estimate `json:"kappa"`     // chance-corrected
	Pledges   []string `json:"pledges"`   // obligations in force either way
}

// Profile is a state's place in the record: its ideal point through time and
// its neighbours in one year, nearest first.
type Profile struct {
	State      CCode       `json:"ccode"`
	Year       int         `json:"year"`
	Answer     Answer      `json:"answer"`
	IdealPoint Series      `json:"ideal_point"`
	Capability Series      `json:"capability"`
	Neighbours []Neighbour `json:"neighbours"`
}

// WorldRow is a state in a year.
type WorldRow struct {
	State      CCode    `json:"ccode"`
	IdealPoint Estimate `json:"ideal_point"`
	Capability Estimate `json:"capability"`
	// With is how the state stands to the one chosen, if any.
	With *Neighbour `json:"with,omitempty"`
}

// World is every state of the system in a year, by ideal point.
type World struct {
	Year  int        `json:"year"`
	First int        `json:"first"` // years that can be asked for
	Last  int        `json:"last"`
	With  CCode      `json:"with,omitempty"`
	Rows  []WorldRow `json:"rows"`
}

// Evidence is a row of a source behind a number.
type Evidence struct {
	File   string `json:"file"`
	Line   uint32 `json:"line"`
	Record string `json:"record"` // the row in words
}

// ReceiptSource is a data set behind a number: what file, under what terms.
type ReceiptSource struct {
	ID       string       `json:"id"`
	Title    string       `json:"title"`
	Version  string       `json:"version"`
	Rights   RightsClass  `json:"rights"`
	Terms    string       `json:"terms"`
	Citation string       `json:"citation"`
	Files    []SourceFile `json:"files"`
}

// PanelCell is a cell of a panel, and why it is what it is.
type PanelCell struct {
	Column string  `json:"column"`
	Label  string  `json:"label"`
	Unit   string  `json:"unit,omitempty"`
	Value  float64 `json:"value"` // 0 where the status is not known
	Status Status  `json:"status"`
	Reason string  `json:"reason"`
}

// Receipt lets anyone check a number: what it is, by which formula, from
// which rows of which files, under whose rights, and how to get it again.
type Receipt struct {
	Title    string          `json:"title"`
	Channel  Channel         `json:"channel"`
	Year     int             `json:"year"`
	Estimate Estimate        `json:"estimate"`
	Reason   string          `json:"reason"` // why the cell is what it is, where it has no value or the value is a zero
	Formula  string          `json:"formula"`
	Method   string          `json:"method"` // the method page
	Inputs   []string        `json:"inputs"` // intermediate numbers, in words
	Sources  []ReceiptSource `json:"sources"`
	Cells    []PanelCell     `json:"cells,omitempty"`   // of the panel's layer of that name
	Choices  []string        `json:"choices,omitempty"` // by which the layer's columns are made
	Rows     []Evidence      `json:"rows"`
	RowCount int             `json:"row_count"`
	RowsNote string          `json:"rows_note"` // where the rows are, if not here
	Command  string          `json:"command"`
	Edition  string          `json:"edition"`
}
