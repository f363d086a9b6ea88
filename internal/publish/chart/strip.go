package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/entente-observatory/entente"
)

// Mark is a state in a strip drawing.
type Mark struct {
	Name     string
	Value    float64
	Named    bool // its name is written beside it
	Estimate entente.Estimate
	Key      string
}

// Strip stacks one dot per state along an axis, so that crowds and gaps show.
// Dots are no links: two hundred stops on the way through a page by keyboard
// would be a wall, and the table beside has them.
// Marks that are named get their name above the stack.
func Strip(title, axis string, marks []Mark) *Drawing {
	const cell = 8.0
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, m := range marks {
		lo, hi = min(lo, m.Value), max(hi, m.Value)
	}
	if lo > hi {
		lo, hi = 0, 1
	}
	lo, hi = lo-0.1, hi+0.1
	bins := int(math.Floor((width - left - right) / cell))
	bin := func(v float64) int { return min(bins-1, int(float64(bins)*(v-lo)/(hi-lo))) }
	sorted := slices.Clone(marks)
	slices.SortStableFunc(sorted, func(a, b Mark) int { return cmp.Compare(a.Value, b.Value) })
	stack := make([]int, bins)
	tallest := 0
	for _, m := range sorted {
		stack[bin(m.Value)]++
		tallest = max(tallest, stack[bin(m.Value)])
	}
	clear(stack)
	h := 52 + cell*float64(tallest) + 44
	base := h - 40
	d := &Drawing{Title: title, W: width, H: h, Desc: fmt.Sprintf("%d states along an axis from %.2f to %.2f; the table beside holds them.", len(marks), lo, hi)}
	x := func(v float64) float64 { return left + (width-left-right)*(v-lo)/(hi-lo) }
	d.line("axis", left, base+2, width-right, base+2, muted, 1)
	for _, v := range ticks(lo, hi, 8) {
		d.text("tick", x(v), base+17, "middle", muted, fmt.Sprintf("%.4g", v))
	}
	d.text("note", (left+width-right)/2, base+34, "middle", muted, axis)
	var ends [3]float64 // where the last name of each line ends
	for _, m := range sorted {
		b := bin(m.Value)
		cx, cy := left+cell*(float64(b)+0.5), base-cell*(float64(stack[b])+0.5)
		stack[b]++
		colour, class := accent, "dot"
		if m.Named {
			colour, class = mark, "dot named"
		}
		d.circle(class, cx, cy, 3.5, colour, fmt.Sprintf("%s %.2f (%.2f to %.2f)", m.Name, m.Value, m.Estimate.Lo, m.Estimate.Hi))
		if !m.Named {
			continue
		}
		// A name that would run into one before goes a line lower; one that
		// has no room on any line is left to the table.
		half := 4.6 * float64(len([]rune(m.Name)))
		at := min(max(cx, half), width-half)
		for line := range ends {
			if at-half < ends[line] {
				continue
			}
			ends[line] = at + half + 4
			level := 13 + 15*float64(line)
			d.line("grid", cx, level+5, cx, cy-5, faint, 0.8)
			d.text("name", at, level, "middle", ink, m.Name)
			break
		}
	}
	return d
}
