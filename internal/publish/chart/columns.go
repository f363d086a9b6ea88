package chart

import (
	"fmt"
	"strconv"
)

// Count is what happened in a year: so many one way, so many the other.
type Count struct{ Year, Up, Down int }

// Columns draws yearly counts, those of one kind upwards and of the other
// downwards from a middle line.
func Columns(title, up, down string, list []Count, from, to int) *Drawing {
	most := 1
	total := [2]int{}
	for _, c := range list {
		most = max(most, c.Up, c.Down)
		total[0] += c.Up
		total[1] += c.Down
	}
	f := newFrame(title, from, to, -float64(most), float64(most), low)
	f.d.Desc = fmt.Sprintf("%d %s and %d %s from %d to %d; the list holds them.", total[0], up, total[1], down, from, to)
	f.d.line("axis", left, f.y(0), width-right, f.y(0), muted, 0.8)
	for _, v := range []int{most, -most} {
		f.d.text("tick", left-6, f.y(float64(v))+4, "end", muted, strconv.Itoa(max(v, -v)))
	}
	for _, y := range years(from, to, 7) {
		f.d.text("tick", f.x(float64(y)), f.height-bottom+19, "middle", muted, strconv.Itoa(y))
	}
	bar := max(1.5, 0.7*(width-left-right)/float64(max(1, to-from)))
	for _, c := range list {
		x := f.x(float64(c.Year)) - bar/2
		title := fmt.Sprintf("%d: %d %s, %d %s", c.Year, c.Up, up, c.Down, down)
		if c.Up > 0 {
			f.d.rect("value", x, f.y(float64(c.Up)), bar, f.y(0)-f.y(float64(c.Up)), accent, 0, title)
		}
		if c.Down > 0 {
			f.d.rect("mark", x, f.y(0), bar, f.y(-float64(c.Down))-f.y(0), mark, 0, title)
		}
	}
	f.d.text("note", left+3, top+8, "start", muted, up+" ↑")
	f.d.text("note", left+3, f.height-bottom-4, "start", muted, down+" ↓")
	return f.d
}
