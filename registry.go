package entente

import (
	"fmt"
	"sync"
)

// Registry is a list of states with all their names and codes.
type Registry struct {
	states   []*State // ascending by code
	byCode   map[CCode]*State
	codes    [NumSystems]map[string][]bearer
	names    map[string][]bearer // by folded name
	slugs    map[CCode]string
	spelling func() []spelling
}

// bearer is a state, or something outside the system, that bears a name or
// code in a period.
type bearer struct {
	code    CCode // 0 for one outside the system
	period  Period
	outside *outsider
}

func newRegistry() *Registry {
	r := &Registry{byCode: map[CCode]*State{}, names: make(map[string][]bearer, 1<<11), slugs: map[CCode]string{}}
	for sys := range r.codes {
		r.codes[sys] = make(map[string][]bearer, 300)
	}
	r.spelling = sync.OnceValue(r.spellings)
	return r
}

// add puts a state after those of lower number.
func (r *Registry) add(s *State) error {
	if n := len(r.states); n > 0 && r.states[n-1].Code >= s.Code {
		return fmt.Errorf("state %d comes after %d: order the states by number", s.Code, r.states[n-1].Code)
	}
	r.states = append(r.states, s)
	r.byCode[s.Code] = s
	for sys, labels := range s.Codes {
		for _, l := range labels {
			key := System(sys).key(l.Text)
			r.codes[sys][key] = append(r.codes[sys][key], bearer{code: s.Code, period: l.Period})
		}
	}
	for _, l := range s.Names {
		key := fold(l.Text)
		r.names[key] = append(r.names[key], bearer{code: s.Code, period: l.Period})
	}
	return nil
}

func (r *Registry) addOutsider(o *outsider) {
	b := bearer{period: Always, outside: o}
	for sys, code := range o.codes {
		if code != "" {
			key := System(sys).key(code)
			r.codes[sys][key] = append(r.codes[sys][key], b)
		}
	}
	for _, name := range o.names {
		key := fold(name)
		r.names[key] = append(r.names[key], b)
	}
}

// All returns the states, ascending by number. The slice is the registry's own.
func (r *Registry) All() []*State { return r.states }

// Get returns the state of that number, nil if there is none.
func (r *Registry) Get(c CCode) *State { return r.byCode[c] }

// CodeOn returns the state's code in a scheme on the day, "" if it has none.
func (r *Registry) CodeOn(c CCode, sys System, on Date) string {
	s := r.Get(c)
	if s == nil {
		return ""
	}
	return s.CodeOn(sys, on)
}

// ISO3 returns the ISO alpha-3 code that the state bears now or bore last, ""
// if none: RUS for 365 in every year, as tables of the field have it, so that a
// join by letters does not lose the years before a state was renamed. It is no
// key: DEU is both 255 and 260.
func (r *Registry) ISO3(c CCode) string {
	s := r.Get(c)
	if s == nil || len(s.Codes[ISO3]) == 0 {
		return ""
	}
	last := s.Codes[ISO3][0]
	for _, l := range s.Codes[ISO3] {
		if l.Period.To > last.Period.To {
			last = l
		}
	}
	return last.Text
}

// Members returns the members of the state system on the day, ascending.
func (r *Registry) Members(on Date) []CCode {
	var out []CCode
	for _, s := range r.states {
		if s.MemberOn(on) {
			out = append(out, s.Code)
		}
	}
	return out
}

// Slug returns the letters by which addresses and tables name the state. They
// are its own for all time and resolve to it without a date: the latest ISO
// alpha-3 code where that is so, else the COW letters, else the number. PAK,
// DDR (265), GFR (260: DEU is 255), 730 (KOR is 732).
func (r *Registry) Slug(c CCode) string { return r.slugs[c] }

func (r *Registry) nameSlugs() {
	for _, s := range r.states {
		numbers := s.Codes[COW]
		last := numbers[len(numbers)-1]
		slug := last.Text
		for _, try := range []string{s.CodeOn(ISO3, last.Period.To), s.Abb} {
			if c, err := r.ResolveEver(try); err == nil && c == s.Code {
				slug = try
				break
			}
		}
		r.slugs[s.Code] = slug
	}
}
