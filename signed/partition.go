package signed

import (
	"math"
	"math/rand/v2"
	"slices"
)

// PartitionOptions says how hard to look for a partition. Nil means the
// defaults.
type PartitionOptions struct {
	Restarts int    // starts from different random partitions; default 30
	Seed     uint64 // of the random numbers; restart r uses the pair Seed, r
}

// Partition is a partition of the nodes into blocs, the best of several
// searches: good, and not proven the best.
type Partition struct {
	// Bloc is the bloc of each node. Blocs are numbered from 0 in the order of
	// their first nodes.
	Bloc []int
	// Blocs is the number of blocs.
	Blocs int
	// Value is the criterion of the partition.
	Value float64
	// Runs holds the criterion that each restart reached. If few reached Value,
	// look longer; if all did, it is likely the optimum.
	Runs []float64
	// Partitions holds what each restart found, for [CoMembership].
	Partitions [][]int
}

// affinity is a symmetric matrix of the worth of having two nodes in one bloc;
// the diagonal is not used. Signed modularity, the blockmodel's criterion and
// the consensus of partitions are all the sum of such worths over the pairs
// within blocs (the clique partitioning problem of Grötschel & Wakabayashi
// 1989), and one search serves all three.
type affinity [][]float64

func newAffinity(n int) affinity {
	a := make(affinity, n)
	cells := make([]float64, n*n)
	for v := range a {
		a[v] = cells[v*n : (v+1)*n]
	}
	return a
}

// value is the worth of a partition.
func (a affinity) value(bloc []int) float64 {
	var sum float64
	for v := range a {
		for u := range v {
			if bloc[u] == bloc[v] {
				sum += a[u][v]
			}
		}
	}
	return sum
}

// partition looks for the partition of most worth into at most k blocs, and
// reports the worths as criterion makes of them.
func (a affinity) partition(k int, o *PartitionOptions, criterion func(worth float64) float64) Partition {
	opt := PartitionOptions{}
	if o != nil {
		opt = *o
	}
	if opt.Restarts <= 0 {
		opt.Restarts = 30
	}
	var p Partition
	best := math.Inf(-1)
	for r := range opt.Restarts {
		s := newRelocation(a, min(k, len(a)), rand.New(rand.NewPCG(opt.Seed, uint64(r))))
		s.run()
		relabel(s.best)
		worth := a.value(s.best)
		if worth > best+s.least {
			best, p.Bloc, p.Value = worth, s.best, criterion(worth)
		}
		p.Runs = append(p.Runs, criterion(worth))
		p.Partitions = append(p.Partitions, s.best)
	}
	for _, b := range p.Bloc {
		p.Blocs = max(p.Blocs, b+1)
	}
	return p
}

// relabel numbers blocs by their first nodes.
func relabel(bloc []int) {
	number := map[int]int{}
	for v, b := range bloc {
		if _, ok := number[b]; !ok {
			number[b] = len(number)
		}
		bloc[v] = number[b]
	}
}

// relocation is one search for a partition: blocs are merged while that pays,
// then single nodes are moved by tabu search, the best move first even when it
// is for the worse; and again, as long as that finds something.
type relocation struct {
	a     affinity
	room  int // blocs that there may be
	k     int // blocs that there are, empty ones too
	rng   *rand.Rand
	bloc  []int
	size  []int       // per bloc
	pull  [][]float64 // per node and bloc: worth of being together with it
	worth float64
	best  []int
	most  float64 // worth of best
	least float64 // differences below this are rounding
	until []int
	step  int
}

func newRelocation(a affinity, k int, rng *rand.Rand) *relocation {
	n := len(a)
	s := &relocation{a: a, room: k, k: k, rng: rng, bloc: make([]int, n), until: make([]int, n), best: make([]int, n)}
	for v := range a {
		for u := range v {
			s.least = max(s.least, 1e-9*math.Abs(a[u][v]))
		}
		// With room for all, every node begins alone; merging brings them
		// together in the order of worth.
		s.bloc[v] = v
		if k < n {
			s.bloc[v] = rng.IntN(k)
		}
	}
	s.count()
	s.most = s.worth
	copy(s.best, s.bloc)
	return s
}

// count sets size, pull and worth from bloc.
func (s *relocation) count() {
	n := len(s.a)
	s.size = make([]int, s.k)
	s.pull = newPull(n, s.k)
	for v, row := range s.a {
		s.size[s.bloc[v]]++
		for u, w := range row {
			if u != v {
				s.pull[v][s.bloc[u]] += w
			}
		}
	}
	s.worth = s.a.value(s.bloc)
}

func newPull(n, k int) [][]float64 {
	p := make([][]float64, n)
	cells := make([]float64, n*k)
	for v := range p {
		p[v] = cells[v*k : (v+1)*k]
	}
	return p
}

func (s *relocation) move(v, to int) {
	from := s.bloc[v]
	s.worth += s.pull[v][to] - s.pull[v][from]
	s.bloc[v] = to
	s.size[from]--
	s.size[to]++
	for u, w := range s.a[v] {
		if u != v && w != 0 {
			s.pull[u][from] -= w
			s.pull[u][to] += w
		}
	}
}

func (s *relocation) run() {
	if len(s.a) == 0 {
		return
	}
	for improved := true; improved; {
		s.settle()
		s.merge()
		s.fit()
		before := s.most
		s.keep()
		for still := 0; still < 3*len(s.a); still++ {
			s.tabu()
			if s.keep() {
				still = 0
			}
		}
		improved = s.most > before+s.least
		// The best may be of an earlier round, which had more room.
		copy(s.bloc, s.best)
		s.fit()
	}
}

// fit leaves room for a few blocs more than there are: the search takes time
// for each bloc that there could be.
func (s *relocation) fit() {
	relabel(s.bloc)
	s.k = min(s.room, slices.Max(s.bloc)+1+3)
	s.count()
}

// keep makes the partition the best if it is.
func (s *relocation) keep() bool {
	if s.worth <= s.most+s.least {
		return false
	}
	s.most = s.worth
	copy(s.best, s.bloc)
	return true
}

// settle moves nodes, in random order, each to the bloc that it likes best,
// until none wants to move.
func (s *relocation) settle() {
	order := s.rng.Perm(len(s.a))
	for moved := true; moved; {
		moved = false
		for _, v := range order {
			if to, gain := s.choice(v); gain > s.least {
				s.move(v, to)
				moved = true
			}
		}
	}
}

// choice is the bloc, other than its own, that node v likes best, and the gain
// of moving there. Of the empty blocs only the first counts.
func (s *relocation) choice(v int) (to int, gain float64) {
	to, gain = -1, math.Inf(-1)
	own, empty := s.bloc[v], s.size[s.bloc[v]] == 1
	for b, p := range s.pull[v] {
		if b == own || s.size[b] == 0 && empty {
			continue
		}
		empty = empty || s.size[b] == 0
		if p > gain {
			to, gain = b, p
		}
	}
	return to, gain - s.pull[v][own]
}

// merge joins the two blocs that gain most by it until no two gain.
func (s *relocation) merge() {
	between := newPull(s.k, s.k)
	for v, b := range s.bloc {
		for c, p := range s.pull[v] {
			between[b][c] += p
		}
	}
	for {
		from, to, most := -1, -1, s.least
		for b := range s.k {
			for c := range b {
				if s.size[b] > 0 && s.size[c] > 0 && between[b][c] > most {
					from, to, most = b, c, between[b][c]
				}
			}
		}
		if from < 0 {
			return
		}
		for v, b := range s.bloc {
			if b == from {
				s.move(v, to)
			}
		}
		for c := range s.k {
			between[to][c] += between[from][c]
			between[c][to] += between[c][from]
			between[from][c], between[c][from] = 0, 0
		}
	}
}

// tabu makes the best single move allowed.
func (s *relocation) tabu() {
	s.step++
	pick, to, most, ties := -1, -1, math.Inf(-1), 0
	for v := range s.a {
		if s.until[v] > s.step {
			continue
		}
		b, gain := s.choice(v)
		switch {
		case b < 0:
		case gain > most+s.least:
			pick, to, most, ties = v, b, gain, 1
		case gain > most-s.least:
			if ties++; s.rng.IntN(ties) == 0 {
				pick, to = v, b
			}
		}
	}
	if pick >= 0 {
		s.move(pick, to)
		s.until[pick] = s.step + 3 + len(s.a)/20 + s.rng.IntN(8)
	}
}
