package panel

import (
	"math"

	"github.com/entente-observatory/entente"
)

// deliveries gives the square root of the volume of major weapons delivered in
// a year, in millions of trend-indicator values, both directions added up: a
// root because the volume of one ship is no thousand times the sign that one
// rifle is.
func deliveries(b *book) error {
	b.zero = true
	ties, err := b.Ties("sipri-arms", "tiv", "delivery")
	if err != nil {
		return err
	}
	for _, t := range ties {
		// The tables by supplier are whole as far as they go; the register of
		// deals goes on from there.
		late := t.Period.From.Year() > lastTables
		if t.Status == entente.Known && t.Value > 0 && late == (t.Variable == "delivery") {
			b.in(t.Period, func(at int) { b.row(entente.DyadOf(t.From, t.To))[at] += float32(t.Value) })
		}
	}
	for _, row := range b.rows {
		for t, x := range row {
			row[t] = float32(math.Sqrt(float64(x)))
		}
	}
	return nil
}

// lastTables is the last year of the tables of exports by supplier.
const lastTables = 2021

// visits counts the visits of leaders. The register of all heads of state is
// used where it is there; that of China's leaders, which reaches back further,
// for the years before it.
func visits(b *book) error {
	all := happenings("visits-colt", "visit")
	china := happenings("visits-china", "visit")
	if _, ok := b.Covers("visits-colt"); !ok {
		return china(b)
	}
	if _, ok := b.Covers("visits-china"); !ok {
		return all(b)
	}
	return both(china, all, "visits-china")(b)
}

// stationed gives the log of the number of troops, and one, that either keeps
// with the other.
func stationed(b *book) error {
	ties, err := b.Ties("us-troops", "troops_ad")
	if err != nil {
		return err
	}
	for _, t := range ties {
		if t.Status != entente.Known || t.From == t.To {
			continue
		}
		b.in(t.Period, func(at int) {
			b.row(entente.DyadOf(t.From, t.To))[at] = float32(math.Log1p(t.Value))
		})
	}
	return nil
}

// scaleOfPeace gives the level at the end of the year. A transition between
// two levels has none.
func scaleOfPeace(b *book) error {
	ties, err := b.Ties("peace-scale", "peacelevel")
	if err != nil {
		return err
	}
	for _, t := range ties {
		v := blank
		if t.Status == entente.Known {
			v = float32(t.Value)
		}
		from, to := t.Period.Years(b.first, b.last)
		for y := from; y <= to; y++ {
			if t.Period.To >= entente.Day(y, 12, 31) || t.Status != entente.Known {
				b.row(entente.DyadOf(t.From, t.To))[y-b.first] = v
			}
		}
	}
	return nil
}
