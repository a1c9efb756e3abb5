package place

import (
	"strings"

	"example.org/readout/text"
)

// ForEvent is the place of the happening at trigger, nil where the words
// around give no evidence of it: a modifier of place that belongs to the
// trigger ("met in Minsk", "the summit in Minsk", "In Minsk, they met"), or
// the end of a journey ("visited Minsk", "his trip to Minsk"). The most exact
// of several names of one place wins. places are those of [Find].
func ForEvent(d *text.Document, places []Place, trigger text.Span) *Place {
	first, last := d.TokensIn(trigger)
	if first >= last {
		return nil
	}
	s := d.Sentences[d.Tokens[first].Sentence]
	var best *Place
	for i := range places {
		p := &places[i]
		if !s.Span.Covers(p.Span) || trigger.Overlaps(p.Span) || p.Sense != Location && p.Sense != Government {
			continue
		}
		pf, pl := d.TokensIn(p.Span)
		w := window{d, pf, pl}
		ok := false
		if pf >= last {
			ok = follows(w, first, last)
		} else {
			ok = leads(w, s, first)
		}
		if ok {
			best = p
			break
		}
	}
	return best
}

// venue are prepositions that place a happening.
var venue = set("in at near inside outside across throughout within through")

// launches are triggers whose "from" is their place; targets those whose
// object is it; physical those that take place where what they hit is; topical
// those of which what follows is the topic, wherever that lies.
var (
	launches = []string{"launch", "fire", "fired", "firing", "test-fire"}
	topical  = []string{"discuss", "condemn", "critici", "accus", "denounc", "urg", "blam", "prais", "welcom", "warn", "call", "demand", "investigat", "back", "support", "regret", "deplor", "oppos"}
	targets  = []string{"bomb", "shell", "invad", "invasion", "occup", "annex", "storm", "raid", "captur"}
	physical = []string{
		"attack", "kill", "bomb", "shell", "shot", "shoot", "arrest", "detain", "detention", "abduct", "kidnap", "protest", "rally", "rallied",
		"clash", "fight", "fought", "raid", "storm", "explo", "blast", "strike", "struck", "hijack", "seiz", "airstrike", "deploy", "evacuat", "demonstrat",
	}
)

// journeys are triggers, by their beginnings, whose object or "to" is a place.
var journeys = []string{"visit", "trip", "travel", "tour", "arriv", "flew", "fly", "journey"}

// breaks end the reach of a trigger: what follows is another clause.
var breaks = set(", ; : — – -- ( ) that who which where when while after before as if because although but since until whether \" “ ” said says")

// begins reports whether a token of [first, last) begins with one of stems.
func begins(d *text.Document, first, last int, stems []string) bool {
	for i := first; i < last; i++ {
		t := strings.ToLower(d.Form(i))
		for _, s := range stems {
			if strings.HasPrefix(t, s) {
				return true
			}
		}
	}
	return false
}

// preposition is the word that puts the name in its place, and how far before
// it stands: "in" for "in the eastern Latvian town of Rezekne".
func (w window) preposition() (string, int) {
	b, n := w.before()
	if b != "of" || !geographic[w.word(n-1)] {
		return b, n
	}
	for n -= 2; ; n-- {
		if e, ok := Lookup(w.form(n)); !between[w.word(n)] && (!ok || e.Kind != KindAdjective) {
			return w.word(n), n
		}
	}
}

// follows reports whether the name after the trigger is the place of it.
func follows(w window, first, last int) bool {
	d := w.d
	b, n := w.preposition()
	prep := w.first + n // the token of that word
	if prep < first {
		return false
	}
	goal := false
	switch {
	case begins(d, first, last, journeys):
		goal = prep == last-1 || b == "to" && prep-last < 4
	case begins(d, first, last, targets):
		goal = prep == last-1 || b == "of" && prep == last
	case begins(d, first, last, launches):
		goal = b == "from" && prep-last < 6
	}
	if !goal && !venue[b] || w.adjective() {
		return false
	}
	if !goal {
		if prep != last && begins(d, first, last, topical) {
			return false
		}
		hits := begins(d, first, last, physical)
		switch {
		case d.Tokens[w.first].DepRel != "":
			if !w.hangsOn(first, last, hits) {
				return false
			}
		case prep-last > 3 && (!hits || prep-last > 8): // without a parse only what is near is sure
			return false
		}
	}
	sure := d.Tokens[w.first].DepRel != "" && w.hangsOn(first, last, false)
	for i := last; i < prep; i++ {
		t := &d.Tokens[i]
		// A comma around an apposition parts nothing where the parse is clear.
		if f := strings.ToLower(d.Form(i)); breaks[f] && !(f == "," && sure) || f == "to" && !goal {
			return false
		}
		if t.UPOS == "VERB" || t.UPOS == "SCONJ" {
			return false
		}
	}
	return true
}

// hangsOn reports whether, by the parse, the name modifies a token of [first,
// last), directly or as the second of two names ("in Minsk and Riga"). With
// through, it may modify what modifies them: "attacked a convoy in Gao".
func (w window) hangsOn(first, last int, through bool) bool {
	head := w.last - 1
	for i := w.first; i < w.last; i++ {
		if h := w.d.Tokens[i].Head; h < w.first || h >= w.last {
			head = i
			break
		}
	}
	for range 3 {
		t := &w.d.Tokens[head]
		if t.Head >= first && t.Head < last || t.Head >= 0 && w.carried(first, last, t.Head) {
			return true
		}
		if t.Head < 0 {
			return false
		}
		switch t.DepRel {
		case "conj", "appos", "flat", "compound":
		case "nmod":
			if !through {
				return false
			}
			through = false
		default:
			return false
		}
		head = t.Head
	}
	return false
}

// carried reports whether verb v carries the act that tokens [first, last) name
// as its object: "held talks in Minsk".
func (w window) carried(first, last, v int) bool {
	for i := first; i < last; i++ {
		switch t := &w.d.Tokens[i]; t.DepRel {
		case "obj", "nsubj:pass":
			if t.Head == v && v < first {
				return true
			}
		}
	}
	return false
}

// leads reports whether the name stands before the trigger as the place of its
// clause: "In Minsk, the ministers met".
func leads(w window, s text.Sentence, trigger int) bool {
	d := w.d
	b, n := w.preposition()
	if !venue[b] || w.first+n != s.First || w.adjective() {
		return false
	}
	verbs := 0
	for i := w.last; i < trigger; i++ {
		if d.Tokens[i].UPOS == "VERB" {
			verbs++
		}
		if f := strings.ToLower(d.Form(i)); f != "," && breaks[f] {
			return false
		}
	}
	return verbs == 0
}

// adjective reports whether the name only modifies what follows: "in Belarusian
// waters", "at the Minsk summit".
func (w window) adjective() bool {
	if w.word(1) == "'s" || w.word(1) == "’s" {
		return true
	}
	return w.modifies() && (w.upos(1) != "" || capital(w.form(1)) || governing[w.word(1)])
}
