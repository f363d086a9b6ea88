package measure

import (
	"context"
	"errors"
	"fmt"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/irt"
)

// IdealPoints estimates the ideal points of the set by the published procedure,
// with irt.Default settings; see Procedure.IdealPoints.
func IdealPoints(ctx context.Context, set entente.VoteSet, calls []entente.RollCall, votes []entente.Vote) (*entente.IdealPoints, error) {
	p := Published(set)
	return p.IdealPoints(ctx, irt.Default(), calls, votes, nil)
}

// IdealPoints estimates the position of every state in every session in which
// it has ballots. Theta is the mean of the published procedure, RepLo and RepHi
// its 90 % interval; Lo and Hi are the calibrated 90 % interval: the same sample
// spread about Theta until its intervals cover on records simulated from the
// random-walk model. The draws kept are so spread: of the set of all votes those
// that settings ask for, of others none.
//
// Start, Smooth and Level of the settings are set here. It fails without
// calibration, and as Procedure.Ballots, irt.NewPanel and irt.Fit do.
func (p *Procedure) IdealPoints(ctx context.Context, settings irt.Settings, calls []entente.RollCall, votes []entente.Vote, progress func(stage irt.Stage, done, of int)) (*entente.IdealPoints, error) {
	b, err := p.Ballots(calls, votes)
	if err != nil {
		return nil, err
	}
	panel, err := b.panel()
	if err != nil {
		return nil, fmt.Errorf("%s votes, sessions from %d: %w", p.Set, p.First, err)
	}
	if settings.CalibrationRows == 0 {
		return nil, errors.New("ideal points need calibrated intervals; set CalibrationRows, such as to that of irt.Default")
	}
	settings.Smooth = p.Smooth
	settings.Level = entente.DefaultLevel
	settings.Start = make([]float64, len(b.Rows))
	for r, row := range b.Rows {
		settings.Start[r] = p.start(row.State)
	}
	post, err := irt.Fit(ctx, panel, settings, progress)
	if err != nil {
		return nil, err
	}

	t := &entente.IdealPoints{Set: p.Set}
	var kept []int
	for r, row := range b.Rows {
		n := panel.Votes(r)
		if n == 0 {
			continue
		}
		kept = append(kept, r)
		t.Rows = append(t.Rows, entente.IdealPoint{
			State: row.State, Session: row.Session, Votes: int16(n),
			Theta: post.Replicating.Mean[r],
			RepLo: post.Replicating.Lo[r], RepHi: post.Replicating.Hi[r],
			Lo: post.Calibrated.Lo[r], Hi: post.Calibrated.Hi[r],
		})
	}
	if p.Set == entente.AllVotes {
		t.Draws = post.Calibrated.Draws()
		t.Theta = make([]float32, len(kept)*t.Draws)
		for d := range t.Draws {
			draw := post.Calibrated.Draw(d)
			for k, r := range kept {
				t.Theta[k*t.Draws+d] = draw[r]
			}
		}
	}
	return t, nil
}

// panel lays the ballots out for irt. Rows are numbered by state and session,
// and a state's number there is its code: irt sees only which are equal.
func (b *Ballots) panel() (*irt.Panel, error) {
	rows := make([]irt.Row, len(b.Rows))
	for i, r := range b.Rows {
		rows[i] = irt.Row{Unit: int(r.State), Period: int(r.Session)}
	}
	return irt.NewPanel(rows, len(b.Items), b.List)
}
