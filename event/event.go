// Package event codes who did what to whom.
//
// In: a [text.Document] with the model's candidates. Out: events. What an
// event is, the annotation guidelines say (doc/guidelines.md); PLOVER gives
// the classes.
package event

import (
	"example.org/readout/codebook"
	"example.org/readout/text"
)

// A Modality is how the text presents the event, after FactBank.
type Modality string

// The modalities. Only actual events happened.
const (
	Actual       Modality = "actual"
	Planned      Modality = "planned"
	Cancelled    Modality = "cancelled"
	Denied       Modality = "denied"
	Hypothetical Modality = "hypothetical"
)

// Narrator is the voice of an event that the article itself asserts.
const Narrator = "narrator"

// An Event is one event mention.
type Event struct {
	ID         string // hash of the document's ID, the trigger span and the root
	Trigger    text.Span
	Code       codebook.Code
	Actors     []text.Span
	Recipients []text.Span
	Modality   Modality
	Voice      string     // [Narrator], or the ID of the innermost statement that holds the trigger
	When       string     // TIMEX value of the happening, "" where unknown
	WhenSpan   *text.Span // the words it comes from, nil where unknown
	Where      string     // name of the place of the happening, "" where unknown
	WhereSpan  *text.Span
	SameAs     string   // ID of an earlier mention of the same happening, "" if none
	Sentence   int      // index into [text.Document.Sentences]
	Rules      []string // what changed the model's decision, in order; empty if nothing did
	Confidence float64  // the model's probability of an event of the root that it saw
}
