package source

import (
	"strconv"
	"strings"
	"testing"

	"github.com/entente-observatory/entente"
)

func code(c entente.CCode) string { return strconv.Itoa(int(c)) }

// TestTroops: a total below its parts and a part below zero are missing, the
// personnel at home are an attribute, and a state that stands twice keeps the
// row that counts somebody.
func TestTroops(t *testing.T) {
	const header = "countryname,year,ccode,troops_ad,army_ad,navy_ad,air_force_ad,marine_corps_ad,coast_guard_ad,space_force_ad,total_selected_reserve,total_civilian\n"
	c, _, err := read(t, usTroops, map[string]string{usTroopsFiles[0].Name: header +
		"Germany,1990,255,10,10,0,0,0,0,0,0,0\n" +
		"Germany,1991,255,10,10,0,0,0,0,0,0,0\n" +
		"Greece,1959,350,1592,100,200,1600,-322,0,0,0,0\n" +
		"Congo,2013,484,0,0,0,0,0,0,0,0,0\n" +
		"Congo - Brazzaville,2013,484,5,5,0,0,0,0,0,0,0\n" +
		"United States,1991,2,7,7,0,0,0,0,0,0,0\n"})
	if err != nil {
		t.Fatal(err)
	}
	rejected(t, c, 5, "state-year given twice")
	if len(c.Ties) != 4*9 || len(c.Attributes) != 9 || c.Attributes[0].State != 2 || c.Attributes[0].Value != 7 {
		t.Errorf("%d ties, attributes %+v", len(c.Ties), c.Attributes)
	}
	if c.Ties[0].To != 260 || c.Ties[9].To != 255 {
		t.Errorf("Germany is %d in 1990 and %d in 1991, want 260 and 255", c.Ties[0].To, c.Ties[9].To)
	}
	greece := c.Ties[18:27]
	if greece[0].Status != entente.Missing || greece[3].Value != 1600 || greece[4].Status != entente.Missing {
		t.Errorf("Greece in 1959: %+v", greece)
	}
	if congo := c.Ties[27]; congo.To != 484 || congo.Value != 5 || congo.Ref.Line != 6 {
		t.Errorf("Congo in 2013: %+v", congo)
	}
}

// TestLeadersOnTheRecord: Musharraf took office irregularly, by Archigos on 14
// October 1999 (the emergency; the coup was on the 12th), and left it on 18
// August 2008.
func TestLeadersOnTheRecord(t *testing.T) {
	c, _ := entire(t, leaders)
	var got []string
	for _, a := range c.Attributes {
		if a.State == 770 && a.Label == "Musharraf" {
			got = append(got, a.Variable+" "+strconv.FormatFloat(a.Value, 'g', -1, 64)+" "+a.Period.String())
		}
	}
	want := "leader 1 1999-10-14 to 2008-08-18; entry 1 1999-10-14 to 1999-10-14; exit 1 2008-08-18 to 2008-08-18"
	if strings.Join(got, "; ") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestLeadersOfficialLayout reads the producers' own file: tabs, and ccode for
// the number.
func TestLeadersOfficialLayout(t *testing.T) {
	c, _, err := read(t, leaders, map[string]string{"leaders/Archigos_4.1.txt": "obsid\tleadid\tccode\tidacr\tleader\tstartdate\teindate\tenddate\teoutdate\tentry\texit\n" +
		"YUG-2004\tx\t340\tSRB\tTadic\t2006-06-05\t2006-06-05\t2012-05-31\t2012-05-31\tRegular\tRegular\n"})
	if err != nil || len(c.Attributes) != 3 || c.Attributes[0].State != 345 {
		t.Errorf("%+v, error %v; want Serbia, 345", c.Attributes, err)
	}
}

// TestFinanceOnTheRecord: project 3, the port of Nouakchott in 2008.
func TestFinanceOnTheRecord(t *testing.T) {
	c, _ := entire(t, aidChina)
	found := false
	for _, x := range tiesOf(c, 710, 435, "oda_like") {
		if x.Label == "3" {
			found = true
			if x.Period != entente.CalendarYear(2008) || x.Value < 396886330 || x.Value > 396886331 {
				t.Errorf("%+v", x)
			}
		}
	}
	if !found {
		t.Error("project 3 is not there")
	}
}

// TestDiplomacyDirections: what China sends goes to the state, and students
// come from it.
func TestDiplomacyDirections(t *testing.T) {
	c, _ := entire(t, diplomacyChina)
	if n := len(tiesOf(c, 710, 770, "government_visits")); n != 19 {
		t.Errorf("%d years of visits, want 19", n)
	}
	if n := len(tiesOf(c, 770, 710, "inbound_students_to_china")); n != 19 {
		t.Errorf("%d years of students, want 19", n)
	}
}

// TestAttacksAddUp: an attack has one way, and one target or (one in 180 of
// the file of 2018) none that is coded, so that no year has more attacks by
// target than by way; and a state of two names in a year has both.
func TestAttacksAddUp(t *testing.T) {
	c, _ := entire(t, terrorism)
	type key struct {
		entity string
		year   int
	}
	ways, targets := map[key]float64{}, map[key]float64{}
	zimbabwe := map[string]bool{}
	for _, a := range c.Attributes {
		k := key{a.Label, a.Period.From.Year()}
		switch {
		case strings.HasPrefix(a.Variable, "attack_"):
			ways[k] += a.Value
			if a.State == 552 && k.year == 1980 {
				zimbabwe[a.Label] = true
			}
		case strings.HasPrefix(a.Variable, "target_"):
			targets[k] += a.Value
		}
	}
	var byWay, byTarget float64
	for k, n := range ways {
		if targets[k] > n {
			t.Errorf("%s in %d: %g attacks by way, %g by target", k.entity, k.year, n, targets[k])
		}
		byWay, byTarget = byWay+n, byTarget+targets[k]
	}
	if byTarget < 0.99*byWay {
		t.Errorf("%g attacks by way and only %g by target", byWay, byTarget)
	}
	if len(zimbabwe) != 2 {
		t.Errorf("552 in 1980 is %v, want Rhodesia and Zimbabwe", zimbabwe)
	}
	if v := terrorismVariable(2, terrorismColumns[2][0]) + " " + terrorismVariable(0, "Hostage Taking (Kidnapping)"); v != "rand_incidents attack_hostage_taking_kidnapping" {
		t.Errorf("variables are named %s", v)
	}
}
