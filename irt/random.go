package irt

import "math/bits"

// stream is a small random generator (wyrand: W. Yi's multiply-and-fold of a
// Weyl sequence). Every item and every row has its own in every sweep, so that
// no draw depends on which core makes it or when.
type stream uint64

// newStream keys a stream by everything that identifies its use.
func newStream(seed, use, sweep, index uint64) stream {
	h := fold(seed^0x9e3779b97f4a7c15, use^0xbf58476d1ce4e5b9)
	h = fold(h^sweep, 0x94d049bb133111eb)
	return stream(fold(h^index, 0xd6e8feb86659fd93))
}

func fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a^0x2d358dccaa6c78a5, b^0x8bb84b93962eacc9)
	return hi ^ lo
}

func (s *stream) next() uint64 {
	*s += 0xa0761d6478bd642f
	hi, lo := bits.Mul64(uint64(*s), uint64(*s)^0xe7037ed1a0b428db)
	return hi ^ lo
}

// uniform is in the open interval (0, 1).
func (s *stream) uniform() float64 {
	return (float64(int64(s.next()>>12)) + 0.5) * (1.0 / (1 << 52))
}

// normal is a standard normal draw.
func (s *stream) normal() float64 { return normalQuantile(s.uniform()) }
