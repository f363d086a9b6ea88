// Dangerousdyads fits a model of the onset of militarized disputes to a panel
// that entente wrote, as a researcher would: the specification of Bremer (1992)
// as Miller publishes it with the R package peacesciencer ("Dyad-Year Example: A
// Basic Replication/Extension of Bremer (1992)"). What comes out beside the
// published table, and why, is in docs/validation/replication.md.
//
//	entente panel dyad-year --from 1816 --to 2010 --majors --contiguous \
//	  --add contiguity,majors,capabilities,atop,mid,maddison -o dyads.csv
//	go run ./examples/dangerousdyads dyads.csv
//	go run ./examples/dangerousdyads dyads.csv states.csv
//
// The published model has two variables of states that no source of the panel
// holds: the level of democracy (aeuds) and simulated income per head (mrgdppc).
// states.csv, if given, has them by ccode and year. Without it the model goes
// without democracy and takes Maddison's income, which is in the panel.
package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
)

func main() {
	if err := run(os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "dangerousdyads:", err)
		os.Exit(1)
	}
}

func run(w io.Writer, args []string) error {
	if len(args) < 1 || len(args) > 2 {
		return errors.New("give the file of the panel, and if you like one of states with ccode, year, aeuds and mrgdppc")
	}
	panel, err := readTable(args[0])
	if err != nil {
		return err
	}
	var states *table
	if len(args) == 2 {
		if states, err = readTable(args[1]); err != nil {
			return err
		}
	}
	names, rows, onset, err := specify(panel, states)
	if err != nil {
		return err
	}
	fit, err := Logit(rows, onset)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "Onset of a militarized dispute, logit, politically relevant dyad-years: %d of %d rows have every variable\n\n", len(rows), len(panel.rows))
	for i, name := range names {
		fmt.Fprintf(w, "%-14s %12.6f  (%.6f)\n", name, fit.Coefficients[i], fit.Errors[i])
	}
	fmt.Fprintf(w, "\nlog-likelihood %.2f, %d steps\n", fit.LogLikelihood, fit.Steps)
	return nil
}

// table is a CSV file of numbers; an empty cell is NaN.
type table struct {
	columns map[string]int
	rows    [][]float64
}

func readTable(name string) (*table, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.ReuseRecord = true
	header, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	t := &table{columns: map[string]int{}}
	for i, h := range header {
		t.columns[h] = i
	}
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return t, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		row := make([]float64, len(cells))
		for i, c := range cells {
			if row[i] = math.NaN(); c != "" {
				if row[i], err = strconv.ParseFloat(c, 64); err != nil {
					line, _ := r.FieldPos(i)
					return nil, fmt.Errorf("%s:%d: %s is no number: write the panel without --status", name, line, c)
				}
			}
		}
		t.rows = append(t.rows, row)
	}
}

// specify makes the variables of the model of the panel's columns, and leaves
// out rows that lack one.
func specify(panel, states *table) (names []string, rows [][]float64, onset []bool, err error) {
	need := []string{"ccode1", "ccode2", "year", "conttype", "cowmaj1", "cowmaj2", "gmlmidonset", "gmlmidongoing",
		"milper1", "milper2", "tpop1", "tpop2", "cinc1", "cinc2", "atop_defense"}
	if states == nil {
		need = append(need, "mrgdppc1", "mrgdppc2")
	}
	for _, n := range need {
		if _, ok := panel.columns[n]; !ok {
			return nil, nil, nil, fmt.Errorf("the panel has no column %s: see the command in this program's description", n)
		}
	}
	type stateYear struct{ state, year int }
	of := map[stateYear][]float64{}
	if states != nil {
		for _, n := range []string{"ccode", "year", "aeuds", "mrgdppc"} {
			if _, ok := states.columns[n]; !ok {
				return nil, nil, nil, fmt.Errorf("the file of states has no column %s", n)
			}
		}
		for _, r := range states.rows {
			of[stateYear{int(r[states.columns["ccode"]]), int(r[states.columns["year"]])}] = r
		}
	}
	names = []string{"(Intercept)", "landcontig", "cincprop", "cowmajdyad", "atop_defense"}
	if states != nil {
		names = append(names, "mindemest")
	}
	names = append(names, "minmgdppc", "minmilit", "t", "t^2", "t^3")
	spell, dyad, fought := 0.0, [2]float64{}, false
	for _, r := range panel.rows {
		at := func(column string) float64 { return r[panel.columns[column]] }
		// Years of peace: rows since the last dispute, or since the first row.
		if this := [2]float64{at("ccode1"), at("ccode2")}; this != dyad || fought {
			dyad, spell = this, 0
		} else {
			spell++
		}
		fought = at("gmlmidongoing") == 1
		x := []float64{1, truth(at("conttype") == 1), min(at("cinc1"), at("cinc2")) / max(at("cinc1"), at("cinc2")),
			truth(at("cowmaj1") == 1 || at("cowmaj2") == 1), at("atop_defense")}
		if states != nil {
			a, b := of[stateYear{int(at("ccode1")), int(at("year"))}], of[stateYear{int(at("ccode2")), int(at("year"))}]
			if a == nil || b == nil {
				continue
			}
			for _, n := range []string{"aeuds", "mrgdppc"} {
				x = append(x, min(a[states.columns[n]], b[states.columns[n]]))
			}
		} else {
			x = append(x, min(at("mrgdppc1"), at("mrgdppc2")))
		}
		x = append(x, min(at("milper1")/at("tpop1"), at("milper2")/at("tpop2")), spell, spell*spell, spell*spell*spell)
		y := at("gmlmidonset")
		whole := !math.IsNaN(y)
		for _, v := range x {
			whole = whole && !math.IsNaN(v)
		}
		if whole {
			rows, onset = append(rows, x), append(onset, y == 1)
		}
	}
	return names, rows, onset, nil
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
