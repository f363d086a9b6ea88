package panel

import "github.com/entente-observatory/entente"

// Channels lists what the alignment index is made of besides votes and
// pledges, which are estimates of their own. Every source of every channel is
// a register that is complete within its coverage.
//
// Lags are prior weights: acts of force come at once, sanctions and visits
// within a year or two, deliveries, exercises and trade after orders, plans and
// contracts, treaties when they are signed or some years after.
var Channels = []Channel{
	{
		ChannelSpec: entente.ChannelSpec{Channel: entente.ChannelDisputes, Title: "Militarised disputes", Words: "disputes", Axis: entente.AxisHostility, Law: entente.LawCount,
			Towards: 1, Sources: []string{"gml-mid", "cow-mid"}, Origin: "disputes", Lag: []float64{3, 1}},
		Needs: [][]string{{"gml-mid", "cow-mid"}},
		make:  both(inForce("gml-mid", hostility, "hostlev1"), inForce("cow-mid", hostility, "hostlev"), "gml-mid"),
	},
	{
		ChannelSpec: entente.ChannelSpec{Channel: entente.ChannelWars, Title: "Armed conflict", Words: "armed conflict", Axis: entente.AxisHostility, Law: entente.LawState,
			Towards: 1, Sources: []string{"ucdp-prio"}, Origin: "disputes", Lag: []float64{3, 1}},
		Needs: [][]string{{"ucdp-prio"}},
		make:  inForce("ucdp-prio", intensity, "conflict", "conflict_2nd"),
	},
	{
		ChannelSpec: entente.ChannelSpec{Channel: entente.ChannelSanctions, Title: "Sanctions in force", Words: "sanctions", Axis: entente.AxisHostility, Law: entente.LawState,
			Towards: 1, Sources: []string{"gsdb"}, Origin: "sanctions", Lag: []float64{3, 2, 1}},
		Needs: [][]string{{"gsdb"}},
		make:  kinds("gsdb", "trade", "arms", "military", "financial", "travel", "other"),
	},
	{
		ChannelSpec: entente.ChannelSpec{Channel: entente.ChannelIGO, Title: "Organisations shared", Words: "shared organisations", Axis: entente.AxisPosition, Law: entente.LawLevel,
			Towards: 1, Sources: []string{"cow-igo"}, Origin: "organisations", Lag: []float64{2, 2, 1}},
		Needs: [][]string{{"cow-igo"}},
		make:  sharedOrganisations,
	},
	{
		ChannelSpec: entente.ChannelSpec{Channel: entente.ChannelTrade, Title: "Trade beyond what size explains", Words: "trade", Axis: entente.AxisTie, Law: entente.LawLevel,
			Towards: 1, Sources: []string{"cow-trade"}, Origin: "trade", Lag: []float64{2, 2, 1}},
		Needs: [][]string{{"cow-trade"}},
		make:  volumeOfTrade,
	},
	{
		ChannelSpec: entente.ChannelSpec{Channel: entente.ChannelArms, Title: "Deliveries of major weapons", Words: "arms", Axis: entente.AxisTie, Law: entente.LawCount,
			Towards: 1, Sources: []string{"sipri-arms"}, Origin: "arms", Lag: []float64{2, 3, 2, 1}},
		Needs: [][]string{{"sipri-arms"}},
		make:  deliveries,
	},
	{
		ChannelSpec: entente.ChannelSpec{Channel: entente.ChannelVisits, Title: "Visits of leaders", Words: "visits", Axis: entente.AxisTie, Law: entente.LawCount,
			Towards: 1, Sources: []string{"visits-colt", "support-signals", "visits-china"}, Origin: "visits", Growing: true, Lag: []float64{2, 1, 1}},
		Needs: [][]string{{"visits-colt", "support-signals", "visits-china"}},
		make:  visits,
	},
	{
		ChannelSpec: entente.ChannelSpec{Channel: entente.ChannelExercises, Title: "Joint military exercises", Words: "exercises", Axis: entente.AxisTie, Law: entente.LawCount,
			Towards: 1, Sources: []string{"exercises-mme"}, Origin: "exercises", Growing: true, Lag: []float64{1, 2, 2, 1}},
		Needs: [][]string{{"exercises-mme"}},
		make:  happenings("exercises-mme", "exercise"),
	},
	{
		ChannelSpec: entente.ChannelSpec{Channel: entente.ChannelAgreements, Title: "Trade agreements in force", Words: "trade agreements", Axis: entente.AxisTie, Law: entente.LawState,
			Towards: 1, Sources: []string{"desta"}, Origin: "agreements", Lag: []float64{2, 1, 1, 1}},
		Needs: [][]string{{"desta"}},
		make:  inForce("desta", asOne, "pta"),
	},
	{
		ChannelSpec: entente.ChannelSpec{Channel: entente.ChannelTroops, Title: "Stationed troops", Words: "troops", Axis: entente.AxisTie, Law: entente.LawLevel,
			Towards: 1, Sources: []string{"us-troops", "support-signals"}, Origin: "troops", Lag: []float64{2, 1, 1}},
		Needs: [][]string{{"us-troops", "support-signals"}},
		make:  stationed,
	},
	{
		ChannelSpec: entente.ChannelSpec{Channel: entente.ChannelAid, Title: "Economic aid", Words: "aid", Axis: entente.AxisTie, Law: entente.LawLevel,
			Towards: 1, Sources: []string{"support-signals"}, Origin: "aid", Lag: []float64{2, 2, 1}},
		Needs: [][]string{{"support-signals"}},
		make:  assistance,
	},
	{
		ChannelSpec: entente.ChannelSpec{Channel: entente.ChannelPeace, Title: "Scale of peace", Words: "the scale of peace", Axis: entente.AxisHostility, Law: entente.LawState,
			Towards: -1, Sources: []string{"peace-scale"}, Origin: "relationship", Judged: true, Lag: []float64{2, 1, 1}},
		Needs: [][]string{{"peace-scale"}},
		make:  scaleOfPeace,
	},
	{
		ChannelSpec: entente.ChannelSpec{Channel: entente.ChannelRivalry, Title: "Strategic rivalry", Words: "rivalry", Axis: entente.AxisHostility, Law: entente.LawState,
			Towards: 1, Sources: []string{"rivalries"}, Origin: "relationship", Judged: true, Lag: []float64{2, 1, 1}},
		Needs: [][]string{{"rivalries"}},
		make:  inForce("rivalries", asOne, "td_rivalry", "tss_rivalry"),
	},
}

// hostility turns a dispute's level, 1 to 5, into steps above no militarised
// action.
func hostility(v float64) float64 { return v - 1 }

// intensity is the level of a conflict: twenty-five deaths in the year, or a
// thousand.
func intensity(v float64) float64 { return v }

// kinds counts how many kinds of a thing are in force from either side.
func kinds(source string, variables ...string) func(*book) error {
	return func(b *book) error {
		b.zero = true
		for _, v := range variables {
			one := &book{System: b.System, Record: b.Record, first: b.first, last: b.last, rows: map[entente.Dyad][]float32{}}
			if err := inForce(source, asOne, v)(one); err != nil {
				return err
			}
			for d, row := range one.rows {
				sum := b.row(d)
				for t, x := range row {
					sum[t] += x
				}
			}
		}
		return nil
	}
}
