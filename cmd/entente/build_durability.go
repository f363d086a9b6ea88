package main

import (
	"context"
	"slices"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/measure"
	"github.com/entente-observatory/entente/internal/panel"
	"github.com/entente-observatory/entente/internal/source"
	"github.com/entente-observatory/entente/internal/store"
)

// rivalList is the list of rivalries that circumstances go by: the later of
// the two, which reaches beyond the record of treaties.
const rivalList = "tss_rivalry"

// treaties lays the treaties out by year, each as one subject, with what may
// bear on how long it lasts.
func (p *pipeline) treaties(_ context.Context, records *store.Edition) error {
	if p.inputs["atop"] == "" {
		return nil
	}
	o := p.origin("treaties", "", "derived by Entente from ATOP 5.1, COW National Material Capabilities and the list of strategic rivalries; cite the producers",
		"atop", "cow-nmc", "rivalries")
	if !p.due(store.TreatiesTable, o) {
		return nil
	}
	list, err := attributes(records, "atop")
	if err != nil {
		return err
	}
	ds, err := source.ByID("atop")
	if err != nil {
		return err
	}
	_, last := years(ds)
	t := panel.Treaties(list, last)
	made, err := p.b.Records()
	if err != nil {
		return err
	}
	power, err := orEmpty(made.Capabilities())
	if err != nil {
		return err
	}
	rivals := map[int][]entente.Dyad{}
	if p.inputs["rivalries"] != "" {
		ds, err := source.ByID("rivalries")
		if err != nil {
			return err
		}
		first, last := years(ds)
		for y := first; y <= last; y++ {
			rivals[y] = nil
		}
		err = records.Ties("rivalries", entente.Dyad{}, entente.Always, func(tie entente.Tie) bool {
			if tie.Variable == rivalList {
				from, to := tie.Period.Years(first, last)
				for y := from; y <= to; y++ {
					rivals[y] = append(rivals[y], entente.DyadOf(tie.From, tie.To))
				}
			}
			return true
		})
		if err != nil {
			return err
		}
	}
	measure.Circumstances(t, power, rivals)
	p.say("%-32s %d treaty-years", store.TreatiesTable, len(t.Rows))
	return p.b.PutTreaties(t, o)
}

// costs keeps what befell states year by year, of the sources whose counts may
// be passed on.
func (p *pipeline) costs(_ context.Context, records *store.Edition) error {
	var ids []string
	for _, l := range costLines {
		if l.kept && p.inputs[l.source] != "" && !slices.Contains(ids, l.source) {
			ids = append(ids, l.source)
		}
	}
	o := p.origin("costs", "", "derived by Entente from AidData, troopdata, Our World in Data (GTD, RAND), UCDP/PRIO and COW dyadic disputes; cite the producers", ids...)
	if len(ids) == 0 || !p.due(store.CostsTable, o) {
		return nil
	}
	t, err := keptCosts(records, func(source string) bool { return p.inputs[source] != "" })
	if err != nil {
		return err
	}
	p.say("%-32s %d amounts", store.CostsTable, len(t.Rows))
	return p.b.PutCosts(t, o)
}
