package source

import (
	"context"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// gsdb is the Global Sanctions Data Base: one row for each case, with who
// sanctions whom, by what means, from what year to what year, what for and
// with what success.
//
// A case becomes a directed tie from each sender to each target for each kind
// of sanction in it, and for what the sanctions on trade cover; the label is
// the number of the case. Of the organisations that impose sanctions the file
// lists no members, and who they were at the time is not guessed: such a
// sanction is an attribute of the target, with the organisation in the label.
var gsdb = &entente.Dataset{
	ID:      "gsdb",
	Title:   "Global Sanctions Data Base",
	Version: "release 4",
	References: []entente.Reference{
		{
			Key: "felbermayr2020", Kind: "article",
			Authors: []string{"Felbermayr, Gabriel", "Kirilakha, Aleksandra", "Syropoulos, Constantinos", "Yalcin, Erdal", "Yotov, Yoto V."},
			Title:   "The Global Sanctions Data Base", Year: 2020,
			Container: "European Economic Review", Volume: "129", Pages: "103561", DOI: "10.1016/j.euroecorev.2020.103561",
		},
		{
			Key: "yalcin2025", Kind: "article",
			Authors: []string{"Yalcin, Erdal", "Felbermayr, Gabriel", "Kariem, Heider", "Kirilakha, Aleksandra", "Kwon, Ohyun", "Syropoulos, Constantinos", "Yotov, Yoto V."},
			Title:   "The Global Sanctions Data Base, Release 4: The Heterogeneous Effects of the Sanctions on Russia", Year: 2025,
			Container: "The World Economy", DOI: "10.1111/twec.13739",
		},
	},
	Home:     "https://www.globalsanctionsdatabase.com/",
	Terms:    "Given on request for academic use with citation; not to be passed on.",
	Rights:   entente.FetchYourself,
	Coverage: entente.Period{From: entente.Day(1949, 1, 1), To: entente.Day(2023, 12, 31)},
	Absence:  entente.AbsenceIsZero,
	Notes: "Years are whole: a sanction counts in the year in which it begins and in that in which it ends. A case whose success is coded as ongoing is read as open. " +
		"Germany is 260 until 1990 and then 255. FRY is Yugoslavia (345). Targets that are no states (Hong Kong, Northern Cyprus, the EU, armed groups) are not in the state system.",
	Files: gsdbFiles,
	Read:  readGSDB,
}

var gsdbFiles = []entente.File{{
	Name:   "sanctions/GSDB_V4.csv",
	Layout: "case_id, sanctioned_state, sanctioning_state, begin, end, trade, descr_trade, arms, military, financial, travel, other, success, among others; several states in a cell are parted by commas",
}}

var (
	gsdbKinds  = []string{"trade", "arms", "military", "financial", "travel", "other"}
	gsdbTrades = []string{"exp_part", "exp_compl", "imp_part", "imp_compl"} // export or import, partial or complete
)

// gsdbQualifiers are the parts of names that the file puts behind a comma, so
// that "Korea, North, Singapore" is two states and "Montenegro, Serbia" is not
// one.
var gsdbQualifiers = map[string]bool{
	"Arab Rep.": true, "Democratic Republic of the": true, "North": true, "South": true, "The": true,
}

// gsdbSettled says what the file means by names that the list of states
// leaves open.
var gsdbSettled = map[string]entente.CCode{
	"Germany": 260, "FRY": 345,
	"African Union": 0, "Balkans": 0, "CSCE": 0, "ChinCom": 0, "CoCom": 0, "Comecon": 0, "Commonwealth": 0, "Cyprus (Northern)": 0,
	"ECOWAS": 0, "EEU": 0, "G7": 0, "G8": 0, "ICC Rome Statute Signatories": 0, "Kimberly Process Participants": 0,
	"League of Arab States": 0, "MERCOSUR": 0, "NAFTA": 0, "OAPEC": 0, "OIC": 0, "OSCE": 0, "Organisation of African Unity": 0,
	"Organization of American States": 0, "Organization of Eastern Carribean States": 0, "Pacific Islands Forum": 0,
	"Paris Agreement Signatories": 0, "SADC": 0, "UN": 0, "UNASUR": 0, "Western countries": 0,
	"Terrorist Organizations (Al-Qaeda)": 0, "Terrorist Organizations (ISIL and ANF)": 0,
	"Terrorist Organizations (Taliban and Al-Qaeda)": 0, "Terrorist Organizations (Taliban)": 0,
}

func readGSDB(ctx context.Context, dir fs.FS, out entente.Sink) error {
	t, err := openTable(ctx, dir, gsdbFiles, 0, out)
	if err != nil {
		return err
	}
	defer t.close()
	id, target, sender := t.column("case_id"), t.column("sanctioned_state"), t.column("sanctioning_state")
	begin, end, success, covers := t.column("begin"), t.column("end"), t.column("success"), t.column("descr_trade")
	var kinds []int
	for _, k := range gsdbKinds {
		kinds = append(kinds, t.column(k))
	}
	seen := map[int]uint32{}
	for t.next() {
		number, from, to := t.int(id, 1, 1e6), t.year(begin), t.year(end)
		variables := t.gsdbVariables(kinds, covers)
		if t.reason == "" && to < from {
			t.fault("ends before it begins", fmt.Sprintf("%d to %d", from, to))
		}
		if line, twice := seen[number]; t.reason == "" && twice {
			t.fault("case given twice", fmt.Sprintf("case %d is also in line %d", number, line))
		}
		if t.bad() {
			continue
		}
		p := entente.Period{From: entente.CalendarYear(from).From, To: entente.CalendarYear(to).To}
		if strings.Contains(t.textOr(success), "ongoing") {
			p.To = entente.Ongoing
		}
		targets, others := t.gsdbParties(target, p)
		senders, organisations := t.gsdbParties(sender, p)
		if t.reason == "" && targets == nil {
			t.fault(outsideSystem, "target "+clip(t.text(target)))
		}
		if t.reason == "" && senders == nil && organisations == nil {
			t.fault("no sender", "sanctioning_state names nobody")
		}
		if t.bad() {
			continue
		}
		seen[number] = t.line
		if organisations != nil {
			t.remark("cases with a sender that is no state, kept as what befalls the target")
		}
		if others != nil {
			t.remark("cases with a target that is no state beside one that is")
		}
		label := strconv.Itoa(number)
		for _, v := range variables {
			t.ties(senders, targets, entente.Tie{Directed: true, Variable: v, Value: 1, Label: label})
			for _, o := range organisations {
				for _, x := range targets {
					out.Attribute(entente.Attribute{State: x.state, Period: x.period, Variable: v, Value: 1, Label: label + " " + o, Ref: t.ref()})
				}
			}
		}
	}
	return t.err
}

// gsdbVariables names the kinds of sanctions that a case has.
func (t *table) gsdbVariables(kinds []int, covers int) []string {
	var variables []string
	for k, c := range kinds {
		if t.int(c, 0, 1) == 1 {
			variables = append(variables, gsdbKinds[k])
		}
	}
	if t.isMissing(covers) {
		return variables
	}
	for part := range strings.SplitSeq(t.text(covers), ",") {
		part = strings.TrimSpace(part)
		known := false
		for _, k := range gsdbTrades {
			known = known || k == part
		}
		if !known {
			t.wrong(covers, "unknown code", "a list of "+strings.Join(gsdbTrades, ", "))
			return nil
		}
		variables = append(variables, part)
	}
	return variables
}

// gsdbParties reads a list of states and organisations.
func (t *table) gsdbParties(c int, p entente.Period) (states []party, organisations []string) {
	var names []string
	for piece := range strings.SplitSeq(t.text(c), ",") {
		piece = strings.TrimSpace(piece)
		if last := len(names) - 1; last >= 0 && gsdbQualifiers[piece] {
			names[last] += ", " + piece
			continue
		}
		names = append(names, piece)
	}
	for _, name := range names {
		if found := t.parties(c, name, p, byName, gsdbSettled); found != nil {
			states = append(states, found...)
		} else {
			organisations = append(organisations, name)
		}
	}
	return states, organisations
}
