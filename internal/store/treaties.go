package store

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// TreatiesTable names the treaties by year, each as one subject with its
// circumstances.
const TreatiesTable = "estimates/treaties.parquet"

type treatyRow struct {
	Treaty string `parquet:"treaty,dict"`
	Year   int32  `parquet:"year,delta"`
	From   int32  `parquet:"begun,date,delta"`
	// To and Expires are null where no end, or no set time, is on record.
	To      *int32 `parquet:"ended,date"`
	End     string `parquet:"end,dict"`
	Kind    string `parquet:"kind,dict"`
	Members string `parquet:"members,dict"` // numbers of the states, parted by blanks
	Wartime int32  `parquet:"wartime,delta"`
	Expires *int32 `parquet:"set_time_ends,date"`
	// Null where it is not known.
	Shift   *int32 `parquet:"power_shift,decimal(6:9)"`
	Largest *int32 `parquet:"largest_share,decimal(6:9)"`
	Threat  *int32 `parquet:"common_rival,decimal(6:9)"`
	Rivals  *int32 `parquet:"members_rivals,decimal(6:9)"`
}

// PutTreaties writes the treaties by year.
func (b *Build) PutTreaties(t *entente.Treaties, o Origin) error {
	return put(b, TreatiesTable, o, map[string]string{"last_year": strconv.Itoa(t.Last)}, len(t.Rows), func(i int) treatyRow {
		r := &t.Rows[i]
		var members []string
		for _, m := range r.Members {
			members = append(members, strconv.Itoa(int(m)))
		}
		row := treatyRow{Treaty: r.Treaty, Year: int32(r.Year), From: int32(r.From), To: day(r.To), End: r.End.String(), Kind: string(r.Kind),
			Members: strings.Join(members, " "), Expires: day(r.Expires)}
		if r.Wartime {
			row.Wartime = 1
		}
		row.Shift, _, _ = decimals(r.Shift)
		row.Largest, _, _ = decimals(r.Largest)
		row.Threat, _, _ = decimals(r.Threat)
		row.Rivals, _, _ = decimals(r.Rivals)
		return row
	})
}

// day writes a date, null for an open end.
func day(d entente.Date) *int32 {
	if d == entente.Ongoing {
		return nil
	}
	v := int32(d)
	return &v
}

func undated(v int32) entente.Date {
	if v == null {
		return entente.Ongoing
	}
	return entente.Date(v)
}

// Treaties returns the treaties by year.
func (e *Edition) Treaties() (*entente.Treaties, error) { return e.treaties.get(e.readTreaties) }

func (e *Edition) readTreaties() (*entente.Treaties, error) {
	t := &entente.Treaties{}
	err := e.read(TreatiesTable, func(f *table) error {
		last, err := f.number("last_year")
		if err != nil {
			return err
		}
		t.Last = last
		t.Rows = make([]entente.TreatyYear, f.rows())
		return f.groups(func(c columns, from int) error {
			rows := t.Rows[from : from+c.rows()]
			whole, words := make([]int32, len(rows)), make([]string, len(rows))
			word := func(name string, set func(r *entente.TreatyYear, s string) error) func() error {
				return func() error {
					if err := readStrings(c, name, words); err != nil {
						return err
					}
					for i, s := range words {
						if err := set(&rows[i], s); err != nil {
							return fmt.Errorf("column %s: %w", name, err)
						}
					}
					return nil
				}
			}
			steps := []func() error{
				word("treaty", func(r *entente.TreatyYear, s string) error { r.Treaty = s; return nil }),
				word("kind", func(r *entente.TreatyYear, s string) error { r.Kind = entente.TreatyKind(s); return nil }),
				word("end", func(r *entente.TreatyYear, s string) (err error) { r.End, err = treatyEnd(s); return err }),
				word("members", func(r *entente.TreatyYear, s string) (err error) { r.Members, err = numbers(s); return err }),
				fill(c, "year", whole, func(i int, v int32) { rows[i].Year = int(v) }),
				fill(c, "begun", whole, func(i int, v int32) { rows[i].From = entente.Date(v) }),
				fill(c, "ended", whole, func(i int, v int32) { rows[i].To = undated(v) }),
				fill(c, "set_time_ends", whole, func(i int, v int32) { rows[i].Expires = undated(v) }),
				fill(c, "wartime", whole, func(i int, v int32) { rows[i].Wartime = v != 0 }),
			}
			for _, m := range []struct {
				name string
				of   func(*entente.TreatyYear) *entente.Estimate
			}{
				{"power_shift", func(r *entente.TreatyYear) *entente.Estimate { return &r.Shift }},
				{"largest_share", func(r *entente.TreatyYear) *entente.Estimate { return &r.Largest }},
				{"common_rival", func(r *entente.TreatyYear) *entente.Estimate { return &r.Threat }},
				{"members_rivals", func(r *entente.TreatyYear) *entente.Estimate { return &r.Rivals }},
			} {
				steps = append(steps, fill(c, m.name, whole, func(i int, v int32) {
					x := m.of(&rows[i])
					if *x = entente.None(entente.Missing); v != null {
						*x = entente.Estimate{Value: float(v, spreadScale), Lo: float(v, spreadScale), Hi: float(v, spreadScale), Level: 1, N: 1}
					}
				}))
			}
			return each(steps...)
		})
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

func treatyEnd(s string) (entente.TreatyEnd, error) {
	for e := entente.TreatyStands; e <= entente.TreatyRenegotiated; e++ {
		if e.String() == s {
			return e, nil
		}
	}
	return 0, fmt.Errorf("%q is no way of ending", s)
}

func numbers(s string) (list []entente.CCode, err error) {
	for part := range strings.FieldsSeq(s) {
		n, err := strconv.ParseUint(part, 10, 16)
		if err != nil {
			return nil, fmt.Errorf("%q is no number of a state", part)
		}
		list = append(list, entente.CCode(n))
	}
	return list, nil
}
