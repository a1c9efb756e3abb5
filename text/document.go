// Package text turns the text of an article into a Document: sentences and
// tokens with their spans, parts of speech and dependencies, names, and the
// places where the model sees an event or an attribution.
//
// In: the text of an article and the blocks that [article] found in it.
// Out: a [Document]. Annotation is stand-off: a Document's Text never changes,
// and every record that any other package makes points back into it by [Span].
package text

import (
	"sort"
	"strconv"
	"unicode/utf8"
)

// A Span is the half-open range [Begin, End) of byte offsets into
// [Document.Text]. Offsets in code points, as the Web Annotation model counts
// them, are made only where records leave the program, by [Offsets].
type Span struct{ Begin, End int }

// Len is the number of bytes in s.
func (s Span) Len() int { return s.End - s.Begin }

// Covers reports whether t lies within s.
func (s Span) Covers(t Span) bool { return s.Begin <= t.Begin && t.End <= s.End }

// Overlaps reports whether s and t share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Begin < t.End && t.Begin < s.End }

func (s Span) String() string { return strconv.Itoa(s.Begin) + "-" + strconv.Itoa(s.End) }

// A Role is the part that a block plays in its article.
type Role string

// The roles of a block. Records are made from [Role.Coded] blocks only; the
// others are kept so that nothing is dropped without a trace.
const (
	Body       Role = "body"
	Headline   Role = "headline"
	Subheading Role = "subheading"
	Byline     Role = "byline"
	Dateline   Role = "dateline" // place and date before the first sentence, on a line of its own
	Caption    Role = "caption"
	Credit     Role = "credit"
	EditorNote Role = "editor_note"
	PullQuote  Role = "pull_quote"
	Embedded   Role = "embedded" // an embedded post
	Footnote   Role = "footnote"
	Disclaimer Role = "disclaimer"
	Contact    Role = "contact"
	Furniture  Role = "furniture" // menus, related links, share buttons
	Repeat     Role = "repeat"    // the same words as an earlier block
)

// Coded reports whether events and statements are read from blocks of role r.
func (r Role) Coded() bool { return r == Body || r == PullQuote || r == Embedded }

// A Block is a stretch of text with one role: a paragraph, a headline, a
// caption. Blocks do not overlap and are in the order of the text.
type Block struct {
	Span Span
	Role Role
	Why  string // the rule that gave the role, for example "caption:bullet"
}

// A Token is one word in the sense of Universal Dependencies, with the columns
// of CoNLL-U. Its form is Text[Span.Begin:Span.End].
type Token struct {
	Span     Span
	Sentence int    // index into [Document.Sentences]
	Lemma    string // the form that a dictionary lists: "be" for "was"; "" where not computed
	UPOS     string // universal part of speech: NOUN, PROPN, VERB ...
	Feats    string // morphological features: "Number=Sing|Person=3"; see [Document.Feat]
	Head     int    // index into [Document.Tokens] of the governor, -1 for the root
	DepRel   string // universal relation to the governor: nsubj, obj, obl ...
}

// A Sentence is a run of tokens within one block.
type Sentence struct {
	Span        Span
	Block       int // index into [Document.Blocks]
	First, Last int // tokens [First, Last) of [Document.Tokens]
	// Vector stands for what the sentence says; of length 1, nil unless
	// [Analyzer.Vectors] was asked for it.
	Vector []float32
}

// A Name is a named mention that the model found.
type Name struct {
	Span       Span
	Type       string // Person, Organization, Location, NORP, Date, Money, Facility, Product, Misc
	Confidence float64
}

// A Candidate is a word at which a head of the model sees an event or an
// attribution, with what it makes of the words around. All numbers are
// probabilities except Args, which holds scores to be decoded.
type Candidate struct {
	Token    int       // index into [Document.Tokens]
	Class    []float32 // event: none and the 16 roots; cue: O, B, I
	Attr     []float32 // event: the modalities; cue: the acts of speech
	From, To int       // the tokens [From, To) that the model saw
	// Args has one row for each of these tokens: the scores of the tags
	// O, then B I E S of the first argument, then B I E S of the second.
	// Event: actor, recipient. Cue: speaker, content.
	Args [][]float32
}

// A Document is the analysed text of one article.
type Document struct {
	ID        string // hex SHA-256 of Text: the same text is the same document
	Text      string // UTF-8, never changed
	Lang      string // BCP 47, "" where unknown
	Blocks    []Block
	Sentences []Sentence
	Tokens    []Token
	Names     []Name
	Triggers  []Candidate // words that may be event triggers, in order
	Cues      []Candidate // words that may be cues of attribution, in order
}

// Slice is the text under s.
func (d *Document) Slice(s Span) string { return d.Text[s.Begin:s.End] }

// Form is the text of token i.
func (d *Document) Form(i int) string { return d.Slice(d.Tokens[i].Span) }

// Role is the role of the block that token i lies in.
func (d *Document) Role(i int) Role {
	return d.Blocks[d.Sentences[d.Tokens[i].Sentence].Block].Role
}

// TokenAt is the index of the token that covers byte offset o, or of the first
// token after it; len(d.Tokens) if there is none.
func (d *Document) TokenAt(o int) int {
	return sort.Search(len(d.Tokens), func(i int) bool { return d.Tokens[i].Span.End > o })
}

// TokensIn is the range [first, last) of tokens that overlap s.
func (d *Document) TokensIn(s Span) (first, last int) {
	first = d.TokenAt(s.Begin)
	last = first
	for last < len(d.Tokens) && d.Tokens[last].Span.Begin < s.End {
		last++
	}
	return first, last
}

// SentenceAt is the index of the sentence that holds byte offset o, -1 if none.
func (d *Document) SentenceAt(o int) int {
	i := sort.Search(len(d.Sentences), func(i int) bool { return d.Sentences[i].Span.End > o })
	if i < len(d.Sentences) && d.Sentences[i].Span.Begin <= o {
		return i
	}
	return -1
}

// Offsets converts byte offsets into a text to code points. The zero value is
// not useful; make one with [NewOffsets].
type Offsets struct{ starts []int32 } // starts[k] is the number of code points before byte 64*k

const offsetStep = 64

// NewOffsets prepares the conversion for text.
func NewOffsets(text string) *Offsets {
	o := &Offsets{starts: make([]int32, len(text)/offsetStep+1)}
	n := int32(0)
	for i := 0; i < len(text); i++ {
		if i%offsetStep == 0 {
			o.starts[i/offsetStep] = n
		}
		if utf8.RuneStart(text[i]) {
			n++
		}
	}
	if len(text)%offsetStep == 0 {
		o.starts[len(text)/offsetStep] = n
	}
	return o
}

// CodePoints is the number of code points in text before byte offset b. text
// must be the text that o was made for.
func (o *Offsets) CodePoints(text string, b int) int {
	k := b / offsetStep
	n := int(o.starts[k])
	for i := k * offsetStep; i < b; i++ {
		if utf8.RuneStart(text[i]) {
			n++
		}
	}
	return n
}
