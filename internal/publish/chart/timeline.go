package chart

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// Options of a time series drawing.
type Options struct {
	ID       string // unique on the page
	From, To int    // years of the axis, shared by the drawings of a page
	Steps    bool   // values hold for the whole year and change at its turn, as treaties do
	YLabels  map[float64]string
	Changes  []Change
}

// Change is a dated change: the most probable year, and the years that hold it.
type Change struct {
	Year, Lo, Hi int
	Title        string
}

const (
	width, height            = 640.0, 200.0
	left, right, top, bottom = 46.0, 22.0, 10.0, 30.0
)

// TimeSeries draws a series with its band on the years From to To. Years that
// the source does not cover are hatched; years without a value are gaps.
func TimeSeries(s *entente.Series, o Options) []byte {
	var c canvas
	lo, hi := s.Range[0], s.Range[1]
	x := func(year float64) float64 {
		return left + (width-left-right)*(year-float64(o.From))/float64(max(1, o.To-o.From))
	}
	y := func(v float64) float64 {
		return top + (height-top-bottom)*(hi-min(max(v, lo), hi))/(hi-lo)
	}
	c.open("img", o.ID, width, height, s.Title, describe(s, o))
	c.f(`<defs><pattern id="%s-h" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="6" stroke="%s" stroke-width="3"/></pattern></defs>`, o.ID, hatched)
	c.uncovered(o, "before "+strconv.Itoa(s.First), x(float64(o.From)), x(float64(s.First)-0.5), s.First > o.From)
	c.uncovered(o, "after "+strconv.Itoa(s.Last), x(float64(s.Last)+0.5), x(float64(o.To)), s.Last < o.To)
	for _, v := range yTicks(s, o) {
		c.line("grid", left, y(v), width-right, y(v), faint, 0.6)
		label, named := o.YLabels[v]
		if !named {
			label = strconv.FormatFloat(v, 'g', 4, 64)
		}
		c.text("tick", left-6, y(v)+4, "end", muted, label)
	}
	for _, v := range ticks(float64(o.From), float64(o.To), 8) {
		c.line("grid", x(v), height-bottom, x(v), height-bottom+4, faint, 1)
		c.text("tick", x(v), height-bottom+20, "middle", muted, strconv.Itoa(int(v)))
	}
	for _, m := range o.Changes {
		if m.Year < o.From || m.Year > o.To {
			continue
		}
		from, to := max(m.Lo, o.From), min(m.Hi, o.To)
		c.f(`<g class="change"><title>%s</title><rect x="%s" y="%s" width="%s" height="%s" fill="%s" fill-opacity="0.12"/>`,
			html.EscapeString(m.Title), num(x(float64(from)-0.5)), num(top), num(x(float64(to)+0.5)-x(float64(from)-0.5)), num(height-top-bottom), mark)
		c.line("mark", x(float64(m.Year)-0.5), top, x(float64(m.Year)-0.5), height-bottom, mark, 1.2)
		c.f(`</g>`)
	}
	for _, run := range runs(s.Points, o) {
		if o.Steps {
			run = stepped(run)
		}
		c.band(run, x, y)
		c.path(run, x, y)
	}
	c.f("</svg>")
	return c.Bytes()
}

func (c *canvas) uncovered(o Options, why string, x1, x2 float64, there bool) {
	if !there || x2 <= x1 {
		return
	}
	c.f(`<rect x="%s" y="%s" width="%s" height="%s" fill="url(#%s-h)"><title>no record %s</title></rect>`,
		num(x1), num(top), num(x2-x1), num(height-top-bottom), o.ID, why)
	if x2-x1 > 70 {
		c.text("note", (x1+x2)/2, (height-bottom+top)/2, "middle", muted, "no record")
	}
}

func yTicks(s *entente.Series, o Options) []float64 {
	if o.YLabels != nil {
		var out []float64
		for v := s.Range[0]; v <= s.Range[1]; v++ {
			if _, ok := o.YLabels[v]; ok {
				out = append(out, v)
			}
		}
		return out
	}
	return ticks(s.Range[0], s.Range[1], 4)
}

// knot is a drawn value at a place on the time axis.
type knot struct{ at, value, lo, hi float64 }

// runs cuts the points into stretches of consecutive years with a value.
func runs(points []entente.Point, o Options) [][]knot {
	var out [][]knot
	last := 0
	for _, p := range points {
		if !p.Estimate.Known() || p.Year < o.From || p.Year > o.To {
			continue
		}
		k := knot{float64(p.Year), p.Estimate.Value, p.Estimate.Lo, p.Estimate.Hi}
		if len(out) == 0 || p.Year != last+1 {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], k)
		last = p.Year
	}
	return out
}

// stepped doubles each knot to the two ends of its year.
func stepped(run []knot) []knot {
	var out []knot
	for _, k := range run {
		a, b := k, k
		a.at, b.at = k.at-0.5, k.at+0.5
		out = append(out, a, b)
	}
	return out
}

func (c *canvas) band(run []knot, x, y func(float64) float64) {
	if len(run) == 1 {
		k := run[0]
		c.line("whisker", x(k.at), y(k.lo), x(k.at), y(k.hi), accent, 1)
		return
	}
	var b strings.Builder
	for i, k := range run {
		fmt.Fprintf(&b, "%s%s,%s", [2]string{"L", "M"}[b2i(i == 0)], num(x(k.at)), num(y(k.hi)))
	}
	for i := len(run) - 1; i >= 0; i-- {
		fmt.Fprintf(&b, "L%s,%s", num(x(run[i].at)), num(y(run[i].lo)))
	}
	c.f(`<path class="band" d="%sZ" fill="%s" fill-opacity="0.2"/>`, b.String(), accent)
}

func (c *canvas) path(run []knot, x, y func(float64) float64) {
	if len(run) == 1 {
		c.f(`<circle class="dot" cx="%s" cy="%s" r="2.2" fill="%s"/>`, num(x(run[0].at)), num(y(run[0].value)), accent)
		return
	}
	var b strings.Builder
	for i, k := range run {
		fmt.Fprintf(&b, "%s%s,%s", [2]string{"L", "M"}[b2i(i == 0)], num(x(k.at)), num(y(k.value)))
	}
	c.f(`<path class="value" d="%s" fill="none" stroke="%s" stroke-width="1.8" stroke-linejoin="round"/>`, b.String(), accent)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// describe says in words what the drawing shows, for those who do not see it.
func describe(s *entente.Series, o Options) string {
	var first, last *entente.Point
	known := 0
	for i := range s.Points {
		p := &s.Points[i]
		if !p.Estimate.Known() || p.Year < o.From || p.Year > o.To {
			continue
		}
		if first == nil {
			first = p
		}
		last = p
		known++
	}
	if known == 0 {
		return fmt.Sprintf("No value between %d and %d.", o.From, o.To)
	}
	return fmt.Sprintf("%d years with a value. %d: %.2f (%.0f %% interval %.2f to %.2f). %d: %.2f (%.2f to %.2f). The record covers %d to %d.",
		known, first.Year, first.Estimate.Value, 100*first.Estimate.Level, first.Estimate.Lo, first.Estimate.Hi,
		last.Year, last.Estimate.Value, last.Estimate.Lo, last.Estimate.Hi, s.First, s.Last)
}
