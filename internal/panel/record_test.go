package panel_test

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/panel"
	"github.com/entente-observatory/entente/internal/source"
)

var update = flag.Bool("update", false, "write docs/validation/atop.md anew")

// recordDir is the folder of the real record; the test is skipped without it.
func recordDir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("ENTENTE_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no folder of data sets: set ENTENTE_DATA to try this on the real record")
	}
	return dir
}

// attributes reads a data set of the real record.
func attributes(t testing.TB, id string) []entente.Attribute {
	t.Helper()
	return attributesOf(t, id, os.DirFS(recordDir(t)))
}

func attributesOf(t testing.TB, id string, dir fs.FS) []entente.Attribute {
	t.Helper()
	ds, err := source.ByID(id)
	if err != nil {
		t.Fatal(err)
	}
	c := &source.Collector{}
	if _, err := source.Read(context.Background(), ds, dir, c, source.MaxRejected); err != nil {
		t.Fatal(err)
	}
	return c.Attributes
}

// rowsOf calls f with each row below the header of a CSV file, gzipped or not.
func rowsOf(t testing.TB, name string, f func(row []string)) {
	t.Helper()
	file, err := os.Open(filepath.Join(recordDir(t), filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var in io.Reader = file
	if strings.HasSuffix(name, ".gz") {
		if in, err = gzip.NewReader(file); err != nil {
			t.Fatal(err)
		}
	}
	r := csv.NewReader(in)
	r.ReuseRecord = true
	for n := 0; ; n++ {
		row, err := r.Read()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			f(row)
		}
	}
}

func number(s string) int { n, _ := strconv.Atoi(s); return n }

// obligations reads five cells of 0 and 1 in the order of the constants.
func obligations(cells []string) entente.Obligation {
	var o entente.Obligation
	for i, c := range cells {
		if c == "1" {
			o |= 1 << i
		}
	}
	return o
}

type cellKey struct {
	from, to entente.CCode // to is 0 for a state-year
	year     int
}

func (k cellKey) compare(l cellKey) int {
	return cmp.Or(cmp.Compare(k.from, l.from), cmp.Compare(k.to, l.to), cmp.Compare(k.year, l.year))
}

// difference is a cell in which two tables of pledges are unlike.
type difference struct {
	cellKey
	ours, theirs       entente.Obligation
	lacking, lackingIn bool // no row of ours; none of theirs
}

func differences(ours, theirs map[cellKey]entente.Obligation) []difference {
	var out []difference
	for k, o := range ours {
		if p, ok := theirs[k]; !ok || o != p {
			out = append(out, difference{cellKey: k, ours: o, theirs: p, lackingIn: !ok})
		}
	}
	for k, p := range theirs {
		if _, ok := ours[k]; !ok {
			out = append(out, difference{cellKey: k, theirs: p, lacking: true})
		}
	}
	slices.SortFunc(out, func(a, b difference) int { return a.compare(b.cellKey) })
	return out
}

func table(p entente.Pledges) map[cellKey]entente.Obligation {
	m := make(map[cellKey]entente.Obligation, len(p.Rows))
	for _, r := range p.Rows {
		m[cellKey{r.From, r.To, int(r.Year)}] = r.Obligations
	}
	return m
}

// byState is the table of what each state owed to any other.
func byState(dyads map[cellKey]entente.Obligation) map[cellKey]entente.Obligation {
	m := map[cellKey]entente.Obligation{}
	for k, o := range dyads {
		m[cellKey{k.from, 0, k.year}] |= o
	}
	return m
}

// TestATOP holds the dyad-years and state-years made from the members of
// treaties against those of the producers, in every pledge, and keeps
// docs/validation/atop.md.
//
//	go test ./internal/panel -run TestATOP -update
func TestATOP(t *testing.T) {
	records := attributes(t, "atop")
	producers := map[cellKey]entente.Obligation{}
	rowsOf(t, "atop/atop5_1_ddyr_pledges.csv.gz", func(r []string) {
		producers[cellKey{entente.CCode(number(r[0])), entente.CCode(number(r[1])), number(r[2])}] = obligations(r[3:8])
	})
	states := map[cellKey]entente.Obligation{}
	rowsOf(t, "atop/atop5_1sy.csv.gz", func(r []string) {
		states[cellKey{from: entente.CCode(number(r[0])), year: number(r[1])}] = obligations(r[3:8])
	})

	narrowed := panel.NewAlliances(records, panel.ATOPTargets)
	ours := table(narrowed.Pledges(1815, 2018))
	dyadDiff := differences(ours, producers)
	if len(dyadDiff) != 0 {
		t.Errorf("%d of %d dyad-years differ, first %+v", len(dyadDiff), len(producers), dyadDiff[0])
	}
	stateDiff := differences(byState(ours), states)
	rest := slices.DeleteFunc(slices.Clone(stateDiff), explained)
	if len(rest) != 0 {
		t.Errorf("%d of %d state-years differ, first %+v", len(rest), len(states), rest[0])
	}

	var b bytes.Buffer
	report(&b, panel.NewAlliances(records, nil), narrowed, producers, states, dyadDiff, stateDiff)
	name := filepath.Join("..", "..", "docs", "validation", "atop.md")
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if old, err := os.ReadFile(name); err != nil || !bytes.Equal(old, b.Bytes()) {
		t.Errorf("%s is not what the record gives (%v): write it anew with -update", name, err)
	}
}

// explained reports whether a difference of state-years has a reason that the
// report gives: treaty 1320 and treaty 2130.
func explained(d difference) bool {
	return d.ours|entente.Defense == d.theirs &&
		(d.from == 220 && 1874 <= d.year && d.year <= 1883 || d.from == 255 && 1925 <= d.year && d.year <= 1936)
}

// report writes what was compared, and what the targets are for.
func report(w io.Writer, plain, narrowed *panel.Alliances, producers, states map[cellKey]entente.Obligation, dyadDiff, stateDiff []difference) {
	fmt.Fprintf(w, `# ATOP 5.1: pledges made from members' rows, against the producers'

Written by %[1]sgo test ./internal/panel -run TestATOP -update%[1]s; the test fails where the record gives other numbers.

The producers give alliances by member, by treaty, by state and year, and by directed dyad and year. The program reads the members
(%[1]satop5_1m.csv%[1]s) and makes the directed dyad-years itself, so that each pledge can be followed to two rows of a file. This page holds them
against the producers' tables: %[1]satop5_1ddyr%[1]s as it is distributed with the R package peacesciencer, and %[1]satop5_1sy.csv%[1]s.

| table | rows of the producers | rows of ours | differing rows |
|---|---|---|---|
| directed dyad-years, five pledges each | %[2]d | %[3]d | %[4]d |
| state-years, five pledges each | %[5]d | %[6]d | %[7]d, explained below |

## The rule

Codebook 5.1, sections 2.6 and 2.7, and what the tables show where it is silent:

1. A directed dyad is in the table for every two states that were members of the same treaty, in the same phase, at once, members without
   obligation to each other included (their pledges are all zero: SHAREOB).
2. Who entered on the day on which the other left was never a member with it. The codebook says "after"; the table shows that the same day
   counts: Germany and its two predecessors on 3 October 1990 (3130, 3180, 3470, 3740), Yemen and its two on 22 May 1990 (3015, 3205). The
   rule takes 8 dyad-years out.
3. The years are those of the days from the later entry to the earlier exit, both included: a treaty that ended on 1 January is in that year.
4. In a year in which the text changed, the later phase counts: 1155 in 1857, 1362 in 1888, 1415 in 1905. The codebook is silent. The rule
   changes 14 dyad-years.
5. What the first owes to the second is what its row says (DEFENSE, OFFENSE, NEUTRAL, NONAGG, CONSUL), over all treaties in force in the year.
6. Where a member owes unlike things to unlike partners (OBVARY), its row holds the union, and the producers read the treaty. What they found is in
   %[1]spanel.ATOPTargets%[1]s, by treaty; the next table is what it is for. The targets were read off the producers' table and the treaties, so that in
   these dyad-years equality shows that the targets are whole, and in the others that the rule is right.
7. Signatories that were not members of the state system are in. Annam, which has no Correlates of War number, is not (codebook, note 18).

## Obligations that vary by partner

Directed dyad-years that differ from the producers' where the members' rows are taken as they are, by the treaties of 1815-2018 with OBVARY = 1 in
force in the dyad-year. With the targets none differs.

| treaties | differing dyad-years | years | first difference: ours, theirs |
|---|---|---|---|
`, "`", len(producers), len(table(narrowed.Pledges(1815, 2018))), len(dyadDiff), len(states), len(byState(table(narrowed.Pledges(1815, 2018)))), len(stateDiff))

	varying := map[string]bool{}
	for _, name := range plain.Untargeted() {
		varying[name] = true
	}
	type group struct {
		name        string
		first       difference
		n, from, to int
	}
	groups := map[string]*group{}
	for _, d := range differences(table(plain.Pledges(1815, 2018)), producers) {
		var names []string
		for _, b := range plain.Bonds(entente.Directed{From: d.from, To: d.to}, d.year) {
			if treaty, _, _ := strings.Cut(b.Treaty, "."); varying[b.Treaty] && !slices.Contains(names, treaty) {
				names = append(names, treaty)
			}
		}
		name := strings.Join(names, ", ")
		g := groups[name]
		if g == nil {
			g = &group{name: name, first: d, from: d.year, to: d.year}
			groups[name] = g
		}
		g.n++
		g.from, g.to = min(g.from, d.year), max(g.to, d.year)
	}
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		g := groups[name]
		fmt.Fprintf(w, "| %s | %d | %d-%d | %d to %d: %s; %s |\n", g.name, g.n, g.from, g.to, g.first.from, g.first.to, words(g.first.ours), words(g.first.theirs))
	}
	fmt.Fprintf(w, `
Treaties with OBVARY = 1 and no target: %s. There the producers' dyad-years equal the union as
well, be it that the conditions of an obligation vary and not its kind, or that another treaty holds the same promise.

## State-years

What a state owes to any partner is what its rows say, so the producers' state-years are a second, independent check of the years. They differ in:

| state | years | ours | theirs | why |
|---|---|---|---|---|
`, strings.Join(narrowed.Untargeted(), ", "))
	for i := 0; i < len(stateDiff); {
		d := stateDiff[i]
		j := i
		for j < len(stateDiff) && stateDiff[j].from == d.from && stateDiff[j].ours == d.ours && stateDiff[j].theirs == d.theirs && stateDiff[j].lacking == d.lacking {
			j++
		}
		why := "**not explained**"
		switch {
		case explained(d) && d.from == 220:
			why = "treaty 1320: defence of Annam, which is in the state-years and not in the dyad-years"
		case explained(d):
			why = "treaty 2130 (Locarno): the member's row and the state-years hold a defence that no partner is owed in the dyad-years"
		}
		fmt.Fprintf(w, "| %d | %d-%d | %s | %s | %s |\n", d.from, d.year, stateDiff[j-1].year, words(d.ours), words(d.theirs), why)
		i = j
	}
}

// words lists obligations for the report.
func words(o entente.Obligation) string {
	if o == 0 {
		return "none"
	}
	return strings.Join(o.Names(), " ")
}

func BenchmarkPledges(b *testing.B) {
	records := attributes(b, "atop")
	for b.Loop() {
		panel.NewAlliances(records, panel.ATOPTargets).Pledges(1815, 2018)
	}
}

func BenchmarkBonds(b *testing.B) {
	a := panel.NewAlliances(attributes(b, "atop"), panel.ATOPTargets)
	for b.Loop() {
		a.Bonds(entente.Directed{From: 2, To: 200}, 1960)
	}
}
