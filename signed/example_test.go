package signed_test

import (
	"context"
	"fmt"
	"log"

	"github.com/entente-observatory/entente/signed"
)

// Four nodes: 0 and 1 are friends, 2 and 3 are friends, the pairs are enemies,
// but for one friendly tie across.
func Example() {
	g, err := signed.New(4, []signed.Edge{
		{I: 0, J: 1, Sign: 1, Weight: 3},
		{I: 2, J: 3, Sign: 1, Weight: 3},
		{I: 0, J: 2, Sign: -1, Weight: 2},
		{I: 1, J: 3, Sign: -1, Weight: 2},
		{I: 1, J: 2, Sign: 1},
	})
	if err != nil {
		log.Fatal(err)
	}
	f, err := g.Frustration(context.Background(), nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("line index", f.Index, "proven", f.Proven, "camps", f.Camp)
	fmt.Printf("triangle balance %.2f\n", g.Triangles().Balance())
	// Output:
	// line index 1 proven true camps [0 0 1 1]
	// triangle balance 0.00
}
