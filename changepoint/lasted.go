package changepoint

import "math"

// Lasting is the answer to "did the change last?".
type Lasting struct {
	// Probability that the level stayed where the change left it, rather than
	// going back for good to where it was before.
	Probability float64
	// LogBF is the log Bayes factor of a lasting change against one that went
	// back.
	LogBF float64
	// Return[j] is the probability, given that it went back, that j is the
	// first period after the return.
	Return []float64
}

// Lasted compares the fitted change with an excursion: the same model in which
// the channels that left their level at k return to it at j, at least Margin
// observed periods later and before the end, each pair (k, j) equally likely.
// temporary is the prior probability that a change is of that kind, in (0, 1).
//
// It costs O(T^2) per error process (milliseconds), and uses the detector, so
// that it is for the changes one cares about. A date set next to the end of the
// record says little here: what follows the change has not been seen.
func (p *Posterior) Lasted(temporary float64) Lasting {
	d := p.detector
	n := len(p.Date)
	var pairs table
	pairs.reset(len(p.Channels), n*n)
	margin := d.prior.Margin
	for c := range p.Channels {
		if p.Channels[c].Err == nil {
			d.weighExcursions(c, &pairs)
		}
	}
	// Only pairs that some channel can see; all others are left out by listing
	// the pairs in a row.
	var list table
	var found [][2]int
	for k := margin; k < n; k++ {
		for j := k + margin; j <= n-margin; j++ {
			if p.seen(k, j) {
				found = append(found, [2]int{k, j})
			}
		}
	}
	l := Lasting{Probability: 1, LogBF: math.Inf(1), Return: make([]float64, n)}
	if len(found) == 0 {
		return l
	}
	list.reset(len(p.Channels), len(found))
	for c := range p.Channels {
		for i, kj := range found {
			at := kj[0]*n + kj[1]
			from := &pairs.common[c]
			list.common[c].set(i, from.up[at], from.down[at], from.either[at])
		}
	}
	var o outcome
	list.join(&o, &d.prior, 0, len(found), p.Channels)
	for i, kj := range found {
		l.Return[kj[1]] += (o.weight[0][i] + o.weight[1][i]) / o.total
	}
	l.LogBF = p.LogBF - o.logBF
	l.Probability = 1 - Probability(-l.LogBF, temporary)
	return l
}

// seen says whether some channel can tell an excursion from k to j.
func (p *Posterior) seen(k, j int) bool {
	for c := range p.Channels {
		s := &p.detector.samples[c]
		if p.Channels[c].Err == nil && k >= s.from && j < s.to && s.between(k, j) >= p.detector.prior.Margin {
			return true
		}
	}
	return false
}

// between counts the observed periods k <= t < j.
func (s *sample) between(k, j int) int {
	m := 0
	for _, z := range s.z[k:j] {
		if z == z {
			m++
		}
	}
	return m
}

// weighExcursions fills row c with the log ratios of all pairs k*n + j.
func (d *Detector) weighExcursions(c int, pairs *table) {
	s := &d.samples[c]
	n := len(s.z)
	var index [][2]int
	for k := s.from; k < s.to; k++ {
		for j := k + 1; j < s.to; j++ {
			if s.between(k, j) >= d.prior.Margin {
				index = append(index, [2]int{k, j})
			}
		}
	}
	if len(index) == 0 {
		return
	}
	a := &d.sides
	a.reset(len(index))
	d.grid.walk(s, func(p *point) float64 {
		b, start, now := 1.0, -1, 0
		for i, kj := range index {
			if kj[0] != start {
				b, start, now = 1, kj[0], kj[0]
			}
			for ; now < kj[1]; now++ {
				b = 1 - p.phi + p.carry[now]*b
			}
			ss, sy := p.excursion(kj[0], kj[1], b, &p.nuisance)
			a.root[i], a.det[i] = p.weigh(ss, sy)
		}
		return a.add(p)
	})
	null := d.grid.null.log()
	own := &pairs.own[c]
	for i, kj := range index {
		up, down, either := a.ratios(i, null, s.sign)
		own.set(kj[0]*n+kj[1], up, down, either)
	}
	// A lag moves both ends: k*n + j goes to (k+l)*n + j+l.
	pairs.shift(c, s, n+1, func(i, l int) bool { return max(i/n, i%n)+l >= n })
}
