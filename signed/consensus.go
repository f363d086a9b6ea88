package signed

import (
	"fmt"
	"math"
)

// Absent marks a node that a partition does not place, as one left out of a
// resample.
const Absent = -1

// CoMembership returns, for each pair of nodes, the share of the partitions
// placing both that put them in one bloc; NaN if none places both. All
// partitions are of the same nodes.
func CoMembership(partitions [][]int) ([][]float64, error) {
	if len(partitions) == 0 {
		return nil, fmt.Errorf("signed: co-membership over no partitions; give one or more")
	}
	n := len(partitions[0])
	for i, p := range partitions {
		if len(p) != n {
			return nil, fmt.Errorf("signed: partition %d places %d nodes, partition 0 places %d; mark nodes left out with Absent", i, len(p), n)
		}
	}
	share := newAffinity(n)
	for v := range n {
		for u := range v + 1 {
			var both, together int
			for _, p := range partitions {
				if p[u] != Absent && p[v] != Absent {
					both++
					if p[u] == p[v] {
						together++
					}
				}
			}
			share[u][v] = float64(together) / float64(both)
			share[v][u] = share[u][v]
		}
	}
	return share, nil
}

// Consensus looks for the median of partitions: the one that disagrees least
// with them, pair by pair (Mirkin's distance). Value is the mean share of the
// pairs on which it agrees with them, counting only pairs placed; NaN without
// any. Stability, per node, is the mean co-membership of a node with the other
// nodes of its bloc, NaN if it is alone.
func Consensus(partitions [][]int, o *PartitionOptions) (consensus Partition, stability []float64, err error) {
	share, err := CoMembership(partitions)
	if err != nil {
		return Partition{}, nil, err
	}
	n := len(share)
	a := newAffinity(n)
	var apart float64 // agreement of the partition of all nodes alone
	var pairs float64
	for v := range n {
		for u := range v {
			if s := share[u][v]; !math.IsNaN(s) {
				a[u][v], a[v][u] = 2*s-1, 2*s-1
				apart += 1 - s
				pairs++
			}
		}
	}
	consensus = a.partition(n, o, func(worth float64) float64 { return (apart + worth) / pairs })
	stability = make([]float64, n)
	for v := range n {
		var sum, mates float64
		for u := range n {
			if u != v && consensus.Bloc[u] == consensus.Bloc[v] && !math.IsNaN(share[u][v]) {
				sum += share[u][v]
				mates++
			}
		}
		stability[v] = sum / mates
	}
	return consensus, stability, nil
}

// AdjustedRand is the adjusted Rand index of two partitions (Hubert & Arabie
// 1985, eq. 5), over the nodes that both place: 1 if they are the same, 0 on
// average for independent ones of the same sizes. It is NaN for fewer than two
// such nodes.
func AdjustedRand(x, y []int) (float64, error) {
	if len(x) != len(y) {
		return math.NaN(), fmt.Errorf("signed: partitions of %d and of %d nodes; give them the same nodes, Absent where not placed", len(x), len(y))
	}
	var n int64
	table, rows, columns := map[[2]int]int64{}, map[int]int64{}, map[int]int64{}
	for v := range x {
		if x[v] != Absent && y[v] != Absent {
			n++
			table[[2]int{x[v], y[v]}]++
			rows[x[v]]++
			columns[y[v]]++
		}
	}
	if n < 2 {
		return math.NaN(), nil
	}
	both, inX, inY, all := pairs(table), pairs(rows), pairs(columns), float64(n*(n-1)/2)
	if inX == inY && inX == both {
		return 1, nil // among them the two trivial partitions, where the index is 0/0
	}
	expected := inX * inY / all
	return (both - expected) / ((inX+inY)/2 - expected), nil
}

// pairs is the number of pairs within the cells of a table; whole numbers, so
// the order of the map does not matter.
func pairs[K comparable](table map[K]int64) float64 {
	var sum int64
	for _, c := range table {
		sum += c * (c - 1) / 2
	}
	return float64(sum)
}
