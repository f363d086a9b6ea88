package signed

import (
	"math"
	"math/rand/v2"
	"testing"
)

// exponential is tr exp of the matrix, by its power series.
func exponential(a [][]float64) float64 {
	n := len(a)
	term := make([][]float64, n)
	for i := range term {
		term[i] = make([]float64, n)
		term[i][i] = 1
	}
	var trace float64
	for k := 1; k < 120; k++ {
		for i := range n {
			trace += term[i][i]
		}
		next := make([][]float64, n)
		for i := range n {
			next[i] = make([]float64, n)
			for j := range n {
				for l := range n {
					next[i][j] += term[i][l] * a[l][j] / float64(k)
				}
			}
		}
		term = next
	}
	return trace
}

func TestWalkBalanceAgainstSeries(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 4))
	for range 10 {
		g := random(rng, 8, 0.7, 0.4, 2)
		with, without := make([][]float64, g.n), make([][]float64, g.n)
		for v, as := range g.arcs {
			with[v], without[v] = make([]float64, g.n), make([]float64, g.n)
			for _, a := range as {
				with[v][a.to], without[v][a.to] = float64(a.w), math.Abs(float64(a.w))
			}
		}
		got, err := g.WalkBalance()
		if want := exponential(with) / exponential(without); err != nil || math.Abs(got-want) > 1e-10 {
			t.Errorf("K = %v, %v; want %v", got, err, want)
		}
	}
}

// An all-hostile triangle has the spectrum 1, 1, -2 and without signs
// -1, -1, 2; its signed Laplacian has 1, 1, 4. One with a single enemy is
// switched from it; one with two enemies is balanced.
func TestSpectraOfTriangles(t *testing.T) {
	unbalanced := (2*math.E + math.Exp(-2)) / (2/math.E + math.Exp(2))
	for _, c := range []struct {
		signs          [3]int
		walk, conflict float64
	}{
		{[3]int{-1, -1, -1}, unbalanced, 1},
		{[3]int{1, 1, -1}, unbalanced, 1},
		{[3]int{1, -1, -1}, 1, 0},
		{[3]int{1, 1, 1}, 1, 0},
	} {
		g := mustGraph(3, []Edge{{I: 0, J: 1, Sign: c.signs[0]}, {I: 1, J: 2, Sign: c.signs[1]}, {I: 0, J: 2, Sign: c.signs[2]}})
		walk, err := g.WalkBalance()
		if err != nil || math.Abs(walk-c.walk) > 1e-12 {
			t.Errorf("%v: K = %v, %v; want %v", c.signs, walk, err, c.walk)
		}
		conflict, err := g.AlgebraicConflict()
		if err != nil || math.Abs(conflict-c.conflict) > 1e-12 {
			t.Errorf("%v: conflict %v, %v; want %v", c.signs, conflict, err, c.conflict)
		}
	}
}

func TestSpectraLaws(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 4))
	for range 20 {
		g := random(rng, 12, 0.6, 0.4, 3)
		conflict, err := g.AlgebraicConflict()
		if err != nil {
			t.Fatal(err)
		}
		if bound, index := conflict*float64(g.n)/4, solve(t, g, nil).Index; bound > float64(index)+1e-9 {
			t.Errorf("a quarter of n times the conflict is %v, above the line index %d", bound, index)
		}
	}
	if k, err := mustGraph(0, nil).WalkBalance(); err != nil || !math.IsNaN(k) {
		t.Errorf("no nodes: K = %v, %v", k, err)
	}
	if k, err := mustGraph(2, nil).WalkBalance(); err != nil || k != 1 {
		t.Errorf("no edges: K = %v, %v", k, err)
	}
	if k, err := mustGraph(2, []Edge{{I: 0, J: 1, Sign: 1, Weight: 5000}}).WalkBalance(); err != nil || math.Abs(k-1) > 1e-9 {
		t.Errorf("a heavy edge: K = %v, %v", k, err)
	}
}
