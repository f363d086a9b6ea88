package chart

import (
	"bytes"
	"fmt"
	"html"
	"math"
	"strconv"
)

// canvas collects the elements of a drawing.
type canvas struct{ bytes.Buffer }

// num writes a coordinate to a tenth of a unit: finer is invisible and costs
// bytes on a slow line.
func num(x float64) string {
	s := strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64)
	if s == "-0" {
		return "0"
	}
	return s
}

func (c *canvas) f(format string, args ...any) { fmt.Fprintf(&c.Buffer, format, args...) }

func (c *canvas) line(class string, x1, y1, x2, y2 float64, stroke string, width float64) {
	c.f(`<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s" stroke="%s" stroke-width="%s"/>`,
		class, num(x1), num(y1), num(x2), num(y2), stroke, num(width))
}

func (c *canvas) text(class string, x, y float64, anchor, fill, s string) {
	c.f(`<text class="%s" x="%s" y="%s" text-anchor="%s" fill="%s">%s</text>`,
		class, num(x), num(y), anchor, fill, html.EscapeString(s))
}

// open starts a drawing with its title and description. id must be unique on
// the page that holds the drawing. The role is img, or group where the drawing
// holds links: what is within an img cannot be reached.
func (c *canvas) open(role, id string, w, h float64, title, desc string) {
	c.f(`<svg xmlns="http://www.w3.org/2000/svg" class="chart %s" viewBox="0 0 %s %s" role="%s" aria-labelledby="%s-t %s-d" font-family="system-ui, sans-serif" font-size="12">`,
		role, num(w), num(h), role, id, id)
	c.f(`<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`, id, html.EscapeString(title), id, html.EscapeString(desc))
}

// The palette: distinct for the common colour-blindnesses (Okabe & Ito 2008)
// and never the only sign.
const (
	ink     = "#333a44"
	faint   = "#c9ced6"
	muted   = "#5b6470"
	accent  = "#0072b2"
	hatched = "#e4e7ec"
	mark    = "#d55e00"
)

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
