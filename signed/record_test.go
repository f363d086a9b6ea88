package signed

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// validation opens a table of the validation record, which lies beside the
// data record, or skips the test.
func validation(t testing.TB, name string) [][]string {
	t.Helper()
	data := os.Getenv("ENTENTE_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "shared", "data")
	}
	path := filepath.Join(filepath.Dir(filepath.Clean(data)), "validation", "fixtures", name)
	f, err := os.Open(path)
	if os.IsNotExist(err) {
		t.Skipf("no %s: set ENTENTE_DATA to a data directory that has validation beside it", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return rows[1:]
}

// namedGraph builds a graph from rows of two names and a sign; nodes are
// numbered as they come.
func namedGraph(t testing.TB, rows [][]string) *Graph {
	t.Helper()
	number := map[string]int{}
	at := func(name string) int {
		if _, ok := number[name]; !ok {
			number[name] = len(number)
		}
		return number[name]
	}
	var edges []Edge
	for _, r := range rows {
		edges = append(edges, Edge{I: at(r[0]), J: at(r[1]), Sign: atoi(t, r[2])})
	}
	g, err := New(len(number), edges)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// tribes is the network of alliances and enmities among 16 tribes of the New
// Guinea highlands (Read 1954).
func tribes(t testing.TB) *Graph {
	return namedGraph(t, validation(t, "read_highland_tribes_edges.csv"))
}

// window is four years of the networks of alliances and militarised disputes
// of Doreian & Mrvar (2015), with what is known of it.
type window struct {
	name        string
	graph       *Graph
	frustration int64
	normalized  float64
	triangles   [4]int64 // +++, ++-, +--, ---
	balance     float64
}

func cowWindows(t testing.TB) []window {
	t.Helper()
	rows := map[string][][]string{}
	for _, r := range validation(t, "doreian_mrvar_cow_windows_edges.csv") {
		rows[r[0]] = append(rows[r[0]], r[1:])
	}
	var windows []window
	for _, r := range validation(t, "doreian_mrvar_cow_windows_frustration.csv") {
		w := window{name: r[0], graph: namedGraph(t, rows[r[0]]), frustration: int64(atoi(t, r[4])),
			normalized: atof(t, r[7]), balance: atof(t, r[12])}
		for k := range w.triangles {
			w.triangles[k] = int64(atoi(t, r[8+k]))
		}
		windows = append(windows, w)
	}
	return windows
}

func atoi(t testing.TB, s string) int {
	t.Helper()
	v, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func atof(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
