package changepoint

import "math"

// innovations whitens a series, its level, its trend and all possible steps
// under one error process, in one pass forwards and one backwards.
//
// Forwards it is the Kalman filter of a scalar state: with P the predicted
// variance, F = P + r, K = P/F, the innovation of any regressor x is
// x_t - a_t with a_{t+1} = phi (a_t + K (x_t - a_t)); without noise and gaps it
// is the Prais-Winsten transformation. A missing period has K = 0 and no
// weight, which integrates it out.
//
// A step that starts at k has innovations b_k = 1,
// b_{t+1} = (1-phi) + phi (1-K_t) b_t, whatever k is. So the sum of b_t^2/F_t
// from any t on is a quadratic A b^2 + B b + C in b_t, and its product with
// another series' innovations is linear, D b + E; both are carried backwards.
// All T steps cost O(T) together.
type innovations struct {
	phi   float64
	carry []float64 // phi (1-K_t)
	w     []float64 // 1/F_t, 0 if missing
	ey    []float64 // innovations of the data,
	e1    []float64 // of the level,
	ex    []float64 // and of the trend
	// Backwards, for t = 0..T-1.
	a, b, c       []float64 // the quadratic of step with step
	sky, sk1, skx []float64 // step from t on with data, level, trend

	syy, s1y, s11, s1x, sxx, sxy float64
	logDet                       float64
}

func (v *innovations) resize(n int) {
	for _, p := range []*[]float64{&v.carry, &v.w, &v.ey, &v.e1, &v.ex, &v.a, &v.b, &v.c, &v.sky, &v.sk1, &v.skx} {
		if cap(*p) < n {
			*p = make([]float64, n)
		}
		*p = (*p)[:n]
	}
}

// run filters z (NaN: missing) under the process with marginal variance s2 and
// measurement variances r (nil: none).
func (v *innovations) run(z, r []float64, pr process, s2 float64) {
	n := len(z)
	v.resize(n)
	v.phi = pr.phi
	phi, white := pr.phi, pr.white*s2
	stationary := s2 - white
	q := stationary * (1 - phi*phi)
	carry, w, ey, e1, ex := v.carry[:n], v.w[:n], v.ey[:n], v.e1[:n], v.ex[:n]
	var syy, s1y, s11, s1x, sxx, sxy float64
	var ay, a1, ax float64
	p, det, logDet := stationary, 1.0, 0.0
	noisy := white > 0 || r != nil
	perQ := 1 / q
	slope := 1 / float64(n-1)
	for t := 0; t < n; t++ {
		y := z[t]
		if y != y {
			carry[t], w[t], ey[t], e1[t], ex[t] = phi, 0, 0, 0, 0
			ay, a1, ax = phi*ay, phi*a1, phi*ax
			p = phi*phi*p + q
			continue
		}
		// Without noise an observed value tells the state, the variance after
		// it is q, and no division is needed until the next gap.
		f, inv, gain := p, perQ, 1.0
		if noisy {
			f += white
			if r != nil {
				f += r[t]
			}
			inv = 1 / f
			gain = p * inv
		} else if p != q {
			inv = 1 / f
		}
		dy, d1 := y-ay, 1-a1
		carry[t], w[t], ey[t], e1[t] = phi*(1-gain), inv, dy, d1
		ay, a1 = phi*(ay+gain*dy), phi*(a1+gain*d1)
		syy += dy * dy * inv
		s1y += d1 * dy * inv
		s11 += d1 * d1 * inv
		if pr.trend {
			dx := float64(t)*slope - 0.5 - ax
			ex[t] = dx
			ax = phi * (ax + gain*dx)
			s1x += d1 * dx * inv
			sxx += dx * dx * inv
			sxy += dx * dy * inv
		}
		p = phi*phi*p*(1-gain) + q
		if det *= f; det < 1e-100 || det > 1e100 {
			logDet += math.Log(det)
			det = 1
		}
	}
	v.syy, v.s1y, v.s11, v.s1x, v.sxx, v.sxy = syy, s1y, s11, s1x, sxx, sxy
	v.logDet = logDet + math.Log(det)
	v.backwards(pr.trend)
}

func (v *innovations) backwards(trend bool) {
	n := len(v.w)
	carry, w, ey, e1, ex := v.carry[:n], v.w[:n], v.ey[:n], v.e1[:n], v.ex[:n]
	qa, qb, qc := v.a[:n], v.b[:n], v.c[:n]
	sky, sk1, skx := v.sky[:n], v.sk1[:n], v.skx[:n]
	d := 1 - v.phi
	var a, b, c, dy, cy, d1, c1, dx, cx float64
	for t := n - 1; t >= 0; t-- {
		g, inv := carry[t], w[t]
		a, b, c = inv+g*g*a, g*(2*d*a+b), c+d*(d*a+b)
		dy, cy = ey[t]*inv+g*dy, cy+d*dy
		d1, c1 = e1[t]*inv+g*d1, c1+d*d1
		qa[t], qb[t], qc[t] = a, b, c
		sky[t], sk1[t] = dy+cy, d1+c1
		if trend {
			dx, cx = ex[t]*inv+g*dx, cx+d*dx
			skx[t] = dx + cx
		}
	}
}

// nuisance is what is left once level and trend are integrated out.
type nuisance struct {
	trend     bool
	perLevel  float64 // 1/s11
	perTrend  float64
	levelMean float64
	sxy       float64 // trend with data, level removed
	slope     float64 // trend with level, over the level's precision
	quad      float64 // data with data
	logVolume float64 // -1/2 log of the determinants
}

// integrateOut removes the level (flat prior) and, if wanted, the trend (prior
// variance vTrend) by Gaussian elimination.
func (v *innovations) integrateOut(trend bool, vTrend float64) nuisance {
	u := nuisance{trend: trend}
	u.perLevel = 1 / v.s11
	u.levelMean = v.s1y * u.perLevel
	u.quad = v.syy - v.s1y*u.levelMean
	volume := v.s11
	if trend {
		u.slope = v.s1x * u.perLevel
		u.sxy = v.sxy - v.s1x*u.levelMean
		precision := v.sxx - v.s1x*u.slope + 1/vTrend
		u.perTrend = 1 / precision
		u.quad -= u.sxy * u.sxy * u.perTrend
		volume *= vTrend * precision
	}
	u.logVolume = -(v.logDet + math.Log(volume)) / 2
	return u
}

// step returns the product with itself, and with the data, of the step
// 1[t >= k] - 1/2 once level and trend are removed.
func (v *innovations) step(k int, u *nuisance) (ss, sy float64) {
	s1 := v.sk1[k] - v.s11/2
	ss = v.a[k] + v.b[k] + v.c[k] - v.sk1[k] + v.s11/4 - s1*s1*u.perLevel
	sy = v.sky[k] - v.s1y/2 - s1*u.levelMean
	if u.trend {
		sx := v.skx[k] - v.s1x/2 - s1*u.slope
		ss -= sx * sx * u.perTrend
		sy -= sx * u.sxy * u.perTrend
	}
	return max(ss, 0), sy
}

// excursion returns the same for 1[k <= t < j], given the innovation b of the
// step from k as it stands at j.
func (v *innovations) excursion(k, j int, b float64, u *nuisance) (ss, sy float64) {
	cross := v.a[j]*b + v.b[j]*(b+1)/2 + v.c[j]
	s1 := v.sk1[k] - v.sk1[j]
	ss = v.a[k] + v.b[k] + v.c[k] + v.a[j] + v.b[j] + v.c[j] - 2*cross - s1*s1*u.perLevel
	sy = v.sky[k] - v.sky[j] - s1*u.levelMean
	if u.trend {
		sx := v.skx[k] - v.skx[j] - s1*u.slope
		ss -= sx * sx * u.perTrend
		sy -= sx * u.sxy * u.perTrend
	}
	return max(ss, 0), sy
}
