package changepoint_test

import (
	"fmt"
	"math"

	"github.com/entente-observatory/entente/changepoint"
)

// Two channels move apart after the twelfth period; one has gaps.
func Example() {
	trade := []float64{3, 4, 3, 5, 4, 3, 4, 5, 3, 4, 4, 3, 9, 8, 9, 10, 8, 9, 9, 8, 10, 9, 8, 9}
	votes := []float64{.6, .5, .7, .6, .6, .5, .6, .7, math.NaN(), math.NaN(), .5, .6, .2, .3, .1, .2, .2, .3, math.NaN(), .2, .1, .3, .2, .2}
	detector, err := changepoint.New(changepoint.DefaultPrior())
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := detector.Fit([]changepoint.Channel{{Y: trade}, {Y: votes}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("P(change) %.3f if one series in twenty changes\n", p.Probability(0.05))
	fmt.Println("90 % dates", p.Dates(0.9))
	for c, name := range []string{"trade", "votes"} {
		size, err := p.Size(c, 0.9)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s takes part %.2f, by %.2f (%.2f to %.2f)\n", name, p.Channels[c].Responds, size.Median, size.Lo, size.Hi)
	}
	fmt.Printf("lasted %.2f\n", p.Lasted(0.5).Probability)
	// Output:
	// P(change) 1.000 if one series in twenty changes
	// 90 % dates [12]
	// trade takes part 1.00, by 4.91 (3.91 to 6.07)
	// votes takes part 1.00, by -0.36 (-0.45 to -0.27)
	// lasted 1.00
}
