package panel

import (
	"math"
	"testing"

	"github.com/entente-observatory/entente"
)

// records is a record in memory.
type records struct {
	covers     map[string]Coverage
	ties       map[string][]entente.Tie
	attributes map[string][]entente.Attribute
}

func (r *records) Covers(id string) (Coverage, bool) { c, ok := r.covers[id]; return c, ok }

func (r *records) Ties(id string, variables ...string) (out []entente.Tie, err error) {
	for _, t := range r.ties[id] {
		for _, v := range variables {
			if t.Variable == v {
				out = append(out, t)
			}
		}
	}
	return out, nil
}

func (r *records) Attributes(id string, variables ...string) ([]entente.Attribute, error) {
	return r.attributes[id], nil
}

func year(from, to int) entente.Period {
	return entente.Period{From: entente.Day(from, 1, 1), To: entente.Day(to, 12, 31)}
}

// channel returns the channel of that name from the list.
func channel(t *testing.T, c entente.Channel) *Channel {
	t.Helper()
	for i := range Channels {
		if Channels[i].Channel == c {
			return &Channels[i]
		}
	}
	t.Fatalf("no channel %s", c)
	return nil
}

func TestChannelsReadTheRecord(t *testing.T) {
	system := NewSystem(entente.States().All())
	r := &records{
		covers: map[string]Coverage{
			"gml-mid": {Period: year(1816, 2010), Absence: entente.AbsenceIsZero}, "cow-mid": {Period: year(1816, 2014), Absence: entente.AbsenceIsZero},
			"sipri-arms": {Period: year(1950, 2025), Absence: entente.AbsenceIsZero}, "exercises-mme": {Period: year(1980, 2010), Absence: entente.AbsenceIsZero},
			"peace-scale": {Period: year(1900, 2020)},
		},
		ties: map[string][]entente.Tie{
			"gml-mid": {
				{From: 2, To: 40, Directed: true, Period: year(1962, 1962), Variable: "hostlev1", Value: 3, Label: "61"},
				{From: 40, To: 2, Directed: true, Period: year(1962, 1962), Variable: "hostlev1", Value: 4, Label: "61"},
			},
			"cow-mid": { // before 2011 the other source speaks
				{From: 2, To: 40, Directed: true, Period: year(2000, 2000), Variable: "hostlev", Value: 4, Label: "9"},
				{From: 2, To: 40, Directed: true, Period: year(2012, 2012), Variable: "hostlev", Value: 2, Label: "10"},
			},
			"sipri-arms": {
				{From: 365, To: 40, Directed: true, Period: year(1962, 1962), Variable: "tiv", Value: 100, Label: "Soviet Union"},
				{From: 365, To: 40, Directed: true, Period: year(2023, 2023), Variable: "delivery", Value: 9},
				{From: 365, To: 40, Directed: true, Period: year(2010, 2010), Variable: "delivery", Value: 25}, // the tables speak for 2010
			},
			"exercises-mme": {
				{From: 2, To: 20, Period: year(1985, 1986), Variable: "exercise", Value: 1, Label: "a"},
				{From: 2, To: 20, Period: year(1985, 1985), Variable: "exercise", Value: 1, Label: "a"},
				{From: 2, To: 20, Period: year(1985, 1985), Variable: "exercise", Value: 1, Label: "b"},
			},
			"peace-scale": {
				{From: 2, To: 40, Period: year(1950, 1959), Variable: "peacelevel", Value: 0.75},
				{From: 2, To: 40, Period: year(1960, 1961), Variable: "peacelevel", Status: entente.Missing},
				{From: 2, To: 40, Period: year(1962, 2020), Variable: "peacelevel", Value: 0},
			},
		},
	}
	for _, c := range []struct {
		channel entente.Channel
		a, b    entente.CCode
		year    int
		want    float64 // NaN: no value
	}{
		{entente.ChannelDisputes, 2, 40, 1962, 3}, // use of force, from either side
		{entente.ChannelDisputes, 2, 40, 1963, 0}, // a complete register
		{entente.ChannelDisputes, 2, 40, 2000, 0}, // the revision knows of none
		{entente.ChannelDisputes, 2, 40, 2012, 1}, // beyond it
		{entente.ChannelArms, 365, 40, 1962, 10},
		{entente.ChannelArms, 365, 40, 2010, 0},
		{entente.ChannelArms, 365, 40, 2023, 3},
		{entente.ChannelExercises, 2, 20, 1985, 2}, // an exercise counts once, in the year it began
		{entente.ChannelExercises, 2, 20, 1986, 0},
		{entente.ChannelPeace, 2, 40, 1959, 0.75},
		{entente.ChannelPeace, 2, 40, 1960, math.NaN()}, // a transition has no level
		{entente.ChannelPeace, 2, 40, 1962, 0},
		{entente.ChannelPeace, 2, 20, 1962, math.NaN()}, // no row, nothing known
		{entente.ChannelArms, 365, 40, 2030, math.NaN()},
	} {
		table, err := channel(t, c.channel).Table(system, r, 1946)
		if err != nil || table == nil {
			t.Fatalf("%s: %v", c.channel, err)
		}
		got := table.At(entente.DyadOf(c.a, c.b), c.year)
		if got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("%s of %d and %d in %d is %v, want %v", c.channel, c.a, c.b, c.year, got, c.want)
		}
	}
}

func TestChannelWithoutItsSource(t *testing.T) {
	table, err := channel(t, entente.ChannelSanctions).Table(NewSystem(entente.States().All()), &records{}, 1946)
	if table != nil || err != nil {
		t.Errorf("a channel without its source gives %v, %v", table, err)
	}
}

// A dyad has no value in years in which one of the two was no state.
func TestChannelKnowsStates(t *testing.T) {
	r := &records{covers: map[string]Coverage{"sipri-arms": {Period: year(1950, 2025)}},
		ties: map[string][]entente.Tie{"sipri-arms": {{From: 365, To: 369, Directed: true, Period: year(2005, 2005), Variable: "tiv", Value: 4}}}}
	table, err := channel(t, entente.ChannelArms).Table(NewSystem(entente.States().All()), r, 1946)
	if err != nil {
		t.Fatal(err)
	}
	d := entente.DyadOf(365, 369)
	if v := table.At(d, 1980); !math.IsNaN(v) {
		t.Errorf("Ukraine in 1980 has %v", v)
	}
	if v := table.At(d, 2004); v != 0 {
		t.Errorf("2004 is %v, want a zero of a complete register", v)
	}
}

func TestSharedOrganisations(t *testing.T) {
	in := func(s entente.CCode, name string) entente.Attribute {
		return entente.Attribute{State: s, Period: year(1960, 1962), Variable: "igo", Value: 1, Label: name}
	}
	r := &records{covers: map[string]Coverage{"cow-igo": {Period: year(1816, 2014)}},
		attributes: map[string][]entente.Attribute{"cow-igo": {in(2, "A"), in(2, "B"), in(20, "A"), in(20, "B"), in(40, "C"), in(40, "A")}}}
	table, err := channel(t, entente.ChannelIGO).Table(NewSystem(entente.States().All()), r, 1946)
	if err != nil {
		t.Fatal(err)
	}
	// Two shared of two and two memberships among three organisations.
	if got, want := table.At(entente.DyadOf(2, 20), 1961), math.Log(3/(4./3+1)); math.Abs(got-want) > 1e-6 {
		t.Errorf("shared organisations %v, want %v", got, want)
	}
	if got, want := table.At(entente.DyadOf(2, 40), 1961), math.Log(2/(4./3+1)); math.Abs(got-want) > 1e-6 {
		t.Errorf("shared organisations %v, want %v", got, want)
	}
}
