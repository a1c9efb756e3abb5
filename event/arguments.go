package event

import (
	"slices"
	"strings"

	"example.org/readout/text"
)

// arguments decodes the argument scores of e into whole noun phrases, and takes
// from the parse what the model left empty.
func (f *finder) arguments(e *found) {
	if e.cand != nil {
		actors, recipients := e.cand.Spans(0)
		e.Actors = f.near(e, f.phrases(e, actors))
		e.Recipients = f.near(e, f.phrases(e, recipients))
	}
	f.possessor(e)
	f.withoutCanceller(e)
	f.withoutTheme(e)
	f.onlyPossessor(e)
	e.Actors, e.Recipients = f.distinct(e, e.Actors), f.distinct(e, e.Recipients)
	// One phrase cannot act on itself: keep it where the parse has it, else as actor.
	e.Recipients = slices.DeleteFunc(e.Recipients, func(r text.Span) bool {
		for i, a := range e.Actors {
			if !a.Overlaps(r) {
				continue
			}
			if f.isObject(e, r) {
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

// withoutCanceller takes who calls an event off from its actors, where others
// are named: "X postponed the visit of Y".
func (f *finder) withoutCanceller(e *found) {
	v := f.offVerb(e.head)
	if v < 0 || len(e.Actors) < 2 {
		return
	}
	if s := f.subject(v, 0); s.Len() > 0 {
		e.Actors = slices.DeleteFunc(e.Actors, s.Overlaps)
	}
}

// withoutTheme takes what is handed over or talked about from the recipients,
// where a phrase with "to" or "with" names the other party: "handed the crew to
// the Red Cross", "discussed the border with Ankara".
func (f *finder) withoutTheme(e *found) {
	if len(e.Recipients) < 2 || f.d.Tokens[e.head].UPOS != "VERB" {
		return
	}
	theme, party := -1, false
	for _, c := range f.tree.Children(e.head) {
		k := slices.IndexFunc(e.Recipients, func(s text.Span) bool { return s.Covers(f.d.Tokens[c].Span) })
		if k < 0 {
			continue
		}
		switch p := f.tree.Child(int(c), "case"); {
		case text.Is(f.d.Tokens[c].DepRel, "obj"):
			theme = k
		case text.Is(f.d.Tokens[c].DepRel, "obl") && p >= 0 && (f.lower(p) == "to" || f.lower(p) == "with"):
			party = true
		}
	}
	if theme >= 0 && party {
		e.Recipients = slices.Delete(e.Recipients, theme, theme+1)
		e.Rules = append(e.Rules, "recipient:party")
	}
}

// onlyPossessor makes the pronoun that owns a noun its one actor, as it stands:
// in "during his visit, the minister said" the minister is not named a second
// time.
func (f *finder) onlyPossessor(e *found) {
	p := f.tree.Child(e.head, "nmod:poss")
	if p < 0 || f.d.Tokens[p].UPOS != "PRON" || undergone[f.lower(e.head)] || len(e.Actors) == 0 {
		return
	}
	own := f.d.Tokens[p].Span
	if len(e.Actors) == 1 && e.Actors[0] == own || slices.ContainsFunc(e.Recipients, own.Overlaps) {
		return
	}
	e.Actors = []text.Span{own}
	e.Rules = append(e.Rules, "actor:possessor")
}

// near leaves out participants named in other sentences where the trigger's own
// sentence names one.
func (f *finder) near(e *found, spans []text.Span) []text.Span {
	own := f.d.SentenceAt(e.Trigger.Begin)
	elsewhere := func(s text.Span) bool { return f.d.SentenceAt(s.Begin) != own }
	if in := slices.DeleteFunc(slices.Clone(spans), elsewhere); len(in) > 0 {
		return in
	}
	return spans
}

// undergone are nouns whose possessor undergoes the act: "his arrest".
var undergone = words("ouster ousting overthrow removal killing murder assassination slaying death execution arrest detention imprisonment jailing " +
	"kidnapping abduction capture expulsion deportation extradition conviction sentencing trial poisoning shooting beheading impeachment")

// possessor turns who undergoes an act told as a noun from actor to recipient:
// "the general's ouster". With an object of its own ("Chad's arrest of the
// crew") the noun's possessor acts.
func (f *finder) possessor(e *found) {
	if f.d.Tokens[e.head].UPOS != "NOUN" || !undergone[f.lower(e.head)] || len(e.Recipients) > 0 {
		return
	}
	p := f.tree.Child(e.head, "nmod:poss")
	if p < 0 {
		return
	}
	for _, c := range f.tree.Children(e.head) {
		if k := f.tree.Child(int(c), "case"); text.Is(f.d.Tokens[c].DepRel, "nmod") && int(c) > e.head && k >= 0 && f.lower(k) == "of" {
			return
		}
	}
	own := f.d.Tokens[p].Span
	if f.d.Tokens[p].UPOS != "PRON" {
		if own = f.phraseAt(p); own.Len() == 0 {
			return
		}
	}
	e.Actors = slices.DeleteFunc(e.Actors, own.Overlaps)
	e.Recipients = append(e.Recipients, own)
	e.Rules = append(e.Rules, "recipient:possessor")
}

// distinct keeps of several phrases for one participant the nearest to the trigger.
func (f *finder) distinct(e *found, spans []text.Span) []text.Span {
	away := func(s text.Span) int { return max(s.Begin-e.Trigger.End, e.Trigger.Begin-s.End) }
	var out []text.Span
	for _, s := range spans {
		k := slices.IndexFunc(out, func(o text.Span) bool { return f.sameName(o, s) && f.oneParticipant(o, s) })
		switch {
		case k < 0:
			out = append(out, s)
		case away(s) < away(out[k]):
			out[k] = s
		}
	}
	return out
}

// oneParticipant guards against heads that two participants share ("the prime
// minister of Peru", "the prime minister of Chile"): the words must be the same
// or resolve to one person.
func (f *finder) oneParticipant(a, b text.Span) bool {
	if strings.EqualFold(f.d.Slice(a), f.d.Slice(b)) {
		return true
	}
	x, y := f.entity(a), f.entity(b)
	return x != nil && x == y && x.Type == "Person"
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
		if c := f.byAgent(v); c >= 0 {
			return f.phraseAt(c)
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
