package source

import (
	"context"
	"io/fs"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/entente-observatory/entente"
)

// only gives a folder with just the named files of another.
func only(t testing.TB, dir fs.FS, names ...string) fs.FS {
	t.Helper()
	some := fstest.MapFS{}
	for _, name := range names {
		b, err := fs.ReadFile(dir, name)
		if err != nil {
			t.Skipf("the record has no %s", name)
		}
		some[name] = &fstest.MapFile{Data: b}
	}
	return some
}

func TestDev(t *testing.T) {
	dir := os.DirFS(record(t))
	start := time.Now()
	var c Collector
	rep, err := Read(context.Background(), unVotes, dir, &c, MaxRejected)
	t.Log(time.Since(start), err)
	t.Logf("%+v", rep)
	t.Log(len(c.RollCalls), len(c.Votes))
	start = time.Now()
	var c3 Collector
	rep, err = Read(context.Background(), unVotes, only(t, dir, "un-votes/tidytuesday/unvotes.csv.gz", "un-votes/tidytuesday/roll_calls.csv.gz", "un-votes/tidytuesday/issues.csv", "un-votes/Matches.csv"), &c3, MaxRejected)
	t.Log(time.Since(start), err)
	t.Logf("%+v", rep)
	t.Log(len(c3.RollCalls), len(c3.Votes))
	type k struct {
		s entente.CCode
		r int32
	}
	full := map[k]entente.Choice{}
	for _, v := range c.Votes {
		full[k{v.State, v.RollCall}] = v.Choice
	}
	diff := map[string]int{}
	bad := map[entente.CCode]int{}
	for _, v := range c3.Votes {
		w, ok := full[k{v.State, v.RollCall}]
		switch {
		case !ok:
			diff["absent"]++
			bad[v.State]++
		case w != v.Choice:
			diff["differ"]++
			bad[v.State]++
			diff[w.String()+" "+v.Choice.String()]++
		}
	}
	t.Log(diff, bad)
	for _, c := range []*Collector{&c, &c3} {
		calls := map[int32]*entente.RollCall{}
		for i := range c.RollCalls {
			calls[c.RollCalls[i].ID] = &c.RollCalls[i]
		}
		ids := []int32{}
		for id := range calls {
			ids = append(ids, id)
		}
		link := map[int32]int32{}
		var root func(id int32) int32
		root = func(id int32) int32 {
			if r := calls[id]; r != nil && r.Repeats != 0 {
				return root(r.Repeats)
			}
			return id
		}
		for _, id := range ids {
			link[id] = root(id)
		}
		n := 0
		by := map[int32][4]int{}
		for _, v := range c.Votes {
			r := calls[v.RollCall]
			if r.Session > 74 || r.Date.Year() > 1989 && (r.Paragraph == entente.On || r.Amendment == entente.On) {
				continue
			}
			if v.State == 560 && r.Session == 48 || v.State == 511 || r.Session == 19 || !v.Choice.Cast() {
				continue
			}
			n++
			x := by[link[v.RollCall]]
			x[v.Choice]++
			by[link[v.RollCall]] = x
		}
		m, l := 0, 0
		for _, x := range by {
			tot := x[1] + x[2] + x[3]
			if x[1] != tot && x[2] != tot && x[3] != tot {
				m += tot
				l++
			}
		}
		t.Log(n, m, l)
	}
}
