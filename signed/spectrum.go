package signed

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// WalkBalance is the walk-based degree of balance
//
//	K = tr exp(A) / tr exp(|A|)
//
// of the signed weighted adjacency matrix A (Estrada & Benzi 2014), in (0, 1]:
// closed walks count by their sign and length, and K is 1 just if the graph is
// balanced. It is ruled by the hubs and falls with the number and weight of the
// ties, so that two graphs compare only through [Graph.PermuteSigns]. It is NaN
// for a graph without nodes.
func (g *Graph) WalkBalance() (float64, error) {
	if g.n == 0 {
		return math.NaN(), nil
	}
	with, err := g.eigenvalues(func(w int64) float64 { return float64(w) }, 0)
	if err != nil {
		return math.NaN(), err
	}
	without, err := g.eigenvalues(func(w int64) float64 { return float64(abs(w)) }, 0)
	if err != nil {
		return math.NaN(), err
	}
	// Taking the largest eigenvalue off both spectra leaves the ratio as it is
	// and keeps the exponentials finite.
	top := without[g.n-1]
	var num, den float64
	for i := range g.n {
		num += math.Exp(with[i] - top)
		den += math.Exp(without[i] - top)
	}
	return min(1, num/den), nil
}

// AlgebraicConflict is the smallest eigenvalue of the signed Laplacian D - A,
// D the sums of |A| over rows (Kunegis et al. 2010). It is 0 just if some
// connected component is balanced, so leave out nodes without ties and look at
// one component at a time. Two camps, as a vector of +1 and -1, have the
// quadratic form four times what they frustrate: n/4 times the conflict is a
// lower bound on the line index. It is NaN for a graph without nodes.
func (g *Graph) AlgebraicConflict() (float64, error) {
	if g.n == 0 {
		return math.NaN(), nil
	}
	values, err := g.eigenvalues(func(w int64) float64 { return -float64(w) }, 1)
	if err != nil {
		return math.NaN(), err
	}
	return max(0, values[0]), nil
}

// eigenvalues returns the spectrum, ascending, of the matrix that has entry at
// each edge and, on the diagonal, degree times the sum of the weights there.
func (g *Graph) eigenvalues(entry func(w int64) float64, degree float64) ([]float64, error) {
	m := mat.NewSymDense(g.n, nil)
	for v, as := range g.arcs {
		var sum float64
		for _, a := range as {
			m.SetSym(v, a.to, entry(a.w))
			sum += float64(abs(a.w))
		}
		m.SetSym(v, v, degree*sum)
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(m, false) {
		return nil, fmt.Errorf("signed: eigenvalues of a matrix of %d rows did not converge; scale the weights down", g.n)
	}
	return eigen.Values(nil), nil
}
