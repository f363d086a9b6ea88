package measure

import (
	"math"
	"testing"

	"github.com/entente-observatory/entente"
)

// threeRegisters have poles 1 and 2 and four others: 3 is close to both, 4 to one, 5 to
// none, 6 somewhat to both. Two kinds of tie say the same; a third is the
// register of pole 1 alone.
func threeRegisters() (fields []*Field, states []entente.CCode) {
	states = []entente.CCode{1, 2, 3, 4, 5, 6}
	with := map[entente.Dyad]float32{{A: 1, B: 3}: 10, {A: 2, B: 3}: 10, {A: 1, B: 4}: 10, {A: 1, B: 6}: 5, {A: 2, B: 6}: 5}
	for k := range 3 {
		t := &entente.ChannelTable{ChannelSpec: entente.ChannelSpec{Channel: []entente.Channel{"arms", "visits", "troops"}[k], Axis: entente.AxisTie, Law: entente.LawCount, Towards: 1},
			First: 1950, Last: 1969, Zero: true}
		for _, d := range []entente.Dyad{{A: 1, B: 3}, {A: 1, B: 4}, {A: 1, B: 6}, {A: 2, B: 3}, {A: 2, B: 6}} {
			if k == 2 && d.A == 2 {
				continue
			}
			t.Dyads = append(t.Dyads, d)
			for range t.Years() {
				t.Value = append(t.Value, with[d])
			}
		}
		fields = append(fields, NewField(t, states, always))
	}
	return fields, states
}

// TestPlace tells hedging from leaning and from indifference, and leaves out
// the register that sees one pole only.
func TestPlace(t *testing.T) {
	fields, states := threeRegisters()
	p := NewPoles(fields, []entente.CCode{1, 2}, states, 1950, 1969)
	for _, c := range []struct {
		state                   entente.CCode
		class                   string
		level, balance, hedging float64
		tilt                    float64
	}{
		{3, "hedging", 1, 1, 1, 0},
		{4, "leaning", 0.5, 0, 0, 0.5},
		{5, "indifferent", 0, 0, 0, 0},
		{6, "hedging", 0.5, 1, math.Sqrt(0.5), 0},
	} {
		x, ok := p.Place(c.state, 1960)
		if !ok || len(x.Stances) != 2 {
			t.Fatalf("state %d: %+v", c.state, x)
		}
		if x.Class != c.class || math.Abs(x.Level.Value-c.level) > 1e-6 || math.Abs(x.Balance.Value-c.balance) > 1e-6 ||
			math.Abs(x.Hedging.Value-c.hedging) > 1e-6 || math.Abs(x.Ties[0].Tilt.Value-c.tilt) > 1e-6 {
			t.Errorf("state %d: %+v, want %+v", c.state, x, c)
		}
	}
	if h := p.Hedgers(1960); len(h) != 4 || h[0].State != 3 || h[1].State != 6 {
		t.Errorf("hedgers %+v", h)
	}
	if _, ok := p.Place(1, 1960); ok {
		t.Error("a pole has a place among the poles")
	}
	if _, ok := p.Place(3, 1980); ok {
		t.Error("a year outside the record has a place")
	}
	if n := p.Kinds(1960); n != 2 {
		t.Errorf("%d kinds of tie, want 2", n)
	}
}

func TestAttention(t *testing.T) {
	table := &entente.ChannelTable{ChannelSpec: entente.ChannelSpec{Channel: "disputes", Axis: entente.AxisHostility, Law: entente.LawCount, Towards: 1}, First: 1950, Last: 1959, Zero: true}
	row := func(a, b entente.CCode, years int) {
		table.Dyads = append(table.Dyads, entente.Dyad{A: a, B: b})
		for y := range table.Years() {
			v := float32(0)
			if y < years {
				v = 3
			}
			table.Value = append(table.Value, v)
		}
	}
	row(1, 2, 6) // of state 1: six years with 2 and two with 3
	row(1, 3, 2)
	row(2, 3, 1)
	row(3, 4, 7)
	row(4, 5, 4)
	f := NewField(table, []entente.CCode{1, 2, 3, 4, 5}, always)
	got := f.Attention(1, 1959)
	if len(got) != 2 || got[0].Partner != 2 || got[0].Share.Value != 0.75 || got[0].Rank != 1 || got[0].Share.N != 8 {
		t.Fatalf("%+v", got)
	}
	// Others' contacts: (2,3), (3,4), (4,5) with 1, 7, 4 years, 24 ends, 1 of
	// them state 2's.
	if q := got[0].Quotient; math.Abs(q-0.75/(1./24)) > 1e-9 {
		t.Errorf("quotient %v", q)
	}
	if e := got[0].Effective; math.Abs(e-1/(0.75*0.75+0.25*0.25)) > 1e-9 {
		t.Errorf("effective partners %v", e)
	}
	if lo, hi := got[0].Share.Lo, got[0].Share.Hi; math.Abs(lo-0.462186208665) > 1e-6 || math.Abs(hi-0.923685014168) > 1e-6 {
		t.Errorf("interval %v to %v", lo, hi)
	}
	if f.Attention(5, 1955) != nil {
		t.Error("ten years reach before the record")
	}
}

// TestBetaInterval holds the quantiles against qbeta of R 4.2.2.
func TestBetaInterval(t *testing.T) {
	for _, w := range []struct {
		a, b   int
		lo, hi float64
	}{
		{6, 2, 0.462186208665, 0.923685014168},
		{0, 9, 0.000212447962423, 0.18736566406},
		{14, 31, 0.208391873838, 0.431275502999},
		{300, 1, 0.987091947316, 0.999415222529},
		{0, 0, 0.00615582970243, 0.993844170298},
	} {
		if lo, hi := betaInterval(w.a, w.b); math.Abs(lo-w.lo) > 1e-8 || math.Abs(hi-w.hi) > 1e-8 {
			t.Errorf("Beta(%d½, %d½): %.10f to %.10f, want %.10f to %.10f", w.a, w.b, lo, hi, w.lo, w.hi)
		}
	}
}
