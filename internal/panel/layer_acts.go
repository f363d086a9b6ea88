package panel

import (
	"errors"

	"github.com/entente-observatory/entente"
)

// whole01 describes a column of 1 and 0.
func whole01(name, label string) entente.Variable {
	return entente.Variable{Name: name, Label: label, Kind: entente.Whole}
}

// counted describes a column of counts.
func counted(name, label, unit string) entente.Variable {
	return entente.Variable{Name: name, Label: label, Unit: unit, Kind: entente.Whole}
}

// covered narrows the years of a variable to those that the files have.
func covered(v entente.Variable, first, last int) entente.Variable {
	v.First, v.Last = first, last
	return v
}

// acts are the layers of what states do to and for each other.
func acts() []*Layer {
	const tiv = "million TIV"
	return []*Layer{
		{Name: "arms", Title: "Arms transfers (SIPRI)", Needs: []string{"sipri-arms"},
			Choices: []string{"tiv1 is what the first state received from the second in the year, tiv2 what the second received from the first, by the tables of exports; a supplier whose table is not there has missing cells, not zeros; the series of the Soviet Union and of Russia are joined."},
			dyad: arms(
				tieColumn{Variable: covered(entente.Variable{Name: "tiv1", Label: "Arms that the first state received from the second", Unit: tiv}, 1950, 2021), of: []string{"tiv"}, way: inward, how: total},
				tieColumn{Variable: covered(entente.Variable{Name: "tiv2", Label: "Arms that the second state received from the first", Unit: tiv}, 1950, 2021), of: []string{"tiv"}, way: outward, how: total})},
		of(&Layer{Name: "milex", Title: "Military expenditure (SIPRI)", Needs: []string{"sipri-milex"}}, "sipri-milex",
			stateColumn{Variable: entente.Variable{Name: "milex_constant", Label: "Military expenditure", Unit: "million US dollars of one year"}, of: "milex_constant", how: greatest},
			stateColumn{Variable: entente.Variable{Name: "milex_gdp", Label: "Military expenditure as a share of GDP", Unit: "share"}, of: "milex_gdp", how: greatest}),
		of(&Layer{Name: "gdp", Title: "GDP and population (World Bank)", Needs: []string{"gdp-population"}}, "gdp-population",
			stateColumn{Variable: entente.Variable{Name: "gdp", Label: "Gross domestic product", Unit: "US dollars of the year"}, of: "gdp", how: greatest},
			stateColumn{Variable: entente.Variable{Name: "pop", Label: "Population", Unit: "persons"}, of: "population", how: greatest}),
		of(&Layer{Name: "maddison", Title: "Income and population in the long run", Needs: []string{"maddison"}}, "maddison",
			stateColumn{Variable: entente.Variable{Name: "mrgdppc", Label: "GDP per head", Unit: "international dollars of 2011"}, of: "gdppc", how: greatest},
			stateColumn{Variable: entente.Variable{Name: "mpop", Label: "Population", Unit: "persons"}, of: "population", how: greatest}),
		{Name: "peace-scale", Title: "Peace scale", Needs: []string{"peace-scale"},
			Choices: []string{"peacelevel is the highest level in force in the year; a year of transition only is missing."},
			dyad:    dyads("peace-scale", tieColumn{Variable: entente.Variable{Name: "peacelevel", Label: "Peace scale, 0 (severe rivalry) to 1 (security community)"}, of: []string{"peacelevel"}, how: greatest})},
		{Name: "trade-agreements", Title: "Trade agreements (DESTA)", Needs: []string{"desta"},
			Choices: []string{"An agreement counts once, under its number, from the year in which it came into force to that of a withdrawal."},
			dyad: dyads("desta",
				tieColumn{Variable: counted("desta_pta", "Trade agreements in force", "agreements"), of: []string{"pta"}, how: count},
				tieColumn{Variable: counted("desta_signed", "Trade agreements signed in the year", "agreements"), of: []string{"pta_signed"}, how: count})},
		{Name: "exercises", Title: "Multinational military exercises", Needs: []string{"exercises-mme"},
			Choices: []string{"Exercises of the same name in a year count once; the register JME overlaps with this one and is not added."},
			dyad:    dyads("exercises-mme", tieColumn{Variable: counted("mme_exercises", "Military exercises with both (MME)", "exercises"), of: []string{"exercise"}, how: count})},
		{Name: "troops", Title: "United States troops abroad", Needs: []string{"us-troops"},
			dyad: dyads("us-troops", tieColumn{Variable: counted("us_troops", "United States military personnel in the other state", "persons"), of: []string{"troops_ad"}, how: greatest, ofOne: true})},
		{Name: "visits", Title: "Visits of leaders", Needs: []string{"visits-china", "visits-us"},
			Choices: []string{"The two registers follow the leaders of China, and secretaries of the services and commanders of the United States: dyads without that state are undefined. A visit counts in the year in which it began."},
			dyad: twoSources(
				dyads("visits-china", tieColumn{Variable: counted("visits_china", "Visits of China's leaders to the other state", "visits"), of: []string{"visit"}, how: total, onset: true, ofOne: true}),
				dyads("visits-us", tieColumn{Variable: counted("visits_us_military", "Visits of the United States' service secretaries and commanders to the other state", "visits"), of: []string{"visit"}, how: total, onset: true, ofOne: true}))},
		{Name: "visits-colt", Title: "Visits of heads of state and government (COLT)", Needs: []string{"visits-colt"},
			Choices: []string{"A visit counts in the year in which it began; those of ministers are left out."},
			dyad: dyads("visits-colt",
				tieColumn{Variable: counted("colt_visits1", "Visits of the first state's leaders to the second", "visits"), of: []string{"visit"}, way: outward, how: total, onset: true},
				tieColumn{Variable: counted("colt_visits2", "Visits of the second state's leaders to the first", "visits"), of: []string{"visit"}, way: inward, how: total, onset: true})},
		{Name: "chinese-finance", Title: "Chinese official finance (AidData)", Needs: []string{"aid-china"},
			Choices: []string{"Sums of the projects of 2000-2014 that the producers recommend for sums, by the year of commitment; projects without an amount add nothing, and with no other the cell is missing."},
			dyad: dyads("aid-china",
				tieColumn{Variable: covered(entente.Variable{Name: "cn_oda", Label: "Chinese finance like aid to the other state", Unit: "US dollars of 2014"}, 2000, 2014), of: []string{"oda_like"}, how: total, ofOne: true},
				tieColumn{Variable: covered(entente.Variable{Name: "cn_oof", Label: "Other Chinese official finance to the other state", Unit: "US dollars of 2014"}, 2000, 2014), of: []string{"oof_like", "vague_official_finance"}, how: total, ofOne: true})},
		of(&Layer{Name: "terrorism", Title: "Tolls of terrorism (RAND)", Needs: []string{"terrorism"}}, "terrorism",
			stateColumn{Variable: covered(counted("rand_incidents", "Terrorist incidents (RAND)", "incidents"), 1968, 2009), of: "rand_incidents", how: total},
			stateColumn{Variable: covered(counted("rand_fatalities", "Deaths by terrorism (RAND)", "persons"), 1968, 2009), of: "rand_fatalities", how: total}),
		{Name: "sanctions", Title: "Sanctions (GSDB)", Needs: []string{"gsdb"},
			Choices: []string{"Sanctions by organisations are not those of their members and are left out."},
			dyad: dyads("gsdb",
				tieColumn{Variable: whole01("gsdb_sanction1", "The first state sanctions the second, by any means"), of: gsdbMeans, way: outward, how: any1},
				tieColumn{Variable: whole01("gsdb_sanction2", "The second state sanctions the first, by any means"), of: gsdbMeans, way: inward, how: any1})},
		{Name: "cow-alliances", Title: "Formal alliances (Correlates of War)", Needs: []string{"cow-alliances"},
			Choices: []string{"A pledge counts in every year in which the alliance was in force on any day, of whichever side."},
			dyad: dyads("cow-alliances",
				tieColumn{Variable: whole01("cow_defense", "Pledge of defence (COW)"), of: []string{"defense"}, how: any1},
				tieColumn{Variable: whole01("cow_neutral", "Pledge of neutrality (COW)"), of: []string{"neutrality"}, how: any1},
				tieColumn{Variable: whole01("cow_nonagg", "Pledge of non-aggression (COW)"), of: []string{"nonaggression"}, how: any1},
				tieColumn{Variable: whole01("cow_entente", "Entente (COW)"), of: []string{"entente"}, how: any1})},
	}
}

// twoSources fills the columns of two sources in one layer.
func twoSources(first, second func(*filling) error) func(*filling) error {
	return func(l *filling) error { return errors.Join(first(l), second(l)) }
}

// gsdbMeans are the kinds of sanctions.
var gsdbMeans = []string{"trade", "arms", "military", "financial", "travel", "other"}
