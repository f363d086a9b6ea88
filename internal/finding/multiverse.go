package finding

import "github.com/entente-observatory/entente"

// Held says in what share of the specifications a change holds.
type Held struct {
	Change entente.Realignment `json:"change"`
	Share  float64             `json:"share"`
	By     []HeldBy            `json:"by"` // of those with one choice made so
}

// HeldBy is the share among the specifications with a choice made in one way.
type HeldBy struct {
	entente.ChoiceMade
	Share float64 `json:"share"`
}

// near is how far, in years, the date may lie from the headline's.
const near = 2

// Multiverse tells of each change worth telling in what share of the
// specifications it holds: one of the same direction, worth telling, within two
// years. By choice it shows which one flips it.
func Multiverse(changes []entente.Realignment, specs []entente.Specification) []Held {
	var out []Held
	for _, r := range changes {
		if r.Probability < Worth || len(specs) == 0 {
			continue
		}
		h := Held{Change: r}
		n, all := map[entente.ChoiceMade]float64{}, map[entente.ChoiceMade]float64{}
		for _, s := range specs {
			holds := 0.0
			for _, x := range s.Changes {
				if x.Direction == r.Direction && x.Probability >= Worth && x.Year >= r.Year-near && x.Year <= r.Year+near {
					holds = 1
				}
			}
			h.Share += holds / float64(len(specs))
			for _, c := range s.Choices {
				if all[c] == 0 {
					h.By = append(h.By, HeldBy{ChoiceMade: c})
				}
				all[c]++
				n[c] += holds
			}
		}
		for i := range h.By {
			h.By[i].Share = n[h.By[i].ChoiceMade] / all[h.By[i].ChoiceMade]
		}
		out = append(out, h)
	}
	return out
}
