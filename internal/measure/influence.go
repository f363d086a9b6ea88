package measure

// An influence function says for each cell of a table what one more object in
// it moves an estimate, times the number of objects. Weighted by the cells it
// sums to zero; the sum of its squares, so weighted, over n² is the large-sample
// variance of independent objects, and objects that come in clusters have theirs
// from its sums over clusters (linearisation; Binder 1983).
//
// The functions here set e, laid out as a table's cells.

// influenceOnAgreement is for A: e_ab = 1 - d_ab/d_max - A.
func (m *moments) influenceOnAgreement(e []float64) {
	scale := 1 / m.metric.Max(m.k)
	for a := range m.k {
		for b := range m.k {
			e[m.k*a+b] = (m.observed - m.metric.Between(a, b)) * scale
		}
	}
}

// influence is for π and κ. With r_a = Σ_b q_b d_ab and s_b = Σ_a p_a d_ab, the
// derivative of 1 - D_o/D_e is
//
//	e_ab = (D_o/D_e)(r_a + s_b)/D_e - d_ab/D_e - D_o/D_e,
//
// which for κ gives the variances of Fleiss, Cohen and Everitt (1969). It is
// false, and e is left as it was, where the measure is undefined.
func (m *moments) influence(c chance, e []float64) bool {
	p, q := m.drawn(c)
	var r, s shares
	de := 0.0
	for a := range m.k {
		for b := range m.k {
			d := m.metric.Between(a, b)
			r[a] += q[b] * d
			s[b] += p[a] * d
		}
		de += p[a] * r[a]
	}
	if !(de > 0) {
		return false
	}
	scale := 1 / de
	ratio := m.observed * scale
	for a := range m.k {
		for b := range m.k {
			e[m.k*a+b] = (ratio*(r[a]+s[b])-m.metric.Between(a, b))*scale - ratio
		}
	}
	return true
}
