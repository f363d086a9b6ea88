package irt

import (
	"math"
	"slices"
)

// Sample is a posterior sample of all ideal points. Slices are indexed by row;
// a row without ballots has NaN. Each draw has mean 0 and standard deviation 1
// over the rows with ballots: the scale is that of the whole panel.
type Sample struct {
	Mean, SD, Lo, Hi []float64
	// MCSE is the Monte Carlo standard error of Mean, by batch means.
	MCSE []float64
	// Start is the weight that the deterministic start has in Mean, from 0 to
	// 1, and Apart the root mean square difference of the start and the
	// sampler's own mean: large where the one has not converged or the other
	// approximates badly.
	Start, Apart float64
	// Widened is the factor that calibration put on the published standard
	// deviations; 0 in the replicating sample.
	Widened float64
	draws   [][]float32
}

// Draws is the number of draws kept.
func (s *Sample) Draws() int { return len(s.draws) }

// Draw returns draw d, by row. It must not be changed.
func (s *Sample) Draw(d int) []float32 { return s.draws[d] }

// Interval gives the mean and the equal-tailed interval, of the given level, of
// any function of the ideal points (a distance, a rank, a change), from the
// draws, so that the rows' covariance is respected.
func (s *Sample) Interval(level float64, f func(draw []float32) float64) (mean, lo, hi float64) {
	x := make([]float64, len(s.draws))
	for d, draw := range s.draws {
		x[d] = f(draw)
		mean += x[d]
	}
	slices.Sort(x)
	return mean / float64(len(x)), quantile(x, (1-level)/2), quantile(x, (1+level)/2)
}

// quantile of sorted values, interpolated (Hyndman and Fan 1996, type 7, as R).
func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}

// batches of sweeps whose means give the Monte Carlo error.
const batches = 10

// collector gathers sweeps into a Sample. The mean and the standard deviation
// are taken from the conditional means and variances of each θ rather than from
// its draws (Rao-Blackwell), which removes their independent noise.
type collector struct {
	sweeps, draws int // expected, to be kept
	done          int
	sum, sumSq    []float64 // of conditional means
	sumVar        []float64
	batch         [batches][]float64
	batchSize     [batches]int
	all           [][]float32 // every θ draw
	items         []itemParameters
}

func newCollector(c *sampler, sweeps, draws int) *collector {
	n := len(c.theta)
	k := &collector{
		sweeps: sweeps, draws: draws,
		sum: make([]float64, n), sumSq: make([]float64, n), sumVar: make([]float64, n),
		items: make([]itemParameters, len(c.items)),
	}
	for b := range k.batch {
		k.batch[b] = make([]float64, n)
	}
	return k
}

func (k *collector) collect(c *sampler) {
	b := k.done * batches / k.sweeps
	draw := make([]float32, len(c.theta))
	for r, m := range c.mean {
		m = (m - c.shift) / c.scale
		k.sum[r] += m
		k.sumSq[r] += m * m
		k.sumVar[r] += c.variance[r] / (c.scale * c.scale)
		k.batch[b][r] += m
		draw[r] = float32(c.theta[r])
	}
	for v, it := range c.items {
		k.items[v].beta += it.beta
		k.items[v].g1 += it.g1
		k.items[v].g2 += it.g2
	}
	k.batchSize[b]++
	k.all = append(k.all, draw)
	k.done++
}

// sample summarises what was collected, in the caller's order of rows; nil if
// that is fewer than two sweeps. Start, if not nil, is the deterministic estimate
// of the same means.
func (k *collector) sample(p *Panel, level float64, start []float64) *Sample {
	if k.done < 2 {
		return nil
	}
	s := &Sample{Mean: blank(p.Rows()), SD: blank(p.Rows()), Lo: blank(p.Rows()), Hi: blank(p.Rows()), MCSE: blank(p.Rows())}
	n := float64(k.done)
	parallel(len(k.sum), 256, func(from, to int) {
		sorted := make([]float64, k.done)
		for r := from; r < to; r++ {
			at := p.rowOf[r]
			mean := k.sum[r] / n
			s.Mean[at] = mean
			s.SD[at] = math.Sqrt(k.sumVar[r]/n + max(k.sumSq[r]/n-mean*mean, 0))
			for d, draw := range k.all {
				sorted[d] = float64(draw[r])
			}
			slices.Sort(sorted)
			s.Lo[at], s.Hi[at] = quantile(sorted, (1-level)/2), quantile(sorted, (1+level)/2)
			s.MCSE[at] = k.mcse(r, mean)
		}
	})
	dependence := k.dependence()
	for r := range s.MCSE {
		s.MCSE[r] *= dependence
	}
	shift := k.shrink(s, p, start)
	keep := min(k.draws, k.done)
	for d := range keep {
		from := k.all[(d+1)*k.done/keep-1]
		draw := make([]float32, p.Rows())
		for i := range draw {
			draw[i] = float32(math.NaN())
		}
		for r, x := range from {
			draw[p.rowOf[r]] = x + float32(shift[r])
		}
		s.draws = append(s.draws, draw)
	}
	return s
}

func blank(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = math.NaN()
	}
	return x
}

// shrink moves the means, and with them intervals and draws, towards the start:
// by the share of their squared difference that is Monte Carlo error,
// Σ mcse² / Σ (mean - start)². Two estimates of one posterior mean, one with error
// from chance and one from approximation, are best averaged by their variances
// (James and Stein); a start that is far off keeps hardly any weight. It returns
// the shift of each row.
func (k *collector) shrink(s *Sample, p *Panel, start []float64) []float64 {
	shift := make([]float64, len(k.sum))
	if start == nil {
		return shift
	}
	noise, difference := 0.0, 0.0
	for r, at := range p.rowOf {
		d := start[r] - s.Mean[at]
		noise += s.MCSE[at] * s.MCSE[at]
		difference += d * d
	}
	if !(noise > 0) || !(difference > 0) {
		return shift
	}
	s.Start = min(1, noise/difference)
	s.Apart = math.Sqrt(difference / float64(len(shift)))
	for r, at := range p.rowOf {
		shift[r] = s.Start * (start[r] - s.Mean[at])
		s.Mean[at] += shift[r]
		s.Lo[at] += shift[r]
		s.Hi[at] += shift[r]
		s.MCSE[at] *= 1 - s.Start
	}
	return shift
}

// mcse is the standard error of a mean from the spread of its batches, were they
// independent.
func (k *collector) mcse(r int, mean float64) float64 {
	ss, used := 0.0, 0.0
	for b := range k.batch {
		if size := float64(k.batchSize[b]); size > 0 {
			d := k.batch[b][r]/size - mean
			ss += d * d
			used++
		}
	}
	if used < 2 {
		return math.NaN()
	}
	return math.Sqrt(ss / (used - 1) / used)
}

// dependence is the factor on all standard errors for what one batch carries over
// to the next: sqrt((1+ρ)/(1-ρ)), ρ the correlation of neighbouring batches,
// pooled over all rows, because a row's few batches tell little about its own, and
// freed from its bias in short series (Kendall 1954: E ρ̂ ≈ ρ - (1+4ρ)/n).
func (k *collector) dependence() float64 {
	if k.done < k.sweeps || k.sweeps < batches {
		return 1 // interrupted: the batches are not all there
	}
	product, square := 0.0, 0.0
	for r, sum := range k.sum {
		mean, last := sum/float64(k.done), 0.0
		for b := range k.batch {
			d := k.batch[b][r]/float64(k.batchSize[b]) - mean
			product += d * last
			square += d * d
			last = d
		}
	}
	rho := min(max((product/square+1.0/batches)/(1-4.0/batches), 0), 0.95)
	return math.Sqrt((1 + rho) / (1 - rho))
}

func (k *collector) itemMeans(p *Panel) []Item {
	out := make([]Item, p.items)
	for v := range out {
		out[v] = Item{math.NaN(), math.NaN(), math.NaN()}
	}
	if k.done == 0 {
		return out
	}
	n := float64(k.done)
	for v, it := range k.items {
		out[p.itemOf[v]] = Item{it.beta / n, it.g1 / n, it.g2 / n}
	}
	return out
}
