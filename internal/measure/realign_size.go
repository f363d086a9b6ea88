package measure

import (
	"math"

	"github.com/entente-observatory/entente"
)

// reach is the number of years on each side over which the size of a change is
// taken.
const reach = 6

// measure gives each change its size: how much more tie less hostility, and how
// much nearer in position, the two stood in the six years after than in the six
// before, up to the next change on either side that is more likely than not.
func (w *World) measure(dyad int, list []*verdict, index *entente.AlignmentIndex) {
	for j, v := range list {
		from, to := v.mode-reach, v.mode+reach-1
		for k, o := range list {
			switch {
			case o.probability < accept:
			case k < j:
				from = max(from, o.mode)
			case k > j:
				to = min(to, o.mode-1)
			}
		}
		from, at, to := w.First+from, w.First+v.mode, w.First+to
		v.size = step(from, at, to, func(year int) entente.Estimate { return index.Headline(dyad, year) })
		v.position = step(from, at, to, func(year int) entente.Estimate { return index.Axis(entente.AxisPosition, dyad, year) })
	}
}

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

// stated is the probability that is told of a change: that there was one, near
// the year told, and material in its direction.
func (v *verdict) stated() float64 {
	way := 1.0
	if v.closer < 0.5 {
		way = -1
	}
	near := 0.0
	for k := max(v.mode-v.a-dateReach, 0); k <= v.mode-v.a+dateReach && k < len(v.date); k++ {
		near += v.date[k]
	}
	still := (1 - beyond(v.size, materialSize, way)) * (1 - beyond(v.position, materialPosition, way))
	return v.probability * near * (1 - still)
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
