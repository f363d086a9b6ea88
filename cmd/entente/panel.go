package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/panel"
	"github.com/entente-observatory/entente/internal/publish/dataset"
	"github.com/entente-observatory/entente/internal/source"
	"github.com/spf13/cobra"
)

// panelAsk is what a panel is asked to be.
type panelAsk struct {
	unit                string
	from, to            int
	system, rule        string
	states, with        []string
	region              string
	majors, contiguous  bool
	microstates, status bool
	add, columns        []string
	whittle             string
	out                 string
}

func (a *app) panel() *cobra.Command {
	ask := &panelAsk{}
	c := &cobra.Command{
		Use:   "panel UNIT -o FILE",
		Short: "A data set of dyad-years, state-years or dyad-months, with codebook and citations",
		Long: `Panel makes one table of what the sources say of every two states (or state) in
every year, and writes it as Parquet, CSV, Stata or Excel by the ending of the
file's name: .parquet, .csv, .csv.gz, .dta or .xlsx. UNIT is dyad-year,
directed-dyad-year, state-year or dyad-month.

A dyad has a row in the years in which both were members of the state system on
at least one common day (--partial for other rules). Zero, missing, undefined,
not a state and outside coverage stay different. Beside the file stand a
codebook, a Data Package, a bibliography, loaders for R, Python and Stata, and
the log of choices.

--majors keeps dyads with a major power and --contiguous those within 400 miles
of water of each other; both together keep dyads that are either, the
politically relevant ones.`,
		Example: `  entente panel dyad-year --from 1946 --to 2014 --add atop,capabilities -o panel.parquet
  entente panel state-year --from 1816 --to 2016 --add capabilities -o states.dta
  entente panel directed-dyad-year --from 1990 --to 2000 --states PAK,IND,RUS,USA --add votes -o south-asia.csv`,
		Args: exactly(1, "a unit: dyad-year, directed-dyad-year, state-year or dyad-month"),
		RunE: func(c *cobra.Command, args []string) error {
			ask.unit = args[0]
			return a.makePanel(c.Context(), ask)
		},
	}
	f := c.Flags()
	f.StringVarP(&ask.out, "output", "o", "", "file to write; its ending says the format")
	f.IntVar(&ask.from, "from", 1946, "first year")
	f.IntVar(&ask.to, "to", 2014, "last year")
	f.StringSliceVar(&ask.add, "add", nil, "layers to add, parted by commas (default: all that the edition has); --add list shows them")
	f.StringSliceVar(&ask.columns, "columns", nil, "only these columns of the layers, beside the keys")
	f.StringVar(&ask.system, "system", "cow", "list of states: cow, or gw (Gleditsch and Ward)")
	f.BoolVar(&ask.microstates, "microstates", false, "with --system gw: the microstates of the tentative list too")
	f.StringVar(&ask.rule, "partial", "any-day", "rows for years of partial membership: any-day, whole-year or 31-december")
	f.StringSliceVar(&ask.states, "states", nil, "only rows whose states are all among these")
	f.StringSliceVar(&ask.with, "with", nil, "only rows with at least one of these states")
	f.StringVar(&ask.region, "region", "", "only rows whose states are all in the region: americas, europe, africa, middle-east, asia or oceania")
	f.BoolVar(&ask.majors, "majors", false, "only dyads with a major power")
	f.BoolVar(&ask.contiguous, "contiguous", false, "only dyads that are directly contiguous")
	f.BoolVar(&ask.status, "status", false, "a column NAME_status beside each that can lack a value (Stata files need none)")
	f.StringVar(&ask.whittle, "whittle", "", "order of the rules that leave one of several disputes (default onsets,fatality,hostility,mindur,maxdur,reciprocation,startmonth,first)")
	return c
}

func (a *app) makePanel(ctx context.Context, ask *panelAsk) error {
	start := time.Now()
	// Columns are few and large, and live to the end: to let the heap double
	// before it is swept would double what the panel takes.
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	usage := func(err error) error { return &usageError{err, "see: entente panel --help"} }
	unit, err := panel.ParseUnit(ask.unit)
	if err != nil {
		return usage(err)
	}
	o, err := a.open()
	if err != nil {
		return err
	}
	if slices.Contains(ask.add, "list") {
		a.listLayers(o, unit)
		return nil
	}
	format := dataset.Format(ask.out)
	if format == "" {
		return usage(fmt.Errorf("%q does not end as a file that can be written: give -o a name in one of %v", ask.out, dataset.Formats))
	}
	spec, err := ask.spec(o, unit)
	if err != nil {
		return usage(err)
	}
	layers, left, err := o.chooseLayers(unit, ask.add)
	if err != nil {
		return usage(err)
	}
	var options panel.Options
	if options.Whittle, err = whittling(ask.whittle); err != nil {
		return usage(err)
	}
	say := func(format string, args ...any) {
		fmt.Fprintf(a.stderr, "%6.1f s  %s\n", time.Since(start).Seconds(), fmt.Sprintf(format, args...))
	}
	frame := panel.NewFrame(*spec)
	if frame.Rows() == 0 {
		return fmt.Errorf("no rows: no such states existed together from %d to %d", ask.from, ask.to)
	}
	say("%-22s %d rows", unit, frame.Rows())
	p, err := panel.Build(ctx, frame, panelSources{o.edition}, layers, options, func(l *panel.Layer) { say("%-22s %s", l.Name, l.Title) })
	if errors.Is(err, panel.ErrNoSource) {
		return fmt.Errorf("%w; entente sources tells how to get it, entente build reads it", err)
	}
	if err != nil {
		return err
	}
	if err := errors.Join(ctx.Err(), p.Only(ask.columns)); err != nil {
		return err
	}
	keys, err := frame.CheckKeys()
	if err != nil {
		return err
	}
	title := fmt.Sprintf("%s panel %d-%d", unit, ask.from, ask.to)
	written := dataset.Options{Status: ask.status, Title: title, Notes: []string{ask.command(), "Edition " + o.Manifest().ID}}
	sum, size, err := writeFile(ask.out, p, written, format)
	if err != nil {
		return err
	}
	say("%-22s %d bytes", filepath.Base(ask.out), size)
	year := slices.IndexFunc(p.Columns, func(c *panel.Column) bool { return c.Name == "year" })
	about := dataset.About{
		Title: title, File: filepath.Base(ask.out), SHA256: sum, Bytes: size, Rows: p.Rows(), Command: ask.command(), Edition: o.Manifest().ID,
		Vars: p.Variables(), Profiles: dataset.Profiles(p, year), Options: written, Choices: ask.choices(p, options), Datasets: datasetsOf(p),
	}
	about.Rights = strictest(about.Datasets)
	beside, err := dataset.Beside(about)
	if err != nil {
		return err
	}
	for _, name := range dataset.SortedNames(beside) {
		if err := os.WriteFile(filepath.Join(filepath.Dir(ask.out), name), beside[name], 0o644); err != nil {
			return err
		}
	}
	a.printPanel(&about, p, keys, left, dataset.SortedNames(beside))
	return nil
}

// spec reads which rows are asked for.
func (ask *panelAsk) spec(o *observatory, unit panel.Unit) (*panel.Spec, error) {
	s := &panel.Spec{Unit: unit, From: ask.from, To: ask.to}
	if s.From < 1816 || s.To < s.From || s.To > time.Now().Year() {
		return nil, fmt.Errorf("no years from %d to %d: the state system is listed from 1816, and the first year must not be after the last", s.From, s.To)
	}
	var err error
	if s.Rule, err = panel.ParseRule(ask.rule); err != nil {
		return nil, err
	}
	if s.Roll, err = stateList(ask.system, ask.microstates); err != nil {
		return nil, err
	}
	var rules []func(a, b int16, year int) bool
	for _, named := range []struct {
		names []string
		keep  func(func(int16) bool) func(a, b int16, year int) bool
	}{{ask.states, panel.KeepBoth}, {ask.with, panel.KeepEither}} {
		if len(named.names) > 0 {
			pass, err := passNamed(named.names, s.Roll.Scheme)
			if err != nil {
				return nil, err
			}
			rules = append(rules, named.keep(pass))
		}
	}
	if ask.region != "" {
		pass, err := panel.InRegion(ask.region)
		if err != nil {
			return nil, err
		}
		rules = append(rules, panel.KeepBoth(pass))
	}
	relevant, err := ask.relevant(o, unit)
	if err != nil {
		return nil, err
	}
	if len(relevant) > 0 {
		rules = append(rules, panel.KeepAny(relevant...))
	}
	s.Keep = panel.KeepAll(rules...)
	return s, nil
}

// stateList is the list of states that goes by the name, cow or gw.
func stateList(name string, microstates bool) (*panel.StateList, error) {
	switch name {
	case "cow":
		return panel.COWList(entente.States().All()), nil
	case "gw":
		return panel.GWList(entente.States().All(), microstates)
	}
	return nil, fmt.Errorf("no list of states %q: choose cow or gw", name)
}

// whittling reads the rules of --whittle; none asked for are the usual ones.
func whittling(rules string) ([]panel.Whittling, error) {
	if rules == "" {
		return panel.DefaultWhittling, nil
	}
	return panel.ParseWhittling(rules)
}

// passNamed returns the test of a number for states named. A name means all
// states that ever bore it.
func passNamed(names []string, scheme entente.System) (func(int16) bool, error) {
	codes := map[int16]bool{}
	for _, name := range names {
		c, err := entente.States().ResolveEver(name)
		if err != nil {
			return nil, err
		}
		for _, l := range entente.States().Get(c).Codes[scheme] {
			var n int16
			fmt.Sscan(l.Text, &n)
			codes[n] = true
		}
	}
	return func(c int16) bool { return codes[c] }, nil
}

// relevant returns the rules of --majors and --contiguous.
func (ask *panelAsk) relevant(o *observatory, unit panel.Unit) (rules []func(a, b int16, year int) bool, err error) {
	if (ask.majors || ask.contiguous) && ask.system != "cow" {
		return nil, errors.New("--majors and --contiguous are by the Correlates of War list: leave --system gw out")
	}
	src := panelSources{o.edition}
	need := func(id string) error {
		if _, ok := src.Covers(id); !ok {
			return fmt.Errorf("source %s is %w; entente sources tells how to get it, entente build reads it", id, panel.ErrNoSource)
		}
		return nil
	}
	if ask.majors {
		if err := need("cow-majors"); err != nil {
			return nil, err
		}
		rule, err := panel.KeepMajors(src)
		if err != nil {
			return nil, err
		}
		rules = append(rules, rule)
	}
	if ask.contiguous {
		if !unit.Dyadic() {
			return nil, errors.New("--contiguous is of dyads: leave it out, or ask for dyad-years")
		}
		if err := need("cow-contiguity"); err != nil {
			return nil, err
		}
		rule, err := panel.KeepContiguous(src)
		if err != nil {
			return nil, err
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

// chooseLayers finds the layers named, or all that the edition can fill, and
// says which were left out.
func (o *observatory) chooseLayers(unit panel.Unit, names []string) (chosen []*panel.Layer, left []string, err error) {
	src := panelSources{o.edition}
	all := panelLayers()
	if len(names) == 0 {
		for _, l := range all {
			switch {
			case !l.Fits(unit):
			case slices.ContainsFunc(l.Needs, func(id string) bool { _, ok := src.Covers(id); return !ok }):
				left = append(left, l.Name)
			default:
				chosen = append(chosen, l)
			}
		}
		return chosen, left, nil
	}
	for _, l := range all { // in the order of the list, so that columns stand in one order
		if i := slices.Index(names, l.Name); i >= 0 {
			if !l.Fits(unit) {
				return nil, nil, fmt.Errorf("layer %s has no columns for a %s", l.Name, unit)
			}
			chosen = append(chosen, l)
		}
	}
	for _, n := range names {
		if !slices.ContainsFunc(all, func(l *panel.Layer) bool { return l.Name == n }) {
			var known []string
			for _, l := range all {
				known = append(known, l.Name)
			}
			return nil, nil, fmt.Errorf("no layer %q: choose from %s", n, strings.Join(known, ", "))
		}
	}
	return chosen, nil, nil
}

// writeFile writes the panel beside the name and then under it, so that a file
// of that name is always whole.
func writeFile(name string, t dataset.Table, o dataset.Options, format string) (sum string, size int64, err error) {
	write := map[string]func(io.Writer, dataset.Table, dataset.Options) error{
		".parquet": dataset.Parquet, ".csv": dataset.CSV, ".csv.gz": dataset.CSVGZ, ".dta": dataset.Stata, ".xlsx": dataset.Excel,
	}[format]
	f, err := os.CreateTemp(filepath.Dir(name), ".entente-panel-*")
	if err != nil {
		return "", 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	hash := sha256.New()
	if err := write(io.MultiWriter(f, hash), t, o); err != nil {
		return "", 0, err
	}
	if size, err = f.Seek(0, io.SeekCurrent); err != nil {
		return "", 0, err
	}
	if err := errors.Join(f.Chmod(0o644), f.Close()); err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(hash.Sum(nil)), size, os.Rename(f.Name(), name)
}

// datasetsOf lists the data sets that columns came from, in catalogue order.
func datasetsOf(p *panel.Panel) []*entente.Dataset {
	var list []*entente.Dataset
	for _, d := range source.All {
		if d.ID == "cow-system" || slices.ContainsFunc(p.Columns, func(c *panel.Column) bool { return slices.Contains(c.Sources, d.ID) }) {
			list = append(list, d)
		}
	}
	return list
}

// strictest returns the most restrictive of the data sets' classes of rights.
func strictest(list []*entente.Dataset) string {
	most := entente.Open
	for _, d := range list {
		most = max(most, d.Rights)
	}
	return most.String()
}
