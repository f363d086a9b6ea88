// Package term draws estimates for a terminal: a chart of a series with its
// band in plain characters, readable in any font and by a screen reader's
// line-by-line order.
package term
