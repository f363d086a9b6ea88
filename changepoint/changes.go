package changepoint

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Weighted is a segment model with its prior weight.
type Weighted struct {
	Segments
	Weight float64
}

// Hazard is the prior of the changes: between changes the number of periods is
// geometric, P(length = l) = Change (1-Change)^(l-1), but at least Shortest
// (the geometric then counts from there). The last segment is cut off by the
// end of the record.
type Hazard struct {
	Change   float64
	Shortest int
}

// Segmentation is the exact posterior of any number of changes.
type Segmentation struct {
	// LogEvidence is the log evidence of the series, number, dates and
	// parameters of all segments integrated out.
	LogEvidence float64
	// Number[m] is the probability of m changes; the list ends where less than
	// 1e-12 is left.
	Number []float64
	// Date[k] is the probability that a change has its first period at k.
	Date []float64
	// Best lists the dates of the most probable segmentation.
	Best []int
	// Model[i] is the posterior probability of segment model i.
	Model []float64

	runs []recursion
}

// recursion holds one model's backward recursion.
type recursion struct {
	n     int
	cells []float64 // log of evidence and length prior of segment [i, j), i*(n+1)+j
	q     []float64 // log p(y_t…, | a segment starts at t)
}

// Changes runs the recursions of Fearnhead (2006, eqs 3-7),
//
//	Q(t) = sum_s P(t,s) g(s-t) Q(s) + P(t,n) (1 - G(n-t-1)),
//
// for each model and averages over models by their evidence, which is how an
// unknown correlation is integrated out: give NormalSegments over a grid of
// phi ([NormalGrid]). Cost O(n^2) for each model, O(n^2 m) for the law of the
// number m.
func Changes(models []Weighted, h Hazard) (*Segmentation, error) {
	if len(models) == 0 {
		return nil, errNoModel
	}
	n := models[0].Len()
	total := 0.0
	for i, m := range models {
		if m.Len() != n {
			return nil, fmt.Errorf("changepoint: model %d covers %d periods and model 0 covers %d", i, m.Len(), n)
		}
		if !(m.Weight >= 0) || math.IsInf(m.Weight, 1) {
			return nil, fmt.Errorf("changepoint: weight %d is %v; it must be finite and not negative", i, m.Weight)
		}
		total += m.Weight
	}
	switch {
	case n == 0 || n < h.Shortest:
		return nil, fmt.Errorf("changepoint: %d periods, shortest segment %d: %w", n, h.Shortest, ErrTooShort)
	case h.Shortest < 1:
		return nil, fmt.Errorf("changepoint: Shortest is %d; it must be 1 or more", h.Shortest)
	case !(h.Change > 0 && h.Change < 1):
		return nil, fmt.Errorf("changepoint: Change is %v; it must lie between 0 and 1", h.Change)
	case total == 0:
		return nil, fmt.Errorf("changepoint: all model weights are zero")
	}
	s := &Segmentation{Date: make([]float64, n), Model: make([]float64, len(models)), runs: make([]recursion, len(models))}
	var sum logSum
	sum.reset()
	for i, m := range models {
		s.runs[i] = newRecursion(m, h)
		s.Model[i] = math.Log(m.Weight/total) + s.runs[i].q[0]
		sum.add(s.Model[i])
	}
	s.LogEvidence = sum.log()
	bestLog := math.Inf(-1)
	for i := range s.runs {
		s.Model[i] = math.Exp(s.Model[i] - s.LogEvidence)
		if s.Model[i] < 1e-15 {
			continue
		}
		r := &s.runs[i]
		r.addDates(s.Date, s.Model[i])
		s.addNumbers(r, s.Model[i])
		logW := math.Log(s.Model[i]) - r.q[0]
		if dates, log := r.best(); logW+log > bestLog {
			bestLog, s.Best = logW+log, dates
		}
	}
	return s, nil
}

// NormalGrid returns NormalSegments for each correlation of a grid, equally
// weighted.
func NormalGrid(y []float64, phi []float64, prior NormalPrior) ([]Weighted, error) {
	out := make([]Weighted, len(phi))
	for i, f := range phi {
		m, err := NormalSegments(y, f, prior)
		if err != nil {
			return nil, err
		}
		out[i] = Weighted{Segments: m, Weight: 1}
	}
	return out, nil
}

// NumberAtLeast returns the probability of m changes or more.
func (s *Segmentation) NumberAtLeast(m int) float64 {
	sum := 0.0
	for i := max(m, 0); i < len(s.Number); i++ {
		sum += s.Number[i]
	}
	return sum
}

func newRecursion(m Segments, h Hazard) recursion {
	n := m.Len()
	r := recursion{n: n, cells: make([]float64, (n+1)*(n+1)), q: make([]float64, n+1)}
	change, stay := math.Log(h.Change), math.Log1p(-h.Change)
	for t := n - 1; t >= 0; t-- {
		row := r.cells[t*(n+1) : (t+1)*(n+1)]
		var sum logSum
		sum.reset()
		for s := t + 1; s <= n; s++ {
			row[s] = math.Inf(-1)
			switch over := s - t - h.Shortest; {
			case s == n:
				// The end of the record has cut this segment off.
				row[s] = m.LogEvidence(t, s) + float64(max(over, 0))*stay
			case over >= 0:
				row[s] = m.LogEvidence(t, s) + change + float64(over)*stay
			}
			sum.add(row[s] + r.q[s])
		}
		r.q[t] = sum.log()
	}
	return r
}

func (r *recursion) cell(t, s int) float64 { return r.cells[t*(r.n+1)+s] }

// addDates adds weight times P(a segment starts at k) for each k > 0, by
// passing the probability of starts forwards.
func (r *recursion) addDates(date []float64, weight float64) {
	start := make([]float64, r.n+1)
	start[0] = 1
	for t := 0; t < r.n; t++ {
		if t > 0 {
			date[t] += weight * start[t]
		}
		if start[t] == 0 {
			continue
		}
		for s := t + 1; s < r.n; s++ {
			start[s] += start[t] * math.Exp(r.cell(t, s)+r.q[s]-r.q[t])
		}
	}
}

// addNumbers passes the probability of having started the (m+1)th segment at t
// forwards, one m at a time.
func (s *Segmentation) addNumbers(r *recursion, weight float64) {
	n := r.n
	step := make([]float64, (n+1)*(n+1))
	for t := 0; t < n; t++ {
		for u := t + 1; u <= n; u++ {
			step[t*(n+1)+u] = math.Exp(r.cell(t, u) + r.q[u] - r.q[t])
		}
	}
	now, next := make([]float64, n), make([]float64, n)
	now[0] = 1
	left := 1.0
	for m := 0; m < n && left > 1e-12; m++ {
		clear(next)
		end := 0.0
		for t, p := range now {
			if p == 0 {
				continue
			}
			row := step[t*(n+1):]
			for u := t + 1; u < n; u++ {
				next[u] += p * row[u]
			}
			end += p * row[n]
		}
		if len(s.Number) == m {
			s.Number = append(s.Number, 0)
		}
		s.Number[m] += weight * end
		left -= end
		now, next = next, now
	}
}

// best returns the most probable dates and the log of their joint weight with
// the series.
func (r *recursion) best() ([]int, float64) {
	top := make([]float64, r.n+1)
	to := make([]int, r.n+1)
	for t := r.n - 1; t >= 0; t-- {
		top[t] = math.Inf(-1)
		for s := t + 1; s <= r.n; s++ {
			if w := r.cell(t, s) + top[s]; w > top[t] {
				top[t], to[t] = w, s
			}
		}
	}
	dates := []int{}
	for t := to[0]; t < r.n; t = to[t] {
		dates = append(dates, t)
	}
	return dates, top[0]
}

// Sample draws a segmentation from the posterior: the dates in order, an empty
// list if there is no change. The same source gives the same draws.
func (s *Segmentation) Sample(rng *rand.Rand) []int {
	r := &s.runs[pick(rng, func(i int) float64 { return s.Model[i] }, len(s.runs))]
	dates := []int{}
	for t := 0; ; {
		step := pick(rng, func(i int) float64 {
			return math.Exp(r.cell(t, t+1+i) + r.q[t+1+i] - r.q[t])
		}, r.n-t)
		if t += 1 + step; t >= r.n {
			return dates
		}
		dates = append(dates, t)
	}
}

// pick draws an index with the given probabilities; what rounding leaves over
// goes to the last index that has any.
func pick(rng *rand.Rand, p func(int) float64, n int) int {
	u := rng.Float64()
	last := n - 1
	for i := range n {
		w := p(i)
		if w > 0 {
			last = i
		}
		if u -= w; u < 0 {
			return i
		}
	}
	return last
}
