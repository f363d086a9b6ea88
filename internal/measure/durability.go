package measure

import (
	"fmt"
	"math"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/survival"
)

// yearDays is the length of a year in days, leap years in the mean.
const yearDays = 365.2425

// lastingYears are the ages at which survival is printed.
var lastingYears = []int{1, 5, 10, 20, 50}

// endsWithin is the age at which the ways of ending are printed.
const endsWithin = 20

// fewAtRisk is the number in view below which a survival is not printed: fewer
// and one end moves it by a tenth.
const fewAtRisk = 10

// AllianceDurations tells how long treaties last: all, by kind, by number of
// members, and of those made in peace and in war, each by what it was when it
// was made; and of those in force since the given year, of which the older come
// in at the age that they had (left truncation). Each treaty is one subject,
// however many dyads it binds. A treaty in force at the end of the record is
// right-censored there.
func AllianceDurations(t *entente.Treaties, since int) ([]entente.DurationGroup, error) {
	end := entente.Day(t.Last, 12, 31)
	groups := []struct {
		name string
		in   func(*entente.TreatyYear) bool
	}{
		{"all treaties", func(*entente.TreatyYear) bool { return true }},
		{"", nil}, // since the year: below
		{"two members", func(r *entente.TreatyYear) bool { return len(r.Members) <= 2 }},
		{"three or more", func(r *entente.TreatyYear) bool { return len(r.Members) > 2 }},
		{"made in peace", func(r *entente.TreatyYear) bool { return !r.Wartime }},
		{"made in war", func(r *entente.TreatyYear) bool { return r.Wartime }},
	}
	for _, k := range entente.TreatyKinds {
		groups = append(groups, struct {
			name string
			in   func(*entente.TreatyYear) bool
		}{string(k), func(r *entente.TreatyYear) bool { return r.Kind == k }})
	}
	var out []entente.DurationGroup
	for _, g := range groups {
		var spells []survival.Spell
		window := entente.Beginning
		if g.in == nil {
			g.name = fmt.Sprintf("in force since %d", since)
			g.in = func(*entente.TreatyYear) bool { return true }
			window = entente.Day(since, 1, 1)
		}
		t.Each(func(rows []entente.TreatyYear) {
			r := &rows[0]
			if !g.in(r) || r.To < window || r.From > end {
				return
			}
			s := survival.Spell{Exit: float64(min(r.To, end)-r.From+1) / yearDays}
			if r.To <= end {
				s.Cause = int(r.End)
			}
			if r.From < window {
				s.Entry = float64(window-r.From) / yearDays
			}
			spells = append(spells, s)
		})
		d, err := duration(g.name, spells, true)
		if err != nil {
			return nil, err
		}
		if d != nil {
			out = append(out, *d)
		}
	}
	return out, nil
}

// duration makes the figures of a group; ways says whether ways of ending are
// told apart.
func duration(name string, spells []survival.Spell, ways bool) (*entente.DurationGroup, error) {
	if len(spells) == 0 {
		return nil, nil
	}
	c, err := survival.KaplanMeier(spells, entente.DefaultLevel)
	if err != nil {
		return nil, err
	}
	d := &entente.DurationGroup{Group: name, N: len(spells)}
	longest := 0.0
	for _, s := range spells {
		longest = max(longest, s.Exit)
		if s.Cause != 0 {
			d.Ended++
		}
		if s.Entry > 0 {
			d.Late++
		}
	}
	d.Median = medianOf(&c, d.N)
	for _, y := range lastingYears {
		d.Lasting = append(d.Lasting, entente.YearsEstimate{Years: y, Estimate: stepAt(&c, float64(y), inView(spells, float64(y)))})
	}
	if !ways {
		return d, nil
	}
	d.EndsWithin = endsWithin
	for e := entente.TreatyFulfilled; e <= entente.TreatyRenegotiated; e++ {
		c, err := survival.Incidence(spells, int(e), entente.DefaultLevel)
		if err != nil {
			return nil, err
		}
		d.Ends = append(d.Ends, entente.EndShare{End: e, Estimate: stepAt(&c, endsWithin, inView(spells, endsWithin))})
	}
	return d, nil
}

// medianOf is the age that half outlast. Where the curve or one of its bounds
// never falls so low there is no such number.
func medianOf(c *survival.Curve, n int) entente.Estimate {
	v, lo, hi := c.Quantile(0.5)
	if math.IsNaN(v) {
		e := entente.None(entente.Undefined)
		e.Warnings = []string{"More than half outlast the record."}
		return e
	}
	e := entente.Estimate{Value: v, Lo: lo, Hi: hi, Level: entente.DefaultLevel, N: n}
	if math.IsNaN(lo) {
		e.Lo = 0
	}
	if math.IsNaN(hi) {
		e.Hi = c.Steps[len(c.Steps)-1].Time
		e.Warnings = []string{fmt.Sprintf("The upper bound is beyond the record: at least %.0f years.", e.Hi)}
	}
	return e
}

// inView counts the spells under watch at an age.
func inView(spells []survival.Spell, age float64) (n int) {
	for _, s := range spells {
		if s.Entry < age && age <= s.Exit {
			n++
		}
	}
	return n
}

// stepAt reads a curve at an age.
func stepAt(c *survival.Curve, age float64, view int) entente.Estimate {
	if view < fewAtRisk {
		e := entente.None(entente.Undefined)
		e.N = view
		e.Warnings = []string{fmt.Sprintf("Fewer than %d are in view at this age.", fewAtRisk)}
		return e
	}
	s := c.At(age)
	e := entente.Estimate{Value: s.P, Lo: s.Lo, Hi: s.Hi, Level: entente.DefaultLevel, N: view}
	if math.IsNaN(s.Lo) {
		e.Lo, e.Hi = s.P, s.P
	}
	return e
}
