package place

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"example.org/readout/text"
)

// The types of a [text.Name] that matter here.
const (
	typePerson       = "Person"
	typeOrganization = "Organization"
	typeLocation     = "Location"
	typeFacility     = "Facility"
	typeNORP         = "NORP"
)

var (
	// words of office or address that a person's name follows
	offices = set("president premier minister chancellor secretary ambassador envoy spokesman spokeswoman spokesperson chairman chairwoman governor mayor senator congressman congresswoman councilman councilwoman sheriff alderman assemblyman assemblywoman king queen prince princess pope bishop archbishop cleric adviser advisor expert analyst scientist economist professor journalist reporter correspondent activist lawyer prosecutor judge justice leader chief director general colonel admiral commander mr mrs ms dr sen rep gov gen col sens reps govs gens messrs ayatollah sheikh emir sultan")
	// capitalised words that stand inside an office rather than in a name
	official = set("national security foreign defense defence deputy state cabinet press house council office department affairs finance interior minister general secretary adviser advisor prime staff chief of")
)

// Names are the names of persons, organisations, places and peoples in d: those
// of the model, made to agree with one another and with the listed names. A
// country is a country wherever it is named; who is once named in full is the
// same person when the last name stands alone, whatever the model took it for
// there; capitals after an office are a person's name. Names are in order and
// do not overlap.
func Names(d *text.Document) []text.Name {
	h := &harmony{d: d, owner: make([]int, len(d.Tokens))}
	for i := range h.owner {
		h.owner[i] = -1
	}
	h.lists()
	h.models()
	h.reporters()
	h.titles()
	h.parts()
	h.repeats()
	var out []text.Name
	for _, n := range h.names {
		if n.Type != "" {
			out = append(out, n)
		}
	}
	slices.SortFunc(out, func(a, b text.Name) int { return cmp.Compare(a.Span.Begin, b.Span.Begin) })
	return out
}

// A harmony is a set of names in the making.
type harmony struct {
	d     *text.Document
	names []text.Name // Type "" for one that was given up
	owner []int       // for each token the index of its name, -1 for none
	fixed []bool      // by name: it is listed as a country or organisation
}

// claim makes tokens [first, last) one name and gives up the names that it
// takes tokens from, unless one of them is listed or reaches beyond.
func (h *harmony) claim(first, last int, kind string, confidence float64, listed bool) bool {
	if first >= last {
		return false
	}
	s := text.Span{Begin: h.d.Tokens[first].Span.Begin, End: h.d.Tokens[last-1].Span.End}
	for i := first; i < last; i++ {
		if o := h.owner[i]; o >= 0 && !listed && (h.fixed[o] && h.names[o].Span != s && !s.Covers(h.names[o].Span) || !s.Covers(h.names[o].Span)) {
			return false
		}
	}
	for i := first; i < last; i++ {
		if o := h.owner[i]; o >= 0 {
			h.names[o].Type = ""
		}
		h.owner[i] = len(h.names)
	}
	h.names = append(h.names, text.Name{Span: s, Type: kind, Confidence: confidence})
	h.fixed = append(h.fixed, listed)
	return true
}

// lists claims the listed names that are beyond doubt.
func (h *harmony) lists() {
	for _, s := range h.d.Sentences {
		for i := s.First; i < s.Last; {
			m := match(h.d, i, s.Last)
			if m.last == 0 {
				i++
				continue
			}
			switch m.entry.Kind {
			case KindCountry, KindCapital, KindSeat, KindContinent, KindSea:
				h.claim(i, m.last, typeLocation, 1, true)
			case KindAdjective, KindPeople:
				h.claim(i, m.last, typeNORP, 1, true)
			case KindOrganisation:
				h.claim(i, m.last, typeOrganization, 1, true)
			}
			i = m.last
		}
	}
}

// models claims what the model found, cut at commas and possessives. A longer
// name takes in a listed one ("US Pacific Command"), an equal or shorter does
// not.
func (h *harmony) models() {
	d := h.d
	for k := 0; k < len(d.Names); k++ {
		n := d.Names[k]
		// Pieces of one name: "Punta", "del", "Este".
		for n.Type == typePerson || n.Type == typeLocation {
			if k+1 == len(d.Names) || d.Names[k+1].Type != n.Type || d.Names[k+1].Span.Begin != n.Span.End+1 || d.Text[n.Span.End] != ' ' || h.listed(d.Names[k+1].Span) || h.listed(n.Span) {
				break
			}
			k++
			n.Span.End = d.Names[k].Span.End
		}
		if s := d.Slice(n.Span); (n.Type == typePerson || n.Type == typeLocation) && (s == strings.ToLower(s) || points[strings.ToLower(s)]) {
			continue // "dockers", "Southern"
		}
		first, last := d.TokensIn(n.Span)
		if first < last && h.inParty(first) {
			continue // "D-Mo."
		}
		for i := first; i < last; i++ {
			switch f := d.Form(i); {
			case (f == "'s" || f == "’s") && n.Type == typePerson && i > first && i < last-1:
				first = i + 1 // "Iran's Ali Akbari"
			case f == "," && n.Type == typePerson && i+1 < last && offices[strings.ToLower(d.Form(i+1))]:
				first = i + 1 // "Riga, President Ozola": the office is dropped with the others
			case f == "," && n.Type == typePerson:
				last = i
			}
		}
		for first < last && (strings.EqualFold(d.Form(first), "the") && n.Type != typeOrganization || d.Form(first) == "#" || d.Form(first) == "@" || d.Form(first) == "\"") {
			first++
		}
		for first < last && (d.Form(last-1) == "'s" || d.Form(last-1) == "’s" || d.Form(last-1) == ",") {
			last--
		}
		if n.Type == typePerson {
			first = h.office(first, last)
			if h.holdsBody(first, last) {
				continue
			}
		}
		if f := d.Form(min(first, len(d.Tokens)-1)); n.Type == typePerson && last == first+1 && len(f) > 2 && isUpper(f) && d.Role(first).Coded() {
			n.Type = typeOrganization // a person's name is not an acronym
		}
		if first < last && !h.within(first, last) {
			h.claim(first, last, n.Type, n.Confidence, false)
		}
	}
}

// office is where a person's name begins in tokens [first, last), behind words
// of office and behind a country that belongs to them: "of Latvia Ida Holm".
func (h *harmony) office(first, last int) int {
	d := h.d
	begin := first
	for first < last-1 {
		w := strings.ToLower(strings.TrimSuffix(d.Form(first), "."))
		if o := h.owner[first]; o >= 0 && h.fixed[o] && h.names[o].Type != typeOrganization {
			_, next := d.TokensIn(h.names[o].Span)
			of := first > 0 && (d.Form(first-1) == "of" || strings.EqualFold(d.Form(first-1), "the"))
			if next < last && (of || last-next > 1) { // "Jordan Berg" stays whole
				first = next
				continue
			}
		}
		if !offices[w] && !official[w] && (w != "of" || first == begin || !h.country(first+1)) {
			break
		}
		first++
	}
	return first
}

// country reports whether a listed place or nationality begins at token i.
func (h *harmony) country(i int) bool {
	o := h.owner[i]
	return o >= 0 && h.fixed[o] && h.names[o].Type != typeOrganization
}

// inParty reports whether token i is in a party and constituency: "R-Texas".
func (h *harmony) inParty(i int) bool {
	s := h.d.Sentences[h.d.Tokens[i].Sentence]
	for j := max(i-4, s.First); j <= i; j++ {
		if j+party(h.d, j, s.Last) > i {
			return true
		}
	}
	return false
}

// reporters makes persons of names that the model takes for organisations but
// that stand after one in the possessive, where a part of them is a person's
// elsewhere: "GNA's Anna Holm-Berg", whom the text calls Anna later on.
func (h *harmony) reporters() {
	d := h.d
	alone := make(map[string]bool)
	for _, n := range h.names {
		if n.Type == typePerson {
			alone[d.Slice(n.Span)] = true
		}
	}
	for o := range h.names {
		n := &h.names[o]
		if n.Type != typeOrganization || h.fixed[o] {
			continue
		}
		first, last := d.TokensIn(n.Span)
		for i := first + 1; i < last-1; i++ {
			if f := d.Form(i); f == "'s" || f == "’s" {
				first = i + 1
			}
		}
		if first < 2 || last-first < 2 || d.Form(first-1) != "'s" && d.Form(first-1) != "’s" || !alone[d.Form(first)] && !alone[d.Form(last-1)] {
			continue
		}
		n.Type = typePerson
		n.Span.Begin = d.Tokens[first].Span.Begin
		for i := range first {
			if h.owner[i] == o {
				h.owner[i] = -1
			}
		}
	}
}

// isUpper reports whether s is capital letters only.
func isUpper(s string) bool {
	for _, r := range s {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// listed reports whether a listed name overlaps s.
func (h *harmony) listed(s text.Span) bool {
	first, last := h.d.TokensIn(s)
	for i := first; i < last; i++ {
		if o := h.owner[i]; o >= 0 && h.fixed[o] {
			return true
		}
	}
	return false
}

// holdsBody reports whether a listed organisation is among the tokens.
func (h *harmony) holdsBody(first, last int) bool {
	for i := first; i < last; i++ {
		if o := h.owner[i]; o >= 0 && h.fixed[o] && h.names[o].Type == typeOrganization {
			return true
		}
	}
	return false
}

// within reports whether tokens [first, last) add nothing but an article to a
// listed name that they lie in, equal or overlap.
func (h *harmony) within(first, last int) bool {
	for first < last && strings.EqualFold(h.d.Form(first), "the") {
		first++
	}
	if first == last {
		return true
	}
	o := h.owner[first]
	if o < 0 || !h.fixed[o] {
		return false
	}
	return h.names[o].Span.End >= h.d.Tokens[last-1].Span.End
}

// titles claims the capitalised words after an office for a person.
func (h *harmony) titles() {
	d := h.d
	for _, s := range d.Sentences {
		for i := s.First; i+1 < s.Last; i++ {
			if !offices[strings.ToLower(strings.TrimSuffix(d.Form(i), "."))] {
				continue
			}
			first := i + 1
			if d.Form(first) == "of" && first+2 < s.Last && (d.Form(first+1) == "State" || d.Form(first+1) == "Defense") && d.Form(i) == "Secretary" {
				first += 2
			}
			last := first
			for last < s.Last && last < first+4 && (h.personal(last) || capital(d.Form(i)) && h.surely(last)) {
				last++
			}
			if last > first && !official[strings.ToLower(d.Form(first))] && !official[strings.ToLower(d.Form(last-1))] {
				if o := h.owner[first]; o >= 0 && h.names[o].Type == typePerson {
					continue
				}
				h.claim(first, last, typePerson, .8, false)
			}
		}
	}
}

// surely reports whether token i, which follows a capitalised office, is a
// name whatever the model took it for: outside headlines only names have
// capitals there.
func (h *harmony) surely(i int) bool {
	o := h.owner[i]
	f := h.d.Form(i)
	return h.d.Role(i).Coded() && len(f) > 1 && capital(f) && f != strings.ToUpper(f) &&
		!offices[strings.ToLower(f)] && !official[strings.ToLower(f)] && (o < 0 || !h.fixed[o] && h.names[o].Type != typeOrganization)
}

// personal reports whether token i may be a part of a person's name.
func (h *harmony) personal(i int) bool {
	t := &h.d.Tokens[i]
	if o := h.owner[i]; o >= 0 && (h.fixed[o] || h.names[o].Type == typeOrganization) {
		return false
	}
	f := h.d.Form(i)
	return capital(f) && (t.UPOS == "PROPN" || t.UPOS == "" && len(f) > 1) && !offices[strings.ToLower(f)]
}

// parts gives the last and first names of persons named in full their type
// wherever they stand alone, and lengthens names by the capitals that follow.
func (h *harmony) parts() {
	d := h.d
	h.grow()
	full := make(map[string]bool)
	for _, n := range h.names {
		if n.Type != typePerson {
			continue
		}
		f := strings.Fields(d.Slice(n.Span))
		if len(f) == 1 && n.Confidence >= .8 { // after an office
			full[f[0]] = true
		}
		if len(f) > 1 {
			full[f[len(f)-1]] = true
			if len(f[0]) > 3 {
				full[f[0]] = true
			}
		}
	}
	for i := range d.Tokens {
		f := d.Form(i)
		if !capital(f) || !full[f] {
			continue
		}
		switch o := h.owner[i]; {
		case o < 0 && d.Tokens[i].UPOS != "PROPN" && d.Tokens[i].UPOS != "",
			o < 0 && d.Sentences[d.Tokens[i].Sentence].First == i && d.Tokens[i].UPOS == "",
			o < 0 && h.inName(i):
		case o < 0 || !h.fixed[o] && h.names[o].Span == d.Tokens[i].Span:
			h.claim(i, i+1, typePerson, .8, false)
		}
	}
	h.grow()
}

// grow lengthens persons' names by the proper nouns beside them.
func (h *harmony) grow() {
	d := h.d
	for o := 0; o < len(h.names); o++ {
		if h.names[o].Type != typePerson {
			continue
		}
		first, last := d.TokensIn(h.names[o].Span)
		sentence := d.Sentences[d.Tokens[first].Sentence]
		begin, end := first, last
		for end < sentence.Last && end < last+3 {
			if h.joined(end, sentence.Last) {
				end += 2
				continue
			}
			if o := h.owner[end]; o >= 0 && h.names[o].Type == typePerson { // "Ada" "Lund", two names to the model
				_, end = d.TokensIn(h.names[o].Span)
				continue
			}
			if !h.loose(end) {
				break
			}
			end++
		}
		for begin > sentence.First && begin > first-2 && h.loose(begin-1) && !official[strings.ToLower(d.Form(begin-1))] {
			begin--
		}
		if begin < first || end > last {
			h.claim(begin, end, typePerson, h.names[o].Confidence, false)
		}
	}
}

// loose reports whether token i is a proper noun that is in no name yet.
func (h *harmony) loose(i int) bool {
	return h.owner[i] < 0 && h.personal(i) && h.d.Tokens[i].UPOS == "PROPN"
}

// joined reports whether token i is a hyphen that joins a name to a proper
// noun at i+1: "Arden-Clarke".
func (h *harmony) joined(i, end int) bool {
	d := h.d
	return d.Form(i) == "-" && i+1 < end && d.Tokens[i-1].Span.End == d.Tokens[i].Span.Begin &&
		d.Tokens[i].Span.End == d.Tokens[i+1].Span.Begin && capital(d.Form(i+1)) &&
		(h.owner[i+1] < 0 || h.names[h.owner[i+1]].Type == typePerson)
}

// inName reports whether token i touches another capitalised word that has no
// owner: it is then a part of a name that nobody knows.
func (h *harmony) inName(i int) bool {
	s := h.d.Sentences[h.d.Tokens[i].Sentence]
	for _, j := range []int{i - 1, i + 1} {
		if j >= s.First && j < s.Last && h.owner[j] < 0 && capital(h.d.Form(j)) && h.d.Tokens[j].UPOS == "PROPN" && !offices[strings.ToLower(h.d.Form(j))] {
			return true
		}
	}
	return false
}

// repeats gives a name that has several types the one with most confidence in
// sum, and finds the names of organisations again where the model missed them.
func (h *harmony) repeats() {
	d := h.d
	votes := make(map[string]map[string]float64)
	for o, n := range h.names {
		if n.Type == "" || h.fixed[o] {
			continue
		}
		key := d.Slice(n.Span)
		if votes[key] == nil {
			votes[key] = make(map[string]float64)
		}
		votes[key][n.Type] += n.Confidence
	}
	known := make(map[string]int) // first words of organisations: most tokens of one
	kind := make(map[string]string)
	for o := range h.names {
		n := &h.names[o]
		if n.Type == "" || h.fixed[o] {
			continue
		}
		key := d.Slice(n.Span)
		for _, k := range []string{typePerson, typeOrganization, typeLocation, typeFacility, typeNORP} { // a fixed order: ties must not differ
			if votes[key][k] > votes[key][n.Type] {
				n.Type = k
			}
		}
		first, last := d.TokensIn(n.Span)
		if n.Type == typeOrganization && capital(key) && (last-first > 1 || key == strings.ToUpper(key)) {
			kind[key] = n.Type
			known[d.Form(first)] = max(known[d.Form(first)], last-first)
		}
	}
	for _, s := range d.Sentences {
		for i := s.First; i < s.Last; i++ {
			if h.owner[i] >= 0 || known[d.Form(i)] == 0 {
				continue
			}
			for j := min(i+known[d.Form(i)], s.Last); j > i; j-- {
				if kind[d.Text[d.Tokens[i].Span.Begin:d.Tokens[j-1].Span.End]] != "" && h.claim(i, j, typeOrganization, .7, false) {
					break
				}
			}
		}
	}
}
