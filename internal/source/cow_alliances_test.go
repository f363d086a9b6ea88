package source

import (
	"context"
	"os"
	"testing"

	"github.com/entente-observatory/entente"
)

func TestFormalAlliances(t *testing.T) {
	const member = "version4id,ccode,mem_st_day,mem_st_month,mem_st_year,mem_end_day,mem_end_month,mem_end_year,defense,neutrality,nonaggression,entente\n"
	c, _, err := read(t, cowAlliances, map[string]string{"cow-alliances/alliance_v4.1_by_member.csv": member +
		"6,200,1,1,1816,31,10,1822,1,0,,1\n1,200,1,1,1816,,,,1,0,1,0\n"})
	if err != nil || len(c.Attributes) != 8 {
		t.Fatalf("%d attributes, error %v", len(c.Attributes), err)
	}
	six := entente.Period{From: entente.Day(1816, 1, 1), To: entente.Day(1822, 10, 31)}
	for i, want := range []entente.Attribute{
		{State: 200, Period: six, Variable: "defense", Value: 1, Label: "6", Ref: entente.Ref{Line: 2}},
		{State: 200, Period: six, Variable: "neutrality", Label: "6", Ref: entente.Ref{Line: 2}},
		{State: 200, Period: six, Variable: "nonaggression", Status: entente.Missing, Label: "6", Ref: entente.Ref{Line: 2}},
		{State: 200, Period: six, Variable: "entente", Value: 1, Label: "6", Ref: entente.Ref{Line: 2}},
		{State: 200, Period: entente.Period{From: six.From, To: entente.Ongoing}, Variable: "defense", Value: 1, Label: "1", Ref: entente.Ref{Line: 3}},
	} {
		if c.Attributes[i] != want {
			t.Errorf("attribute %+v, want %+v", c.Attributes[i], want)
		}
	}
	const dyad = "version4id,ccode1,ccode2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,dyad_end_month,dyad_end_year,defense,neutrality,nonaggression,entente,asymmetric\n"
	good := "2,200,380,1,1,1816,15,2,1911,0,0,0,1,0\n"
	for _, bad := range []struct{ row, words string }{
		{good, "dyad given twice"},
		{"199,678,679,22,5,1990,21,5,1990,0,0,0,1,0\n", "ends before it begins"},
		{"2,200,365,1,1,1816,15,,1911,0,0,0,1,0\n", "missing dyad_end_month"},
		{"2,200,365,1,1,1816,15,2,1911,2,0,0,1,0\n", "impossible value in defense"},
	} {
		c, _, err := read(t, cowAlliances, map[string]string{"cow-alliances/alliance_v4.1_by_dyad.csv": dyad + good + bad.row})
		if err != nil || len(c.Ties) != 5 || c.Ties[4].Variable != "asymmetric" || c.Ties[0].Directed {
			t.Fatalf("ties %+v, error %v", c.Ties, err)
		}
		rejected(t, c, 3, bad.words)
	}
}

// TestFormalAlliancesRecord reads a copy that the user obtained.
func TestFormalAlliancesRecord(t *testing.T) {
	c := &Collector{}
	r, err := Read(context.Background(), cowAlliances, os.DirFS(record(t)), c, MaxRejected)
	if err != nil {
		t.Fatal(err)
	}
	// 1,221 members; 6,444 directed dyads, of which 22 end before they begin.
	if r.Tally.Read != 1221+6444 || r.Tally.Rejected["spell ends before it begins"] != 22 || len(r.Tally.Rejected) != 1 {
		t.Errorf("read %d, rejected %v: %v", r.Tally.Read, r.Tally.Rejected, r.Tally.Examples)
	}
	if len(c.Attributes) != 4*1221 || len(c.Ties) != 4*(6444-22) {
		t.Errorf("%d attributes, %d ties; want %d and %d", len(c.Attributes), len(c.Ties), 4*1221, 4*(6444-22))
	}
	for _, f := range cowAlliances.Files {
		if len(f.URLs) != 0 {
			t.Errorf("%s has an address: nothing here may obtain it", f.Name)
		}
	}
}
