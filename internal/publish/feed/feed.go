// Package feed writes Atom feeds (RFC 4287): what a reader follows of a pair,
// a state, or the world.
package feed

import (
	"encoding/xml"
	"fmt"
	"io"
	"time"
)

// Entry is one thing that happened.
type Entry struct {
	ID      string // unique within the feed and the same in every edition that tells it
	Title   string
	Summary string
	Path    string // of its page, from the root of the site
	At      time.Time
}

// Feed is a list of entries with where it is found.
type Feed struct {
	Title   string
	Path    string // of the page that it follows
	Self    string // of the feed itself
	Edition string
	Entries []Entry
}

type link struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type entry struct {
	ID      string `xml:"id"`
	Title   string `xml:"title"`
	Updated string `xml:"updated"`
	Link    link   `xml:"link"`
	Summary string `xml:"summary"`
}

type document struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  struct {
		Name string `xml:"name"`
	} `xml:"author"`
	Generator string  `xml:"generator"`
	Rights    string  `xml:"rights"`
	Links     []link  `xml:"link"`
	Entries   []entry `xml:"entry"`
}

// Write writes the feed. base is the address of the site's root, without a
// slash at its end. An edition holds no clock, so a feed is as new as its
// newest entry.
func (f *Feed) Write(w io.Writer, base string) error {
	d := document{ID: "tag:entente,2026:" + f.Path, Title: f.Title, Generator: "Entente, edition " + f.Edition,
		Rights: "Our words: CC BY 4.0. Estimates bear the terms of their sources, named on each page.",
		Links:  []link{{Rel: "self", Type: "application/atom+xml", Href: base + f.Self}, {Rel: "alternate", Type: "text/html", Href: base + f.Path}}}
	d.Author.Name = "Entente"
	newest := time.Unix(0, 0).UTC()
	for _, e := range f.Entries {
		if e.At.After(newest) {
			newest = e.At
		}
		d.Entries = append(d.Entries, entry{ID: "tag:entente,2026:" + e.ID, Title: e.Title, Summary: e.Summary,
			Updated: e.At.Format(time.RFC3339), Link: link{Href: base + e.Path}})
	}
	d.Updated = newest.Format(time.RFC3339)
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", " ")
	if err := enc.Encode(&d); err != nil {
		return fmt.Errorf("feed of %s: %w", f.Path, err)
	}
	return nil
}
