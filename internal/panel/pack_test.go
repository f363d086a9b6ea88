package panel

import (
	"math/rand/v2"
	"testing"

	"github.com/entente-observatory/entente"
)

// TestPack: a packed column reads as it did, with few different cells, with
// many, and with more than can be packed.
func TestPack(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	const rows = 600_000
	for _, different := range []int{1, 200, 5_000, 1_000_000} {
		c := &Column{status: make([]entente.Status, rows), real: make([]float64, rows)}
		values, status := make([]float64, rows), make([]entente.Status, rows)
		for i := range rows {
			if i > 0 && rng.IntN(3) > 0 {
				values[i], status[i] = values[i-1], status[i-1]
			} else if status[i] = entente.Status(max(0, rng.IntN(9)-4)); status[i] == entente.Known {
				values[i] = float64(rng.IntN(different)) / 3
			}
		}
		copy(c.real, values)
		copy(c.status, status)
		c.pack()
		if packs := different < 1_000_000; packs != (c.packed != nil) {
			t.Fatalf("%d different values: packed is %v", different, c.packed != nil)
		}
		p := &Panel{Frame: &Frame{Time: make([]int32, rows)}, Columns: []*Column{c}}
		for _, part := range [][2]int{{0, rows}, {777, 4096}} {
			v, s := make([]float64, part[1]), make([]entente.Status, part[1])
			p.Read(0, part[0], v, s)
			for i := range v {
				if v[i] != values[part[0]+i] || s[i] != status[part[0]+i] {
					t.Fatalf("%d different values, row %d: %v %v, want %v %v", different, part[0]+i, v[i], s[i], values[part[0]+i], status[part[0]+i])
				}
			}
		}
	}
}
