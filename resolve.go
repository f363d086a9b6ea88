package entente

import (
	"cmp"
	"slices"
	"strings"
)

// Resolve tells which state a name or code meant on a day, as a person would
// type it: a COW number, ISO 3166 letters, COW letters, or any name or
// spelling that the sources use, whatever the case, accents, punctuation and
// order of words. Where letters mean different states in different schemes,
// ISO alpha-3 wins over COW (AUS is Australia, 900, not Austria, 305), unless
// one succeeded the other (CZE in 1970 is Czechoslovakia); ResolveCode reads
// one scheme strictly. Resolving does not ask whether the state was a member
// of the system on the day: State.MemberOn does.
//
// The error is a *ResolveError. One of UnknownName carries spellings that are
// near, which take a thousand times as long to find as a known name: a reader
// of many rows should remember what it asked.
func (r *Registry) Resolve(name string, on Date) (CCode, error) {
	return r.resolve(name, query{Period{on, on}, on})
}

// ResolveIn is Resolve for a record that says a period, such as a year: the
// state that bears the name on the middle day, if no other bears it beside
// that state on some day of the period; if none does, the one that bears it
// on any day, if it is the only one. South Sudan in 2011 resolves, though it
// became a state on 9 July; Yemen in 1990 is the united one (679); Germany in
// 1990, until 2 October two states, and Vietnam in 1975 are ambiguous.
func (r *Registry) ResolveIn(name string, p Period) (CCode, error) {
	return r.resolve(name, query{p, middle(p)})
}

// resolve asks what the text is as a code, and only then as a name.
func (r *Registry) resolve(text string, q query) (CCode, error) {
	iso, other := r.coded(text)
	code, bearers := q.first(iso, other)
	if code == none {
		var named []bearer
		code, named = q.first(r.named(text))
		if code != none {
			bearers = named
		} else {
			bearers = append(bearers, named...)
		}
	}
	return r.answer(text, q, code, bearers)
}

// ResolveCode tells which state a code of one scheme meant on a day.
func (r *Registry) ResolveCode(sys System, code string, on Date) (CCode, error) {
	return r.resolveCode(sys, code, query{Period{on, on}, on})
}

// ResolveCodeIn is ResolveCode for a record that says a period, by the rule
// of ResolveIn.
func (r *Registry) ResolveCodeIn(sys System, code string, p Period) (CCode, error) {
	return r.resolveCode(sys, code, query{p, middle(p)})
}

func (r *Registry) resolveCode(sys System, text string, q query) (CCode, error) {
	code, bearers := q.first(r.codes[sys][sys.key(text)])
	if code > none {
		return code, nil
	}
	text = sys.String() + " " + text
	if len(bearers) == 0 {
		// No spelling is near: codes of one scheme are one letter apart.
		return none, &ResolveError{Query: text, On: q.day, Reason: UnknownName}
	}
	return r.answer(text, q, code, bearers)
}

// ResolveEver is Resolve without a date: the state that bears the name or code
// now, or else the one that bore it last. A name that several bear now, such
// as Korea, is ambiguous.
func (r *Registry) ResolveEver(name string) (CCode, error) {
	iso, other := r.coded(name)
	for _, bearers := range [][]bearer{iso, other, r.named(name)} {
		if len(bearers) == 0 {
			continue
		}
		last := slices.MaxFunc(bearers, func(a, b bearer) int { return cmp.Compare(a.period.To, b.period.To) }).period.To
		code, bearers := query{Period{last, last}, last}.first(bearers)
		return r.answer(name, query{Period{last, last}, Ongoing}, code, bearers)
	}
	return r.answer(name, query{Always, Ongoing}, none, nil)
}

// query is what is asked of a name: a period, and the day in it that decides.
type query struct {
	period Period
	day    Date
}

func middle(p Period) Date { return Date((int64(p.From) + int64(p.To)) / 2) }

// Answers that are no state.
const (
	none    CCode = 0
	several CCode = -1
)

// first returns the state of the first reading that holds, or several, or
// none; and the bearers that were weighed: those that hold, or all.
func (q query) first(readings ...[]bearer) (CCode, []bearer) {
	for _, bearers := range readings {
		if code := one(bearers, Period{q.day, q.day}); code != none {
			if code != several && q.period.From < q.period.To && accompanied(code, bearers, q.period) {
				code = several
			}
			return code, bearers
		}
	}
	var all []bearer
	for _, bearers := range readings {
		if q.period.From < q.period.To {
			if code := one(bearers, q.period); code != none {
				return code, bearers
			}
		}
		all = append(all, bearers...)
	}
	return none, all
}

// one returns the only state among the bearers that bears the name in the
// period, or several, or none.
func one(bearers []bearer, p Period) CCode {
	found := none
	for _, b := range bearers {
		switch {
		case b.outside != nil || !b.period.Overlaps(p) || b.code == found:
		case found == none:
			found = b.code
		default:
			return several
		}
	}
	return found
}

// accompanied reports whether another state bears the name on a day of the
// period on which this one does.
func accompanied(code CCode, bearers []bearer, p Period) bool {
	for _, b := range bearers {
		if b.code != code || b.outside != nil {
			continue
		}
		if both, ok := b.period.Intersect(p); ok && one(bearers, both) == several {
			return true
		}
	}
	return false
}

// coded returns who bears the text as a number or as letters, those of ISO
// 3166 first; COW letters only where they do not contradict these.
func (r *Registry) coded(text string) (first, second []bearer) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
	case strings.Trim(text, "0123456789") == "":
		return r.codes[COW][COW.key(text)], nil
	case len(text) == 2:
		return r.codes[ISO2][ISO2.key(text)], nil
	case len(text) == 3:
		iso, cow := r.letters(text)
		if r.agree(iso, cow) {
			return iso, cow
		}
		return iso, nil
	}
	return nil, nil
}

// named returns who bears the text as a name.
func (r *Registry) named(text string) []bearer {
	if bearers, ok := r.names[fold(text)]; ok {
		return bearers
	}
	return r.names[bare(text)]
}

// letters returns who bears three letters in ISO 3166 and in the COW list.
func (r *Registry) letters(text string) (iso, cow []bearer) {
	return r.codes[ISO3][ISO3.key(text)], r.codes[COWAbb][COWAbb.key(text)]
}

// agree reports whether the two readings of a code mean the same states, or
// states that succeeded one another.
func (r *Registry) agree(iso, cow []bearer) bool {
	for _, a := range iso {
		for _, b := range cow {
			if a.code != b.code && (a.outside != nil || !slices.Contains(r.Get(a.code).Heirs, b.code) && !slices.Contains(r.Get(b.code).Heirs, a.code)) {
				return false
			}
		}
	}
	return true
}

// answer turns the outcome into a state or an error that says what else the
// text may have meant.
func (r *Registry) answer(text string, q query, code CCode, bearers []bearer) (CCode, error) {
	if code > none {
		return code, nil
	}
	e := &ResolveError{Query: text, On: q.day}
	switch {
	case code == several:
		e.Reason = AmbiguousName
		bearers = slices.DeleteFunc(slices.Clone(bearers), func(b bearer) bool { return !b.period.Overlaps(q.period) })
		e.Candidates = r.candidates(bearers, q.day)
	case len(bearers) == 0:
		e.Reason = UnknownName
		e.Candidates = r.Suggest(text, 3)
	default:
		e.Reason = NotThen
		for _, b := range bearers {
			if b.outside != nil {
				e.Reason, e.Note = NotInSystem, b.outside.note
			}
		}
		_, cow := r.letters(text) // also those that ISO letters went before
		e.Candidates = r.candidates(slices.Concat(bearers, cow), q.day)
	}
	return none, e
}

// candidates lists the states among the bearers, the nearest in time first,
// and after them the successors that they had on the day.
func (r *Registry) candidates(bearers []bearer, on Date) []Candidate {
	away := func(p Period) int64 {
		switch {
		case on < p.From:
			return int64(p.From) - int64(on)
		case on > p.To:
			return int64(on) - int64(p.To)
		}
		return 0
	}
	bearers = slices.Clone(bearers)
	slices.SortStableFunc(bearers, func(a, b bearer) int { return cmp.Compare(away(a.period), away(b.period)) })
	var out []Candidate
	seen := map[CCode]bool{none: true}
	put := func(code CCode, p Period) {
		if !seen[code] {
			seen[code] = true
			out = append(out, Candidate{code, r.Get(code).Name, p})
		}
	}
	for _, b := range bearers {
		put(b.code, b.period)
	}
	for _, c := range out {
		for _, h := range r.Get(c.Code).Heirs {
			for _, l := range r.Get(h).Codes[COW] {
				if c.Period.To < on && l.Period.Contains(on) {
					put(h, l.Period)
				}
			}
		}
	}
	return out
}
