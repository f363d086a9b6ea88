package panel

import (
	"slices"

	"github.com/entente-observatory/entente"
)

// Layers lists the layers in the order of their columns, those of the given
// measures after the records that they are made of.
func Layers(measured ...*Layer) []*Layer {
	list := []*Layer{
		{Name: "contiguity", Title: "Direct contiguity", Needs: []string{"cow-contiguity"},
			Choices: []string{"conttype is the nearest type that the dyad had in the year, as the codebook says; 0 where it had none."},
			dyad: dyads("cow-contiguity", tieColumn{Variable: entente.Variable{Name: "conttype", Label: "Type of direct contiguity", Kind: entente.Whole,
				Values: codes("none within 400 miles of water", "land or river border", "at most 12 miles of water", "at most 24 miles of water", "at most 150 miles of water", "at most 400 miles of water")},
				of: []string{"contiguity"}, how: least})},
		{Name: "distance", Title: "Distances of capitals and of territories", Needs: []string{"distances"},
			Choices: []string{
				"capdist is by Vincenty's formula for a sphere of 6378.137 km, between the first capitals of the year.",
				"mindist is that of 1 January of the year: a dyad that began later in the year has none.",
			}, dyad: distanceColumns},
		of(&Layer{Name: "majors", Title: "Major powers", Needs: []string{"cow-majors"}, Choices: []string{"A state that was a major power on any day of the year has 1."}},
			"cow-majors", stateColumn{Variable: entente.Variable{Name: "cowmaj", Label: "Major power", Kind: entente.Whole}, of: "major", how: any1}),
		capabilitiesLayer,
		{Name: "atop", Title: "Alliance pledges", Needs: nil,
			Choices: []string{
				"A pledge counts in every year in which its treaty was in force between the two on any day.",
				"In undirected rows a pledge of either state counts; in directed rows that of the first to the second.",
			}, dyad: pledges},
		{Name: "igo", Title: "Intergovernmental organisations", Needs: []string{"cow-igo"},
			Choices: []string{
				"An organisation is shared in which both are full or associate members; observers are left out and memberships coded missing count as none, as in the producers' own count.",
				"A state that was in organisations and has none the year after has no row in the file: its cells are missing, not 0.",
			}, dyad: organisations, state: memberships},
		tradeLayer,
		{Name: "mid", Title: "Militarized disputes (Gibler, Miller and Little)", Needs: []string{"gml-mid"},
			Choices: []string{"Of several disputes in a year one is left by the whittling rules, in their order (--whittle); gmlmiddisputes says how many there were."},
			dyad:    disputes},
		{Name: "cow-mid", Title: "Militarized disputes (Correlates of War, dyadic)", Needs: []string{"cow-dyadic-mid"},
			Choices: []string{"cowmidonset is 1 in the year in which the dyad's part in a dispute began."},
			dyad: dyads("cow-dyadic-mid",
				tieColumn{Variable: whole01("cowmidongoing", "Militarized dispute in the year (COW)"), of: []string{"durindx"}, how: any1},
				tieColumn{Variable: whole01("cowmidonset", "Militarized dispute began in the year (COW)"), of: []string{"durindx"}, how: isOne},
				tieColumn{Variable: entente.Variable{Name: "cowmidhihost", Label: "Highest hostility of either state, 1 to 5; 0 no dispute (COW)", Kind: entente.Whole}, of: []string{"hihosta"}, how: greatest})},
		{Name: "wars", Title: "Inter-state wars", Needs: []string{"cow-wars"},
			Choices: []string{"A dyad-year is at war where the list of dyads has it; that list ends in 2003."},
			dyad: dyads("cow-wars", tieColumn{Variable: covered(whole01("cowinterongoing", "Inter-state war between the two in the year"), 1816, 2003),
				of: []string{"durindx"}, how: any1})},
		{Name: "rivalry", Title: "Strategic rivalries", Needs: []string{"rivalries"},
			Choices: []string{"A rivalry counts from its first to its last year, whole."},
			dyad: dyads("rivalries",
				tieColumn{Variable: covered(whole01("td_rivalry", "Strategic rivalry (Thompson and Dreyer)"), 1816, 2010), of: []string{"td_rivalry"}, how: any1},
				tieColumn{Variable: covered(whole01("tss_rivalry", "Strategic rivalry (Thompson, Sakuwa and Suhas)"), 1816, 2020), of: []string{"tss_rivalry"}, how: any1})},
		{Name: "ucdp", Title: "Armed conflicts", Needs: []string{"ucdp-prio"},
			Choices: []string{"A conflict counts where the two are primary parties on opposite sides."},
			dyad: dyads("ucdp-prio", tieColumn{Variable: entente.Variable{Name: "ucdp_conflict", Label: "Intensity of armed conflict between the two", Kind: entente.Whole,
				Values: codes("none", "25 battle deaths or more", "1000 battle deaths or more")}, of: []string{"conflict"}, how: greatest})},
		{Name: "diplomatic-exchange", Title: "Diplomatic exchange", Needs: []string{"cow-diplomatic-exchange"},
			Choices: []string{"The record has years about five apart; those between are missing and nothing is carried over."},
			dyad: dyads("cow-diplomatic-exchange",
				tieColumn{Variable: dr("dr_at_1", "Level of the second state's mission with the first"), of: []string{"dr"}, way: inward, how: greatest},
				tieColumn{Variable: dr("dr_at_2", "Level of the first state's mission with the second"), of: []string{"dr"}, way: outward, how: greatest},
				tieColumn{Variable: whole01("de", "Any diplomatic exchange"), of: []string{"de"}, how: greatest})},
	}
	return slices.Concat(list, acts(), dependenceLayers(), measured)
}

var capabilitiesLayer = &Layer{Name: "capabilities", Title: "National material capabilities", Choices: []string{
	"The index (cinc) is the producers' where the edition has their records, else the one that the program computes from the same components.",
}, dyad: capabilities, state: capabilities}

var tradeLayer = func() *Layer {
	flow := func(name, of, label string, w way) tieColumn {
		return tieColumn{Variable: entente.Variable{Name: name, Label: label, Unit: "million US dollars of the year"}, of: []string{of}, way: w, how: greatest}
	}
	l := of(&Layer{Name: "trade", Title: "Trade", Needs: []string{"cow-trade"}, Choices: []string{
		"flow1 is what the first state imports from the second, flow2 what the second imports from the first.",
		"smoothflow1 and smoothflow2 are the producers' smoothed series; where they give no other value they are the flow.",
	}}, "cow-trade",
		stateColumn{Variable: entente.Variable{Name: "imports", Label: "Imports from all states", Unit: "million US dollars of the year"}, of: "imports", how: greatest},
		stateColumn{Variable: entente.Variable{Name: "exports", Label: "Exports to all states", Unit: "million US dollars of the year"}, of: "exports", how: greatest})
	flows := dyads("cow-trade",
		flow("flow1", "flow", "Imports of the first state from the second", inward),
		flow("flow2", "flow", "Imports of the second state from the first", outward),
		flow("smoothflow1", "smoothflow", "Imports of the first state from the second, smoothed", inward),
		flow("smoothflow2", "smoothflow", "Imports of the second state from the first, smoothed", outward))
	l.dyad = func(f *filling) error {
		if err := flows(f); err != nil {
			return err
		}
		for k := range 2 {
			raw, smooth := f.columns[k], f.columns[k+2]
			smooth.Of = append(smooth.Of, raw.Of...)
			for row, s := range smooth.status {
				if s != entente.Known && raw.status[row] == entente.Known {
					smooth.set(row, raw.real[row])
				}
			}
		}
		return nil
	}
	return l
}()

// of gives a layer its columns of states.
func of(l *Layer, source string, columns ...stateColumn) *Layer {
	l.attributes(source, columns...)
	return l
}

func dr(name, label string) entente.Variable {
	return entente.Variable{Name: name, Label: label, Kind: entente.Whole,
		Values: append(codes("none", "chargé d'affaires", "minister", "ambassador"), entente.ValueLabel{Value: 9, Label: "another, or not known"})}
}

// codes names the codes from 0 on.
func codes(labels ...string) []entente.ValueLabel {
	var list []entente.ValueLabel
	for i, l := range labels {
		list = append(list, entente.ValueLabel{Value: i, Label: l})
	}
	return list
}
