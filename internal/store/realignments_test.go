package store

import (
	"math"
	"reflect"
	"testing"

	"github.com/entente-observatory/entente"
)

// TestAlignmentComesBack writes dated changes and an index, and reads them.
func TestAlignmentComesBack(t *testing.T) {
	nan := float32(math.NaN())
	est := func(v, lo, hi float64) entente.Estimate {
		return entente.Estimate{Value: v, Lo: lo, Hi: hi, Level: entente.DefaultLevel, N: 1}
	}
	without := 0.42
	want := &entente.Realignments{First: 1946, Last: 2020, Hazard: 0.0013, FDR: 0.1, FalseShare: 0.0998, Dyads: 3,
		Channels: []entente.ChannelFit{{Channel: "arms", Weight: 1, Response: 0.38, Spread: 3.1, Dyads: 2, First: 1950, Last: 2025},
			{Channel: "votes", Weight: 0.5, Response: 0.44, Spread: 0.52, Dyads: 3, First: 1946, Last: 2020}},
		Turns: []entente.Turn{{State: 365, Year: 1991, Lo: 1990, Hi: 1992, Probability: 0.99, Size: est(1.2, 0.8, 1.6), Dyads: 12, Found: true}},
		Rows: []entente.Realignment{
			{A: 2, B: 40, Direction: -1, DirectionProbability: 0.99, Year: 1960, Lo: 1958, Hi: 1960, Probability: 0.96, Size: est(-1.4, -2, -0.8), Position: entente.None(entente.Missing),
				Mover: 40, Lasted: entente.LastedYes, Found: true, Carriers: []entente.Carrier{{Channel: "arms", Responds: 0.96, Closer: 0.01, Without: &without}, {Channel: "votes", Responds: 0.8, Closer: 0}},
				Dates: []entente.YearMass{{Year: 1958, Probability: 0.1}, {Year: 1960, Probability: 0.85}}},
			{A: 2, B: 40, Direction: 1, DirectionProbability: 0.7, Year: 2015, Lo: 2014, Hi: 2016, Probability: 0.2, Size: est(0.1, 0, 0.2), Position: est(0.3, 0.1, 0.5), Lasted: entente.LastedOpen},
		}}
	index := &entente.AlignmentIndex{First: 1950, Last: 1952, Dyads: []entente.Dyad{{A: 2, B: 20}, {A: 2, B: 40}},
		Shares: map[entente.Channel][]float32{"arms": {0, 0.25}, "votes": {1, 0.75}}}
	for a := range entente.NumAxes {
		index.Value[a] = []float32{nan, 0.5, -1.25, 2, nan, nan}
		index.SD[a] = []float32{nan, 0.2, 0.01, 0.3, nan, nan}
	}
	home := t.TempDir()
	b, err := Begin(home)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.PutRealignments(want, Origin{Inputs: "x"}); err != nil {
		t.Fatal(err)
	}
	if err := b.PutAlignment(index, Origin{Inputs: "x"}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit("", nil); err != nil {
		t.Fatal(err)
	}
	e, err := OpenHome(home)
	if err != nil {
		t.Fatal(err)
	}
	got, err := e.Realignments()
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("changes differ:\n got %+v\nwant %+v", got, want)
	}
	back, err := e.Alignment()
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back.Dyads, index.Dyads) || !reflect.DeepEqual(back.Shares, index.Shares) {
		t.Errorf("dyads or shares differ: %v %v", back.Dyads, back.Shares)
	}
	for a := range entente.NumAxes {
		for i, v := range index.Value[a] {
			w := back.Value[a][i]
			if v != w && !(v != v && w != w) || (v == v && math.Abs(float64(back.SD[a][i]-index.SD[a][i])) > 1e-6) {
				t.Errorf("%v cell %d is %v (%v), want %v (%v)", a, i, w, back.SD[a][i], v, index.SD[a][i])
			}
		}
	}
}

func TestDisorderedRealignmentsAreRefused(t *testing.T) {
	b, err := Begin(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Abort()
	bad := &entente.Realignments{Rows: []entente.Realignment{{A: 2, B: 40, Year: 1991}, {A: 2, B: 40, Year: 1960}}}
	if b.PutRealignments(bad, Origin{}) == nil {
		t.Error("rows out of order were written")
	}
}
