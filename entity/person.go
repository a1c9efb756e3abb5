package entity

import (
	"strings"

	"example.org/readout/place"
	"example.org/readout/text"
)

// A person is an entity in the making.
type person struct {
	parts    []string // of the fullest name, without titles
	mentions []Mention
	first    int             // byte offset of the first mention
	heads    map[string]bool // head nouns of the roles stated of it: minister
	roles    [][]string      // what was stated, in small letters
	country  string          // of the roles, "" if unknown or contradictory
	stated   []text.Span     // where the roles stand
	gender   byte            // 'm', 'f', 0 where unknown
}

// A cast is the persons of a document.
type cast struct {
	d      *text.Document
	places []place.Place
	list   []*person
	inName []bool          // by token: it is in a person's name
	stated []bool          // by token: it is in an office before a name
	at     map[int]*person // by token: whose mention holds it
}

// persons joins the named persons of d, then what refers to them by role, then
// by pronoun.
func persons(d *text.Document, places []place.Place) *cast {
	c := &cast{d: d, places: places, inName: make([]bool, len(d.Tokens)), stated: make([]bool, len(d.Tokens)), at: make(map[int]*person)}
	type use struct {
		span  text.Span
		parts []string
	}
	var uses []use
	most := 0
	for _, n := range place.Names(d) {
		if n.Type != "Person" {
			continue
		}
		if span, parts := c.strip(n.Span); len(parts) > 0 {
			uses = append(uses, use{span, parts})
			for i, last := d.TokensIn(span); i < last; i++ {
				c.inName[i] = true
			}
			most = max(most, len(parts))
		}
	}
	// The longest names first, so that a short one finds its long one wherever
	// it stands: a headline has "Pompeo" before the text has "Mike Pompeo".
	owner := make([]*person, len(uses))
	for size := most; size > 0; size-- {
		for i, u := range uses {
			if len(u.parts) != size {
				continue
			}
			owner[i] = c.named(u.parts)
			if owner[i] == nil {
				owner[i] = &person{parts: u.parts, first: u.span.Begin, heads: make(map[string]bool), gender: given(u.parts[0])}
				c.list = append(c.list, owner[i])
			}
		}
	}
	for i, u := range uses {
		p := owner[i]
		p.mentions = append(p.mentions, Mention{u.span, Named})
		p.first = min(p.first, u.span.Begin)
		c.roles(p, u.span)
	}
	c.refer()
	return c
}

// entities are the persons as entities.
func (c *cast) entities() []Entity {
	var ents []Entity
	for _, p := range c.list {
		e := Entity{
			Name: strings.Join(p.parts, " "), Type: "Person", Country: p.country,
			Roles: p.stated, Mentions: p.mentions, Rule: "name", Confidence: .9,
		}
		for _, m := range p.mentions {
			switch m.Form {
			case Pronoun:
				e.Rule, e.Confidence = "name, role, pronoun", .8
			case Nominal:
				if e.Rule == "name" {
					e.Rule = "name, role"
				}
			}
		}
		ents = append(ents, e)
	}
	return ents
}

// strip takes titles and offices off the front of a name and the possessive
// off its end.
func (c *cast) strip(s text.Span) (text.Span, []string) {
	d := c.d
	first, last := d.TokensIn(s)
	for last > first && (possessive[d.Form(last-1)] || d.Form(last-1) == ",") {
		last--
	}
	first = c.bare(first, last)
	for i := first; i < last-1; i++ {
		w := strings.ToLower(strings.TrimSuffix(d.Form(i), "."))
		switch {
		case i == first && w == "the", possessive[w], titles[w], roleHeads[w], i == first && upper(d.Form(i)) && roleHeads[strings.TrimSuffix(w, "s")]:
			first = c.bare(i+1, last)
			if i+3 < last && w == "secretary" && d.Form(i+1) == "of" { // the name is after "of State"
				first = i + 3
			}
		case ofWords[w] && i > first: // "Ana Ruiz of Peru"
			last = i
		}
	}
	if first >= last {
		return s, nil
	}
	span := c.span(first, last)
	return span, strings.Fields(d.Slice(span))
}

// bare is where a name at tokens [first, last) begins behind "of" and a country
// or nationality: "of Belarus X", "Belarus X Y". "Jordan Berg" stays whole.
func (c *cast) bare(first, last int) int {
	of := first > 0 && ofWords[strings.ToLower(c.d.Form(first-1))]
	for i := first; i < last-1 && (ofWords[strings.ToLower(c.d.Form(i))] || articles[strings.ToLower(c.d.Form(i))]); i++ {
		first, of = i+1, true
	}
	for end := last - 1; end > first; end-- {
		if end > first+4 {
			continue
		}
		e, ok := place.Lookup(c.d.Slice(c.span(first, end)))
		if ok && (e.Kind == place.KindCountry || e.Kind == place.KindAdjective) && (of || last-end > 1) {
			return end
		}
	}
	return first
}

// named is the one person who may be meant by a name of these parts, nil if
// there is none or more than one.
func (c *cast) named(parts []string) *person {
	var found *person
	for _, p := range c.list {
		if !sameName(p.parts, parts) {
			continue
		}
		if found != nil {
			return nil
		}
		found = p
	}
	return found
}

// sameName reports whether short may be the name of a person whose full name
// is full: its parts are among those of full in their order, an initial
// standing for a name, and its last is the last of full, or it is a single
// part that stands first or last ("Kim" for "Kim Sora").
func sameName(full, short []string) bool {
	n, m := len(full), len(short)
	if m == 1 {
		return samePart(full[n-1], short[0]) || samePart(full[0], short[0]) && len([]rune(short[0])) > 2
	}
	i := 0
	for _, part := range full {
		if i < m && samePart(part, short[i]) {
			i++
		}
	}
	if i == m {
		return true
	}
	// "Donald J. Trump" and "Donald John Trump" share first and last.
	return samePart(full[n-1], short[m-1]) && samePart(full[0], short[0])
}

// samePart compares two parts of names, without regard to case; an initial
// with its point stands for any name that begins so.
func samePart(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) == 2 && a[1] == '.' && len(b) > 2 && a[0] == b[0]
}
