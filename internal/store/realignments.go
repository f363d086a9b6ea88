package store

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// Names of the tables of dated changes.
const (
	RealignmentsTable = "estimates/realignments.parquet"
	TurnsTable        = "estimates/turns.parquet"
)

const (
	shareScale = 1e4 // probabilities
	sizeScale  = 1e3 // changes of the index
)

type realignmentRow struct {
	A           int32  `parquet:"ccode_a,delta"`
	B           int32  `parquet:"ccode_b,delta"`
	Direction   int32  `parquet:"direction"` // 1 toward, -1 away
	PDirection  *int32 `parquet:"p_direction,decimal(4:9)"`
	Year        int32  `parquet:"year,delta"`
	Lo          int32  `parquet:"lo,delta"`
	Hi          int32  `parquet:"hi,delta"`
	Probability *int32 `parquet:"probability,decimal(4:9)"`
	Size        *int32 `parquet:"size,decimal(3:9)"`
	SizeLo      *int32 `parquet:"lo_size,decimal(3:9)"`
	SizeHi      *int32 `parquet:"hi_size,decimal(3:9)"`
	Position    *int32 `parquet:"position,decimal(3:9)"`
	PositionLo  *int32 `parquet:"lo_position,decimal(3:9)"`
	PositionHi  *int32 `parquet:"hi_position,decimal(3:9)"`
	Mover       int32  `parquet:"mover"` // 0: neither alone
	Lasted      int32  `parquet:"lasted"`
	Found       bool   `parquet:"found"`
	Channels    string `parquet:"channels,dict"` // name:P(takes part):P(closer), separated by semicolons
	Dates       string `parquet:"dates,dict"`    // year:probability
}

type turnRow struct {
	CCode       int32  `parquet:"ccode,delta"`
	Year        int32  `parquet:"year,delta"`
	Lo          int32  `parquet:"lo,delta"`
	Hi          int32  `parquet:"hi,delta"`
	Probability *int32 `parquet:"probability,decimal(4:9)"`
	Size        *int32 `parquet:"size,decimal(3:9)"`
	SizeLo      *int32 `parquet:"lo_size,decimal(3:9)"`
	SizeHi      *int32 `parquet:"hi_size,decimal(3:9)"`
	Dyads       int32  `parquet:"dyads"`
	Found       bool   `parquet:"found"`
}

func threeOf(e entente.Estimate) (value, lo, hi *int32) {
	if !e.Known() {
		return nil, nil, nil
	}
	return decimal(e.Value, sizeScale), decimal(e.Lo, sizeScale), decimal(e.Hi, sizeScale)
}

func fixed(p float64) string { return strconv.FormatFloat(p, 'f', 3, 64) }

// PutRealignments writes the dated changes of dyads and of states.
func (b *Build) PutRealignments(t *entente.Realignments, o Origin) error {
	for i := 1; i < len(t.Rows); i++ {
		if c := t.Rows[i-1].Dyad().Compare(t.Rows[i].Dyad()); c > 0 || c == 0 && t.Rows[i-1].Year > t.Rows[i].Year {
			return fmt.Errorf("%s: row %d is out of order; sort the rows by dyad and year", RealignmentsTable, i)
		}
	}
	meta := years(t.First, t.Last)
	meta["hazard"] = strconv.FormatFloat(t.Hazard, 'g', 6, 64)
	meta["fdr"] = strconv.FormatFloat(t.FDR, 'g', 6, 64)
	meta["false_share"] = strconv.FormatFloat(t.FalseShare, 'g', 6, 64)
	meta["dyads"] = strconv.Itoa(t.Dyads)
	var fits []string
	for _, c := range t.Channels {
		fits = append(fits, fmt.Sprintf("%s:%g:%.4f:%.4f:%d:%d:%d", c.Channel, c.Weight, c.Response, c.Spread, c.Dyads, c.First, c.Last))
	}
	meta["channels"] = strings.Join(fits, ";")
	err := put(b, RealignmentsTable, o, meta, len(t.Rows), func(i int) realignmentRow {
		r := &t.Rows[i]
		x := realignmentRow{A: int32(r.A), B: int32(r.B), Direction: int32(r.Direction), PDirection: decimal(r.DirectionProbability, shareScale),
			Year: int32(r.Year), Lo: int32(r.Lo), Hi: int32(r.Hi), Probability: decimal(r.Probability, shareScale),
			Mover: int32(r.Mover), Lasted: int32(r.Lasted), Found: r.Found}
		x.Size, x.SizeLo, x.SizeHi = threeOf(r.Size)
		x.Position, x.PositionLo, x.PositionHi = threeOf(r.Position)
		var words []string
		for _, c := range r.Carriers {
			word := string(c.Channel) + ":" + fixed(c.Responds) + ":" + fixed(c.Closer)
			if c.Without != nil {
				word += ":" + fixed(*c.Without)
			}
			words = append(words, word)
		}
		x.Channels = strings.Join(words, ";")
		words = words[:0]
		for _, d := range r.Dates {
			words = append(words, strconv.Itoa(d.Year)+":"+fixed(d.Probability))
		}
		x.Dates = strings.Join(words, ";")
		return x
	})
	if err != nil {
		return err
	}
	return put(b, TurnsTable, o, nil, len(t.Turns), func(i int) turnRow {
		r := &t.Turns[i]
		x := turnRow{CCode: int32(r.State), Year: int32(r.Year), Lo: int32(r.Lo), Hi: int32(r.Hi), Probability: decimal(r.Probability, shareScale), Dyads: int32(r.Dyads), Found: r.Found}
		x.Size, x.SizeLo, x.SizeHi = threeOf(r.Size)
		return x
	})
}

// Realignments returns the dated changes.
func (e *Edition) Realignments() (*entente.Realignments, error) {
	return e.realignments.get(e.readRealignments)
}

func (f *table) ratio(key string) float64 {
	text, _ := f.Lookup(key)
	x, _ := strconv.ParseFloat(text, 64)
	return x
}

func (e *Edition) readRealignments() (*entente.Realignments, error) {
	t := &entente.Realignments{}
	err := e.read(RealignmentsTable, func(f *table) (err error) {
		if t.First, t.Last, err = f.years(); err != nil {
			return err
		}
		if t.Dyads, err = f.number("dyads"); err != nil {
			return err
		}
		t.Hazard, t.FDR, t.FalseShare = f.ratio("hazard"), f.ratio("fdr"), f.ratio("false_share")
		fits, _ := f.Lookup("channels")
		for _, fit := range strings.Split(fits, ";") {
			t.Channels = append(t.Channels, readFit(fit))
		}
		t.Rows = make([]entente.Realignment, f.rows())
		return f.groups(func(c columns, from int) error {
			rows := t.Rows[from : from+c.rows()]
			whole, words, flags := make([]int32, len(rows)), make([]string, len(rows)), make([]entente.Flag, len(rows))
			three := func(name string, of func(r *entente.Realignment) *entente.Estimate) []func() error {
				return readThree(c, name, whole, func(i int) *entente.Estimate { return of(&rows[i]) })
			}
			steps := []func() error{
				fill(c, "ccode_a", whole, func(i int, v int32) { rows[i].A = entente.CCode(v) }),
				fill(c, "ccode_b", whole, func(i int, v int32) { rows[i].B = entente.CCode(v) }),
				fill(c, "direction", whole, func(i int, v int32) { rows[i].Direction = int(v) }),
				fill(c, "p_direction", whole, func(i int, v int32) { rows[i].DirectionProbability = float(v, shareScale) }),
				fill(c, "year", whole, func(i int, v int32) { rows[i].Year = int(v) }),
				fill(c, "lo", whole, func(i int, v int32) { rows[i].Lo = int(v) }),
				fill(c, "hi", whole, func(i int, v int32) { rows[i].Hi = int(v) }),
				fill(c, "probability", whole, func(i int, v int32) { rows[i].Probability = float(v, shareScale) }),
				fill(c, "mover", whole, func(i int, v int32) { rows[i].Mover = entente.CCode(v) }),
				fill(c, "lasted", whole, func(i int, v int32) { rows[i].Lasted = entente.Lasting(v) }),
				func() error { return readBools(c, "found", flags) },
				func() error { return readStrings(c, "channels", words) },
			}
			steps = append(steps, three("size", func(r *entente.Realignment) *entente.Estimate { return &r.Size })...)
			steps = append(steps, three("position", func(r *entente.Realignment) *entente.Estimate { return &r.Position })...)
			if err := each(steps...); err != nil {
				return err
			}
			for i := range rows {
				rows[i].Found = flags[i] == entente.On
				rows[i].Carriers = readCarriers(words[i])
			}
			if err := readStrings(c, "dates", words); err != nil {
				return err
			}
			for i := range rows {
				rows[i].Dates = readDates(words[i])
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	err = e.read(TurnsTable, func(f *table) error {
		t.Turns = make([]entente.Turn, f.rows())
		return f.groups(func(c columns, from int) error {
			rows := t.Turns[from : from+c.rows()]
			whole, flags := make([]int32, len(rows)), make([]entente.Flag, len(rows))
			steps := []func() error{
				fill(c, "ccode", whole, func(i int, v int32) { rows[i].State = entente.CCode(v) }),
				fill(c, "year", whole, func(i int, v int32) { rows[i].Year = int(v) }),
				fill(c, "lo", whole, func(i int, v int32) { rows[i].Lo = int(v) }),
				fill(c, "hi", whole, func(i int, v int32) { rows[i].Hi = int(v) }),
				fill(c, "probability", whole, func(i int, v int32) { rows[i].Probability = float(v, shareScale) }),
				fill(c, "dyads", whole, func(i int, v int32) { rows[i].Dyads = int(v) }),
				func() error { return readBools(c, "found", flags) },
			}
			steps = append(steps, readThree(c, "size", whole, func(i int) *entente.Estimate { return &rows[i].Size })...)
			if err := each(steps...); err != nil {
				return err
			}
			for i := range rows {
				rows[i].Found = flags[i] == entente.On
			}
			return nil
		})
	})
	return t, err
}

// readThree reads an estimate kept as value, lo_value and hi_value.
func readThree(c columns, name string, whole []int32, of func(i int) *entente.Estimate) []func() error {
	return []func() error{
		fill(c, name, whole, func(i int, v int32) {
			if *of(i) = entente.None(entente.Missing); v != null {
				*of(i) = entente.Estimate{Value: float(v, sizeScale), Level: entente.DefaultLevel, N: 1}
			}
		}),
		fill(c, "lo_"+name, whole, func(i int, v int32) {
			if v != null {
				of(i).Lo = float(v, sizeScale)
			}
		}),
		fill(c, "hi_"+name, whole, func(i int, v int32) {
			if v != null {
				of(i).Hi = float(v, sizeScale)
			}
		}),
	}
}

func readCarriers(text string) []entente.Carrier {
	var out []entente.Carrier
	for part := range strings.SplitSeq(text, ";") {
		f := strings.Split(part, ":")
		if len(f) < 3 {
			continue
		}
		c := entente.Carrier{Channel: entente.Channel(f[0])}
		c.Responds, _ = strconv.ParseFloat(f[1], 64)
		c.Closer, _ = strconv.ParseFloat(f[2], 64)
		if len(f) > 3 {
			without, _ := strconv.ParseFloat(f[3], 64)
			c.Without = &without
		}
		out = append(out, c)
	}
	return out
}

func readDates(text string) []entente.YearMass {
	var out []entente.YearMass
	for part := range strings.SplitSeq(text, ";") {
		year, p, ok := strings.Cut(part, ":")
		if !ok {
			continue
		}
		var d entente.YearMass
		d.Year, _ = strconv.Atoi(year)
		d.Probability, _ = strconv.ParseFloat(p, 64)
		out = append(out, d)
	}
	return out
}

func readFit(text string) entente.ChannelFit {
	f := strings.Split(text, ":")
	if len(f) != 7 {
		return entente.ChannelFit{}
	}
	number := func(s string) float64 { x, _ := strconv.ParseFloat(s, 64); return x }
	whole := func(s string) int { x, _ := strconv.Atoi(s); return x }
	return entente.ChannelFit{Channel: entente.Channel(f[0]), Weight: number(f[1]), Response: number(f[2]), Spread: number(f[3]),
		Dyads: whole(f[4]), First: whole(f[5]), Last: whole(f[6])}
}
