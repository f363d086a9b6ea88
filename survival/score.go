package survival

import (
	"cmp"
	"math"
	"slices"
)

// Forecast is a probability that was given before the outcome was known, with
// that of a base rate, what came, and the group of forecasts whose errors may
// go together, such as those made in one year.
type Forecast struct {
	P, Base float64
	Came    bool
	Cluster int
}

// Bin is a group of forecasts of like probability.
type Bin struct {
	N        int
	Said     float64 // mean forecast
	Came     float64 // share that came
	Lo, Hi   float64 // of the share (Wilson 1927)
	From, To float64 // least and greatest forecast
}

// Score is how good forecasts were.
type Score struct {
	N, Came int
	// Brier is the mean of (p - o)², and Base that of the base rate (Brier
	// 1950); Skill is 1 - Brier/Base, above zero where the forecasts beat it.
	Brier, Base, Skill float64
	// Gain is Base - Brier with its interval, errors going together within
	// clusters. Only where Lo is above zero do the forecasts beat the base rate.
	Gain, Lo, Hi float64
	// Expected and Came differ where the forecasts are too high or too low on
	// the whole; Bins say where.
	Expected float64
	Bins     []Bin
}

// Judge scores forecasts, in as many bins of equal size as asked for.
func Judge(list []Forecast, bins int, level float64) Score {
	s := Score{N: len(list)}
	if s.N == 0 {
		return s
	}
	gains := map[int]float64{}
	sizes := map[int]int{}
	var order []int
	for _, f := range list {
		o := 0.0
		if f.Came {
			o = 1
			s.Came++
		}
		b, r := (f.P-o)*(f.P-o), (f.Base-o)*(f.Base-o)
		s.Brier += b
		s.Base += r
		s.Expected += f.P
		if _, seen := sizes[f.Cluster]; !seen {
			order = append(order, f.Cluster)
		}
		gains[f.Cluster] += r - b
		sizes[f.Cluster]++
	}
	n := float64(s.N)
	s.Brier, s.Base = s.Brier/n, s.Base/n
	s.Skill = 1 - s.Brier/s.Base
	s.Gain = s.Base - s.Brier
	v := 0.0
	for _, c := range order {
		d := gains[c] - float64(sizes[c])*s.Gain
		v += d * d
	}
	g := float64(len(order))
	w := math.Inf(1)
	if g > 1 {
		w = quantile(level) * math.Sqrt(v*g/(g-1)) / n
	}
	s.Lo, s.Hi = s.Gain-w, s.Gain+w
	s.Bins = calibration(list, bins, level)
	return s
}

// calibration cuts the forecasts, ordered by probability, into bins. Equal
// probabilities stay in one bin.
func calibration(list []Forecast, bins int, level float64) []Bin {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b Forecast) int { return cmp.Compare(a.P, b.P) })
	z := quantile(level)
	var out []Bin
	from := 0
	for k := 1; k <= bins && from < len(sorted); k++ {
		to := len(sorted) * k / bins
		for to < len(sorted) && to > 0 && sorted[to].P == sorted[to-1].P {
			to++
		}
		if to <= from {
			continue
		}
		b := Bin{N: to - from, From: sorted[from].P, To: sorted[to-1].P}
		for _, f := range sorted[from:to] {
			b.Said += f.P
			if f.Came {
				b.Came++
			}
		}
		n := float64(b.N)
		b.Said, b.Came = b.Said/n, b.Came/n
		centre := (b.Came + z*z/(2*n)) / (1 + z*z/n)
		half := z / (1 + z*z/n) * math.Sqrt(b.Came*(1-b.Came)/n+z*z/(4*n*n))
		b.Lo, b.Hi = max(0, centre-half), min(1, centre+half)
		out = append(out, b)
		from = to
	}
	return out
}
