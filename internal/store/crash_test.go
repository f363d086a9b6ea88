//go:build unix

package store

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/durable"
)

// TestMain lets the tests run this program again as a builder that is killed.
func TestMain(m *testing.M) {
	home := os.Getenv("STORE_TEST_HOME")
	if home == "" {
		os.Exit(m.Run())
	}
	seed, _ := strconv.ParseUint(os.Getenv("STORE_TEST_SEED"), 10, 64)
	at := os.Getenv("STORE_TEST_KILL")
	for ; ; seed++ {
		if _, err := buildSample(home, seed, func(step string) error {
			if at == step {
				syscall.Kill(os.Getpid(), syscall.SIGKILL)
				select {}
			}
			return nil
		}); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("built", seed)
		if at != "" {
			os.Exit(0) // the step does not occur in this build
		}
	}
}

func builder(home string, seed uint64, killAt string) *exec.Cmd {
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), "STORE_TEST_HOME="+home, fmt.Sprint("STORE_TEST_SEED=", seed), "STORE_TEST_KILL="+killAt)
	return c
}

// steps lists the steps of the sample build.
func steps(t *testing.T) []string {
	var list []string
	if _, err := buildSample(t.TempDir(), 1, func(step string) error { list = append(list, step); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(list) < 10 {
		t.Fatalf("only %d steps: %v", len(list), list)
	}
	return list
}

// TestKilledAtEveryStep kills a builder at each step in turn: the last
// snapshot stays in use and whole until the last step, and the next build
// succeeds and leaves nothing behind.
func TestKilledAtEveryStep(t *testing.T) {
	for k, step := range append(steps(t), "replace") {
		if testing.Short() && k%4 != 0 {
			continue
		}
		home := t.TempDir()
		old := mustBuild(t, home, 1)
		seed := uint64(2)
		if step == "replace" { // a damaged snapshot of the same content is there
			seed = 1
			mustBuild(t, home, 3)
			old = mustBuild(t, home, 4)
			first := mustBuild(t, t.TempDir(), 1)
			flip(t, filepath.Join(home, snapshots, first.ID, PledgesTable), 9)
		}
		out, err := builder(home, seed, step).CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
			t.Fatalf("at %s the builder was not killed: %v %s", step, err, out)
		}
		e, err := OpenHome(home)
		if err != nil {
			t.Fatalf("killed at %s: %v", step, err)
		}
		if e.Manifest().ID != old.ID {
			t.Errorf("killed at %s: edition %s is in use, want %s", step, e.Manifest().ID, old.ID)
		}
		if err := e.Verify(); err != nil {
			t.Errorf("killed at %s: %v", step, err)
		}
		m := mustBuild(t, home, seed)
		if e, err := OpenHome(home); err != nil || e.Manifest().ID != m.ID {
			t.Errorf("killed at %s: the next build is not in use: %v", step, err)
		}
		if err := Verify(home); err != nil {
			t.Errorf("killed at %s, built again: %v", step, err)
		}
		leftovers(t, home)
	}
}

// TestKilledAtAnyMoment kills a builder that builds one snapshot after the
// other, after a random time, again and again.
func TestKilledAtAnyMoment(t *testing.T) {
	times := 25
	if testing.Short() {
		times = 5
	}
	home := t.TempDir()
	mustBuild(t, home, 0)
	r := random(uint64(time.Now().UnixNano()))
	built := 0
	for k := range times {
		c := builder(home, uint64(100*k), "")
		var out strings.Builder
		c.Stdout = &out
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(20+r.IntN(400)) * time.Millisecond)
		c.Process.Kill()
		c.Wait()
		built += strings.Count(out.String(), "built")
		e, err := OpenHome(home)
		if err != nil {
			t.Fatalf("kill %d: %v", k, err)
		}
		if err := e.Verify(); err != nil {
			t.Fatalf("kill %d: %v", k, err)
		}
	}
	t.Logf("%d builds finished between %d kills", built, times)
	mustBuild(t, home, 1)
	leftovers(t, home)
	if err := Verify(home); err != nil {
		t.Error(err)
	}
}

// TestFailureAtEveryStep: as with a kill, but the build sees an error, as of a
// full disk, and gives up by itself.
func TestFailureAtEveryStep(t *testing.T) {
	home := t.TempDir()
	old := mustBuild(t, home, 1)
	for _, step := range steps(t) {
		full := errors.New("disk full")
		if _, err := buildSample(home, 2, func(s string) error {
			if s == step {
				return full
			}
			return nil
		}); !errors.Is(err, full) {
			t.Fatalf("failure at %s: %v", step, err)
		}
		if e, err := OpenHome(home); err != nil || e.Manifest().ID != old.ID || e.Verify() != nil {
			t.Errorf("failure at %s: the last edition is not in use and whole: %v", step, err)
		}
		leftovers(t, home)
	}
	mustBuild(t, home, 2)
}

// TestFailedSourceLeavesNothing: a source that cannot be read is not in the
// snapshot, and the build can go on.
func TestFailedSourceLeavesNothing(t *testing.T) {
	home := t.TempDir()
	b, err := Begin(home)
	if err != nil {
		t.Fatal(err)
	}
	bad := errors.New("file:3: vote 7")
	s := sampleRecords(random(1), "un-votes", 500)
	if _, err := b.Source(s.ds, "x", func(out entente.Sink) (entente.SourceReport, error) {
		r, _ := s.send(out)
		return r, bad
	}); !errors.Is(err, bad) {
		t.Fatal(err)
	}
	m, err := fillSample(b, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Sources) != 1 {
		t.Errorf("%d sources", len(m.Sources))
	}
	if err := Verify(home); err != nil {
		t.Error(err)
	}
}

// TestOneBuildAtATime: a second builder is told, readers go on undisturbed.
func TestOneBuildAtATime(t *testing.T) {
	home := t.TempDir()
	mustBuild(t, home, 0)
	b, err := Begin(home)
	if err != nil {
		t.Fatal(err)
	}
	var busy *durable.BusyError
	if _, err := Begin(home); !errors.As(err, &busy) {
		t.Errorf("a second build: %v, want a BusyError", err)
	}
	if err := b.Abort(); err != nil {
		t.Fatal(err)
	}
	stop := make(chan bool)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				case <-time.After(5 * time.Millisecond):
				}
				e, err := OpenHome(home)
				if err != nil {
					t.Error(err)
					return
				}
				_, err1 := e.Agreements(entente.AllVotes)
				_, err2 := e.IdealPoints(entente.AllVotes)
				if err := errors.Join(err1, err2); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for seed := range uint64(8) {
		mustBuild(t, home, seed)
	}
	close(stop)
	wg.Wait()
}
