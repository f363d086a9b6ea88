package source_test

import "github.com/entente-observatory/entente/internal/source/sourcetest"

// titles gives the lines above the header of the files that have such.
var titles = map[string]int{
	"rivalry-peace/peacedata3.1.csv":                sourcetest.NoHeader,
	"sipri/trade-register.csv":                      11,
	"sipri/DealsAndTIVs.txt":                        5,
	"sipri/tiv-export/TIV-Export-USR-1950-2021.csv": 10,
	"sipri/tiv-export/TIV-Export-RUS-1950-2021.csv": 10,
}
