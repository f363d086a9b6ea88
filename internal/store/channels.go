package store

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/entente-observatory/entente"
)

// ChannelsTable names the yearly series of what passes between states and what
// they do against each other, by channel and dyad.
const ChannelsTable = "estimates/channels.parquet"

// tieScale keeps a hundredth: nothing here is known better.
const tieScale = 100

// channelRow is a stretch of years in which the value stayed as it was, which
// most ties do. A year of a dyad that has rows, and none for it, is unknown.
type channelRow struct {
	Channel string `parquet:"channel,dict"`
	A       int32  `parquet:"ccode1,delta"`
	B       int32  `parquet:"ccode2,delta"`
	From    int32  `parquet:"first_year,delta"`
	To      int32  `parquet:"last_year,delta"`
	Value   *int32 `parquet:"value,decimal(2:9)"`
}

// channelHead is what is said of a channel as a whole, kept beside the columns.
type channelHead struct {
	entente.ChannelSpec
	// Numbers of the axis and the law, whose words cannot be read back.
	Axis        uint8 `json:"axis"`
	Law         uint8 `json:"law"`
	First, Last int
	Zero        bool
}

// PutChannels writes channels without measurement variances.
func (b *Build) PutChannels(tables []*entente.ChannelTable, o Origin) error {
	var rows []channelRow
	heads := make([]channelHead, len(tables))
	for i, t := range tables {
		if t.Var != nil {
			return fmt.Errorf("%s: channel %s has measurement variances, for which there is no column", ChannelsTable, t.Channel)
		}
		heads[i] = channelHead{t.ChannelSpec, uint8(t.Axis), uint8(t.Law), t.First, t.Last, t.Zero}
		for k, d := range t.Dyads {
			rows = append(rows, stretches(t, d, t.Values(k))...)
		}
	}
	text, err := json.Marshal(heads)
	if err != nil {
		return err
	}
	return put(b, ChannelsTable, o, map[string]string{"channels": string(text)}, len(rows), func(i int) channelRow { return rows[i] })
}

// stretches cuts a row where its value changes.
func stretches(t *entente.ChannelTable, d entente.Dyad, values []float32) []channelRow {
	var out []channelRow
	var last float64
	for k, v := range values {
		x := math.Round(float64(v) * tieScale)
		if v != v {
			last = math.NaN()
			continue
		}
		if n := len(out); n > 0 && x == last && out[n-1].To == int32(t.First+k-1) {
			out[n-1].To++
			continue
		}
		year := int32(t.First + k)
		out = append(out, channelRow{string(t.Channel), int32(d.A), int32(d.B), year, year, decimal(float64(v), tieScale)})
		last = x
	}
	return out
}

// Channels returns the channels, without those of positions.
func (e *Edition) Channels() ([]*entente.ChannelTable, error) { return e.channels.get(e.readChannels) }

func (e *Edition) readChannels() ([]*entente.ChannelTable, error) {
	var tables []*entente.ChannelTable
	err := e.read(ChannelsTable, func(f *table) error {
		text, _ := f.Lookup("channels")
		var heads []channelHead
		if err := json.Unmarshal([]byte(text), &heads); err != nil {
			return fmt.Errorf("metadata channels: %w", err)
		}
		byName := map[string]*entente.ChannelTable{}
		for _, h := range heads {
			t := &entente.ChannelTable{ChannelSpec: h.ChannelSpec, First: h.First, Last: h.Last, Zero: h.Zero}
			t.Axis, t.Law = entente.Axis(h.Axis), entente.Law(h.Law)
			byName[string(h.Channel)] = t
			tables = append(tables, t)
		}
		n := f.rows()
		name, a, b := make([]string, n), make([]int32, n), make([]int32, n)
		from, to, value := make([]int32, n), make([]int32, n), make([]int32, n)
		err := f.groups(func(c columns, at int) error {
			end := at + c.rows()
			return each(
				func() error { return readStrings(c, "channel", name[at:end]) },
				func() error { return readInts(c, "ccode1", a[at:end], 0) },
				func() error { return readInts(c, "ccode2", b[at:end], 0) },
				func() error { return readInts(c, "first_year", from[at:end], 0) },
				func() error { return readInts(c, "last_year", to[at:end], 0) },
				func() error { return readInts(c, "value", value[at:end], null) },
			)
		})
		if err != nil {
			return err
		}
		for i := range n {
			t := byName[name[i]]
			if t == nil || int(from[i]) < t.First || to[i] < from[i] || int(to[i]) > t.Last {
				return fmt.Errorf("row %d: channel %q, years %d to %d", i+1, name[i], from[i], to[i])
			}
			d := entente.Dyad{A: entente.CCode(a[i]), B: entente.CCode(b[i])}
			if k := len(t.Dyads); k == 0 || t.Dyads[k-1] != d {
				t.Dyads = append(t.Dyads, d)
				t.Value = append(t.Value, slices.Repeat([]float32{float32(math.NaN())}, t.Years())...)
			}
			row := t.Values(len(t.Dyads) - 1)
			for y := int(from[i]); y <= int(to[i]); y++ {
				row[y-t.First] = float32(float(value[i], tieScale))
			}
		}
		return nil
	})
	return tables, err
}
