// Package basemap draws the world's states as a map.
//
// Boundaries are disputed, and a map takes sides by being drawn. This one says
// which side: the reader chooses whether disputed areas are left without an
// owner, follow who holds them, or follow what one state claims; they are
// hatched whatever is chosen, and listed. The outlines are those of today; land
// of a state that was no member in the year takes the colour of the member whose
// land it was, where former.tsv says so, else none. A shape is coloured by the
// number of the state whose land it is, never by itself: land of no member of
// the state system stays grey.
package basemap

import (
	"bufio"
	"bytes"
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/publish/chart"
)

var (
	//go:embed world.tsv
	worldTSV []byte
	//go:embed areas.tsv
	areasTSV []byte
	//go:embed former.tsv
	formerTSV []byte
)

const width, height = 960.0, 425.0

// Disputed is an area that more than one state claims, or that no state of the
// system holds.
type Disputed struct {
	Name      string
	Holder    entente.CCode   // 0: none in the state system
	Claimants []entente.CCode // 0 among them: one that is not in the state system
	shape     *shape
	own       bool // an outline of ours, over a shape of the base
}

// Borders is how disputed areas are drawn.
type Borders struct {
	Held   bool          // they follow who holds them
	Claims entente.CCode // they follow what this state claims, 0 for none's
}

// ParseBorders reads "neutral" (or nothing), "held", or the name of a state.
func ParseBorders(s string) (Borders, error) {
	switch s {
	case "", "neutral":
		return Borders{}, nil
	case "held":
		return Borders{Held: true}, nil
	}
	c, err := entente.States().ResolveEver(s)
	return Borders{Claims: c}, err
}

// String is the inverse of ParseBorders.
func (b Borders) String() string {
	switch {
	case b.Held:
		return "held"
	case b.Claims != 0:
		return entente.States().Slug(b.Claims)
	}
	return "neutral"
}

// owner returns whose colour the area takes, 0 for nobody's.
func (b Borders) owner(d *Disputed) entente.CCode {
	if b.Claims != 0 {
		for _, c := range d.Claimants {
			if c == b.Claims {
				return c
			}
		}
	}
	if b.Held || b.Claims != 0 {
		return d.Holder
	}
	return 0
}

// shape is a territory of the base map.
type shape struct {
	a3    string
	name  string
	spot  [2]float64
	small bool
	rings [][][2]float64
	state entente.CCode // whose present land it is, 0 if no state's
}

// held is land of a state whose member of today was none yet.
type held struct {
	shape, outline *shape // outline is nil where the whole shape is meant
	state          entente.CCode
	from, to       int
}

type world struct {
	shapes []shape
	areas  []Disputed
	former []held
}

var load = sync.OnceValues(func() (*world, error) {
	w := &world{}
	outlines := map[string]*shape{}
	err := rows(worldTSV, 5, func(f []string) error {
		s := shape{a3: f[0], name: f[1], small: f[3] == "1"}
		spot := strings.Fields(f[2])
		if len(spot) != 2 {
			return fmt.Errorf("spot %q: want two numbers", f[2])
		}
		s.spot = [2]float64{tenth(spot[0]), tenth(spot[1])}
		for _, ring := range strings.Split(f[4], ";") {
			var at [2]float64
			var points [][2]float64
			n := strings.Fields(ring)
			for i := 0; i+1 < len(n); i += 2 {
				at[0], at[1] = at[0]+tenth(n[i]), at[1]+tenth(n[i+1])
				points = append(points, at)
			}
			if len(points) > 2 {
				s.rings = append(s.rings, points)
			}
		}
		if s.a3 == "area" {
			outlines[s.name] = &s
			return nil
		}
		if c, err := entente.States().ResolveCode(entente.ISO3, s.a3, entente.Ongoing); err == nil {
			s.state = c
		}
		w.shapes = append(w.shapes, s)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("world.tsv:%w", err)
	}
	byCode := map[string]*shape{}
	for i := range w.shapes {
		byCode[w.shapes[i].a3] = &w.shapes[i]
	}
	err = rows(areasTSV, 5, func(f []string) error {
		holder, err := strconv.Atoi(f[3])
		if err != nil {
			return err
		}
		d := Disputed{Name: f[0], Holder: entente.CCode(holder), shape: byCode[f[1]]}
		if f[1] == "area" {
			d.shape, d.own = outlines[f[2]], true
		}
		if d.shape == nil {
			return fmt.Errorf("no shape %q", f[1]+" "+f[2])
		}
		for _, c := range strings.Fields(f[4]) {
			n, err := strconv.Atoi(c)
			if err != nil {
				return err
			}
			d.Claimants = append(d.Claimants, entente.CCode(n))
		}
		w.areas = append(w.areas, d)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("areas.tsv:%w", err)
	}
	err = rows(formerTSV, 5, func(f []string) error {
		h := held{shape: byCode[f[0]], outline: outlines[f[1]]}
		var n [3]int
		for i := range n {
			var err error
			if n[i], err = strconv.Atoi(f[2+i]); err != nil {
				return err
			}
		}
		h.state, h.from, h.to = entente.CCode(n[0]), n[1], n[2]
		if h.shape == nil || f[1] != "" && h.outline == nil {
			return fmt.Errorf("no shape %q", f[0]+" "+f[1])
		}
		w.former = append(w.former, h)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("former.tsv:%w", err)
	}
	return w, nil
})

// rows reads a table of so many columns divided by tabs.
func rows(table []byte, columns int, fn func([]string) error) error {
	in := bufio.NewScanner(bytes.NewReader(table))
	in.Buffer(nil, 1<<20)
	for line := 1; in.Scan(); line++ {
		if in.Text() == "" || in.Text()[0] == '#' {
			continue
		}
		f := strings.Split(in.Text(), "\t")
		if len(f) != columns {
			return fmt.Errorf("%d: %d columns, want %d", line, len(f), columns)
		}
		if err := fn(f); err != nil {
			return fmt.Errorf("%d: %w", line, err)
		}
	}
	return in.Err()
}

func tenth(s string) float64 {
	n, _ := strconv.Atoi(s)
	return float64(n) / 10
}

// Areas lists the disputed areas of the map.
func Areas() ([]Disputed, error) {
	w, err := load()
	if err != nil {
		return nil, err
	}
	return w.areas, nil
}

// Paint is how a state is coloured.
type Paint struct {
	Shade int    // of chart.Shades, -1 for a state without a value
	Title string // name and value, in words
}

// Draw draws the world in a year. paint tells how a state of the system is
// coloured, and whether it is one in the year. Beside the drawing it gives the
// class of every shape by the key that the drawing has for it, so that a script
// can recolour the same shapes for another year.
func Draw(title, desc string, year int, b Borders, paint func(entente.CCode) (Paint, bool)) (*chart.Drawing, map[string]string, error) {
	w, err := load()
	if err != nil {
		return nil, nil, err
	}
	d := &chart.Drawing{Title: title, Desc: desc, W: width, H: height, Kind: "map"}
	classes := map[string]string{}
	disputed := map[*shape]*Disputed{}
	for i := range w.areas {
		disputed[w.areas[i].shape] = &w.areas[i]
	}
	for i := range w.shapes {
		s := &w.shapes[i]
		whose := s.state
		if x := disputed[s]; x != nil {
			whose = b.owner(x)
		}
		a := look(s, w.then(s, whose, year, paint), paint)
		if len(a.Rings) > 0 {
			classes[a.Key] = a.Class
			d.Area(a)
		}
		if s.small && s.state != 0 {
			classes[a.Key] = a.Class
			d.Spot(s.spot[0], s.spot[1], 2.4, a.Class, a.Fill, a.Key, a.Title)
		}
	}
	for _, h := range w.former {
		if h.outline == nil {
			continue
		}
		a := look(h.outline, h.state, paint)
		if year < h.from || h.to < year {
			a.Class, a.Fill, a.Title = "q gone", "none", ""
		}
		classes[a.Key] = a.Class
		d.Area(a)
	}
	for i := range w.areas {
		x := &w.areas[i]
		if x.own {
			a := look(x.shape, b.owner(x), paint)
			a.Title = ""
			classes[a.Key] = a.Class
			d.Area(a)
		}
		d.Area(chart.Area{Rings: x.shape.rings, Class: "disputed", Fill: "#3a3f47", Hatch: true, Dashed: true, Title: x.Name + ": disputed"})
	}
	return d, classes, nil
}

// then returns the state whose land a shape was in a year: the state of today
// if it was a member, else the one that held it.
func (w *world) then(s *shape, whose entente.CCode, year int, paint func(entente.CCode) (Paint, bool)) entente.CCode {
	if whose == 0 {
		return 0
	}
	if _, member := paint(whose); member {
		return whose
	}
	for _, h := range w.former {
		if h.shape == s && h.outline == nil && h.from <= year && year <= h.to {
			return h.state
		}
	}
	return whose
}

func look(s *shape, whose entente.CCode, paint func(entente.CCode) (Paint, bool)) chart.Area {
	a := chart.Area{Rings: s.rings, Class: "q none", Fill: "#e3e6ea", Title: s.name, Key: s.a3}
	if s.a3 == "area" {
		a.Key = s.name
	}
	if whose == 0 {
		return a
	}
	p, is := paint(whose)
	if !is {
		a.Title = s.name + ": no member of the state system"
		return a
	}
	a.Title = p.Title
	if p.Shade >= 0 {
		a.Class, a.Fill = fmt.Sprintf("q q%d", p.Shade), chart.Shades[p.Shade]
	}
	return a
}
