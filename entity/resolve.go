package entity

import (
	"strings"

	"example.org/readout/text"
)

// Resolve is the entity that a speaker or an actor with span s is: the one
// with the head of s in a mention. It is nil where the head is none's: "a
// spokesman for Pompeo" is not Pompeo.
func Resolve(ents []Entity, d *text.Document, s text.Span) *Entity {
	first, last := d.TokensIn(s)
	for first < last && (strings.EqualFold(d.Form(first), "the") || d.Form(first) == "\"" || d.Form(first) == "#") {
		first++
	}
	if first >= last {
		return nil
	}
	head := headOf(d, first, last)
	var best *Entity
	rank := 0
	for i := range ents {
		for _, m := range ents[i].Mentions {
			if !s.Overlaps(m.Span) {
				continue
			}
			mf, ml := d.TokensIn(m.Span)
			r := 0
			switch {
			case ents[i].Type == "Person" && mf <= head && head < ml:
				r = 4
			case ents[i].Type == "Person" && m.Form == Named && ml == last && introduces(d, first, mf):
				r = 3
			case ents[i].Type == "Organization" && mf <= head && head < ml && ml >= last:
				r = 2
			case ents[i].Type == "Location" && ents[i].Rule == countryAsActor:
				if mf == first && (ml == last || ml == last-1 && state[strings.ToLower(d.Form(last-1))]) ||
					ml == last && first < mf && state[strings.ToLower(d.Form(first))] {
					r = 1
				}
			}
			if r > rank {
				best, rank = &ents[i], r
			}
		}
	}
	return best
}

// state are words that with a country's name or adjective mean the state.
var state = set("government authorities side regime administration leadership governments state")

// headOf is the token of [first, last) whose governor lies outside, or by
// position where there is no parse: the token before the first preposition or
// comma, else the last.
func headOf(d *text.Document, first, last int) int {
	for i := first; i < last; i++ {
		t := &d.Tokens[i]
		if t.DepRel == "" {
			break
		}
		if t.Head < first || t.Head >= last {
			return i
		}
	}
	for i := first + 1; i < last; i++ {
		w := strings.ToLower(d.Form(i))
		if ofWords[w] || w == "," || w == "and" {
			return i - 1
		}
	}
	return last - 1
}

// introduces reports whether tokens [first, name) are an office before a name:
// they hold a role and do not end in a word that makes the name another's.
func introduces(d *text.Document, first, name int) bool {
	if first == name {
		return true
	}
	w := strings.ToLower(d.Form(name - 1))
	if ofWords[w] || possessive[w] || w == "and" || w == "," || articles[w] {
		return false
	}
	for i := first; i < name; i++ {
		w := strings.ToLower(strings.TrimSuffix(d.Form(i), "."))
		if roleHeads[w] || titles[w] {
			return true
		}
	}
	return false
}
