package web

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

var functions = template.FuncMap{
	"est":     estimateWords,
	"status":  statusWords,
	"chance":  chanceWords,
	"slug":    func(c entente.CCode) string { return entente.States().Slug(c) },
	"state":   func(c entente.CCode) string { return entente.States().Get(c).Name },
	"join":    strings.Join,
	"percent": func(p float64) string { return strconv.FormatFloat(100*p, 'f', 0, 64) + " %" },
	"cite":    func(d *entente.Dataset) string { return d.Citation() },
	"rejected": func(m map[string]int) int {
		n := 0
		for _, k := range m {
			n += k
		}
		return n
	},
	"thousands": thousands,
	"list":      func(words ...string) []string { return words },
	"dict": func(pairs ...any) map[string]any {
		m := map[string]any{}
		for i := 0; i+1 < len(pairs); i += 2 {
			m[pairs[i].(string)] = pairs[i+1]
		}
		return m
	},
	"yearRows": yearRows,
	"sub":      func(a, b int) int { return a - b },
	"string":   func(v any) string { return fmt.Sprint(v) },
	"has":      func(m map[string]bool, c entente.Channel) bool { return len(m) == 0 || m[string(c)] },
	"channel":  channelName,
	"away":     func(r realigned) bool { return r.Direction < 0 },
	"docpage":  func(file string) string { return "/" + strings.TrimSuffix(file, ".md") },
	"nameIn":   func(c entente.CCode, year int) string { return entente.States().Get(c).NameOn(entente.Day(year, 7, 1)) },
	"period":   periodWords,
	"brief":    brief,
}

// estimateWords writes an estimate as "0.42 (0.31–0.53)".
func estimateWords(e entente.Estimate) string {
	if !e.Known() {
		return statusWords(e.Status)
	}
	if e.Lo == e.Hi {
		return fmt.Sprintf("%.2f", e.Value)
	}
	return fmt.Sprintf("%.2f (%.2f to %.2f)", e.Value, e.Lo, e.Hi)
}

// chanceWords writes a probability in per cent with its interval, small ones
// with a decimal.
func chanceWords(e entente.Estimate) string {
	if !e.Known() {
		return statusWords(e.Status)
	}
	digits := 0
	if 100*e.Value < 9.95 {
		digits = 1
	}
	return fmt.Sprintf("%.*f %% (%.*f to %.*f)", digits, 100*e.Value, digits, 100*e.Lo, digits, 100*e.Hi)
}

// statusWords says why there is no number, in a reader's words.
func statusWords(s entente.Status) string {
	return [...]string{"known", "not in the record", "cannot be computed", "no state then", "outside the record"}[s]
}

// periodWords writes a spell, one that has not ended as "since".
func periodWords(p entente.Period) string {
	if p.To == entente.Ongoing {
		return "since " + p.From.String()
	}
	return p.String()
}

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u2009" + s[i:]
	}
	return s
}

// channelName writes a channel as a label.
func channelName(c entente.Channel) string {
	switch c {
	case entente.ChannelIndex:
		return "index"
	case entente.ChannelAlliance:
		return "alliance pledges"
	case entente.ChannelIdealPoint:
		return "ideal points"
	case entente.ChannelPortfolio:
		return "alliance portfolios"
	case entente.ChannelVotes:
		return "voting similarity"
	case entente.ChannelAgreement:
		return "voting agreement"
	case entente.ChannelCapability:
		return "capabilities"
	}
	return string(c)
}

// brief cuts a long answer at the end of its first part.
func brief(s string) string {
	if i := strings.IndexAny(s, ":;"); i > 0 {
		return s[:i] + "."
	}
	if i := strings.Index(s, ". "); i > 0 {
		return s[:i+1]
	}
	return s
}
