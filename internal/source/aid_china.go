package source

import (
	"context"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// aidChina is what AidData knows of the projects abroad that Chinese official
// bodies pay for: all of 2000-2014, and those in South, Central and East Asia
// that count as public diplomacy, 2000-2017. The two overlap and have
// variables of their own.
//
// A project becomes a directed tie from China to the recipient in the year of
// commitment: its amount in US dollars of 2014 (or of the producers' later
// base year in the second file), which is missing where the amount is not
// known, under the class of the flow. Projects of the first file that its
// producers don't recommend for sums (umbrellas, pledges, cancelled ones) are
// not_recommended. The label is the number of the project.
var aidChina = &entente.Dataset{
	ID:      "aid-china",
	Title:   "Chinese Official Finance",
	Version: "Global Chinese Official Finance 1.0; China's Public Diplomacy 2.0",
	References: []entente.Reference{
		{
			Key: "dreher2021", Kind: "article", Authors: []string{"Dreher, Axel", "Fuchs, Andreas", "Parks, Bradley", "Strange, Austin", "Tierney, Michael J."},
			Title: "Aid, China, and Growth: Evidence from a New Global Development Finance Dataset", Year: 2021,
			Container: "American Economic Journal: Economic Policy", Volume: "13", Pages: "135-174", DOI: "10.1257/pol.20180631",
		},
		diplomacyReference,
	},
	Home:     "https://www.aiddata.org/data/chinese-global-official-finance-dataset",
	Terms:    "ODC-BY: free with citation.",
	Rights:   entente.Open,
	Coverage: entente.Period{From: entente.Day(2000, 1, 1), To: entente.Day(2017, 12, 31)},
	Absence:  entente.AbsenceUnknown,
	Notes: "A commitment is no disbursement. Projects for several recipients have one amount, which is not divided: they are not in the state system. " +
		"The public-diplomacy file has seven rows whose quotes are not doubled; they cannot be parted into cells.",
	Files: aidChinaFiles,
	Read:  readAidChina,
}

var aidChinaFiles = []entente.File{
	{Name: "aid/GlobalChineseOfficialFinanceDataset_v1.0.xlsx", Optional: true,
		Layout: "project_id, recommended_for_research (1, 0), year, flow_class, usd_defl_2014, recipient_condensed, recipient_count, recipient_cow_code, among others"},
	{Name: "aid/ChineseFinancialPublicDiplomacyProjectDetails.csv", Optional: true,
		Layout: "project_id, recommended_for_research (true, false), year, category, usd_defl, recipient_oecd_name, recipient_condensed, recipient_cow_code, among others"},
}

// aidFlows and aidCategories name the variables of the two files.
var (
	aidFlows = map[string]string{
		"ODA-like": "oda_like", "OOF-like": "oof_like", "Vague (Official Finance)": "vague_official_finance",
		"Official Investment": "official_investment", "Joint Ventures with Recipient": "joint_venture",
		"CA +/- (NGO Aid)": "ngo_aid", "Military": "military_aid", "Corporate": "corporate",
	}
	aidCategories = map[string]string{
		"Infrastructure Investments": "infrastructure", "Humanitarian Assistance": "humanitarian", "Budget Support": "budget_support",
		"Debt Relief": "debt_relief", "None of the above": "other_finance",
	}
)

// aidSettled has a name of what is no state.
var aidSettled = map[string]entente.CCode{"Palestinian Adm. Areas": 0}

const notRecommended = "not_recommended"

func readAidChina(ctx context.Context, dir fs.FS, out entente.Sink) error {
	if _, err := firstOf(dir, aidChinaFiles, 0, 1); err != nil {
		return err
	}
	for i := range aidChinaFiles {
		if !Present(dir, aidChinaFiles[i]) {
			continue
		}
		if err := readAidProjects(ctx, dir, i, out); err != nil {
			return err
		}
	}
	return nil
}

func readAidProjects(ctx context.Context, dir fs.FS, i int, out entente.Sink) error {
	t, err := openTable(ctx, dir, aidChinaFiles, i, out, "NA")
	if err != nil {
		return err
	}
	defer t.close()
	class, kinds, amount := "flow_class", aidFlows, "usd_defl_2014"
	if i == 1 {
		class, kinds, amount = "category", aidCategories, "usd_defl"
	}
	id, sound, year := t.column("project_id"), t.column("recommended_for_research"), t.column("year")
	kind, usd := t.column(class), t.column(amount)
	recipient, ccode, count := t.column("recipient_condensed"), t.column("recipient_cow_code"), t.optional("recipient_count")
	seen := map[int]uint32{}
	for t.next() {
		project, p := t.int(id, 1, 1e9), entente.CalendarYear(max(1500, t.year(year)))
		variable, known := kinds[t.text(kind)]
		if !known {
			t.wrong(kind, "unknown code", "a class of the codebook")
		}
		if !slices.Contains([]string{"1", "true"}, strings.ToLower(t.text(sound))) {
			variable = notRecommended
		}
		value, status := t.floatOr(usd, 0, 1e13)
		if line, twice := seen[project]; t.reason == "" && twice {
			t.fault("project given twice", "it is also in line "+strconv.Itoa(int(line)))
		}
		if several, ok := t.intOr(count, 0, 999); t.reason == "" && (ok && several > 1 || strings.HasSuffix(t.text(recipient), ", regional")) {
			t.fault(outsideSystem, "several recipients: "+clip(t.text(recipient)))
		}
		if t.bad() {
			continue
		}
		var to []party
		if t.isMissing(ccode) {
			to = t.party(recipient, t.text(recipient), p, byName, aidSettled)
		} else {
			to = []party{{t.state(ccode), p}}
		}
		if t.bad() {
			continue
		}
		seen[project] = t.line
		t.ties([]party{{china, p}}, to, entente.Tie{Directed: true, Variable: variable, Value: value, Status: status, Label: strconv.Itoa(project)})
	}
	return t.err
}
