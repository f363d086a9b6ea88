package measure

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/entente-observatory/entente"
)

// ties makes a world of n states over sixty years, each dyad a walk of its own;
// where link is not zero, ties of state 1 with 2 and with 3 are linked.
func ties(rng *rand.Rand, n int, link float64) (*entente.ChannelTable, []entente.CCode) {
	t := &entente.ChannelTable{ChannelSpec: entente.ChannelSpec{Channel: "tie", Axis: entente.AxisTie, Law: entente.LawLevel, Towards: 1}, First: 1950, Last: 2009}
	rows := map[entente.Dyad][]float64{}
	for a := 1; a <= n; a++ {
		for b := a + 1; b <= n; b++ {
			rows[entente.Dyad{A: entente.CCode(a), B: entente.CCode(b)}] = autoregression(rng, t.Years(), 0.8)
		}
	}
	x, z := 0.0, 0.0
	for y := range t.Years() {
		a, b := pair(rng, link)
		x, z = 0.8*x+a, 0.8*z+b
		rows[entente.Dyad{A: 1, B: 2}][y], rows[entente.Dyad{A: 1, B: 3}][y] = x, z
	}
	var states []entente.CCode
	for a := 1; a <= n; a++ {
		states = append(states, entente.CCode(a))
		for b := a + 1; b <= n; b++ {
			d := entente.Dyad{A: entente.CCode(a), B: entente.CCode(b)}
			t.Dyads = append(t.Dyads, d)
			for _, v := range rows[d] {
				t.Value = append(t.Value, float32(v))
			}
		}
	}
	return t, states
}

func always(entente.Dyad, int) bool { return true }

func TestFieldTriad(t *testing.T) {
	table, states := ties(rand.New(rand.NewPCG(1, 1)), 12, -0.8)
	f := NewField(table, states, always)
	if z := f.Triad(1, 2, 3, nil); z.Verdict != entente.Rival || z.Lag != 0 || z.Effects[0].Hi > -0.4 || len(z.Years) != 3 {
		t.Errorf("%+v", z)
	}
	pairs := f.Pairs(1, f.Partners(1, 6), 0.1, &ZeroSumOptions{Permutations: 1999})
	if len(pairs) != 15 || pairs[0].P > 0.05 {
		t.Fatalf("%d pairs, the first with p %v", len(pairs), pairs[0].P)
	}
	for i, z := range pairs {
		if z.Q < z.P || i > 0 && z.Q < pairs[i-1].Q-1e-12 {
			t.Errorf("p %v, q %v after %v", z.P, z.Q, pairs[max(i-1, 0)].Q)
		}
		if z.Q > 0.1 && (z.Verdict == entente.Rival || z.Verdict == entente.Together) {
			t.Errorf("verdict %s at q %v", z.Verdict, z.Q)
		}
	}
}

// TestFieldPlacebo: of ties that nothing links the test finds one in twenty,
// and a share of all states' no more.
func TestFieldPlacebo(t *testing.T) {
	table, states := ties(rand.New(rand.NewPCG(2, 1)), 20, 0)
	c := NewField(table, states, always).Placebo(800, &ZeroSumOptions{Permutations: 199})
	share := float64(c.Rival+c.Together) / float64(c.Tested)
	if c.Tested != 800 || math.Abs(share-0.05) > 0.025 {
		t.Errorf("%+v: share %.3f", c, share)
	}
}

// TestFieldZeros: in a register that is whole a dyad without a row stood at
// zero while both states were there; in another it is unknown.
func TestFieldZeros(t *testing.T) {
	table := &entente.ChannelTable{ChannelSpec: entente.ChannelSpec{Axis: entente.AxisHostility, Towards: 1}, First: 1950, Last: 1951, Zero: true,
		Dyads: []entente.Dyad{{A: 1, B: 2}}, Value: []float32{2, 0}}
	f := NewField(table, []entente.CCode{1, 2, 3}, func(d entente.Dyad, year int) bool { return !d.Has(3) || year > 1950 })
	if got := f.Ties(2, 1); got[0] != -2 || got[1] != 0 {
		t.Errorf("hostility %v, want below nothing", got)
	}
	if got := f.Ties(1, 3); !math.IsNaN(got[0]) || got[1] != 0 {
		t.Errorf("no row: %v", got)
	}
	if got := f.others(1, 3); got[0] != -2 || got[1] != 0 {
		t.Errorf("mean of others %v", got)
	}
	table.Zero = false
	if got := NewField(table, []entente.CCode{1, 2, 3}, always).Ties(1, 3); !math.IsNaN(got[1]) {
		t.Errorf("a register that is not whole: %v", got)
	}
}

// TestFieldRefusesPositions: similar positions would give what geometry puts in.
func TestFieldRefusesPositions(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a field of positions was made")
		}
	}()
	NewField(&entente.ChannelTable{ChannelSpec: entente.ChannelSpec{Axis: entente.AxisPosition}}, nil, always)
}
