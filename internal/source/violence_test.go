package source

import (
	"slices"
	"testing"

	"github.com/entente-observatory/entente"
)

func TestArmedConflicts(t *testing.T) {
	// Three rows are of Hyderabad.
	c := whole(t, tally{ucdpPRIO, 5652, 2909, 4047, map[string]int{outsideSystem: 3}})
	// The Six-Day War, and the French raid on al-Qaida in the Maghreb.
	has(t, c, entente.Tie{From: egypt, To: israel, Period: days(1967, 6, 5, 1967, 6, 10), Variable: "conflict", Value: 2, Label: "11343"})
	has(t, c, entente.Tie{From: france, To: 435, Directed: true, Period: days(2010, 9, 18, 2010, 9, 18), Variable: "support", Value: 1, Label: "442"})
	// Iraq 2003: three on side A, of which none fights another.
	for _, x := range c.Ties {
		if x.Variable == "conflict" && x.Period.From.Year() == 2003 && x.From == usa && x.To == uk {
			t.Errorf("allies in conflict: %+v", x)
		}
	}
	// Tonga bears 972 in the list of Gleditsch and Ward.
	if !slices.ContainsFunc(c.Ties, func(x entente.Tie) bool { return x.From == 955 && x.Variable == "support" }) {
		t.Error("Tonga supports nobody")
	}
}

const ucdpHeader = "conflict_id,year,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,intensity_level,type_of_conflict,start_date,end_date\n"

func TestConflictSides(t *testing.T) {
	// A conflict within 540, with Cuba for the government and South Africa for
	// the rebels; the days as a spreadsheet leaves them.
	c, _, err := read(t, ucdpPRIO, map[string]string{"ucdp/UcdpPrioConflict_v24_1.csv": ucdpHeader +
		"1,1976,540,40,,560,2,4,11-11-1975,\n" +
		"1,1977,540,\"40, \",,,1,4,11-11-1975,02-03-1977\n"})
	if err != nil || len(c.Rejections) > 0 {
		t.Fatal(err, c.Rejections)
	}
	has(t, c, entente.Tie{From: 40, To: 540, Directed: true, Period: entente.CalendarYear(1976), Variable: "support", Value: 2, Label: "1"})
	has(t, c, entente.Tie{From: 540, To: 560, Period: entente.CalendarYear(1976), Variable: "conflict_2nd", Value: 2, Label: "1"})
	has(t, c, entente.Tie{From: 40, To: 560, Period: entente.CalendarYear(1976), Variable: "conflict_2nd", Value: 2, Label: "1"})
	has(t, c, entente.Tie{From: 40, To: 540, Directed: true, Period: days(1977, 1, 1, 1977, 3, 2), Variable: "support", Value: 1, Label: "1"})
	if len(c.Ties) != 4 || len(c.Attributes) != 2 {
		t.Errorf("%d ties and %d attributes", len(c.Ties), len(c.Attributes))
	}
}

func TestCrises(t *testing.T) {
	// Two crises have no year of trigger or of end.
	c := whole(t, tally{icb, 482, 2257, 0, map[string]int{"missing yrtrig": 1, "missing yrterm": 1}})
	want := entente.Attribute{State: usa, Period: days(1962, 10, 16, 1962, 11, 20), Variable: "usactor", Value: 2, Label: "196 CUBAN MISSILES"}
	if !slices.ContainsFunc(c.Attributes, func(a entente.Attribute) bool { a.Ref = entente.Ref{}; return a == want }) {
		t.Errorf("no %+v", want)
	}
}

func TestUnknownDaysOfACrisis(t *testing.T) {
	const header = "crisno,crisname,trigent,yrtrig,motrig,datrig,yrterm,moterm,daterm,usinv,usactor,suinv,suactor\n"
	for _, c := range []struct {
		row  string
		want entente.Period
	}{
		{"1,A,2,1950,2,66,1950,12,88,1,1,1,1\n", days(1950, 2, 1, 1950, 12, 31)},
		{"1,A,2,1950,,,1951,,,1,1,1,1\n", days(1950, 1, 1, 1951, 12, 31)},
		{"1,A,2,1950,2,28,1952,2,,1,1,1,1\n", days(1950, 2, 28, 1952, 2, 29)},
	} {
		got, _, err := read(t, icb, map[string]string{"icb/icb1v13.csv": header + c.row})
		if err != nil || len(got.Attributes) != 5 || got.Attributes[0].Period != c.want {
			t.Errorf("%s gives %v and %+v, want %v", c.row, err, got.Attributes, c.want)
		}
	}
	got, _, _ := read(t, icb, map[string]string{"icb/icb1v13.csv": header + "1,A,2,1950,2,31,1951,1,1,1,1,1,1\n"})
	rejected(t, got, 2, "no day 1950-02-31")
}

func TestRivalries(t *testing.T) {
	// Each list has two rivalries of Venice.
	c := whole(t, tally{rivalries, 197 + 264, 0, 1344, map[string]int{outsideSystem: 4}})
	has(t, c, entente.Tie{From: india, To: pk, Period: days(1947, 1, 1, 2010, 12, 31), Variable: "td_rivalry", Value: 1, Label: "India-Pakistan"})
	has(t, c, entente.Tie{From: india, To: pk, Period: days(1947, 1, 1, 2020, 12, 31), Variable: "tss_rivalry", Value: 1, Label: "India-Pakistan"})
	has(t, c, entente.Tie{From: france, To: 300, Period: days(1494, 1, 1, 1918, 12, 31), Variable: "td_positional", Value: 2, Label: "Austria-France"})
}
