package entity

import (
	"slices"
	"strings"
	"unicode"

	"example.org/readout/place"
	"example.org/readout/text"
)

// organisations joins the organisations of d by name and by acronym: one that
// stands in brackets after the name, or the initials of exactly one name.
func organisations(d *text.Document) []Entity {
	var ents []Entity
	key := func(s string) string { return strings.ToLower(s) }
	index := make(map[string]int)
	var short []text.Name
	for _, n := range place.Names(d) {
		if n.Type != "Organization" {
			continue
		}
		name := orgName(d.Slice(n.Span))
		if name == "" {
			continue
		}
		country := ""
		if e, ok := place.Lookup(name); ok && e.Kind == place.KindOrganisation {
			name, country = e.Canonical, e.Country
		} else if isAcronym(name) {
			short = append(short, n)
			continue
		}
		i, ok := index[key(name)]
		if !ok {
			i = len(ents)
			index[key(name)] = i
			ents = append(ents, Entity{Name: name, Type: "Organization", Country: country, Rule: "name", Confidence: .9})
		}
		ents[i].Mentions = append(ents[i].Mentions, Mention{n.Span, Named})
	}
	for _, n := range short {
		name := orgName(d.Slice(n.Span))
		i, ok := index[key(name)]
		if !ok {
			i = full(d, ents, n.Span, name)
			if i < 0 {
				i = len(ents)
				ents = append(ents, Entity{Name: name, Type: "Organization", Rule: "name", Confidence: .9})
			} else {
				ents[i].Rule = "name, acronym"
			}
			index[key(name)] = i
		}
		ents[i].Mentions = append(ents[i].Mentions, Mention{n.Span, Named})
	}
	return ents
}

// full is the organisation that an acronym stands for, -1 if unknown.
func full(d *text.Document, ents []Entity, at text.Span, acronym string) int {
	found := -1
	for i := range ents {
		for _, m := range ents[i].Mentions {
			if m.Span.End < at.Begin && strings.TrimSpace(d.Text[m.Span.End:at.Begin]) == "(" {
				return i
			}
		}
		if slices.Contains(initials(ents[i].Name), strings.ToUpper(strings.ReplaceAll(acronym, ".", ""))) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// initials are the acronyms that a name may have: of its capitalised words, of
// all its words, and of its words but articles and prepositions.
func initials(name string) []string {
	var capitals, all, most strings.Builder
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '-' }) {
		r := []rune(w)[0]
		if unicode.IsUpper(r) {
			capitals.WriteRune(r)
		}
		all.WriteRune(unicode.ToUpper(r))
		if low := strings.ToLower(w); !ofWords[low] && low != "the" && low != "and" {
			most.WriteRune(unicode.ToUpper(r))
		}
	}
	return []string{capitals.String(), all.String(), most.String()}
}

// orgName is a name without its article and possessive, spaces made single.
func orgName(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	for _, a := range []string{"the ", "The ", "a ", "#"} {
		s = strings.TrimPrefix(s, a)
	}
	for _, p := range []string{"'s", "’s", "'", "’"} {
		s = strings.TrimSuffix(s, p)
	}
	return s
}

// isAcronym reports whether a name is all capitals in one word.
func isAcronym(s string) bool {
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			letters++
		case r == '.' || r == '&':
		default:
			return false
		}
	}
	return letters >= 2 && letters <= 8
}
