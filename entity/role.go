package entity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"example.org/readout/place"
	"example.org/readout/text"
)

// set makes a table of words that is only read.
func set(words string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

var (
	possessive = set("'s ’s ' ’")
	titles     = set("mr mrs ms miss dr prof sir lord lady dame sen rep gov gen col capt lt maj sgt adm rev st sens reps govs gens cols messrs drs profs revs sheikh sheik ayatollah imam archbishop pope queen king prince princess")
	female     = set("mrs ms miss lady dame queen princess spokeswoman chairwoman congresswoman councilwoman assemblywoman businesswoman woman girl actress mother wife daughter sister widow duchess")
	male       = set("mr sir lord king prince pope spokesman chairman congressman councilman assemblyman businessman man boy actor father husband son brother ayatollah imam archbishop sheikh duke")
	// civil are titles that are offices as well
	civil = set("sen rep gov sens reps govs")
	// roleHeads are nouns that name a person by office or occupation.
	roleHeads = set(`president vice-president premier minister chancellor secretary undersecretary ambassador envoy diplomat
		spokesman spokeswoman spokesperson chairman chairwoman chairperson chair chief head leader director deputy commander general
		colonel admiral officer official governor mayor senator congressman congresswoman councilman councilwoman sheriff alderman assemblyman assemblywoman representative lawmaker deputy speaker
		king queen prince princess pope bishop archbishop cleric adviser advisor aide expert analyst scientist economist historian
		professor researcher scholar journalist reporter correspondent editor columnist writer author activist lawyer attorney
		prosecutor judge justice politician candidate founder owner executive ceo manager banker businessman businesswoman
		politician strongman dictator emir sultan sheikh doctor physician commissioner coordinator rapporteur negotiator
		mediator inspector captain lieutenant major sergeant soldier pilot driver teacher student singer actor actress director-general
		chairwoman counsel counselor counsellor successor predecessor wife husband son daughter brother sister father mother
		opposition-leader militant rebel warlord dissident blogger interlocutor colleague counterpart member fellow specialist`)
	// heads that say too little to find a person by
	vague = set("official officer deputy head wife husband son daughter brother sister father mother counterpart colleague successor predecessor member representative")
	// the learned, whom later mentions call by one another's name
	learned   = set("expert analyst scientist economist historian professor researcher scholar fellow specialist director member")
	learnedBy = set("expert analyst scientist specialist scholar researcher")
	ofWords   = set("of for to at in on with from by")
	finite    = set("is are was were will would shall should may might can could must has have had does did said says")
	articles  = set("the a an this that its their his her our one another")
	stops     = set(", ; : . ! ? ( ) \" “ ” — – -- ' ‘ ’ and or but said says that who which while as after when because although")
)

// roles collects what is said of a person next to its name: the words before
// it ("US Secretary of State"), the apposition before ("the spokesman, X") or
// after ("X, director of Z"). The appositions become nominal mentions.
func (c *cast) roles(p *person, name text.Span) {
	d := c.d
	first, last := d.TokensIn(name)
	s := d.Sentences[d.Tokens[first].Sentence]
	// Words of office and title directly before the name.
	i := first
	for i > s.First {
		w := d.Form(i - 1)
		low := strings.ToLower(strings.TrimSuffix(w, "."))
		if low == "the" && i-1 > s.First && ofWords[strings.ToLower(d.Form(i-2))] {
			i -= 2 // "Head of the Office"
			continue
		}
		if i-3 >= s.First && c.elect(i-3, i, "") != "" {
			i -= 3 // "President-elect"
			continue
		}
		if stops[low] && low != "and" || articles[low] {
			break
		}
		if !upper(w) && !roleHeads[low] && !ofWords[low] && !c.nounish(i-1) || c.inName[i-1] {
			break
		}
		if ofWords[low] && low != "of" && low != "for" && c.office(i, first) {
			break // "the crisis with President X"
		}
		i--
	}
	c.state(p, i, first)
	for j := first - 1; j >= i; j-- {
		w := strings.ToLower(d.Form(j))
		if ofWords[w] && (w != "of" || j == first-1 || c.office(j+1, first)) {
			break // "a spokesman for X", "the wife of President X"
		}
		c.stated[j] = true
	}
	// "the chief secretary, Yoshihide Suga"
	if i-1 > s.First && d.Form(i-1) == "," && !c.office(i, first) {
		if begin, ok := c.phraseBefore(i-1, s.First); ok && c.closes(last, s.Last) {
			c.state(p, begin, i-1)
			p.mentions = append(p.mentions, Mention{c.span(begin, i-1), Nominal})
		}
	}
	// "Mike Pompeo, director of the CIA,"
	if last+1 < s.Last && d.Form(last) == "," {
		if end, ok := c.phraseAfter(last+1, s.Last); ok {
			c.state(p, last+1, end)
			p.mentions = append(p.mentions, Mention{c.span(last+1, end), Nominal})
		}
	}
}

// office reports whether tokens [first, last) hold the head of a role or a
// title that is an office.
func (c *cast) office(first, last int) bool {
	for i := first; i < last; i++ {
		if w := strings.ToLower(strings.TrimSuffix(c.d.Form(i), ".")); roleHeads[w] || civil[w] {
			return true
		}
	}
	return false
}

// state notes the role that tokens [first, last) give a person.
func (c *cast) state(p *person, first, last int) {
	if first < last {
		p.stated = append(p.stated, c.span(first, last))
	}
	before := true // an "of" after it ends the part in which the head stands
	head, crossed := -1, false
	for i := first; i < last; i++ {
		w := strings.ToLower(strings.TrimSuffix(c.d.Form(i), "."))
		if ofWords[w] && i > first {
			before = before && head < 0
			crossed = true
		}
		if before && (roleHeads[w] || titles[w]) {
			head = i
		}
		if before && roleHeads[w] {
			p.heads[c.elect(i, last, w)] = true
			p.roles = append(p.roles, c.words(i, last))
			if i > first && !crossed {
				p.roles = append(p.roles, c.words(first, last))
			}
		}
		if female[w] && before {
			p.gender = 'f'
		} else if male[w] && before {
			p.gender = 'm'
		}
	}
	if country := c.countryOf(first, head, last); country != "" && p.country == "" {
		p.country = country
	}
}

// elect is the head w at token i with the "-elect" that may follow it.
func (c *cast) elect(i, last int, w string) string {
	if i+2 < last && c.d.Form(i+1) == "-" && c.d.Tokens[i].Span.End == c.d.Tokens[i+1].Span.Begin {
		if e := strings.ToLower(c.d.Form(i + 2)); e == "elect" || e == "designate" {
			return w + "-" + e
		}
	}
	return w
}

// countryOf is the country of the office that tokens [first, last) state with
// its head at token head: the last one named before it ("Latvian President"),
// else the one it is of ("President of Latvia"). The country that an envoy is
// sent to or talks are held in is none. Without a head (-1) only a nationality
// tells.
func (c *cast) countryOf(first, head, last int) string {
	before, after := "", ""
	for _, p := range c.places {
		if p.Country == "" || p.Sense == place.Location && p.Precision != "country" {
			continue
		}
		i, end := c.d.TokensIn(p.Span)
		if i < first || end > last {
			continue
		}
		link := "" // the word that ties it to what stands before
		for j := i - 1; j >= first && link == ""; j-- {
			if w := strings.ToLower(c.d.Form(j)); ofWords[w] {
				link = w
			} else if !articles[w] {
				break
			}
		}
		switch {
		case head < 0:
			if p.Sense == place.Adjective && !c.crosses(i, last) {
				before = p.Country
			}
		case end <= head+1:
			if !c.crosses(i, head) {
				before = p.Country
			}
		case after == "" && (link == "of" || p.Sense == place.Adjective && link != "to" && link != "on"):
			after = p.Country
		}
	}
	if before != "" {
		return before
	}
	return after
}

// crosses reports whether tokens [first, last) hold a preposition other than
// "of" and "for".
func (c *cast) crosses(first, last int) bool {
	for i := first; i < last; i++ {
		if w := strings.ToLower(c.d.Form(i)); ofWords[w] && w != "of" && w != "for" {
			return true
		}
	}
	return false
}

// words are tokens [first, last) in small letters, without an article.
func (c *cast) words(first, last int) []string {
	if articles[strings.ToLower(c.d.Form(first))] {
		first++
	}
	var out []string
	for i := first; i < last; i++ {
		out = append(out, strings.ToLower(c.d.Form(i)))
	}
	return out
}

func (c *cast) span(first, last int) text.Span {
	if first >= last {
		return text.Span{}
	}
	return text.Span{Begin: c.d.Tokens[first].Span.Begin, End: c.d.Tokens[last-1].Span.End}
}

// nounish reports whether the model takes token i for a part of a noun phrase.
func (c *cast) nounish(i int) bool {
	switch c.d.Tokens[i].UPOS {
	case "NOUN", "PROPN", "ADJ":
		return true
	}
	return false
}

// phraseBefore is the noun phrase that ends before token end and names a
// person by role: its head stands before any preposition.
func (c *cast) phraseBefore(end, least int) (begin int, ok bool) {
	head := -1
	for i := end - 1; i >= least; i-- {
		w := strings.ToLower(c.d.Form(i))
		if stops[w] || c.d.Tokens[i].UPOS == "VERB" || c.d.Tokens[i].UPOS == "AUX" || c.d.Tokens[i].UPOS == "ADP" && !ofWords[w] {
			break
		}
		if ofWords[w] && head >= 0 { // "the crisis with Latvian President"
			break
		}
		begin = i
		if c.inName[i] && !c.served(i, end) {
			return 0, false
		}
		if roleHeads[w] && !possessive[c.d.Form(i+1)] { // not "the president's office"
			head = i
		}
		if articles[w] && head >= 0 {
			if i-2 >= least && roleHeads[strings.ToLower(c.d.Form(i-2))] && (strings.EqualFold(c.d.Form(i-1), "for") || strings.EqualFold(c.d.Form(i-1), "of")) {
				head = -1 // "a spokesman for the minister": not the minister
				continue
			}
			return i, true
		}
	}
	// Without an article: "Iran's deputy foreign minister, X".
	return begin, head >= 0 && (begin == least || upper(c.d.Form(begin))) && c.countryIn(begin, head) != ""
}

// served reports whether token i, of a person's name, ends a phrase before
// token end that says whom somebody serves: "a spokesman for President X". Any
// other name in an apposition is that of somebody beside.
func (c *cast) served(i, end int) bool {
	for j := i; j < end; j++ {
		if !c.inName[j] {
			return false
		}
	}
	for i--; i > 0; i-- {
		w := strings.ToLower(strings.TrimSuffix(c.d.Form(i), "."))
		switch {
		case w == "for" || w == "of" || w == "to":
			return roleHeads[strings.ToLower(c.d.Form(i-1))]
		case !c.inName[i] && !roleHeads[w] && !titles[w] && !articles[w]:
			return false
		}
	}
	return false
}

// phraseAfter is the end of the apposition that begins at token first: a
// phrase with a role as its head, up to the next mark.
func (c *cast) phraseAfter(first, most int) (end int, ok bool) {
	head := false
	and := -1 // before a second office: "a judge and an aide to X"
	for i := first; i < most; i++ {
		w := strings.ToLower(c.d.Form(i))
		if stops[w] && w != "and" {
			return i, head && i > first
		}
		if head && c.d.Tokens[i].UPOS == "VERB" && strings.HasPrefix(c.d.Tokens[i].DepRel, "acl") {
			for i > first && ofWords[strings.ToLower(c.d.Form(i-1))] {
				i--
			}
			return i, i > first // "an analyst | covering grain", "a plan | to fight"
		}
		if c.inName[i] {
			end := i
			for end < most && c.inName[end] {
				end++
			}
			if end < most && (!stops[strings.ToLower(c.d.Form(end))] || c.d.Form(end) == "and") || !c.served(i, end) {
				return and, and > 0
			}
			if !head {
				return 0, false
			}
			continue
		}
		if i == first && !articles[w] && !roleHeads[w] && !c.nounish(i) && !upper(c.d.Form(i)) {
			return 0, false
		}
		if ofWords[w] && !head {
			return 0, false
		}
		if w == "and" && head && i+1 < most && articles[strings.ToLower(c.d.Form(i+1))] {
			and = i
		}
		if roleHeads[w] {
			head = true
		}
		if c.d.Tokens[i].UPOS == "AUX" || c.d.Tokens[i].UPOS == "VERB" || finite[w] {
			return 0, false // "according to X, the minister will resign": a clause
		}
		if !head && i-first > 6 {
			return 0, false
		}
	}
	return most, head
}

// closes reports whether a name that ends before token last is closed off as
// an apposition is: by a mark or the end of the sentence, or by the verb.
func (c *cast) closes(last, most int) bool {
	if last >= most {
		return true
	}
	w := strings.ToLower(c.d.Form(last))
	return stops[w] || c.d.Tokens[last].UPOS == "VERB" || c.d.Tokens[last].UPOS == "AUX"
}

func upper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// countryIn is the country of the nationality or country within tokens [first,
// last), "" if none is named.
func (c *cast) countryIn(first, last int) string {
	for _, p := range c.places {
		if first < last && c.span(first, last).Covers(p.Span) && (p.Sense != place.Location || p.Precision == "country") && p.Country != "" {
			return p.Country
		}
	}
	return ""
}
