package source

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/entente-observatory/entente"
	"github.com/klauspost/compress/zip"
)

func TestArmsTransfers(t *testing.T) {
	// 25,024 rows of the register, 262 of import totals, and 3,075 of the 134
	// tables of exports, totals included. Each of the 134 totals agrees with
	// its rows within rounding.
	c := whole(t, tally{sipriArms, 25024 + 262 + 3075, 7677, 70756, map[string]int{outsideSystem: 771}})
	// The Soviet Union's and Russia's exports, from TIV-Export-USR and -RUS.
	has(t, c, entente.Tie{From: russia, To: 700, Directed: true, Period: entente.CalendarYear(1989), Variable: "tiv", Value: 2152, Label: "Soviet Union"})
	sum := map[string]float64{}
	for _, x := range c.Ties {
		if x.Variable == "tiv" && x.From == russia {
			sum[x.Label] += x.Value
		}
	}
	// Both series, each under its own name.
	if sum["Soviet Union"] == 0 || sum["Russia"] == 0 || len(sum) != 2 {
		t.Errorf("exports of 365 by series: %v", sum)
	}
	// Deal 60797 of the register: ordered and delivered in 2002.
	for _, v := range []string{"deal", "delivery"} {
		has(t, c, entente.Tie{From: 160, To: 165, Directed: true, Period: entente.CalendarYear(2002), Variable: v, Value: 2, Label: "60797 Pucara"})
	}
	want := entente.Attribute{State: india, Period: entente.CalendarYear(2018), Variable: "tiv_imports", Value: 2006, Label: "India"}
	if !slices.ContainsFunc(c.Attributes, func(a entente.Attribute) bool { a.Ref = entente.Ref{}; return a == want }) {
		t.Errorf("no %+v", want)
	}
}

func TestMilitaryExpenditure(t *testing.T) {
	// Two sheets of 192 rows each; the European Union is no state.
	c := whole(t, tally{sipriMilex, 2 * 192, 21279, 0, map[string]int{outsideSystem: 2}})
	for _, want := range []entente.Attribute{
		{State: 600, Period: entente.CalendarYear(1956), Variable: "milex_constant", Value: 111.72945904336204, Label: "Morocco"},
		{State: 600, Period: entente.CalendarYear(1956), Variable: "milex_gdp", Value: 1.1806543385490753e-2, Label: "Morocco"},
		{State: 620, Period: entente.CalendarYear(1955), Variable: "milex_gdp", Status: entente.Missing, Label: "Libya"},
	} {
		if !slices.ContainsFunc(c.Attributes, func(a entente.Attribute) bool { a.Ref = entente.Ref{}; return a == want }) {
			t.Errorf("no %+v", want)
		}
	}
	// The state 365 has one record a year and measure: of the USSR's row where
	// that has a value.
	type key struct {
		state    entente.CCode
		year     int
		variable string
	}
	seen := map[key]string{}
	for _, a := range c.Attributes {
		k := key{a.State, a.Period.From.Year(), a.Variable}
		if other, twice := seen[k]; twice {
			t.Errorf("%+v by %s and %s", k, other, a.Label)
		}
		seen[k] = a.Label
		if a.Status == entente.Missing && !memberIn(a.State, a.Period) {
			t.Errorf("%s in %v: no state, which is not missing", a.Label, a.Period)
		}
	}
	for year, label := range map[int]string{1988: "USSR", 1990: "USSR", 1992: "Russia"} {
		if got := seen[key{russia, year, "milex_constant"}]; got != label {
			t.Errorf("365 in %d is of %q, want %q", year, got, label)
		}
	}
}

// TestSheetsAsText: the sheets saved as text give what the workbook gives.
func TestSheetsAsText(t *testing.T) {
	dir := os.DirFS(record(t))
	text := fstest.MapFS{}
	for _, f := range sipriMilexFiles[2:] {
		b, err := os.ReadFile(record(t) + "/" + f.Name)
		if err != nil {
			t.Fatal(err)
		}
		text[f.Name] = &fstest.MapFile{Data: b}
	}
	book, saved := &Collector{}, &Collector{}
	if _, err := Read(context.Background(), sipriMilex, dir, book, MaxRejected); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(context.Background(), sipriMilex, text, saved, MaxRejected); err != nil {
		t.Fatal(err)
	}
	for i := range book.Attributes {
		book.Attributes[i].Ref.File += 2
	}
	if !slices.Equal(book.Attributes, saved.Attributes) {
		t.Error("the workbook and the text differ")
	}
}

const exportsOf = "\"TIV of arms exports from %, 1950-2021\",,,\n,,,\n,1989,1990,1991,Total\n"

func TestExportTable(t *testing.T) {
	const file = "sipri/tiv-export/TIV-Export-USR-1950-2021.csv"
	for _, c := range []struct {
		name, supplier, rows string
		ties                 int
		line                 uint32
		words                string
	}{
		{"a line of blanks", "Soviet Union", "India,3,,0,3\n,,,,\nTotal,3,,0,3\n", 2, 0, ""},
		{"cut at a row", "Soviet Union", "India,3,,0,3\nTotal,9,,0,9\n", 2, 5, "total unlike its rows: 1989: 9, and the rows make 3"},
		{"rebels", "Soviet Union", "ANC (South Africa)*,3,,0,3\nTotal,3,,0,3\n", 0, 4, outsideSystem + ": ANC (South Africa)*: a rebel group"},
		{"an organisation as supplier", "United Nations**", "India,3,,,3\n", 0, 4, "United Nations**: an international organisation"},
		{"a territory", "France", "Western Sahara,3,,,3\n", 0, 4, outsideSystem + ": Western Sahara"},
		{"a misspelling", "France", "Indai,3,,,3\n", 0, 4, "unknown state"},
		{"a negative value", "France", "India,-3,,,3\n", 0, 4, "impossible value in 1989"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _, err := read(t, sipriArms, map[string]string{file: strings.Replace(exportsOf, "%", c.supplier, 1) + c.rows})
			if err != nil || len(got.Ties) != c.ties {
				t.Fatalf("%d ties, error %v, %+v", len(got.Ties), err, got.Rejections)
			}
			if c.line > 0 {
				rejected(t, got, c.line, c.words)
			} else if len(got.Rejections) > 0 {
				t.Errorf("%+v", got.Rejections)
			}
		})
	}
	_, _, err := read(t, sipriArms, map[string]string{file: "no title\n,1989,1990,1991,Total\nIndia,1,2,3,6\n"})
	if err == nil || !strings.Contains(err.Error(), "no title names the supplier") {
		t.Error(err)
	}
}

// TestBundle: a table is found in the archive that holds all of them.
func TestBundle(t *testing.T) {
	var b strings.Builder
	z := zip.NewWriter(&b)
	for _, f := range sipriArmsFiles()[firstExports:] {
		w, _ := z.Create(f.Name[len("sipri/tiv-export/"):])
		w.Write([]byte(strings.Replace(exportsOf, "%", "France", 1)))
		if strings.Contains(f.Name, "-FRA-") {
			w.Write([]byte("India,1,,,1\n"))
		}
	}
	z.Close()
	c, _, err := read(t, sipriArms, map[string]string{"sipri/TIV-Export-all-suppliers-1950-2021.zip": b.String()})
	if err != nil || len(c.Ties) != 1 || c.Ties[0].From != france || len(c.Rejections) > 0 {
		t.Errorf("%+v, %+v, %v", c.Ties, c.Rejections, err)
	}
}

// TestGermanyInTheRegister: each end of a deal is of its own year.
func TestGermanyInTheRegister(t *testing.T) {
	c, _, err := read(t, sipriArms, map[string]string{"sipri/trade-register.csv": "Titles, of France;\n" +
		"SIPRI AT Database ID,Supplier,Recipient,Designation,Order date,Delivery year,TIV delivery values,Local production;\n" +
		"1,Germany,Congo,X,1985,1995,2,No;\n"})
	if err != nil || len(c.Ties) != 2 {
		t.Fatal(err, c.Rejections)
	}
	has(t, c, entente.Tie{From: 260, To: 484, Directed: true, Period: entente.CalendarYear(1985), Variable: "deal", Value: 2, Label: "1 X"})
	has(t, c, entente.Tie{From: 255, To: 484, Directed: true, Period: entente.CalendarYear(1995), Variable: "delivery", Value: 2, Label: "1 X"})
}

// TestRegisterOf2023: a row is a whole deal.
func TestRegisterOf2023(t *testing.T) {
	const header = "Titles\nRecipient,Supplier,Year of order,,Number ordered,,Weapon designation,Weapon description,Number delivered,,Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons\n"
	c, _, err := read(t, sipriArms, map[string]string{"sipri/trade-register.csv": header +
		"India,Soviet Union,1984,?,40,,X,tank,30,,1986; 1987; 1989,New,,10,400,300\n" +
		"India,France,1984,,,,Y,tank,,,,New,,10,,\n" +
		"India,France,1984,,,,Z,tank,,,soon,New,,10,,\n"})
	if err != nil {
		t.Fatal(err)
	}
	has(t, c, entente.Tie{From: russia, To: india, Directed: true, Period: entente.CalendarYear(1984), Variable: "deal", Value: 400, Label: "X"})
	has(t, c, entente.Tie{From: russia, To: india, Directed: true, Period: days(1986, 1, 1, 1989, 12, 31), Variable: "delivery", Value: 300, Label: "X"})
	has(t, c, entente.Tie{From: france, To: india, Directed: true, Period: entente.CalendarYear(1984), Variable: "deal", Status: entente.Missing, Label: "Y"})
	rejected(t, c, 5, "impossible value in Year(s) of delivery")
}
