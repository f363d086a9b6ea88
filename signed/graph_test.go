package signed

import (
	"slices"
	"strings"
	"testing"
)

func TestNewRefuses(t *testing.T) {
	for _, c := range []struct {
		n     int
		edges []Edge
		want  string
	}{
		{-1, nil, "graph of -1 nodes"},
		{2, []Edge{{I: 0, J: 2, Sign: 1}}, "nodes run from 0 to 1"},
		{2, []Edge{{I: -1, J: 1, Sign: 1}}, "nodes run from 0 to 1"},
		{2, []Edge{{I: 1, J: 1, Sign: 1}}, "joins node 1 to itself"},
		{2, []Edge{{I: 0, J: 1}}, "sign 0"},
		{2, []Edge{{I: 0, J: 1, Sign: 2}}, "sign 2"},
		{2, []Edge{{I: 0, J: 1, Sign: 1, Weight: -3}}, "weight -3"},
		{2, []Edge{{I: 0, J: 1, Sign: 1, Weight: MaxTotalWeight + 1}}, "scale them down"},
		{3, []Edge{{I: 0, J: 1, Sign: 1}, {I: 1, J: 0, Sign: -1}}, "two edges join 0 and 1"},
	} {
		if _, err := New(c.n, c.edges); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("New(%d, %v): %v, want %q", c.n, c.edges, err, c.want)
		}
	}
}

func TestNewSortsACopy(t *testing.T) {
	given := []Edge{{I: 2, J: 1, Sign: -1}, {I: 0, J: 2, Sign: 1, Weight: 5}}
	kept := slices.Clone(given)
	g, err := New(3, given)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(given, kept) {
		t.Errorf("the argument became %v", given)
	}
	want := []Edge{{I: 0, J: 2, Sign: 1, Weight: 5}, {I: 1, J: 2, Sign: -1, Weight: 1}}
	if got := g.Edges(); !slices.Equal(got, want) || g.Order() != 3 || g.Weight() != 6 {
		t.Errorf("edges %v, order %d, weight %d; want %v, 3, 6", got, g.Order(), g.Weight(), want)
	}
}
