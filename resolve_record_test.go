package entente

import (
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// recordFile opens a file of the real record, or skips the test.
func recordFile(t *testing.T, name string) io.ReadCloser {
	t.Helper()
	dir := os.Getenv("ENTENTE_DATA")
	if dir == "" {
		dir = filepath.Join("..", "shared", "data")
	}
	f, err := os.Open(filepath.Join(dir, name))
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("no %s: set ENTENTE_DATA to the folder of the data sets", filepath.Join(dir, name))
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if !strings.HasSuffix(name, ".gz") {
		return f
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// recordTable calls f with every row of a delimited file below the header,
// as a function from column name to cell.
//
// Lines above the one that begins as the header does are passed over.
func recordTable(t *testing.T, name string, comma rune, start string, f func(header []string, cell func(column string) string)) {
	t.Helper()
	r := csv.NewReader(recordFile(t, name))
	r.Comma = comma
	r.LazyQuotes = true
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	var header []string
	column := map[string]int{}
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if header == nil {
			row[0] = strings.TrimPrefix(row[0], "\ufeff")
			if !strings.HasPrefix(strings.Join(row, string(comma)), start) {
				continue
			}
			header = slices.Clone(row)
			for i, c := range header {
				if _, twice := column[c]; !twice {
					column[c] = i
				}
			}
			continue
		}
		f(header, func(c string) string {
			i, ok := column[c]
			if !ok {
				t.Fatalf("%s has no column %q", name, c)
			}
			if i >= len(row) {
				return ""
			}
			return utf8Text(row[i])
		})
	}
	if header == nil {
		t.Fatalf("%s has no header that begins with %q", name, start)
	}
}

// utf8Text reads what is no UTF-8 as Latin-1, in which older files come.
func utf8Text(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

// mention is a name as it stands in a file.
type mention struct {
	name string
	in   Period
	code CCode // as the file says it, or 0
}

// sources lists the files of the record that name states, each with the way
// to its mentions.
var mentioning = []struct {
	file  string
	comma rune
	start string // how the header begins
	// beyond says that the file names states in years in which they were
	// none: colonies, parts of other states, series carried back.
	beyond bool
	read   func(header []string, cell func(string) string, mention func(name, year, code string))
}{
	{"un-votes/UNVotes.csv.gz", ',', "rcid", false, func(_ []string, cell func(string) string, m func(_, _, _ string)) {
		if cell("vote") == "9" {
			return // rows of states that were not yet or no longer members
		}
		m(cell("Countryname"), cell("date")[:4], cell("ccode"))
		m(cell("Country"), cell("date")[:4], cell("ccode"))
	}},
	{"un-ideal-points/IdealpointestimatesAll_Jun2024.csv.gz", ',', "", false, func(_ []string, cell func(string) string, m func(_, _, _ string)) {
		session, _ := strconv.Atoi(cell("session"))
		m(cell("Countryname"), strconv.Itoa(SessionYear(session))+"s", cell("ccode"))
		m(cell("iso3c"), strconv.Itoa(SessionYear(session))+"s", cell("ccode"))
	}},
	{"un-ideal-points/IdealpointsJuly2025.csv.gz", ',', "ccode", false, func(_ []string, cell func(string) string, m func(_, _, _ string)) {
		m(cell("countryname"), cell("year")+"s", cell("ccode"))
		m(cell("iso3c"), cell("year")+"s", cell("ccode"))
	}},
	{"un-digital-library/2026_02_06_ga_voting.excerpt.csv", ',', "undl_id", false, func(_ []string, cell func(string) string, m func(_, _, _ string)) {
		m(cell("ms_name"), cell("date")[:4], "")
		m(cell("ms_code"), cell("date")[:4], "")
	}},
	{"cow-system/states2016.csv", ',', "stateabb", false, func(_ []string, cell func(string) string, m func(_, _, _ string)) {
		m(cell("statenme"), cell("styear"), cell("ccode"))
		m(cell("statenme"), cell("endyear"), cell("ccode"))
	}},
	{"cow-alliances/alliance_v4.1_by_member.csv", ',', "version4id", false, func(_ []string, cell func(string) string, m func(_, _, _ string)) {
		m(cell("state_name"), cell("mem_st_year"), cell("ccode"))
	}},
	{"distances/cow_capitals.csv", ',', "ccode", false, func(_ []string, cell func(string) string, m func(_, _, _ string)) {
		m(cell("statenme"), cell("enddate")[:4], cell("ccode"))
	}},
	{"sipri/SIPRI-Milex-1948-2023.constant2022usd.from-xlsx.csv", ',', "Country", true, wide},
	{"sipri/import-export-values_1950-2023.csv", ',', "Recipient", true, wide},
	{"sipri/trade-register.csv.gz", ',', "SIPRI AT Database ID", true, func(_ []string, cell func(string) string, m func(_, _, _ string)) {
		for _, c := range []string{"Supplier", "Recipient"} {
			if !strings.HasSuffix(cell(c), "*") {
				m(cell(c), cell("Delivery year"), "")
			}
		}
	}},
	{"sipri/tiv-export/TIV-Export-USR-1950-2021.csv", ',', ",1950", true, wide},
	{"sipri/tiv-export/TIV-Export-USA-1950-2021.csv", ',', ",1950", true, wide},
	{"sipri/tiv-export/TIV-Export-CHI-1950-2021.csv", ',', ",1950", true, wide},
	{"sipri/tiv-export/TIV-Export-FRA-1950-2021.csv", ',', ",1950", true, wide},
	{"sipri/tiv-export/TIV-Export-UK-1950-2021.csv", ',', ",1950", true, wide},
	{"economy/gdp.csv", ',', "Country Name", true, worldBank},
	{"economy/population.csv", ',', "Country Name", true, worldBank},
	{"economy/owid-maddison-2020.csv.gz", ',', "Entity", true, entity},
	{"terrorism/owid-gtd-attacks-by-type-2018.csv", ',', "Entity", true, entity},
	{"terrorism/owid-rand-rdwti.csv", ',', "Entity", true, entity},
	{"icews/events.2018.sample.tab.gz", '\t', "Event ID", false, func(_ []string, cell func(string) string, m func(_, _, _ string)) {
		m(cell("Source Country"), cell("Event Date")[:4], "")
		m(cell("Target Country"), cell("Event Date")[:4], "")
	}},
	{"icews/countrynames-DEDI.txt", '\t', "NULL", false, func(header []string, cell func(string) string, m func(_, _, _ string)) {
		code := cell(header[2])
		if code < "0" || code > "999" {
			code = ""
		}
		m(cell("NULL"), "2018", code)
	}},
	{"desta/desta_list_of_treaties_02_01_dyads.from-xlsx.csv.gz", ',', "country1", true, func(_ []string, cell func(string) string, m func(_, _, _ string)) {
		m(cell("country1"), cell("year"), "")
		m(cell("country2"), cell("year"), "")
	}},
	{"military-exercises/jme_v3.from-xls.csv", ',', "Coder", true, exercise("State ")},
	{"military-exercises/mme_v7.csv.gz", ',', "MMEID", true, exercise("State")},
	{"leader-visits/WHO-WHERE-WHEN-dataset-v.1.1.from-xlsx.csv", ',', "Year", false, func(_ []string, cell func(string) string, m func(_, _, _ string)) {
		m(cell("Country"), cell("Year"), "")
	}},
	{"leader-visits/visits.from-xls.csv", ',', "Title", true, func(_ []string, cell func(string) string, m func(_, _, _ string)) {
		m(cell("State Visit"), cell("Start Year"), "")
	}},
	{"sanctions/GSDB_V4.csv", ',', "case_id", true, func(_ []string, cell func(string) string, m func(_, _, _ string)) {
		for _, c := range []string{"sanctioned_state", "sanctioning_state"} {
			for _, name := range listed(cell(c)) {
				m(name, cell("begin"), "")
			}
		}
	}},
	{"aid/ChinesePublicDiplomacy.csv", ',', "receiving_country", true, func(_ []string, cell func(string) string, m func(_, _, _ string)) {
		m(cell("receiving_country"), cell("year"), "")
	}},
	{"aid/ChineseFinancialPublicDiplomacyProjectDetails.csv.gz", ',', "project_id", false, func(_ []string, cell func(string) string, m func(_, _, _ string)) {
		m(cell("recipient_condensed"), cell("year"), cell("recipient_cow_code"))
	}},
	{"us-troops/troopdata-rebuild-country-year.csv.gz", ',', "countryname", true, func(_ []string, cell func(string) string, m func(_, _, _ string)) {
		m(cell("countryname"), cell("year"), "")
	}},
}

func entity(_ []string, cell func(string) string, m func(_, _, _ string)) {
	m(cell("Entity"), cell("Year"), "")
}

func worldBank(_ []string, cell func(string) string, m func(_, _, _ string)) {
	m(cell("Country Name"), cell("Year"), "")
	if !slices.Contains(aggregates, cell("Country Name")) {
		m(cell("Country Code"), cell("Year"), "")
	}
}

// wide reads a table with one column a year.
func wide(header []string, cell func(string) string, m func(_, _, _ string)) {
	for _, c := range header[1:] {
		// SIPRI stars what is no state: rebels with one, organisations with two.
		if _, err := strconv.Atoi(c); err == nil && len(c) == 4 && cell(c) != "" && !strings.HasSuffix(cell(header[0]), "*") {
			m(cell(header[0]), c, "")
		}
	}
}

func exercise(prefix string) func(header []string, cell func(string) string, m func(_, _, _ string)) {
	return func(header []string, cell func(string) string, m func(_, _, _ string)) {
		for _, c := range header {
			if tail, ok := strings.CutPrefix(c, prefix); ok && len(tail) <= 2 && cell(c) != "" {
				m(cell(c), cell("s.year"), "")
			}
		}
	}
}

// listed parts a list of names that may hold commas themselves: at every
// comma, the longest name that is known.
func listed(text string) []string {
	parts := strings.Split(text, ",")
	var out []string
	for len(parts) > 0 {
		n := len(parts)
		for ; n > 1; n-- {
			var re *ResolveError
			if _, err := States().ResolveEver(strings.Join(parts[:n], ",")); !errors.As(err, &re) || re.Reason != UnknownName {
				break
			}
		}
		out = append(out, strings.Join(parts[:n], ","))
		parts = parts[n:]
	}
	return out
}

// TestNamesOfRecord resolves every state name of the real record in the years
// in which it occurs. What does not resolve, or not to the number that the
// file gives, must be explained in unresolved.
func TestNamesOfRecord(t *testing.T) {
	r := States()
	met := make([]bool, len(explained))
	seen := 0 // files: a test of some, or without the record, cannot miss an explained name
	for _, src := range mentioning {
		t.Run(filepath.Base(src.file), func(t *testing.T) {
			count := map[mention]int{}
			recordTable(t, src.file, src.comma, src.start, func(header []string, cell func(string) string) {
				src.read(header, cell, func(name, year, code string) {
					name = strings.TrimSpace(name)
					if name == "" {
						return
					}
					number, session := strings.CutSuffix(strings.TrimSuffix(year, ".0"), "s")
					y, err := strconv.Atoi(number)
					if err != nil {
						return
					}
					in := CalendarYear(y)
					if session { // opens in September and is resumed in the next year
						in = Period{Day(y, 9, 1), Day(y+1, 8, 31)}
					}
					c, _ := strconv.Atoi(code)
					count[mention{name, in, CCode(c)}]++
				})
			})
			if len(count) == 0 {
				t.Fatal("the file names no state")
			}
			seen++
			bad := map[string][]int{}
			resolved, outside, before, excused := 0, 0, 0, 0
			for m, n := range count {
				got, err := r.ResolveIn(m.name, m.in)
				var re *ResolveError
				what := ""
				switch errors.As(err, &re); {
				case err == nil && (m.code == 0 || m.code == got):
					resolved += n
					continue
				case err == nil:
					what = fmt.Sprintf("%s: %d, the file has %d", m.name, got, m.code)
				case re.Reason == NotInSystem:
					outside += n
					continue
				case re.Reason == NotThen && src.beyond:
					before += n
					continue
				default:
					what, _, _ = strings.Cut(err.Error(), "; did you mean")
					what = strings.Replace(what, " on "+re.On.String(), "", 1)
				}
				if k := slices.IndexFunc(explained, func(e explanation) bool { return e.covers(src.file, m) }); k >= 0 {
					met[k] = true
					excused++
					continue
				}
				if slices.Contains(aggregates, m.name) {
					excused++
					continue
				}
				bad[what] = append(bad[what], m.in.From.Year())
			}
			t.Logf("%d mentions resolved, %d of no member, %d of years in which there was no such state, %d names and years explained", resolved, outside, before, excused)
			for _, what := range slices.Sorted(maps.Keys(bad)) {
				years := bad[what]
				slices.Sort(years)
				t.Errorf("%s (%d years, %d to %d)", what, len(years), years[0], years[len(years)-1])
			}
		})
	}
	if seen == len(mentioning) && !t.Failed() {
		for k, e := range explained {
			if !met[k] {
				t.Errorf("%q (%s) is explained and did not occur", e.name, e.file)
			}
		}
	}
}
