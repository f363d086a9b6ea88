package store

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/entente-observatory/entente"
)

// recordKinds are the tables that a source may have; one without rows is not
// written.
var recordKinds = [...]string{"attributes", "ties", "rollcalls", "votes"}

func recordsTable(source, kind string) string { return "records/" + source + "/" + kind + ".parquet" }

// Records come in the order of the producer's file and are wanted by state,
// dyad or roll call. They are sorted a run at a time, so that memory stays
// bounded however large the source, and cut into row groups that a reader can
// skip: a dyad is in one or two groups of a run.
const (
	recordGroup = 1 << 15 // rows of a row group
	recordRun   = 1 << 18 // rows sorted at once
	voteRun     = 1 << 21 // votes are small; all of the General Assembly are one run
)

// Dates are days; no date is an open end.
type attributeRow struct {
	CCode    int32    `parquet:"ccode,delta"`
	Start    *int32   `parquet:"start,date"`
	End      *int32   `parquet:"end,date"`
	Variable string   `parquet:"variable,dict"`
	Value    *float64 `parquet:"value"`
	Status   string   `parquet:"status,dict"`
	Label    string   `parquet:"label,dict"`
	File     string   `parquet:"file,dict"`
	Line     int32    `parquet:"line,delta"`
}

type tieRow struct {
	From     int32    `parquet:"ccode1,delta"`
	To       int32    `parquet:"ccode2,delta"`
	Directed bool     `parquet:"directed"`
	Start    *int32   `parquet:"start,date"`
	End      *int32   `parquet:"end,date"`
	Variable string   `parquet:"variable,dict"`
	Value    *float64 `parquet:"value"`
	Status   string   `parquet:"status,dict"`
	Label    string   `parquet:"label,dict"`
	File     string   `parquet:"file,dict"`
	Line     int32    `parquet:"line,delta"`
}

type rollCallRow struct {
	ID          int32  `parquet:"roll_call,delta"`
	Session     int32  `parquet:"session,delta"`
	Date        *int32 `parquet:"date,date"`
	Resolution  string `parquet:"resolution,dict"`
	Short       string `parquet:"short,dict"`
	Description string `parquet:"description,dict"`
	Important   *bool  `parquet:"important"`
	Amendment   *bool  `parquet:"amendment"`
	Paragraph   *bool  `parquet:"paragraph"`
	MiddleEast  bool   `parquet:"middle_east"`
	Nuclear     bool   `parquet:"nuclear"`
	Disarmament bool   `parquet:"disarmament"`
	HumanRights bool   `parquet:"human_rights"`
	Colonial    bool   `parquet:"colonial"`
	Economic    bool   `parquet:"economic"`
	Repeats     int32  `parquet:"repeats,delta"`
	File        string `parquet:"file,dict"`
	Line        int32  `parquet:"line,delta"`
}

type voteRow struct {
	RollCall int32  `parquet:"roll_call,delta"`
	CCode    int32  `parquet:"ccode,delta"`
	Vote     int32  `parquet:"vote"`
	File     string `parquet:"file,dict"`
	Line     int32  `parquet:"line,delta"`
}

// Source writes the records of a data set, as read sends them to the sink it
// is given. What read reports is entered into the manifest and returned; an
// error of read is returned as it is, and the build can go on without the
// source.
func (b *Build) Source(ds *entente.Dataset, inputs string, read func(entente.Sink) (entente.SourceReport, error)) (entente.SourceReport, error) {
	if ds.ID == "" || strings.ContainsFunc(ds.ID, func(r rune) bool {
		return r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) {
		return entente.SourceReport{}, fmt.Errorf("%q cannot name a folder of records: use small letters, digits and hyphens", ds.ID)
	}
	w := newRecordWriter(b, ds)
	report, err := read(w)
	if err != nil {
		w.abort()
		return report, err
	}
	report.Inputs = inputs
	for _, r := range w.runs() {
		t, err := r.close()
		if err != nil {
			w.abort()
			return report, fmt.Errorf("records of %s: %w", ds.ID, err)
		}
		if t == nil {
			continue
		}
		t.Inputs, t.Rights = inputs, report.Rights.String()
		if err := b.add(*t); err != nil {
			return report, err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.manifest.Sources = append(b.manifest.Sources, report)
	return report, nil
}

// recordWriter is the sink of a source.
type recordWriter struct {
	dir        string
	attributes *run[entente.Attribute, attributeRow]
	ties       *run[entente.Tie, tieRow]
	rollCalls  *run[entente.RollCall, rollCallRow]
	votes      *run[entente.Vote, voteRow]
}

func newRecordWriter(b *Build, ds *entente.Dataset) *recordWriter {
	names := make([]string, len(ds.Files))
	for i, f := range ds.Files {
		names[i] = f.Name
	}
	file := func(r entente.Ref) string { return names[r.File] }
	place := place{b: b, source: ds.ID, meta: map[string]string{"files": strings.Join(names, "\n")}}
	return &recordWriter{
		dir: filepath.Join(b.dir, "records", ds.ID),
		attributes: newRun(place.of("attributes"), recordRun, compareAttributes, func(a *entente.Attribute) attributeRow {
			return attributeRow{int32(a.State), date(a.Period.From), date(a.Period.To), a.Variable,
				value(a.Value, a.Status), a.Status.String(), a.Label, file(a.Ref), int32(a.Ref.Line)}
		}),
		ties: newRun(place.of("ties"), recordRun, compareTies, func(t *entente.Tie) tieRow {
			return tieRow{int32(t.From), int32(t.To), t.Directed, date(t.Period.From), date(t.Period.To), t.Variable,
				value(t.Value, t.Status), t.Status.String(), t.Label, file(t.Ref), int32(t.Ref.Line)}
		}),
		rollCalls: newRun(place.of("rollcalls"), recordRun, compareRollCalls, func(r *entente.RollCall) rollCallRow {
			return rollCallRow{
				ID: r.ID, Session: int32(r.Session), Date: date(r.Date),
				Resolution: r.Resolution, Short: r.Short, Description: r.Description,
				Important: flag(r.Important), Amendment: flag(r.Amendment), Paragraph: flag(r.Paragraph),
				MiddleEast: r.Issues.Has(entente.MiddleEast), Nuclear: r.Issues.Has(entente.Nuclear),
				Disarmament: r.Issues.Has(entente.Disarmament), HumanRights: r.Issues.Has(entente.HumanRights),
				Colonial: r.Issues.Has(entente.Colonial), Economic: r.Issues.Has(entente.Economic),
				Repeats: r.Repeats, File: file(r.Ref), Line: int32(r.Ref.Line),
			}
		}),
		votes: newRun(place.of("votes"), voteRun, compareVotes, func(v *entente.Vote) voteRow {
			return voteRow{v.RollCall, int32(v.State), int32(v.Choice), file(v.Ref), int32(v.Ref.Line)}
		}),
	}
}

// runs lists the tables of the writer.
func (w *recordWriter) runs() []closer {
	return []closer{w.attributes, w.ties, w.rollCalls, w.votes}
}

// abort removes what was written.
func (w *recordWriter) abort() {
	for _, r := range w.runs() {
		r.abort()
	}
	os.RemoveAll(w.dir)
}

func (w *recordWriter) Attribute(a entente.Attribute) { w.attributes.add(a) }
func (w *recordWriter) Tie(t entente.Tie)             { w.ties.add(t) }
func (w *recordWriter) RollCall(r entente.RollCall)   { w.rollCalls.add(r) }
func (w *recordWriter) Vote(v entente.Vote)           { w.votes.add(v) }

// Row does nothing: whoever reads counts, the store keeps.
func (w *recordWriter) Row(uint8) {}

// Reject does nothing; see Row.
func (w *recordWriter) Reject(entente.Ref, string, string) {}

func date(d entente.Date) *int32 {
	if d == entente.Beginning || d == entente.Ongoing {
		return nil
	}
	v := int32(d)
	return &v
}

func value(x float64, s entente.Status) *float64 {
	if s != entente.Known {
		return nil
	}
	return &x
}

func flag(f entente.Flag) *bool {
	if f == entente.Uncoded {
		return nil
	}
	v := f == entente.On
	return &v
}

func compareAttributes(a, b entente.Attribute) int {
	return cmp.Or(cmp.Compare(a.State, b.State), cmp.Compare(a.Variable, b.Variable),
		cmp.Compare(a.Period.From, b.Period.From), compareRefs(a.Ref, b.Ref))
}

func compareTies(a, b entente.Tie) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Variable, b.Variable),
		cmp.Compare(a.Period.From, b.Period.From), compareRefs(a.Ref, b.Ref))
}

func compareRollCalls(a, b entente.RollCall) int {
	return cmp.Or(cmp.Compare(a.Session, b.Session), cmp.Compare(a.ID, b.ID), compareRefs(a.Ref, b.Ref))
}

func compareVotes(a, b entente.Vote) int {
	return cmp.Or(cmp.Compare(a.RollCall, b.RollCall), cmp.Compare(a.State, b.State), compareRefs(a.Ref, b.Ref))
}

func compareRefs(a, b entente.Ref) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
}
