package entente

import "sort"

// CostRow is an amount on record that befell a state in a year, or that
// another brought it.
type CostRow struct {
	Line  string // of the ledger, such as "attacks"
	State CCode
	Other CCode // who brought it; 0 where nobody in particular
	Year  int16
	Value float64 // NaN where the record has none
}

// CostRows are ordered by line, state, other and year.
type CostRows struct{ Rows []CostRow }

// Of returns the rows of a line, state and other.
func (t *CostRows) Of(line string, state, other CCode) []CostRow {
	before := func(r *CostRow, or bool) bool {
		switch {
		case r.Line != line:
			return r.Line < line
		case r.State != state:
			return r.State < state
		case r.Other != other:
			return r.Other < other
		}
		return or
	}
	from := sort.Search(len(t.Rows), func(i int) bool { return !before(&t.Rows[i], false) })
	to := sort.Search(len(t.Rows), func(i int) bool { return !before(&t.Rows[i], true) })
	return t.Rows[from:to]
}

// CostLine is one line of the ledger, year by year.
type CostLine struct {
	Line   string `json:"line"`
	Title  string `json:"title"`
	Unit   string `json:"unit"`
	Source string `json:"source"` // data set
	First  int    `json:"coverage_first"`
	Last   int    `json:"coverage_last"`
	// Points are the years that the source covers: what it has, zero where its
	// silence means zero, missing where it does not.
	Points []Point `json:"points"`
}

// CostSpan is a line over some years. Mean is per year over the years known,
// with the least and the greatest year as bounds.
type CostSpan struct {
	From  int      `json:"from"`
	To    int      `json:"to"`
	Known int      `json:"years_known"` // of From to To
	Mean  Estimate `json:"mean"`
}

// Years is the number of years of the span.
func (s CostSpan) Years() int { return s.To - s.From + 1 }

// CostBeside is a line before and after a change.
type CostBeside struct {
	Line   string   `json:"line"`
	Before CostSpan `json:"before"`
	After  CostSpan `json:"after"`
}

// CostChange is a change and what the record has on both sides of it.
type CostChange struct {
	Year   int          `json:"year"`             // first after the change
	Change *Realignment `json:"change,omitempty"` // none where the year was asked for
	Beside []CostBeside `json:"beside"`
}

// Costs lays what befell a state beside the changes of its alignment with
// another: a record, and no claim that one is the cause of the other.
type Costs struct {
	State   CCode        `json:"ccode"`
	With    CCode        `json:"with"`
	Window  int          `json:"window"` // years on each side of a change
	Answer  Answer       `json:"answer"`
	Changes []CostChange `json:"changes"`
	Lines   []CostLine   `json:"lines"`
	Absent  []string     `json:"absent"` // lines that cannot be given here, and why
}
