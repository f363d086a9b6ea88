package survival

import (
	"encoding/csv"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
)

// The leukaemia data of Miller (1997, Survival Analysis, p. 49): weeks in
// remission, whether it ended, and whether chemotherapy was maintained.
var (
	amlTime  = []float64{9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161, 5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45}
	amlEnded = []int{1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1}
)

const amlMaintained = 11

func aml(late bool) []Spell {
	var list []Spell
	for i, t := range amlTime {
		s := Spell{Exit: t, Cause: amlEnded[i]}
		if late {
			s.Entry = min(float64((i+1)*7%25), t-1)
		}
		list = append(list, s)
	}
	return list
}

func twoCauses() []Spell {
	list := aml(false)
	for i := range list {
		if list[i].Cause != 0 {
			list[i].Cause = 1 + (i+1)%2
		}
	}
	return list
}

type referenceRow struct {
	n                 int
	at, p, se, lo, hi float64
}

// reference reads what R gave (testdata/reference.R).
func reference(t *testing.T, what string) []referenceRow {
	t.Helper()
	f, err := os.Open("testdata/reference.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []referenceRow
	for _, r := range rows[1:] {
		if r[0] != what {
			continue
		}
		var x [5]float64
		for i, c := range []int{1, 3, 4, 5, 6} {
			x[i] = math.NaN()
			if v, err := strconv.ParseFloat(r[c], 64); err == nil {
				x[i] = v
			}
		}
		n, _ := strconv.Atoi(r[2])
		out = append(out, referenceRow{n, x[0], x[1], x[2], x[3], x[4]})
	}
	if len(out) == 0 {
		t.Fatalf("testdata/reference.csv has no %s", what)
	}
	return out
}

func near(a, b float64) bool {
	return math.Abs(a-b) < 1e-9*max(1, math.Abs(b)) || math.IsNaN(a) && math.IsNaN(b)
}

func TestKaplanMeierAgainstR(t *testing.T) {
	for what, late := range map[string]bool{"plain": false, "late": true} {
		c, err := KaplanMeier(aml(late), 0.9)
		if err != nil {
			t.Fatal(err)
		}
		want := reference(t, what)
		if len(c.Steps) != len(want) {
			t.Fatalf("%s: %d steps, want %d", what, len(c.Steps), len(want))
		}
		for i, w := range want {
			if s := c.Steps[i]; s.Time != w.at || s.AtRisk != w.n || !near(s.P, w.p) || !near(s.SE, w.se) || !near(s.Lo, w.lo) || !near(s.Hi, w.hi) {
				t.Errorf("%s: %+v, want %+v", what, s, w)
			}
		}
	}
	c, _ := KaplanMeier(aml(false), 0.9)
	w := reference(t, "median")[0]
	if age, lo, hi := c.Quantile(0.5); age != w.p || lo != w.lo || hi != w.hi {
		t.Errorf("median %g (%g to %g), want %g (%g to %g)", age, lo, hi, w.p, w.lo, w.hi)
	}
	if s := c.At(4.9); s.P != 1 || s.Lo != 1 {
		t.Errorf("before the first end %+v, want 1", s)
	}
	if s := c.At(5); s.P != c.Steps[0].P {
		t.Errorf("at the first end %+v, want that step", s)
	}
}

// TestLateEntryMatters shows what the usual error would give: subjects that
// came in view late, counted as if they had been in view from the beginning,
// make things look more lasting than they are.
func TestLateEntryMatters(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var right, wrong []Spell
	for len(right) < 20000 {
		age, entry := r.ExpFloat64()*10, r.Float64()*20
		if age <= entry {
			continue // never seen
		}
		right = append(right, Spell{entry, age, 1})
		wrong = append(wrong, Spell{0, age, 1})
	}
	truth := math.Exp(-1)
	a, _ := KaplanMeier(right, 0.9)
	b, _ := KaplanMeier(wrong, 0.9)
	if s := a.At(10); math.Abs(s.P-truth) > 4*s.SE {
		t.Errorf("with late entry %.3f ± %.3f, want %.3f", s.P, s.SE, truth)
	}
	if s := b.At(10); s.P < truth+0.1 {
		t.Errorf("without late entry %.3f, expected it far above %.3f", s.P, truth)
	}
}

func TestIncidence(t *testing.T) {
	list := twoCauses()
	one, err := Incidence(list, 1, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	want := reference(t, "cause1")
	if len(one.Steps) != len(want) {
		t.Fatalf("%d steps, want %d", len(one.Steps), len(want))
	}
	for i, w := range want {
		if s := one.Steps[i]; s.Time != w.at || s.AtRisk != w.n || !near(s.P, w.p) {
			t.Errorf("%+v, want %+v", s, w)
		}
	}
	two, _ := Incidence(list, 2, 0.9)
	all, _ := KaplanMeier(list, 0.9)
	for _, s := range all.Steps {
		if sum := s.P + one.At(s.Time).P + two.At(s.Time).P; !near(sum, 1) {
			t.Errorf("at %g survival and incidences add up to %g", s.Time, sum)
		}
	}
	// Of a single cause, incidence is one minus survival, with Greenwood's error.
	single, _ := Incidence(aml(true), 1, 0.9)
	late, _ := KaplanMeier(aml(true), 0.9)
	for i, s := range late.Steps {
		f := single.Steps[i]
		if !near(f.P, 1-s.P) || !near(f.SE, s.SE) || !near(f.Lo, 1-s.Hi) || !near(f.Hi, 1-s.Lo) {
			t.Errorf("incidence of the only cause %+v, survival %+v", f, s)
		}
	}
}

// TestIncidenceVariance holds the running sums against the double sum as it is
// printed.
func TestIncidenceVariance(t *testing.T) {
	list := twoCauses()
	c, _ := Incidence(list, 1, 0.9)
	ms := moments(list, func(k int) bool { return k == 1 })
	var s, f []float64 // survival before, incidence after, each moment
	surv, inc := 1.0, 0.0
	for _, m := range ms {
		s = append(s, surv)
		inc += surv * float64(m.ofKind) / float64(m.atRisk)
		surv *= 1 - float64(m.ends)/float64(m.atRisk)
		f = append(f, inc)
	}
	at := 0
	for i, m := range ms {
		if m.ofKind == 0 {
			continue
		}
		v := 0.0
		for j := range i + 1 {
			n, d, k := float64(ms[j].atRisk), float64(ms[j].ends), float64(ms[j].ofKind)
			gap := f[i] - f[j]
			if n > d {
				v += gap * gap * d / (n * (n - d))
			}
			v += s[j]*s[j]*k*(n-k)/(n*n*n) - 2*gap*s[j]*k/(n*n)
		}
		if got := c.Steps[at].SE; !near(got, math.Sqrt(v)) {
			t.Errorf("at %g: standard error %g, want %g", m.time, got, math.Sqrt(v))
		}
		at++
	}
}

func TestSpellsThatCannotBe(t *testing.T) {
	if _, err := KaplanMeier(nil, 0.9); !errors.Is(err, ErrNoSpells) {
		t.Errorf("no spells: %v", err)
	}
	for _, s := range []Spell{{2, 2, 1}, {3, 2, 1}, {-1, 2, 1}, {0, math.NaN(), 1}, {0, math.Inf(1), 0}, {0, 1, -1}} {
		if _, err := KaplanMeier([]Spell{{0, 1, 1}, s}, 0.9); err == nil {
			t.Errorf("%+v was taken", s)
		}
		if _, err := Incidence([]Spell{{0, 1, 1}, s}, 1, 0.9); err == nil {
			t.Errorf("%+v was taken for incidence", s)
		}
	}
}

// amlPeriods cuts the remissions into periods of ten weeks.
func amlPeriods() []Risk {
	var risks []Risk
	for i, time := range amlTime {
		last := int(math.Ceil(time/10)) - 1
		kept := 0.0
		if i < amlMaintained {
			kept = 1
		}
		for k := range last + 1 {
			risks = append(risks, Risk{X: []float64{float64(k), kept}, Ended: k == last && amlEnded[i] == 1, Cluster: i})
		}
	}
	return risks
}

func TestHazardAgainstR(t *testing.T) {
	h, err := FitHazard(amlPeriods(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for j, w := range reference(t, "coef") {
		if h.N != w.n || !near(h.Coef[j], w.p) || !near(math.Sqrt(h.Cov[j][j]), w.se) {
			t.Errorf("coefficient %d: %.12g ± %.12g of %d, want %.12g ± %.12g of %d", j, h.Coef[j], math.Sqrt(h.Cov[j][j]), h.N, w.p, w.se, w.n)
		}
	}
	tight, err := FitHazard(amlPeriods(), 0.1)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := math.Abs(tight.Coef[2]), math.Abs(h.Coef[2]); a >= b/2 {
		t.Errorf("a prior of 0.1 left %g of %g", a, b)
	}
	ratio, lo, hi := h.Odds(1, 0.9)
	if !near(ratio, math.Exp(h.Coef[2])) || !(lo < ratio && ratio < hi) {
		t.Errorf("odds %g (%g to %g)", ratio, lo, hi)
	}
}

// TestWithin: over one period it is the hazard; over several what the product
// of the hazards says, with bounds on both sides.
func TestWithin(t *testing.T) {
	h, err := FitHazard(amlPeriods(), 0)
	if err != nil {
		t.Fatal(err)
	}
	x := []float64{1, 1}
	p, _, _ := h.Predict(x, 0.9)
	if q, lo, hi := h.Within([][]float64{x}, 0.9); !near(p, q) || !(lo < q && q < hi) {
		t.Errorf("within one period %g (%g to %g), hazard %g", q, lo, hi, p)
	}
	y := []float64{2, 1}
	p2, _, _ := h.Predict(y, 0.9)
	if q, _, _ := h.Within([][]float64{x, y}, 0.9); !near(q, 1-(1-p)*(1-p2)) {
		t.Errorf("within two periods %g, want %g", q, 1-(1-p)*(1-p2))
	}
}

// TestHazardFinds draws ends by a known law and asks for it back, with
// intervals that hold the truth as often as they say.
func TestHazardFinds(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	truth := []float64{-2, 0.7, -0.5}
	held := 0
	const runs = 200
	for range runs {
		var risks []Risk
		for i := range 600 {
			x := []float64{r.NormFloat64(), r.NormFloat64()}
			risks = append(risks, Risk{x, r.Float64() < logistic(linear(truth, x)), i})
		}
		h, err := FitHazard(risks, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, lo, hi := h.Odds(0, 0.9); lo <= math.Exp(0.7) && math.Exp(0.7) <= hi {
			held++
		}
	}
	// 180 expected; beyond 165 to 193 with probability below 0.004.
	if held < 165 || held > 193 {
		t.Errorf("90 %% intervals held the truth in %d of %d", held, runs)
	}
}

func TestHazardThatCannotBe(t *testing.T) {
	apart := []Risk{{[]float64{0}, false, 0}, {[]float64{0}, false, 1}, {[]float64{1}, true, 2}, {[]float64{1}, true, 3}}
	if _, err := FitHazard(apart, 0); !errors.Is(err, ErrNotConverged) {
		t.Errorf("told apart without exception: %v", err)
	}
	if _, err := FitHazard(apart, 1); err != nil {
		t.Errorf("with a prior: %v", err)
	}
	if _, err := FitHazard(nil, 0); !errors.Is(err, ErrNoSpells) {
		t.Errorf("no risks: %v", err)
	}
	if _, err := FitHazard([]Risk{{nil, false, 0}, {nil, false, 1}}, 0); !errors.Is(err, ErrNotConverged) {
		t.Errorf("no ends: %v", err)
	}
	if _, err := FitHazard([]Risk{{[]float64{1}, true, 0}, {nil, false, 1}}, 0); err == nil {
		t.Error("circumstances of unlike number were taken")
	}
}

func TestJudge(t *testing.T) {
	// By hand: errors 0.04, 0.04, 0.64, 0.04; base 0.25 each.
	list := []Forecast{{0.2, 0.5, false, 1}, {0.8, 0.5, true, 1}, {0.2, 0.5, true, 2}, {0.2, 0.5, false, 2}}
	s := Judge(list, 2, 0.9)
	if s.N != 4 || s.Came != 2 || !near(s.Brier, 0.19) || !near(s.Base, 0.25) || !near(s.Skill, 0.24) || !near(s.Expected, 1.4) {
		t.Errorf("%+v", s)
	}
	if !(s.Lo < s.Gain && s.Gain < s.Hi) {
		t.Errorf("gain %g outside %g to %g", s.Gain, s.Lo, s.Hi)
	}
	if len(s.Bins) != 2 || s.Bins[0].N != 3 || !near(s.Bins[0].Came, 1.0/3) || s.Bins[1].N != 1 || s.Bins[1].Came != 1 {
		t.Errorf("bins %+v", s.Bins)
	}
	if one := Judge(list[:2], 2, 0.9); !math.IsInf(one.Hi, 1) {
		t.Errorf("one cluster tells no error: %+v", one)
	}
	// A forecast that is the base rate gains nothing, and cannot be said to.
	r := rand.New(rand.NewPCG(3, 4))
	var dull []Forecast
	for i := range 2000 {
		dull = append(dull, Forecast{0.1, 0.1, r.Float64() < 0.1, i / 50})
	}
	if s := Judge(dull, 10, 0.9); s.Gain != 0 || len(s.Bins) != 1 || s.Bins[0].Lo > 0.1 || s.Bins[0].Hi < 0.1 {
		t.Errorf("base rate against itself: %+v", s)
	}
}

// TestOrderIsNothing: what is given in another order gives the same.
func TestOrderIsNothing(t *testing.T) {
	a := twoCauses()
	b := slices.Clone(a)
	slices.Reverse(b)
	x, _ := Incidence(a, 2, 0.9)
	y, _ := Incidence(b, 2, 0.9)
	for i := range x.Steps {
		if x.Steps[i] != y.Steps[i] {
			t.Errorf("%+v and %+v", x.Steps[i], y.Steps[i])
		}
	}
}
