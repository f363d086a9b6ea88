package measure

import (
	"errors"
	"math"
	"slices"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/changepoint"
)

// polaritySeries are the measures whose changes are dated.
var polaritySeries = []struct {
	name string
	of   func(*entente.Polarity) entente.Estimate
}{
	{"con", func(p *entente.Polarity) entente.Estimate { return p.Concentration }},
	{"effective_poles", func(p *entente.Polarity) entente.Estimate { return p.Effective }},
	{"top_two", func(p *entente.Polarity) entente.Estimate { return p.TopTwo }},
	{"second", func(p *entente.Polarity) entente.Estimate { return p.Second }},
}

// leastChange is the probability from which a change of polarity is told, and
// at which the series is cut in two for the search to go on in both parts.
const leastChange = 0.66

// Transitions dates the changes of level in a resource's polarity: the exact
// posterior of one change in a series with autocorrelated errors, then of one
// more in each part, while that is likely; before it is looked at, a
// change is as likely as none. Capabilities move slowly, and a model of
// independent years, or of no slow drift, would take every slope for a change.
// rows are one resource and scope by year; the result is in order of measure
// and time.
func Transitions(rows []entente.Polarity) ([]entente.Transition, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	first, last := rows[0].Year, rows[len(rows)-1].Year
	d, err := changepoint.New(changepoint.GuardedPrior())
	if err != nil {
		return nil, err
	}
	var out []entente.Transition
	for _, m := range polaritySeries {
		y := make([]float64, last-first+1)
		for i := range y {
			y[i] = math.NaN()
		}
		for i := range rows {
			if e := m.of(&rows[i]); e.Known() {
				y[rows[i].Year-first] = e.Value
			}
		}
		changes, err := changesOf(d, y, 0)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(changes, func(a, b entente.Transition) int { return a.Year - b.Year })
		for i := range changes {
			c := &changes[i]
			from, to := 0, len(y)
			if i > 0 {
				from = changes[i-1].Year
			}
			if i+1 < len(changes) {
				to = changes[i+1].Year
			}
			c.Before, c.After = meanKnown(y[from:c.Year]), meanKnown(y[c.Year:to])
			c.Resource, c.Scope, c.Measure = rows[0].Resource, rows[0].Scope, m.name
		}
		for i := range changes {
			changes[i].Year += first
			changes[i].Lo += first
			changes[i].Hi += first
		}
		out = append(out, changes...)
	}
	return out, nil
}

// changesOf searches a stretch of a series that begins at the given place.
// Years are places in the series.
func changesOf(d *changepoint.Detector, y []float64, at int) ([]entente.Transition, error) {
	p, err := d.Single(y, nil)
	switch {
	case errors.Is(err, changepoint.ErrTooShort), errors.Is(err, changepoint.ErrConstant), errors.Is(err, changepoint.ErrAllGone):
		return nil, nil // nothing to date here
	case err != nil:
		return nil, err
	}
	probability := p.Probability(0.5)
	if probability < leastChange {
		return nil, nil
	}
	set, k := p.Dates(entente.DefaultLevel), p.Mode()
	out := []entente.Transition{{Year: at + k, Lo: at + set[0], Hi: at + set[len(set)-1], Probability: probability}}
	for _, part := range []struct {
		y  []float64
		at int
	}{{y[:k], at}, {y[k:], at + k}} {
		more, err := changesOf(d, part.y, part.at)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

func meanKnown(y []float64) float64 {
	sum, n := 0.0, 0
	for _, v := range y {
		if !math.IsNaN(v) {
			sum += v
			n++
		}
	}
	return sum / float64(n)
}
