// Package dataset writes a table of the program's making to files that
// researchers open elsewhere: Parquet, CSV, Stata and Excel, with a codebook,
// a Data Package, a bibliography, loaders, and a log of the choices made.
//
// Every format tells a value from its absence, and the kinds of absence apart.
// In Parquet a cell without a value is null and in CSV it is empty, and why is
// said by a companion column NAME_status, if asked for. Stata has extended
// missing values, which need no companion:
//
//	.a missing            the sources cover the case and have no value
//	.b undefined          the quantity does not exist here
//	.c not a state        one of the states was no member of the system
//	.d outside coverage   the sources say nothing of this time
//
// The bytes of a file follow from the table alone: no clock, no path, no
// number of cores enters them.
package dataset

import "github.com/entente-observatory/entente"

// Table is what is written: columns of numbers, keys first.
type Table interface {
	Rows() int
	Variables() []entente.Variable
	// Read reads the cells of a column from a row on: as many as values has.
	// It may be called from several goroutines.
	Read(column, from int, values []float64, status []entente.Status)
}

// Options are the choices of a writer.
type Options struct {
	Status bool // a companion column for each that can lack a value
	Title  string
	Notes  []string // short lines kept in the file where the format has a place
}

// statusColumn names the companion of a column.
func statusColumn(name string) string { return name + "_status" }
