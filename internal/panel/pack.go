package panel

import (
	"math"

	"github.com/entente-observatory/entente"
)

// A column that is filled is kept as codes into a book of its different cells,
// in one or two bytes a row instead of nine: most columns have few different
// cells, and a panel of every layer would otherwise not fit beside what it is
// made of. A column with more different cells than two bytes can tell is left
// as it is.

// packed is a column by codes: in narrow or in wide.
type packed struct {
	book   []packedCell
	narrow []uint8
	wide   []uint16
}

type packedCell struct {
	value  float64
	status entente.Status
}

const (
	mostPacked   = 1 << 16
	packedSlots  = 1 << 18 // of the hash table: four times as many
	sampledRows  = 1 << 12
	sampledCells = sampledRows / 2 // so many different cells in a sample, and the column is not packed
)

// pack turns the column into codes if it can.
func (c *Column) pack() {
	if c.of != ofRow || len(c.status) == 0 {
		return
	}
	at := max(0, (len(c.status)-sampledRows)/2)
	if codes, _ := c.encode(at, min(len(c.status), at+sampledRows), sampledCells); codes == nil {
		return
	}
	codes, book := c.encode(0, len(c.status), mostPacked)
	if codes == nil {
		return
	}
	p := &packed{book: book}
	if len(book) <= 1<<8 {
		p.narrow = make([]uint8, len(codes))
		for i, k := range codes {
			p.narrow[i] = uint8(k)
		}
	} else {
		p.wide = codes
	}
	c.packed, c.status, c.real, c.whole = p, nil, nil, nil
}

// encode gives the cells of some rows as codes, nil where more than most are
// different.
func (c *Column) encode(from, to, most int) ([]uint16, []packedCell) {
	codes := make([]uint16, to-from)
	var book []packedCell
	slots := make([]int32, packedSlots) // place in the book, from 1
	last := uint16(0)
	for row := from; row < to; row++ {
		cell := packedCell{c.get(row), c.status[row]}
		if row > from && cell == book[last] {
			codes[row-from] = last
			continue
		}
		h := (math.Float64bits(cell.value) ^ uint64(cell.status)<<52) * 0x9e3779b97f4a7c15 >> 46
		for slots[h] != 0 && book[slots[h]-1] != cell {
			h = (h + 1) % packedSlots
		}
		if slots[h] == 0 {
			if len(book) == most {
				return nil, nil
			}
			book = append(book, cell)
			slots[h] = int32(len(book))
		}
		last = uint16(slots[h] - 1)
		codes[row-from] = last
	}
	return codes, book
}

// read reads the cells from a row on.
func (p *packed) read(from int, values []float64, status []entente.Status) {
	if p.narrow != nil {
		for i, k := range p.narrow[from : from+len(values)] {
			values[i], status[i] = p.book[k].value, p.book[k].status
		}
		return
	}
	for i, k := range p.wide[from : from+len(values)] {
		values[i], status[i] = p.book[k].value, p.book[k].status
	}
}
