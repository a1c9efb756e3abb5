package quote

import (
	"slices"
	"strings"

	"example.org/readout/text"
)

// The rules of this file settle what belongs to a statement by the quotation
// marks: where its content begins and ends, and which quotations without a cue
// of their own are its continuation.

// sharpen moves the edges of contents to the quotation marks near them: a
// content that begins or ends inside a quotation takes the whole of it, unless
// another statement holds that part.
func (f *finder) sharpen() {
	for i := range f.out {
		s := &f.out[i]
		var whole []text.Span
		for _, c := range s.Content {
			was := c
			for _, q := range f.quotations {
				if !q.span.Overlaps(c) || s.Cue != nil && q.span.Covers(*s.Cue) {
					continue
				}
				grown := text.Span{Begin: min(c.Begin, q.span.Begin), End: max(c.End, q.span.End)}
				if c.Begin > q.span.Begin && c.Begin < q.span.End && f.free(grown, i) {
					c.Begin = q.span.Begin
				}
				if c.End < q.span.End && c.End > q.span.Begin && f.free(grown, i) {
					c.End = q.span.End
				}
			}
			if c != was {
				s.Rules = add(s.Rules, "quotation-whole")
			}
			whole = append(whole, c)
		}
		whole = f.sameBlock(s, whole)
		s.Content = nil
		for _, c := range whole {
			f.addContent(s, c)
		}
	}
}

// sameBlock leaves out parts of a content that stand in another paragraph than
// its cue and in no quotation: only quoted words run on over a paragraph.
func (f *finder) sameBlock(s *Statement, parts []text.Span) []text.Span {
	if s.Cue == nil || len(parts) < 2 {
		return parts
	}
	b := f.block(s.Cue.Begin)
	kept := slices.DeleteFunc(slices.Clone(parts), func(c text.Span) bool { return f.block(c.Begin) != b && !f.quoted(c) })
	if len(kept) == 0 || len(kept) == len(parts) {
		return parts
	}
	s.Rules = add(s.Rules, "other-paragraph")
	return kept
}

// free reports whether no cue of another statement lies within span.
func (f *finder) free(span text.Span, self int) bool {
	for i := range f.out {
		if i != self && f.out[i].Cue != nil && span.Covers(*f.out[i].Cue) {
			return false
		}
	}
	return true
}

// continued gives quotations that follow a statement in its paragraph, or open
// the next, with no cue of their own, to that statement.
func (f *finder) continued() {
	for _, q := range f.quotations {
		if f.covered(q.span) || !f.speech(q) {
			continue
		}
		prev := f.before(q.span.Begin)
		if prev < 0 {
			continue
		}
		s := &f.out[prev]
		last := s.Content[len(s.Content)-1]
		from := max(last.End, end(s.Cue))
		if from > q.span.Begin {
			continue
		}
		if f.block(from) != q.block {
			if !f.opensBlock(q) || f.block(from) != f.previousCoded(q.block) || !f.quoted(last) || strings.ContainsFunc(f.between(from, q.span.Begin), isWord) {
				continue
			}
		} else if f.sentencesBetween(from, q.span.Begin) > 1 {
			continue
		} else if n := f.sentencesBetween(from, q.span.Begin); !f.quoted(last) && n > 0 && !(n == 1 && f.opensSentence(q)) {
			continue // an indirect statement, then a quotation within another sentence: who speaks is not said
		}
		f.addContent(s, q.span)
		s.Rules = add(s.Rules, "quotation-continued")
	}
}

// opensSentence reports whether q begins its sentence.
func (f *finder) opensSentence(q quotation) bool {
	i := f.d.SentenceAt(q.span.Begin)
	return i >= 0 && f.words(text.Span{Begin: f.d.Sentences[i].Span.Begin, End: q.span.Begin}) == 0
}

// speeches gives a statement that holds one piece of a speech the other pieces,
// where no other statement has them: a speech of several paragraphs has one
// cue.
func (f *finder) speeches() {
	for _, q := range f.quotations {
		if f.covered(q.span) || f.words(q.span) < 2 {
			continue
		}
		owner := -1
		for _, p := range f.quotations {
			if p.run != q.run || p == q {
				continue
			}
			for i := range f.out {
				if f.out[i].Cue != nil && f.coveredBy(&f.out[i], p.span) && (owner < 0 || length(f.out[i].Content) > length(f.out[owner].Content)) {
					owner = i
				}
			}
		}
		if owner < 0 {
			continue
		}
		s := &f.out[owner]
		f.addContent(s, q.span)
		s.Rules = add(s.Rules, "one-speech")
	}
}

// preceding gives a quotation that a cue follows in its sentence, before any
// other quotation, to the statement of that cue: "...", said X.
func (f *finder) preceding() {
	for _, q := range f.quotations {
		if f.covered(q.span) || !f.speech(q) {
			continue
		}
		for i := range f.out {
			s := &f.out[i]
			if s.Cue == nil || s.Cue.Begin < q.span.End || f.sentencesBetween(q.span.End, s.Cue.Begin) > 0 || f.block(s.Cue.Begin) != q.block {
				continue
			}
			if f.words(text.Span{Begin: q.span.End, End: s.Cue.Begin}) <= 12 && f.quotationsBetween(q.span.End, s.Cue.Begin) == 0 {
				f.addContent(s, q.span)
				f.order()
				s.Rules = add(s.Rules, "quotation-before-cue")
			}
			break
		}
	}
}

func (f *finder) quotationsBetween(a, b int) int {
	n := 0
	for _, q := range f.quotations {
		if q.span.Begin >= a && q.span.End <= b {
			n++
		}
	}
	return n
}

// parenthetical takes both sides of an attribution between commas as content:
// "The harvest, she said, will come late."
func (f *finder) parenthetical() {
	for i := range f.out {
		s := &f.out[i]
		if s.Cue == nil || s.Speaker == nil || s.Cue.Begin-s.Speaker.End > 12 || s.Speaker.Begin-s.Cue.End > 12 {
			continue
		}
		from, to := min(s.Cue.Begin, s.Speaker.Begin), max(s.Cue.End, s.Speaker.End)
		sent := f.d.SentenceAt(from)
		if sent < 0 || f.d.Sentences[sent].Span.End < to {
			continue
		}
		span := f.d.Sentences[sent].Span
		left := strings.TrimRight(f.d.Text[span.Begin:from], " ")
		right := f.d.Text[to:span.End]
		if !strings.HasSuffix(left, ",") || !strings.HasPrefix(right, ", ") || f.words(text.Span{Begin: span.Begin, End: from}) == 0 {
			continue
		}
		before := f.tidy(text.Span{Begin: span.Begin, End: span.Begin + len(left) - 1})
		after := f.tidy(text.Span{Begin: to + 2, End: span.End})
		if before.Len() == 0 || after.Len() == 0 {
			continue
		}
		has := func(c text.Span) bool { return f.coveredBy(s, c) }
		if has(before) == has(after) || f.takenByOther(before, i) || f.takenByOther(after, i) {
			continue
		}
		switch goesOn := f.finite(after); {
		case has(before) && goesOn:
			f.addContent(s, after)
		case has(after) && (goesOn || !f.hasVerb(before)):
			f.addContent(s, before)
		default:
			continue
		}
		s.Rules = add(s.Rules, "both-sides")
	}
}

// finite reports whether c begins with a finite verb: then what stands before
// the attribution is its subject.
func (f *finder) finite(c text.Span) bool {
	i := f.d.TokenAt(c.Begin)
	if i >= len(f.d.Tokens) {
		return false
	}
	u := f.d.Tokens[i].UPOS
	return u == "AUX" || u == "VERB" && !strings.HasSuffix(f.d.Form(i), "ing") && !strings.HasSuffix(f.d.Form(i), "ed")
}

func (f *finder) hasVerb(c text.Span) bool {
	a, z := f.d.TokensIn(c)
	return slices.ContainsFunc(f.d.Tokens[a:z], func(t text.Token) bool { return t.UPOS == "VERB" || t.UPOS == "AUX" })
}

func (f *finder) coveredBy(s *Statement, c text.Span) bool {
	n := 0
	for _, x := range s.Content {
		n += max(0, min(x.End, c.End)-max(x.Begin, c.Begin))
	}
	return 2*n > c.Len()
}

// takenByOther reports whether another statement has its cue or content in c.
func (f *finder) takenByOther(c text.Span, self int) bool {
	for i := range f.out {
		if i == self {
			continue
		}
		if f.out[i].Cue != nil && f.out[i].Cue.Overlaps(c) || f.coveredBy(&f.out[i], c) {
			return true
		}
	}
	return false
}

// uncued makes a statement of each spoken quotation that is in none: the
// speaker is the one named before a colon, else whoever was quoted last in the
// paragraph, else unknown.
func (f *finder) uncued() {
	for _, q := range f.quotations {
		if f.covered(q.span) || !f.speech(q) || f.words(q.span) < 6 && !f.wholeSentence(q) {
			continue
		}
		s := Statement{Content: []text.Span{q.span}, Act: Acts[0], Confidence: .6, Rules: []string{"quotation-without-cue"}}
		if prev := f.before(q.span.Begin); prev >= 0 && f.block(f.out[prev].Content[0].Begin) == q.block {
			s.Speaker = f.out[prev].Speaker
		} else {
			s.Speaker = f.subjectBefore(q)
		}
		f.out = append(f.out, s)
		f.order()
	}
}

// wholeSentence reports whether q is one by itself: it begins a sentence and
// ends as one.
func (f *finder) wholeSentence(q quotation) bool {
	i := f.d.SentenceAt(q.span.Begin)
	t := f.d.Slice(q.span)
	return q.open && i >= 0 && q.span.Begin-f.d.Sentences[i].Span.Begin <= len("“") && strings.ContainsAny(t[len(t)-1:], ".!?")
}

// subjectBefore is the subject of the sentence before q in its paragraph, taken
// as who speaks: "The governor was blunt. “Nobody will pay.”" It is nil unless
// that is a person by the parse and q follows at once.
func (f *finder) subjectBefore(q quotation) *text.Span {
	i := f.d.SentenceAt(q.span.Begin)
	if i < 1 || f.d.Sentences[i-1].Block != q.block {
		return nil
	}
	for k := f.d.Sentences[i-1].First; k < f.d.Sentences[i-1].Last; k++ {
		if f.d.Tokens[k].DepRel != "root" {
			continue
		}
		n := f.tree.Child(k, "nsubj")
		if n < 0 || f.d.Tokens[n].UPOS != "PROPN" && f.d.Tokens[n].UPOS != "NOUN" {
			return nil
		}
		p := f.nounPhrase(n)
		if p.Len() == 0 || !f.personal(n, p) {
			return nil
		}
		return &p
	}
	return nil
}

// personal reports whether the phrase p with head n is a person: a name of one,
// or a noun of office or trade.
func (f *finder) personal(n int, p text.Span) bool {
	for _, m := range f.d.Names {
		if m.Type == "Person" && m.Span.Overlaps(p) {
			return true
		}
	}
	return offices[strings.ToLower(f.d.Form(n))]
}

// offices are nouns of which only a person or a body that speaks is the bearer.
var offices = set(`president minister premier secretary governor mayor ambassador envoy diplomat spokesman spokeswoman spokesperson official
	officials general colonel commander admiral chief director chairman chairwoman chair leader king queen prince senator congressman
	congresswoman lawmaker deputy judge prosecutor lawyer attorney analyst expert professor researcher scientist economist historian author
	writer editor journalist reporter activist priest bishop pope doctor teacher farmer worker driver fisherman neighbour neighbor witness
	resident father mother son daughter brother sister wife husband man woman`)

func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// speech tells a quotation of what was said from a name or a word held at a
// distance: it is a clause, or ends as a sentence does.
func (f *finder) speech(q quotation) bool {
	a, z := f.d.TokensIn(q.span)
	if z-a < 4 && !f.wholeSentence(q) {
		return false
	}
	verb, parsed := false, false
	for i := a; i < z; i++ {
		parsed = parsed || f.d.Tokens[i].UPOS != ""
		verb = verb || f.d.Tokens[i].UPOS == "VERB" || f.d.Tokens[i].UPOS == "AUX"
	}
	t := f.d.Slice(q.span)
	if f.title(a, z) {
		return false
	}
	return (verb || !parsed) && (z-a >= 7 || strings.ContainsAny(t[len(t)-1:], ".,!?"))
}

// title reports whether tokens [a, z) are written as the title of a work: all
// but the small words capitalised.
func (f *finder) title(a, z int) bool {
	big, all := 0, 0
	for i := a; i < z; i++ {
		w := f.d.Form(i)
		if len(w) < 4 || !strings.ContainsFunc(w, isWord) {
			continue
		}
		all++
		if strings.ToLower(w) != w {
			big++
		}
	}
	return all >= 2 && 5*big >= 4*all
}
