package measure

import (
	"math"
	"strings"

	"github.com/entente-observatory/entente"
)

// Exists tells whether the units of a series were states in a year.
type Exists func(year int) bool

// whyNone is the status of a year without a value within coverage.
func whyNone(exists Exists, year int) entente.Status {
	if !exists(year) {
		return entente.NotAState
	}
	return entente.Missing
}

// finish sets what follows from the points.
func finish(s entente.Series) entente.Series {
	for _, p := range s.Points {
		if p.Estimate.Known() {
			s.LastReliable = p.Year
		}
	}
	return s
}

// Voting gives a measure of voting similarity of two states by year.
func Voting(t *entente.Agreements, m Similarity, a, b entente.CCode, exists Exists) entente.Series {
	lo, hi := m.Range()
	s := entente.Series{Range: [2]float64{lo, hi}, Towards: 1}
	if len(t.Sessions) == 0 {
		return s
	}
	s.First, s.Last = entente.SessionYear(t.Sessions[0].Session), entente.SessionYear(t.Sessions[len(t.Sessions)-1].Session)
	for year := s.First; year <= s.Last; year++ {
		p := entente.Point{Year: year}
		if g, ok := t.Find(a, b, entente.YearSession(year)); ok && g.Joint.N() > 0 {
			p.Estimate = m.Of(g)
		} else {
			p.Estimate = entente.None(whyNone(exists, year))
			p.Label = noVote(p.Estimate.Status)
		}
		s.Points = append(s.Points, p)
	}
	return finish(s)
}

func noVote(s entente.Status) string {
	if s == entente.Missing {
		return "no roll call in which both cast a vote"
	}
	return ""
}

// Apart gives the distance of two states' ideal points by year.
func Apart(t *entente.IdealPoints, a, b entente.CCode, exists Exists) entente.Series {
	s := entente.Series{Towards: -1, Range: [2]float64{0, 1}}
	s.First, s.Last = span(t)
	for year := s.First; year <= s.Last; year++ {
		p := entente.Point{Year: year, Estimate: Distance(t, a, b, entente.YearSession(year))}
		if p.Estimate.Known() {
			s.Range[1] = max(s.Range[1], math.Ceil(2*p.Estimate.Hi)/2)
		} else {
			p.Estimate.Status = whyNone(exists, year)
			p.Label = noVote(p.Estimate.Status)
		}
		s.Points = append(s.Points, p)
	}
	return finish(s)
}

// span returns the first and last year of a table of ideal points.
func span(t *entente.IdealPoints) (first, last int) {
	for i, r := range t.Rows {
		y := entente.SessionYear(int(r.Session))
		if i == 0 {
			first, last = y, y
		}
		first, last = min(first, y), max(last, y)
	}
	return first, last
}

// Position gives a state's ideal point by year.
func Position(t *entente.IdealPoints, state entente.CCode, exists Exists) entente.Series {
	s := entente.Series{Range: [2]float64{-3, 3}}
	s.First, s.Last = span(t)
	for year := s.First; year <= s.Last; year++ {
		p := entente.Point{Year: year}
		if i, ok := t.Find(state, entente.YearSession(year)); ok {
			p.Estimate = PositionOf(&t.Rows[i])
			s.Range[0], s.Range[1] = min(s.Range[0], math.Floor(p.Estimate.Lo)), max(s.Range[1], math.Ceil(p.Estimate.Hi))
		} else {
			p.Estimate = entente.None(whyNone(exists, year))
		}
		s.Points = append(s.Points, p)
	}
	return finish(s)
}

// PositionOf is an ideal point as an estimate.
func PositionOf(r *entente.IdealPoint) entente.Estimate {
	e := entente.Estimate{Value: r.Theta, Lo: r.Lo, Hi: r.Hi, Level: entente.DefaultLevel, N: int(r.Votes)}
	if r.Votes < 10 {
		e.Warnings = []string{"fewer than 10 votes: mostly the prior, which looks to the session before"}
	}
	return e
}

// Strength is the strongest pledge on the scale of alliance commitment: 3
// defence or offence, 2 neutrality or consultation, 1 non-aggression, 0 none
// (Leeds et al. 2002; see docs/methods/alliances.md).
func Strength(o entente.Obligation) int {
	switch {
	case o&(entente.Defense|entente.Offense) != 0:
		return 3
	case o&(entente.Neutrality|entente.Consultation) != 0:
		return 2
	case o&entente.Nonaggression != 0:
		return 1
	}
	return 0
}

// Bound gives the pledges between two states by year, as the strength of the
// strongest that both have given; the label names what each has promised. A
// register that is complete within its coverage has no sampling error, so the
// interval is the value.
func Bound(t *entente.Pledges, a, b entente.CCode, names [2]string, exists Exists) entente.Series {
	s := entente.Series{Range: [2]float64{0, 3}, Towards: 1, First: t.First, Last: t.Last}
	for year := t.First; year <= t.Last; year++ {
		p := entente.Point{Year: year}
		if !exists(year) {
			p.Estimate = entente.None(entente.NotAState)
			s.Points = append(s.Points, p)
			continue
		}
		ab, ba := t.Find(a, b, year), t.Find(b, a, year)
		v := float64(min(Strength(ab), Strength(ba)))
		p.Estimate = entente.Estimate{Value: v, Lo: v, Hi: v, Level: 1, N: 1}
		p.Label = pledged(ab, ba, names)
		s.Points = append(s.Points, p)
	}
	return finish(s)
}

func pledged(ab, ba entente.Obligation, names [2]string) string {
	list := func(o entente.Obligation) string { return strings.Join(o.Names(), ", ") }
	switch {
	case ab == ba:
		return list(ab)
	case ba == 0:
		return names[0] + " promises " + list(ab) + "; nothing in return"
	case ab == 0:
		return names[1] + " promises " + list(ba) + "; nothing in return"
	}
	return names[0] + " promises " + list(ab) + "; " + names[1] + " " + list(ba)
}

// Power gives a's share of the two states' capabilities by year. The interval
// is the range over leaving any one component of the index out, for a at its
// least and b at its most, and the other way: it shows what the choice of
// components decides, not a sampling error.
func Power(t *entente.Capabilities, a, b entente.CCode, exists Exists) entente.Series {
	s := entente.Series{Range: [2]float64{0, 1}, First: t.First, Last: t.Last}
	share := func(x, y float64) float64 { return x / (x + y) }
	for year := t.First; year <= t.Last; year++ {
		p := entente.Point{Year: year}
		x, okX := t.Find(a, year)
		y, okY := t.Find(b, year)
		switch {
		case !okX || !okY:
			p.Estimate = entente.None(whyNone(exists, year))
		case x.CINC+y.CINC == 0:
			p.Estimate = entente.None(entente.Undefined)
		default:
			p.Estimate = entente.Estimate{Value: share(x.CINC, y.CINC), Level: 1, N: int(min(x.Components, y.Components))}
			p.Estimate.Lo, p.Estimate.Hi = p.Estimate.Value, p.Estimate.Value
			if x.Lo+y.Hi > 0 && x.Hi+y.Lo > 0 {
				p.Estimate.Lo, p.Estimate.Hi = share(x.Lo, y.Hi), share(x.Hi, y.Lo)
			}
		}
		s.Points = append(s.Points, p)
	}
	return finish(s)
}

// PowerOf is a state's share of the world's capabilities as an estimate, with
// the range over leaving any one component out.
func PowerOf(c *entente.Capability) entente.Estimate {
	e := entente.Estimate{Value: c.CINC, Lo: c.Lo, Hi: c.Hi, Level: 1, N: int(c.Components)}
	if c.Components < 6 {
		e.Warnings = []string{"not all six components are reported"}
	}
	return e
}

// Weight gives a state's share of the world's capabilities by year.
func Weight(t *entente.Capabilities, state entente.CCode, exists Exists) entente.Series {
	s := entente.Series{First: t.First, Last: t.Last, Range: [2]float64{0, 0.01}}
	for year := t.First; year <= t.Last; year++ {
		p := entente.Point{Year: year}
		if c, ok := t.Find(state, year); ok {
			p.Estimate = PowerOf(c)
			s.Range[1] = max(s.Range[1], p.Estimate.Hi)
		} else {
			p.Estimate = entente.None(whyNone(exists, year))
		}
		s.Points = append(s.Points, p)
	}
	return finish(s)
}
