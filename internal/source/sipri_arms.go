package source

import (
	"context"
	"fmt"
	"io/fs"
	"math"
	"strings"

	"github.com/entente-observatory/entente"
)

// sipriArms is the record of transfers of major conventional arms. Its measure
// is the trend-indicator value (TIV) in millions: the volume of military
// capability that passed, not the price. The tie goes from supplier to
// recipient. Three kinds of files give it:
//
//   - the tables of exports, one a supplier, give tiv: the value of deliveries
//     in a year, 1950 to 2021. The series of the Soviet Union and of Russia are
//     apart, and the label of a tie names the supplier; both are state 365.
//   - the trade register, a row for each deal and year of delivery, gives
//     delivery, the value of these deliveries in their year, and deal, the same
//     value in the year of the order. The label is the deal's number and
//     weapon. A register of the layout of 2022 to 2024 has a row a deal: its
//     delivery holds from the first to the last year of delivery, and its deal
//     is the whole order.
//   - the table of totals gives tiv_imports, or tiv_exports, of a state.
var sipriArms = &entente.Dataset{
	ID:      "sipri-arms",
	Title:   "SIPRI Arms Transfers Database",
	Version: "tables of July 2022, register of February 2026",
	References: []entente.Reference{{
		Key: "sipri-arms", Kind: "misc", Authors: []string{"{Stockholm International Peace Research Institute}"},
		Title: "SIPRI Arms Transfers Database", Year: 2026, Container: "SIPRI", URL: "https://www.sipri.org/databases/armstransfers",
	}},
	Home:     "https://armstransfers.sipri.org/",
	Terms:    sipriTerms,
	Rights:   entente.DerivedOnly,
	Coverage: entente.Period{From: entente.Day(1950, 1, 1), To: entente.Day(2025, 12, 31)},
	Absence:  entente.AbsenceIsZero,
	Notes: "tiv ends in 2021; delivery is complete for the years for which the register was asked, and deal for orders of which something was delivered in them. " +
		"Take tiv for the series of a dyad and deal for when an order was placed: the two are of different days and do not add up exactly. " +
		"A value of 0 is more than nothing and less than half a million; nothing has no record. Small arms are not in it. " +
		"Rows of organisations, rebels and unknown parties are not of the state system, and are counted so. " +
		"Germany is 260 until 2 October 1990, and Congo 484. The tables can be made on the producer's pages only, by hand.",
	Files: sipriArmsFiles(),
	Read:  readSIPRIArms,
}

// The files before the tables of exports.
const registerFiles, totalsFile, firstExports = 2, 2, 3

// sipriSuppliers are the producer's letters for those who exported.
const sipriSuppliers = "ALB ALG ANG ARG ARM ARU AST AUS BAH BAN BAS BEL BLR BOS BRA BRU BUL CAN CHA CHE CHI CMB COL COS CRO CUB CYP CZE CZR DEN DOM DRC ECU EGY ERI EST ETH EU " +
	"FIN FJI FRA FRG GAB GDR GEO GHA GRE GUA GUY HUN ICE IND INS IRA IRE IRQ ISR ITA IVO JAP JOR KAZ KEN KON KOS KUW KYR LAT LEB LIT LUX LYA LYE MAL MEX MOL MOR MOZ MTA MTG MWI " +
	"NET NIC NIG NIR NOR NZ OMA PAK PAN PER PHI POL POR QAT ROM RUS SA SAU SEN SER SEY SIN SLK SLO SPA SRI SUD SWE SWI SYR TAI THA TUR UAE UGA UK UKR UNO URU USA USR UZB VEN VN VNS " +
	"XAM XSF XXS YEN YES YUG ZAM ZIM"

func sipriArmsFiles() []entente.File {
	files := []entente.File{
		{Name: "sipri/trade-register.csv", Optional: true, Layout: "titles; then SIPRI AT Database ID, Supplier, Recipient, Designation, Order date, Delivery year, TIV delivery values, among others; or Recipient, Supplier, Year of order, Weapon designation, Year(s) of delivery, SIPRI TIV for total order, SIPRI TIV of delivered weapons, among others"},
		{Name: "sipri/DealsAndTIVs.txt", Optional: true, Layout: "titles; then Deal ID, Seller, Buyer, Designation, Order date, Delivery year, TIV delivery values, among others"},
		{Name: "sipri/import-export-values_1950-2023.csv", Optional: true, Layout: "Recipient or Supplier, then a column a year"},
	}
	for code := range strings.FieldsSeq(sipriSuppliers) {
		files = append(files, entente.File{
			Name: "sipri/tiv-export/TIV-Export-" + code + "-1950-2021.csv", Bundle: "sipri/TIV-Export-all-suppliers-1950-2021.zip",
			Optional: true, Layout: "titles, of which the first names the supplier; then a column of recipients without a name, a column a year, and Total",
		})
	}
	return files
}

func readSIPRIArms(ctx context.Context, dir fs.FS, out entente.Sink) error {
	files := sipriArmsFiles()
	names := newSIPRINames()
	found := false
	for i, f := range files {
		if !Present(dir, f) {
			continue
		}
		found = true
		var err error
		switch {
		case i < registerFiles:
			err = readRegister(ctx, dir, files, i, out, names)
		case i == totalsFile:
			err = readTotals(ctx, dir, files, i, out, names)
		default:
			err = readExports(ctx, dir, files, i, out, names)
		}
		if err != nil {
			return err
		}
	}
	if !found {
		return &Error{File: files[0].Name, What: "no such file, and no table of exports", Do: "export it from https://armstransfers.sipri.org and put it there under this name", Err: fs.ErrNotExist}
	}
	return nil
}

// readExports reads the exports of one supplier. The row of totals is held
// against the others: a file that was cut at the end of a row shows there.
func readExports(ctx context.Context, dir fs.FS, files []entente.File, i int, out entente.Sink, names sipriNames) error {
	t, err := openBelow(ctx, dir, files, i, out, namesYears)
	if err != nil {
		return err
	}
	defer t.close()
	supplier, err := exporter(t)
	if err != nil {
		return err
	}
	years := t.yearColumns()
	sums := make([]float64, len(years))
	rows := 0
	seen := map[string]uint32{}
	recipient := -1
	for c, name := range t.header {
		if name == "" || name == "Recipient" {
			recipient = c // the last, behind row numbers that R may have put
		}
	}
	if recipient < 0 {
		t.lacking = append(t.lacking, "Recipient")
	}
	values := make([]float64, len(years))
	given := make([]bool, len(years))
	for t.next() {
		name := t.text(recipient)
		for k, y := range years {
			if given[k] = !t.isMissing(y.column); given[k] {
				values[k] = t.float(y.column, 0, 1e6)
			}
		}
		whole := t.reason == "" // also a row of no state is a part of the totals
		t.once(seen, name)
		if name == "Total" {
			for k, y := range years {
				if given[k] && math.Abs(values[k]-sums[k]) > 0.5*float64(rows+1) {
					t.fault("total unlike its rows", fmt.Sprintf("%d: %g, and the rows make %g", y.year, values[k], sums[k]))
				}
			}
			t.bad()
			continue
		}
		var ties []entente.Tie
		for k, y := range years {
			if given[k] && whole {
				sums[k] += values[k]
			}
			if !given[k] || t.reason != "" {
				continue
			}
			x := entente.Tie{Directed: true, Period: entente.CalendarYear(y.year), Variable: "tiv", Value: values[k], Label: supplier, Ref: t.ref()}
			// Who received is looked at for every year; a name has one fault.
			x.From, x.To = names.state(t, recipient, supplier, y.year), names.state(t, recipient, name, y.year)
			ties = append(ties, x)
		}
		rows++
		for _, x := range ties {
			if x.From == x.To {
				t.fault("state paired with itself", fmt.Sprintf("%s to %s", supplier, clip(name)))
			}
		}
		if t.bad() {
			continue
		}
		for _, x := range ties {
			out.Tie(x)
		}
	}
	return t.err
}

// exporter reads from the titles whose exports a table is of.
func exporter(t *table) (string, error) {
	for _, line := range t.titles {
		if _, after, ok := strings.Cut(strings.Trim(line, `",;`), "exports from "); ok {
			if at := strings.LastIndex(after, ", "); at > 0 {
				return after[:at], nil
			}
		}
	}
	return "", &Error{File: t.name, Line: 1, What: "no title names the supplier, as in: TIV of arms exports from France, 1950-2021; no columns can be read without it", Do: "check that this is the file that its name says, or " + fetchItAgain}
}

// readTotals reads what states imported or exported in all.
func readTotals(ctx context.Context, dir fs.FS, files []entente.File, i int, out entente.Sink, names sipriNames) error {
	t, err := openBelow(ctx, dir, files, i, out, namesYears)
	if err != nil {
		return err
	}
	defer t.close()
	variable, party := "tiv_imports", t.optional("Recipient")
	if party < 0 {
		variable, party = "tiv_exports", t.column("Supplier", "Recipient")
	}
	return t.stateYears(party, names, variable)
}

// namesParties tells the header of the register.
func namesParties(line string) bool {
	return strings.Contains(line, "Supplier") && strings.Contains(line, "Recipient") || strings.Contains(line, "Seller") && strings.Contains(line, "Buyer")
}

func readRegister(ctx context.Context, dir fs.FS, files []entente.File, i int, out entente.Sink, names sipriNames) error {
	t, err := openBelow(ctx, dir, files, i, out, namesParties)
	if err != nil {
		return err
	}
	defer t.close()
	r := register{
		t: t, names: names,
		supplier: t.column("Supplier", "Seller"), recipient: t.column("Recipient", "Buyer"),
		weapon: t.column("Designation", "Weapon designation"), ordered: t.column("Order date", "Year of order"),
	}
	if r.years = t.optional("Year(s) of delivery", "Year(s) of deliveries"); r.years >= 0 {
		r.whole, r.value = t.column("SIPRI TIV for total order"), t.column("SIPRI TIV of delivered weapons")
	} else {
		r.id, r.year, r.value = t.column("SIPRI AT Database ID", "Deal ID"), t.column("Delivery year"), t.column("TIV delivery values")
	}
	seen := map[string]uint32{}
	for t.next() {
		ties, key := r.row()
		t.once(seen, key)
		if t.bad() {
			continue
		}
		for _, x := range ties {
			out.Tie(x)
		}
	}
	return t.err
}

// register is the trade register with its columns.
type register struct {
	t     *table
	names sipriNames

	supplier, recipient, weapon, ordered int
	id, year, value                      int // the layout of a row a year
	years, whole                         int // the layout of a row a deal
}

// row gives the delivery and the deal of a row, and what it cannot share with
// another.
func (r *register) row() ([]entente.Tie, string) {
	t := r.t
	order := t.year(r.ordered)
	weapon := t.text(r.weapon)
	deal := entente.Tie{Variable: "deal", Period: entente.Period{}, Label: weapon}
	delivery := entente.Tie{Variable: "delivery"}
	delivery.Value, delivery.Status = t.floatOr(r.value, 0, 1e6)
	var from, to int
	var key string
	if r.years < 0 {
		id := t.int(r.id, 1, 1<<31-1)
		from = t.year(r.year)
		to = from
		deal.Value, deal.Status, deal.Label = delivery.Value, delivery.Status, fmt.Sprintf("%d %s", id, weapon)
		key = fmt.Sprintf("%d in %d", id, from)
	} else {
		from, to = t.yearList(r.years)
		deal.Value, deal.Status = t.floatOr(r.whole, 0, 1e6)
		key = strings.Join([]string{t.text(r.supplier), t.text(r.recipient), t.text(r.ordered), weapon, t.text(r.years), t.text(r.whole), t.text(r.value)}, ", ")
	}
	if t.reason != "" {
		return nil, key
	}
	delivery.Label = deal.Label
	deal.Period = entente.CalendarYear(order)
	deal.From, deal.To = r.parties(order, from)
	ties := []entente.Tie{deal}
	if from > 0 {
		delivery.Period = entente.Period{From: entente.Day(from, 1, 1), To: entente.Day(to, 12, 31)}
		delivery.From, delivery.To = r.parties(from, from)
		ties = append(ties, delivery)
	}
	for i := range ties {
		ties[i].Directed, ties[i].Ref = true, t.ref()
		if t.reason == "" && ties[i].From == ties[i].To {
			t.fault("state paired with itself", clip(t.text(r.supplier))+" to "+clip(t.text(r.recipient)))
		}
	}
	return ties, key
}

// parties finds supplier and recipient in a year. An order may be older than
// the name under which it was delivered, which is then meant.
func (r *register) parties(year, delivered int) (from, to entente.CCode) {
	find := func(c int) entente.CCode {
		name := r.t.text(c)
		if code, err := r.names.on([]byte(name), entente.Day(year, 7, 1)); err == nil && noState(name) == "" {
			return code
		}
		return r.names.state(r.t, c, name, max(year, delivered))
	}
	return find(r.supplier), find(r.recipient)
}

// yearList reads the first and last year of a list such as "2010; 2012", or 0
// where it is empty.
func (t *table) yearList(c int) (first, last int) {
	if t.isMissing(c) {
		return 0, 0
	}
	for f := range strings.FieldsFuncSeq(t.text(c), func(r rune) bool { return strings.ContainsRune(";,-? ()", r) }) {
		y, ok := parseInt([]byte(f))
		if !ok || y < 1900 || y > 2200 {
			t.wrong(c, "impossible value", "years such as 2010; 2012")
			return 0, 0
		}
		if first == 0 || y < first {
			first = y
		}
		last = max(last, y)
	}
	return first, last
}
