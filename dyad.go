package entente

// Dyad is an unordered pair of states, the smaller COW number first, so that
// a dyad has one key whichever way it was asked.
type Dyad struct{ A, B CCode }

// DyadOf returns the dyad of two different states in key order.
func DyadOf(a, b CCode) Dyad {
	if a > b {
		a, b = b, a
	}
	return Dyad{a, b}
}

// Has reports whether the state belongs to the dyad.
func (d Dyad) Has(c CCode) bool { return d.A == c || d.B == c }

// Other returns the partner of the given member.
func (d Dyad) Other(c CCode) CCode {
	if d.A == c {
		return d.B
	}
	return d.A
}

// Compare orders dyads by first and then second state.
func (d Dyad) Compare(e Dyad) int {
	if d.A != e.A {
		return int(d.A) - int(e.A)
	}
	return int(d.B) - int(e.B)
}

// Directed is an ordered pair: what From does or pledges towards To.
type Directed struct{ From, To CCode }

// Dyad forgets the direction.
func (d Directed) Dyad() Dyad { return DyadOf(d.From, d.To) }
