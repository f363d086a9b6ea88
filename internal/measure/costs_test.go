package measure

import (
	"testing"

	"github.com/entente-observatory/entente"
)

// TestBeside: years known are counted apart from those that are not, and a
// window beyond the record says so.
func TestBeside(t *testing.T) {
	var points []entente.Point
	for year, v := range map[int]float64{1998: 4, 1999: 0, 2001: 2, 2002: 10, 2004: 20} {
		points = append(points, entente.Point{Year: year, Estimate: exact(v)})
	}
	points = append(points, entente.Point{Year: 2000, Estimate: entente.None(entente.Missing)}, entente.Point{Year: 2003, Estimate: entente.None(entente.Missing)})
	before, after := Beside(points, 2002, 3)
	if before.From != 1999 || before.To != 2001 || before.Known != 2 || before.Mean.Value != 1 || before.Mean.Lo != 0 || before.Mean.Hi != 2 || before.Mean.Level != 1 {
		t.Errorf("before %+v", before)
	}
	if after.From != 2002 || after.To != 2004 || after.Known != 2 || after.Mean.Value != 15 || after.Mean.Lo != 10 || after.Mean.Hi != 20 {
		t.Errorf("after %+v", after)
	}
	if _, after := Beside(points, 2003, 1); after.Known != 0 || after.Mean.Status != entente.Missing {
		t.Errorf("a year that is missing: %+v", after)
	}
	if _, after := Beside(points, 2010, 5); after.Known != 0 || after.Mean.Status != entente.OutsideCoverage {
		t.Errorf("beyond the record: %+v", after)
	}
}
