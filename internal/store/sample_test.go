package store

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/entente-observatory/entente"
)

// The tables below are drawn at random but in the shape of the real ones;
// every value has at most the digits that the store keeps, so that what is
// read must equal what was written.

func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1946)) }

// sampleStates draws n different states in order.
func sampleStates(r *rand.Rand, n int) []entente.CCode {
	var states []entente.CCode
	for code := 2; len(states) < n; code += 1 + r.IntN(5) {
		states = append(states, entente.CCode(code))
	}
	return states
}

func sampleIdealPoints(r *rand.Rand, set entente.VoteSet, states, sessions, draws int) *entente.IdealPoints {
	t := &entente.IdealPoints{Set: set, Draws: draws}
	d := func(scale float64) float64 { return float64(r.IntN(80000)-40000) / scale }
	for _, s := range sampleStates(r, states) {
		for k := range sessions {
			if r.IntN(4) == 0 {
				continue
			}
			t.Rows = append(t.Rows, entente.IdealPoint{State: s, Session: int16(k + 1), Votes: int16(r.IntN(150)),
				Theta: d(thetaScale), Lo: d(thetaScale), Hi: d(thetaScale), RepLo: d(thetaScale), RepHi: d(thetaScale)})
			for range draws {
				t.Theta = append(t.Theta, float32(float64(r.IntN(8000)-4000)/drawScale))
			}
		}
	}
	return t
}

func sampleAgreements(r *rand.Rand, set entente.VoteSet, states, sessions int) *entente.Agreements {
	t := &entente.Agreements{Set: set}
	for k := range sessions {
		s := entente.SessionAgreements{Session: k + 1, States: sampleStates(r, 2+r.IntN(states))}
		n := len(s.States)
		for range n * (n - 1) / 2 {
			var g entente.Agreement
			for c := range g.Joint {
				g.Joint[c] = uint16(r.IntN(3) * r.IntN(80))
			}
			g.Clusters = uint16(r.IntN(1 + g.Joint.N()))
			g.SEAgree, g.SEPi, g.SEKappa = float32(r.IntN(300))/seScale, float32(r.IntN(300))/seScale, float32(r.IntN(300))/seScale
			s.Cells = append(s.Cells, g)
		}
		t.Sessions = append(t.Sessions, s)
	}
	return t
}

func samplePledges(r *rand.Rand, years int) *entente.Pledges {
	t := &entente.Pledges{First: 1815, Last: 1815 + years}
	states := sampleStates(r, 12)
	for y := range years {
		for _, a := range states {
			for _, b := range states {
				if a != b && r.IntN(3) == 0 {
					t.Rows = append(t.Rows, entente.Pledge{From: a, To: b, Year: int16(1815 + y), Obligations: entente.Obligation(1 + r.IntN(31))})
				}
			}
		}
	}
	return t
}

func sampleCapabilities(r *rand.Rand, years int) *entente.Capabilities {
	t := &entente.Capabilities{First: 1816, Last: 1816 + years}
	for _, s := range sampleStates(r, 20) {
		for y := range years {
			d := func() float64 { return float64(r.IntN(40000000)) / cincScale }
			t.Rows = append(t.Rows, entente.Capability{State: s, Year: int16(1816 + y), CINC: d(), Lo: d(), Hi: d(), Components: uint8(r.IntN(7))})
		}
	}
	return t
}

// sample holds the records of a source.
type sample struct {
	ds         *entente.Dataset
	attributes []entente.Attribute
	ties       []entente.Tie
	rollCalls  []entente.RollCall
	votes      []entente.Vote
}

func sampleRecords(r *rand.Rand, id string, n int) *sample {
	s := &sample{ds: &entente.Dataset{ID: id, Version: "1", Files: []entente.File{{Name: id + "/a.csv"}, {Name: id + "/b c.csv"}}}}
	line := uint32(1)
	ref := func() entente.Ref { line++; return entente.Ref{File: uint8(r.IntN(2)), Line: line} }
	period := func() entente.Period {
		from := entente.Date(r.IntN(70000) - 50000)
		switch r.IntN(5) {
		case 0:
			return entente.Period{From: from, To: entente.Ongoing}
		case 1:
			return entente.Period{From: entente.Beginning, To: from}
		}
		return entente.Period{From: from, To: from + entente.Date(r.IntN(9000))}
	}
	cell := func() (float64, entente.Status) {
		if r.IntN(4) == 0 {
			return 0, entente.Missing
		}
		return float64(r.IntN(3)) * r.NormFloat64(), entente.Known // zero is a value
	}
	words := []string{"", "defense", "igo", "Treaty of Lübeck, 1815\n\"secret\"", "flow"}
	states := sampleStates(r, 30)
	state := func() entente.CCode { return states[r.IntN(len(states))] }
	for range n {
		v, st := cell()
		s.attributes = append(s.attributes, entente.Attribute{State: state(), Period: period(), Variable: words[r.IntN(5)], Value: v, Status: st, Label: words[r.IntN(5)], Ref: ref()})
		v, st = cell()
		s.ties = append(s.ties, entente.Tie{From: state(), To: state(), Directed: r.IntN(2) == 0, Period: period(), Variable: words[r.IntN(5)], Value: v, Status: st, Label: words[r.IntN(5)], Ref: ref()})
		s.votes = append(s.votes, entente.Vote{State: state(), RollCall: int32(r.IntN(1 + n/20)), Choice: []entente.Choice{1, 2, 3, 8, 9}[r.IntN(5)], Ref: ref()})
	}
	for id := range 1 + n/20 {
		s.rollCalls = append(s.rollCalls, entente.RollCall{ID: int32(id), Session: int16(1 + id/7), Date: entente.Date(r.IntN(9000)),
			Resolution: fmt.Sprint("R/", id), Short: words[r.IntN(5)], Description: words[r.IntN(5)],
			Important: entente.Flag(r.IntN(3)), Amendment: entente.Flag(r.IntN(3)), Paragraph: entente.Flag(r.IntN(3)),
			Issues: entente.IssueSet(r.IntN(64)), Repeats: int32(r.IntN(2) * r.IntN(1+id)), Ref: ref()})
	}
	return s
}

// send plays the source's reader.
func (s *sample) send(out entente.Sink) (entente.SourceReport, error) {
	for _, a := range s.attributes {
		out.Row(a.Ref.File)
		out.Attribute(a)
	}
	for _, t := range s.ties {
		out.Tie(t)
	}
	for _, r := range s.rollCalls {
		out.RollCall(r)
	}
	for _, v := range s.votes {
		out.Vote(v)
	}
	tally := entente.Tally{Read: len(s.attributes), Kept: len(s.attributes), Examples: []string{"a.csv:7: a row"}}
	return entente.SourceReport{ID: s.ds.ID, Version: "1", Rights: entente.Open, Tally: tally, Files: []entente.SourceFile{{Name: "a.csv", Tally: tally}}}, nil
}

// buildSample makes a whole small snapshot; the seed decides its content.
func buildSample(home string, seed uint64, fault func(string) error) (*entente.Manifest, error) {
	b, err := Begin(home)
	if err != nil {
		return nil, err
	}
	b.fault = fault
	m, err := fillSample(b, seed)
	if err != nil {
		b.Abort()
	}
	return m, err
}

func fillSample(b *Build, seed uint64) (*entente.Manifest, error) {
	r := random(seed)
	s := sampleRecords(r, "un-votes", 2000)
	o := Origin{Inputs: fmt.Sprint("seed ", seed), Rights: "open"}
	if _, err := b.Source(s.ds, o.Inputs, s.send); err != nil {
		return nil, err
	}
	for _, put := range []func() error{
		func() error { return b.PutIdealPoints(sampleIdealPoints(r, entente.AllVotes, 20, 10, 5), o) },
		func() error { return b.PutAgreements(sampleAgreements(r, entente.AllVotes, 12, 6), o) },
		func() error { return b.PutPledges(samplePledges(r, 20), o) },
		func() error { return b.PutCapabilities(sampleCapabilities(r, 20), o) },
	} {
		if err := put(); err != nil {
			return nil, err
		}
	}
	return b.Commit("test", map[string]string{"ideal points": "1", "agreement": "2"})
}

func mustBuild(t testing.TB, home string, seed uint64) *entente.Manifest {
	t.Helper()
	m, err := buildSample(home, seed, nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// tree returns the content of every file below a folder, by name.
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		files[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
