package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
)

// Drawing is a list of shapes on a plane of W by H units, y downwards.
type Drawing struct {
	Title, Desc string
	W, H        float64
	// Years and Plot say where the years of a time axis lie, so that a page may
	// tell the value under the pointer: first and last year, and their x.
	Years [2]int
	Plot  [2]float64
	Kind  string // class of the drawing besides "chart"

	links  bool
	shapes []shape
}

type shapeKind uint8

const (
	lineShape shapeKind = iota
	textShape
	rectShape
	circleShape
	pathShape
	groupShape
	linkShape
	closeShape
)

type point struct{ x, y float64 }

// shape is one element. Which fields count depends on the kind.
type shape struct {
	kind         shapeKind
	class        string
	fill, stroke string
	width        float64 // of the stroke
	opacity      float64 // of the fill, 0 for full
	dash         bool
	hatch        bool // the fill is hatched lines in the colour of fill
	at           []point
	rings        [][]point // of a path of several closed rings
	size         float64   // radius, or size of letters
	anchor, text string
	title        string
	key          string // data-k: what the shape stands for
	closed       bool
}

func (d *Drawing) add(s shape) { d.shapes = append(d.shapes, s) }

func (d *Drawing) line(class string, x1, y1, x2, y2 float64, stroke string, width float64) {
	d.add(shape{kind: lineShape, class: class, at: []point{{x1, y1}, {x2, y2}}, stroke: stroke, width: width})
}

// letters is the size of letters where a form says nothing else.
const letters = 12

func (d *Drawing) text(class string, x, y float64, anchor, fill, s string) {
	d.add(shape{kind: textShape, class: class, at: []point{{x, y}}, anchor: anchor, fill: fill, text: s, size: letters})
}

func (d *Drawing) rect(class string, x, y, w, h float64, fill string, opacity float64, title string) {
	d.add(shape{kind: rectShape, class: class, at: []point{{x, y}, {w, h}}, fill: fill, opacity: opacity, title: title})
}

func (d *Drawing) hatch(x, y, w, h float64, title string) {
	d.add(shape{kind: rectShape, class: "uncovered", at: []point{{x, y}, {w, h}}, fill: hatched, hatch: true, title: title})
}

func (d *Drawing) circle(class string, x, y, r float64, fill, title string) {
	d.add(shape{kind: circleShape, class: class, at: []point{{x, y}}, size: r, fill: fill, title: title})
}

func (d *Drawing) open(class, title string) {
	d.add(shape{kind: groupShape, class: class, title: title})
}
func (d *Drawing) link(href string) { d.links = true; d.add(shape{kind: linkShape, text: href}) }
func (d *Drawing) close()           { d.add(shape{kind: closeShape}) }
func (d *Drawing) unlink()          { d.add(shape{kind: closeShape, text: "a"}) }

// Area is a closed shape of several rings, as a territory is.
type Area struct {
	Rings  [][][2]float64
	Class  string // of the style sheet
	Fill   string
	Hatch  bool
	Key    string // what it stands for, such as a state's number
	Title  string
	Dashed bool // outlined by dashes: a boundary that is disputed
}

// Area adds a closed shape.
func (d *Drawing) Area(a Area) {
	rings := make([][]point, len(a.Rings))
	for i, r := range a.Rings {
		rings[i] = make([]point, len(r))
		for k, p := range r {
			rings[i][k] = point{p[0], p[1]}
		}
	}
	s := shape{kind: pathShape, class: a.Class, rings: rings, fill: a.Fill, hatch: a.Hatch, title: a.Title, key: a.Key, closed: true, stroke: paper, width: 0.4}
	if a.Dashed {
		s.dash, s.stroke, s.width = true, ink, 0.7
	}
	d.add(s)
}

// Spot adds a dot that stands for something too small to be drawn by its shape.
func (d *Drawing) Spot(x, y, r float64, class, fill, key, title string) {
	d.add(shape{kind: circleShape, class: class, at: []point{{x, y}}, size: r, fill: fill, key: key, title: title})
}

// num writes a coordinate to a tenth of a unit: finer is invisible and costs
// bytes on a slow line.
func num(x float64) string {
	s := strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64)
	if s == "-0" {
		return "0"
	}
	return s
}

func escape(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(s))
	return b.String()
}

// SVG writes the drawing for a page; id must be unique on it. The role is img,
// or group where the drawing holds links: what is within an img cannot be
// reached.
func (d *Drawing) SVG(id string) []byte { return d.svg(id, false) }

// File writes the drawing as a file of its own, with a background.
func (d *Drawing) File() []byte { return d.svg("d", true) }

func (d *Drawing) svg(id string, alone bool) []byte {
	var c bytes.Buffer
	role := "img"
	if d.links {
		role = "group"
	}
	f := func(format string, args ...any) { fmt.Fprintf(&c, format, args...) }
	f(`<svg xmlns="http://www.w3.org/2000/svg" class="chart %s`, role)
	if d.Kind != "" {
		f(` %s`, d.Kind)
	}
	f(`" viewBox="0 0 %s %s" role="%s" aria-labelledby="%s-t %s-d" font-family="system-ui, sans-serif" font-size="%d"`, num(d.W), num(d.H), role, id, id, letters)
	if d.Years[1] > d.Years[0] {
		f(` data-years="%d %d" data-plot="%s %s"`, d.Years[0], d.Years[1], num(d.Plot[0]), num(d.Plot[1]))
	}
	f(`><title id="%s-t">%s</title><desc id="%s-d">%s</desc>`, id, escape(d.Title), id, escape(d.Desc))
	if alone {
		f(`<rect width="100%%" height="100%%" fill="%s"/>`, paper)
	}
	hatches := map[string]string{}
	for _, s := range d.shapes {
		if s.hatch && hatches[s.fill+s.class] == "" {
			name := fmt.Sprintf("%s-h%d", id, len(hatches))
			hatches[s.fill+s.class] = name
			// The ground of a hatched field is what lies beneath it.
			f(`<defs><pattern id="%s" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch %s" x1="0" y1="0" x2="0" y2="5" stroke="%s" stroke-width="1.7"/></pattern></defs>`, name, s.class, s.fill)
		}
	}
	for i := range d.shapes {
		s := &d.shapes[i]
		s.write(&c, hatches[s.fill+s.class])
	}
	f("</svg>")
	return c.Bytes()
}

func (s *shape) write(c *bytes.Buffer, hatch string) {
	f := func(format string, args ...any) { fmt.Fprintf(c, format, args...) }
	attributes := func() {
		switch {
		case s.hatch:
			f(` fill="url(#%s)"`, hatch)
		case s.fill != "":
			f(` fill="%s"`, s.fill)
		case s.kind == pathShape:
			f(` fill="none"`)
		}
		if s.opacity > 0 {
			f(` fill-opacity="%s"`, strconv.FormatFloat(s.opacity, 'g', 3, 64))
		}
		if s.stroke != "" && s.width > 0 {
			f(` stroke="%s" stroke-width="%s"`, s.stroke, num(s.width))
		}
		if s.dash {
			f(` stroke-dasharray="4 3"`)
		}
		if s.key != "" {
			f(` data-k="%s"`, escape(s.key))
		}
	}
	end := func(tag string) {
		if s.title == "" {
			f(`/>`)
			return
		}
		f(`><title>%s</title></%s>`, escape(s.title), tag)
	}
	class := ""
	if s.class != "" {
		class = ` class="` + s.class + `"`
	}
	switch s.kind {
	case lineShape:
		f(`<line%s x1="%s" y1="%s" x2="%s" y2="%s"`, class, num(s.at[0].x), num(s.at[0].y), num(s.at[1].x), num(s.at[1].y))
		attributes()
		end("line")
	case textShape:
		f(`<text%s x="%s" y="%s"`, class, num(s.at[0].x), num(s.at[0].y))
		if s.anchor != "start" {
			f(` text-anchor="%s"`, s.anchor)
		}
		f(` fill="%s">%s</text>`, s.fill, escape(s.text))
	case rectShape:
		f(`<rect%s x="%s" y="%s" width="%s" height="%s"`, class, num(s.at[0].x), num(s.at[0].y), num(s.at[1].x), num(s.at[1].y))
		attributes()
		end("rect")
	case circleShape:
		f(`<circle%s cx="%s" cy="%s" r="%s"`, class, num(s.at[0].x), num(s.at[0].y), num(s.size))
		attributes()
		end("circle")
	case pathShape:
		f(`<path%s d="`, class)
		for _, ring := range s.rings {
			writeRing(c, ring, s.closed)
		}
		f(`"`)
		attributes()
		end("path")
	case groupShape:
		f(`<g%s>`, class)
		if s.title != "" {
			f(`<title>%s</title>`, escape(s.title))
		}
	case linkShape:
		f(`<a href="%s">`, escape(s.text))
	case closeShape:
		if s.text == "a" {
			f(`</a>`)
			return
		}
		f(`</g>`)
	}
}

// writeRing writes a line through points, each relative to the one before,
// which is shorter.
func writeRing(c *bytes.Buffer, ring []point, closed bool) {
	tenth := func(x float64) int { return int(math.Round(10 * x)) }
	short := func(n int, first bool) {
		s := num(float64(n) / 10)
		if !first && s[0] != '-' {
			c.WriteByte(' ')
		}
		c.WriteString(s)
	}
	var x, y int
	for i, p := range ring {
		px, py := tenth(p.x), tenth(p.y)
		if i == 0 {
			c.WriteByte('M')
			short(px, true)
			short(py, false)
			c.WriteByte('l')
		} else {
			if px == x && py == y && len(ring) > 2 {
				continue
			}
			short(px-x, i == 1)
			short(py-y, false)
		}
		x, y = px, py
	}
	if closed {
		c.WriteByte('z')
	}
}

// The palette: distinct for the common colour-blindnesses (Okabe & Ito 2008)
// and never the only sign.
const (
	ink     = "#1d2430"
	faint   = "#d5dae1"
	muted   = "#59626f"
	paper   = "#ffffff"
	accent  = "#0072b2"
	hatched = "#dde1e7"
	mark    = "#c14f00"
)

// hues are the colours of several lines in one drawing, in turn.
var hues = []string{"#0072b2", "#c14f00", "#007f5f", "#8a4f86", "#8a6d00", "#3a3f47"}

// Shades go from close to far, blue through pale to orange: they differ in
// lightness from the middle outwards and are told apart by all.
var Shades = [7]string{"#08519c", "#3d8bc4", "#9ccae6", "#e9e4da", "#f5b878", "#dd7a27", "#994404"}

// ticks returns round values that divide [lo, hi] into about n steps.
func ticks(lo, hi float64, n int) []float64 {
	if !(hi > lo) {
		return []float64{lo}
	}
	raw := (hi - lo) / float64(n)
	mag := math.Pow(10, math.Floor(math.Log10(raw)))
	step := mag
	for _, m := range []float64{1, 2, 5, 10} {
		if step = m * mag; step >= raw {
			break
		}
	}
	var out []float64
	for v := math.Ceil(lo/step-1e-9) * step; v <= hi+1e-9*step; v += step {
		out = append(out, math.Round(v/step)*step+0) // +0 turns -0 into 0
	}
	return out
}

// years are the ticks of a time axis: whole years only.
func years(from, to, n int) []int {
	var out []int
	for _, v := range ticks(float64(from), float64(to), n) {
		if y := int(math.Round(v)); len(out) == 0 || out[len(out)-1] != y {
			out = append(out, y)
		}
	}
	return out
}
