package signed

import (
	"math/rand/v2"
	"testing"
)

// TestModularitySparse searches many networks of small cliques and single
// nodes, in which the number of blocs falls from round to round of a search:
// the best partition so far must not be read with the room of the last one.
func TestModularitySparse(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 1))
		n := 40 + rng.IntN(60)
		size := 4 + rng.IntN(9)
		var edges []Edge
		for i := range n {
			for j := range i {
				p := 0.02
				if i/size == j/size {
					p = 0.4
				}
				if rng.Float64() < p {
					edges = append(edges, Edge{I: i, J: j, Sign: 1 - 2*rng.IntN(2)*rng.IntN(2)})
				}
			}
		}
		g, err := New(n, edges)
		if err != nil {
			t.Fatal(err)
		}
		if p, err := g.Modularity(1, &PartitionOptions{Restarts: 3, Seed: seed}); err != nil || len(p.Bloc) != n {
			t.Fatalf("seed %d: %v, %v", seed, p.Bloc, err)
		}
	}
}
