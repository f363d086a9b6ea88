package panel

import (
	"runtime"
	"sync"

	"github.com/entente-observatory/entente"
)

// Reading is what a measure gives for a cell.
type Reading struct {
	Value  float64
	Status entente.Status
}

// Measure computes columns of dyads from estimates, a year at a time. It is
// how measures that this package does not know become a layer.
type Measure struct {
	Columns  []entente.Variable
	Coverage Coverage
	// Each calls emit for the dyads of the year of which there is something to
	// say, and which are wanted. The readings, one a column, are emit's only
	// during the call. Years are asked for from several goroutines.
	Each func(year int, wanted func(a, b entente.CCode) bool, emit func(a, b entente.CCode, cells []Reading)) error
}

// Measured makes a layer of dyads of a measure, which is asked for when the
// layer is filled.
func Measured(l Layer, make func(Sources) (*Measure, error)) *Layer {
	l.dyad = func(f *filling) error {
		m, err := make(f.Sources)
		if err != nil {
			return err
		}
		columns := f.measured(m)
		return f.yearly(func(year int) error {
			first, last := f.clock(year, 0), f.clock(year, 11)
			wanted := func(a, b entente.CCode) bool {
				i, j := f.unit(a, year), f.unit(b, year)
				if i < 0 || j < 0 || i == j {
					return false
				}
				runs, _ := f.pairRuns(i, j)
				return len(runs) > 0
			}
			return m.Each(year, wanted, func(a, b entente.CCode, cells []Reading) {
				f.eachRow(a, b, first, last, func(row int, _ bool) {
					for k, r := range cells {
						columns[k].record(row, r.Value, r.Status)
					}
				})
			})
		})
	}
	return &l
}

func (l *filling) measured(m *Measure) []*Column {
	var columns []*Column
	for _, v := range m.Columns {
		columns = append(columns, l.column(v, m.Coverage))
	}
	return columns
}

// yearly does something for every year of the frame, on every core. What it
// does must touch rows of its year only, so that the order is nothing to it.
func (f *Frame) yearly(do func(year int) error) error {
	years := make(chan int)
	var mu sync.Mutex
	var failed error
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for y := range years {
				if err := do(y); err != nil {
					mu.Lock()
					failed = err
					mu.Unlock()
				}
			}
		})
	}
	for y := f.From; y <= f.To; y++ {
		years <- y
	}
	close(years)
	wg.Wait()
	return failed
}

// PositionsLayer is the layer of ideal points.
var PositionsLayer = &Layer{Name: "ideal-points", Title: "Ideal points in the UN General Assembly", Choices: []string{
	"Ideal points of a regular session are of the year in which it began, from all votes; lo and hi bound the calibrated 90 % interval.",
}, dyad: positions, state: positions}

// positions fills the states' ideal points with their intervals.
func positions(l *filling) error {
	t, err := l.IdealPoints(entente.AllVotes)
	if err != nil {
		return err
	}
	cov := votesCoverage(t.Rows, func(p entente.IdealPoint) int { return int(p.Session) })
	columns := []struct {
		name, label string
		of          func(*entente.IdealPoint) float64
	}{
		{"idealpoint", "Ideal point in the UN General Assembly", func(p *entente.IdealPoint) float64 { return p.Theta }},
		{"idealpoint_lo", "Ideal point, 5th percentile", func(p *entente.IdealPoint) float64 { return p.Lo }},
		{"idealpoint_hi", "Ideal point, 95th percentile", func(p *entente.IdealPoint) float64 { return p.Hi }},
	}
	years := l.To - l.From + 1
	for _, c := range columns {
		table := l.table(entente.Variable{Name: c.name, Label: c.label, Unit: "standard deviations", Sources: []string{"un-votes"}}, cov)
		for i := range t.Rows {
			p := &t.Rows[i]
			year := entente.SessionYear(int(p.Session))
			if u := l.unit(p.State, year); u >= 0 {
				table.set(u*years+year-l.From, c.of(p))
			}
		}
		l.spread(table)
	}
	return nil
}

// votesCoverage is the time from the first to the last session of a table.
func votesCoverage[T any](rows []T, session func(T) int) Coverage {
	if len(rows) == 0 {
		return Coverage{}
	}
	first, last := session(rows[0]), session(rows[0])
	for _, r := range rows {
		first, last = min(first, session(r)), max(last, session(r))
	}
	return Coverage{Period: entente.Period{
		From: entente.Day(entente.SessionYear(first), 1, 1), To: entente.Day(entente.SessionYear(last), 12, 31)}}
}
