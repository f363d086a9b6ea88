package changepoint

import "math"

// tails gives upper tail probabilities of Student's t for one number of
// degrees of freedom, and of the normal law for nu = +Inf. A posterior of a
// step's size mixes a thousand such laws, so the centre is read from a table
// (cubic Hermite interpolation, absolute error below 1e-9) and the far tail
// from three terms of its asymptotic series (relative error below 1e-3).
type tails struct {
	nu     float64
	end    float64 // the table covers 0 <= z <= end
	perZ   float64 // cells per unit of z
	p, dp  []float64
	centre float64 // density at z = 0
}

const (
	tailCells = 256
	tailFrom  = 6.5 // beyond this |t| the series is used
)

// newTails tabulates P(T > t) in z = t/sqrt(nu + t^2), in which the density is
// proportional to (1-z^2)^(nu/2-1); for the normal law z = t.
func newTails(nu float64) *tails {
	s := &tails{nu: nu, end: tailFrom}
	density := func(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }
	if !math.IsInf(nu, 1) {
		s.end = tailFrom / math.Sqrt(nu+tailFrom*tailFrom)
		a, _ := math.Lgamma((nu + 1) / 2)
		b, _ := math.Lgamma(nu / 2)
		c := math.Exp(a-b) / math.Sqrt(math.Pi)
		density = func(z float64) float64 { return c * math.Pow(max(1-z*z, 0), nu/2-1) }
	}
	s.centre = density(0)
	s.perZ = tailCells / s.end
	h := s.end / tailCells
	s.p, s.dp = make([]float64, tailCells+1), make([]float64, tailCells+1)
	s.p[0] = 0.5
	for i := range s.dp {
		z := float64(i) * h
		d0 := density(z)
		s.dp[i] = -d0 * h
		if i < tailCells { // Simpson's rule on one cell
			s.p[i+1] = s.p[i] - h/6*(d0+4*density(z+h/2)+density(z+h))
		}
	}
	return s
}

// upper returns P(T > t).
func (s *tails) upper(t float64) float64 {
	z := t
	if !math.IsInf(s.nu, 1) {
		z = t / math.Sqrt(s.nu+t*t)
	}
	if z < 0 {
		return 1 - s.beyond(-z)
	}
	return s.beyond(z)
}

// beyond returns P(Z > z) for z >= 0.
func (s *tails) beyond(z float64) float64 {
	if z >= s.end {
		return s.far(z)
	}
	at := z * s.perZ
	i := min(int(at), tailCells-1) // rounding may reach the end
	x := at - float64(i)
	y := 1 - x
	return s.p[i]*(1+2*x)*y*y + s.p[i+1]*x*x*(3-2*x) + x*y*(s.dp[i]*y-s.dp[i+1]*x)
}

// far integrates the density by parts: with q = (1-z^2)/z^2,
// P = c (1-z^2)^(nu/2) / (nu z) [1 - q/(nu+2) + 3 q^2/((nu+2)(nu+4)) - ...].
func (s *tails) far(z float64) float64 {
	if math.IsInf(s.nu, 1) {
		return math.Erfc(z/math.Sqrt2) / 2
	}
	g := max(1-z*z, 0)
	q := g / (z * z)
	a := q / (s.nu + 2)
	b := 3 * q / (s.nu + 4)
	c := 5 * q / (s.nu + 6)
	return s.centre * math.Pow(g, s.nu/2) / (s.nu * z) * (1 - a*(1-b*(1-c)))
}

// halfPower returns x^(m/2) for x >= 0.
func halfPower(x float64, m int) float64 {
	r := 1.0
	for s := math.Sqrt(x); m > 0; m >>= 1 {
		if m&1 != 0 {
			r *= s
		}
		s *= s
	}
	return r
}
