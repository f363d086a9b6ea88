package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
	"github.com/spf13/cobra"
)

func (a *app) states() *cobra.Command {
	var on string
	c := &cobra.Command{
		Use:   "states [NAME]",
		Short: "The states, their codes and their time; or what a name means on a date",
		Long: `States lists the members of the state system since 1816 with their spells of
membership in days and their codes, or tells what a name or code means. With
--on a date the name is taken as it was used then: Germany in 1975 is two
states, and the answer says so.`,
		Example: "  entente states\n  entente states Germany --on 1975\n  entente states USSR --on 1975-06-01\n  entente states NA",
		RunE: func(c *cobra.Command, args []string) error {
			reg := entente.States()
			if len(args) == 0 {
				var list []*entente.State
				for _, s := range reg.All() {
					if on != "" {
						d, err := entente.ParseDate(on)
						if err != nil {
							return err
						}
						if !s.MemberOn(d) {
							continue
						}
					}
					list = append(list, s)
				}
				return a.printStates(list)
			}
			name := strings.Join(args, " ")
			var code entente.CCode
			var err error
			if on == "" {
				code, err = reg.ResolveEver(name)
			} else {
				var d entente.Date
				if d, err = entente.ParseDate(on); err != nil {
					return err
				}
				code, err = reg.Resolve(name, d)
			}
			if err != nil {
				return err
			}
			return a.printStates([]*entente.State{reg.Get(code)})
		},
	}
	c.Flags().StringVar(&on, "on", "", "date (YYYY-MM-DD or YYYY)")
	return a.answers(c)
}

// stateView is a state as the JSON form shows it.
type stateView struct {
	CCode      entente.CCode          `json:"ccode"`
	Letters    string                 `json:"cow_letters"`
	Name       string                 `json:"name"`
	Membership []periodView           `json:"membership"`
	Codes      map[string][]labelView `json:"codes"`
	Heirs      []entente.CCode        `json:"heirs,omitempty"`
}

type periodView struct {
	From string `json:"from"`
	To   string `json:"to"` // empty: not ended
}

type labelView struct {
	Code string `json:"code"`
	periodView
}

func viewPeriod(p entente.Period) periodView {
	v := periodView{}
	if p.From != entente.Beginning {
		v.From = p.From.String()
	}
	if p.To != entente.Ongoing {
		v.To = p.To.String()
	}
	return v
}

func viewState(s *entente.State) stateView {
	v := stateView{CCode: s.Code, Letters: s.Abb, Name: s.Name, Heirs: s.Heirs, Codes: map[string][]labelView{}}
	for _, m := range s.Membership {
		v.Membership = append(v.Membership, viewPeriod(m))
	}
	for sys, labels := range s.Codes {
		for _, l := range labels {
			name := entente.System(sys).String()
			v.Codes[name] = append(v.Codes[name], labelView{l.Text, viewPeriod(l.Period)})
		}
	}
	return v
}

func (a *app) printStates(list []*entente.State) error {
	switch a.format {
	case "json":
		views := make([]stateView, len(list))
		for i, s := range list {
			views[i] = viewState(s)
		}
		return a.printJSON(views)
	case "csv":
		header := []string{"ccode", "cow_letters", "name", "start", "end"}
		for sys := entente.GW; sys < entente.NumSystems; sys++ {
			header = append(header, strings.ReplaceAll(sys.String(), "-", "_"))
		}
		var rows [][]string
		for _, s := range list {
			for _, m := range s.Membership {
				p := viewPeriod(m)
				row := []string{strconv.Itoa(int(s.Code)), s.Abb, s.Name, p.From, p.To}
				for sys := entente.GW; sys < entente.NumSystems; sys++ {
					row = append(row, codesIn(s, sys, m))
				}
				rows = append(rows, row)
			}
		}
		return a.printCSV(header, rows)
	}
	if len(list) == 1 {
		a.printState(list[0])
		return nil
	}
	var rows [][]string
	for _, s := range list {
		var spells []string
		for _, m := range s.Membership {
			spells = append(spells, m.String())
		}
		rows = append(rows, []string{strconv.Itoa(int(s.Code)), s.Abb, entente.States().Slug(s.Code), s.Name, strings.Join(spells, "; ")})
	}
	printTable(a.stdout, []string{">ccode", "cow", "code", "name", "member of the state system"}, rows)
	return nil
}

// codesIn lists the codes of a scheme that held during a period.
func codesIn(s *entente.State, sys entente.System, in entente.Period) string {
	var codes []string
	for _, l := range s.Codes[sys] {
		if l.Period.Overlaps(in) {
			codes = append(codes, l.Text)
		}
	}
	return strings.Join(codes, " ")
}

func (a *app) printState(s *entente.State) {
	w := a.stdout
	fmt.Fprintf(w, "%s — COW %d (%s)\n", s.Name, s.Code, s.Abb)
	for _, m := range s.Membership {
		fmt.Fprintf(w, "  member of the state system %v\n", m)
	}
	for sys := entente.GW; sys < entente.NumSystems; sys++ {
		for _, l := range s.Codes[sys] {
			fmt.Fprintf(w, "  %-12s %-5s %v\n", sys, l.Text, l.Period)
		}
	}
	for _, h := range s.Heirs {
		fmt.Fprintf(w, "  succeeded by %s (%d)\n", entente.States().Get(h).Name, h)
	}
}
