package main

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entente-observatory/entente"
	"github.com/entente-observatory/entente/docs"
	"github.com/entente-observatory/entente/internal/publish/web"
)

// atlasPages are the pages of the built-in atlas.
func atlasPages(b testing.TB) *web.Handler {
	b.Setenv("ENTENTE_HOME", b.TempDir())
	o, err := (&app{}).open()
	if err != nil {
		b.Fatal(err)
	}
	o.warm()
	h, err := web.New(o, web.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Docs: docs.FS})
	if err != nil {
		b.Fatal(err)
	}
	return h
}

// pairAddresses are n pages of pairs, spread over all.
func pairAddresses(n int) []string {
	reg := entente.States()
	members := reg.Members(entente.Day(2015, 1, 1))
	var out []string
	for i := 0; len(out) < n; i++ {
		x, y := members[i*7%len(members)], members[(i*13+i/len(members)+1)%len(members)]
		if x != y {
			out = append(out, "/dyads/"+reg.Slug(x)+"-"+reg.Slug(y))
		}
	}
	return out
}

// BenchmarkPairPage computes pages of pairs that nobody has asked for before.
func BenchmarkPairPage(b *testing.B) {
	h := atlasPages(b)
	list := pairAddresses(5000)
	i := 0
	for b.Loop() {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, list[i%len(list)], nil)
		r.Header.Set("Accept-Encoding", "gzip")
		h.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatalf("%s: %d", list[i%len(list)], w.Code)
		}
		i++
	}
}

// loadRate, loadTime and loadClients are the load that BenchmarkServe puts on
// the server: requests per second, for how long, by how many clients.
const (
	loadRate    = 1000
	loadTime    = 10 * time.Second
	loadClients = 64
)

// BenchmarkServe asks a server on the loopback for pages of every type, a
// thousand a second, each at its own time whether the last was answered or
// not, and reports how long the answers took from when they were due. Every
// page was asked for once before. Client and server share the machine.
func BenchmarkServe(b *testing.B) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(serveMemory))
	began := time.Now()
	h := atlasPages(b)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := web.Server("", h)
	go server.Serve(listener)
	defer server.Close()
	base := "http://" + listener.Addr().String()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: loadClients}, Timeout: 30 * time.Second}
	get := func(path string) int64 {
		resp, err := client.Get(base + path)
		if err != nil {
			b.Error(err)
			return 0
		}
		defer resp.Body.Close()
		n, _ := io.Copy(io.Discard, resp.Body)
		if resp.StatusCode != http.StatusOK {
			b.Errorf("%s: %d", path, resp.StatusCode)
		}
		return n
	}
	get("/healthz")
	started := time.Since(began)
	paths := append(h.Fixed(), pairAddresses(300)...)
	for _, p := range pairAddresses(40) {
		paths = append(paths, p+".json", p+".csv", p+"/votes.svg", p+"/votes.png")
	}
	for _, p := range paths {
		get(p)
	}
	b.ResetTimer()
	for range b.N {
		took := make([]time.Duration, int(loadTime.Seconds()*loadRate))
		var wg sync.WaitGroup
		start := time.Now()
		for c := range loadClients {
			wg.Go(func() {
				for i := c; i < len(took); i += loadClients {
					due := start.Add(time.Duration(i) * time.Second / loadRate)
					time.Sleep(time.Until(due))
					get(paths[i*31%len(paths)])
					took[i] = time.Since(due)
				}
			})
		}
		wg.Wait()
		elapsed := time.Since(start)
		slices.Sort(took)
		at := func(q float64) float64 {
			return float64(took[int(q*float64(len(took)-1))].Microseconds()) / 1000
		}
		b.ReportMetric(at(0.5), "p50-ms")
		b.ReportMetric(at(0.99), "p99-ms")
		b.ReportMetric(at(0.999), "p999-ms")
		b.ReportMetric(float64(len(took))/elapsed.Seconds(), "req/s")
		b.ReportMetric(float64(len(paths)), "pages")
		b.ReportMetric(residentMB(), "resident-MB")
		b.ReportMetric(float64(started.Milliseconds()), "warm-start-ms")
		b.ReportMetric(float64(runtime.GOMAXPROCS(0)), "cores")
	}
}

// residentMB is the memory that the process holds, where the system tells it.
func residentMB() float64 {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kb / 1000
		}
	}
	return 0
}
