package measure

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/entente-observatory/entente"
)

// known is a table of which the posterior is written down: state 10k in
// session s has mean k/2 + s/10 and standard deviation 0.1, half of the
// variance common to the session. Session 2 lacks state 30.
func known(draws int) *entente.IdealPoints {
	r := rand.New(rand.NewPCG(19, 46))
	t := &entente.IdealPoints{Draws: draws}
	common := make([][]float64, 3)
	for s := range common {
		for range draws {
			common[s] = append(common[s], 0.1*math.Sqrt(0.5)*r.NormFloat64())
		}
	}
	for k := 1; k <= 6; k++ {
		for s := 1; s <= 2; s++ {
			if k == 3 && s == 2 {
				continue
			}
			mean := float64(k)/2 + float64(s)/10
			t.Rows = append(t.Rows, entente.IdealPoint{
				State: entente.CCode(10 * k), Session: int16(s), Votes: int16(70 + k), Theta: mean,
				Lo: mean - 0.1645, Hi: mean + 0.1645,
			})
			for d := range draws {
				t.Theta = append(t.Theta, float32(mean+common[s][d]+0.1*math.Sqrt(0.5)*r.NormFloat64()))
			}
		}
	}
	return t
}

// TestIntervalsFromDraws: the difference of two states has standard deviation
// 0.1, not 0.141, for they share half of their variance; a change of one state
// has 0.141.
func TestIntervalsFromDraws(t *testing.T) {
	table := known(4000)
	d := Distance(table, 10, 40, 1)
	if math.Abs(d.Value-1.5) > 1e-12 || math.Abs(d.Hi-d.Lo-2*z90*0.1) > 0.015 || d.N != 71 || d.Level != 0.9 || d.Warnings != nil {
		t.Errorf("distance %+v", d)
	}
	if o := Distance(table, 40, 10, 1); math.Abs(o.Lo-d.Lo) > 1e-9 || math.Abs(o.Hi-d.Hi) > 1e-9 {
		t.Errorf("distance seen from the other: %+v, want %+v", o, d)
	}
	c := Change(table, 20, 1, 2)
	if math.Abs(c.Value-0.1) > 1e-12 || math.Abs(c.Hi-c.Lo-2*z90*0.1*math.Sqrt2) > 0.02 {
		t.Errorf("change %+v", c)
	}
	if o := Change(table, 20, 2, 1); math.Abs(o.Lo+c.Hi) > 1e-9 {
		t.Errorf("change backwards: %+v, want the opposite of %+v", o, c)
	}
	if e := Distance(table, 10, 30, 2); e.Status != entente.Missing {
		t.Errorf("distance to an absent state: %+v", e)
	}
	if e := Change(table, 30, 1, 2); e.Status != entente.Missing {
		t.Errorf("change of an absent state: %+v", e)
	}
}

// TestDistanceThatMayBeZero: where the signs differ the interval starts at
// zero.
func TestDistanceThatMayBeZero(t *testing.T) {
	for _, c := range []struct{ in, want entente.Estimate }{
		{entente.Estimate{Value: -0.1, Lo: -0.5, Hi: 0.2}, entente.Estimate{Value: 0.1, Lo: 0, Hi: 0.5}},
		{entente.Estimate{Value: -0.4, Lo: -0.5, Hi: -0.2}, entente.Estimate{Value: 0.4, Lo: 0.2, Hi: 0.5}},
		{entente.Estimate{Value: 0.4, Lo: 0.2, Hi: 0.5}, entente.Estimate{Value: 0.4, Lo: 0.2, Hi: 0.5}},
	} {
		if got := unsigned(c.in); got.Value != c.want.Value || got.Lo != c.want.Lo || got.Hi != c.want.Hi {
			t.Errorf("%v without its sign is %v, want %v", c.in, got, c.want)
		}
	}
}

// TestWithoutDraws: the interval is a bound, and says so.
func TestWithoutDraws(t *testing.T) {
	with, without := Distance(known(4000), 10, 40, 1), Distance(known(0), 10, 40, 1)
	if !(without.Lo < with.Lo && without.Hi > with.Hi) || len(without.Warnings) != 1 {
		t.Errorf("without draws %+v, with %+v", without, with)
	}
}

// TestNeighbours orders the states and doubts the order.
func TestNeighbours(t *testing.T) {
	list := Neighbours(known(4000), 20, 1)
	var states []entente.CCode
	for k, n := range list {
		states = append(states, n.State)
		if r := n.Rank; r.Value != float64(k+1) || r.Lo > r.Value || r.Hi < r.Value || r.Lo < 1 || r.Hi > 5 {
			t.Errorf("rank of %d: %+v", n.State, r)
		}
	}
	if len(states) != 5 || states[2] != 40 || states[3] != 50 || states[4] != 60 {
		t.Fatalf("order %v", states)
	}
	// 10 and 30 are equally far from 20, so either may be the nearest; 60 is
	// five standard deviations beyond 50.
	if r := list[0].Rank; r.Lo != 1 || r.Hi != 2 {
		t.Errorf("nearest: %+v", r)
	}
	if r := list[4].Rank; r.Lo != 5 || r.Hi != 5 {
		t.Errorf("farthest: %+v", r)
	}
	if Neighbours(known(10), 30, 2) != nil {
		t.Error("a state without ideal point has neighbours")
	}
	if r := Neighbours(known(0), 20, 1)[4].Rank; r.Lo != 1 || r.Hi != 5 || len(r.Warnings) != 1 {
		t.Errorf("rank without draws: %+v", r)
	}
}

// TestMiddle: the interval is that of sorting, whatever the order and ties.
func TestMiddle(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for n := 1; n < 140; n++ {
		values := make([]float64, n)
		for i := range values {
			values[i] = float64(rng.IntN(1+n/2)) / 7
		}
		sorted := slices.Sorted(slices.Values(values))
		for _, level := range []float64{0, 0.5, 0.9, 0.99, 1} {
			wantLo, wantHi := quantile(sorted, (1-level)/2), quantile(sorted, (1+level)/2)
			if lo, hi := middle(slices.Clone(values), level); lo != wantLo || hi != wantHi {
				t.Fatalf("%d values, level %v: %v to %v, want %v to %v", n, level, lo, hi, wantLo, wantHi)
			}
		}
	}
}
