package signed

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func lineIndex(g *Graph) (float64, error) {
	f, err := g.Frustration(context.Background(), nil)
	return float64(f.Index), err
}

func TestPermuteSigns(t *testing.T) {
	g, _ := planted(rand.New(rand.NewPCG(1, 5)), 2, 12, 0.4, 0.05)
	null, err := g.PermuteSigns(19, 1, lineIndex)
	if err != nil {
		t.Fatal(err)
	}
	if null.Low != 0.05 || null.High != 1 || null.Z > -3 || len(null.Draws) != 19 {
		t.Errorf("two camps: levels %v and %v, z %v, %d draws", null.Low, null.High, null.Z, len(null.Draws))
	}
	again, _ := g.PermuteSigns(19, 1, lineIndex)
	other, _ := g.PermuteSigns(19, 2, lineIndex)
	if !slices.Equal(null.Draws, again.Draws) || slices.Equal(null.Draws, other.Draws) {
		t.Error("the draws do not follow the seed")
	}
}

// The null keeps the edges, the weights and the number of hostile edges.
func TestPermuteSignsKeeps(t *testing.T) {
	g := random(rand.New(rand.NewPCG(2, 5)), 20, 0.4, 0.3, 9)
	hostile := func(g *Graph) (n int) {
		for _, e := range g.edges {
			n += (1 - e.Sign) / 2
		}
		return n
	}
	var changed bool
	_, err := g.PermuteSigns(20, 3, func(p *Graph) (float64, error) {
		if hostile(p) != hostile(g) || len(p.edges) != len(g.edges) {
			t.Fatalf("%d hostile edges of %d, want %d of %d", hostile(p), len(p.edges), hostile(g), len(g.edges))
		}
		for k, e := range p.edges {
			if o := g.edges[k]; e.I != o.I || e.J != o.J || e.Weight != o.Weight {
				t.Fatalf("edge %v was %v", e, o)
			} else if e.Sign != o.Sign {
				changed = true
			}
		}
		return 0, nil
	})
	if err != nil || !changed {
		t.Errorf("error %v, changed %v", err, changed)
	}
}

// On graphs whose signs are random, the levels must be spread evenly.
func TestPermuteSignsHoldsItsLevel(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 5))
	rejected := 0
	for range 400 {
		null, err := random(rng, 25, 0.3, 0.4, 1).PermuteSigns(39, rng.Uint64(), func(g *Graph) (float64, error) {
			return g.Triangles().Balance() + 1e-9*rng.Float64(), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if null.Low <= 0.1 {
			rejected++
		}
	}
	if rejected < 22 || rejected > 60 { // 40 expected, three standard errors of 6
		t.Errorf("%d of 400 rejected at 0.1", rejected)
	}
}

func TestPermuteSignsRefuses(t *testing.T) {
	g := mustGraph(3, []Edge{{I: 0, J: 1, Sign: 1}, {I: 1, J: 2, Sign: -1}})
	if _, err := g.PermuteSigns(0, 1, lineIndex); err == nil {
		t.Error("no draws are accepted")
	}
	why := errors.New("no")
	if _, err := g.PermuteSigns(3, 1, func(*Graph) (float64, error) { return 0, why }); !errors.Is(err, why) {
		t.Errorf("error %v, want %v", err, why)
	}
	null, err := g.PermuteSigns(3, 1, func(*Graph) (float64, error) { return 2, nil })
	if err != nil || !math.IsNaN(null.Z) || null.Low != 1 || null.High != 1 {
		t.Errorf("a constant: %+v, %v", null, err)
	}
}
