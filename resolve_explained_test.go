package entente

import "strings"

// explanation says why a name of the record does not resolve to the state
// that the file means by it.
type explanation struct {
	file, name  string // "" for every file
	first, last int    // years; 0 for all
	why         string
}

func (e explanation) covers(file string, m mention) bool {
	year := m.in.From.Year()
	return strings.HasPrefix(file, e.file) && e.name == m.name && (e.first == 0 || e.first <= year && year <= e.last)
}

const (
	twoStates = "two states bore the name; which of them a file means, its source says"
	oneSeries = "the file means 484, and names 490 otherwise"
	notState  = "no state and no territory"
	early     = "the file dates the pact or seat before the state"
	censored  = "the file ends every spell on the day of its last revision, or gives a capital before the state"
)

var explained = []explanation{
	{"", "Congo", 0, 0, oneSeries},
	{"", "Germany", 1945, 1990, twoStates},
	{"", "Vietnam", 1954, 1975, twoStates},
	{"", "Viet Nam", 1954, 1975, twoStates},
	{"", "Yemen", 1967, 1990, twoStates},

	{"un-votes", "SRB", 1946, 1991, "present letters on the Yugoslav seat, and SRB was then a republic of Yugoslavia"},
	{"un-votes", "SYR", 1959, 1960, "in the United Arab Republic; the file has the seat as absent"},
	{"un-votes", "Syrian Arab Republic", 1959, 1960, "in the United Arab Republic; the file has the seat as absent"},
	{"un-", "YAR", 0, 0, "COW letters of 678 on 680: an error of the producer's"},
	{"un-ideal-points", "Yemen Arab Republic", 1990, 1990, "ended before the session that the file gives"},
	{"un-ideal-points", "DEU", 1990, 1990, "united in the session, which the file keeps for 260"},
	{"un-ideal-points", "CÃ´te dâ\u0080\u0099Ivoire", 0, 0, "encoded twice"},
	{"un-ideal-points", "SÃ£o TomÃ© & PrÃ\u00adncipe", 0, 0, "encoded twice"},

	{"cow-alliances", "Czech Republic", 1992, 1992, early},
	{"cow-alliances", "Slovakia", 1992, 1992, early},
	{"cow-alliances", "Djibouti", 1975, 1975, early},
	{"cow-alliances", "Jordan", 1945, 1945, early},
	{"cow-alliances", "St. Kitts and Nevis", 1981, 1981, early},
	{"cow-alliances", "Sudan", 1955, 1955, early},
	{"cow-alliances", "Tunisia", 1953, 1953, early},
	{"cow-alliances", "United Arab Emirates", 1953, 1953, early},

	{"distances", "German Federal Republic", 1991, 1991, censored},
	{"distances", "Hanover", 1872, 1872, censored},
	{"distances", "Greece", 1821, 1821, censored},
	{"distances", "Mecklenburg Schwerin", 2024, 2024, censored},
	{"distances", "Yemen Arab Republic", 2024, 2024, censored},
	{"distances", "Yemen People's Republic", 2024, 2024, censored},

	{"sipri", "Libya GNC", 0, 0, "one of two governments of Libya"},
	{"sipri", "unknown recipient(s)", 0, 0, notState},
	{"sipri", "Unknown recipient(s)", 0, 0, notState},
	{"sipri", "unknown supplier(s)", 0, 0, notState},
	{"sipri", "Total world import", 0, 0, notState},
	{"sipri", "Total", 0, 0, notState},
	{"economy", "CHI", 0, 0, "the World Bank's letters for the Channel Islands"},
	{"economy", "EUU", 0, 0, "the World Bank's letters for the European Union"},
	{"economy", "WLD", 0, 0, "the World Bank's letters for the world"},
	{"icews", "Serbia and Montenegro", 2018, 2018, "a list of names without years"},
	{"military-exercises", "-9", 0, 0, "missing"},
	{"military-exercises", "8 NATO members", 0, 0, notState},
	{"military-exercises", "Baltic States", 0, 0, "three states"},
	{"leader-visits", "GNL", 0, 0, "a slip for GRL, Greenland"},
	{"leader-visits", "Saint Thomas", 0, 0, "an island of the United States"},
	{"sanctions", "Balkans", 0, 0, notState},
	{"sanctions", "ChinCom", 0, 0, notState},
	{"sanctions", "ICC Rome Statute Signatories", 0, 0, notState},
	{"sanctions", "Kimberly Process Participants", 0, 0, notState},
	{"sanctions", "Organization of Eastern Carribean States", 0, 0, "misspelt organisation"},
	{"sanctions", "Paris Agreement Signatories", 0, 0, notState},
	{"sanctions", "Terrorist Organizations (Al-Qaeda)", 0, 0, notState},
	{"sanctions", "Terrorist Organizations (ISIL and ANF)", 0, 0, notState},
	{"sanctions", "Terrorist Organizations (Taliban and Al-Qaeda)", 0, 0, notState},
	{"sanctions", "Terrorist Organizations (Taliban)", 0, 0, notState},
	{"sanctions", "Western countries", 0, 0, notState},
	{"aid", "703", 0, 0, "a cell of another column: the row has a comma too many"},
	{"aid", "704", 0, 0, "a cell of another column: the row has a comma too many"},
	{"us-troops", "Eniwetok (J.T.F. 7", 0, 0, "a base"},
	{"us-troops", "Fiji and Tonga", 0, 0, "two states"},
}

// aggregates are the totals over regions and groups of states that the World
// Bank and Our World in Data give beside the states.
var aggregates = strings.Split(`Africa Eastern and Southern
Africa Western and Central
Arab World
Australasia & Oceania
Caribbean small states
Central America & Caribbean
Central Asia
Central Europe and the Baltics
Early-demographic dividend
East Asia
East Asia & Pacific
East Asia & Pacific (IDA & IBRD countries)
East Asia & Pacific (excluding high income)
Eastern Europe
Euro area
Europe & Central Asia
Europe & Central Asia (IDA & IBRD countries)
Europe & Central Asia (excluding high income)
Fragile and conflict affected situations
Heavily indebted poor countries (HIPC)
High income
IBRD only
IDA & IBRD total
IDA blend
IDA only
IDA total
International
Late-demographic dividend
Latin America
Latin America & Caribbean
Latin America & Caribbean (excluding high income)
Latin America & the Caribbean (IDA & IBRD countries)
Least developed countries: UN classification
Low & middle income
Low income
Lower middle income
Middle East
Middle East & North Africa
Middle East & North Africa (IDA & IBRD countries)
Middle East & North Africa (excluding high income)
Middle East, North Africa, Afghanistan & Pakistan
Middle East, North Africa, Afghanistan & Pakistan (IDA & IBRD)
Middle East, North Africa, Afghanistan & Pakistan (excluding high income)
Middle income
North America
OECD members
Other small states
Pacific island small states
Post-demographic dividend
Pre-demographic dividend
Small states
South America
South Asia
South Asia (IDA & IBRD)
South and South-East Asia
Southeast Asia
Sub-Sahara Africa
Sub-Saharan Africa
Sub-Saharan Africa (IDA & IBRD countries)
Sub-Saharan Africa (excluding high income)
Upper middle income
Western Europe
Western Offshoots`, "\n")
