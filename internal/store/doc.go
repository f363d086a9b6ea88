// Package store keeps editions: immutable snapshots of the record and of the
// estimates made from it, as Parquet files and a manifest that any tool can
// open.
//
// A data home holds
//
//	raw/                    files as fetched (package fetch)
//	snapshots/<id>/         manifest.json, records/, estimates/
//	current                 the snapshot in use: a link to snapshots/<id>
//
// A Build writes a snapshot aside, syncs every file and folder to disk, and
// only then renames it into place and turns current to it; so whatever moment
// the machine stops at, the last snapshot is whole. Nothing in a snapshot is
// changed afterwards. Its files hold no clock and no path and its id is a hash
// of its manifest, which holds the hash of every table: the same input gives
// the same bytes and the same id on any number of cores.
//
// An Edition reads a snapshot, or an atlas: the same tables without the
// records. A table is loaded when it is first asked for, once, after its bytes
// were checked against the manifest.
//
// The store computes nothing and fills nothing in: what is missing in a record
// is missing in its table.
package store
