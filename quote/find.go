package quote

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"example.org/readout/text"
)

// Options set how sure the reader must be.
type Options struct {
	Threshold float64 // least probability of a cue, 0 to 1
}

// Find decodes the cues of d into statements, in the order of the text, and
// adds those that stand in quotation marks without a cue.
func Find(d *text.Document, o Options) []Statement {
	f := &finder{d: d, tree: text.NewTree(d), quotations: quotations(d), o: o}
	f.cues()
	f.sharedSpeakers()
	f.apart()
	f.inserted()
	f.sharpen()
	f.out = slices.DeleteFunc(f.out, func(s Statement) bool { return len(s.Content) == 0 })
	f.parenthetical()
	f.preceding()
	f.speeches()
	f.continued()
	f.uncued()
	f.order()
	f.handOn()
	for i := range f.out {
		f.finish(&f.out[i])
	}
	f.nest()
	return f.out
}

type finder struct {
	d          *text.Document
	tree       *text.Tree
	quotations []quotation
	o          Options
	out        []Statement
}

// cues makes a statement of each run of cue words that has content.
func (f *finder) cues() {
	d := f.d
	for k := 0; k < len(d.Cues); k++ {
		c := &d.Cues[k]
		if c.P() < f.o.Threshold {
			continue
		}
		first, last := c.Token, c.Token+1
		p := c.P()
		for k+1 < len(d.Cues) && d.Cues[k+1].Token == last && d.Cues[k+1].P() >= f.o.Threshold && d.Cues[k+1].Class[2] > d.Cues[k+1].Class[1] {
			k++
			last++
		}
		speaker, content := c.Spans(0)
		cue := d.Range(first, last)
		s := Statement{Cue: &cue, Act: Acts[c.Attribute()], Confidence: p}
		if sp := f.speaker(speaker, first); sp != nil && !sp.Overlaps(cue) {
			s.Speaker = sp
		}
		for _, r := range content {
			f.addContent(&s, d.Range(r[0], r[1]))
		}
		if len(s.Content) == 0 {
			continue // a cue without content attributes nothing
		}
		// Two words of one cue ("told ... according to") must not make two statements of the same words.
		if n := len(f.out); n > 0 && share(f.out[n-1].Content, s.Content) > .8 {
			if s.Confidence <= f.out[n-1].Confidence || f.out[n-1].Speaker != nil && s.Speaker == nil {
				continue
			}
			f.out = f.out[:n-1]
		}
		f.out = append(f.out, s)
	}
}

// sharedSpeakers gives a cue that is coordinated with another ("said ... and
// added ...") the speaker of that one, where it has none, and takes speakers
// away that hold another cue: they are no phrases.
func (f *finder) sharedSpeakers() {
	for i := range f.out {
		s := &f.out[i]
		for j := range f.out {
			if i != j && s.Speaker != nil && s.Speaker.Covers(*f.out[j].Cue) {
				s.Speaker = nil
			}
		}
		if s.Speaker != nil {
			continue
		}
		a, z := f.d.TokensIn(*s.Cue)
		h := f.tree.Head(a, z)
		if up := f.d.Tokens[h].Head; up >= 0 && text.Is(f.d.Tokens[h].DepRel, "conj") {
			for j := range f.out {
				if f.out[j].Cue.Covers(f.d.Tokens[up].Span) && f.out[j].Speaker != nil {
					s.Speaker = f.out[j].Speaker
					s.Rules = add(s.Rules, "speaker-of-coordinated-cue")
				}
			}
		}
	}
}

// apart ends a content before a second main clause: "said the road was open and
// added that ..." is two statements, of which the first must not hold the
// second.
func (f *finder) apart() {
	d := f.d
	head := func(s *Statement) int {
		a, z := d.TokensIn(*s.Cue)
		return f.tree.Head(a, z)
	}
	for i := range f.out {
		for j := range f.out {
			s, o := &f.out[i], &f.out[j]
			h := head(o)
			if i == j || d.Tokens[h].Head != head(s) || !text.Is(d.Tokens[h].DepRel, "conj") {
				continue
			}
			from := d.Tokens[h].Span.Begin
			if o.Speaker != nil && o.Speaker.Begin > s.Cue.End {
				from = min(from, o.Speaker.Begin)
			}
			if c := f.tree.Child(h, "cc"); c >= 0 {
				from = min(from, d.Tokens[c].Span.Begin)
			}
			for k := range s.Content {
				c := &s.Content[k]
				if c.Begin < from && from < c.End && c.Covers(*o.Cue) && !f.quoted(*c) {
					if cut := f.tidy(text.Span{Begin: c.Begin, End: from}); cut.Len() > 0 {
						*c = cut
						s.Rules = add(s.Rules, "second-clause")
					}
				}
			}
		}
	}
}

// speaker is the phrase of the source: the stretch of the candidates nearest to the cue, whole.
func (f *finder) speaker(spans [][2]int, cue int) *text.Span {
	if len(spans) == 0 {
		return nil
	}
	best := spans[0]
	for _, s := range spans[1:] {
		if distance(s, cue) < distance(best, cue) {
			best = s
		}
	}
	p := text.Phrase(f.d, f.tree, best[0], best[1])
	if i := strings.IndexAny(f.d.Slice(p), "\"“”"); i >= 0 {
		return nil // a phrase that runs over a quotation mark is none
	}
	if p.Len() == 0 || strings.EqualFold(f.d.Slice(p), "it") && f.tree.Child(cue, "aux:pass", "nsubj:pass") >= 0 {
		return nil // "it was noted that": nobody is named
	}
	return &p
}

func distance(s [2]int, k int) int {
	if s[1] <= k {
		return k - s[1]
	}
	return max(s[0]-k, 0)
}

// addContent adds span c to the content of s, without marks at its ends and
// without the cue; a gap of punctuation alone to the part before is closed.
func (f *finder) addContent(s *Statement, c text.Span) {
	if b := f.block(c.Begin); b >= 0 && c.End > f.d.Blocks[b].Span.End { // a content is cut where its paragraph ends
		next := text.Span{Begin: f.d.Blocks[b].Span.End, End: c.End}
		c.End = next.Begin
		defer func() {
			for k := b + 1; k < len(f.d.Blocks) && f.d.Blocks[k].Span.Begin < next.End; k++ {
				if p := f.d.Blocks[k]; p.Role.Coded() {
					f.addContent(s, text.Span{Begin: p.Span.Begin, End: min(p.Span.End, next.End)})
				}
			}
		}()
	}
	c = f.tidy(c)
	if c.Len() == 0 {
		return
	}
	if s.Cue != nil && c.Overlaps(*s.Cue) {
		if s.Cue.Begin-c.Begin > c.End-s.Cue.End {
			c.End = s.Cue.Begin
		} else {
			c.Begin = s.Cue.End
		}
		if c = f.tidy(c); c.Len() <= 0 {
			return
		}
	}
	if n := len(s.Content); n > 0 && c.Begin < s.Content[n-1].Begin {
		s.Content = append(s.Content, c)
		slices.SortFunc(s.Content, func(a, b text.Span) int { return a.Begin - b.Begin })
		return
	} else if n > 0 {
		gap := f.d.Text[s.Content[n-1].End:max(c.Begin, s.Content[n-1].End)]
		if !strings.ContainsFunc(gap, isWord) && !strings.ContainsAny(gap, "\n") {
			s.Content[n-1].End = max(s.Content[n-1].End, c.End)
			return
		}
	}
	s.Content = append(s.Content, c)
}

// tidy takes quotation marks, the complementiser "that", dashes and separating
// punctuation off both ends of a content.
func (f *finder) tidy(c text.Span) text.Span {
	for {
		before := c
		c = trim(f.d.Text, c)
		if c.Len() <= 0 {
			return text.Span{Begin: c.Begin, End: c.Begin}
		}
		t := f.d.Text[c.Begin:c.End]
		for _, p := range []string{"that ", "That ", ", ", "- ", "– ", "— ", ": ", "; ", ") ", ". "} {
			if strings.HasPrefix(t, p) && len(t) > len(p) {
				c.Begin += len(p)
				break
			}
		}
		t = f.d.Text[c.Begin:c.End]
		for _, p := range []string{",", " -", " –", " —", ":", ";", " (", ",”"} {
			if strings.HasSuffix(t, p) {
				c.End -= len(p)
				break
			}
		}
		if c == before {
			return c
		}
	}
}

// before is the statement nearest before offset o, by the end of its content or cue; -1 if none.
func (f *finder) before(o int) int {
	best, at := -1, -1
	for i := range f.out {
		c := f.out[i].Content
		if e := max(c[len(c)-1].End, end(f.out[i].Cue)); e <= o && e > at {
			best, at = i, e
		}
	}
	return best
}

func (f *finder) covered(s text.Span) bool {
	n := 0
	for i := range f.out {
		for _, c := range f.out[i].Content {
			n = max(n, min(c.End, s.End)-max(c.Begin, s.Begin))
		}
	}
	return 2*n > s.Len()
}

// quoted reports whether span s lies in a quotation.
func (f *finder) quoted(s text.Span) bool {
	for _, q := range f.quotations {
		if q.span.Begin <= s.Begin+2 && s.End <= q.span.End+2 {
			return true
		}
	}
	return false
}

func (f *finder) block(o int) int {
	return slices.IndexFunc(f.d.Blocks, func(b text.Block) bool { return b.Span.Begin <= o && o <= b.Span.End })
}

func (f *finder) previousCoded(b int) int {
	for b--; b >= 0 && !f.d.Blocks[b].Role.Coded(); b-- {
	}
	return b
}

func (f *finder) opensBlock(q quotation) bool {
	return f.words(text.Span{Begin: f.d.Blocks[q.block].Span.Begin, End: q.span.Begin}) == 0
}

func (f *finder) between(a, b int) string { return f.d.Text[a:max(a, b)] }

func (f *finder) words(s text.Span) int { return len(strings.FieldsFunc(f.d.Slice(s), isNoWord)) }

// sentencesBetween is the number of sentence borders between two offsets.
func (f *finder) sentencesBetween(a, b int) int {
	i, j := f.d.TokenAt(a-1), f.d.TokenAt(b)
	if i >= len(f.d.Tokens) || j >= len(f.d.Tokens) {
		return 0
	}
	return f.d.Tokens[j].Sentence - f.d.Tokens[i].Sentence
}

func (f *finder) order() {
	for i := range f.out {
		slices.SortFunc(f.out[i].Content, func(a, b text.Span) int { return a.Begin - b.Begin })
	}
	slices.SortStableFunc(f.out, func(a, b Statement) int { return start(a) - start(b) })
}

func start(s Statement) int {
	b := s.Content[0].Begin
	if s.Cue != nil {
		b = min(b, s.Cue.Begin)
	}
	if s.Speaker != nil && s.Cue != nil {
		b = min(b, s.Speaker.Begin)
	}
	return b
}

func end(s *text.Span) int {
	if s == nil {
		return 0
	}
	return s.End
}

// finish fills what follows from the spans: form, identity, sentence, channel.
func (f *finder) finish(s *Statement) {
	if s.Speaker != nil { // who speaks is no part of what is said
		if rest := slices.DeleteFunc(slices.Clone(s.Content), s.Speaker.Covers); len(rest) > 0 {
			s.Content = rest
		}
	}
	for i := range s.Content {
		s.Content[i] = f.balanced(s.Content[i])
	}
	s.Form = f.form(s)
	f.commitment(s)
	s.Sentence = max(f.d.SentenceAt(s.Content[0].Begin), 0)
	s.Channel = f.channel(s)
	key := fmt.Sprint(f.d.ID, "statement", s.Content[0].Begin, s.Cue)
	if s.Cue != nil {
		key = fmt.Sprint(f.d.ID, "statement", s.Content[0].Begin, *s.Cue)
	}
	h := sha256.Sum256([]byte(key))
	s.ID = "s" + hex.EncodeToString(h[:6])
}

// balanced is content c with the marks and brackets that it cuts through: a
// content is cut at its quotation marks only where they enclose all of it.
func (f *finder) balanced(c text.Span) text.Span {
	t := f.d.Text
	for _, q := range f.quotations {
		if !q.span.Overlaps(c) || q.span.Begin <= c.Begin && q.span.End >= c.End-2 {
			continue // it encloses all of c
		}
		if q.shut && q.span.Begin > c.Begin && q.span.End <= c.End+2 && q.span.End >= c.End-2 {
			if n := markAfter(t, c.End); n > 0 {
				c.End += n
			}
		}
		if q.open && q.span.End < c.End && q.span.Begin <= c.Begin && q.span.Begin >= c.Begin-2 {
			if n := markBefore(t, c.Begin); n > 0 {
				c.Begin -= n
			}
		}
	}
	inside := t[c.Begin:c.End]
	if strings.LastIndexByte(inside, '(') > strings.LastIndexByte(inside, ')') && strings.HasPrefix(t[c.End:], ")") {
		c.End++
	}
	return c
}

// markAfter is the length of the closing mark at the start of t[at:], together
// with a full stop or comma before it; 0 if there is none.
func markAfter(t string, at int) int {
	n := 0
	if at < len(t) && strings.IndexByte(".,;!?", t[at]) >= 0 {
		n = 1
	}
	if at+n < len(t) && t[at+n] == ' ' {
		n++
	}
	for _, m := range []string{"\"", "”", "»", "’"} {
		if strings.HasPrefix(t[min(at+n, len(t)):], m) {
			return n + len(m)
		}
	}
	return 0
}

// markBefore is the length of the opening mark at the end of t[:at], 0 if there is none.
func markBefore(t string, at int) int {
	n := 0
	if at > 0 && t[at-1] == ' ' {
		n = 1
	}
	for _, m := range []string{"\"", "“", "«", "‘"} {
		if strings.HasSuffix(t[:at-n], m) {
			return n + len(m)
		}
	}
	return 0
}

// form is direct if nearly all words of the content stand in quotation marks,
// indirect if none do.
func (f *finder) form(s *Statement) Form {
	in, all := 0, 0
	for _, c := range s.Content {
		for _, q := range f.quotations {
			in += f.words(text.Span{Begin: max(c.Begin, q.span.Begin), End: max(min(c.End, q.span.End), max(c.Begin, q.span.Begin))})
		}
		all += f.words(c)
	}
	switch {
	case in == 0:
		return Indirect
	case in >= all-1 && 20*in >= 19*all:
		return Direct
	}
	return Mixed
}

// connectives are words with which a narrator ties a sentence to the one before.
var connectives = map[string]bool{"However": true, "Also": true, "Moreover": true, "Meanwhile": true, "But": true, "And": true, "Still": true, "Besides": true}

// handOn sets the speakers and the first links of the chains that verbs of
// quoting tell.
func (f *finder) handOn() {
	for i := range f.out {
		s := &f.out[i]
		s.Chain = f.handedOn(s)
		// Who hands it on is no part of what is said, nor is the narrator's
		// "However" before "according to".
		said := slices.DeleteFunc(slices.Clone(s.Content), func(c text.Span) bool {
			return connectives[f.d.Slice(c)] || slices.ContainsFunc(s.Chain, func(who text.Span) bool { return who.Covers(c) })
		})
		if len(said) > 0 {
			s.Content = said
		}
	}
	// "X, citing Y, said": two cues, one statement.
	var kept []Statement
	for _, s := range f.out {
		k := slices.IndexFunc(kept, func(o Statement) bool { return o.Cue != nil && s.Cue != nil && share(o.Content, s.Content) > .92 })
		switch {
		case k < 0:
			kept = append(kept, s)
		case len(s.Chain) > len(kept[k].Chain), kept[k].Speaker == nil && s.Speaker != nil:
			kept[k] = s
		}
	}
	f.out = kept
}

// nest sets the parent of each statement that lies within the content of
// another, and the chain of those who hand it on.
func (f *finder) nest() {
	for i := range f.out {
		s := &f.out[i]
		at := s.Content[0]
		if s.Cue != nil {
			at = *s.Cue
		}
		best := -1
		for j := range f.out {
			if i == j || !holds(f.out[j].Content, at) || holds(s.Content, cueOr(&f.out[j])) {
				continue
			}
			if length(f.out[j].Content) <= length(s.Content) {
				continue // a parent says more than its child
			}
			if best < 0 || length(f.out[j].Content) < length(f.out[best].Content) {
				best = j
			}
		}
		if best >= 0 {
			s.Parent = f.out[best].ID
		}
	}
	byID := map[string]*Statement{}
	for i := range f.out {
		byID[f.out[i].ID] = &f.out[i]
	}
	for i := range f.out {
		s := &f.out[i]
		for p, n := byID[s.Parent], 0; p != nil && n < 8; p, n = byID[p.Parent], n+1 {
			if p.Speaker != nil {
				s.Chain = append([]text.Span{*p.Speaker}, s.Chain...)
			}
		}
		if len(s.Chain) > 0 && s.Speaker != nil {
			s.Chain = append(s.Chain, *s.Speaker)
		}
	}
}

func cueOr(s *Statement) text.Span {
	if s.Cue != nil {
		return *s.Cue
	}
	return s.Content[0]
}

func holds(content []text.Span, s text.Span) bool {
	return slices.ContainsFunc(content, func(c text.Span) bool { return c.Covers(s) })
}

func length(content []text.Span) int {
	n := 0
	for _, c := range content {
		n += c.Len()
	}
	return n
}

// share is the part of the longer content that both have.
func share(a, b []text.Span) float64 {
	n := 0
	for _, x := range a {
		for _, y := range b {
			n += max(0, min(x.End, y.End)-max(x.Begin, y.Begin))
		}
	}
	return float64(n) / float64(max(1, max(length(a), length(b))))
}

func add(rules []string, r string) []string {
	if slices.Contains(rules, r) {
		return rules
	}
	return append(rules, r)
}
