package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/panel"
	"github.com/entente-observatory/entente/internal/publish/dataset"
)

// command is the command line that makes the panel again.
func (ask *panelAsk) command() string {
	parts := []string{"entente panel", ask.unit, "--from", strconv.Itoa(ask.from), "--to", strconv.Itoa(ask.to)}
	flag := func(name, value, usual string) {
		if value != usual {
			parts = append(parts, name, value)
		}
	}
	flag("--system", ask.system, "cow")
	flag("--partial", ask.rule, "any-day")
	flag("--states", strings.Join(ask.states, ","), "")
	flag("--with", strings.Join(ask.with, ","), "")
	flag("--region", ask.region, "")
	flag("--add", strings.Join(ask.add, ","), "")
	flag("--columns", strings.Join(ask.columns, ","), "")
	flag("--whittle", ask.whittle, "")
	for _, f := range []struct {
		name string
		on   bool
	}{{"--majors", ask.majors}, {"--contiguous", ask.contiguous}, {"--microstates", ask.microstates}, {"--status", ask.status}} {
		if f.on {
			parts = append(parts, f.name)
		}
	}
	return strings.Join(append(parts, "-o", dataset.Stem(ask.out)+dataset.Format(ask.out)), " ")
}

// choices is the log of what was decided in making the panel.
func (ask *panelAsk) choices(p *panel.Panel, o panel.Options) []string {
	unit := p.Frame.Unit
	list := []string{map[string]string{
		"cow": "States are the members of the Correlates of War state system (v2016).",
		"gw":  "States are those of Gleditsch and Ward's list, with its numbers. Sources by the Correlates of War list say nothing of states that it did not have then: not-a-state. Where a number passes from one of its states to another in a year, the record of the later one counts.",
	}[ask.system]}
	span := map[panel.Rule]string{
		panel.AnyDay:    "on any day of the year",
		panel.WholeTime: "on every day of the year",
		panel.LastDay:   "on 31 December",
	}[p.Frame.Rule]
	if unit == panel.DyadMonth {
		span = strings.NewReplacer("the year", "the month", "31 December", "the last day of the month").Replace(span)
	}
	if unit.Dyadic() {
		list = append(list, "A dyad has a row where both states were members "+span+", on the same day.")
	} else {
		list = append(list, "A state has a row where it was a member "+span+".")
	}
	if unit == panel.DyadMonth {
		list = append(list, "What a source says of a year holds for each of its months.")
	}
	if len(ask.states)+len(ask.with) > 0 || ask.region != "" || ask.majors || ask.contiguous {
		list = append(list, "Rows are selected: see the command.")
	}
	list = append(list, "A value is never carried into years that its source does not cover.")
	for _, l := range p.Layers {
		for _, c := range l.Choices {
			list = append(list, l.Name+": "+c)
		}
		if l.Name == "mid" {
			var names []string
			for _, w := range o.Whittle {
				names = append(names, w.String())
			}
			list = append(list, "mid: whittling rules in order: "+strings.Join(names, ", ")+".")
		}
	}
	return list
}

// listLayers shows the layers that can be asked for.
func (a *app) listLayers(o *observatory, unit panel.Unit) {
	src := panelSources{o.edition}
	var rows [][]string
	for _, l := range panelLayers() {
		if !l.Fits(unit) {
			continue
		}
		there := "yes"
		for _, id := range l.Needs {
			if _, ok := src.Covers(id); !ok {
				there = "needs " + id
			}
		}
		rows = append(rows, []string{l.Name, l.Title, there})
	}
	printTable(a.stdout, []string{"layer", "what", "in this edition"}, rows)
}

// printPanel says what was written, and what a user must know of it.
func (a *app) printPanel(about *dataset.About, p *panel.Panel, keys int, left []string, beside []string) {
	w := a.stdout
	var names []string
	for _, v := range about.Vars {
		if v.Key {
			names = append(names, v.Name)
		}
	}
	fmt.Fprintf(w, "%s: %d rows, %d columns, %d bytes\n", about.File, about.Rows, len(about.Vars), about.Bytes)
	fmt.Fprintf(w, "sha256   %s\n", about.SHA256)
	fmt.Fprintf(w, "keys     %s: %d rows, %d different keys, in strict order\n", strings.Join(names, ", "), about.Rows, keys)
	fmt.Fprintf(w, "edition  %s; rights: %s\n", about.Edition, about.Rights)
	fmt.Fprintf(w, "states   %s\n\n", indentBy(entered(p.Frame), 9))
	var rows [][]string
	for i, v := range about.Vars {
		if v.Key {
			continue
		}
		pr := &about.Profiles[i]
		row := []string{v.Name, fmt.Sprintf("%d-%d", v.First, v.Last), "never"}
		if pr.Last > 0 {
			row[2] = strconv.Itoa(pr.Last)
		}
		for _, s := range []entente.Status{entente.Missing, entente.Undefined, entente.NotAState, entente.OutsideCoverage} {
			row = append(row, share(pr.Counts[s], about.Rows))
		}
		rows = append(rows, row)
	}
	printTable(w, []string{"column", "covered", ">last", ">missing", ">undefined", ">no state", ">outside"}, rows)
	fmt.Fprintln(w, "\nlast is the last year with a value; nothing is carried beyond.")
	for _, d := range disagreements(p) {
		fmt.Fprintln(w, d)
	}
	if len(left) > 0 {
		fmt.Fprintf(w, "left out, not in this edition: %s\n", strings.Join(left, ", "))
	}
	fmt.Fprintf(w, "beside   %s\n", strings.Join(beside, ", "))
}

func share(n, of int) string {
	switch {
	case n == 0:
		return "–"
	case 1000*n < of:
		return "<0.1 %"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(of))
}

func indentBy(s string, n int) string {
	return strings.ReplaceAll(wrap(s, 78-n), "\n", "\n"+strings.Repeat(" ", n))
}

// entered tells which states came into the system and left it within the
// frame's years.
func entered(f *panel.Frame) string {
	in, out, n := f.Turnover()
	text := fmt.Sprintf("%d; %d entered after the first year, %d left before the last", n, len(in), len(out))
	name := func(list []panel.Turn) string {
		var names []string
		for _, t := range list {
			names = append(names, fmt.Sprintf("%s %d", t.Name, t.Year))
		}
		const shown = 12
		if len(names) > shown {
			return strings.Join(names[:shown], ", ") + fmt.Sprintf(" and %d more", len(names)-shown)
		}
		return strings.Join(names, ", ")
	}
	if len(out) > 0 {
		text += ". Left: " + name(out)
	}
	return text
}

// disagreements sets columns of different sources on one thing side by side.
func disagreements(p *panel.Panel) []string {
	var found []string
	for _, pair := range [][2]string{{"gmlmidongoing", "cowmidongoing"}, {"gmlmidonset", "cowmidonset"}, {"td_rivalry", "tss_rivalry"}} {
		x := slices.IndexFunc(p.Columns, func(c *panel.Column) bool { return c.Name == pair[0] })
		y := slices.IndexFunc(p.Columns, func(c *panel.Column) bool { return c.Name == pair[1] })
		if x < 0 || y < 0 {
			continue
		}
		both, unlike := p.Compare(x, y)
		found = append(found, fmt.Sprintf("sources disagree: %s and %s differ in %d of the %d rows of which both speak", pair[0], pair[1], unlike, both))
	}
	return found
}
