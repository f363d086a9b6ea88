package source

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/entente-observatory/entente"
)

// unVotes is the record of roll calls in the UN General Assembly that the
// field estimates ideal points from. It has been published in three layouts;
// the first that is there is read, in the order of unVotesLayouts, which puts
// those that tell absent from not a member first.
var unVotes = &entente.Dataset{
	ID:      "un-votes",
	Title:   "United Nations General Assembly Voting Data",
	Version: "release of 2021, sessions 1-75",
	References: []entente.Reference{
		{
			Key: "voeten2009unga", Kind: "misc",
			Authors: []string{"Voeten, Erik", "Strezhnev, Anton", "Bailey, Michael"},
			Title:   "United Nations General Assembly Voting Data", Year: 2009, Container: "Harvard Dataverse",
			DOI: "10.7910/DVN/LEJUQZ", URL: "https://doi.org/10.7910/DVN/LEJUQZ",
		},
		{
			Key: "bailey2017estimating", Kind: "article",
			Authors: []string{"Bailey, Michael A.", "Strezhnev, Anton", "Voeten, Erik"},
			Title:   "Estimating Dynamic State Preferences from United Nations Voting Data", Year: 2017,
			Container: "Journal of Conflict Resolution", Volume: "61(2)", Pages: "430-456", DOI: "10.1177/0022002715595700",
		},
	},
	Home:     unVotesHome,
	Terms:    "CC0 1.0 (public domain dedication); cite the data set.",
	Rights:   entente.Open,
	Coverage: entente.Period{From: entente.Day(1946, 1, 1), To: entente.Day(2021, 3, 3)},
	Absence:  entente.AbsenceUnknown,
	Notes: "The single table has no lasting address and is downloaded by hand from the page of the data set; the other layouts are read where it is not there. " +
		"The single table and the two tab-separated tables code absent (8) and not a member (9); the three-table layout has only votes cast. " +
		"Rows with code 9 stand for years in which a state was no member of the United Nations, many from before it existed. " +
		"The seat of China is the Republic of China's (713) until October 1971. " +
		"Yugoslavia and Serbia are both 345; the single table to session 75 has 285 of its votes as absent that the three tables have as cast. " +
		"To session 51 no roll call is dated after the seventh of its month: the month is that of the vote, the day is not. " +
		"Whether a vote is on an amendment or a paragraph is not coded in sessions 40-51, and after them mostly where it is; importance is not coded for those votes, nor after session 72. A flag that is missing is kept as not coded. " +
		"Emergency sessions keep the session that the producer gives them.",
	Files: unVotesFiles,
	Read:  readUNVotes,
}

// Indices into unVotesFiles.
const (
	unSingle = iota
	unTabVotes
	unTabCalls
	unThreeVotes
	unThreeCalls
	unThreeIssues
	unMatches
)

var unVotesFiles = []entente.File{
	unSingle: {
		Name: "un-votes/UNVotes.csv", Optional: true,
		Layout: "one row per roll call and state: rcid, ccode, vote, session, date; importantvote, unres, amend, para, short, descr, me, nu, di, hr, co, ec where there; the rest (member, Country, Countryname, year, abstain, yes, no, ident, resid, row number) is not used",
	},
	unTabVotes: {
		Name: "un-votes/RawVotingdata.tab", Optional: true,
		Layout: "rcid, ccode, vote, tab- or comma-separated; needs descriptionsnew.tab",
	},
	unTabCalls: {
		Name: "un-votes/descriptionsnew.tab", Optional: true,
		Layout: "one row per roll call: rcid, session, date (YYYY-MM-DD, also with a time, or M/D/YYYY) and the other columns of the single table; save the producer's descriptionsnew.xls as text",
	},
	unThreeVotes: {
		Name: "un-votes/tidytuesday/unvotes.csv", Optional: true,
		URLs:   []string{"https://raw.githubusercontent.com/rfordatascience/tidytuesday/master/data/2021/2021-03-23/unvotes.csv"},
		Layout: "rcid, country, country_code (ISO 3166-1 alpha-2), vote (yes, abstain, no); needs roll_calls.csv",
	},
	unThreeCalls: {
		Name: "un-votes/tidytuesday/roll_calls.csv", Optional: true,
		URLs:   []string{"https://raw.githubusercontent.com/rfordatascience/tidytuesday/master/data/2021/2021-03-23/roll_calls.csv"},
		Layout: "rcid, session, importantvote, date, unres, amend, para, short, descr",
	},
	unThreeIssues: {
		Name: "un-votes/tidytuesday/issues.csv", Optional: true,
		URLs:   []string{"https://raw.githubusercontent.com/rfordatascience/tidytuesday/master/data/2021/2021-03-23/issues.csv"},
		Layout: "rcid, short_name (me, nu, di, hr, co, ec), issue",
	},
	unMatches: {
		Name: "un-votes/Matches.csv", Optional: true,
		URLs:   []string{"https://raw.githubusercontent.com/evoeten/United-Nations-General-Assembly-Votes-and-Ideal-Points/master/Data/Matches.csv"},
		Layout: "pairs of roll calls on one text: rcid1 (the earlier), rcid2",
	},
}

// unVotesLayouts lists the layouts, the fullest first. A layout is there if
// its file of votes is.
var unVotesLayouts = []struct {
	votes int
	read  func(context.Context, fs.FS, entente.Sink) (*ballots, error)
}{
	{unSingle, readUNSingle},
	{unTabVotes, readUNTab},
	{unThreeVotes, readUNThree},
}

func readUNVotes(ctx context.Context, dir fs.FS, out entente.Sink) error {
	for _, layout := range unVotesLayouts {
		if !Present(dir, unVotesFiles[layout.votes]) {
			continue
		}
		b, err := layout.read(ctx, dir, out)
		if err != nil {
			return err
		}
		repeats, err := readUNMatches(ctx, dir, out)
		if err != nil {
			return err
		}
		b.emit(out, repeats)
		return nil
	}
	return &Error{File: unVotesFiles[unSingle].Name, What: "no such file, and neither of the older layouts",
		Do: fmt.Sprintf("fetch it from %s, or put %s and its companions there", unVotesHome, unVotesFiles[unThreeVotes].Name), Err: fs.ErrNotExist}
}

// readUNMatches reads which roll calls are on the same text as an earlier
// one, and gives the earliest for each (Bailey, Strezhnev & Voeten 2017). A
// record without the file has no such links.
func readUNMatches(ctx context.Context, dir fs.FS, out entente.Sink) (map[int32]int32, error) {
	if !Present(dir, unVotesFiles[unMatches]) {
		return nil, nil
	}
	t, err := openTable(ctx, dir, unVotesFiles, unMatches, out, "NA")
	if err != nil {
		return nil, err
	}
	defer t.close()
	rcid1, rcid2 := t.column("rcid1"), t.column("rcid2")
	earliest := map[int32]int32{}
	lines := map[[2]int32]uint32{}
	for t.next() {
		pair := [2]int32{int32(t.int(rcid1, 1, maxRCID)), int32(t.int(rcid2, 1, maxRCID))}
		if t.bad() {
			continue
		}
		if pair[0] >= pair[1] {
			t.reject("impossible match", fmt.Sprintf("rcid1 %d is not before rcid2 %d; swap or remove them", pair[0], pair[1]))
			continue
		}
		if line, ok := lines[pair]; ok {
			t.reject("duplicate row", fmt.Sprintf("the match of %d and %d is also in line %d; remove one", pair[0], pair[1], line))
			continue
		}
		lines[pair] = t.line
		if first, ok := earliest[pair[1]]; !ok || pair[0] < first {
			earliest[pair[1]] = pair[0]
		}
	}
	// What is repeated may be a repeat itself. The chain is followed here and not
	// over the roll calls, for two of its members (5541, 5544) have no votes in
	// the record.
	for _, second := range slices.Sorted(maps.Keys(earliest)) {
		if first, ok := earliest[earliest[second]]; ok {
			earliest[second] = first
		}
	}
	return earliest, t.err
}
