package panel_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/panel"
)

// member makes the records of one row of a treaty.
func member(line uint32, label string, state entente.CCode, from, to entente.Date, values map[string]float64) []entente.Attribute {
	var list []entente.Attribute
	for v, x := range values {
		list = append(list, entente.Attribute{State: state, Period: entente.Period{From: from, To: to}, Variable: v, Value: x, Label: label, Ref: entente.Ref{Line: line}})
	}
	return list
}

// TestTreaties: many members are one subject, a phase is not an end, a break
// is one, and an end without a kind is censoring.
func TestTreaties(t *testing.T) {
	d := entente.Day
	defence := map[string]float64{"defense": 1, "consul": 1}
	talk := map[string]float64{"defense": 0, "consul": 1, "term": 3, "length": 24, "wartime": 1}
	broken := map[string]float64{"defense": 1, "term": 2}
	lost := map[string]float64{"nonagg": 1, "term": 0}
	var records []entente.Attribute
	line := uint32(1)
	add := func(label string, from, to entente.Date, values map[string]float64, states ...entente.CCode) {
		for _, s := range states {
			line++
			records = append(records, member(line, label, s, from, to, values)...)
		}
	}
	add("10", d(1900, 3, 1), entente.Ongoing, defence, 1, 2, 3)
	add("10", d(1902, 5, 5), entente.Ongoing, defence, 4)
	add("20.1", d(1900, 1, 31), d(1902, 6, 1), talk, 1, 2)
	add("20.2", d(1902, 6, 1), d(1903, 2, 2), broken, 1, 2)
	add("20.3", d(1905, 1, 1), d(1906, 1, 1), lost, 1, 2)
	got := panel.Treaties(records, 1907)
	var ids []string
	got.Each(func(rows []entente.TreatyYear) { ids = append(ids, rows[0].Treaty) })
	if want := []string{"10", "20", "20/2"}; !slices.Equal(ids, want) {
		t.Fatalf("subjects %v, want %v", ids, want)
	}
	row := func(id string, year int) entente.TreatyYear {
		for _, r := range got.Rows {
			if r.Treaty == id && r.Year == year {
				return r
			}
		}
		t.Fatalf("no row of %s in %d", id, year)
		return entente.TreatyYear{}
	}
	if r := row("10", 1901); len(r.Members) != 3 || r.To != entente.Ongoing || r.End != entente.TreatyStands || r.Kind != entente.TreatyDefence {
		t.Errorf("treaty 10 in 1901: %+v", r)
	}
	if r := row("10", 1902); len(r.Members) != 4 {
		t.Errorf("treaty 10 in 1902 has members %v", r.Members)
	}
	if r := row("10", 1907); r.Year != 1907 {
		t.Errorf("treaty 10 in the last year: %+v", r)
	}
	if r := row("20", 1901); r.Expires != d(1902, 1, 31) || r.Kind != entente.TreatyConsultation || !r.Wartime {
		t.Errorf("treaty 20 in 1901: %+v, want it to run out in 1902", r)
	}
	// Its second phase has no set time; it was violated in its year of end.
	if r := row("20", 1902); r.Expires != entente.Ongoing || r.Kind != entente.TreatyDefence {
		t.Errorf("treaty 20 in 1902: %+v", r)
	}
	if r := row("20", 1903); r.End != entente.TreatyViolated || r.To != d(1903, 2, 2) {
		t.Errorf("the end of treaty 20: %+v", r)
	}
	if r := row("20/2", 1906); r.End != entente.TreatyStands || r.To != d(1906, 1, 1) || r.Kind != entente.TreatyNonaggression {
		t.Errorf("the end of treaty 20 made anew: %+v", r)
	}
}

// TestTreatiesOfRecord counts the treaties of ATOP 5.1, whose own table of
// treaties has 789, of which 372 were in effect at the end of 2018; 84 were
// fulfilled at last, 162 violated, 122 renegotiated, 49 cut short. Four were
// made anew after a break.
func TestTreatiesOfRecord(t *testing.T) {
	got := panel.Treaties(attributes(t, "atop"), 2018)
	subjects, again, ends := 0, 0, map[entente.TreatyEnd]int{}
	standing := 0
	var alone []string
	got.Each(func(rows []entente.TreatyYear) {
		subjects++
		last := rows[len(rows)-1]
		if strings.Contains(last.Treaty, "/") {
			again++
		}
		if last.To == entente.Ongoing {
			standing++
		}
		ends[last.End]++
		if len(last.Members) < 2 {
			alone = append(alone, last.Treaty)
		}
	})
	if subjects != 793 || again != 4 || standing != 372 {
		t.Errorf("%d subjects, %d made anew, %d standing; want 793, 4, 372", subjects, again, standing)
	}
	// The other party to 1320 was Annam, which has no number.
	if !slices.Equal(alone, []string{"1320"}) {
		t.Errorf("treaties that end with one member: %v", alone)
	}
	// The four breaks ended the earlier treaties as their phases say.
	if n := ends[entente.TreatyFulfilled] + ends[entente.TreatyViolated] + ends[entente.TreatyRenegotiated]; n < 84+162+122 || n > 84+162+122+4 {
		t.Errorf("ends %v", ends)
	}
}
