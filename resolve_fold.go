package entente

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// key is the form in which a code of the scheme is looked up: upper case, and
// numbers without leading zeros.
func (s System) key(code string) string {
	code = strings.TrimSpace(code)
	if s.numeric() {
		if short := strings.TrimLeft(code, "0"); short != "" {
			return short
		}
		return code
	}
	return strings.ToUpper(code)
}

// fold brings the spellings of a name to one: small letters without accents,
// words in alphabetical order, without the, of and and, abbreviations written
// out. "Korea, Dem. People's Rep." and "The Democratic People's Republic of
// Korea" are one, and so are "St. Kitts & Nevis" and "Saint Kitts-Nevis".
func fold(name string) string {
	words := words(name)
	slices.Sort(words)
	return strings.Join(words, " ")
}

// bare is fold without the words for a form of government, so that Republic of
// Kenya is found though the list has Kenya alone; "" if there are none or
// nothing else. It is asked last: Republic of China is not China.
func bare(name string) string {
	all := words(name)
	rest := slices.DeleteFunc(slices.Clone(all), func(w string) bool { return slices.Contains(forms, w) })
	if len(rest) == len(all) {
		return ""
	}
	slices.Sort(rest)
	return strings.Join(rest, " ")
}

var forms = []string{"republic", "kingdom", "state", "federal", "democratic", "peoples", "socialist", "islamic", "commonwealth",
	"principality", "sultanate", "emirate", "independent", "cooperative", "empire", "grand", "duchy"}

// words splits a name into folded words, in the order of the text.
func words(name string) []string {
	b := make([]byte, 0, len(name)+8)
	var out []string
	start := 0
	initials := false // the last word is single letters, as in U.S.A.
	flush := func() {
		w := string(b[start:])
		start = len(b)
		if w == "" {
			return
		}
		if len(w) == 1 && initials {
			out[len(out)-1] += w
			return
		}
		initials = len(w) == 1
		if w, keep := canonical(w); keep {
			out = append(out, w)
		}
	}
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b = append(b, byte(r))
		case r >= 'A' && r <= 'Z':
			b = append(b, byte(r)+'a'-'A')
		case r == '\'' || r == '`' || r == '’' || r == '‘' || r == 'ʻ' || r == '´':
			// An apostrophe does not part words: d'Ivoire, People's.
		case r >= 0x300 && r < 0x370:
			// A combining accent.
		case r < utf8.RuneSelf:
			flush()
		default:
			if p, ok := plain[r]; ok {
				b = append(b, p...)
			} else {
				flush()
			}
		}
	}
	flush()
	return out
}

// canonical returns the word in the form in which names are compared, and
// whether it counts at all.
func canonical(w string) (string, bool) {
	switch w {
	case "the", "of", "and":
		return "", false
	case "st", "ste":
		return "saint", true
	case "rep", "repub":
		return "republic", true
	case "dem":
		return "democratic", true
	case "fed":
		return "federal", true
	case "is", "isl", "island":
		return "islands", true
	case "sts":
		return "states", true
	case "people":
		return "peoples", true
	case "afr":
		return "african", true
	case "n", "no":
		return "north", true
	case "s", "so":
		return "south", true
	case "w":
		return "west", true
	case "e":
		return "east", true
	}
	return w, true
}

// plain gives the accented Latin letters of state names without accent.
var plain = func() map[rune]string {
	m := map[rune]string{'ß': "ss", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'þ': "th", 'Þ': "th"}
	for _, group := range []string{"aàáâãäåāăąÀÁÂÃÄÅĀĂĄ", "cçćčÇĆČ", "dđðĐÐ", "eèéêëēėęěÈÉÊËĒĖĘĚ", "gğĞ", "iìíîïīıİÌÍÎÏĪ", "lłŁ",
		"nñńňÑŃŇ", "oòóôõöøōőÒÓÔÕÖØŌŐ", "rřŘ", "sśşšșŚŞŠȘ", "tţťțŢŤȚ", "uùúûüūůűÙÚÛÜŪŮŰ", "yýÿÝ", "zźżžŹŻŽ"} {
		for _, r := range group[1:] {
			m[r] = group[:1]
		}
	}
	return m
}()
