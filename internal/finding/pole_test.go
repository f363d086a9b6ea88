package finding

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
)

func year(y int, one, two, more float64, states ...entente.CCode) entente.Polarity {
	p := entente.Polarity{Year: y, Resource: entente.ResourceMilex, Count: [3]float64{one, two, more}}
	for i, c := range states {
		p.Powers = append(p.Powers, entente.Power{State: c, Share: 0.4 / float64(i+1), Pole: 0.9 - 0.5*float64(i)})
	}
	return p
}

func TestCountPoles(t *testing.T) {
	rows := []entente.Polarity{year(1950, 0.9, 0.1, 0), year(1951, 0.1, 0.9, 0), year(1952, 0.3, 0.6, 0.1), year(1954, 0, 1, 0), year(1955, 0.2, 0.7, 0.1, 2, 365)}
	c := CountPoles(rows)
	// The run begins anew after the year without a record, 1953.
	if c.Poles != 2 || c.Probability != 0.7 || c.Since != 1954 || len(c.Powers) != 1 {
		t.Errorf("%+v", c)
	}
}

// TestPoles: no number is the answer unless every resource bears it.
func TestPoles(t *testing.T) {
	name := func(c entente.CCode) string { return fmt.Sprint("state ", c) }
	one := entente.PoleCount{Resource: entente.ResourceMilex, Poles: 1, Probability: 0.95, Since: 1992, Powers: []entente.Power{{State: 2, Share: 0.42}}}
	two := entente.PoleCount{Resource: entente.ResourceCINC, Poles: 2, Probability: 0.7, Since: 1993}
	for _, c := range []struct {
		counts []entente.PoleCount
		has    string
		surety string
	}{
		{[]entente.PoleCount{one}, "every resource shows one pole", "very likely"},
		{[]entente.PoleCount{one, two}, "depends on what states are weighed by", ""},
		{nil, "cannot be counted", ""},
	} {
		a := Poles(2016, c.counts, name)
		if !strings.Contains(a.Sentence, c.has) || a.Surety != c.surety {
			t.Errorf("%q, surety %q", a.Sentence, a.Surety)
		}
	}
}

func TestAnswerEra(t *testing.T) {
	e := Era{From: 1951, To: 1954, Poles: 2}
	c := CountEra(e, []entente.Polarity{year(1950, 0, 1, 0), year(1951, 0.2, 0.8, 0), year(1952, 0.6, 0.4, 0)})
	if c.Years != 2 || c.Counts != [3]int{1, 1, 0} || c.Mean < 0.6-1e-9 || c.Mean > 0.6+1e-9 {
		t.Errorf("%+v", c)
	}
	if got := AnswerEra(e, []EraCount{c}); !strings.Contains(got, "Borne out") || !strings.Contains(got, "1 of 2 years") {
		t.Error(got)
	}
	if got := AnswerEra(Era{From: 1800, To: 1801, Poles: 1}, nil); !strings.Contains(got, "No resource") {
		t.Error(got)
	}
}
