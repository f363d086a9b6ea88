package changepoint

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The recursions are held against the same model written down plainly: the full
// covariance matrix of the observed values, level, trend and contrast
// integrated out by adding their prior variances to it, one Cholesky
// factorisation for each grid point and date.

// flat stands for the infinite prior variance of the level.
const flat = 1e7

// gaussian returns the quadratic form and log determinant of y under cov.
func gaussian(cov [][]float64, y []float64) (quad, logDet float64) {
	n := len(y)
	l := make([][]float64, n)
	z := make([]float64, n)
	for i := range n {
		l[i] = make([]float64, i+1)
		for j := 0; j <= i; j++ {
			s := cov[i][j]
			for k := range j {
				s -= l[i][k] * l[j][k]
			}
			if i == j {
				l[i][i] = math.Sqrt(s)
			} else {
				l[i][j] = s / l[j][j]
			}
		}
		s := y[i]
		for k := range i {
			s -= l[i][k] * z[k]
		}
		z[i] = s / l[i][i]
		quad += z[i] * z[i]
		logDet += 2 * math.Log(l[i][i])
	}
	return quad, logDet
}

// denseEvidence is the log evidence of z under one process; contrast (nil: no
// change) is the regressor of the size. With r nil s^2 is integrated out, up
// to terms common to all models of one series.
func denseEvidence(pr Prior, p process, z, r []float64, s2, meanVar float64, contrast []float64) float64 {
	var at []int
	for t, v := range z {
		if v == v {
			at = append(at, t)
		}
	}
	v2 := s2 + meanVar
	n := len(at)
	cov := make([][]float64, n)
	y := make([]float64, n)
	trend := func(t int) float64 { return float64(t)/float64(len(z)-1) - 0.5 }
	for i, s := range at {
		y[i] = z[s]
		cov[i] = make([]float64, n)
		for j, t := range at {
			c := s2*(1-p.white)*math.Pow(p.phi, math.Abs(float64(s-t))) + flat
			if p.trend {
				c += pr.Size * v2 * trend(s) * trend(t)
			}
			if contrast != nil {
				c += pr.Size * v2 * contrast[s] * contrast[t]
			}
			if s == t {
				c += s2 * p.white
				if r != nil {
					c += r[s]
				}
			}
			cov[i][j] = c
		}
	}
	quad, logDet := gaussian(cov, y)
	if r == nil {
		return p.logWeight - logDet/2 - (pr.Shape+float64(n-1)/2)*math.Log(pr.Rate+quad/2)
	}
	return p.logWeight - logDet/2 - quad/2
}

// denseLog sums denseEvidence over the grid.
func denseLog(pr Prior, s *sample, contrast []float64) float64 {
	var sum logSum
	sum.reset()
	for _, p := range pr.processes() {
		if s.r == nil {
			sum.add(denseEvidence(pr, p, s.z, nil, 1, 0, contrast))
			continue
		}
		g := newGrid(pr)
		g.weighScales(s)
		for i, w := range g.logScale {
			sigma := g.sigma[i]
			sum.add(w + denseEvidence(pr, p, s.z, s.r, sigma*sigma, s.meanVar, contrast))
		}
	}
	return sum.log()
}

func stepAt(n, k int) []float64 {
	x := make([]float64, n)
	for t := range x {
		x[t] = -0.5
		if t >= k {
			x[t] = 0.5
		}
	}
	return x
}

func pulse(n, k, j int) []float64 {
	x := make([]float64, n)
	for t := k; t < j; t++ {
		x[t] = 1
	}
	return x
}

func TestAgainstDenseMatrices(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(11, 3))
	const n = 22
	for _, drift := range []float64{0, 0.4} {
		for _, measured := range []bool{false, true} {
			for _, gaps := range []bool{false, true} {
				prior := DefaultPrior()
				prior.Phi = []float64{0, 0.3, 0.6, 0.9}
				prior.Margin = 3
				prior.Drift = drift
				y := ar1(rng, n, 0.5)
				addStep(y, 9, 1.5)
				var v []float64
				if measured {
					v = make([]float64, n)
					for i := range v {
						v[i] = rng.Float64() * 0.5
					}
				}
				if gaps {
					for _, t := range []int{0, 7, 8, 9, 15, 21} {
						y[t] = math.NaN()
					}
				}
				d := mustNew(t, prior)
				p, err := d.Single(y, v)
				if err != nil {
					t.Fatal(err)
				}
				s := &d.samples[0]
				null := denseLog(prior, s, nil)
				var sum logSum
				sum.reset()
				logs := make([]float64, n)
				for k := s.from; k < s.to; k++ {
					logs[k] = denseLog(prior, s, stepAt(n, k))
					sum.add(logs[k])
				}
				name := func(what string) string {
					return what + map[bool]string{true: " measured"}[measured] + map[bool]string{true: " gaps"}[gaps]
				}
				near(t, name("log BF"), p.LogBF, sum.log()-math.Log(float64(s.to-s.from))-null, 1e-5)
				near(t, name("gain of one channel"), p.Channels[0].Gain, p.LogBF, 1e-12)
				near(t, name("own log BF"), p.Channels[0].LogBF, p.LogBF, 1e-6)
				for k := range logs {
					want := 0.0
					if k >= s.from && k < s.to {
						want = math.Exp(logs[k] - sum.log())
					}
					near(t, name("P(date)"), p.Date[k], want, 5e-6)
				}
				logStep := p.LogBF
				l := p.Lasted(0.5)
				var out logSum
				out.reset()
				pairs := 0
				for k := s.from; k < s.to; k++ {
					for j := k + 1; j < s.to; j++ {
						if s.between(k, j) >= prior.Margin {
							out.add(denseLog(prior, s, pulse(n, k, j)))
							pairs++
						}
					}
				}
				near(t, name("log BF of lasting"), l.LogBF, logStep-(out.log()-math.Log(float64(pairs))-null), 1e-5)
			}
		}
	}
}

// TestSizeAgainstGrid holds the size's quantiles and direction against a sum
// over a fine grid of sizes.
func TestSizeAgainstGrid(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 8))
	const n = 14
	prior := DefaultPrior()
	prior.Phi = []float64{0.2, 0.7}
	for _, measured := range []bool{false, true} {
		y := ar1(rng, n, 0.3)
		addStep(y, 8, 1.5)
		var v []float64
		if measured {
			v = make([]float64, n)
			for i := range v {
				v[i] = 0.3
			}
		}
		d := mustNew(t, prior)
		p, err := d.Single(y, v)
		if err != nil {
			t.Fatal(err)
		}
		s := &d.samples[0]
		// Evidence at a given size: take it off the data and let the size's
		// prior density, whose variance goes with s^2, join the sum of squares.
		const cells, width = 300, 8.0
		weight := make([]float64, cells)
		logs := make([]float64, cells)
		top := math.Inf(-1)
		for i := range logs {
			size := width * ((float64(i)+0.5)/cells*2 - 1)
			var sum logSum
			sum.reset()
			for k := s.from; k < s.to; k++ {
				x := stepAt(n, k)
				z := make([]float64, n)
				for t := range z {
					z[t] = s.z[t] - size*x[t]
				}
				for _, q := range prior.processes() {
					if s.r == nil {
						sum.add(denseWithSize(prior, q, z, nil, 1, 0, size))
						continue
					}
					g := newGrid(prior)
					g.weighScales(s)
					for j, w := range g.logScale {
						sigma := g.sigma[j]
						if sigma > 0.1 && sigma < 3 {
							sum.add(w + denseWithSize(prior, q, z, s.r, sigma*sigma, s.meanVar, size))
						}
					}
				}
			}
			logs[i] = sum.log()
			top = max(top, logs[i])
		}
		total, up := 0.0, 0.0
		for i := range weight {
			weight[i] = math.Exp(logs[i] - top)
			total += weight[i]
			if i >= cells/2 {
				up += weight[i]
			}
		}
		near(t, "P(up)", p.Up, up/total, 5e-4)
		got, err := p.Size(0, 0.9)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range []struct{ prob, got float64 }{{0.05, got.Lo}, {0.5, got.Median}, {0.95, got.Hi}} {
			sum := 0.0
			for i := range weight {
				if sum += weight[i] / total; sum >= q.prob {
					near(t, "size quantile", q.got/s.scale, width*((float64(i)+0.5)/cells*2-1), 2*width/cells)
					break
				}
			}
		}
	}
}

// denseWithSize is denseEvidence of z, the step taken off, times the prior
// density of the size.
func denseWithSize(pr Prior, p process, z, r []float64, s2, meanVar, size float64) float64 {
	// One more observation, of the size itself around zero, independent of
	// the rest, has that density.
	v2 := s2 + meanVar
	n := len(z)
	cov := make([][]float64, n+1)
	for i := range cov {
		cov[i] = make([]float64, n+1)
		for j := range cov[i] {
			switch {
			case i < n && j < n:
				cov[i][j] = s2*(1-p.white)*math.Pow(p.phi, math.Abs(float64(i-j))) + flat
				if i == j && r != nil {
					cov[i][j] += r[i]
				}
			case i == j:
				cov[i][j] = pr.Size * v2
			}
		}
	}
	quad, logDet := gaussian(cov, append(append([]float64(nil), z...), size))
	if r == nil {
		return p.logWeight - logDet/2 - (pr.Shape+float64(n)/2)*math.Log(pr.Rate+quad/2)
	}
	return p.logWeight - logDet/2 - quad/2
}

func TestTails(t *testing.T) {
	// Critical values of Student's t as in the usual tables (Abramowitz &
	// Stegun 1964, table 26.10, with more digits); the normal law from Erfc.
	for _, c := range []struct{ nu, t, want, tol float64 }{
		{10, 1.812461, 0.05, 1e-6},
		{10, 2.763769, 0.01, 1e-6},
		{30, 3.385185, 0.001, 1e-6},
		{4, 8.610302, 0.0005, 1e-6},
		{1, 12.706205, 0.025, 1e-3},
	} {
		near(t, "tail", newTails(c.nu).upper(c.t), c.want, c.tol)
	}
	normal := newTails(math.Inf(1))
	for x := -9.0; x < 9; x += 0.0137 {
		want := math.Erfc(x/math.Sqrt2) / 2
		near(t, "normal tail", normal.upper(x), want, 1e-9)
	}
	for _, nu := range []float64{5, 12, 76, 400} {
		s := newTails(nu)
		a, b := s.beyond(s.end*(1-1e-12)), s.beyond(s.end)
		if math.Abs(a/b-1) > 0.02 {
			t.Errorf("nu %v: table %.4g and series %.4g do not meet", nu, a, b)
		}
	}
}
