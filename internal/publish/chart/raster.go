package chart

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// MaxPixels bounds the width of a painted drawing.
const MaxPixels = 2400

var letterForm = sync.OnceValues(func() (*opentype.Font, error) { return opentype.Parse(goregular.TTF) })

// PNG paints the drawing so many pixels wide, on white.
func (d *Drawing) PNG(pixels int) ([]byte, error) {
	if pixels < 1 || pixels > MaxPixels {
		return nil, fmt.Errorf("a picture is 1 to %d pixels wide, not %d", MaxPixels, pixels)
	}
	k := float64(pixels) / d.W
	img := image.NewRGBA(image.Rect(0, 0, pixels, int(math.Ceil(d.H*k))))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	form, err := letterForm()
	if err != nil {
		return nil, err
	}
	p := &painter{img: img, k: k, form: form, faces: map[float64]font.Face{}}
	for i := range d.shapes {
		if err := p.paint(&d.shapes[i]); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.DefaultCompression}
	err = e.Encode(&b, img)
	return b.Bytes(), err
}

type painter struct {
	img   *image.RGBA
	k     float64 // pixels per unit
	form  *opentype.Font
	faces map[float64]font.Face
	vec   vector.Rasterizer
}

func (p *painter) paint(s *shape) error {
	switch s.kind {
	case lineShape:
		p.stroke(s.at, s.width, s.stroke, s.dash)
	case textShape:
		return p.letters(s)
	case rectShape:
		x, y, w, h := s.at[0].x, s.at[0].y, s.at[1].x, s.at[1].y
		p.fill([][]point{{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}}, s)
	case circleShape:
		ring := make([]point, 24)
		for i := range ring {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(ring)))
			ring[i] = point{s.at[0].x + s.size*cos, s.at[0].y + s.size*sin}
		}
		p.fill([][]point{ring}, s)
	case pathShape:
		if s.fill == "none" {
			return nil
		}
		p.fill(s.rings, s)
		for _, r := range s.rings {
			if s.closed && len(r) > 0 {
				r = append(r[:len(r):len(r)], r[0])
			}
			p.stroke(r, s.width, s.stroke, s.dash)
		}
	}
	return nil
}

// colour reads "#rrggbb".
func colour(hex string, opacity float64) color.NRGBA {
	var r, g, b uint8
	fmt.Sscanf(hex, "#%02x%02x%02x", &r, &g, &b)
	if opacity <= 0 {
		opacity = 1
	}
	return color.NRGBA{r, g, b, uint8(math.Round(255 * opacity))}
}

func (p *painter) fill(rings [][]point, s *shape) {
	if s.fill == "" {
		return
	}
	var ground image.Image = image.NewUniform(colour(s.fill, s.opacity))
	if s.hatch {
		ground = hatching{colour(s.fill, s.opacity), p.img.Bounds(), 5 * p.k}
	}
	p.area(rings, ground)
}

// area fills rings. The rasteriser works in the box of the shape only.
func (p *painter) area(rings [][]point, ground image.Image) {
	lo, hi := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, r := range rings {
		for _, q := range r {
			lo.x, lo.y = min(lo.x, q.x*p.k), min(lo.y, q.y*p.k)
			hi.x, hi.y = max(hi.x, q.x*p.k), max(hi.y, q.y*p.k)
		}
	}
	if !(hi.x >= lo.x) {
		return
	}
	box := image.Rect(int(lo.x)-1, int(lo.y)-1, int(hi.x)+2, int(hi.y)+2).Intersect(p.img.Bounds())
	if box.Empty() {
		return
	}
	p.vec.Reset(box.Dx(), box.Dy())
	at := func(q point) (float32, float32) {
		x := min(max(q.x*p.k, -1e4), 1e4) - float64(box.Min.X)
		y := min(max(q.y*p.k, -1e4), 1e4) - float64(box.Min.Y)
		return float32(x), float32(y)
	}
	for _, r := range rings {
		for i, q := range r {
			x, y := at(q)
			if i == 0 {
				p.vec.MoveTo(x, y)
			} else {
				p.vec.LineTo(x, y)
			}
		}
		p.vec.ClosePath()
	}
	p.vec.Draw(p.img, box, ground, box.Min)
}

// hatching is lines at 45 degrees, a third of the ground painted.
type hatching struct {
	color.NRGBA
	box  image.Rectangle
	step float64
}

func (h hatching) ColorModel() color.Model { return color.NRGBAModel }
func (h hatching) Bounds() image.Rectangle { return h.box }
func (h hatching) At(x, y int) color.Color {
	if math.Mod(float64(x+y), h.step*math.Sqrt2) < h.step*math.Sqrt2*0.34 {
		return h.NRGBA
	}
	return color.NRGBA{}
}

// stroke paints a line as one quadrilateral a segment, all at once so that
// joints are not painted twice.
func (p *painter) stroke(line []point, width float64, hex string, dash bool) {
	if width <= 0 || hex == "" || len(line) < 2 {
		return
	}
	half := max(width, 0.9/p.k) / 2
	var quads [][]point
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		n := math.Hypot(b.x-a.x, b.y-a.y)
		if n == 0 {
			continue
		}
		ux, uy := (b.x-a.x)/n, (b.y-a.y)/n
		from := 0.0
		for from < n {
			to := n
			if dash {
				to = min(n, from+4)
			}
			s, e := point{a.x + ux*from, a.y + uy*from}, point{a.x + ux*to, a.y + uy*to}
			// A little beyond both ends closes the gap at a bend.
			s.x, s.y, e.x, e.y = s.x-ux*half*0.5, s.y-uy*half*0.5, e.x+ux*half*0.5, e.y+uy*half*0.5
			quads = append(quads, []point{{s.x - uy*half, s.y + ux*half}, {e.x - uy*half, e.y + ux*half}, {e.x + uy*half, e.y - ux*half}, {s.x + uy*half, s.y - ux*half}})
			from = to
			if dash {
				from += 3
			}
		}
	}
	p.area(quads, image.NewUniform(colour(hex, 0)))
}

func (p *painter) letters(s *shape) error {
	face, ok := p.faces[s.size]
	if !ok {
		var err error
		if face, err = opentype.NewFace(p.form, &opentype.FaceOptions{Size: s.size * p.k, DPI: 72, Hinting: font.HintingNone}); err != nil {
			return err
		}
		p.faces[s.size] = face
	}
	w := font.Drawer{Dst: p.img, Src: image.NewUniform(colour(s.fill, 0)), Face: face}
	x := s.at[0].x * p.k
	length := float64(w.MeasureString(s.text)) / 64
	switch s.anchor {
	case "middle":
		x -= length / 2
	case "end":
		x -= length
	}
	w.Dot = fixed.Point26_6{X: fixed.Int26_6(math.Round(x * 64)), Y: fixed.Int26_6(math.Round(s.at[0].y * p.k * 64))}
	w.DrawString(s.text)
	return nil
}
