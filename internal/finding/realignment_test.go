package finding

import (
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
)

func TestRealign(t *testing.T) {
	words := func(c entente.Channel) string {
		return map[entente.Channel]string{"ideal-points": "votes"}[c] + map[entente.Channel]string{"votes": "votes", "arms": "arms", "trade": "trade"}[c]
	}
	r := entente.Realignment{Direction: 1, Year: 2014, Lo: 2011, Hi: 2016, Probability: 0.86, Found: true, Lasted: entente.LastedYes,
		Carriers: []entente.Carrier{{Channel: "arms", Responds: 0.9}, {Channel: "votes", Responds: 0.7}, {Channel: "ideal-points", Responds: 0.6}, {Channel: "trade", Responds: 0.4}}}
	for _, c := range []struct {
		change func(*entente.Realignment)
		mover  string
		want   string
	}{
		{func(*entente.Realignment) {}, "", "Pakistan and Russia moved together, most likely in 2014 (90 %: 2011-2016), probability 0.86, carried by arms and votes."},
		{func(r *entente.Realignment) { r.Direction, r.Lo, r.Hi = -1, 2014, 2014 }, "", "Pakistan and Russia moved apart, in 2014, probability 0.86, carried by arms and votes."},
		{func(r *entente.Realignment) { r.Lasted = entente.LastedNo }, "Russia", "Pakistan and Russia moved together, most likely in 2014 (90 %: 2011-2016), probability 0.86, carried by arms and votes. It was a part of Russia's own turn. It did not last."},
		{func(r *entente.Realignment) { r.Carriers = nil }, "", "Pakistan and Russia moved together, most likely in 2014 (90 %: 2011-2016), probability 0.86."},
	} {
		x := r
		c.change(&x)
		a := Realign(Turned{A: "Pakistan", B: "Russia", Change: &x, Mover: c.mover, WordsOf: words})
		if a.Sentence != c.want {
			t.Errorf("got  %s\nwant %s", a.Sentence, c.want)
		}
		if a.Surety != "likely" || len(a.Warnings) != 0 {
			t.Errorf("surety %q, warnings %v", a.Surety, a.Warnings)
		}
	}
	few, most := 0.31, 0.8
	r.Carriers[0].Without, r.Carriers[1].Without = &few, &most
	if a := Realign(Turned{Change: &r, WordsOf: words}); len(a.Warnings) != 1 || !strings.HasSuffix(a.Warnings[0], "without the record of arms 0.31.") {
		t.Errorf("warnings %v, want that arms decide it and votes do not", a.Warnings)
	}
	r.Carriers[0].Without, r.Carriers[1].Without = nil, nil
	r.Lasted, r.Found = entente.LastedOpen, false
	if a := Realign(Turned{Change: &r, WordsOf: words}); len(a.Warnings) != 2 {
		t.Errorf("warnings %v, want that it is recent and that it is not listed", a.Warnings)
	}
	if l := Lead(entente.Answer{Sentence: "First.", Surety: "likely", Probability: 0.8}, entente.Answer{Sentence: "Then.", Surety: "unlikely"}); !strings.HasPrefix(l.Sentence, "First. Then.") || l.Probability != 0.8 {
		t.Errorf("led by %+v", l)
	}
}

func TestMultiverse(t *testing.T) {
	at := func(year, direction int, p float64) entente.Realignment {
		return entente.Realignment{Year: year, Direction: direction, Probability: p}
	}
	spec := func(votes, left string, changes ...entente.Realignment) entente.Specification {
		return entente.Specification{Choices: []entente.ChoiceMade{{Name: "votes", Value: votes}, {Name: "left out", Value: left}}, Changes: changes}
	}
	held := Multiverse([]entente.Realignment{at(1974, 1, 0.9), at(1990, -1, 0.2)}, []entente.Specification{
		spec("kappa", "none", at(1975, 1, 0.8)), spec("kappa", "arms", at(1974, -1, 0.8)),
		spec("none", "none", at(1972, 1, 0.6)), spec("none", "arms", at(1980, 1, 0.9)),
	})
	if len(held) != 1 || held[0].Share != 0.5 {
		t.Fatalf("held %+v", held)
	}
	for _, b := range held[0].By {
		want := map[string]float64{"kappa": 0.5, "none/votes": 0.5, "none/left out": 1, "arms": 0}[b.Value]
		if b.Value == "none" {
			want = map[string]float64{"votes": 0.5, "left out": 1}[b.Name]
		}
		if b.Share != want {
			t.Errorf("%s %s holds in %v, want %v", b.Name, b.Value, b.Share, want)
		}
	}
}
