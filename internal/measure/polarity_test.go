package measure

import (
	"bufio"
	"cmp"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/entente-observatory/entente"
)

// everyone keeps all states.
func everyone(entente.CCode, int) bool { return true }

func holdings(amounts ...float64) *entente.Holdings {
	h := &entente.Holdings{Resource: entente.ResourceMilex}
	for i, x := range amounts {
		h.Rows = append(h.Rows, entente.Holding{State: entente.CCode(i + 1), Year: 1900, Parts: []float64{x}})
	}
	return h
}

// TestPolarityByHand holds the measures to cases worked out with pencil.
func TestPolarityByHand(t *testing.T) {
	for _, c := range []struct {
		amounts                     []float64
		con, effective, top, second float64
		one, two, more              float64
	}{
		// Two equals: N2 = 2 and CON = 0.
		{amounts: []float64{5, 5}, con: 0, effective: 2, top: 1, second: 1, two: 1},
		// 8, 1, 1: Σs² = .66, CON = sqrt((.66-1/3)/(2/3)) = .7, N2 = 1/.66.
		{amounts: []float64{8, 1, 1}, con: 0.7, effective: 1 / 0.66, top: 0.9, second: 0.125, one: 1},
		// 2, 2, 2, 2: four poles.
		{amounts: []float64{2, 2, 2, 2}, con: 0, effective: 4, top: 0.5, second: 1, more: 1},
	} {
		p := Polarity(holdings(c.amounts...), entente.ScopeAll, everyone, nil)[0]
		for _, x := range []struct {
			name      string
			got, want float64
		}{
			{"CON", p.Concentration.Value, c.con}, {"effective poles", p.Effective.Value, c.effective},
			{"top two", p.TopTwo.Value, c.top}, {"second", p.Second.Value, c.second},
		} {
			if math.Abs(x.got-x.want) > 1e-12 {
				t.Errorf("%v: %s %v, want %v", c.amounts, x.name, x.got, x.want)
			}
		}
		for i, want := range []float64{c.one, c.two, c.more} {
			if math.Abs(p.Count[i]-want) > 0.001 {
				t.Errorf("%v: %d poles with probability %v, want %v", c.amounts, i+1, p.Count[i], want)
			}
		}
		for _, e := range []entente.Estimate{p.Concentration, p.Effective, p.Entropy, p.TopTwo, p.Second} {
			if e.Lo > e.Value || e.Value > e.Hi || e.Lo == e.Hi && len(c.amounts) > 2 {
				t.Errorf("%v: interval %v to %v about %v", c.amounts, e.Lo, e.Hi, e.Value)
			}
		}
	}
}

// TestPolarityEdge: a state without a report is not one with nothing, and a
// year of one state has no polarity.
func TestPolarityEdge(t *testing.T) {
	if got := Polarity(holdings(3), entente.ScopeAll, everyone, nil); len(got) != 0 {
		t.Errorf("one state: %v", got)
	}
	h := &entente.Holdings{Rows: []entente.Holding{
		{State: 1, Year: 1900, Parts: []float64{6, 1}}, {State: 2, Year: 1900, Parts: []float64{2, math.NaN()}},
		{State: 3, Year: 1900, Parts: []float64{0, 1}}}}
	p := Polarity(h, entente.ScopeAll, everyone, nil)[0]
	// Shares .75/.5, .25/-, 0/.5: means .625, .25, .25.
	if got := p.Second.Value; math.Abs(got-0.4) > 1e-12 {
		t.Errorf("second over first %v, want 0.4", got)
	}
}

// TestPolarityLaws: other names for the states, and another unit, change
// nothing but the names.
func TestPolarityLaws(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	h := &entente.Holdings{}
	renamed := &entente.Holdings{}
	const n = 20
	name := rng.Perm(n)
	for y := int16(1900); y < 1903; y++ {
		rows := make([]entente.Holding, n)
		for i := range n {
			parts := []float64{rng.ExpFloat64(), rng.ExpFloat64(), rng.ExpFloat64()}
			h.Rows = append(h.Rows, entente.Holding{State: entente.CCode(i + 1), Year: y, Parts: parts})
			rows[name[i]] = entente.Holding{State: entente.CCode(name[i] + 1), Year: y, Parts: []float64{1000 * parts[0], parts[1], parts[2] / 7}}
		}
		renamed.Rows = append(renamed.Rows, rows...)
	}
	a, b := Polarity(h, entente.ScopeAll, everyone, nil), Polarity(renamed, entente.ScopeAll, everyone, nil)
	for i := range a {
		for _, d := range []float64{a[i].Concentration.Lo - b[i].Concentration.Lo, a[i].Effective.Hi - b[i].Effective.Hi, a[i].Second.Value - b[i].Second.Value} {
			if math.Abs(d) > 1e-9 {
				t.Errorf("%d: %v\n%v", a[i].Year, a[i], b[i])
			}
		}
		for k, p := range a[i].Powers {
			if q := b[i].Powers[k]; int(q.State) != name[p.State-1]+1 || q.Pole != p.Pole {
				t.Errorf("%d: power %v became %v", a[i].Year, p, q)
			}
		}
	}
}

// TestPolarityRecord holds CON and the effective number of poles, for every
// year, to validation/fixtures/polarity_con_enp_by_year.csv, computed
// independently from the same record.
func TestPolarityRecord(t *testing.T) {
	h := &entente.Holdings{Resource: entente.ResourceCINC}
	parts := []string{"milex", "milper", "irst", "pec", "tpop", "upop"}
	table(t, dataFile(t, "cow-nmc/NMC-70-abridged.from-rda.csv"), func(cell func(string) string) {
		row := entente.Holding{State: entente.CCode(number(t, cell("ccode"))), Year: int16(number(t, cell("year")))}
		some := false
		for _, p := range parts {
			x, err := strconv.ParseFloat(cell(p), 64)
			if err != nil || x < 0 {
				x = math.NaN()
			}
			some = some || !math.IsNaN(x)
			row.Parts = append(row.Parts, x)
		}
		if some {
			h.Rows = append(h.Rows, row)
		}
	})
	slices.SortFunc(h.Rows, func(a, b entente.Holding) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.State, b.State))
	})
	majors := majorsOf(t)
	byYear := func(p []entente.Polarity) map[int]entente.Polarity {
		m := map[int]entente.Polarity{}
		for _, x := range p {
			m[x.Year] = x
		}
		return m
	}
	few := &PolarityOptions{Draws: 10}
	among := byYear(Polarity(h, entente.ScopeMajors, majors, few))
	all := byYear(Polarity(h, entente.ScopeAll, everyone, few))
	years := 0
	table(t, validationFile(t, "fixtures/polarity_con_enp_by_year.csv"), func(cell func(string) string) {
		year := number(t, cell("year"))
		years++
		for _, c := range []struct {
			column string
			got    float64
		}{
			{"n_major", float64(among[year].N)}, {"con_major", among[year].Concentration.Value},
			{"enp_major", among[year].Effective.Value}, {"exp_entropy_major", among[year].Entropy.Value},
			{"n_all", float64(all[year].N)}, {"con_all", all[year].Concentration.Value},
			{"enp_all", all[year].Effective.Value}, {"exp_entropy_all", all[year].Entropy.Value},
		} {
			want, err := strconv.ParseFloat(cell(c.column), 64)
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(c.got-want) > 2e-6*max(1, want) {
				t.Errorf("%d %s: %v, want %v", year, c.column, c.got, want)
			}
		}
	})
	if years != 201 {
		t.Errorf("%d years held to the fixture, want 201", years)
	}
}

func validationFile(t testing.TB, name string) io.Reader {
	t.Helper()
	dir := os.Getenv("ENTENTE_DATA")
	if dir == "" {
		dir = "../../../shared/data"
	}
	f, err := os.Open(filepath.Join(dir, "..", "validation", name))
	if err != nil {
		t.Skipf("%v: the folder validation lies beside ENTENTE_DATA", err)
	}
	t.Cleanup(func() { f.Close() })
	return bufio.NewReader(f)
}

// majorsOf reads the list of the major powers: who was one on the last day of
// the year.
func majorsOf(t testing.TB) func(entente.CCode, int) bool {
	t.Helper()
	spells := map[entente.CCode][]entente.Period{}
	table(t, dataFile(t, "cow-system/majors2016.csv"), func(cell func(string) string) {
		day := func(side string) entente.Date {
			return entente.Day(number(t, cell(side+"year")), number(t, cell(side+"month")), number(t, cell(side+"day")))
		}
		c := entente.CCode(number(t, cell("ccode")))
		spells[c] = append(spells[c], entente.Period{From: day("st"), To: day("end")})
	})
	return func(c entente.CCode, year int) bool {
		return slices.ContainsFunc(spells[c], func(p entente.Period) bool { return p.Contains(entente.Day(year, 12, 31)) })
	}
}
