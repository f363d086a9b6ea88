package dataset

import (
	"runtime"
	"sync"

	"github.com/entente-observatory/entente"
)

// Profile is what the cells of a column are like.
type Profile struct {
	Counts   [entente.OutsideCoverage + 1]int // by status
	Min, Max float64                          // of the values
	Last     int                              // last year with a value, 0 for none
}

// Share returns the part of the rows that has no value.
func (p *Profile) Share() float64 {
	rows := 0
	for _, n := range p.Counts {
		rows += n
	}
	if rows == 0 {
		return 0
	}
	return float64(rows-p.Counts[entente.Known]) / float64(rows)
}

// Profiles looks at every column. year is the place of the column of years.
func Profiles(t Table, year int) []Profile {
	list := make([]Profile, len(t.Variables()))
	var wg sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range list {
		free <- struct{}{}
		wg.Go(func() {
			defer func() { <-free }()
			list[i] = profile(t, i, year)
		})
	}
	wg.Wait()
	return list
}

func profile(t Table, column, year int) (p Profile) {
	values, years := make([]float64, chunkRows), make([]float64, chunkRows)
	status := make([]entente.Status, chunkRows)
	keys := make([]entente.Status, chunkRows)
	for from := 0; from < t.Rows(); from += chunkRows {
		n := min(chunkRows, t.Rows()-from)
		t.Read(year, from, years[:n], keys[:n])
		t.Read(column, from, values[:n], status[:n])
		last := p.Last
		for k, s := range status[:n] {
			p.Counts[s]++
			if s != entente.Known {
				continue
			}
			if x := values[k]; p.Counts[entente.Known] == 1 {
				p.Min, p.Max = x, x
			} else if x < p.Min {
				p.Min = x
			} else if x > p.Max {
				p.Max = x
			}
			if y := int(years[k]); y > last {
				last = y
			}
		}
		p.Last = last
	}
	return p
}
