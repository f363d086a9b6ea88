package signed

import "math/rand/v2"

// search looks for a partition of small frustration by tabu search with kicks:
// the best one-node move is made even if it is for the worse, and a node that
// has moved stays for a while; when that has led nowhere, part of the best
// partition is turned over and the search goes on from there.
type search struct {
	arcs  [][]arc
	rng   *rand.Rand
	side  []int8
	cost  int64   // frustrated by side
	gain  []int64 // per node: what moving it would save, negative if it would cost
	until []int   // per node: it may not move before this step
	step  int
}

// start puts the search at the given sides.
func (s *search) start(side []int8) {
	n := len(s.arcs)
	s.side = append(s.side[:0], side...)
	if s.gain == nil {
		s.gain, s.until = make([]int64, n), make([]int, n)
	}
	s.cost = 0
	for v, as := range s.arcs {
		s.gain[v] = 0
		for _, a := range as {
			agree := a.w * int64(s.side[v]*s.side[a.to])
			s.gain[v] -= agree
			if agree < 0 && v < a.to {
				s.cost -= agree
			}
		}
	}
}

func (s *search) move(v int) {
	s.cost -= s.gain[v]
	s.gain[v] = -s.gain[v]
	s.side[v] = -s.side[v]
	for _, a := range s.arcs[v] {
		s.gain[a.to] -= 2 * a.w * int64(s.side[v]*s.side[a.to])
	}
}

// descend moves nodes while one saves anything.
func (s *search) descend() {
	for moved := true; moved; {
		moved = false
		for v := range s.gain {
			if s.gain[v] > 0 {
				s.move(v)
				moved = true
			}
		}
	}
}

// improve kicks best and searches from there, changes best if that leads to a
// better partition, and returns the cost of best.
func (s *search) improve(best []int8) int64 {
	s.start(best)
	least := s.cost
	s.kick()
	for still := 0; still < 4*len(best); still++ {
		s.tabu()
		if s.cost < least {
			least, still = s.cost, 0
			copy(best, s.side)
		}
	}
	return least
}

// tabu makes the best move allowed.
func (s *search) tabu() {
	s.step++
	pick, ties := -1, 0
	for v, gain := range s.gain {
		if s.until[v] > s.step {
			continue
		}
		switch {
		case pick < 0 || gain > s.gain[pick]:
			pick, ties = v, 1
		case gain == s.gain[pick]:
			if ties++; s.rng.IntN(ties) == 0 {
				pick = v
			}
		}
	}
	if pick < 0 {
		return
	}
	s.move(pick)
	s.until[pick] = s.step + 3 + len(s.side)/20 + s.rng.IntN(8)
}

// kick turns over a node and some of its neighbours, or now and then a share
// of all nodes.
func (s *search) kick() {
	if s.rng.IntN(4) == 0 {
		for v := range s.side {
			if s.rng.IntN(5) == 0 {
				s.move(v)
			}
		}
		return
	}
	v := s.rng.IntN(len(s.side))
	s.move(v)
	for range 2 + s.rng.IntN(10) {
		if d := len(s.arcs[v]); d > 0 {
			s.move(s.arcs[v][s.rng.IntN(d)].to)
		}
	}
}
