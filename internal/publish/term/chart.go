package term

import (
	"fmt"
	"math"
	"strings"

	"github.com/entente-observatory/entente"
)

// Chart draws a series on the years from to to in the given number of columns
// and rows. The value is ●, its interval ░; a year without a value is left
// blank, and a year that the source does not cover is marked · at the foot.
func Chart(s *entente.Series, from, to, columns, rows int) string {
	years := to - from + 1
	if years <= 0 {
		return ""
	}
	columns = min(columns, years)
	lo, hi := span(s, from, to)
	grid := make([][]rune, rows)
	for i := range grid {
		grid[i] = []rune(strings.Repeat(" ", columns))
	}
	foot := []rune(strings.Repeat(" ", columns))
	row := func(v float64) int {
		return rows - 1 - int(math.Round(float64(rows-1)*(min(max(v, lo), hi)-lo)/(hi-lo)))
	}
	for c := range columns {
		first, last := from+c*years/columns, from+(c+1)*years/columns-1
		if last < s.First || first > s.Last {
			foot[c] = '·'
			continue
		}
		// A column that holds several years shows the last of them: averaging
		// would draw a value that was never estimated.
		var e entente.Estimate
		found := false
		for _, p := range s.Points {
			if p.Year >= first && p.Year <= last && p.Estimate.Known() {
				e, found = p.Estimate, true
			}
		}
		if !found {
			continue
		}
		for r := row(e.Hi); r <= row(e.Lo); r++ {
			grid[r][c] = '░'
		}
		grid[row(e.Value)][c] = '●'
	}
	var b strings.Builder
	for i, line := range grid {
		label := "        "
		if i == 0 {
			label = fmt.Sprintf("%7.2f ", hi)
		} else if i == rows-1 {
			label = fmt.Sprintf("%7.2f ", lo)
		}
		b.WriteString(strings.TrimRight(label+"│"+string(line), " ") + "\n")
	}
	if f := strings.TrimRight(string(foot), " "); f != "" {
		b.WriteString("         " + f + "  (· no record)\n")
	}
	ends := fmt.Sprintf("%d%s%d", from, strings.Repeat(" ", max(1, columns-8)), to)
	b.WriteString("         " + ends + "\n")
	return b.String()
}

// span returns the axis: the range of the intervals drawn, opened a little
// where all are the same.
func span(s *entente.Series, from, to int) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, p := range s.Points {
		if p.Year >= from && p.Year <= to && p.Estimate.Known() {
			lo, hi = min(lo, p.Estimate.Lo), max(hi, p.Estimate.Hi)
		}
	}
	if lo > hi {
		return s.Range[0], s.Range[1]
	}
	if lo == hi {
		return lo - 0.5, hi + 0.5
	}
	return lo, hi
}
