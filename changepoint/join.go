package changepoint

import "math"

// table holds, for each channel and each alternative (a date, or a pair of
// dates), the log ratio of the channel's evidence to no change.
type table struct {
	own    []ratios // by the channel's own date
	common []ratios // by the common date, lags summed over
	answer []ratios // log of what the channel contributes: see respond
}

// ratios are for a movement up in the common sense, down, and either with even
// odds; 0 where the channel is silent.
type ratios struct{ up, down, either []float64 }

func (r *ratios) resize(n int) {
	for _, p := range []*[]float64{&r.up, &r.down, &r.either} {
		if cap(*p) < n {
			*p = make([]float64, n)
		}
		*p = (*p)[:n]
		clear(*p)
	}
}

func (r *ratios) set(i int, up, down, either float64) {
	r.up[i], r.down[i], r.either[i] = up, down, either
}

// row returns the ratios in direction d of so many.
func (r *ratios) row(d, directions int) []float64 {
	switch {
	case directions == 1:
		return r.either
	case d == 0:
		return r.up
	}
	return r.down
}

func (t *table) reset(channels, n int) {
	for len(t.own) < channels {
		t.own = append(t.own, ratios{})
		t.common = append(t.common, ratios{})
		t.answer = append(t.answer, ratios{})
	}
	for c := range channels {
		t.own[c].resize(n)
		t.common[c].resize(n)
		t.answer[c].resize(n)
	}
}

// shift sums row c over the channel's lags: the common ratio at i is the mean,
// by the lag prior, of its own at i + l*stride, and 0 where beyond says that this
// lies beyond the record.
func (t *table) shift(c int, s *sample, stride int, beyond func(i, l int) bool) {
	own, common := &t.own[c], &t.common[c]
	if len(s.lag) == 1 {
		copy(common.up, own.up)
		copy(common.down, own.down)
		copy(common.either, own.either)
		return
	}
	for i := range common.up {
		var up, down logSum
		up.reset()
		down.reset()
		for l, w := range s.lag {
			if beyond(i, l) {
				up.add(w)
				down.add(w)
				continue
			}
			up.add(w + own.up[i+l*stride])
			down.add(w + own.down[i+l*stride])
		}
		x, y := up.log(), down.log()
		common.set(i, x, y, logMean(x, y))
	}
}

// outcome is the posterior over alternatives and directions. With free signs
// everything lies in direction 0.
type outcome struct {
	logBF      float64
	from, to   int
	directions int
	usable     int
	logProduct [2][]float64 // log of the product over channels
	weight     [2][]float64 // posterior weight, not normalised
	total      float64
	at         float64 // log of the unit of weight
	odds       float64 // log odds of taking part
	part       float64 // log constant of one channel known to take part
}

func (o *outcome) resize(n int) {
	for d := range o.weight {
		if cap(o.weight[d]) < n {
			o.weight[d], o.logProduct[d] = make([]float64, n), make([]float64, n)
		}
		o.weight[d], o.logProduct[d] = o.weight[d][:n], o.logProduct[d][:n]
		clear(o.weight[d])
		clear(o.logProduct[d])
	}
}

func logMean(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if a == b {
		return a
	}
	return a + math.Log((1+math.Exp(b-a))/2)
}

// respond returns log(1 + odds e^x): what a channel that takes part with those
// odds contributes, relative to its standing aside. Certain response (odds
// infinite) contributes e^x.
func respond(x, logOdds float64) float64 {
	if math.IsInf(logOdds, 1) {
		return x
	}
	x += logOdds
	if x > 35 {
		return x
	}
	return math.Log1p(math.Exp(x))
}

// someone turns the log product over n channels into the log evidence that at
// least one of them takes part: (1-rho)^n (e^x - 1) / (1 - (1-rho)^n).
func someone(x, rho float64, n int) float64 {
	if rho == 1 {
		return x
	}
	none := float64(n) * math.Log1p(-rho)
	if x < 35 {
		x = math.Log(math.Expm1(max(x, 0)))
	}
	return none + x - math.Log(-math.Expm1(none))
}

// join multiplies the channels and sums over the alternatives from <= i < to,
// each equally likely.
func (t *table) join(o *outcome, prior *Prior, from, to int, channels []ChannelPosterior) {
	o.from, o.to, o.directions, o.usable = from, to, 1, 0
	for c := range channels {
		if channels[c].Err == nil {
			o.usable++
		}
	}
	if prior.Tied {
		o.directions = 2
	}
	o.resize(len(t.common[0].up))
	o.odds, o.part = math.Inf(1), 0
	if rho := prior.Response; rho < 1 {
		o.odds = math.Log(rho) - math.Log1p(-rho)
		none := float64(o.usable) * math.Log1p(-rho)
		o.part = o.odds + none - math.Log(-math.Expm1(none))
	}
	for c := range channels {
		if channels[c].Err != nil {
			continue
		}
		for d := range o.directions {
			product, own, answer := o.logProduct[d], t.common[c].row(d, o.directions), t.answer[c].row(d, o.directions)
			for i := from; i < to; i++ {
				answer[i] = respond(own[i], o.odds)
				product[i] += answer[i]
			}
		}
	}
	o.at = math.Inf(-1)
	for d := range o.directions {
		for i := from; i < to; i++ {
			o.weight[d][i] = someone(o.logProduct[d][i], prior.Response, o.usable)
			o.at = max(o.at, o.weight[d][i])
		}
	}
	o.total = 0
	for d := range o.directions {
		for i := from; i < to; i++ {
			w := math.Exp(o.weight[d][i] - o.at)
			o.weight[d][i] = w
			o.total += w
		}
	}
	o.logBF = o.at + math.Log(o.total/float64((to-from)*o.directions))
}

// aside returns the log weight of alternative i in direction d that the other
// channels leave to channel c taking part.
func (t *table) aside(o *outcome, c, i, d int) float64 {
	return o.logProduct[d][i] - t.answer[c].row(d, o.directions)[i] + o.part
}

// describe fills Gain, Responds and Up of each channel.
func (t *table) describe(o *outcome, prior *Prior, samples []sample, channels []ChannelPosterior) {
	for c := range channels {
		cp := &channels[c]
		if cp.Err != nil {
			continue
		}
		common := &t.common[c]
		responds, up := 0.0, 0.0
		for d := range o.directions {
			own := common.row(d, o.directions)
			for i := o.from; i < o.to; i++ {
				if o.weight[d][i] < 1e-15 {
					continue
				}
				w := math.Exp(t.aside(o, c, i, d) + own[i] - o.at)
				responds += w
				switch {
				case o.directions == 1:
					up += w / (1 + math.Exp(common.down[i]-common.up[i]))
				case d == 0:
					up += w
				}
			}
		}
		cp.Responds = min(responds/o.total, 1)
		cp.Up = up / responds
		if samples[c].sign < 0 {
			cp.Up = 1 - cp.Up
		}
		cp.Gain = o.logBF
		if o.usable > 1 {
			cp.Gain -= t.without(o, prior, c)
		}
	}
}

// without returns the joint log Bayes factor of the channels other than c.
func (t *table) without(o *outcome, prior *Prior, c int) float64 {
	top := math.Inf(-1)
	for d := range o.directions {
		for i := o.from; i < o.to; i++ {
			top = max(top, t.aside(o, c, i, d)-o.part)
		}
	}
	// someone of each alternative, summed with one exponential each.
	nobody := math.Exp(-top)
	sum := 0.0
	for d := range o.directions {
		product, answer := o.logProduct[d], t.answer[c].row(d, o.directions)
		for i := o.from; i < o.to; i++ {
			switch x := product[i] - answer[i]; {
			case prior.Response == 1:
				sum += math.Exp(x - top)
			case top < 1:
				sum += math.Expm1(x) * nobody
			default:
				sum += math.Exp(x-top) - nobody
			}
		}
	}
	log := top + math.Log(sum/float64((o.to-o.from)*o.directions))
	if prior.Response == 1 {
		return log
	}
	none := float64(o.usable-1) * math.Log1p(-prior.Response)
	return log + none - math.Log(-math.Expm1(none))
}
