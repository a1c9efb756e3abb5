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
var channels = regexp.MustCompile(`(?i)\b(?:(?:in|at|during|through|via) (?:an?|the|his|her|their|its|another|a separate)? ?(?:[a-z]+[- ]){0,3}?(?:interview|statement|speech|address|briefing|press conference|news conference|conference|letter|message|report|commentary|op-ed|tweet|post|posting|video|editorial|blog|memo|telegram|phone call|telephone call|phone interview|broadcast|testimony|communique|communiqué|press release|release|podcast|book|memoir)\b(?: (?:with|to|for|on|in|at|by|from) (?:the |an? )?(?:[A-Z][\w.&’'-]*)(?: (?:of|and|the|[A-Z][\w.&’'-]*))*)?|on (?:(?:his|her|its|their|the) )?(?:official )?(?:Twitter|X|Facebook|Telegram|Instagram|YouTube|Truth Social|Weibo|VKontakte|television|state television|state TV|TV|radio)\b(?: (?:account|page|channel))?|told (?:the )?(?:[A-Z][\w.&’'-]*)(?: [A-Z][\w.&’'-]*)*(?: (?:television|TV|radio|newspaper|news agency|magazine))?)`)

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

// quoting are cues whose subject hands on the words of their object.
var quoting = map[string]bool{"quotes": true, "quoted": true, "quoting": true, "cites": true, "cited": true, "citing": true}

// handedOn finds who hands on a statement besides its speaker: "X quotes Y",
// "said X, citing Y", "Y said, as quoted by X".
func (f *finder) handedOn(s *Statement) []text.Span {
	if s.Cue == nil || s.Speaker == nil {
		return nil
	}
	d := f.d
	i := d.SentenceAt(s.Cue.Begin)
	if i < 0 {
		return nil
	}
	for k := d.Sentences[i].First; k < d.Sentences[i].Last; k++ {
		if !quoting[strings.ToLower(d.Form(k))] || f.inContent(d.Tokens[k].Span) {
			continue
		}
		var other int
		if k+1 < len(d.Tokens) && strings.EqualFold(d.Form(k+1), "by") { // passive: the agent hands on
			other = f.tree.Child(k, "obl:agent", "obl")
		} else if other = f.tree.Child(k, "nsubj"); other < 0 && strings.EqualFold(d.Form(k), "citing") {
			if h := d.Tokens[k].Head; h >= 0 {
				other = f.tree.Child(h, "nsubj")
			}
		}
		if other < 0 {
			continue
		}
		a, z := f.tree.NounPhrase(other)
		if p := d.Range(a, z); !p.Overlaps(*s.Speaker) {
			return []text.Span{p}
		}
	}
	return nil
}
