package panel

import (
	"math/bits"
	"slices"

	"github.com/entente-observatory/entente"
)

// seats says in which organisations each unit was in each year, a bit for
// each.
type seats struct {
	words int
	full  []uint64 // units × years × words: full and associate members
	any   []bool   // units × (years + 1), from the year before the first: any code of a membership, that of an observer and that of a missing one too
}

// seat reads the memberships. A dyad shares an organisation in which both are
// full or associate members: so the producers count.
func (l *filling) seat() (*seats, error) {
	records, err := l.Attributes("cow-igo", "igo")
	if err != nil {
		return nil, err
	}
	number := map[string]int{}
	for _, r := range records {
		if _, ok := number[r.Label]; !ok {
			number[r.Label] = len(number)
		}
	}
	years := l.To - l.From + 1
	s := &seats{words: len(number)/64 + 1}
	s.full = make([]uint64, len(l.Units)*years*s.words)
	s.any = make([]bool, len(l.Units)*(years+1))
	for _, r := range records {
		k := number[r.Label]
		first, last := r.Period.Years(l.From-1, l.To)
		for y := first; y <= last; y++ {
			u := l.unit(r.State, max(y, l.From))
			if u < 0 {
				continue
			}
			s.any[u*(years+1)+y+1-l.From] = true
			if r.Status == entente.Known && r.Value <= 2 && y >= l.From {
				s.full[(u*years+y-l.From)*s.words+k/64] |= 1 << (k % 64)
			}
		}
	}
	return s, nil
}

// membershipsOf returns the memberships of a unit in the year of that index, and whether
// they are on record: the file has no row for some states in the year in which
// they ended, and what was a member the year before did not leave everything.
func (l *filling) membershipsOf(s *seats, unit, year int) ([]uint64, bool) {
	years := l.To - l.From + 1
	at, in := unit*years+year, unit*(years+1)+year+1
	there := s.any[in] || !s.any[in-1] || !l.ends(unit, l.From+year)
	return s.full[at*s.words : (at+1)*s.words], there
}

// ends reports whether the unit's membership of the system ended in the year.
func (f *Frame) ends(unit, year int) bool {
	return slices.ContainsFunc(f.Units[unit].spells, func(p entente.Period) bool {
		return p.To != entente.Ongoing && p.To.Year() == year
	})
}

func organisations(l *filling) error {
	cov, _ := l.Covers("cow-igo")
	s, err := l.seat()
	if err != nil {
		return err
	}
	shared := l.column(entente.Variable{Name: "dyadigos", Label: "Intergovernmental organisations shared (full and associate members)", Unit: "organisations", Kind: entente.Whole, Of: []string{"igo"}}, cov)
	for row := range l.Rows() {
		if shared.status[row] != entente.Known {
			continue
		}
		y := l.Year(row) - l.From
		a, okA := l.membershipsOf(s, int(l.A[row]), y)
		b, okB := l.membershipsOf(s, int(l.B[row]), y)
		if !okA || !okB {
			shared.mark(row, entente.Missing)
			continue
		}
		n := 0
		for w, x := range a {
			n += bits.OnesCount64(x & b[w])
		}
		shared.put(row, float64(n))
	}
	return nil
}

func memberships(l *filling) error {
	cov, _ := l.Covers("cow-igo")
	s, err := l.seat()
	if err != nil {
		return err
	}
	igos := l.table(entente.Variable{Name: "sum_igo_member", Label: "Intergovernmental organisations (full and associate member)", Unit: "organisations", Kind: entente.Whole, Of: []string{"igo"}}, cov)
	years := l.To - l.From + 1
	for at, status := range igos.status {
		if status != entente.Known {
			continue
		}
		words, ok := l.membershipsOf(s, at/years, at%years)
		if !ok {
			igos.mark(at, entente.Missing)
			continue
		}
		n := 0
		for _, x := range words {
			n += bits.OnesCount64(x)
		}
		igos.put(at, float64(n))
	}
	l.spread(igos)
	return nil
}
