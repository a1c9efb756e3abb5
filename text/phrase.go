package text

import "strings"

// Phrase makes a whole noun phrase of tokens [first, last), which a model took
// for one: function words and marks at the ends go, name parts and modifiers
// that the parse ties to its head come in, and a relative clause or apposition
// behind it is left out. It is empty if no word of content remains.
func Phrase(d *Document, t *Tree, first, last int) Span {
	first, last = trimPhrase(d, first, last)
	if first >= last {
		return Span{}
	}
	if d.Tokens[first].UPOS == "" {
		return d.Range(first, last)
	}
	h := t.Head(first, last)
	for n := 0; n < 4 && Is(d.Tokens[h].DepRel, "flat", "compound", "fixed", "goeswith") && d.Tokens[h].Head >= 0; n++ {
		h = d.Tokens[h].Head // part of a name or compound: the whole of it
	}
	a, z := t.NounPhrase(h)
	switch d.Tokens[h].UPOS {
	case "NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "SYM", "X":
	default:
		return d.Range(first, last)
	}
	s := d.Tokens[h].Sentence
	if a < d.Sentences[s].First || z > d.Sentences[s].Last {
		return d.Range(first, last)
	}
	// To the left the parse knows best: determiners, titles, modifiers.
	last = max(last, min(z, h+1))
	if a < first && z >= first {
		first = a
	}
	// To the right take name parts and what "of" ties to the head; a phrase
	// that the model cut at another preposition stays cut.
	last = max(last, rightEdge(d, t, h))
	if z < last && cutTail(d, t, h, z, last) {
		last = max(z, h+1)
	}
	first, last = trimPhrase(d, first, last)
	for i := first; i < last; i++ { // a bracket that the phrase cuts through: "Ann Lee (D-Hawaii"
		if d.Form(i) == "(" && !closes(d, i, last) {
			last = i
		}
	}
	if first >= last {
		return Span{}
	}
	return d.Range(first, last)
}

// closes reports whether the bracket at token i is closed before token last.
func closes(d *Document, i, last int) bool {
	for ; i < last; i++ {
		if d.Form(i) == ")" {
			return true
		}
	}
	return false
}

// rightEdge is the end of the name or noun with head h: name parts and
// compounds behind it, and phrases with "of", each with the same edge.
func rightEdge(d *Document, t *Tree, h int) int {
	edge := h + 1
	for _, c := range t.Children(h) {
		c := int(c)
		if c < h || c > edge+3 {
			continue
		}
		switch rel := d.Tokens[c].DepRel; {
		case Is(rel, "flat", "compound", "fixed", "goeswith"), Is(rel, "appos") && !t.parted(c):
		case Is(rel, "nmod"):
			if k := t.Child(c, "case"); k < 0 || !strings.EqualFold(d.Form(k), "of") {
				return edge
			}
		case Is(rel, "punct") && d.Form(c) == "-", Is(rel, "case") && d.Tokens[c].Head == h && edge == h+1:
			continue
		default:
			return edge
		}
		edge = max(edge, rightEdge(d, t, c))
	}
	return edge
}

// cutTail reports whether tokens [from, to) are a relative clause or an
// apposition of head h, which is no part of the phrase.
func cutTail(d *Document, t *Tree, h, from, to int) bool {
	for _, c := range t.Children(h) {
		if int(c) >= from && int(c) < to && Is(d.Tokens[c].DepRel, "acl:relcl", "appos", "parataxis") && (!Is(d.Tokens[c].DepRel, "appos") || t.parted(int(c))) {
			return true
		}
	}
	return false
}

// trimPhrase takes marks, prepositions, conjunctions and the possessive ending
// off the ends of tokens [first, last).
func trimPhrase(d *Document, first, last int) (int, int) {
	for first < last {
		u, w := d.Tokens[first].UPOS, strings.ToLower(d.Form(first))
		if first+1 < last && (w == "at" || w == "more" || w == "less" || w == "up") {
			switch strings.ToLower(d.Form(first + 1)) {
			case "least", "most", "than", "to":
				return first, trimTail(d, first, last)
			}
		}
		if u == "PUNCT" || u == "ADP" || u == "CCONJ" || u == "SCONJ" || u == "PART" && w != "no" || u == "" && functionWord(w) || !wordLike(w) {
			first++
			continue
		}
		break
	}
	return first, trimTail(d, first, last)
}

func trimTail(d *Document, first, last int) int {
	for last > first {
		u, w := d.Tokens[last-1].UPOS, strings.ToLower(d.Form(last-1))
		if w == "'s" || w == "’s" || u == "PUNCT" || u == "ADP" || u == "CCONJ" || u == "SCONJ" || u == "DET" && last-first > 1 || u == "" && functionWord(w) || !wordLike(w) {
			last--
			continue
		}
		break
	}
	return last
}

func wordLike(w string) bool {
	for _, r := range w {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r > 0x7f && r != '“' && r != '”' && r != '’' && r != '‘' && r != '—' && r != '–' {
			return true
		}
	}
	return w == "$" || w == "%"
}

func functionWord(w string) bool {
	switch w {
	case "of", "by", "with", "to", "and", "or", "for", "from", "in", "on", "at", "between", "against", "that":
		return true
	}
	return false
}
