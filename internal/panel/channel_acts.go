package panel

import (
	"math"
	"slices"

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

// visits counts the visits of leaders, for each dyad by one register, so that no
// change of register is taken for one of conduct: with China its own, which
// counts every visit; with another of the powers that of their signals, which
// tells years with a visit of its leader from those without; of other dyads,
// that of all heads of state and government.
func visits(b *book) error {
	rows := map[entente.Dyad][]float32{}
	for _, r := range []struct {
		source string
		of     []entente.CCode // dyads with one of them; nil: all
	}{{"visits-colt", nil}, {"support-signals", powers}, {"visits-china", []entente.CCode{710}}} {
		cov, ok := b.Covers(r.source)
		if !ok {
			continue
		}
		one := &book{System: b.System, Record: b.Record, first: max(b.first, cov.Period.From.Year()), last: min(b.last, cov.Period.To.Year()), rows: map[entente.Dyad][]float32{}}
		if err := happenings(r.source, "visit")(one); err != nil {
			return err
		}
		for d, values := range one.rows {
			if r.of != nil && !slices.Contains(r.of, d.A) && !slices.Contains(r.of, d.B) {
				continue
			}
			row := b.row(d)
			for t := range row {
				row[t] = blank
			}
			copy(row[one.first-b.first:], values)
			rows[d] = row
		}
	}
	b.rows = rows
	return nil
}

// powers are the states whose signals of support are on record.
var powers = []entente.CCode{2, 200, 220, 365, 710}

// stationed gives the log of the number of troops, and one, that either keeps
// with the other: those of the United States, and of the other powers as far as
// their signals go.
func stationed(b *book) error {
	ties, err := b.Ties("us-troops", "troops_ad")
	if err != nil {
		return err
	}
	others, err := b.Ties("support-signals", "troops")
	if err != nil {
		return err
	}
	own, _ := b.Covers("us-troops")
	for _, t := range others {
		// The register of the Department of Defense goes before, where it reaches.
		if t.From != 2 || !own.Period.Contains(t.Period.From) {
			ties = append(ties, t)
		}
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

// assistance gives the log of economic aid, in millions of dollars, and one.
func assistance(b *book) error {
	ties, err := b.Ties("support-signals", "economic aid")
	if err != nil {
		return err
	}
	for _, t := range ties {
		if t.Status == entente.Known {
			b.in(t.Period, func(at int) { b.row(entente.DyadOf(t.From, t.To))[at] = float32(math.Log1p(t.Value / 1e6)) })
		}
	}
	return nil
}
