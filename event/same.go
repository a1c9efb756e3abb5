package event

import (
	"strings"

	"example.org/readout/text"
)

// same sets SameAs: a later mention is of the same happening as an earlier one
// if both have one root, the words of the trigger are forms of one word or the
// later one is a definite noun ("the visit", "this strike"), and no participant
// of the one contradicts the other. Precision comes first: an open case is a
// happening of its own.
func (f *finder) same(events []Event) {
	for i := range events {
		e := &events[i]
		for j := i - 1; j >= 0 && e.Sentence-events[j].Sentence < 30; j-- {
			p := &events[j]
			if p.Code.Root != e.Code.Root || !f.alike(p, e) {
				continue
			}
			e.SameAs = p.ID
			if p.SameAs != "" {
				e.SameAs = p.SameAs
			}
			if len(e.Actors) == 0 && len(p.Actors) > 0 {
				e.Actors = p.Actors
				e.Rules = append(e.Rules, "actor:same-happening")
			}
			break
		}
	}
}

func (f *finder) alike(p, e *Event) bool {
	ps, es := stem(f.d.Slice(p.Trigger)), stem(f.d.Slice(e.Trigger))
	a, z := f.d.TokensIn(e.Trigger)
	h := f.tree.Head(a, z)
	definite := false
	if f.d.Tokens[h].UPOS == "NOUN" {
		for _, c := range f.tree.Children(h) {
			switch f.lower(int(c)) {
			case "the", "this", "that", "these", "those", "his", "her", "its", "their":
				definite = true
			}
			if text.Is(f.d.Tokens[c].DepRel, "nmod:poss") {
				definite = true
			}
		}
	}
	if !definite || p.Modality == Denied != (e.Modality == Denied) {
		return false
	}
	shared, clash := f.compare(p.Actors, e.Actors)
	s2, c2 := f.compare(p.Recipients, e.Recipients)
	if clash || c2 {
		return false
	}
	return ps == es || (shared || s2) && e.Sentence-p.Sentence <= 2
}

// compare says whether two lists of participants share a name and whether they
// name different ones. Pronouns and empty lists settle nothing.
func (f *finder) compare(a, b []text.Span) (shared, clash bool) {
	for _, x := range a {
		for _, y := range b {
			if f.sameName(x, y) {
				return true, false
			}
		}
	}
	named := func(s []text.Span) bool {
		for _, x := range s {
			i, j := f.d.TokensIn(x)
			if f.d.Tokens[f.tree.Head(i, j)].UPOS == "PROPN" {
				return true
			}
		}
		return false
	}
	return false, named(a) && named(b)
}

func (f *finder) sameName(x, y text.Span) bool {
	i, j := f.d.TokensIn(x)
	k, l := f.d.TokensIn(y)
	return strings.EqualFold(f.d.Form(f.tree.Head(i, j)), f.d.Form(f.tree.Head(k, l)))
}

// stem cuts the endings of a verb or noun down to what its forms share.
func stem(w string) string {
	w = strings.ToLower(w)
	for _, s := range []string{"ations", "ation", "ings", "ing", "ments", "ment", "ions", "ion", "ches", "shes", "ed", "es", "s", "e", "al", "ure"} {
		if strings.HasSuffix(w, s) && len(w)-len(s) >= 3 {
			w = w[:len(w)-len(s)]
			break
		}
	}
	return w
}
