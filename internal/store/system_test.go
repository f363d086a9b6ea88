package store

import (
	"math"
	"reflect"
	"testing"

	"github.com/entente-observatory/entente"
)

// TestSystemComesBack writes the tables on the state system and reads them.
func TestSystemComesBack(t *testing.T) {
	r := random(3)
	number := func(n int) entente.Estimate {
		v := math.Round(1e6*r.Float64()) / 1e6
		return entente.Estimate{Value: v, Lo: v, Hi: v, Level: entente.DefaultLevel, N: n}
	}
	poles := &entente.Polarities{}
	for i := range 50 {
		p := entente.Polarity{Year: 1900 + i, Resource: entente.ResourceCINC, Scope: entente.ScopeAll, N: 2 + i%5,
			Count: [3]float64{0.25, 0.5, 0.25}}
		for _, e := range []*entente.Estimate{&p.Concentration, &p.Effective, &p.Entropy, &p.TopTwo, &p.Second, &p.Third} {
			*e = number(p.N)
		}
		if p.N == 2 {
			p.Third = entente.None(entente.Undefined)
		}
		for k := range min(p.N, 4) {
			p.Powers = append(p.Powers, entente.Power{State: entente.CCode(2 + k), Share: 0.125, Pole: 0.5})
		}
		poles.Rows = append(poles.Rows, p)
	}
	nan := float32(math.NaN())
	channels := []*entente.ChannelTable{
		{ChannelSpec: entente.ChannelSpec{Channel: "arms", Title: "Arms", Axis: entente.AxisTie, Towards: 1, Sources: []string{"s"}, Lag: []float64{1, 2}},
			First: 1950, Last: 1954, Zero: true, Dyads: []entente.Dyad{{A: 2, B: 20}, {A: 2, B: 365}},
			Value: []float32{0, 0, 1.25, 1.25, nan, nan, 3, nan, 3, 0}},
		{ChannelSpec: entente.ChannelSpec{Channel: "trade", Axis: entente.AxisTie, Towards: 1}, First: 1960, Last: 1961,
			Dyads: []entente.Dyad{{A: 2, B: 365}}, Value: []float32{-0.5, 2}},
		{ChannelSpec: entente.ChannelSpec{Channel: "none", Axis: entente.AxisHostility, Towards: 1}, First: 1960, Last: 1961},
	}
	nets := &entente.Networks{}
	for i := range 5 {
		n := entente.Network{Year: 1900 + i, States: 4 + i, Ties: 7, Hostile: 2, Frustration: 3, Bound: int64(i % 4),
			Blocs: []entente.Bloc{{Leader: 2, Share: 0.75, Members: []entente.BlocMember{{State: 2, Sharpness: 1, Camp: 1}, {State: 20, Sharpness: 0.5}}}, {Leader: 365, Share: 0.25, Members: []entente.BlocMember{{State: 365, Sharpness: 1}}}}}
		n.Normalized = number(7)
		n.Normalized.Level = 1
		for _, e := range []*entente.Estimate{&n.Modularity, &n.Effective, &n.Polarization} {
			*e = number(n.States)
		}
		n.Triangles = entente.None(entente.Undefined)
		nets.Rows = append(nets.Rows, n)
	}
	sure := func(v float64) entente.Estimate { return entente.Estimate{Value: v, Lo: v, Hi: v, Level: 1, N: 1} }
	none := entente.None(entente.Missing)
	treaties := &entente.Treaties{Last: 1951, Rows: []entente.TreatyYear{
		{Treaty: "10", Year: 1950, From: entente.Day(1949, 2, 3), To: entente.Ongoing, Kind: entente.TreatyDefence, Members: []entente.CCode{2, 20}, Wartime: true,
			Expires: entente.Day(1969, 2, 3), Shift: sure(0.25), Largest: sure(0.75), Threat: sure(1), Rivals: sure(0)},
		{Treaty: "20/2", Year: 1951, From: entente.Day(1951, 1, 1), To: entente.Day(1951, 6, 30), End: entente.TreatyRenegotiated, Kind: entente.TreatyConsultation,
			Members: []entente.CCode{365}, Expires: entente.Ongoing, Shift: none, Largest: none, Threat: none, Rivals: none}}}
	costs := &entente.CostRows{Rows: []entente.CostRow{{Line: "aid", State: 770, Other: 710, Year: 2001, Value: 12.5}, {Line: "attacks", State: 700, Year: 1999, Value: 3}, {Line: "attacks", State: 770, Year: 1999, Value: 0}}}
	home := t.TempDir()
	b, err := Begin(home)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{b.PutPolarity(poles, Origin{}), b.PutChannels(channels, Origin{}), b.PutNetworks(nets, Origin{}), b.PutBlocs(nets, Origin{}), b.PutTreaties(treaties, Origin{}), b.PutCosts(costs, Origin{})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Commit("", nil); err != nil {
		t.Fatal(err)
	}
	e, err := OpenHome(home)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "polarity", func() (any, error) { return e.Polarity() }, poles)
	compare(t, "networks", func() (any, error) { return e.Networks() }, nets)
	compare(t, "treaties", func() (any, error) { return e.Treaties() }, treaties)
	compare(t, "costs", func() (any, error) { return e.Costs() }, costs)
	if got := costs.Of("attacks", 770, 0); len(got) != 1 || got[0].State != 770 {
		t.Errorf("rows of a line and state: %+v", got)
	}
	if got := costs.Of("aid", 770, 2); len(got) != 0 {
		t.Errorf("rows of another: %+v", got)
	}
	got, err := e.Channels()
	if err != nil || len(got) != len(channels) {
		t.Fatalf("%d channels, %v", len(got), err)
	}
	for i, c := range channels {
		for k, v := range c.Value {
			w := got[i].Value[k]
			if v != w && (v == v || w == w) {
				t.Errorf("%s, value %d: %v, want %v", c.Channel, k, w, v)
			}
		}
		if !reflect.DeepEqual(got[i].ChannelSpec, c.ChannelSpec) || got[i].Zero != c.Zero || len(got[i].Dyads) != len(c.Dyads) {
			t.Errorf("%s: %+v, want %+v", c.Channel, got[i].ChannelSpec, c.ChannelSpec)
		}
	}
}
