package measure

import (
	"context"
	"slices"

	"github.com/entente-observatory/entente"
)

// leaveOut measures the changes and asks of each that is more likely than not
// what would be stated of it without each of its carriers: the same stretch of
// years weighed anew, for the same year and direction.
func (w *World) leaveOut(ctx context.Context, models []*channelModel, hazard float64, found [][]*verdict, index *entente.AlignmentIndex) error {
	var asked []int
	for i, list := range found {
		w.measure(i, list, index)
		if slices.ContainsFunc(list, func(v *verdict) bool { return v.stated() >= accept }) {
			asked = append(asked, i)
		}
	}
	return w.each(ctx, models, hazard, asked, func(f *finder, i int) {
		all := slices.Clone(f.of)
		for _, v := range found[i] {
			if v.stated() < accept {
				continue
			}
			v.without = make([]float64, len(v.parts))
			for j, p := range v.parts {
				if v.responds[j] < accept {
					continue
				}
				f.of = slices.DeleteFunc(slices.Clone(all), func(q *part) bool { return q.Channel == p.Channel })
				u := f.stretch(v.a, v.b)
				if u == nil || len(u.date) == 0 || (u.closer >= 0.5) != (v.closer >= 0.5) {
					continue
				}
				u.lo, u.hi = v.lo, v.hi
				w.place(i, u, index)
				u.mode = v.mode
				v.without[j] = u.stated()
			}
		}
		f.of = all
	})
}
