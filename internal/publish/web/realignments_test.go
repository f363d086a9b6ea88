package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
)

// The small observatory has one realignment, of states 2 and 20.

var turned = entente.Realignment{A: 2, B: 20, Direction: -1, DirectionProbability: 0.98, Year: 1974, Lo: 1973, Hi: 1976, Probability: 0.91, Mover: 20,
	Size:     entente.Estimate{Value: -1.5, Lo: -2, Hi: -1, Level: 0.9, N: 12},
	Carriers: []entente.Carrier{{Channel: "arms", Responds: 0.9, Closer: 0.1}, {Channel: "votes", Responds: 0.2, Closer: 0.4}}, Lasted: entente.LastedYes, Found: true}

func (small) Realignments(q RealignmentQuery) (*entente.Realignments, error) {
	t := &entente.Realignments{First: 1946, Last: 2020, FDR: 0.1, FalseShare: 0.07, Dyads: 3}
	if q.State == 0 || q.State == 2 || q.State == 20 {
		t.Rows = append(t.Rows, turned)
	}
	return t, nil
}

func (small) Turned(r *entente.Realignment) entente.Answer {
	return entente.Answer{Sentence: "They <b> moved apart.", Probability: r.Probability}
}

func (small) IndexSeries(a, b entente.CCode) ([]entente.Series, []entente.Realignment, error) {
	return nil, []entente.Realignment{turned}, nil
}

func TestRealignments(t *testing.T) {
	h := serveTest(t)
	for _, c := range []struct {
		path, want, not string
	}{
		{"/realignments", "They &lt;b&gt; moved apart.", "<b> moved"},
		{"/realignments?state=Canada", "1974", "None is sure"},
		{"/realignments?state=Cuba", "None is sure enough", "1974"},
		{"/realignments.csv", "2,20,USA,CAN,away,1974,1973,1976,0.910,-1.500,-2.000,-1.000,20,arms,yes", "votes"},
		{"/realignments.json", `"direction": -1`, "Sentence"},
	} {
		r := get(h, c.path)
		if r.Code != http.StatusOK || !strings.Contains(r.Body.String(), c.want) || strings.Contains(r.Body.String(), c.not) {
			t.Errorf("%s answers %d, want %q and not %q in:\n%s", c.path, r.Code, c.want, c.not, r.Body)
		}
	}
	if r := get(h, "/realignments?state=Ruritania"); r.Code != http.StatusNotFound {
		t.Errorf("an unknown state answers %d", r.Code)
	}
}
