package panel

import (
	"fmt"
	"slices"

	"github.com/entente-observatory/entente"
)

// Regions are the six of the Correlates of War numbering, by first and last
// number; Gleditsch and Ward's numbers fall in the same.
var regions = []struct {
	name        string
	first, last int16
}{
	{"americas", 2, 199}, {"europe", 200, 399}, {"africa", 400, 599},
	{"middle-east", 600, 699}, {"asia", 700, 899}, {"oceania", 900, 999},
}

// InRegion returns the test of a state's number for a region: Americas 2-199,
// Europe 200-399, Africa 400-599, Middle East with North Africa 600-699, Asia
// 700-899, Oceania 900-999.
func InRegion(name string) (func(code int16) bool, error) {
	var names []string
	for _, r := range regions {
		if r.name == name {
			return func(c int16) bool { return r.first <= c && c <= r.last }, nil
		}
		names = append(names, r.name)
	}
	return nil, fmt.Errorf("no region %q: choose one of %v", name, names)
}

// KeepBoth keeps rows whose states all pass.
func KeepBoth(pass func(int16) bool) func(a, b int16, year int) bool {
	return func(a, b int16, _ int) bool { return pass(a) && pass(b) }
}

// KeepEither keeps rows of which a state passes.
func KeepEither(pass func(int16) bool) func(a, b int16, year int) bool {
	return func(a, b int16, _ int) bool { return pass(a) || pass(b) }
}

// KeepAll keeps rows that every one of the rules keeps; with none, all rows.
func KeepAll(rules ...func(a, b int16, year int) bool) func(a, b int16, year int) bool {
	if len(rules) == 0 {
		return nil
	}
	return func(a, b int16, year int) bool {
		return !slices.ContainsFunc(rules, func(keep func(a, b int16, year int) bool) bool { return !keep(a, b, year) })
	}
}

// KeepAny keeps rows that one of the rules keeps.
func KeepAny(rules ...func(a, b int16, year int) bool) func(a, b int16, year int) bool {
	return func(a, b int16, year int) bool {
		return slices.ContainsFunc(rules, func(keep func(a, b int16, year int) bool) bool { return keep(a, b, year) })
	}
}

// KeepMajors keeps rows of which a state was a major power on any day of the
// year.
func KeepMajors(src Sources) (func(a, b int16, year int) bool, error) {
	records, err := src.Attributes("cow-majors", "major")
	if err != nil {
		return nil, err
	}
	spells := map[int16][]entente.Period{}
	for _, r := range records {
		spells[int16(r.State)] = append(spells[int16(r.State)], r.Period)
	}
	major := func(c int16, year int) bool {
		return slices.ContainsFunc(spells[c], func(p entente.Period) bool { return p.Overlaps(entente.CalendarYear(year)) })
	}
	return func(a, b int16, year int) bool { return major(a, year) || major(b, year) }, nil
}

// KeepContiguous keeps dyads that were directly contiguous on any day of the
// year, by land or across at most 400 miles of water.
func KeepContiguous(src Sources) (func(a, b int16, year int) bool, error) {
	spells := map[entente.Dyad][]entente.Period{}
	err := src.TieColumns("cow-contiguity", []string{"contiguity"}, func(t *entente.TieColumns) error {
		for i := range t.Len() {
			d := entente.DyadOf(t.From[i], t.To[i])
			spells[d] = append(spells[d], t.Period(i))
		}
		return nil
	})
	return func(a, b int16, year int) bool {
		d := entente.DyadOf(entente.CCode(a), entente.CCode(b))
		return slices.ContainsFunc(spells[d], func(p entente.Period) bool { return p.Overlaps(entente.CalendarYear(year)) })
	}, err
}
