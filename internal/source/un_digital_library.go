package source

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	"github.com/entente-observatory/entente"
)

// unDigitalLibrary is the United Nations' own record of the roll calls by
// which resolutions were adopted. Its terms are non-commercial, so that it
// stands beside the Voeten data, which add issue codes and votes on
// amendments and paragraphs, and does not take their place.
var unDigitalLibrary = &entente.Dataset{
	ID:      "un-digital-library",
	Title:   "United Nations General Assembly Voting Data",
	Version: "version 5 (February 2026)",
	References: []entente.Reference{{
		Key: "undl2026gavoting", Kind: "misc",
		Authors: []string{"{United Nations Dag Hammarskjöld Library}"},
		Title:   "General Assembly Voting Data", Year: 2026, Container: "United Nations",
		URL: undlHome,
	}},
	Home:     undlHome,
	Terms:    "United Nations: non-commercial use with attribution (https://www.un.org/en/about-us/terms-of-use).",
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1946, 12, 11), To: entente.Day(2025, 12, 30)},
	Absence:  entente.AbsenceUnknown,
	Notes: "Resolutions adopted by a recorded vote only: votes on paragraphs, on amendments and on drafts that failed are not in it. " +
		"A state that did not vote is coded X (NV in 2024), or has no code, whether it was absent or chose not to take part: all are read as absent. " +
		"Roll calls are keyed by the library's control number, not by rcid. No issue and no importance is coded, and no roll call is matched with an earlier one. " +
		"A roll call of a special or emergency session, such as ES-10, is given the regular session in progress on its day, taking sessions to open on 15 September; " +
		"so is one without a session whose symbol names none. " +
		"The seat of China before 25 October 1971 is the Republic of China's (713).",
	Files: undlFiles,
	Read:  readUNDL,
}

const undlHome = "https://digitallibrary.un.org/record/4060887"

// undlFiles lists the editions, the newest first. Only the newest that is
// there is read.
var undlFiles = []entente.File{
	{
		Name: "un-digital-library/2026_02_06_ga_voting.csv", Optional: true,
		URLs:   []string{undlHome + "/files/2026_02_06_ga_voting.csv"},
		Layout: "undl_id, ms_code, ms_name, ms_vote (Y, N, A, X), date, session, resolution, title, agenda_title, vote_note; the rest of the 20 columns is not used",
	},
	{
		Name: "un-digital-library/2025_03_31_ga_voting_corr1.csv", Optional: true,
		URLs:   []string{undlHome + "/files/2025_03_31_ga_voting_corr1.csv"},
		Layout: "the same without vote_note, 19 columns",
	},
	{
		Name: "un-digital-library/2024_09_12_ga_resolutions_voting.csv", Optional: true,
		URLs:   []string{undlHome + "/files/2024_09_12_ga_resolutions_voting.csv"},
		Layout: "undl_id, ms_codes, ms_names, ms_votes (Y, N, A, NV), resolutions, title, modality, agenda_titles, date; the session is taken from the symbol of the resolution",
	},
}

// roc is the Republic of China, which held the seat of China until General
// Assembly resolution 2758 (XXVI).
const roc entente.CCode = 713

var seatOfChinaPasses = entente.Day(1971, 10, 25)

func readUNDL(ctx context.Context, dir fs.FS, out entente.Sink) error {
	for i := range undlFiles {
		if !Present(dir, undlFiles[i]) {
			continue
		}
		b, err := readUNDLEdition(ctx, dir, out, i)
		if err != nil {
			return err
		}
		b.emit(out, nil)
		return nil
	}
	return &Error{File: undlFiles[0].Name, What: "no such file, and no older edition", Do: "fetch it from " + undlHome, Err: fs.ErrNotExist}
}

func readUNDLEdition(ctx context.Context, dir fs.FS, out entente.Sink, file int) (*ballots, error) {
	t, err := openTable(ctx, dir, undlFiles, file, out)
	if err != nil {
		return nil, err
	}
	defer t.close()
	c := undlColumns{
		id: t.column("undl_id"), code: t.column("ms_code", "ms_codes"), name: t.column("ms_name", "ms_names"),
		vote: t.column("ms_vote", "ms_votes"), date: t.column("date"),
		session: t.optional("session"), resolution: t.column("resolution", "resolutions"),
		title: t.column("title"), agenda: t.optional("agenda_title", "agenda_titles"), modality: t.optional("modality"),
	}
	same := []int{c.date, c.resolution, c.title}
	if c.session >= 0 {
		same = append(same, c.session)
	}
	b := newBallots()
	seats := newSeats()
	var first [][]string
	for t.next() {
		id, choice := int32(t.int(c.id, 1, 1<<31-1)), t.choiceLetter(c.vote)
		if t.bad() {
			continue
		}
		if c.modality >= 0 && strings.Contains(strings.ToLower(t.text(c.modality)), "without") {
			t.remark("rows of resolutions adopted without a vote, left out")
			continue
		}
		call := b.find(id)
		var r entente.RollCall
		if call >= 0 {
			r = b.calls[call]
		} else {
			r = t.undlRollCall(id, &c)
		}
		state := seats.holder(t, &c, r.Date)
		if t.bad() {
			continue
		}
		if call < 0 {
			call = b.add(r)
			first = append(first, t.rawCells(same))
		}
		for i, col := range same {
			if string(t.raw(col)) != first[call][i] {
				t.remark("rows that differ in " + t.columnName(col) + " from the first row of their roll call, which is followed")
			}
		}
		b.vote(t, call, state, choice)
	}
	return b, t.err
}

type undlColumns struct {
	id, code, name, vote, date, session, resolution, title, agenda, modality int
}

func (t *table) undlRollCall(id int32, c *undlColumns) entente.RollCall {
	r := entente.RollCall{
		ID: id, Date: t.date(c.date), Resolution: t.textOr(c.resolution),
		Short: t.textOr(c.agenda), Description: t.textOr(c.title),
		Amendment: entente.Off, Paragraph: entente.Off,
		Ref: t.ref(),
	}
	if t.reason == "" {
		r.Session = t.regularSession(c.session, r.Resolution, r.Date)
	}
	return r
}

// regularSession gives the regular session that a roll call is of: as its
// session says, else as the symbol of its resolution does, else the one in
// progress on the day. A session that the day contradicts makes the row bad.
func (t *table) regularSession(c int, symbol string, day entente.Date) int16 {
	inProgress := sessionOn(day)
	n, ok := 0, false
	if t.isMissing(c) {
		n, ok = sessionOfSymbol(symbol)
	} else {
		n, ok = parseInt(t.bytes(c))
	}
	if !ok {
		return int16(inProgress)
	}
	if n < inProgress-1 || n > inProgress+1 {
		t.fault("impossible session", fmt.Sprintf("session %d on %v, in or after session %d; correct the date or the session", n, day, inProgress))
		return 0
	}
	return int16(n)
}

// sessionOn gives the regular session in progress on a day, taking sessions
// to open on 15 September and to last until the next one opens.
func sessionOn(day entente.Date) int {
	year, month, d := day.YMD()
	n := entente.YearSession(year)
	if month < 9 || month == 9 && d < 15 {
		n--
	}
	return max(n, 1)
}

// sessionOfSymbol reads the regular session in the symbol of a resolution:
// A/RES/78/123, or before 1976 A/RES/3379(XXX).
func sessionOfSymbol(symbol string) (int, bool) {
	rest, ok := strings.CutPrefix(symbol, "A/RES/")
	if !ok {
		return 0, false
	}
	if session, _, ok := strings.Cut(rest, "/"); ok {
		return parseInt([]byte(session))
	}
	_, after, ok := strings.Cut(rest, "(")
	roman, _, closed := strings.Cut(after, ")")
	if !ok || !closed {
		return 0, false
	}
	return parseRoman(roman)
}

// parseRoman reads a Roman numeral below 90, written the one usual way.
func parseRoman(s string) (int, bool) {
	value := map[byte]int{'I': 1, 'V': 5, 'X': 10, 'L': 50}
	n := 0
	for i := range len(s) {
		v := value[s[i]]
		if v == 0 {
			return 0, false
		}
		if i+1 < len(s) && value[s[i+1]] > v {
			v = -v
		}
		n += v
	}
	return n, n > 0
}

// seats finds the state that held a seat.
type seats struct{ codes, names *namesakes }

func newSeats() *seats {
	states := entente.States()
	return &seats{
		codes: newNamesakes(func(code string, day entente.Date) (entente.CCode, error) {
			return states.ResolveCode(entente.ISO3, code, day)
		}),
		names: newNamesakes(states.Resolve),
	}
}

// holder reads the state of the row: by its code, which is ISO 3166-1 alpha-3
// or a former code of 3166-3, else by its name.
func (s *seats) holder(t *table, c *undlColumns, day entente.Date) entente.CCode {
	code := t.bytes(c.code)
	if day < seatOfChinaPasses && string(code) == "CHN" {
		return roc
	}
	if state, err := s.codes.on(code, day); err == nil {
		return state
	}
	state, err := s.names.on(t.bytes(c.name), day)
	if err != nil {
		t.unknownState(c.code, err.Error())
	}
	return state
}

// choiceLetter reads a vote in the letters of the library. A state that did
// not vote has X, NV, or in the library's pages nothing.
func (t *table) choiceLetter(c int) entente.Choice {
	switch string(t.bytes(c)) {
	case "Y":
		return entente.Yes
	case "A":
		return entente.Abstain
	case "N":
		return entente.No
	case "X", "NV":
		return entente.Absent
	case "":
		t.remark("rows without a letter, read as absent")
		return entente.Absent
	}
	t.wrong(c, "impossible value", "Y (yes), A (abstain), N (no), X or NV (did not vote)")
	return dropped
}
