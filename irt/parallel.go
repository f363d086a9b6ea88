package irt

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// parallel calls f on consecutive pieces of 0..n-1, on all cores. What f writes
// must depend on the indices alone, not on the pieces.
func parallel(n, piece int, f func(from, to int)) {
	workers := min(runtime.GOMAXPROCS(0), (n+piece-1)/piece)
	var taken atomic.Int64
	work := func() {
		for {
			to := int(taken.Add(int64(piece)))
			from := to - piece
			if from >= n {
				return
			}
			f(from, min(to, n))
		}
	}
	var wait sync.WaitGroup
	for range workers - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
}
