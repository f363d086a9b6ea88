package chart

import (
	"fmt"
	"strconv"

	"github.com/entente-observatory/entente"
)

// Options of a time series drawing.
type Options struct {
	From, To int  // years of the axis, shared by the drawings of a page
	Steps    bool // values hold for the whole year and change at its turn, as treaties do
	YLabels  map[float64]string
	Changes  []Change
	Tall     bool // the chief drawing of a page
}

// Change is a dated change: the most probable year, and the years that hold it.
type Change struct {
	Year, Lo, Hi int
	Title        string
}

const (
	width                    = 560.0
	low, tall                = 170.0, 240.0
	left, right, top, bottom = 44.0, 14.0, 12.0, 28.0
)

// frame is the plane of a drawing over years.
type frame struct {
	d        *Drawing
	from, to int
	lo, hi   float64
	height   float64
}

func newFrame(title string, from, to int, lo, hi, height float64) *frame {
	d := &Drawing{Title: title, W: width, H: height, Years: [2]int{from, to}, Plot: [2]float64{left, width - right}, Kind: "time"}
	return &frame{d, from, to, lo, hi, height}
}

func (f *frame) x(year float64) float64 {
	return left + (width-left-right)*(year-float64(f.from))/float64(max(1, f.to-f.from))
}

func (f *frame) y(v float64) float64 {
	return top + (f.height-top-bottom)*(f.hi-min(max(v, f.lo), f.hi))/(f.hi-f.lo)
}

// axes draws the grid. Words for values stand within the plot, where they have
// room on a phone; numbers stand left of it.
func (f *frame) axes(values []float64, words map[float64]string) {
	for _, v := range values {
		class, stroke := "grid", faint
		if v == 0 && f.lo < 0 {
			class, stroke = "axis", muted
		}
		f.d.line(class, left, f.y(v), width-right, f.y(v), stroke, 0.6)
		if word, ok := words[v]; ok {
			f.d.text("note", left+3, f.y(v)-3, "start", muted, word)
			continue
		}
		f.d.text("tick", left-6, f.y(v)+4, "end", muted, strconv.FormatFloat(v, 'g', 4, 64))
	}
	for _, y := range years(f.from, f.to, 7) {
		f.d.line("grid", f.x(float64(y)), f.height-bottom, f.x(float64(y)), f.height-bottom+4, faint, 1)
		f.d.text("tick", f.x(float64(y)), f.height-bottom+19, "middle", muted, strconv.Itoa(y))
	}
}

// TimeSeries draws a series with its band on the years From to To. Years that
// the source does not cover are hatched; years without a value are gaps.
func TimeSeries(s *entente.Series, o Options) *Drawing {
	h := low
	if o.Tall {
		h = tall
	}
	f := newFrame(s.Title, o.From, o.To, s.Range[0], s.Range[1], h)
	f.d.Desc = describe(s, o.From, o.To)
	f.uncovered(s)
	f.axes(yTicks(s, o), o.YLabels)
	for _, m := range o.Changes {
		f.change(m)
	}
	for _, run := range runs(s.Points, o.From, o.To) {
		if o.Steps {
			run = stepped(run)
		}
		f.band(run, "band", accent)
		f.path(run, "value", accent)
	}
	return f.d
}

// uncovered hatches the years of the axis beyond what the sources cover.
func (f *frame) uncovered(s *entente.Series) {
	field := func(why string, x1, x2 float64) {
		if x2 <= x1 {
			return
		}
		f.d.hatch(x1, top, x2-x1, f.height-top-bottom, "no record "+why)
		if x2-x1 > 90 {
			f.d.text("note", (x1+x2)/2, (f.height-bottom+top)/2, "middle", muted, "no record")
		}
	}
	if s.First > f.from {
		field("before "+strconv.Itoa(s.First), f.x(float64(f.from)), min(f.x(float64(s.First)-0.5), width-right))
	}
	if s.Last < f.to {
		field("after "+strconv.Itoa(s.Last), max(f.x(float64(s.Last)+0.5), left), f.x(float64(f.to)))
	}
}

func (f *frame) change(m Change) {
	if m.Year < f.from || m.Year > f.to {
		return
	}
	from, to := max(m.Lo, f.from), min(m.Hi, f.to)
	x1, x2 := max(f.x(float64(from)-0.5), left), min(f.x(float64(to)+0.5), width-right)
	f.d.open("change", m.Title)
	f.d.rect("span", x1, top, x2-x1, f.height-top-bottom, mark, 0.12, "")
	at := max(f.x(float64(m.Year)-0.5), left)
	f.d.line("mark", at, top, at, f.height-bottom, mark, 1.4)
	f.d.text("mark", min(at+4, width-right-28), top+10, "start", mark, strconv.Itoa(m.Year))
	f.d.close()
}

func yTicks(s *entente.Series, o Options) []float64 {
	if o.YLabels == nil {
		return ticks(s.Range[0], s.Range[1], 4)
	}
	var out []float64
	for v := s.Range[0]; v <= s.Range[1]; v++ {
		if _, ok := o.YLabels[v]; ok {
			out = append(out, v)
		}
	}
	return out
}

// knot is a drawn value at a place on the time axis.
type knot struct{ at, value, lo, hi float64 }

// runs cuts the points into stretches of consecutive years with a value.
func runs(points []entente.Point, from, to int) [][]knot {
	var out [][]knot
	last := 0
	for _, p := range points {
		if !p.Estimate.Known() || p.Year < from || p.Year > to {
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

func (f *frame) band(run []knot, class, hue string) {
	if len(run) == 1 {
		k := run[0]
		f.d.line("whisker", f.x(k.at), f.y(k.lo), f.x(k.at), f.y(k.hi), hue, 1)
		return
	}
	var ring []point
	for _, k := range run {
		ring = append(ring, point{f.x(k.at), f.y(k.hi)})
	}
	for i := len(run) - 1; i >= 0; i-- {
		ring = append(ring, point{f.x(run[i].at), f.y(run[i].lo)})
	}
	f.d.add(shape{kind: pathShape, class: class, rings: [][]point{f.within(ring)}, fill: hue, opacity: 0.2, closed: true})
}

func (f *frame) path(run []knot, class, hue string) {
	if len(run) == 1 {
		f.d.circle("dot", f.x(run[0].at), f.y(run[0].value), 2.2, hue, "")
		return
	}
	var line []point
	for _, k := range run {
		line = append(line, point{f.x(k.at), f.y(k.value)})
	}
	f.d.add(shape{kind: pathShape, class: class, rings: [][]point{f.within(line)}, stroke: hue, width: 1.8})
}

// within keeps half-year steps at the ends of the axis in the plot.
func (f *frame) within(line []point) []point {
	for i := range line {
		line[i].x = min(max(line[i].x, left), width-right)
	}
	return line
}

// describe says in words what the drawing shows, for those who do not see it.
func describe(s *entente.Series, from, to int) string {
	var first, last *entente.Point
	known := 0
	for i := range s.Points {
		p := &s.Points[i]
		if !p.Estimate.Known() || p.Year < from || p.Year > to {
			continue
		}
		if first == nil {
			first = p
		}
		last = p
		known++
	}
	if known == 0 {
		return fmt.Sprintf("No value between %d and %d.", from, to)
	}
	return fmt.Sprintf("%d years with a value. %d: %.2f (%.0f %% interval %.2f to %.2f). %d: %.2f (%.2f to %.2f). The record covers %d to %d.",
		known, first.Year, first.Estimate.Value, 100*first.Estimate.Level, first.Estimate.Lo, first.Estimate.Hi,
		last.Year, last.Estimate.Value, last.Estimate.Lo, last.Estimate.Hi, s.First, s.Last)
}
