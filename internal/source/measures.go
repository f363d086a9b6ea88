package source

import "github.com/entente-observatory/entente"

// measure is a column that becomes a variable: its name, which is the
// variable's too, and the least and greatest value that it can have.
type measure struct {
	name        string
	least, most float64
}

// measures reads several columns of a row, each into a record of its own.
type measures struct {
	t        *table
	list     []measure
	columns  []int
	values   []float64
	statuses []entente.Status
}

// measures finds the columns.
func (t *table) measures(list []measure) *measures {
	m := &measures{t: t, list: list, values: make([]float64, len(list)), statuses: make([]entente.Status, len(list))}
	for _, v := range list {
		m.columns = append(m.columns, t.column(v.name))
	}
	return m
}

// read reads the cells of the row. One out of its range makes the row bad.
func (m *measures) read() {
	for i, v := range m.list {
		m.values[i], m.statuses[i] = m.t.floatOr(m.columns[i], v.least, v.most)
	}
}

// tie sends a tie for each variable, like the given one but for the variable,
// its value, and the place.
func (m *measures) tie(x entente.Tie) {
	x.Ref = m.t.ref()
	for i, v := range m.list {
		x.Variable, x.Value, x.Status = v.name, m.values[i], m.statuses[i]
		m.t.out.Tie(x)
	}
}

// attribute does for a state what tie does for two.
func (m *measures) attribute(a entente.Attribute) {
	a.Ref = m.t.ref()
	for i, v := range m.list {
		a.Variable, a.Value, a.Status = v.name, m.values[i], m.statuses[i]
		m.t.out.Attribute(a)
	}
}

// spell reads the first and last day of something from columns of year, month
// and day. A day that is missing is read as the first of the month, or the
// last.
func (t *table) spell(from, to [3]int) entente.Period {
	p := entente.Period{From: t.monthDay(from, false), To: t.monthDay(to, true)}
	if t.reason == "" && p.To < p.From {
		t.fault("ends before it begins", p.String())
	}
	return p
}

// inYear returns the days of a period that fall in the year of the row, and
// makes the row bad where there are none.
func (t *table) inYear(p entente.Period, year int) entente.Period {
	if t.reason != "" {
		return p
	}
	days, ok := p.Intersect(entente.CalendarYear(year))
	if !ok {
		t.fault("year outside the spell", p.String())
	}
	return days
}
