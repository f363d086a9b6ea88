package panel

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entente-observatory/entente"
)

// spell is a state's part in one phase of a treaty.
type spell struct {
	member      entente.CCode
	period      entente.Period // day of entry to day of exit
	obligations entente.Obligation
	varies      bool // obligations differ by partner
	ref         entente.Ref
}

// phase is a stretch of a treaty between two changes of its text, with all who
// were members in it. Most treaties have one.
type phase struct {
	treaty, name string // "1350", "1350.2"
	spells       []spell
	targets      []Target // those of the treaty
}

// Alliances holds who was member of which treaty when, and who owed what to
// whom under it.
type Alliances struct {
	phases []phase // by treaty and phase
}

// Target narrows an obligation of some members of a treaty to some of its
// other members. A record by member gives the union of what the member owes to
// all; where that varies by partner, the treaty must be read (ATOP 5.1
// Codebook, sections 2.33 OBVARY and 2.7).
type Target struct {
	Treaty     string // number, such as "1120"; with ".2" for one phase only
	From       []entente.CCode
	Obligation entente.Obligation
	Towards    []entente.CCode // none: an obligation that the record gives but no partner is owed
}

// The variables of a member's part in a treaty; the label names treaty and
// phase. One row of the source gives one record of each.
var obligationOf = map[string]entente.Obligation{
	"defense": entente.Defense, "offense": entente.Offense, "neutral": entente.Neutrality,
	"nonagg": entente.Nonaggression, "consul": entente.Consultation,
}

// NewAlliances reads the spells of membership out of the records of a data set:
// those with a label and one of the variables defense, offense, neutral,
// nonagg, consul (1 or 0) or obvary. Records of one row, told by Ref, make one
// spell; the others are passed over. Targets may be nil.
func NewAlliances(records []entente.Attribute, targets []Target) *Alliances {
	type key struct {
		name string
		ref  entente.Ref
	}
	byPhase := map[string][]spell{}
	at := map[key]int{}
	for _, r := range records {
		bit, isObligation := obligationOf[r.Variable]
		if r.Label == "" || !isObligation && r.Variable != "obvary" {
			continue
		}
		k := key{r.Label, r.Ref}
		i, seen := at[k]
		if !seen {
			i = len(byPhase[r.Label])
			at[k] = i
			byPhase[r.Label] = append(byPhase[r.Label], spell{member: r.State, period: r.Period, ref: r.Ref})
		}
		if sp := &byPhase[r.Label][i]; r.Status == entente.Known && r.Value != 0 {
			sp.obligations |= bit
			sp.varies = sp.varies || !isObligation
		}
	}
	a := &Alliances{}
	for name, spells := range byPhase {
		p := phase{name: name, spells: spells}
		p.treaty, _, _ = strings.Cut(name, ".")
		for _, t := range targets {
			if t.Treaty == p.treaty || t.Treaty == p.name {
				p.targets = append(p.targets, t)
			}
		}
		a.phases = append(a.phases, p)
	}
	slices.SortFunc(a.phases, func(p, q phase) int {
		return cmp.Or(strings.Compare(p.treaty, q.treaty), strings.Compare(p.name, q.name))
	})
	return a
}

// towards returns what the member owes to a partner in the phase.
func (p *phase) towards(from *spell, to entente.CCode) entente.Obligation {
	o := from.obligations
	for _, t := range p.targets {
		if slices.Contains(t.From, from.member) && !slices.Contains(t.Towards, to) {
			o &^= t.Obligation
		}
	}
	return o
}

// together returns the days from the later entry to the earlier exit, and
// whether the two were ever members at once. Who entered on the day that the
// other left never shared the treaty with it: the day on which the German
// Democratic Republic ended is the day on which its partners' treaties with
// united Germany began.
func together(a, b *spell) (entente.Period, bool) {
	p, ok := a.period.Intersect(b.period)
	return p, ok && p.From < p.To && a.member != b.member
}

// Pledges makes the table of directed dyad-years: for every two states that
// were members of a treaty at once, in every year touched by the time that
// they were, what the first owed to the second, over all treaties in force
// between them. In a year in which a treaty's text changed, the later phase
// counts. A pair of members that owe each other nothing, as two guarantors of
// a third, is in the table with no obligations.
//
// Open ends are read as the bounds first and last, which become those of the
// table. Signatories that were not members of the state system then are
// included, as in the record; DyadCell tells them.
//
// Source: ATOP 5.1 Codebook (Leeds, Ritter, Mitchell & Long 2002; 2022),
// sections 2.6 and 2.7.
func (a *Alliances) Pledges(first, last int) entente.Pledges {
	// entry is a year of a directed dyad under a treaty.
	type entry struct {
		key   uint64 // year, from, to
		phase int32
		owed  entente.Obligation
	}
	var entries []entry
	for i := range a.phases {
		p := &a.phases[i]
		for f := range p.spells {
			for t := range p.spells {
				from, to := &p.spells[f], &p.spells[t]
				common, ok := together(from, to)
				if !ok {
					continue
				}
				owed := p.towards(from, to.member)
				y0, y1 := common.Years(first, last)
				for y := y0; y <= y1; y++ {
					key := uint64(y)<<32 | uint64(uint16(from.member))<<16 | uint64(uint16(to.member))
					entries = append(entries, entry{key, int32(i), owed})
				}
			}
		}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		if a.key == b.key {
			return int(a.phase - b.phase)
		}
		return cmp.Compare(a.key, b.key)
	})
	out := entente.Pledges{Rows: make([]entente.Pledge, 0, len(entries)), First: first, Last: last}
	for i, e := range entries {
		if i == 0 || entries[i-1].key != e.key {
			out.Rows = append(out.Rows, entente.Pledge{
				From: entente.CCode(e.key >> 16), To: entente.CCode(e.key), Year: int16(e.key >> 32)})
		}
		superseded := false
		for j := i + 1; j < len(entries) && entries[j].key == e.key && !superseded; j++ {
			superseded = a.supersedes(entries[j].phase, e.phase)
		}
		if !superseded {
			out.Rows[len(out.Rows)-1].Obligations |= e.owed
		}
	}
	return out
}

// supersedes reports whether phase q is a later phase of the treaty of phase
// p, by their places in order of treaty and phase.
func (a *Alliances) supersedes(q, p int32) bool {
	return q > p && a.phases[q].treaty == a.phases[p].treaty
}

// Bond is a treaty in force between two states: what stands behind a pledge.
type Bond struct {
	Treaty      string             // with its phase, such as "1350.2"
	Period      entente.Period     // later entry to earlier exit
	Obligations entente.Obligation // of the first state towards the second
	Refs        [2]entente.Ref     // the rows of the two members
}

// Bonds lists the treaties that made the pledge of a directed dyad in a year,
// superseded phases left out.
func (a *Alliances) Bonds(d entente.Directed, year int) []Bond {
	y := entente.CalendarYear(year)
	var bonds []Bond
	var of []int32 // the phase of each
	for i := range a.phases {
		p := &a.phases[i]
		for f := range p.spells {
			if p.spells[f].member != d.From {
				continue
			}
			for t := range p.spells {
				from, to := &p.spells[f], &p.spells[t]
				if to.member != d.To {
					continue
				}
				common, ok := together(from, to)
				if !ok || !common.Overlaps(y) {
					continue
				}
				for n := len(of); n > 0 && a.supersedes(int32(i), of[n-1]); n-- {
					bonds, of = bonds[:n-1], of[:n-1]
				}
				bonds = append(bonds, Bond{p.name, common, p.towards(from, d.To), [2]entente.Ref{from.ref, to.ref}})
				of = append(of, int32(i))
			}
		}
	}
	return bonds
}

// Untargeted lists the treaties, by phase, in which a member's obligations
// vary by partner and no target tells how, so that each of its pledges there
// is the union of what it owes to all.
func (a *Alliances) Untargeted() []string {
	var names []string
	for i := range a.phases {
		p := &a.phases[i]
		if p.targets == nil && slices.ContainsFunc(p.spells, func(s spell) bool { return s.varies }) {
			names = append(names, p.name)
		}
	}
	return names
}
