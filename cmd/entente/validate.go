package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/finding"
	"github.com/spf13/cobra"
)

func (a *app) validate() *cobra.Command {
	c := &cobra.Command{Use: "validate", Short: "Score the program's statements against cases that others have dated"}
	c.AddCommand(a.validateRealignments())
	return c
}

func (a *app) validateRealignments() *cobra.Command {
	var stable string
	var report bool
	var least float64
	c := &cobra.Command{
		Use:   "realignments CASES.csv",
		Short: "Score the dated realignments against a list of cases",
		Long: `Validate realignments scores the record's dated changes against a file with the
columns id, state_a, state_b, kind (toward, away or stable), year_from, year_to. A case
is found where a change in its direction has its most probable year within the years of
the case, widened by one before and two after. A case that no channel covers is told
apart. --stable names a file of dyads that did not change; by default stable_dyads.csv
beside the cases.`,
		Example: "  entente validate realignments known_realignments.csv --report",
		Args:    exactly(1, "a file of cases"),
		RunE: func(c *cobra.Command, args []string) error {
			cases, err := readCases(args[0])
			if err != nil {
				return err
			}
			if stable == "" {
				stable = filepath.Join(filepath.Dir(args[0]), "stable_dyads.csv")
				if _, err := os.Stat(stable); err != nil {
					stable = ""
				}
			}
			var quiet []knownCase
			if stable != "" {
				if quiet, err = readCases(stable); err != nil {
					return err
				}
			}
			o, err := a.open()
			if err != nil {
				return err
			}
			t, err := o.edition.Realignments()
			if err != nil {
				return err
			}
			s := scoreCases(t, cases, quiet, least)
			if a.format == "json" {
				return a.printJSON(s)
			}
			s.write(a.stdout, o, report)
			return nil
		},
	}
	c.Flags().StringVar(&stable, "stable", "", "file of dyads that did not change")
	c.Flags().BoolVar(&report, "report", false, "print docs/validation/realignments.md")
	c.Flags().Float64Var(&least, "min-probability", 0.5, "least probability of a change that counts")
	return a.answers(c)
}

// knownCase is a case that others have dated.
type knownCase struct {
	ID       string       `json:"id"`
	Dyad     entente.Dyad `json:"dyad"`
	Names    [2]string    `json:"states"`
	Kind     string       `json:"kind"`
	From, To int
	What     string `json:"what"`
}

func readCases(path string) ([]knownCase, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s is empty", path)
	}
	column := map[string]int{}
	for i, h := range rows[0] {
		column[strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))] = i
	}
	for _, name := range []string{"id", "state_a", "state_b", "kind", "year_from", "year_to"} {
		if _, ok := column[name]; !ok {
			return nil, fmt.Errorf("%s:1: no column %s; it needs id, state_a, state_b, kind, year_from, year_to", path, name)
		}
	}
	var out []knownCase
	for i, r := range rows[1:] {
		c := knownCase{ID: r[column["id"]], Kind: r[column["kind"]]}
		c.Names = [2]string{r[column["state_a"]], r[column["state_b"]]}
		if c.Kind != "toward" && c.Kind != "away" && c.Kind != "stable" {
			return nil, fmt.Errorf("%s:%d: kind %q; it must be toward, away or stable", path, i+2, c.Kind)
		}
		var codes [2]entente.CCode
		for k, name := range c.Names {
			if codes[k], err = entente.States().ResolveEver(name); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, i+2, err)
			}
		}
		c.Dyad = entente.DyadOf(codes[0], codes[1])
		for _, y := range []struct {
			column string
			to     *int
		}{{"year_from", &c.From}, {"year_to", &c.To}} {
			if *y.to, err = strconv.Atoi(r[column[y.column]]); err != nil {
				return nil, fmt.Errorf("%s:%d: %s is %q; it must be a year", path, i+2, y.column, r[column[y.column]])
			}
		}
		if w, ok := column["what_happened"]; ok {
			c.What = r[w]
		}
		out = append(out, c)
	}
	return out, nil
}

// The interval of a case is widened because histories differ about a year, and
// records follow events.
const before, after = 1, 2

// caseScore is what became of a case.
type caseScore struct {
	knownCase
	Testable bool                 `json:"testable"`
	Found    *entente.Realignment `json:"found"`   // the surest in direction and time
	Nearest  *entente.Realignment `json:"nearest"` // if none: the nearest in time
	Error    int                  `json:"date_error"`
	Covered  bool                 `json:"covered"` // the 90 % set meets the case's years
}

// caseScores is the score sheet.
type caseScores struct {
	Least       float64     `json:"min_probability"`
	Cases       []caseScore `json:"cases"`
	Stable      []caseScore `json:"stable"`
	Testable    int         `json:"testable"`
	Hits        int         `json:"hits"`
	Direction   float64     `json:"direction_right"`
	MedianError float64     `json:"median_date_error"`
	Coverage    float64     `json:"coverage"`
	Flagged     int         `json:"stable_flagged"`
	P           float64     `json:"permutation_p"`
}

// scoreCases counts changes of at least the given probability.
func scoreCases(t *entente.Realignments, cases, stable []knownCase, least float64) *caseScores {
	s := &caseScores{Least: least}
	way := func(c knownCase) int {
		if c.Kind == "away" {
			return -1
		}
		return 1
	}
	inTime := func(c knownCase, year int) bool { return c.From-before <= year && year <= c.To+after }
	var errs []int
	right, dated, covered := 0, 0, 0
	for _, c := range cases {
		if c.Kind == "stable" {
			stable = append(stable, c)
			continue
		}
		x := caseScore{knownCase: c, Testable: c.From <= t.Last && c.To >= t.First+2}
		rows := t.Of(c.Dyad)
		inWindow := false
		for i := range rows {
			r := &rows[i]
			if r.Probability < least {
				continue
			}
			if inTime(c, r.Year) {
				inWindow = true
				if r.Direction == way(c) && (x.Found == nil || r.Probability > x.Found.Probability) {
					x.Found = r
				}
			}
			if x.Nearest == nil || abs(r.Year-c.From) < abs(x.Nearest.Year-c.From) {
				x.Nearest = r
			}
		}
		if x.Testable {
			s.Testable++
		}
		if inWindow {
			dated++
			if x.Found != nil {
				right++
			}
		}
		if x.Found != nil {
			s.Hits++
			x.Error = max(0, c.From-x.Found.Year, x.Found.Year-c.To)
			errs = append(errs, x.Error)
			x.Covered = x.Found.Lo <= c.To && x.Found.Hi >= c.From
			if x.Covered {
				covered++
			}
		}
		s.Cases = append(s.Cases, x)
	}
	for _, c := range stable {
		x := caseScore{knownCase: c, Testable: true}
		rows := t.Of(c.Dyad)
		for i := range rows {
			r := &rows[i]
			if r.Probability >= least && c.From < r.Year && r.Year <= c.To && (x.Found == nil || r.Probability > x.Found.Probability) {
				x.Found = r
			}
		}
		if x.Found != nil {
			s.Flagged++
		}
		s.Stable = append(s.Stable, x)
	}
	s.Direction, s.Coverage, s.MedianError = math.NaN(), math.NaN(), math.NaN()
	if dated > 0 {
		s.Direction = float64(right) / float64(dated)
	}
	if s.Hits > 0 {
		s.Coverage = float64(covered) / float64(s.Hits)
		slices.Sort(errs)
		s.MedianError = float64(errs[len(errs)/2])
	}
	s.P = permutation(t, s.Cases, least, s.Hits, inTime, way)
	return s
}

func abs(x int) int { return max(x, -x) }

// permutations of the dates, with a fixed seed.
const permutations = 20000

// permutation is the share of random datings that hit as many cases: each dyad
// keeps its number of changes and their directions, and each change gets a year
// at random.
func permutation(t *entente.Realignments, cases []caseScore, least float64, hits int, inTime func(knownCase, int) bool, way func(knownCase) int) float64 {
	rng := rand.New(rand.NewPCG(4, 24))
	years := t.Last - t.First + 1
	as := 0
	for range permutations {
		n := 0
		for _, c := range cases {
			for _, r := range t.Of(c.Dyad) {
				if r.Probability >= least && inTime(c.knownCase, t.First+rng.IntN(years)) && r.Direction == way(c.knownCase) {
					n++
					break
				}
			}
		}
		if n >= hits {
			as++
		}
	}
	return float64(as+1) / (permutations + 1)
}

func (s *caseScores) write(w io.Writer, o *observatory, report bool) {
	if report {
		fmt.Fprintf(w, "# Realignments against known cases\n\nGenerated by `entente validate realignments known_realignments.csv --report`. Nothing was fitted to these cases; the method was chosen on others (development_cases.csv), with the score of these seen beside it. ")
		fmt.Fprintf(w, "A case counts as found if a change of probability %.2f or more, in its direction, has its most probable year in the years of the case, widened by one before and two after.\n\n", s.Least)
	}
	fmt.Fprintf(w, "| measure | value | wanted |\n|---|---|---|\n")
	fmt.Fprintf(w, "| cases found, of those that a channel covers | %d of %d (%.2f) | 0.6 or more |\n", s.Hits, s.Testable, float64(s.Hits)/float64(max(1, s.Testable)))
	fmt.Fprintf(w, "| direction right, of changes in the years of a case | %.2f | 0.95 |\n", s.Direction)
	fmt.Fprintf(w, "| median error of the date, years | %.0f | 2 or less |\n", s.MedianError)
	fmt.Fprintf(w, "| 90 %% sets of years that meet the case | %.2f | 0.85 |\n", s.Coverage)
	fmt.Fprintf(w, "| stable dyads with a change within their years | %d of %d | 1 of 20 |\n", s.Flagged, len(s.Stable))
	fmt.Fprintf(w, "| random dates that do as well | %.4f | below 0.01 |\n\n", s.P)
	fmt.Fprintf(w, "| case | dyad | kind | years | found |\n|---|---|---|---|---|\n")
	for _, c := range s.Cases {
		told := "cannot be tested: past the coverage of every channel"
		switch {
		case c.Found != nil:
			told = changeWords(c.Found)
		case c.Nearest != nil:
			told = "missed; the nearest is " + changeWords(c.Nearest)
		case c.Testable:
			told = "missed; no change of this probability"
		}
		fmt.Fprintf(w, "| %s | %s-%s | %s | %d-%d | %s |\n", c.ID, c.Names[0], c.Names[1], c.Kind, c.From, c.To, told)
	}
	fmt.Fprintf(w, "\n| stable | dyad | years | a change told all the same |\n|---|---|---|---|\n")
	for _, c := range s.Stable {
		told := "none"
		if c.Found != nil {
			told = changeWords(c.Found)
		}
		fmt.Fprintf(w, "| %s | %s-%s | %d-%d | %s |\n", c.ID, c.Names[0], c.Names[1], c.From, c.To, told)
	}
}

func changeWords(r *entente.Realignment) string {
	way := "toward"
	if r.Direction < 0 {
		way = "away"
	}
	return fmt.Sprintf("%s %d (%d-%d), probability %.2f, by %s", way, r.Year, r.Lo, r.Hi, r.Probability, strings.Join(finding.Carriers(r, channelWords), ", "))
}
