package web

import "sync/atomic"

// counters count what the server did since its start.
type counters struct {
	requests, hits, computed, nanos, refused, panics atomic.Int64
}
