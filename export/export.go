// Package export writes readings for people and programs: JSON and its schema,
// a standalone HTML page, and text for a terminal.
//
// In: a [readout.Reading]. Out: bytes. The same reading gives the same bytes
// in every form. Spans are byte offsets inside the program and become offsets
// in Unicode code points here, always beside the words that they enclose.
package export

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"example.org/readout"
	"example.org/readout/entity"
	"example.org/readout/event"
	"example.org/readout/quote"
	"example.org/readout/text"
)

// A record is an event or a statement in its place among the others.
type record struct {
	n         int // from 1, in the article's order
	event     *event.Event
	statement *quote.Statement
}

func (r record) id() string {
	if r.event != nil {
		return r.event.ID
	}
	return r.statement.ID
}

// sentence is the number of the record's sentence as people count, from 1.
func (r record) sentence() int {
	if r.event != nil {
		return r.event.Sentence + 1
	}
	return r.statement.Sentence + 1
}

// begin is where the record's own words begin: the trigger of an event, the
// content of a statement.
func (r record) begin() int {
	switch {
	case r.event != nil:
		return r.event.Trigger.Begin
	case len(r.statement.Content) > 0:
		return r.statement.Content[0].Begin
	case r.statement.Cue != nil:
		return r.statement.Cue.Begin
	case r.statement.Speaker != nil:
		return r.statement.Speaker.Begin
	}
	return 0
}

// records are the events and statements of r in the order of the text; a
// statement stands before the events that it tells of.
func records(r *readout.Reading) []record {
	rs := make([]record, 0, len(r.Statements)+len(r.Events))
	for i := range r.Statements {
		rs = append(rs, record{statement: &r.Statements[i]})
	}
	for i := range r.Events {
		rs = append(rs, record{event: &r.Events[i]})
	}
	slices.SortStableFunc(rs, func(a, b record) int {
		return cmp.Or(cmp.Compare(a.sentence(), b.sentence()), cmp.Compare(a.begin(), b.begin()))
	})
	for i := range rs {
		rs[i].n = i + 1
	}
	return rs
}

// makers names what made a record: the rules that had a say, else the model,
// each with its version: "quote:alone@0.1.0", "model@news-en 2 3f2a91c0".
// version is a Reading's: "readout 0.1.0, model news-en 2 3f2a91c0".
func makers(version string, rules ...string) []string {
	program, model, ok := strings.Cut(version, " model ")
	if !ok {
		model = version
	}
	program = strings.TrimPrefix(strings.TrimSuffix(program, ","), "readout ")
	by := make([]string, 0, max(1, len(rules)))
	for _, rule := range rules {
		if rule != "" {
			by = append(by, rule+"@"+program)
		}
	}
	if len(by) == 0 {
		by = append(by, "model@"+model)
	}
	return by
}

// identity is the ID of a record whose type has none of its own, made as the
// others are: of the document, the kind and the span.
func identity(doc, kind string, s text.Span) string {
	h := sha256.Sum256([]byte(doc + "\x00" + kind + "\x00" + s.String()))
	return hex.EncodeToString(h[:8])
}

// referents finds the entity that a span refers to.
type referents struct {
	doc    *text.Document
	bySpan map[text.Span]*entity.Entity
}

func newReferents(r *readout.Reading) referents {
	m := referents{r.Document, map[text.Span]*entity.Entity{}}
	for i := range r.Entities {
		e := &r.Entities[i]
		for _, mention := range e.Mentions {
			if s := m.core(mention.Span); m.bySpan[s] == nil {
				m.bySpan[s] = e
			}
		}
	}
	return m
}

// core is s without a leading article, so that "the minister" and "minister"
// are one mention. Nothing else is stripped: "Minsk's envoy" is not Minsk.
func (m referents) core(s text.Span) text.Span {
	t := m.doc.Slice(s)
	for _, article := range [...]string{"the ", "a ", "an "} {
		if len(t) > len(article) && strings.EqualFold(t[:len(article)], article) {
			return text.Span{Begin: s.Begin + len(article), End: s.End}
		}
	}
	return s
}

// entity is what s as a whole refers to, nil where nobody knows.
func (m referents) entity(s text.Span) *entity.Entity { return m.bySpan[m.core(s)] }

// name is the resolved name of s where it tells more than the words do, else "".
func (m referents) name(s text.Span) string {
	if e := m.entity(s); e != nil {
		return newName(m.doc.Slice(s), e.Name)
	}
	return ""
}

// newName is name, or "" where words already contain it.
func newName(words, name string) string {
	if strings.Contains(fold(words), fold(name)) {
		return ""
	}
	return name
}

func fold(s string) string { return strings.ToLower(oneLine(s)) }

// oneLine is s with every run of white space made one space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// published is an article's date as far as it is known, "" where it is not.
func published(a *readout.Article) string {
	switch {
	case a.Published.IsZero():
		return ""
	case a.Precision == "day" || a.Precision == "":
		return a.Published.Format("2006-01-02")
	}
	return a.Published.Format("2006-01-02T15:04:05Z07:00")
}
