package dataset

import (
	"io"
	"testing"
)

// BenchmarkParquet writes a table of half a million rows.
func BenchmarkParquet(b *testing.B) {
	for b.Loop() {
		if err := Parquet(io.Discard, made{1 << 19}, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
