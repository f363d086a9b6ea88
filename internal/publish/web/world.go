package web

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/publish/basemap"
	"github.com/entente-observatory/entente/internal/publish/chart"
)

func (s *server) latestWorld(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	year, err := yearOf(r, "year")
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if year == 0 {
		world, err := s.obs.World(0, 0)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		year = world.Year
	}
	q.Del("year")
	for key, usual := range map[string]string{"with": "", "borders": "neutral", "names": "then"} {
		if q.Get(key) == usual {
			q.Del(key)
		}
	}
	if name := q.Get("with"); name != "" {
		c, err := entente.States().ResolveEver(name)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		q.Set("with", entente.States().Slug(c))
	}
	http.Redirect(w, r, "/world/"+strconv.Itoa(year)+params(q), http.StatusSeeOther)
}

// shades are how many colours the map and the star have.
const shades = len(chart.Shades)

// scale cuts a year's values into classes of equal numbers of states: ideal
// points and distances have no units that a reader knows.
type scale struct{ bounds []float64 }

func newScale(values []float64) scale {
	v := slices.Sorted(slices.Values(values))
	var s scale
	for k := 1; k < shades && len(v) > 0; k++ {
		s.bounds = append(s.bounds, v[k*len(v)/shades])
	}
	return s
}

func (s scale) of(v float64) int {
	n := 0
	for _, b := range s.bounds {
		if v >= b {
			n++
		}
	}
	return n
}

// view is how the world is looked at.
type view struct {
	world   *entente.World
	borders basemap.Borders
	then    bool // names of the year
	byCode  map[entente.CCode]*entente.WorldRow
	scale   scale
}

// value is what colours a state: how far it stands from the chosen one, or its
// ideal point.
func (v *view) value(row *entente.WorldRow) entente.Estimate {
	if v.world.With == 0 {
		return row.IdealPoint
	}
	if row.With == nil {
		return entente.None(entente.Undefined) // the chosen state itself
	}
	return row.With.Distance
}

func (v *view) name(c entente.CCode) string {
	st := entente.States().Get(c)
	if v.then {
		return st.NameOn(entente.Day(v.world.Year, 7, 1))
	}
	return st.Name
}

// shade is a state's class on the map, -1 without a value. With a chosen state
// the nearest are 0; without, shades run along the axis of ideal points.
func (v *view) shade(row *entente.WorldRow) int {
	e := v.value(row)
	if v.world.With == row.State {
		return 0
	}
	if !e.Known() {
		return -1
	}
	return v.scale.of(e.Value)
}

func (s *server) world(w http.ResponseWriter, r *http.Request) {
	year, err := strconv.Atoi(r.PathValue("year"))
	if err != nil || year < 1 || year > 9999 {
		s.fail(w, r, notFound("The year must be a number, such as /world/1975."))
		return
	}
	q := r.URL.Query()
	kept := url.Values{}
	var with entente.CCode
	if name := q.Get("with"); name != "" {
		if with, err = entente.States().ResolveEver(name); err != nil {
			s.fail(w, r, err)
			return
		}
		kept.Set("with", entente.States().Slug(with))
	}
	borders, err := basemap.ParseBorders(q.Get("borders"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if b := borders.String(); b != "neutral" {
		kept.Set("borders", b)
	}
	if q.Get("names") == "now" {
		kept.Set("names", "now")
	}
	world, err := s.obs.World(year, with)
	if err != nil {
		s.fail(w, r, notFound(capital(err.Error())+"."))
		return
	}
	v := &view{world: world, borders: borders, then: q.Get("names") != "now", byCode: map[entente.CCode]*entente.WorldRow{}}
	var values []float64
	for i := range world.Rows {
		row := &world.Rows[i]
		v.byCode[row.State] = row
		if e := v.value(row); e.Known() {
			values = append(values, e.Value)
		}
	}
	v.scale = newScale(values)
	title := fmt.Sprintf("The world in %d", year)
	if with != 0 {
		title += ", seen from " + v.name(with)
	}
	p := page{Title: title, Path: "/world/" + strconv.Itoa(year), Params: params(kept), JSON: world, CSV: worldSheet(world),
		Description: fmt.Sprintf("Every state's position in the UN General Assembly in %d, with intervals.", year),
		Sources:     s.datasets("un-votes", "cow-nmc", "atop")}
	body := map[string]any{"V": v, "W": world, "Prev": year - 1, "Next": year + 1, "Params": p.Params, "Borders": borders.String(), "Then": v.then,
		"Legend": v.legend(), "Known": len(values), "Rows": v.rows(), "PledgesEnd": s.pledgesEnd()}
	if f := worldStrip(world); f != nil {
		p.Figures = append(p.Figures, f)
		body["Strip"] = f
	}
	if f := v.star(); f != nil {
		p.Figures = append(p.Figures, f)
		body["Star"] = f
	}
	if len(values) > 0 {
		f, err := v.atlas(title)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		p.Figures = append(p.Figures, f)
		body["Map"] = f
	}
	if body["Areas"], err = v.areas(); err != nil {
		s.fail(w, r, err)
		return
	}
	if _, err := s.obs.Blocs(year); err == nil {
		body["Blocs"] = true
	}
	if _, err := s.obs.Poles(year); err == nil {
		body["Poles"] = true
	}
	p.Body = body
	s.render(w, r, "world", http.StatusOK, p)
}

// rowView is a state as the table lists it.
type rowView struct {
	Row   *entente.WorldRow
	Name  string
	Shade string // of the map, or "none"
}

// rows lists the states by what colours them, those without a value last.
func (v *view) rows() []rowView {
	var out []rowView
	for i := range v.world.Rows {
		row := &v.world.Rows[i]
		x := rowView{row, v.name(row.State), "none"}
		if k := v.shade(row); k >= 0 {
			x.Shade = strconv.Itoa(k)
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b rowView) int {
		x, y := v.value(a.Row), v.value(b.Row)
		return cmp.Or(cmp.Compare(b2i(!x.Known() && a.Row.State != v.world.With), b2i(!y.Known() && b.Row.State != v.world.With)), cmp.Compare(x.Value, y.Value))
	})
	return out
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// pledgesEnd is the last year that the alliance record covers, 0 if the edition
// has none.
func (s *server) pledgesEnd() int {
	for _, r := range s.obs.Manifest().Sources {
		if r.ID == "atop" && len(r.Coverage[1]) > 4 {
			year, _ := strconv.Atoi(r.Coverage[1][:4])
			return year
		}
	}
	return 0
}

// legendRow is a colour of the map with what it stands for.
type legendRow struct {
	Shade int
	Text  string
}

func (v *view) legend() []legendRow {
	var out []legendRow
	if len(v.scale.bounds) == 0 {
		return nil
	}
	for k := range shades {
		var text string
		switch k {
		case 0:
			text = fmt.Sprintf("below %.2f", v.scale.bounds[0])
		case shades - 1:
			text = fmt.Sprintf("%.2f and more", v.scale.bounds[shades-2])
		default:
			text = fmt.Sprintf("%.2f to %.2f", v.scale.bounds[k-1], v.scale.bounds[k])
		}
		out = append(out, legendRow{k, text})
	}
	return out
}

// atlas draws the map. Its data are the classes of the shapes, which is all that
// a script needs to play through the years.
func (v *view) atlas(title string) (*figure, error) {
	d, classes, err := basemap.Draw(title, fmt.Sprintf("%d states coloured by %s; the table beside holds the numbers.", len(v.byCode), v.measure()), v.world.Year, v.borders, func(c entente.CCode) (basemap.Paint, bool) {
		row := v.byCode[c]
		if row == nil {
			return basemap.Paint{}, false
		}
		text := v.name(c)
		if e := v.value(row); e.Known() {
			text += fmt.Sprintf(": %.2f (%.2f to %.2f)", e.Value, e.Lo, e.Hi)
		} else if c == v.world.With {
			text += ": the state seen from"
		} else {
			text += ": " + statusWords(e.Status)
		}
		return basemap.Paint{Shade: v.shade(row), Title: text}, true
	})
	if err != nil {
		return nil, err
	}
	return &figure{ID: "map", Drawing: d, Data: map[string]any{"year": v.world.Year, "classes": classes}}, nil
}

func (v *view) measure() string {
	if v.world.With == 0 {
		return "their ideal point"
	}
	return "how far they stand from " + v.name(v.world.With)
}

// areaRow is a disputed area in words.
type areaRow struct{ Name, Holder, Claimants string }

func (v *view) areas() ([]areaRow, error) {
	list, err := basemap.Areas()
	if err != nil {
		return nil, err
	}
	word := func(c entente.CCode) string {
		if c == 0 {
			return "one outside the state system"
		}
		return entente.States().Get(c).Name
	}
	var out []areaRow
	for _, a := range list {
		row := areaRow{Name: a.Name, Holder: word(a.Holder)}
		for i, c := range a.Claimants {
			if i > 0 {
				row.Claimants += ", "
			}
			row.Claimants += word(c)
		}
		out = append(out, row)
	}
	return out, nil
}

// star draws the network around the chosen state.
func (v *view) star() *figure {
	if v.world.With == 0 {
		return nil
	}
	var rows []*entente.WorldRow
	for i := range v.world.Rows {
		if x := &v.world.Rows[i]; x.With != nil && x.With.Distance.Known() {
			rows = append(rows, x)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	byPower := slices.Clone(rows)
	slices.SortStableFunc(byPower, func(a, b *entente.WorldRow) int { return cmp.Compare(b.Capability.Value, a.Capability.Value) })
	named := map[entente.CCode]bool{}
	for _, x := range byPower[:min(30, len(byPower))] {
		named[x.State] = true
	}
	slices.SortStableFunc(rows, func(a, b *entente.WorldRow) int { return cmp.Compare(a.State, b.State) })
	var sectors []chart.Sector
	for _, x := range rows {
		ray := chart.Ray{Name: v.name(x.State), Distance: x.With.Distance, Bound: len(x.With.Pledges) > 0, Shade: v.shade(x), Key: strconv.Itoa(int(x.State))}
		if named[x.State] {
			ray.Short = entente.States().Slug(x.State)
		}
		if n := len(sectors); n == 0 || sectors[n-1].Name != region(x.State) {
			sectors = append(sectors, chart.Sector{Name: region(x.State)})
		}
		s := &sectors[len(sectors)-1]
		s.Rays = append(s.Rays, ray)
	}
	return &figure{ID: "network", Caption: "Each dot is a state, the farther from the middle the farther its votes stood; a line is an alliance pledge in force. Some of those of greatest capability are named.",
		Drawing: chart.Star("Around "+v.name(v.world.With)+" in "+strconv.Itoa(v.world.Year), v.name(v.world.With), sectors)}
}

// region is the part of the world that a state's number stands for in the
// Correlates of War list, which numbers states by region.
func region(c entente.CCode) string {
	switch {
	case c < 200:
		return "Americas"
	case c < 400:
		return "Europe"
	case c < 600:
		return "Africa"
	case c < 700:
		return "Middle East"
	case c < 900:
		return "Asia"
	}
	return "Oceania"
}

func worldSheet(world *entente.World) *sheet {
	header := []string{"ccode", "code", "year", "theta", "theta_lo", "theta_hi", "theta_status", "cinc", "cinc_lo", "cinc_hi", "cinc_status"}
	if world.With != 0 {
		header = append(header, "with", "distance", "distance_lo", "distance_hi", "distance_status", "agreement", "agreement_lo", "agreement_hi", "agreement_status")
	}
	rows := func() (rows [][]string) {
		for _, x := range world.Rows {
			row := append([]string{strconv.Itoa(int(x.State)), entente.States().Slug(x.State), strconv.Itoa(world.Year)}, cells(x.IdealPoint)...)
			row = append(row, cells(x.Capability)...)
			if world.With != 0 {
				row = append(row, strconv.Itoa(int(world.With)))
				d, g := entente.None(entente.Undefined), entente.None(entente.Undefined)
				if x.With != nil {
					d, g = x.With.Distance, x.With.Agreement
				}
				row = append(append(row, cells(d)...), cells(g)...)
			}
			rows = append(rows, row)
		}
		return rows
	}
	return &sheet{fmt.Sprintf("entente-world-%d.csv", world.Year), header, rows}
}

// worldStrip draws the states of a year along the axis of ideal points. The
// ends of the axis, its middle, the strongest four and the chosen state are
// named.
func worldStrip(world *entente.World) *figure {
	var known []entente.WorldRow
	for _, row := range world.Rows {
		if row.IdealPoint.Known() && !math.IsNaN(row.IdealPoint.Value) {
			known = append(known, row)
		}
	}
	if len(known) == 0 {
		return nil
	}
	named := map[entente.CCode]bool{world.With: true}
	for _, c := range Strongest(known, 4) {
		named[c] = true
	}
	for _, i := range []int{0, len(known) / 2, len(known) - 1} {
		named[known[i].State] = true
	}
	var marks []chart.Mark
	for _, row := range known {
		st := entente.States().Get(row.State)
		marks = append(marks, chart.Mark{Name: st.NameOn(entente.Day(world.Year, 7, 1)),
			Value: row.IdealPoint.Value, Named: named[row.State], Estimate: row.IdealPoint})
	}
	return &figure{ID: "strip", Href: fmt.Sprintf("/world/%d/strip", world.Year),
		Drawing: chart.Strip(fmt.Sprintf("Ideal points in %d", world.Year), "ideal point in the UN General Assembly", marks)}
}
