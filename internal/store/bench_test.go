package store

import (
	"os"
	"testing"

	"github.com/entente-observatory/entente"
)

// BenchmarkOpen and BenchmarkAgreements are what a page waits for when the
// program starts: the limits are 5 ms and 0.15 s on two cores. The table is of
// the size of the real one: 846,000 dyad-sessions.
func BenchmarkOpen(b *testing.B) {
	home := b.TempDir()
	mustBuild(b, home, 1)
	for b.Loop() {
		if _, err := OpenHome(home); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAgreements(b *testing.B) {
	home, dir := b.TempDir(), b.TempDir()+"/atlas"
	build, err := Begin(home)
	if err != nil {
		b.Fatal(err)
	}
	t := &entente.Agreements{}
	for k := range 75 {
		s := entente.SessionAgreements{Session: k + 1, States: sampleStates(random(uint64(k)), 50+2*k)}
		cells := sampleAgreements(random(1), entente.AllVotes, 30, 2).Sessions[0].Cells
		for i := range len(s.States) * (len(s.States) - 1) / 2 {
			s.Cells = append(s.Cells, cells[i%len(cells)])
		}
		t.Sessions = append(t.Sessions, s)
	}
	if err := build.PutAgreements(t, Origin{}); err != nil {
		b.Fatal(err)
	}
	if _, err := build.Commit("", nil); err != nil {
		b.Fatal(err)
	}
	e, err := OpenHome(home)
	if err != nil {
		b.Fatal(err)
	}
	if err := e.WriteAtlas(dir); err != nil {
		b.Fatal(err)
	}
	for name, open := range map[string]func() (*Edition, error){
		"home":  func() (*Edition, error) { return OpenHome(home) },
		"atlas": func() (*Edition, error) { return Open(os.DirFS(dir)) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				e, err := open()
				if err != nil {
					b.Fatal(err)
				}
				if _, err := e.Agreements(entente.AllVotes); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
