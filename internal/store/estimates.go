package store

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/entente-observatory/entente"
)

// Names of the tables of estimates, as in the manifest and below the folder of
// the edition.
const (
	PledgesTable      = "estimates/pledges.parquet"
	CapabilitiesTable = "estimates/capabilities.parquet"
)

// IdealPointsTable names the ideal points of a vote set.
func IdealPointsTable(set entente.VoteSet) string {
	return "estimates/ideal_points-" + set.String() + ".parquet"
}

// DrawsTable names the posterior draws of a vote set's ideal points.
func DrawsTable(set entente.VoteSet) string {
	return "estimates/ideal_point_draws-" + set.String() + ".parquet"
}

// AgreementsTable names the agreements of a vote set.
func AgreementsTable(set entente.VoteSet) string {
	return "estimates/agreement-" + set.String() + ".parquet"
}

// Numbers are kept as decimals: whole numbers whose type tells the scale to
// whoever opens the file, and which compress to a third of a float. The digits
// kept are well below the doubt of the estimate.
const (
	thetaScale = 1e4 // ideal points and their intervals
	drawScale  = 1e3 // draws; a posterior standard deviation is seldom below 0.02
	seScale    = 1e3 // standard errors of agreement
	cincScale  = 1e8 // shares of capabilities; published with seven digits
)

// estimateGroup is the number of rows of a row group: enough for a core to
// work on by itself.
const estimateGroup = 1 << 17

// null stands for NaN in a decimal being read.
const null = math.MinInt32

// decimal returns x in units of 1/scale, nil for NaN.
func decimal(x, scale float64) *int32 {
	if math.IsNaN(x) {
		return nil
	}
	v := int32(math.Round(min(max(x*scale, -math.MaxInt32), math.MaxInt32)))
	return &v
}

// float is the inverse of decimal.
func float(v int32, scale float64) float64 {
	if v == null {
		return math.NaN()
	}
	return float64(v) / scale
}

type idealPointRow struct {
	CCode   int32  `parquet:"ccode,delta"`
	Session int32  `parquet:"session,delta"`
	Year    int32  `parquet:"year,delta"`
	Votes   int32  `parquet:"n_votes,delta"`
	Theta   *int32 `parquet:"theta,decimal(4:9)"`
	Lo      *int32 `parquet:"lo,decimal(4:9)"`
	Hi      *int32 `parquet:"hi,decimal(4:9)"`
	RepLo   *int32 `parquet:"rep_lo,decimal(4:9)"`
	RepHi   *int32 `parquet:"rep_hi,decimal(4:9)"`
}

// drawRow has all draws of an ideal point; draw k of every row belongs to the
// same sweep of the sampler, so that distances may be taken draw by draw.
type drawRow struct {
	CCode   int32   `parquet:"ccode,delta"`
	Session int32   `parquet:"session,delta"`
	Theta   []int32 `parquet:"theta,list" parquet-element:",decimal(3:9),delta"`
}

// PutIdealPoints writes the ideal points of a vote set with their draws, if
// they have any.
func (b *Build) PutIdealPoints(t *entente.IdealPoints, o Origin) error {
	for i := 1; i < len(t.Rows); i++ {
		if p, q := &t.Rows[i-1], &t.Rows[i]; p.State > q.State || p.State == q.State && p.Session >= q.Session {
			return fmt.Errorf("%s: state %d session %d comes before state %d session %d; sort the rows by state and session",
				IdealPointsTable(t.Set), p.State, p.Session, q.State, q.Session)
		}
	}
	if len(t.Theta) != len(t.Rows)*t.Draws {
		return fmt.Errorf("%s: %d values for %d rows of %d draws", DrawsTable(t.Set), len(t.Theta), len(t.Rows), t.Draws)
	}
	err := put(b, IdealPointsTable(t.Set), o, nil, len(t.Rows), func(i int) idealPointRow {
		r := &t.Rows[i]
		return idealPointRow{
			CCode: int32(r.State), Session: int32(r.Session), Year: int32(entente.SessionYear(int(r.Session))), Votes: int32(r.Votes),
			Theta: decimal(r.Theta, thetaScale), Lo: decimal(r.Lo, thetaScale), Hi: decimal(r.Hi, thetaScale),
			RepLo: decimal(r.RepLo, thetaScale), RepHi: decimal(r.RepHi, thetaScale),
		}
	})
	if err != nil || t.Draws == 0 {
		return err
	}
	return put(b, DrawsTable(t.Set), o, map[string]string{"draws": strconv.Itoa(t.Draws)}, len(t.Rows), func(i int) drawRow {
		d := make([]int32, t.Draws)
		for k, x := range t.Draw(i) {
			d[k] = int32(math.Round(float64(x) * drawScale))
		}
		return drawRow{int32(t.Rows[i].State), int32(t.Rows[i].Session), d}
	})
}

func (e *Edition) readIdealPoints(set entente.VoteSet) (*entente.IdealPoints, error) {
	t := &entente.IdealPoints{Set: set}
	err := e.read(IdealPointsTable(set), func(f *table) error {
		t.Rows = make([]entente.IdealPoint, f.rows())
		return f.groups(func(c columns, from int) error {
			rows := t.Rows[from : from+c.rows()]
			whole := make([]int32, len(rows))
			return each(
				fill(c, "ccode", whole, func(i int, v int32) { rows[i].State = entente.CCode(v) }),
				fill(c, "session", whole, func(i int, v int32) { rows[i].Session = int16(v) }),
				fill(c, "n_votes", whole, func(i int, v int32) { rows[i].Votes = int16(v) }),
				fill(c, "theta", whole, func(i int, v int32) { rows[i].Theta = float(v, thetaScale) }),
				fill(c, "lo", whole, func(i int, v int32) { rows[i].Lo = float(v, thetaScale) }),
				fill(c, "hi", whole, func(i int, v int32) { rows[i].Hi = float(v, thetaScale) }),
				fill(c, "rep_lo", whole, func(i int, v int32) { rows[i].RepLo = float(v, thetaScale) }),
				fill(c, "rep_hi", whole, func(i int, v int32) { rows[i].RepHi = float(v, thetaScale) }),
			)
		})
	})
	if err != nil {
		return nil, err
	}
	err = e.read(DrawsTable(set), func(f *table) error {
		n, err := f.number("draws")
		if err != nil {
			return err
		}
		if f.rows() != len(t.Rows) {
			return fmt.Errorf("%d rows, but %d ideal points", f.rows(), len(t.Rows))
		}
		t.Draws, t.Theta = n, make([]float32, n*f.rows())
		return f.groups(func(c columns, from int) error {
			whole := make([]int32, n*c.rows())
			if err := readLists(c, "theta", whole); err != nil {
				return err
			}
			out := t.Theta[from*n:]
			for i, v := range whole {
				out[i] = float32(float64(v) / drawScale)
			}
			return nil
		})
	})
	if errors.Is(err, ErrNoTable) {
		return t, nil // an edition may do without draws
	}
	return t, err
}

// fill returns a function that reads a column into the scratch slice and hands
// every value to set.
func fill(c columns, name string, scratch []int32, set func(i int, v int32)) func() error {
	return func() error {
		if err := readInts(c, name, scratch, null); err != nil {
			return err
		}
		for i, v := range scratch {
			set(i, v)
		}
		return nil
	}
}

// each does one step after the other until one fails.
func each(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

type pledgeRow struct {
	Year          int32 `parquet:"year,delta"`
	From          int32 `parquet:"ccode1,delta"`
	To            int32 `parquet:"ccode2,delta"`
	Defense       bool  `parquet:"defense"`
	Offense       bool  `parquet:"offense"`
	Neutrality    bool  `parquet:"neutrality"`
	Nonaggression bool  `parquet:"nonaggression"`
	Consultation  bool  `parquet:"consultation"`
}

// PutPledges writes the alliance pledges.
func (b *Build) PutPledges(t *entente.Pledges, o Origin) error {
	for i := 1; i < len(t.Rows); i++ {
		p, q := &t.Rows[i-1], &t.Rows[i]
		if p.Year > q.Year || p.Year == q.Year && (p.From > q.From || p.From == q.From && p.To >= q.To) {
			return fmt.Errorf("%s: %d-%d in %d comes before %d-%d in %d; sort the rows by year, from and to",
				PledgesTable, p.From, p.To, p.Year, q.From, q.To, q.Year)
		}
	}
	return put(b, PledgesTable, o, years(t.First, t.Last), len(t.Rows), func(i int) pledgeRow {
		r := &t.Rows[i]
		has := func(o entente.Obligation) bool { return r.Obligations&o != 0 }
		return pledgeRow{
			int32(r.Year), int32(r.From), int32(r.To),
			has(entente.Defense), has(entente.Offense), has(entente.Neutrality), has(entente.Nonaggression), has(entente.Consultation),
		}
	})
}

func years(first, last int) map[string]string {
	return map[string]string{"first_year": strconv.Itoa(first), "last_year": strconv.Itoa(last)}
}

func (e *Edition) readPledges() (*entente.Pledges, error) {
	t := &entente.Pledges{}
	err := e.read(PledgesTable, func(f *table) (err error) {
		if t.First, t.Last, err = f.years(); err != nil {
			return err
		}
		t.Rows = make([]entente.Pledge, f.rows())
		return f.groups(func(c columns, from int) error {
			rows := t.Rows[from : from+c.rows()]
			whole := make([]int32, len(rows))
			flags := make([]entente.Flag, len(rows))
			flag := func(name string, o entente.Obligation) func() error {
				return func() error {
					if err := readBools(c, name, flags); err != nil {
						return err
					}
					for i, f := range flags {
						if f == entente.On {
							rows[i].Obligations |= o
						}
					}
					return nil
				}
			}
			return each(
				fill(c, "year", whole, func(i int, v int32) { rows[i].Year = int16(v) }),
				fill(c, "ccode1", whole, func(i int, v int32) { rows[i].From = entente.CCode(v) }),
				fill(c, "ccode2", whole, func(i int, v int32) { rows[i].To = entente.CCode(v) }),
				flag("defense", entente.Defense), flag("offense", entente.Offense), flag("neutrality", entente.Neutrality),
				flag("nonaggression", entente.Nonaggression), flag("consultation", entente.Consultation),
			)
		})
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

type capabilityRow struct {
	CCode      int32  `parquet:"ccode,delta"`
	Year       int32  `parquet:"year,delta"`
	CINC       *int32 `parquet:"cinc,decimal(8:9)"`
	Lo         *int32 `parquet:"lo,decimal(8:9)"`
	Hi         *int32 `parquet:"hi,decimal(8:9)"`
	Components int32  `parquet:"components,delta"`
}

// PutCapabilities writes the states' shares of material capabilities.
func (b *Build) PutCapabilities(t *entente.Capabilities, o Origin) error {
	for i := 1; i < len(t.Rows); i++ {
		if p, q := &t.Rows[i-1], &t.Rows[i]; p.State > q.State || p.State == q.State && p.Year >= q.Year {
			return fmt.Errorf("%s: state %d in %d comes before state %d in %d; sort the rows by state and year",
				CapabilitiesTable, p.State, p.Year, q.State, q.Year)
		}
	}
	return put(b, CapabilitiesTable, o, years(t.First, t.Last), len(t.Rows), func(i int) capabilityRow {
		r := &t.Rows[i]
		return capabilityRow{
			int32(r.State), int32(r.Year),
			decimal(r.CINC, cincScale), decimal(r.Lo, cincScale), decimal(r.Hi, cincScale), int32(r.Components),
		}
	})
}

func (e *Edition) readCapabilities() (*entente.Capabilities, error) {
	t := &entente.Capabilities{}
	err := e.read(CapabilitiesTable, func(f *table) (err error) {
		if t.First, t.Last, err = f.years(); err != nil {
			return err
		}
		t.Rows = make([]entente.Capability, f.rows())
		return f.groups(func(c columns, from int) error {
			rows := t.Rows[from : from+c.rows()]
			whole := make([]int32, len(rows))
			return each(
				fill(c, "ccode", whole, func(i int, v int32) { rows[i].State = entente.CCode(v) }),
				fill(c, "year", whole, func(i int, v int32) { rows[i].Year = int16(v) }),
				fill(c, "cinc", whole, func(i int, v int32) { rows[i].CINC = float(v, cincScale) }),
				fill(c, "lo", whole, func(i int, v int32) { rows[i].Lo = float(v, cincScale) }),
				fill(c, "hi", whole, func(i int, v int32) { rows[i].Hi = float(v, cincScale) }),
				fill(c, "components", whole, func(i int, v int32) { rows[i].Components = uint8(v) }),
			)
		})
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}
