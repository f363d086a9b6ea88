package main

import (
	"fmt"
	"strconv"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/internal/measure"
	"github.com/spf13/cobra"
)

// agreementRow is how two states voted together in a session.
type agreementRow struct {
	CCode1  entente.CCode               `json:"ccode1"`
	CCode2  entente.CCode               `json:"ccode2"`
	Session int                         `json:"session"`
	Year    int                         `json:"year"`
	Votes   string                      `json:"votes"`
	N       int                         `json:"n"`
	Joint   entente.JointVotes          `json:"joint"` // yes-yes, yes-abstain, yes-no, abstain-yes, …
	Measure map[string]entente.Estimate `json:"measures"`
}

func (a *app) agreement() *cobra.Command {
	var votes string
	c := &cobra.Command{
		Use:   "agreement STATE STATE",
		Short: "How two states voted together, by session: agreement, S, pi, kappa, with intervals",
		Long: `Agreement compares two states' votes in each session of the UN General Assembly:
raw agreement with half credit (agree), the share of equal votes (exact),
Signorino and Ritter's S, Scott's pi and Cohen's kappa, with linear (_lin),
squared (_quad) and nominal (_nom) distances, each with its 90 % interval.`,
		Example: "  entente agreement USA GBR\n  entente agreement IND PAK --votes nuclear --format csv",
		Args:    exactly(2, "two states"),
		RunE: func(c *cobra.Command, args []string) error {
			x, y, err := two(args)
			if err != nil {
				return err
			}
			set, err := entente.ParseVoteSet(votes)
			if err != nil {
				return &usageError{err, "see: entente agreement --help"}
			}
			o, err := a.open()
			if err != nil {
				return err
			}
			t, err := o.edition.Agreements(set)
			if err != nil {
				return err
			}
			rows := []agreementRow{}
			for _, s := range t.Sessions {
				g, ok := t.Find(x, y, s.Session)
				if !ok || g.Joint.N() == 0 {
					continue
				}
				r := agreementRow{x, y, s.Session, entente.SessionYear(s.Session), set.String(), g.Joint.N(), g.Joint, map[string]entente.Estimate{}}
				for m := range measure.NumSimilarities {
					r.Measure[m.String()] = m.Of(g)
				}
				rows = append(rows, r)
			}
			if len(rows) == 0 {
				return fmt.Errorf("%s and %s have no common vote in this set of votes (%s)", args[0], args[1], set)
			}
			return a.printAgreement(rows)
		},
	}
	c.Flags().StringVar(&votes, "votes", "all", "all, nuclear, human-rights, middle-east, colonial, disarmament or economic")
	return a.answers(c)
}

func (a *app) printAgreement(rows []agreementRow) error {
	switch a.format {
	case "json":
		return a.printJSON(rows)
	case "csv":
		header := []string{"ccode1", "ccode2", "session", "year", "votes", "n"}
		for m := range measure.NumSimilarities {
			header = append(header, m.String(), m.String()+"_lo", m.String()+"_hi", m.String()+"_status")
		}
		var table [][]string
		for _, r := range rows {
			row := []string{strconv.Itoa(int(r.CCode1)), strconv.Itoa(int(r.CCode2)), strconv.Itoa(r.Session), strconv.Itoa(r.Year), r.Votes, strconv.Itoa(r.N)}
			for m := range measure.NumSimilarities {
				row = append(row, cells(r.Measure[m.String()])...)
			}
			table = append(table, row)
		}
		return a.printCSV(header, table)
	}
	reg := entente.States()
	fmt.Fprintf(a.stdout, "%s and %s in the UN General Assembly, %s votes; 90 %% intervals\n\n", reg.Get(rows[0].CCode1).Name, reg.Get(rows[0].CCode2).Name, rows[0].Votes)
	var table [][]string
	for _, r := range rows {
		row := []string{strconv.Itoa(r.Year), strconv.Itoa(r.N)}
		for _, m := range []measure.Similarity{measure.RawAgreement, measure.SAbsolute, measure.PiLinear, measure.KappaLinear} {
			row = append(row, words(r.Measure[m.String()]))
		}
		table = append(table, row)
	}
	printTable(a.stdout, []string{">year", ">n", ">agreement", ">S", ">pi", ">kappa"}, table)
	fmt.Fprintln(a.stdout, "\nn is the number of roll calls on which both voted, unanimous ones left out.")
	return nil
}
