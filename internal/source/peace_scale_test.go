package source

import (
	"testing"

	"github.com/entente-observatory/entente"
)

func TestPeaceScale(t *testing.T) {
	// 2,688 dyads, of which four have impossible days and two are of the Cook
	// Islands and Niue; 99,387 dyad-years, of which 43 are of the two.
	c := whole(t, tally{peaceScale, 2688 + 99387, 0, 103111, map[string]int{
		"impossible date in 2": 3, "impossible date in 6": 1, outsideSystem: 45,
	}})
	// The read-me's example.
	has(t, c, entente.Tie{From: usa, To: 20, Period: days(1920, 1, 10, 1987, 10, 2), Variable: "peacelevel", Value: 0.75})
	has(t, c, entente.Tie{From: usa, To: 20, Period: entente.Period{From: entente.Day(1987, 10, 3), To: entente.Ongoing}, Variable: "peacelevel", Value: 1})
	// France and the Federal Republic, which the file calls 255.
	has(t, c, entente.Tie{From: france, To: 260, Period: days(1957, 3, 24, 1990, 10, 2), Variable: "peacelevel", Value: 0.75})
	has(t, c, entente.Tie{From: france, To: 255, Period: days(1990, 10, 3, 1992, 2, 6), Variable: "peacelevel", Value: 0.75})
	// A transition.
	has(t, c, entente.Tie{From: usa, To: 93, Period: days(1926, 9, 24, 1933, 1, 1), Variable: "peacelevel", Status: entente.Missing})
}

func TestPeaceDays(t *testing.T) {
	for _, c := range []struct {
		cell string
		want entente.Period
		ok   bool
	}{
		{"19200110-19871002", days(1920, 1, 10, 1987, 10, 2), true},
		{"19009999-20209999", entente.Always, true},
		{"19730200-20110200", days(1973, 2, 1, 2011, 2, 28), true},
		{"19770000-20001200", days(1977, 1, 1, 2000, 12, 31), true},
		{"19600230-19610101", entente.Period{}, false},
		{"19620086-19911226", entente.Period{}, false},
		{"1960-1961", entente.Period{}, false},
		{".", entente.Period{}, false},
	} {
		got, _, err := read(t, peaceScale, map[string]string{"rivalry-peace/peacedata3.1.csv": "2020," + c.cell + ",0.5\n"})
		if err != nil || (len(got.Ties) == 1) != c.ok || c.ok && got.Ties[0].Period != c.want {
			t.Errorf("%s gives %v, %+v and %+v, want %v", c.cell, err, got.Ties, got.Rejections, c.want)
		}
	}
}
