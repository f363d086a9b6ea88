package changepoint

import "math"

// point is one error process with its scale known or integrated out, at which
// every contrast (step or excursion) can be weighed against no change.
type point struct {
	*innovations
	nuisance
	process   process
	conjugate bool    // s^2 integrated out; otherwise it is a grid value
	logNull   float64 // log prior weight and evidence without a change
	b         float64 // conjugate: Rate + quad/2
	an        float64 // conjugate: Shape + (n-1)/2
	twiceAn   int     // 2 an if whole, else 0
	perSize   float64 // 1 / prior variance of the contrast's size
	tails     *tails
}

// contrast is the comparison of one contrast with no change.
type contrast struct {
	gain float64 // fall of the sum of squares
	det  float64 // (prior precision / posterior precision)^1/2
	mean float64 // of the size, unit of z
	t    float64 // mean over scale: the size is Student (or normal) around it
}

func (p *point) weigh(ss, sy float64) contrast {
	per := 1 / (ss + p.perSize)
	mean := sy * per
	gain := sy * mean
	c := contrast{gain: gain, det: math.Sqrt(p.perSize * per), mean: mean}
	if p.conjugate {
		c.t = sy * math.Sqrt(per*p.an/max(p.b-gain/2, 1e-300))
	} else {
		c.t = sy * math.Sqrt(per)
	}
	return c
}

// visitor is called at each grid point and returns the largest log weight that
// it found there, prior weight included.
type visitor func(p *point) float64

// grid walks over the error processes and, where the measurement variances fix
// the scale, over s.
type grid struct {
	prior     Prior
	processes []process
	inno      innovations
	point     point
	byDoF     []*tails // Student tails by number of observations
	normal    *tails
	logScale  []float64 // log prior weights of the grid of sigma
	null      logSum
	nullDrift logSum
}

// The scale grid is used only with measurement variances: ratio 1.2, which is
// about two posterior standard deviations of sigma at 75 periods and makes the
// trapezoid sum accurate to about two per cent.
const (
	scaleFrom  = 0.05
	scaleRatio = 1.2
	scaleSteps = 25
	// Grid points whose weight is below e^-18 of the best are not visited.
	negligible = 18
)

func newGrid(p Prior) *grid {
	return &grid{prior: p, processes: p.processes(), normal: newTails(math.Inf(1)), logScale: make([]float64, scaleSteps)}
}

func (g *grid) student(n int) *tails {
	for len(g.byDoF) <= n {
		g.byDoF = append(g.byDoF, nil)
	}
	if g.byDoF[n] == nil {
		g.byDoF[n] = newTails(2*g.prior.Shape + float64(n-1))
	}
	return g.byDoF[n]
}

// walk visits the grid for one series and leaves the evidence of no change in
// g.null.
func (g *grid) walk(s *sample, visit visitor) {
	g.null.reset()
	g.nullDrift.reset()
	if s.r == nil {
		g.walkConjugate(s, visit)
	} else {
		g.walkScales(s, visit)
	}
}

func (g *grid) setPoint(s *sample, pr process, v2 float64) *point {
	p := &g.point
	p.innovations, p.process = &g.inno, pr
	p.nuisance = g.inno.integrateOut(pr.trend, g.prior.Size*v2)
	p.perSize = 1 / (g.prior.Size * v2)
	return p
}

func (g *grid) addNull(p *point) {
	g.null.add(p.logNull)
	if p.process.drift {
		g.nullDrift.add(p.logNull)
	}
}

// walkConjugate integrates s^2 out against its inverse gamma.
func (g *grid) walkConjugate(s *sample, visit visitor) {
	an := g.prior.Shape + float64(s.n-1)/2 // the level takes one
	twice := 0
	if 2*an == math.Trunc(2*an) {
		twice = int(2 * an)
	}
	for _, pr := range g.processes {
		g.inno.run(s.z, nil, pr, 1)
		p := g.setPoint(s, pr, 1)
		p.conjugate, p.an, p.twiceAn, p.tails = true, an, twice, g.student(s.n)
		p.b = g.prior.Rate + p.quad/2
		p.logNull = pr.logWeight + p.logVolume - an*math.Log(p.b)
		g.addNull(p)
		visit(p)
	}
}

// walkScales sums over a grid of sigma, for each process outwards from where
// the last one was best.
func (g *grid) walkScales(s *sample, visit visitor) {
	g.weighScales(s.meanVar)
	start := scaleSteps / 2
	best := [2]float64{math.Inf(-1), math.Inf(-1)} // without, with a change
	for _, pr := range g.processes {
		at := func(i int) [2]float64 {
			sigma := scaleFrom * math.Pow(scaleRatio, float64(i))
			s2 := sigma * sigma
			g.inno.run(s.z, s.r, pr, s2)
			p := g.setPoint(s, pr, s2+s.meanVar)
			p.conjugate, p.tails = false, g.normal
			p.logNull = pr.logWeight + g.logScale[i] + p.logVolume - p.quad/2
			g.addNull(p)
			w := [2]float64{p.logNull, visit(p)}
			best = [2]float64{max(best[0], w[0]), max(best[1], w[1])}
			return w
		}
		first := at(start)
		peak, top := start, first[1]
		for _, dir := range [...]int{1, -1} {
			last := first
			for i := start + dir; i >= 0 && i < scaleSteps; i += dir {
				w := at(i)
				if w[1] > top {
					peak, top = i, w[1]
				}
				if w[0] < last[0] && w[1] < last[1] && w[0] < best[0]-negligible && w[1] < best[1]-negligible {
					break
				}
				last = w
			}
		}
		start = peak
	}
}

// weighScales discretises the inverse gamma of v^2 = sigma^2 + mean r on the
// grid of log sigma; without measurement variance it is the conjugate prior.
func (g *grid) weighScales(meanVar float64) {
	var sum logSum
	sum.reset()
	for i := range g.logScale {
		sigma := scaleFrom * math.Pow(scaleRatio, float64(i))
		v2 := sigma*sigma + meanVar
		g.logScale[i] = -(g.prior.Shape+1)*math.Log(v2) - g.prior.Rate/v2 + 2*math.Log(sigma)
		sum.add(g.logScale[i])
	}
	for i := range g.logScale {
		g.logScale[i] -= sum.log()
	}
}

// logSum adds numbers given by their logarithms.
type logSum struct{ at, sum float64 }

func (l *logSum) reset() { l.at, l.sum = math.Inf(-1), 0 }

func (l *logSum) add(x float64) {
	switch {
	case math.IsInf(x, -1):
	case x <= l.at:
		l.sum += math.Exp(x - l.at)
	default:
		l.sum = l.sum*math.Exp(l.at-x) + 1
		l.at = x
	}
}

func (l *logSum) log() float64 {
	if l.sum == 0 {
		return math.Inf(-1)
	}
	return l.at + math.Log(l.sum)
}

// sides accumulates, for each contrast, the evidence with a positive and with a
// negative size, relative to a common logarithm that rises as needed.
type sides struct {
	at       float64
	up, down []float64
	rel, det []float64 // scratch of one grid point
	t        []float64
}

func (a *sides) reset(n int) {
	a.at = math.Inf(-1)
	for _, p := range []*[]float64{&a.up, &a.down, &a.rel, &a.det, &a.t} {
		if cap(*p) < n {
			*p = make([]float64, n)
		}
		*p = (*p)[:n]
	}
	clear(a.up)
	clear(a.down)
}

// weigh stores contrast i of the current grid point.
func (a *sides) weigh(i int, p *point, ss, sy float64) {
	c := p.weigh(ss, sy)
	a.rel[i], a.det[i], a.t[i] = c.gain, c.det, c.t
}

// add brings the stored contrasts of one grid point into the sums. With the
// scale integrated out the weight of a contrast is (b/(b-gain/2))^an times its
// determinant; powers of a ratio to the best contrast replace a logarithm and
// an exponential for each.
func (a *sides) add(p *point) float64 {
	top := 0.0
	for _, g := range a.rel {
		top = max(top, g)
	}
	logBest := p.logNull + top/2
	if p.conjugate {
		least := max(p.b-top/2, 1e-300)
		logBest = p.logNull + p.an*math.Log(p.b/least)
		for i, g := range a.rel {
			ratio := least / max(p.b-g/2, least)
			if p.twiceAn > 0 {
				a.rel[i] = halfPower(ratio, p.twiceAn)
			} else {
				a.rel[i] = math.Pow(ratio, p.an)
			}
		}
	} else {
		for i, g := range a.rel {
			a.rel[i] = math.Exp((g - top) / 2)
		}
	}
	if logBest > a.at {
		f := math.Exp(a.at - logBest)
		for i := range a.up {
			a.up[i] *= f
			a.down[i] *= f
		}
		a.at = logBest
	}
	f := math.Exp(logBest - a.at)
	for i, r := range a.rel {
		w := r * a.det[i] * f
		if w < 1e-17*(a.up[i]+a.down[i]) {
			continue
		}
		if t := a.t[i]; t >= 0 {
			d := p.tails.upperPositive(t)
			a.up[i] += w * (1 - d)
			a.down[i] += w * d
		} else {
			d := p.tails.upperPositive(-t)
			a.up[i] += w * d
			a.down[i] += w * (1 - d)
		}
	}
	return logBest
}
