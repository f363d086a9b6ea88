package web

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
)

// The small observatory has a system of three years.

func (small) Poles(year int) (*entente.Poles, error) {
	e := func(v, lo, hi float64) entente.Estimate {
		return entente.Estimate{Value: v, Lo: lo, Hi: hi, Level: 0.9, N: 3}
	}
	if year == 0 {
		year = 1902
	}
	return &entente.Poles{Year: year, First: 1900, Last: 1902, Answer: entente.Answer{Sentence: "One pole <b>."},
		Rows: []entente.Polarity{{Year: year, Resource: entente.ResourceCINC, Scope: entente.ScopeAll, N: 3,
			Concentration: e(0.5, 0.4, 0.6), Effective: e(2, 1.8, 2.2), Entropy: e(2, 1.9, 2.2), TopTwo: e(0.8, 0.7, 0.9),
			Second: e(0.4, 0.3, 0.6), Third: entente.None(entente.Undefined), Count: [3]float64{0.8, 0.2, 0},
			Powers: []entente.Power{{State: 2, Share: 0.6, Pole: 1}}}},
		Course: []entente.Series{{Title: "Second", First: 1900, Last: 1902, Range: [2]float64{0, 1},
			Points: []entente.Point{{Year: 1901, Estimate: e(0.4, 0.3, 0.6)}, {Year: 1902, Estimate: e(0.4, 0.3, 0.6)}}}},
		Transitions: []entente.Transition{{Resource: entente.ResourceCINC, Scope: entente.ScopeAll, Measure: "con", Year: 1901, Lo: 1900, Hi: 1902, Probability: 0.9}},
	}, nil
}

func (small) Blocs(year int) (*entente.Blocs, error) {
	if year > 1902 {
		return nil, errors.New("unknown: no network")
	}
	e := entente.Estimate{Value: 2, Lo: 1.5, Hi: 2.5, Level: 0.9}
	return &entente.Blocs{Year: max(year, 1901), First: 1900, Last: 1902, Answer: entente.Answer{Sentence: "Two blocs."}, Course: []entente.Series{series("effective-blocs")},
		Network: &entente.Network{Year: max(year, 1901), States: 4, Ties: 5, Hostile: 1, Frustration: 2, Bound: 1, Effective: e, Polarization: e, Modularity: e, Triangles: entente.None(entente.Undefined),
			Blocs: []entente.Bloc{{Leader: 2, Share: 0.5, Members: []entente.BlocMember{{State: 2, Sharpness: 1}, {State: 20, Sharpness: 0.75, Camp: 1}}}}}}, nil
}

func (small) ZeroSum(state, a, b entente.CCode) (*entente.Triad, error) {
	z := entente.ZeroSum{State: state, A: a, B: b, Channel: "tie", From: 1950, To: 2010, N: 58, Verdict: entente.Rival, P: 0.01,
		Years: []entente.DecidingYear{{Year: 1979, Share: 0.5}}}
	for i := range z.Effects {
		z.Effects[i] = entente.Estimate{Value: -0.5, Lo: -0.7, Hi: -0.3, Level: 0.9}
	}
	return &entente.Triad{State: state, A: a, B: b, Answer: entente.Answer{Sentence: "Rivals."}, Tests: []entente.ZeroSum{z}, Pairs: []entente.ZeroSum{z},
		Others: entente.Census{Tested: 3, Rival: 1}}, nil
}

func (small) Position(state entente.CCode, poles []entente.CCode, year int) (*entente.Position, error) {
	if poles == nil {
		poles = []entente.CCode{2, 365}
	}
	e := entente.Estimate{Value: 0.5, Lo: 0.25, Hi: 0.75, Level: 0.9}
	p := &entente.Position{State: state, Poles: poles, Year: 1949, Answer: entente.Answer{Sentence: "It hedged."},
		Course:    []entente.Series{series("level")},
		Attention: []entente.Attention{{Channel: "disputes", Partner: 750, From: 1940, To: 1949, Share: e, Rank: 1, Quotient: 3, Effective: 2}}}
	p.Place = entente.Place{State: state, Level: e, Balance: e, Hedging: e, Class: "hedging", Stances: []entente.Stance{{Channel: "arms", Volume: []float64{1, 0.5}, Balance: 0.9}}}
	for _, c := range poles {
		p.Place.Ties = append(p.Place.Ties, entente.PoleTie{Pole: c, Tie: e, Tilt: e})
		p.Footing = append(p.Footing, entente.PoleFooting{Pole: c, Power: e, Asymmetry: e})
	}
	p.Trend, p.Hedgers, p.Peers = p.Attention, []entente.Place{p.Place}, []entente.Place{p.Place}
	return p, nil
}

func (small) Durability(state entente.CCode) (*entente.Durability, error) {
	e := entente.Estimate{Value: 0.25, Lo: 0.125, Hi: 0.5, Level: 0.9, N: 40}
	beyond := entente.None(entente.Undefined)
	g := entente.DurationGroup{Group: "all <treaties>", N: 40, Ended: 20, Late: 2, Unknown: 3, Median: beyond, Lasting: []entente.YearsEstimate{{Years: 10, Estimate: e}},
		EndsWithin: 20, Ends: []entente.EndShare{{End: entente.TreatyViolated, Estimate: e}}}
	return &entente.Durability{State: state, Last: 2018, Answer: entente.Answer{Sentence: "Half last.", Warnings: []string{"They beat nothing."}},
		Alliances: []entente.DurationGroup{g}, Alignments: []entente.DurationGroup{g},
		Effects: []entente.HazardEffect{{Circumstance: "made in war", Any: e, Violated: e}},
		AtRisk:  []entente.TreatyRisk{{Treaty: "3180", Kind: entente.TreatyDefence, Members: []entente.CCode{2, 20, 200, 210, 211}, Since: 1949, One: entente.Estimate{Value: 0.004, Lo: 0.001, Hi: 0.012}, Five: e}},
		Scores:  []entente.ForecastScore{{Horizon: 5, First: 1935, Last: 2013, N: 100, Came: 9, Brier: 0.0734, Base: 0.0753, Gain: e, Bins: []entente.CalibrationBin{{N: 100, Said: 0.1, Came: e}}}}}, nil
}

func (small) Costs(state, with entente.CCode, at []int) (*entente.Costs, error) {
	known := entente.Estimate{Value: 12, Lo: 10, Hi: 14, Level: 1}
	k := &entente.Costs{State: state, With: with, Window: 5, Answer: entente.Answer{Sentence: "Side by side.", Warnings: []string{"Not shown: sanctions <own use>."}},
		Lines: []entente.CostLine{{Line: "attacks", Title: "Attacks", Unit: "attacks", Source: "terrorism", First: 1970, Last: 1971,
			Points: []entente.Point{{Year: 1970, Estimate: known}, {Year: 1971, Estimate: entente.None(entente.Missing)}}}}}
	for _, y := range append([]int{1971}, at...) {
		k.Changes = append(k.Changes, entente.CostChange{Year: y, Beside: []entente.CostBeside{{Line: "attacks",
			Before: entente.CostSpan{From: y - 5, To: y - 1, Known: 1, Mean: known}, After: entente.CostSpan{From: y, To: y + 4, Mean: entente.None(entente.OutsideCoverage)}}}})
	}
	return k, nil
}

// TestSystemPages shows that each page, its JSON and its CSV hold the answer
// and that words are escaped.
func TestSystemPages(t *testing.T) {
	h := serveTest(t)
	for path, want := range map[string][]string{
		"/poles":                {"Poles in 1902", "One pole &lt;b&gt;.", "0.50 (0.40 to 0.60)", "United States", "Dated changes"},
		"/poles.json?year=1901": {`"year": 1901`, `"effective_poles"`},
		"/poles.csv":            {"p_one_pole", "1902,cinc,all,3,0.500000"},

		"/blocs/1901":                            {"Two blocs.", "Canada", "75 %", "at least 1"},
		"/blocs/1901.json":                       {`"frustration_bound": 1`},
		"/blocs/1901.csv":                        {"1901,1,2,0.500000,20,0.750000,1"},
		"/states/PAK/position":                   {"It hedged.", "Russia", "0.50 (0.25 to 0.75)", "India", "Its peers"},
		"/states/PAK/position.json":              {`"hedging"`},
		"/states/PAK/position.csv?poles=USA,CHN": {"year,channel,value", "1946,level,0.500000"},
		"/zerosum/PAK/RUS/USA":                   {"Pakistan", "Rivals.", "-0.50 (-0.70 to -0.30)", "1979"},
		"/durability":                            {"Half last.", "They beat nothing.", "all &lt;treaties&gt;", "beyond the record", "25 % (12 to 50)", "0.4 % (0.1 to 1.2)", "United Kingdom", "and more", "0.0734", "/dyads/USA-CAN/2018/atop"},
		"/durability.json":                       {`"within_5_years"`},
		"/durability.csv":                        {"what,of,detail,years,n,value,lo,hi,status", "risk,2 20 200 210 211,3180,5,40,0.250000"},
		"/durability/PAK":                        {"Pakistan</a>'s alliances"},
		"/durability/PAK.json":                   {`"ccode": 770`},
		"/zerosum/PAK/RUS/USA.json":              {`"verdict": "rival"`},
		"/zerosum/PAK/RUS/USA.csv":               {"770,365,2,tie,1950,2010,58,rival,-0.500000"},
	} {
		w := get(h, path)
		code, body := w.Code, w.Body.String()
		if code != http.StatusOK {
			t.Errorf("%s: status %d", path, code)
		}
		for _, s := range want {
			if !strings.Contains(body, s) {
				t.Errorf("%s lacks %q:\n%s", path, s, body)
			}
		}
	}
	for _, path := range []string{"/zerosum/PAK/PAK/USA", "/zerosum/PAK/RUS/nowhere", "/blocs/1999", "/blocs/x", "/durability/nowhere", "/costs/PAK/PAK", "/costs/PAK/nowhere"} {
		if w := get(h, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", path, w.Code)
		}
	}
	if w := get(h, "/costs/PAK/USA?at=x"); w.Code != http.StatusBadRequest {
		t.Errorf("years that are no numbers: status %d", w.Code)
	}
	if w := get(h, "/poles?year=x"); w.Code != http.StatusBadRequest {
		t.Errorf("a year that is no number: status %d, want 400", w.Code)
	}
	if w := get(h, "/zerosum/pakistan/RUS/USA"); w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != "/zerosum/PAK/RUS/USA" {
		t.Errorf("another name: status %d to %s", w.Code, w.Header().Get("Location"))
	}
}
