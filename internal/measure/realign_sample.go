package measure

import (
	"hash/fnv"
	"math"
)

// keys tells the dyads' records by their content, so that no choice below
// depends on what the states are called.
func (w *World) keys() []uint64 {
	keys := make([]uint64, len(w.Dyads))
	var b [4]byte
	for i, rows := range w.rows {
		h := fnv.New64a()
		for c, r := range rows {
			if r < 0 {
				continue
			}
			for _, v := range w.Tables[c].Values(int(r)) {
				// Rounded: sums over states in another order differ in the last bits.
				x := int32(math.Round(float64(v) * 1000))
				if v != v {
					x = math.MinInt32
				}
				b[0], b[1], b[2], b[3] = byte(x), byte(x>>8), byte(x>>16), byte(x>>24)
				h.Write(b[:])
			}
		}
		keys[i] = h.Sum64()
	}
	return keys
}

func (w *World) sampleKeys() []uint64 {
	if w.key == nil {
		w.key = w.keys()
	}
	return w.key
}

// sample lists one dyad in step.
func (w *World) sample(step int) []int {
	var list []int
	for i, k := range w.sampleKeys() {
		if step == 1 || (k>>16)%uint64(step) == 0 {
			list = append(list, i)
		}
	}
	return list
}
