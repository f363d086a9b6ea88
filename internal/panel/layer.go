package panel

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/entente-observatory/entente"
)

// Sources is where layers take records and estimates from.
type Sources interface {
	// Covers returns what a data set covers, and whether it is there.
	Covers(source string) (Coverage, bool)
	Attributes(source string, variables ...string) ([]entente.Attribute, error)
	// TieColumns gives the ties of a source that are of the variables named;
	// it may give others too.
	TieColumns(source string, variables []string, fn func(*entente.TieColumns) error) error
	// Suppliers lists the states from which a source has any tie of the
	// variable.
	Suppliers(source, variable string) ([]entente.CCode, error)
	Pledges() (*entente.Pledges, error)
	IdealPoints(entente.VoteSet) (*entente.IdealPoints, error)
	Agreements(entente.VoteSet) (*entente.Agreements, error)
	Capabilities() (*entente.Capabilities, error)
}

// Layer is a group of columns that come together: what they are made of, and
// by which choices.
type Layer struct {
	Name    string
	Title   string
	Needs   []string // data sets without which it cannot be filled
	Choices []string // what was decided in making the columns, for the log
	dyad    func(*filling) error
	state   func(*filling) error
}

// Fits reports whether the layer has columns for rows of the unit.
func (l *Layer) Fits(u Unit) bool {
	if u.Dyadic() {
		return l.dyad != nil
	}
	return l.state != nil
}

// ErrNoSource is the error of a layer whose data set is not there.
var ErrNoSource = errors.New("not in this edition")

// Options are the choices that a panel's maker has.
type Options struct {
	Whittle []Whittling // order of the rules that leave one dispute of several
}

// filling is a layer being filled.
type filling struct {
	*Frame
	Sources
	Options
	layer   *Layer
	columns []*Column
}

// Column is a variable along the rows of a frame.
type Column struct {
	entente.Variable
	// By row; or, where of is set, by unit and time: a table that all rows
	// with the unit share.
	status []entente.Status
	real   []float64
	whole  []int32
	packed *packed // instead of them, once the column is filled
	of     side
	cover  Coverage
	way    way // of the ties that it is made of
}

type side uint8

const (
	ofRow side = iota
	ofFirst
	ofSecond
)

func (c *Column) set(at int, v float64) {
	if c.status[at] == entente.NotAState {
		return
	}
	c.status[at] = entente.Known
	c.put(at, v)
}

func (c *Column) put(at int, v float64) {
	if c.real != nil {
		c.real[at] = v
	} else {
		c.whole[at] = int32(v)
	}
}

func (c *Column) get(at int) float64 {
	if c.real != nil {
		return c.real[at]
	}
	return float64(c.whole[at])
}

// mark gives a cell a status without a value.
func (c *Column) mark(at int, s entente.Status) {
	if c.status[at] != entente.NotAState {
		c.status[at] = s
		c.put(at, 0)
	}
}

// record enters a record's value, or that it is missing where nothing else is
// known yet.
func (c *Column) record(at int, v float64, s entente.Status) {
	if s == entente.Known {
		c.set(at, v)
	} else {
		c.mark(at, s)
	}
}

func (l *filling) new(v entente.Variable, n int, cov Coverage) *Column {
	v.Layer = l.layer.Name
	if v.Sources == nil {
		v.Sources = l.layer.Needs
	}
	if v.First == 0 {
		v.First, v.Last = cov.Period.From.Year(), cov.Period.To.Year()
	}
	if v.Absence == "" {
		v.Absence = absences[cov.Absence]
	}
	c := &Column{Variable: v, status: make([]entente.Status, n), cover: cov}
	if v.Kind == entente.Whole {
		c.whole = make([]int32, n)
	} else {
		c.real = make([]float64, n)
	}
	return c
}

var absences = map[entente.Absence]string{
	entente.AbsenceIsZero:  "zero: the register is complete within its coverage",
	entente.AbsenceUnknown: "missing: nothing is known",
}

// within narrows a coverage to the years that a variable has.
func (c Coverage) within(first, last int) Coverage {
	c.Period, _ = c.Period.Intersect(entente.Period{From: entente.Day(first, 1, 1), To: entente.Day(last, 12, 31)})
	return c
}

// column adds a column by row, each cell as absence reads it.
func (l *filling) column(v entente.Variable, cov Coverage) *Column {
	c := l.columnOfList(v, cov)
	if l.Roll.Scheme == entente.COW {
		return c // whoever has a row was a state
	}
	for row := range c.status {
		if !l.states(row) {
			c.status[row] = entente.NotAState
		}
	}
	return c
}

// columnOfList is column for a source by the frame's own list of states:
// whoever has a row is in it.
func (l *filling) columnOfList(v entente.Variable, cov Coverage) *Column {
	c := l.new(v, l.Rows(), cov)
	base := l.baseline(cov)
	for row, t := range l.Time {
		c.status[row] = base[l.year(t)-l.From]
	}
	l.columns = append(l.columns, c)
	return c
}

// baseline returns what absence means in each year, for states that existed.
func (f *Frame) baseline(cov Coverage) []entente.Status {
	base := make([]entente.Status, f.To-f.From+1)
	for y := range base {
		base[y] = cov.cell(f.From+y, true, NoRow).Status
	}
	return base
}

// states reports whether the Correlates of War list has the states of a row as
// members on any day of its year. Sources by that list say nothing of others.
func (f *Frame) states(row int) bool {
	year := f.Year(row)
	if f.B == nil {
		return f.listed(int(f.A[row]), year)
	}
	return f.listed(int(f.A[row]), year) && f.listed(int(f.B[row]), year)
}

func (f *Frame) listed(unit, year int) bool {
	c := f.StateOf(unit, year)
	if c == 0 {
		return false
	}
	s := entente.States().Get(c)
	return s != nil && s.MemberIn(entente.CalendarYear(year))
}

// Panel is a frame with columns.
type Panel struct {
	Frame   *Frame
	Columns []*Column
	Layers  []*Layer
}

// Build fills the layers along the frame, as many at once as there are cores.
// done is told of each layer that is filled.
func Build(ctx context.Context, f *Frame, src Sources, layers []*Layer, o Options, done func(*Layer)) (*Panel, error) {
	filled := make([]*filling, len(layers))
	errs := make([]error, len(layers))
	var mu sync.Mutex
	var wg sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, layer := range layers {
		filled[i] = &filling{Frame: f, Sources: src, Options: o, layer: layer}
		free <- struct{}{}
		wg.Go(func() {
			defer func() { <-free }()
			if errs[i] = ctx.Err(); errs[i] != nil {
				return
			}
			errs[i] = filled[i].fill()
			for _, c := range filled[i].columns {
				c.pack()
			}
			mu.Lock()
			defer mu.Unlock()
			if done != nil && errs[i] == nil {
				done(layer)
			}
		})
	}
	wg.Wait()
	p := &Panel{Frame: f, Layers: layers, Columns: f.keys()}
	for i, l := range filled {
		if errs[i] != nil {
			return nil, fmt.Errorf("layer %s: %w", layers[i].Name, errs[i])
		}
		for _, c := range l.columns {
			if slices.ContainsFunc(p.Columns, func(o *Column) bool { return o.Name == c.Name }) {
				return nil, fmt.Errorf("layer %s: column %s is there twice", layers[i].Name, c.Name)
			}
			p.Columns = append(p.Columns, c)
		}
	}
	return p, nil
}

func (l *filling) fill() error {
	for _, id := range l.layer.Needs {
		if _, ok := l.Covers(id); !ok {
			return fmt.Errorf("source %s is %w", id, ErrNoSource)
		}
	}
	if l.Unit.Dyadic() {
		return l.layer.dyad(l)
	}
	return l.layer.state(l)
}

// KeyNames are the names of the columns that tell the states of a row.
func (f *Frame) KeyNames() []string {
	if !f.Unit.Dyadic() {
		return []string{f.Roll.Key()}
	}
	return []string{f.Roll.Key() + "1", f.Roll.Key() + "2"}
}

// keys are the columns that tell the rows apart. They read from the frame.
func (f *Frame) keys() []*Column {
	key := func(name, label string) *Column {
		return &Column{Variable: entente.Variable{Name: name, Label: label, Kind: entente.Whole, Key: true}}
	}
	list := map[entente.System]string{entente.COW: "Correlates of War number", entente.GW: "Gleditsch and Ward number"}[f.Roll.Scheme]
	var keys []*Column
	for i, name := range f.KeyNames() {
		label := list
		if f.Unit.Dyadic() {
			label += [...]string{" of the first state", " of the second state"}[i]
		}
		keys = append(keys, key(name, label))
	}
	keys = append(keys, key("year", "Year"))
	if f.Unit == DyadMonth {
		keys = append(keys, key("month", "Month, 1 to 12"))
	}
	return keys
}

// Only leaves the keys and the columns named; with no names, all.
func (p *Panel) Only(names []string) error {
	if len(names) == 0 {
		return nil
	}
	for _, n := range names {
		if !slices.ContainsFunc(p.Columns, func(c *Column) bool { return c.Name == n }) {
			return fmt.Errorf("no column %q: choose from those of the layers asked for", n)
		}
	}
	p.Columns = slices.DeleteFunc(p.Columns, func(c *Column) bool { return !c.Key && !slices.Contains(names, c.Name) })
	return nil
}

// Rows returns the number of rows.
func (p *Panel) Rows() int { return p.Frame.Rows() }

// Variables describes the columns, keys first.
func (p *Panel) Variables() []entente.Variable {
	list := make([]entente.Variable, len(p.Columns))
	for i, c := range p.Columns {
		list[i] = c.Variable
	}
	return list
}

// Read reads the cells of a column from a row on: as many as values has.
// Cells without a value are 0 there, and say so in status.
func (p *Panel) Read(column, from int, values []float64, status []entente.Status) {
	f, c := p.Frame, p.Columns[column]
	rows := f.Time[from : from+len(values)]
	switch {
	case c.Key:
		clear(status)
		p.readKey(column, from, values)
	case c.packed != nil:
		c.packed.read(from, values, status)
	case c.of == ofRow:
		copy(status, c.status[from:])
		if c.real != nil {
			copy(values, c.real[from:])
		} else {
			for i := range values {
				values[i] = float64(c.whole[from+i])
			}
		}
	default:
		units := f.A[from:]
		if c.of == ofSecond {
			units = f.B[from:]
		}
		years := f.To - f.From + 1
		for i, t := range rows {
			at := int(units[i])*years + f.year(t) - f.From
			values[i], status[i] = c.get(at), c.status[at]
		}
	}
}

func (p *Panel) readKey(column, from int, values []float64) {
	f := p.Frame
	units := f.A
	switch {
	case column == 0:
	case f.B != nil && column == 1:
		units = f.B
	case p.Columns[column].Name == "month":
		for i := range values {
			values[i] = float64(f.Month(from + i))
		}
		return
	default:
		for i := range values {
			values[i] = float64(f.Year(from + i))
		}
		return
	}
	for i, u := range units[from : from+len(values)] {
		values[i] = float64(f.Units[u].Code)
	}
}
