package entity

import (
	"slices"
	"strings"
)

var pronouns = map[string]byte{
	"he": 'm', "him": 'm', "his": 'm', "himself": 'm',
	"she": 'f', "her": 'f', "hers": 'f', "herself": 'f',
}

// reporting are verbs in whose complement "he" is their subject.
var reporting = set("said says say insisted insists stressed stresses noted notes argued argues announced announces explained explains wrote writes tweeted claimed claims warned warns added adds believed believes thought thinks hoped hopes denied denies acknowledged acknowledges admitted admits promised promises vowed vows pledged pledges confirmed confirms stated states replied replies maintained maintains declared declares suggested suggests indicated indicates conceded concedes recalled recalls knows knew")

var telling = set("said says told added warned insisted stressed noted argued announced explained wrote tweeted claimed has had was is will")

// A touch is a mention of a person at a token, in reading order.
type touch struct {
	token   int
	person  *person
	subject bool
}

// refer walks the text once and links roles ("the minister") and pronouns to
// the persons named before them, where only one can be meant.
func (c *cast) refer() {
	d := c.d
	taken := make(map[int]*person) // by first token of a mention
	inside := make(map[int]bool)   // tokens within mentions
	for _, p := range c.list {
		for _, m := range p.mentions {
			first, last := d.TokensIn(m.Span)
			taken[first] = p
			for i := first; i < last; i++ {
				inside[i] = true
				if m.Form == Named || c.at[i] == nil {
					c.at[i] = p
				}
			}
		}
	}
	var touches []touch
	quoted := c.quoted()
	mark := func(p *person, first, last int) {
		for i := first; i < last; i++ {
			inside[i] = true
			if c.at[i] == nil {
				c.at[i] = p
			}
		}
	}
	for i := range d.Tokens {
		if p := taken[i]; p != nil {
			touches = append(touches, touch{i, p, c.subject(i)})
			continue
		}
		if inside[i] {
			continue
		}
		w := strings.ToLower(d.Form(i))
		if gender, ok := pronouns[w]; ok {
			p, sure := c.speaker(i, gender, quoted)
			if !sure {
				p = c.antecedent(touches, i, gender, quoted)
			}
			if p != nil && len(p.parts) > 0 {
				p.mentions = append(p.mentions, Mention{d.Tokens[i].Span, Pronoun})
				p.gender = gender
			} else if p == nil {
				p = &person{gender: gender} // somebody: a later "he" may mean the same
			}
			mark(p, i, i+1)
			touches = append(touches, touch{i, p, c.subject(i)})
			continue
		}
		if w == "the" {
			if p, last := c.repeated(i); p != nil {
				p.mentions = append(p.mentions, Mention{c.span(i, last), Nominal})
				touches = append(touches, touch{last - 1, p, c.subject(last - 1)})
				mark(p, i, last)
			} else if last, head := c.definite(i); head != "" {
				if p := c.holder(i, last, head); p != nil {
					p.mentions = append(p.mentions, Mention{c.span(i, last), Nominal})
					touches = append(touches, touch{last - 1, p, c.subject(last - 1)})
					mark(p, i, last)
				}
			}
		}
		if !inside[i] && c.nominal(i) && c.main(i) { // "the visitor": who is not named
			p := &person{gender: c.gender(i)}
			touches = append(touches, touch{i, p, true})
			mark(p, i, i+1)
		}
	}
}

// nominal reports whether token i is the head of a phrase that means one
// person by role: "president", the "elect" of "president-elect".
func (c *cast) nominal(i int) bool {
	d := c.d
	s := d.Sentences[d.Tokens[i].Sentence]
	w := strings.ToLower(d.Form(i))
	if (w == "elect" || w == "designate") && i-2 >= s.First && d.Form(i-1) == "-" {
		return c.nominal(i - 2)
	}
	if !roleHeads[w] && !female[w] && !male[w] || c.at[i] != nil {
		return false
	}
	if c.stated[i] || i+1 < s.Last && (c.inName[i+1] || possessive[d.Form(i+1)]) {
		return false
	}
	for j := s.First; j < s.Last; j++ { // "Secretary of State X"
		if c.inName[j] && d.Tokens[j].Head == i && (d.Tokens[j].DepRel == "flat" || d.Tokens[j].DepRel == "appos") {
			return false
		}
	}
	return true
}

// gender is what the noun at token i tells of the gender of whom it means.
func (c *cast) gender(i int) byte {
	switch w := strings.ToLower(c.d.Form(i)); {
	case female[w]:
		return 'f'
	case male[w]:
		return 'm'
	}
	return 0
}

// main reports whether token i is by the parse the subject of the main clause.
func (c *cast) main(i int) bool {
	t := &c.d.Tokens[i]
	return strings.HasPrefix(t.DepRel, "nsubj") && t.Head >= 0 && c.d.Tokens[t.Head].DepRel == "root"
}

// subjectOf is the subject of the verb at token v that stands before it, -1
// for none.
func (c *cast) subjectOf(v int) int {
	for i := c.d.Sentences[c.d.Tokens[v].Sentence].First; i < v; i++ {
		if t := &c.d.Tokens[i]; t.Head == v && strings.HasPrefix(t.DepRel, "nsubj") {
			return i
		}
	}
	return -1
}

// speaker is the subject of a verb of saying, where the pronoun at token i is
// the subject of what is said: "the visitor insisted that he". Sure without a
// person: somebody who is not named.
func (c *cast) speaker(i int, gender byte, quoted []bool) (p *person, sure bool) {
	d := c.d
	if w := strings.ToLower(d.Form(i)); w != "he" && w != "she" {
		return nil, false
	}
	s := d.Sentences[d.Tokens[i].Sentence]
	who := -1
	if d.Tokens[i].DepRel == "" {
		v := i - 1
		if v >= s.First && strings.EqualFold(d.Form(v), "that") {
			v--
		}
		if v <= s.First || !reporting[strings.ToLower(d.Form(v))] {
			return nil, false
		}
		who = v - 1
		for j := who; j >= s.First && j > who-8 && !stops[strings.ToLower(d.Form(j))]; j-- {
			if c.nominal(j) && c.at[j] == nil {
				who = j // "a spokesman for X said he": not X
				break
			}
		}
	} else {
		if !strings.HasPrefix(d.Tokens[i].DepRel, "nsubj") {
			return nil, false
		}
		v := d.Tokens[i].Head
		if v >= 0 && d.Tokens[v].DepRel == "conj" {
			v = d.Tokens[v].Head
		}
		if v < 0 || d.Tokens[v].DepRel != "ccomp" {
			return nil, false
		}
		m := d.Tokens[v].Head
		if m < s.First || m >= i || !reporting[strings.ToLower(d.Form(m))] {
			return nil, false
		}
		if who = c.subjectOf(m); who < 0 && d.Tokens[m].DepRel == "conj" && d.Tokens[m].Head >= 0 {
			who = c.subjectOf(d.Tokens[m].Head)
		}
		if who < 0 {
			return nil, false
		}
	}
	if quoted[who] != quoted[i] {
		return nil, false
	}
	p = c.at[who]
	if p == nil {
		g := c.gender(who)
		return nil, c.nominal(who) && (g == 0 || g == gender)
	}
	return p, p.gender == 0 || p.gender == gender
}

// others are persons whom the pronoun at token i cannot mean, since its own
// clause has them beside it: "he would not meet X", "X met him".
func (c *cast) others(i int) map[*person]bool {
	d := c.d
	s := d.Sentences[d.Tokens[i].Sentence]
	out := make(map[*person]bool)
	t := &d.Tokens[i]
	switch {
	case t.DepRel == "":
		if w := strings.ToLower(d.Form(i)); w != "he" && w != "she" {
			break
		}
		for j := i + 1; j < s.Last && !stops[strings.ToLower(d.Form(j))]; j++ {
			if c.inName[j] {
				out[c.at[j]] = true
			}
		}
	case strings.HasPrefix(t.DepRel, "nsubj") && t.Head >= 0:
		for j := i + 1; j < s.Last; j++ {
			if c.inName[j] && c.under(j, t.Head) {
				out[c.at[j]] = true
			}
		}
	case (t.DepRel == "obj" || t.DepRel == "iobj") && t.Head >= 0 && i > s.First && !ofWords[strings.ToLower(d.Form(i-1))] && !strings.HasSuffix(strings.ToLower(d.Form(i)), "self"):
		who := c.subjectOf(t.Head)
		if who < 0 && d.Tokens[t.Head].DepRel == "conj" && d.Tokens[t.Head].Head >= 0 {
			who = c.subjectOf(d.Tokens[t.Head].Head)
		}
		if p := c.at[who]; p != nil {
			out[p] = true
		}
	}
	return out
}

// under reports whether token i depends on token v, however far, within one
// sentence and no clause put in beside.
func (c *cast) under(i, v int) bool {
	for range 40 {
		t := &c.d.Tokens[i]
		if i == v {
			return true
		}
		if t.DepRel == "parataxis" || t.DepRel == "dep" || t.Head < 0 {
			return false
		}
		i = t.Head
	}
	return false
}

// subject reports whether token i is, or begins, the subject of a clause.
func (c *cast) subject(i int) bool {
	if c.d.Tokens[i].DepRel == "" { // without a parse: before a verb that only people are subjects of
		end := c.d.Sentences[c.d.Tokens[i].Sentence].Last
		for j := i; j < end && j < i+5; j++ {
			if telling[strings.ToLower(c.d.Form(j))] {
				return true
			}
			if !upper(c.d.Form(j)) && j > i {
				return false
			}
		}
		return false
	}
	for range 4 {
		t := &c.d.Tokens[i]
		if strings.HasPrefix(t.DepRel, "nsubj") {
			return true
		}
		switch t.DepRel {
		case "flat", "compound", "appos", "amod", "det":
			if t.Head >= 0 {
				i = t.Head
				continue
			}
		}
		return false
	}
	return false
}

// reach is how many sentences without a person a pronoun may look back over:
// a quotation often stands between "X said" and "he added".
const reach = 3

// antecedent is the person that a pronoun at token i means. Of the nearest
// sentence that names persons of fitting gender, its own first, it is the only
// one, or the only one who is a subject there.
func (c *cast) antecedent(touches []touch, i int, gender byte, quoted []bool) *person {
	d := c.d
	sentence := d.Tokens[i].Sentence
	var here []touch
	at := sentence
	others := c.others(i)
	for _, t := range slices.Backward(touches) {
		s := d.Tokens[t.token].Sentence
		if s < at && len(here) > 0 || s < sentence-reach {
			break
		}
		if quoted[t.token] != quoted[i] {
			continue // who speaks is not who is spoken of: "I told him"
		}
		if t.person.gender != 0 && t.person.gender != gender || others[t.person] {
			continue
		}
		at = s
		here = append(here, t)
	}
	var all, subjects *person
	several, rivals := false, false
	for _, t := range here {
		several = several || all != nil && all != t.person
		all = t.person
		if t.subject {
			rivals = rivals || subjects != nil && subjects != t.person
			subjects = t.person
		}
	}
	found := all
	if several {
		found = subjects
		if rivals {
			found = nil
		}
	}
	return found // it may be somebody without a name
}

// quoted tells for each token whether it stands between quotation marks.
func (c *cast) quoted() []bool {
	q := make([]bool, len(c.d.Tokens))
	open := false
	block := -1
	for i := range c.d.Tokens {
		if b := c.d.Sentences[c.d.Tokens[i].Sentence].Block; b != block {
			block, open = b, false
		}
		switch c.d.Form(i) {
		case "“", "``", "«":
			open = true
		case "”", "''", "»":
			open = false
		case "\"":
			open = !open
		}
		q[i] = open
	}
	return q
}

// definite is the end and the head of a role with "the" at token i, at most
// one word between them: "the Belarusian minister". A phrase that goes on
// with "of" or a name says for itself who is meant.
func (c *cast) definite(i int) (last int, head string) {
	d := c.d
	end := d.Sentences[d.Tokens[i].Sentence].Last
	for j := i + 1; j < end && j < i+4; j++ {
		w := strings.ToLower(d.Form(j))
		if !roleHeads[w] {
			continue
		}
		if j+1 < end {
			next := strings.ToLower(d.Form(j + 1))
			if next == "-" && d.Tokens[j].Span.End == d.Tokens[j+1].Span.Begin { // "the president-elect"
				e := c.elect(j, end, w)
				if e == w {
					return 0, ""
				}
				if j += 2; j+1 < end && (d.Form(j+1) == "of" || upper(d.Form(j+1)) || d.Tokens[j+1].UPOS == "NOUN") {
					return c.ofCountry(j, end, e)
				}
				return j + 1, e
			}
			if roleHeads[next] && !upper(d.Form(j+1)) {
				continue // "the deputy minister"
			}
			if next == "of" || next == "for" || upper(d.Form(j+1)) || d.Tokens[j+1].UPOS == "NOUN" {
				return c.ofCountry(j, end, w)
			}
		}
		return j + 1, w
	}
	return 0, ""
}

// ofCountry is the end of a role at token j that names its country after "of":
// "the president of South Korea".
func (c *cast) ofCountry(j, end int, head string) (int, string) {
	k := j + 2
	if j+1 >= end || c.d.Form(j+1) != "of" || k >= end {
		return 0, ""
	}
	if c.d.Form(k) == "the" {
		k++
	}
	for _, p := range c.places {
		if first, last := c.d.TokensIn(p.Span); first == k && p.Precision == "country" && p.Country != "" {
			if last < end && possessive[c.d.Form(last)] {
				return 0, "" // "the leader of Latvia's greens"
			}
			return last, head
		}
	}
	return 0, ""
}

// repeated is the one person of whom the words after "the" at token i were
// stated before, "of" and what depends on it included: "the Deputy Head of the
// Office".
func (c *cast) repeated(i int) (*person, int) {
	d := c.d
	end := d.Sentences[d.Tokens[i].Sentence].Last
	var found *person
	last := 0
	for _, p := range c.list {
		if p.first > d.Tokens[i].Span.Begin {
			continue
		}
		for _, role := range p.roles {
			n := 0
			for n < len(role) && i+1+n < end && strings.ToLower(d.Form(i+1+n)) == role[n] {
				n++
			}
			for n > 0 && (ofWords[role[n-1]] || articles[role[n-1]]) {
				n--
			}
			if n < 3 || !slices.ContainsFunc(role[:n], func(w string) bool { return ofWords[w] }) {
				continue
			}
			if n < len(role) && i+1+n < end && (ofWords[strings.ToLower(d.Form(i+1+n))] || possessive[d.Form(i+1+n)] || upper(d.Form(i+1+n))) {
				continue // it goes on otherwise: another office
			}
			if found != nil && found != p {
				return nil, 0
			}
			found, last = p, max(last, i+1+n)
		}
	}
	return found, last
}

// holder is the one person, named before token first, of whom the role was
// stated: same head, and same country where the phrase names one.
func (c *cast) holder(first, last int, head string) *person {
	if vague[head] {
		return nil
	}
	country := c.countryIn(first, last)
	at := c.d.Tokens[first].Span.Begin
	if p := c.only(at, country, func(p *person) bool { return p.holds(head) }); p != nil {
		return p
	}
	if head == "leader" && country != "" {
		return c.only(at, country, func(p *person) bool {
			return p.country != "" && (p.heads["president"] || p.heads["minister"] || p.heads["premier"] || p.heads["chancellor"] || p.heads["king"])
		})
	}
	if !learnedBy[head] {
		return nil
	}
	return c.only(at, country, func(p *person) bool {
		for h := range p.heads {
			if learned[h] {
				return true
			}
		}
		return false
	})
}

// only is the one person named before byte at who fits, nil if there is none
// or more than one.
func (c *cast) only(at int, country string, fits func(*person) bool) *person {
	var found *person
	for _, p := range c.list {
		if p.first > at || !fits(p) || country != "" && p.country != country {
			continue
		}
		if found != nil {
			return nil
		}
		found = p
	}
	return found
}

// holds reports whether a role with that head was stated of p.
func (p *person) holds(head string) bool {
	if p.heads[head] {
		return true
	}
	for _, same := range [][]string{{"spokesman", "spokeswoman", "spokesperson"}, {"premier", "minister"}, {"adviser", "advisor"}, {"chairman", "chairwoman", "chairperson", "chair"}} {
		if !slices.Contains(same, head) {
			continue
		}
		for _, h := range same {
			if p.heads[h] {
				return true
			}
		}
	}
	return false
}
