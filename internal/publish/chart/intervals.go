package chart

import (
	"fmt"
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
func Intervals(title, axis string, rows []Row) *Drawing {
	const step, names, wide = 22.0, 170.0, 460.0 // narrow: two stand side by side
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
	h := top + step*float64(len(rows)) + 42
	x := func(v float64) float64 { return names + (wide-names-right)*(v-lo)/(hi-lo) }
	d := &Drawing{Title: title, W: wide, H: h, Desc: fmt.Sprintf("%d estimates with intervals, from %.2f to %.2f; the table beside holds them.", len(rows), lo, hi)}
	base := top + step*float64(len(rows)) + 4
	for _, v := range ticks(lo, hi, 4) {
		d.line("grid", x(v), top, x(v), base, faint, 0.6)
		d.text("tick", x(v), base+14, "middle", muted, fmt.Sprintf("%.4g", v))
	}
	d.text("note", (names+wide-right)/2, base+32, "middle", muted, axis)
	for i, r := range rows {
		y := top + step*(float64(i)+0.5)
		if r.Href != "" {
			d.link(r.Href)
		}
		d.text("name", names-8, y+4, "end", ink, short(r.Name, 24))
		if r.Href != "" {
			d.unlink()
		}
		if !r.Estimate.Known() {
			d.text("note", names+4, y+4, "start", muted, r.Estimate.Status.String())
			continue
		}
		d.line("whisker", x(r.Estimate.Lo), y, x(r.Estimate.Hi), y, accent, 3)
		d.circle("dot", x(r.Estimate.Value), y, 3.6, ink, "")
	}
	return d
}

// short cuts a name that would run out of its column.
func short(name string, n int) string {
	r := []rune(name)
	if len(r) <= n {
		return name
	}
	return string(r[:n-1]) + "…"
}
