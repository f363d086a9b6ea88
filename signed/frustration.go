package signed

import (
	"context"
	"fmt"
	"math"
)

// FrustrationOptions says how hard to look. Nil means the defaults.
type FrustrationOptions struct {
	// Work is how many elementary steps may be spent on proving, about 10^9 of
	// which take a second; default 2·10^10. The answer depends on the limit,
	// never on the speed of the machine.
	Work int64
	// Kicks is how many rounds of local search make the first partition;
	// default 20.
	Kicks int
	// Seed starts the random numbers of the local search.
	Seed uint64
}

// Frustration is the line index of balance of a graph and the two camps that
// attain it.
type Frustration struct {
	// Index is the weight of the edges that Camp frustrates. It is the line
	// index itself if Proven, else an upper bound on it.
	Index int64
	// Bound is a lower bound on the line index; Index if Proven.
	Bound int64
	// Proven says that no two camps frustrate less than Camp.
	Proven bool
	// Camp is 0 or 1 for each node. In each connected component the first node
	// is in camp 0: the camps of two components have nothing to do with each
	// other. The best camps need not be unique.
	Camp []int
	// Normalized is 1 - 2·Index/m, m the weight of all edges: 1 for a balanced
	// graph (Aref & Wilson 2018); NaN for a graph without edges.
	Normalized float64
	// Work is the number of elementary steps that were spent.
	Work int64
}

// Gap is how far the line index may be below Index: 0 if proven.
func (f Frustration) Gap() int64 { return f.Index - f.Bound }

// Frustration computes the line index of balance (Abelson & Rosenberg 1958;
// Harary 1959), also called frustration index: over all ways to put the nodes
// into two camps, the least weight of the hostile edges within a camp and the
// friendly edges between camps.
//
// The graph is cut into biconnected blocks and each is reduced to its kernel;
// there tabu search gives a partition, and branch and bound over packings of
// negative cycles proves it or finds a better one. The problem is NP-hard:
// networks like those of states are proven in milliseconds, random signs on a
// complete graph of thirty nodes or more are not, and then the answer is the
// best partition found with a certified Bound.
//
// If ctx ends before the proof, the error is its cause, and the Frustration
// returned still holds: camps, an upper and a lower bound.
func (g *Graph) Frustration(ctx context.Context, o *FrustrationOptions) (Frustration, error) {
	opt := FrustrationOptions{}
	if o != nil {
		opt = *o
	}
	if opt.Work == 0 {
		opt.Work = 2e10
	}
	if opt.Kicks == 0 {
		opt.Kicks = 20
	}
	if opt.Work < 0 || opt.Kicks < 0 {
		return Frustration{}, fmt.Errorf("signed: Work %d and Kicks %d must not be negative; 0 means the default", opt.Work, opt.Kicks)
	}
	f := Frustration{Proven: true, Camp: make([]int, g.n), Normalized: math.NaN()}
	side := make([]int8, g.n)
	blocks := g.blocks()
	for i := len(blocks) - 1; i >= 0; i-- {
		b := blocks[i]
		camp, bound, work := b.solve(ctx, opt)
		f.Bound += bound
		f.Work += work
		opt.Work = max(0, opt.Work-work)
		turn := int8(1)
		for j, v := range b.nodes {
			if side[v] != 0 {
				turn = side[v] * camp[j]
			}
		}
		for j, v := range b.nodes {
			side[v] = turn * camp[j]
		}
	}
	f.Index = g.frustrated(side)
	f.Proven = f.Index == f.Bound
	if m := g.Weight(); m > 0 {
		f.Normalized = 1 - 2*float64(f.Index)/float64(m)
	}
	g.camps(side, f.Camp)
	if f.Proven {
		return f, nil
	}
	return f, context.Cause(ctx)
}

// camps writes the camps of side, the first node of each component in camp 0.
func (g *Graph) camps(side []int8, camp []int) {
	seen := make([]bool, g.n)
	for root := range g.n {
		if seen[root] {
			continue
		}
		seen[root] = true
		for stack := []int{root}; len(stack) > 0; {
			v := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if side[v] != side[root] {
				camp[v] = 1
			}
			for _, a := range g.arcs[v] {
				if !seen[a.to] {
					seen[a.to] = true
					stack = append(stack, a.to)
				}
			}
		}
	}
}

// solve returns sides for the nodes of b, a lower bound on what any sides
// frustrate, and the work done.
func (b block) solve(ctx context.Context, opt FrustrationOptions) (side []int8, bound, work int64) {
	k := reduce(b.arcs)
	side = make([]int8, len(b.nodes))
	for v := range side {
		side[v] = 1
	}
	edges, nodes := k.compact()
	if len(edges) > 0 {
		s := newSolver(ctx, len(nodes), edges, k.scale*b.divisor(), opt.Work, opt.Seed)
		bound = s.solve(opt.Kicks)
		for i, v := range nodes {
			side[v] = s.best[i]
		}
		work = s.work
	}
	k.restore(side)
	return side, (bound + k.base) / k.scale, work
}

// divisor is the greatest common divisor of the weights of b.
func (b block) divisor() int64 {
	var d int64
	for _, as := range b.arcs {
		for _, a := range as {
			for w := abs(a.w); w != 0; {
				d, w = w, d%w
			}
		}
	}
	return d
}
