package survival

import (
	"errors"
	"fmt"
	"math"
)

// Risk is a subject in one period: its circumstances at the beginning of it,
// whether it ended within, and the group whose errors may go together.
type Risk struct {
	X       []float64 // without the constant
	Ended   bool
	Cluster int
}

// Hazard is a fitted discrete-time hazard: the probability to end in a period,
// given that the subject was there at its beginning,
//
//	logit h = b_0 + x'b
//
// (Cox 1972 in discrete time; Allison 1982). Age enters through x: Carter &
// Signorino (2010) take its first three powers.
type Hazard struct {
	Coef []float64   // the constant first
	Cov  [][]float64 // robust to correlation within clusters
	N    int
	Ends int
}

// ErrNotConverged is returned where the likelihood has no maximum to be found,
// as when a circumstance tells the ends apart without exception; a prior helps.
var ErrNotConverged = errors.New("survival: hazard did not converge")

const (
	mostSteps = 60
	tightness = 1e-9
)

// FitHazard maximises the likelihood of the risks by Newton steps. With prior
// above zero, each coefficient but the constant has a normal prior of mean
// zero and that standard deviation, which keeps rare circumstances from
// infinite odds; circumstances should then be of like scale. The covariance is
// the sandwich over clusters (Liang & Zeger 1986) with the factor G/(G-1): one
// cluster to each risk gives the robust covariance of White (1980).
func FitHazard(risks []Risk, prior float64) (*Hazard, error) {
	if len(risks) == 0 {
		return nil, ErrNoSpells
	}
	p := len(risks[0].X) + 1
	h := &Hazard{Coef: make([]float64, p), N: len(risks)}
	for i, r := range risks {
		if len(r.X) != p-1 {
			return nil, fmt.Errorf("survival: risk %d has %d circumstances, the first has %d", i, len(r.X), p-1)
		}
		if r.Ended {
			h.Ends++
		}
	}
	if h.Ends == 0 || h.Ends == h.N {
		return nil, fmt.Errorf("%w: %d of %d risks ended, need some of both", ErrNotConverged, h.Ends, h.N)
	}
	h.Coef[0] = math.Log(float64(h.Ends) / float64(h.N-h.Ends))
	penalty := 0.0
	if prior > 0 {
		penalty = 1 / (prior * prior)
	}
	value := h.likelihood(risks, h.Coef, penalty)
	for range mostSteps {
		score, info := h.slope(risks, penalty)
		step, ok := solve(info, score)
		if !ok {
			return nil, fmt.Errorf("%w: circumstances are not told apart by the data", ErrNotConverged)
		}
		moved := 0.0
		for half := 1.0; ; half /= 2 {
			if half < 1e-10 {
				return nil, ErrNotConverged
			}
			next := make([]float64, p)
			for j := range next {
				next[j] = h.Coef[j] + half*step[j]
			}
			if v := h.likelihood(risks, next, penalty); v >= value-1e-12*math.Abs(value) {
				for j := range next {
					moved = max(moved, math.Abs(next[j]-h.Coef[j]))
				}
				h.Coef, value = next, v
				break
			}
		}
		if moved < tightness {
			return h, h.sandwich(risks, info)
		}
	}
	return nil, ErrNotConverged
}

func (h *Hazard) likelihood(risks []Risk, coef []float64, penalty float64) float64 {
	sum := 0.0
	for i := range risks {
		eta := linear(coef, risks[i].X)
		// log(1+e^eta) without overflow.
		sum -= max(eta, 0) + math.Log1p(math.Exp(-math.Abs(eta)))
		if risks[i].Ended {
			sum += eta
		}
	}
	for _, b := range coef[1:] {
		sum -= penalty * b * b / 2
	}
	return sum
}

// slope returns the gradient and the information at the coefficients.
func (h *Hazard) slope(risks []Risk, penalty float64) ([]float64, [][]float64) {
	p := len(h.Coef)
	score, info := make([]float64, p), square(p)
	for i := range risks {
		x := risks[i].X
		mu := logistic(linear(h.Coef, x))
		r, w := -mu, mu*(1-mu)
		if risks[i].Ended {
			r++
		}
		score[0] += r
		info[0][0] += w
		for j := 1; j < p; j++ {
			score[j] += r * x[j-1]
			wx := w * x[j-1]
			info[j][0] += wx
			for k := 1; k <= j; k++ {
				info[j][k] += wx * x[k-1]
			}
		}
	}
	for j := range p {
		for k := range j {
			info[k][j] = info[j][k]
		}
		if j > 0 {
			score[j] -= penalty * h.Coef[j]
			info[j][j] += penalty
		}
	}
	return score, info
}

// sandwich sets the covariance: the inverse information about the sum over
// clusters of their scores' products.
func (h *Hazard) sandwich(risks []Risk, info [][]float64) error {
	p := len(h.Coef)
	scores := map[int][]float64{}
	var order []int // of first sight, so that sums come out the same
	for i := range risks {
		r := &risks[i]
		s := scores[r.Cluster]
		if s == nil {
			s = make([]float64, p)
			scores[r.Cluster] = s
			order = append(order, r.Cluster)
		}
		e := -logistic(linear(h.Coef, r.X))
		if r.Ended {
			e++
		}
		s[0] += e
		for j, x := range r.X {
			s[j+1] += e * x
		}
	}
	if len(order) < 2 {
		return fmt.Errorf("survival: one cluster tells no error; need two or more")
	}
	factor := float64(len(order)) / float64(len(order)-1)
	h.Cov = square(p)
	for _, c := range order {
		b, ok := solve(info, scores[c])
		if !ok {
			return ErrNotConverged
		}
		for j := range p {
			for k := range p {
				h.Cov[j][k] += factor * b[j] * b[k]
			}
		}
	}
	return nil
}

// Predict returns the hazard under the circumstances, and its interval, taken
// on the logit. The interval is that of the hazard, not of whether the subject
// ends.
func (h *Hazard) Predict(x []float64, level float64) (p, lo, hi float64) {
	eta := linear(h.Coef, x)
	at := append([]float64{1}, x...)
	v := 0.0
	for j := range at {
		for k := range at {
			v += at[j] * h.Cov[j][k] * at[k]
		}
	}
	w := quantile(level) * math.Sqrt(max(0, v))
	return logistic(eta), logistic(eta - w), logistic(eta + w)
}

// Within returns the probability to end within the periods given by their
// circumstances, 1 - Π(1 - h_k), and its interval by the delta method on the
// logarithm of the cumulative hazard Σ -log(1 - h_k).
func (h *Hazard) Within(periods [][]float64, level float64) (p, lo, hi float64) {
	cumulated := 0.0
	grad := make([]float64, len(h.Coef))
	for _, x := range periods {
		mu := logistic(linear(h.Coef, x))
		cumulated -= math.Log1p(-mu)
		grad[0] += mu // d(-log(1-mu))/d eta = mu
		for j, v := range x {
			grad[j+1] += mu * v
		}
	}
	v := 0.0
	for j := range grad {
		for k := range grad {
			v += grad[j] * h.Cov[j][k] * grad[k]
		}
	}
	w := quantile(level) * math.Sqrt(max(0, v)) / cumulated
	return -math.Expm1(-cumulated), -math.Expm1(-cumulated * math.Exp(-w)), -math.Expm1(-cumulated * math.Exp(w))
}

// Odds returns the ratio of odds for one more of a circumstance (numbered from
// 0 as in X) and its interval.
func (h *Hazard) Odds(circumstance int, level float64) (ratio, lo, hi float64) {
	b, w := h.Coef[circumstance+1], quantile(level)*math.Sqrt(h.Cov[circumstance+1][circumstance+1])
	return math.Exp(b), math.Exp(b - w), math.Exp(b + w)
}

func linear(coef, x []float64) float64 {
	eta := coef[0]
	for j, v := range x {
		eta += coef[j+1] * v
	}
	return eta
}

func logistic(eta float64) float64 { return 1 / (1 + math.Exp(-eta)) }

func square(p int) [][]float64 {
	m := make([][]float64, p)
	for i := range m {
		m[i] = make([]float64, p)
	}
	return m
}

// solve solves a symmetric positive definite system by Cholesky's
// decomposition; false where the matrix is not so.
func solve(a [][]float64, b []float64) ([]float64, bool) {
	n := len(b)
	l := square(n)
	for i := range n {
		for j := range i + 1 {
			s := a[i][j]
			for k := range j {
				s -= l[i][k] * l[j][k]
			}
			if i != j {
				l[i][j] = s / l[j][j]
			} else if s > 1e-12*math.Abs(a[i][i]) {
				l[i][i] = math.Sqrt(s)
			} else {
				return nil, false
			}
		}
	}
	x := make([]float64, n)
	for i := range n {
		x[i] = b[i]
		for k := range i {
			x[i] -= l[i][k] * x[k]
		}
		x[i] /= l[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= l[k][i] * x[k]
		}
		x[i] /= l[i][i]
	}
	return x, true
}
