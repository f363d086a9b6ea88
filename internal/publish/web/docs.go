package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// markdown renders the documentation. HTML within it is not let through, and
// cells are aligned by an attribute, because the policy of the pages allows no
// style in them.
var markdown = goldmark.New(goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute))), goldmark.WithParserOptions(parser.WithAutoHeadingID()))

var wholeTable = regexp.MustCompile(`(?s)<table>.*?</table>`)

// docPages lists the pages of the documentation, without their ending.
func (s *server) docPages() []string {
	var out []string
	if s.docs == nil {
		return nil
	}
	fs.WalkDir(s.docs, ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(p, ".md") {
			out = append(out, strings.TrimSuffix(p, ".md"))
		}
		return nil
	})
	slices.Sort(out)
	return out
}

// doc shows a page of the documentation, or the list of all.
func (s *server) doc(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("page")
	if name == "" {
		groups := map[string][]docLink{}
		for _, p := range s.docPages() {
			dir := path.Dir(p)
			groups[dir] = append(groups[dir], docLink{"/docs/" + p, s.docTitle(p)})
		}
		s.render(w, r, "docs", http.StatusOK, page{Title: "How it is done", Path: "/docs/", Description: "How each number is computed, held against what, and why so.",
			Body: map[string]any{"Methods": groups["methods"], "Guides": groups["."], "Validation": groups["validation"], "Decisions": groups["decisions"]}})
		return
	}
	if !slices.Contains(s.docPages(), name) {
		s.fail(w, r, notFound("There is no such page of the documentation. See /docs/ for the list."))
		return
	}
	source, err := fs.ReadFile(s.docs, name+".md")
	if err != nil {
		s.fail(w, r, err)
		return
	}
	tree := markdown.Parser().Parse(text.NewReader(source))
	title := s.relink(tree, source, name)
	var b bytes.Buffer
	if err := markdown.Renderer().Render(&b, source, tree); err != nil {
		s.fail(w, r, err)
		return
	}
	// What scrolls sideways must be reached by keyboard.
	tables := 0
	out := wholeTable.ReplaceAllStringFunc(b.String(), func(t string) string {
		tables++
		return fmt.Sprintf(`<div class="scroll" tabindex="0" role="region" aria-label="Table %d">%s</div>`, tables, t)
	})
	out = strings.ReplaceAll(out, "<pre>", `<pre tabindex="0">`)
	s.render(w, r, "doc", http.StatusOK, page{Title: title, Description: "Entente: " + title, Path: "/docs/" + name, Body: template.HTML(out)})
}

// methodPath is the address of a method's page, "" if it is not carried.
func (s *server) methodPath(file string) string {
	name := strings.TrimSuffix(strings.TrimPrefix(file, "docs/"), ".md")
	if !slices.Contains(s.docPages(), name) {
		return ""
	}
	return "/docs/" + name
}

type docLink struct{ Href, Title string }

func (s *server) docTitle(name string) string {
	b, err := fs.ReadFile(s.docs, name+".md")
	if err == nil {
		for line := range strings.Lines(string(b)) {
			if t, ok := strings.CutPrefix(line, "# "); ok {
				return strings.TrimSpace(t)
			}
		}
	}
	return path.Base(name)
}

// relink points links between pages of the documentation to their addresses
// here, takes away those to files that are not here, and returns the title.
func (s *server) relink(tree ast.Node, source []byte, name string) string {
	pages := s.docPages()
	title := path.Base(name)
	var gone []*ast.Link
	ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			if n.Level == 1 {
				var b strings.Builder
				for i := range n.Lines().Len() {
					seg := n.Lines().At(i)
					b.Write(seg.Value(source))
				}
				title = strings.ReplaceAll(b.String(), "`", "")
			}
		case *ast.Link:
			to := string(n.Destination)
			if strings.Contains(to, "://") || strings.HasPrefix(to, "#") {
				break
			}
			file, fragment, _ := strings.Cut(to, "#")
			target := path.Join(path.Dir(name), file)
			bare := strings.TrimSuffix(target, ".md")
			switch {
			case slices.Contains(pages, bare):
				n.Destination = []byte("/docs/" + bare)
				if fragment != "" {
					n.Destination = append(n.Destination, "#"+fragment...)
				}
			case slices.ContainsFunc(pages, func(p string) bool { return strings.HasPrefix(p, target+"/") }):
				n.Destination = []byte("/docs/")
			default:
				gone = append(gone, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, n := range gone {
		for c := n.FirstChild(); c != nil; {
			next := c.NextSibling()
			n.Parent().InsertBefore(n.Parent(), n, c)
			c = next
		}
		n.Parent().RemoveChild(n.Parent(), n)
	}
	return title
}
