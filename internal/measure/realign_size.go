package measure

import (
	"math"
	"slices"

	"github.com/entente-observatory/entente"
)

// reach is the number of years on each side over which the size of a change is
// taken.
const reach = 6

// measure gives each change its size and its place in time: see place. The years
// about a change end at the next change on either side that is more likely than
// not.
func (w *World) measure(dyad int, list []*verdict, index *entente.AlignmentIndex) {
	at := make([]int, len(list))
	for j, v := range list {
		at[j] = v.mode
	}
	for j, v := range list {
		v.lo, v.hi = 0, w.years()-1
		for k, o := range list {
			switch {
			case o.probability < accept:
			case k < j:
				v.lo = max(v.lo, at[k])
			case k > j:
				v.hi = min(v.hi, at[k]-1)
			}
		}
		w.place(dyad, v, index)
	}
	slices.SortStableFunc(list, func(a, b *verdict) int { return a.mode - b.mode })
}

// place joins what the channels say of the year of a change with what the index
// says of its size. In each year the change would have moved tie less hostility,
// and position, by the mean of the six years from then on less that of the six
// before; the year's probability is that of a turn of the channels times that of
// a material move in its direction.
func (w *World) place(dyad int, v *verdict, index *entente.AlignmentIndex) {
	way := 1.0
	if v.closer < 0.5 {
		way = -1
	}
	best := -1.0
	v.moved = 0
	for k, p := range v.date {
		if p < leastDate {
			v.date[k] = 0
			continue
		}
		year := v.a + k
		from, at, to := w.First+max(year-reach, v.lo), w.First+year, w.First+min(year+reach-1, v.hi)
		size := step(from, at, to, func(y int) entente.Estimate { return index.Headline(dyad, y) })
		position := step(from, at, to, func(y int) entente.Estimate { return index.Axis(entente.AxisPosition, dyad, y) })
		still := (1 - beyond(size, materialSize, way)) * (1 - beyond(position, materialPosition, way))
		v.date[k] = p * (1 - still)
		v.moved += v.date[k]
		if v.date[k] > best {
			best, v.mode, v.size, v.position = v.date[k], year, size, position
		}
	}
	for k := range v.date {
		v.date[k] /= max(v.moved, 1e-300)
	}
}

// leastDate is the probability below which a year is not looked at.
const leastDate = 0.002

// What counts as a material move, in standard deviations over all dyads; more
// for position, which varies more from year to year. Chosen in sight of
// docs/validation/development_cases.csv, so that of dyads that historians call
// stable one in twenty or so is told to have moved.
const (
	materialSize     = 0.6
	materialPosition = 0.8
)

// dateReach is the number of years on each side of the most probable year
// within which a change counts as dated.
const dateReach = 3

// stated is the probability that is told of a change: that there was one, that
// it was material, and that it was near the year told.
func (v *verdict) stated() float64 {
	near := 0.0
	for k := max(v.mode-v.a-dateReach, 0); k <= v.mode-v.a+dateReach && k < len(v.date); k++ {
		near += v.date[k]
	}
	return v.probability * v.moved * near
}

// step is the mean of the years at to to less that of from to at. The errors of
// neighbouring years of a smoothed series are nearly one, so the interval is that
// of one year on each side and not of a mean of independent years.
func step(from, at, to int, value func(year int) entente.Estimate) entente.Estimate {
	var mean, variance, n [2]float64
	for year := from; year <= to; year++ {
		e := value(year)
		if !e.Known() {
			continue
		}
		side := 0
		if year >= at {
			side = 1
		}
		sd := (e.Hi - e.Value) / z90
		mean[side] += e.Value
		variance[side] += sd * sd
		n[side]++
	}
	if n[0] == 0 || n[1] == 0 {
		return entente.None(entente.Missing)
	}
	v := mean[1]/n[1] - mean[0]/n[0]
	half := z90 * math.Sqrt(variance[0]/n[0]+variance[1]/n[1])
	return entente.Estimate{Value: v, Lo: v - half, Hi: v + half, Level: entente.DefaultLevel, N: int(n[0] + n[1])}
}

// beyond is the probability that an estimate lies beyond a bound in a direction.
func beyond(e entente.Estimate, bound float64, direction float64) float64 {
	if !e.Known() {
		return 0
	}
	sd := max((e.Hi-e.Lo)/(2*z90), 1e-9)
	return 0.5 * math.Erfc((bound-direction*e.Value)/sd/math.Sqrt2)
}
