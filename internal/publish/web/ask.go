package web

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/entente-observatory/entente"
)

func (s *server) home(w http.ResponseWriter, r *http.Request) {
	m := s.obs.Manifest()
	var names []string
	today := today()
	for _, c := range entente.States().Members(today) {
		names = append(names, entente.States().Get(c).Name)
	}
	world, err := s.obs.World(0, 0)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, "home", http.StatusOK, page{
		Title:       "Entente",
		Description: "Who stands with whom, since when, and how surely: the open observatory of alignment among states.",
		Body: map[string]any{
			"Names": names, "Examples": examples(world), "Year": world.Year, "Strip": worldStrip(world), "Sources": m.Sources,
		},
	})
}

// examples are the dyads among the four states of greatest capability in the
// record, so that the home page has no favourites of its own.
func examples(world *entente.World) []entente.Dyad {
	rows := slices.Clone(world.Rows)
	slices.SortStableFunc(rows, func(a, b entente.WorldRow) int { return cmp.Compare(b.Capability.Value, a.Capability.Value) })
	var out []entente.Dyad
	for i := range rows[:min(4, len(rows))] {
		for j := range i {
			out = append(out, entente.DyadOf(rows[j].State, rows[i].State))
		}
	}
	return out[:min(4, len(out))]
}

func today() entente.Date {
	return entente.Date(time.Now().Unix() / 86400)
}

// between are the words and signs that people put between two states.
var between = regexp.MustCompile(`(?i)\s+(?:and|with|vs?\.?|versus|to|&|und|et|y)\s+|\s*[,;/+–—]\s*|\s+-\s+`)

// ask leads from the words in the box to the page that answers them.
func (s *server) ask(w http.ResponseWriter, r *http.Request) {
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	if q == "" {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	codes, err := parseQuestion(q)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	target := "/states/" + entente.States().Slug(codes[0])
	if len(codes) == 2 {
		target = pairPath(entente.DyadOf(codes[0], codes[1]), codes[0])
	}
	http.Redirect(w, r, (&url.URL{Path: target}).String(), http.StatusSeeOther)
}

// parseQuestion reads one or two states from a question. A whole phrase is
// tried first, because names of states contain "and" (Trinidad and Tobago);
// then every place at which the phrase could part.
func parseQuestion(q string) ([]entente.CCode, error) {
	reg := entente.States()
	whole, err := reg.ResolveEver(q)
	if err == nil {
		return []entente.CCode{whole}, nil
	}
	var worst error
	for _, cut := range between.FindAllStringIndex(q, -1) {
		a, errA := reg.ResolveEver(strings.TrimSpace(q[:cut[0]]))
		b, errB := reg.ResolveEver(strings.TrimSpace(q[cut[1]:]))
		switch {
		case errA == nil && errB == nil && a != b:
			return []entente.CCode{a, b}, nil
		case errA == nil && errB == nil:
			worst = &pageError{http.StatusBadRequest, "One state twice", "Both names mean " + reg.Get(a).Name + ". Ask about two different states.", nil}
		case errA != nil && worst == nil:
			worst = errA
		case errB != nil && worst == nil:
			worst = errB
		}
	}
	if a, b, ok := strings.Cut(q, "-"); ok && worst == nil {
		ca, errA := reg.ResolveEver(strings.TrimSpace(a))
		cb, errB := reg.ResolveEver(strings.TrimSpace(b))
		if errA == nil && errB == nil && ca != cb {
			return []entente.CCode{ca, cb}, nil
		}
	}
	if fields := strings.Fields(q); len(fields) == 2 && worst == nil {
		a, errA := reg.ResolveEver(fields[0])
		b, errB := reg.ResolveEver(fields[1])
		if errA == nil && errB == nil && a != b {
			return []entente.CCode{a, b}, nil
		}
	}
	if worst != nil {
		return nil, worst
	}
	return nil, err
}
