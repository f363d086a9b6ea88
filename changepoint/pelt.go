package changepoint

import "math"

// PELT returns the dates that minimise the squared error plus penalty for each
// change in mean (Killick, Fearnhead & Eckley 2012, algorithm 1). It takes the
// errors for independent, and is here for comparison only: with the BIC penalty
// 2 s^2 log n it finds a change in nearly every quiet series whose lag-one
// correlation is 0.7. y must have no missing value.
func PELT(y []float64, penalty float64) []int {
	n := len(y)
	s1, s2 := make([]float64, n+1), make([]float64, n+1)
	for t, v := range y {
		s1[t+1], s2[t+1] = s1[t]+v, s2[t]+v*v
	}
	cost := func(i, j int) float64 {
		d := s1[j] - s1[i]
		return s2[j] - s2[i] - d*d/float64(j-i)
	}
	best, from := make([]float64, n+1), make([]int, n+1)
	best[0] = -penalty
	live := []int{0}
	for t := 1; t <= n; t++ {
		best[t] = math.Inf(1)
		for _, i := range live {
			if c := best[i] + cost(i, t) + penalty; c < best[t] {
				best[t], from[t] = c, i
			}
		}
		kept := live[:0]
		for _, i := range live {
			if best[i]+cost(i, t) <= best[t] {
				kept = append(kept, i)
			}
		}
		live = append(kept, t)
	}
	var dates []int
	for t := from[n]; t > 0; t = from[t] {
		dates = append(dates, t)
	}
	for i, j := 0, len(dates)-1; i < j; i, j = i+1, j-1 {
		dates[i], dates[j] = dates[j], dates[i]
	}
	return dates
}

// BICPenalty is PELT's penalty 2 s^2 log n with s^2 the sample variance.
func BICPenalty(y []float64) float64 {
	mean, ss := 0.0, 0.0
	for i, v := range y {
		d := v - mean
		mean += d / float64(i+1)
		ss += d * (v - mean)
	}
	return 2 * ss / float64(len(y)-1) * math.Log(float64(len(y)))
}
