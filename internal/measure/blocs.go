package measure

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/signed"
)

const (
	clashWindow  = 4    // years for which a clash makes a tie hostile, the field's usual window
	blocRestarts = 10   // of the search for blocs
	resamples    = 20   // networks with some ties left out
	leftOut      = 0.15 // share of the ties left out of each
	// aversion is α of polarization, in the middle of (0, 1.6], which Esteban &
	// Ray (1994, theorem 1) allow.
	aversion = 0.8
)

// Blocs makes the signed network of a year and finds what it falls into.
//
// Two states have a friendly tie if either has pledged to defend the other, and
// a hostile one if force was used between them in the year or the three before,
// whatever they had pledged (Doreian & Mrvar 1996). States without a tie are
// left out. From the network come
//
//   - the line index of balance L with two camps that attain it, proven or with
//     its bound, 1 - 2L/m, and the share of balanced triangles;
//   - blocs: the partition of greatest signed modularity (Gómez, Jensen & Arenas
//     2009), each led by its state of most capability;
//   - the effective number of blocs 1/Σ π_g², π_g a bloc's share of the
//     capabilities of all states in blocs;
//   - polarization P = K Σ_g Σ_h π_g^(1+α) π_h d_gh (Esteban & Ray 1994), d_gh
//     one less the share of the pairs between blocs that are allied, K such that two
//     equal blocs without an alliance between them have 1.
//
// Resampled networks, each without 15 % of the ties, give the intervals and each
// state's sharpness. A year in which fewer than four states have ties has no
// row.
func Blocs(ctx context.Context, year int, members []entente.CCode, pledges []entente.Pledge, clashes *entente.Clashes, power *entente.Capabilities) (*entente.Network, error) {
	net := newNetwork(year, members, pledges, clashes)
	if len(net.states) < 4 {
		return nil, nil
	}
	g, err := signed.New(len(net.states), net.edges)
	if err != nil {
		return nil, fmt.Errorf("network of %d: %w", year, err)
	}
	out := &entente.Network{Year: year, States: len(net.states), Ties: len(net.edges)}
	for _, e := range net.edges {
		if e.Sign < 0 {
			out.Hostile++
		}
	}
	l, err := g.Frustration(ctx, &signed.FrustrationOptions{Work: 2e9})
	if err != nil {
		return nil, fmt.Errorf("network of %d: %w", year, err)
	}
	out.Frustration, out.Bound = l.Index, l.Bound
	m := float64(out.Ties)
	out.Normalized = entente.Estimate{Value: l.Normalized, Lo: l.Normalized, Hi: 1 - 2*float64(l.Bound)/m, Level: 1, N: out.Ties}
	best, err := g.Modularity(1, &signed.PartitionOptions{Restarts: blocRestarts, Seed: 1})
	if err != nil {
		return nil, fmt.Errorf("network of %d: %w", year, err)
	}
	capability := net.capabilities(power)
	draws, together, err := net.resample(best.Bloc, capability)
	if err != nil {
		return nil, fmt.Errorf("network of %d: %w", year, err)
	}
	n := out.States
	out.Triangles = entente.None(entente.Undefined)
	if t := g.Triangles().Balance(); !math.IsNaN(t) {
		out.Triangles = around(t, draws.triangles, n)
	}
	out.Modularity = around(best.Value, draws.modularity, n)
	effective, polar := net.spread(best.Bloc, capability)
	out.Effective, out.Polarization = around(effective, draws.effective, n), around(polar, draws.polarization, n)
	out.Blocs = net.blocs(best, capability, together, l.Camp)
	return out, nil
}

// network is the states with ties, in order of their numbers, and the ties.
type network struct {
	year   int
	states []entente.CCode
	edges  []signed.Edge
}

func newNetwork(year int, members []entente.CCode, pledges []entente.Pledge, clashes *entente.Clashes) *network {
	sign := map[entente.Dyad]int{}
	for _, p := range pledges {
		if p.Obligations&entente.Defense != 0 {
			sign[entente.DyadOf(p.From, p.To)] = 1
		}
	}
	for _, c := range clashes.Rows {
		if y := int(c.Year); y > year-clashWindow && y <= year {
			sign[c.Dyad] = -1
		}
	}
	net := &network{year: year}
	var dyads []entente.Dyad
	for d := range sign {
		_, a := slices.BinarySearch(members, d.A)
		_, b := slices.BinarySearch(members, d.B)
		if a && b {
			dyads = append(dyads, d)
			net.states = append(net.states, d.A, d.B)
		}
	}
	slices.Sort(net.states)
	net.states = slices.Compact(net.states)
	slices.SortFunc(dyads, entente.Dyad.Compare)
	for _, d := range dyads {
		i, _ := slices.BinarySearch(net.states, d.A)
		j, _ := slices.BinarySearch(net.states, d.B)
		net.edges = append(net.edges, signed.Edge{I: i, J: j, Sign: sign[d]})
	}
	return net
}

// capabilities of the states, zero where there is no record.
func (net *network) capabilities(power *entente.Capabilities) []float64 {
	out := make([]float64, len(net.states))
	for i, c := range net.states {
		if p, ok := power.Find(c, net.year); ok {
			out[i] = p.CINC
		}
	}
	return out
}

type blocDraws struct{ triangles, modularity, effective, polarization []float64 }

// resample searches networks without some of the ties, and counts for each
// state how often it is with the leader of its bloc.
func (net *network) resample(bloc []int, capability []float64) (d blocDraws, together []float64, err error) {
	rng := rand.New(rand.NewPCG(1, 4))
	leader := leaders(bloc, capability)
	together = make([]float64, len(net.states))
	for r := range resamples {
		var kept []signed.Edge
		for _, e := range net.edges {
			if rng.Float64() >= leftOut {
				kept = append(kept, e)
			}
		}
		g, err := signed.New(len(net.states), kept)
		if err != nil {
			return d, nil, err
		}
		p, err := g.Modularity(1, &signed.PartitionOptions{Restarts: 1, Seed: uint64(r)})
		if err != nil {
			return d, nil, err
		}
		for i, b := range bloc {
			if p.Bloc[i] == p.Bloc[leader[b]] {
				together[i] += 1. / resamples
			}
		}
		if t := g.Triangles().Balance(); !math.IsNaN(t) {
			d.triangles = append(d.triangles, t)
		}
		if !math.IsNaN(p.Value) {
			d.modularity = append(d.modularity, p.Value)
		}
		effective, polar := net.spread(p.Bloc, capability)
		d.effective, d.polarization = append(d.effective, effective), append(d.polarization, polar)
	}
	return d, together, nil
}

// leaders returns the node of most capability of each bloc, the first of
// several.
func leaders(bloc []int, capability []float64) []int {
	out := slices.Repeat([]int{-1}, slices.Max(bloc)+1)
	for i, b := range bloc {
		if out[b] < 0 || capability[i] > capability[out[b]] {
			out[b] = i
		}
	}
	return out
}

// spread returns the effective number of blocs and their polarization.
func (net *network) spread(bloc []int, capability []float64) (effective, polarization float64) {
	k := slices.Max(bloc) + 1
	share, size := make([]float64, k), make([]float64, k)
	total := 0.0
	for i, b := range bloc {
		share[b] += capability[i]
		size[b]++
		total += capability[i]
	}
	if total == 0 { // no record of capabilities: each state counts alike
		copy(share, size)
		total = float64(len(bloc))
	}
	allied := make([]float64, k*k)
	for _, e := range net.edges {
		if g, h := bloc[e.I], bloc[e.J]; e.Sign > 0 && g != h {
			allied[g*k+h]++
			allied[h*k+g]++
		}
	}
	squares := 0.0
	for g := range share {
		share[g] /= total
		squares += share[g] * share[g]
	}
	for g := range share {
		for h := range share {
			if g != h {
				polarization += math.Pow(share[g], 1+aversion) * share[h] * (1 - allied[g*k+h]/(size[g]*size[h]))
			}
		}
	}
	return 1 / squares, polarization * math.Pow(2, 1+aversion)
}

// blocs lists the blocs, the strongest first, members by sharpness.
func (net *network) blocs(p signed.Partition, capability, together []float64, camp []int) []entente.Bloc {
	out := make([]entente.Bloc, p.Blocs)
	total := 0.0
	for b, i := range leaders(p.Bloc, capability) {
		out[b].Leader = net.states[i]
	}
	for i, b := range p.Bloc {
		out[b].Share += capability[i]
		total += capability[i]
		out[b].Members = append(out[b].Members, entente.BlocMember{State: net.states[i], Sharpness: min(together[i], 1), Camp: camp[i]})
	}
	for b := range out {
		if total > 0 {
			out[b].Share /= total
		}
		slices.SortStableFunc(out[b].Members, func(x, y entente.BlocMember) int { return cmp.Compare(y.Sharpness, x.Sharpness) })
	}
	slices.SortStableFunc(out, func(x, y entente.Bloc) int { return cmp.Compare(y.Share, x.Share) })
	return out
}
