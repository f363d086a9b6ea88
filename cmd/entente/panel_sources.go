package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/measure"
	"github.com/entente-observatory/entente/internal/panel"
	"github.com/entente-observatory/entente/internal/source"
	"github.com/entente-observatory/entente/internal/store"
)

// panelSources gives the layers of a panel what an edition holds.
type panelSources struct{ *store.Edition }

func (s panelSources) Covers(id string) (panel.Coverage, bool) {
	ds, err := source.ByID(id)
	if err != nil {
		return panel.Coverage{}, false
	}
	c := panel.Coverage{Period: ds.Coverage, Absence: ds.Absence}
	i := slices.IndexFunc(s.Manifest().Sources, func(r entente.SourceReport) bool { return r.ID == id })
	if i < 0 || !s.Records() {
		return c, false
	}
	// An older edition of a file ends before the newest.
	for _, f := range ds.Files {
		read := slices.ContainsFunc(s.Manifest().Sources[i].Files, func(r entente.SourceFile) bool { return r.Name == f.Name })
		if read && f.Last != 0 {
			c.Period.To = min(c.Period.To, entente.Day(f.Last, 12, 31))
		}
	}
	return c, true
}

func (s panelSources) Attributes(id string, variables ...string) ([]entente.Attribute, error) {
	var list []entente.Attribute
	err := s.Edition.Attributes(id, 0, entente.Always, func(a entente.Attribute) bool {
		if slices.Contains(variables, a.Variable) {
			list = append(list, a)
		}
		return true
	})
	return list, orNone(err)
}

func (s panelSources) TieColumns(id string, _ []string, fn func(*entente.TieColumns) error) error {
	return orNone(s.Edition.TieColumns(id, fn))
}

func (s panelSources) Suppliers(id, variable string) (list []entente.CCode, err error) {
	err = s.TieColumns(id, []string{variable}, func(t *entente.TieColumns) error {
		for i, v := range t.Variable {
			if v == variable && !slices.Contains(list, t.From[i]) {
				list = append(list, t.From[i])
			}
		}
		return nil
	})
	return list, err
}

// orNone takes a kind of records that a source has none of for an empty one.
func orNone(err error) error {
	if errors.Is(err, store.ErrNoTable) {
		return nil
	}
	return err
}

// panelLayers are the layers that can be asked for: those of the records and
// those that the measures of this program make.
func panelLayers() []*panel.Layer {
	return panel.Layers(
		panel.Measured(panel.Layer{Name: "votes", Title: "Voting in the UN General Assembly", Choices: []string{
			"Roll calls of a regular session count for the year in which it began; unanimous ones are left out; lo and hi bound the 90 % interval with standard errors clustered by resolution.",
		}}, votesMeasure),
		panel.PositionsLayer,
		panel.Measured(panel.Layer{Name: "ideal-point-distance", Title: "Distance of ideal points", Choices: []string{
			"The distance is of the posterior means; lo and hi are the 5th and 95th percentile of the distances within each posterior draw.",
		}}, distanceMeasure),
		panel.Measured(panel.Layer{Name: "similarity", Title: "Similarity of alliance portfolios", Choices: []string{
			"Portfolios are of ATOP pledges to every member of the system, the state itself included. Valued: 3 defence or offence, 2 neutrality or consultation, 1 non-aggression, 0 none; _defense: 1 a defence pact. S is absolute and not weighted.",
		}}, portfolioMeasure),
	)
}

// interval names the columns of an estimate: its value and its bounds.
func interval(name, label, undef string) []entente.Variable {
	return []entente.Variable{
		{Name: name, Label: label, Sources: []string{"un-votes"}, Undef: undef},
		{Name: name + "_lo", Label: label + ", lower bound", Sources: []string{"un-votes"}, Undef: undef},
		{Name: name + "_hi", Label: label + ", upper bound", Sources: []string{"un-votes"}, Undef: undef},
	}
}

// readings lays an estimate out as value, lo and hi.
func readings(cells []panel.Reading, e entente.Estimate) []panel.Reading {
	return append(cells, panel.Reading{Value: e.Value, Status: e.Status}, panel.Reading{Value: e.Lo, Status: e.Status}, panel.Reading{Value: e.Hi, Status: e.Status})
}

// inSessions is the coverage of a table of sessions.
func inSessions(first, last int) panel.Coverage {
	return panel.Coverage{Period: entente.Period{From: entente.Day(entente.SessionYear(first), 1, 1), To: entente.Day(entente.SessionYear(last), 12, 31)}}
}

func votesMeasure(e panel.Sources) (*panel.Measure, error) {
	t, err := e.Agreements(entente.AllVotes)
	if err != nil || len(t.Sessions) == 0 {
		return nil, errors.Join(err, noTable(err, "votes"))
	}
	shown := []struct {
		measure     measure.Similarity
		name, label string
		undef       string
	}{
		{measure.RawAgreement, "vote_agree", "Voting agreement, 0 to 1", ""},
		{measure.SAbsolute, "vote_s", "Voting similarity S, -1 to 1", ""},
		{measure.PiLinear, "vote_pi", "Voting similarity, Scott's pi with linear weights", alikeByChance},
		{measure.KappaLinear, "vote_kappa", "Voting similarity, Cohen's kappa with linear weights", alikeByChance},
	}
	m := &panel.Measure{
		Columns:  []entente.Variable{{Name: "vote_n", Label: "Roll calls on which both voted", Kind: entente.Whole, Unit: "roll calls", Sources: []string{"un-votes"}}},
		Coverage: inSessions(t.Sessions[0].Session, t.Sessions[len(t.Sessions)-1].Session),
	}
	for _, s := range shown {
		m.Columns = append(m.Columns, interval(s.name, s.label, s.undef)...)
	}
	m.Each = func(year int, wanted func(a, b entente.CCode) bool, emit func(a, b entente.CCode, cells []panel.Reading)) error {
		k := slices.IndexFunc(t.Sessions, func(s entente.SessionAgreements) bool { return s.Session == entente.YearSession(year) })
		if k < 0 {
			return nil
		}
		s := &t.Sessions[k]
		var cells []panel.Reading
		for j, b := range s.States {
			for i, a := range s.States[:j] {
				g := s.Cells[j*(j-1)/2+i]
				if g.Joint.N() == 0 || !wanted(a, b) {
					continue
				}
				cells = append(cells[:0], panel.Reading{Value: float64(g.Joint.N())})
				for _, x := range shown {
					cells = readings(cells, x.measure.Of(g))
				}
				emit(a, b, cells)
			}
		}
		return nil
	}
	return m, nil
}

func distanceMeasure(e panel.Sources) (*panel.Measure, error) {
	t, err := e.IdealPoints(entente.AllVotes)
	if err != nil || len(t.Rows) == 0 {
		return nil, errors.Join(err, noTable(err, "ideal points"))
	}
	bySession := map[int][]entente.CCode{}
	first, last := int(t.Rows[0].Session), int(t.Rows[0].Session)
	for _, r := range t.Rows {
		bySession[int(r.Session)] = append(bySession[int(r.Session)], r.State)
		first, last = min(first, int(r.Session)), max(last, int(r.Session))
	}
	return &panel.Measure{
		Columns:  interval("idealpoint_distance", "Distance of ideal points", ""),
		Coverage: inSessions(first, last),
		Each: func(year int, wanted func(a, b entente.CCode) bool, emit func(a, b entente.CCode, cells []panel.Reading)) error {
			session := entente.YearSession(year)
			var cells []panel.Reading
			for j, b := range bySession[session] {
				for _, a := range bySession[session][:j] {
					if wanted(a, b) {
						cells = readings(cells[:0], measure.Distance(t, a, b, session))
						emit(a, b, cells)
					}
				}
			}
			return nil
		},
	}, nil
}

// alikeByChance says when a similarity corrected for chance is undefined.
const alikeByChance = "neither varies: chance alone would make them the same, and there is nothing to correct for it"

// portfolioColumns are the measures of alliance portfolios that a panel has.
var portfolioColumns = []struct {
	name, label string
	undef       string
	scale       measure.Commitment
	of          func(measure.Table) (float64, bool)
}{
	{"atop_s", "S of alliance portfolios, valued", "", measure.StrongestPledge, func(t measure.Table) (float64, bool) { return t.S(measure.Linear), true }},
	{"atop_pi", "Scott's pi of alliance portfolios, valued", alikeByChance, measure.StrongestPledge, func(t measure.Table) (float64, bool) { return t.Pi(measure.Linear) }},
	{"atop_kappa", "Cohen's kappa of alliance portfolios, valued", alikeByChance, measure.StrongestPledge, func(t measure.Table) (float64, bool) { return t.Kappa(measure.Linear) }},
	{"atop_s_defense", "S of alliance portfolios, defence pacts", "", measure.DefencePacts, func(t measure.Table) (float64, bool) { return t.S(measure.Linear), true }},
	{"atop_pi_defense", "Scott's pi of alliance portfolios, defence pacts", alikeByChance, measure.DefencePacts, func(t measure.Table) (float64, bool) { return t.Pi(measure.Linear) }},
	{"atop_kappa_defense", "Cohen's kappa of alliance portfolios, defence pacts", alikeByChance, measure.DefencePacts, func(t measure.Table) (float64, bool) { return t.Kappa(measure.Linear) }},
}

func portfolioMeasure(e panel.Sources) (*panel.Measure, error) {
	t, err := e.Pledges()
	if err != nil || len(t.Rows) == 0 {
		return nil, errors.Join(err, noTable(err, "pledges"))
	}
	portfolios := measure.NewPortfolios(t, panel.NewSystem(entente.States().All()))
	m := &panel.Measure{Coverage: panel.Coverage{Period: entente.Period{From: entente.Day(t.First, 1, 1), To: entente.Day(t.Last, 12, 31)}}}
	for _, c := range portfolioColumns {
		m.Columns = append(m.Columns, entente.Variable{Name: c.name, Label: c.label, Sources: []string{"atop"}, Undef: c.undef})
	}
	m.Each = func(year int, wanted func(a, b entente.CCode) bool, emit func(a, b entente.CCode, cells []panel.Reading)) error {
		if year < t.First || year > t.Last {
			return nil
		}
		y := portfolios.Year(year)
		scales := []measure.Commitment{measure.StrongestPledge, measure.DefencePacts}
		cells := make([]panel.Reading, len(portfolioColumns))
		y.Each(func(d entente.Dyad, tables []measure.Table) {
			if !wanted(d.A, d.B) {
				return
			}
			for i, c := range portfolioColumns {
				v, ok := c.of(tables[slices.Index(scales, c.scale)])
				cells[i] = panel.Reading{Value: v}
				if !ok {
					cells[i] = panel.Reading{Status: entente.Undefined}
				}
			}
			emit(d.A, d.B, cells)
		}, scales...)
		return nil
	}
	return m, nil
}

// noTable says what to do about an estimate that an edition lacks.
func noTable(err error, what string) error {
	if err != nil {
		return nil
	}
	return fmt.Errorf("this edition has no %s; fetch their source (see entente sources) and run entente build", what)
}
