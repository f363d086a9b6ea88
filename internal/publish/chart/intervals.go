package chart

import (
	"fmt"
	"html"
	"math"

	"github.com/entente-observatory/entente"
)

// Row is a named estimate of an intervals drawing.
type Row struct {
	Name     string
	Href     string // where the name leads, if anywhere
	Estimate entente.Estimate
}

// Intervals draws named estimates one under the other, each a dot with its
// interval, on one axis.
func Intervals(id, title, axis string, rows []Row) []byte {
	const step, labels, width = 20.0, 150.0, 460.0 // narrow: two stand side by side
	var c canvas
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, r := range rows {
		if r.Estimate.Known() {
			lo, hi = min(lo, r.Estimate.Lo), max(hi, r.Estimate.Hi)
		}
	}
	if lo > hi {
		lo, hi = 0, 1
	}
	pad := 0.04 * (hi - lo)
	if pad == 0 {
		pad = 0.5
	}
	lo, hi = lo-pad, hi+pad
	h := top + step*float64(len(rows)) + 40
	x := func(v float64) float64 { return labels + (width-labels-right)*(v-lo)/(hi-lo) }
	c.open("group", id, width, h, title, fmt.Sprintf("%d estimates with intervals, from %.2f to %.2f; the table beside holds them.", len(rows), lo, hi))
	base := top + step*float64(len(rows)) + 4
	for _, v := range ticks(lo, hi, 6) {
		c.line("grid", x(v), top, x(v), base, faint, 0.6)
		c.text("tick", x(v), base+14, "middle", muted, fmt.Sprintf("%.4g", v))
	}
	c.text("note", (labels+width-right)/2, base+30, "middle", muted, axis)
	for i, r := range rows {
		y := top + step*(float64(i)+0.5)
		if r.Href != "" {
			c.f(`<a href="%s">`, html.EscapeString(r.Href))
		}
		c.text("name", labels-8, y+4, "end", ink, short(r.Name, 22))
		if r.Href != "" {
			c.f(`</a>`)
		}
		if !r.Estimate.Known() {
			c.text("note", labels+4, y+4, "start", muted, r.Estimate.Status.String())
			continue
		}
		c.line("whisker", x(r.Estimate.Lo), y, x(r.Estimate.Hi), y, accent, 3)
		c.f(`<circle class="dot" cx="%s" cy="%s" r="3.6" fill="%s"/>`, num(x(r.Estimate.Value)), num(y), ink)
	}
	c.f("</svg>")
	return c.Bytes()
}

// short cuts a name that would run out of its column.
func short(name string, n int) string {
	r := []rune(name)
	if len(r) <= n {
		return name
	}
	return string(r[:n-1]) + "…"
}
