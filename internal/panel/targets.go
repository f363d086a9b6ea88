package panel

import "github.com/entente-observatory/entente"

// ATOPTargets narrows the obligations of ATOP's members where they vary by
// partner, as the producers did when they made their directed dyad-years: "we
// examine all multilateral alliances in which the obligations of member states
// vary and correct the directed dyadic coding accordingly" (Codebook 5.1,
// section 2.7). The corrections are not in the member file. Each line below is
// what the treaty says and what the producers' directed dyad-years show;
// docs/validation/atop.md sets the two tables side by side.
//
// Three lines cannot be seen in the producers' table, where another treaty
// holds the same promise: 1190 is the codebook's own example; in 1355 and 2555
// the members marked as owing unlike things promised defence to one partner.
var ATOPTargets = []Target{
	// Quadruple Alliance, additional articles of 18 August 1834: for the
	// queens of Spain and Portugal.
	{"1100.2", states{200}, entente.Defense, states{230, 235}},
	{"1100.2", states{230}, entente.Defense, states{235}},
	{"1100.2", states{235}, entente.Defense, states{230}},
	// Convention of London, 15 July 1840: four powers for the Sultan, the
	// action by sea and in Syria being Britain's, Austria's and the Porte's.
	{"1110", states{200, 255, 300, 365}, entente.Defense, states{640}},
	{"1110", states{200}, entente.Offense, states{300, 640}},
	{"1110", states{300}, entente.Offense, states{200, 640}},
	{"1110", states{640}, entente.Offense, states{200, 300}},
	// Protocol of London, 21 May 1847: for the queen of Portugal.
	{"1120", states{200, 220, 230}, entente.Defense, states{235}},
	// Britain, France, the Porte (12 March 1854) and Sardinia (1855).
	{"1160", states{200, 220, 325}, entente.Defense, states{640}},
	// Britain and France for Sweden, 21 November 1855.
	{"1190", states{200, 220}, entente.Defense, states{380}},
	// Brazil and Argentina for Uruguay, 2 January 1859.
	{"1205", states{140, 160}, entente.Defense, states{165}},
	// Five German states and Austria, 1862: neutrality towards Austria alone.
	{"1227", states{240, 245, 269, 271, 275}, entente.Neutrality, states{300}},
	// Triple Alliance since 1887: offence is Germany's promise to Italy.
	{"1350.2", states{255}, entente.Offense, states{325}},
	{"1350.3", states{255}, entente.Offense, states{325}},
	{"1350.4", states{255}, entente.Offense, states{325}},
	// Austria-Hungary and Romania, 30 October 1883, with Germany's accession
	// (defence) and Italy's (consultation).
	{"1355", states{255, 300}, entente.Defense, states{360}},
	{"1355", states{360}, entente.Defense, states{255, 300}},
	// Locarno, 16 October 1925: Britain and Italy guarantee Germany, Belgium
	// and France, who renounce war among each other.
	{"2130", states{200, 325}, entente.Defense, states{211, 220, 255}},
	{"2130", states{211}, entente.Defense | entente.Nonaggression, states{220, 255}},
	{"2130", states{220}, entente.Defense | entente.Nonaggression, states{211, 255}},
	{"2130", states{255}, entente.Nonaggression, states{211, 220}},
	{"2130", states{255}, entente.Defense, nil},
	// Britain, the Soviet Union and Iran, 29 January 1942.
	{"2555", states{200, 365}, entente.Defense, states{630}},
	// Sèvres, October 1956: Britain's neutrality is promised to Israel.
	{"3322", states{200}, entente.Neutrality, states{666}},
}

type states = []entente.CCode
