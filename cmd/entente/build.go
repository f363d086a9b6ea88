package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/fetch"
	"github.com/entente-observatory/entente/internal/measure"
	"github.com/entente-observatory/entente/internal/panel"
	"github.com/entente-observatory/entente/internal/source"
	"github.com/entente-observatory/entente/internal/store"
	"github.com/spf13/cobra"
)

// methods are the versions of what is computed. Raise one when its numbers
// change, so that its tables are made anew and readers can tell.
var methods = map[string]string{
	"ideal-points": "1",
	"agreement":    "1",
	"pledges":      "1",
	"capabilities": "1",
	"realignments": "1",
	"polarity":     "2",
	"channels":     "1",
	"networks":     "1",
	"treaties":     "1",
	"costs":        "1",
}

func (a *app) build() *cobra.Command {
	var fresh, shippable bool
	var maxRejected float64
	c := &cobra.Command{
		Use:   "build",
		Short: "Make a snapshot: read the sources in the data home, and compute the estimates",
		Long: `Build reads the files that entente fetch brought, computes every estimate, and
writes an immutable snapshot. What has not changed since the last snapshot is
taken over. If it fails or is stopped at any moment, the last snapshot stays in
use, whole. The same files give the same bytes.`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, args []string) error {
			home, err := a.homeDir()
			if err != nil {
				return err
			}
			b, err := store.Begin(home)
			if err != nil {
				return err
			}
			defer b.Abort()
			p := &pipeline{app: a, home: home, b: b, fresh: fresh, shippable: shippable, maxRejected: maxRejected, start: time.Now()}
			m, err := p.run(c.Context())
			if err != nil {
				return fmt.Errorf("%w\nno snapshot was made; the last one, if any, stays in use", err)
			}
			fmt.Fprintf(a.stdout, "edition %s is in use (%.1f s)\n", m.ID, time.Since(p.start).Seconds())
			return nil
		},
	}
	c.Flags().BoolVar(&shippable, "shippable", false, "make the alignment index without data sets that everybody must fetch for themselves, so that the edition may be passed on")
	c.Flags().BoolVar(&fresh, "fresh", false, "take nothing over from the last snapshot")
	c.Flags().Float64Var(&maxRejected, "max-rejected", source.MaxRejected, "share of rejected rows in a file above which the build fails")
	return c
}

// pipeline joins the stages: files → source → store → panel → measure → store.
type pipeline struct {
	*app
	home        string
	b           *store.Build
	fresh       bool
	shippable   bool
	maxRejected float64
	start       time.Time
	inputs      map[string]string // fingerprint by source, of those that are there
}

func (p *pipeline) say(format string, args ...any) {
	fmt.Fprintf(p.stderr, "%6.1f s  %s\n", time.Since(p.start).Seconds(), fmt.Sprintf(format, args...))
}

func (p *pipeline) run(ctx context.Context) (*entente.Manifest, error) {
	p.inputs = map[string]string{}
	for _, ds := range source.All {
		if err := p.read(ctx, ds); err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	if len(p.inputs) == 0 {
		return nil, fmt.Errorf("no source's files are in %s: run `entente fetch` first, or `entente fetch --from DIR`", filepath.Join(p.home, "raw"))
	}
	records, err := p.b.Records()
	if err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context, *store.Edition) error{p.votes, p.pledges, p.capabilities, p.networks, p.polarity, p.ties, p.treaties, p.costs, p.alignment} {
		if err := step(ctx, records); err != nil {
			return nil, err
		}
	}
	return p.b.Commit(version, methods)
}

// read brings a source's records into the snapshot, from the last one if
// nothing changed. A source whose files are not there is left out.
func (p *pipeline) read(ctx context.Context, ds *entente.Dataset) error {
	raw := os.DirFS(filepath.Join(p.home, "raw"))
	sum := sha256.New()
	fmt.Fprintln(sum, version, ds.ID, ds.Version, p.maxRejected)
	there := 0
	for _, f := range ds.Files {
		held, err := fetch.Hold(raw, f)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		fmt.Fprintln(sum, f.Name, held.SHA256)
		there++
	}
	if there == 0 {
		p.say("%-18s not here", ds.ID)
		return nil
	}
	inputs := hex.EncodeToString(sum.Sum(nil))
	p.inputs[ds.ID] = inputs
	if !p.fresh {
		if old, ok := p.b.ReuseSource(ds.ID, inputs); ok {
			p.say("%-18s unchanged, %d records", ds.ID, old.Tally.Kept)
			return nil
		}
	}
	done, err := p.b.Source(ds, inputs, func(sink entente.Sink) (entente.SourceReport, error) {
		return source.Read(ctx, ds, raw, sink, p.maxRejected)
	})
	if err != nil {
		return err
	}
	p.say("%-18s %d rows read, %d kept, %d rejected", ds.ID, done.Tally.Read, done.Tally.Kept, rejected(done.Tally))
	for _, e := range done.Tally.Examples {
		fmt.Fprintln(p.stderr, "            ", e)
	}
	return nil
}

// origin is the fingerprint of a table: the inputs of its sources and the
// version of its method.
func (p *pipeline) origin(method, settings, rights string, sources ...string) store.Origin {
	sum := sha256.New()
	fmt.Fprintln(sum, method, methods[method], settings)
	for _, id := range sources {
		fmt.Fprintln(sum, id, p.inputs[id])
	}
	return store.Origin{Inputs: hex.EncodeToString(sum.Sum(nil)), Rights: rights}
}

// due reports whether a table has to be made.
func (p *pipeline) due(table string, o store.Origin) bool {
	if !p.fresh && p.b.Reuse(table, o.Inputs) {
		p.say("%-32s unchanged", table)
		return false
	}
	return true
}

const votesSource = "un-votes"

// agreementSets are the vote sets whose dyadic agreement is kept: all votes,
// and each issue.
var agreementSets = []entente.VoteSet{entente.AllVotes, entente.NuclearVotes, entente.HumanRightsVotes, entente.MiddleEastVotes,
	entente.ColonialVotes, entente.DisarmamentVotes, entente.EconomicVotes}

func (p *pipeline) votes(ctx context.Context, records *store.Edition) error {
	if p.inputs[votesSource] == "" {
		return nil
	}
	const rights = "CC0 1.0; cite the producers"
	var calls []entente.RollCall
	var votes []entente.Vote
	load := func() (err error) {
		if calls == nil {
			if calls, err = records.RollCalls(votesSource); err != nil {
				return err
			}
			votes, err = records.Votes(votesSource)
		}
		return err
	}
	for _, set := range agreementSets {
		table := store.AgreementsTable(set)
		o := p.origin("agreement", set.String(), rights, votesSource)
		if !p.due(table, o) {
			continue
		}
		if err := load(); err != nil {
			return err
		}
		t, err := measure.Agreements(set, calls, votes)
		if err != nil {
			return err
		}
		if err := p.b.PutAgreements(t, o); err != nil {
			return err
		}
		p.say("%-32s", table)
	}
	for set := range entente.NumVoteSets {
		table := store.IdealPointsTable(set)
		o := p.origin("ideal-points", set.String(), rights, votesSource)
		if !p.due(table, o) {
			continue
		}
		if err := load(); err != nil {
			return err
		}
		t, err := measure.IdealPoints(ctx, set, calls, votes)
		if err != nil {
			return fmt.Errorf("ideal points from %s votes: %w", set, err)
		}
		if err := p.b.PutIdealPoints(t, o); err != nil {
			return err
		}
		p.say("%-32s %d state-sessions", table, len(t.Rows))
	}
	return nil
}

// attributes loads every attribute of a source.
func attributes(e *store.Edition, id string) ([]entente.Attribute, error) {
	var list []entente.Attribute
	err := e.Attributes(id, 0, entente.Always, func(a entente.Attribute) bool {
		list = append(list, a)
		return true
	})
	return list, err
}

// years returns the first and last calendar year of a data set's coverage.
func years(ds *entente.Dataset) (first, last int) {
	return ds.Coverage.From.Year(), ds.Coverage.To.Year()
}

func (p *pipeline) pledges(ctx context.Context, records *store.Edition) error {
	const id = "atop"
	o := p.origin("pledges", "", "derived by Entente from ATOP 5.1; cite Leeds et al. 2002", id)
	if p.inputs[id] == "" || !p.due(store.PledgesTable, o) {
		return nil
	}
	list, err := attributes(records, id)
	if err != nil {
		return err
	}
	ds, err := source.ByID(id)
	if err != nil {
		return err
	}
	first, last := years(ds)
	t := panel.NewAlliances(list, panel.ATOPTargets).Pledges(first, last)
	p.say("%-32s %d directed dyad-years", store.PledgesTable, len(t.Rows))
	return p.b.PutPledges(&t, o)
}

func (p *pipeline) capabilities(ctx context.Context, records *store.Edition) error {
	const id = "cow-nmc"
	o := p.origin("capabilities", "", "derived by Entente from COW National Material Capabilities; cite Singer 1987", id)
	if p.inputs[id] == "" || !p.due(store.CapabilitiesTable, o) {
		return nil
	}
	list, err := attributes(records, id)
	if err != nil {
		return err
	}
	first, last := list[0].Period.From.Year(), list[0].Period.From.Year()
	for _, r := range list {
		first, last = min(first, r.Period.From.Year()), max(last, r.Period.From.Year())
	}
	t := panel.Capabilities(list, first, last)
	p.say("%-32s %d state-years", store.CapabilitiesTable, len(t.Rows))
	return p.b.PutCapabilities(&t, o)
}
