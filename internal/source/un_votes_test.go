package source

import (
	"context"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/entente-observatory/entente"
)

// only gives a folder with just the named files of the real record.
func only(t *testing.T, names ...string) fs.FS {
	t.Helper()
	dir, some := os.DirFS(record(t)), fstest.MapFS{}
	for _, name := range names {
		b, err := fs.ReadFile(dir, name)
		if err != nil {
			t.Skipf("the record has no %s", name)
		}
		some[name] = &fstest.MapFile{Data: b}
	}
	return some
}

var threeTables = []string{"un-votes/tidytuesday/unvotes.csv.gz", "un-votes/tidytuesday/roll_calls.csv.gz", "un-votes/tidytuesday/issues.csv", "un-votes/Matches.csv"}

// TestUNVotesWhole reads both real layouts to their ends. The counts of rows
// and codes are those of the release of 2021 (UNVotes.csv) and of the R
// package unvotes 0.3.0; the counts of the data step are those that Bailey,
// Strezhnev & Voeten's own preparation gives on the record to session 74:
// the second holds the states, flags and matches of every row at once.
func TestUNVotesWhole(t *testing.T) {
	for _, c := range []struct {
		layout                 string
		dir                    fs.FS
		calls, votes           int
		choices                map[entente.Choice]int
		kept, linked, contests int // ballots that are used, those after linking, linked votes
	}{
		{"single table", only(t, "un-votes/UNVotes.csv.gz", "un-votes/Matches.csv"), 6299, 1234275,
			map[entente.Choice]int{1: 707515, 2: 112602, 3: 66692, 8: 92060, 9: 255406}, 806767, 797453, 4784},
		{"three tables", only(t, threeTables...), 6203, 870109,
			map[entente.Choice]int{1: 693664, 2: 110897, 3: 65548}, 806787, 797473, 4784},
	} {
		t.Run(c.layout, func(t *testing.T) {
			var got Collector
			report, err := Read(context.Background(), unVotes, c.dir, &got, 0)
			if err != nil {
				t.Fatal(err)
			}
			choices := map[entente.Choice]int{}
			for _, v := range got.Votes {
				choices[v.Choice]++
			}
			if len(got.RollCalls) != c.calls || len(got.Votes) != c.votes || report.Tally.Read != report.Tally.Kept {
				t.Errorf("%d roll calls, %d votes, %+v", len(got.RollCalls), len(got.Votes), report.Tally)
			}
			for choice, n := range c.choices {
				if choices[choice] != n {
					t.Errorf("%d votes are %v, want %d", choices[choice], choice, n)
				}
			}
			for _, f := range report.Files {
				if len(f.Notes) > 0 {
					t.Errorf("%s: %v", f.Name, f.Notes)
				}
			}
			if kept, linked, contests := dataStep(&got); kept != c.kept || linked != c.linked || contests != c.contests {
				t.Errorf("the data step gives %d ballots, %d after linking in %d votes, want %d, %d, %d", kept, linked, contests, c.kept, c.linked, c.contests)
			}
		})
	}
}

// dataStep counts what the data step of Bailey, Strezhnev & Voeten (2017)
// keeps to session 74: no amendments and paragraphs after 1989, no South
// Africa in session 48, no Zanzibar, no session 19, votes cast only; repeated
// roll calls as one vote; no vote in which all agree.
func dataStep(c *Collector) (kept, linked, contests int) {
	calls := map[int32]*entente.RollCall{}
	for i := range c.RollCalls {
		calls[c.RollCalls[i].ID] = &c.RollCalls[i]
	}
	tally := map[int32]*[4]int{}
	for _, v := range c.Votes {
		r := calls[v.RollCall]
		if r.Session > 74 || r.Session == 19 || v.State == 511 || v.State == 560 && r.Session == 48 || !v.Choice.Cast() ||
			r.Date.Year() > 1989 && (r.Paragraph == entente.On || r.Amendment == entente.On) {
			continue
		}
		kept++
		id := r.ID
		for calls[id] != nil && calls[id].Repeats != 0 {
			id = calls[id].Repeats
		}
		if tally[id] == nil {
			tally[id] = new([4]int)
		}
		tally[id][v.Choice]++
	}
	for _, n := range tally {
		if all := n[1] + n[2] + n[3]; max(n[1], n[2], n[3]) < all {
			linked += all
			contests++
		}
	}
	return kept, linked, contests
}

// TestUNLayoutsAgree holds the two real layouts against each other, vote by
// vote. They differ where the single table has votes of Yugoslavia as absent.
func TestUNLayoutsAgree(t *testing.T) {
	type key struct {
		state entente.CCode
		call  int32
	}
	var single, three Collector
	for c, dir := range map[*Collector]fs.FS{&single: only(t, "un-votes/UNVotes.csv.gz"), &three: only(t, threeTables...)} {
		if _, err := Read(context.Background(), unVotes, dir, c, 0); err != nil {
			t.Fatal(err)
		}
	}
	full := map[key]entente.Choice{}
	for _, v := range single.Votes {
		full[key{v.State, v.RollCall}] = v.Choice
	}
	lost := 0
	for _, v := range three.Votes {
		switch w := full[key{v.State, v.RollCall}]; {
		case w == v.Choice:
		case w == entente.Absent && v.State == 345:
			lost++
		default:
			t.Fatalf("state %d in roll call %d: %v in the single table, %v in the three", v.State, v.RollCall, w, v.Choice)
		}
	}
	if lost != 285 {
		t.Errorf("%d votes of 345 are absent in the single table, want 285", lost)
	}
	calls := map[int32]entente.RollCall{}
	for _, r := range single.RollCalls {
		calls[r.ID] = r
	}
	for _, r := range three.RollCalls {
		w := calls[r.ID]
		if w.Session != r.Session || w.Date != r.Date || w.Issues != r.Issues || w.Paragraph != r.Paragraph || w.Amendment != r.Amendment {
			t.Errorf("roll call %d: %+v and %+v", r.ID, w, r)
		}
	}
}

const unHeader = "rcid,ccode,vote,session,date,amend,para,importantvote,me,ec,descr\n"

// TestUNVotesRows reads one good roll call and a row that is to be told of.
func TestUNVotesRows(t *testing.T) {
	const good = "7,2,1,1,1946-12-01,0,NA,1,1,0,text\n7,365,3,1,1946-12-01,0,NA,1,1,0,text\n"
	for _, c := range []struct{ row, words string }{
		{"7,200,7,1,1946-12-01,0,NA,1,1,0,text", `impossible value in vote: vote "7" where 1 (yes), 2 (abstain), 3 (no), 8 (absent) or 9 (not a member) is expected`},
		{"7,999,1,1,1946-12-01,0,NA,1,1,0,text", `unknown state: ccode "999"`},
		{"7,200,yes,1,1946-12-01,0,NA,1,1,0,text", "impossible value in vote"},
		{"7,,1,1,1946-12-01,0,NA,1,1,0,text", "missing ccode"},
		{"x,200,1,1,1946-12-01,0,NA,1,1,0,text", "impossible value in rcid"},
		{"8,200,1,1,1946-02-30,0,NA,1,1,0,text", "impossible date in date"},
		{"8,200,1,999,1946-12-01,0,NA,1,1,0,text", "impossible value in session"},
		{"8,200,1,1,1946-12-01,2,NA,1,1,0,text", "impossible value in amend"},
		{"7,2,1,1,1946-12-01,0,NA,1,1,0,text", "duplicate row: the vote of 2 in roll call 7 is also in line 2"},
		{`7,200,1,1,1946-12-01,0,NA,1,1,0,"text" more`, "stray quote"},
	} {
		got, report, err := read(t, unVotes, map[string]string{"un-votes/UNVotes.csv": unHeader + good + c.row + "\n"})
		if err != nil {
			t.Errorf("%s: %v", c.row, err)
		}
		rejected(t, got, 4, c.words)
		if len(got.Votes) != 2 || len(got.RollCalls) != 1 || report.Tally.Kept != 2 {
			t.Errorf("%s: the good rows give %+v", c.row, got)
		}
	}
}

// TestContradiction rejects both rows that give a state different votes, and
// every further one, whatever it says.
func TestContradiction(t *testing.T) {
	got, _, err := read(t, unVotes, map[string]string{"un-votes/UNVotes.csv": "rcid,ccode,vote,session,date\n" +
		"7,2,1,1,1946-12-01\n7,365,3,1,1946-12-01\n7,2,3,1,1946-12-01\n7,2,1,1,1946-12-01\n"})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Votes) != 1 || got.Votes[0].State != 365 || len(got.RollCalls) != 1 || got.RollCalls[0].Ref.Line != 3 {
		t.Errorf("%+v %+v, want the vote of 365 alone and the roll call from its row", got.Votes, got.RollCalls)
	}
	var lines []uint32
	for _, r := range got.Rejections {
		lines = append(lines, r.At.Line)
	}
	if len(lines) != 3 || lines[0] != 4 || lines[1] != 2 || lines[2] != 5 {
		t.Errorf("rejected lines %v, want 4, 2 and 5", lines)
	}
}

// TestUNVotesNotes keeps rows that are odd and tells of them.
func TestUNVotesNotes(t *testing.T) {
	got, report, err := read(t, unVotes, map[string]string{"un-votes/UNVotes.csv": unHeader +
		"7,2,1,1,1946-12-01,0,NA,1,1,0,text\n7,365,NA,1,1946-12-01,0,NA,1,1,0,text\n7,200,1,1,1946-12-02,0,NA,1,1,0,text\n8,200,1,1,1946-12-02,0,NA,1,\"0\"\"\",0,caf\xe9\n"})
	if err != nil {
		t.Fatal(err)
	}
	notes := strings.Join(report.Files[0].Notes, "; ")
	for _, want := range []string{"rows without a vote: 1, the first in line 3", "differ in date from the first row of their roll call, which is followed: 1, the first in line 4",
		"issue codes other than 0 and 1, read as 0: 1", "Windows-1252: 1, the first in line 5"} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes %q lack %q", notes, want)
		}
	}
	if len(got.Votes) != 3 || got.RollCalls[1].Description != "café" || got.RollCalls[0].Paragraph != entente.Uncoded || got.RollCalls[0].Important != entente.On {
		t.Errorf("%+v", got)
	}
}

// TestMatches links a roll call to the earliest that it is matched with, also
// through one that the votes lack (4000 in the fixture).
func TestMatches(t *testing.T) {
	var got Collector
	if _, err := Read(context.Background(), unVotes, os.DirFS("testdata/un-votes/single"), &got, 0); err != nil {
		t.Fatal(err)
	}
	want := map[int32]int32{11: 0, 4007: 11, 9001: 13}
	for _, r := range got.RollCalls {
		if r.Repeats != want[r.ID] {
			t.Errorf("roll call %d repeats %d, want %d", r.ID, r.Repeats, want[r.ID])
		}
	}
}

// TestNamesByDay resolves the names of the three tables by the day of the
// roll call: members before they were states, a name that outlives its state,
// and Namibia, whose code is NA.
func TestNamesByDay(t *testing.T) {
	calls := "rcid,session,date\n1,1,1946-12-01\n2,28,1973-12-01\n3,45,1990-11-03\n4,47,1992-11-03\n"
	for _, c := range []struct {
		row  string
		want entente.CCode
	}{
		{"1,India,IN,yes", 750},
		{"1,Ukraine,UA,yes", 369},
		{"1,Taiwan,TW,yes", 713},
		{"2,Federal Republic of Germany,NA,yes", 260},
		{"3,Federal Republic of Germany,NA,yes", 260},
		{"3,Yemen Arab Republic,NA,yes", 678},
		{"4,Germany,DE,yes", 255},
		{"4,Yemen,YE,yes", 679},
		{"4,Yugoslavia,YU,yes", 345},
		{"4,Namibia,NA,yes", 565},
		{"4,Côte d’Ivoire,CI,yes", 437},
		{"4,São Tomé & Príncipe,ST,yes", 403},
		{"4,Eswatini,SZ,yes", 572},
		{"4,North Macedonia,MK,yes", 343},
		{"2,Zanzibar,NA,yes", 511},
	} {
		got, _, err := read(t, unVotes, map[string]string{
			"un-votes/tidytuesday/roll_calls.csv": calls,
			"un-votes/tidytuesday/unvotes.csv":    "rcid,country,country_code,vote\n" + c.row + "\n"})
		if err != nil || len(got.Votes) != 1 || got.Votes[0].State != c.want {
			t.Errorf("%s: %+v %v, want state %d", c.row, got.Votes, err, c.want)
		}
	}
}
