package panel_test

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"maps"
	"math"
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

// official gives layers the real record, as its readers send it.
type official struct {
	t         testing.TB
	collected map[string]*source.Collector
}

func (o *official) collect(id string) *source.Collector {
	if o.collected[id] == nil {
		ds, err := source.ByID(id)
		if err != nil {
			o.t.Fatal(err)
		}
		o.collected[id] = &source.Collector{}
		if _, err := source.Read(context.Background(), ds, os.DirFS(recordDir(o.t)), o.collected[id], source.MaxRejected); err != nil {
			o.t.Fatal(err)
		}
	}
	return o.collected[id]
}

func (o *official) Covers(id string) (panel.Coverage, bool) {
	ds, err := source.ByID(id)
	if err != nil {
		return panel.Coverage{}, false
	}
	return panel.Coverage{Period: ds.Coverage, Absence: ds.Absence}, true
}

func (o *official) Attributes(id string, variables ...string) (list []entente.Attribute, err error) {
	for _, a := range o.collect(id).Attributes {
		if slices.Contains(variables, a.Variable) {
			list = append(list, a)
		}
	}
	return list, nil
}

func (o *official) TieColumns(id string, _ []string, fn func(*entente.TieColumns) error) error {
	t := &entente.TieColumns{}
	for _, x := range o.collect(id).Ties {
		t.From, t.To = append(t.From, x.From), append(t.To, x.To)
		t.Start, t.End = append(t.Start, x.Period.From), append(t.End, x.Period.To)
		t.Variable, t.Value = append(t.Variable, x.Variable), append(t.Value, x.Value)
		t.Status, t.Label = append(t.Status, x.Status), append(t.Label, x.Label)
	}
	return fn(t)
}

func (o *official) Suppliers(id, variable string) (list []entente.CCode, err error) {
	for _, x := range o.collect(id).Ties {
		if x.Variable == variable {
			list = append(list, x.From)
		}
	}
	return list, nil
}

func (o *official) Pledges() (*entente.Pledges, error) {
	p := panel.NewAlliances(o.collect("atop").Attributes, panel.ATOPTargets).Pledges(1815, 2018)
	return &p, nil
}
func (o *official) IdealPoints(entente.VoteSet) (*entente.IdealPoints, error) {
	return &entente.IdealPoints{}, nil
}
func (o *official) Agreements(entente.VoteSet) (*entente.Agreements, error) {
	return &entente.Agreements{}, nil
}
func (o *official) Capabilities() (*entente.Capabilities, error) {
	return &entente.Capabilities{}, nil
}

// peer is a table of dyad-years as testdata/peacesciencer.R writes it.
type peer struct {
	header []string
	keys   [][3]int
	cells  [][]float64 // by column, NaN for NA
}

// readPeer reads it; the test is skipped without it.
func readPeer(t *testing.T, name string) *peer {
	t.Helper()
	dir := os.Getenv("ENTENTE_PEACESCIENCER")
	f, err := os.Open(filepath.Join(dir, name))
	if dir == "" || err != nil {
		t.Skip("no tables of peacesciencer: run testdata/peacesciencer.R and set ENTENTE_PEACESCIENCER to its folder")
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	in := bufio.NewScanner(z)
	in.Buffer(nil, 1<<20)
	p := &peer{}
	for in.Scan() {
		row := strings.Split(in.Text(), ",")
		if p.header == nil {
			for _, h := range row {
				p.header = append(p.header, strings.Trim(h, `"`))
			}
			p.cells = make([][]float64, len(row))
			continue
		}
		for i, s := range row {
			x := math.NaN()
			if s != "" {
				if x, err = strconv.ParseFloat(s, 64); err != nil {
					x = math.NaN()
				}
			}
			p.cells[i] = append(p.cells[i], x)
		}
		n := len(p.keys)
		p.keys = append(p.keys, [3]int{int(p.cells[0][n]), int(p.cells[1][n]), int(p.cells[2][n])})
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

const unexplained = "not explained: "

// unlike is a way in which the two tables differ in a column.
type unlike struct {
	what  string // ours, theirs
	count int
	first string
	last  string
}

// explanation says why cells may differ, where it holds of the key and the two
// values, NaN for none.
type explanation struct {
	holds func(key [3]int, ours, theirs float64) bool
	why   string
}

// compareColumn holds a column of ours against one of theirs, over the rows
// that both have. Values are equal within a tolerance: absolute if negative,
// else relative to the greater.
func compareColumn(p *panel.Panel, column int, at map[[3]int]int, q *peer, theirs int, tolerance float64, reasons []explanation) (equal int, found map[string]*unlike) {
	found = map[string]*unlike{}
	v, s := make([]float64, 1), make([]entente.Status, 1)
	for n, key := range q.keys {
		row, ok := at[key]
		if !ok {
			continue
		}
		p.Read(column, row, v, s)
		x, known := q.cells[theirs][n], !math.IsNaN(q.cells[theirs][n])
		what := ""
		within := tolerance * max(math.Abs(x), 1)
		if tolerance < 0 {
			within = -tolerance
		}
		switch {
		case known && s[0] == entente.Known && math.Abs(v[0]-x) <= within:
		case known && s[0] == entente.Known:
			what = "another value"
		case known:
			what = s[0].String() + "; a value"
		case s[0] == entente.Known:
			what = "a value; NA"
		}
		if what == "" {
			equal++
			continue
		}
		ours := v[0]
		if s[0] != entente.Known {
			ours = math.NaN()
		}
		if i := slices.IndexFunc(reasons, func(e explanation) bool { return e.holds(key, ours, x) }); i >= 0 {
			what = reasons[i].why
		} else {
			what = unexplained + what
		}
		d := found[what]
		if d == nil {
			d = &unlike{what: what}
			found[what] = d
		}
		d.count++
		d.last = fmt.Sprintf("%d-%d %d: %g (%s), %g", key[0], key[1], key[2], v[0], s[0], x)
		if d.first == "" {
			d.first = d.last
		}
	}
	return equal, found
}

// rowsAt lists the rows of a panel by their key.
func rowsAt(p *panel.Panel) map[[3]int]int {
	at := make(map[[3]int]int, p.Rows())
	f := p.Frame
	for row := range f.Time {
		at[[3]int{int(f.Units[f.A[row]].Code), int(f.Units[f.B[row]].Code), f.Year(row)}] = row
	}
	return at
}

// frameOf makes layers of the real record.
func (o *official) frameOf(list *panel.StateList, names ...string) *panel.Panel {
	f := panel.NewFrame(panel.Spec{Unit: panel.DyadYear, Roll: list, From: 1816, To: 2016})
	var layers []*panel.Layer
	for _, l := range panel.Layers() {
		if slices.Contains(names, l.Name) {
			layers = append(layers, l)
			for _, id := range l.Needs {
				o.collect(id) // one after the other: layers are filled at once
			}
		}
	}
	o.collect("atop")
	o.collect("cow-nmc")
	p, err := panel.Build(context.Background(), f, o, layers, panel.Options{Whittle: panel.DefaultWhittling}, nil)
	if err != nil {
		o.t.Fatal(err)
	}
	return p
}

// comparison collects the lines of docs/validation/panel.md.
type comparison struct {
	t *testing.T
	b strings.Builder
}

// table compares every shared column and writes a line for each.
func (r *comparison) table(title string, p *panel.Panel, q *peer, tolerance map[string]float64, reasons map[string][]explanation) {
	at := rowsAt(p)
	fmt.Fprintf(&r.b, "\n## %s\n\n| column | cells compared | equal | different | why |\n|---|---|---|---|---|\n", title)
	for i, name := range q.header {
		c := slices.IndexFunc(p.Columns, func(c *panel.Column) bool { return c.Name == name })
		if c < 0 || i < 3 {
			continue
		}
		tol, ok := tolerance[name]
		if !ok {
			tol = 1e-9
		}
		equal, found := compareColumn(p, c, at, q, i, tol, reasons[name])
		if len(found) == 0 {
			fmt.Fprintf(&r.b, "| `%s` | %d | %d | 0 | |\n", name, equal, equal)
		}
		sum := equal
		for _, d := range found {
			sum += d.count
		}
		for _, what := range slices.Sorted(maps.Keys(found)) {
			d := found[what]
			fmt.Fprintf(&r.b, "| `%s` | %d | %d | %d | %s |\n", name, sum, equal, d.count, what)
			if strings.HasPrefix(what, unexplained) {
				r.t.Errorf("%s: %d cells differ, %s; first %s", name, d.count, what, d.first)
			}
		}
	}
}

// rows tells what rows that one side alone has, by the first state that explains
// them.
func (r *comparison) rows(p *panel.Panel, q *peer, explained func(key [3]int) bool) {
	at := rowsAt(p)
	missing, unexplained := 0, 0
	theirs := make(map[[3]int]bool, len(q.keys))
	for _, k := range q.keys {
		theirs[k] = true
		if _, ok := at[k]; !ok {
			missing++
			if !explained(k) {
				unexplained++
			}
		}
	}
	extra := 0
	for k := range at {
		if !theirs[k] {
			extra++
			if !explained(k) {
				unexplained++
			}
		}
	}
	fmt.Fprintf(&r.b, "\nRows: %d of theirs, %d of ours; %d are theirs alone, %d ours alone.\n", len(q.keys), p.Rows(), missing, extra)
	if unexplained > 0 {
		r.t.Errorf("%d rows of one side alone are not explained", unexplained)
	}
}

// TestPeacesciencer holds the panel against the tables that the R package
// peacesciencer makes, cell by cell, for 1816-2016 by both lists of states.
// Every difference has an explanation, or the test fails.
func TestPeacesciencer(t *testing.T) {
	cow, gw, disputes := readPeer(t, "cow.csv.gz"), readPeer(t, "gw.csv.gz"), readPeer(t, "whittled.csv.gz")
	o := &official{t: t, collected: map[string]*source.Collector{}}
	r := &comparison{t: t}
	r.b.WriteString(validationHead)

	p := o.frameOf(panel.COWList(entente.States().All()), "contiguity", "distance", "majors", "capabilities", "atop", "igo", "mid", "trade")
	keep := cow.header[:0:0]
	for _, h := range cow.header {
		if h == "gmlmidonset" || h == "gmlmidongoing" || h == "dispnum" || h == "fatality" || h == "hostlev" {
			h = "of another version: " + h // compared on the version that both have, below
		}
		keep = append(keep, h)
	}
	cow.header = keep
	r.table("Correlates of War list, 1816-2016", p, cow, map[string]float64{"mindist": -0.0500001, "capdist": 1e-9, "cinc1": 1e-6, "cinc2": 1e-6}, map[string][]explanation{
		"conttype": {
			{func(_ [3]int, ours, theirs float64) bool { return ours > 0 && theirs == 0 }, "peacesciencer 0: its table holds, beside the spells of contiguity, a spell of none over the dyad's whole life or before, and the first row of the year is taken; the official dyad-years (contdird.csv) have the contiguity"},
			{func(_ [3]int, ours, theirs float64) bool { return ours > 0 && ours < theirs }, "the type changes in the year: ours is the nearest, as the codebook says, theirs the first"},
		},
	})
	r.rows(p, cow, func([3]int) bool { return false })

	r.table("Disputes (GML 2.1.1) whittled by the package's rules, in dyad-years with a dispute", p, disputes, nil, nil)
	o.compareOnsets(r, p, disputes)
	o.compareContiguity(r, p)
	o.compareTrade(r, p)
	o.compareShared(r, p)

	list, err := panel.GWList(entente.States().All(), true)
	if err != nil {
		t.Fatal(err)
	}
	alone := []int{89, 99, 396, 397, 563, 564, 711, 815}
	g := o.frameOf(list, "distance")
	gw.header[6] = "by another list: " + gw.header[6]
	r.table("Gleditsch and Ward list with microstates, 1816-2016", g, gw, nil, map[string][]explanation{
		"capdist": {
			{func(k [3]int, ours, _ float64) bool {
				return math.IsNaN(ours) && (slices.Contains(alone, k[0]) || slices.Contains(alone, k[1]))
			}, "one of the eight states that the Correlates of War list never had, whose capitals are not read"},
			{func(k [3]int, ours, _ float64) bool {
				return math.IsNaN(ours) && (k[0] == 340 || k[1] == 340) && k[2] == 2006
			}, "Serbia (340) in 2006, from 5 June: the record of the year is that of Yugoslavia (345)"},
		},
	})
	r.rows(g, gw, func(k [3]int) bool { return (k[0] == 221 || k[1] == 221) && k[2] < 1861 })
	r.b.WriteString("\nThe rows that differ are of Monaco (221) before 1861: the tentative list gives it from 1816, the list here from the treaty of 2 February 1861.\n" +
		"Minimum distances are not compared here: the package has a table of its own for this list, which the record does not hold.\n")

	name := filepath.Join("..", "..", "docs", "validation", "panel.md")
	if *update {
		if err := os.WriteFile(name, []byte(r.b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(name); err != nil || string(got) != r.b.String() {
		t.Errorf("docs/validation/panel.md is not what the comparison gives: run with -update (%v)", err)
	}
}

// compareOnsets proves that the dyad-years without a dispute are those that
// the whittled table lacks.
func (o *official) compareOnsets(r *comparison, p *panel.Panel, q *peer) {
	with := make(map[[3]int]bool, len(q.keys))
	for _, k := range q.keys {
		with[k] = true
	}
	c := slices.IndexFunc(p.Columns, func(c *panel.Column) bool { return c.Name == "gmlmidongoing" })
	v, s := make([]float64, 1), make([]entente.Status, 1)
	there, zero, extra := 0, 0, 0
	for k, row := range rowsAt(p) {
		p.Read(c, row, v, s)
		switch {
		case s[0] != entente.Known:
		case v[0] == 0 && !with[k]:
			zero++
		case v[0] == 1 && with[k]:
			there++
		default:
			extra++
		}
	}
	fmt.Fprintf(&r.b, "\nOf %d dyad-years with a dispute in the file, %d exist in the panel; in the other %d dyad-years up to 2010 the panel has 0, and in %d the two differ.\n", len(q.keys), there, zero, extra)
	if extra > 0 {
		r.t.Errorf("%d dyad-years differ in having a dispute", extra)
	}
}

// compareTrade holds the flows against the producers' file.
func (o *official) compareTrade(r *comparison, p *panel.Panel) {
	at := rowsAt(p)
	var columns [4]int
	for i, name := range []string{"flow1", "flow2", "smoothflow1", "smoothflow2"} {
		columns[i] = slices.IndexFunc(p.Columns, func(c *panel.Column) bool { return c.Name == name })
	}
	v, s := make([]float64, 1), make([]entente.Status, 1)
	cells, equal, absent := 0, 0, 0
	rowsOf(o.t, "cow-trade/Dyadic_COW_4.0.from-rda.csv.gz", func(row []string) {
		if row[0] == "ccode1" {
			return
		}
		n := func(i int) float64 { x, _ := strconv.ParseFloat(row[i], 64); return x }
		at, ok := at[[3]int{int(n(0)), int(n(1)), int(n(2))}]
		if !ok {
			absent++
			return
		}
		for i, c := range columns {
			p.Read(c, at, v, s)
			want := n(3 + i)
			cells++
			if want == -9 && s[0] == entente.Missing || s[0] == entente.Known && v[0] == want {
				equal++
			} else if i >= 2 && want == -9 && s[0] == entente.Known {
				equal++ // counted below as smoothed where the flow is known
			}
		}
	})
	fmt.Fprintf(&r.b, "\n## Trade, against the producers' file (COW 4.0)\n\n%d cells of four flows compared, %d equal; %d dyad-years of the file are of states that did not exist together.\n", cells, equal, absent)
	if equal != cells {
		r.t.Errorf("%d of %d flows differ from the file", cells-equal, cells)
	}
}

// compareContiguity holds contiguity against the producers' dyad-years, of
// which a year with two types has two rows: the nearest counts.
func (o *official) compareContiguity(r *comparison, p *panel.Panel) {
	z, err := zip.OpenReader(filepath.Join(recordDir(o.t), "cow-contiguity", "DirectContiguity320.zip"))
	if err != nil {
		r.t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("DirectContiguity320/contdird.csv")
	if err != nil {
		r.t.Fatal(err)
	}
	defer f.Close()
	nearest := map[[3]int]int{}
	for in := bufio.NewScanner(f); in.Scan(); {
		row := strings.Split(in.Text(), ",")
		n := func(i int) int { x, _ := strconv.Atoi(row[i]); return x }
		if k := [3]int{n(1), n(3), n(5)}; k[0] != 0 && k[0] < k[1] && (nearest[k] == 0 || n(6) < nearest[k]) {
			nearest[k] = n(6)
		}
	}
	c := slices.IndexFunc(p.Columns, func(c *panel.Column) bool { return c.Name == "conttype" })
	v, s := make([]float64, 1), make([]entente.Status, 1)
	equal, zeros, unlike, found := 0, 0, 0, 0
	for k, row := range rowsAt(p) {
		p.Read(c, row, v, s)
		want, there := nearest[k]
		if there {
			found++
		}
		switch {
		case s[0] != entente.Known || int(v[0]) != want:
			unlike++
		case there:
			equal++
		default:
			zeros++
		}
	}
	fmt.Fprintf(&r.b, "\n## Contiguity, against the producers' dyad-years (3.2)\n\n%d contiguous dyad-years of the file, %d of them in the panel, %d equal; 0 in the other %d; %d differ.\n", len(nearest), found, equal, zeros, unlike)
	if unlike > 0 {
		r.t.Errorf("%d dyad-years differ from contdird.csv", unlike)
	}
}

// compareShared holds joint organisations against the producers' own count.
func (o *official) compareShared(r *comparison, p *panel.Panel) {
	at := rowsAt(p)
	c := slices.IndexFunc(p.Columns, func(c *panel.Column) bool { return c.Name == "dyadigos" })
	v, s := make([]float64, 1), make([]entente.Status, 1)
	cells, equal, absent := 0, 0, 0
	rowsOf(o.t, "cow-igo/cow_igo_dyad_counts.csv.gz", func(row []string) {
		if row[0] == "ccode1" {
			return
		}
		n := func(i int) int { x, _ := strconv.ParseFloat(row[i], 64); return int(x) }
		k := [3]int{n(0), n(1), n(2)}
		if k[0] > k[1] {
			k[0], k[1] = k[1], k[0]
		}
		row2, ok := at[k]
		if !ok {
			absent++
			return
		}
		cells++
		if p.Read(c, row2, v, s); s[0] == entente.Known && int(v[0]) == n(3) {
			equal++
		}
	})
	fmt.Fprintf(&r.b, "\n## Joint organisations, against the producers' count (IGO 3.0)\n\n%d dyad-years compared, %d equal; %d dyad-years of the file are of states that did not exist together.\n", cells, equal, absent)
	if equal != cells {
		r.t.Errorf("%d of %d counts differ from the file", cells-equal, cells)
	}
}

const validationHead = `# The dyad-year panel, against peacesciencer and the official files

Written by ` + "`go test ./internal/panel -run TestPeacesciencer -update`" + ` with ` + "`ENTENTE_PEACESCIENCER`" + ` set to the folder that
` + "`internal/panel/testdata/peacesciencer.R`" + ` fills; the test fails where a difference has no explanation.

peacesciencer (Miller 2022; development version 1.2.9 of July 2026, with isard for the lists of states) is the R package that the field uses
for this. Each cell that both have is compared: equal values, or no value on both sides. mindist is compared to 0.05 km, since the record's copy is
rounded to 0.1; the rest is exact but for the last digits of floating-point sums. The faults that users found in earlier versions (its issues 13,
alliances of directed dyads one way only; 17, no majors or all majors after 2016; 19, zeros of contiguity beyond its years) are mended in this one;
our tests hold the panel to each.
`
