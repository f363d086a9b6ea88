package chart

import (
	"bytes"
	"encoding/xml"
	"image/color"
	"image/png"
	"io"
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
)

// record is a series of 1950 to 1990 with a gap in 1960-1964 that its source
// covers, drawn on an axis that reaches beyond both ends.
func record() *entente.Series {
	s := &entente.Series{Title: "A <title> & more", Range: [2]float64{-1, 1}, First: 1950, Last: 1990}
	for y := 1950; y <= 1990; y++ {
		e := entente.Estimate{Value: 0.5, Lo: 0.2, Hi: 0.8, Level: 0.9}
		if y >= 1960 && y < 1965 {
			e = entente.None(entente.Missing)
		}
		s.Points = append(s.Points, entente.Point{Year: y, Estimate: e})
	}
	return s
}

func drawings() map[string]*Drawing {
	s := record()
	ray := func(v float64) Ray {
		return Ray{Name: "X", Short: "X", Distance: entente.Estimate{Value: v, Lo: v, Hi: v}, Shade: 3, Key: "2", Bound: v > 1}
	}
	area := &Drawing{Title: "map", W: 100, H: 50, Kind: "map"}
	area.Area(Area{Rings: [][][2]float64{{{10, 10}, {60, 10}, {60, 40}, {10, 40}}}, Fill: "#ff0000", Class: "q q1", Key: "7", Title: "Red"})
	area.Area(Area{Rings: [][][2]float64{{{70, 10}, {90, 10}, {90, 40}, {70, 40}}}, Fill: "#000000", Hatch: true, Dashed: true, Title: "Disputed"})
	return map[string]*Drawing{
		"timeline":  TimeSeries(s, Options{From: 1940, To: 2000, Changes: []Change{{1970, 1968, 1973, "a <change>"}}}),
		"steps":     TimeSeries(s, Options{From: 1950, To: 1990, Steps: true, YLabels: map[float64]string{0: "none", 1: "all"}}),
		"lines":     Lines("Several", []Line{{"A–B", s}, {"C–D", s}}, 1940, 2000),
		"acts":      Acts("Acts", []*entente.Series{s, s}, 1940, 2000),
		"columns":   Columns("By year", "together", "apart", []Count{{1970, 3, 1}, {1971, 0, 2}}, 1946, 2000),
		"intervals": Intervals("Near", "distance", []Row{{"A", "/a?x=1&y=2", entente.Estimate{Value: 1, Lo: 0, Hi: 2}}, {"B", "", entente.None(entente.Missing)}}),
		"strip":     Strip("Strip", "axis", []Mark{{Name: "A", Value: -1, Named: true}, {Name: "B", Value: 1}, {Name: "C", Value: -1, Named: true}}),
		"star":      Star("Star", "M", []Sector{{"Asia", []Ray{ray(0.5), ray(2)}}, {"Europe", []Ray{ray(1)}}}),
		"map":       area,
		"empty":     TimeSeries(&entente.Series{Title: "none", Range: [2]float64{0, 1}, First: 1950, Last: 1960}, Options{From: 1950, To: 1960}),
	}
}

// TestSVG reads every form of drawing as XML, on a page and as a file, and asks
// for a title, words for those who do not see it, and no number that is none.
func TestSVG(t *testing.T) {
	for name, d := range drawings() {
		for _, b := range [][]byte{d.SVG("x"), d.File()} {
			dec := xml.NewDecoder(bytes.NewReader(b))
			depth := 0
			for {
				tok, err := dec.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatalf("%s is not XML: %v\n%s", name, err, b)
				}
				switch tok.(type) {
				case xml.StartElement:
					depth++
				case xml.EndElement:
					depth--
				}
			}
			text := string(b)
			if depth != 0 || !strings.Contains(text, "<title id=") || !strings.Contains(text, "<desc id=") || strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
				t.Errorf("%s: %s", name, text)
			}
		}
	}
}

// TestGap asks that no line crosses years without a value: two lines and two
// bands, and hatched fields before and after what the source covers.
func TestGap(t *testing.T) {
	text := string(drawings()["timeline"].SVG("x"))
	for what, want := range map[string]int{`class="value"`: 2, `class="band"`: 2, `class="uncovered"`: 2, `class="change"`: 1} {
		if n := strings.Count(text, what); n != want {
			t.Errorf("%d of %s, want %d", n, what, want)
		}
	}
	if n := strings.Count(string(drawings()["steps"].SVG("x")), `class="uncovered"`); n != 0 {
		t.Errorf("%d hatched fields on an axis that the source covers", n)
	}
}

// TestPNG paints every form, and looks at a map: the red state is red, the
// disputed area is neither all black nor all white, the sea is white.
func TestPNG(t *testing.T) {
	for name, d := range drawings() {
		b, err := d.PNG(400)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		img, err := png.Decode(bytes.NewReader(b))
		if err != nil || img.Bounds().Dx() != 400 {
			t.Fatalf("%s: %v, %v", name, err, img.Bounds())
		}
		if name != "map" {
			continue
		}
		at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(img.At(x, y)).(color.RGBA) }
		if at(140, 100) != (color.RGBA{255, 0, 0, 255}) || at(4, 4) != (color.RGBA{255, 255, 255, 255}) {
			t.Errorf("the red state is %v, the sea %v", at(140, 100), at(4, 4))
		}
		black, white := 0, 0
		for x := 290; x < 350; x++ {
			switch at(x, 100) {
			case color.RGBA{0, 0, 0, 255}:
				black++
			case color.RGBA{255, 255, 255, 255}:
				white++
			}
		}
		if black < 10 || white < 10 {
			t.Errorf("the disputed area has %d black and %d white of 60", black, white)
		}
	}
	if _, err := drawings()["map"].PNG(MaxPixels + 1); err == nil {
		t.Error("a picture too large was painted")
	}
}
