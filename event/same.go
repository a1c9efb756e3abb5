package event

import (
	"slices"
	"strings"

	"example.org/readout/entity"
	"example.org/readout/text"
)

// same sets SameAs: a later mention is of the same happening as an earlier one
// if both have one root, the later one is a definite noun ("the visit", "this
// strike"), the triggers mean one act or the two share a participant within two
// sentences, and no participant of the one contradicts the other. Precision
// comes first: an open case is a happening of its own.
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
			break
		}
	}
	f.shareActors(events)
}

// shareActors gives the mentions of one happening that have no actor the actor
// of the first that has one.
func (f *finder) shareActors(events []Event) {
	actors := map[string][]text.Span{}
	for _, e := range events {
		if k := e.Happening(); len(actors[k]) == 0 {
			actors[k] = e.Actors
		}
	}
	for i := range events {
		e := &events[i]
		if a := actors[e.Happening()]; len(e.Actors) == 0 && len(a) > 0 && !slices.ContainsFunc(a, func(s text.Span) bool { return slices.ContainsFunc(e.Recipients, s.Overlaps) }) {
			e.Actors = a
			e.Rules = append(e.Rules, "actor:same-happening")
		}
	}
}

// Happening is the ID of the first mention of e's happening: its own if it is the first.
func (e *Event) Happening() string {
	if e.SameAs != "" {
		return e.SameAs
	}
	return e.ID
}

func (f *finder) alike(p, e *Event) bool {
	ps, es := act(f.d.Slice(p.Trigger)), act(f.d.Slice(e.Trigger))
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
	if !definite || p.Modality == Denied != (e.Modality == Denied) || p.Modality == Cancelled != (e.Modality == Cancelled) {
		return false
	}
	if p.Modality != e.Modality && stem(strings.ToLower(f.d.Slice(p.Trigger))) != stem(strings.ToLower(f.d.Slice(e.Trigger))) {
		return false // a plan is no mention of what was done, unless by the same word
	}
	shared, clash := f.compare(p.Actors, e.Actors)
	s2, c2 := f.compare(p.Recipients, e.Recipients)
	if clash || c2 {
		return false
	}
	return ps == es || (shared || s2) && e.Sentence-p.Sentence <= 2
}

// compare says whether two lists of participants share a name and whether they
// name different ones, by name or by description. Pronouns and empty lists settle nothing.
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
			if u := f.d.Tokens[f.tree.Head(i, j)].UPOS; u == "PROPN" || u == "NOUN" || f.entity(x) != nil {
				return true
			}
		}
		return false
	}
	return false, named(a) && named(b)
}

func (f *finder) entity(s text.Span) *entity.Entity { return entity.Resolve(f.entities, f.d, s) }

func (f *finder) sameName(x, y text.Span) bool {
	if a, b := f.entity(x), f.entity(y); a != nil && b != nil {
		return a == b || a.Country != "" && a.Country == b.Country && a.Type != "Person" && b.Type != "Person"
	}
	i, j := f.d.TokensIn(x)
	k, l := f.d.TokensIn(y)
	return strings.EqualFold(f.d.Form(f.tree.Head(i, j)), f.d.Form(f.tree.Head(k, l)))
}

// acts are words that report one act: a later definite noun of the line may mean
// an earlier verb or noun of it.
var acts = func() map[string]string {
	m := map[string]string{}
	for _, line := range []string{
		"visit trip tour travel journey travelled traveled visited",
		"talks talk negotiations negotiated negotiating",
		"meeting met meet meetings",
		"discussions discussion discussed",
		"launch launched launches fired fire firing test tested test-fired tests",
		"abducted abduction kidnapped kidnapping seized taken",
		"killed killing death deaths slain murdered murder assassination assassinated",
		"attack attacked attacks strike strikes struck airstrike airstrikes bombing bombed raid offensive assault shelling shelled",
		"released release freed freeing handed transferred swap",
		"withdrew withdrawal pullout withdrawn withdraw",
		"ousted ouster toppled overthrow overthrown overthrew coup",
		"arrested arrest arrests detained detention jailed",
		"convicted conviction sentenced sentence verdict",
		"sanctions sanctioned imposed embargo",
		"expelled expulsion expulsions",
		"agreed agreement deal accord pledged pledge promised promise",
		"signed signing signature",
		"protest protests protested demonstration demonstrations demonstrated rally rallied march marched",
		"urged urging call called appeal appealed demand demanded request requested",
		"exercise exercises drill drills manoeuvres maneuvers",
	} {
		list := strings.Fields(line)
		for _, w := range list {
			m[w] = list[0]
		}
	}
	return m
}()

// act is the first word of the line of [acts] that trigger is in, else its stem.
func act(trigger string) string {
	w := strings.ToLower(trigger)
	if a, ok := acts[w]; ok {
		return a
	}
	return stem(w)
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
