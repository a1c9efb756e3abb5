// Package quote finds who said what: attribution relations in the sense of
// PARC 3.0, each a source, a cue and a content.
//
// In: a [text.Document] with the model's candidates. Out: statements. What a
// statement is, the annotation guidelines say (doc/guidelines.md).
package quote

import "example.org/readout/text"

// A Form is how a statement's content is given.
type Form string

// The forms of a statement.
const (
	Direct   Form = "direct"   // all of it in quotation marks
	Mixed    Form = "mixed"    // part of it in quotation marks
	Indirect Form = "indirect" // none of it
)

// Acts are the acts of speech, in the order of the model's classes.
var Acts = [...]string{
	"assertion", "promise", "prediction", "demand", "threat", "denial",
	"question", "praise", "criticism", "attitude", "other",
}

// A Statement is one attribution.
type Statement struct {
	ID         string
	Speaker    *text.Span // the source as it stands, nil where none is named
	Name       string     // whom a reader takes it to be, "" where unknown
	Author     bool       // the author of an opinion piece speaks
	Cue        *text.Span // the words of attribution, nil where there are none
	Content    []text.Span
	Form       Form
	Act        string
	Channel    *text.Span  // medium or occasion: "in an interview with RT"
	Chain      []text.Span // outer to inner sources where the text names more than one
	Parent     string      // ID of the statement that holds this one, "" if none
	Sentence   int         // index of the sentence in which the content begins
	Rules      []string
	Confidence float64
}
