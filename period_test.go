package entente

import "testing"

func TestParseDate(t *testing.T) {
	for _, tt := range []struct {
		text string
		want Date
		ok   bool
	}{
		{"1970-01-01", 0, true},
		{"1816-01-01", -56248, true}, // 154 years of 365 days and 38 leap days: 1900 has none
		{"2000-02-29", Day(2000, 2, 29), true},
		{"1975", Day(1975, 7, 1), true},
		{"1900-02-29", 0, false},
		{"2000-13-01", 0, false},
		{"2000-1-1", 0, false},
		{"2000/01/01", 0, false},
		{"20x0", 0, false},
		{"-100", 0, false},
		{"", 0, false},
	} {
		if got, err := ParseDate(tt.text); (err == nil) != tt.ok || got != tt.want {
			t.Errorf("%q: %d, %v, want %d", tt.text, got, err, tt.want)
		}
	}
}

func TestDateString(t *testing.T) {
	for _, text := range []string{"1816-01-01", "1969-12-31", "1990-10-03", "2026-02-06"} {
		if d, err := ParseDate(text); err != nil || d.String() != text {
			t.Errorf("%s comes back as %v, %v", text, d, err)
		}
	}
	if Ongoing.String() != "…" || Beginning.String() != "…" {
		t.Error("open ends are not …")
	}
}
