package entente_test

import (
	"testing"

	"github.com/entente-observatory/entente"
)

// TestISO3 holds the letters of tables to those of the published ideal points
// (IdealpointestimatesAll_Apr2020.csv), but for 345, which bears SRB today and
// YUG there.
func TestISO3(t *testing.T) {
	for code, want := range map[entente.CCode]string{365: "RUS", 260: "DEU", 255: "DEU", 265: "DDR", 315: "CSK", 490: "COD", 775: "MMR", 552: "ZWE", 345: "SRB", 770: "PAK", 300: ""} {
		if got := entente.States().ISO3(code); got != want {
			t.Errorf("ISO3(%d) = %q, want %q", code, got, want)
		}
	}
}
