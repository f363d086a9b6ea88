package measure

import (
	"context"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/changepoint"
)

// RealignmentSettings are the choices that a user may move.
type RealignmentSettings struct {
	// Weights multiplies the power of a channel's evidence; 0 leaves it out.
	// Channels that are not named have 1.
	Weights map[entente.Channel]float64
	// FDR bounds the expected share of false ones among those called found.
	FDR float64
	// Hazard is the prior rate per dyad and year at which channels turn together.
	Hazard float64
}

// DefaultRealignments gives every record the same weight, of the two readings
// of the votes takes the one whose errors are independent from year to year
// (ideal points are smoothed over the sessions, which blurs dates), and lets one
// in ten findings be false.
func DefaultRealignments() RealignmentSettings {
	return RealignmentSettings{FDR: 0.1, Hazard: 0.01, Weights: map[entente.Channel]float64{entente.ChannelIdealPoint: 0}}
}

// World is the record of all dyads, by channel, on a common axis of years.
type World struct {
	Tables      []*entente.ChannelTable // levels settled: see settle
	raw         []*entente.ChannelTable // as given
	First, Last int
	Dyads       []entente.Dyad // with a row in any channel, ascending
	rows        [][]int32      // by dyad and table, -1 without
	key         []uint64       // by dyad: see keys
}

// NewWorld joins the tables. Tables without rows are left out.
func NewWorld(tables []*entente.ChannelTable) *World {
	w := &World{First: math.MaxInt, Last: math.MinInt}
	for _, t := range tables {
		if len(t.Dyads) == 0 {
			continue
		}
		w.raw = append(w.raw, t)
		if t.Law == entente.LawLevel {
			t = settle(t)
		}
		w.Tables = append(w.Tables, t)
		w.First, w.Last = min(w.First, t.First), max(w.Last, t.Last)
		w.Dyads = append(w.Dyads, t.Dyads...)
	}
	slices.SortFunc(w.Dyads, entente.Dyad.Compare)
	w.Dyads = slices.Compact(w.Dyads)
	w.rows = make([][]int32, len(w.Dyads))
	flat := make([]int32, len(w.Dyads)*len(w.Tables))
	for i := range w.rows {
		w.rows[i] = flat[i*len(w.Tables) : (i+1)*len(w.Tables)]
	}
	for c, t := range w.Tables {
		i := 0
		for k, d := range w.Dyads {
			w.rows[k][c] = -1
			if i < len(t.Dyads) && t.Dyads[i] == d {
				w.rows[k][c] = int32(i)
				i++
			}
		}
	}
	return w
}

func (w *World) years() int { return w.Last - w.First + 1 }

// models fits the channels, with the weights of the settings.
func (w *World) models(s RealignmentSettings) []*channelModel {
	models := make([]*channelModel, len(w.Tables))
	for c, t := range w.Tables {
		models[c] = newChannelModel(t, w.First)
		models[c].weight = s.weight(t.Channel)
	}
	return models
}

func (s RealignmentSettings) weight(c entente.Channel) float64 {
	if x, ok := s.Weights[c]; ok {
		return x
	}
	return 1
}

const (
	rounds     = 3 // of empirical Bayes
	sampleStep = 5 // one dyad in so many enters it
)

// each runs fn for the dyads listed, on all cores; results must go to the dyad's
// own place, so that they do not depend on the number of cores.
func (w *World) each(ctx context.Context, models []*channelModel, hazard float64, list []int, fn func(f *finder, i int)) error {
	var next atomic.Int64
	errs := make([]error, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for g := range errs {
		wg.Go(func() {
			f, err := newFinder(models, w.years())
			if err != nil {
				errs[g] = err
				return
			}
			f.hazard = hazard
			for {
				k := int(next.Add(1) - 1)
				if k >= len(list) {
					return
				}
				i := list[k]
				if k%256 == 0 && ctx.Err() != nil {
					errs[g] = ctx.Err()
					return
				}
				f.load(w.rows[i])
				fn(f, i)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// learn estimates how often the channels change by themselves and how often they
// take part in a realignment, from a sample of the dyads, by
// expectation-maximisation over the verdicts on whole records.
func (w *World) learn(ctx context.Context, models []*channelModel, hazard float64) error {
	sample := w.sample(sampleStep)
	if err := w.learnOwn(ctx, models); err != nil {
		return err
	}
	type told struct{ responds, possible []float64 }
	for range rounds {
		list := make([]told, len(w.Dyads))
		err := w.each(ctx, models, hazard, sample, func(f *finder, i int) {
			v := f.stretch(0, w.years())
			if v == nil || v.probability < tell {
				return
			}
			t := told{make([]float64, len(models)), make([]float64, len(models))}
			for j, p := range v.parts {
				c := slices.Index(models, p.channelModel)
				t.responds[c] += v.probability * v.responds[j]
				t.possible[c] += v.probability * v.seen[j]
			}
			list[i] = t
		})
		if err != nil {
			return err
		}
		responds, possible := make([]float64, len(models)), make([]float64, len(models))
		for _, t := range list {
			for c := range t.responds {
				responds[c] += t.responds[c]
				possible[c] += t.possible[c]
			}
		}
		for c, m := range models {
			// One response in three, known as from ten realignments, at first.
			m.response = min(max((responds[c]+10./3)/(possible[c]+10), 0.05), 0.9)
		}
	}
	return nil
}

// Realign finds the realignments of all dyads, and gives the index in which
// their sizes are measured.
//
// A realignment is a lasting change of how two states stand to each other: tie
// less hostility moved by materialSize, or position by materialPosition. Its
// probability is
//
//	P(the channels turned together) * P(within dateReach years of the year told) * P(it moved the index so far)
func (w *World) Realign(ctx context.Context, s RealignmentSettings) (*entente.Realignments, *entente.AlignmentIndex, error) {
	models := w.models(s)
	if err := w.learn(ctx, models, s.Hazard); err != nil {
		return nil, nil, err
	}
	index, err := w.Index(ctx, nil)
	if err != nil {
		return nil, nil, err
	}
	found, err := w.search(ctx, models, s.Hazard)
	if err != nil {
		return nil, nil, err
	}
	out := &entente.Realignments{First: w.First, Last: w.Last, FDR: s.FDR, Dyads: len(w.Dyads)}
	for _, m := range models {
		out.Channels = append(out.Channels, entente.ChannelFit{Channel: m.Channel, Weight: m.weight, Response: m.response,
			Spread: m.spread, Dyads: len(m.Dyads), First: m.First, Last: m.Last})
	}
	if err := w.leaveOut(ctx, models, s.Hazard, found, index); err != nil {
		return nil, nil, err
	}
	sum := 0.0
	for i, list := range found {
		for _, r := range w.told(i, list) {
			sum += r.Probability
			out.Rows = append(out.Rows, r)
		}
	}
	out.Hazard = sum / float64(len(w.Dyads)*w.years())
	return out, index, markFound(out)
}

// told turns what was found of a dyad into what is told of it.
func (w *World) told(i int, list []*verdict) []entente.Realignment {
	var out []entente.Realignment
	for j, v := range list {
		if v.stated() >= tell && !eclipsed(list, j) {
			out = append(out, w.realignment(w.Dyads[i], v, list[j+1:]))
		}
	}
	return out
}

// eclipsed reports whether a surer change lies within dateReach years of the
// j-th: the two are one.
func eclipsed(list []*verdict, j int) bool {
	v := list[j]
	for k, u := range list {
		if k != j && max(u.mode-v.mode, v.mode-u.mode) <= dateReach &&
			(u.stated() > v.stated() || u.stated() == v.stated() && k < j) {
			return true
		}
	}
	return false
}

// search looks for the changes of all dyads.
func (w *World) search(ctx context.Context, models []*channelModel, hazard float64) ([][]*verdict, error) {
	found := make([][]*verdict, len(w.Dyads))
	err := w.each(ctx, models, hazard, w.sample(1), func(f *finder, i int) { found[i] = f.changes(0, w.years()) })
	return found, err
}

// markFound controls the share of false ones over the whole world.
func markFound(t *entente.Realignments) error {
	p := make([]float64, len(t.Rows))
	for i := range t.Rows {
		p[i] = t.Rows[i].Probability
	}
	set, share, err := changepoint.Discoveries(p, t.FDR)
	if err != nil {
		return err
	}
	t.FalseShare = share
	for i := range t.Rows {
		t.Rows[i].Found = false
	}
	for _, i := range set {
		t.Rows[i].Found = true
	}
	return nil
}

// realignment turns a verdict into what is told of it. later are the verdicts
// after it.
func (w *World) realignment(d entente.Dyad, v *verdict, later []*verdict) entente.Realignment {
	r := entente.Realignment{A: d.A, B: d.B, Direction: 1, DirectionProbability: v.closer, Probability: v.stated(),
		Year: w.First + v.mode, Size: v.size, Position: v.position}
	if v.closer < 0.5 {
		r.Direction, r.DirectionProbability = -1, 1-v.closer
	}
	set := smallest(v.date, entente.DefaultLevel)
	r.Lo, r.Hi = w.First+v.a+set[0], w.First+v.a+set[len(set)-1]
	for k, p := range v.date {
		if p >= 0.005 {
			r.Dates = append(r.Dates, entente.YearMass{Year: w.First + v.a + k, Probability: p})
		}
	}
	for j, p := range v.parts {
		c := entente.Carrier{Channel: p.Channel, Responds: v.responds[j], Closer: v.moves[j]}
		if v.without != nil && v.responds[j] >= accept {
			c.Without = &v.without[j]
		}
		r.Carriers = append(r.Carriers, c)
	}
	slices.SortStableFunc(r.Carriers, func(x, y entente.Carrier) int {
		switch {
		case x.Responds > y.Responds:
			return -1
		case x.Responds < y.Responds:
			return 1
		}
		return 0
	})
	r.Lasted = entente.LastedYes
	last := w.First
	for _, p := range v.parts {
		last = max(last, min(p.Last, w.Last))
	}
	if last-r.Year < 4 {
		r.Lasted = entente.LastedOpen
	}
	for _, u := range later {
		if u.stated() >= accept && u.mode-v.mode <= 10 && (u.closer >= 0.5) != (v.closer >= 0.5) {
			r.Lasted = entente.LastedNo
		}
	}
	return r
}

// smallest returns the smallest set of indices with at least the probability
// given, ascending.
func smallest(pmf []float64, level float64) []int {
	order := make([]int, len(pmf))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case pmf[a] > pmf[b]:
			return -1
		case pmf[a] < pmf[b]:
			return 1
		}
		return 0
	})
	sum := 0.0
	for i, k := range order {
		if sum += pmf[k]; sum >= level-1e-12 {
			order = order[:i+1]
			break
		}
	}
	slices.Sort(order)
	return order
}
