// Package when finds time expressions and resolves them against the date of
// publication.
//
// In: a [text.Document] and the publication date, which may be unknown. Out:
// TIMEX3 expressions (ISO-TimeML) with their values; an expression that needs
// a date nobody gave has no value.
package when

import "example.org/readout/text"

// A Timex is a TIMEX3 time expression.
type Timex struct {
	Span  text.Span
	Type  string // DATE, TIME, DURATION, SET
	Value string // "2020-02-01", "2019-08", "2018-10-END", "P2W", an interval "2014/2016"; "" if unknown
	Rule  string // the rule that made it
}
