package panel

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// Whittling is a rule that leaves fewer of several disputes of a dyad in one
// year. Rules are applied one after the other until one dispute is left.
type Whittling uint8

const (
	Onsets        Whittling = iota // those that began in the year, where some did and some did not
	Fatality                       // the deadliest; an unknown level stands between none and the lowest
	Hostility                      // the highest level of hostility
	MinDuration                    // the longest, by the least that it lasted
	MaxDuration                    // the longest, by the most
	Reciprocation                  // the reciprocated
	StartMonth                     // the earliest month
	LowestNumber                   // the lowest number of the producers': always leaves one
)

var whittlingNames = [...]string{"onsets", "fatality", "hostility", "mindur", "maxdur", "reciprocation", "startmonth", "first"}

func (w Whittling) String() string { return whittlingNames[w] }

// DefaultWhittling is the order of peacesciencer (Miller 2022): its rules
// wc_onsets, wc_fatality, wc_hostility, wc_duration by mindur and by maxdur,
// wc_recip, wc_stmon, and wc_jds, "just drop something".
var DefaultWhittling = []Whittling{Onsets, Fatality, Hostility, MinDuration, MaxDuration, Reciprocation, StartMonth, LowestNumber}

// ParseWhittling reads rules parted by commas. The rule that always leaves one
// dispute is added at the end.
func ParseWhittling(s string) ([]Whittling, error) {
	var rules []Whittling
	for name := range strings.SplitSeq(s, ",") {
		i := slices.Index(whittlingNames[:], strings.TrimSpace(name))
		if i < 0 {
			return nil, fmt.Errorf("no whittling rule %q: choose from %v", name, whittlingNames)
		}
		rules = append(rules, Whittling(i))
	}
	if !slices.Contains(rules, LowestNumber) {
		rules = append(rules, LowestNumber)
	}
	return rules, nil
}

// The variables of a dispute in the producers' names. Those that end in 1 are
// of the state that the tie comes from.
var disputeVariables = []string{
	"midongoing", "midonset", "hostlev", "fatality", "mindur", "maxdur", "recip", "stmon",
	"fatality1", "hiact1", "hostlev1", "sidea1", "orig1",
}

const (
	dispOngoing = iota
	dispOnset
	dispHostlev
	dispFatality
	dispMindur
	dispMaxdur
	dispRecip
	dispStmon
	dispOwn // the first of those of one state
)

// dispute is what a directed dyad had of a dispute in a year; what is missing
// is unknown.
type dispute struct {
	number int
	values [13]float64
	known  [13]bool
}

func (d *dispute) or(k int, missing float64) float64 {
	if d.known[k] {
		return d.values[k]
	}
	return missing
}

// rank is what a rule prefers: the greatest.
func (w Whittling) rank(d *dispute) float64 {
	switch w {
	case Onsets:
		return d.or(dispOnset, 0)
	case Fatality:
		return d.or(dispFatality, 0.5)
	case Hostility:
		return d.or(dispHostlev, -9)
	case MinDuration:
		return d.or(dispMindur, -9)
	case MaxDuration:
		return d.or(dispMaxdur, -9)
	case Reciprocation:
		return d.or(dispRecip, -9)
	case StartMonth:
		return -d.or(dispStmon, 99)
	}
	return -float64(d.number)
}

// whittle leaves one of the disputes.
func whittle(list []*dispute, rules []Whittling) *dispute {
	for _, rule := range rules {
		if len(list) == 1 {
			break
		}
		best := rule.rank(slices.MaxFunc(list, func(a, b *dispute) int { return cmp.Compare(rule.rank(a), rule.rank(b)) }))
		list = slices.DeleteFunc(slices.Clone(list), func(d *dispute) bool { return rule.rank(d) < best })
	}
	return list[0]
}

// disputes fills the columns of the record of disputes by Gibler, Miller and
// Little: whether there was one, whether it began, how many there were, and
// what the one that the whittling rules leave was like.
func disputes(l *filling) error {
	const id = "gml-mid"
	cov, _ := l.Covers(id)
	byRow := map[int]map[int]*[2]dispute{} // row, dispute: first state's, second state's
	err := l.eachTie(id, disputeVariables, func(t *entente.TieColumns, i, row int, forward bool) {
		number, err := strconv.Atoi(t.Label[i])
		if err != nil || t.Status[i] != entente.Known {
			return
		}
		if byRow[row] == nil {
			byRow[row] = map[int]*[2]dispute{}
		}
		d := byRow[row][number]
		if d == nil {
			d = new([2]dispute)
			byRow[row][number] = d
		}
		k := slices.Index(disputeVariables, t.Variable[i])
		side := &d[0]
		if !forward {
			side = &d[1]
		}
		side.number = number
		// Two rows of a dispute differ in what is not read here; the higher.
		side.values[k] = max(side.values[k], t.Value[i])
		side.known[k] = true
	})
	if err != nil {
		return err
	}
	whole := func(name, label string, of ...string) entente.Variable {
		return entente.Variable{Name: name, Label: label, Kind: entente.Whole, Sources: []string{id}, Of: of}
	}
	ongoing := l.column(whole("gmlmidongoing", "Militarized dispute in the year (GML)", "midongoing"), cov)
	onset := l.column(whole("gmlmidonset", "Militarized dispute began in the year (GML)", "midonset"), cov)
	n := l.column(whole("gmlmiddisputes", "Disputes in the year, before whittling (GML)", "midongoing"), cov)
	var of []*Column
	detail := func(name, label, variable string) {
		v := whole(name, label+", of the dispute that whittling leaves (GML)", variable)
		v.Absence = "undefined: no dispute"
		v.Undef = "no dispute in the year, so none that could have it"
		c := l.column(v, cov)
		for row, s := range c.status {
			if s == entente.Known {
				c.mark(row, entente.Undefined)
			}
		}
		of = append(of, c)
	}
	detail("dispnum", "Number", "midongoing")
	detail("hostlev", "Highest hostility, 1 to 5 (war)", "hostlev")
	detail("fatality", "Level of fatality, 0 to 6", "fatality")
	detail("mindur", "Least duration in days", "mindur")
	detail("maxdur", "Greatest duration in days", "maxdur")
	detail("recip", "Reciprocated", "recip")
	detail("stmon", "Month in which it began", "stmon")
	for _, v := range disputeVariables[dispOwn:] {
		label := map[string]string{"fatality1": "Fatality", "hiact1": "Highest action", "hostlev1": "Hostility", "sidea1": "Side A", "orig1": "In it from the first day"}[v]
		detail(v, label+" of the first state", v)
		detail(strings.TrimSuffix(v, "1")+"2", label+" of the second state", v)
	}
	for row, there := range byRow {
		list := make([]*dispute, 0, len(there))
		for _, d := range there {
			if d[0].number == 0 { // only the other direction has a row
				d[0].number = d[1].number
				copy(d[0].values[:dispOwn], d[1].values[:dispOwn])
				copy(d[0].known[:dispOwn], d[1].known[:dispOwn])
			}
			list = append(list, &d[0])
		}
		slices.SortFunc(list, func(a, b *dispute) int { return cmp.Compare(a.number, b.number) })
		ongoing.set(row, 1)
		n.set(row, float64(len(list)))
		left := whittle(list, l.Whittle)
		other := &there[left.number][1]
		onset.set(row, left.or(dispOnset, 0))
		of[0].set(row, float64(left.number))
		for i, k := range []int{dispHostlev, dispFatality, dispMindur, dispMaxdur, dispRecip, dispStmon} {
			of[1+i].enter(row, left, k)
		}
		for i := range disputeVariables[dispOwn:] {
			of[7+2*i].enter(row, left, dispOwn+i)
			of[8+2*i].enter(row, other, dispOwn+i)
		}
	}
	return nil
}

func (c *Column) enter(row int, d *dispute, k int) {
	if d.known[k] {
		c.set(row, d.values[k])
	} else {
		c.mark(row, entente.Missing)
	}
}
