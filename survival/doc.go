// Package survival tells how long things last, from subjects watched for a
// while: the Kaplan-Meier curve and its Greenwood interval, the incidence of
// competing ends, the discrete-time hazard by circumstances, and scores of
// forecasts against a base rate. It knows no states.
//
// The two errors that the package is built around: a subject that has not
// ended yet (right censoring) says that it lasted at least so long, and a
// subject that was first seen at some age (left truncation, delayed entry)
// says nothing about younger ages, since had it ended before it would not have
// been seen. A Spell therefore has an age of entry as well as one of exit.
//
// A subject whose age at entry is not known cannot be entered: to give it age
// zero is wrong, and the package has no way to ask for that.
package survival
