package quote

import (
	"regexp"
	"strings"
	"unicode"

	"example.org/readout/text"
)

func isWord(r rune) bool   { return unicode.IsLetter(r) || unicode.IsDigit(r) }
func isNoWord(r rune) bool { return !isWord(r) && r != '\'' && r != '’' && r != '-' }

// channels are the occasions and media that a statement may name, behind a
// preposition. The phrase ends where the regular expression does; names that
// follow "with" or "to" are taken along.
var channels = regexp.MustCompile(`\b(?:(?i:in|at|during|through|via) (?i:an? |the |his |her |their |its |another |a separate )?(?:[a-z]+[- ]){0,3}?(?i:interview|statement|speech|address|briefing|press conference|news conference|conference|letter|message|report|commentary|op-ed|tweet|post|posting|video|editorial|blog|memo|telegram|phone call|telephone call|phone interview|broadcast|testimony|communique|communiqué|press release|release|podcast|book|memoir)\b(?: (?:with|to|for|on|in|at|by|from) (?:the |an? )?[A-Z][\w.&’'-]*(?: (?:of|and|the|[A-Z][\w.&’'-]*))*)?|(?i:on) (?:(?i:his|her|its|their|the) )?(?:official )?(?:Twitter|X|Facebook|Telegram|Instagram|YouTube|Truth Social|Weibo|VKontakte|television|state television|state TV|TV|radio)\b(?: (?:account|page|channel))?|told (?:the )?[A-Z][\w.&’'-]*(?: [A-Z][\w.&’'-]*)*(?: (?:television|TV|radio|newspaper|news agency|magazine))?)`)

// channel finds the medium or occasion in the sentence of the cue, outside the
// content.
func (f *finder) channel(s *Statement) *text.Span {
	if s.Cue == nil {
		return nil
	}
	i := f.d.SentenceAt(s.Cue.Begin)
	if i < 0 {
		return nil
	}
	sent := f.d.Sentences[i].Span
	for _, m := range channels.FindAllStringIndex(f.d.Slice(sent), -1) {
		c := text.Span{Begin: sent.Begin + m[0], End: sent.Begin + m[1]}
		c.End -= len(f.d.Slice(c)) - len(strings.TrimRight(f.d.Slice(c), ".’'"))
		if f.inContent(c) || strings.HasPrefix(f.d.Slice(c), "told ") && c.Begin != s.Cue.Begin {
			continue
		}
		if strings.HasPrefix(f.d.Slice(c), "told ") && !medium(f.d, c) {
			continue
		}
		// Another cue between the two: the phrase belongs to that one.
		if f.cueBetween(*s.Cue, c) {
			continue
		}
		return &c
	}
	return nil
}

// medium reports whether what was told to is a named organisation.
func medium(d *text.Document, c text.Span) bool {
	for _, n := range d.Names {
		if n.Type == "Organization" && c.Overlaps(n.Span) {
			return true
		}
	}
	return false
}

func (f *finder) inContent(c text.Span) bool {
	for i := range f.out {
		for _, x := range f.out[i].Content {
			if x.Overlaps(c) {
				return true
			}
		}
	}
	return false
}

func (f *finder) cueBetween(a, b text.Span) bool {
	lo, hi := min(a.End, b.End), max(a.Begin, b.Begin)
	for i := range f.out {
		if c := f.out[i].Cue; c != nil && *c != a && c.Begin >= lo && c.End <= hi {
			return true
		}
	}
	return false
}

// quoting are verbs whose subject hands on the words of their object.
var quoting = map[string]bool{"quotes": true, "quoted": true, "quoting": true, "cites": true, "cited": true, "citing": true}

// carriers are nouns that stand for what their source says: "citing
// information from the ministry" cites the ministry.
var carriers = map[string]bool{"information": true, "data": true, "statement": true, "statements": true, "report": true, "reports": true, "comments": true, "remarks": true, "words": true}

// handedOn settles who speaks and who hands on where the sentence of the cue has
// a verb of quoting: "X quotes Y", "X, citing Y, said", "Y said, as quoted by
// X". The speaker is Y; X is returned, outermost first.
func (f *finder) handedOn(s *Statement) []text.Span {
	if s.Cue == nil {
		return nil
	}
	d := f.d
	i := d.SentenceAt(s.Cue.Begin)
	if i < 0 {
		return nil
	}
	for k := d.Sentences[i].First; k < d.Sentences[i].Last; k++ {
		if !quoting[strings.ToLower(d.Form(k))] || f.inContent(d.Tokens[k].Span) || f.cueOfAnother(s, k) {
			continue
		}
		x, y := f.agentAndSource(k)
		if x < 0 {
			continue
		}
		agent := f.nounPhrase(x)
		source := s.Speaker
		if y >= 0 {
			if p := f.nounPhrase(y); source == nil || source.Overlaps(agent) {
				source = &p
			}
		}
		if source == nil || source.Overlaps(agent) {
			continue
		}
		s.Speaker = source
		s.Rules = add(s.Rules, "quoting-verb")
		return []text.Span{agent}
	}
	return nil
}

// cueOfAnother reports whether token k is the cue of a statement other than s.
func (f *finder) cueOfAnother(s *Statement, k int) bool {
	for i := range f.out {
		if c := f.out[i].Cue; c != nil && &f.out[i] != s && c.Covers(f.d.Tokens[k].Span) {
			return true
		}
	}
	return false
}

// agentAndSource are the heads of who quotes and who is quoted at verb k, -1
// where the parse has none.
func (f *finder) agentAndSource(k int) (agent, source int) {
	d, t := f.d, f.tree
	if k+1 < len(d.Tokens) && strings.EqualFold(d.Form(k+1), "by") { // "as quoted by X", "Y was quoted by X as saying"
		return f.agentOf(k), t.Child(k, "nsubj:pass")
	}
	agent = t.Child(k, "nsubj")
	if strings.HasSuffix(strings.ToLower(d.Form(k)), "ing") {
		agent = -1
		switch h := d.Tokens[k].Head; {
		case k >= 2 && d.Form(k-1) == "," && nominal(d, k-2): // "TASS, citing the ministry, said"
			agent = f.nameHead(k - 2)
		case h >= 0 && d.Tokens[h].UPOS == "VERB":
			agent = t.Child(h, "nsubj")
		}
	}
	if agent >= 0 { // "Canal Once, which quotes the ministry": the noun of the clause
		switch strings.ToLower(d.Form(agent)) {
		case "which", "who", "that":
			if agent = d.Tokens[k].Head; !text.Is(d.Tokens[k].DepRel, "acl") {
				agent = -1
			}
		}
	}
	return agent, f.sourceAfter(k)
}

// agentOf is the head of the phrase with "by" behind the passive verb k.
func (f *finder) agentOf(k int) int {
	for _, c := range f.tree.Children(k) {
		if b := f.tree.Child(int(c), "case"); b == k+1 {
			return int(c)
		}
	}
	return -1
}

// sourceAfter is the head of the first noun behind the quoting verb k that
// stands for somebody; -1 if a clause or the sentence ends before it.
func (f *finder) sourceAfter(k int) int {
	d := f.d
	for i := k + 1; i < d.Sentences[d.Tokens[k].Sentence].Last && i <= k+8; i++ {
		switch u := d.Tokens[i].UPOS; {
		case nominal(d, i):
			h := f.nameHead(i)
			if carriers[strings.ToLower(d.Form(h))] {
				i = h
				continue
			}
			return h
		case u == "DET", u == "ADJ", u == "ADP", u == "NUM", u == "ADV":
		default:
			return -1
		}
	}
	return -1
}

func nominal(d *text.Document, i int) bool {
	return d.Tokens[i].UPOS == "NOUN" || d.Tokens[i].UPOS == "PROPN"
}

// nameHead is the token that the name part or modifier i belongs to.
func (f *finder) nameHead(i int) int {
	for n := 0; n < 4 && text.Is(f.d.Tokens[i].DepRel, "flat", "compound", "amod", "fixed") && f.d.Tokens[i].Head >= 0; n++ {
		i = f.d.Tokens[i].Head
	}
	return i
}

func (f *finder) nounPhrase(h int) text.Span {
	a, z := f.tree.NounPhrase(h)
	return text.Phrase(f.d, f.tree, a, z)
}
