package dataset

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/entente-observatory/entente"
	"github.com/parquet-go/parquet-go"
)

// drawn is a table of columns of different kinds: few and many different
// values, long runs and none, no value at all, more rows than a row group.
type drawn struct {
	values [][]float64
	status [][]entente.Status
	kinds  []entente.VariableKind
}

func drawTable(rows int) *drawn {
	rng := rand.New(rand.NewPCG(5, 6))
	d := &drawn{}
	for _, c := range []struct {
		kind      entente.VariableKind
		different int
		stay      float64 // probability that a cell is as the one before
		known     float64
	}{
		{entente.Whole, 300, 0.9, 1}, {entente.Whole, 2, 0.99, 0.9}, {entente.Whole, 3, 0, 0.5}, {entente.Whole, 7000, 0.2, 0.8},
		{entente.Whole, 1 << 30, 0, 1}, {entente.Real, 1 << 40, 0, 0.7}, {entente.Real, 100, 0.5, 0.7}, {entente.Real, 5, 0, 0}, {entente.Real, 1, 0, 1},
	} {
		v, s := make([]float64, rows), make([]entente.Status, rows)
		for i := range v {
			switch {
			case i > 0 && rng.Float64() < c.stay:
				v[i], s[i] = v[i-1], s[i-1]
			case rng.Float64() >= c.known:
				s[i] = entente.Status(1 + rng.IntN(4))
			default:
				v[i] = float64(rng.IntN(c.different)) - 1
				if c.kind == entente.Real {
					v[i] /= 3
				}
			}
		}
		d.values, d.status, d.kinds = append(d.values, v), append(d.status, s), append(d.kinds, c.kind)
	}
	return d
}

func (d *drawn) Rows() int { return len(d.values[0]) }

func (d *drawn) Variables() []entente.Variable {
	var vars []entente.Variable
	for i, k := range d.kinds {
		vars = append(vars, entente.Variable{Name: fmt.Sprintf("c%d", i), Kind: k, Key: i == 0})
	}
	return vars
}

func (d *drawn) Read(column, from int, values []float64, status []entente.Status) {
	copy(values, d.values[column][from:])
	copy(status, d.status[column][from:])
}

// TestParquetReadsBack: another implementation of the format reads every cell
// as it was, its reason, and the statistics that readers skip by.
func TestParquetReadsBack(t *testing.T) {
	for _, rows := range []int{1, 7, 9, 5000, groupRows + 1000} {
		d := drawTable(rows)
		var out bytes.Buffer
		if err := Parquet(&out, d, Options{Status: true, Title: "t"}); err != nil {
			t.Fatal(err)
		}
		f, err := parquet.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil {
			t.Fatal(err)
		}
		if title, _ := f.Lookup("title"); title != "t" || f.NumRows() != int64(rows) {
			t.Fatalf("%d rows, title %q", f.NumRows(), title)
		}
		r := parquet.NewReader(f)
		batch := make([]parquet.Row, 4096)
		for i := range rows {
			if i%len(batch) == 0 {
				n, err := r.ReadRows(batch)
				if n != min(len(batch), rows-i) {
					t.Fatalf("row %d: %d read, %v", i, n, err)
				}
			}
			row := batch[i%len(batch)]
			at := 0
			for c, k := range d.kinds {
				v := row[at]
				at++
				got := v.Double()
				if k == entente.Whole {
					got = float64(v.Int32())
				}
				if known := d.status[c][i] == entente.Known; known == v.IsNull() || known && got != d.values[c][i] {
					t.Fatalf("%d rows, column %d, row %d: %v, want %v (%v)", rows, c, i, v, d.values[c][i], d.status[c][i])
				}
				if c > 0 {
					if s := row[at].String(); s != d.status[c][i].String() {
						t.Fatalf("column %d, row %d: %s, want %v", c, i, s, d.status[c][i])
					}
					at++
				}
			}
		}
		for g, group := range f.RowGroups() {
			chunk := group.ColumnChunks()[0].(*parquet.FileColumnChunk)
			least, most, ok := chunk.Bounds()
			from := g * groupRows
			for _, x := range d.values[0][from : from+int(group.NumRows())] {
				if !ok || x < float64(least.Int32()) || x > float64(most.Int32()) {
					t.Fatalf("group %d: %v is not from %v to %v", g, x, least, most)
				}
			}
		}
	}
}
