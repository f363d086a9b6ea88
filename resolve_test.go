package entente

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// TestResolve: names and codes as people and sources write them. The numbers
// are those of the Correlates of War list; the dates of change are those of
// the states.
func TestResolve(t *testing.T) {
	tests := []struct {
		name, on string
		want     CCode
	}{
		{"PAK", "2000", 770},
		{"pak", "2000", 770},
		{"Pakistan", "1947-08-14", 770},
		{"  pakistan ", "2000", 770},
		{"770", "2000", 770},
		{"002", "2000", 2},
		{"USSR", "1975", 365},
		{"U.S.S.R.", "1975", 365},
		{"Russia", "1975", 365},
		{"RUS", "1975", 365},
		{"SUN", "1975", 365},
		{"RUSSIAN FEDERATION", "2024", 365},
		{"USA", "1820", 2},
		{"U. S. A.", "2000", 2},
		{"The United States of America", "2000", 2},
		{"Germany", "1900", 255},
		{"Germany", "1990-10-03", 255},
		{"DEU", "1975", 260},
		{"DEU", "1990-10-02", 260},
		{"DEU", "1990-10-03", 255},
		{"Germany, Federal Republic of", "1975", 260},
		{"Federal Republic of Germany", "1991", 255},
		{"GDR", "1975", 265},
		{"Yemen", "1960", 678},
		{"Yemen", "1990-05-22", 679},
		{"Yemen, Rep.", "1995", 679},
		{"YEM", "1985", 678},
		{"Democratic Yemen", "1985", 680},
		{"Serbia", "1900", 345},
		{"Serbia", "2006-06-10", 345},
		{"Yugoslavia", "1975", 345},
		{"Serbia and Montenegro", "2004", 345},
		{"Kosovo", "2010", 347},
		{"XKX", "2010", 347},
		{"Korea", "1900", 730},
		{"KOR", "1900", 730},
		{"KOR", "1990", 732},
		{"Korea, Dem. People's Rep.", "2000", 731},
		{"Democratic People’s Republic of Korea", "2000", 731},
		{"Republic of Korea", "2000", 732},
		{"S. Korea", "2000", 732},
		{"China", "1960", 710},
		{"Republic of China", "1930", 710},
		{"Republic of China", "1960", 713},
		{"CHINA, PEOPLE'S REPUBLIC OF", "1960", 710},
		{"Taiwan", "1960", 713},
		{"Congo", "1980", 484},
		{"Zaire", "1980", 490},
		{"Congo-Kinshasa", "2000", 490},
		{"Congo (Brazzaville)", "1965", 484},
		{"Congo, Dem. Rep.", "1965", 490},
		{"Congo, Rep.", "2000", 484},
		{"Vietnam", "1980", 816},
		{"VIET NAM", "2024", 816},
		{"Viet-Nam", "2024", 816},
		{"South Vietnam", "1970", 817},
		{"Vietnam, Republic of", "1970", 817},
		{"NA", "2000", 565},
		{"na", "2000", 565},
		{"NAM", "2000", 565},
		{"TÜRKİYE", "2024", 640},
		{"Turkiye", "2024", 640},
		{"Turkey", "2024", 640},
		{"Ottoman Empire", "1880", 640},
		{"Burma", "1960", 775},
		{"Burma", "2000", 775},
		{"BUR", "1980", 775},
		{"Côte d'Ivoire", "1995", 437},
		{"Cote d Ivoire", "1995", 437},
		{"CÔTE D’IVOIRE", "1995", 437},
		{"Ivory Coast", "1995", 437},
		{"Swaziland", "1990", 572},
		{"ESWATINI", "2024", 572},
		{"Upper Volta", "1970", 439},
		{"HVO", "1970", 439},
		{"Ceylon", "1960", 780},
		{"Siam", "1900", 800},
		{"Persia", "1900", 630},
		{"IRAN (ISLAMIC REPUBLIC OF)", "2024", 630},
		{"Dahomey", "1965", 434},
		{"Rhodesia", "1970", 552},
		{"UAR", "1960", 651},
		{"United Arab Republic", "1965", 651},
		{"Syria", "1965", 652},
		{"Austria-Hungary", "1900", 300},
		{"Austria", "1930", 305},
		{"Papal States", "1850", 327},
		{"Bavaria", "1850", 245},
		{"Württemberg", "1850", 271},
		{"Wuerttemburg", "1850", 271},
		{"BOLIVIA (PLURINATIONAL STATE OF)", "2024", 145},
		{"VENEZUELA (BOLIVARIAN REPUBLIC OF)", "2024", 101},
		{"CZECHIA", "2024", 316},
		{"Czechoslovakia", "1970", 315},
		{"CZE", "1970", 315}, // COW letters of a state that CZE (316) succeeded
		{"UNITED REPUBLIC OF TANZANIA", "1970", 510},
		{"BYELORUSSIAN SSR", "1960", 370},
		{"Ukrainian SSR", "1960", 369},
		{"St. Kitts & Nevis", "2000", 60},
		{"Saint Kitts-Nevis", "2000", 60},
		{"St Vincent and the Grenadines", "2000", 57},
		{"The Gambia", "2000", 420},
		{"Gambia, The", "2000", 420},
		{"Republic of Kenya", "2000", 501},
		{"Democratic Socialist Republic of Sri Lanka", "2000", 780},
		{"Islamic Republic of Afghanistan", "2010", 700},
		{"Kingdom of Bahrain", "2010", 692},
		{"SIAM", "1947", 800},
		{"Guinea", "1980", 438},
		{"Guinea Bissau", "1980", 404},
		{"Sudan", "2012", 625},
		{"Lao People's Democratic Republic", "2000", 812},
		{"the former Yugoslav Republic of Macedonia", "2000", 343},
		{"Micronesia (Federated States of)", "2000", 987},
		{"SAO TOME AND PRINCIPE", "2000", 403},
		{"São Tomé & Príncipe", "2000", 403},
		{"AUS", "1990", 900}, // ISO wins: COW AUS is Austria
		{"SWZ", "1990", 572}, // COW SWZ is Switzerland
		{"GMY", "1900", 255},
		{"TAW", "1990", 713},
		{"AU", "1990", 900}, // FIPS AU is Austria
	}
	for _, tt := range tests {
		on, err := ParseDate(tt.on)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := States().Resolve(tt.name, on); err != nil || got != tt.want {
			t.Errorf("%q on %s: %d, %v, want %d", tt.name, tt.on, got, err, tt.want)
		}
	}
}

func TestResolveRefuses(t *testing.T) {
	tests := []struct {
		name, on   string
		reason     ResolveReason
		candidates []CCode
	}{
		{"Germany", "1975", AmbiguousName, []CCode{260, 265}},
		{"Germany", "1955-04-15", AmbiguousName, []CCode{260, 265}},
		{"Germany", "1947", NotThen, []CCode{255, 260, 265}},
		{"Yemen", "1985", AmbiguousName, []CCode{678, 680}},
		{"Korea", "1990", AmbiguousName, []CCode{731, 732}},
		{"Korea", "1930", NotThen, []CCode{732, 731, 730}},
		{"Congo", "2000", AmbiguousName, []CCode{484, 490}},
		{"Vietnam", "1970", AmbiguousName, []CCode{816, 817}},
		{"Soviet Union", "2020", NotThen, []CCode{365}},
		{"West Germany", "2000", NotThen, []CCode{260, 255}},
		{"Bavaria", "1900", NotThen, []CCode{245, 255}},
		{"Syria", "1959", NotThen, []CCode{652}},
		{"Zaire", "2010", NotThen, []CCode{490}},
		{"Estonia", "1970", NotThen, []CCode{366}},
		{"SWZ", "1950", NotThen, []CCode{225, 572}}, // 225 by its COW letters
		{"PAK", "1900", NotThen, []CCode{770}},
		{"Palestine", "2020", NotInSystem, nil},
		{"PSE", "2020", NotInSystem, nil},
		{"Hong Kong SAR, China", "2020", NotInSystem, nil},
		{"Macao", "2020", NotInSystem, nil},
		{"MAC", "2020", NotInSystem, []CCode{343}}, // ISO: Macau; COW: Macedonia
		{"Western Sahara", "2020", NotInSystem, nil},
		{"Puerto Rico", "2020", NotInSystem, nil},
		{"Greenland", "2020", NotInSystem, nil},
		{"European Union", "2020", NotInSystem, nil},
		{"Abkhazia", "2020", NotInSystem, nil},
		{"Pakstan", "2020", UnknownName, []CCode{770}},
		{"Kyrgystan", "2020", UnknownName, []CCode{703}},
		{"Atlantis", "2020", UnknownName, nil},
		{"Islamic State", "2015", UnknownName, nil},
		{"Donetsk People's Republic", "2015", UnknownName, nil},
		{"State of Vietnam", "1952", NotThen, []CCode{816, 817}},
		{"", "2020", UnknownName, nil},
		{"…", "2020", UnknownName, nil},
		{"999", "2020", UnknownName, nil},
	}
	for _, tt := range tests {
		on, err := ParseDate(tt.on)
		if err != nil {
			t.Fatal(err)
		}
		_, err = States().Resolve(tt.name, on)
		var re *ResolveError
		if !errors.As(err, &re) {
			t.Errorf("%q on %s: %v, want a ResolveError", tt.name, tt.on, err)
			continue
		}
		var got []CCode
		for _, c := range re.Candidates {
			got = append(got, c.Code)
		}
		if re.Reason != tt.reason || !slices.Equal(got, tt.candidates) {
			t.Errorf("%q on %s: reason %d, candidates %v, want %d, %v", tt.name, tt.on, re.Reason, got, tt.reason, tt.candidates)
		}
		if (re.Note != "") != (re.Reason == NotInSystem) {
			t.Errorf("%q on %s: note %q", tt.name, tt.on, re.Note)
		}
	}
}

// TestResolveCode: letters that mean different states in different schemes.
func TestResolveCode(t *testing.T) {
	tests := []struct {
		sys  System
		code string
		on   Date
		want CCode // 0: an error
	}{
		{COW, "255", Day(1900, 1, 1), 255},
		{COW, "002", Day(1900, 1, 1), 2},
		{COWAbb, "AUS", Day(1990, 1, 1), 305},
		{ISO3, "AUS", Day(1990, 1, 1), 900},
		{ISO3, "aus", Day(1990, 1, 1), 900},
		{ISO2, "AU", Day(1990, 1, 1), 900},
		{FIPS, "AU", Day(1990, 1, 1), 305},
		{FIPS, "AS", Day(1990, 1, 1), 900},
		{COWAbb, "SWZ", Day(1990, 1, 1), 225},
		{GW, "340", Day(2010, 1, 1), 345},
		{GW, "345", Day(2010, 1, 1), 0},
		{GW, "345", Day(1980, 1, 1), 345},
		{GW, "678", Day(1980, 1, 1), 678},
		{GW, "678", Day(2000, 1, 1), 679},
		{GW, "260", Day(2000, 1, 1), 255},
		{GW, "711", Day(1920, 1, 1), 0},
		{ISON, "36", Day(1990, 1, 1), 900},
		{ISON, "036", Day(1990, 1, 1), 900},
		{ISON, "280", Day(1980, 1, 1), 260},
		{ISON, "230", Day(1990, 1, 1), 530},
		{M49, "231", Day(2000, 1, 1), 530},
		{CAMEO, "TMP", Day(2010, 1, 1), 860},
		{CAMEO, "ROM", Day(2010, 1, 1), 360},
		{ISO3, "ROM", Day(2010, 1, 1), 0},
		{ISO3, "Pakistan", Day(2010, 1, 1), 0},
	}
	for _, tt := range tests {
		got, err := States().ResolveCode(tt.sys, tt.code, tt.on)
		if got != tt.want || (err == nil) != (tt.want != 0) {
			t.Errorf("%v %s on %v: %d, %v, want %d", tt.sys, tt.code, tt.on, got, err, tt.want)
		}
	}
}

func TestResolveIn(t *testing.T) {
	tests := []struct {
		name string
		year int
		want CCode // 0: an error
	}{
		{"South Sudan", 2011, 626}, // since 9 July
		{"Soviet Union", 1991, 365},
		{"Yemen", 1990, 679},    // united on 22 May
		{"Germany", 1990, 0},    // two states until 2 October, then one
		{"DEU", 1990, 260},      // letters of one at a time
		{"Vietnam", 1975, 0},    // two states until 30 April
		{"Congo", 1960, 0},      // 490 on 30 June, 484 on 15 August
		{"Suriname", 1975, 115}, // since 25 November
		{"Suriname", 1974, 0},
	}
	for _, tt := range tests {
		got, err := States().ResolveIn(tt.name, CalendarYear(tt.year))
		if got != tt.want || (err == nil) != (tt.want != 0) {
			t.Errorf("%s in %d: %d, %v, want %d", tt.name, tt.year, got, err, tt.want)
		}
	}
}

func TestResolveEver(t *testing.T) {
	tests := []struct {
		name string
		want CCode // 0: an error
	}{
		{"Germany", 255}, {"DDR", 265}, {"Soviet Union", 365}, {"SUN", 365}, {"Vietnam", 816}, {"Yemen", 679},
		{"Bavaria", 245}, {"Siam", 800}, {"Gold Coast", 452}, {"AUS", 900}, {"Korea", 0}, {"Congo", 0}, {"Palestine", 0}, {"Atlantis", 0},
	}
	for _, tt := range tests {
		got, err := States().ResolveEver(tt.name)
		if got != tt.want || (err == nil) != (tt.want != 0) {
			t.Errorf("%s: %d, %v, want %d", tt.name, got, err, tt.want)
		}
	}
	_, err := States().ResolveEver("Korea")
	if want := `"Korea" may be several states; did you mean North Korea (731, 1948-09-09 to …), or South Korea (732, 1948-08-15 to …)`; err == nil || err.Error() != want {
		t.Errorf("Korea: %v, want %s", err, want)
	}
}

func TestSuggest(t *testing.T) {
	tests := []struct {
		text string
		want CCode // the first
	}{
		{"pakis", 770}, {"Pakstan", 770}, {"Kazakstan", 705}, {"Untied Kingdom", 200}, {"phillipines", 840}, {"Columbi", 100},
		{"Soviet", 365}, {"cote", 437}, {"korea", 730}, {"Afganistan", 700}, {"germ", 255},
	}
	for _, tt := range tests {
		got := States().Suggest(tt.text, 5)
		if len(got) == 0 || got[0].Code != tt.want {
			t.Errorf("%q: %v, want %d first", tt.text, got, tt.want)
		}
	}
	if got := States().Suggest("a", 3); len(got) != 3 {
		t.Errorf("%d states, want 3", len(got))
	}
	for _, text := range []string{"", "xqzxqzxqz", strings.Repeat("a", 1000)} {
		if got := States().Suggest(text, 5); len(got) != 0 {
			t.Errorf("%q: %v, want none", text, got)
		}
	}
}

// FuzzResolve: no text breaks the resolver; what resolves is a state that a
// fold of the text, or a code in it, belongs to; case does not matter.
func FuzzResolve(f *testing.F) {
	for _, s := range []string{"PAK", "Côte d'Ivoire", "U.S.S.R.", "St. Kitts & Nevis", "770", "Korea, Dem. People's Rep.", "\xff", "İ", "", "--", "Germany"} {
		f.Add(s, int32(2000))
	}
	r := States()
	f.Fuzz(func(t *testing.T, text string, on int32) {
		for _, resolve := range []func(string) (CCode, error){
			func(s string) (CCode, error) { return r.Resolve(s, Date(on)) },
			func(s string) (CCode, error) { return r.ResolveIn(s, Period{Date(on), Ongoing}) },
			func(s string) (CCode, error) { return r.ResolveCode(ISO3, s, Date(on)) },
			r.ResolveEver,
		} {
			c, err := resolve(text)
			var re *ResolveError
			switch {
			case err == nil && r.Get(c) == nil:
				t.Fatalf("%q is %d, which is no state", text, c)
			case err != nil && (c != 0 || !errors.As(err, &re) || re.Error() == ""):
				t.Fatalf("%q: %d with %v", text, c, err)
			}
			if upper := asciiUpper(text); err == nil {
				if u, err := resolve(upper); err != nil || u != c {
					t.Fatalf("%q is %d and %q is %d, %v", text, c, upper, u, err)
				}
			}
		}
		if again := fold(fold(text)); fold(again) != again {
			t.Fatalf("fold of %q is not settled: %q", text, again)
		}
	})
}

func asciiUpper(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}

func BenchmarkResolve(b *testing.B) {
	r, on := States(), Day(1990, 1, 1)
	for _, name := range []string{"PAK", "Pakistan", "IRAN (ISLAMIC REPUBLIC OF)", "770"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.Resolve(name, on); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkParseStates(b *testing.B) {
	for b.Loop() {
		if _, err := parseRegistry(statesTable, outsideTable); err != nil {
			b.Fatal(err)
		}
	}
}

// TestNearest asks for one state where the spelling leaves one, and for none
// where two are as near or nothing is near.
func TestNearest(t *testing.T) {
	reg := States()
	for text, want := range map[string]CCode{"rusia": 365, "Untied States": 2, "Slovnia": 349, "Chnia": 710} {
		if c, ok := reg.Nearest(text); !ok || c != want {
			t.Errorf("%q is nearest to %d (%v), want %d", text, c, ok, want)
		}
	}
	for _, text := range []string{"", "drifting", "xxxxxxxxxx", "Irax"} {
		if c, ok := reg.Nearest(text); ok {
			t.Errorf("%q is said to mean %d alone", text, c)
		}
	}
}
