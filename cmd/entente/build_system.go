package main

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/measure"
	"github.com/entente-observatory/entente/internal/panel"
	"github.com/entente-observatory/entente/internal/source"
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
		if r.resource == entente.ResourceCINC {
			networks, err := orEmpty(records.Networks())
			if err != nil {
				return nil, err
			}
			if b := panel.OfBlocs(&h, networks); len(b.Rows) > 0 {
				out = append(out, b)
			}
		}
		if r.resource == entente.ResourceGDP {
			head := panel.Holdings("", list, "gdppc")
			add(panel.Times(entente.ResourceGDPHead, &h, &head))
		}
	}
	return out, nil
}

// polarity makes the spread of each resource among the major powers and among
// all states.
func (p *pipeline) polarity(ctx context.Context, _ *store.Edition) error {
	o := p.origin("polarity", "", "derived by Entente from COW National Material Capabilities, COW Major Powers, Maddison Project Database and World Development Indicators, and for blocs ATOP, Gibler-Miller-Little and COW militarized disputes; cite the producers",
		"cow-nmc", "cow-majors", "maddison", "gdp-population", "atop", "gml-mid", "cow-mid")
	if p.inputs["cow-nmc"] == "" || !p.due(store.PolarityTable, o) {
		return nil
	}
	// The capabilities and the networks were written a moment ago.
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
		if majors != nil && all[i].Resource != entente.ResourceBlocs {
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

// ties keeps the channels of what passes between states and of what they do
// against each other, so that they can be compared without the records. A
// source that only its user may hold is left out.
func (p *pipeline) ties(ctx context.Context, _ *store.Edition) error {
	may := func(ds *entente.Dataset) bool { return ds.Rights != entente.FetchYourself }
	var ids []string
	for _, ds := range source.All {
		if p.inputs[ds.ID] != "" && may(ds) {
			ids = append(ids, ds.ID)
		}
	}
	o := p.origin("channels", "", "derived by Entente from the sources named in the table's metadata; non-commercial where one of them is", ids...)
	if !p.due(store.ChannelsTable, o) {
		return nil
	}
	records, err := p.b.Records()
	if err != nil {
		return err
	}
	tables, err := channelTables(records, newRecord(records, may))
	if err != nil {
		return err
	}
	tables = slices.DeleteFunc(tables, func(t *entente.ChannelTable) bool { return t.Axis == entente.AxisPosition })
	p.say("%-32s %d channels", store.ChannelsTable, len(tables))
	return p.b.PutChannels(tables, o)
}

// networks makes the signed network of every year that both pledges and
// disputes are on record for, and the polarity of its blocs.
func (p *pipeline) networks(ctx context.Context, _ *store.Edition) error {
	o := p.origin("networks", "", "derived by Entente from ATOP, Gibler-Miller-Little and COW militarized disputes, and COW National Material Capabilities; cite the producers",
		"atop", "gml-mid", "cow-mid", "cow-nmc")
	if p.inputs["atop"] == "" || p.inputs["cow-nmc"] == "" {
		return nil
	}
	networks, blocs := p.due(store.NetworksTable, o), p.due(store.BlocsTable, o)
	if !networks && !blocs {
		return nil
	}
	records, err := p.b.Records()
	if err != nil {
		return err
	}
	clashes, err := p.clashes(records)
	if err != nil || clashes.First == 0 {
		return err
	}
	pledges, err := records.Pledges()
	if err != nil {
		return err
	}
	power, err := records.Capabilities()
	if err != nil {
		return err
	}
	t, err := signedNetworks(ctx, pledges, clashes, power)
	if err != nil {
		return err
	}
	p.say("%-32s %d years", store.NetworksTable, len(t.Rows))
	if networks {
		if err := p.b.PutNetworks(t, o); err != nil {
			return err
		}
	}
	if blocs {
		return p.b.PutBlocs(t, o)
	}
	return nil
}

// clashes joins the registers of disputes: the revised one as far as it
// reaches, the other for the years after.
func (p *pipeline) clashes(records *store.Edition) (*entente.Clashes, error) {
	var ties []entente.Tie
	first, last := 0, 0
	for _, id := range []string{"gml-mid", "cow-mid"} {
		if p.inputs[id] == "" {
			continue
		}
		ds, err := source.ByID(id)
		if err != nil {
			return nil, err
		}
		from, to := years(ds)
		if first == 0 {
			first = from
		}
		after := entente.Period{From: entente.Day(max(from, last+1), 1, 1), To: entente.Ongoing}
		err = records.Ties(id, entente.Dyad{}, after, func(t entente.Tie) bool {
			if t.Variable == "hostlev" && t.Period.From >= after.From {
				ties = append(ties, t)
			}
			return true
		})
		if err != nil {
			return nil, err
		}
		last = max(last, to)
	}
	c := panel.Clashes(ties, first, last)
	return &c, nil
}

// signedNetworks makes the network of each year, on all cores.
func signedNetworks(ctx context.Context, pledges *entente.Pledges, clashes *entente.Clashes, power *entente.Capabilities) (*entente.Networks, error) {
	system := panel.NewSystem(entente.States().All())
	first, last := max(pledges.First, clashes.First), min(pledges.Last, clashes.Last)
	rows := make([]*entente.Network, max(0, last-first+1))
	errs := make([]error, len(rows))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := int(next.Add(1) - 1); i < len(rows); i = int(next.Add(1) - 1) {
				year := first + i
				rows[i], errs[i] = measure.Blocs(ctx, year, system.Members(year), pledges.InYear(year), clashes, power)
			}
		})
	}
	wg.Wait()
	t := &entente.Networks{}
	for i, n := range rows {
		if errs[i] != nil {
			return nil, errs[i]
		}
		if n != nil {
			t.Rows = append(t.Rows, *n)
		}
	}
	return t, nil
}
