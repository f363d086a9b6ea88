package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/measure"
	"github.com/entente-observatory/entente/internal/panel"
	"github.com/entente-observatory/entente/internal/source"
	"github.com/entente-observatory/entente/internal/store"
)

// alignmentFrom is the first year of the index: the first of the General
// Assembly.
const alignmentFrom = 1946

// recordOf gives the panel the records of an edition. A source that may not be
// used, or is not in the edition, is not there.
type recordOf struct {
	edition *store.Edition
	may     func(*entente.Dataset) bool
	used    map[string]bool
}

func newRecord(e *store.Edition, may func(*entente.Dataset) bool) *recordOf {
	return &recordOf{edition: e, may: may, used: map[string]bool{}}
}

func (r *recordOf) Covers(id string) (panel.Coverage, bool) {
	ds, err := source.ByID(id)
	if err != nil || r.may != nil && !r.may(ds) {
		return panel.Coverage{}, false
	}
	for _, s := range r.edition.Manifest().Sources {
		if s.ID == id {
			r.used[id] = true
			return panel.Coverage{Period: ds.Coverage, Absence: ds.Absence}, true
		}
	}
	return panel.Coverage{}, false
}

func (r *recordOf) Ties(id string, variables ...string) ([]entente.Tie, error) {
	var list []entente.Tie
	err := r.edition.Ties(id, entente.Dyad{}, entente.Period{From: entente.Day(alignmentFrom, 1, 1), To: entente.Ongoing}, func(t entente.Tie) bool {
		if slices.Contains(variables, t.Variable) {
			list = append(list, t)
		}
		return true
	})
	return list, none(err)
}

func (r *recordOf) Attributes(id string, variables ...string) ([]entente.Attribute, error) {
	var list []entente.Attribute
	err := r.edition.Attributes(id, 0, entente.Period{From: entente.Day(alignmentFrom, 1, 1), To: entente.Ongoing}, func(a entente.Attribute) bool {
		if slices.Contains(variables, a.Variable) {
			list = append(list, a)
		}
		return true
	})
	return list, none(err)
}

// none forgives a source of which no record was kept.
func none(err error) error {
	if errors.Is(err, store.ErrNoTable) {
		return nil
	}
	return err
}

// channelTables makes every channel of the index from an edition with records.
func channelTables(e *store.Edition, r *recordOf) ([]*entente.ChannelTable, error) {
	system := panel.NewSystem(entente.States().All())
	var tables []*entente.ChannelTable
	if e.Has(store.IdealPointsTable(entente.AllVotes)) && e.Has(store.AgreementsTable(entente.AllVotes)) {
		positions, err := e.IdealPoints(entente.AllVotes)
		if err != nil {
			return nil, err
		}
		votes, err := e.Agreements(entente.AllVotes)
		if err != nil {
			return nil, err
		}
		tables = append(tables, measure.DistanceChannel(positions, alignmentFrom), measure.KappaChannel(votes, alignmentFrom))
	}
	if e.Has(store.PledgesTable) {
		pledges, err := e.Pledges()
		if err != nil {
			return nil, err
		}
		t, err := panel.PledgeChannel(pledges, system, alignmentFrom)
		if err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	for i := range panel.Channels {
		c := &panel.Channels[i]
		t, err := c.Table(system, r, alignmentFrom)
		if err != nil {
			return nil, fmt.Errorf("channel %s: %w", c.Channel, err)
		}
		if t != nil {
			tables = append(tables, t)
		}
	}
	return tables, nil
}

// alignment is the step of the build that makes the index and the dated changes.
// Channels of data sets that everybody must fetch for themselves are left out of
// an edition that is to be passed on (--shippable).
func (p *pipeline) alignment(ctx context.Context, _ *store.Edition) error {
	// The estimates made in the steps before are among its inputs.
	records, err := p.b.Records()
	if err != nil {
		return err
	}
	ids := slices.Sorted(maps.Keys(p.inputs))
	may := func(ds *entente.Dataset) bool { return !p.shippable || shippable(ds) }
	ids = slices.DeleteFunc(ids, func(id string) bool {
		ds, err := source.ByID(id)
		return err != nil || !may(ds)
	})
	o := p.origin("realignments", fmt.Sprint("shippable=", p.shippable), "", ids...)
	dated := o
	dated.Rights = p.alignmentRights(ids)
	o.Rights = dated.Rights
	due := p.due(store.RealignmentsTable, dated)
	if !due && p.b.Reuse(store.TurnsTable, o.Inputs) && p.b.Reuse(store.AlignmentTable, o.Inputs) && p.b.Reuse(store.AlignmentSharesTable, o.Inputs) {
		return nil
	}
	tables, err := channelTables(records, newRecord(records, may))
	if err != nil {
		return err
	}
	if len(tables) == 0 {
		return nil
	}
	t, index, err := realign(ctx, records, tables, measure.DefaultRealignments())
	if err != nil {
		return err
	}
	if err := p.b.PutRealignments(t, dated); err != nil {
		return err
	}
	found := 0
	for _, r := range t.Rows {
		if r.Found {
			found++
		}
	}
	p.say("%-32s %d found of %d told, %d dyads", store.RealignmentsTable, found, len(t.Rows), t.Dyads)
	return p.b.PutAlignment(index, o)
}

// alignmentRights says the most restrictive terms among the sources.
func (p *pipeline) alignmentRights(ids []string) string {
	words := "derived by Entente; cite the sources"
	for _, id := range ids {
		if ds, err := source.ByID(id); err == nil && ds.Rights == entente.FetchYourself {
			return ownUse + "made with " + id + ", which everybody must fetch for themselves; not to be passed on"
		} else if strings.HasPrefix(id, "sipri") {
			words = "derived by Entente; non-commercial use with attribution (SIPRI); cite the sources"
		}
	}
	return words
}

// shippable reports whether estimates made with a data set may be passed on.
func shippable(ds *entente.Dataset) bool { return ds.Rights != entente.FetchYourself }

// ownUse begins the rights of a table that may not be in the atlas.
const ownUse = "own use only: "

// realign joins what the changes are made of: turns of states first, then dyads,
// then how large each is and whose turn it belongs to.
func realign(ctx context.Context, e *store.Edition, tables []*entente.ChannelTable, s measure.RealignmentSettings) (*entente.Realignments, *entente.AlignmentIndex, error) {
	w := measure.NewWorld(tables)
	t, index, err := w.Realign(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	if e.Has(store.IdealPointsTable(entente.AllVotes)) {
		positions, err := e.IdealPoints(entente.AllVotes)
		if err != nil {
			return nil, nil, err
		}
		if t.Turns, err = measure.Turns(positions, alignmentFrom, s.FDR); err != nil {
			return nil, nil, err
		}
	}
	measure.Attribute(t)
	return t, index, nil
}
