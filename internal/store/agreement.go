package store

import (
	"fmt"
	"math"

	"github.com/entente-observatory/entente"
)

// agreementRow is a dyad in a session. The rows of a session are the lower
// triangle over its states in order: for each ccode2, every ccode1 below it.
type agreementRow struct {
	Session  int32 `parquet:"session,delta"`
	CCode1   int32 `parquet:"ccode1,delta"`
	CCode2   int32 `parquet:"ccode2,delta"`
	YY       int32 `parquet:"yes_yes"`
	YA       int32 `parquet:"yes_abstain"`
	YN       int32 `parquet:"yes_no"`
	AY       int32 `parquet:"abstain_yes"`
	AA       int32 `parquet:"abstain_abstain"`
	AN       int32 `parquet:"abstain_no"`
	NY       int32 `parquet:"no_yes"`
	NA       int32 `parquet:"no_abstain"`
	NN       int32 `parquet:"no_no"`
	Clusters int32 `parquet:"clusters"`
	// A standard error is null where the measure is undefined.
	SEAgree *int32 `parquet:"se_agree,decimal(3:9)"`
	SEPi    *int32 `parquet:"se_pi,decimal(3:9)"`
	SEKappa *int32 `parquet:"se_kappa,decimal(3:9)"`
}

var jointColumns = [9]string{
	"yes_yes", "yes_abstain", "yes_no", "abstain_yes", "abstain_abstain", "abstain_no", "no_yes", "no_abstain", "no_no",
}

// standardError returns a standard error as a decimal. One too small for the
// scale becomes the least one, because zero would say that there is no doubt.
func standardError(x float32) *int32 {
	v := decimal(float64(x), seScale)
	if v != nil && *v == 0 && x > 0 {
		*v = 1
	}
	return v
}

// PutAgreements writes the agreements of a vote set.
func (b *Build) PutAgreements(t *entente.Agreements, o Origin) error {
	name := AgreementsTable(t.Set)
	n, row, err := agreementRows(t)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return put(b, name, o, nil, n, row)
}

// agreementRows returns the number of rows of the table, and a function that
// gives them one after the other.
func agreementRows(t *entente.Agreements) (rows int, row func(int) agreementRow, err error) {
	for k := range t.Sessions {
		s := &t.Sessions[k]
		n := len(s.States)
		if len(s.Cells) != n*(n-1)/2 {
			return 0, nil, fmt.Errorf("session %d has %d cells for %d states", s.Session, len(s.Cells), n)
		}
		if k > 0 && t.Sessions[k-1].Session >= s.Session {
			return 0, nil, fmt.Errorf("session %d comes before %d; sort them", t.Sessions[k-1].Session, s.Session)
		}
		for j := 1; j < n; j++ {
			if s.States[j-1] >= s.States[j] {
				return 0, nil, fmt.Errorf("session %d: state %d comes before %d; sort them", s.Session, s.States[j-1], s.States[j])
			}
		}
		rows += len(s.Cells)
	}
	var k, i, j int // session, first and second state of the next row
	i, j = 0, 1
	return rows, func(int) agreementRow {
		for j >= len(t.Sessions[k].States) {
			k, i, j = k+1, 0, 1
		}
		s := &t.Sessions[k]
		g := &s.Cells[j*(j-1)/2+i]
		r := agreementRow{
			Session: int32(s.Session), CCode1: int32(s.States[i]), CCode2: int32(s.States[j]),
			YY: int32(g.Joint[0]), YA: int32(g.Joint[1]), YN: int32(g.Joint[2]),
			AY: int32(g.Joint[3]), AA: int32(g.Joint[4]), AN: int32(g.Joint[5]),
			NY: int32(g.Joint[6]), NA: int32(g.Joint[7]), NN: int32(g.Joint[8]),
			Clusters: int32(g.Clusters),
			SEAgree:  standardError(g.SEAgree), SEPi: standardError(g.SEPi), SEKappa: standardError(g.SEKappa),
		}
		if i++; i == j {
			i, j = 0, j+1
		}
		return r
	}, nil
}

func (e *Edition) readAgreements(set entente.VoteSet) (*entente.Agreements, error) {
	t := &entente.Agreements{Set: set}
	err := e.read(AgreementsTable(set), func(f *table) error {
		cells := make([]entente.Agreement, f.rows())
		session, second := make([]int16, len(cells)), make([]entente.CCode, len(cells))
		first := make([]entente.CCode, len(cells))
		err := f.groups(func(c columns, from int) error {
			to := from + c.rows()
			if err := readCells(c, cells[from:to]); err != nil {
				return err
			}
			return each(
				func() error { return readInts(c, "session", session[from:to], 0) },
				func() error { return readInts(c, "ccode1", first[from:to], 0) },
				func() error { return readInts(c, "ccode2", second[from:to], 0) },
			)
		})
		if err != nil {
			return err
		}
		for start := 0; start < len(cells); {
			end := start + 1
			for end < len(cells) && session[end] == session[start] {
				end++
			}
			s := entente.SessionAgreements{Session: int(session[start]), Cells: cells[start:end:end]}
			if s.States, err = triangle(first[start:end], second[start:end]); err != nil {
				return fmt.Errorf("session %d: %w", s.Session, err)
			}
			t.Sessions = append(t.Sessions, s)
			start = end
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

// readCells reads the counts and standard errors of a row group. Columns are
// read into scratch slices first and then put together row by row: writing
// each column into rows of forty bytes would go through the memory thirteen
// times.
func readCells(c columns, cells []entente.Agreement) error {
	var count [10][]uint16
	for k := range count {
		count[k] = make([]uint16, len(cells))
		name := "clusters"
		if k < len(jointColumns) {
			name = jointColumns[k]
		}
		if err := readInts(c, name, count[k], 0); err != nil {
			return err
		}
	}
	var se [3][]int32
	for k, name := range [3]string{"se_agree", "se_pi", "se_kappa"} {
		se[k] = make([]int32, len(cells))
		if err := readInts(c, name, se[k], null); err != nil {
			return err
		}
	}
	for i := range cells {
		g := &cells[i]
		for k := range g.Joint {
			g.Joint[k] = count[k][i]
		}
		g.Clusters = count[9][i]
		g.SEAgree, g.SEPi, g.SEKappa = float32se(se[0][i]), float32se(se[1][i]), float32se(se[2][i])
	}
	return nil
}

func float32se(v int32) float32 {
	if v == null {
		return float32(math.NaN())
	}
	return float32(v) / seScale
}

// triangle returns the states of a session from the keys of its rows, which
// must be the lower triangle over them in order.
func triangle(first, second []entente.CCode) ([]entente.CCode, error) {
	states := []entente.CCode{first[0]}
	for at := 0; at < len(first); {
		j := len(states)
		if at+j > len(first) {
			return nil, fmt.Errorf("%d dyads are not the dyads of any number of states", len(first))
		}
		for i, s := range states {
			if first[at+i] != s || second[at+i] != second[at] {
				return nil, fmt.Errorf("dyad %d-%d is not in its place", first[at+i], second[at+i])
			}
		}
		states = append(states, second[at])
		at += j
	}
	return states, nil
}
