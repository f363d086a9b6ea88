package entente

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// revised is the last day of the 2016 list, on which it cuts every spell that
// was still in force.
var revised = Day(2016, 12, 31)

func day(t *testing.T, y, m, d string) Date {
	t.Helper()
	var n [3]int
	for i, s := range []string{y, m, d} {
		v, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		n[i] = v
	}
	return Day(n[0], n[1], n[2])
}

// TestMembershipOfRecord: the spells are those of the Correlates of War list,
// to the day, and give its state-years.
func TestMembershipOfRecord(t *testing.T) {
	r := States()
	want := map[CCode][]Period{}
	spells := 0
	recordTable(t, "cow-system/states2016.csv", ',', "stateabb", func(_ []string, cell func(string) string) {
		n, _ := strconv.Atoi(cell("ccode"))
		c := CCode(n)
		p := Period{day(t, cell("styear"), cell("stmonth"), cell("stday")), day(t, cell("endyear"), cell("endmonth"), cell("endday"))}
		if p.To == revised {
			p.To = Ongoing
		}
		want[c] = append(want[c], p)
		spells++
		if s := r.Get(c); s == nil || s.Abb != cell("stateabb") {
			t.Errorf("state %d is %v, want letters %s", c, s, cell("stateabb"))
		}
	})
	if spells != 243 { // states2016.csv has 243 rows
		t.Errorf("%d spells in the file, want 243", spells)
	}
	if len(want) != len(r.All()) {
		t.Errorf("%d states, want %d", len(r.All()), len(want))
	}
	for c, spells := range want {
		if s := r.Get(c); s != nil && !slices.Equal(s.Membership, spells) {
			t.Errorf("%d: spells %v, want %v", c, s.Membership, spells)
		}
	}

	years := map[string]bool{}
	recordTable(t, "cow-system/system2016.csv", ',', "stateabb", func(_ []string, cell func(string) string) {
		years[cell("ccode")+" "+cell("year")] = true
	})
	got := map[string]bool{}
	for _, s := range r.All() {
		for y := 1816; y <= 2016; y++ {
			if s.MemberIn(CalendarYear(y)) {
				got[fmt.Sprint(int(s.Code), " ", y)] = true
			}
		}
	}
	if len(years) != 15951 { // system2016.csv has 15,951 rows
		t.Errorf("%d state-years in the file, want 15951", len(years))
	}
	if !maps.Equal(got, years) {
		for k := range years {
			if !got[k] {
				t.Errorf("no state-year %s", k)
			}
		}
		for k := range got {
			if !years[k] {
				t.Errorf("state-year %s is not in the file", k)
			}
		}
	}
}

// TestGleditschWardOfRecord: every entry of Gleditsch and Ward's list is a
// member under its number on each of its days, or known as none.
func TestGleditschWardOfRecord(t *testing.T) {
	r := States()
	last := Day(2017, 12, 31) // the list cuts spells in force here
	outside := []string{"89", "99", "563", "564", "711", "815"}
	listed := map[string][]Period{}
	recordTable(t, "cow-system/gw_states.csv", ',', "gwcode", func(_ []string, cell func(string) string) {
		from, _ := ParseDate(cell("startdate"))
		to, _ := ParseDate(cell("enddate"))
		gw := cell("gwcode")
		listed[gw] = append(listed[gw], Period{from, to})
		for _, d := range []Date{from, (from + to) / 2, to} {
			c, err := r.ResolveCode(GW, gw, d)
			if slices.Contains(outside, gw) {
				if re, ok := err.(*ResolveError); !ok || re.Reason != NotInSystem {
					t.Errorf("gw %s on %v: %d, %v, want not in system", gw, d, c, err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%v", err)
				continue
			}
			// Where the numbers differ: Serbia and Yugoslavia, Germany since
			// 1990, Yemen since 1990.
			want, _ := strconv.Atoi(gw)
			switch {
			case gw == "340":
				want = 345
			case gw == "260" && d >= Day(1990, 10, 3):
				want = 255
			case gw == "678" && d >= Day(1990, 5, 22):
				want = 679
			}
			if int(c) != want {
				t.Errorf("gw %s on %v: %d, want %d", gw, d, c, want)
			}
		}
	})
	for _, s := range r.All() {
		for _, l := range s.Codes[GW] {
			if len(listed[l.Text]) == 0 {
				continue // the tentative list of microstates
			}
			to := min(l.Period.To, last)
			if !slices.ContainsFunc(listed[l.Text], func(p Period) bool { return p.Contains(l.Period.From) && p.Contains(to) }) {
				t.Errorf("gw %s of %d holds %v, the list has %v", l.Text, s.Code, l.Period, listed[l.Text])
			}
		}
	}
}

// differing explains where the crosswalk has another code.
var differing = map[string]string{
	"327 iso2c": vatican,
	"327 iso3c": vatican,
	"327 iso3n": vatican,
	"327 un":    vatican,
	"327 fips":  vatican,
	"345 gwn":   "Gleditsch and Ward number Serbia since 2006 as 340",
	"816 gwn":   "815 is the Vietnam that ended in 1893",
}

const vatican = "codes of the Vatican City, on the Papal States that ended in 1860"

// TestCrosswalkOfRecord: the codes of the countrycode list are the last that
// each state had.
func TestCrosswalkOfRecord(t *testing.T) {
	r := States()
	compared := 0
	recordTable(t, "crosswalks/countrycode_codelist.csv", ',', "ar5", func(_ []string, cell func(string) string) {
		n, _ := strconv.Atoi(cell("cown"))
		s := r.Get(CCode(n))
		if s == nil {
			if n != 0 {
				t.Errorf("the list has no state %d", n)
			}
			return
		}
		for column, sys := range map[string]System{"cowc": COWAbb, "gwn": GW, "iso2c": ISO2, "iso3c": ISO3, "iso3n": ISON, "un": M49, "fips": FIPS} {
			code := cell(column)
			got := ""
			if labels := s.Codes[sys]; len(labels) > 0 {
				last := slices.MaxFunc(labels, func(a, b Label) int { return int(int64(a.Period.To) - int64(b.Period.To)) }).Period.To
				got = s.CodeOn(sys, last)
			}
			if code == "" || sys.key(code) == sys.key(got) {
				if code != "" {
					compared++
				}
				continue
			}
			if why, ok := differing[fmt.Sprint(n, " ", column)]; !ok {
				t.Errorf("%d %s: %s %q, the crosswalk has %q", n, s.Name, sys, got, code)
			} else if why == "" {
				t.Errorf("%d %s: no reason given", n, column)
			}
		}
	})
	if compared < 1300 {
		t.Errorf("only %d codes compared", compared)
	}
	t.Logf("%d codes equal", compared)
}

// TestCrosswalkYearsOfRecord: every ISO code in a state-year of the panel,
// which gives the present codes in all years, resolves to that state.
func TestCrosswalkYearsOfRecord(t *testing.T) {
	r := States()
	resolved := 0
	bad := map[string]int{}
	recordTable(t, "crosswalks/countrycode_codelist_panel.csv.gz", ',', "country.name.en", func(_ []string, cell func(string) string) {
		n, _ := strconv.Atoi(cell("cown"))
		y, _ := strconv.Atoi(cell("year"))
		s := r.Get(CCode(n))
		if s == nil || !s.MemberIn(CalendarYear(y)) {
			return
		}
		for column, sys := range map[string]System{"cown": COW, "cowc": COWAbb, "iso2c": ISO2, "iso3c": ISO3, "iso3n": ISON, "fips": FIPS} {
			code := cell(column)
			if code == "" || n == 255 && y == 1990 && sys > GW {
				continue // letters of 260 until 2 October
			}
			if c, err := r.ResolveCodeIn(sys, code, CalendarYear(y)); err == nil && c == s.Code {
				resolved++
			} else if differing[fmt.Sprint(n, " ", column)] == "" {
				bad[fmt.Sprintf("%d %s: %s %s resolves to %d", n, s.Name, sys, code, c)]++
			}
		}
	})
	for what, years := range bad {
		t.Errorf("%s (%d years)", what, years)
	}
	t.Logf("%d codes resolved", resolved)
}

// TestCodesAreUnique: no code of a scheme means two states on one day, and no
// state lacks a code that it resolves by.
func TestCodesAreUnique(t *testing.T) {
	r := States()
	for sys := System(0); sys < NumSystems; sys++ {
		for code, bearers := range r.codes[sys] {
			for i, a := range bearers {
				for _, b := range bearers[:i] {
					if a.code != b.code && a.period.Overlaps(b.period) {
						t.Errorf("%v %s is both %d and %d", sys, code, b.code, a.code)
					}
				}
			}
		}
	}
}

// TestRoundTrips: on each first and last day of each of its labels, a state
// resolves by it, or the name is another's too.
func TestRoundTrips(t *testing.T) {
	r := States()
	for _, s := range r.All() {
		for sys, labels := range s.Codes {
			for _, l := range labels {
				for _, d := range []Date{l.Period.From, l.Period.To} {
					if c, err := r.ResolveCode(System(sys), l.Text, d); c != s.Code {
						t.Errorf("%v %s on %v: %d, %v, want %d", System(sys), l.Text, d, c, err, s.Code)
					}
					if d == Ongoing {
						d = Day(2026, 1, 1)
					}
					if code := r.CodeOn(s.Code, System(sys), d); code == "" {
						t.Errorf("%d has no %v on %v", s.Code, System(sys), d)
					}
				}
			}
		}
		for _, l := range s.Names {
			for _, d := range []Date{l.Period.From, l.Period.To} {
				c, err := r.Resolve(l.Text, d)
				if re, ok := err.(*ResolveError); c != s.Code && !(ok && re.Reason == AmbiguousName) {
					t.Errorf("%s on %v: %d, %v, want %d", l.Text, d, c, err, s.Code)
				}
			}
		}
		if c, err := r.ResolveEver(r.Slug(s.Code)); c != s.Code || strings.ContainsAny(r.Slug(s.Code), "- /") {
			t.Errorf("slug %q of %d resolves to %d, %v", r.Slug(s.Code), s.Code, c, err)
		}
		if c, err := r.ResolveEver(s.Name); c != s.Code && s.Name != "Korea" && s.Name != "Congo" {
			t.Errorf("printed name %q of %d resolves to %d, %v", s.Name, s.Code, c, err)
		}
	}
}

// TestStatesAreSound: spells in order, heirs that exist and follow, earlier
// names that do not overlap.
func TestStatesAreSound(t *testing.T) {
	r := States()
	slugs := map[string]CCode{}
	names := map[string]CCode{}
	for _, s := range r.All() {
		for i, p := range s.Membership {
			if p.From > p.To || i > 0 && p.From <= s.Membership[i-1].To {
				t.Errorf("%d: spells %v", s.Code, s.Membership)
			}
			if !slices.ContainsFunc(s.Names, func(l Label) bool { return l.Text == s.Name && l.Period.Contains(p.From) && l.Period.Contains(p.To) }) {
				t.Errorf("%d is no %s through %v", s.Code, s.Name, p)
			}
		}
		end := s.Membership[len(s.Membership)-1].To
		for _, h := range s.Heirs {
			heir := r.Get(h)
			switch {
			case heir == nil:
				t.Errorf("%d has an heir %d that is no state", s.Code, h)
			case end == Ongoing:
				t.Errorf("%d has heirs and has not ended", s.Code)
			case heir.Membership[len(heir.Membership)-1].To <= end:
				t.Errorf("%d ends before %d, whose heir it is", h, s.Code)
			}
		}
		if end != Ongoing && len(s.Heirs) == 0 {
			t.Errorf("%d ended without heirs", s.Code)
		}
		for i, a := range s.Then {
			for _, b := range s.Then[:i] {
				if a.Period.Overlaps(b.Period) {
					t.Errorf("%d was both %s and %s", s.Code, a.Text, b.Text)
				}
			}
		}
		if c := slugs[r.Slug(s.Code)]; c != 0 {
			t.Errorf("%d and %d have the slug %s", c, s.Code, r.Slug(s.Code))
		}
		if c := names[s.Name]; c != 0 {
			t.Errorf("%d and %d are printed %s", c, s.Code, s.Name)
		}
		slugs[r.Slug(s.Code)], names[s.Name] = s.Code, s.Code
	}
}

func TestNameOn(t *testing.T) {
	for _, tt := range []struct {
		code CCode
		on   Date
		want string
	}{
		{365, Day(1975, 1, 1), "Soviet Union"},
		{365, Day(1992, 1, 1), "Russia"},
		{365, Day(1900, 1, 1), "Russia"},
		{345, Day(2000, 1, 1), "Yugoslavia"},
		{345, Day(2010, 1, 1), "Serbia"},
		{490, Day(1980, 1, 1), "Zaire"},
		{255, Day(1850, 1, 1), "Prussia"},
	} {
		if got := States().Get(tt.code).NameOn(tt.on); got != tt.want {
			t.Errorf("%d on %v: %s, want %s", tt.code, tt.on, got, tt.want)
		}
	}
}

// TestMembers: sizes of the state system, from system2016.csv.
func TestMembers(t *testing.T) {
	r := States()
	for _, tt := range []struct {
		on   Date
		want int
	}{
		{Day(1816, 1, 1), 23},    // the 23 rows of 1816
		{Day(2016, 12, 31), 195}, // the 195 rows of 2016
		{Day(1815, 12, 31), 0},
	} {
		if got := len(r.Members(tt.on)); got != tt.want {
			t.Errorf("%d members on %v, want %d", got, tt.on, tt.want)
		}
	}
}

func TestParseRegistryRefuses(t *testing.T) {
	header := strings.ReplaceAll(statesColumns, " ", "\t") + "\n"
	outside := strings.ReplaceAll(outsideColumns, " ", "\t") + "\n"
	row := func(cells ...string) string {
		return header + strings.Join(append(cells, make([]string, 15-len(cells))...), "\t") + "\n"
	}
	for _, tt := range []struct{ table, want string }{
		{"code\tabb\n", "states.tsv:1: 2 cells, want 15"},
		{header + "2\tUSA\n", "states.tsv:2: 2 cells, want 15"},
		{row("x", "USA", "United States", "1816-01-01/"), `"x" is not a state number`},
		{row("2", "USA", "United States", ""), "no spell of membership"},
		{row("2", "USA", "United States", "1816"), "write FROM/TO"},
		{row("2", "USA", "United States", "1816-13-01/"), "1816-13-01"},
		{row("2", "USA", "United States", "1816-01-01/1815-01-01"), "ends before it begins"},
		{row("2", "USA", "United States", "1816-01-01/", "", "", "US;;USA"), "empty label"},
		{row("2", "USA", "United States", "1816-01-01/") + strings.TrimPrefix(row("2", "USA", "United States", "1816-01-01/"), header), "order the states"},
	} {
		if _, err := parseRegistry(tt.table, outside); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v, want %s", tt.table, err, tt.want)
		}
	}
}

// TestLettersInDocs: docs/states.md lists the letters that mean one state in
// ISO and another in the Correlates of War list.
func TestLettersInDocs(t *testing.T) {
	text, err := os.ReadFile("docs/states.md")
	if err != nil {
		t.Fatal(err)
	}
	r := States()
	for letters, cow := range r.codes[COWAbb] {
		if iso := r.codes[ISO3][letters]; !r.agree(iso, cow) {
			if line := fmt.Sprintf("%s (%d) |\n", r.Get(cow[0].code).Name, cow[0].code); !strings.Contains(string(text), "| "+letters+" | ") || !strings.Contains(string(text), line) {
				t.Errorf("docs/states.md does not tell of %s: %s", letters, line)
			}
		}
	}
}
