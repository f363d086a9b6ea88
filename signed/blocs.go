package signed

import (
	"fmt"
	"math"
)

// Modularity looks for the partition of greatest signed modularity (Gómez,
// Jensen & Arenas 2009, eq. 13)
//
//	Q = 1/(2w⁺+2w⁻) Σ_ij [ a_ij - γ (s⁺_i s⁺_j / 2w⁺ - s⁻_i s⁻_j / 2w⁻) ] δ(c_i, c_j)
//
// where s⁺ and s⁻ are the weights of a node's friendly and hostile ties, w⁺ and
// w⁻ those of the graph, and the sum runs over i = j too. Without hostile ties
// it is the modularity of Newman & Girvan (2004) at resolution γ; larger γ
// gives more and smaller blocs, and 0 stands for 1. Value is in [-1, 1], and NaN
// for a graph without edges. Nodes without ties are blocs of their own.
//
// Q of a graph with no blocs at all is not 0: compare it with graphs of the
// same degrees before reading anything into it.
func (g *Graph) Modularity(resolution float64, o *PartitionOptions) (Partition, error) {
	if resolution < 0 || math.IsNaN(resolution) || math.IsInf(resolution, 0) {
		return Partition{}, fmt.Errorf("signed: resolution %v; need a number above 0, or 0 for 1", resolution)
	}
	if resolution == 0 {
		resolution = 1
	}
	strength := [2][]float64{make([]float64, g.n), make([]float64, g.n)}
	var total [2]float64 // 2w⁺, 2w⁻
	for _, e := range g.edges {
		h, w := (1-e.Sign)/2, float64(e.Weight)
		strength[h][e.I] += w
		strength[h][e.J] += w
		total[h] += 2 * w
	}
	expected := func(u, v int) float64 {
		var sum float64
		for h, sign := range []float64{1, -1} {
			if total[h] > 0 {
				sum += sign * strength[h][u] * strength[h][v] / total[h]
			}
		}
		return resolution * sum
	}
	a := newAffinity(g.n)
	var diagonal float64
	for v := range a {
		diagonal -= expected(v, v)
		for u := range a {
			a[u][v] = -expected(u, v)
		}
	}
	for v, as := range g.arcs {
		for _, e := range as {
			a[v][e.to] += float64(e.w)
		}
	}
	return a.partition(g.n, o, func(worth float64) float64 {
		return (2*worth + diagonal) / (total[0] + total[1])
	}), nil
}

// Blockmodel looks for the partition into at most k blocs that violates
// generalised balance least (Doreian & Mrvar 1996):
//
//	P = α · (weight of hostile ties within blocs) + (1-α) · (weight of friendly ties between blocs)
//
// with α in [0, 1]. At k = 2 and α = ½ that is half the line index of balance,
// which [Graph.Frustration] proves; P never rises with k, so that k is chosen
// where it stops falling.
func (g *Graph) Blockmodel(k int, alpha float64, o *PartitionOptions) (Partition, error) {
	if k < 1 {
		return Partition{}, fmt.Errorf("signed: blockmodel of %d blocs; need 1 or more", k)
	}
	if !(alpha >= 0 && alpha <= 1) {
		return Partition{}, fmt.Errorf("signed: weight %v of hostile ties; need a number from 0 to 1", alpha)
	}
	a := newAffinity(g.n)
	var friendly float64
	for v := range a {
		for _, e := range g.arcs[v] {
			a[v][e.to] = float64(e.w) * alpha
			if e.w > 0 {
				a[v][e.to] = float64(e.w) * (1 - alpha)
				friendly += float64(e.w) / 2
			}
		}
	}
	return a.partition(k, o, func(worth float64) float64 {
		return (1-alpha)*friendly - worth
	}), nil
}
