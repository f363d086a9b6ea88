// Package finding turns estimates into findings, one rule per file: a sentence
// with a word for its surety and the number behind the word.
//
// The wording never outruns the interval. A finding that the record cannot
// bear is not made; the sentence then says what is missing.
package finding
