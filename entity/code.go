package entity

import (
	"slices"
	"strings"

	"example.org/readout/entity/actors"
	"example.org/readout/text"
)

// Identify gives entities what the base of actors knows of them on a date, or
// what is said beside their names: country, sector, and the entry that each
// is. on is empty where the date of the article is unknown; then nobody is
// taken to hold an office that the article does not name. What the article
// says of a country stands.
func Identify(d *text.Document, ents []Entity, base *actors.Base, on actors.Date) {
	id := newIdentifier(d, ents, base, on)
	for i := range ents {
		e := &ents[i]
		switch e.Type {
		case "Person":
			id.person(e)
		case "Organization":
			id.organisation(e)
		case "Location":
			if e.Rule == countryAsActor {
				e.Sector = "GOV"
			}
		case "NORP":
			e.Sector = "CVL"
		}
	}
}

// countryAsActor is the rule of an entity that is a state and acts.
const countryAsActor = "country as actor"

// A Code is what an actor in a record is coded as.
type Code struct {
	Span      text.Span
	Countries []string // ISO 3166-1 alpha-3, sorted; none where unknown, or where the actor is of no country
	Sector    string   // PLOVER's; "" where unknown
	Actor     string   // ID in the base of actors; "" where unknown
	Rule      string   // what told: entity, words, country of the article
}

// Codes are the codes of the words at spans, which are actors, recipients and
// speakers: each that of the entity they mean, and what the words say
// themselves. "The army" is of the country that the article is about, if it is
// about one. [Identify] must have been called.
func Codes(d *text.Document, ents []Entity, base *actors.Base, spans []text.Span, on actors.Date) []Code {
	id := newIdentifier(d, ents, base, on)
	home := id.home()
	out := make([]Code, len(spans))
	for i, s := range spans {
		words := id.words(s)
		c := Code{Span: s, Countries: words.Countries, Sector: words.Sector, Actor: words.Entry}
		if len(c.Countries) > 0 || c.Sector != "" {
			c.Rule = "words"
		}
		if e := Resolve(ents, d, s); e != nil {
			if e.Country != "" && !(e.Type == "Organization" && len(words.Countries) > 0) { // "Chile's Supreme Court" tells it itself
				c.Countries = []string{e.Country}
			}
			if e.Sector != "" {
				c.Sector = e.Sector
			}
			c.Actor = e.Actor
			c.Rule = "entity"
		}
		if len(c.Countries) == 0 && home != "" && domestic[c.Sector] && c.Actor == "" && !actors.Abroad(d.Slice(s)) {
			c.Countries = []string{home}
			c.Rule += ", country of the article"
		}
		out[i] = c
	}
	return out
}

// domestic are sectors whose members belong to a country.
var domestic = set("GOV MIL COP JUD LEG SPY CVL OPP REB")

// An identifier looks up the entities of one article.
type identifier struct {
	d         *text.Document
	base      *actors.Base
	on        actors.Date
	ents      []Entity
	countries map[string]bool   // that the article names
	owners    map[int]text.Span // names of countries and peoples by the token behind them and their possessive
}

func newIdentifier(d *text.Document, ents []Entity, base *actors.Base, on actors.Date) *identifier {
	id := &identifier{d: d, base: base, on: on, ents: ents, countries: make(map[string]bool), owners: make(map[int]text.Span)}
	for i := range ents {
		e := &ents[i]
		if e.Country == "" {
			continue
		}
		id.countries[e.Country] = true
		if e.Type != "Location" && e.Type != "NORP" {
			continue
		}
		for _, m := range e.Mentions {
			_, end := d.TokensIn(m.Span)
			if end < len(d.Tokens) && possessive[d.Form(end)] {
				end++
			}
			id.owners[end] = m.Span
		}
	}
	return id
}

// home is the country that an article is about: the one that two of three
// mentions of countries and their people are of, "" if there is none.
func (id *identifier) home() string {
	counts := make(map[string]int)
	total := 0
	for i := range id.ents {
		if e := &id.ents[i]; e.Country != "" {
			counts[e.Country] += len(e.Mentions)
			total += len(e.Mentions)
		}
	}
	for country, n := range counts { // at most one has so many
		if 3*n >= 2*total {
			return country
		}
	}
	return ""
}

// words codes a stretch of text by its words alone.
func (id *identifier) words(s text.Span) actors.Coding {
	c, _ := id.base.Code(strings.Join(strings.Fields(id.d.Slice(s)), " "), id.on)
	if e := id.base.Entry(c.Entry); e != nil && !id.likely(e, id.d.Slice(s), strings.Contains(c.Why, "(surname)")) {
		c.Countries, c.Entry = nil, ""
		switch e.Kind {
		case actors.KindPerson:
			c.Sector = ""
		case "party":
			c.Sector = "PTY"
		}
	}
	return c
}

// bodies are kinds of organisations whose names many countries have alike.
var bodies = set("party legislature ministry military agency court government")

// likely reports whether an entry may be meant in this article: a body of one
// country, a short acronym, or a person by the surname only where the article
// names the country.
func (id *identifier) likely(e *actors.Entry, name string, surname bool) bool {
	short := len(name) <= 3 && strings.ToUpper(name) == name
	switch {
	case surname && id.on == "":
		return false
	case len(e.Countries()) == 0, !bodies[e.Kind] && !short && !surname:
		return true
	}
	return slices.ContainsFunc(e.Countries(), func(c string) bool { return id.countries[c] })
}

// organisation identifies an organisation by its name.
func (id *identifier) organisation(e *Entity) {
	name := e.Name
	if from, ok := id.before(e.Mentions[0].Span); ok {
		name = id.d.Text[from.Begin:e.Mentions[0].Span.End]
	}
	c, ok := id.base.Code(strings.Join(strings.Fields(name), " "), id.on)
	known := id.base.Entry(c.Entry)
	if !ok || known != nil && (known.Kind == actors.KindPerson || !id.likely(known, e.Name, false)) {
		return
	}
	e.Sector, e.Actor = c.Sector, c.Entry
	if e.Country == "" && len(c.Countries) == 1 {
		e.Country = c.Countries[0]
	}
}

// before is the word in front of a name that says whose it is: "Chile's", or
// an adjective of nationality.
func (id *identifier) before(s text.Span) (text.Span, bool) {
	first, _ := id.d.TokensIn(s)
	owner, ok := id.owners[first]
	return owner, ok
}

// person identifies a person by the roles that the article states, then by
// name.
func (id *identifier) person(e *Entity) {
	stated := slices.Clone(e.Roles)
	for _, m := range e.Mentions {
		if m.Form == Nominal {
			stated = append(stated, m.Span)
		}
	}
	former := false
	for _, s := range stated {
		c := id.words(s)
		if e.Country == "" && len(c.Countries) == 1 {
			e.Country = c.Countries[0]
		}
		if e.Sector == "" {
			e.Sector = c.Sector
		}
		w := strings.ToLower(id.d.Slice(s))
		former = former || strings.HasPrefix(w, "former ") || strings.HasPrefix(w, "ex-") || strings.Contains(w, " former ")
	}
	known := id.known(e)
	if known == nil {
		return
	}
	e.Actor = known.ID
	if c := known.Countries(); e.Country == "" && len(c) == 1 {
		e.Country = c[0]
	}
	if e.Sector == "" && !former && id.on != "" {
		if s := known.Sector(id.on); s != "" {
			e.Sector = s
			return
		}
		for _, t := range id.base.Holder(known.ID, id.on) {
			if t.On(id.on) == actors.Yes && e.Sector == "" {
				e.Sector = id.base.TermSector(&t)
			}
		}
	}
}

// known is the one person of the base who may be meant: by the full name, or
// by the surname alone if only one of that name held an office on the date,
// and the article names the country.
func (id *identifier) known(e *Entity) *actors.Entry {
	full := strings.Contains(e.Name, " ")
	var found *actors.Entry
	for _, h := range id.base.Find(e.Name, id.on) {
		c := h.Entry.Countries()
		switch {
		case h.Entry.Kind != actors.KindPerson,
			full && h.Why == "surname" && strings.Contains(e.Name, " ") && h.As != e.Name,
			e.Country != "" && len(c) == 1 && c[0] != e.Country:
			continue
		case !full || h.Why == "surname":
			if id.on == "" || len(c) != 1 || !id.countries[c[0]] || !slices.ContainsFunc(id.base.Holder(h.Entry.ID, id.on), func(t actors.Term) bool {
				return t.On(id.on) == actors.Yes
			}) {
				continue
			}
		}
		if found != nil {
			return nil
		}
		found = h.Entry
	}
	return found
}
