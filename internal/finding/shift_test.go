package finding

import (
	"testing"

	"github.com/entente-observatory/entente"
)

// TestShifts holds before and after against a record counted by hand, and asks
// that years beyond the record are not taken for zeros.
func TestShifts(t *testing.T) {
	s := entente.Series{Channel: "visits", Title: "Visits", First: 1990, Last: 2002}
	for y := 1990; y <= 2002; y++ {
		v := 0.0
		if y >= 2000 {
			v = float64(y - 1999)
		}
		s.Points = append(s.Points, entente.Point{Year: y, Estimate: entente.Estimate{Value: v, Lo: v, Hi: v}})
	}
	r := &entente.Realignment{Year: 2000, Carriers: []entente.Carrier{{Channel: "visits", Responds: 0.9}, {Channel: "arms", Responds: 0.8}, {Channel: "votes", Responds: 0.1}}}
	got := Shifts(r, []entente.Series{s})
	if len(got) != 1 {
		t.Fatalf("%d shifts, want that of visits alone: arms have no record, votes took no part", len(got))
	}
	if b, a := got[0].Before, got[0].After; b.Value != 0 || b.N != 5 || a.Value != 2 || a.Lo != 1 || a.Hi != 3 || a.N != 3 {
		t.Errorf("before %+v, after %+v; want 0 over 5 years, 2 (1 to 3) over the 3 on record", b, a)
	}
	r.Year = 2010
	if after := Shifts(r, []entente.Series{s})[0].After; after.Status != entente.OutsideCoverage {
		t.Errorf("after the record: %+v", after)
	}
}
