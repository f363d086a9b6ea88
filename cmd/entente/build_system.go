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
}

// polarity makes the spread of each resource among the major powers and among
// all states.
func (p *pipeline) polarity(ctx context.Context, records *store.Edition) error {
	o := p.origin("polarity", "", "derived by Entente from COW National Material Capabilities and COW Major Powers; cite the producers", "cow-nmc", "cow-majors")
	if p.inputs["cow-nmc"] == "" || !p.due(store.PolarityTable, o) {
		return nil
	}
	majors := func(entente.CCode, int) bool { return false }
	if p.inputs["cow-majors"] != "" {
		list, err := attributes(records, "cow-majors")
		if err != nil {
			return err
		}
		majors = panel.Majors(list)
	}
	var t entente.Polarities
	for _, r := range resources {
		list, err := attributes(records, r.source)
		if err != nil {
			return err
		}
		h := panel.Holdings(r.resource, list, r.variables...)
		t.Rows = append(t.Rows, measure.Polarity(&h, entente.ScopeMajors, majors, nil)...)
		t.Rows = append(t.Rows, measure.Polarity(&h, entente.ScopeAll, func(entente.CCode, int) bool { return true }, nil)...)
	}
	slices.SortStableFunc(t.Rows, func(a, b entente.Polarity) int {
		return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(b.Scope, a.Scope), cmp.Compare(a.Year, b.Year))
	})
	p.say("%-32s %d resource-years", store.PolarityTable, len(t.Rows))
	return p.b.PutPolarity(&t, o)
}
