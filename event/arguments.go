package event

import (
	"slices"

	"example.org/readout/text"
)

// arguments decodes the argument scores of e into whole noun phrases, and takes
// from the parse what the model left empty.
func (f *finder) arguments(e *found) {
	if e.cand != nil {
		actors, recipients := e.cand.Spans(0)
		e.Actors = f.phrases(e, actors)
		e.Recipients = f.phrases(e, recipients)
	}
	// One phrase cannot act on itself: keep it where the parse has it, else as actor.
	e.Recipients = slices.DeleteFunc(e.Recipients, func(r text.Span) bool {
		for i, a := range e.Actors {
			if !a.Overlaps(r) {
				continue
			}
			if f.isObject(e, r) && len(e.Actors) > 0 {
				e.Actors = slices.Delete(e.Actors, i, i+1)
				return false
			}
			return true
		}
		return false
	})
	if len(e.Actors) == 0 {
		if s := f.subject(e.head, 0); s.Len() > 0 && !slices.Contains(e.Recipients, s) {
			e.Actors = append(e.Actors, s)
			e.Rules = append(e.Rules, "actor:subject")
		}
	}
	if e.Code.Root == "CONSULT" && f.d.Tokens[e.head].UPOS == "NOUN" {
		f.occasion(e)
	}
}

// occasion fills a meeting told as a noun: "after talks with X, Y said" has the
// subject as actor and X as recipient.
func (f *finder) occasion(e *found) {
	if len(e.Recipients) == 0 && len(e.Actors) < 2 {
		for _, c := range f.tree.Children(e.head) {
			k := f.tree.Child(int(c), "case")
			if s := f.phraseAt(int(c)); text.Is(f.d.Tokens[c].DepRel, "nmod") && k >= 0 && f.lower(k) == "with" && s.Len() > 0 && !slices.ContainsFunc(e.Actors, s.Overlaps) {
				e.Recipients = append(e.Recipients, s)
				e.Rules = append(e.Rules, "recipient:with")
			}
		}
	}
	up := f.d.Tokens[e.head].Head
	if len(e.Actors) > 0 || len(e.Recipients) == 0 || up < 0 || !text.Is(f.d.Tokens[e.head].DepRel, "obl", "nmod") {
		return
	}
	if s := f.subject(up, 0); s.Len() > 0 && !slices.ContainsFunc(e.Recipients, s.Overlaps) {
		e.Actors = append(e.Actors, s)
		e.Rules = append(e.Rules, "actor:occasion")
	}
}

// phrases makes a noun phrase of each range of tokens, without repeats and
// without the trigger itself.
func (f *finder) phrases(e *found, ranges [][2]int) []text.Span {
	var out []text.Span
	for _, r := range ranges {
		s := text.Phrase(f.d, f.tree, r[0], r[1])
		if s.Len() == 0 {
			continue
		}
		if s.Overlaps(e.Trigger) {
			// A phrase that swallowed the trigger is taken as the model had it.
			if s = f.d.Range(r[0], r[1]); s.Overlaps(e.Trigger) {
				continue
			}
		}
		if !slices.ContainsFunc(out, s.Overlaps) {
			out = append(out, s)
		}
	}
	return out
}

// isObject reports whether s is the object or passive subject of e's trigger.
func (f *finder) isObject(e *found, s text.Span) bool {
	for _, c := range f.tree.Children(e.head) {
		if text.Is(f.d.Tokens[c].DepRel, "obj", "iobj", "nsubj:pass") && s.Covers(f.d.Tokens[c].Span) {
			return true
		}
	}
	return false
}

// subject is the phrase that the parse gives as who does verb v: its subject,
// the agent of a passive, or the subject of the verb that v hangs on.
func (f *finder) subject(v, depth int) text.Span {
	d := f.d
	if d.Tokens[v].UPOS != "VERB" || depth > 3 {
		return text.Span{}
	}
	passive := f.tree.Child(v, "aux:pass", "nsubj:pass") >= 0
	if passive {
		for _, c := range f.tree.Children(v) {
			if k := f.tree.Child(int(c), "case"); d.Tokens[c].DepRel == "obl:agent" || text.Is(d.Tokens[c].DepRel, "obl") && k >= 0 && f.lower(k) == "by" {
				return f.phraseAt(int(c))
			}
		}
		return text.Span{}
	}
	if s := f.tree.Child(v, "nsubj"); s >= 0 {
		switch f.lower(s) {
		case "which", "that", "who": // a relative clause: its noun
			if up := d.Tokens[v].Head; up >= 0 && text.Is(d.Tokens[v].DepRel, "acl") {
				return f.phraseAt(up)
			}
			return text.Span{}
		case "it", "there", "this", "what":
			return text.Span{}
		}
		return f.phraseAt(s)
	}
	up := d.Tokens[v].Head
	if up < 0 || f.tree.Child(v, "mark") >= 0 && !f.infinitive(v) {
		return text.Span{}
	}
	switch rel := d.Tokens[v].DepRel; {
	case text.Is(rel, "conj") && d.Tokens[up].UPOS == "VERB":
		return f.subject(up, depth+1)
	case text.Is(rel, "xcomp", "advcl") && d.Tokens[up].UPOS == "VERB" && f.tree.Child(up, "obj") < 0:
		return f.subject(up, depth+1)
	}
	return text.Span{}
}

// phraseAt is the noun phrase of token h, empty if h is no noun.
func (f *finder) phraseAt(h int) text.Span {
	switch f.d.Tokens[h].UPOS {
	case "NOUN", "PROPN", "PRON", "NUM":
		a, z := f.tree.NounPhrase(h)
		return text.Phrase(f.d, f.tree, a, z)
	}
	return text.Span{}
}
