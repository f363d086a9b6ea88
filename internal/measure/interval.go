package measure

import "math"

// z90 is the 95th percentile of the normal distribution: it bounds an interval
// of entente.DefaultLevel.
const z90 = 1.6448536269514722

// mostVotes bounds the effective number of observations, in sizes. Two would
// hold for a measure whose every lapse is a half step. Three leaves the interval
// alone where votes vary and keeps it from closing on chance where they hardly
// do: of 2, 3, 4 and 8 it came nearest to 90 % in simulated sessions
// (docs/methods/voting-similarity.md).
const mostVotes = 3

// wilson returns the 90 % score interval of a quantity from 0 to 1 (Wilson
// 1927) with the given standard error. The effective number of observations is
// u(1-u)/se², but at most mostVotes times size; where there is no standard error to go by it
// is size. The degrees of freedom are those of the standard error.
func wilson(u, se, size, freedom float64) (lo, hi float64) {
	n := size
	if se > noError && u > noError && u < 1-noError {
		n = min(u*(1-u)/(se*se), mostVotes*size)
	}
	q := student90(freedom)
	q2 := q * q
	centre := (u + q2/(2*n)) / (1 + q2/n)
	half := q / (1 + q2/n) * math.Sqrt(u*(1-u)/n+q2/(4*n*n))
	// At an end of the range the bound is the end, but for rounding.
	return max(0, min(u, centre-half)), min(1, max(u, centre+half))
}

// student90 is the 95th percentile of Student's t, by the expansion of Fisher
// and Cornish (1960) to the third order: 12 % low at one degree of freedom, 1 %
// at two. With none it is that of one.
func student90(freedom float64) float64 {
	const z, z3 = z90, z90 * z90 * z90
	const z5, z7 = z3 * z90 * z90, z3 * z3 * z90
	f := max(freedom, 1)
	return z + (z3+z)/(4*f) + (5*z5+16*z3+3*z)/(96*f*f) + (3*z7+19*z5+17*z3-15*z)/(384*f*f*f)
}
