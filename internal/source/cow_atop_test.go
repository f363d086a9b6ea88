package source

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/entente-observatory/entente"
)

// record opens the folder of the real record, or skips the test.
func record(t *testing.T) string {
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

// read reads a data set from files given as text.
func read(t *testing.T, ds *entente.Dataset, files map[string]string) (*Collector, entente.SourceReport, error) {
	t.Helper()
	dir := fstest.MapFS{}
	for name, text := range files {
		dir[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c := &Collector{}
	report, err := Read(context.Background(), ds, dir, c, 1)
	return c, report, err
}

// rejected asserts that one row was rejected, for a reason that contains the
// words.
func rejected(t *testing.T, c *Collector, line uint32, words string) {
	t.Helper()
	if len(c.Rejections) != 1 || c.Rejections[0].At.Line != line || !strings.Contains(c.Rejections[0].Reason+": "+c.Rejections[0].Detail, words) {
		t.Errorf("rejections %+v, want line %d: %s", c.Rejections, line, words)
	}
}

// TestWholeFiles reads the real files to their ends. The counts are those of
// the editions named.
func TestWholeFiles(t *testing.T) {
	dir := os.DirFS(record(t))
	for _, want := range []struct {
		ds                   *entente.Dataset
		read, kept           int
		attributes           int
		firstFile, firstDay  string
		lastFile, reason     string
		rejectedForTheReason int
	}{
		// states2016: 243 spells; system2016: 15,951 state-years; 243 codes.
		{cowSystem, 243 + 15951 + 243, 243 + 15951 + 243, 243, "cow-system/COW country codes.csv", "1816-01-01", "cow-system/system2016.csv", "", 0},
		{cowMajors, 14, 14, 14, "cow-system/majors2016.csv", "1816-01-01", "cow-system/majors2016.csv", "", 0},
		// 7.0, 1816-2022.
		{cowNMC, 17121, 17121, 7 * 17121, "cow-nmc/NMC-70-abridged.from-rda.csv", "1816-01-01", "cow-nmc/NMC-70-abridged.from-rda.csv", "", 0},
		// 2,510 members, one of them Annam; 789 treaties.
		{atop, 2510 + 789, 2509 + 789, 9 * 2509, "atop/atop5_1a.csv", "1815-01-03", "atop/atop5_1m.csv", "unknown state", 1},
	} {
		t.Run(want.ds.ID, func(t *testing.T) {
			c := &Collector{}
			r, err := Read(context.Background(), want.ds, dir, c, MaxRejected)
			if err != nil {
				t.Fatal(err)
			}
			if r.Tally.Read != want.read || r.Tally.Kept != want.kept || len(c.Attributes) != want.attributes {
				t.Errorf("read %d, kept %d, attributes %d; want %d, %d, %d\n%v", r.Tally.Read, r.Tally.Kept, len(c.Attributes), want.read, want.kept, want.attributes, r.Tally.Examples)
			}
			if first, last := r.Files[0].Name, r.Files[len(r.Files)-1].Name; first != want.firstFile || last != want.lastFile {
				t.Errorf("files %s … %s, want %s … %s", first, last, want.firstFile, want.lastFile)
			}
			if r.Coverage[0] != want.firstDay {
				t.Errorf("first day %s, want %s", r.Coverage[0], want.firstDay)
			}
			if r.Tally.Rejected[want.reason] != want.rejectedForTheReason {
				t.Errorf("rejected %v, want %d for %q", r.Tally.Rejected, want.rejectedForTheReason, want.reason)
			}
		})
	}
}

const statesHeader = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version\n"

func TestStateSpells(t *testing.T) {
	// Spells of states2016, and what may be wrong with such a table.
	suriname := "SUR,115,Suriname,1975,11,25,2016,12,31,2016\n"
	vietnam := "RVN,817,Republic of Vietnam,1954,6,4,1975,4,30,2016\n"
	for _, c := range []struct {
		name, rows string
		kept       int
		line       uint32
		words      string
	}{
		{"as given", suriname + vietnam, 2, 0, ""},
		{"impossible day", suriname + "RVN,817,Republic of Vietnam,1954,6,31,1975,4,30,2016\n", 1, 3, "impossible date: no day 1954-06-31"},
		{"ends before it begins", "SUR,115,Suriname,1975,11,25,1974,12,31,2016\n" + vietnam, 1, 2, "ends before it begins"},
		{"twice", suriname + suriname, 1, 3, "spell given twice"},
		{"no state", "SUR,0,Suriname,1975,11,25,2016,12,31,2016\n" + vietnam, 1, 2, `unknown state: ccode "0"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _, err := read(t, cowSystem, map[string]string{"cow-system/states2016.csv": statesHeader + c.rows})
			if err != nil || len(got.Attributes) != c.kept {
				t.Fatalf("%d attributes, error %v; want %d", len(got.Attributes), err, c.kept)
			}
			if c.line != 0 {
				rejected(t, got, c.line, c.words)
				return
			}
			want := []entente.Period{{From: entente.Day(1975, 11, 25), To: entente.Ongoing}, {From: entente.Day(1954, 6, 4), To: entente.Day(1975, 4, 30)}}
			for i, p := range want {
				if got.Attributes[i].Period != p {
					t.Errorf("%d: %v, want %v", got.Attributes[i].State, got.Attributes[i].Period, p)
				}
			}
		})
	}
}

// TestNewerList: the list of 2024 is read where it is there, and only its own
// state-years are held against it.
func TestNewerList(t *testing.T) {
	c, r, err := read(t, cowSystem, map[string]string{
		"cow-system/statelist2024.csv":     statesHeader + "USA,2,United States of America,1816,1,1,2024,12,31,2024\n",
		"cow-system/states2016.csv":        "nothing of use\n",
		"cow-system/system2016.csv":        "nothing of use\n",
		"cow-system/system2024.csv":        "stateabb,ccode,year,version\nUSA,2,2024,2024\nUSA,2,1815,2024\n",
		"cow-system/COW country codes.csv": "StateAbb,CCode,StateNme\rUSA,2,United States of America\r",
	})
	if err != nil || len(r.Files) != 3 {
		t.Fatalf("files %v, error %v", r.Files, err)
	}
	if got := c.Attributes[0].Period.To; got != entente.Ongoing {
		t.Errorf("ends %v, want open", got)
	}
	rejected(t, c, 3, "state 2 was no member in 1815")
}

func TestCodesUnlikeTheList(t *testing.T) {
	c, _, err := read(t, cowSystem, map[string]string{
		"cow-system/states2016.csv":        statesHeader + "USA,2,United States of America,1816,1,1,2016,12,31,2016\n",
		"cow-system/COW country codes.csv": "StateAbb,CCode,StateNme\r\nUS,2,United States of America\r\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	rejected(t, c, 2, `state 2 is "US" here and "USA" there`)
}

// TestCapabilityLayouts reads the two official layouts, which differ in the
// edition only, and the export without letters and version.
func TestCapabilityLayouts(t *testing.T) {
	const header = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\r\n"
	v6 := header + "USA,2,1816,3823,17,80,254,8659,101,.039697491,2021\r\n"
	v7 := header + "USA,2,1816,3823,17,80,254,8659,101,.039697491,2025\r\nMAL,820,1957,-9,-9,0,505,6278,900,.0012,2025\r\n"
	export := "ccode,year,milex,milper,irst,pec,tpop,upop,cinc\n2,1816,3823,17,80,254,8659,101,0.039697491\n820,1957,NA,NA,0,505,6278,900,0.0012\n"
	for _, c := range []struct {
		name, file string
		files      map[string]string
		rows       int
	}{
		{"6.0", "cow-nmc/NMC-60-abridged.csv", map[string]string{"cow-nmc/NMC-60-abridged.csv": v6}, 1},
		{"7.0 first", "cow-nmc/NMC-70-abridged.csv", map[string]string{"cow-nmc/NMC-60-abridged.csv": v6, "cow-nmc/NMC-70-abridged.csv": v7, "cow-nmc/NMC-70-abridged.from-rda.csv": export}, 2},
		{"export", "cow-nmc/NMC-70-abridged.from-rda.csv", map[string]string{"cow-nmc/NMC-60-abridged.csv": v6, "cow-nmc/NMC-70-abridged.from-rda.csv": export}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, r, err := read(t, cowNMC, c.files)
			if err != nil || len(r.Files) != 1 || r.Files[0].Name != c.file || len(got.Attributes) != 7*c.rows {
				t.Fatalf("files %v, %d attributes, error %v", r.Files, len(got.Attributes), err)
			}
			if a := got.Attributes[6]; a.Variable != "cinc" || a.Value != 0.039697491 || a.Period != entente.CalendarYear(1816) || a.Ref.Line != 2 {
				t.Errorf("last attribute of the first row is %+v", a)
			}
			if c.rows == 2 {
				if a := got.Attributes[7]; a.Variable != "milex" || a.Status != entente.Missing {
					t.Errorf("-9 or NA reads as %+v, want missing", a)
				}
				if a := got.Attributes[9]; a.Variable != "irst" || a.Status != entente.Known || a.Value != 0 {
					t.Errorf("0 reads as %+v, want a known zero", a)
				}
			}
		})
	}
	got, _, err := read(t, cowNMC, map[string]string{"cow-nmc/NMC-60-abridged.csv": v6 + "USA,2,1816,3823,17,80,254,8659,101,.039697491,2021\r\n"})
	if err != nil {
		t.Fatal(err)
	}
	rejected(t, got, 3, "state-year given twice: state 2 in 1816 is also in line 2")
	if _, _, err := read(t, cowNMC, nil); err == nil || !strings.Contains(err.Error(), "fetch it") {
		t.Errorf("no file gives error %v", err)
	}
}

// atopHeader has the columns that are read in the order of the official file,
// and one that is not.
const atopHeader = "atopid,cowid,member,cowsys,yrent,moent,dayent,yrexit,moexit,dayexit,ineffect,phase,defense,offense,neutral,nonagg,consul,obvary\r\n"

func TestTreatyMembers(t *testing.T) {
	// Rows of treaties 2440 (Britain and Poland, 1939), 1035 (an exit whose
	// day is not known), 3180 (in force) and 1320 (France and Annam).
	c, _, err := read(t, atop, map[string]string{
		"atop/atop5_1m.csv": atopHeader +
			"2440,,200,1,1939,4,6,1939,8,25,0,1,1,0,0,0,0,0\r\n" +
			"1035,,200,0,1815,11,20,1822,12,,0,0,1,1,0,0,1,0\r\n" +
			"3180,,2,1,1949,4,4,0,0,0,1,0,1,0,0,1,1,0\r\n" +
			"1320,,8152,0,1874,3,15,1883,8,25,0,0,0,0,0,0,0,0\r\n",
		"atop/atop5_1a.csv": "atopid,begyr,begmo,begday,mem1,mem2,mem3\r\n2440,1939,4,6,200,290,\r\n1320,1874,3,15,8152,,\r\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Attributes) != 18 {
		t.Fatalf("%d attributes, want 6 for each of 3 rows", len(c.Attributes))
	}
	for i, want := range []entente.Attribute{
		{State: 200, Period: entente.Period{From: entente.Day(1939, 4, 6), To: entente.Day(1939, 8, 25)}, Variable: "defense", Value: 1, Label: "2440.1", Ref: entente.Ref{Line: 2}},
		{State: 200, Period: entente.Period{From: entente.Day(1815, 11, 20), To: entente.Day(1822, 12, 31)}, Variable: "defense", Value: 1, Label: "1035", Ref: entente.Ref{Line: 3}},
		{State: 2, Period: entente.Period{From: entente.Day(1949, 4, 4), To: entente.Ongoing}, Variable: "defense", Value: 1, Label: "3180", Ref: entente.Ref{Line: 4}},
	} {
		if got := c.Attributes[6*i]; got != want {
			t.Errorf("attribute %+v, want %+v", got, want)
		}
	}
	if len(c.Rejections) != 2 || c.Rejections[0].At.Line != 5 || !strings.Contains(c.Rejections[1].Detail, "1 of its members have no row") {
		t.Errorf("rejections %+v: want Annam, and treaty 2440 that lists Poland", c.Rejections)
	}
}

func TestBadTreatyMembers(t *testing.T) {
	good := "3180,,2,1,1949,4,4,0,0,0,1,0,1,0,0,1,1,0\r\n"
	for _, c := range []struct{ name, row, words string }{
		{"twice", good, "member given twice"},
		{"exit before entry", "3180,,20,1,1949,4,4,1948,1,1,0,0,1,0,0,1,1,0\r\n", "exit before entry"},
		{"no exit", "3180,,20,1,1949,4,4,0,0,0,0,0,1,0,0,1,1,0\r\n", "impossible value in yrexit"},
		{"no code", "3180,,20,1,1949,4,4,0,0,0,1,0,2,0,0,1,1,0\r\n", "impossible value in defense"},
		{"cut", "3180,,20,1,1949,4\r\n", "wrong number of columns"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _, err := read(t, atop, map[string]string{"atop/atop5_0m.csv": atopHeader + good + c.row})
			if err != nil || len(got.Attributes) != 6 {
				t.Fatalf("%d attributes, error %v", len(got.Attributes), err)
			}
			rejected(t, got, 3, c.words)
		})
	}
	if _, _, err := read(t, atop, map[string]string{"atop/atop5_1m.csv": "<!DOCTYPE html><html>Not found</html>"}); err == nil || !strings.Contains(err.Error(), "web page") {
		t.Errorf("a web page gives error %v", err)
	}
	if _, _, err := read(t, atop, map[string]string{"atop/atop5_1m.csv": "atopid,member\r\n3180,2\r\n"}); err == nil || !strings.Contains(err.Error(), "no column phase") {
		t.Errorf("missing columns give error %v", err)
	}
}

// FuzzTables holds that no bytes make a reader panic, keep a row that it
// rejected, or count other rows than it read.
func FuzzTables(f *testing.F) {
	f.Add([]byte(atopHeader + "2440,,200,1,1939,4,6,1939,8,25,0,1,1,0,0,0,0,0\r\n"))
	f.Add([]byte(statesHeader + "SUR,115,Suriname,1975,11,25,2016,12,31,2016\n"))
	f.Add([]byte("stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\r\nUSA,2,1816,3823,-9,80,254,8659,101,.0396,2021\r\n"))
	f.Add([]byte("atopid,begyr,mem1,mem2\n1,1900,2,\"20\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, ds := range []*entente.Dataset{cowSystem, cowMajors, cowNMC, atop} {
			dir := fstest.MapFS{}
			for _, file := range ds.Files {
				dir[file.Name] = &fstest.MapFile{Data: b}
			}
			c := &Collector{}
			r, err := Read(context.Background(), ds, dir, c, 1)
			if r.Tally.Read != r.Tally.Kept+len(c.Rejections) {
				t.Fatalf("%s: %d rows read, %d kept, %d rejected", ds.ID, r.Tally.Read, r.Tally.Kept, len(c.Rejections))
			}
			if err == nil && len(c.Attributes) == 0 && r.Tally.Kept > 0 && ds != cowSystem && ds != atop {
				t.Fatalf("%s: %d rows kept without a record", ds.ID, r.Tally.Kept)
			}
			for _, a := range c.Attributes {
				if a.State < 2 || a.State > 999 || a.Period.From > a.Period.To || a.Value < 0 {
					t.Fatalf("%s: %+v", ds.ID, a)
				}
			}
		}
	})
}

// TestPacked reads the archives as the producers pack them: NMC 7.0 lies in an
// archive within an archive.
func TestPacked(t *testing.T) {
	pack := func(nameAndText ...string) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for i := 0; i < len(nameAndText); i += 2 {
			w, err := z.Create(nameAndText[i])
			if err == nil {
				_, err = io.WriteString(w, nameAndText[i+1])
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	const nmc = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\r\nUSA,2,1816,3823,17,80,254,8659,101,.039697491,2025\r\n"
	for _, c := range []struct {
		ds         *entente.Dataset
		name, text string
		attributes int
	}{
		{cowNMC, "cow-nmc/NMCv7.zip", pack("NMCv7/NMC-v7-abridged.zip", pack("NMC-70-abridged.csv", nmc)), 7},
		{cowSystem, "cow-system/States2024.zip", pack("States2024/statelist2024.csv", statesHeader+"USA,2,United States of America,1816,1,1,2024,12,31,2024\n"), 1},
		{atop, "atop/atop_5.1__.csv_.zip", pack("ATOP 5.1 (.csv)/atop5_1m.csv", atopHeader+"3180,,2,1,1949,4,4,0,0,0,1,0,1,0,0,1,1,0\r\n",
			"ATOP 5.1 (.csv)/atop5_1a.csv", "atopid,begyr,begmo,begday,mem1,mem2\r\n3180,1949,4,4,2,\r\n"), 6},
	} {
		t.Run(c.ds.ID, func(t *testing.T) {
			got, _, err := read(t, c.ds, map[string]string{c.name: c.text})
			if err != nil || len(got.Attributes) != c.attributes {
				t.Errorf("%d attributes, error %v; want %d", len(got.Attributes), err, c.attributes)
			}
		})
	}
}
