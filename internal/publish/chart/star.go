package chart

import (
	"fmt"
	"math"
	"slices"

	"github.com/entente-observatory/entente"
)

// Ray is a state seen from the one in the middle of a star.
type Ray struct {
	Name, Short string
	Distance    entente.Estimate
	Bound       bool // a pledge is in force
	Shade       int  // of Shades
	Key         string
}

// Sector is a run of rays that stand side by side, such as a region.
type Sector struct {
	Name string
	Rays []Ray
}

// Star draws states around one, in sectors clockwise from the top, the farther
// from the middle the farther they are; a line to the middle is a pledge in
// force. Rings mark round distances. The radius grows with the square root, so
// that one far state does not press the others together.
func Star(title, middle string, sectors []Sector) *Drawing {
	const size, reach = 560.0, 214.0
	most, n := 0.0, 0
	for _, s := range sectors {
		for _, r := range s.Rays {
			if r.Distance.Known() {
				most = max(most, r.Distance.Value)
			}
			n++
		}
	}
	if most == 0 {
		most = 1
	}
	d := &Drawing{Title: title, W: size, H: size, Desc: fmt.Sprintf("%d states around %s by distance, up to %.2f; lines are pledges in force. The table beside holds them.", n, middle, most), Kind: "star"}
	const c, gap = size / 2, 2.0 // a gap of two states between sectors
	radius := func(v float64) float64 { return 30 + (reach-30)*math.Sqrt(v/most) }
	for _, v := range ticks(0, most, 4) {
		if v == 0 {
			continue
		}
		ring := make([]point, 72)
		for i := range ring {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / 72)
			ring[i] = point{c + radius(v)*cos, c + radius(v)*sin}
		}
		d.add(shape{kind: pathShape, class: "grid", rings: [][]point{ring}, stroke: faint, width: 0.6, closed: true})
		d.text("tick", c, c-radius(v)-2, "middle", muted, fmt.Sprintf("%.4g", v))
	}
	slots := float64(n) + gap*float64(len(sectors))
	at := func(slot, r float64) point {
		sin, cos := math.Sincos(2*math.Pi*slot/slots - math.Pi/2)
		return point{c + r*cos, c + r*sin}
	}
	type placed struct {
		Ray
		point
	}
	var all []placed
	slot := gap / 2
	for _, s := range sectors {
		middle := at(slot+float64(len(s.Rays))/2, reach+30)
		anchor := "middle"
		if middle.x < c-60 {
			anchor = "start"
			middle.x = max(2, middle.x-20)
		} else if middle.x > c+60 {
			anchor = "end"
			middle.x = min(size-2, middle.x+20)
		}
		d.text("sector", middle.x, middle.y+4, anchor, muted, s.Name)
		for _, r := range s.Rays {
			if r.Distance.Known() {
				all = append(all, placed{r, at(slot+0.5, radius(r.Distance.Value))})
			}
			slot++
		}
		slot += gap
	}
	for _, p := range all {
		if p.Bound {
			d.line("tie", c, c, p.x, p.y, muted, 0.7)
		}
	}
	var named []point
	for _, p := range all {
		title := fmt.Sprintf("%s %.2f (%.2f to %.2f)", p.Name, p.Distance.Value, p.Distance.Lo, p.Distance.Hi)
		if p.Bound {
			title += ", bound by a pledge"
		}
		d.Spot(p.x, p.y, 4.2, fmt.Sprintf("q q%d", p.Shade), Shades[p.Shade], p.Key, title)
		if p.Short == "" || slices.ContainsFunc(named, func(q point) bool { return math.Abs(q.x-p.x) < 40 && math.Abs(q.y-p.y) < 13 }) {
			continue // a name without room is left to the table
		}
		named = append(named, p.point)
		anchor, dx := "start", 7.0
		if p.x < c {
			anchor, dx = "end", -7
		}
		d.text("name", p.x+dx, p.y+4, anchor, ink, p.Short)
	}
	d.circle("dot named", c, c, 7, mark, middle)
	d.text("name", c, c+22, "middle", ink, middle)
	return d
}
