// Package measure turns the record into estimates of how states stand to each
// other: it translates states, roll calls and treaties into the slices and
// indices of the statistical packages, and their results back into estimates
// with intervals and warnings.
//
// The votes of the General Assembly take two ways through it. Agreements counts,
// for every dyad and session, the joint table of what the two cast; Similarity
// takes from the table raw agreement, S, π and κ. Procedure makes of the same
// votes the ballots from which package irt estimates ideal points, and brings
// the estimates back to states and sessions (IdealPoints); Distance, Change and
// Neighbours read intervals from their draws.
//
// A Table is the joint distribution of any two states' choices on an ordered
// scale; alliance portfolios share it with the votes.
//
// The package knows no state: what a published procedure does to a named one
// (anchors, corrections of a source) is an argument.
package measure
