package entente_test

import (
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
)

func TestReference(t *testing.T) {
	r := entente.Reference{Key: "bailey2017", Kind: "article", Authors: []string{"Bailey, Michael A.", "Strezhnev, Anton", "Voeten, Erik"},
		Title: "Estimating Dynamic State Preferences & Votes", Year: 2017, Container: "Journal of Conflict Resolution", Volume: "61", Pages: "430-456", DOI: "10.1177/0022002715595700"}
	want := "Bailey, Michael A., Strezhnev, Anton & Voeten, Erik (2017) Estimating Dynamic State Preferences & Votes. Journal of Conflict Resolution 61: 430-456. doi:10.1177/0022002715595700"
	if got := r.String(); got != want {
		t.Errorf("String:\n got %s\nwant %s", got, want)
	}
	b := r.BibTeX("version 2021")
	for _, line := range []string{"@article{bailey2017,", "  author = {Bailey, Michael A. and Strezhnev, Anton and Voeten, Erik},",
		`  title = {{Estimating Dynamic State Preferences \& Votes}},`, "  journal = {Journal of Conflict Resolution},", "  pages = {430--456},", "  note = {version 2021},"} {
		if !strings.Contains(b, line+"\n") {
			t.Errorf("BibTeX lacks %q:\n%s", line, b)
		}
	}
	if strings.Contains(b, "url") {
		t.Error("BibTeX writes a field without a value")
	}
}
