package measure

import (
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
)

// agreements computes the table of a record, or fails the test.
func agreements(t testing.TB, set entente.VoteSet, r *voteRecord) *entente.Agreements {
	t.Helper()
	a, err := Agreements(set, r.calls, r.votes)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestReferenceDyads: 44 dyad-sessions by ten measures, computed from the
// unvotes snapshot to session 74 independently of this program.
func TestReferenceDyads(t *testing.T) {
	dir := os.Getenv("ENTENTE_DATA")
	if dir == "" {
		dir = "../../../shared/data"
	}
	f, err := os.Open(filepath.Join(dir, "../validation/fixtures/un_agreement_reference.csv"))
	if err != nil {
		t.Skipf("%v: the reference table lies beside ENTENTE_DATA", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]entente.CCode{"USA": 2, "GBR": 200, "RUS": 365, "ISR": 666, "IND": 750, "CHN": 710, "PAK": 770, "CUB": 40}
	for name, record := range map[string]*voteRecord{"three tables": threeTableRecord(t), "one table": wideRecord(t)} {
		table := agreements(t, entente.AllVotes, record)
		compared := 0
		for _, row := range rows[1:] {
			g, ok := table.Find(codes[row[0]], codes[row[1]], number(t, row[2]))
			if !ok || g.Joint.N() != number(t, row[3]) {
				t.Errorf("%s, %v: n = %d", name, row[:4], g.Joint.N())
				continue
			}
			for s := range NumSimilarities {
				k := slices.Index(rows[0], s.String())
				if got, want := s.Of(g).Value, float(t, row[k]); math.Abs(got-want) > 1e-6 {
					t.Errorf("%s, %v: %s = %.6f, want %.6f", name, row[:3], s, got, want)
				}
				compared++
			}
		}
		if compared != 440 {
			t.Errorf("%s: compared %d values, want 440", name, compared)
		}
	}
}

// TestUSMexico1946: documentation of the R package fpsim, whose votes of 1946
// are those of session 1.
func TestUSMexico1946(t *testing.T) {
	g, _ := agreements(t, entente.AllVotes, wideRecord(t)).Find(2, 70, 1)
	if n, kq, pn := g.Joint.N(), KappaQuadratic.Of(g).Value, PiNominal.Of(g).Value; n != 38 || math.Abs(kq - -0.01222707) > 5e-9 || math.Abs(pn - -0.02775801) > 5e-9 {
		t.Errorf("US-Mexico 1946: n %d, quadratic kappa %.8f, nominal pi %.8f; want 38, -0.01222707, -0.02775801", n, kq, pn)
	}
}

// TestPublishedAgreeColumns: the share of equal votes with six states in the
// table of ideal points of June 2024, in the sessions that were not revised
// between the record here and the one behind that table.
func TestPublishedAgreeColumns(t *testing.T) {
	table1 := agreements(t, entente.AllVotes, wideRecord(t))
	columns := map[string]entente.CCode{"USAgree": 2, "RUSSAgree": 365, "BrazilAgree": 140, "ChinaAgree": 710, "IndiaAgree": 750, "IsraelAgree": 666}
	var compared, none int
	sessions := map[int]bool{}
	table(t, dataFile(t, "un-ideal-points/IdealpointestimatesAll_Jun2024.csv.gz"), func(cell func(string) string) {
		s := number(t, cell("session"))
		if !(s <= 18 || s >= 20 && s <= 51 || s >= 68 && s <= 70 || s == 73 || s == 74) {
			return
		}
		sessions[s] = true
		state := entente.CCode(number(t, cell("ccode")))
		for column, other := range columns {
			if state == other {
				continue
			}
			g, _ := table1.Find(state, other, s)
			if cell(column) == "NA" || cell(column) == "NaN" {
				none++
				if g.Joint.N() != 0 {
					t.Errorf("state %d, session %d, %s: %d common votes, published none", state, s, column, g.Joint.N())
				}
				continue
			}
			compared++
			if e := ExactAgreement.Of(g); !e.Known() || math.Abs(e.Value-float(t, cell(column))) > 1e-6 {
				t.Errorf("state %d, session %d: %s = %v, published %s", state, s, column, e.Value, cell(column))
			}
		}
	})
	if len(sessions) != 55 || compared < 30000 {
		t.Errorf("compared %d values in %d sessions, want 55 sessions", compared, len(sessions))
	}
	t.Logf("%d values equal to 1e-6 in %d sessions; %d have no common vote in either", compared, len(sessions), none)
}

// TestDividedCalls pins how many roll calls are not unanimous, and how many of
// them came in batches of several.
func TestDividedCalls(t *testing.T) {
	for _, c := range []struct {
		record                           *voteRecord
		calls, divided, batched, batches int
	}{
		{threeTableRecord(t), 6203, 6121, 2606, 733},
		{wideRecord(t), 6299, 6217, 2610, 734},
	} {
		chambers, err := seat(entente.AllVotes, c.record.calls, c.record.votes)
		if err != nil {
			t.Fatal(err)
		}
		divided, batched, batches := 0, 0, 0
		for _, s := range chambers {
			divided += s.calls
			batched += s.calls - s.loose
			batches += len(s.ends)
		}
		if len(c.record.calls) != c.calls || divided != c.divided || batched != c.batched || batches != c.batches {
			t.Errorf("%d of %d roll calls not unanimous, %d of them in %d batches of several; want %d, %d, %d, %d",
				divided, len(c.record.calls), batched, batches, c.divided, c.calls, c.batched, c.batches)
		}
	}
}

// invented draws a record at random, with batches, unanimous roll calls and
// absences.
func invented(seed uint64, states, calls int) *voteRecord {
	r := rand.New(rand.NewPCG(seed, 46))
	rec := new(voteRecord)
	for id := range calls {
		rec.calls = append(rec.calls, entente.RollCall{
			ID: int32(id + 1), Session: int16(1 + id%3), Date: entente.Day(1946, 1, 1),
			Resolution: fmt.Sprintf("R/%d/%d%c", 1+id%3, r.IntN(calls/2), 'A'+r.IntN(3)),
		})
		unanimous := r.IntN(8) == 0
		for s := range states {
			v := entente.Vote{State: entente.CCode(2 + 5*s), RollCall: int32(id + 1), Choice: entente.Choice(1 + r.IntN(3))}
			if unanimous {
				v.Choice = entente.Yes
			}
			if r.IntN(6) == 0 {
				v.Choice = entente.Absent
			}
			rec.votes = append(rec.votes, v)
		}
	}
	return rec
}

// naive computes a dyad's agreement in a session from the definitions, vote by
// vote and batch by batch.
func naive(rec *voteRecord, a, b entente.CCode, session int) (g entente.Agreement) {
	cast := map[[2]int32]entente.Choice{}
	divided := map[int32]map[entente.Choice]bool{}
	for _, v := range rec.votes {
		if !v.Choice.Cast() {
			continue
		}
		cast[[2]int32{v.RollCall, int32(v.State)}] = v.Choice
		if divided[v.RollCall] == nil {
			divided[v.RollCall] = map[entente.Choice]bool{}
		}
		divided[v.RollCall][v.Choice] = true
	}
	type pair struct {
		cell  int
		batch string
	}
	var pairs []pair
	for i := range rec.calls {
		c := &rec.calls[i]
		x, y := cast[[2]int32{c.ID, int32(a)}], cast[[2]int32{c.ID, int32(b)}]
		if int(c.Session) != session || len(divided[c.ID]) < 2 || x == 0 || y == 0 {
			continue
		}
		cell := 3*int(x-1) + int(y-1)
		g.Joint[cell]++
		pairs = append(pairs, pair{cell, batch(c)})
	}
	// The influence of a roll call is found numerically: what a little more
	// weight on its cell does to the measure.
	base := votesTable(&g.Joint)
	n := base.Total()
	const h = 1e-5
	influence := func(f func(Table) float64, cell int) float64 {
		more, less := votesTable(&g.Joint), votesTable(&g.Joint)
		more.Cells[cell] += h
		less.Cells[cell] -= h
		return n * (f(more) - f(less)) / (2 * h)
	}
	for k, f := range []func(Table) float64{
		func(t Table) float64 { return t.Agreement(Linear) },
		func(t Table) float64 { v, _ := t.Pi(Linear); return v },
		func(t Table) float64 { v, _ := t.Kappa(Linear); return v },
	} {
		sums := map[string]float64{}
		for _, p := range pairs {
			sums[p.batch] += influence(f, p.cell)
		}
		g.Clusters = uint16(len(sums))
		var ss float64
		for _, s := range sums {
			ss += s * s
		}
		groups := float64(len(sums))
		se := float32(math.Sqrt(ss*groups/(groups-1)) / n)
		*[]*float32{&g.SEAgree, &g.SEPi, &g.SEKappa}[k] = se
	}
	return g
}

// TestBitsEqualNaive holds the bit sets against the definitions.
func TestBitsEqualNaive(t *testing.T) {
	rec := invented(1, 9, 400)
	table := agreements(t, entente.AllVotes, rec)
	for _, s := range table.Sessions {
		for j, b := range s.States {
			for i, a := range s.States[:j] {
				got, want := s.Cells[j*(j-1)/2+i], naive(rec, a, b, s.Session)
				if got.Joint != want.Joint || got.Clusters != want.Clusters {
					t.Fatalf("states %d and %d, session %d: %v, want %v", a, b, s.Session, got, want)
				}
				for k, d := range []float32{got.SEAgree - want.SEAgree, got.SEPi - want.SEPi, got.SEKappa - want.SEKappa} {
					if math.Abs(float64(d)) > 2e-6 {
						t.Fatalf("states %d and %d, session %d: standard error %d: %v, want %v", a, b, s.Session, k, got, want)
					}
				}
			}
		}
	}
	if len(table.Sessions) != 3 || len(table.Sessions[0].States) != 9 {
		t.Errorf("sessions %d", len(table.Sessions))
	}
}

// TestAgreementLaws: the order of the record, the names of the states and the
// number of cores change nothing; to turn the dyad transposes the table; to
// turn every vote over leaves every measure.
func TestAgreementLaws(t *testing.T) {
	rec := invented(2, 12, 300)
	want := agreements(t, entente.AllVotes, rec)
	r := rand.New(rand.NewPCG(5, 5))

	shuffled := &voteRecord{slices.Clone(rec.calls), slices.Clone(rec.votes)}
	r.Shuffle(len(shuffled.calls), func(i, j int) {
		shuffled.calls[i], shuffled.calls[j] = shuffled.calls[j], shuffled.calls[i]
	})
	r.Shuffle(len(shuffled.votes), func(i, j int) {
		shuffled.votes[i], shuffled.votes[j] = shuffled.votes[j], shuffled.votes[i]
	})
	before := runtime.GOMAXPROCS(1)
	got := agreements(t, entente.AllVotes, shuffled)
	runtime.GOMAXPROCS(before)
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Error("another order of the record, or another number of cores, gives another table")
	}

	rename := map[entente.CCode]entente.CCode{}
	for k, p := range r.Perm(12) {
		rename[entente.CCode(2+5*k)] = entente.CCode(2 + 5*p)
	}
	renamed := &voteRecord{rec.calls, slices.Clone(rec.votes)}
	turned := &voteRecord{rec.calls, slices.Clone(rec.votes)}
	for i := range rec.votes {
		renamed.votes[i].State = rename[renamed.votes[i].State]
		if c := turned.votes[i].Choice; c.Cast() {
			turned.votes[i].Choice = 4 - c
		}
	}
	names, turns := agreements(t, entente.AllVotes, renamed), agreements(t, entente.AllVotes, turned)
	for _, s := range want.Sessions {
		for j, b := range s.States {
			for _, a := range s.States[:j] {
				g, _ := want.Find(a, b, s.Session)
				back, _ := want.Find(b, a, s.Session)
				if back.Joint != g.Joint.Transpose() || back.SEKappa != g.SEKappa {
					t.Fatalf("%d-%d in session %d is not the transpose of %d-%d", b, a, s.Session, a, b)
				}
				h, _ := names.Find(rename[a], rename[b], s.Session)
				if h.Joint != g.Joint || math.Abs(float64(h.SEPi-g.SEPi)) > 1e-6 {
					t.Fatalf("renamed: %v, want %v", h, g)
				}
				u, _ := turns.Find(a, b, s.Session)
				for m := range NumSimilarities {
					if x, y := m.Of(u), m.Of(g); math.Abs(x.Value-y.Value) > 1e-12 || math.Abs(x.Lo-y.Lo) > 1e-6 {
						t.Fatalf("%s with every vote turned over: %v, want %v", m, x, y)
					}
				}
			}
		}
	}
}

// TestBatch: what the record writes, and the batch that it means.
func TestBatch(t *testing.T) {
	for _, c := range []struct{ symbol, title, want string }{
		{"R/1/66", "AMENDMENTS", "symbol R/1/66"},
		{"R/35/169A", "PALESTINE", "symbol R/35/169"},
		{"R/33/116B/VII", "COMPENSATION", "symbol R/33/116"},
		{"ESS/2/79/D", "HUNGARY", "symbol ESS/2/79"},
		{"R/10 65", "CYPRUS", "symbol R/10 65"},
		{"A/RES/74/112", "", "symbol A/RES/74/112"},
		{"A/RES/75/254[A]", "", "symbol A/RES/75/254"},
		{"A/RES/75/254A-C", "", "symbol A/RES/75/254"},
		{"A/RES/ES-10/19", "", "symbol A/RES/ES-10/19"},
		{"", "RHODESIA", "title RHODESIA"},
		{"", " ", "roll call 7"},
	} {
		if got := batch(&entente.RollCall{ID: 7, Resolution: c.symbol, Short: c.title}); got != c.want {
			t.Errorf("batch of %q, %q is %q, want %q", c.symbol, c.title, got, c.want)
		}
	}
}

// TestBadVotes: a record at odds with itself is refused with its place.
func TestBadVotes(t *testing.T) {
	rec := invented(3, 4, 6)
	rec.votes = append(rec.votes, entente.Vote{State: 7, RollCall: 99, Choice: entente.Yes})
	if _, err := Agreements(entente.AllVotes, rec.calls, rec.votes); err == nil || !strings.Contains(err.Error(), "roll call 99") {
		t.Errorf("vote on an unknown roll call: %v", err)
	}
	twice := &voteRecord{
		[]entente.RollCall{{ID: 1, Session: 1}},
		[]entente.Vote{{State: 2, RollCall: 1, Choice: entente.Yes}, {State: 20, RollCall: 1, Choice: entente.No}, {State: 2, RollCall: 1, Choice: entente.No, Ref: entente.Ref{Line: 4}}},
	}
	if _, err := Agreements(entente.AllVotes, twice.calls, twice.votes); err == nil || !strings.Contains(err.Error(), "twice in roll call 1 (second time on line 4)") {
		t.Errorf("state that votes twice: %v", err)
	}
}

// BenchmarkAgreements is the whole record: all dyads, sessions and votes, with
// standard errors.
func BenchmarkAgreements(b *testing.B) {
	r := wideRecord(b)
	dyads := 0
	for b.Loop() {
		dyads = 0
		for _, s := range agreements(b, entente.AllVotes, r).Sessions {
			dyads += len(s.Cells)
		}
	}
	b.ReportMetric(float64(dyads), "dyad-sessions")
}

func votesTable(j *entente.JointVotes) Table {
	t := NewTable(3)
	for i, n := range j {
		t.Cells[i] = float64(n)
	}
	return t
}
