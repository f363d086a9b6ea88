package signed

import (
	"math"
	"slices"
	"testing"
)

func TestAdjustedRand(t *testing.T) {
	for _, c := range []struct {
		x, y []int
		want float64
	}{
		// Hubert & Arabie's formula by hand: 2 pairs in both, 6 in x, 7 in y, of
		// 15: (2 - 42/15)/(13/2 - 42/15).
		{[]int{0, 0, 0, 1, 1, 1}, []int{0, 0, 1, 1, 1, 1}, (4 - 42./15) / (13./2 - 42./15)},
		{[]int{0, 0, 1, 1}, []int{5, 5, 2, 2}, 1},
		{[]int{0, 0, 1, 1}, []int{0, 1, 0, 1}, (0 - 4./6) / (2 - 4./6)},
		{[]int{0, 0, 0}, []int{1, 1, 1}, 1},
		{[]int{0, 1, 2}, []int{2, 1, 0}, 1},
		{[]int{0, 0, 0, 0}, []int{0, 1, 2, 3}, 0},
		{[]int{0, 0, 1, 1, Absent}, []int{0, 0, 1, 1, 1}, 1},
		{[]int{0, Absent}, []int{0, 0}, math.NaN()},
		{nil, nil, math.NaN()},
	} {
		got, err := AdjustedRand(c.x, c.y)
		if err != nil {
			t.Fatal(err)
		}
		back, _ := AdjustedRand(c.y, c.x)
		same := func(a, b float64) bool { return math.Abs(a-b) < 1e-14 || math.IsNaN(a) && math.IsNaN(b) }
		if !same(got, c.want) || !same(got, back) {
			t.Errorf("AdjustedRand(%v, %v) = %v, and %v the other way; want %v", c.x, c.y, got, back, c.want)
		}
	}
	if _, err := AdjustedRand([]int{0}, nil); err == nil {
		t.Error("partitions of different nodes are accepted")
	}
}

func TestCoMembership(t *testing.T) {
	share, err := CoMembership([][]int{{0, 0, 1, Absent}, {0, 1, 1, Absent}, {2, 2, Absent, 0}, {0, 0, 1, Absent}})
	if err != nil {
		t.Fatal(err)
	}
	if share[0][1] != 0.75 || share[1][0] != 0.75 || share[1][2] != 1./3 || share[0][3] != 0 || !math.IsNaN(share[2][3]) || share[2][2] != 1 {
		t.Errorf("shares %v", share)
	}
	if _, err := CoMembership(nil); err == nil {
		t.Error("no partitions are accepted")
	}
	if _, err := CoMembership([][]int{{0}, {0, 1}}); err == nil {
		t.Error("partitions of different nodes are accepted")
	}
}

func TestConsensus(t *testing.T) {
	partitions := [][]int{{0, 0, 0, 1, 1, 1}, {0, 0, 0, 1, 1, 1}, {0, 0, 1, 1, 1, 1}, {0, 0, 0, 1, 1, 2}}
	p, stability, err := Consensus(partitions, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := []int{0, 0, 0, 1, 1, 1}; !slices.Equal(p.Bloc, want) {
		t.Errorf("consensus %v, want %v", p.Bloc, want)
	}
	// Of 15 pairs and 4 partitions: the third disagrees on 5 pairs, the fourth
	// on 2.
	if want := 1 - 7./60; math.Abs(p.Value-want) > 1e-14 {
		t.Errorf("agreement %v, want %v", p.Value, want)
	}
	if want := (1 + 0.75) / 2; stability[0] != want || stability[5] != 0.75 {
		t.Errorf("stability %v, want %v first and 0.75 last", stability, want)
	}
}
