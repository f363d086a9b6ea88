package panel

import "github.com/entente-observatory/entente"

// atopColumns are the obligations under the names of peacesciencer.
var atopColumns = []struct {
	name, label string
	bit         entente.Obligation
}{
	{"atop_defense", "Pledge of defence", entente.Defense},
	{"atop_offense", "Pledge of offence", entente.Offense},
	{"atop_neutral", "Pledge of neutrality", entente.Neutrality},
	{"atop_nonagg", "Pledge of non-aggression", entente.Nonaggression},
	{"atop_consul", "Pledge of consultation", entente.Consultation},
}

// pledges fills the columns of alliance pledges: in a frame of directed dyads
// what the first state owes to the second, else what either owes to the other.
func pledges(l *filling) error {
	t, err := l.Pledges()
	if err != nil {
		return err
	}
	cov, ok := l.Covers("atop")
	if !ok {
		cov = Coverage{entente.Period{From: entente.Day(t.First, 1, 1), To: entente.Day(t.Last, 12, 31)}, entente.AbsenceIsZero}
	}
	whose := ", either way"
	if l.Unit == DirectedDyadYear {
		whose = ", first state to second"
	}
	whole := func(name, label string) *Column {
		return l.column(entente.Variable{Name: name, Label: label + whose + " (ATOP)", Kind: entente.Whole, Sources: []string{"atop"}}, cov)
	}
	alliance := whole("atop_alliance", "Alliance in force")
	columns := make([]*Column, len(atopColumns))
	for i, c := range atopColumns {
		columns[i] = whole(c.name, c.label)
	}
	for year := max(l.From, t.First); year <= min(l.To, t.Last); year++ {
		first, last := l.clock(year, 0), l.clock(year, 11)
		for _, p := range t.InYear(year) {
			l.eachRow(p.From, p.To, first, last, func(row int, forward bool) {
				if l.Unit == DirectedDyadYear && !forward {
					return
				}
				alliance.set(row, 1)
				for i, c := range atopColumns {
					if p.Obligations&c.bit != 0 {
						columns[i].set(row, 1)
					}
				}
			})
		}
	}
	return nil
}

// capabilities fills the producers' composite index and its components, or
// only the index that the program makes where there are no records.
func capabilities(l *filling) error {
	if _, ok := l.Covers("cow-nmc"); ok {
		columns := []stateColumn{}
		for _, c := range []struct{ name, label, unit string }{
			{"milex", "Military expenditure", "thousand current US dollars, pounds sterling to 1913"},
			{"milper", "Military personnel", "thousands"},
			{"irst", "Iron and steel production", "thousand tons"},
			{"pec", "Primary energy consumption", "thousand coal-ton equivalents"},
			{"tpop", "Total population", "thousands"},
			{"upop", "Urban population", "thousands"},
			{"cinc", "Composite index of national capability", "share of the world's"},
		} {
			columns = append(columns, stateColumn{entente.Variable{Name: c.name, Label: c.label, Unit: c.unit}, c.name, greatest})
		}
		var records Layer
		records.attributes("cow-nmc", columns...)
		return records.state(l)
	}
	t, err := l.Capabilities()
	if err != nil {
		return err
	}
	cov := Coverage{Period: entente.Period{From: entente.Day(t.First, 1, 1), To: entente.Day(t.Last, 12, 31)}}
	cinc := l.table(entente.Variable{Name: "cinc", Label: "Composite index of national capability", Unit: "share of the world's", Sources: []string{"cow-nmc"}}, cov)
	years := l.To - l.From + 1
	for _, r := range t.Rows {
		if u := l.unit(r.State, int(r.Year)); u >= 0 {
			cinc.set(u*years+int(r.Year)-l.From, r.CINC)
		}
	}
	l.spread(cinc)
	return nil
}
