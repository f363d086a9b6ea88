package store

import (
	"errors"
	"maps"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/entente-observatory/entente"
)

// TestEstimatesComeBack writes random tables and reads them.
func TestEstimatesComeBack(t *testing.T) {
	for seed := range uint64(8) {
		r := random(seed)
		ip := sampleIdealPoints(r, entente.NuclearVotes, 1+r.IntN(40), 1+r.IntN(20), r.IntN(7))
		ag := sampleAgreements(r, entente.AllVotes, 2+r.IntN(20), r.IntN(9))
		pl, ca := samplePledges(r, r.IntN(30)), sampleCapabilities(r, r.IntN(30))
		home := t.TempDir()
		b, err := Begin(home)
		if err != nil {
			t.Fatal(err)
		}
		o := Origin{Inputs: "x", Rights: "open"}
		for _, err := range []error{b.PutIdealPoints(ip, o), b.PutAgreements(ag, o), b.PutPledges(pl, o), b.PutCapabilities(ca, o)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if _, err := b.Commit("", nil); err != nil {
			t.Fatal(err)
		}
		e, err := OpenHome(home)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, "ideal points", func() (any, error) { return e.IdealPoints(entente.NuclearVotes) }, ip)
		compare(t, "agreements", func() (any, error) { return e.Agreements(entente.AllVotes) }, ag)
		compare(t, "pledges", func() (any, error) { return e.Pledges() }, pl)
		compare(t, "capabilities", func() (any, error) { return e.Capabilities() }, ca)
	}
}

func compare(t *testing.T, what string, read func() (any, error), want any) {
	t.Helper()
	got, err := read()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if !reflect.DeepEqual(normal(got), normal(want)) {
		t.Errorf("%s differ:\n got %.400v\nwant %.400v", what, got, want)
	}
}

// normal makes no difference between an empty slice and none.
func normal(x any) any {
	v := reflect.Indirect(reflect.ValueOf(x))
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	for i := range out.NumField() {
		if f := out.Field(i); f.Kind() == reflect.Slice && f.Len() == 0 {
			f.SetZero()
		}
	}
	return out.Interface()
}

// TestDoubtIsKept: what cannot be known stays NaN, and a standard error too
// small for the scale does not become certainty.
func TestDoubtIsKept(t *testing.T) {
	nan, nan32 := math.NaN(), float32(math.NaN())
	home := t.TempDir()
	b, err := Begin(home)
	if err != nil {
		t.Fatal(err)
	}
	ip := &entente.IdealPoints{Rows: []entente.IdealPoint{{State: 2, Session: 1, Theta: 0, Lo: nan, Hi: 1, RepLo: nan, RepHi: nan}}}
	ag := &entente.Agreements{Sessions: []entente.SessionAgreements{{Session: 1, States: []entente.CCode{2, 20},
		Cells: []entente.Agreement{{SEAgree: 1e-6, SEPi: 0, SEKappa: nan32}}}}}
	if err := errors.Join(b.PutIdealPoints(ip, Origin{}), b.PutAgreements(ag, Origin{})); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit("", nil); err != nil {
		t.Fatal(err)
	}
	e, _ := OpenHome(home)
	p, err := e.IdealPoints(entente.AllVotes)
	if err != nil {
		t.Fatal(err)
	}
	if r := p.Rows[0]; r.Theta != 0 || !math.IsNaN(r.Lo) || r.Hi != 1 || !math.IsNaN(r.RepLo) || p.Draws != 0 {
		t.Errorf("ideal point came back as %+v", r)
	}
	a, err := e.Agreements(entente.AllVotes)
	if err != nil {
		t.Fatal(err)
	}
	if c := a.Sessions[0].Cells[0]; c.SEAgree != 0.001 || c.SEPi != 0 || !math.IsNaN(float64(c.SEKappa)) {
		t.Errorf("agreement came back as %+v", c)
	}
}

// TestRecordsComeBack compares every scan with a search through what was sent.
// The large sample fills several row groups and more than one run.
func TestRecordsComeBack(t *testing.T) {
	sizes := []int{0, 1, 3000}
	if !testing.Short() {
		sizes = append(sizes, recordRun+recordGroup+7)
	}
	for _, n := range sizes {
		r := random(uint64(n))
		s := sampleRecords(r, "un-votes", n)
		if n > recordRun { // rows that few groups hold
			s.ties[n-1].From, s.ties[n-1].To = 955, 2
			s.ties[7].From, s.ties[7].To = 2, 955
		}
		home := t.TempDir()
		b, err := Begin(home)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Source(s.ds, "x", s.send); err != nil {
			t.Fatal(err)
		}
		building, _ := b.Records()
		if n > 0 {
			if votes, err := building.Votes("un-votes"); err != nil || len(votes) != n {
				t.Fatalf("during the build: %d votes, %v", len(votes), err)
			}
		}
		if _, err := b.Commit("", nil); err != nil {
			t.Fatal(err)
		}
		e, err := OpenHome(home)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			if _, err := e.Votes("un-votes"); !errors.Is(err, ErrNoTable) {
				t.Errorf("votes of a source without any: %v", err)
			}
			continue
		}
		calls, err := e.RollCalls("un-votes")
		if err != nil || !reflect.DeepEqual(calls, s.rollCalls) {
			t.Errorf("%d roll calls came back as %d, %v", len(s.rollCalls), len(calls), err)
		}
		votes, err := e.Votes("un-votes")
		want := slices.SortedFunc(slices.Values(s.votes), compareVotes)
		if err != nil || !slices.Equal(votes, want) {
			t.Errorf("%d votes came back as %d, %v", len(want), len(votes), err)
		}
		s.checkScans(t, e)
	}
}

func (s *sample) checkScans(t *testing.T, e *Edition) {
	t.Helper()
	n := len(s.ties)
	for _, in := range []entente.Period{entente.Always, entente.CalendarYear(1950), {From: -30000, To: -20000}} {
		for _, of := range []entente.Dyad{{}, {A: s.ties[0].From, B: s.ties[0].To}, {A: s.ties[n/2].To, B: s.ties[n/2].From}, {A: 2, B: 955}, {A: 2, B: 998}} {
			var got, want []entente.Tie
			err := e.Ties("un-votes", of, in, func(x entente.Tie) bool { got = append(got, x); return true })
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range s.ties {
				if (of == entente.Dyad{} || x.From == of.A && x.To == of.B || x.From == of.B && x.To == of.A) && x.Period.Overlaps(in) {
					want = append(want, x)
				}
			}
			same(t, "ties", got, want, compareTies)
		}
		for _, state := range []entente.CCode{0, s.attributes[0].State, 998} {
			var got, want []entente.Attribute
			err := e.Attributes("un-votes", state, in, func(x entente.Attribute) bool { got = append(got, x); return true })
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range s.attributes {
				if (state == 0 || x.State == state) && x.Period.Overlaps(in) {
					want = append(want, x)
				}
			}
			same(t, "attributes", got, want, compareAttributes)
		}
	}
	for _, sessions := range [][2]int{{1, 1}, {2, 9}, {-5, 0}, {1, 30000}} {
		for _, states := range [][]entente.CCode{nil, {s.votes[0].State}, {s.votes[0].State, s.votes[n/2].State}} {
			var got, want []entente.Vote
			err := e.VotesIn("un-votes", states, sessions[0], sessions[1], func(r *entente.RollCall, v entente.Vote) bool {
				if r.ID != v.RollCall || int(r.Session) < sessions[0] || int(r.Session) > sessions[1] {
					t.Fatalf("vote on %d comes with roll call %d of session %d", v.RollCall, r.ID, r.Session)
				}
				got = append(got, v)
				return true
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range s.votes {
				session := int(s.rollCalls[x.RollCall].Session)
				if sessions[0] <= session && session <= sessions[1] && (states == nil || slices.Contains(states, x.State)) {
					want = append(want, x)
				}
			}
			same(t, "votes", got, want, compareVotes)
		}
	}
	stopped := 0
	if err := e.Ties("un-votes", entente.Dyad{}, entente.Always, func(entente.Tie) bool { stopped++; return false }); err != nil || stopped != 1 {
		t.Errorf("a scan told to stop went on: %d calls, %v", stopped, err)
	}
}

func same[T comparable](t *testing.T, what string, got, want []T, by func(a, b T) int) {
	t.Helper()
	slices.SortFunc(got, by)
	slices.SortFunc(want, by)
	if !slices.Equal(got, want) {
		t.Errorf("%s: scan found %d, search %d", what, len(got), len(want))
	}
}

// TestSameInputSameBytes builds on one core and on two, in another order.
func TestSameInputSameBytes(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	cores := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(cores)
	buildTwo := func(home string, first, second int) string {
		b, err := Begin(home)
		if err != nil {
			t.Fatal(err)
		}
		sources := []*sample{sampleRecords(random(1), "atop", 900), sampleRecords(random(2), "un-votes", 3000)}
		var wg sync.WaitGroup
		for _, k := range []int{first, second} {
			wg.Go(func() {
				if _, err := b.Source(sources[k].ds, "x", sources[k].send); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if _, err := fillSample(b, 3); err == nil {
			t.Fatal("a source could be written twice")
		}
		if err := b.PutAgreements(sampleAgreements(random(4), entente.AllVotes, 80, 5), Origin{}); err != nil {
			t.Fatal(err)
		}
		m, err := b.Commit("test", map[string]string{"b": "1", "a": "2", "c": "3"})
		if err != nil {
			t.Fatal(err)
		}
		return m.ID
	}
	a := buildTwo(one, 0, 1)
	runtime.GOMAXPROCS(max(2, cores))
	b := buildTwo(two, 1, 0)
	if a != b {
		t.Errorf("ids differ: %s and %s", a, b)
	}
	if !maps.Equal(tree(t, filepath.Join(one, snapshots)), tree(t, filepath.Join(two, snapshots))) {
		t.Error("bytes differ")
	}
	if c := mustBuild(t, one, 99).ID; c == a {
		t.Error("other content has the same id")
	}
}

// TestUnchangedIsTakenOver: the tables of an unchanged source are the same
// files, and a changed or damaged one is not taken over.
func TestUnchangedIsTakenOver(t *testing.T) {
	home := t.TempDir()
	m := mustBuild(t, home, 1)
	old := filepath.Join(home, snapshots, m.ID)
	b, err := Begin(home)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := b.ReuseSource("un-votes", "seed 2"); ok {
		t.Error("a source with other inputs was taken over")
	}
	if b.Reuse(PledgesTable, "seed 2") {
		t.Error("a table with other inputs was taken over")
	}
	report, ok := b.ReuseSource("un-votes", "seed 1")
	if !ok || report.Tally.Read != 2000 {
		t.Fatalf("an unchanged source was not taken over: %v %+v", ok, report)
	}
	if !b.Reuse(IdealPointsTable(entente.AllVotes), "seed 1") || !b.Reuse(PledgesTable, "seed 1") {
		t.Fatal("an unchanged table was not taken over")
	}
	n, err := b.Commit("later", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"records/un-votes/votes.parquet", "records/un-votes/ties.parquet", DrawsTable(entente.AllVotes), PledgesTable} {
		a, err1 := os.Stat(filepath.Join(old, name))
		b, err2 := os.Stat(filepath.Join(home, snapshots, n.ID, name))
		if err1 != nil || err2 != nil || !os.SameFile(a, b) {
			t.Errorf("%s was copied or is not there: %v %v", name, err1, err2)
		}
	}
	if err := Verify(home); err != nil {
		t.Error(err)
	}
	flip(t, filepath.Join(home, snapshots, n.ID, "records/un-votes/votes.parquet"), 100)
	b, err = Begin(home)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Abort()
	if _, ok := b.ReuseSource("un-votes", "seed 1"); ok {
		t.Error("a damaged source was taken over")
	}
	// None of its tables was, so it can be read anew.
	s := sampleRecords(random(1), "un-votes", 10)
	if _, err := b.Source(s.ds, "seed 1", s.send); err != nil {
		t.Error(err)
	}
}

// TestAtlas: an atlas is the estimates, value for value, and says how to get
// what it lacks.
func TestAtlas(t *testing.T) {
	home, dir := t.TempDir(), filepath.Join(t.TempDir(), "atlas", "data")
	mustBuild(t, home, 5)
	e, err := OpenHome(home)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second in place of the first
		if err := e.WriteAtlas(dir, CapabilitiesTable); err != nil {
			t.Fatal(err)
		}
	}
	files := tree(t, dir)
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	a, err := Open(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Verify(); err != nil {
		t.Error(err)
	}
	if strings.Contains(files[manifestName], "a row") || len(e.Manifest().Sources[0].Tally.Examples) != 1 {
		t.Error("the atlas quotes a row, or the snapshot has lost it")
	}
	if a.Records() || !e.Records() {
		t.Error("the atlas has records, or the snapshot has none")
	}
	if !a.Has(PledgesTable) || a.Has(CapabilitiesTable) {
		t.Error("the atlas has not the tables asked for")
	}
	x, err1 := a.Agreements(entente.AllVotes)
	y, err2 := e.Agreements(entente.AllVotes)
	if err1 != nil || err2 != nil || !reflect.DeepEqual(x, y) {
		t.Errorf("atlas and snapshot differ: %v %v", err1, err2)
	}
	for what, err := range map[string]error{
		"entente fetch": a.Ties("atop", entente.Dyad{}, entente.Always, nil),
		"entente build": func() error { _, err := a.Agreements(entente.EconomicVotes); return err }(),
	} {
		if !errors.Is(err, ErrNoTable) || !strings.Contains(err.Error(), what) {
			t.Errorf("a table that is not there: %v; want ErrNoTable and %q", err, what)
		}
	}
}

// TestDisorderIsRefused: a table out of order would be searched in vain.
func TestDisorderIsRefused(t *testing.T) {
	b, err := Begin(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Abort()
	ip := sampleIdealPoints(random(1), entente.AllVotes, 5, 5, 2)
	slices.Reverse(ip.Rows)
	pl, ca := samplePledges(random(1), 5), sampleCapabilities(random(1), 5)
	pl.Rows[3], ca.Rows[3] = pl.Rows[2], ca.Rows[2] // a key twice
	ag := sampleAgreements(random(1), entente.AllVotes, 5, 3)
	ag.Sessions[1].Cells = ag.Sessions[1].Cells[1:]
	short := &entente.IdealPoints{Rows: ip.Rows[:1], Draws: 3}
	for what, err := range map[string]error{
		"ideal points": b.PutIdealPoints(ip, Origin{}), "draws": b.PutIdealPoints(short, Origin{}), "pledges": b.PutPledges(pl, Origin{}),
		"capabilities": b.PutCapabilities(ca, Origin{}), "agreements": b.PutAgreements(ag, Origin{}),
	} {
		if err == nil {
			t.Errorf("%s in disorder were written", what)
		}
	}
	if _, err := b.Source(&entente.Dataset{ID: "../evil"}, "", nil); err == nil {
		t.Error("a source may be written outside the snapshot")
	}
}
