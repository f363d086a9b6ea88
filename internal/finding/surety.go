package finding

// ladder gives a word to a probability. The words and bounds are those of the
// IPCC's guidance (Mastrandrea et al. 2010), so that a reader meets a scale
// that is known elsewhere.
var ladder = []struct {
	from float64
	word string
}{
	{0.99, "virtually certain"},
	{0.90, "very likely"},
	{0.66, "likely"},
	{0.33, "about as likely as not"},
	{0.10, "unlikely"},
	{0.01, "very unlikely"},
	{0, "exceptionally unlikely"},
}

// Surety returns the word for a probability.
func Surety(p float64) string {
	for _, step := range ladder {
		if p >= step.from {
			return step.word
		}
	}
	return ladder[len(ladder)-1].word
}
