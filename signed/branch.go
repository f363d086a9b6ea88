package signed

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// kernelEdge is an edge of a kernel; w is sign times weight, in kernel units.
type kernelEdge struct {
	u, v int
	w    int64
}

func (e kernelEdge) frustrated(side []int8) bool { return e.w*int64(side[e.u]*side[e.v]) < 0 }

// solver finds the partition of a kernel that frustrates least, by branch and
// bound over the covering program: choose edges to cut, of least weight, so
// that every negative cycle loses one (Aref, Mason & Wilson 2018 give the
// binary program; the cycles that are needed are generated as they are
// violated).
//
// Floating point decides only where to look. What is pruned is pruned on a
// packing of negative cycles checked in whole numbers, by certify.
type solver struct {
	ctx      context.Context
	edges    []kernelEdge
	cost     []float64 // weight in units of the block, for the program
	unit     int64     // costs of partitions differ by multiples of it
	best     []int8
	bestCost int64
	search   search
	sep      *separator
	work     int64
	limit    int64
	cells    int64 // numbers held by the dictionaries that wait up the tree
}

const (
	// shift: packings of cycles are counted in 2^-shift kernel units.
	shift = 20
	// maxCells bounds the numbers in all dictionaries together, 400 MB; where
	// it binds, the proof stops with the bound that it has.
	maxCells = 5e7
	// maxCuts bounds the cuts added at a time.
	maxCuts = 500
	// stretch is the work between two looks at the limits.
	stretch = 1e8
)

func newSolver(ctx context.Context, n int, edges []kernelEdge, unit, limit int64, seed uint64) *solver {
	s := &solver{ctx: ctx, edges: edges, unit: unit, limit: limit, sep: newSeparator(n, edges)}
	arcs := make([][]arc, n)
	rng := rand.New(rand.NewPCG(seed, 1))
	for _, e := range edges {
		arcs[e.u] = append(arcs[e.u], arc{e.v, e.w})
		arcs[e.v] = append(arcs[e.v], arc{e.u, e.w})
		// Equal weights make the dual values tie and the simplex method stall.
		// Weights a little lower break the ties, and what packs into them
		// packs into the true ones; all together they lose much less than 1.
		w := float64(abs(e.w)) / float64(unit)
		s.cost = append(s.cost, w-1e-5*min(1, w)*rng.Float64())
	}
	s.search = search{arcs: arcs, rng: rng}
	return s
}

// solve looks for best and returns a bound below which no partition is:
// bestCost, if best is proven optimal.
func (s *solver) solve(kicks int) (bound int64) {
	s.start(kicks)
	cycles, packed, links := s.sep.pack()
	s.work += 4 * int64(links)
	proven := packed << shift
	if !s.prune(proven) {
		d := newDictionary(s.cost)
		for _, c := range cycles[:min(len(cycles), maxCuts, maxCells/len(s.edges))] {
			d.add(c)
		}
		proven = s.explore(d, make([]decision, len(s.edges)), proven)
	}
	// Every cost is bestCost less some units; round the bound up to one.
	room := max(0, s.bestCost<<shift-proven)
	return s.bestCost - room>>shift/s.unit*s.unit
}

// start makes a first partition: one grown along a heaviest spanning tree,
// improved by the search.
func (s *solver) start(kicks int) {
	s.best = s.grown(func(int) float64 { return 0 })
	s.search.start(s.best)
	s.bestCost = s.search.cost
	for k := 0; k < kicks && s.ctx.Err() == nil; k++ {
		s.bestCost = s.search.improve(s.best)
	}
	s.sep.orient(s.best)
}

// grown returns the sides that follow from a spanning tree of least value.
func (s *solver) grown(value func(int) float64) []int8 {
	order := make([]int, len(s.edges))
	values := make([]float64, len(s.edges))
	for e := range order {
		order[e], values[e] = e, value(e)
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(values[a], values[b]), cmp.Compare(abs(s.edges[b].w), abs(s.edges[a].w)), cmp.Compare(a, b))
	})
	sides := newParity(len(s.search.arcs))
	for _, e := range order {
		sides.join(s.edges[e])
	}
	side := make([]int8, len(s.search.arcs))
	for v := range side {
		_, side[v] = sides.find(v)
	}
	return side
}

// try makes side, improved by descent, the best if it is better.
func (s *solver) try(side []int8) {
	s.search.start(side)
	s.search.descend()
	if s.search.cost < s.bestCost {
		s.bestCost = s.search.cost
		copy(s.best, s.search.side)
		s.sep.orient(s.best)
	}
}

// decision is what a branch says of an edge.
type decision int8

const (
	free decision = iota
	kept          // not frustrated
	lost          // frustrated
)

// explore searches the partitions that do as decided, which d knows too, and
// uses both up. It improves best and returns a bound in 2^-shift units: none of
// them is below it, or none is better than best. floor is a bound that is known
// already.
func (s *solver) explore(d *dictionary, decided []decision, floor int64) int64 {
	for {
		pivots, end := d.optimize(1 + int(stretch/(1+d.cells())))
		s.work += int64(pivots+1) * d.cells()
		bound, slack := s.certify(d, decided)
		floor = max(floor, bound)
		if s.prune(floor) {
			return s.bestCost << shift
		}
		// An edge that no better partition can frustrate.
		var fixed []int
		for e := range s.edges {
			if decided[e] == free && s.prune(bound+slack[e]) {
				fixed = append(fixed, e)
			}
		}
		if len(fixed) > 0 && !s.keep(d, decided, fixed) {
			return s.bestCost << shift
		}
		if len(fixed) > 0 {
			continue // the edges that follow may have left the basis
		}
		if end == spoilt || s.work > s.limit || s.ctx.Err() != nil {
			return floor
		}
		if end == unfinished {
			continue
		}
		s.try(s.grown(d.value))
		if s.prune(floor) {
			return s.bestCost << shift
		}
		cycles, links := s.sep.cycles(d.value, maxCuts)
		s.work += 4 * int64(links)
		if len(cycles) == 0 {
			break
		}
		d.purge()
		if s.cells+d.cells()+int64(len(cycles)*len(d.cost)) > maxCells {
			return floor
		}
		for _, c := range cycles {
			d.add(c)
		}
	}
	e := s.branchOn(d, decided)
	if e < 0 {
		return floor // the program's answer is whole: rounding hid a better bound
	}
	other, decidedOther := d.clone(), slices.Clone(decided)
	other.add([]int32{int32(e)})
	decidedOther[e] = lost
	waiting := d.cells()
	s.cells += waiting
	lostBound := s.explore(other, decidedOther, floor)
	s.cells -= waiting
	if s.prune(floor) {
		return s.bestCost << shift
	}
	if !s.keep(d, decided, []int{e}) {
		return lostBound
	}
	return min(lostBound, s.explore(d, decided, floor))
}

// prune says that partitions of at least this bound cannot better the best.
func (s *solver) prune(bound int64) bool { return bound > (s.bestCost-s.unit)<<shift }

// branchOn picks the edge on which the program is most undecided, the heavier
// of two.
func (s *solver) branchOn(d *dictionary, decided []decision) int {
	pick, most := -1, 1e-4
	for e := range s.edges {
		if decided[e] != free {
			continue
		}
		f := d.value(e)
		if doubt := min(f, 1-f) * s.cost[e]; doubt > most {
			pick, most = e, doubt
		}
	}
	return pick
}

// keep decides that edges are not frustrated, nor those that follow. It reports
// whether any partition does so.
func (s *solver) keep(d *dictionary, decided []decision, edges []int) bool {
	for _, e := range edges {
		decided[e] = kept
	}
	sides := newParity(len(s.search.arcs))
	for e, ke := range s.edges {
		if decided[e] == kept && !sides.join(ke) {
			return false
		}
	}
	for e, ke := range s.edges {
		if decided[e] != kept && sides.agrees(ke) {
			if decided[e] == lost {
				return false
			}
			decided[e] = kept
		}
		if decided[e] == kept {
			d.drop(e)
		}
	}
	return true
}

// certify turns the dual values of d into a packing of cuts, in whole numbers
// of 2^-shift kernel units: each cut has a share, and the shares of the cuts
// through an edge sum to no more than its weight. The sum of the shares is a
// lower bound on the cost of every partition that d allows. slack is what each
// edge has left: a partition that frustrates it costs that much more. Edges
// that are kept, never frustrated, carry any load.
func (s *solver) certify(d *dictionary, decided []decision) (bound int64, slack []int64) {
	slack = make([]int64, len(s.edges))
	for e, ke := range s.edges {
		slack[e] = abs(ke.w) << shift
		if decided[e] == kept {
			slack[e] = math.MaxInt64
		}
	}
	most := s.bestCost << shift
	for j, v := range d.nonbasic {
		if v < d.m || !(d.cost[j] > 0) {
			continue
		}
		share := most
		if want := d.cost[j] * float64(s.unit) * (1 << shift); want < float64(most) {
			share = int64(want)
		}
		for _, e := range d.cuts[v-d.m] {
			share = min(share, slack[e])
		}
		for _, e := range d.cuts[v-d.m] {
			if decided[e] != kept {
				slack[e] -= share
			}
		}
		if bound += share; bound >= most {
			break // enough to prune
		}
	}
	return bound, slack
}

// parity keeps sets of nodes whose sides relative to one another are known.
type parity struct {
	parent []int
	flip   []int8 // side relative to the parent
}

func newParity(n int) *parity {
	p := &parity{make([]int, n), make([]int8, n)}
	for v := range n {
		p.parent[v], p.flip[v] = v, 1
	}
	return p
}

// find returns the set of v and the side of v relative to it.
func (p *parity) find(v int) (set int, side int8) {
	if p.parent[v] == v {
		return v, 1
	}
	set, side = p.find(p.parent[v])
	p.parent[v] = set
	p.flip[v] *= side
	return set, p.flip[v]
}

// agrees reports whether the ends of e are known to agree with it.
func (p *parity) agrees(e kernelEdge) bool {
	u, su := p.find(e.u)
	v, sv := p.find(e.v)
	return u == v && e.w*int64(su*sv) > 0
}

// join makes the ends of e agree with it, unless they are known to disagree.
func (p *parity) join(e kernelEdge) bool {
	u, su := p.find(e.u)
	v, sv := p.find(e.v)
	if u == v {
		return e.w*int64(su*sv) > 0
	}
	p.parent[u], p.flip[u] = v, su*sv*int8(sign(e.w))
	return true
}
