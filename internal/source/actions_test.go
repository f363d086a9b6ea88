package source

import (
	"context"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/entente-observatory/entente"
)

// entire reads a data set of the real record to its end.
func entire(t *testing.T, ds *entente.Dataset) (*Collector, entente.SourceReport) {
	t.Helper()
	c := &Collector{}
	r, err := Read(context.Background(), ds, os.DirFS(record(t)), c, MaxRejected)
	if err != nil {
		t.Fatal(err)
	}
	return c, r
}

// TestWholeActions reads the real files of what states do to each other to
// their ends. Rows are those of the files' own lists; the rows outside the
// state system are counted apart from those that are faulty.
func TestWholeActions(t *testing.T) {
	for _, want := range []struct {
		ds               *entente.Dataset
		read             int
		outside, faulty  int
		ties, attributes int
	}{
		{gsdb, 1547, 45, 0, 4860, 836},
		{desta, 18329 + 1691, 410, 0, 37785, 0},
		{exercisesMME, 3707, 0, 0, 42210, 0},
		// Dates that cannot be (126 February, 0007, 3009, 2015, month 14, 11/xx2002), and three without any.
		{exercisesJME, 1790, 0, 13, 16742, 0},
		{visitsChina, 595, 1, 0, 594, 0},
		{visitsUS, 377, 10, 2, 365, 0},
		// Twenty signals a row, less those of Britain and France to themselves.
		{supportSignals, 9266, 0, 0, 20*9266 - 63*(4+3), 0},
		{usTroops, 13135, 946, 29, 108765, 9 * 75},
		// 3,379 terms, of which 168 go on.
		{leaders, 3409, 30, 0, 0, 9969},
		{aidChina, 5466 + 1308, 121, 7, 6646, 0},
		{diplomacyChina, 741, 19, 0, 7220, 0},
		{terrorism, 2*4373 + 2523, 2*703 + 99, 0, 0, 9*3670 + 22*3670 + 3*2424},
	} {
		t.Run(want.ds.ID, func(t *testing.T) {
			c, r := entire(t, want.ds)
			outside := r.Tally.Rejected[outsideSystem]
			faulty := r.Tally.Read - r.Tally.Kept - outside
			if r.Tally.Read != want.read || outside != want.outside || faulty != want.faulty {
				t.Errorf("read %d, outside the system %d, faulty %d; want %d, %d, %d\n%v", r.Tally.Read, outside, faulty, want.read, want.outside, want.faulty, r.Tally.Rejected)
			}
			if len(c.Ties) != want.ties || len(c.Attributes) != want.attributes {
				t.Errorf("%d ties and %d attributes, want %d and %d", len(c.Ties), len(c.Attributes), want.ties, want.attributes)
			}
		})
	}
}

// tiesOf finds the ties of a variable from one state to another.
func tiesOf(c *Collector, from, to entente.CCode, variable string) []entente.Tie {
	var out []entente.Tie
	for _, x := range c.Ties {
		if x.From == from && x.To == to && x.Variable == variable {
			out = append(out, x)
		}
	}
	return out
}

// TestSanctionParties: names with commas are told from lists, organisations
// are not members, and Germany is one state after another.
func TestSanctionParties(t *testing.T) {
	c := &Collector{}
	if _, err := Read(context.Background(), gsdb, os.DirFS("testdata/gsdb"), c, 0); err != nil {
		t.Fatal(err)
	}
	year := func(a, b int) entente.Period {
		return entente.Period{From: entente.Day(a, 1, 1), To: entente.Day(b, 12, 31)}
	}
	unity := entente.Day(1990, 10, 3)
	var got []entente.Tie
	for _, x := range c.Ties {
		x.Ref = entente.Ref{}
		got = append(got, x)
	}
	tie := func(from, to entente.CCode, p entente.Period, variable, label string) entente.Tie {
		return entente.Tie{From: from, To: to, Directed: true, Period: p, Variable: variable, Value: 1, Label: label}
	}
	open := entente.Period{From: entente.Day(2020, 1, 1), To: entente.Ongoing}
	want := []entente.Tie{
		tie(2, 40, year(1990, 1995), "trade", "1"), tie(2, 40, year(1990, 1995), "financial", "1"),
		tie(2, 40, year(1990, 1995), "exp_compl", "1"), tie(2, 40, year(1990, 1995), "imp_part", "1"),
		tie(260, 345, entente.Period{From: entente.Day(1988, 1, 1), To: unity - 1}, "arms", "2"),
		tie(260, 341, entente.Period{From: entente.Day(1988, 1, 1), To: unity - 1}, "arms", "2"),
		tie(255, 345, entente.Period{From: unity, To: entente.Day(1992, 12, 31)}, "arms", "2"),
		tie(255, 341, entente.Period{From: unity, To: entente.Day(1992, 12, 31)}, "arms", "2"),
		tie(420, 731, open, "travel", "3"), tie(420, 830, open, "travel", "3"),
		tie(651, 731, open, "travel", "3"), tie(651, 830, open, "travel", "3"),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("ties\n%v\nwant\n%v", got, want)
	}
	if len(c.Attributes) != 2 || c.Attributes[0].State != 731 || c.Attributes[0].Label != "3 EU" {
		t.Errorf("the EU's sanctions are %+v", c.Attributes)
	}
}

// TestSanctionsOnTheRecord: of the cases of 2022 against Russia those of the
// United States were ongoing in 2023, and no sender is Germany of two names.
func TestSanctionsOnTheRecord(t *testing.T) {
	c, _ := entire(t, gsdb)
	open := 0
	for _, x := range tiesOf(c, 2, 365, "trade") {
		if x.Period.From == entente.Day(2022, 1, 1) && x.Period.To == entente.Ongoing {
			open++
		}
	}
	if open == 0 {
		t.Error("no trade sanction of the United States on Russia from 2022 is open")
	}
	for _, x := range c.Ties {
		if x.From == 260 && x.Period.To >= entente.Day(1990, 10, 3) {
			t.Errorf("260 goes on after it ended: %+v", x)
		}
	}
}

// TestAgreementsInForce works the fixture by hand: entry into force, a state
// that gives way to another, accession, withdrawal, and an agreement whose
// entry is not known.
func TestAgreementsInForce(t *testing.T) {
	c := &Collector{}
	if _, err := Read(context.Background(), desta, os.DirFS("testdata/desta/dyads"), c, 0); err != nil {
		t.Fatal(err)
	}
	unity := entente.Day(1990, 10, 3)
	for _, want := range []struct {
		a, b   entente.CCode
		p      entente.Period
		status entente.Status
		label  string
	}{
		{220, 260, entente.Period{From: entente.Day(1958, 1, 1), To: unity - 1}, entente.Known, "7 Common Market"},
		{220, 255, entente.Period{From: unity, To: entente.Ongoing}, entente.Known, "7 Common Market"},
		{200, 220, entente.Period{From: entente.Day(1973, 1, 1), To: entente.Day(2020, 12, 31)}, entente.Known, "7 Common Market UK accession"},
		{135, 155, entente.Period{From: entente.Day(2021, 1, 1), To: entente.Ongoing}, entente.Missing, "9 Chile Peru"},
	} {
		got := tiesOf(c, want.a, want.b, "pta")
		if len(got) != 1 || got[0].Period != want.p || got[0].Status != want.status || got[0].Label != want.label {
			t.Errorf("%d and %d: %+v, want %+v", want.a, want.b, got, want)
		}
	}
	if got := tiesOf(c, 200, 220, "pta_withdrawal"); len(got) != 1 || got[0].Period != entente.CalendarYear(2020) {
		t.Errorf("withdrawal %+v", got)
	}
}

// TestAgreementLayouts: the workbook and its sheet saved as CSV give the same
// ties, and the list of treaties gives the dyads that the producers derived
// from it but those of 437+2, and of 1091, which the dyads don't have.
func TestAgreementLayouts(t *testing.T) {
	dir := record(t)
	from := func(names ...string) map[entente.Tie]int {
		files := fstest.MapFS{}
		for _, n := range names {
			b, err := os.ReadFile(dir + "/desta/" + n)
			if err != nil {
				t.Skip(err)
			}
			files["desta/"+n] = &fstest.MapFile{Data: b}
		}
		c := &Collector{}
		if _, err := Read(context.Background(), desta, files, c, MaxRejected); err != nil {
			t.Fatal(err)
		}
		ties := map[entente.Tie]int{}
		for _, x := range c.Ties {
			x.Ref = entente.Ref{}
			ties[x]++
		}
		return ties
	}
	const withdrawals = "desta_dyadic_withdrawal_02_01.xlsx"
	sheet := from("desta_list_of_treaties_02_01_dyads.xlsx", withdrawals)
	if csv := from("desta_list_of_treaties_02_01_dyads.from-xlsx.csv.gz", withdrawals); !reflect.DeepEqual(sheet, csv) {
		t.Error("workbook and CSV differ")
	}
	list := from("desta_list_of_treaties_02_01.xlsx")
	unlike := map[string]int{}
	for x := range list {
		if sheet[x] != list[x] {
			unlike[x.Label]++
		}
	}
	for x := range sheet {
		if sheet[x] != list[x] {
			unlike[x.Label]++
		}
	}
	for label, n := range unlike {
		if !strings.HasPrefix(label, "437 European Economic Area (EEA) Cyprus") && !strings.HasPrefix(label, "1091 ") {
			t.Errorf("%d ties differ: %s", n, label)
		}
	}
}

// TestExercises: who takes part is joined with everybody else once, and days
// that are not known widen the period to the month.
func TestExercises(t *testing.T) {
	for _, want := range []struct {
		ds   *entente.Dataset
		ties []string
	}{
		{exercisesMME, []string{
			"2-651 1981-11-01 to 1981-12-31 mme1 Bright Star 81", "2-698 1981-11-01 to 1981-12-31 mme1 Bright Star 81",
			"651-698 1981-11-01 to 1981-12-31 mme1 Bright Star 81", "260-390 1989-06-03 to 1989-06-09 mme2 -9",
		}},
		{exercisesJME, []string{"2-732 1984-03-01 to 1984-04-10 Team Spirit", "2-900 1989-10-01 to 1989-10-31 Kangaroo"}},
	} {
		c := &Collector{}
		if _, err := Read(context.Background(), want.ds, os.DirFS("testdata/"+want.ds.ID), c, 0); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range c.Ties {
			got = append(got, strings.Join([]string{code(x.From) + "-" + code(x.To), x.Period.String(), x.Label}, " "))
		}
		if !slices.Equal(got, want.ties) {
			t.Errorf("%s:\n%q\nwant\n%q", want.ds.ID, got, want.ties)
		}
	}
}

// TestExercisesOnTheRecord: Readex 1-80 off Vieques, 14 to 21 January 1980.
func TestExercisesOnTheRecord(t *testing.T) {
	c, _ := entire(t, exercisesMME)
	got := tiesOf(c, 2, 210, "exercise")
	if got[0].Label != "mme87 Readex 1-80" || got[0].Period != (entente.Period{From: entente.Day(1980, 1, 14), To: entente.Day(1980, 1, 21)}) {
		t.Errorf("%+v", got[0])
	}
}

// TestLooseDays reads the dates of the exercises that are typed by hand.
func TestLooseDays(t *testing.T) {
	for text, want := range map[string]string{
		"3/xx/1984": "1984-03-01 to 1984-03-31", "xx/xx/1984": "1984-01-01 to 1984-12-31", "2/29/1984": "1984-02-29 to 1984-02-29",
		"-9": "", "xx/xx/xxxx": "", "": "", "2/30/1984": "impossible date", "14/09/2007": "impossible date", "11/xx2002": "impossible date",
		"03/05/3009": "impossible date",
	} {
		tab, err := openTable(context.Background(), fstest.MapFS{"a": &fstest.MapFile{Data: []byte("d,e\n" + text + ",1\n")}}, []entente.File{{Name: "a"}}, 0, &Collector{})
		if err != nil {
			t.Fatal(err)
		}
		d := tab.column("d")
		tab.next()
		p, ok := tab.looseDay(d, [3]int{-1, -1, -1})
		switch {
		case tab.reason != "":
			if want != "impossible date" {
				t.Errorf("%q: %s, want %s", text, tab.detail, want)
			}
		case !ok && want != "" || ok && p.String() != want:
			t.Errorf("%q: %v, %v, want %q", text, p, ok, want)
		}
		tab.close()
	}
}

// TestVisits: who visits whom, on which days or in which year.
func TestVisits(t *testing.T) {
	for _, want := range []struct {
		ds   *entente.Dataset
		ties []string
	}{
		{visitsChina, []string{"710-816 1963-01-01 to 1963-12-31 visit Liu Shaoqi, President", "710-770 2015-01-01 to 2015-12-31 visit Xi Jinping, President"}},
		{visitsUS, []string{"2-740 2011-04-21 to 2011-04-28 visit A. Example, Secretary of the Army", "2-347 2010-05-01 to 2010-05-02 visit B. Example, PACOM"}},
		{visitsCOLT, []string{"770-710 2013-07-03 to 2013-07-08 visit Nawaz Sharif, Prime Minister", "365-770 2012-01-01 to 2012-12-31 visit_foreign_minister Sergey Lavrov, Foreign Minister"}},
	} {
		c := &Collector{}
		if _, err := Read(context.Background(), want.ds, os.DirFS("testdata/"+want.ds.ID), c, 0); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range c.Ties {
			got = append(got, strings.Join([]string{code(x.From) + "-" + code(x.To), x.Period.String(), x.Variable, x.Label}, " "))
		}
		if !slices.Equal(got, want.ties) {
			t.Errorf("%s:\n%q\nwant\n%q", want.ds.ID, got, want.ties)
		}
	}
}
