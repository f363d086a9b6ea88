package measure

import (
	"cmp"
	"errors"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/changepoint"
)

// Turns finds the states that changed their own position: one change of the
// ideal point is one event, although it moves the distance to every other state
// at once. Each state's ideal points, with their posterior variances, are tested
// by the exact posterior of one change, divided at it and tested again; how
// common turns are is estimated from all states (changepoint.PriorChange), and
// the share of false ones is bounded by fdr.
func Turns(t *entente.IdealPoints, first int, fdr float64) ([]entente.Turn, error) {
	from, to := span(t)
	from = max(from, first)
	list := courses(t, from, to-from+1)
	prior := changepoint.GuardedPrior()
	prior.Margin = levelMargin
	// Every second correlation: with known variances each costs a grid of scales.
	// On the record to 2020 one turn in twenty-five is dated otherwise or lost.
	prior.Phi = everySecond(prior.Phi)
	factors := make([]float64, len(list))
	err := overCourses(list, prior, func(d *changepoint.Detector, i int) error {
		factors[i] = math.NaN()
		if post, err := d.Single(list[i].y, list[i].v); err == nil {
			factors[i] = post.LogBF
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	share, err := changepoint.PriorChange(factors)
	if err != nil {
		return nil, nil // no state has a record long enough
	}
	found := make([][]entente.Turn, len(list))
	err = overCourses(list, prior, func(d *changepoint.Detector, i int) error {
		var err error
		found[i], err = list[i].turns(d, share, from, 0, len(list[i].y))
		return err
	})
	if err != nil {
		return nil, err
	}
	out := slices.Concat(found...)
	slices.SortFunc(out, func(x, y entente.Turn) int { return cmp.Or(cmp.Compare(x.State, y.State), cmp.Compare(x.Year, y.Year)) })
	p := make([]float64, len(out))
	for i := range out {
		p[i] = out[i].Probability
	}
	set, _, err := changepoint.Discoveries(p, fdr)
	if err != nil {
		return nil, err
	}
	for _, i := range set {
		out[i].Found = true
	}
	return out, nil
}

func everySecond(x []float64) []float64 {
	var out []float64
	for i := 0; i < len(x); i += 2 {
		out = append(out, x[i])
	}
	return out
}

// course is a state's ideal points by year, NaN where there is none, with their
// posterior variances.
type course struct {
	state entente.CCode
	y, v  []float64
}

func courses(t *entente.IdealPoints, from, years int) []*course {
	var list []*course
	for i := range t.Rows {
		r := &t.Rows[i]
		year := entente.SessionYear(int(r.Session)) - from
		if year < 0 {
			continue
		}
		if len(list) == 0 || list[len(list)-1].state != r.State {
			c := &course{r.State, make([]float64, years), make([]float64, years)}
			for k := range c.y {
				c.y[k] = math.NaN()
			}
			list = append(list, c)
		}
		c := list[len(list)-1]
		sd := (r.Hi - r.Lo) / (2 * z90)
		c.y[year] = r.Theta
		if sd == sd {
			c.v[year] = sd * sd
		}
	}
	return list
}

// overCourses runs fn for each state on all cores; results must go to the
// state's own place.
func overCourses(list []*course, prior changepoint.Prior, fn func(d *changepoint.Detector, i int) error) error {
	errs := make([]error, runtime.GOMAXPROCS(0))
	var next atomic.Int64
	var wg sync.WaitGroup
	for g := range errs {
		wg.Go(func() {
			d, err := changepoint.New(prior)
			for err == nil {
				i := int(next.Add(1) - 1)
				if i >= len(list) {
					return
				}
				err = fn(d, i)
			}
			errs[g] = err
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// turns divides a stretch of the course at its most probable turn, and each part
// again.
func (c *course) turns(d *changepoint.Detector, share float64, from, a, b int) ([]entente.Turn, error) {
	post, err := d.Single(c.y[a:b], c.v[a:b])
	if err != nil {
		return nil, nil // too short to be divided
	}
	// A stretch has as many chances to turn as it has years: the share of states
	// that turned is of whole records, and a part of one that kept the same odds
	// would be found to turn on no evidence.
	p := post.Probability(1 - math.Pow(1-min(max(share, 0.01), 0.9), float64(b-a)/float64(len(c.y))))
	if p < accept {
		return nil, nil
	}
	set := post.Dates(entente.DefaultLevel)
	size, err := post.Size(0, entente.DefaultLevel)
	if err != nil {
		return nil, err
	}
	k := a + post.Mode()
	turn := entente.Turn{State: c.state, Year: from + k, Lo: from + a + set[0], Hi: from + a + set[len(set)-1], Probability: p,
		Size: entente.Estimate{Value: size.Median, Lo: size.Lo, Hi: size.Hi, Level: size.Level, N: post.Channels[0].Observed}}
	before, err := c.turns(d, share, from, a, k)
	if err != nil {
		return nil, err
	}
	after, err := c.turns(d, share, from, k, b)
	return slices.Concat(before, []entente.Turn{turn}, after), err
}

// Attribute names the mover of each realignment: the one of the two states, if
// only one, whose own turn lies within a year of it. Each turn counts the dyads
// that moved with it.
func Attribute(t *entente.Realignments) {
	turned := func(state entente.CCode, r *entente.Realignment) *entente.Turn {
		for i := range t.Turns {
			u := &t.Turns[i]
			if u.State == state && u.Found && u.Lo-1 <= r.Year && r.Year <= u.Hi+1 {
				return u
			}
		}
		return nil
	}
	for i := range t.Turns {
		t.Turns[i].Dyads = 0
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		a, b := turned(r.A, r), turned(r.B, r)
		r.Mover = 0
		switch {
		case a != nil && b == nil:
			r.Mover = r.A
			a.Dyads++
		case b != nil && a == nil:
			r.Mover = r.B
			b.Dyads++
		}
	}
}
