package measure

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/entente-observatory/entente"
)

// register is a roll of states by year.
type register map[int][]entente.CCode

func (r register) Members(year int) []entente.CCode { return r[year] }

// allianceRecord reads the directed dyad-years of ATOP 5.1 and the state-years
// of the system.
func allianceRecord(t testing.TB) (*entente.Pledges, register) {
	t.Helper()
	p := &entente.Pledges{First: 1815, Last: 2018}
	table(t, dataFile(t, "atop/atop5_1_ddyr_pledges.csv.gz"), func(cell func(string) string) {
		r := entente.Pledge{From: entente.CCode(number(t, cell("ccode1"))), To: entente.CCode(number(t, cell("ccode2"))), Year: int16(number(t, cell("year")))}
		for i, c := range []string{"atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"} {
			if cell(c) == "1" {
				r.Obligations |= 1 << i
			}
		}
		p.Rows = append(p.Rows, r)
	})
	sortPledges(p)
	roll := register{}
	table(t, dataFile(t, "cow-system/system2016.csv"), func(cell func(string) string) {
		year := number(t, cell("year"))
		roll[year] = append(roll[year], entente.CCode(number(t, cell("ccode"))))
	})
	for _, members := range roll {
		slices.Sort(members)
	}
	return p, roll
}

func sortPledges(p *entente.Pledges) {
	slices.SortFunc(p.Rows, func(a, b entente.Pledge) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
}

// TestPortfolioReference holds the values that METHODS §3 gives from ATOP 5.1
// and the COW state system, all members, each its own ally, to the digits
// given.
func TestPortfolioReference(t *testing.T) {
	p := NewPortfolios(allianceRecord(t))
	for _, c := range []struct {
		scale Commitment
		m     Similarity
		year  int
		a, b  entente.CCode
		want  string
	}{
		{StrongestPledge, SAbsolute, 1960, 2, 200, "0.4393"},
		{StrongestPledge, SAbsolute, 1980, 2, 200, "0.5342"},
		{StrongestPledge, SAbsolute, 2016, 2, 200, "0.5521"},
		{StrongestPledge, SAbsolute, 1914, 200, 220, "0.8370"},
		{StrongestPledge, SAbsolute, 1980, 200, 220, "0.9017"},
		{StrongestPledge, SAbsolute, 1914, 300, 255, "0.9556"},
		{StrongestPledge, SAbsolute, 1914, 365, 255, "0.6593"},
		{StrongestPledge, SAbsolute, 1960, 365, 710, "0.7944"},
		{StrongestPledge, SAbsolute, 1980, 365, 710, "0.6581"},
		{DefencePacts, SAbsolute, 1980, 2, 200, "0.5513"},
		{DefencePacts, KappaLinear, 1980, 2, 200, "0.3681"},
		{DefencePacts, SAbsolute, 2016, 220, 200, "0.9590"},
		{DefencePacts, KappaLinear, 2016, 220, 200, "0.9333"},
		{DefencePacts, SAbsolute, 2016, 365, 370, "1.0000"},
		{DefencePacts, KappaLinear, 2016, 365, 370, "1.0000"},
		{DefencePacts, SAbsolute, 1960, 365, 710, "0.8318"},
		{DefencePacts, KappaLinear, 1960, 365, 710, "0.2851"},
		{DefencePacts, SAbsolute, 1980, 365, 710, "0.8974"},
		{DefencePacts, KappaLinear, 1980, 365, 710, "0.4108"},
		// Traps 6 and 7 of the same notes.
		{DefencePacts, KappaLinear, 2016, 2, 365, "-0.08"},
		{DefencePacts, KappaLinear, 2016, 2, 200, "0.44"},
		{DefencePacts, SAbsolute, 2016, 750, 365, "0.91"},
		{DefencePacts, KappaLinear, 2016, 750, 365, "-0.01"},
	} {
		e := p.Year(c.year).Similarity(c.m, c.scale, c.a, c.b)
		digits := len(c.want) - len("0.")
		if c.want[0] == '-' {
			digits--
		}
		if got := strconv.FormatFloat(e.Value, 'f', digits, 64); !e.Known() || got != c.want {
			t.Errorf("%v of %d and %d in %d: %s (%v), want %s", c.m, c.a, c.b, c.year, got, e.Status, c.want)
		}
		if !(e.Lo <= e.Value && e.Value <= e.Hi && e.Lo < e.Hi) {
			t.Errorf("%v of %d and %d in %d: interval %v to %v of %v", c.m, c.a, c.b, c.year, e.Lo, e.Hi, e.Value)
		}
	}
}

// TestRivalsLookAlike: by any pledge whatever, the United States were nearer to
// Russia than to Britain in 2016 (METHODS §0, trap 6), which is why the program
// counts defence pacts.
func TestRivalsLookAlike(t *testing.T) {
	p, roll := allianceRecord(t)
	for i := range p.Rows {
		if p.Rows[i].Obligations != 0 {
			p.Rows[i].Obligations = entente.Defense
		}
	}
	y := NewPortfolios(p, roll).Year(2016)
	for other, want := range map[entente.CCode]string{365: "0.64", 200: "0.62"} {
		if got := strconv.FormatFloat(y.Similarity(KappaLinear, DefencePacts, 2, other).Value, 'f', 2, 64); got != want {
			t.Errorf("kappa of 2 and %d by any pledge: %s, want %s", other, got, want)
		}
	}
}

// europe1914 is Table 6 of Signorino and Ritter (1999): the alliances of
// Germany (the first state) and Russia (the second) with 20 European states,
// and the shares of capabilities.
func europe1914(t *testing.T, pledge func(level int) entente.Obligation) (*PortfolioYear, *entente.Capabilities) {
	t.Helper()
	p := &entente.Pledges{First: 1914, Last: 1914}
	c := &entente.Capabilities{First: 1914, Last: 1914}
	roll := register{}
	table(t, dataFile(t, "../validation/fixtures/signorino_ritter_1914.csv"), func(cell func(string) string) {
		state := entente.CCode(len(roll[1914]) + 1)
		roll[1914] = append(roll[1914], state)
		c.Rows = append(c.Rows, entente.Capability{State: state, Year: 1914, CINC: float(t, cell("capability_share"))})
		for i, column := range []string{"germany", "russia"} {
			if from := entente.CCode(i + 1); from != state {
				p.Rows = append(p.Rows, entente.Pledge{From: from, To: state, Year: 1914, Obligations: pledge(number(t, cell(column)))})
			}
		}
	})
	sortPledges(p)
	return NewPortfolios(p, roll).Year(1914), c
}

// TestGermanyRussia1914 holds METHODS §1.5. The values of κ with quadratic
// weights, of nominal π and of the chance-corrected S of Benati and Capurri are
// printed in the documentation of the R package fpsim; the others follow from
// the same table.
func TestGermanyRussia1914(t *testing.T) {
	valued, weights := europe1914(t, func(level int) entente.Obligation {
		return []entente.Obligation{0, entente.Nonaggression, entente.Consultation, entente.Defense}[level]
	})
	binary, _ := europe1914(t, func(level int) entente.Obligation { return entente.Obligation(min(level, 1)) * entente.Defense })
	of := func(y *PortfolioYear, m Similarity, scale Commitment) float64 {
		return y.Similarity(m, scale, 1, 2).Value
	}
	corrected := func(d Metric) float64 { // S less its expectation under independence
		p, q, _ := valued.pair(StrongestPledge, 1, 2)
		table := NewTable(4)
		p.against(&q, table)
		m := table.moments(d)
		return 2 * (m.expected(separate) - m.observed) / d.Max(4)
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"S absolute", of(valued, SAbsolute, StrongestPledge), 0.40},
		{"S squared", of(valued, SSquared, StrongestPledge), 0.4444444},
		{"S absolute, weighted", valued.WeightedS(Linear, StrongestPledge, 1, 2, weights).Value, -0.46},
		{"S squared, weighted", valued.WeightedS(Quadratic, StrongestPledge, 1, 2, weights).Value, -0.3488889},
		{"kappa quadratic", of(valued, KappaQuadratic, StrongestPledge), -0.07758621},
		{"kappa linear", of(valued, KappaLinear, StrongestPledge), -0.07142857},
		{"pi nominal", of(valued, PiNominal, StrongestPledge), -0.04477612},
		{"binary S", of(binary, SAbsolute, DefencePacts), 0.40},
		{"binary kappa", of(binary, KappaLinear, DefencePacts), 0.0625},
		{"binary pi", of(binary, PiLinear, DefencePacts), 0.0625},
		{"A_c absolute", corrected(Linear), -0.04},
		{"A_c squared", corrected(Quadratic), -0.04},
	} {
		if math.Abs(c.got-c.want) > 5e-8 {
			t.Errorf("%s is %.8f, want %.8f", c.name, c.got, c.want)
		}
	}
	// Eight great and lesser powers carry the weights: (Σw)²/Σw².
	e := valued.WeightedS(Linear, StrongestPledge, 1, 2, weights)
	if !(e.Lo < e.Value && e.Value < e.Hi) || e.Hi-e.Lo < 0.5 {
		t.Errorf("weighted S has interval %v to %v", e.Lo, e.Hi)
	}
}

// treaties invents pledges among states with the given codes.
func treaties(r *rand.Rand, codes []entente.CCode, year int) *entente.Pledges {
	p := &entente.Pledges{First: year, Last: year}
	for _, a := range codes {
		for _, b := range codes {
			if a != b && r.IntN(3) == 0 {
				p.Rows = append(p.Rows, entente.Pledge{From: a, To: b, Year: int16(year), Obligations: entente.Obligation(r.IntN(32))})
			}
		}
	}
	sortPledges(p)
	return p
}

// TestPortfolioTables holds the bit sets against the plain count, for every
// dyad, and states that the roll does not have against a roll that does.
func TestPortfolioTables(t *testing.T) {
	r := rand.New(rand.NewPCG(1914, 4))
	for _, n := range []int{2, 7, 64, 65, 130} {
		var codes, all []entente.CCode
		for i := range n {
			codes = append(codes, entente.CCode(2+3*i))
		}
		all = append(slices.Clone(codes), 3, 4, 900) // with signatories outside the system
		p := treaties(r, all, 1950)
		y := NewPortfolios(p, register{1950: codes}).Year(1950)
		for _, scale := range []Commitment{DefencePacts, StrongestPledge} {
			level := func(a, k entente.CCode) int {
				if a == k {
					return scale.categories() - 1
				}
				return scale.level(p.Find(a, k, 1950))
			}
			seen := 0
			y.Each(func(d entente.Dyad, tables []Table) {
				got := tables[0]
				seen++
				want := NewTable(scale.categories())
				for _, k := range codes {
					want.Add(level(d.A, k), level(d.B, k), 1)
				}
				if !slices.Equal(got.Cells, want.Cells) {
					t.Fatalf("%d states, %v: %v, want %v", n, d, got.Cells, want.Cells)
				}
				one := y.Similarity(SAbsolute, scale, d.A, d.B)
				if s := got.S(Linear); math.Abs(one.Value-s) > 1e-12 || one.N != n {
					t.Fatalf("%v: S %v of %d, want %v of %d", d, one.Value, one.N, s, n)
				}
			}, scale)
			if seen != n*(n-1)/2 {
				t.Errorf("%d dyads of %d states", seen, n)
			}
		}
	}
}

// TestPortfolioLaws: the two states of a dyad may change places, and no state
// has a constant of its own.
func TestPortfolioLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 200))
	codes := make([]entente.CCode, 60)
	for i := range codes {
		codes[i] = entente.CCode(2 + 7*i)
	}
	p := treaties(r, codes, 1950)
	weights := &entente.Capabilities{}
	for _, c := range codes {
		weights.Rows = append(weights.Rows, entente.Capability{State: c, Year: 1950, CINC: r.Float64()})
	}
	// Give every state the number of another.
	as := map[entente.CCode]entente.CCode{}
	for i, k := range r.Perm(len(codes)) {
		as[codes[i]] = codes[k]
	}
	renamed, reweighted := &entente.Pledges{First: 1950, Last: 1950}, &entente.Capabilities{}
	for _, row := range p.Rows {
		row.From, row.To = as[row.From], as[row.To]
		renamed.Rows = append(renamed.Rows, row)
	}
	sortPledges(renamed)
	for _, row := range weights.Rows {
		row.State = as[row.State]
		reweighted.Rows = append(reweighted.Rows, row)
	}
	slices.SortFunc(reweighted.Rows, func(a, b entente.Capability) int { return cmp.Compare(a.State, b.State) })
	roll := register{1950: codes}
	y, z := NewPortfolios(p, roll).Year(1950), NewPortfolios(renamed, roll).Year(1950)
	same := func(what string, a, b entente.Estimate) {
		t.Helper()
		if math.Abs(a.Value-b.Value) > 1e-12 || math.Abs(a.Lo-b.Lo) > 1e-9 || math.Abs(a.Hi-b.Hi) > 1e-9 || a.N != b.N || a.Status != b.Status {
			t.Fatalf("%s: %+v, then %+v", what, a, b)
		}
	}
	for i, a := range codes {
		for _, b := range codes[i+1:] {
			for _, scale := range []Commitment{DefencePacts, StrongestPledge} {
				for m := range NumSimilarities {
					e := y.Similarity(m, scale, a, b)
					same("changed places", e, y.Similarity(m, scale, b, a))
					same("renamed", e, z.Similarity(m, scale, as[a], as[b]))
				}
				e := y.WeightedS(Linear, scale, a, b, weights)
				same("weighted, changed places", e, y.WeightedS(Linear, scale, b, a, weights))
				same("weighted, renamed", e, z.WeightedS(Linear, scale, as[a], as[b], reweighted))
			}
		}
	}
	// Equal weights give the plain S; a state is like itself.
	for i := range weights.Rows {
		weights.Rows[i].CINC = 0.25
	}
	e, w := y.Similarity(SAbsolute, StrongestPledge, 2, 9), y.WeightedS(Linear, StrongestPledge, 2, 9, weights)
	same("equal weights", e, w)
	if e := y.Similarity(KappaLinear, DefencePacts, 2, 2); e.Value != 1 {
		t.Errorf("a state and itself: %+v", e)
	}
}

func TestPortfolioStatus(t *testing.T) {
	// 1 and 2 defend each other, 1 and 3 consult; 4 has nobody.
	p := &entente.Pledges{First: 1950, Last: 1951, Rows: []entente.Pledge{
		{From: 1, To: 2, Year: 1950, Obligations: entente.Defense}, {From: 1, To: 3, Year: 1950, Obligations: entente.Consultation},
		{From: 2, To: 1, Year: 1950, Obligations: entente.Defense}, {From: 3, To: 1, Year: 1950, Obligations: entente.Consultation},
	}}
	few, many := []entente.CCode{1, 2}, []entente.CCode{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
	portfolios := NewPortfolios(p, register{1950: many, 1951: few, 1952: many})
	no := &entente.Capabilities{}
	for _, c := range []struct {
		name   string
		e      entente.Estimate
		status entente.Status
		value  float64
		warn   []string
	}{
		{"allies", portfolios.Year(1950).Similarity(KappaLinear, DefencePacts, 1, 2), entente.Known, 1, nil},
		{"one without allies", portfolios.Year(1950).Similarity(KappaLinear, DefencePacts, 1, 4), entente.Known, -1. / 8, []string{warnNoAlly}},
		{"common zeros", portfolios.Year(1950).Similarity(SAbsolute, DefencePacts, 1, 4), entente.Known, 0.5, []string{warnTiedZeros}},
		{"any pledge", portfolios.Year(1950).Similarity(PiLinear, StrongestPledge, 1, 2), entente.Known, 1 - 96./540, []string{warnAnyPledge}},
		{"no pledge in the year", portfolios.Year(1951).Similarity(SAbsolute, DefencePacts, 1, 2), entente.Known, -1, []string{warnFewStates}},
		{"not in the year", portfolios.Year(1951).Similarity(SAbsolute, DefencePacts, 1, 3), entente.NotAState, 0, nil},
		{"after the record", portfolios.Year(1952).Similarity(SAbsolute, DefencePacts, 1, 3), entente.OutsideCoverage, 0, nil},
		{"no weights", portfolios.Year(1950).WeightedS(Linear, DefencePacts, 1, 2, no), entente.Missing, 0, nil},
	} {
		if c.e.Status != c.status || c.e.Known() && math.Abs(c.e.Value-c.value) > 1e-12 || !slices.Equal(c.e.Warnings, c.warn) {
			t.Errorf("%s: %+v, want %v %v %q", c.name, c.e, c.status, c.value, c.warn)
		}
	}
	two := &entente.Pledges{First: 1950, Last: 1950, Rows: []entente.Pledge{
		{From: 1, To: 2, Year: 1950, Obligations: entente.Defense}, {From: 2, To: 1, Year: 1950, Obligations: entente.Defense}}}
	if e := NewPortfolios(two, register{1950: few}).Year(1950).Similarity(KappaLinear, DefencePacts, 1, 2); e.Status != entente.Undefined {
		t.Errorf("a world of two allies: %+v, want undefined", e)
	}
	s := portfolios.Series(1, 2, func(year int) bool { return year == 1950 })
	if len(s.Points) != 2 || s.LastReliable != 1950 || s.Points[1].Estimate.Status != entente.NotAState || s.Points[0].Estimate.Value != 1 {
		t.Errorf("series %+v", s)
	}
}

// TestPortfolioCoverage draws third states from a world in which the truth is
// known, and counts how often the interval holds it.
func TestPortfolioCoverage(t *testing.T) {
	const times, n = 3000, 190
	for _, world := range []struct {
		name  string
		cells []float64 // shares of neither, second's, first's, both's allies
	}{
		{"blocs that overlap", []float64{0.70, 0.05, 0.10, 0.15}},
		{"as by chance", []float64{0.64, 0.16, 0.16, 0.04}},
		{"few allies", []float64{0.92, 0.02, 0.02, 0.04}},
		{"nearly the same", []float64{0.80, 0.005, 0.005, 0.19}},
	} {
		// The two themselves are no draw: each is its own ally and, here, not
		// the other's.
		truth := NewTable(2)
		for i, share := range world.cells {
			truth.Cells[i] = (n - 2) * share
		}
		truth.Add(1, 0, 1)
		truth.Add(0, 1, 1)
		r := rand.New(rand.NewPCG(7, 1999))
		hit := map[Similarity]int{}
		measures := []Similarity{SAbsolute, PiLinear, KappaLinear}
		for range times {
			codes := make([]entente.CCode, n)
			var p entente.Pledges
			p.First, p.Last = 1950, 1950
			var rows [2][]entente.Pledge
			for k := range codes {
				codes[k] = entente.CCode(k + 1)
				x, cell := r.Float64(), 0
				for cell < 3 && x >= world.cells[cell] {
					x -= world.cells[cell]
					cell++
				}
				for i, on := range []bool{cell >= 2, cell%2 == 1} {
					if on && k > 1 {
						rows[i] = append(rows[i], entente.Pledge{From: entente.CCode(i + 1), To: codes[k], Year: 1950, Obligations: entente.Defense})
					}
				}
			}
			p.Rows = append(rows[0], rows[1]...)
			y := NewPortfolios(&p, register{1950: codes}).Year(1950)
			for _, m := range measures {
				moments := truth.moments(similarities[m].metric)
				want, _ := m.value(&moments)
				if e := y.Similarity(m, DefencePacts, 1, 2); e.Lo <= want && want <= e.Hi {
					hit[m]++
				}
			}
		}
		for _, m := range measures {
			share := float64(hit[m]) / times
			t.Logf("%s: %v %.3f", world.name, m, share)
			// Two of the objects vary in no draw, so that the interval is wide
			// where little else does.
			if share < 0.87 || share > 0.99 {
				t.Errorf("%s: the 90 %% interval of %v holds the truth in %.3f", world.name, m, share)
			}
		}
	}
}

// BenchmarkPortfolios takes S, π and κ of all dyads of all years.
func BenchmarkPortfolios(b *testing.B) {
	p := NewPortfolios(allianceRecord(b))
	for b.Loop() {
		sum := 0.0
		for year := 1816; year <= 2016; year++ {
			p.Year(year).Each(func(_ entente.Dyad, tables []Table) {
				t := tables[0]
				k, _ := t.Kappa(Linear)
				pi, _ := t.Pi(Linear)
				sum += t.S(Linear) + pi + k
			}, DefencePacts)
		}
	}
}

func BenchmarkPortfolioOfOneDyad(b *testing.B) {
	p := NewPortfolios(allianceRecord(b))
	for b.Loop() {
		p.Year(2016).Similarity(KappaLinear, DefencePacts, 2, 200)
	}
}
