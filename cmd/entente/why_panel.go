package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/panel"
	"github.com/entente-observatory/entente/internal/store"
)

// piece is a record that a layer took, and where it stands.
type piece struct {
	panel.Taken
	label string
	row   entente.Evidence
}

// caseSources gives a layer what an edition holds of one case, a dyad or a
// state in a year, and keeps what the layer took: the evidence for its cells.
type caseSources struct {
	panelSources
	o      *observatory
	states []entente.CCode
	year   int
	taken  []piece
	tables []func(*entente.Receipt) error // rows behind the tables of estimates that it asked for
}

func (s *caseSources) Attributes(id string, variables ...string) ([]entente.Attribute, error) {
	var list []entente.Attribute
	// The layer of organisations looks at the year before, too.
	in := entente.Period{From: entente.Day(s.year-1, 1, 1), To: entente.Day(s.year, 12, 31)}
	for _, c := range s.states {
		err := s.edition().Attributes(id, c, in, func(a entente.Attribute) bool {
			if slices.Contains(variables, a.Variable) {
				list = append(list, a)
				if a.Period.Overlaps(entente.CalendarYear(s.year)) {
					s.take(panel.Taken{Source: id, Variable: a.Variable, From: a.State}, a.Ref, a.Label, said(a.Variable, a.Value, a.Status, a.Label, a.Period), entente.States().Slug(a.State))
				}
			}
			return true
		})
		if err := orNone(err); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (s *caseSources) TieColumns(id string, variables []string, fn func(*entente.TieColumns) error) error {
	t := &entente.TieColumns{}
	err := s.edition().Ties(id, entente.DyadOf(s.states[0], s.states[1]), entente.CalendarYear(s.year), func(x entente.Tie) bool {
		if !slices.Contains(variables, x.Variable) {
			return true
		}
		t.From, t.To = append(t.From, x.From), append(t.To, x.To)
		t.Start, t.End = append(t.Start, x.Period.From), append(t.End, x.Period.To)
		t.Variable, t.Value = append(t.Variable, x.Variable), append(t.Value, x.Value)
		t.Status, t.Label = append(t.Status, x.Status), append(t.Label, x.Label)
		s.take(panel.Taken{Source: id, Variable: x.Variable, From: x.From, To: x.To}, x.Ref, x.Label,
			said(x.Variable, x.Value, x.Status, x.Label, x.Period), entente.States().Slug(x.From)+" to "+entente.States().Slug(x.To))
		return true
	})
	return errors.Join(orNone(err), fn(t))
}

func (s *caseSources) edition() *store.Edition { return s.panelSources.Edition }

func (s *caseSources) take(t panel.Taken, at entente.Ref, label, record, of string) {
	s.taken = append(s.taken, piece{t, label, s.o.evidence(t.Source, at, of+": "+record)})
}

// rows lists the pieces of which one of the cells is made. What both states
// have under one label, as a membership in the same organisation, comes first.
func (s *caseSources) rows(cells []panel.Explained) []entente.Evidence {
	has := map[string]map[entente.CCode]bool{}
	for _, p := range s.taken {
		if has[p.label] == nil {
			has[p.label] = map[entente.CCode]bool{}
		}
		has[p.label][p.From] = true
	}
	rows, others := []entente.Evidence{}, []entente.Evidence{}
	for _, p := range s.taken {
		switch {
		case !slices.ContainsFunc(cells, func(e panel.Explained) bool { return e.MadeOf(p.Taken) }):
		case p.label != "" && len(has[p.label]) == len(s.states):
			rows = append(rows, p.row)
		default:
			others = append(others, p.row)
		}
	}
	return append(rows, others...)
}

// said is a record in words.
func said(variable string, value float64, status entente.Status, label string, in entente.Period) string {
	words := fmt.Sprintf("%s %g", variable, value)
	if status != entente.Known {
		words = fmt.Sprintf("%s %v", variable, status)
	}
	if label != "" {
		words += " (" + label + ")"
	}
	return words + ", " + in.String()
}

// behind notes the rows behind a table of estimates.
func (s *caseSources) behind(rows func(*observatory, *entente.Receipt, entente.CCode, entente.CCode, int) error) {
	if len(s.states) == 2 {
		s.tables = append(s.tables, func(r *entente.Receipt) error { return rows(s.o, r, s.states[0], s.states[1], s.year) })
	}
}

func (s *caseSources) Pledges() (*entente.Pledges, error) {
	s.behind((*observatory).allianceRows)
	return s.panelSources.Pledges()
}

func (s *caseSources) Agreements(v entente.VoteSet) (*entente.Agreements, error) {
	s.behind((*observatory).voteRows)
	return s.panelSources.Agreements(v)
}

func (s *caseSources) IdealPoints(v entente.VoteSet) (*entente.IdealPoints, error) {
	s.behind((*observatory).voteRows)
	return s.panelSources.IdealPoints(v)
}

func (s *caseSources) Capabilities() (*entente.Capabilities, error) {
	s.behind((*observatory).capabilityRows)
	return s.panelSources.Capabilities()
}

// whyCase is the cell that is asked about: of a dyad, or of a state where
// there is one.
type whyCase struct {
	unit    panel.Unit
	roll    *panel.StateList
	states  []entente.CCode
	year    int
	whittle []panel.Whittling
	asked   string // a layer or a column
	command string // that asks for it
}

// panelReceipt explains the cells of a layer, or of one column, that a panel
// has for the case.
func (o *observatory) panelReceipt(ctx context.Context, w whyCase) (*entente.Receipt, error) {
	layers, column := layersNamed(w.asked, w.unit)
	if len(layers) == 0 {
		return nil, w.unknown("")
	}
	var codes []int16
	w.states = slices.Clone(w.states)
	for _, c := range w.states {
		n, err := w.roll.Number(c, w.year)
		if err != nil {
			return nil, err
		}
		codes = append(codes, n)
	}
	first, last := codes[0], codes[len(codes)-1]
	if w.unit != panel.DirectedDyadYear && first > last {
		first, last = last, first
		slices.Reverse(w.states)
	}
	frame := panel.NewFrame(panel.Spec{Unit: w.unit, Roll: w.roll, From: w.year, To: w.year,
		Keep: func(a, b int16, _ int) bool { return a == first && b == last }})
	var lacking []string
	for _, l := range layers {
		src := &caseSources{panelSources: panelSources{o.edition}, o: o, states: w.states, year: w.year}
		cells, err := panel.Explain(ctx, frame, src, l, panel.Options{Whittle: w.whittle})
		if column && (errors.Is(err, panel.ErrNoSource) || errors.Is(err, store.ErrNoTable)) {
			lacking = append(lacking, l.Name)
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%w; entente sources tells how to get it, entente build reads it", err)
		}
		if column {
			cells = slices.DeleteFunc(cells, func(e panel.Explained) bool { return e.Name != w.asked })
			if len(cells) == 0 && frame.Rows() > 0 {
				continue
			}
		}
		return o.explained(w, frame, l, src, cells)
	}
	note := ""
	if len(lacking) > 0 {
		note = fmt.Sprintf(" (layers that this edition cannot fill: %s)", strings.Join(lacking, ", "))
	}
	return nil, w.unknown(note)
}

// unknown is the error of a name that is none.
func (w *whyCase) unknown(note string) error {
	return fmt.Errorf("no channel, layer or column %q: choose one of the channels %s; or of the layers of a %s, %s; or a column of one%s",
		w.asked, strings.Join(channelNames(), ", "), w.unit, strings.Join(layerNames(w.unit), ", "), note)
}

// layersNamed returns the layer of a name; or, if there is none, all that a
// column of the name may be of.
func layersNamed(name string, u panel.Unit) (layers []*panel.Layer, column bool) {
	all := slices.DeleteFunc(panelLayers(), func(l *panel.Layer) bool { return !l.Fits(u) })
	if i := slices.IndexFunc(all, func(l *panel.Layer) bool { return l.Name == name }); i >= 0 {
		return all[i : i+1], false
	}
	return all, true
}

func layerNames(u panel.Unit) []string {
	var names []string
	for _, l := range panelLayers() {
		if l.Fits(u) {
			names = append(names, l.Name)
		}
	}
	return names
}

// explained writes the receipt of cells.
func (o *observatory) explained(w whyCase, f *panel.Frame, l *panel.Layer, src *caseSources, cells []panel.Explained) (*entente.Receipt, error) {
	var names []string
	for i, c := range w.states {
		key := ""
		if n, err := w.roll.Number(c, w.year); err == nil {
			key = fmt.Sprintf(" (%s %d)", f.KeyNames()[i], n)
		}
		names = append(names, entente.States().Get(c).Name+key)
	}
	r := &entente.Receipt{
		Title:   fmt.Sprintf("%s (%s), %s, %d", l.Title, w.asked, strings.Join(names, " and "), w.year),
		Channel: entente.Channel(w.asked), Year: w.year, Choices: l.Choices, Method: "docs/methods/panel.md",
		Estimate: entente.None(entente.NotAState), Command: w.command, Edition: o.Manifest().ID, Rows: src.rows(cells),
	}
	if f.Rows() == 0 {
		r.Reason = w.noRow()
	}
	record := len(r.Rows)
	for _, behind := range src.tables {
		if !o.edition.Records() {
			r.RowsNote = "This is the built-in atlas, which holds estimates and no rows. To get them: `entente fetch`, then `entente build`, then this command again."
			break
		}
		if err := behind(r); err != nil {
			return nil, err
		}
	}
	r.RowCount = len(r.Rows)
	var ids []string
	for _, e := range cells {
		rows := r.RowCount - record // those behind tables are behind every cell
		for _, p := range src.taken {
			if e.MadeOf(p.Taken) {
				rows++
			}
		}
		ids = append(ids, e.Sources...)
		r.Cells = append(r.Cells, entente.PanelCell{Column: e.Name, Label: e.Label, Unit: e.Unit, Value: e.Value, Status: e.Status, Reason: e.Why(w.year, rows)})
	}
	if len(cells) == 0 {
		ids = l.Needs
	}
	r.Sources = o.sourcesOf(ids)
	if len(cells) == 1 {
		r.Estimate, r.Reason = entente.Estimate{Value: cells[0].Value, Status: cells[0].Status}, r.Cells[0].Reason
	} else if len(cells) > 1 {
		r.Estimate, r.Reason = entente.None(entente.Undefined), fmt.Sprintf("The layer has %d columns, each a cell of its own.", len(cells))
	}
	return r, nil
}

// noRow tells why a panel has no row for the case.
func (w *whyCase) noRow() string {
	reason := fmt.Sprintf("The panel has no row: the state was not in the list of states on any day of %d.", w.year)
	if len(w.states) > 1 {
		reason = fmt.Sprintf("The panel has no row: the two were not both in the list of states on any one day of %d.", w.year)
	}
	for _, c := range w.states {
		reason += " " + entente.States().Get(c).Name + ": " + strings.Join(w.roll.Spells(c), "; ") + "."
	}
	return reason
}
