package measure

import "math"

// Metric says how far apart two categories of an ordered scale stand. The
// categories are 0 to K-1.
type Metric uint8

const (
	Linear    Metric = iota // |a-b|
	Quadratic               // (a-b)²
	Nominal                 // 1 if a ≠ b, else 0
)

// maxCategories is the length of the longest scale in the record, that of
// commitments in alliances. Room for so many is set aside without allocation,
// since a record has a table for each of a million dyads and sessions.
const maxCategories = 4

var spacing = func() (d [3][maxCategories][maxCategories]float64) {
	for a := range maxCategories {
		for b := range maxCategories {
			x := math.Abs(float64(a - b))
			d[Linear][a][b], d[Quadratic][a][b], d[Nominal][a][b] = x, x*x, min(x, 1)
		}
	}
	return d
}()

// Between returns the distance of two categories.
func (d Metric) Between(a, b int) float64 { return spacing[d][a][b] }

// Max returns the greatest distance on a scale of k categories.
func (d Metric) Max(k int) float64 { return d.Between(0, k-1) }

// Table is the joint distribution of two states' choices on a scale of K
// ordered categories, at most 4: roll calls by vote and vote (K = 3), third
// states by commitment and commitment (K = 4). Cells[K*a+b] is the number, or
// the weight, of the objects that the first state put in category a and the
// second in b.
//
// The measures are those of Lijphart (1963), Signorino and Ritter (1999), Scott
// (1955) and Cohen (1960, 1968), in the common form of Häge (2011): one minus a
// ratio of distances. See docs/methods/voting-similarity.md.
type Table struct {
	K     int
	Cells []float64
}

// NewTable returns an empty table of k categories.
func NewTable(k int) Table { return Table{k, make([]float64, k*k)} }

// Add puts an object of weight w into the table.
func (t Table) Add(a, b int, w float64) { t.Cells[t.K*a+b] += w }

// Total is the number, or the weight, of all objects.
func (t Table) Total() float64 {
	n := 0.0
	for _, c := range t.Cells {
		n += c
	}
	return n
}

// Exact returns the share of objects in equal categories, E, from 0 to 1; NaN
// for an empty table.
func (t Table) Exact() float64 { return t.Agreement(Nominal) }

// Agreement returns A = 1 - D_o/d_max, from 0 to 1, with D_o the mean distance;
// NaN for an empty table. With three categories and linear metric a half step
// earns half credit (Lijphart 1963).
func (t Table) Agreement(d Metric) float64 { return 1 - t.moments(d).observed/d.Max(t.K) }

// S returns the similarity of Signorino and Ritter (1999),
// S = 1 - 2 D_o/d_max, from -1 to 1; NaN for an empty table. Weighted cells give
// the weighted S. It is not corrected for chance, so common zeros inflate it.
func (t Table) S(d Metric) float64 { return 1 - 2*t.moments(d).observed/d.Max(t.K) }

// Pi returns Scott's π = 1 - D_o/D_e, from -1 to 1, with D_e = Σ m_a m_b d_ab
// the distance expected if both drew from the mean m of their marginal shares.
// It is false where D_e = 0: both always chose the same category.
func (t Table) Pi(d Metric) (float64, bool) { return t.moments(d).corrected(pooled) }

// Kappa returns Cohen's κ = 1 - D_o/D_e, from -1 to 1, with D_e = Σ p_a q_b d_ab
// the distance expected if each drew from its own marginal shares p, q. It is
// false where D_e = 0: both always chose the same category.
func (t Table) Kappa(d Metric) (float64, bool) { return t.moments(d).corrected(separate) }

// chance is the model of what two states would do without regard to each
// other: draw from their own shares, or from the mean of both.
type chance bool

const (
	separate chance = false // Cohen's κ
	pooled   chance = true  // Scott's π
)

// shares are the shares of the categories among a state's choices.
type shares [maxCategories]float64

// moments are what the measures are made of.
type moments struct {
	k        int
	metric   Metric
	observed float64 // D_o, the mean distance
	p, q     shares  // of the first and of the second state
}

func (t Table) moments(d Metric) moments {
	m := moments{k: t.K, metric: d}
	n := 0.0
	for a := range t.K {
		for b, w := range t.Cells[t.K*a:][:t.K] {
			m.observed += w * d.Between(a, b)
			m.p[a] += w
			m.q[b] += w
			n += w
		}
	}
	m.observed /= n
	for a := range t.K {
		m.p[a] /= n
		m.q[a] /= n
	}
	return m
}

// drawn returns the shares from which the two states are taken to draw.
func (m *moments) drawn(c chance) (p, q shares) {
	p, q = m.p, m.q
	if c == pooled {
		for a := range p {
			p[a] = (p[a] + q[a]) / 2
		}
		q = p
	}
	return p, q
}

// expected is D_e, the mean distance of independent draws.
func (m *moments) expected(c chance) float64 {
	p, q := m.drawn(c)
	de := 0.0
	for a := range m.k {
		for b := range m.k {
			de += p[a] * q[b] * m.metric.Between(a, b)
		}
	}
	return de
}

func (m moments) corrected(c chance) (float64, bool) {
	de := m.expected(c)
	if !(de > 0) { // NaN of an empty table included
		return 0, false
	}
	return max(-1, 1-m.observed/de), true // below -1 by rounding only
}
