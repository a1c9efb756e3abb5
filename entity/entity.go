// Package entity joins the mentions of one person, organisation or country
// within an article and gives countries their codes.
//
// In: a [text.Document] with names, and its places. Out: entities, each with
// its mentions. A mention that could be of two is of none.
package entity

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"example.org/readout/place"
	"example.org/readout/text"
)

// A Mention is one stretch of text that refers to an entity.
type Mention struct {
	Span text.Span
	Form string // named, nominal, pronoun (ACE)
}

// The forms of a mention.
const (
	Named   = "named"
	Nominal = "nominal"
	Pronoun = "pronoun"
)

// An Entity is what a set of coreferent mentions refers to.
type Entity struct {
	ID         string
	Name       string      // the fullest name that the article gives
	Type       string      // as [text.Name] has it
	Country    string      // ISO 3166-1 alpha-3 of a country or nationality, or of a person's office; "" otherwise or where unknown
	Sector     string      // PLOVER's, as [Identify] finds it; "" where unknown
	Actor      string      // ID in the base of actors, as [Identify] finds it; "" where unknown
	Roles      []text.Span // what the article states beside a person's names: "US Secretary of State"
	Mentions   []Mention
	Rule       string
	Confidence float64
}

// Find joins the mentions of d into entities, in the order of their first
// mentions. A country as actor, its adjective and its capital or seat as actor
// are one entity, the country as a place and its people are others.
func Find(d *text.Document, places []place.Place) []Entity {
	people := persons(d, places)
	ents := people.entities()
	ents = append(ents, organisations(d)...)
	ents = append(ents, countries(places)...)
	for i := range ents {
		e := &ents[i]
		slices.SortFunc(e.Mentions, func(a, b Mention) int {
			return cmp.Or(cmp.Compare(a.Span.Begin, b.Span.Begin), cmp.Compare(b.Span.End, a.Span.End))
		})
		sum := sha256.Sum256([]byte(d.ID + " entity " + e.Mentions[0].Span.String() + " " + e.Type))
		e.ID = hex.EncodeToString(sum[:8])
	}
	slices.SortStableFunc(ents, func(a, b Entity) int {
		return cmp.Compare(a.Mentions[0].Span.Begin, b.Mentions[0].Span.Begin)
	})
	return ents
}

// countries makes entities of places: one for each country as actor, each
// people, and each place as such.
func countries(places []place.Place) []Entity {
	type key struct {
		name, country string
		sense         place.Sense
	}
	var ents []Entity
	index := make(map[key]int)
	for _, p := range places {
		k := key{p.Name, p.Country, place.Location}
		e := Entity{Name: p.Name, Type: "Location", Country: p.Country, Rule: "place of that name", Confidence: p.Confidence}
		switch p.Sense {
		case place.Organisation:
			continue
		case place.Government, place.Adjective:
			country := place.CountryName(p.Country)
			if country == "" || p.Precision == "site" || p.Precision == "region" { // the White House has its own name
				country = p.Name
			}
			k = key{country, p.Country, place.Government}
			e.Name, e.Rule = country, countryAsActor
		case place.People:
			k.sense = place.People
			e.Type, e.Rule = "NORP", "people of a country"
		}
		i, ok := index[k]
		if !ok {
			i = len(ents)
			index[k] = i
			ents = append(ents, e)
		}
		ents[i].Mentions = append(ents[i].Mentions, Mention{p.Span, Named})
		ents[i].Confidence = min(ents[i].Confidence, p.Confidence)
	}
	return ents
}
