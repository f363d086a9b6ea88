package store

import (
	"errors"
	"io/fs"

	"github.com/entente-observatory/entente"
)

// ErrNoTable is wrapped by the error for a table that the edition lacks.
var ErrNoTable = errors.New("no such table in this edition")

// ErrNoEdition is wrapped by the error of OpenHome where nothing was built yet.
var ErrNoEdition = errors.New("nothing built yet")

var errSkeleton = errors.New("not written yet")

// Edition is a snapshot or an atlas opened for reading. Its methods may be
// called from many goroutines; what they return is shared and must not be
// changed.
type Edition struct{}

// Open opens an edition: the folder of a snapshot, or an atlas.
func Open(fsys fs.FS) (*Edition, error) { return nil, errSkeleton }

// OpenHome opens the current snapshot of a data home.
func OpenHome(home string) (*Edition, error) { return nil, errSkeleton }

// Manifest describes the edition.
func (e *Edition) Manifest() *entente.Manifest { return nil }

// IdealPoints returns the ideal points of a vote set.
func (e *Edition) IdealPoints(set entente.VoteSet) (*entente.IdealPoints, error) {
	return nil, errSkeleton
}

// Agreements returns the agreement of every dyad and session of a vote set.
func (e *Edition) Agreements(set entente.VoteSet) (*entente.Agreements, error) {
	return nil, errSkeleton
}

// Pledges returns the alliance pledges.
func (e *Edition) Pledges() (*entente.Pledges, error) { return nil, errSkeleton }

// Capabilities returns the states' shares of material capabilities.
func (e *Edition) Capabilities() (*entente.Capabilities, error) { return nil, errSkeleton }

// Records reports whether the edition holds the records themselves and not
// only estimates.
func (e *Edition) Records() bool { return false }

// Attributes calls fn for each attribute of the source that is of the state
// (0: any) and overlaps the period, ordered by state, variable and start,
// until fn returns false.
func (e *Edition) Attributes(source string, state entente.CCode, in entente.Period, fn func(entente.Attribute) bool) error {
	return errSkeleton
}

// Ties calls fn for each tie of the source, either way, between the states of
// the dyad (the zero Dyad: any) that overlaps the period, until fn returns
// false.
func (e *Edition) Ties(source string, of entente.Dyad, in entente.Period, fn func(entente.Tie) bool) error {
	return errSkeleton
}

// RollCalls returns the roll calls of the source, by session and ID.
func (e *Edition) RollCalls(source string) ([]entente.RollCall, error) { return nil, errSkeleton }

// Votes returns every vote of the source, by roll call and state.
func (e *Edition) Votes(source string) ([]entente.Vote, error) { return nil, errSkeleton }

// VotesIn calls fn for each vote of the states (none: any) in the sessions
// from first to last, with the roll call, until fn returns false.
func (e *Edition) VotesIn(source string, states []entente.CCode, first, last int, fn func(*entente.RollCall, entente.Vote) bool) error {
	return errSkeleton
}

// Verify reads every file of the edition and holds it against the manifest.
// The error joins one for each damaged file.
func (e *Edition) Verify() error { return errSkeleton }

// Verify checks every snapshot of a data home and what current points to.
func Verify(home string) error { return errSkeleton }

// WriteAtlas writes the estimates of the edition, without the records, as an
// edition into the folder, in place of what was there.
func (e *Edition) WriteAtlas(dir string) error { return errSkeleton }

// Origin says what a table of estimates was made from.
type Origin struct {
	Inputs string // fingerprint of all that decides its content: sources' inputs, version and settings of the method
	Rights string // the most restrictive terms of its sources
}

// Build is a snapshot being written. Its methods may be called from several
// goroutines.
type Build struct{}

// Begin starts a snapshot. Only one build of a data home runs at a time; what
// an interrupted one left behind is removed.
func Begin(home string) (*Build, error) { return nil, errSkeleton }

// ReuseSource takes over the records of a source from the current snapshot if
// it was read from the same inputs (SourceReport.Inputs) and its files are
// whole, and returns their report.
func (b *Build) ReuseSource(id, inputs string) (entente.SourceReport, bool) {
	return entente.SourceReport{}, false
}

// Source writes the records of a source, as read sends them. The report given
// has ID, Version, Rights, Inputs and, for each file, name, hash and size; the
// one returned has the tallies and the coverage too.
func (b *Build) Source(r entente.SourceReport, read func(entente.Sink) error) (entente.SourceReport, error) {
	return r, errSkeleton
}

// Records opens the records written and taken over so far.
func (b *Build) Records() (*Edition, error) { return nil, errSkeleton }

// Reuse takes over a table of estimates (see IdealPointsTable and its like)
// from the current snapshot if it was made from the same inputs and is whole.
func (b *Build) Reuse(table, inputs string) bool { return false }

// IdealPointsTable, AgreementsTable, PledgesTable and CapabilitiesTable name
// the tables for Reuse.
func IdealPointsTable(set entente.VoteSet) string { return "estimates/ideal_points-" + set.String() }

// AgreementsTable names the agreements of a vote set.
func AgreementsTable(set entente.VoteSet) string { return "estimates/agreement-" + set.String() }

const (
	PledgesTable      = "estimates/pledges"
	CapabilitiesTable = "estimates/capabilities"
)

// PutIdealPoints writes the ideal points of a vote set with their draws.
func (b *Build) PutIdealPoints(t *entente.IdealPoints, o Origin) error { return errSkeleton }

// PutAgreements writes the agreements of a vote set.
func (b *Build) PutAgreements(t *entente.Agreements, o Origin) error { return errSkeleton }

// PutPledges writes the alliance pledges.
func (b *Build) PutPledges(t *entente.Pledges, o Origin) error { return errSkeleton }

// PutCapabilities writes the capabilities.
func (b *Build) PutCapabilities(t *entente.Capabilities, o Origin) error { return errSkeleton }

// Commit finishes the snapshot and makes it the current one. If a snapshot of
// the same content exists already, that one stays.
func (b *Build) Commit(code string, methods map[string]string) (*entente.Manifest, error) {
	return nil, errSkeleton
}

// Abort removes what was written. After Commit it does nothing, so it can be
// deferred.
func (b *Build) Abort() error { return nil }
