package main

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/finding"
	"github.com/entente-observatory/entente/internal/measure"
	"github.com/entente-observatory/entente/internal/panel"
	"github.com/entente-observatory/entente/internal/source"
	"github.com/entente-observatory/entente/internal/store"
)

// observatory answers from one edition. It joins the tables that the store
// keeps, the measures taken from them and the findings made of those; both the
// commands and the pages ask it.
type observatory struct {
	edition *store.Edition
	system  *panel.System
	fields  func() ([]*field, error) // of ties, made when first asked for
	lasting func() (*entente.Durability, error)
}

func newObservatory(e *store.Edition) *observatory {
	o := &observatory{edition: e, system: panel.NewSystem(entente.States().All())}
	o.fields = sync.OnceValues(o.newFields)
	o.lasting = sync.OnceValues(o.durable)
	return o
}

// warm loads what most pages need, so that the first reader need not wait.
func (o *observatory) warm() {
	o.edition.Agreements(entente.AllVotes)
	o.edition.IdealPoints(entente.AllVotes)
	o.edition.Pledges()
	o.edition.Capabilities()
}

func (o *observatory) Manifest() *entente.Manifest { return o.edition.Manifest() }

func (o *observatory) Datasets() []*entente.Dataset { return source.All }

// report returns what the edition found of a source, nil if it was not read.
func (o *observatory) report(id string) *entente.SourceReport {
	m := o.Manifest()
	for i := range m.Sources {
		if m.Sources[i].ID == id {
			return &m.Sources[i]
		}
	}
	return nil
}

// tables are those that the pages on pairs and states rest on.
type tables struct {
	positions *entente.IdealPoints
	votes     *entente.Agreements
	pledges   *entente.Pledges
	power     *entente.Capabilities
}

// tables loads them. A data home need not have every source: a table that its
// snapshot lacks is empty, and the channels that rest on it say that they have
// no record.
func (o *observatory) tables() (t tables, err error) {
	if t.positions, err = orEmpty(o.edition.IdealPoints(entente.AllVotes)); err != nil {
		return t, err
	}
	if t.votes, err = orEmpty(o.edition.Agreements(entente.AllVotes)); err != nil {
		return t, err
	}
	if t.pledges, err = orEmpty(o.edition.Pledges()); err != nil {
		return t, err
	}
	t.power, err = orEmpty(o.edition.Capabilities())
	return t, err
}

func orEmpty[T any](t *T, err error) (*T, error) {
	if errors.Is(err, store.ErrNoTable) {
		return new(T), nil
	}
	return t, err
}

// span returns the first and last year of any record.
func (t *tables) span() (first, last int) {
	first, last = math.MaxInt, 0
	cover := func(from, to int) {
		if to != 0 {
			first, last = min(first, from), max(last, to)
		}
	}
	cover(t.pledges.First, t.pledges.Last)
	cover(t.power.First, t.power.Last)
	if n := len(t.votes.Sessions); n > 0 {
		cover(entente.SessionYear(t.votes.Sessions[0].Session), entente.SessionYear(t.votes.Sessions[n-1].Session))
	}
	return first, last
}

// coexist tells in which years two states were both in the system.
func (o *observatory) coexist(a, b entente.CCode) measure.Exists {
	d := entente.DyadOf(a, b)
	return func(year int) bool { return o.system.Coexist(d, year) }
}

func (o *observatory) exists(c entente.CCode) measure.Exists {
	return func(year int) bool { return o.system.Member(c, year) }
}

// Align answers how two states stand to each other in the years from to to;
// zero means the bounds of the record.
func (o *observatory) Align(a, b entente.CCode, from, to int) (*entente.Alignment, error) {
	t, err := o.tables()
	if err != nil {
		return nil, err
	}
	first, last := t.span()
	if from > last || to != 0 && to < first {
		return nil, fmt.Errorf("unknown: no channel covers these years; the record reaches from %d to %d", first, last)
	}
	if from == 0 {
		from = first
	}
	if to == 0 {
		to = last
	}
	if from > to {
		return nil, fmt.Errorf("no years from %d to %d: the first must not be after the last", from, to)
	}
	al := &entente.Alignment{A: a, B: b, From: from, To: to}
	al.Series = o.series(&t, a, b)
	stand := o.stand(&t, al.Series, a, b)
	index, changes, err := o.IndexSeries(a, b)
	if err != nil {
		return nil, err
	}
	al.Series = append(index, al.Series...)
	al.Changes = changes
	for i := range al.Series {
		al.Series[i] = clip(al.Series[i], from, to)
	}
	al.Answer = finding.Align(stand)
	if latest := finding.Latest(changes); latest != nil {
		al.Answer = finding.Lead(o.Turned(latest), al.Answer)
	}
	return al, nil
}

// series takes every channel of a dyad from the tables.
func (o *observatory) series(t *tables, a, b entente.CCode) []entente.Series {
	exists := o.coexist(a, b)
	reg := entente.States()
	names := [2]string{reg.Get(a).Name, reg.Get(b).Name}
	name := func(s entente.Series, c entente.Channel, title, unit string, sources ...string) entente.Series {
		s.Channel, s.Title, s.Unit, s.Sources = c, title, unit, sources
		return s
	}
	alliances := measure.NewPortfolios(t.pledges, o.system)
	all := []entente.Series{
		name(measure.Apart(t.positions, a, b, exists), entente.ChannelIdealPoint, "Distance of ideal points",
			"How far apart the two stand in the UN General Assembly, in standard deviations of all states' positions; nearer is lower.", "un-votes"),
		name(measure.Voting(t.votes, measure.KappaLinear, a, b, exists), entente.ChannelVotes, "Voting similarity, corrected for chance",
			"Cohen's κ with linear weights over the roll calls on which both voted: 1 alike, 0 as by chance, below 0 opposed.", "un-votes"),
		name(measure.Voting(t.votes, measure.RawAgreement, a, b, exists), entente.ChannelAgreement, "Voting agreement",
			"Share of common roll calls on which they voted alike; yes against abstain counts half.", "un-votes"),
		name(measure.Bound(t.pledges, a, b, names, exists), entente.ChannelAlliance, "Alliance pledges in force",
			"Strongest pledge that both have given: 3 defence or offence, 2 neutrality or consultation, 1 non-aggression, 0 none.", "atop"),
		name(alliances.Series(a, b, exists), entente.ChannelPortfolio, "Similarity of alliance portfolios",
			"Cohen's κ over all states' defence pacts: whether the two have the same allies; 1 the same, 0 as by chance.", "atop"),
		name(measure.Power(t.power, a, b, exists), entente.ChannelCapability, "Balance of capabilities",
			fmt.Sprintf("%s's share of the two states' material capabilities (CINC); the band is the range over leaving out any one of its six components.", names[0]), "cow-nmc"),
	}
	return slices.DeleteFunc(all, func(s entente.Series) bool { return s.Last == 0 })
}

// clip keeps the points of some years. What a source covers is not changed by
// what was asked.
func clip(s entente.Series, from, to int) entente.Series {
	s.Points = slices.DeleteFunc(slices.Clone(s.Points), func(p entente.Point) bool { return p.Year < from || p.Year > to })
	return s
}

// decade is how far back the answer looks for a change.
const decade = 10

// stand gathers what the sentence on a dyad says.
func (o *observatory) stand(t *tables, series []entente.Series, a, b entente.CCode) finding.Stand {
	reg := entente.States()
	s := finding.Stand{A: reg.Get(a).Name, B: reg.Get(b).Name}
	if apart := &series[0]; apart.Channel == entente.ChannelIdealPoint && apart.LastReliable != 0 {
		s.Year = apart.LastReliable
		session := entente.YearSession(s.Year)
		s.Nearer = measure.Nearer(t.positions, a, b, session)
		s.Since = entente.SessionYear(measure.SideSince(t.positions, a, b, session))
		for _, p := range apart.Points {
			if p.Estimate.Known() && p.Year <= s.Year-decade {
				s.Then = p.Year
			}
		}
		if s.Then != 0 {
			s.Closer = measure.CloserProbability(t.positions, a, b, entente.YearSession(s.Then), session)
		}
	}
	for year := t.pledges.Last; year >= t.pledges.First && year != 0; year-- {
		if o.system.Coexist(entente.DyadOf(a, b), year) {
			s.PledgeYear = year
			s.Pledges = (t.pledges.Find(a, b, year) | t.pledges.Find(b, a, year)).Names()
			break
		}
	}
	for _, c := range []entente.CCode{a, b} {
		st := reg.Get(c)
		if end := st.Membership[len(st.Membership)-1].To; end != entente.Ongoing {
			s.Ended += fmt.Sprintf("%s was a member of the state system until %v. ", st.Name, end)
		}
	}
	return s
}

// Profile answers where a state stands in a year; zero is the last in which
// it voted.
func (o *observatory) Profile(c entente.CCode, year int) (*entente.Profile, error) {
	t, err := o.tables()
	if err != nil {
		return nil, err
	}
	p := &entente.Profile{State: c, Year: year}
	p.IdealPoint = measure.Position(t.positions, c, o.exists(c))
	p.IdealPoint.Channel, p.IdealPoint.Sources = entente.ChannelIdealPoint, []string{"un-votes"}
	p.IdealPoint.Title = "Ideal point in the UN General Assembly"
	p.Capability = measure.Weight(t.power, c, o.exists(c))
	p.Capability.Channel, p.Capability.Sources = entente.ChannelCapability, []string{"cow-nmc"}
	p.Capability.Title = "Share of the world's material capabilities (CINC)"
	if p.Year == 0 {
		p.Year = p.IdealPoint.LastReliable
	}
	if p.Year != 0 {
		p.Neighbours = o.neighbours(&t, c, p.Year)
	}
	p.Answer = finding.Place(finding.Seat{Name: entente.States().Get(c).Name, Year: p.Year, Neighbours: p.Neighbours,
		NameOf: func(c entente.CCode) string { return entente.States().Get(c).Name }})
	return p, nil
}

// neighbours tells how every other state stood to c in a year, the nearest
// first, those without a distance last.
func (o *observatory) neighbours(t *tables, c entente.CCode, year int) []entente.Neighbour {
	var list []entente.Neighbour
	for _, other := range o.inYear(t, year) {
		if other != c {
			list = append(list, o.neighbour(t, c, other, year))
		}
	}
	slices.SortStableFunc(list, func(x, y entente.Neighbour) int {
		return cmp.Or(cmp.Compare(x.Distance.Status, y.Distance.Status), cmp.Compare(x.Distance.Value, y.Distance.Value))
	})
	return list
}

func (o *observatory) neighbour(t *tables, c, other entente.CCode, year int) entente.Neighbour {
	session := entente.YearSession(year)
	n := entente.Neighbour{State: other, Distance: measure.Distance(t.positions, c, other, session),
		Agreement: entente.None(entente.Missing), Kappa: entente.None(entente.Missing)}
	if g, ok := t.votes.Find(c, other, session); ok && g.Joint.N() > 0 {
		n.Agreement, n.Kappa = measure.RawAgreement.Of(g), measure.KappaLinear.Of(g)
	}
	n.Pledges = (t.pledges.Find(c, other, year) | t.pledges.Find(other, c, year)).Names()
	return n
}

// inYear lists the states that were members of the system in the year, or
// voted in it, ascending.
func (o *observatory) inYear(t *tables, year int) []entente.CCode {
	list := o.system.Members(year)
	for _, s := range t.votes.Sessions {
		if s.Session == entente.YearSession(year) {
			list = append(list, s.States...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// World tells where every state stood in a year, in order of ideal points,
// and how each stood to one of them if one is chosen. Year zero is the last
// with votes.
func (o *observatory) World(year int, with entente.CCode) (*entente.World, error) {
	t, err := o.tables()
	if err != nil {
		return nil, err
	}
	first, last := t.span()
	if n := len(t.votes.Sessions); year == 0 && n > 0 {
		year = entente.SessionYear(t.votes.Sessions[n-1].Session)
	} else if year == 0 {
		year = last
	}
	if year < first || year > last {
		return nil, fmt.Errorf("unknown: no channel covers %d; the record reaches from %d to %d", year, first, last)
	}
	w := &entente.World{Year: year, First: first, Last: last, With: with}
	for _, c := range o.inYear(&t, year) {
		row := entente.WorldRow{State: c, IdealPoint: entente.None(entente.Missing), Capability: entente.None(entente.Missing)}
		if i, ok := t.positions.Find(c, entente.YearSession(year)); ok {
			row.IdealPoint = measure.PositionOf(&t.positions.Rows[i])
		}
		switch p, ok := t.power.Find(c, year); {
		case ok:
			row.Capability = measure.PowerOf(p)
		case year < t.power.First || year > t.power.Last:
			row.Capability.Status = entente.OutsideCoverage
		}
		if with != 0 && with != c {
			n := o.neighbour(&t, with, c, year)
			row.With = &n
		}
		w.Rows = append(w.Rows, row)
	}
	slices.SortStableFunc(w.Rows, func(x, y entente.WorldRow) int {
		return cmp.Or(cmp.Compare(x.IdealPoint.Status, y.IdealPoint.Status), cmp.Compare(orZero(x.IdealPoint), orZero(y.IdealPoint)))
	})
	return w, nil
}

func orZero(e entente.Estimate) float64 {
	if !e.Known() || math.IsNaN(e.Value) {
		return 0
	}
	return e.Value
}
