package measure

import (
	"context"
	"slices"

	"github.com/entente-observatory/entente"
)

// learnOwn asks how each channel changes by itself: first in which years and
// directions, for what all dyads do at once is no dyad's own, then how strongly.
// A register of states has its rates for both.
func (w *World) learnOwn(ctx context.Context, models []*channelModel) error {
	if err := w.learnUsual(ctx, models); err != nil {
		return err
	}
	type told struct {
		model *channelModel
		span  int
		logBF float64
	}
	list := make([][]told, len(w.Dyads))
	key := w.sampleKeys()
	err := w.each(ctx, models, 0, w.sample(1), func(f *finder, i int) {
		for _, p := range f.of {
			if !asksOwn(p, key[i]) {
				continue
			}
			for s, length := range spans {
				length = min(length, p.Years())
				from := p.offset + int((key[i]>>(8+4*s))%uint64(p.Years()-length+1))
				if b, ok := p.alone(from, from+length); ok {
					list[i] = append(list[i], told{p.channelModel, s, b})
				}
			}
		}
	})
	if err != nil {
		return err
	}
	for _, l := range list {
		for _, t := range l {
			t.model.own[t.span] = append(t.model.own[t.span], t.logBF)
		}
	}
	for _, m := range models {
		for s := range m.own {
			slices.Sort(m.own[s])
		}
	}
	return nil
}

// asksOwn reports whether a channel of a dyad is asked: levels cost much and are
// many.
func asksOwn(p *part, key uint64) bool {
	return p.Law == entente.LawCount || p.Law == entente.LawLevel && key%sampleStep == 0
}

const (
	usualWindow = 20 // years in which one change is looked for
	usualStep   = 10
)

// learnUsual takes the relative rates at which levels and counts rise and fall
// by themselves, year by year: the posterior of one change in windows of the
// record, each with the probability of a change at even odds. As in fitState the
// rate of a year is shrunk to that of all years.
func (w *World) learnUsual(ctx context.Context, models []*channelModel) error {
	type told struct {
		model *channelModel
		from  int // year of the table
		mass  [2][]float64
	}
	list := make([][]told, len(w.Dyads))
	key := w.sampleKeys()
	err := w.each(ctx, models, 0, w.sample(1), func(f *finder, i int) {
		for _, p := range f.of {
			if !asksOwn(p, key[i]) {
				continue
			}
			for from := 0; from < p.Years(); from += usualStep {
				to := min(from+usualWindow, p.Years())
				a, b := max(p.offset+from, 0), min(p.offset+to, w.years())
				if _, ok := p.alone(a, b); !ok {
					continue
				}
				t := told{p.channelModel, a - p.offset, [2][]float64{make([]float64, b-a), make([]float64, b-a)}}
				sum, n := 0.0, 0.0
				for k := a; k < b; k++ {
					if p.sees(k, a, b) {
						t.mass[0][k-a], t.mass[1][k-a] = p.ratio.closer[k], p.ratio.away[k]
						sum += p.ratio.closer[k] + p.ratio.away[k]
						n += 2
					}
				}
				if sum == 0 {
					continue
				}
				chance := sum / (sum + n)
				for d := range t.mass {
					for k := range t.mass[d] {
						t.mass[d][k] *= chance / sum
					}
				}
				list[i] = append(list[i], t)
			}
		}
	})
	if err != nil {
		return err
	}
	seen := map[*channelModel][]float64{}
	for _, m := range models {
		seen[m] = make([]float64, m.Years())
		for d := range m.usual {
			clear(m.usual[d])
		}
	}
	for _, l := range list {
		for _, t := range l {
			for k := range t.mass[0] {
				seen[t.model][t.from+k]++
				t.model.usual[0][t.from+k] += t.mass[0][k]
				t.model.usual[1][t.from+k] += t.mass[1][k]
			}
		}
	}
	for _, m := range models {
		m.shrinkUsual(seen[m])
	}
	return nil
}

// shrinkUsual turns sums of posterior masses over so many windows into rates
// relative to the mean of all years and both directions.
func (m *channelModel) shrinkUsual(windows []float64) {
	all, sum := 0.0, 0.0
	for y, n := range windows {
		all += n
		sum += m.usual[0][y] + m.usual[1][y]
	}
	mean := sum / max(2*all, 1)
	prior := all / float64(max(m.Years(), 1)) / 4
	for d := range m.usual {
		for y, n := range windows {
			if mean == 0 || n+prior == 0 {
				m.usual[d][y] = 1
				continue
			}
			m.usual[d][y] = (m.usual[d][y] + mean*prior) / (n + prior) / mean
		}
	}
}
