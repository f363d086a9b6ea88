package term

import (
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
)

func series() *entente.Series {
	s := &entente.Series{First: 2001, Last: 2005}
	for i, v := range []float64{0, 1, 2, 3, 4} {
		e := entente.Estimate{Value: v, Lo: v - 1, Hi: v + 1}
		if i == 2 {
			e = entente.None(entente.Missing)
		}
		s.Points = append(s.Points, entente.Point{Year: 2001 + i, Estimate: e})
	}
	return s
}

// TestChart shows that a gap stays a gap, a band spans its interval and years
// outside coverage are marked at the foot.
func TestChart(t *testing.T) {
	got := Chart(series(), 2000, 2006, 80, 7)
	want := strings.Join([]string{
		"   5.00 │     ░",
		"        │    ░●",
		"        │    ●░",
		"        │  ░ ░",
		"        │ ░●",
		"        │ ●░",
		"  -1.00 │ ░",
		"         ·     ·  (· no record)",
		"         2000 2006",
		"",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
