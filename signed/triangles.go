package signed

import (
	"math"
	"math/bits"
)

// Triangles counts the triangles of a graph by how many of their three edges
// are hostile. Weights play no part.
type Triangles struct {
	PPP int64 // +++, balanced
	PPM int64 // ++-, a quarrel between two friends of one node
	PMM int64 // +--, balanced
	MMM int64 // ---, unbalanced, yet clusterable
}

// Total is the number of triangles.
func (t Triangles) Total() int64 { return t.PPP + t.PPM + t.PMM + t.MMM }

// Balance is the share of the triangles that are balanced, the triangle index
// (Cartwright & Harary 1956); NaN if there are no triangles.
func (t Triangles) Balance() float64 { return t.share(t.PPP + t.PMM) }

// Clusterability is the share of the triangles that do not bar a partition
// into any number of blocs, friends within and enemies across (Davis 1967);
// NaN if there are no triangles.
func (t Triangles) Clusterability() float64 { return t.share(t.PPP + t.PMM + t.MMM) }

func (t Triangles) share(part int64) float64 {
	if t.Total() == 0 {
		return math.NaN()
	}
	return float64(part) / float64(t.Total())
}

// Triangles counts the triangles by intersecting, for each edge, the friends
// and the enemies of its ends as sets of bits: about m·n/64 steps.
func (g *Graph) Triangles() Triangles {
	words := (g.n + 63) / 64
	sets := make([]uint64, 2*g.n*words)
	row := func(v, hostile int) []uint64 {
		at := (2*v + hostile) * words
		return sets[at : at+words]
	}
	hostile := func(e Edge) int { return (1 - e.Sign) / 2 }
	// Only neighbours of higher number are in the sets, so that each triangle
	// i < j < k is met once, at its edge i, j.
	for _, e := range g.edges {
		row(e.I, hostile(e))[e.J/64] |= 1 << (e.J % 64)
	}
	var count [4]int64 // by hostile edges
	for _, e := range g.edges {
		for a := range 2 {
			for b := range 2 {
				x, y := row(e.I, a), row(e.J, b)
				for w := e.J / 64; w < words; w++ {
					count[hostile(e)+a+b] += int64(bits.OnesCount64(x[w] & y[w]))
				}
			}
		}
	}
	return Triangles{count[0], count[1], count[2], count[3]}
}
