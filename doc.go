// Package entente is the domain of the observatory of alignment among states:
// states and their codes through time, dyads, periods, records of what states
// do, and estimates that carry their doubt.
//
// An entente is an understanding between states. The program answers, from
// open records of what states do, who stands with whom, since when, how
// surely, and what changed, and lets anyone check it.
//
// The package imports the standard library only and does no input or output
// beyond the state list that it embeds. Records flow through the stages
//
//	files → source → store → panel → measure → finding → publish
//
// each of which imports this package and none of its neighbours; cmd/entente
// joins them. The package refuses two things: a number without its interval
// (Estimate), and a blank that could mean missing, zero, undefined, not a
// state or outside coverage (Status).
package entente
