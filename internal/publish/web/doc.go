// Package web serves the observatory as pages: the home page with its one
// box, the pair, state and world pages, receipts, and what the data are.
//
// Pages are rendered on the server and work without script. Nothing is asked
// of another host. Every page has a machine's form at the same address with
// .json or .csv behind it. The server only reads: no request changes anything,
// and no word of a request reaches a file or a query.
package web
