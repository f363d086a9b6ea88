package measure

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/entente-observatory/entente"
)

// TestFarther holds the sweep against counting pair by pair.
func TestFarther(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for trial := range 200 {
		n := 3 + r.IntN(12)
		v := make([]float64, n)
		for i := range v {
			v[i] = float64(r.IntN(8)) / 4 // ties on purpose
		}
		d := math.Abs(v[0] - v[1])
		more, same := 0, 0
		for i := range n {
			for j := range i {
				switch x := math.Abs(v[i] - v[j]); {
				case math.Abs(x-d) < 1e-9:
					same++
				case x > d:
					more++
				}
			}
		}
		want := (float64(more) + float64(same-1)/2) / float64(n*(n-1)/2-1)
		if got := farther(v, d); math.Abs(got-want) > 1e-12 {
			t.Fatalf("trial %d: got %v, want %v", trial, got, want)
		}
	}
}

// TestNearerAndSince works a case by hand: four states on a line, of which the
// first two part in session 2 and meet again in session 3.
func TestNearerAndSince(t *testing.T) {
	table := &entente.IdealPoints{Draws: 1}
	at := map[entente.CCode][4]float64{2: {0, 0, 0, 0}, 20: {0.1, 3, 0.1, 0.2}, 40: {1, 1, 1, 1}, 70: {2.5, 2.5, 2.5, 2.5}}
	for _, c := range []entente.CCode{2, 20, 40, 70} {
		for s := range 4 {
			table.Rows = append(table.Rows, entente.IdealPoint{State: c, Session: int16(s + 1), Theta: at[c][s]})
			table.Theta = append(table.Theta, float32(at[c][s]))
		}
	}
	for s, want := range map[int]float64{1: 1, 2: 0, 4: 1} {
		if e := Nearer(table, 2, 20, s); e.Value != want || e.N != 6 {
			t.Errorf("session %d: %+v, want %v of 6 dyads", s, e, want)
		}
	}
	if got := SideSince(table, 2, 20, 4); got != 3 {
		t.Errorf("on the same side since session %d, want 3", got)
	}
	// One draw, in which they part after session 1: (0+1)/(1+2).
	if got := CloserProbability(table, 2, 20, 1, 2); math.Abs(got-1.0/3) > 1e-12 {
		t.Errorf("closer with probability %v, want 1/3", got)
	}
	if got := CloserProbability(table, 2, 20, 2, 3); math.Abs(got-2.0/3) > 1e-12 {
		t.Errorf("closer with probability %v, want 2/3", got)
	}
	if e := Nearer(table, 2, 200, 1); e.Status != entente.Missing {
		t.Errorf("a state that did not vote has %v", e.Status)
	}
}
