package measure

import "math"

// Distance says how far apart two categories of an ordered scale stand. The
// categories are 0 to K-1.
type Distance uint8

const (
	Linear    Distance = iota // |a-b|
	Quadratic                 // (a-b)²
	Nominal                   // 1 if a ≠ b, else 0
)

// maxCategories is the length of the longest scale in the record, that of
// commitments in alliances. Room for so many is set aside without allocation,
// since a record has a table for each of a million dyads and sessions.
const maxCategories = 4

var distances = func() (d [3][maxCategories][maxCategories]float64) {
	for a := range maxCategories {
		for b := range maxCategories {
			x := math.Abs(float64(a - b))
			d[Linear][a][b], d[Quadratic][a][b], d[Nominal][a][b] = x, x*x, min(x, 1)
		}
	}
	return d
}()

// Between returns the distance of two categories.
func (d Distance) Between(a, b int) float64 { return distances[d][a][b] }

// Max returns the greatest distance on a scale of k categories.
func (d Distance) Max(k int) float64 { return d.Between(0, k-1) }

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
func (t Table) Exact() float64 { return 1 - t.observed(Nominal) }

// Agreement returns A = 1 - D_o/d_max, from 0 to 1, with D_o the mean distance;
// NaN for an empty table. With three categories and linear distance a half step
// earns half credit (Lijphart 1963).
func (t Table) Agreement(d Distance) float64 { return 1 - t.observed(d)/d.Max(t.K) }

// S returns the similarity of Signorino and Ritter (1999),
// S = 1 - 2 D_o/d_max, from -1 to 1; NaN for an empty table. Weighted cells give
// the weighted S. It is not corrected for chance, so common zeros inflate it.
func (t Table) S(d Distance) float64 { return 1 - 2*t.observed(d)/d.Max(t.K) }

// Pi returns Scott's π = 1 - D_o/D_e, from -1 to 1, with D_e = Σ m_a m_b d_ab
// the distance expected if both drew from the mean m of their marginal shares.
// It is false where D_e = 0: both always chose the same category.
func (t Table) Pi(d Distance) (float64, bool) { return t.corrected(d, pooled) }

// Kappa returns Cohen's κ = 1 - D_o/D_e, from -1 to 1, with D_e = Σ p_a q_b d_ab
// the distance expected if each drew from its own marginal shares p, q. It is
// false where D_e = 0: both always chose the same category.
func (t Table) Kappa(d Distance) (float64, bool) { return t.corrected(d, separate) }

// chance is the model of what two states would do without regard to each
// other: draw from their own shares, or from the mean of both.
type chance bool

const (
	separate chance = false // Cohen's κ
	pooled   chance = true  // Scott's π
)

// shares are the shares of the categories among a state's choices.
type shares [maxCategories]float64

func (t Table) corrected(d Distance, c chance) (float64, bool) {
	do, de := t.observed(d), t.expected(d, c)
	if !(de > 0) { // NaN of an empty table included
		return 0, false
	}
	return 1 - do/de, true
}

// observed is D_o, the mean distance.
func (t Table) observed(d Distance) float64 {
	sum, n := 0.0, 0.0
	for a := range t.K {
		for b := range t.K {
			c := t.Cells[t.K*a+b]
			sum += c * d.Between(a, b)
			n += c
		}
	}
	return sum / n
}

// expected is D_e, the mean distance of independent draws from the marginals.
func (t Table) expected(d Distance, c chance) float64 {
	p, q := t.marginals(c)
	de := 0.0
	for a := range t.K {
		for b := range t.K {
			de += p[a] * q[b] * d.Between(a, b)
		}
	}
	return de
}

// marginals returns the shares from which the first and the second state are
// taken to draw.
func (t Table) marginals(c chance) (p, q shares) {
	n := t.Total()
	for a := range t.K {
		for b := range t.K {
			w := t.Cells[t.K*a+b] / n
			p[a] += w
			q[b] += w
		}
	}
	if c == pooled {
		for a := range t.K {
			p[a] = (p[a] + q[a]) / 2
		}
		q = p
	}
	return p, q
}
