package chart

import (
	"fmt"
	"strings"

	"github.com/entente-observatory/entente"
)

// MaxLines is how many series can be told apart in one drawing.
const MaxLines = 6

// Line is a named series of a drawing of several.
type Line struct {
	Name   string
	Series *entente.Series
}

// Lines draws several series of one measure on one plane, each named at its
// end, the first with its band; the others' bands would hide each other and
// are in the table.
func Lines(title string, list []Line, from, to int) *Drawing {
	list = list[:min(len(list), MaxLines)]
	lo, hi := 0.0, 0.0
	first, last := from, to
	for i, l := range list {
		for _, p := range l.Series.Points {
			if p.Estimate.Known() && p.Year >= from && p.Year <= to {
				lo, hi = min(lo, p.Estimate.Value), max(hi, p.Estimate.Value)
				if i == 0 {
					lo, hi = min(lo, p.Estimate.Lo), max(hi, p.Estimate.Hi)
				}
			}
		}
		if i == 0 || l.Series.First < first {
			first = l.Series.First
		}
		if i == 0 || l.Series.Last > last {
			last = l.Series.Last
		}
	}
	if lo == hi {
		lo, hi = -1, 1
	}
	f := newFrame(title, from, to, lo, hi, tall)
	var said []string
	if len(list) > 0 {
		f.uncovered(&entente.Series{First: first, Last: last})
	}
	f.axes(ticks(lo, hi, 5), nil)
	for i := len(list) - 1; i >= 0; i-- { // the first on top
		l := list[i]
		for _, run := range runs(l.Series.Points, from, to) {
			class := fmt.Sprintf("value h%d", i)
			if i == 0 {
				f.band(run, "band h0", hues[0])
			}
			f.path(run, class, hues[i])
		}
	}
	f.keys(list)
	for _, l := range list {
		said = append(said, l.Name+": "+describe(l.Series, from, to))
	}
	f.d.Desc = strings.Join(said, " ")
	return f.d
}

// keys names the lines below the axis, each with a stroke of its colour and,
// where it ends, its number: colour is never the only sign.
func (f *frame) keys(list []Line) {
	const row = 20.0
	for i, l := range list {
		y := f.height + row*float64(i/2) + 8
		x := left + float64(i%2)*(width-left-right)/2
		f.d.line(fmt.Sprintf("value h%d", i), x, y-4, x+18, y-4, hues[i], 2.4)
		f.d.text("name", x+24, y, "start", ink, fmt.Sprintf("%d %s", i+1, short(l.Name, 30)))
		r := runs(l.Series.Points, f.from, f.to)
		if len(r) == 0 {
			continue
		}
		end := r[len(r)-1]
		k := end[len(end)-1]
		f.d.text(fmt.Sprintf("end h%d", i), min(f.x(k.at)+3, width-9), f.y(k.value)+4, "start", hues[i], fmt.Sprint(i+1))
	}
	f.d.H = f.height + row*float64((len(list)+1)/2) + 4
}
