package measure

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/survival"
)

// agesTold is the age in years beyond which the hazard is taken not to change
// with age: above it few treaties are in view, and a cubic runs away.
const agesTold = 60

// nuclearAge is the first year after the World Wars, from which treaties end
// far more seldom.
const nuclearAge = 1946

// hazardPrior is the standard deviation of a coefficient's prior: odds of a
// third to three times as great are expected, ten times need evidence.
const hazardPrior = 1.0

// circumstance is one of the things that a hazard goes by.
type circumstance struct {
	words string // what one more of it is; none for the powers of age
	of    func(r *entente.TreatyYear, year int) float64
}

// circumstances of a treaty that stood at the end of a year, for its risk to
// end in a later one. Where the record does not tell, the first is told by
// the second: a shift that is not known counts as none, and as not known.
var circumstances = []circumstance{
	{"", func(r *entente.TreatyYear, year int) float64 { return tens(r, year) }},
	{"", func(r *entente.TreatyYear, year int) float64 { return math.Pow(tens(r, year), 2) }},
	{"", func(r *entente.TreatyYear, year int) float64 { return math.Pow(tens(r, year), 3) }},
	{"neutrality, not defence", func(r *entente.TreatyYear, _ int) float64 { return truth(r.Kind == entente.TreatyNeutrality) }},
	{"consultation, not defence", func(r *entente.TreatyYear, _ int) float64 { return truth(r.Kind == entente.TreatyConsultation) }},
	{"nonaggression only, not defence", func(r *entente.TreatyYear, _ int) float64 { return truth(r.Kind == entente.TreatyNonaggression) }},
	{"twice as many members", func(r *entente.TreatyYear, _ int) float64 { return math.Log2(float64(max(2, len(r.Members)))) - 1 }},
	{"made in war", func(r *entente.TreatyYear, _ int) float64 { return truth(r.Wartime) }},
	{"set time runs on, against no set time", func(r *entente.TreatyYear, year int) float64 {
		return truth(r.Expires != entente.Ongoing && r.Expires.Year() > year)
	}},
	{"set time runs out in the year", func(r *entente.TreatyYear, year int) float64 {
		return truth(r.Expires != entente.Ongoing && r.Expires.Year() == year)
	}},
	{"set time has run out", func(r *entente.TreatyYear, year int) float64 {
		return truth(r.Expires != entente.Ongoing && r.Expires.Year() < year)
	}},
	{"a tenth of the members' power shifted since", func(r *entente.TreatyYear, _ int) float64 { return 10 * orZero(r.Shift) }},
	{"", func(r *entente.TreatyYear, _ int) float64 { return truth(!r.Shift.Known()) }},
	{"strongest member's share of power a tenth greater", func(r *entente.TreatyYear, _ int) float64 { return 10*orHalf(r.Largest) - 5 }},
	{"a rival in common outside", func(r *entente.TreatyYear, _ int) float64 { return orZero(r.Threat) }},
	{"members are rivals", func(r *entente.TreatyYear, _ int) float64 { return orZero(r.Rivals) }},
	{fmt.Sprintf("since %d", nuclearAge), func(_ *entente.TreatyYear, year int) float64 { return truth(year >= nuclearAge) }},
}

func tens(r *entente.TreatyYear, year int) float64 {
	return float64(min(year-r.From.Year(), agesTold)) / 10
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func orZero(e entente.Estimate) float64 {
	if !e.Known() {
		return 0
	}
	return e.Value
}

func orHalf(e entente.Estimate) float64 {
	if !e.Known() {
		return 0.5
	}
	return e.Value
}

// at lists the circumstances for the risk to end in a year. The last is
// whether the year is one of the latest that are known, or after: it lets the
// level of the hazard follow the times while what the circumstances do to it is
// learnt from all years.
func (s *standing) at(year int) []float64 {
	x := make([]float64, len(circumstances)+1)
	for i, c := range circumstances {
		x[i] = c.of(s.TreatyYear, year)
	}
	x[len(circumstances)] = 1
	return x
}

// fitHazard fits the hazard to risks in order of year, the last of which is
// that of the year given. It sets the last circumstance.
func fitHazard(risks []survival.Risk, list []standing, last int) (*survival.Hazard, error) {
	for i := range risks {
		risks[i].X[len(circumstances)] = truth(list[i].Year+1 > last-baseYears)
	}
	return survival.FitHazard(risks, hazardPrior)
}

// standing is a treaty at the end of a year in which it stood.
type standing struct {
	*entente.TreatyYear
	subject int // number of the treaty
	// rate is the share of all treaty-years that ended over the baseYears up to
	// this one: the base rate known at its end.
	rate float64
}

// stood lists the treaties that stood at the end of each year, by year.
func stood(t *entente.Treaties) (list []standing) {
	n := 0
	t.Each(func(rows []entente.TreatyYear) {
		for i := range rows {
			if rows[i].To > entente.Day(rows[i].Year, 12, 31) {
				list = append(list, standing{TreatyYear: &rows[i], subject: n})
			}
		}
		n++
	})
	slices.SortStableFunc(list, func(a, b standing) int { return cmp.Compare(a.Year, b.Year) })
	first := 0 // of the years that the rate is taken over
	n, ended := 0, 0
	at, ends := map[int]int{}, map[int]int{} // by the year at whose end a risk began
	for i := range list {
		s := &list[i]
		if i == 0 || list[i-1].Year != s.Year {
			n, ended = n+at[s.Year-1], ended+ends[s.Year-1]
			for ; first < s.Year-baseYears; first++ {
				n, ended = n-at[first], ended-ends[first]
			}
		}
		if n > 0 {
			s.rate = float64(ended) / float64(n)
		}
		at[s.Year]++
		if endsIn(s.TreatyYear, s.Year+1) {
			ends[s.Year]++
		}
	}
	return list
}

// endsIn reports whether the treaty ended in the year, in one of the ways that
// counts; none given means any.
func endsIn(r *entente.TreatyYear, year int, ways ...entente.TreatyEnd) bool {
	return r.To != entente.Ongoing && r.To.Year() == year && r.End != entente.TreatyStands && (len(ways) == 0 || slices.Contains(ways, r.End))
}

// risksTo makes the risks of the years up to the given one: of every treaty
// that stood at the end of a year, whether it ended in the next.
func risksTo(list []standing, last int, ways ...entente.TreatyEnd) (risks []survival.Risk) {
	for _, s := range list {
		if year := s.Year + 1; year <= last {
			risks = append(risks, survival.Risk{X: s.at(year), Ended: endsIn(s.TreatyYear, year, ways...), Cluster: s.subject})
		}
	}
	return risks
}

// TreatyHazards fits the hazard that a treaty ends within a year, whatever the
// way, and tells by how much each circumstance raises the odds of any end and
// of a violation, whose hazard takes the other ends as censored. Errors go
// together within a treaty.
func TreatyHazards(t *entente.Treaties) ([]entente.HazardEffect, error) {
	list := stood(t)
	any, err := fitHazard(risksTo(list, t.Last), list, t.Last)
	if err != nil {
		return nil, err
	}
	violated, err := fitHazard(risksTo(list, t.Last, entente.TreatyViolated), list, t.Last)
	if err != nil {
		return nil, err
	}
	var out []entente.HazardEffect
	for i, c := range circumstances {
		if c.words != "" {
			out = append(out, entente.HazardEffect{Circumstance: c.words, Any: odds(any, i), Violated: odds(violated, i)})
		}
	}
	latest := fmt.Sprintf("in the last %d years of the record", baseYears)
	return append(out, entente.HazardEffect{Circumstance: latest, Any: odds(any, len(circumstances)), Violated: odds(violated, len(circumstances))}), nil
}

func odds(h *survival.Hazard, i int) entente.Estimate {
	v, lo, hi := h.Odds(i, entente.DefaultLevel)
	return entente.Estimate{Value: v, Lo: lo, Hi: hi, Level: entente.DefaultLevel, N: h.Ends}
}

// TreatiesAtRisk gives for every treaty that stood at the end of the record the
// probability that it ends within one year and within five, the likeliest
// first. Circumstances are held as they are but for age and set time.
func TreatiesAtRisk(t *entente.Treaties) ([]entente.TreatyRisk, error) {
	list := stood(t)
	h, err := fitHazard(risksTo(list, t.Last), list, t.Last)
	if err != nil {
		return nil, err
	}
	var out []entente.TreatyRisk
	for _, s := range list {
		if s.Year == t.Last {
			out = append(out, entente.TreatyRisk{Treaty: s.Treaty, Kind: s.Kind, Members: s.Members, Since: s.From.Year(),
				One: within(h, &s, 1), Five: within(h, &s, 5)})
		}
	}
	slices.SortStableFunc(out, func(a, b entente.TreatyRisk) int { return cmp.Compare(b.Five.Value, a.Five.Value) })
	return out, nil
}

// within is the probability that the treaty ends within some years of the end
// of its row's.
func within(h *survival.Hazard, s *standing, years int) entente.Estimate {
	var periods [][]float64
	for k := range years {
		periods = append(periods, s.at(s.Year+1+k))
	}
	p, lo, hi := h.Within(periods, entente.DefaultLevel)
	return entente.Estimate{Value: p, Lo: lo, Hi: hi, Level: entente.DefaultLevel, N: h.Ends}
}

const (
	// enoughEnds is how many ends must be on record before forecasts are made:
	// about six for each circumstance.
	enoughEnds = 100
	// baseYears is the number of years that the base rate is taken over. The
	// rate of all years so far is easier to beat, since it has fallen.
	baseYears = 20
	// lately is the number of years that are scored by themselves too.
	lately = 40
	// binsTold is the number of bins of the calibration.
	binsTold = 10
)

// ScoreTreatyForecasts makes the forecasts of TreatiesAtRisk as they would have
// been made at the end of every year since enough ends were on record, each from
// what had happened by then, and scores them against the base rate: the share of
// treaty-years that ended over the twenty years before. It gives the score of
// all of them and that of the last forty years alone, whose world is nearer to
// today's. Forecasts of one year share its shocks, so errors go together within
// a year; over h years, within h years that follow each other.
//
// The members, their power and their rivals are those of the year of the
// forecast, as later research has set them down, not as they were then known.
// A treaty cut short by the loss of independence before an end could be seen
// is not scored.
func ScoreTreatyForecasts(t *entente.Treaties, horizon int) ([]entente.ForecastScore, error) {
	list := stood(t)
	risks := risksTo(list, t.Last) // in order of year: a prefix is what was known
	var forecasts []survival.Forecast
	var made []int // the year at whose end each was made
	ends := 0
	for from := 0; from < len(list); {
		year := list[from].Year
		to := from
		for ; to < len(list) && list[to].Year == year; to++ {
		}
		if ends >= enoughEnds && year+horizon <= t.Last {
			h, err := fitHazard(risks[:from], list, year)
			if err != nil {
				return nil, fmt.Errorf("forecasts at the end of %d: %w", year, err)
			}
			base := 1 - math.Pow(1-list[from].rate, float64(horizon))
			for _, s := range list[from:to] {
				came := false
				for k := range horizon {
					came = came || endsIn(s.TreatyYear, year+1+k)
				}
				if !came && s.To != entente.Ongoing && s.To.Year() <= year+horizon {
					continue // cut short
				}
				forecasts = append(forecasts, survival.Forecast{P: within(h, &s, horizon).Value, Base: base, Came: came, Cluster: year / horizon})
				made = append(made, year)
			}
		}
		for i := from; i < min(to, len(risks)); i++ {
			if risks[i].Ended {
				ends++
			}
		}
		from = to
	}
	var out []entente.ForecastScore
	for _, first := range []int{0, t.Last - horizon - lately + 1} {
		from, _ := slices.BinarySearch(made, first)
		if from == len(made) {
			continue
		}
		s := entente.ForecastScore{Horizon: horizon, First: made[from], Last: made[len(made)-1]}
		setScore(&s, survival.Judge(forecasts[from:], binsTold, entente.DefaultLevel))
		out = append(out, s)
	}
	return out, nil
}

func setScore(to *entente.ForecastScore, s survival.Score) {
	to.N, to.Came, to.Expected, to.Brier, to.Base, to.Skill = s.N, s.Came, s.Expected, s.Brier, s.Base, s.Skill
	to.Gain = entente.None(entente.Missing)
	if s.N > 0 && !math.IsInf(s.Hi, 0) {
		to.Gain = entente.Estimate{Value: s.Gain, Lo: s.Lo, Hi: s.Hi, Level: entente.DefaultLevel, N: s.N}
	}
	for _, b := range s.Bins {
		to.Bins = append(to.Bins, entente.CalibrationBin{N: b.N, Said: b.Said, Came: entente.Estimate{Value: b.Came, Lo: b.Lo, Hi: b.Hi, Level: entente.DefaultLevel, N: b.N}})
	}
}
