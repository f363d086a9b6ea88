package main

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/measure"
	"github.com/entente-observatory/entente/internal/panel"
	"github.com/entente-observatory/entente/internal/store"
)

// resources are those that states are weighed by, with the variables of the
// record that each is made of.
var resources = []struct {
	resource  entente.Resource
	source    string
	variables []string
}{
	{entente.ResourceCINC, "cow-nmc", panel.Components[:]},
	{entente.ResourceMilex, "cow-nmc", []string{"milex"}},
	{entente.ResourceEnergy, "cow-nmc", []string{"pec"}},
	{entente.ResourceGDP, "maddison", []string{"gdp"}},
	{entente.ResourceMarket, "gdp-population", []string{"gdp"}},
}

// leastCovered is the share of the world's capabilities that the states with a
// holding must have for a year to be measured.
const leastCovered = 0.8

// holdings lays out every resource that the record has.
func (p *pipeline) holdings(records *store.Edition) ([]entente.Holdings, error) {
	power, err := records.Capabilities()
	if err != nil {
		return nil, err
	}
	var out []entente.Holdings
	add := func(h entente.Holdings) {
		if h = panel.Covered(&h, power, leastCovered); len(h.Rows) > 0 {
			out = append(out, h)
		}
	}
	for _, r := range resources {
		if p.inputs[r.source] == "" {
			continue
		}
		list, err := attributes(records, r.source)
		if err != nil {
			return nil, err
		}
		h := panel.Holdings(r.resource, list, r.variables...)
		add(h)
		if r.resource == entente.ResourceGDP {
			head := panel.Holdings("", list, "gdppc")
			add(panel.Times(entente.ResourceGDPHead, &h, &head))
		}
	}
	return out, nil
}

// polarity makes the spread of each resource among the major powers and among
// all states.
func (p *pipeline) polarity(ctx context.Context, records *store.Edition) error {
	o := p.origin("polarity", "", "derived by Entente from COW National Material Capabilities, COW Major Powers, Maddison Project Database and World Development Indicators; cite the producers",
		"cow-nmc", "cow-majors", "maddison", "gdp-population")
	if p.inputs["cow-nmc"] == "" || !p.due(store.PolarityTable, o) {
		return nil
	}
	// The capabilities were written a moment ago.
	records, err := p.b.Records()
	if err != nil {
		return err
	}
	var majors func(entente.CCode, int) bool
	if p.inputs["cow-majors"] != "" {
		list, err := attributes(records, "cow-majors")
		if err != nil {
			return err
		}
		majors = panel.Majors(list)
	}
	all, err := p.holdings(records)
	if err != nil {
		return err
	}
	var t entente.Polarities
	for i := range all {
		if majors != nil {
			t.Rows = append(t.Rows, measure.Polarity(&all[i], entente.ScopeMajors, majors, nil)...)
		}
		t.Rows = append(t.Rows, measure.Polarity(&all[i], entente.ScopeAll, func(entente.CCode, int) bool { return true }, nil)...)
	}
	slices.SortStableFunc(t.Rows, func(a, b entente.Polarity) int {
		return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(b.Scope, a.Scope), cmp.Compare(a.Year, b.Year))
	})
	p.say("%-32s %d resource-years", store.PolarityTable, len(t.Rows))
	return p.b.PutPolarity(&t, o)
}
