// Package chart draws estimates as SVG: one small grammar of forms used on
// every page.
//
// A value is a line, its uncertainty a band around it, a missing year a gap,
// and the time that a source does not cover a hatched field that says so.
// Nothing is drawn that was not estimated: no smoothing, no line across a gap.
// Colours are attributes that a style sheet may override by class, so that a
// drawing stands alone as a file and follows the page's theme within one.
// Every drawing has a title and a description; the numbers themselves belong
// in a table beside it.
package chart
