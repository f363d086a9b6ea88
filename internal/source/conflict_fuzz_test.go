package source_test

import (
	"testing"

	"github.com/entente-observatory/entente/internal/source/sourcetest"
)

func FuzzCOWMID(f *testing.F)       { sourcetest.Fuzz(f, fixtureOf(f, "cow-mid", "")) }
func FuzzCOWDyadicMID(f *testing.F) { sourcetest.Fuzz(f, fixtureOf(f, "cow-dyadic-mid", "")) }
func FuzzGMLMID(f *testing.F)       { sourcetest.Fuzz(f, fixtureOf(f, "gml-mid", "")) }
func FuzzCOWWars(f *testing.F)      { sourcetest.Fuzz(f, fixtureOf(f, "cow-wars", "")) }
func FuzzUCDPPRIO(f *testing.F)     { sourcetest.Fuzz(f, fixtureOf(f, "ucdp-prio", "official")) }
func FuzzICB(f *testing.F)          { sourcetest.Fuzz(f, fixtureOf(f, "icb", "")) }
func FuzzRivalries(f *testing.F)    { sourcetest.Fuzz(f, fixtureOf(f, "rivalries", "")) }
func FuzzPeaceScale(f *testing.F)   { sourcetest.Fuzz(f, fixtureOf(f, "peace-scale", "")) }
func FuzzSIPRIArms(f *testing.F)    { sourcetest.Fuzz(f, fixtureOf(f, "sipri-arms", "present")) }
func FuzzSIPRIDeals(f *testing.F)   { sourcetest.Fuzz(f, fixtureOf(f, "sipri-arms", "deals")) }
func FuzzSIPRIMilex(f *testing.F)   { sourcetest.Fuzz(f, fixtureOf(f, "sipri-milex", "")) }
