package finding

import (
	"fmt"
	"strings"

	"github.com/entente-observatory/entente"
)

// Era is a claim on how many poles there were in a stretch of years.
type Era struct {
	Claim    string // in the words of who made it
	Words    string // "two poles"
	From, To int
	Poles    int // 1, 2, or 3 for three or more
}

// Chronology is the field's, as textbooks and the essay that the program
// starts from have it. The years are those in which nobody doubts the period,
// not its contested edges.
var Chronology = []Era{
	{"a transition from bipolar world …", "two poles", 1950, 1985, 2},
	{"… to a unipolar one. The fall of the Soviet Union ensured the US status of sole-superpower.", "one pole", 1992, 2008, 1},
	{"… in this evolving multi-polar world.", "three poles or more", 2012, 2022, 3},
}

// EraCount is how a resource bears on an era.
type EraCount struct {
	Resource entente.Resource
	Years    int     // of the era that are recorded
	Mean     float64 // mean probability of the claimed number
	Counts   [3]int  // years in which one, two, three poles or more are the most probable
}

// CountEra counts, by resource, the years of an era by their most probable
// number of poles.
func CountEra(e Era, rows []entente.Polarity) EraCount {
	var c EraCount
	for i := range rows {
		r := &rows[i]
		if r.Year < e.From || r.Year > e.To {
			continue
		}
		c.Resource = r.Resource
		c.Years++
		c.Mean += r.Count[e.Poles-1]
		c.Counts[likeliest(r)-1]++
	}
	if c.Years > 0 {
		c.Mean /= float64(c.Years)
	}
	return c
}

// AnswerEra answers a claim: which resources bear it, which do not, in how
// many of their years.
func AnswerEra(e Era, counts []EraCount) string {
	var yes, no []string
	for _, c := range counts {
		if c.Years == 0 {
			continue
		}
		part := fmt.Sprintf("%s (%d of %d years, mean probability %.2f)", ResourceWords(c.Resource), c.Counts[e.Poles-1], c.Years, c.Mean)
		if c.Mean >= 0.5 {
			yes = append(yes, part)
		} else {
			no = append(no, part)
		}
	}
	switch {
	case len(yes) == 0 && len(no) == 0:
		return fmt.Sprintf("No resource is recorded for %d to %d.", e.From, e.To)
	case len(no) == 0:
		return fmt.Sprintf("Borne out for %d to %d by every resource: %s.", e.From, e.To, strings.Join(yes, "; "))
	case len(yes) == 0:
		return fmt.Sprintf("Not borne out for %d to %d by any resource: %s.", e.From, e.To, strings.Join(no, "; "))
	}
	return fmt.Sprintf("Borne out for %d to %d by %s; not by %s.", e.From, e.To, strings.Join(yes, "; "), strings.Join(no, "; "))
}
