package signed

import (
	"math"
	"slices"
)

// dictionary is the simplex dictionary of a covering program
//
//	min c·f   subject to   f(C) >= 1 for every cut C,   f >= 0
//
// over the edges of a kernel: every basic variable, and the objective, as an
// affine function of the nonbasic ones. Cuts are added and the optimum is found
// again by the dual simplex method; c >= 0, so the first dictionary is dual
// feasible and so is every later one. A dictionary has as many columns as
// there are edges that may be cut, however many cuts there are, and as many
// rows as cuts worth keeping: some hundreds of each here, for which the dense
// form is both the shortest and the fastest.
//
// Variables 0 … m-1 are the edges, variable m+i is the surplus of cuts[i].
// The dual values that certify a bound stand in cost, under the surpluses.
type dictionary struct {
	m        int
	cuts     [][]int32
	rows     [][]float64 // per row: coefficient per column, then the value
	basic    []int       // per row: its variable
	scale    []float64   // per row: Devex weight, about the squared length of the row
	cost     []float64   // per column: reduced cost, then the objective
	nonbasic []int       // per column: its variable
	place    []int       // per edge: its column, or -1-row, or gone
}

const gone = math.MinInt

const (
	feasible = 1e-9 // a value above -feasible counts as nonnegative
	pivotMin = 1e-7 // no pivot is smaller
)

func newDictionary(cost []float64) *dictionary {
	m := len(cost)
	d := &dictionary{m: m, cost: append(slices.Clone(cost), 0), nonbasic: make([]int, m), place: make([]int, m)}
	for e := range m {
		d.nonbasic[e], d.place[e] = e, e
	}
	return d
}

func (d *dictionary) clone() *dictionary {
	c := *d
	c.cuts = slices.Clip(d.cuts)
	c.basic, c.nonbasic, c.place = slices.Clone(d.basic), slices.Clone(d.nonbasic), slices.Clone(d.place)
	c.cost, c.scale = slices.Clone(d.cost), slices.Clone(d.scale)
	c.rows = make([][]float64, len(d.rows))
	for i, row := range d.rows {
		c.rows[i] = slices.Clone(row)
	}
	return &c
}

// value is f at edge e.
func (d *dictionary) value(e int) float64 {
	if p := d.place[e]; p < 0 && p != gone {
		return max(0, d.rows[-1-p][len(d.cost)-1])
	}
	return 0
}

// add puts in the constraint that f sums to 1 or more over the edges of cut.
func (d *dictionary) add(cut []int32) {
	row := make([]float64, len(d.cost))
	row[len(row)-1] = -1
	for _, e := range cut {
		switch p := d.place[e]; {
		case p >= 0:
			row[p]++
		case p != gone:
			axpy(1, d.rows[-1-p], row)
		}
	}
	d.rows = append(d.rows, row)
	d.scale = append(d.scale, dot(row, row))
	d.basic = append(d.basic, d.m+len(d.cuts))
	d.cuts = append(d.cuts, cut)
}

// cells is how many numbers the rows hold.
func (d *dictionary) cells() int64 { return int64(len(d.rows)) * int64(len(d.cost)) }

// outcome is how optimize ended. However it did, the dual values are
// nonnegative and certify what they certify.
type outcome int

const (
	optimal    outcome = iota
	unfinished         // out of pivots
	spoilt             // by rounding: the program has a solution, and the dictionary says not
)

// optimize pivots until no value is negative, at most limit times.
func (d *dictionary) optimize(limit int) (pivots int, end outcome) {
	for ; pivots < limit; pivots++ {
		r, worst := -1, 0.0
		last := len(d.cost) - 1
		for i, row := range d.rows {
			if v := row[last]; v < -feasible && v*v > worst*d.scale[i] {
				r, worst = i, v*v/d.scale[i]
			}
		}
		if r < 0 {
			return pivots, optimal
		}
		c := d.entering(d.rows[r], 1)
		if c < 0 {
			return pivots, spoilt
		}
		d.pivot(r, c)
	}
	return pivots, unfinished
}

// entering picks the column that keeps every reduced cost nonnegative when the
// row's variable leaves the basis upwards (way 1) or downwards (way -1); among
// near ties the largest pivot.
func (d *dictionary) entering(row []float64, way float64) int {
	c, best := -1, math.Inf(1)
	for j := range d.nonbasic {
		if a := way * row[j]; a > pivotMin {
			ratio := max(0, d.cost[j]) / a
			if ratio < best-1e-12 || ratio <= best+1e-12 && a > way*row[c] {
				c, best = j, min(best, ratio)
			}
		}
	}
	return c
}

// pivot exchanges the variable of row r and that of column c.
func (d *dictionary) pivot(r, c int) {
	row := d.rows[r]
	inv := 1 / row[c]
	weight := d.scale[r]
	d.scale[r] = max(1, weight*inv*inv)
	for j := range row {
		row[j] *= -inv
	}
	row[c] = inv
	for i, other := range d.rows {
		if a := other[c]; i != r && a != 0 {
			d.scale[i] = max(d.scale[i], weight*inv*inv*a*a)
			other[c] = 0
			axpy(a, row, other)
		}
	}
	if a := d.cost[c]; a != 0 {
		d.cost[c] = 0
		axpy(a, row, d.cost)
	}
	in, out := d.nonbasic[c], d.basic[r]
	d.basic[r], d.nonbasic[c] = in, out
	if in < d.m {
		d.place[in] = -1 - r
	}
	if out < d.m {
		d.place[out] = c
	}
}

// drop removes edge e, which is not to be cut, from the program: f is 0 there.
// It reports whether it could; it cannot if rounding has spoilt the dictionary
// or no other edge can do the cutting.
func (d *dictionary) drop(e int) bool {
	if p := d.place[e]; p == gone {
		return true
	} else if p < 0 {
		c := d.entering(d.rows[-1-p], -1)
		if c < 0 {
			return false
		}
		d.pivot(-1-p, c)
	}
	c, last := d.place[e], len(d.nonbasic)-1
	d.place[e] = gone
	// The last column takes the place of the one that goes.
	if v := d.nonbasic[last]; c != last {
		d.nonbasic[c] = v
		if v < d.m {
			d.place[v] = c
		}
	}
	d.nonbasic = d.nonbasic[:last]
	shrink := func(row []float64) []float64 {
		row[c] = row[last]
		row[last] = row[last+1]
		return row[:last+1]
	}
	for i := range d.rows {
		d.rows[i] = shrink(d.rows[i])
	}
	d.cost = shrink(d.cost)
	return true
}

// purge forgets the cuts that f satisfies with room to spare, but for cuts of
// one edge, which are the decisions of the branch.
func (d *dictionary) purge() {
	last, kept := len(d.cost)-1, 0
	for i, row := range d.rows {
		v := d.basic[i]
		if v >= d.m && row[last] > 1e-3 && len(d.cuts[v-d.m]) > 1 {
			continue
		}
		d.rows[kept], d.basic[kept], d.scale[kept] = row, v, d.scale[i]
		if v < d.m {
			d.place[v] = -1 - kept
		}
		kept++
	}
	d.rows, d.basic, d.scale = d.rows[:kept], d.basic[:kept], d.scale[:kept]
}

func dot(x, y []float64) (sum float64) {
	for i, v := range x {
		sum += v * y[i]
	}
	return sum
}

// axpy adds a times x to y.
func axpy(a float64, x, y []float64) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] += a * v
	}
}
