package main

import (
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/docs"
	"github.com/entente-observatory/entente/internal/publish/site"
	"github.com/entente-observatory/entente/internal/publish/web"
	"github.com/spf13/cobra"
)

func (a *app) exportSite() *cobra.Command {
	var pairs, url string
	var tables bool
	c := &cobra.Command{
		Use:   "export-site DIR",
		Short: "The observatory as files, for a web space, a USB stick or a phone",
		Long: `Export-site writes the pages as files that need no server: home, every state,
every year of the world, the blocs, the poles, realignments, methods and sources,
and the pairs that are asked for. Links are relative, so that the folder works
wherever it lies. What only a server can answer is left out: the box, and pages
with parameters of their own.

--pairs listed takes the pairs with a listed realignment and those among the
fifteen strongest states; all takes every pair of members of today, about 19,000
pages and 4 GB.`,
		Example: "  entente export-site site\n  entente export-site site --pairs PAK-RUS,IND-RUS --tables\n  entente export-site site --url https://example.org",
		Args:    exactly(1, "a folder"),
		RunE: func(c *cobra.Command, args []string) error {
			o, err := a.open()
			if err != nil {
				return err
			}
			h, err := web.New(o, web.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Base: url, Docs: docs.FS})
			if err != nil {
				return err
			}
			list, err := o.pairsFor(pairs)
			if err != nil {
				return err
			}
			s := &site.Site{Handler: h, Pages: append(h.Fixed(), list...), Files: h.Assets(), Leads: []string{"/world/", "/blocs/"}, Public: url}
			if tables {
				for _, p := range list {
					s.Files = append(s.Files, p+".csv")
				}
			}
			told := 0
			s.Progress = func(done, of int) {
				if step := done * 10 / of; step > told {
					told = step
					fmt.Fprintf(a.stderr, "%d of %d files\n", done, of)
				}
			}
			size, err := s.Write(c.Context(), args[0])
			if err != nil {
				return err
			}
			fmt.Fprintf(a.stdout, "%s: %d files, %.1f MB, %d pairs; the largest page is %s, %d KB. Open %s/index.html.\n",
				args[0], size.Files, float64(size.Bytes)/1e6, len(list), size.Largest, size.LargestBytes/1000, args[0])
			return nil
		},
	}
	c.Flags().StringVar(&pairs, "pairs", "listed", "listed, all, none, or pairs with commas, such as PAK-RUS,IND-RUS")
	c.Flags().BoolVar(&tables, "tables", false, "the table of each pair as CSV too")
	c.Flags().StringVar(&url, "url", "", "address under which the site will be found, if it is known")
	return c
}

// amongStrongest is how many of the strongest states have their pairs exported
// in any case.
const amongStrongest = 15

// pairsFor lists the pages of the pairs asked for.
func (o *observatory) pairsFor(which string) ([]string, error) {
	reg := entente.States()
	var out []string
	seen := map[entente.Dyad]bool{}
	add := func(x, y entente.CCode) {
		if d := entente.DyadOf(x, y); x != y && !seen[d] {
			seen[d] = true
			out = append(out, "/dyads/"+reg.Slug(x)+"-"+reg.Slug(y))
		}
	}
	all := func(list []entente.CCode) {
		for i, x := range list {
			for _, y := range list[i+1:] {
				add(x, y)
			}
		}
	}
	switch which {
	case "none":
		return nil, nil
	case "all", "listed":
		w, err := o.World(0, 0)
		if err != nil {
			return nil, err
		}
		if which == "all" {
			var members []entente.CCode
			for _, r := range w.Rows {
				members = append(members, r.State)
			}
			all(members)
			return out, nil
		}
		t, err := o.Realignments(web.RealignmentQuery{})
		if err != nil {
			return nil, err
		}
		for i := range t.Rows {
			add(t.Rows[i].A, t.Rows[i].B)
		}
		all(web.Strongest(w.Rows, amongStrongest))
		return out, nil
	}
	for _, p := range strings.Split(which, ",") {
		x, y, ok := strings.Cut(p, "-")
		if !ok {
			return nil, &usageError{fmt.Errorf("%q is no pair", p), "write pairs as PAK-RUS,IND-RUS"}
		}
		cx, cy, err := two([]string{x, y})
		if err != nil {
			return nil, err
		}
		add(cx, cy)
	}
	return out, nil
}
