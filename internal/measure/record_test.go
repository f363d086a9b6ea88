package measure

import (
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/entente-observatory/entente"
)

// The tests here need the record as the producers give it. Package source
// reads it in the program; a stage does not import its neighbour, in tests
// either, so that this package can be tested while another is being changed.

// dataFile opens a file of $ENTENTE_DATA, or skips the test.
func dataFile(t testing.TB, name string) io.Reader {
	t.Helper()
	dir := os.Getenv("ENTENTE_DATA")
	if dir == "" {
		dir = "../../../shared/data"
	}
	f, err := os.Open(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%v: set ENTENTE_DATA to the folder of the official files", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if filepath.Ext(name) != ".gz" {
		return f
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// table reads a CSV file and calls row with a function that gives a column's
// cell. The cells are overwritten from row to row.
func table(t testing.TB, in io.Reader, row func(cell func(column string) string)) {
	t.Helper()
	r := csv.NewReader(in)
	r.ReuseRecord = true
	r.LazyQuotes = true
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, h := range head {
		at[string([]byte(h))] = i
	}
	for {
		record, err := r.Read()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		row(func(column string) string { return record[at[column]] })
	}
}

func number(t testing.TB, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func float(t testing.TB, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// text copies a cell, in which NA is nothing.
func text(s string) string {
	if s == "NA" {
		return ""
	}
	return string([]byte(s))
}

func flag(s string) entente.Flag {
	switch s {
	case "0":
		return entente.Off
	case "1":
		return entente.On
	}
	return entente.Uncoded
}

// voteRecord is a record of roll calls in one of its layouts.
type voteRecord struct {
	calls []entente.RollCall
	votes []entente.Vote
}

// rollCall reads the columns that both layouts have.
func rollCall(t testing.TB, cell func(string) string) entente.RollCall {
	date, err := entente.ParseDate(cell("date"))
	if err != nil {
		t.Fatal(err)
	}
	return entente.RollCall{
		ID:         int32(number(t, cell("rcid"))),
		Session:    int16(number(t, cell("session"))),
		Date:       date,
		Resolution: text(cell("unres")),
		Short:      text(cell("short")),
		Important:  flag(cell("importantvote")),
		Amendment:  flag(cell("amend")),
		Paragraph:  flag(cell("para")),
	}
}

var issueCodes = map[string]entente.Issue{
	"me": entente.MiddleEast, "nu": entente.Nuclear, "di": entente.Disarmament,
	"hr": entente.HumanRights, "co": entente.Colonial, "ec": entente.Economic,
}

// link sets Repeats from Matches.csv as the authors' program links: going from
// the largest rcid2 to the smallest, what is at rcid2 moves to the least rcid1.
func link(t testing.TB, calls []entente.RollCall) {
	earliest := map[int32]int32{}
	table(t, dataFile(t, "un-votes/Matches.csv"), func(cell func(string) string) {
		first, second := int32(number(t, cell("rcid1"))), int32(number(t, cell("rcid2")))
		if e, ok := earliest[second]; !ok || first < e {
			earliest[second] = first
		}
	})
	late := slices.Sorted(maps.Keys(earliest))
	slices.Reverse(late)
	for i := range calls {
		at := calls[i].ID
		for _, second := range late {
			if at == second {
				at = earliest[second]
			}
		}
		if at != calls[i].ID {
			calls[i].Repeats = at
		}
	}
}

var (
	wide, threeTables         voteRecord
	readWide, readThreeTables sync.Once
)

// wideRecord is UNVotes.csv, one row per state and roll call, sessions 1-75.
func wideRecord(t testing.TB) *voteRecord {
	in := dataFile(t, "un-votes/UNVotes.csv.gz")
	readWide.Do(func() {
		seen := map[string]bool{}
		table(t, in, func(cell func(string) string) {
			if !seen[cell("rcid")] {
				seen[string([]byte(cell("rcid")))] = true
				r := rollCall(t, cell)
				for code, issue := range issueCodes {
					if cell(code) == "1" {
						r.Issues = r.Issues.With(issue)
					}
				}
				wide.calls = append(wide.calls, r)
			}
			wide.votes = append(wide.votes, entente.Vote{
				State:    entente.CCode(number(t, cell("ccode"))),
				RollCall: wide.calls[len(wide.calls)-1].ID,
				Choice:   entente.Choice(number(t, cell("vote"))),
			})
		})
		link(t, wide.calls)
	})
	return &wide
}

// threeTableRecord is the layout of the R package unvotes, sessions 1-74.
func threeTableRecord(t testing.TB) *voteRecord {
	in := dataFile(t, "un-votes/tidytuesday/unvotes.csv.gz")
	readThreeTables.Do(func() {
		codes := map[string]entente.CCode{}
		f, err := os.Open("testdata/unvotes_states.csv")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		table(t, f, func(cell func(string) string) {
			codes[string([]byte(cell("country")))] = entente.CCode(number(t, cell("ccode")))
		})
		index := map[int]int{}
		table(t, dataFile(t, "un-votes/tidytuesday/roll_calls.csv.gz"), func(cell func(string) string) {
			index[number(t, cell("rcid"))] = len(threeTables.calls)
			threeTables.calls = append(threeTables.calls, rollCall(t, cell))
		})
		table(t, dataFile(t, "un-votes/tidytuesday/issues.csv"), func(cell func(string) string) {
			if i, ok := index[number(t, cell("rcid"))]; ok {
				threeTables.calls[i].Issues = threeTables.calls[i].Issues.With(issueCodes[cell("short_name")])
			}
		})
		choices := map[string]entente.Choice{"yes": entente.Yes, "abstain": entente.Abstain, "no": entente.No}
		table(t, in, func(cell func(string) string) {
			code, ok := codes[cell("country")]
			if !ok {
				t.Fatalf("no code for %q", cell("country"))
			}
			threeTables.votes = append(threeTables.votes, entente.Vote{
				State: code, RollCall: int32(number(t, cell("rcid"))), Choice: choices[cell("vote")],
			})
		})
		link(t, threeTables.calls)
	})
	return &threeTables
}
