package panel

import (
	"cmp"
	"math"
	"slices"

	"github.com/entente-observatory/entente"
)

// Turn is a state that entered or left.
type Turn struct {
	Name string
	Year int
}

// Turnover tells which of the states with rows came into the list of states
// after the first year of the frame and which left it before the last, and how
// many have rows. A state whose rows end because the other's do has not left.
func (f *Frame) Turnover() (entered, left []Turn, states int) {
	seen := make([]bool, len(f.Units))
	for row := range f.Time {
		seen[f.A[row]] = true
		if f.B != nil {
			seen[f.B[row]] = true
		}
	}
	for u, has := range seen {
		if !has {
			continue
		}
		states++
		first, last := math.MaxInt, math.MinInt
		for _, p := range f.Units[u].spells {
			if from, to := p.Years(f.From, f.To); from <= to {
				first, last = min(first, from), max(last, to)
			}
		}
		if first > f.From {
			entered = append(entered, Turn{f.Units[u].Name, first})
		}
		if last < f.To {
			left = append(left, Turn{f.Units[u].Name, last})
		}
	}
	byYear := func(a, b Turn) int { return cmp.Compare(a.Year, b.Year) }
	slices.SortStableFunc(entered, byYear)
	slices.SortStableFunc(left, byYear)
	return entered, left, states
}

// Compare counts the rows in which both columns have a value, and those of
// them in which the values differ.
func (p *Panel) Compare(x, y int) (both, unlike int) {
	const n = 1 << 12
	var v, w [n]float64
	var s, t [n]entente.Status
	for from := 0; from < p.Rows(); from += n {
		k := min(n, p.Rows()-from)
		p.Read(x, from, v[:k], s[:k])
		p.Read(y, from, w[:k], t[:k])
		for i := range k {
			if s[i] == entente.Known && t[i] == entente.Known {
				both++
				if v[i] != w[i] {
					unlike++
				}
			}
		}
	}
	return both, unlike
}
