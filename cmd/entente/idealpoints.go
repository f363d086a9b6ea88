package main

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/entente-observatory/entente"
	"github.com/spf13/cobra"
)

// idealPointRow is a row of the table as JSON shows it; the CSV has the same
// names. The interval lo, hi is the calibrated one, replicated_lo and
// replicated_hi that of the published procedure (docs/methods/ideal-points.md).
type idealPointRow struct {
	CCode   entente.CCode `json:"ccode"`
	ISO3    string        `json:"iso3"`
	Session int           `json:"session"`
	Year    int           `json:"year"`
	Theta   float64       `json:"theta"`
	Lo      float64       `json:"lo"`
	Hi      float64       `json:"hi"`
	NVotes  int           `json:"n_votes"`
	RepLo   float64       `json:"replicated_lo"`
	RepHi   float64       `json:"replicated_hi"`
}

func (a *app) idealPoints() *cobra.Command {
	var votes string
	var from, to int
	c := &cobra.Command{
		Use:   "ideal-points [STATE…]",
		Short: "Positions in the UN General Assembly by state and session, with intervals",
		Long: `Ideal points of Bailey, Strezhnev and Voeten's dynamic ordinal model, for every
state and session since 1946, from all votes or a subset of them. lo and hi
bound the 90 % interval that is calibrated under the random-walk model; JSON
also gives the interval of the replicated published procedure.`,
		Example: "  entente ideal-points PAK IND --from 1990\n  entente ideal-points --votes human-rights --format csv > hr.csv",
		RunE: func(c *cobra.Command, args []string) error {
			set, err := entente.ParseVoteSet(votes)
			if err != nil {
				return &usageError{err, "see: entente ideal-points --help"}
			}
			var states []entente.CCode
			for _, name := range args {
				code, err := entente.States().ResolveEver(name)
				if err != nil {
					return err
				}
				states = append(states, code)
			}
			o, err := a.open()
			if err != nil {
				return err
			}
			t, err := o.edition.IdealPoints(set)
			if err != nil {
				return err
			}
			rows := []idealPointRow{}
			for _, r := range t.Rows {
				year := entente.SessionYear(int(r.Session))
				if len(states) > 0 && !slices.Contains(states, r.State) || from != 0 && year < from || to != 0 && year > to {
					continue
				}
				rows = append(rows, idealPointRow{r.State, entente.States().ISO3(r.State),
					int(r.Session), year, r.Theta, r.Lo, r.Hi, int(r.Votes), r.RepLo, r.RepHi})
			}
			if len(rows) == 0 {
				return fmt.Errorf("no state asked for voted in that time in this set of votes (%s)", set)
			}
			return a.printIdealPoints(rows)
		},
	}
	c.Flags().StringVar(&votes, "votes", "all", "all, important, no-nuclear, nuclear, human-rights, middle-east, colonial, disarmament or economic")
	c.Flags().IntVar(&from, "from", 0, "first year")
	c.Flags().IntVar(&to, "to", 0, "last year")
	return a.answers(c)
}

func (a *app) printIdealPoints(rows []idealPointRow) error {
	if a.format == "json" {
		return a.printJSON(rows)
	}
	var table [][]string
	for _, r := range rows {
		table = append(table, []string{strconv.Itoa(int(r.CCode)), r.ISO3, strconv.Itoa(r.Session), strconv.Itoa(r.Year), f6(r.Theta), f6(r.Lo), f6(r.Hi), strconv.Itoa(r.NVotes)})
	}
	header := []string{"ccode", "iso3", "session", "year", "theta", "lo", "hi", "n_votes"}
	if a.format == "csv" {
		return a.printCSV(header, table)
	}
	for _, row := range table {
		for i := 4; i <= 6; i++ {
			row[i] = row[i][:len(row[i])-3]
		}
	}
	printTable(a.stdout, []string{">ccode", "iso3", ">session", ">year", ">theta", ">lo", ">hi", ">n_votes"}, table)
	return nil
}
