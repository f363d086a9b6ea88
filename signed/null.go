package signed

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Null is a statistic of a graph beside what it is when the signs are dealt out
// anew.
type Null struct {
	Observed float64
	Draws    []float64 // of the permuted graphs, in the order drawn
	Mean, SD float64   // of the draws
	Z        float64   // (Observed - Mean)/SD; NaN if the draws do not differ
	// Low and High are the one-sided significance levels (1 + draws at or below
	// Observed)/(1 + draws) and the same from above: they include the graph
	// itself, so that neither is ever 0 (Davison & Hinkley 1997, eq. 4.11).
	Low, High float64
}

// PermuteSigns compares a statistic of g with its values on graphs that have
// the same edges and weights and as many hostile edges, but on random ones
// among them. The same seed gives the same graphs.
func (g *Graph) PermuteSigns(draws int, seed uint64, statistic func(*Graph) (float64, error)) (Null, error) {
	if draws < 1 {
		return Null{}, fmt.Errorf("signed: %d permutations of the signs; need 1 or more", draws)
	}
	observed, err := statistic(g)
	if err != nil {
		return Null{}, err
	}
	null := Null{Observed: observed, Z: math.NaN()}
	low, high := 1, 1
	for d := range draws {
		rng := rand.New(rand.NewPCG(seed, uint64(d)))
		edges := g.Edges()
		rng.Shuffle(len(edges), func(i, j int) { edges[i].Sign, edges[j].Sign = edges[j].Sign, edges[i].Sign })
		permuted, err := New(g.n, edges)
		if err != nil {
			return Null{}, err
		}
		x, err := statistic(permuted)
		if err != nil {
			return null, fmt.Errorf("signed: permutation %d: %w", d, err)
		}
		null.Draws = append(null.Draws, x)
		if x <= observed {
			low++
		}
		if x >= observed {
			high++
		}
		null.Mean += x / float64(draws)
	}
	for _, x := range null.Draws {
		null.SD += (x - null.Mean) * (x - null.Mean) / float64(max(1, draws-1))
	}
	null.SD = math.Sqrt(null.SD)
	if null.SD > 0 {
		null.Z = (observed - null.Mean) / null.SD
	}
	null.Low, null.High = float64(low)/float64(draws+1), float64(high)/float64(draws+1)
	return null, nil
}
