package changepoint

import (
	"fmt"
	"math"
	"sort"
)

// PriorChange estimates how common changes are among many series from their
// log Bayes factors: the maximum-likelihood pi1 of the mixture, which is the
// fixed point pi1 = mean of P(change) of expectation-maximisation (Efron 2010,
// chapter 5). The likelihood is concave, so there is one; it is found by
// bisection of its slope, because EM creeps when changes are rare. NaN among
// the factors is left out; none at all is an error.
//
// The estimate leans on the model: if quiet series are less quiet than the
// model says, pi1 is too high. Print it beside what it produced.
func PriorChange(logBF []float64) (float64, error) {
	pi, n := 0.5, 0
	for _, b := range logBF {
		if b == b {
			n++
		}
	}
	if n == 0 {
		return 0, fmt.Errorf("changepoint: no Bayes factor among %d values; nothing to estimate from", len(logBF))
	}
	slope := func(pi float64) float64 {
		sum := 0.0
		for _, b := range logBF {
			if b == b {
				// (BF-1)/(1-pi+pi BF), safe when BF overflows.
				if b > 0 {
					e := math.Exp(-b)
					sum += (1 - e) / ((1-pi)*e + pi)
				} else {
					e := math.Expm1(b)
					sum += e / (1 + pi*e)
				}
			}
		}
		return sum
	}
	lo, hi := 1e-9, 1-1e-9
	if slope(lo) <= 0 {
		return 0, nil
	}
	if slope(hi) >= 0 {
		return 1, nil
	}
	for hi-lo > 1e-10 {
		if pi = lo + (hi-lo)/2; slope(pi) > 0 {
			lo = pi
		} else {
			hi = pi
		}
	}
	return lo + (hi-lo)/2, nil
}

// Discoveries returns the largest set of cases whose mean local false-discovery
// rate 1 - P(change) is at most q (Newton et al. 2004, section 2), in
// increasing order of index, and that mean, which is the expected share of
// false ones among them. Cases with equal probability stand or fall together;
// NaN is never in the set. q must be in [0, 1].
func Discoveries(probability []float64, q float64) (set []int, falseShare float64, err error) {
	if !(q >= 0 && q <= 1) {
		return nil, 0, fmt.Errorf("changepoint: false-discovery rate %v; it must be in [0, 1]", q)
	}
	order := make([]int, 0, len(probability))
	for i, p := range probability {
		if p != p {
			continue
		}
		if p < 0 || p > 1 {
			return nil, 0, fmt.Errorf("changepoint: probability %d is %v", i, p)
		}
		order = append(order, i)
	}
	sort.SliceStable(order, func(a, b int) bool { return probability[order[a]] > probability[order[b]] })
	keep, sum := 0, 0.0
	for i := 0; i < len(order); {
		j, group := i, 0.0
		for ; j < len(order) && probability[order[j]] == probability[order[i]]; j++ {
			group += 1 - probability[order[j]]
		}
		if sum+group > q*float64(j) {
			break
		}
		sum += group
		keep, i = j, j
	}
	set = order[:keep]
	sort.Ints(set)
	if keep > 0 {
		falseShare = sum / float64(keep)
	}
	return set, falseShare, nil
}
