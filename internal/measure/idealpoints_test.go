package measure

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/irt"
)

// TestImportantVotes goes the whole way from the record to the published table
// of important votes, the smallest. Package irt is held against the others.
func TestImportantVotes(t *testing.T) {
	r := threeTableRecord(t)
	p := Published(entente.ImportantVotes)
	p.Last = 72 // the flag is missing from the record after it
	got, err := p.IdealPoints(context.Background(), irt.Default(), r.calls, r.votes, nil)
	if err != nil {
		t.Fatal(err)
	}
	var x, y []float64
	table(t, dataFile(t, "un-ideal-points/IdealpointestimatesImportant_Apr2020.csv.gz"), func(cell func(string) string) {
		if i, ok := got.Find(entente.CCode(number(t, cell("ccode"))), number(t, cell("session"))); ok {
			x = append(x, got.Rows[i].Theta)
			y = append(y, float(t, cell("IdealPointImportant")))
		}
	})
	if c := correlation(x, y); len(x) != 6250 || c < 0.99 {
		t.Errorf("r = %.4f over %d state-sessions, want at least 0.99 over 6250", c, len(x))
	} else {
		t.Logf("r = %.4f over %d state-sessions", c, len(x))
	}
	if got.Draws != 0 || got.Theta != nil {
		t.Errorf("%d draws kept of a subset", got.Draws)
	}
}

func correlation(x, y []float64) float64 {
	var n, sx, sy, sxx, syy, sxy float64
	for i := range x {
		n++
		sx += x[i]
		sy += y[i]
		sxx += x[i] * x[i]
		syy += y[i] * y[i]
		sxy += x[i] * y[i]
	}
	return (sxy - sx*sy/n) / math.Sqrt((sxx-sx*sx/n)*(syy-sy*sy/n))
}

// TestNoStateHasAConstant renames the states in the record and in the
// procedure: every estimate must follow, to the bit.
func TestNoStateHasAConstant(t *testing.T) {
	rec := blocs(11, 24, 60)
	p := Published(entente.AllVotes)
	p.Anchors = []Anchor{{2, 3}, {7, 3}, {117, -2}}
	p.Without = []Omission{{Session: 3}, {State: 12, Session: 2}, {State: 22}}
	settings := irt.Default()
	settings.Sweeps, settings.BurnIn, settings.CalibrationRows, settings.Draws = 20, 5, 200, 10
	want, err := p.IdealPoints(context.Background(), settings, rec.calls, rec.votes, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := want.Find(22, 1); ok {
		t.Error("state 22 is in the table, though the procedure leaves it out")
	}
	if _, ok := want.Find(12, 2); ok {
		t.Error("state 12 is in session 2, though the procedure leaves it out")
	}
	if _, ok := want.Find(12, 4); !ok {
		t.Error("state 12 is not in session 4")
	}
	if _, ok := want.Find(2, 3); ok {
		t.Error("session 3 is in the table, though the procedure leaves it out")
	}

	names := map[entente.CCode]entente.CCode{0: 0}
	for k, q := range rand.New(rand.NewPCG(7, 7)).Perm(24) {
		names[entente.CCode(2+5*k)] = entente.CCode(3 + 40*q)
	}
	renamed, q := &voteRecord{rec.calls, slices.Clone(rec.votes)}, p
	for i := range renamed.votes {
		renamed.votes[i].State = names[renamed.votes[i].State]
	}
	q.Anchors, q.Without = slices.Clone(p.Anchors), slices.Clone(p.Without)
	for i := range q.Anchors {
		q.Anchors[i].State = names[q.Anchors[i].State]
	}
	for i := range q.Without {
		q.Without[i].State = names[q.Without[i].State]
	}
	got, err := q.IdealPoints(context.Background(), settings, renamed.calls, renamed.votes, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Rows) != len(want.Rows) || got.Draws != 10 {
		t.Fatalf("%d rows with %d draws, want %d with 10", len(got.Rows), got.Draws, len(want.Rows))
	}
	for i, w := range want.Rows {
		k, _ := got.Find(names[w.State], int(w.Session))
		g := got.Rows[k]
		g.State = w.State
		if g != w || !slices.Equal(got.Draw(k), want.Draw(i)) {
			t.Fatalf("renamed: %v, want %v", g, w)
		}
	}
}

// blocs invents a record in which states vote by a position between -1 and 1.
func blocs(seed uint64, states, perSession int) *voteRecord {
	r := rand.New(rand.NewPCG(seed, 74))
	rec := new(voteRecord)
	for id := range 5 * perSession {
		side, cut := r.NormFloat64(), r.NormFloat64()
		c := entente.RollCall{ID: int32(id + 1), Session: int16(1 + id/perSession), Date: entente.Day(1950, 1, 1)}
		if id >= perSession && id%10 == 0 {
			c.Repeats = int32(id + 1 - perSession)
		}
		rec.calls = append(rec.calls, c)
		for s := range states {
			z := 2*side*(float64(2*s)/float64(states-1)-1) + r.NormFloat64() - cut
			v := entente.Vote{State: entente.CCode(2 + 5*s), RollCall: c.ID, Choice: entente.Abstain}
			if z < -0.4 {
				v.Choice = entente.Yes
			} else if z > 0.4 {
				v.Choice = entente.No
			}
			rec.votes = append(rec.votes, v)
		}
	}
	return rec
}

// TestProcedureKeeps tries the rules on roll calls one by one.
func TestProcedureKeeps(t *testing.T) {
	p := Published(entente.MiddleEastVotes)
	late, early := entente.Day(1990, 1, 1), entente.Day(1989, 12, 31)
	me := entente.IssueSet(0).With(entente.MiddleEast)
	for _, c := range []struct {
		call entente.RollCall
		want bool
	}{
		{entente.RollCall{Session: 44, Date: late, Issues: me}, true},
		{entente.RollCall{Session: 44, Date: late, Issues: me, Paragraph: entente.On}, false},
		{entente.RollCall{Session: 44, Date: late, Issues: me, Amendment: entente.On}, false},
		{entente.RollCall{Session: 44, Date: late, Issues: me, Amendment: entente.Off, Paragraph: entente.Uncoded}, true},
		{entente.RollCall{Session: 44, Date: early, Issues: me, Paragraph: entente.On}, true},
		{entente.RollCall{Session: 44, Date: late}, false},
		{entente.RollCall{Session: 28, Date: early, Issues: me}, false},
		{entente.RollCall{Session: 29, Date: early, Issues: me}, true},
	} {
		if got := p.keeps(&c.call); got != c.want {
			t.Errorf("%+v kept: %v, want %v", c.call, got, c.want)
		}
	}
	all := Published(entente.AllVotes)
	if all.keeps(&entente.RollCall{Session: 19}) || !all.keeps(&entente.RollCall{Session: 18}) {
		t.Error("session 19 alone is left out")
	}
	if !all.omits(560, 48) || all.omits(560, 49) || all.omits(2, 48) || !all.omits(511, 18) {
		t.Error("South Africa in session 48 and Zanzibar alone are left out")
	}
	if all.start(2) != 3 || all.start(365) != -2 || all.start(900) != 0 {
		t.Error("anchors")
	}
	if n := Published(entente.NuclearVotes); n.start(365) != 0 || n.start(140) != -2 {
		t.Error("anchors of nuclear votes")
	}
}
