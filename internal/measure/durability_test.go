package measure

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/entente-observatory/entente"
)

// world makes treaties signed from 1850 on that end in each year with the
// probability that hazard gives; those alive at the end of 2000 stand.
func treatyWorld(seed uint64, hazard func(made int, war bool, kind entente.TreatyKind, year int) float64) *entente.Treaties {
	r := rand.New(rand.NewPCG(seed, 1))
	t := &entente.Treaties{Last: 2000}
	id := 1000
	for made := 1850; made < 1999; made++ {
		for range 6 {
			id++
			war, kind := r.IntN(2) == 0, entente.TreatyKinds[r.IntN(4)]
			ended := 0
			for y := made + 1; y <= t.Last && ended == 0; y++ {
				if r.Float64() < hazard(made, war, kind, y) {
					ended = y
				}
			}
			for y := made; y <= t.Last && (ended == 0 || y <= ended); y++ {
				row := entente.TreatyYear{Treaty: string(rune('A'+id/1000)) + string(rune(id%1000+200)), Year: y, From: entente.Day(made, 7, 1), To: entente.Ongoing,
					Kind: kind, Wartime: war, Members: []entente.CCode{2, 20}, Expires: entente.Ongoing,
					Shift: exact(0), Largest: exact(0.5), Threat: exact(0), Rivals: exact(0)}
				if ended != 0 {
					row.To, row.End = entente.Day(ended, 6, 30), entente.TreatyViolated
				}
				t.Rows = append(t.Rows, row)
			}
		}
	}
	return t
}

// TestHazardsOfKnownWorld asks back what was put in: treaties made in war end
// twice as often, kinds make no difference; and the curve at ten years.
func TestHazardsOfKnownWorld(t *testing.T) {
	w := treatyWorld(3, func(_ int, war bool, _ entente.TreatyKind, _ int) float64 {
		if war {
			return 0.10
		}
		return 0.05
	})
	effects, err := TreatyHazards(w)
	if err != nil {
		t.Fatal(err)
	}
	want := (0.10 / 0.90) / (0.05 / 0.95)
	seen := 0
	for _, e := range effects {
		switch e.Circumstance {
		case "made in war":
			seen++
			if e.Any.Lo > want || e.Any.Hi < want || e.Any.Lo < 1.5 {
				t.Errorf("made in war %+v, want about %.2f", e.Any, want)
			}
		case "nonaggression only, not defence":
			seen++
			if e.Any.Lo > 1 || e.Any.Hi < 1 {
				t.Errorf("a kind that makes no difference: %+v", e.Any)
			}
		}
	}
	if seen != 2 {
		t.Fatalf("circumstances told: %+v", effects)
	}
	groups, err := AllianceDurations(w, 1946)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range groups {
		p := map[string]float64{"made in peace": math.Pow(0.95, 10), "made in war": math.Pow(0.90, 10)}[g.Group]
		if p == 0 {
			continue
		}
		for _, l := range g.Lasting {
			// 99.9 % bounds from the 90 % ones.
			if wide := 2 * (l.Estimate.Hi - l.Estimate.Lo); l.Years == 10 && math.Abs(l.Estimate.Value-p) > wide/2 {
				t.Errorf("%s: %.3f to last ten years, want %.3f", g.Group, l.Estimate.Value, p)
			}
		}
	}
}

// TestForecastsThatKnow beats the base rate where circumstances tell who ends,
// and does not claim to where nothing does.
func TestForecastsThatKnow(t *testing.T) {
	told := treatyWorld(5, func(_ int, war bool, kind entente.TreatyKind, _ int) float64 {
		if war && kind == entente.TreatyDefence {
			return 0.5
		}
		return 0.03
	})
	blind := treatyWorld(7, func(int, bool, entente.TreatyKind, int) float64 { return 0.05 })
	for name, c := range map[string]struct {
		w     *entente.Treaties
		beats bool
	}{"told": {told, true}, "blind": {blind, false}} {
		scores, err := ScoreTreatyForecasts(c.w, 1)
		if err != nil {
			t.Fatal(err)
		}
		if len(scores) != 2 || scores[1].First != 1960 || scores[1].Last != 1999 {
			t.Fatalf("%s: %+v", name, scores)
		}
		for _, s := range scores {
			if s.Beats() != c.beats {
				t.Errorf("%s: skill %.4f, gain %+v, beats %v", name, s.Skill, s.Gain, s.Beats())
			}
			if math.Abs(s.Expected-float64(s.Came)) > 5*math.Sqrt(float64(s.Came)) {
				t.Errorf("%s: expected %.0f, came %d", name, s.Expected, s.Came)
			}
		}
	}
}

// TestForecastsDoNotLookAhead: what happened after 1980 changes nothing in the
// score of the forecasts for the years to 1980.
func TestForecastsDoNotLookAhead(t *testing.T) {
	calm := func(_ int, war bool, _ entente.TreatyKind, year int) float64 { return 0.05 }
	a, b := treatyWorld(9, calm), treatyWorld(9, calm)
	for _, w := range []*entente.Treaties{a, b} {
		w.Last = 1980
	}
	// In b every treaty that stands at the end of 1980 is known to end in 1981.
	for i := range b.Rows {
		if r := &b.Rows[i]; r.To > entente.Day(1980, 12, 31) {
			r.To, r.End = entente.Day(1981, 1, 1), entente.TreatyViolated
		}
	}
	cut := func(t *entente.Treaties) {
		kept := t.Rows[:0]
		for _, r := range t.Rows {
			if r.Year <= 1980 {
				kept = append(kept, r)
			}
		}
		t.Rows = kept
	}
	cut(a)
	cut(b)
	x, err := ScoreTreatyForecasts(a, 1)
	if err != nil {
		t.Fatal(err)
	}
	y, err := ScoreTreatyForecasts(b, 1)
	if err != nil {
		t.Fatal(err)
	}
	if x[0].Brier != y[0].Brier || x[0].Expected != y[0].Expected || x[0].Came != y[0].Came {
		t.Errorf("%+v and %+v", x[0], y[0])
	}
}

// TestLateTreaties: one that was made before the window comes in at its age,
// one that ended before it not at all.
func TestLateTreaties(t *testing.T) {
	w := treatyWorld(11, func(int, bool, entente.TreatyKind, int) float64 { return 0.05 })
	groups, err := AllianceDurations(w, 1950)
	if err != nil {
		t.Fatal(err)
	}
	n, late := 0, 0
	w.Each(func(rows []entente.TreatyYear) {
		if r := rows[0]; r.To >= entente.Day(1950, 1, 1) {
			n++
			if r.From < entente.Day(1950, 1, 1) {
				late++
			}
		}
	})
	if g := groups[1]; g.Group != "in force since 1950" || g.N != n || g.Late != late || late == 0 {
		t.Errorf("%+v, want %d of which %d late", g, n, late)
	}
	if all := groups[0]; all.Late != 0 {
		t.Errorf("all treaties: %+v", all)
	}
	// One law for all: the window must not make them look more lasting.
	a, b := groups[0].Lasting[3].Estimate, groups[1].Lasting[3].Estimate
	if math.Abs(a.Value-b.Value) > (b.Hi - b.Lo) {
		t.Errorf("to last 20 years: %.3f of all, %.3f of those in the window", a.Value, b.Value)
	}
}

func TestCircumstances(t *testing.T) {
	power := &entente.Capabilities{First: 1900, Last: 1901}
	add := func(c entente.CCode, year int, cinc float64) {
		power.Rows = append(power.Rows, entente.Capability{State: c, Year: int16(year), CINC: cinc})
	}
	add(2, 1900, 0.3)
	add(2, 1901, 0.3)
	add(20, 1900, 0.1)
	add(20, 1901, 0.3)
	add(40, 1901, 0.6)
	row := func(year int, members ...entente.CCode) entente.TreatyYear {
		return entente.TreatyYear{Treaty: "1", Year: year, From: entente.Day(1900, 1, 1), Members: members}
	}
	w := &entente.Treaties{Last: 1902, Rows: []entente.TreatyYear{row(1900, 2, 20), row(1901, 2, 20), row(1901, 2, 20, 40), row(1902, 2, 20)}}
	Circumstances(w, power, map[int][]entente.Dyad{1900: {{A: 2, B: 20}}, 1901: {{A: 2, B: 300}, {A: 20, B: 300}}})
	for i, want := range []struct{ shift, largest, threat, rivals float64 }{
		{0, 0.75, 0, 1},
		{0.25, 0.5, 1, 0}, // from 3/4 and 1/4 to a half each; both have a rival in 300
		{0.25, 0.5, 1, 0}, // 40 had no capability in 1900, and the most in 1901
	} {
		r := w.Rows[i]
		got := []entente.Estimate{r.Shift, r.Largest, r.Threat, r.Rivals}
		for k, v := range []float64{want.shift, want.largest, want.threat, want.rivals} {
			if !got[k].Known() || math.Abs(got[k].Value-v) > 1e-12 {
				t.Errorf("row %d, number %d: %+v, want %g", i, k, got[k], v)
			}
		}
	}
	if r := w.Rows[3]; r.Shift.Known() || r.Largest.Known() || r.Threat.Known() || r.Rivals.Known() {
		t.Errorf("outside the record: %+v", r)
	}
}

// TestAlignmentDurations on five dyads made by hand.
func TestAlignmentDurations(t *testing.T) {
	nan := float32(math.NaN())
	levels := [][]float32{
		{0, 0, 3, 3, 3, 1, 3, 0, 0, 0},           // begins in 1902, wavers in 1905 and goes on, ends in 1907
		{3, 3, 3, 3, 0, 0, 0, 0, 0, 0},           // under way at the beginning: age not known
		{0, 0, 0, 0, 0, 3, 3, 3, 3, 3},           // censored at the end
		{1, 1, 3, 3, 0, 0, 0, 0, 0, 0},           // not told at the beginning: age not known
		{0, 0, 3, 3, nan, nan, nan, nan, nan, 0}, // the record stops: censored
	}
	x := &entente.AlignmentIndex{First: 1900, Last: 1909}
	for i, l := range levels {
		x.Dyads = append(x.Dyads, entente.Dyad{A: 2, B: entente.CCode(20 + i)})
		x.Value[entente.AxisTie] = append(x.Value[entente.AxisTie], l...)
		for range l {
			x.SD[entente.AxisTie] = append(x.SD[entente.AxisTie], 0.3)
			x.Value[entente.AxisHostility] = append(x.Value[entente.AxisHostility], nan)
			x.SD[entente.AxisHostility] = append(x.SD[entente.AxisHostility], nan)
		}
	}
	always := func(entente.Dyad, int) bool { return true }
	g, err := AlignmentDurations(x, always, func(d entente.Dyad, _ int) bool { return d.B == 20 }, 1904)
	if err != nil {
		t.Fatal(err)
	}
	if len(g) != 4 || g[0].N != 3 || g[0].Ended != 1 || g[0].Unknown != 2 {
		t.Fatalf("%+v", g)
	}
	// Since 1904: that of the stopped record is over, that of 1902 came in at two.
	if g[1].N != 2 || g[1].Late != 1 || g[1].Ended != 1 {
		t.Errorf("since 1904: %+v", g[1])
	}
	if g[2].N != 1 || g[3].N != 2 {
		t.Errorf("with and without a pact: %d and %d", g[2].N, g[3].N)
	}
	if m := g[2].Median; !m.Known() || m.Value != 5 {
		t.Errorf("half of the one that ended lasted %+v, want 5", m)
	}
}
