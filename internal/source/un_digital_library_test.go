package source

import (
	"context"
	"os"
	"testing"

	"github.com/entente-observatory/entente"
)

const (
	undlName   = "un-digital-library/2026_02_06_ga_voting.csv"
	undlHeader = "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,title\n"
)

// TestSeats finds who held a seat on the day: former codes, codes that passed
// to another state, and the seat of China.
func TestSeats(t *testing.T) {
	for _, c := range []struct {
		code, name, day string
		want            entente.CCode
	}{
		{"CHN", "CHINA", "1971-10-24", 713},
		{"CHN", "CHINA", "1971-10-25", 710},
		{"SUN", "USSR", "1975-12-01", 365},
		{"RUS", "RUSSIAN FEDERATION", "1992-12-01", 365},
		{"DEU", "GERMANY, FEDERAL REPUBLIC OF", "1975-12-01", 260},
		{"DEU", "GERMANY", "1990-10-04", 255},
		{"DDR", "GERMAN DEMOCRATIC REPUBLIC", "1975-12-01", 265},
		{"YEM", "YEMEN", "1975-12-01", 678},
		{"YEM", "YEMEN", "1991-12-01", 679},
		{"YMD", "DEMOCRATIC YEMEN", "1975-12-01", 680},
		{"CSK", "CZECHOSLOVAKIA", "1975-12-01", 315},
		{"IND", "INDIA", "1946-12-11", 750},
		{"BLR", "BELARUS", "1950-12-01", 370},
		{"NAM", "NAMIBIA", "1991-12-01", 565},
		{"XYZ", "PAKISTAN", "1991-12-01", 770}, // by the name, where the code is unknown
	} {
		got, _, err := read(t, unDigitalLibrary, map[string]string{undlName: undlHeader + `5,` + c.code + `,"` + c.name + `",Y,` + c.day + ",,,\n"})
		if err != nil || len(got.Votes) != 1 || got.Votes[0].State != c.want {
			t.Errorf("%s %q on %s: %+v %v %v, want %d", c.code, c.name, c.day, got.Votes, got.Rejections, err, c.want)
		}
	}
}

func TestUNDLRows(t *testing.T) {
	const good = "5,FRA,FRANCE,Y,2023-12-01,78,A/RES/78/9,Title\n"
	for _, c := range []struct{ row, words string }{
		{"5,GBR,UNITED KINGDOM,Q,2023-12-01,78,A/RES/78/9,Title", `ms_vote "Q"`},
		{"5,QQQ,ATLANTIS,Y,2023-12-01,78,A/RES/78/9,Title", "unknown state"},
		{"6,GBR,UNITED KINGDOM,Y,2023-12-01,12,A/RES/12/9,Title", "impossible session"},
		{"6,GBR,UNITED KINGDOM,Y,2023-13-01,78,A/RES/78/9,Title", "impossible date"},
		{"x,GBR,UNITED KINGDOM,Y,2023-12-01,78,A/RES/78/9,Title", "impossible value in undl_id"},
		{"5,FRA,FRANCE,Y,2023-12-01,78,A/RES/78/9,Title", "duplicate row"},
	} {
		got, _, err := read(t, unDigitalLibrary, map[string]string{undlName: undlHeader + good + c.row + "\n"})
		if err != nil {
			t.Errorf("%s: %v", c.row, err)
		}
		rejected(t, got, 3, c.words)
	}
}

// TestUNDLEditions reads the three layouts to the same votes.
func TestUNDLEditions(t *testing.T) {
	var first Collector
	for i, edition := range []string{"2026", "2025", "2024"} {
		var c Collector
		if _, err := Read(context.Background(), unDigitalLibrary, os.DirFS("testdata/un-digital-library/"+edition), &c, 0); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = c
			if n := len(c.Votes); n != 7 || c.Votes[6].Choice != entente.Absent || c.RollCalls[1].Session != 78 || c.RollCalls[0].Session != 19 {
				t.Errorf("%s: %+v", edition, c)
			}
			continue
		}
		for k, v := range c.Votes {
			if w := first.Votes[k]; v.State != w.State || v.Choice != w.Choice || v.RollCall != w.RollCall {
				t.Errorf("%s: vote %+v, want %+v", edition, v, w)
			}
		}
		for k, r := range c.RollCalls {
			if w := first.RollCalls[k]; r.Session != w.Session || r.Date != w.Date || r.Resolution != w.Resolution {
				t.Errorf("%s: roll call %+v, want %+v", edition, r, w)
			}
		}
	}
}

// TestUNDLExcerpts reads the two real rows that the record has of each newer
// layout, under the official names.
func TestUNDLExcerpts(t *testing.T) {
	for official, excerpt := range map[string]string{
		undlName: "un-digital-library/2026_02_06_ga_voting.excerpt.csv",
		"un-digital-library/2025_03_31_ga_voting_corr1.csv": "un-digital-library/2025_3_31_ga_voting_corr1.excerpt.csv",
	} {
		b, err := os.ReadFile(record(t) + "/" + excerpt)
		if err != nil {
			t.Skipf("the record has no %s", excerpt)
		}
		got, _, err := read(t, unDigitalLibrary, map[string]string{official: string(b)})
		if err != nil || len(got.Votes) != 2 || got.Votes[0].State != 700 || got.Votes[0].Choice != entente.Yes ||
			got.Votes[1].State != 434 || got.Votes[1].Choice != entente.Absent || got.RollCalls[0].Session != 78 || got.RollCalls[0].ID != 4025240 {
			t.Errorf("%s: %+v %v", excerpt, got, err)
		}
	}
}

func TestSessionOfSymbol(t *testing.T) {
	for symbol, want := range map[string]int{
		"A/RES/78/123": 78, "A/RES/31/1": 31, "A/RES/3379(XXX)": 30, "A/RES/377(V)[A]": 5, "A/RES/2001(XIX)": 19, "A/RES/1(I)": 1,
		"A/RES/ES-10/21": 0, "A/RES/S-18/3": 0, "A/RES/997(ES-I)": 0, "A/RES/181(II)A": 2, "": 0, "A/RES/5": 0, "A/RES/5(": 0,
	} {
		if got, ok := sessionOfSymbol(symbol); ok != (want != 0) || ok && got != want {
			t.Errorf("%s is of session %d %v, want %d", symbol, got, ok, want)
		}
	}
}

func TestSessionOn(t *testing.T) {
	for day, want := range map[entente.Date]int{
		entente.Day(1946, 1, 24): 1, entente.Day(1946, 12, 11): 1, entente.Day(1956, 11, 4): 11,
		entente.Day(2022, 3, 2): 76, entente.Day(2023, 10, 27): 78, entente.Day(2023, 9, 14): 77, entente.Day(2023, 9, 15): 78,
	} {
		if got := sessionOn(day); got != want {
			t.Errorf("%v is in session %d, want %d", day, got, want)
		}
	}
}
