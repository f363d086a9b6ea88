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
	tails     *tails

	perSize, rootPerSize float64 // 1 / prior variance of the contrast's size
	perRoot              float64 // 1/(2b)^1/2, or 1: see tail
}

// weigh compares a contrast with no change: root^2 is the fall of the sum of
// squares, with the sign of the size, and det the ratio of prior to posterior
// standard deviation of the size.
func (p *point) weigh(ss, sy float64) (root, det float64) {
	sd := math.Sqrt(1 / (ss + p.perSize))
	return sy * sd, sd * p.rootPerSize
}

// tail returns the argument of tails for a contrast: the size is Student (or
// normal) around its mean, and its t = root (an/(b - root^2/2))^1/2 has
// z = t/(2 an + t^2)^1/2 = root/(2b)^1/2.
func (p *point) tail(root float64) float64 { return root * p.perRoot }

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
	sigma     []float64 // grid of sigma where measurement variances fix the scale
	logScale  []float64 // and its log prior weights
	null      logSum
	nullDrift logSum
}

const (
	// The grid of sigma, in units of the sample's standard deviation.
	leastScale, mostScale = 0.05, 4
	// Grid points whose weight is below e^-13 = 2e-6 of the best, and falling,
	// are not visited.
	negligible = 13
)

func newGrid(p Prior) *grid {
	return &grid{prior: p, processes: p.processes(), normal: newTails(math.Inf(1))}
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
	p.rootPerSize = math.Sqrt(p.perSize)
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
		p.perRoot = 1 / math.Sqrt(2*p.b)
		p.logNull = pr.logWeight + p.logVolume - an*math.Log(p.b)
		g.addNull(p)
		visit(p)
	}
}

// walkScales sums over a grid of sigma, for each process outwards from where
// the last one was best.
func (g *grid) walkScales(s *sample, visit visitor) {
	g.weighScales(s)
	start := len(g.sigma) / 2
	best := [2]float64{math.Inf(-1), math.Inf(-1)} // without, with a change
	for _, pr := range g.processes {
		at := func(i int) [2]float64 {
			s2 := g.sigma[i] * g.sigma[i]
			g.inno.run(s.z, s.r, pr, s2)
			p := g.setPoint(s, pr, s2+s.meanVar)
			p.conjugate, p.tails, p.perRoot = false, g.normal, 1
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
			for i := start + dir; i >= 0 && i < len(g.sigma); i += dir {
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

// weighScales discretises the inverse gamma of v^2 = sigma^2 + mean r on a grid
// of log sigma; without measurement variance it is the conjugate prior. The
// spacing is two posterior standard deviations of log sigma as far as they can
// be told beforehand, 1/(2n)^1/2 (1 + mean r/sigma^2), at which a trapezoid sum
// over a normal curve is good to two per cent, and better after the mixing
// over correlations, whose peaks lie apart.
func (g *grid) weighScales(s *sample) {
	spacing := 2 / math.Sqrt(2*float64(s.n)) * (1 + s.meanVar/max(1-s.meanVar, 0.2))
	steps := max(int(math.Log(mostScale/leastScale)/spacing)+1, 8)
	g.sigma, g.logScale = g.sigma[:0], g.logScale[:0]
	var sum logSum
	sum.reset()
	for i := range steps {
		sigma := leastScale * math.Pow(mostScale/leastScale, float64(i)/float64(steps-1))
		v2 := sigma*sigma + s.meanVar
		w := -(g.prior.Shape+1)*math.Log(v2) - g.prior.Rate/v2 + 2*math.Log(sigma)
		g.sigma, g.logScale = append(g.sigma, sigma), append(g.logScale, w)
		sum.add(w)
	}
	total := sum.log()
	for i := range g.logScale {
		g.logScale[i] -= total
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
	at        float64
	up, down  []float64
	root, det []float64 // of the current grid point
}

func (a *sides) reset(n int) {
	a.at = math.Inf(-1)
	for _, p := range []*[]float64{&a.up, &a.down, &a.root, &a.det} {
		if cap(*p) < n {
			*p = make([]float64, n)
		}
		*p = (*p)[:n]
	}
	clear(a.up)
	clear(a.down)
}

// add brings the stored contrasts of one grid point into the sums. With the
// scale integrated out the weight of a contrast is (b/(b-root^2/2))^an times
// its determinant; powers of a ratio to the best contrast replace a logarithm
// and an exponential for each.
func (a *sides) add(p *point) float64 {
	top := 0.0
	for _, r := range a.root {
		top = max(top, r*r)
	}
	least := max(p.b-top/2, math.SmallestNonzeroFloat64)
	logBest := p.logEvidence(top)
	if logBest > a.at {
		f := math.Exp(a.at - logBest)
		for i := range a.up {
			a.up[i] *= f
			a.down[i] *= f
		}
		a.at = logBest
	}
	scale := math.Exp(logBest - a.at)
	up, down, det := a.up[:len(a.root)], a.down[:len(a.root)], a.det[:len(a.root)]
	for i, r := range a.root {
		w := scale * det[i]
		if p.conjugate {
			ratio := least / max(p.b-r*r/2, least)
			if p.twiceAn > 0 {
				w *= halfPower(ratio, p.twiceAn)
			} else {
				w *= math.Pow(ratio, p.an)
			}
		} else {
			w *= math.Exp((r*r - top) / 2)
		}
		if w < 1e-17*(up[i]+down[i]) {
			continue
		}
		d := w * p.tails.beyond(math.Abs(p.tail(r)))
		if r >= 0 {
			up[i] += w - d
			down[i] += d
		} else {
			up[i] += d
			down[i] += w - d
		}
	}
	return logBest
}

// logEvidence is the log evidence, prior weight included, of a contrast that
// lowers the sum of squares by gain, but for its determinant.
func (p *point) logEvidence(gain float64) float64 {
	if p.conjugate {
		return p.logNull + p.an*math.Log(p.b/max(p.b-gain/2, math.SmallestNonzeroFloat64))
	}
	return p.logNull + gain/2
}

// ratios returns the log ratios of contrast i to no change (log evidence null)
// for a movement up in the common sense, down, and either. Given the sign, half
// of the symmetric prior of the size is left, and counts double.
func (a *sides) ratios(i int, null float64, sign int) (up, down, either float64) {
	const tiny = 1e-300 // so that no ratio is minus infinity
	log := a.at - null
	up, down = math.Log(max(2*a.up[i], tiny))+log, math.Log(max(2*a.down[i], tiny))+log
	if sign < 0 {
		up, down = down, up
	}
	return up, down, math.Log(max(a.up[i]+a.down[i], tiny)) + log
}
