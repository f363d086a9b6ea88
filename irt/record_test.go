package irt

import (
	"compress/gzip"
	"context"
	"encoding/csv"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// The real record, read just well enough to test the estimates against the
// published tables; the program's own reader and preparation are elsewhere.

// record is the General Assembly's votes as rows, items and ballots.
type record struct {
	rows    []Row // Unit is the COW number, Period the session
	items   int
	ballots []Ballot
	start   []float64
}

// dataFolder is $ENTENTE_DATA, by default beside the repository.
func dataFolder(t testing.TB) string {
	dir := os.Getenv("ENTENTE_DATA")
	if dir == "" {
		dir = "../../shared/data"
	}
	if _, err := os.Stat(filepath.Join(dir, "un-votes")); err != nil {
		t.Skip("needs the real record: set ENTENTE_DATA to the data folder")
	}
	return dir
}

// table calls row with each line's values of the named columns.
func table(t testing.TB, path string, columns []string, row func([]string)) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	c := csv.NewReader(r)
	c.ReuseRecord = true
	head, err := c.Read()
	if err != nil {
		t.Fatal(err)
	}
	at := make([]int, len(columns))
	for i, name := range columns {
		if at[i] = slices.Index(head, name); at[i] < 0 {
			t.Fatalf("%s: no column %q", path, name)
		}
	}
	cells := make([]string, len(columns))
	for {
		line, err := c.Read()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		for i, k := range at {
			cells[i] = line[k]
		}
		row(cells)
	}
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0 // NA: missing flags are read as 0
	}
	return n
}

// rollCall is what the preparation needs to know of a roll call.
type rollCall struct{ session, year, amend, para, important, nuclear int }

// vote is a raw ballot; choice is 1, 2, 3 as in the source.
type vote struct{ rcid, ccode, choice int }

type rawRecord struct {
	calls   map[int]rollCall
	votes   []vote
	matches [][2]int
}

// threeTables is the record in the layout of the R package unvotes.
var threeTables rawRecord

func readThreeTables(t testing.TB) *rawRecord {
	raw := &threeTables // read once
	if raw.calls != nil {
		return raw
	}
	dir := filepath.Join(dataFolder(t), "un-votes")
	raw.calls = make(map[int]rollCall)
	table(t, filepath.Join(dir, "tidytuesday/roll_calls.csv.gz"), []string{"rcid", "session", "date", "amend", "para", "importantvote"}, func(c []string) {
		raw.calls[number(c[0])] = rollCall{session: number(c[1]), year: number(c[2][:4]), amend: number(c[3]), para: number(c[4]), important: number(c[5])}
	})
	table(t, filepath.Join(dir, "tidytuesday/issues.csv"), []string{"rcid", "short_name"}, func(c []string) {
		if call, ok := raw.calls[number(c[0])]; ok && c[1] == "nu" {
			call.nuclear = 1
			raw.calls[number(c[0])] = call
		}
	})
	code := map[string]int{ // names that neither table below has
		"Côte d’Ivoire": 437, "Eswatini": 572, "Federal Republic of Germany": 260,
		"North Macedonia": 343, "São Tomé & Príncipe": 403, "Zanzibar": 511,
	}
	add := func(c []string) {
		if _, ok := code[c[0]]; !ok {
			code[c[0]] = number(c[1])
		}
	}
	table(t, filepath.Join(dir, "COW country codes.csv"), []string{"StateNme", "CCode"}, add)
	table(t, filepath.Join(dir, "../un-ideal-points/IdealpointestimatesAll_Apr2020.csv.gz"), []string{"Countryname", "ccode"}, add)
	choice := map[string]int{"yes": 1, "abstain": 2, "no": 3}
	table(t, filepath.Join(dir, "tidytuesday/unvotes.csv.gz"), []string{"rcid", "country", "vote"}, func(c []string) {
		ccode, ok := code[c[1]]
		if !ok {
			t.Fatalf("no COW number for %q", c[1])
		}
		raw.votes = append(raw.votes, vote{number(c[0]), ccode, choice[c[2]]})
	})
	table(t, filepath.Join(dir, "Matches.csv"), []string{"rcid1", "rcid2"}, func(c []string) {
		raw.matches = append(raw.matches, [2]int{number(c[0]), number(c[1])})
	})
	return raw
}

// prepare follows the authors' UN_DataProcessing.R: leave out late amendments
// and paragraphs, session 19, Zanzibar and South Africa in session 48; link the
// repeated resolutions. Unanimous votes are left to NewPanel.
func (raw *rawRecord) prepare(keep func(rollCall) bool) *record {
	linked := make(map[int]int)
	for id := range raw.calls {
		linked[id] = id
	}
	least := make(map[int]int) // rcid2 → smallest rcid1
	for _, m := range raw.matches {
		if old, ok := least[m[1]]; !ok || m[0] < old {
			least[m[1]] = m[0]
		}
	}
	late := make([]int, 0, len(least))
	for id := range least {
		late = append(late, id)
	}
	sort.Sort(sort.Reverse(sort.IntSlice(late)))
	for _, from := range late {
		for id, l := range linked {
			if l == from {
				linked[id] = least[from]
			}
		}
	}
	rec := new(record)
	rowOf, itemOf := make(map[Row]int32), make(map[int]int32)
	for _, v := range raw.votes {
		call := raw.calls[v.rcid]
		if call.year > 1989 && (call.para == 1 || call.amend == 1) || call.session == 19 || v.ccode == 511 ||
			v.ccode == 560 && call.session == 48 || v.choice < 1 || v.choice > 3 || !keep(call) {
			continue
		}
		row := Row{v.ccode, call.session}
		r, ok := rowOf[row]
		if !ok {
			r = int32(len(rec.rows))
			rowOf[row] = r
			rec.rows = append(rec.rows, row)
			rec.start = append(rec.start, authorsStart[v.ccode])
		}
		item, ok := itemOf[linked[v.rcid]]
		if !ok {
			item = int32(len(itemOf))
			itemOf[linked[v.rcid]] = item
		}
		rec.ballots = append(rec.ballots, Ballot{r, item, uint8(v.choice - 1)})
	}
	rec.items = len(itemOf)
	return rec
}

// authorsStart are the starting values of UN_Ideal_Rcpp.R.
var authorsStart = map[int]float64{2: 3, 20: 3, 200: 3, 666: 3, 365: -2, 265: -2}

// published is a table of estimates by row.
type published struct {
	votes          map[Row]int
	mean, lo5, hi5 map[Row]float64
}

func readPublished(t testing.TB, suffix, variable string) published {
	p := published{make(map[Row]int), make(map[Row]float64), make(map[Row]float64), make(map[Row]float64)}
	path := filepath.Join(dataFolder(t), "un-ideal-points/Idealpointestimates"+suffix+"_Apr2020.csv.gz")
	float := func(s string) float64 {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	columns := []string{"ccode", "session", "NVotes" + variable, "IdealPoint" + variable, "Q5%" + variable, "Q95%" + variable}
	table(t, path, columns, func(c []string) {
		row := Row{number(c[0]), number(c[1])}
		p.votes[row] = number(c[2])
		p.mean[row], p.lo5[row], p.hi5[row] = float(c[3]), float(c[4]), float(c[5])
	})
	return p
}

func pearson(x, y []float64) float64 {
	var mx, my float64
	for i := range x {
		mx += x[i]
		my += y[i]
	}
	n := float64(len(x))
	mx /= n
	my /= n
	var xx, yy, xy float64
	for i := range x {
		xx += (x[i] - mx) * (x[i] - mx)
		yy += (y[i] - my) * (y[i] - my)
		xy += (x[i] - mx) * (y[i] - my)
	}
	return xy / math.Sqrt(xx*yy)
}

type comparison struct{ all, from3, median, minimum, change, mae float64 }

func compare(rows []Row, est []float64, pub published) comparison {
	var x, y, x3, y3, dx, dy []float64
	bs := map[int][2][]float64{}
	mine := map[Row]float64{}
	mae := 0.0
	for i, r := range rows {
		q, ok := pub.mean[r]
		if !ok || math.IsNaN(est[i]) {
			continue
		}
		mine[r] = est[i]
		x = append(x, est[i])
		y = append(y, q)
		mae += math.Abs(est[i] - q)
		if r.Period > 2 {
			x3 = append(x3, est[i])
			y3 = append(y3, q)
		}
		b := bs[r.Period]
		b[0] = append(b[0], est[i])
		b[1] = append(b[1], q)
		bs[r.Period] = b
	}
	for _, r := range rows {
		p := Row{r.Unit, r.Period - 1}
		if a, ok := mine[p]; ok {
			dx = append(dx, mine[r]-a)
			dy = append(dy, pub.mean[r]-pub.mean[p])
		}
	}
	var rs []float64
	mn := 1.0
	for s, b := range bs {
		c := pearson(b[0], b[1])
		rs = append(rs, c)
		if s > 2 && c < mn {
			mn = c
		}
	}
	sort.Float64s(rs)
	return comparison{pearson(x, y), pearson(x3, y3), rs[len(rs)/2], mn, pearson(dx, dy), mae / float64(len(x))}
}

func (raw *rawRecord) panel(t testing.TB, keep func(rollCall) bool) (*record, *Panel) {
	t.Helper()
	rec := raw.prepare(keep)
	p, err := NewPanel(rec.rows, rec.items, rec.ballots)
	if err != nil {
		t.Fatal(err)
	}
	return rec, p
}

func allVotes(rollCall) bool { return true }

// The counts are those of the authors' data step on the record to session 74;
// NVotes is a column of their table.
func TestRecordCounts(t *testing.T) {
	rec, p := readThreeTables(t).panel(t, allVotes)
	if p.Ballots() != 797473 || p.Items() != 4784 || p.Rows()-len(p.Empty()) != 10469 {
		t.Errorf("%d ballots, %d linked votes, %d rows; want 797473, 4784, 10469", p.Ballots(), p.Items(), p.Rows()-len(p.Empty()))
	}
	pub := readPublished(t, "All", "")
	for r, row := range rec.rows {
		if p.Votes(r) != pub.votes[row] {
			t.Errorf("state %d in session %d: %d votes, published %d", row.Unit, row.Period, p.Votes(r), pub.votes[row])
		}
	}
}

func TestPublishedTables(t *testing.T) {
	if testing.Short() {
		t.Skip("estimates the whole record three times")
	}
	raw := readThreeTables(t)
	for _, c := range []struct {
		name, variable string
		keep           func(rollCall) bool
		want           comparison // at least; mae at most
	}{
		{"All", "", allVotes, comparison{all: 0.997, from3: 0.998, median: 0.999, minimum: 0.985, change: 0.96, mae: 0.06}},
		{"NoNukes", "NoNukes", func(c rollCall) bool { return c.nuclear == 0 }, comparison{all: 0.99, from3: 0.99, median: 0.99, minimum: 0.985, change: 0.96, mae: 0.06}},
		// The source lacks the flag after session 72.
		{"Important", "Important", func(c rollCall) bool { return c.important == 1 && c.session <= 72 }, comparison{all: 0.99, from3: 0.99, median: 0.99, minimum: 0.985, change: 0.96, mae: 0.06}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec, p := raw.panel(t, c.keep)
			pub := readPublished(t, c.name, c.variable)
			s := Default()
			s.Start = rec.start
			post := mustFit(t, p, s)
			got := compare(rec.rows, post.Replicating.Mean, pub)
			t.Logf("start and sampler differ by %.3f", post.Replicating.Apart)
			t.Logf("r %.4f, from the third session %.4f, sessions' median %.4f and minimum %.4f, changes %.4f; mean difference %.4f; weight of the start %.2f; widened by %.2f",
				got.all, got.from3, got.median, got.minimum, got.change, got.mae, post.Replicating.Start, post.Calibrated.Widened)
			if got.all < c.want.all || got.from3 < c.want.from3 || got.median < c.want.median || got.minimum < c.want.minimum || got.change < c.want.change || got.mae > c.want.mae {
				t.Errorf("agreement %+v, want at least %+v", got, c.want)
			}
			var ratios, within float64
			for r, row := range rec.rows {
				// The width of a normal 90 % interval is 3.29 standard deviations.
				if width, ok := pub.hi5[row]; ok {
					ratios += post.Replicating.SD[r] / ((width - pub.lo5[row]) / 3.29)
					if m := pub.mean[row]; post.Calibrated.Lo[r] < m && m < post.Calibrated.Hi[r] {
						within++
					}
				}
			}
			n := float64(len(rec.rows))
			t.Logf("standard deviations %.3f of the published; %.4f of the published means within the calibrated intervals", ratios/n, within/n)
			if c.name == "All" && (ratios/n < 0.9 || ratios/n > 1.1) {
				t.Errorf("standard deviations are %.3f of the published, want 0.9 to 1.1", ratios/n)
			}
		})
	}
}

// Sparse subsets must run: states with one or two votes, sessions without any.
func TestSparseSubsets(t *testing.T) {
	if testing.Short() {
		t.Skip("estimates two subsets of the record")
	}
	raw := readThreeTables(t)
	for name, keep := range map[string]func(rollCall) bool{
		"nuclear":          func(c rollCall) bool { return c.nuclear == 1 },
		"important to 45":  func(c rollCall) bool { return c.important == 1 && c.session < 45 },
		"every fifth only": func(c rollCall) bool { return c.session%5 == 0 && c.important == 1 },
	} {
		rec, p := raw.panel(t, keep)
		s := Default()
		s.Start = rec.start
		post := mustFit(t, p, s)
		for r := range rec.rows {
			m, sd := post.Replicating.Mean[r], post.Calibrated.SD[r]
			if p.Votes(r) > 0 && !(math.Abs(m) < 6 && sd > 0 && sd < 3) {
				t.Errorf("%s: state %d in session %d with %d votes: %v ± %v", name, rec.rows[r].Unit, rec.rows[r].Period, p.Votes(r), m, sd)
			}
		}
		us, ussr := 0.0, 0.0
		for r, row := range rec.rows {
			if p.Votes(r) > 0 && row.Unit == 2 {
				us += post.Replicating.Mean[r]
			} else if p.Votes(r) > 0 && row.Unit == 365 {
				ussr += post.Replicating.Mean[r]
			}
		}
		if us <= ussr {
			t.Errorf("%s: the direction is lost: %v and %v", name, us, ussr)
		}
	}
}

func BenchmarkFit(b *testing.B) {
	rec, p := readThreeTables(b).panel(b, allVotes)
	s := Default()
	s.Start = rec.start
	b.ResetTimer()
	for range b.N {
		if _, err := Fit(context.Background(), p, s, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSweep is one sweep of the published sampler over the whole record.
func BenchmarkSweep(b *testing.B) {
	rec, p := readThreeTables(b).panel(b, allVotes)
	c := newSampler(newStarter(p, rec.start, 0.5), 1)
	b.ResetTimer()
	for range b.N {
		c.sweep()
	}
}

// BenchmarkStartSweep is one sweep of the deterministic start.
func BenchmarkStartSweep(b *testing.B) {
	rec, p := readThreeTables(b).panel(b, allVotes)
	s := newStarter(p, rec.start, 0.5)
	b.ResetTimer()
	for range b.N {
		s.sweep()
	}
}
