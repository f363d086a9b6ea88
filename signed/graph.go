package signed

import (
	"cmp"
	"fmt"
	"slices"
)

// Edge is a tie between nodes I and J. Sign is +1 (friendly) or -1 (hostile).
// Weight is a whole number; 0 stands for 1, so that an unweighted graph needs
// no weights (a tie of no weight is a tie left out).
type Edge struct {
	I, J   int
	Sign   int
	Weight int64
}

// MaxTotalWeight bounds the sum of the weights of a graph, which keeps every
// sum in this package exact.
const MaxTotalWeight = 1 << 36

// Graph is a simple undirected signed graph. It does not change.
type Graph struct {
	n     int
	edges []Edge // I < J, ascending, Weight >= 1
	arcs  [][]arc
}

// arc is an edge seen from one end: w is sign times weight.
type arc struct {
	to int
	w  int64
}

// New returns the graph on nodes 0 … n-1 with the given edges, in any order
// and direction. A loop, a second edge on a pair, a node out of range, a sign
// other than +1 or -1 and a negative weight are errors.
func New(n int, edges []Edge) (*Graph, error) {
	if n < 0 {
		return nil, fmt.Errorf("signed: graph of %d nodes; need 0 or more", n)
	}
	g := &Graph{n: n, edges: slices.Clone(edges), arcs: make([][]arc, n)}
	var total int64
	for k := range g.edges {
		e := &g.edges[k]
		switch {
		case e.I < 0 || e.I >= n || e.J < 0 || e.J >= n:
			return nil, fmt.Errorf("signed: edge %d joins %d and %d; nodes run from 0 to %d", k, e.I, e.J, n-1)
		case e.I == e.J:
			return nil, fmt.Errorf("signed: edge %d joins node %d to itself; leave loops out", k, e.I)
		case e.Sign != 1 && e.Sign != -1:
			return nil, fmt.Errorf("signed: edge %d (%d, %d) has sign %d; need +1 or -1", k, e.I, e.J, e.Sign)
		case e.Weight < 0:
			return nil, fmt.Errorf("signed: edge %d (%d, %d) has weight %d; need 0 or more and put hostility in the sign", k, e.I, e.J, e.Weight)
		}
		if e.Weight == 0 {
			e.Weight = 1
		}
		if total += e.Weight; e.Weight > MaxTotalWeight || total > MaxTotalWeight {
			return nil, fmt.Errorf("signed: weights sum to more than %d at edge %d; scale them down", int64(MaxTotalWeight), k)
		}
		if e.I > e.J {
			e.I, e.J = e.J, e.I
		}
	}
	slices.SortFunc(g.edges, func(a, b Edge) int { return cmp.Or(cmp.Compare(a.I, b.I), cmp.Compare(a.J, b.J)) })
	for k, e := range g.edges {
		if k > 0 && e.I == g.edges[k-1].I && e.J == g.edges[k-1].J {
			return nil, fmt.Errorf("signed: two edges join %d and %d; choose one before building the graph", e.I, e.J)
		}
		w := int64(e.Sign) * e.Weight
		g.arcs[e.I] = append(g.arcs[e.I], arc{e.J, w})
		g.arcs[e.J] = append(g.arcs[e.J], arc{e.I, w})
	}
	return g, nil
}

// Order is the number of nodes.
func (g *Graph) Order() int { return g.n }

// Edges returns the edges with I < J, ascending, each with its weight.
func (g *Graph) Edges() []Edge { return slices.Clone(g.edges) }

// Weight is the sum of the weights of the edges, m in an unweighted graph.
func (g *Graph) Weight() int64 {
	var sum int64
	for _, e := range g.edges {
		sum += e.Weight
	}
	return sum
}

// frustrated is the weight of the edges that the camps frustrate: hostile
// within a camp or friendly between them.
func (g *Graph) frustrated(side []int8) int64 {
	var sum int64
	for _, e := range g.edges {
		if int(side[e.I])*int(side[e.J])*e.Sign < 0 {
			sum += e.Weight
		}
	}
	return sum
}
