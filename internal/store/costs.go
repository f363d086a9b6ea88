package store

import "github.com/entente-observatory/entente"

// CostsTable names what befell states year by year, from sources whose counts
// by state and year may be passed on.
const CostsTable = "estimates/costs.parquet"

// costScale is the unit of amounts.
const costScale = 1e3

type costRow struct {
	Line  string `parquet:"line,dict"`
	State int32  `parquet:"ccode,delta"`
	Other int32  `parquet:"other,delta"` // 0: nobody in particular
	Year  int32  `parquet:"year,delta"`
	Value *int32 `parquet:"value,decimal(3:9)"` // null where it is missing
}

// PutCosts writes the rows.
func (b *Build) PutCosts(t *entente.CostRows, o Origin) error {
	return put(b, CostsTable, o, nil, len(t.Rows), func(i int) costRow {
		r := &t.Rows[i]
		return costRow{r.Line, int32(r.State), int32(r.Other), int32(r.Year), decimal(r.Value, costScale)}
	})
}

// Costs returns what befell states year by year.
func (e *Edition) Costs() (*entente.CostRows, error) { return e.costs.get(e.readCosts) }

func (e *Edition) readCosts() (*entente.CostRows, error) {
	t := &entente.CostRows{}
	err := e.read(CostsTable, func(f *table) error {
		t.Rows = make([]entente.CostRow, f.rows())
		return f.groups(func(c columns, from int) error {
			rows := t.Rows[from : from+c.rows()]
			whole, words := make([]int32, len(rows)), make([]string, len(rows))
			if err := readStrings(c, "line", words); err != nil {
				return err
			}
			for i, s := range words {
				rows[i].Line = s
			}
			return each(
				fill(c, "ccode", whole, func(i int, v int32) { rows[i].State = entente.CCode(v) }),
				fill(c, "other", whole, func(i int, v int32) { rows[i].Other = entente.CCode(v) }),
				fill(c, "year", whole, func(i int, v int32) { rows[i].Year = int16(v) }),
				fill(c, "value", whole, func(i int, v int32) { rows[i].Value = float(v, costScale) }),
			)
		})
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}
