package store

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/entente-observatory/entente"
)

// Names of the tables of the alignment index.
const (
	AlignmentTable       = "estimates/alignment.parquet"
	AlignmentSharesTable = "estimates/alignment_shares.parquet"
)

// indexScale is the unit of the axes: far below their doubt.
const indexScale = 1e2

// alignmentRow is a dyad in a year. An axis without a channel is null.
type alignmentRow struct {
	A           int32  `parquet:"ccode1,delta"`
	B           int32  `parquet:"ccode2,delta"`
	Year        int32  `parquet:"year,delta"`
	Position    *int32 `parquet:"position,decimal(2:9),split"`
	PositionSD  *int32 `parquet:"position_sd,decimal(2:9),split"`
	Tie         *int32 `parquet:"tie,decimal(2:9),split"`
	TieSD       *int32 `parquet:"tie_sd,decimal(2:9),split"`
	Hostility   *int32 `parquet:"hostility,decimal(2:9),split"`
	HostilitySD *int32 `parquet:"hostility_sd,decimal(2:9),split"`
}

type alignmentShareRow struct {
	A       int32  `parquet:"ccode1,delta"`
	B       int32  `parquet:"ccode2,delta"`
	Channel string `parquet:"channel,dict"`
	Share   *int32 `parquet:"share,decimal(2:9),split"`
}

// PutAlignment writes the index: a row for each dyad and year with a value on
// any axis.
func (b *Build) PutAlignment(t *entente.AlignmentIndex, o Origin) error {
	n := t.Last - t.First + 1
	var cells []int
	for i := range t.Dyads {
		for y := range n {
			for a := range entente.NumAxes {
				if v := t.Value[a][i*n+y]; v == v {
					cells = append(cells, i*n+y)
					break
				}
			}
		}
	}
	// A standard deviation too small for the scale becomes the least one.
	sd := func(x float32) *int32 {
		v := decimal(float64(x), indexScale)
		if v != nil {
			*v = max(*v, 1)
		}
		return v
	}
	value := func(x float32) *int32 { return decimal(float64(x), indexScale) }
	err := put(b, AlignmentTable, o, years(t.First, t.Last), len(cells), func(k int) alignmentRow {
		c := cells[k]
		d := t.Dyads[c/n]
		return alignmentRow{int32(d.A), int32(d.B), int32(t.First + c%n),
			value(t.Value[entente.AxisPosition][c]), sd(t.SD[entente.AxisPosition][c]),
			value(t.Value[entente.AxisTie][c]), sd(t.SD[entente.AxisTie][c]),
			value(t.Value[entente.AxisHostility][c]), sd(t.SD[entente.AxisHostility][c])}
	})
	if err != nil {
		return err
	}
	type share struct {
		dyad    int
		channel entente.Channel
	}
	var shares []share
	for _, c := range slices.Sorted(maps.Keys(t.Shares)) {
		for i, x := range t.Shares[c] {
			if x > 0 {
				shares = append(shares, share{i, c})
			}
		}
	}
	slices.SortStableFunc(shares, func(x, y share) int { return cmp.Compare(x.dyad, y.dyad) })
	return put(b, AlignmentSharesTable, o, nil, len(shares), func(k int) alignmentShareRow {
		s := shares[k]
		d := t.Dyads[s.dyad]
		return alignmentShareRow{int32(d.A), int32(d.B), string(s.channel), decimal(float64(t.Shares[s.channel][s.dyad]), indexScale)}
	})
}

// Alignment returns the alignment index.
func (e *Edition) Alignment() (*entente.AlignmentIndex, error) {
	return e.alignment.get(e.readAlignment)
}

func (e *Edition) readAlignment() (*entente.AlignmentIndex, error) {
	t := &entente.AlignmentIndex{Shares: map[entente.Channel][]float32{}}
	err := e.read(AlignmentTable, func(f *table) (err error) {
		if t.First, t.Last, err = f.years(); err != nil {
			return err
		}
		rows := f.rows()
		dyads, year := make([]entente.Dyad, rows), make([]int32, rows)
		var axes [2 * entente.NumAxes][]int32
		names := [2 * entente.NumAxes]string{"position", "tie", "hostility", "position_sd", "tie_sd", "hostility_sd"}
		for k := range axes {
			axes[k] = make([]int32, rows)
		}
		err = f.groups(func(c columns, from int) error {
			to := from + c.rows()
			whole := make([]int32, c.rows())
			steps := []func() error{
				fill(c, "ccode1", whole, func(i int, v int32) { dyads[from+i].A = entente.CCode(v) }),
				fill(c, "ccode2", whole, func(i int, v int32) { dyads[from+i].B = entente.CCode(v) }),
				func() error { return readInts(c, "year", year[from:to], 0) },
			}
			for k, name := range names {
				steps = append(steps, func() error { return readInts(c, name, axes[k][from:to], null) })
			}
			return each(steps...)
		})
		if err != nil {
			return err
		}
		for i, d := range dyads {
			if i == 0 || dyads[i-1] != d {
				t.Dyads = append(t.Dyads, d)
			}
		}
		n := t.Last - t.First + 1
		for a := range entente.NumAxes {
			t.Value[a], t.SD[a] = blanks(len(t.Dyads)*n), blanks(len(t.Dyads)*n)
		}
		k := -1
		for i, d := range dyads {
			if i == 0 || dyads[i-1] != d {
				k++
			}
			at := k*n + int(year[i]) - t.First
			for a := range entente.NumAxes {
				t.Value[a][at] = float32(float(axes[a][i], indexScale))
				t.SD[a][at] = float32(float(axes[a+entente.NumAxes][i], indexScale))
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = e.read(AlignmentSharesTable, func(f *table) error {
		return f.groups(func(c columns, _ int) error {
			n := c.rows()
			dyads, words, whole := make([]entente.Dyad, n), make([]string, n), make([]int32, n)
			if err := each(
				fill(c, "ccode1", whole, func(i int, v int32) { dyads[i].A = entente.CCode(v) }),
				fill(c, "ccode2", whole, func(i int, v int32) { dyads[i].B = entente.CCode(v) }),
				func() error { return readStrings(c, "channel", words) },
				func() error { return readInts(c, "share", whole, 0) },
			); err != nil {
				return err
			}
			e.mu.Lock() // row groups are read on several cores
			defer e.mu.Unlock()
			for i, d := range dyads {
				k, ok := t.Find(d)
				if !ok {
					continue
				}
				name := entente.Channel(words[i])
				if t.Shares[name] == nil {
					t.Shares[name] = make([]float32, len(t.Dyads))
				}
				t.Shares[name][k] = float32(float(whole[i], indexScale))
			}
			return nil
		})
	})
	return t, err
}

func blanks(n int) []float32 {
	s := make([]float32, n)
	for i := range s {
		s[i] = float32(math.NaN())
	}
	return s
}
