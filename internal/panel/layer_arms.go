package panel

import "github.com/entente-observatory/entente"

// arms fills columns of deliveries from the tables of exports, one a supplier.
// No row means no delivery only where the supplier's table is there: of a
// state that supplies nothing in the whole record nothing is known.
func arms(columns ...tieColumn) func(*filling) error {
	fill := dyads("sipri-arms", columns...)
	return func(l *filling) error {
		if err := fill(l); err != nil {
			return err
		}
		supplies := map[entente.CCode]bool{}
		suppliers, err := l.Suppliers("sipri-arms", "tiv")
		if err != nil {
			return err
		}
		for _, c := range suppliers {
			supplies[c] = true
		}
		for k, tc := range columns {
			units := l.B
			if tc.way == outward {
				units = l.A
			}
			c := l.columns[k]
			for row, s := range c.status {
				if s == entente.Known && !supplies[l.StateOf(int(units[row]), l.Year(row))] {
					c.mark(row, entente.Missing)
				}
			}
		}
		return nil
	}
}
