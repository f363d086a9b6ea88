package changepoint

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// answers is what the laws compare: everything a posterior says.
type answers struct {
	logBF, up float64
	date      []float64
	lasted    float64
	channels  []ChannelPosterior
	size      []Size
}

func ask(t *testing.T, p Prior, ch []Channel) answers {
	t.Helper()
	post, err := mustNew(t, p).Fit(ch)
	if err != nil {
		t.Fatal(err)
	}
	a := answers{logBF: post.LogBF, up: post.Up, date: slices.Clone(post.Date), channels: slices.Clone(post.Channels)}
	for c := range ch {
		if post.Channels[c].Err != nil {
			a.size = append(a.size, Size{})
			continue
		}
		s, err := post.Size(c, 0.9)
		if err != nil {
			t.Fatal(err)
		}
		a.size = append(a.size, s)
	}
	a.lasted = post.Lasted(0.5).Probability
	return a
}

func same(t *testing.T, law string, got, want answers, tol float64) {
	t.Helper()
	near(t, law+": log BF", got.logBF, want.logBF, tol)
	near(t, law+": P(lasted)", got.lasted, want.lasted, tol)
	if !math.IsNaN(got.up) || !math.IsNaN(want.up) {
		near(t, law+": P(up)", got.up, want.up, tol)
	}
	for k := range want.date {
		near(t, law+": P(date)", got.date[k], want.date[k], tol)
	}
	for c, w := range want.channels {
		g := got.channels[c]
		near(t, law+": own log BF", g.LogBF, w.LogBF, tol)
		near(t, law+": gain", g.Gain, w.Gain, tol)
		near(t, law+": responds", g.Responds, w.Responds, tol)
		near(t, law+": channel's P(up)", g.Up, w.Up, tol)
		near(t, law+": drift", g.Drift, w.Drift, tol)
		scale := max(math.Abs(want.size[c].Hi-want.size[c].Lo), 1e-300)
		near(t, law+": size", got.size[c].Median/scale, want.size[c].Median/scale, 1e-5)
		near(t, law+": size, lower end", got.size[c].Lo/scale, want.size[c].Lo/scale, 1e-5)
		near(t, law+": size, upper end", got.size[c].Hi/scale, want.size[c].Hi/scale, 1e-5)
	}
}

// world draws three channels of every kind: plain, with gaps, measured.
func world(seed uint64, n int) []Channel {
	rng := rand.New(rand.NewPCG(seed, 21))
	ch := make([]Channel, 3)
	for c := range ch {
		ch[c].Y = ar1(rng, n, 0.4)
		addStep(ch[c].Y, 17, []float64{1.5, -2, 0}[c])
	}
	for _, t := range []int{0, 1, 9, 16, 17, 18, 30} {
		ch[1].Y[t] = math.NaN()
	}
	ch[1].Sign = -1
	ch[2].Var = make([]float64, n)
	for t := range ch[2].Var {
		ch[2].Var[t] = rng.Float64() * 0.4
	}
	return ch
}

func transform(ch []Channel, f func(c Channel) Channel) []Channel {
	out := make([]Channel, len(ch))
	for i, c := range ch {
		out[i] = f(Channel{Y: slices.Clone(c.Y), Var: slices.Clone(c.Var), Lag: c.Lag, Sign: c.Sign})
	}
	return out
}

func lawPriors() map[string]Prior {
	free, tied := GuardedPrior(), GuardedPrior()
	free.Phi, tied.Phi = []float64{0, 0.4, 0.8}, []float64{0, 0.4, 0.8}
	tied.Tied = true
	plain := DefaultPrior()
	plain.Response = 1
	return map[string]Prior{"free": free, "tied": tied, "all respond": plain}
}

func TestLaws(t *testing.T) {
	t.Parallel()
	const n = 36
	for name, prior := range lawPriors() {
		for seed := range uint64(3) {
			ch := world(seed, n)
			base := ask(t, prior, ch)

			mirror := ask(t, prior, transform(ch, func(c Channel) Channel {
				slices.Reverse(c.Y)
				slices.Reverse(c.Var)
				return c
			}))
			want := base
			want.date = make([]float64, n)
			for k := 1; k < n; k++ {
				want.date[n-k] = base.date[k]
			}
			want = flip(want)
			same(t, name+", read backwards", mirror, want, 1e-5)

			negative := ask(t, prior, transform(ch, func(c Channel) Channel {
				for i := range c.Y {
					c.Y[i] = -c.Y[i]
				}
				return c
			}))
			same(t, name+", sign turned", negative, flip(base), 1e-6)

			const scale, shift = 2500, -3e4
			scaled := ask(t, prior, transform(ch, func(c Channel) Channel {
				for i := range c.Y {
					c.Y[i] = scale*c.Y[i] + shift
					if c.Var != nil {
						c.Var[i] *= scale * scale
					}
				}
				return c
			}))
			want = base
			want.size = slices.Clone(base.size)
			for i, s := range base.size {
				want.size[i] = Size{scale * s.Median, scale * s.Lo, scale * s.Hi, s.Level}
			}
			same(t, name+", other unit", scaled, want, 1e-6)

			order := []int{2, 0, 1}
			permuted := make([]Channel, 3)
			want = base
			want.channels, want.size = make([]ChannelPosterior, 3), make([]Size, 3)
			for i, c := range order {
				permuted[i], want.channels[i], want.size[i] = ch[c], base.channels[c], base.size[c]
			}
			same(t, name+", channels in another order", ask(t, prior, permuted), want, 1e-9)

			// A channel with nothing to say changes nothing.
			silent := make([]float64, n)
			for i := range silent {
				silent[i] = 5
			}
			more := ask(t, prior, append(slices.Clone(ch), Channel{Y: silent}))
			if !errors.Is(more.channels[3].Err, ErrConstant) {
				t.Errorf("a constant channel got %v, want ErrConstant", more.channels[3].Err)
			}
			more.channels, more.size = more.channels[:3], more.size[:3]
			same(t, name+", a silent channel more", more, base, 1e-12)

			// A lag of exactly two periods moves the common date two earlier.
			if seed == 0 {
				early := transform(ch, func(c Channel) Channel {
					c.Lag = []float64{0, 0, 3}
					return c
				})
				shifted := ask(t, prior, early)
				for k := 8; k < n-8; k++ {
					ratio := shifted.date[k-2] / shifted.date[15] * base.date[17] / base.date[k]
					near(t, name+", lag of two: odds of dates", ratio, 1, 1e-6)
				}
			}
		}
	}
}

// flip turns every direction and size round.
func flip(a answers) answers {
	a.up = 1 - a.up
	a.channels, a.size = slices.Clone(a.channels), slices.Clone(a.size)
	for c := range a.channels {
		s := a.size[c]
		a.channels[c].Up = 1 - a.channels[c].Up
		a.size[c] = Size{-s.Median, -s.Hi, -s.Lo, s.Level}
	}
	return a
}

// TestJointBySubsets works the joint posterior out by listing which channels
// take part.
func TestJointBySubsets(t *testing.T) {
	t.Parallel()
	prior := DefaultPrior()
	prior.Response = 0.3
	ch := world(5, 36)
	ch[1].Lag = []float64{2, 1}
	d := mustNew(t, prior)
	p, err := d.Fit(ch)
	if err != nil {
		t.Fatal(err)
	}
	var own [3][]float64
	for c := range ch {
		alone := mustNew(t, prior)
		q, err := alone.Single(ch[c].Y, ch[c].Var)
		if err != nil {
			t.Fatal(err)
		}
		own[c] = make([]float64, len(q.Date)+1)
		window := 0
		for k, w := range q.Date {
			if w > 0 {
				window++
			}
			own[c][k] = w
		}
		for k := range own[c] {
			if own[c][k] == 0 {
				own[c][k] = 1 // cannot be seen there
			} else {
				own[c][k] *= math.Exp(q.LogBF) * float64(window)
			}
		}
	}
	lagged := make([]float64, len(own[1]))
	for k := range lagged {
		lagged[k] = own[1][k]*2/3 + own[1][min(k+1, len(own[1])-1)]/3
	}
	own[1] = lagged
	total, dates, someone := 0.0, 0, 0.0
	var responds, without [3]float64
	for k := d.prior.Margin; k <= 36-d.prior.Margin; k++ {
		dates++
		for set := 1; set < 8; set++ {
			w := 1.0
			for c := range ch {
				if set>>c&1 == 1 {
					w *= 0.3 * own[c][k]
				} else {
					w *= 0.7
				}
			}
			total += w
			for c := range ch {
				if set>>c&1 == 1 {
					responds[c] += w
				} else {
					without[c] += w / 0.7
				}
			}
		}
	}
	someone = 1 - 0.7*0.7*0.7
	logBF := math.Log(total / float64(dates) / someone)
	near(t, "log BF", p.LogBF, logBF, 1e-9)
	for c := range ch {
		near(t, "responds", p.Channels[c].Responds, responds[c]/total, 1e-9)
		near(t, "gain", p.Channels[c].Gain, logBF-math.Log(without[c]/float64(dates)/(1-0.7*0.7)), 1e-9)
	}
}

func TestDriftIsNotAChange(t *testing.T) {
	t.Parallel()
	const n = 200
	var logBF [2][n]float64
	for i, prior := range []Prior{DefaultPrior(), GuardedPrior()} {
		simulate(t, prior, n, 33, func(j int, rng *rand.Rand, d *Detector) {
			y := ar1(rng, 75, 0.3)
			for t := range y {
				y[t] += 4 * float64(t) / 74
			}
			p, err := d.Single(y, nil)
			if err != nil {
				t.Error(err)
				return
			}
			logBF[i][j] = p.LogBF
		})
	}
	var strong [2]int
	for i := range logBF {
		for _, b := range logBF[i] {
			if b > math.Log(20) {
				strong[i]++
			}
		}
	}
	t.Logf("a steady rise of 4: BF > 20 in %d of %d without drift in the prior, %d with", strong[0], n, strong[1])
	if strong[1] > n/50 || strong[0] <= strong[1] {
		t.Errorf("a steady rise: BF > 20 in %d with drift in the prior, %d without", strong[1], strong[0])
	}
}

func TestOutlierIsLeftOut(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(2, 2))
	y := ar1(rng, 60, 0.3)
	addStep(y, 30, 3)
	y[12] += 25
	p, err := mustNew(t, GuardedPrior()).Single(y, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Channels[0].Outliers; !slices.Equal(got, []int{12}) {
		t.Errorf("outliers %v, want [12]", got)
	}
	plain, err := mustNew(t, DefaultPrior()).Single(y, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p.LogBF < plain.LogBF+2 {
		t.Errorf("log BF %.2f without the outlier, %.2f with it", p.LogBF, plain.LogBF)
	}
}

func TestLasted(t *testing.T) {
	t.Parallel()
	for _, back := range []bool{false, true} {
		rng := rand.New(rand.NewPCG(4, 4))
		y := ar1(rng, 75, 0.2)
		addStep(y, 25, 3)
		if back {
			addStep(y, 50, -3)
		}
		p, err := mustNew(t, DefaultPrior()).Single(y, nil)
		if err != nil {
			t.Fatal(err)
		}
		l := p.Lasted(0.5)
		if (l.Probability > 0.9) == back || (l.Probability < 0.1) != back {
			t.Errorf("went back: %v; P(lasted) = %.3f", back, l.Probability)
		}
		if back {
			best := 0
			for j, w := range l.Return {
				if w > l.Return[best] {
					best = j
				}
			}
			if best < 49 || best > 51 {
				t.Errorf("returned at %d, want about 50", best)
			}
		}
	}
}

// TestNoiseFadesOut: measurement variances going to zero give the posterior
// without them, but for the grid of scales.
func TestNoiseFadesOut(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 6))
		y := ar1(rng, 75, 0.5)
		addStep(y, 40, float64(seed))
		v := make([]float64, 75)
		for i := range v {
			v[i] = 1e-9
		}
		d := mustNew(t, DefaultPrior())
		p, err := d.Single(y, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := p.LogBF
		if p, err = d.Single(y, v); err != nil {
			t.Fatal(err)
		}
		near(t, "log BF", p.LogBF, want, 0.03)
	}
}

func TestDegenerate(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	fill := func(n int, v float64) []float64 {
		y := make([]float64, n)
		for i := range y {
			y[i] = v
		}
		return y
	}
	ramp := fill(20, 0)
	for i := range ramp {
		ramp[i] = float64(i % 5)
	}
	bad := slices.Clone(ramp)
	bad[3] = inf
	mostly := fill(20, nan)
	for i := range 7 {
		mostly[2*i] = float64(i % 3)
	}
	negative := fill(20, 1)
	negative[5] = -1
	for _, c := range []struct {
		name string
		ch   []Channel
		is   error
	}{
		{"none", nil, nil},
		{"empty", []Channel{{}}, ErrTooShort},
		{"seven periods", []Channel{{Y: ramp[:7]}}, ErrTooShort},
		{"seven observed", []Channel{{Y: mostly}}, ErrTooShort},
		{"all missing", []Channel{{Y: fill(20, nan)}}, ErrAllGone},
		{"constant", []Channel{{Y: fill(20, 3.7)}}, ErrConstant},
		{"zero", []Channel{{Y: fill(20, 0)}}, ErrConstant},
		{"infinite", []Channel{{Y: bad}}, nil},
		{"lengths differ", []Channel{{Y: ramp}, {Y: ramp[:19]}}, nil},
		{"variances too few", []Channel{{Y: ramp, Var: ramp[:3]}}, nil},
		{"negative variance", []Channel{{Y: ramp, Var: negative}}, nil},
		{"variance missing", []Channel{{Y: ramp, Var: mostly}}, nil},
		{"sign", []Channel{{Y: ramp, Sign: 2}}, nil},
		{"lag", []Channel{{Y: ramp, Lag: []float64{0, 0}}}, nil},
		{"negative lag", []Channel{{Y: ramp, Lag: []float64{1, -1}}}, nil},
	} {
		_, err := mustNew(t, DefaultPrior()).Fit(c.ch)
		if err == nil || c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%s: error %v, want %v", c.name, err, c.is)
		}
	}
	for i, spoil := range []func(*Prior){
		func(p *Prior) { p.Size = 0 }, func(p *Prior) { p.Rate = inf }, func(p *Prior) { p.Shape = nan },
		func(p *Prior) { p.Phi = nil }, func(p *Prior) { p.Phi = []float64{1} }, func(p *Prior) { p.Margin = 0 },
		func(p *Prior) { p.Drift = 1 }, func(p *Prior) { p.Outlier = nan }, func(p *Prior) { p.Response = 0 },
	} {
		p := DefaultPrior()
		spoil(&p)
		if _, err := New(p); err == nil {
			t.Errorf("prior %d was accepted", i)
		}
	}
	// A step without noise is a change for sure, and finite.
	y := fill(20, 0)
	addStep(y, 9, 1)
	p, err := mustNew(t, DefaultPrior()).Single(y, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p.Mode() != 9 || !(p.LogBF > 3) || math.IsInf(p.LogBF, 0) || p.Up < 0.999 {
		t.Errorf("a clean step: mode %d, log BF %v, P(up) %v", p.Mode(), p.LogBF, p.Up)
	}
}

func TestArgumentsAreNotChanged(t *testing.T) {
	ch := world(1, 36)
	before := transform(ch, func(c Channel) Channel { return c })
	ask(t, GuardedPrior(), ch)
	for c := range ch {
		for i := range ch[c].Y {
			a, b := ch[c].Y[i], before[c].Y[i]
			if a != b && !(a != a && b != b) {
				t.Fatalf("channel %d, value %d was changed", c, i)
			}
		}
		if !slices.Equal(ch[c].Var, before[c].Var) {
			t.Fatalf("the variances of channel %d were changed", c)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	ch := world(1, 75)
	d := mustNew(t, GuardedPrior())
	if n := testing.AllocsPerRun(20, func() {
		if _, err := d.Fit(ch); err != nil {
			t.Fatal(err)
		}
	}); n > 0 {
		t.Errorf("%v allocations for a fit, want none", n)
	}
}

// FuzzFit: whatever the numbers, an error or a posterior that is one.
func FuzzFit(f *testing.F) {
	f.Add([]byte("01234567890123456789"), uint8(0), false)
	f.Add([]byte{0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255}, uint8(1), true)
	f.Add([]byte{9, 9, 9, 9, 9, 9, 9, 9, 9, 200, 200, 200, 200, 200}, uint8(7), true)
	f.Fuzz(func(t *testing.T, data []byte, kind uint8, measured bool) {
		prior := GuardedPrior()
		prior.Phi = []float64{0, 0.5, 0.95}
		prior.Tied = kind&1 == 1
		if kind&2 == 2 {
			prior.Response = 1
		}
		n := min(len(data)/2, 60)
		ch := make([]Channel, 2)
		for c := range ch {
			y := make([]float64, n)
			for i := range y {
				b := data[c*n+i]
				y[i] = math.Ldexp(float64(b%16)-7, int(kind%16)*20-150)
				if b > 240 {
					y[i] = math.NaN()
				}
				if measured && c == 1 {
					ch[c].Var = append(ch[c].Var, float64(b%5)*y[i]*y[i])
				}
			}
			ch[c].Y = y
		}
		p, err := mustNew(t, prior).Fit(ch)
		if err != nil {
			return
		}
		sum := 0.0
		for _, w := range p.Date {
			if !(w >= 0) {
				t.Fatalf("P(date) = %v", w)
			}
			sum += w
		}
		if math.Abs(sum-1) > 1e-9 || math.IsNaN(p.LogBF) || math.IsInf(p.LogBF, 0) {
			t.Fatalf("dates sum to %v, log BF %v", sum, p.LogBF)
		}
		if pr := p.Probability(0.05); !(pr >= 0 && pr <= 1) {
			t.Fatalf("P(change) = %v", pr)
		}
		for c := range ch {
			q := p.Channels[c]
			if q.Err != nil {
				continue
			}
			if !(q.Up >= 0 && q.Up <= 1) || !(q.Responds >= 0 && q.Responds <= 1) || !(q.Drift >= 0 && q.Drift <= 1+1e-12) || math.IsNaN(q.Gain) {
				t.Fatalf("channel %d: %+v", c, q)
			}
			s, err := p.Size(c, 0.9)
			if err != nil || !(s.Lo <= s.Median && s.Median <= s.Hi) {
				t.Fatalf("channel %d: size %+v, error %v", c, s, err)
			}
		}
		if l := p.Lasted(0.5); !(l.Probability >= 0 && l.Probability <= 1) {
			t.Fatalf("P(lasted) = %v", l.Probability)
		}
	})
}
