package source

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/entente-observatory/entente"
)

// TestTitles: the header is found below titles with any line end, lines keep
// their numbers, and the titles are kept.
func TestTitles(t *testing.T) {
	text := "About, among others, this\n\nMade: today\na;b\n1;2\n"
	for _, eol := range []string{"\n", "\r\n", "\r"} {
		dir := fstest.MapFS{"x.csv": {Data: []byte(strings.ReplaceAll(text, "\n", eol))}}
		c := &Collector{}
		tab, err := openBelow(context.Background(), dir, []entente.File{{Name: "x.csv"}}, 0, c, func(line string) bool { return line == "a;b" })
		if err != nil {
			t.Fatal(err)
		}
		if !tab.next() || tab.text(tab.column("b")) != "2" || tab.line != 5 || tab.next() {
			t.Errorf("line ends %q: line %d", eol, tab.line)
		}
		if len(tab.titles) != 3 || tab.titles[2] != "Made: today" {
			t.Errorf("line ends %q: titles %q", eol, tab.titles)
		}
		if tab.close(); tab.err != nil {
			t.Error(tab.err)
		}
	}
}
