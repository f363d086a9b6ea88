// Package web serves the observatory as pages: the home page with its box, the
// pages of pairs, states, the world and its years, realignments, comparisons,
// receipts, sources and methods.
//
// Pages are rendered on the server and are whole without script; a small
// script adds what only script can. Nothing is asked of another host. A page
// is one answer in every form that it has: the same address with .json, .csv
// or .atom behind it is for machines, and each chart has an address of its own
// with .svg and .png. The server only reads: no request changes anything, and
// no word of a request reaches a file or a query.
package web
