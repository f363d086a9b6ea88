package main

import (
	"bytes"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// The cars of Henderson and Velleman (1981), Biometrics 37: manual gearbox,
// weight, horsepower, seconds a quarter mile; as R has them (mtcars).
var cars = struct{ am, wt, hp, qsec []float64 }{
	[]float64{1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1},
	[]float64{2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424, 5.345, 2.2, 1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78},
	[]float64{110, 110, 93, 110, 175, 105, 245, 62, 95, 123, 123, 180, 180, 180, 205, 215, 230, 66, 52, 65, 97, 150, 150, 245, 175, 66, 91, 113, 264, 175, 335, 109},
	[]float64{16.46, 17.02, 18.61, 19.44, 17.02, 20.22, 15.84, 20, 22.9, 18.3, 18.9, 17.4, 17.6, 18, 17.98, 17.82, 17.42, 19.47, 18.52, 19.9, 20.01, 16.87, 17.3, 15.41, 17.05, 18.9, 16.7, 16.9, 14.5, 15.5, 14.6, 18.6},
}

func carModel(second []float64) (rows [][]float64, y []bool) {
	for i, am := range cars.am {
		rows, y = append(rows, []float64{1, cars.wt[i], second[i]}), append(y, am == 1)
	}
	return rows, y
}

// TestLogit: R 4.2.2, glm(am ~ wt + hp, mtcars, family = binomial).
func TestLogit(t *testing.T) {
	fit, err := Logit(carModel(cars.hp))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][2]float64{{18.8662987172, 7.4435580602}, {-8.0834751824, 3.0686751131}, {0.0362555961, 0.0177341537}} {
		if math.Abs(fit.Coefficients[i]-want[0]) > 1e-6 || math.Abs(fit.Errors[i]-want[1]) > 1e-4 {
			t.Errorf("coefficient %d: %v (%v), want %v", i, fit.Coefficients[i], fit.Errors[i], want)
		}
	}
	if math.Abs(fit.LogLikelihood+5.029555236) > 1e-7 {
		t.Errorf("log-likelihood %v", fit.LogLikelihood)
	}
}

// TestLogitRefuses: of the same cars weight and speed tell the gearbox wholly,
// so there is no maximum; and a column twice is not identified.
func TestLogitRefuses(t *testing.T) {
	if fit, err := Logit(carModel(cars.qsec)); err == nil {
		t.Errorf("a fit of what is told apart wholly: %v", fit.Coefficients)
	}
	rows, y := carModel(cars.wt)
	if _, err := Logit(rows, y); err == nil {
		t.Error("a fit with one column twice")
	}
}

// TestSpells: peace is counted in rows since the last dispute, and begins anew
// with each dyad.
func TestSpells(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.csv")
	text := "ccode1,ccode2,year,conttype,cowmaj1,cowmaj2,gmlmidonset,gmlmidongoing,milper1,milper2,tpop1,tpop2,cinc1,cinc2,atop_defense,mrgdppc1,mrgdppc2\n"
	for _, r := range []string{"2,20,1900,1,1,0,0,0", "2,20,1901,1,1,0,1,1", "2,20,1902,1,1,0,0,0", "2,20,1903,1,1,0,0,0", "2,70,1903,1,1,0,0,0"} {
		text += r + ",2,1,10,10,.1,.4,0,9,8\n"
	}
	text += "2,70,1904,1,1,0,0,0,,1,10,10,.1,.4,0,9,8\n" // a variable is missing
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	panel, err := readTable(name)
	if err != nil {
		t.Fatal(err)
	}
	names, rows, onset, err := specify(panel, nil)
	if err != nil || len(rows) != 5 || !onset[1] || onset[2] {
		t.Fatalf("%d rows, onset %v, %v", len(rows), onset, err)
	}
	for i, want := range []float64{0, 1, 0, 1, 0} {
		if got := rows[i][len(names)-3]; got != want {
			t.Errorf("row %d: %v years of peace, want %v", i, got, want)
		}
	}
	if x := rows[0]; x[2] != 0.25 || x[5] != 8 || x[6] != 0.1 {
		t.Errorf("the lesser over the greater, and the lesser of the two: %v", x)
	}
}

// TestReplication makes the panel from the record and holds the fit against
// docs/validation/replication.md.
func TestReplication(t *testing.T) {
	data := os.Getenv("ENTENTE_DATA")
	if data == "" {
		data = "../../../shared/data"
	}
	data, err := filepath.Abs(data)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(data, "cow-mid")); err != nil || testing.Short() {
		t.Skip("the full record is not at hand: set ENTENTE_DATA")
	}
	dir := t.TempDir()
	program, panel := filepath.Join(dir, "entente"), filepath.Join(dir, "dyads.csv")
	for _, args := range [][]string{
		{"go", "build", "-o", program, "../../cmd/entente"},
		{program, "fetch", "--from", data, "cow-system", "cow-majors", "cow-contiguity", "cow-nmc", "atop", "gml-mid", "maddison"},
		{program, "build"},
		{program, "panel", "dyad-year", "--from", "1816", "--to", "2010", "--majors", "--contiguous",
			"--add", "contiguity,majors,capabilities,atop,mid,maddison", "-o", panel},
	} {
		c := exec.Command(args[0], args[1:]...)
		c.Env = append(os.Environ(), "ENTENTE_HOME="+filepath.Join(dir, "home"))
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	var out bytes.Buffer
	if err := run(&out, []string{panel}); err != nil {
		t.Fatal(err)
	}
	report, err := os.ReadFile("../../docs/validation/replication.md")
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for line := range strings.Lines(out.String()) {
		words := strings.Fields(line)
		if len(words) != 3 || !strings.HasPrefix(words[2], "(") {
			continue
		}
		_, row, found := strings.Cut(string(report), "\n| `"+words[0]+"` |")
		row, _, _ = strings.Cut(row, "\n")
		cells := strings.Split(row, "|")
		if !found {
			t.Errorf("%s is not in the report", words[0])
			continue
		}
		got, _ := strconv.ParseFloat(words[1], 64)
		text, _, _ := strings.Cut(strings.TrimSpace(cells[len(cells)-2]), " ")
		if want, err := strconv.ParseFloat(text, 64); err != nil || math.Abs(got-want) > 1e-6 {
			t.Errorf("%s: %v, and the report has %q", words[0], got, text)
		}
		compared++
	}
	if compared != 10 {
		t.Errorf("%d coefficients compared", compared)
	}
}
