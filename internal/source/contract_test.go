package source_test

import (
	"os"
	"testing"

	"github.com/entente-observatory/entente/internal/source"
	"github.com/entente-observatory/entente/internal/source/sourcetest"
)

// fixtures lists a folder for every layout of every data set.
var fixtures = []struct {
	id, layout string
	states     []string
}{
	{"un-votes", "single", []string{"ccode"}},
	{"un-votes", "tab", []string{"ccode"}},
	{"un-votes", "three", []string{"country"}},
	{"un-digital-library", "2024", []string{"ms_codes", "ms_names"}},
	{"un-digital-library", "2025", []string{"ms_code", "ms_name"}},
	{"un-digital-library", "2026", []string{"ms_code", "ms_name"}},
	{"cow-system", "", []string{"ccode"}},
	{"cow-majors", "", []string{"ccode"}},
	{"cow-nmc", "", []string{"ccode"}},
	{"atop", "", []string{"member"}},
	{"cow-mid", "", []string{"ccode"}},
	{"cow-dyadic-mid", "", []string{"statea", "stateb"}},
	{"gml-mid", "", []string{"ccode1", "ccode2"}},
	{"cow-wars", "", []string{"ccode", "statea", "stateb"}},
	{"cow-igo", "", []string{"ccode"}},
	{"cow-trade", "", []string{"ccode1", "ccode2", "ccode"}},
	{"cow-contiguity", "", []string{"statelno", "statehno"}},
	{"distances", "", []string{"ccode", "gwcode", "ccode1", "ccode2"}},
	{"cow-diplomatic-exchange", "", []string{"ccode1", "ccode2"}},
	{"cow-alliances", "directed", []string{"ccode", "ccode1", "ccode2"}},
	{"cow-alliances", "dyad", []string{"ccode1", "ccode2"}},
	{"ucdp-prio", "official", []string{"gwno_a"}},
	{"ucdp-prio", "r", []string{"gwno_a"}},
	{"icb", "", []string{"trigent"}},
	{"rivalries", "", []string{"ccode1", "ccode2"}},
	{"gdp-population", "", []string{"Country Code"}},
	{"maddison", "", []string{"Entity"}},
	{"peace-scale", "", []string{"dyad"}},
	{"gsdb", "", []string{"sanctioned_state", "sanctioning_state"}},
	{"desta", "dyads", []string{"iso1", "iso2"}},
	{"desta", "list", []string{"c1", "c2", "c3"}},
	{"exercises-mme", "", []string{"StateA", "StateB"}},
	{"exercises-jme", "", []string{"State A", "State B"}},
	{"visits-china", "", []string{"Country"}},
	{"visits-us", "", []string{"State Visit"}},
	{"visits-colt", "", []string{"LeaderCountryISO", "CountryVisitedISO"}},
	{"us-troops", "", []string{"ccode"}},
	{"support-signals", "", []string{"ccode"}},
	{"leaders", "", []string{"gwcode"}},
	{"aid-china", "", []string{"recipient_cow_code"}},
	{"diplomacy-china", "", []string{"receiving_country"}},
	{"terrorism", "", []string{"Entity"}},
	{"sipri-arms", "present", []string{"Supplier", "Recipient", ""}},
	{"sipri-arms", "deals", []string{"Seller", "Buyer"}},
	{"sipri-arms", "old", []string{"Supplier", "Recipient"}},
	{"sipri-milex", "", []string{"Country"}},
}

func contract(t testing.TB, i int) sourcetest.Case {
	f := fixtures[i]
	ds, err := source.ByID(f.id)
	if err != nil {
		t.Fatal(err)
	}
	return sourcetest.Case{Dataset: ds, Dir: os.DirFS("testdata/" + f.id + "/" + f.layout), States: f.states, Titles: titles,
		Repeats: f.id == "visits-china"}
}

// TestContract holds every data set to the contract, in each layout.
func TestContract(t *testing.T) {
	tried := map[string]bool{}
	for i, f := range fixtures {
		t.Run(f.id+"/"+f.layout, func(t *testing.T) { sourcetest.Run(t, contract(t, i)) })
		tried[f.id] = true
	}
	for _, ds := range source.All {
		if !tried[ds.ID] {
			t.Errorf("no fixture for %s", ds.ID)
		}
	}
}

func FuzzUNVotesSingle(f *testing.F)    { sourcetest.Fuzz(f, contract(f, 0)) }
func FuzzUNVotesTab(f *testing.F)       { sourcetest.Fuzz(f, contract(f, 1)) }
func FuzzUNVotesThree(f *testing.F)     { sourcetest.Fuzz(f, contract(f, 2)) }
func FuzzUNDigitalLibrary(f *testing.F) { sourcetest.Fuzz(f, contract(f, 5)) }
