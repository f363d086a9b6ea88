package panel

import (
	"math"

	"github.com/entente-observatory/entente"
)

// earth is the radius in km of the sphere on which distances between capitals
// are taken, WGS84's at the equator, as the field's tools have it.
const earth = 6378.137

// place is a point on the sphere, in radians; unknown where there is none.
type place struct {
	lat, lng float64
	known    bool
}

// greatCircle returns the distance of two places by Vincenty's (1975) formula
// for the sphere, which holds for near and for opposite points.
func greatCircle(a, b place) float64 {
	sinA, cosA := math.Sincos(a.lat)
	sinB, cosB := math.Sincos(b.lat)
	sinL, cosL := math.Sincos(b.lng - a.lng)
	y := math.Hypot(cosB*sinL, cosA*sinB-sinA*cosB*cosL)
	return earth * math.Atan2(y, sinA*sinB+cosA*cosB*cosL)
}

// capitalVariable names the latitude or longitude of capitals by the frame's
// list of states.
func (l *filling) capitalVariable(which string) string {
	if l.Roll.Scheme == entente.GW {
		return "gw_capital_" + which
	}
	return "capital_" + which
}

// capitals returns the capital of each unit in each year: the first of those
// that it had in the year.
func (l *filling) capitals() ([]place, error) {
	years := l.To - l.From + 1
	places := make([]place, len(l.Units)*years)
	since := make([]entente.Date, len(places))
	lat := l.capitalVariable("lat")
	records, err := l.Attributes("distances", lat, l.capitalVariable("lng"))
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		first, last := r.Period.Years(l.From, l.To)
		for y := first; y <= last; y++ {
			u := l.unit(r.State, y)
			if u < 0 {
				continue
			}
			at := u*years + y - l.From
			if places[at].known && since[at] < r.Period.From {
				continue
			}
			if since[at] != r.Period.From {
				places[at] = place{}
			}
			since[at] = r.Period.From
			places[at].known = true
			if r.Variable == lat {
				places[at].lat = r.Value * math.Pi / 180
			} else {
				places[at].lng = r.Value * math.Pi / 180
			}
		}
	}
	return places, nil
}

func distanceColumns(l *filling) error {
	cov, _ := l.Covers("distances")
	capdist := l.columnOfList(entente.Variable{Name: "capdist", Label: "Distance between capitals, the first of the year", Unit: "km", Of: []string{l.capitalVariable("lat"), l.capitalVariable("lng")}}, cov)
	mindist := l.column(entente.Variable{Name: "mindist", Label: "Least distance between territories on 1 January", Unit: "km", Of: []string{"mindist"}, First: 1886, Last: 2019}, cov.within(1886, 2019))
	places, err := l.capitals()
	if err != nil {
		return err
	}
	years := l.To - l.From + 1
	// A dyad's capitals seldom move, and its rows follow each other.
	var a, b place
	km := math.NaN()
	for row, t := range l.Time {
		y := l.year(t) - l.From
		p, q := places[int(l.A[row])*years+y], places[int(l.B[row])*years+y]
		if !p.known || !q.known {
			continue
		}
		if p != a || q != b || math.IsNaN(km) {
			a, b, km = p, q, greatCircle(p, q)
		}
		capdist.set(row, km)
	}
	return l.eachTie("distances", []string{"mindist"}, func(t *entente.TieColumns, i, row int, _ bool) {
		mindist.record(row, t.Value[i], t.Status[i])
	})
}
