package source_test

import "github.com/entente-observatory/entente/internal/source/sourcetest"

// titles gives the lines above the header of the files that have such.
var titles = map[string]int{
	"rivalry-peace/peacedata3.1.csv": sourcetest.NoHeader,
}
