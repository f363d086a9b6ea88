package source

import (
	"io/fs"

	"github.com/entente-observatory/entente"
)

// firstOf returns the first of the given files that is in the folder: a
// producer's editions of one table, newest first.
func firstOf(dir fs.FS, files []entente.File, candidates ...int) (int, error) {
	for _, i := range candidates {
		if Present(dir, files[i]) {
			return i, nil
		}
	}
	oldest := files[candidates[len(candidates)-1]].Name
	return 0, &Error{File: files[candidates[0]].Name, What: "no such file, nor an earlier edition down to " + oldest,
		Do: "fetch it, or put it there under this name", Err: fs.ErrNotExist}
}
