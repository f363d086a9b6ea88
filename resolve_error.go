package entente

import (
	"fmt"
	"strings"
)

// Candidate is a state that a name or code may have meant.
type Candidate struct {
	Code   CCode
	Name   string
	Period Period // when the name or code holds for that state
}

// ResolveReason says why a name or code has no single state.
type ResolveReason uint8

const (
	// UnknownName: no state ever bore it.
	UnknownName ResolveReason = iota
	// AmbiguousName: several states bear it on that day.
	AmbiguousName
	// NotThen: a state bears it, but not on that day.
	NotThen
	// NotInSystem: it is a territory, or an entity that is no member of the
	// state system.
	NotInSystem
)

// ResolveError tells why a name or code did not resolve, and to what it may
// have referred.
type ResolveError struct {
	Query      string
	On         Date // Ongoing where no day was asked for
	Reason     ResolveReason
	Candidates []Candidate // nearest first
	Note       string      // what the entity is, for NotInSystem
}

func (e *ResolveError) Error() string {
	var b strings.Builder
	on := ""
	if e.On != Ongoing {
		on = " on " + e.On.String()
	}
	switch e.Reason {
	case UnknownName:
		fmt.Fprintf(&b, "no state is known as %q", e.Query)
	case AmbiguousName:
		fmt.Fprintf(&b, "%q%s may be several states", e.Query, on)
	case NotThen:
		fmt.Fprintf(&b, "%q does not name a state%s", e.Query, on)
	case NotInSystem:
		fmt.Fprintf(&b, "%q is not a member of the state system: %s", e.Query, e.Note)
	}
	for i, c := range e.Candidates {
		sep := ", or "
		if i == 0 {
			sep = "; did you mean "
		}
		fmt.Fprintf(&b, "%s%s (%d, %v)", sep, c.Name, c.Code, c.Period)
	}
	return b.String()
}
