package measure

import (
	"github.com/entente-observatory/entente"
)

// Procedure is the part of the estimation of ideal points that names sessions
// and states: which votes it rests on, and which states give the scale its
// direction. It is data, so that renaming states in the record and in the
// procedure alike renames them in the result and changes nothing else.
type Procedure struct {
	Set     entente.VoteSet
	First   int // session from which the set is estimated
	Last    int // last session; 0 for the last of the record
	Without []Omission
	Anchors []Anchor
	Smooth  float64 // variance scale of a step between sessions, see package irt
}

// Omission leaves out the votes of a state in a session; 0 stands for every
// state or every session.
type Omission struct {
	State   entente.CCode
	Session int
}

// Anchor is a starting value: it says which side is which.
type Anchor struct {
	State entente.CCode
	Theta float64
}

// Published is the procedure of the published tables (UN_DataProcessing.R and
// UN_Ideal_Rcpp.R, April 2020; Bailey, Strezhnev & Voeten 2017), by set.
//
// Left out from every set are session 19, in which one vote was recorded, South
// Africa in session 48 (one vote between 1974 and 1994), and Zanzibar (511),
// which voted twice. Issues begin in the session from which there are enough
// votes on them; two states with one session of votes on an issue are left out
// of it. In one thing this departs: the authors' line for disarmament selects
// the votes coded as colonialism (co == 1), which cannot be meant.
func Published(set entente.VoteSet) Procedure {
	p := Procedure{
		Set:   set,
		First: 1,
		Without: []Omission{
			{Session: 19},
			{State: 560, Session: 48},
			{State: 511},
		},
		Anchors: []Anchor{{2, 3}, {20, 3}, {200, 3}, {666, 3}, {365, -2}, {265, -2}},
		Smooth:  0.5,
	}
	switch set {
	case entente.MiddleEastVotes, entente.DisarmamentVotes:
		p.First = 29
	case entente.HumanRightsVotes:
		p.First = 25
		p.Without = append(p.Without, Omission{State: 713}) // Taiwan
	case entente.NuclearVotes:
		p.First = 33
		p.Without = append(p.Without, Omission{State: 626}) // South Sudan
		// On nuclear weapons Russia often votes with the United States.
		p.Anchors = []Anchor{{2, 3}, {20, 3}, {200, 3}, {666, 3}, {265, -2}, {140, -2}}
	case entente.EconomicVotes:
		p.First = 26
	case entente.ColonialVotes:
		p.First = 14
	}
	return p
}

// lastYearOfParts is the last year of which votes on paragraphs and amendments
// are kept: later ones are recorded more fully, and would change the agenda.
const lastYearOfParts = 1989

// keeps tells whether votes on the roll call enter.
func (p *Procedure) keeps(r *entente.RollCall) bool {
	if r.Date.Year() > lastYearOfParts && (r.Paragraph == entente.On || r.Amendment == entente.On) {
		return false
	}
	s := int(r.Session)
	return p.Set.Holds(r) && s >= p.First && (p.Last == 0 || s <= p.Last) && !p.omits(0, s)
}

// omits tells whether the procedure leaves out the state in the session; state
// 0 asks of the session as a whole.
func (p *Procedure) omits(state entente.CCode, session int) bool {
	for _, o := range p.Without {
		if (o.State == 0 || o.State == state) && (o.Session == 0 || o.Session == session) {
			return true
		}
	}
	return false
}

// start returns the starting value of a state.
func (p *Procedure) start(state entente.CCode) float64 {
	for _, a := range p.Anchors {
		if a.State == state {
			return a.Theta
		}
	}
	return 0
}
