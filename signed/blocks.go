package signed

// block is a maximal biconnected part of a graph in its own numbering: nodes
// gives the graph's numbers. A cycle lies within one block, so that the
// frustration of a graph is the sum of its blocks'.
type block struct {
	nodes []int
	arcs  [][]arc
}

// blocks returns the blocks of g (Hopcroft & Tarjan 1973) with at least two
// nodes. Read from the last to the first, each has at most one node in common
// with all those before.
func (g *Graph) blocks() []block {
	var found []block
	depth := make([]int, g.n) // 0: not seen yet
	low := make([]int, g.n)
	next := make([]int, g.n) // arc to look at next
	var edges []Edge         // edges walked and not yet in a block
	var start []int          // for each node on the path: where its edges start
	var path []int
	number := make([]int, g.n) // scratch of cut
	for i := range number {
		number[i] = -1
	}
	for root := range g.n {
		if depth[root] != 0 {
			continue
		}
		path, start = append(path[:0], root), append(start[:0], 0)
		depth[root], low[root] = 1, 1
		for len(path) > 0 {
			v := path[len(path)-1]
			if next[v] < len(g.arcs[v]) {
				a := g.arcs[v][next[v]]
				next[v]++
				switch {
				case depth[a.to] == 0:
					depth[a.to] = depth[v] + 1
					low[a.to] = depth[a.to]
					path, start = append(path, a.to), append(start, len(edges))
					edges = append(edges, Edge{I: v, J: a.to, Weight: a.w})
				case depth[a.to] < depth[v]-1:
					low[v] = min(low[v], depth[a.to])
					edges = append(edges, Edge{I: v, J: a.to, Weight: a.w})
				}
				continue
			}
			from := start[len(start)-1]
			path, start = path[:len(path)-1], start[:len(start)-1]
			if len(path) == 0 {
				break
			}
			parent := path[len(path)-1]
			low[parent] = min(low[parent], low[v])
			if low[v] >= depth[parent] {
				found = append(found, cut(edges[from:], number))
				edges = edges[:from]
			}
		}
	}
	return found
}

// cut makes a block of edges whose weights carry their signs. It leaves number
// as it was, -1 throughout.
func cut(edges []Edge, number []int) block {
	var b block
	at := func(v int) int {
		if number[v] < 0 {
			number[v] = len(b.nodes)
			b.nodes = append(b.nodes, v)
			b.arcs = append(b.arcs, nil)
		}
		return number[v]
	}
	for _, e := range edges {
		i, j := at(e.I), at(e.J)
		b.arcs[i] = append(b.arcs[i], arc{j, e.Weight})
		b.arcs[j] = append(b.arcs[j], arc{i, e.Weight})
	}
	for _, v := range b.nodes {
		number[v] = -1
	}
	return b
}
