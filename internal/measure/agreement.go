package measure

import (
	"fmt"
	"math"
	"math/bits"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/entente-observatory/entente"
)

// Agreements counts, for every session and dyad, the joint table of the votes
// that both cast on the roll calls of the set, with the standard errors of raw
// agreement, π and κ (linear distance).
//
// A roll call counts unless it was unanimous: unless all who cast a vote, yes,
// abstain or no, cast the same. Amendments and paragraphs count. Absence is
// missing. This is the rule of the record's own script (Voeten,
// DyadicAgreementScores.R): 6,121 of 6,203 roll calls to session 74.
//
// It fails if a vote is on a roll call that is not among calls, or if a state
// voted twice in one. The result is the same whatever the number of cores.
func Agreements(set entente.VoteSet, calls []entente.RollCall, votes []entente.Vote) (*entente.Agreements, error) {
	chambers, err := seat(set, calls, votes)
	if err != nil {
		return nil, err
	}
	table := &entente.Agreements{Set: set, Sessions: make([]entente.SessionAgreements, len(chambers))}
	var next atomic.Int32
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for {
				k := int(next.Add(1)) - 1
				if k >= len(chambers) {
					return
				}
				table.Sessions[k] = chambers[k].compare()
			}
		})
	}
	wg.Wait()
	return table, nil
}

// compare fills the lower triangle of dyads.
func (c *chamber) compare() entente.SessionAgreements {
	n := len(c.states)
	cells := make([]entente.Agreement, 0, n*(n-1)/2)
	for j := range n {
		for i := range j {
			g := entente.Agreement{Joint: c.joint(i, j)}
			c.errors(&g, i, j)
			cells = append(cells, g)
		}
	}
	return entente.SessionAgreements{Session: c.session, States: c.states, Cells: cells}
}

// joint counts the pairs of votes of two states: nine intersections of bit
// sets.
func (c *chamber) joint(i, j int) (t entente.JointVotes) {
	x, y := c.row(i), c.row(j)
	for w := 0; w < len(x); w += 3 {
		x, y := x[w:w+3], y[w:w+3]
		for a := range 3 {
			for b := range 3 {
				t[3*a+b] += uint16(bits.OnesCount64(x[a] & y[b]))
			}
		}
	}
	return t
}

// errors sets the standard errors and the number of batches of the dyad.
//
// To first order an estimate errs by the mean of its influence function e over
// the roll calls v, so its variance is (1/n²) Σ_c (Σ_{v∈c} e_v)² over batches c,
// times G/(G-1) for the G batches in which both voted (linearisation; Binder
// 1983). A batch of one adds e², so the table gives the sum over all roll calls
// as if alone, and only the batches of several need to be gone through.
func (c *chamber) errors(g *entente.Agreement, i, j int) {
	var cells [9]float64
	for k, n := range g.Joint {
		cells[k] = float64(n)
	}
	n := float64(g.Joint.N())
	if n == 0 {
		return
	}
	m := Table{3, cells[:]}.moments(Linear)
	var e [3][9]float64
	m.influenceOnAgreement(e[0][:])
	m.influence(pooled, e[1][:])
	m.influence(separate, e[2][:])
	// By pair of votes as batched holds them, a vote not cast adding nothing.
	var at [16][3]float64
	var sum [3]float64
	for a := range 3 {
		for b := range 3 {
			for k := range e {
				x := e[k][3*a+b]
				at[4*(a+1)+b+1][k] = x
				sum[k] += cells[3*a+b] * x * x
			}
		}
	}
	groups := n
	x, y := c.batched(i), c.batched(j)
	from := 0
	for _, to := range c.ends {
		var s0, s1, s2, q0, q1, q2 float64
		common := 0
		for v := from; v < to; v++ {
			if x[v] == 0 || y[v] == 0 {
				continue
			}
			common++
			u := &at[(4*x[v]+y[v])&15]
			s0 += u[0]
			s1 += u[1]
			s2 += u[2]
			q0 += u[0] * u[0]
			q1 += u[1] * u[1]
			q2 += u[2] * u[2]
		}
		from = to
		if common > 1 {
			groups -= float64(common - 1)
			sum[0] += s0*s0 - q0
			sum[1] += s1*s1 - q1
			sum[2] += s2*s2 - q2
		}
	}
	g.Clusters = uint16(groups)
	if groups < 2 {
		return
	}
	correction := groups / (groups - 1) / (n * n)
	g.SEAgree = root(sum[0] * correction)
	g.SEPi = root(sum[1] * correction)
	g.SEKappa = root(sum[2] * correction)
}

// noError is a standard error that only rounding can make other than zero.
const noError = 1e-8

// root is the square root of a variance that is zero if below that of noError.
func root(variance float64) float32 {
	if variance < noError*noError {
		return 0
	}
	return float32(math.Sqrt(variance))
}

func errTwice(v *entente.Vote) error {
	return fmt.Errorf("state %d votes twice in roll call %d (second time on line %d); keep one of the rows", v.State, v.RollCall, v.Ref.Line)
}
