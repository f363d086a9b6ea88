package panel

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-observatory/entente"
)

// stage is one phase of a treaty with what the record tells of its life.
type stage struct {
	*phase
	from, to entente.Date
	term     entente.TreatyEnd
	wartime  bool
	expires  entente.Date // Ongoing where the text sets no time
}

// Treaties lays every treaty out by the years that it touched, as one subject
// however many members it has, from the records of a data set of alliances:
// those that NewAlliances reads, with the variables term, wartime and length
// where they are there. A treaty begins on the day on which its first two
// members had signed and ends on the day on which the last left; a new phase
// of its text is not an end, a break of more than a day is one, and what
// follows a subject of its own. Circumstances that rest on other records are
// left unknown.
//
// A treaty whose end is on record but without its kind was cut short by the
// loss of a member's independence and counts as censored then (ATOP 5.1
// Codebook, TERM).
func Treaties(records []entente.Attribute, last int) *entente.Treaties {
	a := NewAlliances(records, nil)
	byName := map[string]*stage{}
	treaties := map[string][]*stage{}
	for i := range a.phases {
		p := &a.phases[i]
		s := &stage{phase: p, from: entente.Ongoing, to: entente.Beginning, expires: entente.Ongoing}
		for _, sp := range p.spells {
			s.from, s.to = min(s.from, sp.period.From), max(s.to, sp.period.To)
		}
		byName[p.name] = s
		treaties[p.treaty] = append(treaties[p.treaty], s)
	}
	for _, r := range records {
		s := byName[r.Label]
		if s == nil || r.Status != entente.Known {
			continue
		}
		switch r.Variable {
		case "term":
			s.term = max(s.term, entente.TreatyEnd(r.Value))
		case "wartime":
			s.wartime = s.wartime || r.Value != 0
		case "length":
			if r.Value > 0 {
				s.expires = after(s.from, int(r.Value))
			}
		}
	}
	out := &entente.Treaties{Last: last}
	for name, stages := range treaties {
		slices.SortFunc(stages, func(x, y *stage) int { return cmp.Or(cmp.Compare(x.from, y.from), strings.Compare(x.name, y.name)) })
		n := 0
		for from := 0; from < len(stages); {
			to, end := from+1, stages[from].to
			for ; to < len(stages) && (end == entente.Ongoing || stages[to].from <= end+1); to++ {
				end = max(end, stages[to].to)
			}
			n++
			id := name
			if n > 1 {
				id = fmt.Sprintf("%s/%d", name, n)
			}
			out.Rows = append(out.Rows, treatyYears(id, stages[from:to], end, last)...)
			from = to
		}
	}
	slices.SortFunc(out.Rows, func(x, y entente.TreatyYear) int {
		return cmp.Or(strings.Compare(x.Treaty, y.Treaty), cmp.Compare(x.Year, y.Year))
	})
	return out
}

// after is the day some months on; a day that the month lacks is its last.
func after(d entente.Date, months int) entente.Date {
	y, m, day := d.YMD()
	m += months - 1
	y, m = y+m/12, m%12+1
	return min(entente.Day(y, m, 1)+entente.Date(day-1), monthEnd(y, m))
}

func monthEnd(y, m int) entente.Date {
	if m == 12 {
		return entente.Day(y, 12, 31)
	}
	return entente.Day(y, m+1, 1) - 1
}

// treatyYears makes the rows of a treaty without a break.
func treatyYears(id string, stages []*stage, end entente.Date, last int) []entente.TreatyYear {
	row := entente.TreatyYear{Treaty: id, From: stages[0].from, To: end, Wartime: stages[0].wartime,
		Shift: entente.None(entente.OutsideCoverage), Largest: entente.None(entente.OutsideCoverage),
		Threat: entente.None(entente.OutsideCoverage), Rivals: entente.None(entente.OutsideCoverage)}
	if end != entente.Ongoing {
		for _, s := range stages {
			if s.to == end {
				row.End = max(row.End, s.term)
			}
		}
	}
	var rows []entente.TreatyYear
	first, final := entente.Period{From: row.From, To: end}.Years(row.From.Year(), last)
	for y := first; y <= final; y++ {
		r := row
		r.Year = y
		at := min(entente.Day(y, 12, 31), end)
		var owed entente.Obligation
		r.Members = nil
		for _, s := range stages {
			if s.from > at || s.to < at {
				continue
			}
			for _, sp := range s.spells {
				if sp.period.Contains(at) {
					owed |= sp.obligations
					r.Members = append(r.Members, sp.member)
				}
			}
			r.Expires = s.expires
		}
		slices.Sort(r.Members)
		r.Members = slices.Compact(r.Members)
		r.Kind = entente.KindOf(owed)
		rows = append(rows, r)
	}
	return rows
}
