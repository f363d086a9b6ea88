package panel

import (
	"cmp"
	"slices"

	"github.com/entente-observatory/entente"
)

// Turn is a state that entered or left.
type Turn struct {
	Name string
	Year int
}

// Turnover tells which states have their first row after the first year of the
// frame, which their last before the last, and how many have rows.
func (f *Frame) Turnover() (entered, left []Turn, states int) {
	first, last := make([]int, len(f.Units)), make([]int, len(f.Units))
	seen := func(u int16, year int) {
		if first[u] == 0 || year < first[u] {
			first[u] = year
		}
		last[u] = max(last[u], year)
	}
	for row := range f.Time {
		year := f.Year(row)
		seen(f.A[row], year)
		if f.B != nil {
			seen(f.B[row], year)
		}
	}
	for u := range f.Units {
		if last[u] == 0 {
			continue
		}
		states++
		if first[u] > f.From {
			entered = append(entered, Turn{f.Units[u].Name, first[u]})
		}
		if last[u] < f.To {
			left = append(left, Turn{f.Units[u].Name, last[u]})
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
