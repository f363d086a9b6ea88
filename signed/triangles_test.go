package signed

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestTrianglesAgainstEnumeration(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 2, 3, 20, 64, 65, 130} {
		g := random(rng, n, 0.3, 0.4, 3)
		signs := make([][]int, n)
		for v := range signs {
			signs[v] = make([]int, n)
		}
		for _, e := range g.edges {
			signs[e.I][e.J] = e.Sign
		}
		var want Triangles
		for i := range n {
			for j := range n {
				for k := range n {
					a, b, c := signs[i][j], signs[j][k], signs[i][k]
					if a*b*c == 0 {
						continue
					}
					switch a + b + c {
					case 3:
						want.PPP++
					case 1:
						want.PPM++
					case -1:
						want.PMM++
					case -3:
						want.MMM++
					}
				}
			}
		}
		got := g.Triangles()
		if got != want {
			t.Errorf("%d nodes: %v, want %v", n, got, want)
		}
		if got.Total() == 0 != math.IsNaN(got.Balance()) {
			t.Errorf("%d nodes: balance %v of %d triangles", n, got.Balance(), got.Total())
		}
	}
}

func TestTriangleShares(t *testing.T) {
	census := Triangles{PPP: 4, PPM: 3, PMM: 2, MMM: 1}
	if census.Balance() != 0.6 || census.Clusterability() != 0.7 {
		t.Errorf("balance %v, clusterability %v; want 0.6, 0.7", census.Balance(), census.Clusterability())
	}
}
