package signed

import "slices"

// kernel is what is left of a block of a graph once every node whose side
// follows from its neighbours' is gone. Two rules do it, and both keep the
// optimum:
//
//   - Dominance: a node whose heaviest edge weighs at least as much as its
//     others together agrees with that edge in some optimum, and is contracted
//     into the edge's other end. Nodes of degree one and two are the special
//     cases of data reduction (Hüffner, Betzler & Niedermeier 2010).
//   - Star-triangle: the best cost of any other node of degree three, over the
//     sides of its neighbours, is that of a triangle on them, whose edges weigh
//     half the sum of two weights of the star less the third.
//
// Edges that come to join the same pair add up; the part that cancels is paid
// by every partition and goes to base. Halving is kept exact by doubling every
// weight, so that one unit of the block is scale units of the kernel.
type kernel struct {
	arcs  [][]arc
	scale int64
	base  int64 // frustrated by every partition, in kernel units
	total int64 // sum of weights ever present, in kernel units
	steps []step
	alive []bool
}

// step is a node taken away, with the edges that it then had: the side that
// they like best is its side.
type step struct {
	node int
	arcs []arc
}

// maxKernelWeight keeps sums of weights, counted in 2^-shift units, within 63
// bits.
const maxKernelWeight = 1 << 41

// reduce returns the kernel of the given graph, in the graph's own numbering;
// nodes taken away have no edges left. Nodes are treated in turn, first in
// first out, so that the result depends on nothing but the numbering.
func reduce(arcs [][]arc) *kernel {
	k := &kernel{arcs: make([][]arc, len(arcs)), scale: 1, alive: make([]bool, len(arcs))}
	queue := make([]int, len(arcs))
	queued := make([]bool, len(arcs))
	for v := range arcs {
		k.arcs[v] = slices.Clone(arcs[v])
		for _, a := range arcs[v] {
			if v < a.to {
				k.total += abs(a.w)
			}
		}
		queue[v], queued[v], k.alive[v] = v, true, true
	}
	for len(queue) > 0 {
		v := queue[0]
		queue, queued[v] = queue[1:], false
		if !k.alive[v] {
			continue
		}
		for _, a := range k.take(v) {
			if !queued[a.to] && k.alive[a.to] {
				queue, queued[a.to] = append(queue, a.to), true
			}
		}
	}
	return k
}

// take applies the rule that fits node v and returns the edges that v had, or
// nothing if no rule fits.
func (k *kernel) take(v int) []arc {
	var sum int64
	heaviest := arc{to: -1}
	for _, a := range k.arcs[v] {
		sum += abs(a.w)
		if abs(a.w) > abs(heaviest.w) {
			heaviest = a
		}
	}
	star := k.arcs[v]
	switch {
	case 2*abs(heaviest.w) >= sum:
		k.remove(v)
		for _, a := range star {
			if a.to != heaviest.to {
				k.add(heaviest.to, a.to, sign(heaviest.w)*a.w)
			}
		}
		return star
	case len(star) == 3:
		if sum&1 == 1 {
			if 2*k.total > maxKernelWeight {
				return nil
			}
			k.double()
			star, sum = k.arcs[v], 2*sum
		}
		k.remove(v)
		for i, a := range star {
			b, c := star[(i+1)%3], star[(i+2)%3]
			k.add(a.to, b.to, sign(a.w)*sign(b.w)*(sum/2-abs(c.w)))
		}
		return star
	}
	return nil
}

func (k *kernel) remove(v int) {
	k.alive[v] = false
	k.steps = append(k.steps, step{v, k.arcs[v]})
	for _, a := range k.arcs[v] {
		k.arcs[a.to] = slices.DeleteFunc(k.arcs[a.to], func(b arc) bool { return b.to == v })
	}
	k.arcs[v] = nil
}

// add puts an edge of signed weight w between u and v.
func (k *kernel) add(u, v int, w int64) {
	if w == 0 {
		return
	}
	old := k.bump(u, v, w)
	k.bump(v, u, w)
	k.base += (abs(old) + abs(w) - abs(old+w)) / 2
}

func (k *kernel) bump(u, v int, w int64) (old int64) {
	for i, a := range k.arcs[u] {
		if a.to == v {
			if a.w+w == 0 {
				k.arcs[u] = slices.Delete(k.arcs[u], i, i+1)
			} else {
				k.arcs[u][i].w += w
			}
			return a.w
		}
	}
	k.arcs[u] = append(k.arcs[u], arc{v, w})
	return 0
}

func (k *kernel) double() {
	for v := range k.arcs {
		for i := range k.arcs[v] {
			k.arcs[v][i].w *= 2
		}
	}
	k.scale, k.base, k.total = 2*k.scale, 2*k.base, 2*k.total
}

// compact numbers the nodes that are left from 0 and returns their edges and
// their old numbers.
func (k *kernel) compact() (edges []kernelEdge, nodes []int) {
	number := make([]int, len(k.arcs))
	for v, as := range k.arcs {
		if len(as) > 0 {
			number[v] = len(nodes)
			nodes = append(nodes, v)
		}
	}
	for _, v := range nodes {
		for _, a := range k.arcs[v] {
			if v < a.to {
				edges = append(edges, kernelEdge{number[v], number[a.to], a.w})
			}
		}
	}
	return edges, nodes
}

// restore gives the nodes taken away their sides, last taken first.
func (k *kernel) restore(side []int8) {
	for i := len(k.steps) - 1; i >= 0; i-- {
		var pull int64
		for _, a := range k.steps[i].arcs {
			pull += a.w * int64(side[a.to])
		}
		side[k.steps[i].node] = 1
		if pull < 0 {
			side[k.steps[i].node] = -1
		}
	}
}

func abs(w int64) int64 { return max(w, -w) }

func sign(w int64) int64 {
	if w < 0 {
		return -1
	}
	return 1
}
