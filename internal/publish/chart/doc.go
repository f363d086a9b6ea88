// Package chart draws estimates: one small grammar of forms used on every
// page, as SVG and as PNG.
//
// A value is a line, its uncertainty a band around it, a missing year a gap,
// and the time that a source does not cover a hatched field that says so.
// Nothing is drawn that was not estimated: no smoothing, no line across a gap.
// A form makes a [Drawing], a list of lines, shapes and words, which can be
// written as SVG, for pages and files, or painted as PNG. Colours are
// attributes that a style sheet may override by class, so that a drawing
// stands alone as a file and follows the page's theme within one. Every
// drawing has a title and a description; the numbers themselves belong in a
// table beside it.
package chart
