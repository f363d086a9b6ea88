package source_test

import (
	"testing"

	"github.com/entente-observatory/entente/internal/source/sourcetest"
)

func FuzzSanctions(f *testing.F)        { sourcetest.Fuzz(f, fixtureOf(f, "gsdb", "")) }
func FuzzAgreementDyads(f *testing.F)   { sourcetest.Fuzz(f, fixtureOf(f, "desta", "dyads")) }
func FuzzAgreementList(f *testing.F)    { sourcetest.Fuzz(f, fixtureOf(f, "desta", "list")) }
func FuzzExercisesMME(f *testing.F)     { sourcetest.Fuzz(f, fixtureOf(f, "exercises-mme", "")) }
func FuzzExercisesJME(f *testing.F)     { sourcetest.Fuzz(f, fixtureOf(f, "exercises-jme", "")) }
func FuzzVisitsChina(f *testing.F)      { sourcetest.Fuzz(f, fixtureOf(f, "visits-china", "")) }
func FuzzVisitsUS(f *testing.F)         { sourcetest.Fuzz(f, fixtureOf(f, "visits-us", "")) }
func FuzzVisitsCOLT(f *testing.F)       { sourcetest.Fuzz(f, fixtureOf(f, "visits-colt", "")) }
func FuzzUSTroops(f *testing.F)         { sourcetest.Fuzz(f, fixtureOf(f, "us-troops", "")) }
func FuzzSupportSignals(f *testing.F)   { sourcetest.Fuzz(f, fixtureOf(f, "support-signals", "")) }
func FuzzLeaders(f *testing.F)          { sourcetest.Fuzz(f, fixtureOf(f, "leaders", "")) }
func FuzzChineseFinance(f *testing.F)   { sourcetest.Fuzz(f, fixtureOf(f, "aid-china", "")) }
func FuzzChineseDiplomacy(f *testing.F) { sourcetest.Fuzz(f, fixtureOf(f, "diplomacy-china", "")) }
func FuzzTerrorism(f *testing.F)        { sourcetest.Fuzz(f, fixtureOf(f, "terrorism", "")) }
