package web

import (
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

// TestPolesPage shows that the page, its JSON and its CSV hold the answer and
// that words are escaped.
func TestPolesPage(t *testing.T) {
	h := serveTest(t)
	for path, want := range map[string][]string{
		"/poles":                {"Poles in 1902", "One pole &lt;b&gt;.", "0.50 (0.40 to 0.60)", "United States", "Dated changes"},
		"/poles.json?year=1901": {`"year": 1901`, `"effective_poles"`},
		"/poles.csv":            {"p_one_pole", "1902,cinc,all,3,0.500000"},
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
	if w := get(h, "/poles?year=x"); w.Code != http.StatusNotFound {
		t.Errorf("a year that is no number: status %d", w.Code)
	}
}
