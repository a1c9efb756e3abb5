package codingtest

import (
	"fmt"
	"slices"
	"strings"

	"example.org/readout"
	"example.org/readout/codebook"
	"example.org/readout/quote"
	"example.org/readout/text"
)

// A found is an event or statement that came out, in the shape of a Record.
type found struct {
	kind  string
	root  string
	cameo string
	mode  string
	value map[string]value
}

// A value is what came out for one field: stretches of the text, or a plain
// value, or both (the place "Minsk, Belarus" from the words "in Minsk").
type value struct {
	spans []text.Span
	plain string
}

func (v value) in(s string) string {
	if len(v.spans) == 0 {
		return v.plain
	}
	var out []string
	for _, span := range v.spans {
		out = append(out, quoteOf(s, span).String())
	}
	return strings.Join(out, " ")
}

// results are the events and statements of r in order.
func results(r *readout.Reading) []found {
	speakers := map[string]value{}
	for _, s := range r.Statements {
		speakers[s.ID] = speaker(s)
	}
	var out []found
	for _, e := range r.Events {
		f := found{kind: "event", root: e.Code.Root, cameo: e.Code.Cameo, value: map[string]value{
			"trigger":   {spans: []text.Span{e.Trigger}},
			"actor":     spans(e.Actors),
			"recipient": spans(e.Recipients),
			"when":      named(e.When),
			"where":     named(e.Where),
			"modality":  {plain: string(e.Modality)},
			"voice":     {plain: e.Voice},
		}}
		if entry, ok := codebook.Cameo(e.Code.Cameo); ok {
			f.mode = entry.Mode
		}
		if e.WhereSpan != nil {
			f.value["where"] = value{[]text.Span{*e.WhereSpan}, e.Where}
		}
		if v, ok := speakers[e.Voice]; ok {
			f.value["voice"] = v
		}
		out = append(out, f)
	}
	for _, s := range r.Statements {
		f := found{kind: "statement", value: map[string]value{
			"speaker": speaker(s),
			"name":    named(s.Name),
			"cue":     span(s.Cue),
			"content": spans(s.Content),
			"form":    {plain: string(s.Form)},
			"act":     {plain: s.Act},
			"channel": span(s.Channel),
			"chain":   spans(s.Chain),
			"parent":  {plain: "none"},
		}}
		if v, ok := speakers[s.Parent]; ok {
			f.value["parent"] = v
		}
		out = append(out, f)
	}
	return out
}

func speaker(s quote.Statement) value {
	if s.Author {
		return value{plain: "author"}
	}
	return span(s.Speaker)
}

func span(s *text.Span) value {
	if s == nil {
		return value{plain: "none"}
	}
	return value{spans: []text.Span{*s}}
}

func spans(s []text.Span) value {
	if len(s) == 0 {
		return value{plain: "none"}
	}
	return value{spans: s}
}

func named(s string) value {
	if s == "" {
		s = "none"
	}
	return value{plain: s}
}

// compare lists what differs between c and r.
func (c Case) compare(r *readout.Reading) []string {
	s := r.Document.Text
	got := results(r)
	used := make([]bool, len(got))
	var faults []string
	for _, w := range c.Want {
		best, score := -1, -1
		for i, g := range got {
			if n := w.likeness(s, g); !used[i] && n > score {
				best, score = i, n
			}
		}
		if best < 0 {
			faults = append(faults, fmt.Sprintf("line %d: missing: %s", w.Line, w.head()))
			continue
		}
		used[best] = true
		faults = append(faults, w.differences(s, got[best])...)
	}
	for i, g := range got {
		if f := c.refused(s, g); f != "" {
			faults = append(faults, f)
		} else if !used[i] && !c.Partial && c.speaksOf(g.kind) {
			faults = append(faults, fmt.Sprintf("not expected: %s", g.head(s)))
		}
	}
	return faults
}

// speaksOf reports whether c says anything of records of that kind; if it does
// not, it does not judge them.
func (c Case) speaksOf(kind string) bool {
	return slices.ContainsFunc(c.Want, func(r Record) bool { return r.Kind == kind }) ||
		slices.ContainsFunc(c.Not, func(r Refusal) bool { return r.Kind == kind && r.Words == nil })
}

func (c Case) refused(s string, g found) string {
	for _, n := range c.Not {
		if n.Kind != g.kind {
			continue
		}
		if n.Words == nil {
			return fmt.Sprintf("line %d: no %s, but: %s", n.Line, n.Kind, g.head(s))
		}
		at, ok := n.Words.find(s)
		for _, key := range []string{"trigger", "content", "cue"} {
			if ok && slices.ContainsFunc(g.value[key].spans, at.Overlaps) {
				return fmt.Sprintf("line %d: no %s at %s, but: %s", n.Line, n.Kind, n.Words, g.head(s))
			}
		}
	}
	return ""
}

// likeness says how well g answers to w: -1 if it is another record, else the
// number of things that are right.
func (w Record) likeness(s string, g found) int {
	if w.Kind != g.kind {
		return -1
	}
	for _, key := range []string{"trigger", "content", "cue"} {
		f := w.field(key)
		if f == nil || len(f.Words) == 0 {
			continue
		}
		touch := false
		for _, q := range f.Words {
			at, ok := q.find(s)
			touch = touch || ok && slices.ContainsFunc(g.value[key].spans, at.Overlaps)
		}
		if !touch {
			return -1
		}
		break // the trigger of an event, the content of a statement make it what it is
	}
	return len(w.Fields) + 1 - len(w.differences(s, g))
}

func (w Record) field(key string) *Field {
	for i := range w.Fields {
		if w.Fields[i].Key == key {
			return &w.Fields[i]
		}
	}
	return nil
}

func (w Record) differences(s string, g found) []string {
	var out []string
	if g.root != w.Root || !strings.HasPrefix(g.cameo, w.Cameo) || w.Mode != "" && w.Mode != g.mode {
		out = append(out, fmt.Sprintf("line %d: %s, want %s", w.Line, g.head(s), w.head()))
	}
	for _, f := range w.Fields {
		if v := g.value[f.Key]; !f.holds(s, v) {
			out = append(out, fmt.Sprintf("line %d: %s is %s, want %s", f.Line, f.Key, v.in(s), f.want()))
		}
	}
	return out
}

// holds reports whether v is what f wants. Spans are the same if they differ in
// an article or the marks around them at most; triggers and cues if they share
// a word, as "called" and "called on" do.
func (f Field) holds(s string, v value) bool {
	if len(f.Words) == 0 {
		return len(v.spans) == 0 && v.plain == f.Plain
	}
	if len(f.Words) == 1 && v.plain == f.Words[0].Words {
		return true // a canonical name, the name of a place
	}
	if f.Key == "trigger" || f.Key == "cue" {
		at, ok := f.Words[0].find(s)
		return ok && slices.ContainsFunc(v.spans, at.Overlaps)
	}
	if len(f.Words) != len(v.spans) {
		return false
	}
	rest := slices.Clone(v.spans)
	for _, q := range f.Words {
		at, ok := q.find(s)
		i := slices.IndexFunc(rest, func(b text.Span) bool { return ok && core(s, at) == core(s, b) })
		if i < 0 {
			return false
		}
		rest = slices.Delete(rest, i, i+1)
	}
	return true
}

// core is span without marks and spaces around it and without the article or
// the "that" before it.
func core(s string, span text.Span) text.Span {
	const marks = " \n\t\u00a0\"“”'‘’«».,;:!?()-–—"
	b, e := span.Begin, span.End
	trim := func() {
		e = b + len(strings.TrimRight(s[b:e], marks))
		b = e - len(strings.TrimLeft(s[b:e], marks))
	}
	trim()
	for _, w := range []string{"that ", "the ", "an ", "a "} {
		if len(s[b:e]) > len(w) && strings.EqualFold(s[b:b+len(w)], w) {
			b += len(w)
			trim()
		}
	}
	return text.Span{Begin: b, End: e}
}

// Format writes the events and statements of r in the language of the files,
// ready to paste into a case.
func Format(r *readout.Reading) string {
	var b strings.Builder
	got := results(r)
	for _, kind := range []string{"event", "statement"} {
		none := true
		for _, g := range got {
			if g.kind != kind {
				continue
			}
			none = false
			b.WriteString(kind)
			for _, w := range []string{g.root, g.mode, g.cameo} {
				if w != "" {
					b.WriteString(" " + w)
				}
			}
			b.WriteByte('\n')
			for _, key := range keys[kind] {
				v := g.value[key].in(r.Document.Text)
				if key == "name" && v != "none" {
					v = Quote{Words: v}.String()
				}
				fmt.Fprintf(&b, "  %-9s %s\n", key, v)
			}
		}
		if none {
			b.WriteString("no " + kind + "\n")
		}
	}
	return b.String()
}

func (g found) head(s string) string {
	if g.kind == "event" {
		return fmt.Sprintf("event %s %s at %s", g.root, g.cameo, g.value["trigger"].in(s))
	}
	return fmt.Sprintf("statement of %s: %s", g.value["speaker"].in(s), g.value["content"].in(s))
}

func (w Record) head() string {
	words := []string{w.Kind}
	for _, x := range []string{w.Root, w.Mode, w.Cameo} {
		if x != "" {
			words = append(words, x)
		}
	}
	for _, key := range []string{"trigger", "content", "cue"} {
		if f := w.field(key); f != nil {
			return strings.Join(words, " ") + " at " + f.want()
		}
	}
	return strings.Join(words, " ")
}

func (f Field) want() string {
	if len(f.Words) == 0 {
		return f.Plain
	}
	var out []string
	for _, q := range f.Words {
		out = append(out, q.String())
	}
	return strings.Join(out, " ")
}
