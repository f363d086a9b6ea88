package panel_test

import (
	"slices"
	"testing"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/panel"
)

// treatyRecords makes the records of members' rows, one line each.
type treatyRecords []entente.Attribute

func (r *treatyRecords) add(label string, state entente.CCode, from, to entente.Date, o entente.Obligation) {
	line := uint32(len(*r)/5 + 2)
	for i, v := range []string{"defense", "offense", "neutral", "nonagg", "consul"} {
		value := 0.0
		if o&(1<<i) != 0 {
			value = 1
		}
		*r = append(*r, entente.Attribute{State: state, Period: entente.Period{From: from, To: to}, Variable: v, Value: value, Label: label, Ref: entente.Ref{Line: line}})
	}
}

// TestPledgeRules tries each rule of the codebook on a treaty made for it.
func TestPledgeRules(t *testing.T) {
	const d, n, c = entente.Defense, entente.Neutrality, entente.Consultation
	var r treatyRecords
	// One guarantor: 1 defends 2 and 3, who owe it consultation and each
	// other nothing.
	r.add("10", 1, entente.Day(1900, 6, 1), entente.Day(1902, 1, 1), d)
	r.add("10", 2, entente.Day(1900, 6, 1), entente.Day(1902, 1, 1), c)
	r.add("10", 3, entente.Day(1900, 6, 1), entente.Day(1902, 1, 1), 0)
	// 4 left on the day on which 5 entered; 6 was there with both.
	r.add("20", 4, entente.Day(1900, 1, 1), entente.Day(1901, 5, 5), d)
	r.add("20", 5, entente.Day(1901, 5, 5), entente.Ongoing, d)
	r.add("20", 6, entente.Day(1900, 1, 1), entente.Ongoing, d)
	// A text changed in 1911: neutrality went, consultation came.
	r.add("30.1", 1, entente.Day(1910, 1, 1), entente.Day(1911, 3, 1), d|n)
	r.add("30.1", 2, entente.Day(1910, 1, 1), entente.Day(1911, 3, 1), d|n)
	r.add("30.2", 1, entente.Day(1911, 3, 1), entente.Day(1912, 3, 1), d|c)
	r.add("30.2", 2, entente.Day(1911, 3, 1), entente.Day(1912, 3, 1), d|c)
	// Another treaty of the same two in 1911.
	r.add("40", 1, entente.Day(1911, 1, 1), entente.Day(1911, 12, 31), entente.Nonaggression)
	r.add("40", 2, entente.Day(1911, 1, 1), entente.Day(1911, 12, 31), entente.Nonaggression)
	// 7 owes defence to 8 alone.
	r.add("50", 7, entente.Day(1920, 1, 1), entente.Day(1920, 12, 31), d|c)
	r.add("50", 8, entente.Day(1920, 1, 1), entente.Day(1920, 12, 31), d|c)
	r.add("50", 9, entente.Day(1920, 1, 1), entente.Day(1920, 12, 31), d|c)

	a := panel.NewAlliances(r, []panel.Target{{Treaty: "50", From: []entente.CCode{7}, Obligation: d, Towards: []entente.CCode{8}}})
	p := a.Pledges(1890, 1925)
	for _, want := range []struct {
		why      string
		from, to entente.CCode
		year     int
		o        entente.Obligation
		there    bool
	}{
		{"what the member owes", 1, 2, 1901, d, true},
		{"not what it is owed", 2, 1, 1901, c, true},
		{"members that owe nothing are there", 3, 2, 1901, 0, true},
		{"from the year of signature", 1, 2, 1900, d, true},
		{"to the year of the end, be it its first day", 1, 2, 1902, d, true},
		{"not before", 1, 2, 1899, 0, false},
		{"not after", 1, 2, 1903, 0, false},
		{"members of one day are no dyad", 4, 5, 1901, 0, false},
		{"nor the other way", 5, 4, 1901, 0, false},
		{"each with the third", 4, 6, 1901, d, true},
		{"each with the third", 5, 6, 1901, d, true},
		{"to the end of the table", 6, 5, 1925, d, true},
		{"the first phase", 1, 2, 1910, d | n, true},
		{"the later phase in the year of the change, with the other treaty", 1, 2, 1911, d | c | entente.Nonaggression, true},
		{"the later phase", 1, 2, 1912, d | c, true},
		{"towards the target", 7, 8, 1920, d | c, true},
		{"towards others", 7, 9, 1920, c, true},
		{"the target's members only", 9, 7, 1920, d | c, true},
		{"no state with itself", 1, 1, 1901, 0, false},
	} {
		there := slices.ContainsFunc(p.InYear(want.year), func(r entente.Pledge) bool { return r.From == want.from && r.To == want.to })
		if o := p.Find(want.from, want.to, want.year); o != want.o || there != want.there {
			t.Errorf("%s: %d to %d in %d is %v %v, want %v %v", want.why, want.from, want.to, want.year, o.Names(), there, want.o.Names(), want.there)
		}
		// The treaties behind a pledge say the same.
		var o entente.Obligation
		bonds := a.Bonds(entente.Directed{From: want.from, To: want.to}, want.year)
		for _, b := range bonds {
			o |= b.Obligations
		}
		if o != want.o || len(bonds) > 0 != want.there {
			t.Errorf("%s: bonds %+v, want %v", want.why, bonds, want.o.Names())
		}
	}
	if bonds := a.Bonds(entente.Directed{From: 1, To: 2}, 1911); len(bonds) != 2 || bonds[0].Treaty != "30.2" || bonds[1].Treaty != "40" ||
		bonds[0].Refs != [2]entente.Ref{{Line: 10}, {Line: 11}} {
		t.Errorf("bonds of 1911 are %+v", bonds)
	}
	if !slices.IsSortedFunc(p.Rows, func(a, b entente.Pledge) int {
		return (int(a.Year)-int(b.Year))<<20 + (int(a.From)-int(b.From))<<10 + int(a.To) - int(b.To)
	}) {
		t.Error("pledges are not ordered by year, from and to")
	}
	if p.First != 1890 || p.Last != 1925 {
		t.Errorf("coverage %d-%d", p.First, p.Last)
	}
}

// TestOrderOfRecords: what the table says does not depend on the order of the
// rows.
func TestOrderOfRecords(t *testing.T) {
	var r treatyRecords
	r.add("30.1", 1, entente.Day(1910, 1, 1), entente.Day(1911, 3, 1), entente.Defense)
	r.add("30.1", 2, entente.Day(1910, 1, 1), entente.Day(1911, 3, 1), entente.Neutrality)
	r.add("30.2", 1, entente.Day(1911, 3, 1), entente.Day(1912, 3, 1), entente.Consultation)
	r.add("30.2", 2, entente.Day(1911, 3, 1), entente.Day(1912, 3, 1), entente.Offense)
	want := panel.NewAlliances(r, nil).Pledges(1900, 1920)
	slices.Reverse(r)
	if got := panel.NewAlliances(r, nil).Pledges(1900, 1920); !slices.Equal(got.Rows, want.Rows) {
		t.Errorf("reversed: %v, want %v", got.Rows, want.Rows)
	}
}

// TestUntargeted: a treaty in which obligations vary and nobody said how is
// told of.
func TestUntargeted(t *testing.T) {
	r := []entente.Attribute{
		{State: 1, Period: entente.CalendarYear(1900), Variable: "obvary", Value: 1, Label: "10", Ref: entente.Ref{Line: 2}},
		{State: 2, Period: entente.CalendarYear(1900), Variable: "obvary", Value: 0, Label: "20", Ref: entente.Ref{Line: 3}},
		{State: 3, Period: entente.CalendarYear(1900), Variable: "obvary", Value: 1, Label: "30.2", Ref: entente.Ref{Line: 4}},
	}
	got := panel.NewAlliances(r, []panel.Target{{Treaty: "30", From: []entente.CCode{3}, Obligation: entente.Defense}}).Untargeted()
	if !slices.Equal(got, []string{"10"}) {
		t.Errorf("untargeted %v, want 10", got)
	}
}
