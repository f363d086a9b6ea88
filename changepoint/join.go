package changepoint

import "math"

// table holds, for each channel and each alternative (a date, or a pair of
// dates), the log ratio of the channel's evidence to no change, for a movement
// up and for one down in the common sense; 0 where the channel is silent.
type table struct {
	own    []pair // by the channel's own date
	common []pair // by the common date, lags summed over
}

type pair struct{ up, down []float64 }

func (p *pair) resize(n int) {
	if cap(p.up) < n {
		p.up, p.down = make([]float64, n), make([]float64, n)
	}
	p.up, p.down = p.up[:n], p.down[:n]
	p.clear()
}

func (p *pair) clear() {
	clear(p.up)
	clear(p.down)
}

func (p *pair) set(i int, up, down float64) { p.up[i], p.down[i] = up, down }

func (t *table) reset(channels, n int) {
	for len(t.own) < channels {
		t.own = append(t.own, pair{})
		t.common = append(t.common, pair{})
	}
	for c := range channels {
		t.own[c].resize(n)
		t.common[c].resize(n)
	}
}

// shift sums row c over the channel's lags: the common ratio at i is the mean,
// by the lag prior, of its own at i + l. Beyond the record it is silent.
func (t *table) shift(c int, s *sample) {
	own, common := &t.own[c], &t.common[c]
	if len(s.lag) == 1 {
		copy(common.up, own.up)
		copy(common.down, own.down)
		return
	}
	for i := range common.up {
		var up, down logSum
		up.reset()
		down.reset()
		for l, w := range s.lag {
			if i+l < len(own.up) {
				up.add(w + own.up[i+l])
				down.add(w + own.down[i+l])
			} else {
				up.add(w)
				down.add(w)
			}
		}
		common.set(i, up.log(), down.log())
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

// given returns the log ratio of channel c at alternative i in direction d (of
// directions many).
func (p *pair) given(i, d, directions int) float64 {
	if directions == 1 {
		return logMean(p.up[i], p.down[i])
	}
	if d == 0 {
		return p.up[i]
	}
	return p.down[i]
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
			product := o.logProduct[d]
			for i := from; i < to; i++ {
				product[i] += respond(t.common[c].given(i, d, o.directions), o.odds)
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
// channels leave to channel c taking part, and its own log ratio there.
func (t *table) aside(o *outcome, c, i, d int) (others, own float64) {
	own = t.common[c].given(i, d, o.directions)
	return o.logProduct[d][i] - respond(own, o.odds) + o.part, own
}

// describe fills Gain, Responds and Up of each channel.
func (t *table) describe(o *outcome, prior *Prior, samples []sample, channels []ChannelPosterior) {
	for c := range channels {
		cp := &channels[c]
		if cp.Err != nil {
			continue
		}
		row := &t.common[c]
		var without logSum
		without.reset()
		responds, up := 0.0, 0.0
		for d := range o.directions {
			for i := o.from; i < o.to; i++ {
				others, own := t.aside(o, c, i, d)
				if o.usable > 1 {
					without.add(someone(others-o.part, prior.Response, o.usable-1))
				}
				w := math.Exp(others + own - o.at)
				responds += w
				switch {
				case o.directions == 1:
					up += w / (1 + math.Exp(row.down[i]-row.up[i]))
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
			cp.Gain -= without.log() - math.Log(float64((o.to-o.from)*o.directions))
		}
	}
}
