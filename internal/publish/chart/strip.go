package chart

import (
	"fmt"
	"html"
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
}

// Strip stacks one dot per state along an axis, so that crowds and gaps show.
// Dots are no links: two hundred stops on the way through a page by keyboard
// would be a wall, and the table beside has them.
// Marks that are named get their name above the stack.
func Strip(id, title, axis string, marks []Mark) []byte {
	const cell = 9.0
	var c canvas
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
	slices.SortStableFunc(sorted, func(a, b Mark) int {
		if a.Value < b.Value {
			return -1
		}
		return b2i(a.Value > b.Value)
	})
	stack := make([]int, bins)
	tallest := 0
	for _, m := range sorted {
		stack[bin(m.Value)]++
		tallest = max(tallest, stack[bin(m.Value)])
	}
	clear(stack)
	h := 48 + cell*float64(tallest) + 44
	base := h - 40
	c.open("img", id, width, h, title, fmt.Sprintf("%d states along an axis from %.2f to %.2f; the table beside holds them.", len(marks), lo, hi))
	x := func(v float64) float64 { return left + (width-left-right)*(v-lo)/(hi-lo) }
	c.line("axis", left, base+2, width-right, base+2, muted, 1)
	for _, v := range ticks(lo, hi, 8) {
		c.text("tick", x(v), base+17, "middle", muted, fmt.Sprintf("%.4g", v))
	}
	c.text("note", (left+width-right)/2, base+33, "middle", muted, axis)
	named := 0.0 // where the last name on the upper line ends
	for _, m := range sorted {
		b := bin(m.Value)
		cx, cy := left+cell*(float64(b)+0.5), base-cell*(float64(stack[b])+0.5)
		stack[b]++
		colour, class := accent, "dot"
		if m.Named {
			colour, class = mark, "dot named"
		}
		c.f(`<circle class="%s" cx="%s" cy="%s" r="3.8" fill="%s"><title>%s %.2f (%.2f to %.2f)</title></circle>`,
			class, num(cx), num(cy), colour, html.EscapeString(m.Name), m.Value, m.Estimate.Lo, m.Estimate.Hi)
		if m.Named {
			// A name that would run into the one before goes a line lower.
			level := 13.0
			half := 3.4 * float64(len([]rune(m.Name)))
			at := min(max(cx, left+half), width-right-half)
			if at-half < named {
				level = 28
			} else {
				named = at + half + 4
			}
			c.line("grid", cx, level+5, cx, cy-5, faint, 0.8)
			c.text("name", at, level, "middle", ink, m.Name)
		}
	}
	c.f("</svg>")
	return c.Bytes()
}
