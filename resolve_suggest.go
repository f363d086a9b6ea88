package entente

import (
	"cmp"
	"slices"
	"strings"
)

// spelling is a name in the order of its words, to be compared with what a
// person typed.
type spelling struct {
	text  string
	code  CCode
	index int // in State.Names
}

func (r *Registry) spellings() []spelling {
	var out []spelling
	for _, s := range r.states {
		for i, l := range s.Names {
			out = append(out, spelling{strings.Join(words(l.Text), " "), s.Code, i})
		}
	}
	return out
}

// Suggest lists up to n states with a name that begins as the text does, or
// else has a word that does, or else is spelt much like it (one slip, and one
// more for every five letters, up to three), the nearest first. It forgives
// case, accents and punctuation as Resolve does.
func (r *Registry) Suggest(text string, n int) []Candidate {
	typed := strings.Join(words(text), " ")
	if typed == "" || len(typed) > 100 || n <= 0 {
		return nil
	}
	type match struct {
		spelling
		rank int
	}
	var found []match
	for _, s := range r.spelling() {
		rank := -1
		switch {
		case strings.HasPrefix(s.text, typed):
			rank = 0
		case len(typed) > 1 && strings.Contains(s.text, " "+typed):
			rank = 1
		default:
			if d := slips(typed, s.text, min(1+len(typed)/5, 3)); d >= 0 {
				rank = 1 + d
			}
		}
		if rank >= 0 {
			found = append(found, match{s, rank})
		}
	}
	slices.SortStableFunc(found, func(a, b match) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(min(a.index, 1), min(b.index, 1)))
	})
	var out []Candidate
	seen := map[CCode]bool{}
	for _, m := range found {
		if len(out) == n {
			break
		}
		if !seen[m.code] {
			seen[m.code] = true
			s := r.Get(m.code)
			out = append(out, Candidate{m.code, s.Name, s.Names[m.index].Period})
		}
	}
	return out
}

// Nearest returns the state with a name that is spelt most like the text, and
// whether there is just one such state within the slips that Suggest forgives.
func (r *Registry) Nearest(text string) (CCode, bool) {
	typed := strings.Join(words(text), " ")
	if typed == "" || len(typed) > 100 {
		return 0, false
	}
	best, code, alone := min(1+len(typed)/5, 3)+1, CCode(0), false
	for _, s := range r.spelling() {
		d := slips(typed, s.text, min(best, 3))
		switch {
		case d < 0 || d > best:
		case d < best:
			best, code, alone = d, s.code, true
		case s.code != code:
			alone = false
		}
	}
	return code, alone
}

// slips counts the letters to be put in, taken out, changed or swapped with
// their neighbour to turn one text into another (restricted
// Damerau-Levenshtein distance); -1 if more than limit.
func slips(a, b string, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return -1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, before
		row[0] = i
		best := i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			best = min(best, row[j])
		}
		if best > limit {
			return -1
		}
	}
	if row[len(b)] > limit {
		return -1
	}
	return row[len(b)]
}
