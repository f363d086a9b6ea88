package measure

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/entente-observatory/entente"
)

func pact(a, b entente.CCode, year int16) entente.Pledge {
	return entente.Pledge{From: a, To: b, Year: year, Obligations: entente.Defense}
}

// twoCamps are two alliances of four, at odds with each other. Capabilities
// are equal, so that the effective number of blocs is 2 and polarization 1.
func twoCamps() (members []entente.CCode, pledges []entente.Pledge, clashes *entente.Clashes, power *entente.Capabilities) {
	clashes, power = &entente.Clashes{First: 1900, Last: 1910}, &entente.Capabilities{First: 1900, Last: 1910}
	for i := entente.CCode(1); i <= 8; i++ {
		members = append(members, i)
		power.Rows = append(power.Rows, entente.Capability{State: i, Year: 1905, CINC: 0.125})
		for j := i + 1; j <= 8; j++ {
			if (i <= 4) == (j <= 4) {
				pledges = append(pledges, pact(i, j, 1905))
			} else if j == i+4 {
				clashes.Rows = append(clashes.Rows, entente.Clash{Dyad: entente.Dyad{A: i, B: j}, Year: 1903})
			}
		}
	}
	return members, pledges, clashes, power
}

func TestBlocsByHand(t *testing.T) {
	members, pledges, clashes, power := twoCamps()
	n, err := Blocs(context.Background(), 1905, members, pledges, clashes, power)
	if err != nil {
		t.Fatal(err)
	}
	if n.States != 8 || n.Ties != 16 || n.Hostile != 4 || n.Frustration != 0 || n.Bound != 0 || len(n.Blocs) != 2 {
		t.Fatalf("%+v", n)
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"1 - 2L/m", n.Normalized.Value, 1}, {"triangles", n.Triangles.Value, 1},
		{"effective blocs", n.Effective.Value, 2}, {"polarization", n.Polarization.Value, 1},
	} {
		if math.Abs(c.got-c.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
	// A quarrel of allies is hostile, and frustrates.
	clashes.Rows = append(clashes.Rows, entente.Clash{Dyad: entente.Dyad{A: 1, B: 2}, Year: 1905})
	if n, err = Blocs(context.Background(), 1905, members, pledges, clashes, power); err != nil || n.Hostile != 5 || n.Frustration != 1 {
		t.Errorf("%+v, %v", n, err)
	}
	// Five years on the clashes are over, and without pledges there is nothing.
	if n, err = Blocs(context.Background(), 1909, members, nil, clashes, power); err != nil || n != nil {
		t.Errorf("%+v, %v", n, err)
	}
}

// TestBlocsRelabelled: other numbers for the states give the same blocs.
func TestBlocsRelabelled(t *testing.T) {
	members, pledges, clashes, power := twoCamps()
	a, _ := Blocs(context.Background(), 1905, members, pledges, clashes, power)
	perm := rand.New(rand.NewPCG(1, 1)).Perm(8)
	to := func(c entente.CCode) entente.CCode { return entente.CCode(perm[c-1] + 1) }
	for i := range pledges {
		pledges[i].From, pledges[i].To = to(pledges[i].From), to(pledges[i].To)
	}
	for i := range clashes.Rows {
		clashes.Rows[i].Dyad = entente.DyadOf(to(clashes.Rows[i].A), to(clashes.Rows[i].B))
	}
	b, _ := Blocs(context.Background(), 1905, members, pledges, clashes, power)
	if a.Frustration != b.Frustration || a.Modularity.Value != b.Modularity.Value || a.Effective.Value != b.Effective.Value {
		t.Errorf("%+v\n%+v", a, b)
	}
}

// TestBlocsRecord holds the blocs of defence pacts alone against values
// computed independently from ATOP 5.1 by thirty runs of the Louvain method:
// states with a pact, pacts, effective blocs. The capabilities in that
// computation are those of all members; the search here may find better
// partitions, so that the effective number may differ by a quarter.
func TestBlocsRecord(t *testing.T) {
	pledges := map[int][]entente.Pledge{}
	members := map[int][]entente.CCode{}
	table(t, dataFile(t, "atop/atop5_1_ddyr_pledges.csv.gz"), func(cell func(string) string) {
		if cell("atop_defense") == "1" {
			y := number(t, cell("year"))
			p := pact(entente.CCode(number(t, cell("ccode1"))), entente.CCode(number(t, cell("ccode2"))), int16(y))
			pledges[y] = append(pledges[y], p)
		}
	})
	table(t, dataFile(t, "cow-system/system2016.csv"), func(cell func(string) string) {
		y := number(t, cell("year"))
		members[y] = append(members[y], entente.CCode(number(t, cell("ccode"))))
	})
	power := &entente.Capabilities{First: 1816, Last: 2022}
	table(t, dataFile(t, "cow-nmc/NMC-70-abridged.from-rda.csv"), func(cell func(string) string) {
		if cell("cinc") != "NA" {
			power.Rows = append(power.Rows, entente.Capability{State: entente.CCode(number(t, cell("ccode"))), Year: int16(number(t, cell("year"))), CINC: float(t, cell("cinc"))})
		}
	})
	start := time.Now()
	for _, c := range []struct {
		year, states, pacts int
		effective           float64
	}{
		{1914, 13, 14, 2.93}, {1950, 52, 312, 2.30}, {1956, 65, 402, 2.13}, {1965, 81, 453, 2.31}, {1975, 88, 607, 2.46},
		{1985, 108, 898, 2.72}, {1989, 108, 917, 2.73}, {1992, 114, 963, 2.70}, {2000, 123, 1104, 3.10}, {2010, 144, 1681, 3.94}, {2016, 146, 1707, 3.96},
	} {
		m := members[c.year]
		slices.Sort(m)
		n, err := Blocs(context.Background(), c.year, slices.Compact(m), pledges[c.year], &entente.Clashes{}, power)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%d: %d states, %d pacts, Q %.4f, %d blocs, effective %.2f (%.2f to %.2f), polarization %.2f, led by %d with %.3f", c.year, n.States, n.Ties,
			n.Modularity.Value, len(n.Blocs), n.Effective.Value, n.Effective.Lo, n.Effective.Hi, n.Polarization.Value, n.Blocs[0].Leader, n.Blocs[0].Share)
		if n.States != c.states || n.Ties != c.pacts || math.Abs(n.Effective.Value-c.effective) > 0.25 {
			t.Errorf("%d: %d states, %d pacts, %.2f effective blocs; want %d, %d, %.2f", c.year, n.States, n.Ties, n.Effective.Value, c.states, c.pacts, c.effective)
		}
	}
	t.Logf("%v for 11 years", time.Since(start))
}
