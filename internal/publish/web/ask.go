package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/entente-observatory/entente"
)

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
	target, err := answerTo(q)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, target, http.StatusSeeOther)
}

// answerTo returns the address of the page that answers a question: of two
// states their pair, of one the state, of three how the first stands between
// the others; of none what the other words ask for.
func answerTo(q string) (string, error) {
	reg := entente.States()
	codes, err := parseQuestion(q)
	var re *entente.ResolveError
	if err != nil {
		pe, isPage := err.(*pageError)
		if isPage {
			return "", pe
		}
		found, topic := mentioned(q), topicOf(q)
		switch {
		case len(found) == 1 && halfKnown(q):
			return "", err
		case len(found) > 0:
			codes = found
		case topic != "":
			return topic, nil
		default:
			if errAs(err, &re) && len(re.Candidates) == 0 {
				re.Candidates = nearest(q)
			}
			return "", err
		}
	}
	switch len(codes) {
	case 1:
		path := "/states/" + reg.Slug(codes[0])
		if leaning.MatchString(q) {
			path += "/position"
		}
		if changing.MatchString(q) {
			return "/realignments?" + url.Values{"state": {reg.Slug(codes[0])}}.Encode(), nil
		}
		return path, nil
	case 2:
		return pairPath(entente.DyadOf(codes[0], codes[1]), codes[0]), nil
	}
	return fmt.Sprintf("/zerosum/%s/%s/%s", reg.Slug(codes[0]), reg.Slug(codes[1]), reg.Slug(codes[2])), nil
}

// halfKnown reports whether a question names a pair of which only one half is a
// state: who asks for "Pakistan and Atlantis" is not served by Pakistan alone.
func halfKnown(q string) bool {
	for _, cut := range between.FindAllStringIndex(q, -1) {
		halves := [2]string{strings.TrimSpace(q[:cut[0]]), strings.TrimSpace(q[cut[1]:])}
		for i := range halves {
			if _, err := entente.States().ResolveEver(halves[i]); err != nil {
				continue
			}
			for _, w := range wordForm.FindAllString(halves[1-i], mostWords) {
				if len(w) > 3 && !idle[strings.ToLower(w)] && misspelt(w) == 0 {
					return true
				}
			}
		}
	}
	return false
}

func errAs(err error, target **entente.ResolveError) bool {
	re, ok := err.(*entente.ResolveError)
	if ok {
		*target = re
	}
	return ok
}

var (
	leaning  = regexp.MustCompile(`(?i)\b(hedg\w*|lean\w*|between|balanc\w*|poles?)\b`)
	changing = regexp.MustCompile(`(?i)\b(realign\w*|chang\w*|turn\w*|shift\w*|drift\w*)\b`)
	aYear    = regexp.MustCompile(`\b(1[89]\d\d|20\d\d)\b`)
	topics   = []struct {
		words *regexp.Regexp
		path  func(year string) string
	}{
		{regexp.MustCompile(`(?i)\b(realign\w*|chang\w*|turning)\b`), func(y string) string { return query("/realignments", "since", y) }},
		{regexp.MustCompile(`(?i)\b((multi|bi|uni)polar\w*|poles?|polarity|great powers?)\b`), func(y string) string { return query("/poles", "year", y) }},
		{regexp.MustCompile(`(?i)\b(blocs?|camps?|alliances?)\b`), func(y string) string { return "/blocs/" + y }},
		{regexp.MustCompile(`(?i)\b(world|map|globe|everyone|all states)\b`), func(y string) string { return "/world/" + y }},
		{regexp.MustCompile(`(?i)\b(data|sources?|licen[cs]e)\b`), func(string) string { return "/data" }},
		{regexp.MustCompile(`(?i)\b(methods?|how is|computed)\b`), func(string) string { return "/docs/" }},
		{regexp.MustCompile(`(?i)\b(states|countries|list)\b`), func(string) string { return "/states/" }},
		{regexp.MustCompile(`^\s*(1[89]\d\d|20\d\d)\s*$`), func(y string) string { return "/world/" + y }},
	}
)

func query(path, key, value string) string {
	if value == "" {
		return path
	}
	return path + "?" + key + "=" + value
}

// topicOf returns the page that words without a state ask for, "" if none.
func topicOf(q string) string {
	for _, t := range topics {
		if t.words.MatchString(q) {
			return t.path(aYear.FindString(q))
		}
	}
	return ""
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

// idle are words of questions that must not be taken for misspelt states.
var idle = map[string]bool{}

func init() {
	for _, w := range strings.Fields(`about after again against agree align aligned allied allies ally alone along also always among another apart
		around away became because become been before being best better between beyond both bring closer come coming could country countries did
		does doing drift drifting during each east either enemies enemy entente ever every exactly far farther fight friend friends friendly from
		gain getting give going good great have hedge hedging help here hostile into just keep lately leader lean leaning leave less like likely
		long lose made main make many moment more most move moved moving much near nearer never north often once only other over pact peace power
		really relation relations relationship same should show side sides since some south stand standing stands state states still support
		surely tell than that their them then there these they think this those through together toward towards trade trust turn turned turning
		under until very vote voted votes want wars were west what when where whether which while whom whose will with work world would year years`) {
		idle[w] = true
	}
}

const mostWords = 40

var wordForm = regexp.MustCompile(`[\pL\pN.'’-]+`)

// mentioned finds up to three states in free words, in their order: names of
// up to five words; short codes only in capitals, because "is", "in" and "to"
// are codes too; then words that are spelt much like a name.
func mentioned(q string) []entente.CCode {
	reg := entente.States()
	shout := strings.ToUpper(q) == q
	words := wordForm.FindAllString(q, mostWords)
	var out []entente.CCode
	add := func(c entente.CCode) {
		if len(out) < 3 && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	for i := 0; i < len(words); {
		used := 0
		for n := min(5, len(words)-i); n > 0 && used == 0; n-- {
			phrase := strings.TrimRight(strings.Join(words[i:i+n], " "), ".'’-")
			phrase = strings.TrimSuffix(strings.TrimSuffix(phrase, "'s"), "’s")
			if n == 1 && (len(phrase) < 4 && (phrase != strings.ToUpper(phrase) || shout) || idle[strings.ToLower(phrase)] || aYear.MatchString(phrase)) {
				continue
			}
			if c, err := reg.ResolveEver(phrase); err == nil {
				add(c)
				used = n
			}
		}
		for n := min(3, len(words)-i); n > 0 && used == 0; n-- {
			if c := misspelt(strings.Join(words[i:i+n], " ")); c != 0 && !idle[strings.ToLower(words[i])] {
				add(c)
				used = n
			}
		}
		i += max(1, used)
	}
	return out
}

// misspelt returns the state whose name long words are spelt much like, or of
// whose people they are the name, 0 if none or several.
func misspelt(word string) entente.CCode {
	low := strings.ToLower(strings.Trim(word, ".'’-"))
	if len(low) < 5 || idle[low] || !slices.ContainsFunc(strings.Fields(low), func(w string) bool { return len(w) > 3 }) {
		return 0
	}
	for _, stem := range []string{low, strings.TrimSuffix(low, "n"), strings.TrimSuffix(low, "i"), strings.TrimSuffix(low, "ian"), strings.TrimSuffix(low, "ese"), strings.TrimSuffix(low, "ese") + "a", strings.TrimSuffix(low, "ish") + "ey"} {
		if c, err := entente.States().ResolveEver(stem); err == nil {
			return c
		}
	}
	if c, ok := entente.States().Nearest(low); ok {
		return c
	}
	if list := entente.States().Suggest(low, 2); len(list) == 1 {
		return list[0].Code
	}
	return 0
}

// nearest offers states for words in which none was found.
func nearest(q string) []entente.Candidate {
	var out []entente.Candidate
	for _, w := range wordForm.FindAllString(q, mostWords) {
		if len(w) > 3 && !idle[strings.ToLower(w)] {
			out = append(out, entente.States().Suggest(w, 3)...)
		}
	}
	return out[:min(6, len(out))]
}

// suggestion is a line under the box.
type suggestion struct {
	Text string `json:"text"`
	Path string `json:"path"`
}

// suggest offers states for what was typed so far; once one state is whole,
// pairs of it with others.
func (s *server) suggest(w http.ResponseWriter, r *http.Request) {
	if wants(r) != jsonForm {
		s.fail(w, r, notFound("Suggestions are for machines: /suggest.json?q=pakis."))
		return
	}
	writeJSON(w, http.StatusOK, suggestions(strings.TrimSpace(r.URL.Query().Get("q"))))
}

func suggestions(q string) []suggestion {
	const most = 7
	reg := entente.States()
	out := []suggestion{}
	cuts := between.FindAllStringIndex(q+" ", -1)
	for i := len(cuts) - 1; i >= 0; i-- {
		first, err := reg.ResolveEver(strings.TrimSpace(q[:cuts[i][0]]))
		if err != nil {
			continue
		}
		rest := ""
		if cuts[i][1] < len(q) {
			rest = strings.TrimSpace(q[cuts[i][1]:])
		}
		for _, c := range reg.Suggest(rest, most) {
			if c.Code != first {
				out = append(out, suggestion{reg.Get(first).Name + " and " + c.Name, pairPath(entente.DyadOf(first, c.Code), first)})
			}
		}
		return out
	}
	for _, c := range reg.Suggest(q, most) {
		out = append(out, suggestion{c.Name, "/states/" + reg.Slug(c.Code)})
	}
	return out
}

// Strongest returns the n states of greatest capability in a year's rows, so that
// the pages have no favourites of their own.
func Strongest(rows []entente.WorldRow, n int) []entente.CCode {
	sorted := slices.Clone(rows)
	slices.SortStableFunc(sorted, func(a, b entente.WorldRow) int { return cmp.Compare(b.Capability.Value, a.Capability.Value) })
	var out []entente.CCode
	for _, r := range sorted[:min(n, len(sorted))] {
		out = append(out, r.State)
	}
	return out
}
