package feed

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
	"time"
)

// TestWrite reads a feed back as a reader of feeds would: whole, escaped, with
// what RFC 4287 demands of a feed and of an entry.
func TestWrite(t *testing.T) {
	f := Feed{Title: "A <b> & C", Path: "/dyads/A-C", Self: "/dyads/A-C.atom", Edition: "e", Entries: []Entry{
		{ID: "x/1", Title: "1 < 2", Path: "/dyads/A-C", At: time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)},
		{ID: "x/2", Title: "later", Path: "/dyads/A-C", At: time.Date(2004, 1, 1, 0, 0, 0, 0, time.UTC)}}}
	var b bytes.Buffer
	if err := f.Write(&b, "https://example.org"); err != nil {
		t.Fatal(err)
	}
	var d document
	if err := xml.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	if d.Title != f.Title || d.ID == "" || d.Author.Name == "" || len(d.Entries) != 2 || d.Entries[0].Title != "1 < 2" {
		t.Errorf("read back as %+v", d)
	}
	if d.Updated != "2004-01-01T00:00:00Z" {
		t.Errorf("updated %s, want that of the newest entry", d.Updated)
	}
	if d.Entries[0].ID == d.Entries[1].ID || !strings.HasPrefix(d.Entries[0].Link.Href, "https://example.org/dyads/") {
		t.Errorf("entries %+v", d.Entries)
	}
}
