package basemap

import (
	"strconv"
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
)

func all(c entente.CCode) (Paint, bool) {
	return Paint{Shade: int(c) % 7, Title: strconv.Itoa(int(c))}, true
}

// TestWholeWorld asks that every state of today has a place on the map, by
// shape or by spot.
func TestWholeWorld(t *testing.T) {
	d, _, err := Draw("World", "", 2015, Borders{Held: true}, all)
	if err != nil {
		t.Fatal(err)
	}
	text := string(d.SVG("x"))
	for _, c := range entente.States().Members(entente.Day(2015, 1, 1)) {
		if !strings.Contains(text, "<title>"+strconv.Itoa(int(c))+"</title>") {
			t.Errorf("%s is not on the map", entente.States().Get(c).Name)
		}
	}
}

// TestDisputed asks that every disputed area is hatched whatever is chosen, and
// that the choice, and nothing else, decides whose colour it takes.
func TestDisputed(t *testing.T) {
	list, err := Areas()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 15 {
		t.Errorf("only %d disputed areas", len(list))
	}
	for _, b := range []Borders{{}, {Held: true}, {Claims: 750}} {
		d, _, err := Draw("World", "", 2015, b, all)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(d.SVG("x")), ": disputed</title>"); n != len(list) {
			t.Errorf("%s: %d of %d areas are hatched", b, n, len(list))
		}
	}
	for i := range list {
		a := &list[i]
		if got := (Borders{}).owner(a); got != 0 {
			t.Errorf("%s is coloured as %d although nobody's was chosen", a.Name, got)
		}
		if got := (Borders{Held: true}).owner(a); got != a.Holder {
			t.Errorf("%s is held by %d and coloured as %d", a.Name, a.Holder, got)
		}
		for _, c := range a.Claimants {
			if c != 0 && (Borders{Claims: c}).owner(a) != c {
				t.Errorf("%s is claimed by %d and not coloured so", a.Name, c)
			}
		}
	}
}

// TestFormer asks that the land of a state that was no member yet takes the
// colour of the member whose land it was, and its own from then on.
func TestFormer(t *testing.T) {
	for year, want := range map[int][2]string{1985: {"<title>265</title>", "<title>705</title>"}, 2000: {"<title>705</title>", "<title>265</title>"}} {
		d, _, err := Draw("World", "", year, Borders{}, func(c entente.CCode) (Paint, bool) {
			st := entente.States().Get(c)
			return Paint{Title: strconv.Itoa(int(c))}, st != nil && st.MemberOn(entente.Day(year, 7, 1))
		})
		if err != nil {
			t.Fatal(err)
		}
		text := string(d.SVG("x"))
		if !strings.Contains(text, want[0]) || strings.Contains(text, want[1]) {
			t.Errorf("%d: want %s and not %s", year, want[0], want[1])
		}
		if n := strings.Count(text, "<title>365</title>"); (n > 10) != (year == 1985) {
			t.Errorf("%d: %d shapes are those of 365", year, n)
		}
	}
}

// TestKeys asks that the maps of two years have the same shapes, so that a
// script can turn one into the other.
func TestKeys(t *testing.T) {
	_, a, err := Draw("", "", 1960, Borders{}, all)
	if err != nil {
		t.Fatal(err)
	}
	d, b, err := Draw("", "", 2010, Borders{}, all)
	if err != nil {
		t.Fatal(err)
	}
	text := string(d.SVG("x"))
	for k := range a {
		if _, ok := b[k]; !ok || strings.Count(text, `data-k="`+k+`"`) == 0 {
			t.Errorf("%s is in 1960 and not in 2010", k)
		}
	}
	if a["East Germany"] == b["East Germany"] || len(a) != len(b) {
		t.Errorf("East Germany is %q in both years; %d and %d shapes", a["East Germany"], len(a), len(b))
	}
}

func TestParseBorders(t *testing.T) {
	for _, s := range []string{"neutral", "held", "IND", "CHN"} {
		b, err := ParseBorders(s)
		if err != nil || b.String() != s {
			t.Errorf("%q is read as %v, %v", s, b, err)
		}
	}
	if _, err := ParseBorders("Atlantis"); err == nil {
		t.Error("Atlantis may claim")
	}
}
