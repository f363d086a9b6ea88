package source_test

import (
	"testing"

	"github.com/entente-observatory/entente/internal/source/sourcetest"
)

// fixtureOf finds the fixture of a data set in a layout.
func fixtureOf(t testing.TB, id, layout string) sourcetest.Case {
	for i, f := range fixtures {
		if f.id == id && f.layout == layout {
			return contract(t, i)
		}
	}
	t.Fatalf("no fixture %s/%s", id, layout)
	return sourcetest.Case{}
}

func FuzzIGO(f *testing.F)   { sourcetest.Fuzz(f, fixtureOf(f, "cow-igo", "")) }
func FuzzTrade(f *testing.F) { sourcetest.Fuzz(f, fixtureOf(f, "cow-trade", "")) }

func FuzzContiguity(f *testing.F) { sourcetest.Fuzz(f, fixtureOf(f, "cow-contiguity", "")) }

func FuzzDistances(f *testing.F) { sourcetest.Fuzz(f, fixtureOf(f, "distances", "")) }

func FuzzDiplomaticExchange(f *testing.F) {
	sourcetest.Fuzz(f, fixtureOf(f, "cow-diplomatic-exchange", ""))
}

func FuzzAlliancesDirected(f *testing.F) {
	sourcetest.Fuzz(f, fixtureOf(f, "cow-alliances", "directed"))
}

func FuzzAlliancesDyad(f *testing.F) { sourcetest.Fuzz(f, fixtureOf(f, "cow-alliances", "dyad")) }

func FuzzGDPPopulation(f *testing.F) { sourcetest.Fuzz(f, fixtureOf(f, "gdp-population", "")) }

func FuzzMaddison(f *testing.F) { sourcetest.Fuzz(f, fixtureOf(f, "maddison", "")) }
