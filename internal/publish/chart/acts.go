package chart

import (
	"fmt"
	"math"
	"strconv"

	"github.com/entente-observatory/entente"
)

// Acts draws what the record holds of each kind of act, a row each on one time
// axis: a bar for each year, as high as its amount beside the row's largest;
// years that a source does not cover are hatched.
func Acts(title string, rows []*entente.Series, from, to int) *Drawing {
	const step, head = 34.0, 14.0
	h := top + step*float64(len(rows)) + bottom
	f := newFrame(title, from, to, 0, 1, h)
	f.d.Desc = fmt.Sprintf("%d kinds of record from %d to %d, a row each; the table behind holds the amounts.", len(rows), from, to)
	unit := (width - left - right) / float64(max(1, to-from))
	for i, s := range rows {
		base := top + step*float64(i+1)
		most := 0.0
		for _, p := range s.Points {
			if p.Estimate.Known() && p.Year >= from && p.Year <= to {
				most = max(most, math.Abs(p.Estimate.Value))
			}
		}
		for _, edge := range [][2]float64{{float64(from), float64(s.First) - 0.5}, {float64(s.Last) + 0.5, float64(to)}} {
			if x1, x2 := max(f.x(edge[0]), left), min(f.x(edge[1]), width-right); x2 > x1+1 {
				f.d.hatch(x1, base-step+head+2, x2-x1, step-head-2, fmt.Sprintf("the record covers %d to %d", s.First, s.Last))
			}
		}
		f.d.line("grid", left, base, width-right, base, faint, 0.8)
		f.d.text("note", left, base-step+head-1, "start", muted, s.Title)
		for _, p := range s.Points {
			if most == 0 || !p.Estimate.Known() || p.Estimate.Value == 0 || p.Year < from || p.Year > to {
				continue
			}
			high := (step - head - 3) * math.Abs(p.Estimate.Value) / most
			x := min(max(f.x(float64(p.Year))-0.4*unit, left), width-right-0.8*unit)
			f.d.rect("value", x, base-high, max(1.2, 0.8*unit), high, accent, 0, fmt.Sprintf("%d: %.4g", p.Year, p.Estimate.Value))
		}
	}
	for _, y := range years(from, to, 7) {
		f.d.text("tick", f.x(float64(y)), h-bottom+19, "middle", muted, strconv.Itoa(y))
	}
	return f.d
}
