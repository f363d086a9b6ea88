package changepoint

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// reference reads the annual flow of the Nile at Aswan 1871-1970 (Cobb 1978) or
// the yearly British coal-mining disasters 1851-1962 (Jarrett 1979).
func reference(t *testing.T, series string) (years []int, y []float64) {
	t.Helper()
	data := os.Getenv("ENTENTE_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "shared", "data")
	}
	f, err := os.Open(filepath.Join(filepath.Dir(filepath.Clean(data)), "validation", "fixtures", "changepoint_series.csv"))
	if err != nil {
		t.Skipf("no reference series beside $ENTENTE_DATA: %v", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		if row[0] != series {
			continue
		}
		year, err1 := strconv.Atoi(row[1])
		v, err2 := strconv.ParseFloat(row[2], 64)
		if err1 != nil || err2 != nil {
			t.Fatalf("bad row %v", row)
		}
		years, y = append(years, year), append(y, v)
	}
	if len(y) == 0 {
		t.Fatalf("no series %q", series)
	}
	return years, y
}

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s = %.6f, want %v (within %v)", what, got, want, tol)
	}
}

// The numbers of the Nile and coal tests were computed independently, by a
// plain double loop over segment evidences, for the priors named; the date
// agrees with Cobb (1978) and, for coal, Carlin, Gelfand & Smith (1992). All
// hold to the digits printed.
func TestNile(t *testing.T) {
	years, y := reference(t, "nile")
	z, err := Standardise(y)
	if err != nil {
		t.Fatal(err)
	}
	m, err := NormalSegments(z, 0, UnitNormal)
	if err != nil {
		t.Fatal(err)
	}
	logBF, date, err := OneChange(m, 1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "log10 BF", logBF/math.Ln10, 8.856, 5e-4)
	near(t, "P(change after the 28th year)", date[28], 0.7211, 5e-5)
	set := smallestSet(date, 0.9)
	var last []int // the last year of the old regime
	for _, k := range set {
		last = append(last, years[k-1])
	}
	if len(last) != 3 || last[0] != 1897 || last[1] != 1898 || last[2] != 1899 {
		t.Errorf("90 %% set %v, want [1897 1898 1899]", last)
	}
	s, err := Changes([]Weighted{{m, 1}}, Hazard{Change: 0.01, Shortest: 1})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "log evidence", s.LogEvidence, -126.1354, 5e-5)
	near(t, "P(1)", s.Number[1], 0.8095, 5e-5)
	near(t, "P(2)", s.Number[2], 0.1612, 5e-5)
	near(t, "E[number]", mean(s.Number), 1.2239, 5e-5)
	near(t, "P(change after 1898)", s.Date[28], 0.7158, 5e-5)
	if len(s.Best) != 1 || s.Best[0] != 28 {
		t.Errorf("most probable segmentation %v, want [28]", s.Best)
	}
	sum := 0.0
	for _, p := range s.Date {
		sum += p
	}
	near(t, "sum of date probabilities against E[number]", sum, mean(s.Number), 1e-9)
	checkSamples(t, s)

	// The single-change model with autocorrelated errors must find the same
	// date, with less certainty.
	d := mustNew(t, DefaultPrior())
	p, err := d.Single(y, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p.Mode() != 28 || p.LogBF < 3 || p.LogBF > logBF {
		t.Errorf("AR(1) errors: mode %d, log BF %.2f; want 28 and between 3 and %.2f", p.Mode(), p.LogBF, logBF)
	}
}

func TestCoal(t *testing.T) {
	years, y := reference(t, "coal")
	for _, want := range []struct{ shape, bf, mode, mean float64 }{
		{1, 12.569, 0.2450, 40.07},
		{2, 12.791, 0.2383, 39.94},
	} {
		m, err := CountSegments(y, want.shape, 1)
		if err != nil {
			t.Fatal(err)
		}
		logBF, date, err := OneChange(m, 1)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "log10 BF", logBF/math.Ln10, want.bf, 5e-4)
		near(t, "P(mode)", date[41], want.mode, 5e-5)
		near(t, "E[k]", mean(date), want.mean, 5e-3)
		if years[41-1] != 1891 {
			t.Errorf("the 41st year is %d", years[40])
		}
	}
	m, err := CountSegments(y, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Changes([]Weighted{{m, 1}}, Hazard{Change: 0.01, Shortest: 1})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "log evidence", s.LogEvidence, -176.9169, 5e-5)
	for i, want := range []float64{0, 0.2035, 0.4976, 0.2173} {
		near(t, "P("+strconv.Itoa(i)+")", s.Number[i], want, 5e-5)
	}
	near(t, "E[number]", mean(s.Number), 2.196, 5e-4)
	near(t, "P(change after 1947)", s.Date[1947-1851+1], 0.3005, 5e-5)
	near(t, "P(change after 1891)", s.Date[1891-1851+1], 0.2114, 5e-5)
	checkSamples(t, s)
}

func mean(pmf []float64) float64 {
	sum := 0.0
	for i, p := range pmf {
		sum += float64(i) * p
	}
	return sum
}

// checkSamples holds draws against the exact marginals, and against a second
// run from the same seed.
func checkSamples(t *testing.T, s *Segmentation) {
	t.Helper()
	const draws = 4000
	rng := rand.New(rand.NewPCG(7, 7))
	again := rand.New(rand.NewPCG(7, 7))
	date := make([]float64, len(s.Date))
	number := make([]float64, len(s.Date))
	for range draws {
		a, b := s.Sample(rng), s.Sample(again)
		if len(a) != len(b) {
			t.Fatal("the same seed gave different segmentations")
		}
		for i, k := range a {
			if k != b[i] {
				t.Fatal("the same seed gave different segmentations")
			}
			date[k] += 1. / draws
		}
		number[len(a)] += 1. / draws
	}
	for k := range date {
		if d := math.Abs(date[k] - s.Date[k]); d > 4*math.Sqrt(0.25/draws) {
			t.Errorf("sampled P(change at %d) = %.3f, exact %.3f", k, date[k], s.Date[k])
		}
	}
	for m, p := range s.Number {
		if d := math.Abs(number[m] - p); d > 4*math.Sqrt(0.25/draws) {
			t.Errorf("sampled P(%d changes) = %.3f, exact %.3f", m, number[m], p)
		}
	}
}
