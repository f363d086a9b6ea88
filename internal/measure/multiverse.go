package measure

import (
	"context"
	"fmt"
	"slices"

	"github.com/entente-observatory/entente"
)

// Multiverse recomputes the changes of a dyad over the defensible choices: which
// reading of the votes, with or without channels coded by judgement, half and
// twice the prior rate, and each channel left out in turn (Steegen et al. 2016).
// What was learnt of the channels, and the calibration, are those of the default.
func (w *World) Multiverse(ctx context.Context, s RealignmentSettings, d entente.Dyad) ([]entente.Specification, error) {
	i, ok := slices.BinarySearchFunc(w.Dyads, d, entente.Dyad.Compare)
	if !ok {
		return nil, fmt.Errorf("no channel has a record of the dyad %d-%d", d.A, d.B)
	}
	fitted := w.models(s)
	if err := w.learn(ctx, fitted, s.Hazard); err != nil {
		return nil, err
	}
	index, err := w.Index(ctx, nil)
	if err != nil {
		return nil, err
	}
	readings := map[string][2]float64{"kappa": {1, 0}, "ideal points": {0, 1}, "none": {0, 0}}
	left := []entente.Channel{""}
	for c, t := range w.Tables {
		if w.rows[i][c] >= 0 && t.Channel != entente.ChannelVotes && t.Channel != entente.ChannelIdealPoint {
			left = append(left, t.Channel)
		}
	}
	var out []entente.Specification
	for _, reading := range []string{"kappa", "ideal points", "none"} {
		for _, judged := range []string{"with", "without"} {
			for _, rate := range []struct {
				name string
				by   float64
			}{{"half", 0.5}, {"as it is", 1}, {"double", 2}} {
				for _, without := range left {
					models := make([]*channelModel, len(fitted))
					for c, m := range fitted {
						x := *m
						switch {
						case x.Channel == entente.ChannelVotes:
							x.weight = readings[reading][0]
						case x.Channel == entente.ChannelIdealPoint:
							x.weight = readings[reading][1]
						case x.Channel == without || judged == "without" && x.Judged:
							x.weight = 0
						}
						models[c] = &x
					}
					f, err := newFinder(models, w.years())
					if err != nil {
						return nil, err
					}
					f.hazard = s.Hazard * rate.by
					f.load(w.rows[i])
					name := string(without)
					if name == "" {
						name = "none"
					}
					list := f.changes(0, w.years())
					w.measure(i, list, index)
					out = append(out, entente.Specification{
						Choices: []entente.ChoiceMade{{Name: "votes", Value: reading}, {Name: "judged channels", Value: judged}, {Name: "prior rate", Value: rate.name}, {Name: "left out", Value: name}},
						Changes: w.told(i, list)})
				}
			}
		}
	}
	return out, nil
}
