package store

import (
	"github.com/entente-observatory/entente"
)

// Names of the tables of the signed network: what it is like in each year, and
// who is in which bloc.
const (
	NetworksTable = "estimates/networks.parquet"
	BlocsTable    = "estimates/blocs.parquet"
)

type networkRow struct {
	Year           int32  `parquet:"year,delta"`
	States         int32  `parquet:"states,delta"`
	Ties           int32  `parquet:"ties,delta"`
	Hostile        int32  `parquet:"hostile,delta"`
	Frustration    int32  `parquet:"frustration,delta"`
	Bound          int32  `parquet:"frustration_bound,delta"`
	Normalized     *int32 `parquet:"normalized,decimal(6:9)"`
	NormalizedLo   *int32 `parquet:"normalized_lo,decimal(6:9)"`
	NormalizedHi   *int32 `parquet:"normalized_hi,decimal(6:9)"`
	Triangles      *int32 `parquet:"triangles,decimal(6:9)"`
	TrianglesLo    *int32 `parquet:"triangles_lo,decimal(6:9)"`
	TrianglesHi    *int32 `parquet:"triangles_hi,decimal(6:9)"`
	Modularity     *int32 `parquet:"modularity,decimal(6:9)"`
	ModularityLo   *int32 `parquet:"modularity_lo,decimal(6:9)"`
	ModularityHi   *int32 `parquet:"modularity_hi,decimal(6:9)"`
	Effective      *int32 `parquet:"effective_blocs,decimal(6:9)"`
	EffectiveLo    *int32 `parquet:"effective_blocs_lo,decimal(6:9)"`
	EffectiveHi    *int32 `parquet:"effective_blocs_hi,decimal(6:9)"`
	Polarization   *int32 `parquet:"polarization,decimal(6:9)"`
	PolarizationLo *int32 `parquet:"polarization_lo,decimal(6:9)"`
	PolarizationHi *int32 `parquet:"polarization_hi,decimal(6:9)"`
}

// blocRow is a state's part in a bloc. Blocs are numbered by year, the
// strongest first.
type blocRow struct {
	Year      int32  `parquet:"year,delta"`
	Bloc      int32  `parquet:"bloc,delta"`
	Leader    int32  `parquet:"leader,delta"`
	Share     *int32 `parquet:"share,decimal(6:9)"`
	State     int32  `parquet:"ccode,delta"`
	Sharpness *int32 `parquet:"sharpness,decimal(6:9)"`
	Camp      int32  `parquet:"camp,delta"`
}

// PutNetworks writes the signed networks, without their blocs.
func (b *Build) PutNetworks(t *entente.Networks, o Origin) error {
	return put(b, NetworksTable, o, nil, len(t.Rows), func(i int) networkRow {
		n := &t.Rows[i]
		r := networkRow{Year: int32(n.Year), States: int32(n.States), Ties: int32(n.Ties), Hostile: int32(n.Hostile),
			Frustration: int32(n.Frustration), Bound: int32(n.Bound)}
		r.Normalized, r.NormalizedLo, r.NormalizedHi = decimals(n.Normalized)
		r.Triangles, r.TrianglesLo, r.TrianglesHi = decimals(n.Triangles)
		r.Modularity, r.ModularityLo, r.ModularityHi = decimals(n.Modularity)
		r.Effective, r.EffectiveLo, r.EffectiveHi = decimals(n.Effective)
		r.Polarization, r.PolarizationLo, r.PolarizationHi = decimals(n.Polarization)
		return r
	})
}

// PutBlocs writes who is in which bloc of the networks.
func (b *Build) PutBlocs(t *entente.Networks, o Origin) error {
	var rows []blocRow
	for i := range t.Rows {
		for k, bl := range t.Rows[i].Blocs {
			for _, m := range bl.Members {
				rows = append(rows, blocRow{int32(t.Rows[i].Year), int32(k + 1), int32(bl.Leader), decimal(bl.Share, spreadScale),
					int32(m.State), decimal(m.Sharpness, spreadScale), int32(m.Camp)})
			}
		}
	}
	return put(b, BlocsTable, o, nil, len(rows), func(i int) blocRow { return rows[i] })
}

// Networks returns the signed networks with their blocs.
func (e *Edition) Networks() (*entente.Networks, error) { return e.networks.get(e.readNetworks) }

func (e *Edition) readNetworks() (*entente.Networks, error) {
	t := &entente.Networks{}
	err := e.read(NetworksTable, func(f *table) error {
		t.Rows = make([]entente.Network, f.rows())
		return f.groups(func(c columns, from int) error {
			rows := t.Rows[from : from+c.rows()]
			whole := make([]int32, len(rows))
			steps := []func() error{
				fill(c, "year", whole, func(i int, v int32) { rows[i].Year = int(v) }),
				fill(c, "states", whole, func(i int, v int32) { rows[i].States = int(v) }),
				fill(c, "ties", whole, func(i int, v int32) { rows[i].Ties = int(v) }),
				fill(c, "hostile", whole, func(i int, v int32) { rows[i].Hostile = int(v) }),
				fill(c, "frustration", whole, func(i int, v int32) { rows[i].Frustration = int64(v) }),
				fill(c, "frustration_bound", whole, func(i int, v int32) { rows[i].Bound = int64(v) }),
			}
			for _, m := range []struct {
				name string
				of   func(*entente.Network) *entente.Estimate
			}{
				{"normalized", func(n *entente.Network) *entente.Estimate { return &n.Normalized }},
				{"triangles", func(n *entente.Network) *entente.Estimate { return &n.Triangles }},
				{"modularity", func(n *entente.Network) *entente.Estimate { return &n.Modularity }},
				{"effective_blocs", func(n *entente.Network) *entente.Estimate { return &n.Effective }},
				{"polarization", func(n *entente.Network) *entente.Estimate { return &n.Polarization }},
			} {
				steps = append(steps, estimate(c, m.name, whole, func(i int) *entente.Estimate { return m.of(&rows[i]) })...)
			}
			if err := each(steps...); err != nil {
				return err
			}
			for i := range rows {
				r := &rows[i]
				for _, e := range []*entente.Estimate{&r.Triangles, &r.Modularity, &r.Effective, &r.Polarization} {
					if e.Known() {
						e.N = r.States
					}
				}
				r.Normalized.N, r.Normalized.Level = r.Ties, 1
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return t, e.read(BlocsTable, func(f *table) error {
		n := f.rows()
		year, bloc, leader, state := make([]int32, n), make([]int32, n), make([]int32, n), make([]int32, n)
		share, sharpness, camp := make([]int32, n), make([]int32, n), make([]int32, n)
		err := f.groups(func(c columns, at int) error {
			end := at + c.rows()
			return each(
				func() error { return readInts(c, "year", year[at:end], 0) },
				func() error { return readInts(c, "bloc", bloc[at:end], 0) },
				func() error { return readInts(c, "leader", leader[at:end], 0) },
				func() error { return readInts(c, "share", share[at:end], null) },
				func() error { return readInts(c, "ccode", state[at:end], 0) },
				func() error { return readInts(c, "sharpness", sharpness[at:end], null) },
				func() error { return readInts(c, "camp", camp[at:end], 0) },
			)
		})
		if err != nil {
			return err
		}
		for i := range n {
			net := t.InYear(int(year[i]))
			if net == nil {
				continue
			}
			if k := int(bloc[i]); k > len(net.Blocs) {
				net.Blocs = append(net.Blocs, entente.Bloc{Leader: entente.CCode(leader[i]), Share: float(share[i], spreadScale)})
			}
			b := &net.Blocs[len(net.Blocs)-1]
			b.Members = append(b.Members, entente.BlocMember{State: entente.CCode(state[i]), Sharpness: float(sharpness[i], spreadScale), Camp: int(camp[i])})
		}
		return nil
	})
}

// estimate returns the steps that read an estimate from its three columns.
func estimate(c columns, name string, whole []int32, of func(i int) *entente.Estimate) []func() error {
	return []func() error{
		fill(c, name, whole, func(i int, v int32) {
			e := of(i)
			if *e = entente.None(entente.Undefined); v != null {
				*e = entente.Estimate{Value: float(v, spreadScale), Level: entente.DefaultLevel}
			}
		}),
		fill(c, name+"_lo", whole, func(i int, v int32) {
			if v != null {
				of(i).Lo = float(v, spreadScale)
			}
		}),
		fill(c, name+"_hi", whole, func(i int, v int32) {
			if v != null {
				of(i).Hi = float(v, spreadScale)
			}
		}),
	}
}
