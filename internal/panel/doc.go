// Package panel lays records out by state and year, and by dyad and year. It is
// the one place where absence becomes zero or unknown: a data set declares what
// it means that it has no row, and only Cell acts on it.
//
// Three things are made here. System tells which states, and which dyads, there
// were in a year. Alliances makes of the spells of membership in treaties what
// each state had pledged each other one, year by year. Capabilities makes of
// the components of material capabilities each state's share of the world's.
//
// The package fills nothing forward or between, and it makes no row for a dyad
// whose states never existed on one day of the year.
package panel
