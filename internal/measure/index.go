package measure

import (
	"context"
	"math"
	"runtime"
	"sync"

	"github.com/entente-observatory/entente"
)

// indexChannel is a channel as the index reads it: in standard deviations over
// the dyads, its zero kept where it has one.
type indexChannel struct {
	*entente.ChannelTable
	axis   entente.Axis
	sign   float64
	noise  float64   // variance of a year's error
	walk   float64   // variance of a year's true change
	centre []float64 // by year: of a level
	scale  []float64
}

// Index merges the channels of each axis into one latent series for every dyad
// and year: the local-level model
//
//	y_ct = b_c + a_t + e_ct,  a_t = a_{t-1} + w_t,
//	e_ct ~ N(0, s_c + r_ct),  w_t ~ N(0, q),
//
// with r the known measurement variance, by the Kalman filter and the
// Rauch-Tung-Striebel smoother. b_c is the channel's own mean in the dyad less
// the mean of all, so that the level does not jump where the coverage of a
// channel ends. s_c and q come from the world's squared differences over one and
// two years (for a local level E d_h^2 = h q + 2 s). A missing year contributes
// nothing. Weights multiply a channel's precision; 0 leaves it out.
//
// Position is centred on the mean of the year's dyads; tie and hostility have a
// true zero, so that no ties are told from ties that balance.
func (w *World) Index(ctx context.Context, weights map[entente.Channel]float64) (*entente.AlignmentIndex, error) {
	return w.index(ctx, w.indexChannels(weights))
}

// indexChannels are the channels by place in raw, nil where left out.
func (w *World) indexChannels(weights map[entente.Channel]float64) []*indexChannel {
	channels := make([]*indexChannel, len(w.raw))
	for c, t := range w.raw {
		x, ok := weights[t.Channel]
		if ok && x <= 0 {
			continue
		}
		channels[c] = newIndexChannel(t)
		if ok {
			channels[c].noise /= x
		}
	}
	return channels
}

func (w *World) index(ctx context.Context, channels []*indexChannel) (*entente.AlignmentIndex, error) {
	out := &entente.AlignmentIndex{First: w.First, Last: w.Last, Dyads: w.Dyads, Shares: map[entente.Channel][]float32{}}
	for _, c := range channels {
		if c != nil {
			out.Shares[c.Channel] = make([]float32, len(w.Dyads))
		}
	}
	n := w.years()
	var q [entente.NumAxes]float64
	for a := range entente.NumAxes {
		k := 0.0
		for _, c := range channels {
			if c != nil && c.axis == a {
				q[a] += c.walk
				k++
			}
		}
		q[a] = max(q[a]/max(k, 1), leastWalk)
		out.Value[a], out.SD[a] = make([]float32, len(w.Dyads)*n), make([]float32, len(w.Dyads)*n)
	}
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for g := range workers {
		wg.Go(func() {
			k := newSmoother(n)
			for i := g; i < len(w.Dyads); i += workers {
				if i%512 == g && ctx.Err() != nil {
					return
				}
				for a := range entente.NumAxes {
					w.indexDyad(out, channels, k, i, a, q[a])
				}
			}
		})
	}
	wg.Wait()
	return out, ctx.Err()
}

// leastNoise is the least variance of a channel about its axis: a channel that
// never wavers, such as a count of organisations, is not thereby better evidence,
// and none tells the axis to better than half a standard deviation.
const leastNoise = 0.25

// leastWalk is the least variance of a year's true change.
const leastWalk = 0.05

func newIndexChannel(t *entente.ChannelTable) *indexChannel {
	c := &indexChannel{ChannelTable: t, axis: t.Axis, sign: float64(t.Towards)}
	n := t.Years()
	c.centre, c.scale = make([]float64, n), make([]float64, n)
	if t.Law == entente.LawLevel {
		c.byYear()
	} else {
		c.overall()
	}
	one, two := c.differences()
	c.walk = max(two-one, 0.02*one, 1e-4)
	c.noise = max((2*one-two)/2, 0.1*one, leastNoise)
	return c
}

// byYear centres and scales a level year by year.
func (c *indexChannel) byYear() {
	n := c.Years()
	for t := range n {
		sum, square, k := 0.0, 0.0, 0.0
		for i := t; i < len(c.Value); i += n {
			if v := float64(c.Value[i]); v == v {
				sum += v
				square += v * v
				k++
			}
		}
		c.scale[t] = 1
		if k > 0 {
			c.centre[t] = sum / k
			if sd := math.Sqrt(max(square/k-c.centre[t]*c.centre[t], 0)); sd > 0 {
				c.scale[t] = sd
			}
		}
	}
}

// overall scales what has a zero of its own; a scale that counts downwards from
// peace has its zero at the best.
func (c *indexChannel) overall() {
	square, k, top := 0.0, 0.0, 0.0
	for _, v := range c.Value {
		if v == v && c.Towards < 0 {
			top = max(top, float64(v))
		}
	}
	for _, v := range c.Value {
		if v == v {
			x := c.transform(float64(v) - top)
			square += x * x
			k++
		}
	}
	sd := math.Sqrt(square / max(k, 1))
	if sd == 0 {
		sd = 1
	}
	for t := range c.scale {
		c.centre[t], c.scale[t] = top, sd
	}
}

// transform tames counts.
func (c *indexChannel) transform(x float64) float64 {
	if c.Law == entente.LawCount {
		return math.Log1p(x)
	}
	return x
}

func (c *indexChannel) value(x float32, t int) float64 {
	return c.sign * c.transform(float64(x)-c.centre[t]) / c.scale[t]
}

// differences returns the mean squared differences over one and two years.
func (c *indexChannel) differences() (one, two float64) {
	n := c.Years()
	var sum, k [3]float64
	for i := range c.Dyads {
		y := c.Values(i)
		for t := 1; t < n; t++ {
			for h := 1; h <= 2 && t-h >= 0; h++ {
				if a, b := y[t], y[t-h]; a == a && b == b {
					d := c.value(a, t) - c.value(b, t-h)
					sum[h] += d * d
					k[h]++
				}
			}
		}
	}
	return sum[1] / max(k[1], 1), sum[2] / max(k[2], 1)
}

// smoother holds the observations of an axis of a dyad, merged by precision.
type smoother struct {
	y, p             []float64 // precision-weighted mean and total precision of the year
	m, v, pm, pv, sm []float64
	sv               []float64
}

func newSmoother(n int) *smoother {
	s := &smoother{}
	for _, x := range []*[]float64{&s.y, &s.p, &s.m, &s.v, &s.pm, &s.pv, &s.sm, &s.sv} {
		*x = make([]float64, n)
	}
	return s
}

func (w *World) indexDyad(out *entente.AlignmentIndex, channels []*indexChannel, s *smoother, i int, a entente.Axis, q float64) {
	n := w.years()
	clear(s.y)
	clear(s.p)
	value, sd := out.Value[a][i*n:(i+1)*n], out.SD[a][i*n:(i+1)*n]
	for t := range value {
		value[t], sd[t] = float32(math.NaN()), float32(math.NaN())
	}
	type use struct {
		c         *indexChannel
		row       int
		mean, sum float64
	}
	var uses []use
	level, total := 0.0, 0.0
	for k, c := range channels {
		r := w.rows[i][k]
		if c == nil || c.axis != a || r < 0 {
			continue
		}
		u := use{c: c, row: int(r)}
		m := 0.0
		for t, x := range c.Values(int(r)) {
			if x == x {
				u.mean += c.value(x, t)
				m++
			}
		}
		if m == 0 {
			continue
		}
		u.mean /= m
		uses = append(uses, u)
		level += u.mean / c.noise
		total += 1 / c.noise
	}
	if len(uses) == 0 {
		return
	}
	level /= total
	all := 0.0
	for j := range uses {
		u := &uses[j]
		off := u.c.First - w.First
		variance := u.c.Variances(u.row)
		for t, x := range u.c.Values(u.row) {
			if x != x {
				continue
			}
			r := u.c.noise
			if variance != nil {
				r += float64(variance[t]) / u.c.scale[t] / u.c.scale[t]
			}
			s.y[t+off] += (u.c.value(x, t) - u.mean + level) / r
			s.p[t+off] += 1 / r
			u.sum += 1 / r
		}
		all += u.sum
	}
	for _, u := range uses {
		out.Shares[u.c.Channel][i] = float32(u.sum / all)
	}
	s.run(q, level, value, sd)
}

// run filters and smooths; years before the first and after the last value of
// any channel stay without one.
func (s *smoother) run(q, level float64, value, sd []float32) {
	first, last := -1, -1
	for t, p := range s.p {
		if p > 0 {
			if first < 0 {
				first = t
			}
			last = t
		}
	}
	if first < 0 {
		return
	}
	m, v := level, 1.0
	for t := first; t <= last; t++ {
		if t > first {
			v += q
		}
		s.pm[t], s.pv[t] = m, v
		if p := s.p[t]; p > 0 {
			k := v * p / (1 + v*p)
			m += k * (s.y[t]/p - m)
			v *= 1 - k
		}
		s.m[t], s.v[t] = m, v
	}
	s.sm[last], s.sv[last] = s.m[last], s.v[last]
	for t := last - 1; t >= first; t-- {
		g := s.v[t] / s.pv[t+1]
		s.sm[t] = s.m[t] + g*(s.sm[t+1]-s.pm[t+1])
		s.sv[t] = s.v[t] + g*g*(s.sv[t+1]-s.pv[t+1])
	}
	for t := first; t <= last; t++ {
		value[t], sd[t] = float32(s.sm[t]), float32(math.Sqrt(s.sv[t]))
	}
}
