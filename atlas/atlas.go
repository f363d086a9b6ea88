// Package atlas is the built-in edition: the estimates that the program
// computed from the full record, embedded so that the first run needs no
// network and no data. Package store reads it like any snapshot. It is
// rebuilt, byte for byte, from the sources by `entente build` and
// `entente atlas`.
package atlas

import (
	"embed"
	"io/fs"
)

//go:embed all:data
var embedded embed.FS

// FS is the edition's folder: manifest.json and estimates/.
var FS = func() fs.FS {
	sub, err := fs.Sub(embedded, "data")
	if err != nil {
		panic(err) // "data" is a valid path
	}
	return sub
}()
