package store

import (
	"fmt"

	"github.com/entente-observatory/entente"
)

// PolarityTable names the spread of resources among states, year by year.
const PolarityTable = "estimates/polarity.parquet"

// spreadScale is the unit of concentrations, effective numbers and shares.
const spreadScale = 1e6

// powersKept is how many of the strongest have columns of their own.
const powersKept = 4

type polarityRow struct {
	Resource    string `parquet:"resource,dict"`
	Scope       string `parquet:"scope,dict"`
	Year        int32  `parquet:"year,delta"`
	N           int32  `parquet:"n,delta"`
	Con         *int32 `parquet:"con,decimal(6:9)"`
	ConLo       *int32 `parquet:"con_lo,decimal(6:9)"`
	ConHi       *int32 `parquet:"con_hi,decimal(6:9)"`
	Effective   *int32 `parquet:"effective_poles,decimal(6:9)"`
	EffectiveLo *int32 `parquet:"effective_poles_lo,decimal(6:9)"`
	EffectiveHi *int32 `parquet:"effective_poles_hi,decimal(6:9)"`
	Entropy     *int32 `parquet:"entropy_poles,decimal(6:9)"`
	EntropyLo   *int32 `parquet:"entropy_poles_lo,decimal(6:9)"`
	EntropyHi   *int32 `parquet:"entropy_poles_hi,decimal(6:9)"`
	TopTwo      *int32 `parquet:"top_two,decimal(6:9)"`
	TopTwoLo    *int32 `parquet:"top_two_lo,decimal(6:9)"`
	TopTwoHi    *int32 `parquet:"top_two_hi,decimal(6:9)"`
	Second      *int32 `parquet:"second,decimal(6:9)"`
	SecondLo    *int32 `parquet:"second_lo,decimal(6:9)"`
	SecondHi    *int32 `parquet:"second_hi,decimal(6:9)"`
	Third       *int32 `parquet:"third,decimal(6:9)"`
	ThirdLo     *int32 `parquet:"third_lo,decimal(6:9)"`
	ThirdHi     *int32 `parquet:"third_hi,decimal(6:9)"`
	OnePole     *int32 `parquet:"p_one_pole,decimal(6:9)"`
	TwoPoles    *int32 `parquet:"p_two_poles,decimal(6:9)"`
	MorePoles   *int32 `parquet:"p_more_poles,decimal(6:9)"`
	Power1      int32  `parquet:"power1"`
	Power2      int32  `parquet:"power2"`
	Power3      int32  `parquet:"power3"`
	Power4      int32  `parquet:"power4"`
	Share1      *int32 `parquet:"share1,decimal(6:9)"`
	Share2      *int32 `parquet:"share2,decimal(6:9)"`
	Share3      *int32 `parquet:"share3,decimal(6:9)"`
	Share4      *int32 `parquet:"share4,decimal(6:9)"`
	Pole1       *int32 `parquet:"p_pole1,decimal(6:9)"`
	Pole2       *int32 `parquet:"p_pole2,decimal(6:9)"`
	Pole3       *int32 `parquet:"p_pole3,decimal(6:9)"`
	Pole4       *int32 `parquet:"p_pole4,decimal(6:9)"`
}

// PutPolarity writes the spread of resources.
func (b *Build) PutPolarity(t *entente.Polarities, o Origin) error {
	for i := range t.Rows {
		if n := len(t.Rows[i].Powers); n > powersKept {
			return fmt.Errorf("%s: %d powers in %d; keep the strongest %d", PolarityTable, n, t.Rows[i].Year, powersKept)
		}
	}
	return put(b, PolarityTable, o, nil, len(t.Rows), func(i int) polarityRow {
		p := &t.Rows[i]
		r := polarityRow{Resource: string(p.Resource), Scope: string(p.Scope), Year: int32(p.Year), N: int32(p.N)}
		r.Con, r.ConLo, r.ConHi = decimals(p.Concentration)
		r.Effective, r.EffectiveLo, r.EffectiveHi = decimals(p.Effective)
		r.Entropy, r.EntropyLo, r.EntropyHi = decimals(p.Entropy)
		r.TopTwo, r.TopTwoLo, r.TopTwoHi = decimals(p.TopTwo)
		r.Second, r.SecondLo, r.SecondHi = decimals(p.Second)
		r.Third, r.ThirdLo, r.ThirdHi = decimals(p.Third)
		for k, to := range []**int32{&r.OnePole, &r.TwoPoles, &r.MorePoles} {
			*to = decimal(p.Count[k], spreadScale)
		}
		states := []*int32{&r.Power1, &r.Power2, &r.Power3, &r.Power4}
		shares := []**int32{&r.Share1, &r.Share2, &r.Share3, &r.Share4}
		poles := []**int32{&r.Pole1, &r.Pole2, &r.Pole3, &r.Pole4}
		for k, w := range p.Powers {
			*states[k], *shares[k], *poles[k] = int32(w.State), decimal(w.Share, spreadScale), decimal(w.Pole, spreadScale)
		}
		return r
	})
}

// decimals writes an estimate as three numbers, all null where it has no
// value.
func decimals(e entente.Estimate) (value, lo, hi *int32) {
	if !e.Known() {
		return nil, nil, nil
	}
	return decimal(e.Value, spreadScale), decimal(e.Lo, spreadScale), decimal(e.Hi, spreadScale)
}

// Polarity returns the spread of resources.
func (e *Edition) Polarity() (*entente.Polarities, error) { return e.polarity.get(e.readPolarity) }

func (e *Edition) readPolarity() (*entente.Polarities, error) {
	t := &entente.Polarities{}
	err := e.read(PolarityTable, func(f *table) error {
		t.Rows = make([]entente.Polarity, f.rows())
		return f.groups(func(c columns, from int) error {
			rows := t.Rows[from : from+c.rows()]
			whole := make([]int32, len(rows))
			words := make([]string, len(rows))
			var steps []func() error
			number := func(name string, set func(i int, v int32)) { steps = append(steps, fill(c, name, whole, set)) }
			word := func(name string, set func(i int, s string)) {
				steps = append(steps, func() error {
					if err := readStrings(c, name, words); err != nil {
						return err
					}
					for i, s := range words {
						set(i, s)
					}
					return nil
				})
			}
			word("resource", func(i int, s string) { rows[i].Resource = entente.Resource(s) })
			word("scope", func(i int, s string) { rows[i].Scope = entente.Scope(s) })
			number("year", func(i int, v int32) { rows[i].Year = int(v) })
			number("n", func(i int, v int32) { rows[i].N = int(v) })
			for _, m := range []struct {
				name string
				of   func(*entente.Polarity) *entente.Estimate
			}{
				{"con", func(p *entente.Polarity) *entente.Estimate { return &p.Concentration }},
				{"effective_poles", func(p *entente.Polarity) *entente.Estimate { return &p.Effective }},
				{"entropy_poles", func(p *entente.Polarity) *entente.Estimate { return &p.Entropy }},
				{"top_two", func(p *entente.Polarity) *entente.Estimate { return &p.TopTwo }},
				{"second", func(p *entente.Polarity) *entente.Estimate { return &p.Second }},
				{"third", func(p *entente.Polarity) *entente.Estimate { return &p.Third }},
			} {
				steps = append(steps, estimate(c, m.name, whole, func(i int) *entente.Estimate { return m.of(&rows[i]) })...)
			}
			for k, name := range []string{"p_one_pole", "p_two_poles", "p_more_poles"} {
				number(name, func(i int, v int32) { rows[i].Count[k] = float(v, spreadScale) })
			}
			for k := range powersKept {
				number(fmt.Sprintf("power%d", k+1), func(i int, v int32) {
					if v != 0 {
						rows[i].Powers = append(rows[i].Powers, entente.Power{State: entente.CCode(v)})
					}
				})
				number(fmt.Sprintf("share%d", k+1), func(i int, v int32) {
					if k < len(rows[i].Powers) {
						rows[i].Powers[k].Share = float(v, spreadScale)
					}
				})
				number(fmt.Sprintf("p_pole%d", k+1), func(i int, v int32) {
					if k < len(rows[i].Powers) {
						rows[i].Powers[k].Pole = float(v, spreadScale)
					}
				})
			}
			if err := each(steps...); err != nil {
				return err
			}
			for i := range rows {
				r := &rows[i]
				for _, e := range []*entente.Estimate{&r.Concentration, &r.Effective, &r.Entropy, &r.TopTwo, &r.Second, &r.Third} {
					if e.Known() {
						e.N = r.N
					}
				}
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}
