package place

import (
	"regexp"
	"strings"

	"example.org/readout/text"
)

// Find is every toponym and nationality that d names, in order: the listed
// names that begin with a capital, and what the model takes for a location.
// Names of persons are left out; so are listed names of smaller places where
// nothing says that they are used as one.
func Find(d *text.Document) []Place {
	var found []Place
	korea := strings.Contains(d.Text, "North Korea") || strings.Contains(d.Text, "South Korea")
	names := Names(d)
	for s := range d.Sentences {
		for i := d.Sentences[s].First; i < d.Sentences[s].Last; {
			for len(names) > 0 && names[0].Span.End <= d.Tokens[i].Span.Begin {
				names = names[1:]
			}
			if n := party(d, i, d.Sentences[s].Last); n > 0 {
				i += n
				continue
			}
			m := match(d, i, d.Sentences[s].Last)
			var in *text.Name
			if len(names) > 0 && names[0].Span.Overlaps(d.Tokens[i].Span) {
				in = &names[0]
			}
			if m.entry.Kind == KindOrganisation {
				if in == nil || in.Span.Len() <= d.Tokens[m.last-1].Span.End-d.Tokens[i].Span.Begin {
					if i+1 < m.last { // "European Union" has a nationality inside, "NATO" has not
						found = append(found, inside(d, i, m.last)...)
					}
				}
				i = m.last
				continue
			}
			if m.last == 0 && korea && i > d.Sentences[s].First {
				m = compass(d, i, d.Sentences[s].Last)
			}
			if m.last == 0 && in != nil && in.Type == "Location" && in.Span.Begin == d.Tokens[i].Span.Begin {
				_, last := d.TokensIn(in.Span)
				m = matched{i, min(last, d.Sentences[s].Last), Entry{}}
			}
			if m.last == 0 {
				i++
				continue
			}
			if k := m.entry.Kind; in != nil && (k == KindCity || k == KindSite) && m.last < d.Sentences[s].Last &&
				(in.Type == "Location" || in.Type == "Facility") && in.Span.End > d.Tokens[m.last].Span.Begin && capital(d.Form(m.last)) {
				_, last := d.TokensIn(in.Span)
				m = matched{i, min(last, d.Sentences[s].Last), Entry{}} // "Independence Palace" is not in Independence
			}
			if p, ok := read(d, m, in); ok {
				found = append(found, p)
			}
			i = m.last
		}
	}
	coordinate(d, found)
	context(d, found)
	return found
}

// party is how many tokens from i, after a bracket or comma, are a politician's
// party and constituency: "D-Hawaii", "R-Calif.". 0 for none.
func party(d *text.Document, i, end int) int {
	s := d.Sentences[d.Tokens[i].Sentence]
	if i == s.First {
		return 0
	}
	before := d.Form(i - 1)
	if before != "(" && before != "[" && before != "," {
		return 0
	}
	from := d.Tokens[i].Span.Begin
	m := constituency.FindString(d.Text[from:d.Tokens[end-1].Span.End])
	if m == "" {
		return 0
	}
	n := 0
	for i+n < end && d.Tokens[i+n].Span.End <= from+len(m) {
		n++
	}
	return n
}

// constituency is a party, a hyphen and a state as these are put after a name.
var constituency = regexp.MustCompile(`^(?:DFL|GOP|Dem|Rep|Ind|[DRIL])\.?[-–—](?:(?:[A-Z]\.){2,3}|[A-Z][\p{L}]*\.?(?: [A-Z][\p{L}]*\.?){0,2})`)

// inside is the listed place or nationality that the name of an organisation
// at tokens [first, last) begins with.
func inside(d *text.Document, first, last int) []Place {
	m := match(d, first, last-1)
	if m.last == 0 || m.entry.Kind == KindOrganisation || m.entry.Kind == KindCity {
		return nil
	}
	p := named(d, m)
	p.Sense, p.Rule, p.Confidence = Organisation, "name of an organisation", .9
	return []Place{p}
}

// A matched is a listed name at tokens [first, last); last is 0 for none. The
// entry is empty where only the model sees a location.
type matched struct {
	first, last int
	entry       Entry
}

// match is the longest listed name that begins at token i and ends before end.
func match(d *text.Document, i, end int) matched {
	if f := d.Form(i); !capital(f) && (f[0] < '0' || f[0] > '9') {
		return matched{}
	}
	g := open()
	longest, ok := g.longest[strings.ToLower(d.Form(i))]
	if !ok {
		return matched{}
	}
	best := matched{}
	for j := i + 1; j <= end; j++ {
		s := text.Span{Begin: d.Tokens[i].Span.Begin, End: d.Tokens[j-1].Span.End}
		if s.Len() > longest+4 { // a few bytes for doubled spaces and curly marks
			break
		}
		if f := d.Form(j - 1); j > i+1 && f == strings.ToLower(f) && !joiner[f] {
			continue // "South korea" is no name, nor is "Central african"
		}
		if e, ok := g.names[fold(d.Slice(s))]; ok {
			best = matched{i, j, e}
		}
	}
	return best
}

// compass is "the North" or "the South" of Korea, in an article that names one.
func compass(d *text.Document, i, end int) matched {
	if !strings.EqualFold(d.Form(i-1), "the") {
		return matched{}
	}
	if i+1 < end && capital(d.Form(i+1)) || i+1 < end && d.Form(i+1) == "of" {
		return matched{}
	}
	switch d.Form(i) {
	case "North":
		return matched{i, i + 1, Entry{KindCountry, "North Korea", "PRK"}}
	case "South":
		return matched{i, i + 1, Entry{KindCountry, "South Korea", "KOR"}}
	}
	return matched{}
}

// named is the place of a match, without its sense.
func named(d *text.Document, m matched) Place {
	p := Place{
		Span:    text.Span{Begin: d.Tokens[m.first].Span.Begin, End: d.Tokens[m.last-1].Span.End},
		Name:    m.entry.Canonical,
		Country: m.entry.Country,
	}
	switch m.entry.Kind {
	case KindCountry, KindAdjective, KindPeople:
		p.Precision = "country"
	case KindCapital, KindCity:
		p.Precision = "city"
	case KindSeat, KindSite:
		p.Precision = "site"
	default:
		p.Precision = string(m.entry.Kind)
	}
	if c := m.entry; c.Kind == KindAdjective || c.Kind == KindPeople {
		if of, ok := open().names[fold(c.Canonical)]; ok && of.Kind != KindCountry {
			p.Precision = string(of.Kind) // "European", "Crimean"
		}
	}
	if p.Name == "" {
		p.Name = strings.Join(strings.Fields(d.Slice(p.Span)), " ")
	}
	return p
}

// read makes a place of a match, given the name at its first token, nil if
// there is none.
func read(d *text.Document, m matched, in *text.Name) (Place, bool) {
	p := named(d, m)
	w := window{d, m.first, m.last}
	if in != nil && in.Type == "Person" && in.Span.Covers(p.Span) {
		return p, false
	}
	if in != nil && in.Type == "Organization" && in.Span.Covers(p.Span) && in.Span.Len() > p.Span.Len() {
		p.Sense, p.Rule, p.Confidence = Organisation, "name of an organisation", .9
		return p, true
	}
	if m.entry.Kind == KindAdjective && tongue[w.word(-1)] && !w.noun(1) {
		return p, false // "spoke in French" is of a language
	}
	if w.word(-1) == "-" && d.Tokens[m.first-1].Span.End == p.Span.Begin && m.entry.Kind == KindSea {
		return p, false // "Euro-Atlantic"
	}
	if w.organisation() {
		p.Sense, p.Rule, p.Confidence = Organisation, "before a noun of organisations", .9
		return p, true
	}
	if k := m.entry.Kind; k == KindCity || k == KindRegion {
		place := in != nil && (in.Type == "Location" || in.Type == "Facility")
		if !place && (capital(w.form(1)) || !w.local()) {
			return p, false
		}
	}
	p.Sense, p.Rule, p.Confidence = sense(w, m.entry)
	return p, true
}

// coordinate gives the second of two names that "and" or "or" joins the sense
// of the first where its own words did not tell: "in Minsk and Riga".
func coordinate(d *text.Document, found []Place) {
	for i := 1; i < len(found); i++ {
		a, b := &found[i-1], &found[i]
		switch strings.TrimSpace(d.Text[a.Span.End:b.Span.Begin]) {
		case "and", "or", "and the", "or the":
		default:
			continue
		}
		unsure := b.Rule == asActor || b.Rule == asTown || b.Rule == capitalActor
		if unsure && (a.Sense == Location || a.Sense == Government) && (a.Precision == b.Precision) {
			b.Sense, b.Rule = a.Sense, "coordinated with the name before"
		}
	}
}

// context gives a place without country the one that the text puts after it
// ("Davos, Switzerland"), before it ("the Swiss town of Davos") or has given
// an earlier mention of it.
func context(d *text.Document, found []Place) {
	known := make(map[string]string)
	for i := range found {
		p := &found[i]
		small := p.Precision == "" || p.Precision == "city" || p.Precision == "region" || p.Precision == "site"
		if !small {
			continue
		}
		if i+1 < len(found) && found[i+1].Precision == "country" && strings.TrimSpace(d.Text[p.Span.End:found[i+1].Span.Begin]) == "," && found[i+1].Sense == Location {
			p.Country = found[i+1].Country
		} else if i > 0 && p.Country == "" && found[i-1].Precision == "country" {
			between := strings.Fields(d.Text[found[i-1].Span.End:p.Span.Begin])
			if n := len(between); n > 1 && n < 4 && between[n-1] == "of" && geographic[between[n-2]] {
				p.Country = found[i-1].Country
			}
		}
		if p.Country == "" {
			p.Country = known[p.Name]
		} else {
			known[p.Name] = p.Country
		}
	}
	for i := range found {
		if p := &found[i]; p.Country == "" && p.Precision == "" {
			p.Country = known[p.Name]
		}
	}
}
