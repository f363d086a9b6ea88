package panel

import (
	"math"
	"math/bits"

	"github.com/entente-observatory/entente"
)

// sharedOrganisations gives how much more often two states are in the same
// organisations than their own numbers of memberships would make it: the log of
// c + 1 over n_i n_j / m + 1, with c the organisations shared, n the
// memberships of each and m the organisations of the year. A state that joins
// many organisations thereby comes no nearer to every other.
func sharedOrganisations(b *book) error {
	list, err := b.Attributes("cow-igo", "igo")
	if err != nil {
		return err
	}
	// Membership by state and year as bits over the organisations: counting is
	// then a matter of words, not of pairs.
	index := map[entente.CCode]int{}
	for i, c := range b.codes {
		index[c] = i
	}
	organisations := map[string]int{}
	for _, a := range list {
		if _, seen := organisations[a.Label]; !seen && a.Label != "" {
			organisations[a.Label] = len(organisations)
		}
	}
	seats := make([][]uint64, len(b.codes)*b.years()) // by state and year: the organisations
	orgWords := (len(organisations) + 63) / 64
	for _, a := range list {
		i, ok := index[a.State]
		// Full and associate members, as the producers count.
		if !ok || a.Status != entente.Known || a.Value > 2 || a.Label == "" {
			continue
		}
		o := organisations[a.Label]
		b.in(a.Period, func(t int) {
			s := &seats[i*b.years()+t]
			if *s == nil {
				*s = make([]uint64, orgWords)
			}
			(*s)[o/64] |= 1 << (o % 64)
		})
	}
	for t := range b.years() {
		all := make([]uint64, orgWords)
		for i := range b.codes {
			for w, x := range seats[i*b.years()+t] {
				all[w] |= x
			}
		}
		total := float64(ones(all))
		for i, x := range b.codes {
			sx := seats[i*b.years()+t]
			if sx == nil {
				continue
			}
			nx := float64(ones(sx))
			for j := i + 1; j < len(b.codes); j++ {
				sy := seats[j*b.years()+t]
				if sy == nil {
					continue
				}
				common := 0
				for w := range sx {
					common += bits.OnesCount64(sx[w] & sy[w])
				}
				b.row(entente.Dyad{A: x, B: b.codes[j]})[t] = float32(math.Log((float64(common) + 1) / (nx*float64(ones(sy))/total + 1)))
			}
		}
	}
	return nil
}

func ones(set []uint64) int {
	n := 0
	for _, w := range set {
		n += bits.OnesCount64(w)
	}
	return n
}
