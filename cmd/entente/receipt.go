package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/panel"
)

// recipe is what a receipt says of a channel whatever the pair.
type recipe struct {
	formula, method string
	rows            func(*observatory, *entente.Receipt, entente.CCode, entente.CCode, int) error
}

var recipes = map[entente.Channel]recipe{
	entente.ChannelVotes: {
		"κ = 1 − D_o / D_e over the roll calls of the session on which both voted, unanimous ones left out: D_o is the mean distance of the two votes (yes 0, abstain 1, no 2), D_e the mean distance if each had drawn from its own shares (Cohen 1968). The interval is Wilson's with standard errors clustered by resolution.",
		"docs/methods/voting-similarity.md", (*observatory).voteRows},
	entente.ChannelAgreement: {
		"A = mean of 1 − |x − y| / 2 over the roll calls of the session on which both voted, unanimous ones left out (yes 0, abstain 1, no 2). The interval is Wilson's with standard errors clustered by resolution.",
		"docs/methods/voting-similarity.md", (*observatory).voteRows},
	entente.ChannelIdealPoint: {
		"|θ_a − θ_b|, with θ the posterior means of the dynamic ordinal model of Bailey, Strezhnev and Voeten (2017) on all roll calls since 1946; the interval is of the distance within each posterior draw.",
		"docs/methods/ideal-points.md", (*observatory).voteRows},
	entente.ChannelAlliance: {
		"the strongest pledge that both have given, over all treaties in force on any day of the year: 3 defence or offence, 2 neutrality or consultation, 1 non-aggression, 0 none. Dyads are made from the members' days of entry and exit.",
		"docs/methods/alliances.md", (*observatory).allianceRows},
	entente.ChannelPortfolio: {
		"Cohen's κ over all states k of the system, of whether a and whether b has a defence pact with k, each its own ally; third states are the sample for the interval.",
		"docs/methods/alliances.md", (*observatory).portfolioRows},
	entente.ChannelCapability: {
		"CINC_a / (CINC_a + CINC_b), CINC the mean of a state's shares of the world's military expenditure and personnel, iron and steel, energy, and population, total and urban (Singer, Bremer & Stuckey 1972); the range is that over leaving any one component out.",
		"docs/methods/capabilities.md", (*observatory).capabilityRows},
	entente.ChannelIndex: {
		"tie less hostility, each the smoothed local level of its channels; the variances add.",
		"docs/methods/alignment.md", (*observatory).indexRows},
	entente.ChannelPosition:  {axisFormula, "docs/methods/alignment.md", (*observatory).indexRows},
	entente.ChannelTie:       {axisFormula, "docs/methods/alignment.md", (*observatory).indexRows},
	entente.ChannelHostility: {axisFormula, "docs/methods/alignment.md", (*observatory).indexRows},
}

// channelNames lists the channels that have a receipt.
func channelNames() []string {
	var names []string
	for c := range recipes {
		names = append(names, string(c))
	}
	slices.Sort(names)
	return names
}

// Receipt gathers what stands behind a channel's number for two states in a
// year.
func (o *observatory) Receipt(a, b entente.CCode, year int, channel entente.Channel) (*entente.Receipt, error) {
	rc, ok := recipes[channel]
	if !ok {
		return nil, fmt.Errorf("no channel %q: choose one of %s", channel, strings.Join(channelNames(), ", "))
	}
	t, err := o.tables()
	if err != nil {
		return nil, err
	}
	reg := entente.States()
	r := &entente.Receipt{
		Channel: channel, Year: year, Formula: rc.formula, Method: rc.method, Edition: o.Manifest().ID,
		Command: fmt.Sprintf("entente why %s %s %d %s", reg.Slug(a), reg.Slug(b), year, channel),
		Rows:    []entente.Evidence{},
	}
	index, _, err := o.IndexSeries(a, b)
	if err != nil {
		return nil, err
	}
	for _, s := range append(index, o.series(&t, a, b)...) {
		if s.Channel == channel {
			r.Title = fmt.Sprintf("%s, %s and %s, %d", s.Title, reg.Get(a).Name, reg.Get(b).Name, year)
			r.Estimate, r.Reason = o.cell(&s, a, b, year)
			r.Sources = o.sourcesOf(s.Sources)
		}
	}
	o.inputs(&t, r, a, b)
	if !o.edition.Records() {
		r.RowsNote = "This is the built-in atlas, which holds estimates and no rows. To get them: `entente fetch`, then `entente build`, then this command again."
		return r, nil
	}
	if err := rc.rows(o, r, a, b, year); err != nil {
		return nil, err
	}
	r.RowCount = len(r.Rows)
	return r, nil
}

// cell returns the estimate of a year, and why it is what it is.
func (o *observatory) cell(s *entente.Series, a, b entente.CCode, year int) (entente.Estimate, string) {
	if !o.system.Coexist(entente.DyadOf(a, b), year) {
		reason := "The two were not both members of the state system on any one day of the year."
		for _, c := range []entente.CCode{a, b} {
			st := entente.States().Get(c)
			var spells []string
			for _, m := range st.Membership {
				spells = append(spells, m.String())
			}
			reason += fmt.Sprintf(" %s: %s.", st.Name, strings.Join(spells, "; "))
		}
		for _, p := range s.Points {
			if p.Year == year && p.Estimate.Known() {
				return p.Estimate, reason + " The source records them all the same."
			}
		}
		return entente.None(entente.NotAState), reason
	}
	if year < s.First || year > s.Last {
		return entente.None(entente.OutsideCoverage), fmt.Sprintf("Unknown: the source covers %d to %d. Nothing is carried beyond.", s.First, s.Last)
	}
	for _, p := range s.Points {
		if p.Year != year {
			continue
		}
		switch {
		case p.Estimate.Known() && p.Estimate.Value == 0 && s.Channel == entente.ChannelAlliance:
			return p.Estimate, "Zero: the register of treaties is complete for the year and holds no pledge that both have given. " + p.Label
		case p.Label != "":
			return p.Estimate, strings.ToUpper(p.Label[:1]) + p.Label[1:] + "."
		}
		return p.Estimate, ""
	}
	return entente.None(entente.OutsideCoverage), ""
}

func (o *observatory) sourcesOf(ids []string) []entente.ReceiptSource {
	var list []entente.ReceiptSource
	for _, d := range o.Datasets() {
		if !slices.Contains(ids, d.ID) {
			continue
		}
		s := entente.ReceiptSource{ID: d.ID, Title: d.Title, Version: d.Version, Rights: d.Rights, Terms: d.Terms, Citation: d.Citation()}
		if r := o.report(d.ID); r != nil {
			s.Version, s.Files = r.Version, r.Files
		}
		list = append(list, s)
	}
	return list
}

// inputs adds the numbers between the rows and the estimate.
func (o *observatory) inputs(t *tables, r *entente.Receipt, a, b entente.CCode) {
	reg := entente.States()
	session := entente.YearSession(r.Year)
	switch r.Channel {
	case entente.ChannelVotes, entente.ChannelAgreement:
		if g, ok := t.votes.Find(a, b, session); ok {
			j := g.Joint
			r.Inputs = append(r.Inputs, fmt.Sprintf("session %d: %d common roll calls in %d batches", session, j.N(), g.Clusters),
				fmt.Sprintf("%s yes: %d yes, %d abstain, %d no of %s; abstain: %d, %d, %d; no: %d, %d, %d", reg.Get(a).Name, j[0], j[1], j[2], reg.Get(b).Name, j[3], j[4], j[5], j[6], j[7], j[8]))
		}
	case entente.ChannelIdealPoint:
		for _, c := range []entente.CCode{a, b} {
			if i, ok := t.positions.Find(c, session); ok {
				row := &t.positions.Rows[i]
				r.Inputs = append(r.Inputs, fmt.Sprintf("%s in session %d: θ = %.4f [%.4f, %.4f] from %d votes", reg.Get(c).Name, session, row.Theta, row.Lo, row.Hi, row.Votes))
			}
		}
	case entente.ChannelAlliance:
		for _, d := range [][2]entente.CCode{{a, b}, {b, a}} {
			names := t.pledges.Find(d[0], d[1], r.Year).Names()
			if len(names) > 0 {
				r.Inputs = append(r.Inputs, fmt.Sprintf("%s to %s: %s", reg.Get(d[0]).Name, reg.Get(d[1]).Name, strings.Join(names, ", ")))
			}
		}
	case entente.ChannelCapability:
		for _, c := range []entente.CCode{a, b} {
			if p, ok := t.power.Find(c, r.Year); ok {
				r.Inputs = append(r.Inputs, fmt.Sprintf("%s: CINC %.6f [%.6f, %.6f] from %d components", reg.Get(c).Name, p.CINC, p.Lo, p.Hi, p.Components))
			}
		}
	}
}

// evidence is a row of a source in words.
func (o *observatory) evidence(source string, at entente.Ref, record string) entente.Evidence {
	e := entente.Evidence{Line: at.Line, Record: record}
	for _, d := range o.Datasets() {
		if d.ID == source && int(at.File) < len(d.Files) {
			e.File = d.Files[at.File].Name
		}
	}
	return e
}

func (o *observatory) voteRows(r *entente.Receipt, a, b entente.CCode, year int) error {
	session := entente.YearSession(year)
	if r.Channel == entente.ChannelIdealPoint {
		r.RowsNote = "The model is fitted to the votes of all states in all sessions; these are the two states' own of this one."
	}
	return o.edition.VotesIn(votesSource, []entente.CCode{a, b}, session, session, func(c *entente.RollCall, v entente.Vote) bool {
		if v.Choice != entente.NotMember {
			r.Rows = append(r.Rows, o.evidence(votesSource, v.Ref,
				fmt.Sprintf("%s voted %v on %s (roll call %d, %v) %s", entente.States().Get(v.State).Name, v.Choice, c.Resolution, c.ID, c.Date, c.Short)))
		}
		return true
	})
}

func (o *observatory) allianceRows(r *entente.Receipt, a, b entente.CCode, year int) error {
	list, err := attributes(o.edition, "atop")
	if err != nil {
		return err
	}
	alliances := panel.NewAlliances(list, panel.ATOPTargets)
	for _, d := range []entente.Directed{{From: a, To: b}, {From: b, To: a}} {
		for _, bond := range alliances.Bonds(d, year) {
			owed := strings.Join(bond.Obligations.Names(), ", ")
			if owed == "" {
				owed = "nothing"
			}
			r.Rows = append(r.Rows, o.evidence("atop", bond.Refs[0], fmt.Sprintf("treaty %s, %v: %s owes %s to %s",
				bond.Treaty, bond.Period, entente.States().Get(d.From).Name, owed, entente.States().Get(d.To).Name)))
		}
	}
	return nil
}

func (o *observatory) portfolioRows(r *entente.Receipt, a, b entente.CCode, year int) error {
	pledges, err := o.edition.Pledges()
	if err != nil {
		return err
	}
	for _, c := range []entente.CCode{a, b} {
		var allies []string
		for _, k := range o.system.Members(year) {
			if pledges.Find(c, k, year)&entente.Defense != 0 {
				allies = append(allies, entente.States().Get(k).Name)
			}
		}
		r.Inputs = append(r.Inputs, fmt.Sprintf("%s has defence pacts with %d states: %s", entente.States().Get(c).Name, len(allies), strings.Join(allies, ", ")))
	}
	r.RowsNote = "Each pact is a receipt of its own: entente why STATE STATE YEAR atop."
	return nil
}

func (o *observatory) capabilityRows(r *entente.Receipt, a, b entente.CCode, year int) error {
	for _, c := range []entente.CCode{a, b} {
		err := o.edition.Attributes("cow-nmc", c, entente.CalendarYear(year), func(x entente.Attribute) bool {
			value := "missing"
			if x.Status == entente.Known {
				value = fmt.Sprintf("%g", x.Value)
			}
			r.Rows = append(r.Rows, o.evidence("cow-nmc", x.Ref, fmt.Sprintf("%s %s: %s", entente.States().Get(c).Name, x.Variable, value)))
			return true
		})
		if err != nil {
			return err
		}
	}
	return nil
}
