package entente

import "sort"

// Find returns what from had promised to in the year; no row is no promise.
func (t *Pledges) Find(from, to CCode, year int) Obligation {
	i, ok := sort.Find(len(t.Rows), func(i int) int {
		r := &t.Rows[i]
		switch {
		case int(r.Year) != year:
			return year - int(r.Year)
		case r.From != from:
			return int(from) - int(r.From)
		}
		return int(to) - int(r.To)
	})
	if !ok {
		return 0
	}
	return t.Rows[i].Obligations
}

// Find returns the state's capability in the year, and whether there is one.
func (t *Capabilities) Find(state CCode, year int) (*Capability, bool) {
	i, ok := sort.Find(len(t.Rows), func(i int) int {
		r := &t.Rows[i]
		if r.State != state {
			return int(state) - int(r.State)
		}
		return year - int(r.Year)
	})
	if !ok {
		return nil, false
	}
	return &t.Rows[i], true
}
