package source

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/entente-observatory/entente"
)

var oneFile = []entente.File{{Name: "t.csv"}}

func openText(t testing.TB, text string, missing ...string) (*table, *Collector) {
	t.Helper()
	var c Collector
	tb, err := openTable(context.Background(), fstest.MapFS{"t.csv": {Data: []byte(text)}}, oneFile, 0, &c, missing...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tb.close)
	return tb, &c
}

// TestAgainstEncodingCSV reads long random tables, with cells that hold
// quotes, separators and line ends, as the standard library does, to the
// line. The rows cross the ends of blocks and of the buffer.
func TestAgainstEncodingCSV(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"", "a", "12", "-9", `"`, `""`, ",", "\n", ";", "\t", "é", "’", strings.Repeat("long ", 2000)}
	for _, sep := range ",;\t" {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Comma = sep
		for i := range 3000 {
			row := []string{fmt.Sprint(i), "x", "x"}
			for k := 1; k < 3 && i > 0; k++ {
				row[k] = pieces[rng.IntN(len(pieces))] + pieces[rng.IntN(len(pieces))]
			}
			if i == 0 {
				row = []string{"a", "b", "c"}
			}
			w.Write(row)
		}
		w.Flush()
		tb, _ := openText(t, b.String())
		want := csv.NewReader(bytes.NewReader(b.Bytes()))
		want.Comma = sep
		want.Read()
		for tb.next() {
			row, err := want.Read()
			if err != nil {
				t.Fatal(err)
			}
			line, _ := want.FieldPos(0)
			for c, cell := range row {
				if got := tb.text(c); got != strings.Trim(cell, " \t") || tb.line != uint32(line) {
					t.Fatalf("separator %q, line %d: cell %d is %.40q, want line %d %.40q", sep, tb.line, c, got, line, cell)
				}
			}
		}
		if _, err := want.Read(); err == nil || tb.err != nil {
			t.Errorf("separator %q: stopped at line %d: %v", sep, tb.line, tb.err)
		}
	}
}

// FuzzAgainstEncodingCSV holds that what the standard library reads as a table
// is read to the same cells.
func FuzzAgainstEncodingCSV(f *testing.F) {
	f.Add("a,b\n1,2\n")
	f.Add("a,b\r\n\"1\n\"\"x\",2")
	f.Add("a,b\n\"\",\"\"\n\n1,\"2\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		r := csv.NewReader(strings.NewReader(text))
		rows, err := r.ReadAll()
		if err != nil || len(rows) < 2 || len(rows[0]) < 2 || strings.ContainsAny(text, "\r\x00;\t") || strings.Contains(strings.Join(rows[0], ""), ",") {
			return
		}
		var c Collector
		tb, err := openTable(context.Background(), fstest.MapFS{"t.csv": {Data: []byte(text)}}, oneFile, 0, &c)
		if err != nil {
			return
		}
		defer tb.close()
		for _, row := range rows[1:] {
			if !tb.next() {
				t.Fatalf("stopped before %q: %v", row, tb.err)
			}
			for k, cell := range row {
				if got := tb.bytes(k); string(got) != strings.Trim(cell, " \t") {
					t.Fatalf("cell %q, want %q", got, cell)
				}
			}
		}
		if tb.next() {
			t.Fatalf("a row more: line %d", tb.line)
		}
	})
}

func TestLineEnds(t *testing.T) {
	for name, text := range map[string]string{
		"LF": "a,b\n1,2\n3,4\n", "CRLF": "a,b\r\n1,2\r\n3,4\r\n", "CR": "a,b\r1,2\r3,4\r", "no last": "a,b\n1,2\n3,4",
		"blank lines": "a,b\n\n1,2\n\n3,4\n\n", "quoted CRLF": "\"a\",\"b\"\r\n\"1\",\"2\"\r\n\"3\",\"4\"\r\n",
	} {
		tb, c := openText(t, text)
		a, b := tb.column("a"), tb.column("b")
		var got []int
		for tb.next() {
			got = append(got, tb.int(a, 0, 9), tb.int(b, 0, 9))
		}
		if !slices.Equal(got, []int{1, 2, 3, 4}) || tb.err != nil || c.Rows[0] != 2 || len(c.Rejections) != 0 {
			t.Errorf("%s: %v %v %+v", name, got, tb.err, c)
		}
	}
}

// TestCells reads one cell of each kind.
func TestCells(t *testing.T) {
	type reading func(tb *table, c int) any
	integer := func(tb *table, c int) any { return tb.int(c, -10, 2100) }
	optional := func(tb *table, c int) any {
		n, ok := tb.intOr(c, 0, 9)
		return fmt.Sprint(n, ok)
	}
	number := func(tb *table, c int) any { return tb.float(c, 0, 1e6) }
	numberOr := func(tb *table, c int) any {
		x, s := tb.floatOr(c, 0, 1e6)
		return fmt.Sprint(x, s)
	}
	flag := func(tb *table, c int) any { return tb.flag(c) }
	day := func(tb *table, c int) any { return tb.date(c) }
	state := func(tb *table, c int) any { return tb.state(c) }
	text := func(tb *table, c int) any { return tb.text(c) }
	for _, c := range []struct {
		cell string
		read reading
		want any // nil: the row is bad
	}{
		{"12", integer, 12}, {" 12 ", integer, 12}, {"12.0", integer, 12}, {"+7", integer, 7}, {"-7", integer, -7},
		{"12.5", integer, nil}, {"1e3", integer, nil}, {"-", integer, nil}, {".", integer, nil}, {".0", integer, nil}, {"99999999999999999999", integer, nil},
		{"2101", integer, nil}, {"-9", integer, nil}, {"", integer, nil}, {"NA", integer, nil}, {"0x1", integer, nil},
		{"5", optional, "5 true"}, {"-9", optional, "0 false"}, {"", optional, "0 false"}, {"10", optional, nil},
		{"1.5", number, 1.5}, {".0397", number, .0397}, {"1e3", number, 1000.0}, {"NaN", number, nil}, {"Inf", number, nil}, {"1,5", number, nil}, {"-1", number, nil},
		{"0", numberOr, "0 known"}, {"NA", numberOr, "0 missing"}, {"x", numberOr, nil},
		{"0", flag, entente.Off}, {"1", flag, entente.On}, {"NA", flag, entente.Uncoded}, {"2", flag, nil},
		{"1996-02-29", day, entente.Day(1996, 2, 29)}, {"1995-02-29", day, nil}, {"1995-2-1", day, nil}, {"NA", day, nil},
		{"11/5/1946", day, entente.Day(1946, 11, 5)}, {"1946-11-05 00:00:00", day, entente.Day(1946, 11, 5)}, {"5.11.1946", day, nil}, {"13/5/1946", day, nil},
		{"2", state, entente.CCode(2)}, {"770.0", state, entente.CCode(770)}, {"1", state, nil}, {"-2", state, nil}, {"PAK", state, nil}, {"-9", state, nil},
		{`"a ""b"" c"`, text, `a "b" c`}, {"S\xe3o Tom\xe9", text, "São Tomé"}, {"São", text, "São"}, {"d\x92Ivoire", text, "d’Ivoire"},
	} {
		cell := c.cell
		if strings.Contains(cell, ",") {
			cell = `"` + cell + `"`
		}
		tb, collected := openText(t, "id,cell\n1,"+cell+"\n", "NA", "-9", ".")
		if !tb.next() {
			t.Fatal(tb.err)
		}
		got := c.read(tb, 1)
		if bad := tb.bad(); bad != (c.want == nil) || !bad && got != c.want {
			t.Errorf("%q gives %v and %+v, want %v", c.cell, got, collected.Rejections, c.want)
		}
	}
}

// TestHeader finds columns by name in any case, tolerates unnamed ones, and
// tells which are lacking.
func TestHeader(t *testing.T) {
	tb, _ := openText(t, "\"\",CCode, year ,\n1,2,1990,\n")
	ccode, year := tb.column("ccode"), tb.column("year")
	if !tb.next() || tb.state(ccode) != 2 || tb.year(year) != 1990 || tb.optional("note") != -1 || tb.textOr(-1) != "" {
		t.Errorf("not read: %v", tb.err)
	}
	tb, _ = openText(t, "a,b\n1,2\n")
	tb.column("x")
	tb.column("a")
	tb.column("y", "z")
	if tb.next() || tb.err.Error() != "t.csv:1: no column x, y among a, b; check that this is the file that its name says, or fetch it again" {
		t.Errorf("error %v", tb.err)
	}
}

func TestLongRow(t *testing.T) {
	tb, _ := openText(t, "a,b\n1,"+strings.Repeat("x", 3<<20)+"\n2,y\n")
	if !tb.next() || len(tb.bytes(1)) != 3<<20 || !tb.next() || tb.line != 3 {
		t.Errorf("a row of 3 MB: line %d, %v", tb.line, tb.err)
	}
	tb, _ = openText(t, "a,b\n1,x\n2,\""+strings.Repeat("x\n", 3<<20))
	for tb.next() {
	}
	if tb.err == nil || !strings.HasPrefix(tb.err.Error(), "t.csv:3: a row of more than 4 MB begins here") {
		t.Errorf("an unclosed quote gives %v", tb.err)
	}
}

// TestTooManyRejected holds that a file in which more than the share allowed
// is rejected is not read, and that the error names the commonest reason.
func TestTooManyRejected(t *testing.T) {
	text := unHeader[:strings.Index(unHeader, ",amend")] + "\n" + strings.Repeat("7,2,5,1,1946-12-01\n", 2) + "7,999,1,1,1946-12-01\n"
	for s := range 60 {
		if st := entente.States().All()[s]; st.Code != 2 {
			text += fmt.Sprintf("7,%d,1,1,1946-12-01\n", st.Code)
		}
	}
	dir := fstest.MapFS{"un-votes/UNVotes.csv": {Data: []byte(text)}}
	report, err := Read(context.Background(), unVotes, dir, &Collector{}, 0.04)
	if err == nil || !strings.Contains(err.Error(), "3 of 62 rows rejected, 2 for: impossible value in vote") {
		t.Errorf("error %v", err)
	}
	if f := report.Files[0]; f.Tally.Read != 62 || f.Tally.Kept != 59 || f.Tally.Rejected["unknown state"] != 1 || len(f.Tally.Examples) != 3 ||
		!strings.HasPrefix(f.Tally.Examples[0], "un-votes/UNVotes.csv:2: impossible value in vote: ") {
		t.Errorf("tally %+v", f.Tally)
	}
	if _, err := Read(context.Background(), unVotes, dir, &Collector{}, 0.05); err != nil {
		t.Errorf("within the share: %v", err)
	}
}

// BenchmarkTable reads the real table of roll-call votes, 373 MB unpacked.
func BenchmarkTable(b *testing.B) {
	dir := os.Getenv("ENTENTE_DATA")
	if dir == "" {
		dir = "../../../shared/data"
	}
	for b.Loop() {
		tb, err := openTable(context.Background(), os.DirFS(dir), unVotesFiles, unSingle, &Collector{})
		if err != nil {
			b.Skip(err)
		}
		vote := tb.column("vote")
		sum := 0
		for tb.next() {
			sum += tb.int(vote, 1, 9)
		}
		b.SetBytes(tb.ahead.n)
		tb.close()
	}
}

// BenchmarkUNVotes reads the whole data set from it.
func BenchmarkUNVotes(b *testing.B) {
	dir := os.Getenv("ENTENTE_DATA")
	if dir == "" {
		dir = "../../../shared/data"
	}
	for b.Loop() {
		if _, err := Read(context.Background(), unVotes, os.DirFS(dir), &Collector{}, MaxRejected); err != nil {
			b.Skip(err)
		}
	}
}
