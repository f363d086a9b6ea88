package signed

import (
	"math"
	"slices"
)

// separator finds negative cycles, those with an odd number of hostile edges,
// that are short under given lengths. In the double cover of the graph, where
// every node has two copies and a flipped edge crosses between them, a negative
// cycle is a path from a node to its other copy; flipped are the edges that
// the best partition frustrates, which every negative cycle uses an odd number
// of times (Barahona & Mahjoub 1986 separate odd cycles in this way).
type separator struct {
	edges   []kernelEdge
	links   [][]link
	flipped []bool
	length  []float64
	dist    []float64
	from    []int32 // per copy: the copy before it
	by      []int32 // per copy: the edge to it
	heap    []entry
	touched []int32
	at      []int32 // per node: its place on the walk, -1 if none
}

// link is an edge seen from one end.
type link struct{ to, edge int32 }

type entry struct {
	dist float64
	node int32
}

// hop is added to the length of every edge, so that of two cycles as short
// the one of fewer edges is found.
const hop = 1e-5

func newSeparator(n int, edges []kernelEdge) *separator {
	s := &separator{
		edges: edges, links: make([][]link, n), flipped: make([]bool, len(edges)),
		length: make([]float64, len(edges)), dist: make([]float64, 2*n),
		from: make([]int32, 2*n), by: make([]int32, 2*n), at: make([]int32, n),
	}
	for e, ke := range edges {
		s.links[ke.u] = append(s.links[ke.u], link{int32(ke.v), int32(e)})
		s.links[ke.v] = append(s.links[ke.v], link{int32(ke.u), int32(e)})
	}
	for i := range s.dist {
		s.dist[i] = math.Inf(1)
	}
	for i := range s.at {
		s.at[i] = -1
	}
	return s
}

// orient makes the flipped edges those that side frustrates.
func (s *separator) orient(side []int8) {
	for e, ke := range s.edges {
		s.flipped[e] = ke.frustrated(side)
	}
}

// cycles returns negative cycles whose values sum to less than 1, at most most
// of them: none if and only if there is none. A cycle found is lengthened to 1 before the next is
// looked for, which makes those of one call differ. work counts the links
// looked at.
func (s *separator) cycles(value func(int) float64, most int) (found [][]int32, work int) {
	for e := range s.length {
		s.length[e] = value(e) + hop
	}
	for e, flip := range s.flipped {
		for flip && len(found) < most {
			cycle, links := s.shortest(e)
			work += links
			if cycle == nil {
				break
			}
			var sum, stretched float64
			for _, c := range cycle {
				sum += value(int(c))
				stretched += s.length[c]
			}
			if sum > 1-1e-5 {
				break
			}
			found = append(found, cycle)
			for _, c := range cycle {
				s.length[c] += (1 - min(1, stretched) + 1e-4) / float64(len(cycle))
			}
		}
	}
	return found, work
}

// pack returns edge-disjoint negative cycles, short ones first for each flipped
// edge, and the sum of their least weights: a lower bound on the frustration,
// and often the whole of it where a graph is dense and nearly balanced. An
// edge takes part in as many cycles as its weight, in whole numbers, allows.
func (s *separator) pack() (found [][]int32, bound int64, work int) {
	left := make([]int64, len(s.edges))
	for e, ke := range s.edges {
		left[e], s.length[e] = abs(ke.w), hop
	}
	for e, flip := range s.flipped {
		for flip && left[e] > 0 {
			cycle, links := s.shortest(e)
			work += links
			if cycle == nil {
				break
			}
			found = append(found, cycle)
			share := left[cycle[0]]
			for _, c := range cycle {
				share = min(share, left[c])
			}
			bound += share
			for _, c := range cycle {
				if left[c] -= share; left[c] == 0 {
					s.length[c] = 1 // out of reach
				}
			}
		}
	}
	return found, bound, work
}

// shortest returns a negative cycle in the shortest closed walk through edge e
// that is negative, or none if the walk is not shorter than 1, and the number
// of links looked at: Dijkstra's algorithm from one end of e to the same copy
// of the other.
func (s *separator) shortest(e int) (cycle []int32, links int) {
	source, target := int32(2*s.edges[e].u), int32(2*s.edges[e].v)
	limit := 1 - s.length[e]
	s.heap = append(s.heap[:0], entry{0, source})
	s.dist[source] = 0
	touched := append(s.touched[:0], source)
	for len(s.heap) > 0 {
		top := s.pop()
		if top.node == target {
			cycle = s.close(e)
			break
		}
		if top.dist > s.dist[top.node] {
			continue
		}
		for _, l := range s.links[top.node>>1] {
			to := l.to<<1 | top.node&1
			if s.flipped[l.edge] {
				to ^= 1
			}
			dist := top.dist + s.length[l.edge]
			if dist < limit && dist < s.dist[to] {
				if math.IsInf(s.dist[to], 1) {
					touched = append(touched, to)
				}
				s.dist[to], s.from[to], s.by[to] = dist, top.node, l.edge
				s.push(entry{dist, to})
			}
		}
		links += len(s.links[top.node>>1])
	}
	for _, v := range touched {
		s.dist[v] = math.Inf(1)
	}
	s.touched = touched
	return cycle, links
}

// close turns the walk just found, closed by edge e, into a cycle without
// repeated nodes: where the walk comes back to a node, the part since then is
// the answer if it is negative and left out otherwise.
func (s *separator) close(e int) (cycle []int32) {
	source, target := int32(2*s.edges[e].u), int32(2*s.edges[e].v)
	walk := []int32{target}
	var edges []int32 // edges[i] joins walk[i] and walk[i+1]
	s.at[target>>1] = 0
	for v := target; v != source && cycle == nil; {
		edges = append(edges, s.by[v])
		v = s.from[v]
		switch p := s.at[v>>1]; {
		case p < 0:
			s.at[v>>1] = int32(len(walk))
			walk = append(walk, v)
		case walk[p] != v:
			cycle = slices.Clone(edges[p:])
		default:
			for _, w := range walk[p+1:] {
				s.at[w>>1] = -1
			}
			walk, edges = walk[:p+1], edges[:p]
		}
	}
	if cycle == nil {
		cycle = append(edges, int32(e))
	}
	for _, v := range walk {
		s.at[v>>1] = -1
	}
	slices.Sort(cycle)
	return cycle
}

func (s *separator) push(x entry) {
	h := append(s.heap, x)
	i := len(h) - 1
	for i > 0 && x.dist < h[(i-1)/2].dist {
		h[i] = h[(i-1)/2]
		i = (i - 1) / 2
	}
	h[i] = x
	s.heap = h
}

func (s *separator) pop() entry {
	h := s.heap
	top, x := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	for i := 0; len(h) > 0; {
		c := 2*i + 1
		if c+1 < len(h) && h[c+1].dist < h[c].dist {
			c++
		}
		if c >= len(h) || x.dist <= h[c].dist {
			h[i] = x
			break
		}
		h[i] = h[c]
		i = c
	}
	s.heap = h
	return top
}
